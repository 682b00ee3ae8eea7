"""Running text as identifiers are looked for in it: what only decorates is undone.

Zero-width and direction marks, backslash escapes and HTML entities are taken
out; dashes, spaces and full-width characters that stand for ASCII are folded.
Every place in the result leads back to its place in the text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from html import unescape
from typing import NamedTuple

_DECORATION = re.compile(
    "[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]+"
    r"|\\[!-/:-@\[-`{-~]|\\u00(?:26|2[fF]|3[a-fA-F])|&(?:\#\d{1,7}|\#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,31});"
)
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63"
_SPACES = (
    "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u202f\u205f\u3000"
)
_FOLD = (
    {ord(char): "-" for char in _DASHES}
    | {ord(char): " " for char in _SPACES}
    # Full-width forms stand in the order of ASCII; so do the mathematical digits, in five styles.
    | {0xFF00 + code - 0x20: chr(code) for code in range(0x21, 0x7F)}
    | {0x1D7CE + index: str(index % 10) for index in range(50)}
    | {0x2044: "/", 0x2215: "/", 0x2024: ".", 0x2236: ":", 0xA789: ":"}
)


class Normal(NamedTuple):
    """Normalised text.

    Attributes:
        text: The text without decoration; addresses are read from it.
        folded: The same, look-alikes of ASCII folded; numbers are read from it.
        starts: Where the runs start that are as in the original.
        offsets: Where they start in the original.
    """

    text: str
    folded: str
    starts: tuple[int, ...] = ()
    offsets: tuple[int, ...] = ()

    def offset(self, position: int) -> int:
        """Where in the original the character at ``position`` stands."""
        if not self.starts:
            return position
        index = bisect_right(self.starts, position) - 1
        return self.offsets[index] + position - self.starts[index]


def normalise(text: str) -> Normal:
    r"""Undo what decorates identifiers in running text.

    >>> normalise(r"https://e.org/a\_b&amp;c").text
    'https://e.org/a_b&c'
    >>> normalise("arXiv:17\u200b06.03762").offset(8)
    9
    """
    if "\\" not in text and "&" not in text and text.isascii():
        return Normal(text, text)
    pieces: list[str] = []
    starts, offsets = [0], [0]
    position = length = 0
    for match in _DECORATION.finditer(text):
        start, end = match.span()
        char = match[0]
        shown = _shown(char)
        if shown == char:
            continue
        pieces += (text[position:start], shown)
        length += start - position
        if shown:
            # The decoded character stands where its spelling starts.
            starts.append(length)
            offsets.append(start)
            length += len(shown)
        starts.append(length)
        offsets.append(end)
        position = end
    pieces.append(text[position:])
    plain = "".join(pieces)
    folded = plain if plain.isascii() else fold(plain)
    if not position:
        return Normal(plain, folded)
    return Normal(plain, folded, tuple(starts), tuple(offsets))


def _shown(mark: str) -> str:
    r"""What a mark stands for: an escape, JSON's ``\u0026`` too, an entity, or nothing."""
    if mark[0] == "\\":
        return chr(int(mark[4:], 16)) if mark[1] == "u" else mark[1:]
    return unescape(mark) if mark[0] == "&" else ""


def fold(text: str) -> str:
    """Fold look-alikes of ASCII, one character for one.

    >>> fold("hep\u2011th\uff0f9901001")
    'hep-th/9901001'
    """
    return text.translate(_FOLD)
