"""Which works of one list are which of another, where neither list has any work twice.

Two lists tell more than one: who is found in the other list is found there once, so that a
doubt that is left between two works counts for little when nobody else is in question.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence

from paperbib.matching.blocks import Blocks
from paperbib.matching.comparing import (
    Comparison,
    Prepared,
    Verdict,
    relate,
)
from paperbib.matching.pairs import Match, Matches
from paperbib.matching.people import surname_of
from paperbib.matching.works import Work

_ENOUGH = 0.65
"""A pair in doubt must be as alike as that, and of one year."""
_AHEAD = 0.1
"""And so much more alike than any other pair that either could make."""

_ABBREVIATION = 4
_SMALL = frozenset("a an and for in of on the to".split())

_Edges = Mapping[tuple[int, int], Comparison]


def link(left: Sequence[Work], right: Sequence[Work]) -> Matches:
    """Pair the works of two lists, each of which has no work twice.

    Args:
        left: One list; where containers are given, they tell works apart that are else alike.
        right: The other.

    Returns:
        Pairs of a place in ``left`` and a place in ``right``; what is found does not depend
        on the order of either.
    """
    edges = dict(_compared(left, right))

    def apart(pair: tuple[int, int]) -> tuple[int, int]:
        one, other = left[pair[0]], right[pair[1]]
        gap = abs(one.year - other.year) if one.year and other.year else 1
        return gap, -_places_in_common(one.container, other.container)

    free: tuple[set[int], set[int]] = (set(range(len(left))), set(range(len(right))))
    chosen: list[tuple[int, int]] = []
    same = [pair for pair, found in edges.items() if found.verdict is Verdict.SAME]
    chosen += _best(same, edges, apart, free)
    maybe = [pair for pair, found in edges.items() if found.verdict is Verdict.MAYBE]
    chosen += _undisputed([pair for pair in maybe if not apart(pair)[0]], edges, free)
    taken = set(chosen)
    rest = [pair for pair in edges if pair not in taken]
    return Matches(
        sorted(Match(*pair, edges[pair]) for pair in chosen),
        sorted(Match(*pair, edges[pair]) for pair in rest),
    )


def _compared(
    left: Sequence[Work], right: Sequence[Work]
) -> Iterator[tuple[tuple[int, int], Comparison]]:
    """The comparisons worth making, but for those that come to "different"."""
    blocks = Blocks()
    read = [_put(work, blocks) for work in (*left, *right)]
    pairs = {
        (min(number, other), max(number, other))
        for number in range(len(read))
        for other in blocks.candidates(number)
    }
    for one, other in pairs:
        if one < len(left) <= other:
            found = relate(read[one], read[other])
            if found:
                yield (one, other - len(left)), found


def _put(work: Work, blocks: Blocks) -> Prepared:
    # The names of journals differ from list to list; here they only break ties.
    prepared = Prepared(work._replace(container=""))
    surnames = dict.fromkeys(filter(None, map(surname_of, work.authors)))
    # Whoever says the same stands beside the other: its place does not count.
    blocks.put(prepared.title, surnames, f"{work.title}\x1d{work.year}", work.year)
    return prepared


def _best(
    same: Sequence[tuple[int, int]],
    edges: _Edges,
    apart: Callable[[tuple[int, int]], tuple[int, int]],
    free: tuple[set[int], set[int]],
) -> Iterator[tuple[int, int]]:
    """One-to-one the pairs that are the same: of one year first, then the most alike.

    Of those, the ones that appeared in places of like names.

    Where two are equally good for one work, and not for anybody else, neither is chosen.
    """
    ranked: dict[tuple[int, float, int], list[tuple[int, int]]] = defaultdict(list)
    for pair in same:
        years, places = apart(pair)
        ranked[years, -edges[pair].score, places].append(pair)
    for _, pairs in sorted(ranked.items()):
        alive = [pair for pair in pairs if pair[0] in free[0] and pair[1] in free[1]]
        firsts, seconds = Counter(pair[0] for pair in alive), Counter(pair[1] for pair in alive)
        for pair in alive:
            if firsts[pair[0]] == seconds[pair[1]] == 1:
                yield pair
            free[0].discard(pair[0])
            free[1].discard(pair[1])


def _undisputed(
    maybe: Sequence[tuple[int, int]], edges: _Edges, free: tuple[set[int], set[int]]
) -> Iterator[tuple[int, int]]:
    """The pairs in doubt that are much alike, and of which neither has another choice."""
    scores: tuple[dict[int, list[float]], dict[int, list[float]]] = (
        defaultdict(list),
        defaultdict(list),
    )
    alive = [pair for pair in edges if pair[0] in free[0] and pair[1] in free[1]]
    for pair in alive:
        for side in (0, 1):
            scores[side][pair[side]].append(edges[pair].score)
    wanted = set(maybe)
    for pair in alive:
        score = edges[pair].score
        others = [one for side in (0, 1) for one in scores[side][pair[side]]]
        is_ahead = sum(one > score - _AHEAD for one in others) == 2  # noqa: PLR2004 - itself twice
        if pair in wanted and score >= _ENOUGH and is_ahead:
            yield pair


def _places_in_common(one: str, other: str) -> int:
    """How many words the names of two journals share; ``VLDB`` is some, and ``J.`` is one."""
    first, second = (_words(name) for name in (one, other))
    shared = first & second
    return len(shared) + sum(
        any(longer.startswith(shorter) for longer in theirs - shared)
        for ours, theirs in ((first, second), (second, first))
        for shorter in ours - shared
        if len(shorter) <= _ABBREVIATION
    )


def _words(name: str) -> set[str]:
    words = re.findall(r"[^\W\d_]+", name.casefold())
    long = [word for word in words if word not in _SMALL]
    runs = (long[start : start + size] for size in (3, 4, 5) for start in range(len(long)))
    return {*long, *("".join(word[0] for word in run) for run in runs if len(run) > 2)}  # noqa: PLR2004 - of letters
