"""The outline of a note made of lines: paragraphs, and items nested by indentation."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from paperbib.extract import html
from paperbib.extract.context.titles import clean
from paperbib.extract.lines import Line, join
from paperbib.extract.passage import Builder, Passage
from paperbib.identifiers import scan
from paperbib.model import State

_OUTSIDE = -2


class Outline:
    """Puts the lines of a note into passages, as Org and reStructuredText nest them.

    Args:
        builder: Where the passages are built.
        text: The text of the note.
        signs: What marks up text; a line without any is written as it is.
        write: Adds a block of running text to the builder, without its markup.
    """

    def __init__(
        self,
        builder: Builder,
        text: str,
        signs: re.Pattern[str],
        write: Callable[[Passage, Builder], None],
    ) -> None:
        self.builder = builder
        self._note = text
        self._has_sign = signs.search
        self._write = write
        self._block: list[Line] = []
        self._depths: list[int] = []

    @property
    def is_open(self) -> bool:
        """Whether there is a paragraph that a line of text goes on with."""
        return bool(self._block)

    @property
    def is_free(self) -> bool:
        """Whether a line without indentation belongs to no item above it."""
        return not self._depths or self._depths[0] >= 0

    def holds(self, line: Line) -> bool:
        """Whether a line goes on with the paragraph and stands inside of its item."""
        depth = self._depths[-1] if self._depths else _OUTSIDE
        return bool(self._block) and line.depth > depth

    def heading(self, level: int, title: Line) -> None:
        """Start a section."""
        self.clear()
        if not (self._has_sign(title.text) or scan.may_hold(title.text)):
            self.builder.headings.enter(level, clean(title.text))
            return
        self.builder.open_heading()
        self.write([title])
        self.builder.close_heading(level)

    def text(self, line: Line) -> None:
        """Take in a line of running text, without its indentation."""
        self._block.append(line)

    def flush(self) -> None:
        """End the paragraph."""
        if self._block:
            lines, self._block = self._block, []
            self.builder.open_block(lines[0].start)
            self.write(lines)
            self.builder.close_block()

    def write(self, lines: list[Line]) -> None:
        """Add lines of running text, without their markup."""
        if any(self._has_sign(line.text) for line in lines):
            block = Passage()
            for line in lines:
                join(block, line)
            self._write(block, self.builder)
            return
        add = self.builder.add
        for number, line in enumerate(lines):
            if number:
                add("\n", max(line.start - 1, 0))
            add(line.text, line.start)

    def leave(self, depth: int) -> None:
        """End the paragraph, and the items that a line at ``depth`` does not belong to."""
        self.flush()
        while self._depths and self._depths[-1] >= depth:
            self._depths.pop()
            self.builder.close_item()

    def enter(self, depth: int, state: State | None = None, *, is_listed: bool = False) -> None:
        """Open an item whose bullet stands at ``depth``."""
        self.leave(depth)
        self.builder.open_item(state, is_listed=is_listed)
        self._depths.append(depth)

    def clear(self) -> None:
        """End the paragraph and all items."""
        self.flush()
        self._depths.clear()
        self.builder.close_items()

    def rows(self, rows: Iterable[Sequence[Line | Passage]]) -> None:
        """Add the rows of a table: each is an item with one cell a line."""
        for row in rows:
            if not any(self._has_sign(cell.text) or scan.may_hold(cell.text) for cell in row):
                continue
            self.builder.open_item()
            for cell in row:
                if isinstance(cell, Passage):
                    if cell.length:
                        self.builder.add("\n", cell.offset(0))
                        self._write(cell, self.builder)
                elif cell.text:
                    self.builder.add("\n", cell.start)
                    self.write([cell])
            self.builder.close_item()

    def verbatim(self, lines: Iterable[Line]) -> None:
        """Add lines in which nothing is markup, code for example, as a paragraph."""
        self.flush()
        is_first = True
        for line in lines:
            if is_first and line.is_blank:
                continue
            if is_first:
                self.builder.open_block(line.start)
            else:
                self.builder.add("\n", max(line.start - 1, 0))
            self.builder.add(line.text, line.start)
            is_first = False
        self.builder.close_block()

    def html(self, start: int, end: int) -> None:
        """Add HTML that stands in the note from ``start`` to ``end``, as a paragraph."""
        self.flush()
        self.builder.open_block(start)
        folder = html.Folder(self.builder)
        folder.feed(self._note[start:end], start)
        folder.close()
        self.builder.close_block()
