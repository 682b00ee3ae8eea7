"""Twins are found and near misses are not, among many papers."""

from collections import Counter

import pytest
from tests.matching.near_misses import NEAR_MISSES, near_misses
from tests.matching.twins import twins

from paperbib.matching import Verdict, agree, compare, conflict, find_matches

COUNT = 2_000


@pytest.mark.parametrize("seed", [1, 2])
def test_twins_are_found_and_nothing_else(seed: int) -> None:
    pairs, others = twins(COUNT, seed)
    works = [work for pair in pairs for work in (pair.one, pair.other)] + others
    found = {(one.first, one.second) for one in find_matches(works).same}
    true = {(2 * number, 2 * number + 1) for number in range(COUNT)}
    missed = Counter(pairs[first // 2].kind for first, _ in true - found)
    assert [(works[one].title, works[two].title) for one, two in found - true] == []
    assert len(found) >= 0.98 * COUNT, missed


def test_every_change_is_understood() -> None:
    """No kind of twin is lost as a whole: the few that are missed are of all kinds."""
    pairs, _ = twins(COUNT)
    all_of = Counter(pair.kind for pair in pairs)
    same = [pair for pair in pairs if compare(pair.one, pair.other).verdict is Verdict.SAME]
    shares = {kind: Counter(one.kind for one in same)[kind] / all_of[kind] for kind in all_of}
    assert min(shares.values()) > 0.95, shares


def test_a_source_may_tie_twins() -> None:
    pairs, _ = twins(500)
    assert [pair for pair in pairs if not agree(pair.one, pair.other)] == []
    assert [pair for pair in pairs if conflict(pair.one, pair.other)] == []


@pytest.mark.parametrize("seed", [1, 2])
def test_near_misses_are_not_merged(seed: int) -> None:
    pairs = near_misses(COUNT, seed)
    works = [work for pair in pairs for work in (pair.one, pair.other)]
    wrong = [(works[one.first].title, works[one.second].title) for one in find_matches(works).same]
    assert wrong == []


@pytest.mark.parametrize("kind", NEAR_MISSES)
def test_near_misses_alone(kind: str) -> None:
    pairs = [pair for pair in near_misses(COUNT, 3) if pair.kind == kind]
    assert len(pairs) > 100
    wrong = [pair for pair in pairs if compare(pair.one, pair.other).verdict is Verdict.SAME]
    assert wrong == []


@pytest.mark.parametrize("kind", ["same title, other authors", "Part I and II", "erratum"])
def test_a_source_may_not_tie_these(kind: str) -> None:
    pairs = [pair for pair in near_misses(COUNT, 4) if pair.kind == kind]
    assert [pair for pair in pairs if agree(pair.one, pair.other)] == []
