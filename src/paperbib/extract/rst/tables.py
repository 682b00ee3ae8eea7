"""Tables of reStructuredText: rows of cells, each cell a block of running text.

Source: reStructuredText Markup Specification, "Grid Tables" and "Simple
Tables"; reStructuredText Directives, "Table". Spans are read as best they can:
what cannot be cut into cells is one cell.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections.abc import Iterator

from paperbib.extract.lines import Line
from paperbib.extract.passage import Passage

Row = list[Passage]

GRID_BORDER = re.compile(r"[ \t]*\+(?:[-=]+\+)+[ \t]*")
SIMPLE_BORDER = re.compile(r"[ \t]*={2,}(?:[ \t]+=+)+[ \t]*")
_GRID_LINE = re.compile(r"[ \t]*[|+]")
_SPAN_RULE = re.compile(r"[ \t]*-+(?:[ \t]+-+)*[ \t]*")
_COLUMN = re.compile(r"=+")
_NEW_ROW = re.compile(r"[ \t]*[-*+][ \t]+(?=[-*+](?:[ \t]|\Z))")
_NEW_CELL = re.compile(r"[ \t]*[-*+](?:[ \t]+|\Z)")
_CSV_CELL = re.compile(
    r"[ \t]*(?:\"(?P<quoted>(?:[^\"]|\"\"){0,4000})\"[ \t]*|(?P<plain>[^,\r\n]*))"
    r"(?P<end>,|\r\n|\r|\n|\Z)"
)


def grid_end(lines: list[Line], index: int) -> int:
    """The line after a grid table that starts at line ``index``."""
    while index < len(lines) and _GRID_LINE.match(lines[index].text):
        index += 1
    return index


def grid_rows(lines: list[Line]) -> Iterator[Row]:
    """The rows of a grid table."""
    borders = [place for place, char in enumerate(lines[0].text) if char == "+"]
    row: Row = []
    for line in lines[1:]:
        if GRID_BORDER.fullmatch(line.text):
            yield row
            row = []
            continue
        cuts = [place for place, char in enumerate(line.text) if char in "|+"]
        is_even = all(line.text[place : place + 1] in ("|", "+") for place in borders)
        cuts = (
            borders if is_even else cuts if len(cuts) == len(borders) else [cuts[0], len(line.text)]
        )
        _extend(row, line, [(one + 1, other) for one, other in itertools.pairwise(cuts)])
    yield row


def simple_end(borders: list[int], lines: list[Line], index: int) -> int:
    """The line after a simple table that starts at line ``index``; -1 if it is none.

    Args:
        borders: The lines that may be borders, in order.
        lines: The lines of the note.
        index: The line of its first border.
    """
    for place in borders[bisect_left(borders, index + 1) :][:3]:
        if place + 1 == len(lines) or lines[place + 1].is_blank:
            return place + 1
    return -1


def simple_rows(lines: list[Line]) -> Iterator[Row]:
    """The rows of a simple table; a line without a first cell goes on with the row above."""
    starts = [match.start() for match in _COLUMN.finditer(lines[0].text)]
    row: Row = []
    for line in lines[1:]:
        is_rule = SIMPLE_BORDER.fullmatch(line.text) or _SPAN_RULE.fullmatch(line.text)
        if is_rule or line.is_blank or line.margin < (starts[1:] or [len(line.text)])[0]:
            yield row
            row = []
        if is_rule or line.is_blank:
            continue
        # Text over the gap between two columns spans them.
        cuts = [0, *(one for one in starts[1:] if line.text[one - 1 : one] in ("", " ", "\t"))]
        is_whole = len(cuts) == len(starts)
        cuts = cuts if is_whole else [0]
        _extend(row, line, list(zip(cuts, [*cuts[1:], len(line.text)], strict=True)))
    yield row


def list_rows(lines: list[Line]) -> Iterator[Row]:
    """The rows of a list-table: a list of lists."""
    row: Row = []
    for line in lines:
        new_row = _NEW_ROW.match(line.text)
        cell = _NEW_CELL.match(line.text, new_row.end() if new_row else 0)
        if new_row:
            yield row
            row = []
        if cell or not row:
            row.append(Passage())
        _append(row[-1], line.after(cell.end() if cell else 0))
    yield row


def csv_rows(text: str, start: int, end: int) -> Iterator[Row]:
    """The rows of a csv-table whose lines stand in a note from ``start`` to ``end``."""
    row: Row = []
    position = start
    while position < end and (match := _CSV_CELL.match(text, position, end)):
        cell = Passage()
        group = "plain" if match["quoted"] is None else "quoted"
        place = match.start(group)
        for line in re.finditer(r"[^\r\n]+", match[group]):
            _append(cell, Line(place + line.start(), line[0]).after(0))
        row.append(cell)
        if match["end"] != ",":
            yield row
            row = []
        position = max(match.end(), position + 1)
    yield row


def _extend(row: Row, line: Line, spans: list[tuple[int, int]]) -> None:
    """Take in a line of a row, which has text of the cells at ``spans``."""
    for number, (start, end) in enumerate(spans):
        if number == len(row):
            row.append(Passage())
        _append(row[number], Line(line.start, line.text[:end]).after(start))


def _append(cell: Passage, line: Line) -> None:
    if line.text:
        if cell.length:
            cell.add(" ", max(line.start - 1, 0))
        cell.add(line.text, line.start)
