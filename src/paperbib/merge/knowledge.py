"""What is known of each identifier: where notes mention it, what sources and a person say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from paperbib.identifiers.identifier import Identifier
from paperbib.matching import Work, of_reference
from paperbib.merge.naming import named_dois
from paperbib.model import (
    Answer,
    Found,
    Library,
    Mention,
    Record,
    Reference,
    first_mentions,
)

PREPRINT = "article"
"""The kind of a record that is of a preprint. Source: CSL 1.0.2, ``article``."""
PUBLISHED = frozenset({"article-journal", "paper-conference", "chapter"})
"""The kinds of records that are of a published paper."""
_RANK_BY_SCHEME = {"arxiv": 0, "doi": 1, "url": 2}


@dataclass(frozen=True)
class Knowledge:
    """All that the components are made of.

    Attributes:
        first: The first mention of each identifier, in the order of the notes.
        records: By identifier and source.
        said: What a person says, by identifier.
        previous: The library as it was, with the decisions.
        precedence: Places of sources, the most trusted first.
        replaced: Records of the library in whose place sources say something else now.
    """

    first: Mapping[Identifier, Mention]
    records: Mapping[Identifier, Mapping[str, Record]]
    said: Mapping[Identifier, Record]
    previous: Library
    precedence: Mapping[str, int]
    replaced: Sequence[Record] = ()
    _works: dict[Identifier, Work | None] = field(default_factory=dict)

    @cached_property
    def held(self) -> Mapping[Identifier, Reference]:
        """The reference of the library as it was that an identifier was part of."""
        return {
            one: reference
            for reference in self.previous.references.values()
            for one in reference.identifiers
        }

    def without(self, identifiers: Iterable[Identifier]) -> Knowledge:
        """The same, but for the records of some identifiers."""
        gone = set(identifiers)
        kept = {one: by_source for one, by_source in self.records.items() if one not in gone}
        return replace(self, records=kept, _works={})

    def having(self, records: Iterable[Record]) -> Knowledge:
        """The same with some records in the place of what their sources say now."""
        known = dict(self.records)
        for one in records:
            known[one.identifier] = {**known[one.identifier], one.source: one}
        return replace(self, records=known, replaced=(), _works={})

    def is_live(self, identifier: Identifier) -> bool:
        """Whether a note mentions it, or a source has told about it."""
        return identifier in self.first or bool(self.records.get(identifier))

    def is_new(self, answers: Iterable[Answer]) -> bool:
        """Whether anything is mentioned or said that was not in the library before."""
        return any(one not in self.held for one in self.first) or any(
            self._is_news(one) for one in answers if isinstance(one, Found)
        )

    def _is_news(self, answer: Found) -> bool:
        held = self.held.get(answer.identifier)
        return held is None or answer.record not in held.records

    def ranked(self, identifiers: Sequence[Identifier]) -> tuple[Record, ...]:
        """The records of identifiers: by source, then in the order of the identifiers.

        Those of unknown sources come last.
        """
        found = [
            record for one in identifiers for record in self.records.get(one, _NOTHING).values()
        ]
        if len(found) > 1:
            place, last = self.precedence, len(self.precedence)
            order = {one: number for number, one in enumerate(identifiers)}
            found.sort(
                key=lambda one: (place.get(one.source, last), one.source, order[one.identifier])
            )
        return tuple(found)

    def work(self, identifier: Identifier) -> Work | None:
        """What the sources say of one identifier; None without a title and without authors.

        Whoever gives other authors and no title speaks of another paper all the same.
        """
        if not self.records.get(identifier):
            return None
        if identifier not in self._works:
            work = self.work_of([identifier])
            self._works[identifier] = work if work.title or work.authors else None
        return self._works[identifier]

    def work_of(self, identifiers: Sequence[Identifier]) -> Work:
        """What the sources say of some identifiers together."""
        records = self.ranked(identifiers)
        return of_reference(
            Reference.model_construct(
                identifiers=tuple(identifiers), records=records, mentions=(), ties=()
            )
        )

    def is_preprint(self, identifier: Identifier) -> bool:
        """Whether it is of arXiv, or a source says that it is a preprint."""
        kinds = {one.kind for one in self.records.get(identifier, _NOTHING).values()}
        return identifier.scheme == "arxiv" or PREPRINT in kinds

    def is_published(self, identifier: Identifier) -> bool:
        """Whether a source says that it is in a journal or in proceedings."""
        kinds = {one.kind for one in self.records.get(identifier, _NOTHING).values()}
        return identifier.scheme == "doi" and bool(kinds & PUBLISHED)

    def rank(self, identifier: Identifier) -> tuple[int, bool, tuple[str, str]]:
        """The order in which the identifiers of a reference stand for it."""
        scheme = identifier.scheme
        is_preprint = scheme == "doi" and self.is_preprint(identifier)
        return _RANK_BY_SCHEME[scheme], is_preprint, identifier.sort_key

    def spelling(self, identifier: Identifier) -> Identifier:
        """The spelling to print of what does not stand first: the source's, else the note's."""
        records = self.records.get(identifier)
        if records:
            return min((one.identifier for one in records.values()), key=lambda one: one.value)
        mention = self.first.get(identifier)
        return mention.identifier if mention and identifier.scheme == "url" else identifier


_NOTHING: Mapping[str, Record] = {}


def gather(  # noqa: PLR0913, PLR0917 - all that is known, and whom to believe
    mentions: Iterable[Mention],
    answers: Iterable[Answer],
    previous: Library,
    said: Iterable[Record],
    precedence: Sequence[str],
    stand_ins: Mapping[str, str],
) -> Knowledge:
    """Gather what is known; see `paperbib.merge.merge`.

    Of the library as it was counts what belongs to a reference that is still mentioned, and
    what was said of DOIs that live records name.
    """
    first = first_mentions(mentions)
    told = {one.identifier: one for one in said}
    records: dict[Identifier, dict[str, Record]] = defaultdict(dict)
    for reference in previous.references.values():
        if any(one in first for one in reference.identifiers):
            for record in reference.records:
                records[record.identifier][record.source] = record
    replaced: list[Record] = []
    for answer in answers:
        if isinstance(answer, Found):
            old = records[answer.identifier].get(answer.source)
            replaced += [old] if old and old != answer.record else []
            records[answer.identifier][answer.source] = answer.record
    _recall(previous, records, told.values())
    for by_source in records.values():
        for stand_in, original in stand_ins.items():
            if original in by_source and not _knows_better(by_source, stand_in, original):
                by_source.pop(stand_in, None)
    places = {source: place for place, source in enumerate(precedence)}
    return Knowledge(first, records, told, previous, places, replaced)


def _recall(
    previous: Library,
    records: dict[Identifier, dict[str, Record]],
    said: Iterable[Record],
) -> None:
    """Take in what was said before of DOIs that no note mentions, and that are named now.

    Whoever asks again hears the same; a DOI that was refused is so without asking.
    """
    spare: dict[Identifier, dict[str, Record]] = defaultdict(dict)
    for reference in previous.references.values():
        for record in (*reference.refused, *reference.records):
            if record.identifier.scheme == "doi" and not records.get(record.identifier):
                spare[record.identifier][record.source] = record
    live = [*said, *(one for by_source in records.values() for one in by_source.values())]
    while spare and live:
        found = [spare.pop(one) for one in sorted(named_dois(live)) if one in spare]
        live = [record for by_source in found for record in by_source.values()]
        for record in live:
            records[record.identifier][record.source] = record


def _knows_better(by_source: Mapping[str, Record], stand_in: str, original: str) -> bool:
    """Whether who stood in has flagged this version as withdrawn, where words do not tell."""
    record = by_source.get(stand_in)
    version = by_source[original].version
    return record is not None and record.is_withdrawn and record.version == version
