"""Titles without a link: what was decided about them, and what the open ones mean.

Asked in this order: the library, the index of arXiv's bulk file, arXiv's title search.
What was decided once, be it that nobody knows the title, is not asked again; a refresh
asks again about what nobody knew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from paperbib.errors import PaperbibError
from paperbib.identifiers.page_ids import page_id
from paperbib.model import (
    Candidate,
    Decisions,
    Mention,
    Problem,
    Record,
    Reference,
    TitleDecision,
    Unlinked,
    folded,
)
from paperbib.resolving import Kind, Resolution, Titles, judge, kind_of, queries
from paperbib.sync.asking import ARXIV, TITLE_SEARCH, Asking
from paperbib.sync.bulk import Bulk

LIBRARY, PERSON, SNAPSHOT = "library", "person", "snapshot"
MOST_SEARCHES = 50
"""Titles searched for in one run, at up to three requests each: the next run goes on."""
_UNKNOWN_HINT = "Add its link, or say what it is: paperbib decide title TEXT ID|none"


class Title(NamedTuple):
    """What became of a title without a link.

    Attributes:
        item: Where it stands.
        decision: What it means, or that nobody knows it; None where it is open.
        is_due: Whether it was to be searched for and was not: the next run does.
    """

    item: Unlinked
    decision: TitleDecision | None
    is_due: bool = False

    @property
    def is_resolved(self) -> bool:
        """Whether it is known what it means."""
        return self.decision is not None and self.decision.identifier is not None

    def as_json(self) -> dict[str, Any]:
        """The outcome as plain data."""
        decision = self.decision or TitleDecision(text=self.item.text)
        return {
            "text": self.item.text,
            "file": self.item.file,
            "line": self.item.line,
            "column": self.item.column,
            "identifier": str(decision.identifier) if decision.identifier else None,
            "by": decision.by,
            "how": decision.how,
            "due": self.is_due,
            "candidates": [one.model_dump(mode="json") for one in decision.candidates],
        }

    def problem(self) -> Problem:
        """What to tell of one that is not resolved."""
        what = f"nobody asked knows the paper {self.item.text!r}"
        if self.decision is None:
            what = f"the paper {self.item.text!r} is not in the library, and was not searched for"
        candidates = self.decision.candidates if self.decision else ()
        hint = _UNKNOWN_HINT
        if candidates:
            near = "; ".join(f"{one.title} ({one.identifier})" for one in candidates)
            hint = f"The nearest: {near}. {hint}"
        item = self.item
        return Problem(
            kind="unresolved",
            what=what,
            hint=hint,
            file=item.file,
            line=item.line,
            column=item.column,
        )


def decided(items: Iterable[Unlinked], decisions: Decisions) -> list[Mention]:
    """The mentions that titles are whose meaning was decided before."""
    known = decisions.titles
    pairs = ((item, known.get(folded(item.text))) for item in items)
    return [item.meaning(one.identifier) for item, one in pairs if one and one.identifier]


def woven(mentions: Sequence[Mention], titles: Sequence[Mention]) -> list[Mention]:
    """Mentions of identifiers and of titles, in the order of the notes."""
    if not titles:
        return list(mentions)
    rank = {file: place for place, file in enumerate(dict.fromkeys(one.file for one in mentions))}
    for one in titles:
        rank.setdefault(one.file, len(rank))
    both = [*mentions, *titles]
    return sorted(both, key=lambda one: (rank[one.file], one.line, one.column))


@dataclass
class Resolving:
    """Finding out what titles mean.

    Attributes:
        asking: The cache and the network.
        bulk: The index of arXiv's bulk file, if there is one.
        decisions: What was decided before.
        refresh: Whether what nobody knew is asked again.
        searches: How many titles were searched for.
    """

    asking: Asking
    bulk: Bulk | None
    decisions: Mapping[str, TitleDecision]
    refresh: bool
    searches: int = field(default=0, init=False)
    _known_title: str = field(default="", init=False)
    _is_well: bool = field(default=False, init=False)

    def resolve(
        self, items: Sequence[Unlinked], references: Sequence[Reference]
    ) -> Iterator[Title]:
        """Find out about each item that names a paper; topics are left alone.

        Args:
            items: In the order of the notes.
            references: What the library has, decided titles included.
        """
        kinds = [(item, kind) for item in items if (kind := kind_of(item)) is not Kind.TOPIC]
        open_ = [one for one in kinds if not self._is_settled(one[0])]
        papers = [one for one in references if _is_paper(one)] if open_ else []
        titles = Titles(papers) if open_ else None
        on_arxiv = (record for one in references for record in one.records if record.version)
        self._known_title = next((one.title for one in on_arxiv if one.title), "")
        found: dict[str, Title] = {}
        for item, kind in kinds:
            text = folded(item.text)
            if text not in found:
                known = self.decisions.get(text)
                is_settled = titles is None or self._is_settled(item)
                found[text] = Title(item, known) if is_settled else self._title(item, kind, titles)
            title = found[text]._replace(item=item)
            if title.is_resolved or _is_told(title, kind):
                yield title

    def _is_settled(self, item: Unlinked) -> bool:
        known = self.decisions.get(folded(item.text))
        return known is not None and (known.identifier is not None or known.by == PERSON)

    def _title(self, item: Unlinked, kind: Kind, titles: Titles | None) -> Title:
        own = titles.resolve(item) if titles else Resolution(None)
        if own.identifier:
            return Title(item, _decision(item, own, LIBRARY))
        if kind is not Kind.TITLE:
            return Title(item, _decision(item, own, ""))
        known = self.decisions.get(folded(item.text))
        if known and not self.refresh:
            return Title(item, known)
        records = self._indexed(item)
        indexed = judge(item, records)
        if indexed.identifier:
            return Title(item, _decision(item, indexed, SNAPSHOT))
        return self._searched(item, records, own.candidates) or Title(
            item, known, is_due=not self.asking.is_offline
        )

    def _indexed(self, item: Unlinked) -> list[Record]:
        """The papers of the bulk file with a title like the item's."""
        try:
            return self.bulk.alike(item.titles) if self.bulk else []
        except PaperbibError:
            return []  # a damaged index is told where papers are looked up in it

    def _searched(
        self, item: Unlinked, records: list[Record], others: Sequence[Candidate]
    ) -> Title | None:
        """Search at arXiv; None where it did not answer, or not to every question."""
        is_silent = {ARXIV, TITLE_SEARCH} & self.asking.trouble.keys()
        if is_silent or self.asking.is_offline or self.searches >= MOST_SEARCHES:
            return None
        self.searches += 1
        is_empty = True
        for query in queries(item):
            answers = self.asking.find_titles(query.phrase, query.words, query.people)
            if answers is None:
                return None
            is_empty = is_empty and not answers
            records += [one.record for one in answers]
            result = judge(item, records)
            if result.identifier:
                return Title(item, _decision(item, result, ARXIV))
        # Empty pages prove nothing, until arXiv finds something that it has.
        self._is_well = self._is_well or not is_empty or self.asking.finds(self._known_title)
        if not self._is_well:
            return None
        result = judge(item, records)
        near = result.candidates or tuple(others)
        return Title(item, _decision(item, Resolution(None, "", near), ARXIV))


def decisions_of(titles: Iterable[Title], before: Decisions) -> Decisions:
    """What is remembered: what was decided before, and what is new.

    That the library does not know a name is no decision: the library grows.
    """
    known = dict(before.titles)
    for one in titles:
        if one.decision and one.decision.by:
            known[folded(one.item.text)] = one.decision
    return before.model_copy(update={"titles": dict(sorted(known.items()))})


def _is_paper(reference: Reference) -> bool:
    """Whether it is a paper: by its identifier, or by where its page is."""
    return reference.is_paper or any(page_id(one) for one in reference.identifiers)


def _decision(item: Unlinked, resolution: Resolution, by: str) -> TitleDecision:
    found = resolution.identifier is not None
    return TitleDecision(
        text=item.text,
        identifier=resolution.identifier,
        by=by,
        how=resolution.how if found else "",
        candidates=() if found else resolution.candidates,
    )


def _is_told(title: Title, kind: Kind) -> bool:
    """Whether people hear of one that is not resolved: not of bare names, nor of their own word."""
    if title.decision and title.decision.by == PERSON:
        return False
    return kind is Kind.TITLE or (kind is Kind.NICKNAME and title.item.year is not None)
