"""Markdown notes: CommonMark with tables, task lists and footnotes.

Source: CommonMark 0.31 and the GFM extensions, parsed by pulldown-cmark
(through pyromark), whose events carry their range in the source.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from html import unescape
from typing import Any

import pyromark
from pyromark import Options

from paperbib.extract.passage import Headings, Link, Passage
from paperbib.extract.titles import clean
from paperbib.model import Note

suffixes = (".md", ".markdown", ".mdown", ".mkd", ".mkdn", ".qmd", ".rmd")

_OPTIONS = (
    Options.ENABLE_TABLES
    | Options.ENABLE_TASKLISTS
    | Options.ENABLE_FOOTNOTES
    | Options.ENABLE_YAML_STYLE_METADATA_BLOCKS
)
_DESTINATION = re.compile(r"\]\(\s*(?:<(?P<angled>[^<>\n]*)>|(?P<raw>[^\s<>]+))")
_ANCHOR = re.compile(
    r"<a\s[^>]*?href\s*=\s*(?:\"(?P<d>[^\"]*)\"|'(?P<s>[^']*)'|(?P<u>[^\s>\"']+))", re.IGNORECASE
)
_TOKEN = re.compile(r"<!--.*?(?:-->|\Z)|<[^<>]*>|[^<]+|<", re.DOTALL)
_MARKS = re.compile(rb"`* ?")
_LONE_DASH = re.compile(rb"(?:^|\n)[ ]{0,3}-[ \t]*\r?\n?$")
_SIGNS = re.compile(
    r"^#{1,6} \S|\]\([^)\s]+|^\s{0,3}(?:[-*+]|\d{1,3}[.)]) +\S|^\[[^\]\n]{1,200}\]:\s", re.MULTILINE
)


def looks_like(text: str) -> bool:
    """Whether a text file is written in Markdown: headings, lists or links."""
    return _SIGNS.search(text) is not None


def passages(note: Note) -> Iterator[Passage]:
    """Turn a Markdown note into passages, in the order of the note."""
    return _Reader(note).read()


class _Reader:
    """Folds the parser's events into passages."""

    def __init__(self, note: Note) -> None:
        self.source = note.text.encode()
        self.is_ascii = len(self.source) == len(note.text)
        self.headings = Headings()
        self.items: list[Passage | None] = []
        self.current: Passage | None = None
        self.heading: str | None = None
        self.links: list[tuple[str, int, int, int]] = []
        self.anchors: list[tuple[Passage, int, str, int]] = []
        self.is_comment = False
        self.images = 0
        self.labels: set[str] = set()
        self.sections: list[tuple[int, tuple[str, ...]]] = [(0, ())]
        self.done: list[Passage] = []
        self.lines = [] if self.is_ascii else _line_starts(note.text)

    def read(self) -> Iterator[Passage]:
        markdown = self.source.decode()
        for event, place in pyromark.events_with_range(markdown, options=_OPTIONS):
            self._handle(event, place["start"], place["end"])
        self._close_anchors()
        if "]:" in markdown:
            self._unused_definitions(markdown)
        return (passage for passage in self.done if passage.text.strip() or passage.links)

    def _char(self, byte: int) -> int:
        """The character offset of a byte offset."""
        if self.is_ascii:
            return byte
        line_byte, line_char = self.lines[bisect_right(self.lines, (byte, byte)) - 1]
        return line_char + len(self.source[line_byte:byte].decode(errors="ignore"))

    def _handle(self, event: Any, start: int, end: int) -> None:  # noqa: ANN401 - pyromark's union
        if isinstance(event, str):
            if event in ("SoftBreak", "HardBreak") and not self.images:
                self._add("\n", start)
            return
        for kind, value in event.items():
            if kind == "Start":
                self._start(value, start, end)
            elif kind == "End":
                self._end(value, start, end)
            elif kind == "TaskListMarker":
                self._passage().state = "done" if value else "open"
            elif kind in ("Text", "Code"):
                self._text(value, start, end)
            elif kind in ("Html", "InlineHtml"):
                self._html(value, start)

    def _start(self, tag: Any, start: int, end: int) -> None:  # noqa: ANN401 - as above
        kind, value = (tag, None) if isinstance(tag, str) else next(iter(tag.items()))
        if kind == "Heading":
            lone_dash = _LONE_DASH.search(self.source[start:end])
            self._open(is_item=False)
            self.heading = None if lone_dash else ""
        elif kind == "Item":
            self._open(is_item=True)
            self.items.append(self.current)
        elif kind in ("TableHead", "TableRow"):
            self._open(is_item=True)
        elif kind == "TableCell":
            self._add("\n", start)
        elif kind in ("Paragraph", "CodeBlock", "HtmlBlock", "FootnoteDefinition"):
            self._block(start)
        elif kind == "MetadataBlock":
            self._open(is_item=False)
        elif kind == "Image":
            self.images += 1
        elif kind == "Link" and isinstance(value, dict):
            self.labels.add(_label(value["id"]))
            self.links.append((value["dest_url"], self._passage().length, start, start))

    def _end(self, tag: Any, start: int, end: int) -> None:  # noqa: ANN401 - as above
        kind = tag if isinstance(tag, str) else next(iter(tag))
        if kind == "Heading":
            if self.heading is not None:
                level = int(next(iter(tag.values()))[1:])
                self.headings.enter(level, clean(self.heading))
                self._passage().section = self.headings.path
                self.sections.append((start, self.headings.path))
            self.heading = self.current = None
        elif kind == "Item":
            self.items.pop()
            self.current = self.items[-1] if self.items else None
        elif kind in ("TableHead", "TableRow", "Paragraph", "CodeBlock") and not self.items:
            self.current = None
        elif kind == "Image":
            self.images -= 1
            if self.links:
                self.links[-1] = (*self.links[-1][:3], end)
        elif kind == "Link" and self.links:
            self._close_link(start, end)

    def _open(self, *, is_item: bool) -> None:
        self._close_anchors()
        parent = self.items[-1] if self.items else None
        self.current = Passage(self.headings.path, parent, is_item)
        self.done.append(self.current)

    def _block(self, start: int) -> None:
        """A paragraph: on its own, or one more line of the item around it."""
        if self.items:
            self.current = self.items[-1]
            if self.current and self.current.length:
                self._add("\n", start)
        else:
            self._open(is_item=False)

    def _passage(self) -> Passage:
        if self.current is None:
            self._open(is_item=False)
        passage = self.current
        assert passage is not None  # noqa: S101 - _open has just set it
        return passage

    def _add(self, text: str, start: int) -> None:
        self._passage().add(text, self._char(start))
        if self.heading is not None:
            self.heading += text

    def _text(self, text: str, start: int, end: int) -> None:
        if self.images:
            return
        if self.links:
            self.links[-1] = (*self.links[-1][:3], end)
        shift = self.source[start:end].find(text.encode())
        if shift < 0:
            # Decoded (an entity, a code span over two lines): past the opening marks.
            marks = _MARKS.match(self.source, start, end)
            shift = marks.end() - start if marks else 0
        self._add(text, start + shift)

    def _close_link(self, start: int, end: int) -> None:
        address, position, _, inner = self.links.pop()
        passage = self._passage()
        written = _DESTINATION.search(self.source[inner:end].decode(errors="ignore"))
        if written is not None:
            group = written.lastgroup or "raw"
            before = self.source[inner:end].decode(errors="ignore")[: written.start(group)]
            offset = self._char(inner + len(before.encode()))
            raw = _balanced(written[group]) if group == "raw" else written[group]
        else:
            is_autolink = self.source[start : start + 1] == b"<"
            offset, raw = self._char(start + is_autolink), address
        passage.links.append(Link(position, passage.length, address, offset, raw))

    def _html(self, html: str, start: int) -> None:
        """HTML in Markdown: anchors are links, their text is text, other tags are nothing."""
        for token in _TOKEN.finditer(html):
            text = token[0]
            offset = start + len(html[: token.start()].encode())
            if self.is_comment or text.startswith("<!--"):
                # A comment may go on over many lines, one event each.
                self.is_comment = "-->" not in text
            elif anchor := _ANCHOR.match(text):
                group = anchor.lastgroup or "u"
                place = offset + len(text[: anchor.start(group)].encode())
                passage = self._passage()
                self.anchors.append((passage, passage.length, anchor[group], place))
            elif text.lower().startswith("</a"):
                self._close_anchors()
            elif not text.startswith("<") and not self.images:
                self._add(unescape(text), offset)

    def _close_anchors(self) -> None:
        """An anchor ends with its tag, with the next one, or with its block."""
        while self.anchors:
            passage, position, written, place = self.anchors.pop()
            address, offset = unescape(written), self._char(place)
            passage.links.append(Link(position, passage.length, address, offset, written))

    def _unused_definitions(self, markdown: str) -> None:
        """Link definitions that no link uses: people keep lists in this form, too."""
        for label, definition in pyromark.reference_definitions(markdown, options=_OPTIONS).items():
            if _label(label) in self.labels:
                continue
            start = definition["span"]["start"]
            before = bisect_right(self.sections, (start, ("\U0010ffff",))) - 1
            passage = Passage(self.sections[before][1], None, is_item=True)
            source = self.source[start : definition["span"]["end"]].decode()
            skip = len(source) - len(source.split("]:", 1)[-1].lstrip(" \t\r\n<"))
            offset = self._char(start + len(source[:skip].encode()))
            title = definition["title"] or label
            passage.add(title, offset)
            raw = source[skip:].split()[0].rstrip(">") if source[skip:].split() else ""
            passage.links.append(Link(0, len(title), definition["dest"], offset, raw))
            self.done.append(passage)


def _label(text: str) -> str:
    """A link label as CommonMark matches it."""
    return " ".join(text.split()).casefold()


def _balanced(raw: str) -> str:
    """Cut the closing parenthesis of the link off its destination."""
    depth = 0
    escaped = False
    for index, char in enumerate(raw):
        if not escaped and char == "(":
            depth += 1
        elif not escaped and char == ")":
            if depth == 0:
                return raw[:index]
            depth -= 1
        escaped = char == "\\" and not escaped
    return raw


def _line_starts(text: str) -> list[tuple[int, int]]:
    """Where lines start, in bytes of UTF-8 and in characters."""
    starts, byte, char = [], 0, 0
    for line in text.splitlines(keepends=True):
        starts.append((byte, char))
        byte += len(line.encode())
        char += len(line)
    return starts or [(0, 0)]
