"""What of an Org note need not be read: it names nothing, and is no heading of anything.

Org Syntax, "Headings": a section ends at the next heading, whatever is open.
"""

from __future__ import annotations

import re

from paperbib.extract.lines import NOWHERE, Line, Skips, following

_HEADING = re.compile(r"^(?P<stars>\*+)[ \t]+\S", re.MULTILINE)
_BLOCK = re.compile(r"^[ \t]*#\+begin_", re.MULTILINE | re.IGNORECASE)
_START = re.compile(r"^(?:[-+]|\d{1,3}[.)])[ \t]|(?:(?<=\n\n)|(?<=\n\r\n))[^\s#:|*]", re.MULTILINE)
_WORTH = re.compile(
    r"\[\[|\\(?=[A-Za-z])|^[ \t]*:(?:arxiv|eprint|doi)", re.MULTILINE | re.IGNORECASE
)


class Blanks(Skips):
    """The parts of a note that can be skipped.

    Args:
        text: The text of the note.
        lines: Its lines.
        traces: Where it may hold identifiers.
    """

    def __init__(self, text: str, lines: list[Line], traces: list[int]) -> None:
        headings = [(one.start(), len(one["stars"])) for one in _HEADING.finditer(text)]
        self._level_by_heading = dict(headings)
        begins = [one.start() for one in _BLOCK.finditer(text)] if "#+" in text else []
        worth = sorted([*traces, *(one.start() for one in _WORTH.finditer(text))])
        starts = [one.start() for one in _START.finditer(text)]
        super().__init__(lines, worth, sorted([*self._level_by_heading, *begins]), starts)

    def after_heading(self, index: int) -> int:
        """The heading to read on with instead of that at line ``index``.

        Nothing stands under the headings between them.
        """
        start = self._lines[index].start
        worth = following(self._worth, start)
        level = self._level_by_heading.get(start)
        while level is not None:
            stop = following(self._stops, start + 1)
            if worth < stop:
                break
            if stop == NOWHERE:
                return len(self._lines)
            below = self._level_by_heading.get(stop)
            if below is None or below > level:
                break
            start, level = stop, below
        return self.line_at(start)
