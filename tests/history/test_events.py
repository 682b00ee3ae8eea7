from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.history.samples import library, paper, told

from paperbib.changes import ALL_KINDS, KINDS
from paperbib.changes.events import LONGEST, MOST_VALUES, shortened
from paperbib.model import Decisions, Library, TitleDecision

A, B, C = "arxiv:1706.03762", "arxiv:1810.04805", "url:https://example.org/x"
NONE = Library()


def summary(previous: Library, now: Library) -> list[tuple[str, tuple[str, ...], str]]:
    return [(one.key, one.kinds, one.words) for one in told(previous, now)]


def test_the_kinds_of_papers_are_kinds_of_events() -> None:
    assert set(KINDS) < set(ALL_KINDS)


def test_all_entries_of_a_first_run_are_added() -> None:
    now = library({"b": paper(B), "a": paper(A, "Title\nof two  lines"), "c": paper(C, None)})
    assert summary(NONE, now) == [
        ("a", ("added",), "a: added: Title of two lines"),
        ("b", ("added",), "b: added: A Title"),
        ("c", ("added",), "c: added"),
    ]
    assert told(now, now) == ()


def test_what_goes_and_comes_back() -> None:
    both, one = library({"a": paper(A), "b": paper(B)}), library({"a": paper(A)})
    gone = library({"a": paper(A)}, retired={B: "b"})
    assert summary(both, gone) == [("b", ("removed",), "b: no longer in the notes")]
    assert summary(gone, both) == [("b", ("added",), "b: added: A Title")]
    assert summary(gone, one) == [], "memory is no event"


def test_an_entry_that_becomes_part_of_another() -> None:
    two = library({"a": paper(A), "d": paper("doi:10.1000/x", None)})
    one = library({"a": paper(f"{A} doi:10.1000/x")}, aliases={"d": "a"})
    (found,) = told(two, one)
    assert (found.key, found.kinds, found.words) == ("d", ("joined",), "d: part of a now")
    assert found.fields == {"key": {"old": "d", "new": "a"}}
    (found,) = told(one, two)
    assert (found.key, found.kinds, found.words) == ("d", ("parted",), "d: no longer part of a")
    assert found.fields == {"key": {"old": "a", "new": "d"}}


def test_who_parts_from_what_is_renamed_is_told_its_new_name() -> None:
    one = library({"a": paper(f"{A} doi:10.1000/x")})
    two = library({"n": paper(A), "d": paper("doi:10.1000/x", None)}, aliases={"a": "n"})
    assert [(e.key, e.kinds, e.words) for e in told(one, two)] == [
        ("d", ("parted",), "d: no longer part of n"),
        ("n", ("renamed",), "n: was called a"),
    ]


def test_events_name_both_locks_and_keep_their_order_of_fields() -> None:
    (found,) = told(NONE, library({"a": paper(A)}))
    assert found.run == ("0" * 12, "1" * 12)
    assert list(found.as_json())[:4] == ["day", "lock", "after", "key"]
    assert "after" not in found._replace(after="").as_json()


def test_two_that_become_one_with_a_new_key() -> None:
    two = library({"a": paper(A), "d": paper("doi:10.1000/x", None)})
    one = library({"n": paper(f"{A} doi:10.1000/x")}, aliases={"d": "n", "a": "n"})
    assert [(e.key, e.kinds) for e in told(two, one)] == [("d", ("joined",)), ("n", ("renamed",))]


def test_a_new_key_and_a_new_version_are_one_event() -> None:
    old = library({"a": paper(A, version=1)})
    new = library({"x": paper(A, version=2)}, aliases={"a": "x"})
    (found,) = told(old, new)
    assert (found.key, found.kinds) == ("x", ("renamed", "revised"))
    assert found.words == "x: was called a; version 1 → 2"
    assert found.fields["version"] == {"old": 1, "new": 2}


def test_keys_that_are_swapped() -> None:
    old, new = library({"a": paper(A), "b": paper(B)}), library({"a": paper(B), "b": paper(A)})
    assert [(e.key, e.kinds, e.fields["key"]["old"]) for e in told(old, new)] == [
        ("a", ("renamed",), "b"),
        ("b", ("renamed",), "a"),
    ]


