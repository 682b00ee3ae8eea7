from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.history.samples import event

from paperbib.changes import Event, ForeignError, History
from paperbib.changes.history import BOUNDS, Bounds, parse, render
from paperbib.errors import PaperbibError

EMPTY = History()


def keys(history: History) -> list[str]:
    return [one.key for one in history.events]


def test_a_history_grows_and_is_read_back() -> None:
    first = EMPTY.appended([event("a"), event("b")], lock="")
    second = first.appended([event("a", lock="1")], lock="1")
    assert keys(second) == ["a", "b", "a"]
    assert second.name == first.name
    assert parse(render(second), "x") == second
    assert json.loads(render(second))["changes"][2]["lock"] == "1"
    assert "dropped" not in json.loads(render(second))


def test_what_a_killed_run_wrote_is_told_anew() -> None:
    killed = EMPTY.appended([event("a"), event("phantom")], lock="")
    again = killed.appended([event("a")], lock="")
    assert again == EMPTY.appended([event("a")], lock="")
    grown = again.appended([event("b", lock="1")], lock="1").appended(
        [event("c", lock="1")], lock="1"
    )
    assert keys(grown) == ["a", "c"]
    assert grown.name == again.name


def test_changes_of_a_lock_that_is_still_there_have_not_happened() -> None:
    both = EMPTY.appended([event("a")], lock="").appended([event("b", lock="1")], lock="1")
    assert keys(both.standing("1")) == ["a"]
    assert keys(both.standing("2")) == ["a", "b"]
    assert EMPTY.standing("") == EMPTY


def test_a_lock_that_comes_back_loses_nothing() -> None:
    steps = [("", "a"), ("1", "b"), ("2", "c"), ("1", "d")]
    history = EMPTY
    for lock, key in steps:
        history = history.appended([event(key, lock=lock)], lock=lock)
    assert keys(history) == ["a", "b", "c", "d"]


def test_whole_runs_go_the_oldest_first() -> None:
    history = EMPTY
    for lock, number in (("", 3), ("1", 2), ("2", 2)):
        run = [event(f"{lock}-{one}", lock=lock) for one in range(number)]
        history = history.appended(run, lock=lock, bounds=Bounds(5, 2, 9))
    assert (keys(history), history.dropped) == (["1-0", "1-1", "2-0", "2-1"], 3)
    many = [event(str(one), lock="3") for one in range(12)]
    large = history.appended(many, lock="3", bounds=Bounds(5, 2, 9))
    assert (len(large.events), large.dropped) == (12, 7), "the last run stays, however large"
    assert large.name == history.name
    assert json.loads(render(large))["dropped"] == 7
    assert parse(render(large), "x") == large


def test_a_large_first_run_is_not_pushed_out_by_the_next() -> None:
    first = [event(str(number)) for number in range(BOUNDS.events + 5)]
    history = EMPTY.appended(first, lock="")
    for number in range(1, 4):
        lock = str(number)
        history = history.appended([event("x", lock=lock)], lock=lock)
    assert (len(history.events), history.dropped) == (BOUNDS.events + 8, 0)
    many = [event("x", lock="4") for _ in range(BOUNDS.ever)]
    assert len(history.appended(many, lock="4").events) == BOUNDS.ever


def test_what_a_newer_paperbib_wrote_beside_is_kept() -> None:
    data = json.loads(render(EMPTY.appended([event("a")], lock="")))
    data["more"] = {"x": 1}
    data["changes"][0]["why"] = ["y"]
    data["changes"][0]["fields"] = {"doi": {"old": None, "new": "d", "by": "z"}}
    read = parse(json.dumps(data), "x")
    assert json.loads(render(read)) == data


GOOD = event("a").as_json()
WRONG: list[dict[str, object]] = [
    {"day": "2026-3-4"},
    {"day": "20260304"},
    {"day": "tomorrow"},
    {"day": 1},
    {"title": 1},
    {"kinds": "added"},
    {"kinds": [1]},
    {"fields": []},
    {"fields": {"x": {"old": 1}}},
    {"fields": {"x": [1, 2]}},
    {"words": None},
    {"after": 1},
]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"changes": []}',
        '{"schema_version": 1}',
        '{"schema_version": true, "changes": []}',
        '{"schema_version": "1", "changes": []}',
        '{"schema_version": 0, "changes": []}',
        '{"schema_version": 1, "changes": {}}',
        '{"schema_version": 1, "changes": [1]}',
        '{"schema_version": 1, "changes": [{}]}',
        '{"schema_version": 1, "changes": [], "x": "\\ud800"}',
        "[" * 100_000,
        '{"schema_version": ' + "9" * 5_000 + "}",
        *(json.dumps({"schema_version": 1, "changes": [GOOD | one]}) for one in WRONG),
    ],
)
def test_what_is_no_history_is_told_so(text: str) -> None:
    with pytest.raises(ForeignError) as error:
        parse(text, "changes.json")
    assert error.value.what.startswith("changes.json: ")
    assert "\n" not in error.value.what
    assert error.value.hint


def test_a_conflict_of_a_merge_is_named() -> None:
    text = render(EMPTY.appended([event("a")], lock=""))
    ours = f"<<<<<<< HEAD\n{text}=======\n{text}>>>>>>> theirs\n"
    with pytest.raises(ForeignError, match="merge conflict"):
        parse(ours, "changes.json")


def test_a_newer_history_is_refused() -> None:
    with pytest.raises(PaperbibError) as error:
        parse('{"schema_version": 2, "changes": {}}', "changes.json")
    assert not isinstance(error.value, ForeignError)
    assert error.value.hint == "upgrade paperbib"


@st.composite
def histories(draw: st.DrawFn) -> History:
    words = st.text(max_size=20)
    pairs = st.tuples(words, words).map(lambda one: {"old": one[0], "new": one[1]})
    history = EMPTY
    for number in range(draw(st.integers(0, 4))):
        after = draw(st.sampled_from(["", str(number + 1)]))
        run = [
            Event(
                draw(st.dates()).isoformat(),
                str(number),
                draw(words),
                draw(words),
                draw(st.none() | words),
                tuple(draw(st.lists(words, min_size=1, max_size=3))),
                draw(st.dictionaries(words, pairs)),
                draw(words),
                after,
            )
            for _ in range(draw(st.integers(1, 3)))
        ]
        history = history.appended(run, lock=str(number), bounds=Bounds(6, 2, 9))
    return history


@given(histories())
def test_every_history_is_read_back(history: History) -> None:
    assert parse(render(history), "x") == history
    assert render(parse(render(history), "x")) == render(history)


@given(histories(), st.text(max_size=4))
def test_appending_twice_is_appending_once(history: History, lock: str) -> None:
    run = [event("new", lock=lock)]
    once = history.appended(run, lock=lock)
    assert once.appended(run, lock=lock) == once
