"""Which word stands where in two titles: lists told anew, words turned round, words swapped."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from paperbib.matching.alike_words import is_near_spelt
from paperbib.matching.reading import Title
from paperbib.matching.stems import stem
from paperbib.matching.vocabulary import NEUTRAL, SILENT, TURNING

_TOKEN = re.compile(r"[^\W_]+|[,&/]")
_BETWEEN = frozenset(", & / and or und et y e".split())
_MOST_SWAPPED = 2
_ARROWS = TURNING | frozenset("of for as on with".split())
_MEANS = frozenset("by via using use with through based".split())


def is_listed_anew(one: str, other: str) -> bool:
    """Whether two folded texts list the same in another order: graphs and trees."""
    mine, yours = _tokens(one), _tokens(other)
    start, room = 0, min(len(mine), len(yours))
    while start < room and mine[start] == yours[start]:
        start += 1
    end = 0
    while end < room - start and mine[-1 - end] == yours[-1 - end]:
        end += 1
    first, second = (_items(tokens[start : len(tokens) - end]) for tokens in (mine, yours))
    return len(first) > 1 and sorted(first) == sorted(second)


def _tokens(text: str) -> list[str]:
    return [stem(token) for token in _TOKEN.findall(text) if token not in NEUTRAL]


def _items(tokens: Sequence[str]) -> list[tuple[str, ...]]:
    items: list[list[str]] = [[]]
    for token in tokens:
        if token in _BETWEEN:
            items.append([])
        else:
            items[-1].append(token)
    return [tuple(item) for item in items if item]


def are_turned(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether words of another order are tied by words that tell which comes first."""
    return not _ARROWS.isdisjoint(one) and not _ARROWS.isdisjoint(other)


def are_small_words_turned(one: Title, other: Title) -> bool:
    """Whether small words say another thing: letters to, letters from; can they, they can."""
    if one.pieces == other.pieces:
        return False
    mine = Counter(piece for piece in one.pieces if piece in SILENT and piece not in NEUTRAL)
    yours = Counter(piece for piece in other.pieces if piece in SILENT and piece not in NEUTRAL)
    more, less = (mine - yours).keys(), (yours - mine).keys()
    if more and less:
        return not TURNING.isdisjoint(more | less) and not more | less <= _MEANS
    if more or less or TURNING.isdisjoint(mine):
        return False
    first, second = _telling(one.pieces), _telling(other.pieces)
    # Where the words themselves have moved is for the order of words to say.
    return first != second and one.whole.words == other.whole.words


def _telling(pieces: Sequence[str]) -> list[str]:
    return [stem(piece) for piece in pieces if piece in TURNING or piece not in SILENT]


def is_swap(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether one or two words of a title have others in their place: kidney, liver."""
    if len(one) != len(other) or one == other:
        return False
    apart = [two for two in zip(one, other, strict=True) if two[0] != two[1]]
    return len(apart) <= _MOST_SWAPPED and not any(is_near_spelt(*two) for two in apart)
