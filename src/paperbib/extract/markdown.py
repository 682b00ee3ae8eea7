"""Markdown notes: CommonMark with tables, task lists and footnotes.

Source: CommonMark 0.31 and the GFM extensions, parsed by pulldown-cmark
(through pyromark), whose events carry their range in the source.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Any

import pyromark
from pyromark import Options

from paperbib.extract import html
from paperbib.extract.passage import Builder, Headings, Link, Passage
from paperbib.model import Note

name = "markdown"
suffixes = (".md", ".markdown", ".mdown", ".mkd", ".mkdn", ".qmd", ".rmd")
is_cuttable = True

_OPTIONS = (
    Options.ENABLE_TABLES
    | Options.ENABLE_TASKLISTS
    | Options.ENABLE_FOOTNOTES
    | Options.ENABLE_YAML_STYLE_METADATA_BLOCKS
)
_DESTINATION = re.compile(r"\]\(\s*(?:<(?P<angled>[^<>\n]*)>|(?P<raw>[^\s<>]+))")
_MARKS = re.compile(rb"`* ?")
_LONE_DASH = re.compile(rb"(?:^|\n)[ ]{0,3}-[ \t]*\r?\n?$")
_SIGNS = re.compile(
    r"^#{1,6} \S|\]\([^)\s]+|^\s{0,3}(?:[-*+]|\d{1,3}[.)]) +\S|^\[[^\]\n]{1,200}\]:\s", re.MULTILINE
)


def looks_like(text: str) -> bool:
    """Whether a text file is written in Markdown: headings, lists or links."""
    return _SIGNS.search(text) is not None


def passages(note: Note, headings: Headings) -> Iterator[Passage]:
    """Turn a Markdown note into passages, in the order of the note."""
    return _Reader(note, headings).read()


class _Reader:
    """Folds the parser's events into passages."""

    def __init__(self, note: Note, headings: Headings) -> None:
        self.source = note.text.encode()
        self.is_ascii = len(self.source) == len(note.text)
        self.builder = Builder(headings)
        self.html = html.Folder(self.builder)
        self.addresses: list[tuple[str, int]] = []
        self.images = 0
        self.heading_at: int | None = None
        self.labels: set[str] = set()
        self.sections: list[tuple[int, tuple[str, ...]]] = [(0, headings.path)]
        self.lines = [] if self.is_ascii else _line_starts(note.text)

    def read(self) -> Iterator[Passage]:
        markdown = self.source.decode()
        for event, place in pyromark.events_with_range(markdown, options=_OPTIONS):
            self._handle(event, place["start"], place["end"])
        self.html.close()
        if "]:" in markdown:
            self._unused_definitions(markdown)
        return self.builder.passages()

    def _char(self, byte: int) -> int:
        """The character offset of a byte offset."""
        if self.is_ascii:
            return byte
        line_byte, line_char = self.lines[bisect_right(self.lines, (byte, byte)) - 1]
        return line_char + len(self.source[line_byte:byte].decode(errors="ignore"))

    def _handle(self, event: Any, start: int, end: int) -> None:  # noqa: ANN401 - pyromark's union
        if isinstance(event, str):
            if event in ("SoftBreak", "HardBreak") and not self.images:
                self.builder.add("\n", self._char(start))
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
                self.html.feed(value, self._char(start))

    def _start(self, tag: Any, start: int, end: int) -> None:  # noqa: ANN401 - as above
        kind, value = (tag, None) if isinstance(tag, str) else next(iter(tag.items()))
        builder = self.builder
        if kind == "Heading":
            builder.open_heading()
            self.heading_at = None if _LONE_DASH.search(self.source[start:end]) else start
        elif kind in ("Item", "TableHead", "TableRow"):
            self.html.close()
            builder.open_item()
        elif kind == "TableCell":
            builder.add("\n", self._char(start))
        elif (
            kind in ("Paragraph", "CodeBlock", "HtmlBlock", "FootnoteDefinition")
            or kind == "MetadataBlock"
        ):
            builder.open_block(self._char(start))
        elif kind == "Image":
            self.images += 1
        elif kind == "Link" and isinstance(value, dict):
            self.labels.add(_label(value["id"]))
            builder.open_link()
            self.addresses.append((value["dest_url"], start))

    def _end(self, tag: Any, start: int, end: int) -> None:  # noqa: ANN401 - as above
        kind = tag if isinstance(tag, str) else next(iter(tag))
        if kind == "Heading":
            if self.heading_at is None:
                self.builder.drop_heading()
            else:
                self.builder.close_heading(int(next(iter(tag.values()))[1:]))
                self.sections.append((start, self.builder.headings.path))
        elif kind in ("Item", "TableHead", "TableRow"):
            self.builder.close_item()
        elif kind in ("Paragraph", "CodeBlock", "HtmlBlock", "FootnoteDefinition"):
            self.html.close()
            self.builder.close_block()
        elif kind == "Image":
            self.images -= 1
            self._inside_link(end)
        elif kind == "Link" and self.addresses:
            self._close_link(start, end)

    def _inside_link(self, end: int) -> None:
        """Remember how far a link's text goes: its destination follows."""
        if self.addresses:
            self.addresses[-1] = (self.addresses[-1][0], end)

    def _text(self, text: str, start: int, end: int) -> None:
        if self.images:
            return
        self._inside_link(end)
        shift = self.source[start:end].find(text.encode())
        if shift < 0:
            # Decoded (an entity, a code span over two lines): past the opening marks.
            marks = _MARKS.match(self.source, start, end)
            shift = marks.end() - start if marks else 0
        self.builder.add(text, self._char(start + shift))

    def _close_link(self, start: int, end: int) -> None:
        address, inner = self.addresses.pop()
        written = _DESTINATION.search(self.source[inner:end].decode(errors="ignore"))
        if written is not None:
            group = written.lastgroup or "raw"
            before = self.source[inner:end].decode(errors="ignore")[: written.start(group)]
            offset = self._char(inner + len(before.encode()))
            raw = _balanced(written[group]) if group == "raw" else written[group]
        else:
            is_autolink = self.source[start : start + 1] == b"<"
            offset, raw = self._char(start + is_autolink), address
        self.builder.close_link(address, offset, raw)

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
            self.builder.done.append(passage)


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
