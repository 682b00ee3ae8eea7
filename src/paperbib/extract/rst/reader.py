"""The lines of reStructuredText: titles, lists, definitions, targets, literal blocks.

Source: reStructuredText Markup Specification, "Body Elements" and "Sections".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from paperbib.extract.lines import Line, Sight, is_reference, read_lines, worth_reading
from paperbib.extract.outline import Outline
from paperbib.extract.passage import Builder, Headings, Link, Passage
from paperbib.extract.rst import tables
from paperbib.extract.rst.blanks import adornments, blanks
from paperbib.extract.rst.directives import Directives, Fields, end_of_block, verbatim
from paperbib.extract.rst.explicit import (
    DIRECTIVE,
    EXPLICIT,
    FIELD,
    NOTE,
    Target,
    options,
    read_substitution,
    read_target,
    read_targets,
)
from paperbib.extract.rst.names import label, unescape
from paperbib.extract.rst.text import SIGNS, Marked
from paperbib.model import Note, State

_TRANSITION = 4
_ITEM = re.compile(
    r"[ \t]*(?P<bullet>[-*+•‣⁃]|(?:\d{1,3}|#|[a-z])[.)]|\((?:\d{1,3}|#|[A-Za-z])\))(?:[ \t]+|\Z)"
    r"(?:(?:\[(?P<mark>[ xX-])\]|(?P<box>[☐☒☑]))(?:[ \t]+|\Z))?"
)
_LINE_BLOCK = re.compile(r"[ \t]*\|(?:[ \t]+|\Z)(?!.*\|[ \t]*\Z)")


class Reader:
    """Reads a reStructuredText note line by line; what cannot hold anything is skipped.

    Args:
        note: The note.
        headings: The path of headings around it.
    """

    def __init__(self, note: Note, headings: Headings) -> None:
        self.note = note
        self.lines = read_lines(note.text)
        self.sight = Sight(note.text)
        self.targets = read_targets(self.lines)
        self.marked = Marked(self.targets)
        self.builder = Builder(headings)
        self.outline = Outline(self.builder, note.text, SIGNS, self.marked.write)
        self.directives = Directives(self.outline, self.lines, self.sight, note.text)
        self.fields = Fields(self.outline, self.lines, self.sight)
        self.base = 0
        self.styles: list[tuple[str, bool]] = []
        self.title: tuple[int, Line] | None = None
        self.definitions: list[tuple[str, Passage]] = []
        self.adorned = adornments(self.lines)
        worth = worth_reading(self.lines, self.sight, headings)
        self.blanks = blanks(note.text, self.lines, worth, self.adorned)
        self.borders = [
            index
            for index, line in enumerate(self.lines)
            if "==" in line.text and tables.SIMPLE_BORDER.fullmatch(line.text)
        ]

    def read(self) -> Iterator[Passage]:
        """The passages, in the order of the note."""
        index = 0
        while index < len(self.lines):
            index = self._line(index)
        self.outline.flush()
        hidden: set[int] = set()
        anonymous = self.targets.next_anonymous
        for name_, passage in self.definitions:
            # A name that is defined again leads to the first of its addresses only.
            address = passage.links[0].address
            is_first = address in (
                self.targets.addresses.get(name_),
                self.targets.pictures.get(name_),
            )
            if (name_ in self.targets.used and is_first) or (not name_ and anonymous > 0):
                hidden.add(id(passage))
            anonymous -= not name_
        return (one for one in self.builder.passages() if id(one) not in hidden)

    def _line(self, index: int) -> int:
        """Read one line, or the block that it starts; tell which line is next."""
        line = self.lines[index]
        text = line.text
        if line.is_blank:
            self.outline.flush()
            return index + 1
        after = self.blanks.after(index)
        if after > index:
            self.outline.leave(0)
            return after
        first = text[line.margin]
        if end := self._block(index, first) or self._title(index) or self._table(index, first):
            return end
        if first == ":" and not self.outline.is_open and FIELD.fullmatch(text):
            return self.fields.read(index, self._title_above(index))
        if index in self.adorned and not self.outline.is_open and len(text) >= _TRANSITION:
            return index + 1
        # Text that starts with two letters is no item.
        is_word = first.isalpha() and text[line.margin + 1 : line.margin + 2].isalpha()
        item = None if is_word else _ITEM.match(text)
        return self._item(index, item) if item else self._text(index)

    def _block(self, index: int, first: str) -> int:
        """Explicit markup, and targets without a name; 0 if there is none."""
        text = self.lines[index].text
        if first == "." and EXPLICIT.fullmatch(text):
            return self._explicit(index)
        is_target = first == "_" and not self.outline.is_open and text.lstrip().startswith("__ ")
        target = read_target(self.lines, index) if is_target else None
        return self._target(target) if target else 0

    def _text(self, index: int) -> int:
        line = self.lines[index]
        if not self.outline.holds(line):
            self.outline.leave(line.depth)
            self.base = line.depth
            below = self.lines[index + 1] if index + 1 < len(self.lines) else None
            is_term = below is not None and not below.is_blank and below.depth > line.depth
            if is_term and not _LINE_BLOCK.match(line.text):
                # A definition list: the term is the title line of an item.
                if (after := self.blanks.after_item(index)) > index:
                    return after
                self.outline.enter(line.depth)
        bar = _LINE_BLOCK.match(line.text) if "|" in line.text else None
        self.outline.text(line.after(bar.end() if bar else 0))
        return self._literal(index)

    def _item(self, index: int, bullet: re.Match[str]) -> int:
        line = self.lines[index]
        # Words in an item inside another may be about what that one names.
        if not line.depth and (after := self.blanks.after_item(index)) > index:
            self.outline.leave(line.depth)
            return after
        mark = bullet["mark"] or bullet["box"]
        state: State | None = None if mark is None else "done" if mark in "xX☒☑" else "open"
        self.outline.enter(line.depth, state, is_listed=True)
        rest = line.after(bullet.end())
        self.base = line.depth
        if rest.text[:1] == "|" and (bar := _LINE_BLOCK.match(rest.text)):
            rest = rest.after(bar.end())
        if rest.text:
            self.outline.text(rest)
        return self._literal(index)

    def _literal(self, index: int) -> int:
        """A literal block may follow a paragraph that ends in two colons."""
        text = self.lines[index].text
        start = index + 1
        if (
            ":" not in text
            or not text.rstrip().endswith("::")
            or start == len(self.lines)
            or not self.lines[start].is_blank
        ):
            return start
        self.outline.flush()
        end = end_of_block(self.lines, index, self.base)
        verbatim(self.outline, self.lines[start:end])
        return end

    def _title(self, index: int) -> int:
        """A title with a line under it, or over and under it; 0 if there is none."""
        if index not in self.adorned and index + 1 not in self.adorned:
            return 0
        lines = self.lines[index : index + 3]
        over = index in self.adorned
        if over and len(lines) == 3:  # noqa: PLR2004 - over, title, under
            _, title, under = lines
            is_title_ = under.text.rstrip() == lines[0].text.rstrip() and not title.is_blank
        elif not over and not self.outline.is_open and not lines[0].margin:
            title, under = lines[:2]
            is_title_ = not re.match(r"[-*+|:][ \t]", title.text)
        else:
            return 0
        written = title.text.strip()
        if not is_title_ or (over and index + 1 in self.adorned):
            return 0
        if len(under.text.rstrip()) < len(written) - 1:
            return 0
        self.outline.clear()
        style = (under.text[0], over)
        if style not in self.styles:
            self.styles.append(style)
        self.outline.heading(self.styles.index(style) + 1, title.after(0))
        self.title = (index + (3 if over else 2), title.after(0))
        return index + (3 if over else 2)

    def _title_above(self, index: int) -> Line | None:
        """The title right above line ``index``."""
        if self.title is None:
            return None
        below, title = self.title
        return title if all(line.is_blank for line in self.lines[below:index]) else None

    def _table(self, index: int, first: str) -> int:
        """A table; 0 if there is none."""
        text = self.lines[index].text
        if first == "+" and tables.GRID_BORDER.fullmatch(text):
            end = tables.grid_end(self.lines, index)
            self.outline.leave(self.lines[index].depth)
            self.outline.rows(tables.grid_rows(self.lines[index:end]))
            return end
        if first == "=" and not self.outline.is_open and tables.SIMPLE_BORDER.fullmatch(text):
            end = tables.simple_end(self.borders, self.lines, index)
            if end > 0:
                self.outline.leave(self.lines[index].depth)
                self.outline.rows(tables.simple_rows(self.lines[index:end]))
                return end
        return 0

    def _explicit(self, index: int) -> int:
        """Targets, footnotes, substitutions, directives; all else behind two dots is a comment."""
        line = self.lines[index]
        explicit = EXPLICIT.fullmatch(line.text)
        start = explicit.start("rest") if explicit else -1
        if target := read_target(self.lines, index):
            return self._target(target)
        if start < 0:
            is_empty = index + 1 == len(self.lines) or self.lines[index + 1].is_blank
            self.outline.leave(line.depth)
            return index + 1 if is_empty else end_of_block(self.lines, index, line.depth)
        rest = line.after(start)
        if note := NOTE.match(rest.text):
            self.outline.enter(line.depth)
            self.base = line.depth
            if text := rest.after(note.end()).text:
                self.outline.text(Line(rest.start + len(rest.text) - len(text), text))
            return index + 1
        if rest.text.startswith("|") and read_substitution(self.lines, index):
            return self._substitution(index)
        if directive := DIRECTIVE.fullmatch(rest.text):
            place = directive.start("rest")
            argument = rest.after(place) if place >= 0 else Line(rest.start, "")
            return self.directives.read(index, directive["name"].lower(), argument)
        self.outline.leave(line.depth)
        return end_of_block(self.lines, index, line.depth)

    def _substitution(self, index: int) -> int:
        """The text or image that a name stands for; a reference in it is an item."""
        substitution = read_substitution(self.lines, index)
        depth = self.lines[index].depth
        self.outline.leave(depth)
        if substitution and substitution.is_image:
            for option in options(self.lines, index):
                field = FIELD.fullmatch(option.text)
                if field and field["name"] == "target" and field["value"]:
                    value = option.after(field.start("value"))
                    title = Line(value.start, "")
                    self._define(label(substitution.name), title, substitution.address, value)
        elif substitution and self.sight.sees_in(substitution.rest):
            self.outline.enter(depth)
            self.outline.text(substitution.rest)
            return index + 1
        return end_of_block(self.lines, index, depth)

    def _target(self, target: Target) -> int:
        self.outline.flush()
        if target.to:
            start, end = target.address
            title = Line(target.at, unescape(target.name))
            value = Line(start, self.note.text[start:end])
            self._define(label(target.name), title, target.to, value)
        return target.end

    def _define(self, name_: str, title: Line, address: str, value: Line) -> None:
        """A target that no text refers to is a reference, too; whether one does is seen later."""
        if is_reference(address):
            passage = Passage(self.builder.headings.path, None, is_item=True)
            passage.add(title.text, title.start)
            passage.links.append(Link(0, len(title.text), address, value.start, value.text))
            self.builder.done.append(passage)
            self.definitions.append((name_, passage))
