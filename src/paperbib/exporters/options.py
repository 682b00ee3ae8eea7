"""What a person may choose about the outputs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

DatePolicy = Literal["auto", "v1", "latest", "published"]
PublishedPolicy = Literal["prefer", "note", "off"]
Places = Mapping[str, Sequence[tuple[str, int]]]
"""By the text of an identifier, the files and lines of its mentions, in the order of the notes."""


@dataclass(frozen=True, slots=True)
class Page:
    """What the page for people says beyond the library; of it, the reading list has the title.

    Attributes:
        title: Its heading, and that of the reading list.
        language: Of the heading, and of the page's own words where it speaks it (BCP 47).
        places: Where in the notes each identifier is; the library holds no lines. Empty where
            no notes were read.
    """

    title: str = "Reading list"
    language: str = "en"
    places: Places = field(default_factory=dict)


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
        page: What the page says beyond that. Options that differ in it only are the same.
    """

    abstract: bool = True
    annotations: bool = True
    keywords: bool = True
    date: DatePolicy = "auto"
    published: PublishedPolicy = "prefer"
    page: Page = field(default_factory=Page, compare=False, repr=False)
