"""A title taken apart: its words, its numbers, what marks it, and where it can be cut."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from paperbib.matching.marks import LABELS, MARKS, NEGATIONS, OPENING_MARKS, read_phrase
from paperbib.matching.markup import fold, keep_symbols, plain
from paperbib.matching.signs import read_signs
from paperbib.matching.stems import stem
from paperbib.matching.vocabulary import NUMBER_BY_WORD, PARTS, ROMAN_NUMERALS, SILENT

_LONGEST = 4_000
"""So many characters of a title are taken apart; beyond that only equal titles are equal."""

_LABEL = 3
"""A part of so many words may only say what the title is: ``Author Correction:``."""
_MOST_CUTS = 4
_SEPARATOR = re.compile(
    r"\s*[:;|(){}\[\]]\s*|\s*[?!]\s|\s+[-‐‑‒–—―]+\s+|[—―]|-{2,3}|(?<=\w\w\w)\.\s"
)
_MAY_SEPARATE = re.compile(r"[:;|(){}\[\]?!.—―]|[-‐‑‒–]\s|--")
_PIECE = re.compile(
    r"\d{1,3}(?:,\d{3})+(?!\d)|\d+(?:\.\d+)*"
    r"|(?:[^\W\d_]|[\u0900-\u0dff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff])+"
)
_UNSPACED = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
    r"\uf900-\ufaff\U00020000-\U0003ffff]+"
)
_NAMED = re.compile(
    r"\W{0,9}(?=[^:–—]{0,30}\w[A-Z]|[^:–—]{0,30}[A-Za-z]\d)[^\s:–—]{2,20}"
    r"(?: [^\s:–—]{1,20}){0,2}\s?(?::|\s[-–—]\s|—)"
)
_ORDINAL_ENDINGS = frozenset({"st", "nd", "rd", "th"})
_LONGEST_ENDING = 2
_SPLIT_NOT = re.compile(r"\s[nN]['’]t\b")
"""``won't`` as programs cut it that look for words: ``wo n't``."""
_ALONE = frozenset({"i", "v", "x"})
"""Numerals that are letters, or words, unless they end a title or follow `PARTS`."""


@dataclass(slots=True)
class Part:
    """A title, or what stands before or behind its colon.

    Attributes:
        words: Stems of the words that say something, in their order.
        numbers: Digits of all numbers however they are written, ordinals as ``#2``.
    """

    words: list[str] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Title:
    """A title taken apart.

    Attributes:
        whole: All of it.
        cuts: What stands before a colon, or what is as good as one, and what follows it.
        marks: What makes it another title than its words: ``erratum``, ``not``.
        signs: What no word shows: ``k+``, ``≤``.
        is_named: Whether what stands before its colon is a made-up name: ``SCODE: …``.
        text: All of it, folded.
        letters: All there is, without blanks.
        words: Of the whole, each once.
        pieces: All its words, silent ones too, in their order.
    """

    whole: Part
    cuts: tuple[tuple[Part, Part], ...]
    marks: frozenset[str]
    signs: tuple[str, ...]
    is_named: bool
    text: str
    letters: str
    words: frozenset[str]
    pieces: tuple[str, ...]


def read_title(title: str) -> Title:
    """Take a title apart, in linear time; a very long one only as far as `_LONGEST`."""
    beginning = _SPLIT_NOT.sub("n't", title[:_LONGEST])
    text = fold(plain(keep_symbols(beginning))).strip()
    whole = Part()
    marks: set[str] = set()
    segments = [text]
    if _MAY_SEPARATE.search(text):
        segments = [one for one in _SEPARATOR.split(text) if one] or segments
    raw: list[str] = []
    ends: list[tuple[int, int]] = []
    for segment in segments:
        ends.append((len(whole.words), len(whole.numbers)))
        pieces = _PIECE.findall(segment)
        if raw and (LABELS.issuperset(pieces) or pieces == ["book", "review"]):
            continue
        raw += pieces
        if len(segments) > 1 and (phrase := read_phrase(pieces)):
            marks.add(phrase)
            continue
        if len(segments) > 1 and 1 < len(pieces) <= _LABEL and pieces[-1] in OPENING_MARKS:
            marks.add(OPENING_MARKS[pieces.pop()])
        _read_segment(pieces, whole, marks)
    letters = "".join(raw)
    if len(title) > _LONGEST:
        letters += str(len(title)) + title[_LONGEST:]
    cuts = dict.fromkeys(one for one in ends if one[0] and one[0] < len(whole.words))
    return Title(
        whole,
        tuple(_cut(whole, *one) for one in list(cuts)[:_MOST_CUTS]),
        frozenset(marks),
        read_signs(beginning),
        bool(_NAMED.match(beginning)) and not beginning.isupper(),
        text,
        letters,
        frozenset(whole.words),
        tuple(raw),
    )


def _cut(whole: Part, words: int, numbers: int) -> tuple[Part, Part]:
    """A title in two."""
    return (
        Part(whole.words[:words], whole.numbers[:numbers]),
        Part(whole.words[words:], whole.numbers[numbers:]),
    )


def _read_segment(pieces: Sequence[str], part: Part, marks: set[str]) -> None:
    """Put the pieces between two separators where they belong."""
    before = ""
    last = len(pieces) - 1
    for place, piece in enumerate(pieces):
        sort, value = _kind(piece)
        if piece in _ALONE:
            # Alone between separators it counts, unless it begins the title.
            is_last = place == last and bool(before or part.words)
            _read_letter(piece, before, part, is_last=is_last)
        elif place == 0 and piece in OPENING_MARKS:
            marks.add(OPENING_MARKS[piece])
        elif len(piece) > _LONGEST_ENDING or not _read_after(piece, before, part):
            if sort == "number":
                part.numbers.append(value)
            elif sort == "mark":
                marks.add(value)
            elif sort == "word":
                part.words.append(value)
            elif sort == "unspaced":
                _read_unspaced(piece, part)
        before = piece


def _read_after(piece: str, before: str, part: Part) -> bool:
    """Read a piece that means something only by what stands before it: 3D, 2nd, Part B."""
    if before.isdigit():
        if piece == "d":
            part.words.append("dimensional")
            return True
        if piece in _ORDINAL_ENDINGS and part.numbers:
            part.numbers[-1] = f"#{part.numbers[-1]}"
            return True
    elif len(piece) == 1 and before in PARTS and piece.isalpha():
        part.numbers.append(piece)
        return True
    return False


def _read_letter(piece: str, before: str, part: Part, *, is_last: bool) -> None:
    if before in PARTS or is_last:
        part.numbers.append(ROMAN_NUMERALS[piece])
    elif piece not in SILENT and piece != "i":
        part.words.append(piece)


def _read_unspaced(piece: str, part: Part) -> None:
    """Writing without blanks: each two characters in a row are a word."""
    for run in _UNSPACED.findall(piece):
        part.words += [run[at : at + 2] for at in range(max(1, len(run) - 1))]
    part.words += [stem(one) for one in _UNSPACED.split(piece) if one]


@lru_cache(maxsize=1 << 17)
def _kind(piece: str) -> tuple[str, str]:
    """What a piece is, and what is kept of it."""
    if piece[0].isdigit():
        return "number", piece.replace(",", "").lstrip("0") or "0"
    for sort, table in (
        ("mark", MARKS),
        ("mark", NEGATIONS),
        ("number", NUMBER_BY_WORD),
        ("number", ROMAN_NUMERALS),
    ):
        if piece in table:
            return sort, table[piece]
    if not piece.isascii() and _UNSPACED.search(piece):
        return "unspaced", piece
    if piece in SILENT:
        return "silent", ""
    return "word", stem(piece)
