"""Directives and lists of fields of reStructuredText.

Source: reStructuredText Directives (Docutils); reStructuredText Markup
Specification, "Field Lists" and "Bibliographic Fields".
"""

from __future__ import annotations

import re

from paperbib.extract.context.titles import clean, is_title
from paperbib.extract.lines import Line, Sight, is_reference
from paperbib.extract.outline import Outline
from paperbib.extract.passage import Builder, Given
from paperbib.extract.rst import tables
from paperbib.extract.rst.explicit import FIELD, options
from paperbib.extract.rst.names import address_of, unescape

_CODE = frozenset(
    "code code-block sourcecode highlight parsed-literal math literalinclude prompt".split()
)
_PICTURES = ("image", "figure")
_SPOKEN = frozenset(
    """
    admonition attention caution danger error hint important note tip warning seealso topic
    sidebar rubric todo versionadded versionchanged deprecated
    """.split()
)
_NOTES = ("note", "notes", "comment", "annotation", "summary", "remark", "tldr")
_YEARS = ("year", "date", "published")
_KEYS = ("key", "citekey")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def end_of_block(lines: list[Line], index: int, depth: int) -> int:
    """The line after those that follow line ``index`` and are indented more than ``depth``."""
    end = last = index + 1
    while end < len(lines):
        if not lines[end].is_blank:
            if lines[end].depth <= depth:
                break
            last = end + 1
        end += 1
    return last


def verbatim(outline: Outline, lines: list[Line]) -> None:
    """Add lines in which nothing is markup to the item they stand in."""
    if depths := [line.depth for line in lines if not line.is_blank]:
        outline.leave(min(depths))
        outline.verbatim(lines)


class Directives:
    """Reads directives.

    Args:
        outline: Where their text goes.
        lines: The lines of the note.
        sight: Where its identifiers are.
        text: The text of the note.
    """

    def __init__(self, outline: Outline, lines: list[Line], sight: Sight, text: str) -> None:
        self.outline = outline
        self.lines = lines
        self.sight = sight
        self.note = text

    def read(self, index: int, name: str, argument: Line) -> int:
        """Read the directive at line ``index``; tell which line is next.

        What is left for the reader of the note is its body, where that is text like any other.
        """
        self.outline.leave(self.lines[index].depth)
        below = options(self.lines, index)
        start = index + 1 + len(below)
        if name in _PICTURES:
            self._picture(below)
            return start
        if name not in _CODE and (name in _SPOKEN or self.sight.sees_in(argument)):
            self.outline.text(argument)
            if below or start == len(self.lines) or self.lines[start].is_blank:
                self.outline.flush()
        for option in below:
            if self.sight.sees_in(option):
                self.outline.flush()
                self.outline.text(option.after(0))
        end = end_of_block(self.lines, index, self.lines[index].depth)
        return self._body(name, argument, start, max(start, end))

    def _body(self, name: str, argument: Line, start: int, end: int) -> int:
        lines = self.lines[start:end]
        if not lines:
            return end
        stop = lines[-1].start + len(lines[-1].text)
        if name == "raw" and "html" in argument.text.lower():
            self.outline.html(lines[0].start, stop)
        elif name in _CODE or name == "raw":
            verbatim(self.outline, lines)
        elif name == "list-table":
            self.outline.flush()
            self.outline.rows(tables.list_rows([line for line in lines if not line.is_blank]))
        elif name == "csv-table":
            self.outline.flush()
            self.outline.rows(tables.csv_rows(self.note, lines[0].start, stop))
        else:
            return start
        return end

    def _picture(self, below: list[Line]) -> None:
        """An image is no reference, but what a click on it leads to may be one."""
        builder = self.outline.builder
        for option in below:
            field = FIELD.fullmatch(option.text)
            if field and field["name"] == "target" and field["value"]:
                value = option.after(field.start("value"))
                if is_reference(unescape(value.text)):
                    builder.open_block(value.start)
                    builder.open_link()
                    builder.close_link(unescape(value.text), value.start, value.text)
                    builder.close_block()


class Fields:
    """Reads lists of fields.

    Args:
        outline: Where their text goes.
        lines: The lines of the note.
        sight: Where its identifiers are.
    """

    def __init__(self, outline: Outline, lines: list[Line], sight: Sight) -> None:
        self.outline = outline
        self.lines = lines
        self.sight = sight

    def read(self, index: int, title: Line | None) -> int:
        """Read the list of fields at line ``index``; tell which line is next.

        Args:
            index: The line of its first field.
            title: The title that it stands right under.
        """
        first = self.lines[index]
        fields: list[tuple[str, list[Line]]] = []
        end = index
        while end < len(self.lines):
            line = self.lines[end]
            field = FIELD.fullmatch(line.text)
            if field and line.depth == first.depth:
                fields.append((field["name"].lower(), []))
            elif line.is_blank or line.depth <= first.depth:
                break
            value = line.after(field.start("value")) if field and field["value"] else None
            if value or not field:
                fields[-1][1].append(value or line.after(0))
            end += 1
        self.outline.leave(first.depth)
        if any(self._refers(name, lines) for name, lines in fields):
            self._item(fields, title)
        return end

    def _refers(self, name: str, lines: list[Line]) -> bool:
        return any(address_of(name, line.text) or self.sight.sees_in(line) for line in lines)

    def _item(self, fields: list[tuple[str, list[Line]]], title: Line | None) -> None:
        """A list with an identifier in it is an item."""
        builder: Builder = self.outline.builder
        builder.open_item()
        passage = builder.passage
        values = {name: lines[0] for name, lines in reversed(fields) if lines}
        title = values.get("title", title)
        if title is not None and not self.sight.sees_in(title):
            builder.add(clean(unescape(title.text)), title.start)
        notes = [line.text for name, lines in fields if name in _NOTES for line in lines]
        passage.given = self._given(values, title, " ".join(notes))
        for name, lines in fields:
            address = address_of(name, lines[0].text) if len(lines) == 1 else None
            if address:
                builder.open_link()
                builder.close_link(address, lines[0].start, lines[0].text)
            elif lines and name != "title" and (name in _NOTES or self._refers(name, lines)):
                for line in lines:
                    self.outline.text(line)
                self.outline.flush()
        builder.close_item()

    @staticmethod
    def _given(values: dict[str, Line], title: Line | None, notes: str) -> Given:
        words = clean(unescape(title.text)) if title else ""
        dates = [values[name].text for name in _YEARS if name in values]
        years = [int(found[0]) for date in dates if (found := _YEAR.search(date))]
        key = next((values[name].text for name in _KEYS if name in values), None)
        title_ = words if is_title(words) else None
        return Given(title_, next(iter(years), None), notes or None, key)
