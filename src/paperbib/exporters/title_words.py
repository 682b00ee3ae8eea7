"""The parts of a title: what a style may lower-case, what it must not, and maths.

Formats that protect capitals (LaTeX, Typst) write each part in their own way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple

from paperbib.exporters.latex_words import PROPER
from paperbib.exporters.maths import Span

_WORD = re.compile(r"[^\W_](?:[\w\u0300-\u036f'’+#&/.‐‑-]*[\w\u0300-\u036f+#])?")
_WORD_PARTS = re.compile(r"([‐‑/&.-])")
_APOSTROPHE = re.compile("['’]")
_SHOUTED_WORDS = 3


class Sort(Enum):
    """What a part of a title is: ``KEPT`` is a word whose capitals carry meaning."""

    PLAIN = "plain"
    KEPT = "kept"
    MATHS = "maths"


class Part(NamedTuple):
    """A stretch of a title; of maths without the dollar signs."""

    text: str
    sort: Sort


def parts(spans: list[Span]) -> Iterator[Part]:
    """Split a title into parts, which put together are the title again.

    Kept are words with a capital inside and names (`PROPER`), but not where every
    style keeps the first letter anyway. A word of a title printed entirely in
    capitals says nothing about its case.

    Args:
        spans: The title, as `maths.split` splits it.

    >>> from paperbib.exporters import maths
    >>> found = parts(maths.split("BERT: An All-MLP of Markov"))
    >>> [part.text for part in found if part.sort is Sort.KEPT]
    ['BERT', 'All-MLP', 'Markov']
    """
    plain = " ".join(span.text for span in spans if not span.maths)
    shouted = plain.upper() == plain and len(_WORD.findall(plain)) >= _SHOUTED_WORDS
    for number, span in enumerate(spans):
        if span.maths:
            yield Part(span.text, Sort.MATHS)
        elif shouted:
            yield Part(span.text, Sort.PLAIN)
        else:
            yield from _words(span.text, is_first=number == 0)


def _words(text: str, *, is_first: bool) -> Iterator[Part]:
    position = 0
    for match in _WORD.finditer(text):
        word, start = match[0], match.start()
        if _has_capitals_inside(word):
            kept = [Part(word, Sort.KEPT)]
        elif names := _names_in(word, keeps_case=_keeps_case(text, start, is_first=is_first)):
            kept = _with_names_kept(word, names)
        else:
            continue
        if start > position:
            yield Part(text[position:start], Sort.PLAIN)
        yield from kept
        position = match.end()
    if position < len(text):
        yield Part(text[position:], Sort.PLAIN)


def _keeps_case(text: str, start: int, *, is_first: bool) -> bool:
    """Whether styles keep the case of this letter anyway.

    Source: bibtex.web, section 373: of a title the first character, and that behind a
    colon and a space.
    """
    return (is_first and start == 0) or text.endswith(": ", 0, start)


def _names_in(word: str, *, keeps_case: bool) -> frozenset[str]:
    """The pieces of a word that are names whose capital would be lost."""
    pieces = _WORD_PARTS.split(word)[keeps_case * 2 :: 2]
    return frozenset(piece for piece in pieces if _APOSTROPHE.split(piece)[0] in PROPER)


def _with_names_kept(word: str, names: frozenset[str]) -> list[Part]:
    """``Gauss-Newton`` is kept whole, of ``Non-Gaussian`` the name alone."""
    pieces = _WORD_PARTS.split(word)
    if all(piece in names or piece.lower() == piece for piece in pieces):
        return [Part(word, Sort.KEPT)]
    return [Part(piece, Sort.KEPT if piece in names else Sort.PLAIN) for piece in pieces if piece]


def _has_capitals_inside(word: str) -> bool:
    """Whether a word has capitals beyond the first letter of its pieces, or is a symbol."""
    if word.islower() or not any(letter.isupper() for letter in word):
        return False
    if sum(letter.isalpha() for letter in word) > 1 and word.isupper():
        return True
    pieces = _WORD_PARTS.split(word)[::2]
    return any(
        any(letter.isupper() for letter in piece[1:])
        or (piece.isupper() and any(not letter.isalpha() for letter in piece))
        or (piece.isupper() and len(piece) == 1 and len(pieces) > 1)
        for piece in pieces
    )
