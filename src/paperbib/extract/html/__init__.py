"""HTML: pages, notes converted to HTML, bookmark exports, and the HTML inside Markdown.

Source: the HTML Living Standard; for bookmarks the Netscape bookmark file
format; for papers' own pages the ``citation_…`` tags that Google Scholar reads.
Only what is written in the page counts: nothing is loaded, and addresses that
need the page's own are no references.

The HTML is cut into tags and texts in `tokens`; blocks are folded in `folder`,
running text and anchors in `flow`; `meta` reads the head of a paper's page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from paperbib.extract.html.folder import Folder
from paperbib.extract.passage import Builder, Headings, Passage
from paperbib.model import Note

__all__ = ["Folder", "cutting", "looks_like", "name", "passages", "suffixes"]

name = "html"
suffixes = (".html", ".htm", ".xhtml")
cutting = None

_START = re.compile(
    r"[\ufeff\s]*+(?:<(?:\?[^>]*+|!--(?:[^-]|-(?!->))*+--)>\s*+)*+"
    r"(?:(?P<page><!doctype\s+(?:html|netscape)|<(?:html|head|body|pre)[\s>])"
    r"|<(?:h[1-6]|[dou]l|p|div|section|article|main|table|blockquote|details)(?:\s[^<>]*+)?>)",
    re.IGNORECASE,
)
_MARKDOWN = re.compile(r"^(?:#{1,6}|[-*+]|\d{1,3}[.)]) +\S|\]\(\S", re.MULTILINE)


def looks_like(text: str) -> bool:
    """Whether a text is HTML: a page, bookmarks, or a part of a page that is no Markdown."""
    start = _START.match(text)
    return start is not None and (start["page"] is not None or not _MARKDOWN.search(text))


def passages(note: Note, headings: Headings) -> Iterator[Passage]:
    """Turn an HTML page into passages, in the order of the page."""
    builder = Builder(headings)
    folder = Folder(builder, is_page=True)
    folder.feed(note.text, 0)
    folder.close()
    return builder.passages()
