"""Libraries of a few words, for events."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from paperbib.changes import Event, changes, events
from paperbib.identifiers.whole import parse
from paperbib.model import Library, Record, Reference

DAY = "2026-03-04"


def paper(identifiers: str, title: str | None = "A Title", **fields: object) -> Reference:
    """A reference; with a title, arXiv knows it."""
    known = tuple(map(parse, identifiers.split()))
    if title is None:
        return Reference(identifiers=known)
    record = {"source": "arxiv", "identifier": known[0], "title": title, **fields}
    return Reference(identifiers=known, records=(Record.model_validate(record),))


def library(references: Mapping[str, Reference], **fields: object) -> Library:
    """A library of these."""
    return Library.model_validate({"references": dict(references), **fields})


def told(previous: Library, now: Library) -> tuple[Event, ...]:
    """The events between two libraries."""
    return events(previous, now, changes(previous, now), run=("0" * 12, "1" * 12), day=DAY)


def event(key: str, *, lock: str = "", day: str = DAY, **fields: Any) -> Event:  # noqa: ANN401
    """An event of a few words."""
    plain = Event(day, lock, key, f"arxiv:{key}", "T", ("added",), {}, f"{key}: added")
    return plain._replace(**fields)
