"""Facts for identifiers: from the lock, the cache, arXiv, and those who stand in for it.

Nothing is asked that is known, and no failure costs what is known. Every
identifier ends in exactly one state of the ledger.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from paperbib.identifiers.identifier import Identifier
from paperbib.model import Answer, Found, Library, Problem
from paperbib.plan import changed, harvest, plan, unknown
from paperbib.sync.asking import ARXIV, Asking
from paperbib.sync.bulk import Bulk, open_bulk
from paperbib.sync.ledger import Entry, Ledger, State
from paperbib.sync.search import Search, state_of
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
    records = [one for ref in library.references.values() for one in ref.records] if news else []
    versions = {one.identifier: one.version or 0 for one in records if one.source == ARXIV}
    recorded = {one.identifier for one in records}
    search = Search(asking, recorded, refresh=refresh, versions=versions)
    if news:
        control = next((one.identifier for one in records if one.source == ARXIV), None)
        _Papers(library, search, control).find(news, bulk)
    ledger = Ledger(
        {one: search.entries.get(one, Entry(State.KNOWN)) for one in papers},
        asking.requests,
        asking.trouble,
        is_interrupted=asking.is_interrupted,
    )
    problems += bulk.problems if bulk else []
    return Enriched(search.answers, ledger, problems)


@dataclass
class _Papers:
    """Who is asked about papers on arXiv, one after the other.

    Attributes:
        library: The lock.
        search: What became of them so far.
        control: A paper that arXiv is known to have.
    """

    library: Library
    search: Search
    control: Identifier | None

    def find(self, news: Sequence[Identifier], bulk: Bulk | None) -> None:
        """Answer each identifier: from what is held, by arXiv, by those who stand in."""
        search, asking = self.search, self.search.asking
        shelf = asking.shelf(asking.arxiv(self.control), news)
        shelf.source = asking.arxiv(self.control, shelf.missing())
        if bulk:
            self._use_bulk(news, shelf, bulk)
        search.ask(search.open(news), shelf, self._unchanged)
        for one in search.open(news):
            search.use(shelf, one, is_current=False)
        for name in STAND_INS:
            lacking = [one for one in search.open(news) if one not in search.recorded]
            self._stand_in(name, lacking)
        search.settle(news)

    def _use_bulk(self, news: Sequence[Identifier], shelf: Shelf, bulk: Bulk) -> None:
        """Take from the bulk file what the cache does not hold.

        A refresh only takes note of it: what changed since is asked for. Not for
        papers that the lock has from arXiv itself: that may be older than the file.
        """
        from_arxiv = set(news) - set(unknown(news, self.library, sources=(ARXIV,)))
        held = {one for one, kept in shelf.kept.items() if kept.kind == "found"}
        wanted = [one for one in news if one not in held and one not in from_arxiv]
        shelf.bulk, shelf.bulk_s = bulk.find(wanted), bulk.as_of_s
        if not self.search.refresh:
            for one in shelf.bulk:
                self.search.use(shelf, one, is_current=True)

    def _unchanged(self, ask: Sequence[Identifier], shelf: Shelf) -> Iterable[Identifier]:
        """Which papers did not change, says the list of changes, where that spares requests."""
        asking, held = self.search.asking, shelf.held()
        wanted = harvest(ask, held, now_s=asking.now_s)
        listed = asking.harvest(wanted) if wanted else None
        if wanted is None or listed is None:
            return ()
        spared = set(wanted.identifiers) - changed(wanted, listed, held)
        asking.cache.confirm(ARXIV, spared & shelf.kept.keys(), now_s=asking.now_s)
        return spared

    def _stand_in(self, name: str, lacking: Sequence[Identifier]) -> None:
        """Ask somebody else about papers of which nothing at all is known."""
        search, asking = self.search, self.search.asking
        source = asking.source(name) if lacking else None
        if source is None or asking.is_interrupted or name in asking.trouble:
            return
        if name == SNAPSHOT:
            for answer in asking.look_up(source, lacking):
                if isinstance(answer, Found):
                    self._use_snapshot(answer)
            return
        shelf = asking.shelf(source, lacking)
        offline, now_s = asking.is_offline, asking.now_s
        held = shelf.held()
        todo = plan(lacking, held, refresh=False, offline=offline, now_s=now_s)
        is_settled = name in _AUTHORITIES
        for one in todo.cached:
            if is_settled or held[one].is_found:
                search.use(shelf, one, is_current=True)
        for answer in asking.ask(source, todo.ask[: _MOST_BY_STAND_IN[name]]):
            if is_settled or isinstance(answer, Found):
                search.take(answer)

    def _use_snapshot(self, answer: Found) -> None:
        """Enter what an older copy of arXiv's data says; for a refresh that is not enough."""
        search = self.search
        state = State.STALE if search.refresh else state_of(answer)
        reason = search.reasons.get(answer.identifier, "")
        search.entries[answer.identifier] = Entry(state, SNAPSHOT, is_kept=True, reason=reason)
        search.answers.append(answer)
