"""Jupyter notebooks: the text of their cells.

Source: the notebook format, nbformat 4 and, with ``worksheets``, 3. Markdown
cells are Markdown notes that follow each other under the same headings; the
source of other cells is plain text. Outputs, attachments and metadata are what
programs wrote, and are left out.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator

from paperbib.extract import markdown, plain
from paperbib.extract.data import json_text
from paperbib.extract.data.values import Array, Node, Object, Value, copy_of, loose, moved
from paperbib.extract.passage import Headings, Passage
from paperbib.model import Note

name = "notebook"
suffixes: tuple[str, ...] = (".ipynb",)
cutting = None

_START = re.compile(r"[\s\ufeff]*\{")
_SIGNS = re.compile(
    r'"(?:cells|worksheets)"\s*:\s*\[\s*(?:\{\s*"|\])|"nbformat(?:_minor)?"\s*:\s*\d'
)
_COMMENT = re.compile(r"^[ \t]*#+(?=[ \t])", re.MULTILINE)
_DEEPEST = 6


def looks_like(text: str) -> bool:
    """Whether a text is a notebook: a JSON object with cells, or the format's version."""
    return _START.match(text) is not None and _SIGNS.search(text) is not None


def passages(note: Note, headings: Headings) -> Iterator[Passage]:
    """Turn a notebook into passages, in the order of its cells."""
    document = json_text.read(note.text)
    if not any(_field(value, one) for value in document.values for one in ("cells", "worksheets")):
        yield from loose(note, 0, len(note.text), headings)
        return
    for value in document.values:
        for cell in _cells(value):
            yield from _read(note.file, cell, headings)
    for start, end in document.rest:
        yield from loose(note, start, end, headings)


def _cells(notebook: Node) -> Iterator[Object]:
    """The cells of a notebook, also of those that an older format puts into worksheets."""
    cells = _field(notebook, "cells")
    sheets = _field(notebook, "worksheets")
    lists = [cells]
    if isinstance(sheets, Array):
        lists += [_field(sheet, "cells") for sheet in sheets.values]
    for one in lists:
        if isinstance(one, Array):
            yield from (cell for cell in one.values if isinstance(cell, Object))


def _read(file: str, cell: Object, headings: Headings) -> Iterator[Passage]:
    kind = _text(_field(cell, "cell_type"))
    source = _field(cell, "source")
    text, offsets = _decoded(_field(cell, "input") if source is None else source)
    if not text:
        return
    if kind == "heading":
        # Of the older format: a Markdown heading without its number signs.
        level = _text(_field(cell, "level"))
        signs = "#" * min(int(level), _DEEPEST) if level.isdecimal() and level != "0" else "#"
        text, offsets = f"{signs} {text}", array("q", [offsets[0]] * (len(signs) + 1)) + offsets
    if kind in ("markdown", "heading"):
        found = markdown.passages(Note(file, text), headings)
    else:
        # The signs of comments are no words of theirs.
        text = _COMMENT.sub(lambda sign: " " * len(sign[0]), text) if kind == "code" else text
        found = plain.passages(Note(file, text), copy_of(headings))
        found = found if kind in ("raw", "") else _unlisted(found)
    yield from moved(found, offsets.__getitem__)


def _unlisted(passages: Iterator[Passage]) -> Iterator[Passage]:
    """Passages of a program: what looks like a bullet there is a minus."""
    for passage in passages:
        passage.is_listed = False
        yield passage


def _field(node: Node | None, name: str) -> Node | None:
    if not isinstance(node, Object):
        return None
    return next((value for key, value in node.pairs if key and key.text == name), None)


def _text(node: Node | None) -> str:
    return node.text if isinstance(node, Value) else ""


def _decoded(source: Node | None) -> tuple[str, array[int]]:
    """The text of a cell, and where in the notebook each of its characters stands.

    A source is one string, or a list of lines. One place more than there are
    characters is given: that of the end.
    """
    parts = source.values if isinstance(source, Array) else [source]
    texts: list[str] = []
    offsets = array("q")
    end = 0
    for part in parts:
        for text, offset in part.pieces if isinstance(part, Value) else ():
            end = offset + len(text)
            texts.append(text)
            offsets.extend(range(offset, end))
    offsets.append(end)
    return "".join(texts), offsets
