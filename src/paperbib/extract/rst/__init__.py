"""reStructuredText notes: adorned titles, lists, fields, tables, directives.

Source: reStructuredText Markup Specification and reStructuredText Directives
(Docutils). A list of fields with an identifier in it (``:arxiv: 1706.03762``)
is an item; right under a title it speaks of what the title names.

The lines of a note are read in `reader`: what starts with two dots by `explicit`
and `directives`, which has the lists of fields, too, tables by `tables`. `text`
writes running text without its markup, `names` knows what its names lead to;
`blanks` tells what need not be read at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from paperbib.extract.passage import Headings, Passage
from paperbib.extract.rst.reader import Reader
from paperbib.model import Note

name = "rst"
suffixes: tuple[str, ...] = (".rst", ".rest")
cutting = None

_SIGN_TITLE = re.compile(
    r"^\S[^\r\n]*\r?\n(?P<mark>[=\-~^\"'#*+.:_`])(?P=mark){2,}[ \t]*\r?$", re.MULTILINE
)
_SIGN = re.compile(
    r"`[^`\n]+ <[^<>\s]+>`__?(?!\w)|^\.\. (?:[\w-]+::|_[^:\n]+:|\[[\w#*]+\] |\|[^|\n]+\| \w+::)"
    r"|:[A-Za-z][\w-]*:`[^`\n]+`|`[^`\n]+`__?(?![\w`])|^:[a-z-]+: \S|\S::[ \t]*\r?$",
    re.MULTILINE,
)
_SIGN_START = re.compile(r"^\.\. (?:[\w-]+::|_[^:\n]+: http|\|[^|\n]+\| \w+::)", re.MULTILINE)


def looks_like(text: str) -> bool:
    """Whether a text file is written in reStructuredText: titles, and links or directives.

    Titles may be those of Markdown, so they alone tell nothing; a directive does.
    """
    if _SIGN_START.search(text):
        return True
    return _SIGN_TITLE.search(text) is not None and _SIGN.search(text) is not None


def passages(note: Note, headings: Headings) -> Iterator[Passage]:
    """Turn a reStructuredText note into passages, in the order of the note."""
    return Reader(note, headings).read()
