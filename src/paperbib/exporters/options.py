"""What a person may choose about the outputs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

DatePolicy = Literal["v1", "latest", "published"]


@dataclass(frozen=True, slots=True)
class Options:
    """Which optional fields are written, all by default, and which date.

    Attributes:
        abstract: The abstract a source gives (``abstract``).
        annotations: The notes' own words (``annote``; CSL ``note``).
        keywords: The headings of the notes and the read state (``keywords``).
        date: The date of a paper: of version 1, of the current version, or of what was
            published, where a source says it.
    """

    abstract: bool = True
    annotations: bool = True
    keywords: bool = True
    date: DatePolicy = "v1"
