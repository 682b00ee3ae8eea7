"""Facts for identifiers: from the lock, the cache, arXiv, and the snapshot, in that order.

Nothing is asked that is known, and no failure costs what is known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import NamedTuple, Protocol, TypeVar

from paperbib.cache import Cache
from paperbib.config import Config
from paperbib.identifiers.identifier import Identifier
from paperbib.model import Answer, Failed, Found, Library, Missing
from paperbib.plan import Held, plan, unknown
from paperbib.sources import Source, open_source
from paperbib.sources.http import Http, Reply
from paperbib.sync.report import Asked

T = TypeVar("T")
ARXIV, SNAPSHOT = "arxiv", "snapshot"
STAND_INS = {SNAPSHOT: ARXIV}
"""The snapshot holds arXiv's own facts, older: it speaks only while arXiv is silent."""
_OFFLINE = "offline: arXiv was not asked"


class CountingHttp(Http, Protocol):
    """A polite client that counts the requests it sent."""

    @property
    def requests(self) -> int:
        """How many requests were sent."""


OpenHttp = Callable[[Config], AbstractContextManager[CountingHttp]]
Progress = Callable[[int, int], None]
"""Told how many of how many identifiers are answered."""


def open_transport(config: Config) -> AbstractContextManager[CountingHttp]:
    """Open the network as the configuration says; imports what that needs."""
    from paperbib.transport import Transport

    return Transport(
        mailto=config.settings.mailto,
        interval_s=config.arxiv_interval_s,
        gate_dir=config.cache_dir / "gate",
    )


class Enriched(NamedTuple):
    """Answers for the merge, and the ledger for the report."""

    answers: list[Answer]
    asked: Asked


@dataclass(frozen=True, slots=True)
class Enrichment:
    """What a run may use to find facts.

    Attributes:
        config: Where the sources are.
        cache: What was answered before.
        open_http: Opens the network; not called unless something is asked.
        progress: Told how far it got.
        now_s: The time, in seconds since the epoch.
    """

    config: Config
    cache: Cache
    open_http: OpenHttp
    progress: Progress
    now_s: float

    def of(
        self, identifiers: Iterable[Identifier], library: Library, *, refresh: bool, offline: bool
    ) -> Enriched:
        """Find facts about arXiv papers; every identifier ends up in the ledger.

        Args:
            identifiers: All that the notes mention, of any scheme.
            library: The lock.
            refresh: Ask about everything again.
            offline: Use no network.
        """
        papers = sorted({one for one in identifiers if one.scheme == "arxiv"})
        news = papers if refresh else unknown(papers, library, source=ARXIV)
        if not news:
            return Enriched([], Asked(known=tuple(papers)))
        shelf = _Shelf(self.cache.answers(ARXIV, news), self._source)
        todo = plan(news, shelf.ages(), refresh=refresh, offline=offline, now_s=self.now_s)
        cached = shelf.answers(todo.cached)
        # An entry of the cache that cannot be read is a miss.
        unread = set(todo.cached) - {answer.identifier for answer in cached}
        fresh, requests = self._ask(sorted({*todo.ask, *unread}), offline=offline)
        failed = [one.identifier for one in fresh if isinstance(one, Failed)]
        stale = shelf.answers([one for one in failed if one in todo.stale])
        known = {one.identifier for ref in library.references.values() for one in ref.records}
        # Who asked arXiv itself need not look in an older copy of its list.
        known |= {
            one.identifier for one in (*cached, *fresh, *stale) if not isinstance(one, Failed)
        }
        snapshot = self._from_snapshot([one for one in news if one not in known])
        answers = [*cached, *fresh, *stale, *snapshot]
        ledger = _ledger(papers, news, fresh, answers, requests)
        return Enriched(answers, ledger.without_stand_ins(fresh) if refresh else ledger)

    def _source(self, name: str) -> Source:
        return open_source(name, endpoint=self.config.arxiv_api, snapshot=self.config.snapshot)

    def _ask(self, identifiers: Sequence[Identifier], *, offline: bool) -> tuple[list[Answer], int]:
        """Ask arXiv; what was answered is kept even when the run is cut short."""
        if not identifiers:
            return [], 0
        if offline:
            return [Failed(identifier=one, source=ARXIV, reason=_OFFLINE) for one in identifiers], 0
        answers: list[Answer] = []
        self.progress(0, len(identifiers))
        with self.open_http(self.config) as http:
            for answer in self._source(ARXIV).fetch(identifiers, http):
                # At once: a run that is killed during the next request has this one.
                self.cache.keep([answer], now_s=self.now_s)
                answers.append(answer)
                self.progress(len(answers), len(identifiers))
            return answers, http.requests

    def _from_snapshot(self, identifiers: Sequence[Identifier]) -> list[Found]:
        """Look in the bulk file for what nobody else answered."""
        if not identifiers or self.config.snapshot is None:
            return []
        source = self._source(SNAPSHOT)
        found = source.fetch(identifiers, _NoHttp())
        return [answer for answer in found if isinstance(answer, Found)]


@dataclass(frozen=True, slots=True)
class _Shelf:
    """What the cache holds: raw entries, read again only when they are used."""

    held: Mapping[Identifier, tuple[str | None, float]]
    open_source: Callable[[str], Source]

    def ages(self) -> dict[Identifier, Held]:
        """What kind of answer is held, and since when."""
        return {one: Held(raw is not None, at_s) for one, (raw, at_s) in self.held.items()}

    def answers(self, identifiers: Sequence[Identifier]) -> list[Answer]:
        """The answers held; without those that cannot be read."""
        if not identifiers:
            return []
        answers: list[Answer] = []
        source = self.open_source(ARXIV)
        for identifier in identifiers:
            raw = self.held[identifier][0]
            if raw is None:
                answers.append(Missing(identifier=identifier, source=ARXIV))
                continue
            try:
                record = source.to_record(identifier, raw)
            except ValueError:
                continue
            answers.append(Found(identifier=identifier, source=ARXIV, raw=raw, record=record))
        return answers


def _ledger(
    papers: Sequence[Identifier],
    news: Sequence[Identifier],
    fresh: Sequence[Answer],
    answers: Sequence[Answer],
    requests: int,
) -> Asked:
    """Put every identifier into exactly one state."""
    failed = [one for one in fresh if isinstance(one, Failed)]
    now = {one.identifier for one in fresh if isinstance(one, Found)}
    found = {one.identifier for one in answers if isinstance(one, Found) and one.source == ARXIV}
    snapshot = {one.identifier for one in answers if one.source == SNAPSHOT}
    missing = {one.identifier for one in answers if isinstance(one, Missing)}
    return Asked(
        known=tuple(sorted(set(papers) - set(news))),
        found=tuple(sorted(now)),
        cached=tuple(sorted(found - now)),
        snapshot=tuple(sorted(snapshot)),
        missing=tuple(sorted(missing - snapshot)),
        failed=tuple(one for one in failed if one.identifier not in found | snapshot),
        requests=requests,
        trouble=failed[0].reason if failed else "",
    )


class _NoHttp:
    """For a source that needs no network."""

    def get(self, url: str, params: Mapping[str, str], read: Callable[[Reply], T]) -> T:
        """Refuse: a file was to be read."""
        raise AssertionError(f"a local source asked {url}", params, read)
