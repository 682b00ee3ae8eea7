"""What every format reduces a note to: passages of running text with links.

A format module (`markdown`, `plain`) turns a note into `Passage` objects:
list items, paragraphs, table rows, each with its decoded text, the links in
it, and its place under headings and other items. `mentions` reads them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from paperbib.extract.context.titles import clean
from paperbib.model import State

_LONGEST_HEADING = 500
"""What is longer is a paragraph that lost its line ends."""
_FEW = 9
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


@dataclass(frozen=True, slots=True)
class Given:
    """What a structured note (BibTeX, a table, JSON) says of its entry in so many words.

    Attributes:
        title: The title.
        year: The year.
        annotation: The person's own words.
        key: The citation key the entry has there.
    """

    title: str | None = None
    year: int | None = None
    annotation: str | None = None
    key: str | None = None


@dataclass(slots=True)
class Passage:
    """Running text of one item or paragraph; lines are separated by newlines.

    Attributes:
        section: The headings it stands under, outermost first.
        parent: The list item around it.
        is_item: Whether it is a list item or a table row.
        is_listed: Whether it is an item of a list: no row, term, footnote or line of a program.
        state: The item's own todo mark.
        links: The links in it, in the order of their ends.
        badges: The pictures in it that may be badges of a paper; most are not.
        is_code: Whether it is code or what a program printed: no words of a person.
        given: What the note says of it in fields; None for running text.
        length: The number of characters of the text.
    """

    section: tuple[str, ...] = ()
    parent: Passage | None = None
    is_item: bool = False
    state: State | None = None
    links: list[Link] = field(default_factory=list)
    badges: list[Link] = field(default_factory=list)
    is_code: bool = False
    given: Given | None = None
    is_listed: bool = False
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

    def tail(self, length: int) -> str:
        """The last characters of the text, about so many; of many small pieces a few."""
        pieces: list[str] = []
        for piece in self._pieces[: -_FEW - 1 : -1]:
            pieces.append(piece)
            length -= len(piece)
            if length <= 0:
                break
        return "".join(reversed(pieces))

    @property
    def has_place(self) -> bool:
        """Whether anything tells where in the note it stands."""
        return bool(self._starts)

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

    def move(self, offset_of: Callable[[int], int]) -> None:
        """Put its places into a text that holds the note: a cell of a notebook.

        Args:
            offset_of: From an offset in the inner text to one in the outer.
        """
        starts, offsets = self._starts, self._offsets
        self._starts, self._offsets = [], []
        for start, offset, end in zip(starts, offsets, [*starts[1:], self.length], strict=False):
            for place in range(start, max(end, start + 1)):
                moved = offset_of(offset + place - start)
                if not self._starts or moved != self._offsets[-1] + place - self._starts[-1]:
                    self._starts.append(place)
                    self._offsets.append(moved)
        for links in (self.links, self.badges):
            links[:] = [replace(link, offset=offset_of(link.offset)) for link in links]

    def ancestors(self) -> Iterator[Passage]:
        """The items around it, nearest first."""
        passage = self.parent
        while passage is not None:
            yield passage
            passage = passage.parent


class Headings:
    """The path of headings at the current place of a note.

    Attributes:
        path: The titles, outermost first.
        wants_words: Whether passages without any identifier are asked for, too; a format may
            leave them out else.
    """

    def __init__(self, *, wants_words: bool = False) -> None:
        self.path: tuple[str, ...] = ()
        self.wants_words = wants_words
        self._levels: list[int] = []

    def enter(self, level: int, title: str) -> None:
        """Start the section ``title`` of ``level`` (1 is the outermost)."""
        while self._levels and self._levels[-1] >= level:
            self._levels.pop()
        self.path = self.path[: len(self._levels)]
        if title and len(title) <= _LONGEST_HEADING:
            self._levels.append(level)
            self.path = (*self.path, title)


class Builder:
    """Folds what the parser of a format sees, in the order of the note, into passages.

    Blocks nest as they do in Markdown and HTML: a paragraph in an item is one
    more line of it, an item in an item is a passage with a parent. Offsets are
    in characters of the note.

    Args:
        headings: The path of headings at the start of the note.
    """

    def __init__(self, headings: Headings) -> None:
        self.headings = headings
        self.done: list[Passage] = []
        self._items: list[Passage] = []
        self._current: Passage | None = None
        self._heading: list[str] | None = None
        self._links: list[tuple[Passage, int]] = []

    @property
    def passage(self) -> Passage:
        """The passage that text goes to; a new one where there is none."""
        if self._current is None:
            self._open(is_item=False)
        assert self._current is not None  # noqa: S101 - _open has just set it
        return self._current

    def passages(self) -> Iterator[Passage]:
        """What was built; passages that hold nothing are left out."""
        return (
            one
            for one in self.done
            if one.links or one.badges or one.text.strip() or (one.given and one.given.key)
        )

    def open_block(self, offset: int) -> None:
        """A paragraph: on its own, or one more line of the item around it."""
        if not self._items:
            self._open(is_item=False)
            return
        self._current = self._items[-1]
        if self._current.length:
            self.add("\n", offset)

    def close_block(self) -> None:
        """End a paragraph."""
        self._current = self._items[-1] if self._items else None

    def open_item(self, state: State | None = None, *, is_listed: bool = False) -> None:
        """An item of a list, or a row of a table; it nests in the item around it."""
        self._open(is_item=True)
        self.passage.is_listed = is_listed
        self._items.append(self.passage)
        self.passage.state = state

    def close_item(self) -> None:
        """End the innermost item."""
        if self._items:
            self._items.pop()
        self.close_block()

    def close_items(self) -> None:
        """End all items: what comes is on the outermost level."""
        self._items.clear()
        self.close_block()

    def open_heading(self) -> None:
        """Start a heading; its text follows."""
        self._items.clear()
        self._open(is_item=False)
        self._heading = []

    def close_heading(self, level: int, title: str | None = None) -> None:
        """End a heading; what follows stands under it.

        Args:
            level: 1 is the outermost.
            title: The heading as people say it, if that is not its text.
        """
        text = "".join(self._heading or ()) if title is None else title
        self.headings.enter(level, clean(text))
        self.passage.section = self.headings.path
        self._heading = self._current = None

    def drop_heading(self) -> None:
        """End a heading that was none; its text stays a paragraph."""
        self._heading = self._current = None

    def add(self, text: str, offset: int) -> None:
        """Append running text that stands at ``offset`` of the note."""
        self.passage.add(text, offset)
        if self._heading is not None:
            self._heading.append(text)

    def open_link(self) -> None:
        """Start a link; its text follows."""
        self._links.append((self.passage, self.passage.length))

    def close_link(self, address: str, offset: int, raw: str) -> None:
        """End the innermost link; see `Link` for the arguments."""
        passage, start = self._links.pop()
        passage.links.append(Link(start, passage.length, address, offset, raw))

    def badge(self, address: str, offset: int, raw: str) -> None:
        """A picture: no reference, unless it is a badge that shows an identifier."""
        passage = self.passage
        passage.badges.append(Link(passage.length, passage.length, address, offset, raw))

    def _open(self, *, is_item: bool) -> None:
        parent = self._items[-1] if self._items else None
        self._current = Passage(self.headings.path, parent, is_item)
        self.done.append(self._current)
