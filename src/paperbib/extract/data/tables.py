"""Tables: CSV and TSV, one entry a row.

Source: RFC 4180, with the separators that spreadsheets use. The names of the
columns say what the cells hold (see `fields`); a table without such names is a
list of rows in running text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from paperbib.extract.data import fields
from paperbib.extract.data.fields import Field
from paperbib.extract.data.values import SHORTEST, Value, append
from paperbib.extract.passage import Headings, Passage
from paperbib.identifiers.look_alikes import is_quantity
from paperbib.model import Note

name = "table"
suffixes: tuple[str, ...] = (".csv", ".tsv", ".tab")
# The names of the columns stand at the start only.
cutting = None

_NUMBER = re.compile(r"\s*[-+]?\d+(?:\.\d+)?\s*")
_SEPARATORS = ",\t;|"
_SAMPLE, _SAMPLE_ROWS = 16_384, 10
_DECLARED = re.compile(r"\ufeff?(?:sep=(?P<separator>[^\r\n])(?:\r\n|\r|\n))?")
_QUOTED = re.compile(r'"(?P<inside>[^"]*(?:""[^"]*)*)"')
_LINE = re.compile(r"(?P<words>[^\r\n]*)(?:\r\n|\r|\n|\Z)")
_LINE_END = re.compile(r"\r\n|\r|\n")
_RULE = re.compile(r"\s*\|?\s*:?-{3,}")
_MOST_TO_SNIFF, _LEAST_COLUMNS = 65_536, 3

Row = list[Value]


def looks_like(text: str) -> bool:
    """Whether a text starts with the names of columns, and goes on in as many columns."""
    lines = [line for line in text[:_MOST_TO_SNIFF].splitlines()[:_SAMPLE_ROWS] if line.strip()]
    if len(lines) < 2 or text.lstrip().startswith("|") or _RULE.match(lines[1]):  # noqa: PLR2004 - names and a row
        return False
    rows = _sample(text, separator := _separator(text))
    names = [fields.squeeze(cell.text) for cell in rows[0]] if rows else []
    if not any(fields.is_linking(one) for one in names) or separator not in lines[0]:
        return False
    known = sum(bool(fields.role(one)) for one in names)
    is_table = len(names) >= _LEAST_COLUMNS and known > 1
    same = sum(len(row) == len(names) for row in rows)
    return (is_table or known == len(names) > 1) and same == len(rows) > 1


def passages(note: Note, headings: Headings) -> Iterator[Passage]:
    """Turn a table into passages, one for each row."""
    rows = _rows(note.text, _separator(note.text, note.file))
    names: list[str] | None = None
    for number, row in enumerate(rows):
        if number == 0 and _is_header(row):
            names = [fields.squeeze(cell.text) for cell in row]
        if sum(len(cell.raw) for cell in row) < SHORTEST:
            continue
        passage = _passage(row, names if number else None, headings.path)
        if passage.links or passage.text.strip():
            yield passage


def _is_header(row: Row) -> bool:
    """Whether a first row names the columns: some name is known, and no cell is an identifier."""
    names = [fields.squeeze(cell.text) for cell in row]
    is_known = any(fields.role(name) or is_quantity(name) for name in names)
    return is_known and not any(fields.is_identifying(cell.text) for cell in row)


def _passage(row: Row, names: list[str] | None, section: tuple[str, ...]) -> Passage:
    if names is None:
        passage = Passage(section, is_item=True)
        for cell in row:
            if cell.text.strip():
                append(passage, cell)
        return passage
    padded = names + [""] * (len(row) - len(names))
    cells = [
        Field(column, cell)
        for column, cell in zip(padded, row, strict=False)
        # A number in a column of losses is no identifier, whatever it looks like.
        if not (is_quantity(column) and _NUMBER.fullmatch(cell.text))
    ]
    return fields.entry(
        cells, section=section, is_told=any(fields.is_telling(one) for one in names)
    )


def _separator(text: str, file: str = "") -> str:
    """What separates the cells: the character that makes the best table of the first rows."""
    declared = _DECLARED.match(text)
    if declared and declared["separator"]:
        return declared["separator"]
    if file.lower().endswith((".tsv", ".tab")) and "\t" in text[:_SAMPLE]:
        return "\t"

    def merit(separator: str) -> tuple[int, int, int]:
        rows = _sample(text, separator)
        width = len(rows[0]) if rows else 1
        if width == 1:
            return (0, 0, 0)
        known = sum(bool(fields.role(fields.squeeze(cell.text))) for cell in rows[0])
        return (known, sum(len(row) == width for row in rows), width)

    return max(_SEPARATORS, key=merit)


def _sample(text: str, separator: str) -> list[Row]:
    """The first rows."""
    sample = text[:_SAMPLE]
    rows = []
    for row in _rows(sample, separator):
        rows.append(row)
        if len(rows) == _SAMPLE_ROWS:
            return rows
    # The last row may be cut off.
    return rows[:-1] if len(text) > len(sample) and len(rows) > 1 else rows


def _rows(text: str, separator: str) -> Iterator[Row]:
    """Cut a table into rows of cells; rows without text are left out."""
    declared = _DECLARED.match(text)
    position = declared.end() if declared else 0
    unquoted = re.compile(rf"[^{re.escape(separator)}\r\n]*")
    blank = separator + " \t"
    has_quotes = True
    while position < len(text) and (line := _LINE.match(text, position)):
        words = line["words"]
        if has_quotes and '"' in words:
            row, position, has_quotes = _quoted_row(text, position, separator, unquoted)
            if any(cell.text.strip() for cell in row):
                yield row
            continue
        if words.strip(blank):
            yield _plain_row(words, position, separator)
        position = line.end()


def _plain_row(words: str, offset: int, separator: str) -> Row:
    """The cells of a line without quotes, or in which a quote is a quote."""
    row: Row = []
    for cell in words.split(separator):
        row.append(Value(((cell, offset),), cell))
        offset += len(cell) + 1
    return row


def _quoted_row(
    text: str, position: int, separator: str, unquoted: re.Pattern[str]
) -> tuple[Row, int, bool]:
    """The row at a position, where the next starts, and whether quotes go on to be quotes."""
    row: Row = []
    has_quotes = True
    while True:
        quoted = _QUOTED.match(text, position) if has_quotes else None
        if quoted is None and text.startswith('"', position):
            # Never closed: from here on a quote is a quote. (Looking for its end
            # again and again would take too long.)
            has_quotes = False
        after = quoted.end() if quoted else position
        rest = unquoted.match(text, after)
        stop = rest.end() if rest else after
        row.append(_cell(text, position, after, stop))
        if not text.startswith(separator, stop):
            end = _LINE_END.match(text, stop)
            return row, end.end() if end else len(text), has_quotes
        position = stop + 1


def _cell(text: str, start: int, after: int, stop: int) -> Value:
    """A cell: ``text[start:after]`` is quoted, what follows up to ``stop`` is not."""
    pieces: list[tuple[str, int]] = []
    if after > start:
        position, end = start + 1, after - 1
        while (quote := text.find('""', position, end)) >= 0:
            # The second of two quotes is not there.
            pieces.append((text[position : quote + 1], position))
            position = quote + 2
        pieces.append((text[position:end], position))
    if stop > after or not pieces:
        pieces.append((text[after:stop], after))
    raw = text[start + 1 : after - 1] if after > start and stop == after else text[start:stop]
    return Value(tuple(pieces), raw)
