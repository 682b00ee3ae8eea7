"""What sources say: names, dates, records, and answers to questions."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import BeforeValidator, Field, PlainSerializer

from paperbib.model.frozen import Frozen, IdentifierText


class Name(Frozen):
    """A person or a group.

    A particle belongs to ``family`` (``van der Maaten``); groups and single
    names stand whole in ``literal``. Source: CSL 1.0.2, name variables.

    Attributes:
        raw: How the source writes the name, where `full` does not say it.
    """

    family: str | None = None
    given: str | None = None
    suffix: str | None = None
    literal: str | None = None
    raw: str | None = None

    @property
    def surname(self) -> str:
        """What the name is sorted and keyed by."""
        return self.family or self.literal or self.given or ""

    @property
    def full(self) -> str:
        """The name in reading order, for people."""
        if self.literal:
            return self.literal
        return " ".join(part for part in (self.given, self.family, self.suffix) if part)


class PartialDate(Frozen):
    """A date known to the year, the month or the day, in UTC."""

    year: int = Field(ge=1, le=9999)
    month: int | None = Field(default=None, ge=1, le=12)
    day: int | None = Field(default=None, ge=1, le=31)

    @classmethod
    def parse(cls, text: object) -> object:
        """Parse ``2017``, ``2017-06``, ``2017-06-12`` or an ISO 8601 time in UTC."""
        if not isinstance(text, str):
            return text
        match = re.fullmatch(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T[\d:.]+(?:Z|\+00:00))?)?)?", text)
        if match is None:
            raise ValueError(f"{text!r} is no date of the form YYYY, YYYY-MM or YYYY-MM-DD")
        year, month, day = (int(part) if part else None for part in match.groups())
        return cls.model_validate({"year": year, "month": month, "day": day})

    def __str__(self) -> str:
        parts = [f"{self.year:04}"]
        parts += [f"{part:02}" for part in (self.month, self.day) if part is not None]
        return "-".join(parts)


DateText = Annotated[
    PartialDate, BeforeValidator(PartialDate.parse), PlainSerializer(str, return_type=str)
]


class Relation(Frozen):
    """What a source says another identifier is to the one it was asked about.

    Attributes:
        kind: In Crossref's words: ``is-preprint-of``, ``has-preprint``, ``is-same-as``, …
            Source: Crossref REST API, ``relation``.
        identifier: The other one.
    """

    kind: str
    identifier: IdentifierText


class Record(Frozen):
    """What one source said of one identifier.

    Attributes:
        source: The source's name, one of `paperbib.sources.PRECEDENCE`, or
            ``override`` for the person's own configuration.
        identifier: What was asked.
        published: Date of version 1.
        updated: Date of the current version.
        version: Number of the current version.
        doi: The published article's DOI, as the authors gave it.
        is_withdrawn: Whether the current version is withdrawn.
        kind: What was published, as a CSL type: ``article-journal``, ``paper-conference``.
        container_title: The journal or the proceedings.
        volume: Of the journal or the series.
        issue: Of the journal.
        pages: First and last, or the number of the article.
        publisher: Of the published version.
        issued: When the published version appeared.
        tags: Words to find it by.
        note: Anything to print beside it.
        relations: What else it is known by, and in what other forms it exists.
    """

    source: str
    identifier: IdentifierText
    title: str | None = None
    authors: tuple[Name, ...] = ()
    published: DateText | None = None
    updated: DateText | None = None
    version: int | None = None
    abstract: str | None = None
    primary_category: str | None = None
    categories: tuple[str, ...] = ()
    doi: str | None = None
    journal_ref: str | None = None
    comment: str | None = None
    is_withdrawn: bool = False
    kind: str | None = None
    container_title: str | None = None
    volume: str | None = None
    issue: str | None = None
    pages: str | None = None
    publisher: str | None = None
    issued: DateText | None = None
    tags: tuple[str, ...] = ()
    note: str | None = None
    relations: tuple[Relation, ...] = ()


class Found(Frozen):
    """A source knows the identifier. ``raw`` is its entry as it came."""

    identifier: IdentifierText
    source: str
    raw: str
    record: Record


class Missing(Frozen):
    """A source answered, and does not know the identifier."""

    identifier: IdentifierText
    source: str


class Invalid(Frozen):
    """A source answered that this is no identifier of its kind at all."""

    identifier: IdentifierText
    source: str
    reason: str


class Failed(Frozen):
    """A source gave no usable answer about the identifier; nothing is known."""

    identifier: IdentifierText
    source: str
    reason: str


Answer = Found | Missing | Invalid | Failed
"""Exactly one per identifier asked: asked minus answered is a bug."""
