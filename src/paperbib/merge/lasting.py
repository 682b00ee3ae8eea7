"""What is known of a publication must not get worse: a record that agreed stands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from paperbib.identifiers.identifier import Identifier
from paperbib.matching import agree, of_record
from paperbib.merge.knowledge import Knowledge
from paperbib.merge.ties import PROVEN, claims
from paperbib.model import Record


class Worse(NamedTuple):
    """What a source says now of a DOI, and that is not of its paper any more.

    Attributes:
        paper: What the DOI was tied to.
        record: What is said now; what was said before stands instead.
    """

    paper: Identifier
    record: Record


def without_worse(known: Knowledge) -> tuple[Knowledge, list[Worse]]:
    """Leave out what turns a known publication into that of another paper.

    A source that gives the wrong record once, on a bad day, does not cost the right one: that
    stands while whatever tied the DOI to the paper still does, and the paper is still the same.
    """
    found = [(record, worse) for record in known.replaced for worse in _worse(record, known)]
    if not found:
        return known, []
    as_it_was = known.having(record for record, _ in found)
    tied = {one.pair for one in claims(as_it_was) if one.strength in PROVEN}
    found = [
        (record, worse)
        for record, worse in found
        if tuple(sorted((record.identifier, worse.paper))) in tied
    ]
    told = sorted((worse for _, worse in found), key=lambda one: one.record.identifier)
    return known.having(record for record, _ in found), told


def _worse(record: Record, known: Knowledge) -> Iterator[Worse]:
    """Say of which paper a record was, and that what replaced it is not; once at most."""
    one = record.identifier
    held = known.held.get(one)
    if one.scheme != "doi" or held is None:
        return
    new = known.records[one][record.source]
    for other in sorted({other for tie in held.ties if one in tie.pair for other in tie.pair}):
        work = known.work(other) if other != one else None
        if work and agree(work, of_record(record)) and not agree(work, of_record(new)):
            yield Worse(other, new)
            return
