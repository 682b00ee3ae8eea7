"""What is compared: a title, the authors, a year."""

from __future__ import annotations

from typing import NamedTuple

from paperbib.model import Name, Record, Reference


class Work(NamedTuple):
    """A paper as one source describes it.

    Attributes:
        title: As the source gives it; "" where it gives none.
        authors: In their order; may be empty, may be cut short.
        year: Of whichever version the source dates; None where unknown.
        kind: What was published, as a CSL type; "" where unknown.
        container: The journal or the proceedings; "" where unknown.
    """

    title: str
    authors: tuple[Name, ...] = ()
    year: int | None = None
    kind: str = ""
    container: str = ""


def of_record(record: Record) -> Work:
    """What a record says of its paper."""
    date = record.published or record.issued
    return Work(
        title=record.title or "",
        authors=record.authors,
        year=date.year if date else None,
        kind=record.kind or "",
        container=record.container_title or "",
    )


def of_reference(reference: Reference) -> Work:
    """What the sources of a reference say, without the words of the notes."""
    dates = [one.published or one.issued for one in reference.records]
    return Work(
        title=next((one.title for one in reference.records if one.title), ""),
        authors=reference.authors,
        year=next((date.year for date in dates if date), None),
        kind=reference.fact("kind") or "",
        container=reference.fact("container_title") or "",
    )
