"""Facts for identifiers: from the lock, the cache, arXiv, and those who stand in for it.

Nothing is asked that is known, and no failure costs what is known. Every
identifier ends in exactly one state of the ledger.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from paperbib.identifiers.identifier import Identifier
from paperbib.model import Answer, Failed, Found, Invalid, Library, Missing, Problem, visible
from paperbib.plan import changed, harvest, is_fresh, plan, unknown
from paperbib.sync.asking import ARXIV, Asking
from paperbib.sync.bulk import Bulk, open_bulk
from paperbib.sync.ledger import Entry, Ledger, State
from paperbib.sync.shelf import Shelf

OAI, DATACITE, SNAPSHOT = "oai", "datacite", "snapshot"
STAND_INS = {OAI: ARXIV, DATACITE: ARXIV, SNAPSHOT: ARXIV}
"""Who speaks while arXiv's query API is silent, in the order they are asked."""
_AUTHORITIES = (ARXIV, OAI)
"""Whose "there is no such paper" settles it; the others may just not have it."""
_MOST_BY_STAND_IN = {OAI: 100, DATACITE: 1_000}
"""They take one request per paper: beyond this, the next run asks on."""


class Enriched(NamedTuple):
    """Answers for the merge, the ledger for the report, and what stood in the way."""

    answers: list[Answer]
    ledger: Ledger
    problems: list[Problem]


def enrich(
    identifiers: Iterable[Identifier], library: Library, asking: Asking, *, refresh: bool
) -> Enriched:
    """Find facts about arXiv papers.

    Args:
        identifiers: All that the notes mention, of any scheme.
        library: The lock.
        asking: The cache and the network.
        refresh: Ask about everything again.
    """
    papers = sorted({one for one in identifiers if one.scheme == ARXIV})
    bulk, problems = open_bulk(asking.config)
    # Not by whether it can be used: a file that was moved must not start 1,000 requests.
    enough = (ARXIV, SNAPSHOT) if asking.config.has_index else (ARXIV,)
    news = papers if refresh else unknown(papers, library, sources=enough)
    search = _Search(library, asking, refresh=refresh)
    if news:
        search.run(news, bulk)
    ledger = Ledger(
        {one: search.entries.get(one, Entry(State.KNOWN)) for one in papers},
        asking.requests,
        asking.trouble,
        is_interrupted=asking.is_interrupted,
    )
    problems += bulk.problems if bulk else []
    return Enriched(search.answers, ledger, problems)


