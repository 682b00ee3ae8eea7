"""Names of people as they are compared."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from paperbib.matching.given_names import (
    ABBREVIATIONS,
    compatible,
    is_ideograph,
    is_initial,
    is_slip,
    is_surely_one,
    joined,
    with_one_vowel,
)
from paperbib.matching.markup import fold, plain
from paperbib.model import Name

_LONGEST = 200
"""So many characters of a name are read."""
_SURNAME_ROOM = 5
_HALF_A_NAME = 3
_MOST_INITIALS = 3
_BLANKS = re.compile(r"[\s.,‐‑‒–—_/·・-]+")
_PIECE = re.compile(r"[^\s.,‐‑‒–—_/·・-]+\.?")
_PARTICLES = frozenset(
    """
    van von der den de del della di da dos das do du la le las los zu zur zum ten ter af av el al
    bin ibn ben y e i und st
    """.split()
)
_SUFFIXES = frozenset("jr sr junior senior ii iii iv phd md".split())
_LAST_SUFFIXES = frozenset("jr sr junior senior phd".split())
_GROUP = re.compile(
    r"\b(?:collaborations?|consortium|teams?|groups?|projects?|committee|society|initiative"
    r"|network|working|organi[sz]ation|laboratory|institute|university|association)\b"
)
_GROUP_SILENT = re.compile(r"\b(?:corporate|the|for|on behalf of|of|collaborations?)\b|[^\w]+")
_CUT = frozenset({"others", "et al", "et al.", "et. al.", "and others", "...", "…"})
_GREEK = "αβγδεζηθικλμνξοπρσςτυφχψω"
_HIDDEN = str.maketrans(_GREEK, "".join(chr(0xE000 + at) for at in range(len(_GREEK))))
_SHOWN = {hidden: chr(letter) for letter, hidden in _HIDDEN.items()}


class Person(NamedTuple):
    """One name, folded.

    Attributes:
        surname: Without particles, accents and blanks.
        given: Given names and initials, in their order.
        names: All its names but initials, sorted.
        family: The words of the surname, as given names would be read.
        all_names: The names in one string.
        all_given: The given names in one string, without particles and dots.
    """

    surname: str
    given: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    is_group: bool = False
    family: tuple[str, ...] = ()
    all_names: str = ""
    all_given: str = ""


def surname_of(name: Name) -> str:
    """The surname that a name is found by; "" where it has none."""
    if name.family and "." not in name.family:
        return _surname(name.family)
    return person(name).surname


def people(names: Iterable[Name]) -> tuple[list[Person], bool]:
    """The persons of a list in their order, and whether the list says that it is cut."""
    found = []
    is_cut = False
    for name in names:
        if (name.literal or name.family or "").strip().casefold() in _CUT:
            is_cut = True
            continue
        one = person(name)
        if one.surname:
            found.append(one)
    return found, is_cut


def person(name: Name) -> Person:
    """Fold a name; one that stands in a single string is taken apart.

    >>> from paperbib.model import Name
    >>> person(Name(family="van der Maaten", given="L.J.P."))[:3]
    ('maten', ('l', 'j', 'p'), ('maten',))
    """
    family, given = (name.family or "")[:_LONGEST], (name.given or "")[:_LONGEST]
    if family:
        return _person(family, given)
    return _from_text((name.literal or given)[:_LONGEST])


@lru_cache(maxsize=1 << 16)
def _person(family: str, given: str) -> Person:
    if "." in family and _are_initials(family) and given and not _are_initials(given):
        family, given = given, family  # P. J., Rous
    words, own = tuple(_given(given)), tuple(_given(family))
    said = {word for word in (*_words(family), *words) if not is_initial(word)}
    names = tuple(sorted(said - _PARTICLES))
    own_given = [word for word in words if len(word) == 1 or word not in _PARTICLES]
    return Person(
        _surname(family),
        words,
        names,
        family=own,
        all_names="".join(names),
        all_given=joined(own_given or words),
    )


@lru_cache(maxsize=1 << 14)
def _from_text(text: str) -> Person:
    folded = fold(plain(text))
    if _GROUP.search(folded):
        return Person(_GROUP_SILENT.sub("", folded) or folded, is_group=True)
    if "," in text:
        family, _, given = text.partition(",")
        return _person(family, given)
    words = text.split()
    while len(words) > 2 and words[-1].rstrip(".").casefold() in _LAST_SUFFIXES:  # noqa: PLR2004
        words.pop()
    start = _surname_first(words)
    if start:
        return _person(" ".join(words[:start]), " ".join(words[start:]))
    start = max(len(words) - 1, 0)
    while start > 1 and fold(words[start - 1]) in _PARTICLES:
        start -= 1
    return _person(" ".join(words[start:]), " ".join(words[:start]))


def _surname_first(words: Sequence[str]) -> int:
    """How many words of a name are a surname that stands first; 0 where it stands last."""
    if len(words) > 1 and all(map(is_ideograph, words)):
        return 1
    start = len(words)
    while start and _are_initials(words[start - 1]):
        start -= 1
    if start == 0 and len(words) == 2 and "." not in words[0] and len(words[0]) > 1:  # noqa: PLR2004
        start = int(len(words[1].rstrip(".")) == 1)  # LI W
    return start if start < len(words) else 0


def _are_initials(text: str) -> bool:
    """Whether a text is capital letters, three at most: J.-P., СА."""
    letters = _BLANKS.sub("", text)
    return letters.isupper() and letters.isalpha() and len(letters) <= _MOST_INITIALS


def _given(text: str) -> list[str]:
    """Given names and initials: ``JR`` is two of them, as ``J.-R.`` is."""
    if text.isascii() and text.isalpha() and not text.isupper():
        return _words(text)
    pieces = _PIECE.findall(_without_last_particles(plain(text)))
    # JRR and J-PW, not JOHN; JO ANN are two names in capitals.
    is_capital = text.upper() == text and not _are_initials(text)
    words = []
    for piece in pieces:
        bare = piece.rstrip(".")
        folded = _letters(bare)
        if folded in _SUFFIXES and len(pieces) > 1 and not is_capital:
            continue
        if _are_initials(bare) and not is_capital:
            words += list(folded)
        elif piece != bare and (folded in ABBREVIATIONS or _is_one_ideograph(folded)):
            words.append(f"{folded}.")
        else:
            # Particles stay: Y. and E. are initials, Di and Le are names.
            words.append(with_one_vowel(folded))
    return [word for word in words if word]


def _is_one_ideograph(word: str) -> bool:
    return len(word) == 1 and is_ideograph(word)


def _without_last_particles(text: str) -> str:
    """Take particles of the surname off given names: ``Anna K. van der``."""
    words = text.split()
    while len(words) > 1 and len(words[-1]) > 1 and words[-1] in _PARTICLES:
        words.pop()
    return " ".join(words)


@lru_cache(maxsize=1 << 16)
def _surname(family: str) -> str:
    words = _words(family[:_LONGEST])
    return "".join(word for word in words if word not in _PARTICLES) or "".join(words)


def _words(text: str) -> list[str]:
    folded = with_one_vowel(_letters(plain(text)))
    words = [word for word in _BLANKS.split(folded) if word]
    return [word for word in words if word not in _SUFFIXES] or words


def _letters(text: str) -> str:
    """Fold a name; a Greek letter in it is an initial, not a symbol with a name of its own."""
    if text.isascii():
        return fold(text)
    hidden = unicodedata.normalize("NFD", text).casefold().translate(_HIDDEN)
    return fold(hidden).translate(_SHOWN)


def alike(one: Person, other: Person) -> bool:
    """Whether two names can be one person's, however they are written. Symmetric."""
    if one.is_group or other.is_group:
        return one == other
    if one.surname == other.surname:
        return compatible(one.given, other.given)
    if _is_moved(one, other) or _is_swapped(one, other) or _is_swapped(other, one):
        return True
    return _is_same_surname(one, other) and compatible(one.given, other.given)


