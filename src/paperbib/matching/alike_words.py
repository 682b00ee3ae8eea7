"""Words of titles that stand for each other, and words that never do."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from paperbib.matching.vocabulary import (
    ANTONYMS,
    CONFUSABLE,
    CONFUSABLE_ROOTS,
    FORMS,
    GROUP_BY_WORD,
    PREFIXES,
)

_SHARED_STEM = 5
_TYPO_ROOM = 6
_LONG_WORD = 9
"""In a word so long a letter may be missing."""
_MOST_LETTERS = 3
_SLIP_ROOM = 8
_SURE_ROOM = 12
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_NEIGHBOURS = frozenset(two for row in _ROWS for a, b in pairwise(row) for two in (a + b, b + a))
"""Letters side by side on a keyboard."""
_ENDINGS = frozenset(
    """
    e ed d ing er or ion ation al ally ly ic ical ity ive ment y ized izing ization ize ional ition
    ated ating ate ator able ability ence ent ance ant ary ous
    """.split()
) | {""}


def do_oppose(one: str, other: str) -> bool:
    """Whether one word denies the other, or is known to be another for all its looks."""
    pair = frozenset((one, other))
    if pair in ANTONYMS or pair <= PREFIXES or is_confusable(one, other):
        return True
    return min(len(one), len(other)) >= _SHARED_STEM and _is_turned(one, other)


def are_synonyms(one: str, other: str) -> bool:
    """Whether two words are not one in two forms, but say the same."""
    group = GROUP_BY_WORD.get(one)
    return group is not None and group == GROUP_BY_WORD.get(other) and group not in FORMS


def stands_for(one: str, other: str) -> bool:
    """Whether two words are one in two forms, or say the same."""
    group = GROUP_BY_WORD.get(one)
    if group is not None and group == GROUP_BY_WORD.get(other):
        return True
    if one.isascii() and other.isascii():
        is_one = _is_inflected(one, other) or _is_typo(one, other)
    else:
        is_one = one.isalpha() and other.isalpha() and _is_typo(one, other)
    return is_one and not is_confusable(one, other) and not _is_turned(one, other)


def is_confusable(one: str, other: str) -> bool:
    """Whether two words are known to be two for all their looks, in any of their forms."""
    if frozenset((one, other)) in CONFUSABLE:
        return True
    if (
        one[0] != other[0]
        or abs(len(one) - len(other)) > _MOST_LETTERS
        or min(len(one), len(other)) < _SHARED_STEM
    ):
        return False
    return any(
        (one.startswith(a) and other == b + one[len(a) :])
        or (one.startswith(b) and other == a + one[len(b) :])
        for a, b in CONFUSABLE_ROOTS
    )


def _is_turned(one: str, other: str) -> bool:
    """Whether only the beginnings differ, and these turn the meaning: hyper-, hypo-."""
    same = _common(reversed(one), reversed(other))
    return {one[: len(one) - same], other[: len(other) - same]} <= PREFIXES | {""}


def _is_inflected(one: str, other: str) -> bool:
    same = _common(one, other)
    return same >= _SHARED_STEM and one[same:] in _ENDINGS and other[same:] in _ENDINGS


def _is_typo(one: str, other: str) -> bool:
    """Whether only what fingers do sets two words apart, and words rarely.

    Two letters have changed places, one is doubled, or one inside a long word is missing.
    Another letter makes another word: charge, change.
    """
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) < _TYPO_ROOM or len(longer) - len(shorter) > 1 or one[0] != other[0]:
        return False
    at = _common(shorter, longer)
    if len(shorter) == len(longer):
        swapped = one[:at] + one[at : at + 2][::-1] + one[at + 2 :]
        return swapped == other
    if longer[:at] + longer[at + 1 :] != shorter:
        return False
    is_doubled = longer[at] == longer[at - 1]
    is_inside = at < len(shorter)
    return is_inside and (is_doubled or len(longer) >= _LONG_WORD)


def is_near_spelt(one: str, other: str) -> bool:
    """Whether a letter sets two longer words apart: a slip, where a source ties them."""
    if min(len(one), len(other)) < _SHARED_STEM or is_confusable(one, other):
        return False
    from rapidfuzz.distance import OSA

    return OSA.distance(one, other, score_cutoff=1) <= 1


def slip_of(one: str, other: str) -> int:
    """How sure it is that one letter in another's place is a slip of fingers: 2, 1 or 0 for not.

    Among long words hardly two are a letter apart; among shorter ones a slip is at least to the
    key beside.
    """
    at = _common(one, other)
    if len(one) != len(other) or not 0 < at < len(one) - 1 or one[at + 1 :] != other[at + 1 :]:
        return 0
    if len(one) >= _SURE_ROOM:
        return 2
    is_beside = one[at] + other[at] in _NEIGHBOURS and len(one) >= _SLIP_ROOM
    return 1 if is_beside or len(one) >= _LONG_WORD + 1 else 0


def _common(one: Iterable[str], other: Iterable[str]) -> int:
    count = 0
    for first, second in zip(one, other, strict=False):
        if first != second:
            break
        count += 1
    return count
