"""One-to-one the best of the pairs that are the same; what is undecided stays undecided."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from paperbib.matching.comparing import Comparison, Verdict

Pair = tuple[int, int]
"""Two works, the smaller number first."""


def choose(
    edges: Mapping[Pair, Comparison], free: Iterable[int], ranks: Mapping[int, str]
) -> tuple[list[Pair], list[Pair]]:
    """Choose pairs so that each work is in one at most, the best first.

    Among works that are all the same, and equally so, their ranks decide. Where a work has
    two partners that are equally good and not each other's, nothing is chosen for any of them.

    Args:
        edges: What the comparison of two works came to.
        free: The works that may be paired.
        ranks: What orders works wherever they came from, by number.

    Returns:
        The pairs chosen, and all others.
    """
    available = set(free)
    same = {pair for pair, one in edges.items() if one.verdict is Verdict.SAME}
    by_score: dict[float, list[Pair]] = defaultdict(list)
    for pair in same:
        by_score[edges[pair].score].append(pair)
    chosen: list[Pair] = []
    for _, pairs in sorted(by_score.items(), reverse=True):
        alive = [pair for pair in pairs if available.issuperset(pair)]
        for group in _components(alive):
            if len(group) == 2:  # noqa: PLR2004 - a pair
                couples = [_pair(*group)]
            elif _are_all_same(group, same):
                ordered = sorted(group, key=ranks.__getitem__)
                couples = [_pair(*two) for two in zip(ordered[::2], ordered[1::2], strict=False)]
            else:
                couples = []
                available.difference_update(group)
            chosen += couples
            for couple in couples:
                available.difference_update(couple)
    taken = set(chosen)
    return chosen, [pair for pair in edges if pair not in taken]


def _are_all_same(group: Sequence[int], same: set[Pair]) -> bool:
    # A group has an edge for each of its pairs or is not closed: this ends soon for large ones.
    return all(_pair(*two) in same for two in combinations(group, 2))


def _pair(one: int, other: int) -> Pair:
    return (one, other) if one < other else (other, one)


def _components(pairs: Iterable[Pair]) -> Iterator[list[int]]:
    """Works that are tied to each other, directly or not."""
    beside: dict[int, list[int]] = defaultdict(list)
    for one, other in pairs:
        beside[one].append(other)
        beside[other].append(one)
    seen: set[int] = set()
    for start in beside:
        if start in seen:
            continue
        seen.add(start)
        group = [start]
        for one in group:
            for other in beside[one]:
                if other not in seen:
                    seen.add(other)
                    group.append(other)
        yield group
