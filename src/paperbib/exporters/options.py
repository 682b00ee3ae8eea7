"""What a person may choose about the outputs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

DatePolicy = Literal["auto", "v1", "latest", "published"]
PublishedPolicy = Literal["prefer", "note", "off"]


@dataclass(frozen=True, slots=True)
class Options:
    """Which optional fields are written, all by default, and which date.

    Attributes:
        abstract: The abstract a source gives (``abstract``).
        annotations: The notes' own words (``annote``; CSL ``note``).
        keywords: The headings of the notes and the read state (``keywords``).
        date: The date of a paper: of version 1, of the current version, or of what was
            published, where a source says it; ``auto`` is the last for an entry that is of
            the published version, else the first.
        published: Whether an entry is of the published version where a source knows it,
            or of the preprint, with a note about it or without.
    """

    abstract: bool = True
    annotations: bool = True
    keywords: bool = True
    date: DatePolicy = "auto"
    published: PublishedPolicy = "prefer"
