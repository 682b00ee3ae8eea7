"""Markdown notes: CommonMark with tables, task lists and footnotes.

Source: CommonMark 0.31 and the GFM extensions, parsed by pulldown-cmark
(through pyromark), whose events carry their range in the source. What
is no Markdown is read by `notation`, `front_matter` and `pasted`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Any

import pyromark
from pyromark import Options

from paperbib.extract import html
from paperbib.extract.context.labels import is_title
from paperbib.extract.context.titles import clean
from paperbib.extract.markdown import blocks, front_matter, notation, pasted
from paperbib.extract.markdown.columns import Columns
from paperbib.extract.markdown.source import Source
from paperbib.extract.passage import Builder, Headings, Link, Passage
from paperbib.extract.pieces import Cutting
from paperbib.model import Note

name = "markdown"
suffixes = (".md", ".markdown", ".mdown", ".mkd", ".mkdn", ".qmd", ".rmd")

_OPTIONS = Options.ENABLE_TABLES | Options.ENABLE_TASKLISTS | Options.ENABLE_FOOTNOTES
_MARKS = re.compile(rb"`* ?")
_LONE_DASH = re.compile(rb"(?:^|\n)[ ]{0,3}-[ \t]*\r?\n?$")
_TEXT_FENCES = frozenset("text txt plain plaintext md markdown none org rst quote".split())
_FENCE_LENGTH = 3
_MOST_PIECES = 50
_GOES_ON = re.compile(rb"[ \t]*(?:[\[(*!\r\n]|\Z)")
_IN_ADDRESS = re.compile(r"https?://[^\s<>]*\Z", re.IGNORECASE)
_FAR = 500
_ANY_WORD = re.compile(r"\w")
_SIGNS = re.compile(
    r"\A(?:---|\+\+\+)\r?\n\w+ ?[:=]|\[\[[^\[\]\n]{1,200}\]\]|^[A-Za-z][\w.-]{0,40}:: "
    r"|^#{1,6} \S|\]\([^)\s]+|^\s{0,3}(?:[-*+]|\d{1,3}[.)]) +\S|^\[[^\]\n]{1,200}\]:\s"
    r"|^\|?[ \t]*:?-{3,}:?[ \t]*\|",
    re.MULTILINE,
)


def looks_like(text: str) -> bool:
    """Whether a text file is written in Markdown: headings, lists or links."""
    return _SIGNS.search(text) is not None


def cutting(text: str) -> Cutting:
    """How a Markdown text is cut."""
    del text
    return blocks.CUTTING


def passages(note: Note, headings: Headings) -> Iterator[Passage]:
    """Turn a Markdown note into passages, in the order of the note."""
    return _Reader(note, headings).read()


class _Reader:
    """Folds the parser's events into passages."""

    def __init__(self, note: Note, headings: Headings) -> None:
        self.note = note
        self.entries = pasted.find_entries(note.text)
        self.matter, end = front_matter.read(note)
        hidden = [*self.entries, *pasted.find_comments(note.text)]
        hidden += [pasted.Part(0, end)] if end else []
        text = pasted.blanked(note.text, hidden) if hidden else note.text
        self.places = Source(text)
        self.char = self.places.char
        self.source = self.places.bytes
        self.builder = Builder(headings)
        self.html = html.Folder(self.builder)
        self.addresses: list[tuple[str, int]] = []
        self.images = 0
        self.pictures: list[tuple[str, int]] = []
        self.heading_at: int | None = None
        self.labels: set[str] = set()
        self.sections: list[tuple[int, tuple[str, ...]]] = [(0, headings.path)]
        self.columns = Columns()
        self.is_fresh = False
        self.strong: list[str] | None = None
        self.strong_depth = 0
        self.underscores: list[str] = []

    def read(self) -> Iterator[Passage]:
        self.builder.done += self.matter
        markdown = self.source.decode()
        for event, place in pyromark.events_with_range(markdown, options=_OPTIONS):
            self._handle(event, place["start"], place["end"])
        self.html.close()
        if "]:" in markdown:
            self._unused_definitions(markdown)
        for part in self.entries:
            section = self._section(len(self.note.text[: part.start].encode()))
            self.builder.done += pasted.read(self.note, part, section)
        return notation.read(self.builder.passages())

    def _handle(self, event: Any, start: int, end: int) -> None:  # noqa: ANN401 - pyromark's union
        if isinstance(event, str):
            if event in ("SoftBreak", "HardBreak") and not self.images:
                self.builder.add("\n", self.char(start))
                self.is_fresh = True
            return
        for kind, value in event.items():
            if kind == "Start":
                self._start(value, start, end)
            elif kind == "End":
                self._end(value, start, end)
            elif kind == "TaskListMarker":
                self.builder.passage.state = "done" if value else "open"
            elif kind in ("Text", "Code"):
                self._text(value, start, end)
            elif kind in ("Html", "InlineHtml") and not self.images:
                self.html.feed(value, self.char(start))

    def _start(self, tag: Any, start: int, end: int) -> None:  # noqa: ANN401 - as above
        kind, value = (tag, None) if isinstance(tag, str) else next(iter(tag.items()))
        builder = self.builder
        if kind == "Heading":
            builder.open_heading()
            self.heading_at = None if _LONE_DASH.search(self.source[start:end]) else start
        elif kind in ("Item", "TableHead", "TableRow", "FootnoteDefinition"):
            self.html.close()
            builder.open_item(is_listed=kind == "Item")
            self.is_fresh = True
        elif kind == "TableCell":
            self._cell(start)
        elif kind in ("Paragraph", "CodeBlock", "HtmlBlock"):
            builder.open_block(self.char(start))
            self.is_fresh = True
            if isinstance(value, dict) and _is_code(value) and not builder.passage.is_item:
                builder.passage.is_code = True
        elif kind in ("Strong", "Emphasis"):
            self._open_strong(start, is_strong=kind == "Strong")
            if self.is_fresh and not self.addresses and self.strong is None:
                self.strong, self.strong_depth = [], len(self.underscores)
        elif kind == "Image" and isinstance(value, dict):
            self.images += 1
            self.labels.add(_label(value["id"]))
            self.pictures.append((value["dest_url"], start))
        elif kind == "Link" and isinstance(value, dict):
            self.labels.add(_label(value["id"]))
            builder.open_link()
            self.addresses.append((value["dest_url"], start))

    def _end(self, tag: Any, start: int, end: int) -> None:  # noqa: ANN401 - as above
        kind = tag if isinstance(tag, str) else next(iter(tag))
        if kind == "Heading":
            self.html.close()
            if self.heading_at is None:
                self.builder.drop_heading()
            else:
                self.builder.close_heading(int(next(iter(tag.values()))[1:]))
                self.sections.append((start, self.builder.headings.path))
        elif kind in ("Item", "TableHead", "TableRow", "FootnoteDefinition"):
            self._close_item(kind)
        elif kind in ("Paragraph", "CodeBlock", "HtmlBlock"):
            self.html.close()
            self.builder.close_block()
        elif kind in ("Strong", "Emphasis"):
            self._close_strong(end, is_strong=kind == "Strong")
        elif kind == "Image":
            self.images -= 1
            self._close_picture(end)
        elif kind == "Link" and self.addresses:
            self._close_link(start, end)

    def _cell(self, start: int) -> None:
        """A cell is a line of its row."""
        passage = self.builder.passage
        if passage.length or self.columns.starts:
            self.builder.add("\n", self.char(start))
        self.columns.starts.append(passage.length)
        self.is_fresh = True

    def _close_item(self, kind: str) -> None:
        self.html.close()
        row = self.builder.passage
        self.builder.close_item()
        if kind == "TableHead":
            self.columns.head(row)
        elif kind == "TableRow":
            new = self.columns.row(row)
            if new is not row and self.builder.done[-1] is row:
                self.builder.done[-1] = new
            if self.builder.headings.wants_words and not row.links:
                new.given = self.columns.given

    def _open_strong(self, start: int, *, is_strong: bool) -> None:
        """Underscores inside a bare address are no emphasis: ``src/__init__.py``."""
        marks = "__" if is_strong else "_"
        is_marked = self.source.startswith(marks.encode(), start) and not self.addresses
        if is_marked and _IN_ADDRESS.search(self.builder.passage.tail(_FAR)):
            self.underscores.append(marks)
            self.builder.add(marks, self.char(start))
        else:
            self.underscores.append("")

    def _close_strong(self, end: int, *, is_strong: bool) -> None:
        """Emphasis at the start of a line is a title, which ends there."""
        depth = len(self.underscores)
        if marks := self.underscores.pop() if self.underscores else "":
            self.builder.add(marks, self.char(end - len(marks)))
        if self.strong is None or depth != self.strong_depth:
            return
        written = "".join(self.strong).rstrip()
        title = clean(written)
        self.strong = None
        is_long = (is_strong or " " in title) and not written.endswith((",", "-", "&", "/", "+"))
        goes_on = _GOES_ON.match(self.source, end) is not None
        if is_long and is_title(title) and not goes_on:
            self.builder.add("\n", self.char(end))

    def _section(self, byte: int) -> tuple[str, ...]:
        """The headings around a place."""
        return self.sections[bisect_right(self.sections, (byte, ("\U0010ffff",))) - 1][1]

    def _inside_link(self, end: int) -> None:
        """Remember how far a link's text goes: its destination follows."""
        if self.addresses:
            self.addresses[-1] = (self.addresses[-1][0], end)

    def _text(self, text: str, start: int, end: int) -> None:
        if self.images:
            return
        if self.is_fresh:
            self._first_words(text)
        self._inside_link(end)
        shift = self.source[start:end].find(text.encode())
        if shift < 0:
            # Decoded (an entity, a code span over two lines): past the opening marks.
            marks = _MARKS.match(self.source, start, end)
            shift = marks.end() - start if marks else 0
        self.builder.add(text, self.char(start + shift))

    def _first_words(self, text: str) -> None:
        """Note whether emphasis starts a line, and what it says."""
        if self.strong is not None and not self.addresses and len(self.strong) < _MOST_PIECES:
            self.strong.append(text)
        elif _ANY_WORD.search(text):
            self.is_fresh, self.strong = False, None

    def _close_picture(self, end: int) -> None:
        self._inside_link(end)
        address, start = self.pictures.pop()
        if "://" in address:
            inner = max(self.source.rfind(b"](", start, end), start)
            self.builder.badge(address, *self.places.written(address, start, inner, end))

    def _close_link(self, start: int, end: int) -> None:
        address, inner = self.addresses.pop()
        self.builder.close_link(address, *self.places.written(address, start, inner, end))

    def _unused_definitions(self, markdown: str) -> None:
        """Link definitions that no link uses: people keep lists in this form, too."""
        for label, definition in pyromark.reference_definitions(markdown, options=_OPTIONS).items():
            if _label(label) in self.labels:
                continue
            start = definition["span"]["start"]
            passage = Passage(self._section(start), None, is_item=True)
            source = self.source[start : definition["span"]["end"]].decode()
            skip = len(source) - len(source.split("]:", 1)[-1].lstrip(" \t\r\n<"))
            offset = self.char(start + len(source[:skip].encode()))
            title = definition["title"] or label
            passage.add(title, offset)
            raw = source[skip:].split()[0].rstrip(">") if source[skip:].split() else ""
            passage.links.append(Link(0, len(title), definition["dest"], offset, raw))
            self.builder.done.append(passage)


def _is_code(block: dict[str, str]) -> bool:
    """Whether a fence says that it holds code, rather than somebody's text."""
    language = block.get("Fenced", "").split(" ", 1)[0].lower()
    return bool(language) and language not in _TEXT_FENCES


def _label(text: str) -> str:
    """A link label as CommonMark matches it."""
    return " ".join(text.split()).casefold()
