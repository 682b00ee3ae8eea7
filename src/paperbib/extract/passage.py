"""What every format reduces a note to: passages of running text with links.

A format module (`markdown`, `plain`) turns a note into `Passage` objects:
list items, paragraphs, table rows, each with its decoded text, the links in
it, and its place under headings and other items. `mentions` reads them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from paperbib.model import State

_LINE_END = re.compile(r"\r\n|\r|\n")


def line_starts(text: str) -> list[int]:
    """The character offset at which each line starts."""
    return [0, *(match.end() for match in _LINE_END.finditer(text))]


@dataclass(frozen=True, slots=True)
class Link:
    """A link over ``text[start:end]`` of its passage.

    Attributes:
        start: First character of the link text in the passage.
        end: One past its last character; equal to ``start`` for an empty text.
        address: The destination, escapes undone.
        offset: Where the destination stands in the note, in characters.
        raw: The destination as written.
    """

    start: int
    end: int
    address: str
    offset: int
    raw: str


@dataclass(slots=True)
class Passage:
    """Running text of one item or paragraph; lines are separated by newlines.

    Attributes:
        section: The headings it stands under, outermost first.
        parent: The list item around it.
        is_item: Whether it is a list item or a table row.
        state: The item's own todo mark.
        links: The links in it, in the order of their ends.
        length: The number of characters of the text.
    """

    section: tuple[str, ...] = ()
    parent: Passage | None = None
    is_item: bool = False
    state: State | None = None
    links: list[Link] = field(default_factory=list)
    length: int = 0
    _pieces: list[str] = field(default_factory=list)
    _starts: list[int] = field(default_factory=list)
    _offsets: list[int] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The whole text."""
        if len(self._pieces) > 1:
            self._pieces = ["".join(self._pieces)]
        return self._pieces[0] if self._pieces else ""

    def add(self, text: str, offset: int) -> None:
        """Append text that stands at ``offset`` (in characters) of the note."""
        self._starts.append(self.length)
        self._offsets.append(offset)
        self._pieces.append(text)
        self.length += len(text)

    def offset(self, position: int) -> int:
        """Where in the note the character at ``position`` of the text stands."""
        index = bisect_right(self._starts, position) - 1
        return self._offsets[index] + position - self._starts[index]

    def ancestors(self) -> Iterator[Passage]:
        """The items around it, nearest first."""
        passage = self.parent
        while passage is not None:
            yield passage
            passage = passage.parent


@dataclass(slots=True)
class Headings:
    """The path of headings at the current place of a note."""

    _levels: list[tuple[int, str]] = field(default_factory=list)

    def enter(self, level: int, title: str) -> None:
        """Start the section ``title`` of ``level`` (1 is the outermost)."""
        while self._levels and self._levels[-1][0] >= level:
            self._levels.pop()
        if title:
            self._levels.append((level, title))

    @property
    def path(self) -> tuple[str, ...]:
        """The titles, outermost first."""
        return tuple(title for _, title in self._levels)
