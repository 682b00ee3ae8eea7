"""Org notes: headings with todo states and drawers, lists, tables, links.

Source: the Org Manual and Org Syntax. A heading that names something to cite
is a section and an item at once, as in ``** TODO [[https://…][Title]]``: what
stands under it, up to the next heading, is what the person says of that thing.
So its passage is an item in the sections above it; paragraphs of its body are
further lines of it, and list items below are nested in it, under its own
section. The same holds for a heading whose drawer has an identifier.

The lines of a note are read in `reader`, its headings and their drawers in
`heading`; `text` writes running text, with the markup that `objects` finds in
it; `blanks` tells what need not be read at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from paperbib.extract.org.reader import Reader
from paperbib.extract.passage import Headings, Passage
from paperbib.model import Note

name = "org"
suffixes: tuple[str, ...] = (".org",)
cutting = None

_SIGN_HEADING = re.compile(r"^\*+ \S", re.MULTILINE)
_SIGN = re.compile(
    r"^[ \t]*#\+[A-Za-z_]+(?::|_(?:src|quote|example)\b)|^[ \t]*:PROPERTIES:[ \t]*$"
    r"|\[\[(?:https?:|file:|id:|doi:|arxiv:|[*#./~])[^\[\]\n]+\]\[[^\[\]\n]+\]\]"
    r"|^\*{2,} (?:TODO|NEXT|WAITING|HOLD|DONE|CANCELL?ED) ",
    re.MULTILINE | re.IGNORECASE,
)
_SIGN_START = re.compile(r"\s*(?:# .*\s+)?#\+(?:TITLE|AUTHOR|STARTUP|FILETAGS):", re.IGNORECASE)


def looks_like(text: str) -> bool:
    """Whether a text file is written in Org: its headings, and another of its signs.

    Headings look like bullets of Markdown, so they alone tell nothing.
    """
    if _SIGN_START.match(text):
        return True
    if not _SIGN_HEADING.search(text):
        return False
    return _SIGN.search(text) is not None


def passages(note: Note, headings: Headings) -> Iterator[Passage]:
    """Turn an Org note into passages, in the order of the note."""
    return Reader(note, headings).read()
