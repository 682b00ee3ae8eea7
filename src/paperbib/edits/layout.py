"""Entries are put into a file and taken out of it; everything around them stays."""

from __future__ import annotations

import re
from collections.abc import Sequence

from paperbib.edits.blocks import Block, Kind

_WHITE = " \t\r\n\f\v"
_LINE_END = re.compile(r"\r\n?|\n")
_BLANK_LINES = re.compile(r"(?:\r\n?+|\n)(?:[ \t]*+(?:\r\n?+|\n))+")
_MARK = "\ufeff"


class Page:
    """A file whose entries change.

    Args:
        blocks: As they were read.
        line_end: What ends its lines.
    """

    def __init__(self, blocks: Sequence[Block], line_end: str) -> None:
        self._blocks = blocks
        self._gap = 2 * line_end
        self._texts: dict[int, str] = {}
        self._removed: set[int] = set()
        self._before: dict[int, list[str]] = {}
        self._after: dict[int, list[str]] = {}
        self._last: list[str] = []
        self._pieces: list[str] = []
        self._has_content = False

    def replace(self, number: int, text: str) -> None:
        """Give a block another text."""
        self._texts[number] = text

    def remove(self, number: int) -> None:
        """Take an entry out, with the blank lines before it."""
        self._removed.add(number)

    def add_before(self, number: int, texts: list[str]) -> None:
        """Put entries before a block and the comment that stands right above it."""
        self._before[number] = texts

    def add_after(self, number: int, text: str) -> None:
        """Put an entry behind a block and what stands in its last line."""
        self._after.setdefault(number, []).append(text)

    def add_last(self, texts: list[str]) -> None:
        """Put entries at the end, before the line ends there."""
        self._last = texts

    def text(self) -> str:
        """The whole file."""
        self._pieces, self._has_content = [], False
        is_stripped = False
        for number, block in enumerate(self._blocks):
            text = self._texts.get(number, block.text)
            if number in self._before:
                self._put_before(self._before[number])
            if block.kind is Kind.TEXT:
                text = self._put_after(number - 1, text)
                text = text.lstrip(_WHITE) if is_stripped else text
                is_stripped = False
            elif number in self._removed:
                is_stripped = self._take_out(number)
                text = ""
            self._put(text)
            if number in self._after and not self._is_text(number + 1):
                self._put_after(number, "")
                self._put(self._gap if number + 1 < len(self._blocks) else "")
        whole = "".join(self._pieces)
        body = whole.rstrip(_WHITE)
        gap = self._gap if self._has_content else ""
        return body + gap + self._gap.join(self._last) + whole[len(body) :] if self._last else whole

    def _put(self, text: str) -> None:
        self._pieces.append(text)
        self._has_content = self._has_content or bool(text.strip(_WHITE + _MARK))

    def _put_before(self, texts: list[str]) -> None:
        """In the text that was put last, behind its last blank line."""
        last = self._pieces.pop() if self._pieces else ""
        blanks = list(_BLANK_LINES.finditer(last))
        line = None if len(self._pieces) == 0 else _LINE_END.search(last)
        # Without a blank line, the comment belongs to the entry, unless it heads the file.
        place = blanks[-1].end() if blanks else line.end() if line else len(last)
        self._put(last[:place])
        self._put("".join(f"{one}{self._gap}" for one in texts))
        self._put(last[place:])

    def _put_after(self, number: int, text: str) -> str:
        """Behind the rest of the line; returns what is left of the text."""
        if number not in self._after or number < 0:
            return text
        end = _LINE_END.search(text)
        place = end.start() if end else len(text)
        self._put(text[:place])
        self._put("".join(f"{self._gap}{one}" for one in self._after[number]))
        rest = text[place:]
        is_last = number + 2 >= len(self._blocks)
        return rest or ("" if is_last or not text else self._gap)

    def _take_out(self, number: int) -> bool:
        """Take away the white space before an entry; else, whether that behind it must go."""
        behind = self._blocks[number + 1].text if self._is_text(number + 1) else ""
        end = _LINE_END.search(behind)
        line = behind[: end.start()] if end else behind
        is_last = number + 1 + self._is_text(number + 1) >= len(self._blocks)
        if line.strip(_WHITE) or not (end or is_last):
            return False
        if not self._has_content:
            return True
        self._pieces[-1] = self._pieces[-1].rstrip(_WHITE)
        return False

    def _is_text(self, number: int) -> bool:
        return number < len(self._blocks) and self._blocks[number].kind is Kind.TEXT
