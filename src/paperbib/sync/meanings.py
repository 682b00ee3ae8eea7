"""What titles without a link mean: asked of the library, an index, and arXiv's search.

In this order. What was decided once, be it that nobody knows the title, is not asked again;
a refresh asks again about what nobody knew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from paperbib.errors import PaperbibError
from paperbib.identifiers.page_ids import page_id
from paperbib.matching import normalise
from paperbib.model import Candidate, Record, Reference, TitleDecision, Unlinked, folded
from paperbib.resolving import Kind, Resolution, Titles, judge, kind_of, queries
from paperbib.sync.asking import ARXIV, Asking
from paperbib.sync.bulk import open_bulk
from paperbib.sync.searching import Searching
from paperbib.sync.titles import LIBRARY, PERSON, SNAPSHOT, Title


@dataclass
class _Wanted:
    """A title that the library does not have.

    Attributes:
        item: Where it stands first.
        candidates: What in the library is like it.
        records: The papers that were found for it.
    """

    item: Unlinked
    candidates: tuple[Candidate, ...]
    records: list[Record] = field(default_factory=list)


@dataclass
class Resolving:
    """Finding out what titles mean.

    Attributes:
        asking: The cache and the network.
        decisions: What was decided before.
        refresh: Whether what nobody knew is asked again.
    """

    asking: Asking
    decisions: Mapping[str, TitleDecision]
    refresh: bool

    def resolve(
        self, items: Sequence[Unlinked], references: Sequence[Reference]
    ) -> Iterator[Title]:
        """Find out about each item that names a paper; topics are left alone.

        Args:
            items: In the order of the notes.
            references: What the library has, decided titles included.
        """
        kinds = [(item, kind) for item in items if (kind := kind_of(item)) is not Kind.TOPIC]
        titles: dict[str, Title] = {}
        wanted: dict[str, _Wanted] = {}
        open_ = []
        for item, kind in kinds:
            known = self.decisions.get(folded(item.text))
            if known and (known.identifier or known.by == PERSON):
                titles[folded(item.text)] = Title(item, known)
            else:
                open_.append((item, kind))
        if open_:
            self._look_up(open_, references, titles, wanted)
        if wanted:
            titles |= self._in_index(wanted)
            titles |= self._searched(wanted, references)
        for item, kind in kinds:
            title = titles[folded(item.text)]._replace(item=item)
            if title.is_resolved or is_told(title, kind):
                yield title

    def _look_up(
        self,
        items: Iterable[tuple[Unlinked, Kind]],
        references: Iterable[Reference],
        titles: dict[str, Title],
        wanted: dict[str, _Wanted],
    ) -> None:
        """Look titles up in the library; those to be asked elsewhere are wanted."""
        library = Titles([one for one in references if _is_paper(one) and _is_linked(one)])
        for item, kind in items:
            text = folded(item.text)
            if text in titles or text in wanted:
                continue
            known, own = self.decisions.get(text), library.resolve(item)
            if own.identifier:
                titles[text] = Title(item, _decision(item, own, LIBRARY))
            elif kind is not Kind.TITLE:
                titles[text] = Title(item, _decision(item, own, ""))
            elif known and not self.refresh:
                titles[text] = Title(item, known)
            else:
                wanted[text] = _Wanted(item, own.candidates)

    def _in_index(self, wanted: dict[str, _Wanted]) -> Iterator[tuple[str, Title]]:
        """What the index says; what it does not know stays wanted."""
        bulk, _ = open_bulk(self.asking.config)  # its problems are told where papers are looked up
        if bulk is None:
            return
        for text, one in list(wanted.items()):
            try:
                one.records = bulk.alike(one.item.titles)
            except PaperbibError:
                return  # a damaged index is told where papers are looked up in it
            result = judge(one.item, one.records)
            if result.identifier:
                del wanted[text]
                yield text, Title(one.item, _decision(one.item, result, SNAPSHOT))

    def _searched(
        self, wanted: Mapping[str, _Wanted], references: Iterable[Reference]
    ) -> Iterator[tuple[str, Title]]:
        """What arXiv's search says: the first query of all titles first."""
        searching = Searching(self.asking, _known_titles(references), refresh=self.refresh)
        plans = {text: list(queries(one.item)) for text, one in wanted.items()}
        open_ = {text: wanted[text] for text in searching.oldest_first(plans)}
        due: dict[str, _Wanted] = {}
        for turn in range(max(map(len, plans.values()), default=0)):
            asked = {text: plans[text][turn] for text in open_ if turn < len(plans[text])}
            for text, found in searching.find(asked).items():
                one = open_[text]
                if found is None:
                    due[text] = open_.pop(text)
                    continue
                one.records += found
                result = judge(one.item, one.records)
                if result.identifier:
                    del open_[text]
                    yield text, Title(one.item, _decision(one.item, result, ARXIV))
        if open_ and not searching.proves():
            due, open_ = due | open_, {}
        for text, one in open_.items():
            near = judge(one.item, one.records).candidates or one.candidates
            yield text, Title(one.item, _decision(one.item, Resolution(None, "", near), ARXIV))
        for text, one in due.items():
            known = self.decisions.get(text)
            # What is known to be unknown is asked again another time.
            is_due = known is None and not self.asking.is_offline
            yield text, Title(one.item, known, is_due=is_due)


def _known_titles(references: Iterable[Reference]) -> list[str]:
    """Two titles of papers that arXiv has, for it to prove that it searches."""
    found: dict[str, str] = {}
    for reference in references:
        for record in reference.records:
            if record.source == ARXIV and record.title:
                found.setdefault(normalise(record.title), record.title)
        if len(found) > 1:
            break
    return list(found.values())[:2]


def _is_paper(reference: Reference) -> bool:
    """Whether it is a paper: by its identifier, or by where its page is."""
    return reference.is_paper or any(page_id(one) for one in reference.identifiers)


def _is_linked(reference: Reference) -> bool:
    """Whether any note mentions it by an identifier.

    What a title was found to mean is no evidence for the next title: else a second run would
    know more than the first.
    """
    return any(one.form != "title" for one in reference.mentions)


def _decision(item: Unlinked, resolution: Resolution, by: str) -> TitleDecision:
    found = resolution.identifier is not None
    return TitleDecision(
        text=item.text,
        identifier=resolution.identifier,
        by=by,
        how=resolution.how if found else "",
        candidates=() if found else resolution.candidates,
    )


def is_told(title: Title, kind: Kind) -> bool:
    """Whether people hear of one that is not resolved: not of bare names, nor of their own word."""
    if title.decision and title.decision.by == PERSON:
        return False
    return kind is Kind.TITLE or (kind is Kind.NICKNAME and title.item.year is not None)