def test_another_identifier_with_an_alias_is_the_same_entry() -> None:
    old, new = library({"a": paper(C, None)}), library({"n": paper(A)}, aliases={"a": "n"})
    assert [(e.key, e.kinds) for e in told(old, new)] == [("n", ("renamed", "solved"))]


def test_first_facts_are_a_problem_solved() -> None:
    old, new = library({"a": paper(A, None)}), library({"a": paper(A, "Found")})
    assert summary(old, new) == [("a", ("solved",), "a: known now: Found")]
    assert summary(new, old) == [], "an answer lost is told as a problem"
    mine = library({"a": paper(A, "Mine", source="override")})
    assert summary(old, mine) == [], "what a person says is no fact"
    assert summary(mine, new) == [("a", ("solved",), "a: known now: Found")]


def test_a_title_that_is_found_at_last() -> None:
    unknown = Decisions(titles={"gpt": TitleDecision(text="GPT", by="arxiv")})
    known = Decisions(titles={"gpt": TitleDecision(text="GPT", by="arxiv", identifier=A)})
    old = library({"b": paper(B)}, decisions=unknown)
    new = library({"a": paper(A), "b": paper(B)}, decisions=known)
    words = "a: added: A Title; found for the title 'GPT'"
    assert summary(old, new) == [("a", ("added", "solved"), words)]
    assert told(library({"b": paper(B)}), new)[0].kinds == ("added",), "it was never a problem"


def test_links_die_and_live_again() -> None:
    well, dead = (library({"c": paper(C, None)}, dead_links=links) for links in ((), (C,)))
    assert [e.kinds for e in told(well, dead)] == [("dead",)]
    assert [e.kinds for e in told(dead, well)] == [("alive",)]
    assert [e.kinds for e in told(dead, NONE)] == [("removed",)], "nobody says that it lives"
    assert told(dead, dead) == ()


@pytest.mark.parametrize("field", ["abstract", "comment"])
def test_long_texts_are_shortened(field: str) -> None:
    old, new = (library({"a": paper(A, **{field: f"{one} " * 500})}) for one in ("old", "new"))
    (found,) = told(old, new)
    for one in found.fields[field].values():
        assert len(one) <= LONGEST
        assert one.endswith("…")


def test_long_lists_are_shortened() -> None:
    many = [{"family": f"F{number}"} for number in range(3000)]
    (found,) = told(
        library({"a": paper(A, authors=many[:2])}), library({"a": paper(A, authors=many)})
    )
    assert found.fields["authors"]["old"] == ["F0", "F1"]
    assert len(found.fields["authors"]["new"]) == MOST_VALUES + 1
    assert found.fields["authors"]["new"][-1] == "…"


@given(st.text(st.characters(), max_size=400), st.integers(2, 300))
def test_a_shortened_text_is_one_line_that_can_be_written(text: str, longest: int) -> None:
    short = shortened(text, longest)
    assert len(short) <= longest
    assert len(short.splitlines()) <= 1
    json.dumps(short, ensure_ascii=False).encode()


@st.composite
def libraries(draw: st.DrawFn) -> Library:
    names = draw(st.sets(st.sampled_from([A, B, C, "doi:10.1000/x", "doi:10.1000/y"]), max_size=5))
    found, left = {}, sorted(names)
    while left:
        size = draw(st.integers(1, 2))
        own, left = left[:size], left[size:]
        title = draw(st.sampled_from([None, "T", "U"]))
        found[f"k{draw(st.integers(0, 99))}{own[0][-1]}"] = paper(" ".join(own), title)
    return library(found)


@given(libraries(), libraries())
def test_each_entry_has_one_event_at_most_and_each_coming_and_going_one(
    old: Library, new: Library
) -> None:
    found = told(old, new)
    assert found == told(old, new)
    assert all(one.kinds for one in found)
    came = [one for one in found if {"added", "parted"} & set(one.kinds)]
    gone = [one for one in found if {"removed", "joined"} & set(one.kinds)]
    assert len(old.references) + len(came) - len(gone) == len(new.references)
    assert len({(one.key, one in gone) for one in found}) == len(found)
    assert [one.key for one in found] == sorted(one.key for one in found)
    assert told(new, new) == ()
