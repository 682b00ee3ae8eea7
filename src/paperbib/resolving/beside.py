"""What an item says beside the part of it that is a title: another paper's marks, names, years.

"X (Part II)", "A critique of X", "X - a survey" are not X, whatever stands between brackets,
behind a dash, or outside quotes; "LeCun: X" may not be either.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from paperbib.matching import normalise
from paperbib.resolving.marks import BESIDE, BESIDE_SHORT, IN_FRONT, KNOWN_BESIDE, VENUES
from paperbib.resolving.vocabulary import ORGANISATIONS, UNITS
from paperbib.resolving.wording import LONGEST, is_roman

_WORD = re.compile(r"[^\W_]+")
_BREAK = re.compile(
    r"[()\[\]{}（）【】\"“”„«»‘,，;；:：|·•—–=]+|\s[-+&/]+\s|-{2,}|\s[-–]+$|^[-–]+\s"
    r"|(?<=[^\W\d_]{2})\.(?=\s|$)|[!?]"
)
_DATE = re.compile(r"(?<!\d)(?:19|20)\d\d[-./]\d{1,2}(?:[-./]\d{1,2})?(?!\d)")
_YEAR = re.compile(r"['’]?(?:1[89]|20)\d\d[a-z]?")
_COUNT = re.compile(
    r"\d[\d.,]*\s?/\s?\d+|\d[\d.,]*\s?%|\d[\d.,]*[km]?\+?\s?(?:pages?|pp?|min|minutes?|h|hours?"
    r"|citations?|cites|cited|stars?|times?|x|points?|days?|notes?)\b|\bv\d+\b|\bversion \d+\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?<![\w.-])\d[^\W_]*")
_TAG = re.compile(r"([A-Z][a-z]+(?:[A-Z][a-z]+)*)\s?['’]?((?:19|20)?\d\d)[a-z]?")
_NAME = re.compile(r"@?([^\W\d_a-z][^\W\d_]*[^\W\d_A-Z][^\W\d_]*(?:[-'’][^\W\d_]{2,})?)")
_OF_ANOTHER = re.compile(r"['’]s\b(?: \w+)?$")
_HANDLE = re.compile(r"@([^\W\d_]{3,})")
_SIGNED = re.compile(r"\w([+*#])")
"""A sign that makes another name of one: LoRA+."""
_BY = re.compile(r"[Bb]y\s+")
_VOLUMES = frozenset("vol volume volumes part parts".split())
_SHORT = 3
_TITLE_WORDS = 3
_TWO = re.compile(r"[;；&/+]|\band\b")


class Beside(NamedTuple):
    """What stands beside a title.

    Attributes:
        guards: Words that make another paper of it, normalised, unless it has them itself.
        names: Lone capitalised words that may be people, lower case.
        years: Years that stand alone, or behind a name: LeCun98.
        has_other: Whether another title stands there.
    """

    guards: frozenset[str] = frozenset()
    names: tuple[str, ...] = ()
    years: frozenset[int] = frozenset()
    has_other: bool = False


class _Piece(NamedTuple):
    """Words between signs.

    Attributes:
        before: The signs in front of them.
        behind: The signs after them.
        is_front: Whether they stand in front of the title.
    """

    text: str
    before: str
    behind: str
    is_front: bool

    @property
    def words(self) -> list[str]:
        """Its words, normalised."""
        return [normalise(one) for one in _WORD.findall(self.text)]

    @property
    def is_alone(self) -> bool:
        """Whether brackets or the end enclose them."""
        return self.before[-1:] in ("(", "[", "（", "【", "{")


@lru_cache(maxsize=4096)
def beside(text: str, title: str, people: tuple[str, ...] = ()) -> Beside:
    """Read what an item says besides a part of it.

    Args:
        text: The item's words.
        title: The part of them.
        people: Who is known to stand there; they are no remark.

    >>> beside("Spin Glasses (Part II)", "Spin Glasses").guards == {"part", "ii"}
    True
    >>> beside("LeCun: Spin Glasses - must read", "Spin Glasses").names
    ('lecun',)
    """
    guards: set[str] = set()
    names: list[str] = []
    years: set[int] = set()
    has_other = is_cited = False
    for piece in _pieces(text[:LONGEST], title[:LONGEST], people):
        words = piece.words
        is_cited |= any(one in VENUES or one in ORGANISATIONS for one in words)
        guards.update(_guards(piece, words, is_cited=is_cited))
        has_other |= _is_other(piece, words)
        if tag := _TAG.fullmatch(piece.text):
            names.append(tag[1].lower())
            years.add(_full_year(tag[2]))
        elif _YEAR.fullmatch(piece.text):
            years.add(int(piece.text.lstrip("'’")[:4]))
            is_cited = not piece.is_front
        else:
            names += _names(piece)
    return Beside(frozenset(guards), tuple(names), frozenset(years), has_other)


def _full_year(digits: str) -> int:
    if len(digits) > 2:  # noqa: PLR2004 - two digits are a short year
        return int(digits)
    return int(digits) + (2000 if int(digits) < 50 else 1900)  # noqa: PLR2004 - as in BibTeX keys


def _pieces(text: str, title: str, people: Iterable[str]) -> Iterator[_Piece]:
    """The words around a part of a text, between signs."""
    for run, is_front in _around(text, title):
        rest = _DATE.sub(" ", _COUNT.sub(" ", run))
        for person in people:
            rest = rest.replace(person, " ")
        place, before = 0, "" if is_front else " "
        for sign in _BREAK.finditer(rest):
            if _WORD.search(piece := rest[place : sign.start()]):
                yield _Piece(piece.strip(" .'’*_"), before, sign[0], is_front)
                before = sign[0]
            else:
                before += sign[0]
            place = sign.end()
        if _WORD.search(piece := rest[place:]):
            yield _Piece(piece.strip(" .'’*_"), before, "", is_front)


def _around(text: str, title: str) -> list[tuple[str, bool]]:
    """The runs of a text that a part of it leaves out, and which are in front of it."""
    words = list(_WORD.finditer(text))
    wanted = [one.casefold() for one in _WORD.findall(title)]
    have = [one[0].casefold() for one in words]
    if not wanted or not have:
        return [(text, True)]
    line, part = f" {' '.join(have)} ", f" {' '.join(wanted)} "
    found = line.find(part)
    if found >= 0:
        first = line.count(" ", 0, found)
        last = words[first + len(wanted) - 1]
        return [(text[: words[first].start()], True), (text[last.end() :], False)]
    return _scattered(text, words, wanted)


def _scattered(text: str, words: list[re.Match[str]], wanted: list[str]) -> list[tuple[str, bool]]:
    """As `_around`, where the part is not in one piece: something was cut out of its middle."""
    runs: list[tuple[str, bool]] = []
    place = taken = 0
    for word in words:
        if taken < len(wanted) and word[0].casefold() == wanted[taken]:
            runs.append((text[place : word.start()], taken == 0))
            place, taken = word.end(), taken + 1
    runs.append((text[place:], taken == 0))
    return [run for run in runs if _WORD.search(run[0])]


def _guards(piece: _Piece, words: list[str], *, is_cited: bool) -> Iterator[str]:
    """The words of a piece that make another paper of a title."""
    joined = "".join(words)
    for word in (*words, joined):
        if word in BESIDE:
            yield word
    is_label = piece.is_front and piece.behind[:1] in (":", "：")
    is_subtitle = ":" in piece.before or words[0] in ("a", "an", "the")
    if len(words) <= _SHORT or piece.is_front or is_subtitle:
        none = _VOLUMES if is_cited else frozenset()
        yield from (one for one in words if one in BESIDE_SHORT - none)
    if is_label and (signs := _SIGNED.search(piece.text)):
        yield signs[1]
    if (piece.is_front and not is_label) or len(words) == 1:
        yield from (one for one in words if one in IN_FRONT)
    if words[:1] == ["re"] and is_label:
        yield "re"
    if is_cited or len(words) > _SHORT or (words and words[0] in UNITS):
        return
    yield from (one.casefold() for one in _NUMBER.findall(piece.text) if not _YEAR.fullmatch(one))
    yield from _romans(piece, words)


def _romans(piece: _Piece, words: list[str]) -> Iterator[str]:
    for raw in _WORD.findall(piece.text):
        is_small = len(words) > 1 and len(raw) == 1
        is_number = raw.isupper() or raw in ("ii", "iii", "iv")
        if is_number and is_roman(raw.lower()) and set(raw.lower()) <= set("ivx") and not is_small:
            yield raw.lower()


def _is_other(piece: _Piece, words: list[str]) -> bool:
    """Whether a piece is a title beside another one: "A; B"."""
    if not _TWO.search(piece.behind if piece.is_front else piece.before):
        return False
    long = [one for one in _WORD.findall(piece.text) if len(one) > 3]  # noqa: PLR2004
    large = sum(1 for one in long if one[:1].isupper())
    return len(words) >= _TITLE_WORDS and large * 2 > len(long)


def _names(piece: _Piece) -> Iterator[str]:
    """A word or two that may be somebody's name: alone, with a capital, and not known."""
    if handle := _HANDLE.search(piece.text):
        yield handle[1].lower()
        return
    text, number = _OF_ANOTHER.subn("", piece.text)
    if by := _BY.match(text):
        text, number = text[by.end() :], 1
    if not number and not _stands_alone(piece):
        return
    parts = text.split()
    if not 0 < len(parts) <= 2 or not all(_NAME.fullmatch(one) for one in parts):  # noqa: PLR2004
        return
    if not any(normalise(one) in KNOWN_BESIDE for one in _WORD.findall(text)):
        yield from (one.lower() for one in parts)


def _stands_alone(piece: _Piece) -> bool:
    """Whether a piece stands where people do: in brackets, or across a colon, dash or comma."""
    return bool((piece.behind if piece.is_front else piece.before).strip())