def is_surely_alike(one: Person, other: Person) -> bool:
    """Whether two names that are alike are so but for how they are written. Symmetric.

    What is left are names that two people may have: Paul and Paula, Müller and Möller.
    """
    if one.surname == other.surname:
        return is_surely_one(one.given, other.given)
    if _is_moved(one, other):
        return True
    for two, swapped in ((one, other), (other, one)):
        if _is_swapped(two, swapped):
            # Anna, S. may be Smith, Anna; D, Kamani surely is Kamani, Davoud.
            is_full = joined(two.family) == swapped.all_given
            is_short = all(map(is_initial, swapped.given)) and not all(map(is_initial, two.family))
            return is_full or not is_short
    return _is_half(one, other) and is_surely_one(one.given, other.given)


def _is_moved(one: Person, other: Person) -> bool:
    """Whether all names are the same, in other places, and no initials contradict it."""
    if not one.given or not other.given:
        mine, yours = joined(one.given), joined(other.given)
        return f"{one.surname}{mine}" == f"{other.surname}{yours}" and is_ideograph(one.surname)
    if one.all_names != other.all_names or len(one.names) < 2:  # noqa: PLR2004
        return False
    mine, yours = _initials(one), _initials(other)
    return mine.startswith(yours) or yours.startswith(mine)


def _initials(one: Person) -> str:
    return joined([word for word in one.given + one.family if is_initial(word)])


def _is_swapped(one: Person, other: Person) -> bool:
    """Whether the given name of one is the other's surname, and the rest agrees."""
    if one.all_given != other.surname or not one.family or not other.given:
        return False
    is_letter = len(other.surname) == 1 and is_initial(other.surname)
    return not is_letter and compatible(one.family, other.given)


def _is_same_surname(one: Person, other: Person) -> bool:
    """Whether a surname is one half of a double name, or the same with a slip."""
    if not one.given or not other.given:
        return False
    shorter, longer = one.surname, other.surname
    if len(shorter) > len(longer):
        shorter, longer = longer, shorter
    if len(longer) <= len(shorter) + 1:
        return len(shorter) > _SURNAME_ROOM and is_slip(shorter, longer, most=1)
    is_end = longer.startswith(shorter) or longer.endswith(shorter)
    if not is_end or len(shorter) < _SURNAME_ROOM or len(longer) < len(shorter) + _HALF_A_NAME:
        return _is_half(one, other)
    return True


def _is_half(one: Person, other: Person) -> bool:
    """Whether a surname is a word of the other: Lane, Mac Lane."""
    shorter, longer = one, other
    if len(one.surname) > len(other.surname):
        shorter, longer = other, one
    half = shorter.surname
    return len(half) >= _HALF_A_NAME and half in longer.family and half not in _PARTICLES
