"""List items that are nothing but a link and some words, read in one stroke.

Most lines of most reading lists are ``- [Title](https://…) - Some words.``. What
the parser and `context` would say of such a line is plain to see; so it is
said here, many times faster. Whatever is not as simple is left to them: this
may give up on any line, but it must never say anything else than they do.
"""

from __future__ import annotations

import re

from paperbib.extract.context.labels import is_label, is_title, may_be_label
from paperbib.identifiers import web
from paperbib.model import Mention, State

ITEM = re.compile(
    r"\n[-*+] (?:\[(?P<box>[ xX])\] )?\[(?P<title>[A-Za-z][A-Za-z0-9 ,:'+!?-]*[A-Za-z0-9?!+])\]"
    r"\((?P<url>https?://[a-z0-9.-]+(?:/[A-Za-z0-9_.~@/+-]*)?)\)"
    r"(?: (?:-|–|—|:) (?P<words>[A-Za-z0-9][A-Za-z0-9 ,.:;'!?/+()-]*))?"
    r"(?=\n(?:[-*+] |\n+(?=\S)|#{1,6} |\n*\Z)|\Z)"
)
"""Such a line, with the line end above; what follows it begins a block of its own."""

# Both start with a set of characters, which lets the search skip all others.
_AWKWARD_IN_TITLE = re.compile(
    r"[,:'+!?-](?:(?<=[ ,:'+!?-][,:'!?-])|(?<=[,:])(?! [A-Za-z0-9])|(?<=['-])(?![A-Za-z0-9]))"
)
_AWKWARD_IN_WORDS = re.compile(
    # Where tidying changes something, or an identifier may hide.
    r"[,;:.!?'/()+-](?:(?<=[ ,;:.!?'/(+-][,;:.!?')/+-])|(?<=[,;:.!?])(?! [A-Za-z0-9(]|\Z)"
    r"|(?<=['/-])(?![A-Za-z])|(?<=\d/)|(?<=[^ ]\()|(?<=\()(?![A-Za-z0-9][^()]*\))"
    r"|(?<=\))(?![ .,;:!?]|\Z))"
)
_DIGIT = re.compile(r"\d")
_HEAD_LENGTH = 24
_END_MARKS = " ,;:-"


def read(
    match: re.Match[str], file: str, line: int, section: tuple[str, ...], until: int
) -> Mention | None:
    """The mention that a line makes; None where the line is not as simple as it looks.

    Args:
        match: A match of `ITEM`.
        file: The note's name.
        line: The line's number.
        section: The headings it stands under.
        until: The last possible YYMM of an arXiv identifier.
    """
    box, title, url, words = match.groups("")
    if not _is_plain_title(title) or (words and not _is_plain(words)):
        return None
    reading = web.read(url, until)
    if reading.cited is None or reading.others:
        return None
    is_told = words and not (may_be_label(words) and is_label(words))
    return Mention(
        reading.cited.identifier,
        file,
        reading.cited.version,
        line,
        match.start("url") - match.start(),
        url,
        title,
        None,
        section,
        words if is_told else None,
        _STATE_BY_BOX[box],
        None,
        reading.form,
    )


_STATE_BY_BOX: dict[str, State | None] = {"": None, " ": "open", "x": "done", "X": "done"}


def _is_plain_title(title: str) -> bool:
    """Whether cleaning leaves a title as it is, and finds neither label nor year in it."""
    if _AWKWARD_IN_TITLE.search(title) or "  " in title or " by " in title:
        return False
    # A todo mark, a label before a colon, the year of a reference.
    if title[:3].isupper() or (":" in title and title[0] in "PpAaRrTt"):
        return False
    if not title[-4:].isalpha() and _DIGIT.search(title, max(len(title) - 4, 0)):
        return False
    return not may_be_label(title) or is_title(title)


def _is_plain(words: str) -> bool:
    """Whether tidying leaves words as they are."""
    if words[-1] in _END_MARKS or "  " in words or _AWKWARD_IN_WORDS.search(words):
        return False
    if "20" in words or "19" in words:
        # It may be the year of the paper.
        return False
    if ":" in words[:_HEAD_LENGTH]:
        # It may be a head ("notes:") that is none of the words.
        return False
    return ")" not in words or words.count("(") == words.count(")")
