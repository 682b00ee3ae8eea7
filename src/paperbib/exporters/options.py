"""What a person may leave out of the outputs."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Options:
    """Which of the optional fields are written; all of them by default.

    Attributes:
        abstract: The abstract a source gives (``abstract``).
        annotations: The notes' own words (``annote``; CSL ``note``).
        keywords: The headings of the notes and the read state (``keywords``).
    """

    abstract: bool = True
    annotations: bool = True
    keywords: bool = True
