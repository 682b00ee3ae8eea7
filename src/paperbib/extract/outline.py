"""The outline of a note made of lines: paragraphs, and items nested by indentation."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from paperbib.extract import html
from paperbib.extract.lines import Line, join
from paperbib.extract.passage import Builder, Passage
from paperbib.model import State

_OUTSIDE = -2


class Outline:
    """Puts the lines of a note into passages, as Org and reStructuredText nest them.

    Args:
        builder: Where the passages are built.
        text: The text of the note.
        write: Adds a block of running text to the builder, without its markup.
    """

    def __init__(
        self, builder: Builder, text: str, write: Callable[[Passage, Builder], None]
    ) -> None:
        self.builder = builder
        self._note = text
        self._write = write
        self._block: Passage | None = None
        self._depths: list[int] = []

    @property
    def is_open(self) -> bool:
        """Whether there is a paragraph that a line of text goes on with."""
        return self._block is not None

    def holds(self, line: Line) -> bool:
        """Whether a line goes on with the paragraph and stands inside of its item."""
        depth = self._depths[-1] if self._depths else _OUTSIDE
        return self._block is not None and line.depth > depth

    def text(self, line: Line) -> None:
        """Take in a line of running text, without its indentation."""
        if self._block is None:
            self._block = Passage()
        join(self._block, line)

    def flush(self) -> None:
        """End the paragraph."""
        if self._block is not None:
            self.block(self._block)
            self._block = None

    def block(self, block: Passage) -> None:
        """Add a block of running text as a paragraph."""
        self.builder.open_block(block.offset(0))
        self._write(block, self.builder)
        self.builder.close_block()

    def leave(self, depth: int) -> None:
        """End the paragraph, and the items that a line at ``depth`` does not belong to."""
        self.flush()
        while self._depths and self._depths[-1] >= depth:
            self._depths.pop()
            self.builder.close_item()

    def enter(self, depth: int, state: State | None = None) -> None:
        """Open an item whose bullet stands at ``depth``."""
        self.leave(depth)
        self.builder.open_item(state)
        self._depths.append(depth)

    def clear(self) -> None:
        """End the paragraph and all items."""
        self.flush()
        self._depths.clear()
        self.builder.close_items()

    def rows(self, rows: Iterable[list[Passage]]) -> None:
        """Add the rows of a table: each is an item with one cell a line."""
        for row in rows:
            self.builder.open_item()
            for cell in row:
                if cell.length:
                    self.builder.add("\n", cell.offset(0))
                    self._write(cell, self.builder)
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
