"""What ties identifiers together: candidates, each with who says so, the strongest first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from enum import IntEnum
from typing import NamedTuple

from paperbib.identifiers.identifier import Identifier
from paperbib.identifiers.page_ids import page_id
from paperbib.merge.knowledge import Knowledge
from paperbib.merge.naming import PREPRINT_OF, dois, kind_of, within
from paperbib.model import Record, Tie

PERSON, PAGE, MATCH = "person", "page", "match"
"""Who ties what no source does."""


class Strength(IntEnum):
    """How much a tie counts; the smallest first."""

    PERSON = 0
    OVERRIDE = 1
    NAMED = 2
    JOURNAL_REF = 3
    RELATION = 4
    PAGE = 5
    MATCH = 6


PROVEN = frozenset({Strength.NAMED, Strength.JOURNAL_REF, Strength.RELATION})
"""The word of a source: title and first author must agree, where both are known."""


class Claim(NamedTuple):
    """A tie that somebody asks for.

    Attributes:
        subject: Of which it is said.
        other: What it is said to be, too.
    """

    strength: Strength
    subject: Identifier
    other: Identifier
    tie: Tie

    @property
    def pair(self) -> tuple[Identifier, Identifier]:
        """The two, in their order."""
        return self.tie.pair

    @property
    def order(self) -> tuple[Strength, tuple[str, str], tuple[str, str], str, str]:
        """By strength, then by the identifiers: whatever the order of notes and answers."""
        first, second = self.tie.pair
        return self.strength, first.sort_key, second.sort_key, self.tie.by, self.tie.how


_SAME = frozenset({"is-same-as", "is-identical-to"})
_PREPRINT = frozenset({PREPRINT_OF, "has-preprint"})
_VERSION = frozenset({"is-version-of", "has-version"})
"""Relations that may tie. Versions may be of a dataset, or two preprints; reviews, comments,
supplements, references and translations are other works. Source: Crossref's documentation,
Relationships."""


def claims(known: Knowledge) -> list[Claim]:
    """Every tie that a person, a source or a site asks for, the strongest first.

    But for those of two that a person calls different.
    """
    cut = set(known.previous.decisions.different)
    named = [*_decided(known), *_named(known)]
    live = {one for claim in named for one in claim.pair}
    related = _related(known, live)
    pages = _paged(known, live)
    asked = [claim for claim in (*named, *related, *pages) if claim.pair not in cut]
    # Two that say the same of each other are one claim, whoever was heard first.
    found = {one.order: one for one in sorted(asked, key=lambda one: one.subject, reverse=True)}
    return [found[order] for order in sorted(found)]


def _claim(
    strength: Strength, subject: Identifier, other: Identifier, by: str, how: str
) -> Claim | None:
    if subject == other:
        return None
    pair = (subject, other) if subject < other else (other, subject)
    return Claim(strength, subject, other, Tie.model_construct(pair=pair, by=by, how=how))


def _decided(known: Knowledge) -> Iterator[Claim]:
    """What a person says is the same."""
    for one, other in known.previous.decisions.same:
        if claim := _claim(Strength.PERSON, one, other, PERSON, "same"):
            yield claim


def _named(known: Knowledge) -> Iterator[Claim]:
    """The DOIs that records give their papers; a person's stands instead of the others."""
    told = {one: record for one, record in known.said.items() if record.doi and known.is_live(one)}
    for one, record in told.items():
        for other in dois(record.doi or ""):
            if claim := _claim(Strength.OVERRIDE, one, other, record.source, "doi"):
                yield claim
    for one, by_source in known.records.items():
        if one not in told:
            for record in by_source.values():
                yield from _of_record(record, known)


def _of_record(record: Record, known: Knowledge) -> Iterator[Claim]:
    seen: set[Identifier] = {record.identifier}
    for strength, how, found in (
        (Strength.NAMED, "doi", dois(record.doi) if record.doi else ()),
        (Strength.JOURNAL_REF, "journal_ref", within(record.journal_ref)),
    ):
        for other in found:
            if other in seen or not (other.scheme == "doi" or known.is_live(other)):
                continue
            seen.add(other)
            if claim := _claim(strength, record.identifier, other, record.source, how):
                yield claim


def _related(known: Knowledge, live: set[Identifier]) -> Iterator[Claim]:
    """What records say of other identifiers, as far as that makes them one paper."""
    for by_source in known.records.values():
        for record in by_source.values():
            for relation in record.relations:
                one, other = record.identifier, relation.identifier
                kind = kind_of(relation)
                if (other in live or known.is_live(other)) and _ties(kind, one, other, known):
                    claim = _claim(Strength.RELATION, one, other, record.source, kind)
                    if claim:
                        yield claim


def _ties(kind: str, one: Identifier, other: Identifier, known: Knowledge) -> bool:
    if kind in _SAME:
        return True
    if one.scheme == other.scheme == "arxiv":
        return False
    if kind in _PREPRINT:
        return True
    return kind in _VERSION and (
        (known.is_preprint(one) and known.is_published(other))
        or (known.is_published(one) and known.is_preprint(other))
    )


def _paged(known: Knowledge, live: set[Identifier]) -> Iterator[Claim]:
    """Identifiers that carry the number of one page, each with the first that is known."""
    numbered: dict[str, set[Identifier]] = defaultdict(set)
    for one in {*known.first, *known.records, *live}:
        if number := page_id(one):
            numbered[number].add(one)
    for number, found in numbered.items():
        if len(found) > 1:
            first, *others = sorted(found, key=lambda one: (not known.is_live(one), one))
            for other in others:
                if claim := _claim(Strength.PAGE, first, other, PAGE, number):
                    yield claim
