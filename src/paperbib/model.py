"""The data of paperbib: frozen types that know neither readers nor writers.

The field names are those of arXiv's metadata and of CSL. A `Reference` keeps
what each source said as a `Record`; opinions (title, authors, date) are derived
from the records in their order, never stored.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    model_validator,
)

from paperbib.identifiers import whole
from paperbib.identifiers.identifier import Identifier

State = Literal["done", "open"]
NOTE = "note"
"""The source name of what the person's own notes say."""


class _Frozen(BaseModel):
    """Immutable; a field that a newer revision wrote is kept, not lost."""

    model_config = ConfigDict(frozen=True, extra="allow")


IdentifierText = Annotated[
    Identifier, BeforeValidator(whole.parse), PlainSerializer(str, return_type=str)
]


class Name(_Frozen):
    """A person or a group.

    A particle belongs to ``family`` (``van der Maaten``); groups and single
    names stand whole in ``literal``. Source: CSL 1.0.2, name variables.
    """

    family: str | None = None
    given: str | None = None
    suffix: str | None = None
    literal: str | None = None

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


class PartialDate(_Frozen):
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


class Record(_Frozen):
    """What one source said of one identifier.

    Attributes:
        source: The source's name: ``arxiv``, ``snapshot``.
        identifier: What was asked.
        published: Date of version 1.
        updated: Date of the current version.
        version: Number of the current version.
        doi: The published article's DOI, as the authors gave it.
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


class Mention(_Frozen):
    """One place in a note that names an identifier, with its context.

    ``line`` and ``column`` count from 1, columns in characters; ``raw`` is the
    text as written. ``parent`` is the identifier this one stands under: the
    paper of the same item, or the reference of the item around it.
    """

    identifier: IdentifierText
    version: int | None = None
    file: str
    line: int = 0
    column: int = 0
    raw: str = ""
    title: str | None = None
    year: int | None = None
    section: tuple[str, ...] = ()
    annotation: str | None = None
    state: State | None = None
    parent: IdentifierText | None = None

    def as_line(self) -> dict[str, Any]:
        """The mention as a line of ``paperbib extract``: the fields of the contract."""
        return self.model_dump(mode="json", exclude={"parent"})


class Problem(_Frozen):
    """One item's fault, as data: the run goes on.

    Attributes:
        kind: A word for ``--fail-on`` and for scripts: ``link``, ``missing``, …
        what: What is wrong, in one line.
        hint: What can be done about it.
        file: The note, or "" where the fault has no place.
    """

    kind: str
    what: str
    hint: str = ""
    file: str = ""
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:{self.column}: " if self.file else ""
        return f"{place}{self.what}." + (f" {self.hint}" if self.hint else "")


class Found(_Frozen):
    """A source knows the identifier. ``raw`` is its entry as it came."""

    identifier: IdentifierText
    source: str
    raw: str
    record: Record


class Missing(_Frozen):
    """A source answered, and does not know the identifier."""

    identifier: IdentifierText
    source: str


class Failed(_Frozen):
    """A source gave no usable answer about the identifier; nothing is known."""

    identifier: IdentifierText
    source: str
    reason: str


Answer = Found | Missing | Failed
"""Exactly one per identifier asked: asked minus answered is a bug."""


class Reference(_Frozen):
    """One deduplicated item of the bibliography.

    Attributes:
        identifiers: Everything it is known by; the first is the primary one.
        records: What the sources said, highest precedence first.
        mentions: Where the notes name it, in the order of the notes.
    """

    identifiers: tuple[IdentifierText, ...] = Field(min_length=1)
    records: tuple[Record, ...] = ()
    mentions: tuple[Mention, ...] = ()

    @property
    def identifier(self) -> Identifier:
        """The primary identifier."""
        return self.identifiers[0]

    @property
    def arxiv(self) -> Identifier | None:
        """The arXiv identifier, if it has one."""
        return next((one for one in self.identifiers if one.scheme == "arxiv"), None)

    @property
    def record(self) -> Record | None:
        """The record of highest precedence."""
        return self.records[0] if self.records else None

    @property
    def title(self) -> str | None:
        """The title a source gives, else the first the notes give, else None."""
        named = [record.title for record in self.records] + [one.title for one in self.mentions]
        return next((title for title in named if title), None)

    @property
    def authors(self) -> tuple[Name, ...]:
        """The authors of the first record that names any."""
        return next((record.authors for record in self.records if record.authors), ())

    @property
    def date(self) -> PartialDate | None:
        """The date of version 1, else the year the notes give with the title."""
        dates = [record.published for record in self.records]
        dates += [PartialDate(year=one.year) for one in self.mentions if one.year]
        return next((date for date in dates if date), None)

    @property
    def version(self) -> int | None:
        """The version pinned: the one that every mention cites, if they agree."""
        versions = {mention.version for mention in self.mentions}
        return versions.pop() if len(versions) == 1 else None

    @property
    def sections(self) -> tuple[str, ...]:
        """The headings the mentions stand under, each once, in order."""
        return tuple(dict.fromkeys(head for one in self.mentions for head in one.section))

    @property
    def annotation(self) -> str | None:
        """The notes' own words on it, each passage once."""
        passages = dict.fromkeys(one.annotation for one in self.mentions if one.annotation)
        return "\n".join(passages) or None

    @property
    def state(self) -> State | None:
        """``done`` when any mention is ticked off, else ``open`` when any is a todo."""
        states = {mention.state for mention in self.mentions}
        return "done" if "done" in states else "open" if "open" in states else None

    @property
    def parents(self) -> tuple[Identifier, ...]:
        """What it stands under in the notes, each once, in order."""
        return tuple(dict.fromkeys(one.parent for one in self.mentions if one.parent))


class Library(_Frozen):
    """An immutable map from citation key to `Reference`, with the keys' memory.

    Attributes:
        references: By key, sorted by key.
        aliases: Keys that were given up, by the key that stands now.
        retired: Keys of identifiers no note mentions any more, kept for their return.
    """

    references: Mapping[str, Reference] = Field(default_factory=dict)
    aliases: Mapping[str, str] = Field(default_factory=dict)
    retired: Mapping[str, str] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _sort(self) -> Self:
        for name in ("references", "aliases", "retired"):
            ordered = dict(sorted(getattr(self, name).items()))
            object.__setattr__(self, name, ordered)
        return self

    @property
    def key_by_identifier(self) -> dict[Identifier, str]:
        """The key of each identifier of each reference."""
        return {one: key for key, ref in self.references.items() for one in ref.identifiers}
