"""Turns: nobody is asked too soon, and nobody waits for others without need."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperbib.links.tally import Tally
from paperbib.links.turns import INTERVAL_S, LONGEST_DELAY_S, Turns
from paperbib.links.verdicts import Verdict, is_redirect, judge, wants_get, wants_peace


def walk(turns: Turns[str], took_s: float = 0.0) -> list[tuple[float, str, str]]:
    """Take all turns: when each request began, to whom, and for what."""
    now_s = 100.0
    taken = []
    while (turn := turns.next(now_s)) is not None:
        now_s += turn.wait_s
        taken.append((now_s, turn.host, turn.errand))
        now_s += took_s
        turns.asked(turn.host, now_s)
    return taken


def test_the_pauses_of_hosts_are_shared() -> None:
    turns: Turns[str] = Turns()
    for host in "abc":
        for number in (1, 2):
            turns.add(host, f"{host}{number}")
    taken = walk(turns)
    assert [errand for *_, errand in taken] == ["a1", "b1", "c1", "a2", "b2", "c2"]
    assert [when_s for when_s, *_ in taken] == [100, 100, 100, 102, 102, 102]


@given(st.lists(st.sampled_from("abcd"), max_size=30), st.floats(0, 5), st.floats(0, 100))
def test_nobody_is_asked_too_soon(hosts: list[str], took_s: float, delay_s: float) -> None:
    turns: Turns[str] = Turns()
    for number, host in enumerate(hosts):
        turns.add(host, f"{host}{number}")
    turns.slow_down("a", delay_s)
    taken = walk(turns, took_s)
    assert sorted(errand for *_, errand in taken) == sorted(
        f"{host}{number}" for number, host in enumerate(hosts)
    )
    for host in set(hosts):
        wanted_s = min(max(delay_s, INTERVAL_S), LONGEST_DELAY_S) if host == "a" else INTERVAL_S
        starts_s = [when_s for when_s, whose, _ in taken if whose == host]
        pauses_s = [later - sooner - took_s for sooner, later in pairwise(starts_s)]
        assert all(one >= wanted_s - 1e-6 for one in pauses_s)


def test_a_host_that_slows_down_is_asked_later() -> None:
    turns: Turns[str] = Turns()
    turns.add("a", "a1")
    turns.asked("a", 100)
    turns.slow_down("a", 10)
    turn = turns.next(101)
    assert turn is not None
    assert turn.wait_s == 9


def test_what_comes_next_goes_before_the_line_and_a_host_can_be_left() -> None:
    turns: Turns[str] = Turns()
    turns.add("a", "a1")
    turns.add("a", "a0", is_next=True)
    assert list(turns.leave("a")) == ["a0", "a1"]
    assert turns.next(0) is None
    assert list(turns.leave("b")) == []


@pytest.mark.parametrize(
    ("status", "verdict"),
    [
        (200, Verdict.ALIVE),
        (299, Verdict.ALIVE),
        (300, Verdict.OPEN),
        (401, Verdict.OPEN),
        (403, Verdict.OPEN),
        (404, Verdict.DEAD),
        (405, Verdict.OPEN),
        (410, Verdict.DEAD),
        (451, Verdict.OPEN),
        (500, Verdict.SILENT),
        (999, Verdict.SILENT),
        (100, Verdict.OPEN),
    ],
)
def test_what_a_status_proves(status: int, verdict: Verdict) -> None:
    assert judge(status) is verdict


def test_which_replies_are_not_the_last_word() -> None:
    assert [one for one in range(100, 600) if is_redirect(one)] == [301, 302, 303, 307, 308]
    assert all(map(wants_get, (400, 403, 404, 405, 410, 501)))
    assert not any(map(wants_get, (200, 302, 429, 500, 503)))
    assert wants_peace(429, "")
    assert wants_peace(503, "120")
    assert not wants_peace(503, " ")
    assert not wants_peace(301, "120")


def test_the_next_day_silence_is_asked_again_and_an_answer_is_not() -> None:
    day_s = 86_400
    again = {Verdict.SILENT, Verdict.NAMELESS}
    assert all(one.keeps_s < day_s for one in again)
    assert {one.keeps_s for one in Verdict if one not in again} == {7 * day_s}


def test_a_tally_in_words() -> None:
    assert Tally().words() == "0 checked, 0 dead"
    assert Tally(5, 1, 2, 3, 4, 6).words() == (
        "5 checked, 1 dead, 2 not to be checked, 3 without an answer, 4 asked for lately, "
        "6 left for the next run"
    )
