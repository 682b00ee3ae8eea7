"""The lines of Org: headings, lists, tables, blocks, drawers and keywords.

Source: Org Syntax, "Elements" and "Greater Elements"; the Org Manual, "Plain Lists".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from paperbib.extract.context.titles import clean
from paperbib.extract.lines import Line, Sight, join, read_lines, worth_reading
from paperbib.extract.org.blanks import Blanks
from paperbib.extract.org.heading import (
    HEADING,
    Drawer,
    TodoWords,
    add_annotation,
    is_clock,
    names_something,
    read_drawer,
)
from paperbib.extract.org.objects import SIGNS
from paperbib.extract.org.text import Marked, cells, may_link
from paperbib.extract.outline import Outline
from paperbib.extract.passage import Builder, Headings, Passage
from paperbib.model import Note, State

_DRAWER = re.compile(r"[ \t]*:(?P<name>[\w-]+):[ \t]*")
_BLOCK = re.compile(r"[ \t]*#\+begin_(?P<name>\S+)(?P<rest>.*)", re.IGNORECASE)
_BLOCK_EDGE = re.compile(r"[ \t]*#\+(?:(?:begin|end)_\S+|begin:|end:)", re.IGNORECASE)
_KEYWORD = re.compile(r"[ \t]*#\+(?P<name>[\w-]+)(?:\[[^\]\n]*\])?:[ \t]*(?P<value>.*)")
_COMMENT = re.compile(r"[ \t]*#(?:\s|\Z)")
_FIXED = re.compile(r"[ \t]*:(?: (?P<text>.*))?")
_TABLE = re.compile(r"[ \t]*\|")
_TABLE_RULE = re.compile(r"[ \t]*\|[-+:|\s]*-[-+:|\s]*")
_RULE = re.compile(r"[ \t]*-{5,}[ \t]*")
_FOOTNOTE = re.compile(r"\[fn:[\w-]+\]")
_ITEM = re.compile(
    r"[ \t]*(?:[-+]|\d{1,3}[.)]|(?<=[ \t])\*)(?:[ \t]+|\Z)(?:\[@\d+\](?:[ \t]+|\Z))?"
    r"(?:\[(?P<mark>[ xX-])\](?:[ \t]+|\Z))?"
)
_LINK_LINE = re.compile(
    r"[ \t]*#\+LINK:[ \t]+(?P<name>\S+)[ \t]+(?P<address>\S+)[ \t]*", re.IGNORECASE
)
_TITLE_LINE = re.compile(r"#\+TITLE:[ \t]*(?P<title>.*)", re.IGNORECASE)
_VERBATIM_BLOCKS = ("src", "example")
_HEADED = -1


class Reader:
    """Reads an Org note line by line; what cannot hold anything is skipped.

    Args:
        note: The note.
        headings: The path of headings around it.
    """

    def __init__(self, note: Note, headings: Headings) -> None:
        self.note = note
        self.lines = read_lines(note.text)
        self.sight = Sight(note.text)
        self.builder = Builder(headings)
        self.todo = TodoWords()
        self.title: Line | None = None
        self.section: tuple[int, State | None] = (0, None)
        self.subject: tuple[Passage, int] | None = None
        self.lost_ends: set[str] = set()
        abbreviations: dict[str, str] = {}
        for line in self.lines if "#+" in note.text else ():
            if line.text.lstrip().startswith("#+"):
                self._setting(line, abbreviations)
        self.marked = Marked(note.text, abbreviations)
        self.outline = Outline(self.builder, note.text, SIGNS, self.marked.write)
        self.blanks = Blanks(note.text, self.lines, worth_reading(self.lines, self.sight, headings))

    def _setting(self, line: Line, abbreviations: dict[str, str]) -> None:
        """Settings of the whole note, which may stand anywhere in it."""
        self.todo.define(line.text)
        if link := _LINK_LINE.fullmatch(line.text):
            abbreviations.setdefault(link["name"].strip('"'), link["address"])
        elif self.title is None and (title := _TITLE_LINE.fullmatch(line.text)):
            self.title = line.after(title.start("title"))

    def read(self) -> Iterator[Passage]:
        """The passages, in the order of the note."""
        index = self._file_drawer()
        while index < len(self.lines):
            index = self._line(index)
        self.outline.flush()
        self._end_section()
        return self.builder.passages()

    def _line(self, index: int) -> int:
        """Read one line, or the block that it starts; tell which line is next."""
        line = self.lines[index]
        text = line.text
        if line.is_blank:
            return self._blank(index)
        if text[0] == "*" and (heading := HEADING.fullmatch(text)):
            after = self.blanks.after_heading(index)
            return after if after > index else self._heading(index, heading)
        if self.outline.is_free and (after := self.blanks.after(index)) > index:
            self.outline.leave(0)
            return after
        return self._inside(index, text[line.margin])

    def _inside(self, index: int, first: str) -> int:
        """Read a line that is no heading, by its first sign."""
        line = self.lines[index]
        text = line.text
        if first == "#" and (text.startswith("#+", line.margin) or _COMMENT.match(text)):
            return self._hash(index)
        if first == ":" and (_DRAWER.fullmatch(text) or _FIXED.fullmatch(text)):
            return self._colon(index)
        if item := _ITEM.match(text):
            return self._item(index, item)
        if first == "|" and not self.outline.is_open:
            self.outline.leave(line.depth)
            if self.blanks.holds(line) and not _TABLE_RULE.fullmatch(text):
                self.outline.rows([list(cells(line))])
        elif _RULE.fullmatch(text) or (first in "CSD-" and is_clock(text)):
            self.outline.flush()
        else:
            self._text(line)
        return index + 1

    def _heading(self, index: int, match: re.Match[str]) -> int:
        """A heading with its drawer: a section, and an item if it names something."""
        self.outline.flush()
        self._end_section()
        self.outline.clear()
        heading = self.todo.read(self.lines[index], match)
        drawer = read_drawer(self.lines, index + 1)
        self.section = (len(self.builder.done), heading.state)
        if self._is_subject(heading.line) or drawer.references(self.sight):
            self.builder.headings.enter(heading.level, "")
            text = self._headed_item(heading.line, drawer)
            self.builder.headings.enter(heading.level, clean(text))
        elif SIGNS.search(heading.line.text):
            self.builder.open_heading()
            self._title(heading.line)
            self.builder.close_heading(heading.level)
        else:
            self.outline.heading(heading.level, heading.line)
        return drawer.end

    def _is_subject(self, title: Line) -> bool:
        """Whether a heading names something to cite."""
        probe = Builder(Headings())
        if may_link(title.text):
            self._title(title, probe)
        links = probe.done[0].links if probe.done else ()
        return names_something(title, links, self.sight)

    def _title(self, title: Line, builder: Builder | None = None) -> None:
        block = Passage()
        if title.text:
            join(block, title)
        self.marked.write(block, builder or self.builder, is_heading=True)

    def _headed_item(self, title: Line | None, drawer: Drawer) -> str:
        """Open an item that lasts until the next heading; return its title line."""
        self.outline.enter(_HEADED)
        passage = self.builder.passage
        if title is not None:
            self._title(title)
        text = passage.text
        for name, line in drawer.references(self.sight).items():
            self.builder.open_block(line.start)
            if address := drawer.address(name):
                self.builder.open_link()
                self.builder.close_link(address, line.start, line.text.split()[0])
            else:
                self.outline.write([line])
        if drawer.references(self.sight):
            passage.given = drawer.given(text)
            self.subject = (passage, passage.length)
        return text

    def _file_drawer(self) -> int:
        """A drawer at the start speaks of what the whole file is about, up to its headings."""
        index = 0
        while index < len(self.lines) and self.lines[index].is_blank:
            index += 1
        drawer = read_drawer(self.lines, index)
        if drawer.references(self.sight):
            self._headed_item(self.title, drawer)
        return drawer.end

    def _end_section(self) -> None:
        """Give what stands directly under a heading its todo state, and its drawer the text."""
        first, state = self.section
        for passage in self.builder.done[first:]:
            if passage.parent is None and passage.state is None:
                passage.state = state
        if self.subject is not None:
            add_annotation(*self.subject)
            self.subject = None

    def _blank(self, index: int) -> int:
        self.outline.flush()
        if index and self.lines[index - 1].is_blank:
            # Two blank lines end all lists (Org Manual, "Plain Lists").
            self.outline.leave(0)
        return index + 1

    def _text(self, line: Line) -> None:
        if not self.outline.holds(line) or _FOOTNOTE.match(line.text):
            self.outline.leave(line.depth)
        self.outline.text(line.after(0))

    def _item(self, index: int, bullet: re.Match[str]) -> int:
        line = self.lines[index]
        if is_clock(line.text):
            self.outline.flush()
            return index + 1
        # Words in an item inside another may be about what that one names.
        if not line.depth and (after := self.blanks.after_item(index)) > index:
            self.outline.leave(line.depth)
            return after
        mark = bullet["mark"]
        state: State | None = None if mark is None else "done" if mark in "xX" else "open"
        self.outline.enter(line.depth, state, is_listed=True)
        rest = line.after(bullet.end())
        term = -1 if line.text[line.margin].isdigit() else (rest.text + " ").find(" :: ")
        if term >= 0:
            # "term :: text": the term is the title line of the item.
            self.outline.text(Line(rest.start, rest.text[:term]))
            rest = rest.after(term + 3)
        if rest.text:
            self.outline.text(rest)
        return index + 1

    def _hash(self, index: int) -> int:
        """Blocks, keywords and comments."""
        line = self.lines[index]
        if block := _BLOCK.fullmatch(line.text):
            return self._marked_block(index, block)
        self.outline.flush()
        if keyword := _KEYWORD.fullmatch(line.text):
            is_setting = keyword["name"].lower() in ("link", "todo", "seq_todo", "typ_todo")
            if not is_setting and self.sight.sees_in(line):
                self.outline.leave(line.depth)
                rest = line.after(keyword.start("value"))
                if keyword["name"].lower() == "html":
                    self.outline.html(rest.start, rest.start + len(rest.text))
                else:
                    self.outline.text(rest)
                    self.outline.flush()
        elif not _COMMENT.match(line.text) and (
            not _BLOCK_EDGE.match(line.text) or self.sight.sees_in(line)
        ):
            self._text(line)
        return index + 1

    def _marked_block(self, index: int, block: re.Match[str]) -> int:
        """A ``#+begin_…`` block; quotes and the like hold text as it stands elsewhere."""
        line = self.lines[index]
        kind = block["name"].lower()
        self.outline.leave(line.depth)
        if kind != "comment" and self.sight.sees_in(line):
            self.outline.text(line.after(block.start("rest")))
            self.outline.flush()
        is_html = kind == "html" or (kind == "export" and block["rest"].strip().lower() == "html")
        is_held = is_html or kind in (*_VERBATIM_BLOCKS, "comment", "export")
        end = self._end_of(kind, index + 1) if is_held else -1
        if end < 0:
            return index + 1
        if is_html:
            self.outline.html(self.lines[index + 1].start, self.lines[end].start)
        elif kind != "comment":
            self.outline.verbatim(self.lines[index + 1 : end])
        return end + 1

    def _end_of(self, kind: str, index: int) -> int:
        """The line that ends a block, or -1; what was not found once is not looked for again."""
        if kind not in self.lost_ends:
            for place in range(index, len(self.lines)):
                if self.lines[place].text.strip().lower() == f"#+end_{kind}":
                    return place
            self.lost_ends.add(kind)
        return -1

    def _colon(self, index: int) -> int:
        """Edges of drawers, and lines of fixed width."""
        line = self.lines[index]
        if _DRAWER.fullmatch(line.text):
            self.outline.flush()
            return index + 1
        self.outline.leave(line.depth)
        end = index
        while end < len(self.lines) and _FIXED.fullmatch(self.lines[end].text):
            end += 1
        self.outline.verbatim(one.after(one.margin + 1) for one in self.lines[index:end])
        return end
