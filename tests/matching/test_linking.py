"""Two lists, each without duplicates."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperbib.matching import Work, find_matches, link
from paperbib.model import Name

ADA, BEN, CARL = (
    Name(family="Moss", given="Ada"),
    Name(family="de Boer", given="Ben"),
    Name(family="Oak", given="Carl"),
)
SERVER = "A content based multimedia server for massively parallel machines"
MANAGER = "A content based multimedia manager for massively parallel machines"


def _work(title: str, year: int = 2001, *authors: Name, place: str = "") -> Work:
    return Work(title, authors or (ADA, BEN), year, container=place)


def _pairs(left: list[Work], right: list[Work]) -> list[tuple[int, int]]:
    return [(one.first, one.second) for one in link(left, right).same]


def test_a_doubt_that_one_list_leaves_two_lists_settle() -> None:
    one, other = _work(SERVER), _work(MANAGER)
    assert [match.comparison.verdict.value for match in find_matches([one, other]).maybe] == [
        "maybe"
    ]
    assert _pairs([one], [other]) == [(0, 0)]


@pytest.mark.parametrize(
    "right",
    [
        [_work(MANAGER, 2002)],
        [_work(MANAGER, 2001, CARL)],
        [_work(MANAGER), _work("A content based multimedia store for massively parallel machines")],
        [_work("Sand dunes of the outer islands")],
        [],
    ],
    ids=["another year", "other people", "two as good", "another paper", "nothing"],
)
def test_what_stays_in_doubt_is_no_pair(right: list[Work]) -> None:
    assert _pairs([_work(SERVER)], right) == []


def test_the_year_then_the_place_tells_like_works_apart() -> None:
    talk, article = (
        _work(SERVER, place="sigmod conference"),
        _work(SERVER, place="sigmod record"),
    )
    later = _work(SERVER, 2003, place="vldb j.")
    right = [
        _work(SERVER, 2003, place="The VLDB Journal"),
        _work(SERVER, place="ACM SIGMOD Record"),
        _work(SERVER, place="International Conference on Management of Data"),
    ]
    assert _pairs([talk, article, later], right) == [(0, 2), (1, 1), (2, 0)]


def test_works_that_nothing_tells_apart_are_no_pairs() -> None:
    twins = [_work(SERVER), _work(SERVER)]
    assert _pairs(twins, twins) == []


def test_within_a_list_nothing_is_paired() -> None:
    assert _pairs([_work(SERVER), _work(SERVER, 2002)], []) == []


@given(st.randoms(use_true_random=False))
def test_the_order_of_the_lists_does_not_count(shuffled: random.Random) -> None:
    left = [_work(f"{title} number {n}") for n in range(4) for title in (SERVER, MANAGER)]
    right = [_work(f"{title} number {n}") for n in range(5) for title in (MANAGER, SERVER)]
    wanted = {(left[one], right[other]) for one, other in _pairs(left, right)}
    shuffled.shuffle(left)
    shuffled.shuffle(right)
    assert {(left[one], right[other]) for one, other in _pairs(left, right)} == wanted
    assert len(wanted) == 8