@dataclass
class _Search:
    """One search for facts: who is asked for what, and what became of it.

    Attributes:
        library: The lock.
        asking: The cache and the network.
        refresh: Whether everything is asked again.
        entries: What became of each identifier so far.
        answers: For the merge.
        reasons: Why arXiv did not answer, by identifier.
        recorded: Identifiers about which the lock has a record.
    """

    library: Library
    asking: Asking
    refresh: bool = field(kw_only=True)
    entries: dict[Identifier, Entry] = field(default_factory=dict, init=False)
    answers: list[Answer] = field(default_factory=list, init=False)
    reasons: dict[Identifier, str] = field(default_factory=dict, init=False)
    recorded: set[Identifier] = field(default_factory=set, init=False)

    def run(self, news: Sequence[Identifier], bulk: Bulk | None) -> None:
        """Answer each identifier: from what is held, by arXiv, by those who stand in."""
        records = [one for ref in self.library.references.values() for one in ref.records]
        self.recorded = {one.identifier for one in records}
        control = next((one.identifier for one in records if one.source == ARXIV), None)
        shelf = self.asking.shelf(self.asking.arxiv(control), news)
        if bulk:
            self._use_bulk(news, shelf, bulk)
        self._ask_arxiv(self._open(news), shelf)
        for one in self._open(news):
            self._use(shelf, one, is_current=False)
        for name in STAND_INS:
            self._stand_in(name, [one for one in self._open(news) if one not in self.recorded])
        for one in self._open(news):
            state = State.STALE if one in self.recorded else State.DEFERRED
            self.entries[one] = Entry(state, reason=self.reasons.get(one, ""))

    def _open(self, identifiers: Iterable[Identifier]) -> list[Identifier]:
        """Those without an entry yet."""
        return [one for one in identifiers if one not in self.entries]

    def _use_bulk(self, news: Sequence[Identifier], shelf: Shelf, bulk: Bulk) -> None:
        """Take from the bulk file what the cache does not hold.

        A refresh only takes note of it: what changed since is asked for. Not for
        papers that the lock has from arXiv itself: that may be older than the file.
        """
        from_arxiv = set(news) - set(unknown(news, self.library, sources=(ARXIV,)))
        held = {one for one, kept in shelf.kept.items() if kept.kind == "found"}
        wanted = [one for one in news if one not in held and one not in from_arxiv]
        shelf.bulk, shelf.bulk_s = bulk.find(wanted), bulk.as_of_s
        if not self.refresh:
            for one in shelf.bulk:
                self._use(shelf, one, is_current=True)

    def _ask_arxiv(self, news: Sequence[Identifier], shelf: Shelf) -> None:
        """Ask arXiv about what is not held, or held for too long."""
        held, offline, now_s = shelf.held(), self.asking.is_offline, self.asking.now_s
        todo = plan(news, held, refresh=self.refresh, offline=offline, now_s=now_s)
        for one in todo.cached:
            self._use(shelf, one, is_current=is_fresh(held[one], now_s))
        # An entry of the cache that cannot be read is a miss.
        ask = [*self._open(todo.cached), *todo.ask]
        wanted = harvest(ask, held, now_s=now_s)
        listed = self.asking.harvest(wanted) if wanted else None
        if wanted and listed is not None:
            spared = set(wanted.identifiers) - changed(wanted, listed, held)
            for one in spared:
                self._use(shelf, one, is_current=True)
            self.asking.cache.confirm(ARXIV, spared & shelf.kept.keys(), now_s=now_s)
        for answer in self.asking.ask(shelf.source, self._open(ask)):
            self._take(answer)
            if not isinstance(answer, Found | Failed):
                self._use(shelf, answer.identifier, is_current=False)

    def _stand_in(self, name: str, lacking: Sequence[Identifier]) -> None:
        """Ask somebody else about papers of which nothing at all is known."""
        source = self.asking.source(name) if lacking else None
        if source is None or self.asking.is_interrupted or name in self.asking.trouble:
            return
        if name == SNAPSHOT:
            for answer in self.asking.look_up(source, lacking):
                if isinstance(answer, Found):
                    self._use_snapshot(answer)
            return
        shelf = self.asking.shelf(source, lacking)
        offline, now_s = self.asking.is_offline, self.asking.now_s
        held = shelf.held()
        todo = plan(lacking, held, refresh=False, offline=offline, now_s=now_s)
        is_settled = name in _AUTHORITIES
        for one in todo.cached:
            if is_settled or held[one].is_found:
                self._use(shelf, one, is_current=True)
        for answer in self.asking.ask(source, todo.ask[: _MOST_BY_STAND_IN[name]]):
            if is_settled or isinstance(answer, Found):
                self._take(answer)

    def _use_snapshot(self, answer: Found) -> None:
        """Enter what an older copy of arXiv's data says; for a refresh that is not enough."""
        state = State.STALE if self.refresh else _state(answer)
        reason = self.reasons.get(answer.identifier, "")
        self.entries[answer.identifier] = Entry(state, SNAPSHOT, is_kept=True, reason=reason)
        self.answers.append(answer)

    def _take(self, answer: Answer) -> None:
        """Enter an answer that was just given."""
        if isinstance(answer, Failed):
            self.reasons.setdefault(answer.identifier, answer.reason)
            return
        reason = visible(answer.reason) if isinstance(answer, Invalid) else ""
        self.entries[answer.identifier] = Entry(_state(answer), answer.source, reason=reason)
        self.answers.append(answer)

    def _use(self, shelf: Shelf, identifier: Identifier, *, is_current: bool) -> None:
        """Enter an answer that is held; an older refusal says nothing about now.

        Nor does an older entry take the place of what the lock has: that may come
        from another computer, and be newer.
        """
        answer = shelf.answer(identifier)
        if answer is None or not (is_current or isinstance(answer, Found)):
            return
        if is_current or identifier not in self.recorded:
            self.answers.append(answer)
        if identifier not in self.entries:  # else it is refused now, and keeps its older facts
            state = _state(answer) if is_current else State.STALE
            age_s = max(0.0, self.asking.now_s - shelf.answered_s(identifier))
            reason = "" if is_current else self.reasons.get(identifier, "")
            self.entries[identifier] = Entry(
                state, answer.source, is_kept=True, age_s=age_s, reason=reason
            )


def _state(answer: Found | Missing | Invalid) -> State:
    match answer:
        case Found():
            return State.WITHDRAWN if answer.record.is_withdrawn else State.FOUND
        case Missing():
            return State.MISSING
        case Invalid():
            return State.INVALID
