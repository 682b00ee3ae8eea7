"""What notes say: mentions of identifiers with their context, and problems."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal, NamedTuple, Self

from pydantic import BeforeValidator, PlainSerializer

from paperbib.identifiers.identifier import Identifier
from paperbib.model.frozen import Frozen, IdentifierText

State = Literal["done", "open"]


@dataclass(frozen=True, slots=True)
class Note:
    """One file read: its name as shown to people, and its text.

    Attributes:
        line: The number of its first line, where it is a part of a longer file.
    """

    file: str
    text: str
    line: int = 1


class Mention(NamedTuple):
    """One place in a note that names an identifier, with its context.

    ``line`` and ``column`` count from 1, columns in characters; ``raw`` is the
    text as written. ``parent`` is the identifier this one stands under: the
    paper of the same item, or the reference of the item around it. ``form``
    says how the identifier is written; ``key`` is the citation key the note gives it;
    ``extra`` is what a newer paperbib wrote into the library.
    """

    identifier: IdentifierText
    file: str
    version: int | None = None
    line: int = 0
    column: int = 0
    raw: str = ""
    title: str | None = None
    year: int | None = None
    section: tuple[str, ...] = ()
    annotation: str | None = None
    state: State | None = None
    parent: IdentifierText | None = None
    form: str = ""
    key: str | None = None
    extra: Mapping[str, Any] | None = None

    def as_line(self) -> dict[str, Any]:
        """The mention as a line of ``paperbib extract``: the fields of the contract."""
        return {
            "identifier": str(self.identifier),
            "version": self.version,
            "file": self.file,
            "line": self.line,
            "column": self.column,
            "raw": self.raw,
            "title": self.title,
            "year": self.year,
            "section": self.section,
            "annotation": self.annotation,
            "state": self.state,
        }

    def as_record(self) -> dict[str, Any]:
        """What the library keeps of it: what is said, not where and how it is written."""
        said = self._asdict()
        kept = {
            name: value
            for name, value in said.items()
            if name not in _PLACE and value != self._field_defaults.get(name, self)
        }
        return (
            kept
            | dict(self.extra or ())
            | {name: str(kept[name]) for name in ("identifier", "parent") if kept.get(name)}
        )


_PLACE = frozenset({"line", "column", "raw", "form", "key", "extra"})


def known_fields(value: object) -> object:
    """A record of a mention; fields that only a newer paperbib knows are kept aside."""
    if not isinstance(value, dict):
        return value
    known = {name: field for name, field in value.items() if name in Mention._fields}
    extra = {name: field for name, field in value.items() if name not in known}
    return known | {"extra": extra or None}


MentionRecord = Annotated[
    Mention, BeforeValidator(known_fields), PlainSerializer(Mention.as_record)
]
"""A mention as a field of the library's models."""


def visible(text: str) -> str:
    r"""A text on one line: control characters are spelled out.

    >>> visible("new\nline.md")
    'new\\nline.md'
    """
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else repr(char)[1:-1] for char in text)


class Unlinked(NamedTuple):
    """A list item without any identifier: a title, a name, a topic, or just words.

    Attributes:
        text: The item's own words on one line, without marks.
        titles: What of them may be a title, the likeliest first; never empty.
        year: The year beside it.
        people: People named beside it, as written.
        is_called_paper: Whether the item says that it is a paper: ``(research paper)``.
        line: From 1.
        column: Of its first word, from 1, in characters.
        parent: The paper it stands under, else the link.
    """

    text: str
    titles: tuple[str, ...]
    file: str
    line: int
    column: int
    year: int | None = None
    people: tuple[str, ...] = ()
    is_called_paper: bool = False
    section: tuple[str, ...] = ()
    annotation: str | None = None
    state: State | None = None
    parent: Identifier | None = None

    def meaning(self, identifier: Identifier) -> Mention:
        """The mention it is, once it is known what it means."""
        return Mention(
            identifier=identifier,
            file=self.file,
            line=self.line,
            column=self.column,
            raw=self.text,
            title=self.titles[0],
            year=self.year,
            section=self.section,
            annotation=self.annotation,
            state=self.state,
            parent=self.parent if self.parent != identifier else None,
            form="title",
        )


class Rejection(NamedTuple):
    """What looks like an identifier in a note and is none.

    Attributes:
        raw: As written.
        reason: Why it is none.
    """

    file: str
    line: int
    column: int
    raw: str
    reason: str

    def __str__(self) -> str:
        place = f"{visible(self.file)}:{self.line}:{self.column}"
        return f"{place}: {visible(self.raw)} is left out: {self.reason}"


class Problem(Frozen):
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

    @classmethod
    def at(cls, mention: Mention, kind: str, what: str, hint: str) -> Self:
        """A problem at the place of a mention."""
        return cls(
            kind=kind,
            what=what,
            hint=hint,
            file=mention.file,
            line=mention.line,
            column=mention.column,
        )

    def __str__(self) -> str:
        place = f"{visible(self.file)}:{self.line}:{self.column}: " if self.file else ""
        return f"{place}{self.what}." + (f" {self.hint}" if self.hint else "")


def first_mentions(mentions: Iterable[Mention]) -> dict[Identifier, Mention]:
    """The first mention of each identifier, in the order of the notes."""
    first: dict[Identifier, Mention] = {}
    for mention in mentions:
        first.setdefault(mention.identifier, mention)
    return first
