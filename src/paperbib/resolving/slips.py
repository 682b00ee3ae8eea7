"""Slips of the pen: when a word is another one with a typing error, and when a word of its own."""

from __future__ import annotations

import re
from collections.abc import Callable

from paperbib.resolving.vocabulary import CONFUSABLE
from paperbib.resolving.wording import Wording, is_guarded, stem

_LETTERS = 5
_FIRST_LETTER = 7
"""Letters of a word from which on even the first may be wrong: "ranking" is no "banking"."""

_BEGINNINGS = frozenset(
    """
    un in im non anti dis a de re e co bi s macro micro nano inter intra extra hyper hypo super sub
    pre pro post per peri endo exo homo hetero iso ortho para meta poly mono di tri ab ad
    il ir over under trans cis multi
    """.split()
) | {""}
_LEAST_COMMON = 4
_SUBSTANCE = re.compile(r"[aeiyo](?:nes?|des?|tes?|ls?)")
"""Endings of the names of substances: hexane, hexene, hexyne; sulfate, sulfite, sulfide."""

_CONFUSABLE = {stem(word): frozenset(map(stem, others)) for word, others in CONFUSABLE.items()}
IsWord = Callable[[str], bool]


def typing_error(
    typed: str, meant: str, one: Wording, other: Wording, is_word: IsWord
) -> int | None:
    """The doubts about a word that may be another with a typing error; None if it is not.

    Two letters in each other's place, or one doubled, make no other word; a letter more, less
    or changed may.

    Args:
        typed: The stem of a word of the first title.
        meant: The stem of a word of the second.
        one: The first title.
        other: The second.
        is_word: Whether a stem stands in titles of other papers.
    """
    if is_word(typed) or meant in _CONFUSABLE.get(typed, ()):
        return None
    written = dict(zip(one.stems, one.content, strict=True)).get(typed, typed)
    titled = dict(zip(other.stems, other.content, strict=True)).get(meant, meant)
    # An ending may hide the error, or be where it is: "netwroks", "lensifg".
    pairs = [pair for pair in ((typed, meant), (written, titled)) if _is_slip(*pair)]
    if not pairs or _is_turned(written, titled):
        return None
    return min(int(not (_is_swapped(*pair) or _is_doubled(*pair))) for pair in pairs)


def _is_slip(typed: str, meant: str) -> bool:
    """Whether a word is another with one letter too many, too few, wrong or misplaced."""
    longer, shorter = max(len(typed), len(meant)), min(len(typed), len(meant))
    if longer < _LETTERS or longer - shorter > 1 or not (typed + meant).isalpha():
        return False
    if is_guarded(typed) or is_guarded(meant):
        return False
    if typed[0] != meant[0] and sorted(typed[:2]) != sorted(meant[:2]) and shorter < _FIRST_LETTER:
        return False
    left, right = _apart(typed, meant)
    is_one = left[1:] == right[1:] or left[1:] == right or left == right[1:]
    return is_one or _is_swapped(typed, meant)


def _apart(one: str, other: str) -> tuple[str, str]:
    """Two words from their first different letter on."""
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    return one[start:], other[start:]


def _is_swapped(one: str, other: str) -> bool:
    left, right = _apart(one, other)
    return len(left) > 1 and left[:2] == right[1::-1] and left[2:] == right[2:]


def _is_doubled(one: str, other: str) -> bool:
    """Whether one word has a letter twice in a row that the other has once."""
    short, long = sorted((one, other), key=len)
    if len(long) != len(short) + 1:
        return False
    _, rest = _apart(short, long)
    place = len(long) - len(rest)
    return long[:place] + long[place + 1 :] == short and long[place] == long[place - 1 : place]


def _is_turned(one: str, other: str) -> bool:
    """Whether the beginnings turn the meaning, or the endings name another substance."""
    for start in _BEGINNINGS:
        rest = one[len(start) :]
        is_common = one.startswith(start) and len(rest) >= _LEAST_COMMON and other.endswith(rest)
        if is_common and other[: len(other) - len(rest)] in _BEGINNINGS - {start}:
            return True
    head, tail = _ending(one)
    other_head, end = _ending(other)
    return bool(tail and end) and head == other_head and tail != end


def _ending(word: str) -> tuple[str, str]:
    """A word without the ending that names a substance, and the ending; "" for none."""
    found = _SUBSTANCE.search(word, max(len(word) - 4, 2))
    if found is None or found.end() < len(word):
        return word, ""
    return word[: found.start()], found[0]
