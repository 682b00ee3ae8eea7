"""What structured notes (JSON, YAML, tables) are made of: values with their places.

A note is a tree of lists and objects whose leaves are `Value` objects. Values
are text and nothing else: a number is the characters it is written with, for
``2005.14160`` read as a number loses its last digit.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from paperbib.extract import plain
from paperbib.extract.passage import Headings, Passage
from paperbib.model import Note

_LINE = re.compile(r"(?P<line>[^\r\n]*)(?P<end>\r\n|\r|\n|\Z)")
SHORTEST = 8
"""No identifier is written in fewer characters."""
MOST_LEVELS = 200
"""So deep may a note nest; what lies deeper is running text."""


@dataclass(slots=True)
class Value:
    """A text of a structured note.

    Attributes:
        pieces: The decoded text in pieces that stand in the note as they are,
            each with its offset there; an escape sequence is a piece of its own.
        raw: As written, without quotes.
        remark: The comment on the same line behind it.
        is_quoted: Whether it is written as a string.
    """

    pieces: tuple[tuple[str, int], ...]
    raw: str
    remark: Value | None = None
    is_quoted: bool = True

    @property
    def text(self) -> str:
        """The decoded text."""
        pieces = self.pieces
        return pieces[0][0] if len(pieces) == 1 else "".join(text for text, _ in pieces)

    @property
    def is_mute(self) -> bool:
        """Whether it is too short to hold an identifier."""
        return self.remark is None and len(self.raw) < SHORTEST

    @property
    def offset(self) -> int:
        """Where its first character other than space stands in the note."""
        for text, offset in self.pieces:
            if stripped := text.lstrip():
                return offset + len(text) - len(stripped)
        return self.pieces[0][1] if self.pieces else 0


@dataclass(slots=True)
class Array:
    """A list of values, in order; comments among them are marked as such."""

    values: list[Node] = field(default_factory=list)


@dataclass(slots=True)
class Object:
    """Names and their values, in order; a comment has no name."""

    pairs: list[tuple[Value | None, Node]] = field(default_factory=list)


@dataclass(slots=True)
class Comment:
    """A comment with lines of its own."""

    value: Value


Node = Value | Array | Object | Comment


def append(passage: Passage, value: Value, separator: str = "\n") -> None:
    """Append a value to a passage as a line of its own, and its remark on the same line.

    Args:
        passage: What it goes to.
        value: The value.
        separator: What stands between it and the text before.
    """
    if not value.pieces:
        return
    if passage.length:
        passage.add(separator, value.pieces[0][1])
    for text, offset in value.pieces:
        _add_lines(passage, text, offset)
    if value.remark is not None:
        append(passage, value.remark, " ")


def loose(note: Note, start: int, end: int, headings: Headings) -> Iterator[Passage]:
    """Read a part of a note that its format cannot make sense of as plain text.

    Args:
        note: The note.
        start: Where the part starts.
        end: One past its last character.
        headings: Those around it; they are left as they are.

    Yields:
        Passages with their places in the note.
    """
    text = note.text[start:end].rstrip()
    if "\n" not in text and "\r" not in text:
        # A line, as there are many in a broken file of JSON Lines.
        passage = Passage(headings.path)
        passage.add(text, start)
        yield passage
        return
    yield from moved(
        plain.passages(Note(note.file, note.text[start:end]), copy_of(headings)),
        lambda offset: start + offset,
    )


def moved(passages: Iterator[Passage], offset_of: Callable[[int], int]) -> Iterator[Passage]:
    """Put passages of an inner text into the text that holds it; see `Passage.move`."""
    for passage in passages:
        passage.move(offset_of)
        yield passage


def copy_of(headings: Headings) -> Headings:
    """The same path, for a reader whose own headings are not to carry on."""
    copy = Headings()
    for level, title in enumerate(headings.path, 1):
        copy.enter(level, title)
    return copy


def _add_lines(passage: Passage, text: str, offset: int) -> None:
    """Append text whose lines may end in any way; those of a passage end in newlines."""
    if "\r" not in text:
        passage.add(text, offset)
        return
    for line in _LINE.finditer(text):
        if not line[0]:
            break
        end = "\n" if line["end"] else ""
        passage.add(line["line"] + end, offset + line.start())
