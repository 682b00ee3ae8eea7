"""The words of a title, as they are looked up where the title itself is not found."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from paperbib.matching.titles import normalise
from paperbib.sources.index import titles

LONGEST = 1_000
"""Characters of a title that count; no title of a paper has more."""

_HEAD = re.compile(r":|\?\s|\s(?:--?|[\u2013\u2014])\s")
_PIECES = re.compile(r"(?:[^\W_]|\\)+")
_PLAIN_WORDS = re.compile(r"[a-z0-9]+")
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
"""Scripts that put no blanks between words: Han, and the two of Japanese."""


def split(title: str) -> list[str]:
    r"""The words of a title: letters and digits in a row, in small letters, without marks.

    Of scripts that put no blanks between words, every two letters in a row are one.

    >>> split("Super-Convergence:\n  $\\alpha$-decay of K\\\"onig")
    ['super', 'convergence', 'α', 'decay', 'of', 'konig']
    """
    return split_simple(titles.simplified(title[:LONGEST]))


def split_simple(text: str) -> list[str]:
    """The words of a title that is simplified already."""
    if titles.is_plain(text):
        return _PLAIN_WORDS.findall(text.lower())
    pieces = _PIECES.findall(unicodedata.normalize("NFC", text))
    return [word for piece in pieces for word in _words(piece)]


def head_of(title: str) -> str:
    """What stands before a title's colon, dash or question mark; "" where nothing does.

    >>> head_of("Super-Convergence: Very Fast Training")
    'Super-Convergence'
    """
    return _head_of_simple(titles.simplified(title[:LONGEST]))


def head_word(head: str) -> str:
    """A word that no title has, for all titles with this head; "" for none."""
    digest = titles.digest(head)
    return f"head{digest}x" if digest else ""


def indexed(simple: str) -> str:
    """What the table of words is given of a title that is simplified already.

    This is called for each record of a file: a title that needs nothing is taken as it is.
    """
    is_plain = titles.is_plain(simple) and len(simple) <= LONGEST
    if is_plain and ":" not in simple and " -" not in simple and "? " not in simple:
        return simple
    start = simple[:LONGEST]
    text = start if is_plain else " ".join(split_simple(start))
    head = head_word(_head_of_simple(start))
    return f"{text} {head}" if head else text


def _head_of_simple(start: str) -> str:
    found = _HEAD.search(start)
    return start[: found.start()] if found else ""


def _words(piece: str) -> Iterator[str]:
    word = normalise(piece)
    if _UNSPACED.search(word):
        yield from (word[at : at + 2] for at in range(max(len(word) - 1, 1)))
    elif word:
        yield word
