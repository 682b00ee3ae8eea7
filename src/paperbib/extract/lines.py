"""What formats made of lines share: lines with their indentation, and marks left out of text.

Org and reStructuredText nest by indentation and mark up running text with
signs around words. Both collect the lines of a block in a `Passage` of their
own, look for markup there, and copy what is left into the passages of the note.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

from paperbib.extract.passage import Builder, Headings, Passage
from paperbib.identifiers import scan, web

_LINE = re.compile(r"(?P<line>[^\r\n]*)(?:\r\n|\r|\n|\Z)")
_TAB = 8
_ANY_MONTH = 9912
_LONGEST_START = 80
_MOST_IN_AN_ITEM = 100
NOWHERE = sys.maxsize
"""A place behind all texts."""


class Line(NamedTuple):
    """A line of a note without its end; ``start`` is its offset in characters."""

    start: int
    text: str

    @property
    def is_blank(self) -> bool:
        """Whether there is nothing to see on it."""
        return not self.text or self.text.isspace()

    @property
    def margin(self) -> int:
        """The number of blank characters it starts with."""
        text = self.text
        return len(text) - len(text.lstrip()) if text[:1].isspace() else 0

    @property
    def depth(self) -> int:
        """The column its text starts in, from 0; tabs go to the next eighth column."""
        if not self.text[:1].isspace():
            return 0
        margin = self.text[: self.margin]
        return len(margin.expandtabs(_TAB)) if "\t" in margin else len(margin)

    def after(self, skip: int) -> Line:
        """The rest of it, from its character ``skip`` on, without blanks in front."""
        text = self.text
        if skip or text[:1].isspace() or text[-1:].isspace():
            rest = text[skip:]
            return Line(self.start + len(text) - len(rest.lstrip()), rest.strip())
        return self


def read_lines(text: str) -> list[Line]:
    r"""Cut a text into its lines, which may end in ``\n``, ``\r\n`` or ``\r``.

    >>> [line.start for line in read_lines("a\r\nb\rc")]
    [0, 3, 5]
    """
    if "\r" not in text:
        texts = text.split("\n")
        starts = accumulate(map(len, texts), lambda start, length: start + length + 1, initial=0)
        lines = list(map(Line, starts, texts))
        return lines if texts[-1] else lines[:-1]
    # The pattern matches the empty end of the text, too; that is no line.
    return [
        Line(one.start(), one["line"]) for one in _LINE.finditer(text) if one.end() > one.start()
    ]


class Sight:
    """Where in the source of a note there are identifiers, at a first sight.

    Args:
        text: The text of the note.
    """

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def traces(self) -> list[int]:
        """Every place worth a look, in order."""
        return scan.traces(self._text)

    @cached_property
    def _starts(self) -> list[int]:
        return [one.start for one in scan.find(self._text, until=_ANY_MONTH) if one.cited]

    def sees(self, start: int, end: int) -> bool:
        """Whether an identifier starts between two offsets."""
        # An identifier may start a while before its trace: the "https" of an address.
        if bisect_left(self.traces, start) == bisect_left(self.traces, end + _LONGEST_START):
            return False
        return bisect_left(self._starts, start) < bisect_left(self._starts, end)

    def sees_in(self, line: Line) -> bool:
        """Whether an identifier starts on a line, or on what is left of it."""
        return self.sees(line.start, line.start + len(line.text))


def worth_reading(lines: list[Line], sight: Sight, headings: Headings) -> list[int]:
    """Where a note has to be read: where it may hold identifiers, or all its lines."""
    return [line.start for line in lines] if headings.wants_words else sight.traces


class Skips:
    """The parts of a note that hold nothing to cite, and that need not be read.

    Args:
        lines: The lines of the note.
        worth: Offsets of what has to be read, in order: traces of identifiers.
        stops: Offsets of what has to be seen, in order: headings, the start of blocks.
        starts: Offsets, in order, of lines that have nothing to do with the lines
            above: items without indentation, paragraphs.
    """

    def __init__(
        self, lines: list[Line], worth: list[int], stops: list[int], starts: list[int]
    ) -> None:
        self._lines = lines
        self._line_starts = [line.start for line in lines]
        self._is_start = set(starts)
        self._worth, self._stops, self._starts = worth, stops, starts

    def after(self, index: int) -> int:
        """The line to read on with instead of line ``index``; the same where there is no other."""
        start = self._line_starts[index]
        if start not in self._is_start:
            return index
        nearest = min(following(self._worth, start), following(self._stops, start))
        last = self._starts[bisect_right(self._starts, nearest) - 1]
        return self.line_at(last if nearest < NOWHERE else NOWHERE)

    def after_item(self, index: int) -> int:
        """As `after`, of the line that an item starts with: the line after all of it."""
        first = self._lines[index]
        depth = first.depth
        nearest = min(following(self._worth, first.start), following(self._stops, first.start))
        for place in range(index + 1, min(index + _MOST_IN_AN_ITEM, len(self._lines))):
            line = self._lines[place]
            if line.start > nearest:
                break
            if not line.is_blank and line.depth <= depth and line.text[line.margin] != "#":
                return place
        return index

    def holds(self, line: Line) -> bool:
        """Whether a line has to be read."""
        return following(self._worth, line.start) < line.start + len(line.text)

    def line_at(self, offset: int) -> int:
        """The line that starts at an offset."""
        return bisect_left(self._line_starts, offset)


def following(places: list[int], start: int) -> int:
    """The first place that is not before another; `NOWHERE` if there is none."""
    index = bisect_left(places, start)
    return places[index] if index < len(places) else NOWHERE


def is_reference(address: str) -> bool:
    """Whether the destination of a link stands for something to cite."""
    return web.read_destination(address) is not None


class Edit(NamedTuple):
    """Markup over ``text[start:end]`` of a block, and the text it stands for."""

    start: int
    end: int
    text: str = ""


class Running:
    """The text of a block on its way into a passage: markup left out, places kept.

    Args:
        block: The lines of the block.
        builder: Where the text goes.
    """

    def __init__(self, block: Passage, builder: Builder) -> None:
        self.block = block
        self.builder = builder
        self.text = block.text
        self._edits: list[Edit] = []
        self._starts: list[int] = []

    def edit(self, edits: Iterable[Edit]) -> None:
        """Set what is left out or replaced; an edit inside another one does not count."""
        self._edits = []
        for one in sorted(edits):
            if not self._edits or one.start >= self._edits[-1].end:
                self._edits.append(one)
        self._starts = [one.start for one in self._edits]

    def write(self, start: int, end: int) -> None:
        """Add the text from ``start`` to ``end``."""
        position = start
        for index in range(bisect_left(self._starts, start), len(self._edits)):
            edit = self._edits[index]
            if edit.end > end:
                break
            self._copy(position, edit.start)
            if edit.text:
                self.builder.add(edit.text, self.block.offset(edit.start))
            position = edit.end
        self._copy(position, end)

    def write_raw(self, start: int, end: int) -> None:
        """Add the text from ``start`` to ``end`` as it is."""
        self._copy(start, end)

    def link(self, start: int, end: int, address: str, at: tuple[int, str]) -> None:
        """Add the text from ``start`` to ``end`` as a link.

        Args:
            start: First character of its text.
            end: One past its last.
            address: The destination, escapes undone.
            at: Where the destination stands in the note, and how it is written there.
        """
        self.builder.open_link()
        self.write(start, end)
        self.builder.close_link(address, *at)

    def _copy(self, start: int, end: int) -> None:
        """Add text whose lines stand in different places of the note."""
        if start < end and "\n" not in self.text:
            self.builder.add(self.text[start:end], self.block.offset(start))
            return
        position = start
        while position < end:
            stop = self.text.find("\n", position, end)
            stop = end if stop < 0 else stop
            if position < stop:
                self.builder.add(self.text[position:stop], self.block.offset(position))
            if stop < end:
                self.builder.add("\n", self.block.offset(stop))
            position = stop + 1


def pairs(openers: Iterable[re.Match[str]], closers: Iterable[re.Match[str]]) -> list[Edit]:
    """The marks of emphasis: each opening one with the next closing one of its kind.

    Args:
        openers: The marks that may open; the match is the mark.
        closers: The marks that may close.

    Returns:
        Both marks of each pair, opening before closing.
    """
    places: dict[str, list[int]] = {}
    for closer in closers:
        places.setdefault(closer[0], []).append(closer.start())
    found: list[Edit] = []
    used_until: dict[str, int] = {}
    for opener in openers:
        mark, start = opener[0], opener.start()
        if start < used_until.get(mark, 0) or mark not in places:
            continue
        ends, width = places[mark], len(mark)
        index = bisect_left(ends, start + width + 1)
        if index < len(ends):
            end = ends[index]
            used_until[mark] = end + width
            found += (Edit(start, start + width), Edit(end, end + width))
    return found


def join(block: Passage, line: Line) -> None:
    """Append a line to a block."""
    if block.length:
        block.add("\n", max(line.start - 1, 0))
    block.add(line.text, line.start)
