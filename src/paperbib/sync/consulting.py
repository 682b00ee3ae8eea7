"""What is known of DOIs: from the lock, the cache, Crossref, and two who help.

Two kinds of DOIs are asked about: those that the notes mention, and those that sources
name as the publications of papers, to know where these appeared. Nothing is asked that is
known, and no failure costs what is known.

Crossref does not register all DOIs: of one that notes mention and that it does not know,
DataCite is asked. And not all authors tell arXiv where their papers appeared: who has a key
for Semantic Scholar is told by that, as far as Crossref bears it out.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from paperbib import merge
from paperbib.identifiers import doi
from paperbib.identifiers.identifier import Identifier
from paperbib.matching import agree, of_record
from paperbib.model import Answer, Found, Library, Missing, Record
from paperbib.plan import is_fresh, unknown
from paperbib.sources import Source
from paperbib.sync.asking import ARXIV, Asking
from paperbib.sync.ledger import Entry, State
from paperbib.sync.search import Search
from paperbib.sync.shelf import Shelf

CROSSREF, DATACITE = "crossref", "datacite"
DATACITE_DOIS, SCHOLAR = "datacite-dois", "semantic-scholar"

_SCHOLAR_MAX_AGE_S = 30 * 86_400.0
"""For how long a paper is believed to have no other DOI than Semantic Scholar told."""


class Consulted(NamedTuple):
    """What came of asking about DOIs.

    Attributes:
        answers: For the merge.
        entries: Lines of the ledger, for the DOIs that notes mention.
        open: DOIs that only sources name, and that were to be answered and were not.
    """

    answers: list[Answer]
    entries: dict[Identifier, Entry]
    open: tuple[Identifier, ...]


def consult(
    mentioned: Collection[Identifier],
    named: Collection[Identifier],
    library: Library,
    asking: Asking,
    *,
    refresh: bool,
) -> Consulted:
    """Find facts about DOIs.

    Args:
        mentioned: Those that the notes mention.
        named: Those that sources name. Offline, and while arXiv itself is silent, they are
            left for the next run; of those that nobody registered, a refresh asks once a week,
            as a frugal run does of all.
        library: The lock.
        asking: The cache and the network.
        refresh: Ask about everything again.
    """
    wanted = sorted({*mentioned, *named})
    new = unknown(wanted, library, sources=(CROSSREF, DATACITE_DOIS))
    news = wanted if refresh else new
    shelf = _shelf(news, library, asking)
    if shelf is None:
        return Consulted([], {}, ())
    search = Search(asking, set(wanted) - set(new), refresh=refresh)
    only_named, known = set(news) - set(mentioned), set(news) - set(new)
    later = _left_for_later(only_named, known, shelf, asking, refresh=refresh)
    if refresh and asking.is_frugal:
        later |= _refused_lately(news, shelf, asking)
    for one in later & shelf.kept.keys():
        search.use(shelf, one, is_current=is_fresh(shelf.held()[one], asking.now_s))
    search.settle(later & set(mentioned))
    asked = [one for one in news if one not in later]
    search.ask(asked, shelf)
    for one in search.open(asked):
        search.use(shelf, one, is_current=False)
    search.settle(asked)
    missing = (one for one, entry in search.entries.items() if entry.state is State.MISSING)
    _ask_elsewhere([one for one in missing if one in mentioned], search)
    entries = {one: search.entries.get(one, Entry(State.KNOWN)) for one in sorted(mentioned)}
    states = (State.STALE, State.DEFERRED) if refresh else (State.DEFERRED,)
    rest = (one for one in asked if one not in entries and search.entries[one].state in states)
    return Consulted(search.answers, entries, tuple(rest))


def _shelf(news: Sequence[Identifier], library: Library, asking: Asking) -> Shelf | None:
    """What the cache holds of Crossref, who is told what it is known to have; None without it."""
    bare = asking.crossref(())
    if bare is None:
        return None
    shelf = asking.shelf(bare, news)
    references = library.references.values() if news else ()
    records = [one for each in references for one in (*each.records, *each.refused)]
    known = {one.identifier for one in records if one.source == CROSSREF and _is_no_alias(one)}
    for one in shelf.kept.keys() - known:
        answer = shelf.answer(one)
        if isinstance(answer, Found) and _is_no_alias(answer.record):
            known.add(one)
    return replace(shelf, source=asking.crossref(known, shelf.missing() - known) or bare)


def _is_no_alias(record: Record) -> bool:
    """Whether a record is of the very DOI that was asked; lists leave aliases out."""
    cited = doi.parse(record.doi) if record.doi else None
    return cited is not None and cited.identifier == record.identifier


def _refused_lately(
    identifiers: Iterable[Identifier], shelf: Shelf, asking: Asking
) -> set[Identifier]:
    """Which DOIs a source said it does not know, so lately that this is believed."""
    held = shelf.held()
    refused = {one for one in identifiers if one in held and not held[one].is_found}
    return {one for one in refused if is_fresh(held[one], asking.now_s)}


def _refused_before(
    identifiers: Sequence[Identifier], shelf: Shelf, asking: Asking
) -> set[Identifier]:
    """Which DOIs DataCite said it does not know, but for one that is to be asked about again.

    Each is a question of its own, and there is a run every day.
    """
    held = shelf.held()
    refused = {one for one in identifiers if one in held and not held[one].is_found}
    old = refused - _refused_lately(identifiers, shelf, asking)
    return refused - set(sorted(old, key=lambda one: (held[one].checked_s, one))[:1])


def _left_for_later(
    named: set[Identifier],
    known: set[Identifier],
    shelf: Shelf,
    asking: Asking,
    *,
    refresh: bool,
) -> set[Identifier]:
    """Which DOIs are not asked about in this run.

    A refresh spares Crossref while arXiv is silent, which is to be asked again anyway, and
    does not ask every day for what publishers take weeks to register: each such DOI is a
    request of its own.

    Args:
        named: Those that only sources name.
        known: Those that the lock has facts about.
        shelf: What is held.
        asking: The cache and the network.
        refresh: Ask about everything again.
    """
    is_silent = ARXIV in asking.trouble
    if asking.is_offline or (is_silent and not refresh):
        return {one for one in named if one not in shelf.kept}
    if is_silent:
        return named | known
    if not refresh:
        return set()
    return _refused_lately(named, shelf, asking)


def _ask_elsewhere(missing: Sequence[Identifier], search: Search) -> None:
    """Ask DataCite about DOIs that Crossref does not know; they are missing if it does neither."""
    asking = search.asking
    source = asking.source(DATACITE_DOIS) if missing else None
    if source is None:
        return
    shelf = asking.shelf(source, missing)
    second = Search(asking, search.recorded, refresh=search.refresh)
    if asking.is_offline:
        for one in shelf.kept:
            second.use(shelf, one, is_current=True)
    else:
        if search.refresh and asking.is_frugal:
            for one in _refused_before(missing, shelf, asking):
                second.use(shelf, one, is_current=True)
        second.ask(second.open(missing), shelf)
        for one in second.open(missing):
            second.use(shelf, one, is_current=False)
        second.settle(missing)
    if reason := asking.trouble.pop(DATACITE_DOIS, ""):
        asking.trouble.setdefault(DATACITE, reason)  # the same service
    settled = {one: entry for one, entry in second.entries.items() if entry.state != State.MISSING}
    search.entries |= settled
    search.answers = [
        *(one for one in search.answers if not _is_refusal(one) or one.identifier not in settled),
        *(one for one in second.answers if not _is_refusal(one)),
    ]


def _is_refusal(answer: Answer) -> bool:
    return isinstance(answer, Missing)


@dataclass
class Scholar:
    """What Semantic Scholar says of papers that nobody else names a publication of.

    Attributes:
        asking: The cache and the network.
        library: The lock.
        records: All that sources and a person say so far, what is found here included.
        found: What it said, of papers that it names a DOI for.
    """

    asking: Asking
    library: Library
    records: Callable[[], Sequence[Record]]
    found: list[Found] = field(default_factory=list, init=False)
    _tried: set[Identifier] = field(default_factory=set, init=False)

    def ask(self, papers: Iterable[Identifier], *, refresh: bool) -> None:
        """Ask about papers whose records name no DOI, each once.

        Not while arXiv is silent, which may name one, or offline. That it is silent itself
        is told as trouble, and costs nothing.

        Args:
            papers: Those on arXiv that the notes mention.
            refresh: Ask again what is known.
        """
        source = self.asking.source(SCHOLAR)
        new = set(papers) - self._tried
        if source is None or not new:
            return
        self._tried |= new
        told = [one for one in self.records() if one.identifier in new and one.source != SCHOLAR]
        named = {one.identifier for one in told if merge.named_dois([one])}
        lacking = {one.identifier for one in told} - named
        unheard = unknown(lacking, self.library, sources=(SCHOLAR,))
        answers = self._answers(source, sorted(lacking) if refresh else unheard, refresh=refresh)
        self.found += [
            one
            for one in answers
            if isinstance(one, Found) and (one.record.doi or one.identifier not in unheard)
        ]

    def _answers(
        self, source: Source, papers: Sequence[Identifier], *, refresh: bool
    ) -> list[Answer]:
        """What the cache holds, and what is said now; a refusal counts as long as an entry."""
        asking = self.asking
        shelf = asking.shelf(source, papers)
        believed = [
            one
            for one, kept in shelf.kept.items()
            if asking.is_offline
            or (not refresh and 0 <= asking.now_s - kept.checked_s < _SCHOLAR_MAX_AGE_S)
        ]
        answers: list[Answer] = [one for one in map(shelf.answer, believed) if one]
        if asking.is_offline or {ARXIV, SCHOLAR} & asking.trouble.keys():
            return answers
        held = {one.identifier for one in answers}
        return answers + asking.ask(source, [one for one in papers if one not in held])

    def borne_out(self) -> list[Answer]:
        """What it said, without DOIs that Crossref does not know, or of another paper."""
        described: dict[Identifier, list[Record]] = {one.identifier: [] for one in self.found}
        if not described:
            return []
        articles: dict[Identifier, Record] = {}
        for one in self.records():
            if one.identifier in described:
                described[one.identifier].append(one)
            elif one.source == CROSSREF:
                articles[one.identifier] = one
        return [
            one
            for one in self.found
            if _is_borne_out(one.record, described[one.identifier], articles)
        ]


def _is_borne_out(
    record: Record, paper: Iterable[Record], articles: Mapping[Identifier, Record]
) -> bool:
    """Whether title and first author of a DOI at Crossref are those that all say of a paper."""
    if record.doi is None:
        return True
    cited = doi.parse(record.doi)
    article = articles.get(cited.identifier) if cited else None
    if article is None or not article.title or not article.authors:
        return False
    return all(agree(of_record(one), of_record(article)) for one in paper)
