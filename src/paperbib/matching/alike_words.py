"""Words of titles that stand for each other, and words that never do."""

from __future__ import annotations

from collections.abc import Iterable

from paperbib.matching.vocabulary import ANTONYMS, CONFUSABLE, GROUP_BY_WORD, PREFIXES

_SHARED_STEM = 5
_TYPO_ROOM = 6
_LONG_WORD = 8
"""In a longer word the second letter may be the wrong one."""
_ENDINGS = frozenset(
    """
    e ed d ing er or ion ation al ally ly ic ical ity ive ment y ized izing ization ize ional ition
    ated ating ate ator able ability ence ent ance ant ary ous
    """.split()
) | {""}


def do_oppose(one: str, other: str) -> bool:
    """Whether one word denies the other, or is known to be another for all its looks."""
    pair = frozenset((one, other))
    if pair in ANTONYMS or pair in CONFUSABLE or pair <= PREFIXES:
        return True
    return min(len(one), len(other)) >= _SHARED_STEM and _is_turned(one, other)


def stands_for(one: str, other: str) -> bool:
    """Whether two words are one in two forms, or say the same."""
    group = GROUP_BY_WORD.get(one)
    if group is not None and group == GROUP_BY_WORD.get(other):
        return True
    if not (one.isascii() and other.isascii()) or frozenset((one, other)) in CONFUSABLE:
        return False
    if _is_turned(one, other):
        return False
    return _is_inflected(one, other) or _is_typo(one, other)


def _is_turned(one: str, other: str) -> bool:
    """Whether only the beginnings differ, and these turn the meaning: hyper-, hypo-."""
    same = _common(reversed(one), reversed(other))
    return {one[: len(one) - same], other[: len(other) - same]} <= PREFIXES | {""}


def _is_inflected(one: str, other: str) -> bool:
    same = _common(one, other)
    return same >= _SHARED_STEM and one[same:] in _ENDINGS and other[same:] in _ENDINGS


def _is_typo(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    if len(longer) >= _TYPO_ROOM and longer[1:] == shorter:
        return True  # which letters make another word at the front, `_is_turned` knows
    same = 1 if len(shorter) > _LONG_WORD else 2
    if len(shorter) < _TYPO_ROOM or one[:same] != other[:same]:
        return False
    from rapidfuzz.distance import OSA

    return OSA.distance(one, other, score_cutoff=1) <= 1


def _common(one: Iterable[str], other: Iterable[str]) -> int:
    count = 0
    for first, second in zip(one, other, strict=False):
        if first != second:
            break
        count += 1
    return count
