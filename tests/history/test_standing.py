"""A lock that is there says how much of a history has happened."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from tests.history.samples import event

from paperbib.changes import Event, History

EMPTY = History()


def run(key: str, lock: str, after: str) -> list[Event]:
    return [event(f"{key}{number}", lock=lock, after=after) for number in range(2)]


def history_of(*steps: tuple[str, str, str]) -> History:
    history = EMPTY
    for key, lock, after in steps:
        history = history.appended(run(key, lock, after), lock=lock)
    return history


def told(history: History) -> str:
    return "".join(one.key[0] for one in history.events if one.key.endswith("0"))


def test_a_lock_that_is_taken_back_takes_all_that_followed_with_it() -> None:
    history = history_of(("a", "", "A"), ("b", "A", "B"), ("c", "B", "C"), ("d", "C", "D"))
    assert [told(history.standing(one)) for one in "ABCD"] == ["a", "ab", "abc", "abcd"]
    again = history.appended(run("x", "A", "D"), lock="A")
    assert told(again) == "ax", "what happened in two steps, and now in one, is told once"


def test_notes_that_change_between_two_events_do_not_hide_where_a_lock_was() -> None:
    history = history_of(("a", "", "A"), ("b", "B", "C"), ("c", "D", "E"))
    assert [told(history.standing(one)) for one in "ABCDE"] == ["a", "a", "ab", "ab", "abc"]
    assert told(history.standing("F")) == "abc", "a lock that nobody knows takes nothing"
    assert told(history.standing("")) == "abc", "nor does one that is deleted"


def test_a_link_that_dies_and_lives_and_dies_is_told_each_time() -> None:
    history = history_of(("a", "", "A"))
    for number in range(3):
        history = history.appended(run("d", "A", "D"), lock="A")
        assert history.standing("D") == history
        history = history.appended(run("l", "D", "A"), lock="D")
        assert history.standing("A") == history, number
    assert told(history) == "adldldl"
    killed = history.appended(run("d", "A", "D"), lock="A")
    assert killed.standing("A") == history
    assert killed.appended(run("d", "A", "D"), lock="A") == killed


def test_a_lock_that_comes_back_by_a_change_of_notes_takes_nothing_back() -> None:
    """Note edited, link dead, link alive, note as it was: the lock is A once more."""
    history = history_of(("a", "", "A"), ("d", "B", "C"), ("l", "C", "B"))
    moved = history.moved("B", "A")
    assert told(moved.standing("A")) == told(moved) == "adl"
    assert {one.after for one in moved.events[-2:]} == {"A"}
    assert told(moved.appended(run("e", "A", "E"), lock="A")) == "adle"
    assert history.moved("B", "F") is history, "a new lock is no reason to write"


def test_events_of_an_older_paperbib_do_not_say_where_they_led() -> None:
    history = history_of(("a", "", ""), ("b", "A", ""), ("c", "B", ""), ("d", "A", ""))
    assert [told(history.standing(one)) for one in "ABC"] == ["abc", "abcd", "abcd"]
    both = history.appended(run("e", "B", "C"), lock="B")
    assert [told(both.standing(one)) for one in "ABC"] == ["abcde", "abcd", "abcde"]


LOCKS = st.sampled_from("ABC")
STEPS = st.tuples(st.sampled_from(["event", "silent", "killed", "back"]), LOCKS)


@given(st.lists(STEPS, max_size=30))
def test_what_happened_is_told_and_what_did_not_is_not(steps: list[tuple[str, str]]) -> None:
    """By a model that remembers with each lock of a version control what had happened then."""
    lock, history, happened = "", EMPTY, ""
    commits: dict[str, str] = {}
    for number, (how, target) in enumerate([("event", "A"), *steps]):
        key = chr(0x100 + number)
        if target == lock:
            continue
        is_named = any(target in one.run for one in history.events)
        if how == "back" and target in commits and is_named:
            lock, happened = target, commits[target]
        elif how == "silent":
            before, history = history.standing(lock), history.moved(lock, target)
            if history != before:
                # The price: what led to the lock of now is said to have led elsewhere.
                commits = {one: then for one, then in commits.items() if then != happened}
            lock = target
        elif how in {"event", "killed"}:
            history = history.appended(run(key, lock, target), lock=lock)
            # A person who takes the lock of a run that was killed has done what it was to do.
            commits[target] = happened + key
            if how == "event":
                lock, happened = target, happened + key
        commits[lock] = happened
        # A line that was left and written over is lost.
        whole = told(history)
        commits = {one: then for one, then in commits.items() if whole.startswith(then)}
        assert told(history.standing(lock)) == happened, (number, how, target)
