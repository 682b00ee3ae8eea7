"""Pairs among many works: whatever their order, however many, however hostile."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.matching.twins import twins

from paperbib.matching import Match, Matcher, Verdict, Work, find_matches
from paperbib.model import Name

PAIRS, OTHERS = twins(12, 5)
POOL = [work for pair in PAIRS for work in (pair.one, pair.other)] + OTHERS[:8]
POOL += [POOL[0], POOL[0], POOL[2], POOL[4]._replace(year=None), POOL[6]._replace(authors=())]


def said(works: Sequence[Work], matches: Sequence[Match]) -> Counter[frozenset[str]]:
    """Pairs by what is in them, wherever they stood."""
    return Counter(frozenset((repr(works[one.first]), repr(works[one.second]))) for one in matches)


@given(st.permutations(range(len(POOL))), st.integers(2, len(POOL)))
@settings(max_examples=60)
def test_order_does_not_matter(order: list[int], count: int) -> None:
    subset = [POOL[place] for place in sorted(order[:count])]
    shuffled = [POOL[place] for place in order[:count]]
    first, second = find_matches(subset), find_matches(shuffled)
    assert said(subset, first.same) == said(shuffled, second.same)
    assert said(subset, first.maybe) == said(shuffled, second.maybe)


@given(st.lists(st.sampled_from(POOL), max_size=20))
@settings(max_examples=60)
def test_each_is_in_one_pair_at_most(works: list[Work]) -> None:
    matches = find_matches(works)
    places = [place for one in matches.same for place in (one.first, one.second)]
    assert len(places) == len(set(places))
    assert all(one.first < one.second for one in (*matches.same, *matches.maybe))
    assert matches.same == sorted(matches.same)
    assert find_matches(works) == matches


@given(st.lists(st.sampled_from(POOL), max_size=16), st.integers(0, 16))
@settings(max_examples=60)
def test_what_is_found_later_is_what_is_found_at_once(works: list[Work], at: int) -> None:
    works = list(dict.fromkeys(works))
    matcher = Matcher()
    at_first = matcher.add(works[:at]).same
    later = matcher.add(works[at:]).same
    at_once = {(one.first, one.second) for one in find_matches(works).same}
    found = {(one.first, one.second) for one in (*at_first, *later)}
    crossing = {pair for pair in at_once if pair[1] >= at}
    assert crossing <= found
    assert all(one.second >= at for one in later)


def test_two_that_are_equally_good_are_not_guessed_between() -> None:
    """One record of 2001 lies between others of 2000 and 2003, which are no pair."""
    title, authors = "Sparse codes in very deep networks", (Name(family="Doe", given="Anna"),)
    middle, early, late = (Work(title, authors, year) for year in (2001, 1999, 2003))
    matches = find_matches([middle, early, late])
    assert matches.same == []
    assert {(one.first, one.second) for one in matches.maybe} == {(0, 1), (0, 2), (1, 2)}


def test_a_better_partner_wins() -> None:
    title, authors = "Sparse codes in very deep networks", (Name(family="Doe", given="Anna"),)
    works = [Work(title, authors, year) for year in (2001, 2002, 2002)]
    works[2] = works[2]._replace(title=title.upper())
    matches = find_matches(works)
    assert [(one.first, one.second) for one in matches.same] == [(1, 2)]
    assert {one.comparison.verdict for one in matches.maybe} == {Verdict.MAYBE}


def test_the_heading_of_a_column_is_no_paper() -> None:
    author = (Name(family="Doe", given="Anna"),)
    works = [Work(f"News from {place}", author, 2001) for place in ("Rome", "ROME", "rome", "Rom")]
    assert find_matches(works[:2]).same
    assert find_matches(works).same == []


def test_copies_are_paired() -> None:
    matches = find_matches([POOL[0]] * 5)
    assert [(one.first, one.second) for one in matches.same] == [(0, 1), (2, 3)]
    assert [(one.first, one.second) for one in matches.maybe] == [(0, 4)]


def test_what_has_no_title_is_not_paired() -> None:
    works = [Work("", POOL[0].authors, 2000)] * 3 + [Work("…", POOL[0].authors, 2000)] * 3
    assert find_matches(works).same == []


def _names(count: int, number: int = 0) -> tuple[Name, ...]:
    letters = "bcdfghklmn"
    return tuple(
        Name(family="".join(letters[int(digit)] for digit in f"{one:05}"), given="A.")
        for one in range(number, number + count)
    )


def _one_title(count: int) -> list[Work]:
    return [Work("A theory of sparse codes", _names(2, one), 2000) for one in range(count)]


def _one_title_and_author(count: int) -> list[Work]:
    return [
        Work("A theory of sparse codes", _names(1) + _names(1, one), 1990 + one % 9)
        for one in range(count)
    ]


def _three_words(count: int) -> list[Work]:
    orders = ("sparse code theory", "theory sparse code", "code theory sparse")
    return [Work(orders[one % 3], _names(1, one % 50), one % 2000) for one in range(count)]


def _few_words(count: int) -> list[Work]:
    words = "code net graph field group wave spin map set cell".split()
    return [
        Work(" ".join(words[int(digit)] for digit in f"{one:06}"), _names(2, one % 40), 2000)
        for one in range(count)
    ]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_order_does_not_matter_in_a_crowd(seed: int) -> None:
    works = _one_title_and_author(150) + _three_words(150) + _few_words(150) + _one_title(60)
    shuffled = random.Random(seed).sample(works, len(works))  # noqa: S311 - no secret
    first, second = find_matches(works), find_matches(shuffled)
    assert said(works, first.same) == said(shuffled, second.same)
    assert said(works, first.maybe) == said(shuffled, second.maybe)
    assert first.maybe


@pytest.mark.parametrize("make", [_one_title, _one_title_and_author, _three_words, _few_words])
def test_time_grows_with_the_number_of_works(make: Callable[[int], list[Work]]) -> None:
    """Ten times as many take no more than thirty times as long: squares would take a hundred."""
    seconds = []
    for count in (400, 4_000):
        works = make(count)
        start = time.process_time()
        find_matches(works)
        seconds.append(time.process_time() - start)
    assert seconds[1] < 30 * seconds[0] + 0.5, seconds


def test_long_titles_and_many_authors_take_linear_time() -> None:
    crowd = _names(3_000)
    same = tuple(Name(family="Wang", given="A.") for _ in range(3_000))
    works = [
        Work("a b " * 250_000, crowd, 2000),
        Work("a b " * 250_000 + "c", crowd, 2000),
        Work("The mass of the sparse boson", crowd, 2000),
        Work("The Mass of the Sparse Boson", tuple(reversed(crowd)), 2001),
        Work("The width of the sparse boson", same, 2000),
        Work("The Width of the Sparse Boson", same[:-1], 2001),
        Work("<" * 100_000 + "\\" * 100_000 + "{" * 100_000, crowd, 2000),
    ]
    start = time.process_time()
    matches = find_matches(works)
    assert time.process_time() - start < 5
    assert [(one.first, one.second) for one in matches.same] == [(2, 3), (4, 5)]


def test_a_few_are_added_to_many_at_once() -> None:
    pairs, others = twins(3_000, 9)
    matcher = Matcher([pair.one for pair in pairs] + others)
    start = time.process_time()
    found = matcher.add([pair.other for pair in pairs[:100]])
    assert time.process_time() - start < 0.5
    first = len(pairs) + len(others)
    assert {(one.first, one.second) for one in found.same} >= {
        (number, first + number) for number in range(98)
    } or len(found.same) >= 98
