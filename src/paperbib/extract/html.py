"""HTML: notes, bookmark exports, and the HTML inside Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from paperbib.extract.passage import Builder, Headings, Passage
from paperbib.model import Note

name = "html"
suffixes = (".html", ".htm", ".xhtml")
is_cuttable = False

_ANCHOR = re.compile(
    r"<a\s[^>]*?href\s*=\s*(?:\"(?P<d>[^\"]*)\"|'(?P<s>[^']*)'|(?P<u>[^\s>\"']+))", re.IGNORECASE
)
_TOKEN = re.compile(r"<!--.*?(?:-->|\Z)|<[^<>]*>|[^<]+|<", re.DOTALL)


def looks_like(text: str) -> bool:
    """Whether the start of a text without a telling file name is of this format."""
    return False


def passages(note: Note, headings: Headings) -> Iterator[Passage]:
    """Turn an HTML page into passages, in the order of the page."""
    builder = Builder(headings)
    folder = Folder(builder)
    folder.feed(note.text, 0)
    folder.close()
    return builder.passages()


class Folder:
    """Folds HTML into passages: anchors are links, their text is text, other tags are nothing.

    Args:
        builder: What the passages are built with.
    """

    def __init__(self, builder: Builder) -> None:
        self.builder = builder
        self.is_comment = False
        self.anchors: list[tuple[str, int]] = []

    def feed(self, html: str, offset: int) -> None:
        """Fold a piece of HTML that stands at ``offset`` of the note."""
        for token in _TOKEN.finditer(html):
            text, place = token[0], offset + token.start()
            if self.is_comment or text.startswith("<!--"):
                # A comment may go on over many lines, one piece each.
                self.is_comment = "-->" not in text
            elif anchor := _ANCHOR.match(text):
                group = anchor.lastgroup or "u"
                self.close()
                self.builder.open_link()
                self.anchors.append((anchor[group], place + anchor.start(group)))
            elif text.lower().startswith("</a"):
                self.close()
            elif not text.startswith("<"):
                self.builder.add(unescape(text), place)

    def close(self) -> None:
        """An anchor ends with its tag, with the next one, or with its block."""
        while self.anchors:
            written, place = self.anchors.pop()
            self.builder.close_link(unescape(written), place, written)
