"""Two entries become one: what a person wrote in the one that goes is in the one that stands."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperbib.edits.blocks import Kind
from paperbib.edits.merging import merge
from paperbib.edits.notices import Edit, Notice
from paperbib.edits.scanning import read
from paperbib.edits.values import said

HEIRS = {"old": "a"}
A = "@misc{a,\n  title = {A},\n  eprint = {1}\n}"
OLD = "@article{old,\n  title = {Old},\n  journal = {J},\n  doi = {d}\n}"
ONE = "@article{a,\n  title = {A},\n  journal = {J},\n  eprint = {1},\n  doi = {d}\n}"
BASE = f"{A}\n\n{OLD}\n"


def join(theirs: str, base: str = BASE, ours: str = f"{ONE}\n") -> tuple[str, list[Notice]]:
    """Merge, and make sure that a second time changes nothing."""
    text, notices = merge(base, theirs, ours, HEIRS)
    assert merge(ours, text, ours, HEIRS).text == text
    assert not [one for one in read(text).blocks if one.key == "old"]
    return text, [one for one in notices if one.edit is not Edit.FIELDS_REORDERED]


@pytest.mark.parametrize(
    ("here", "there", "text", "edits"),
    [
        # Nobody edited it, or only the one that stands.
        (A, OLD, ONE, []),
        (A.replace("{A}", "{Mine}"), OLD, ONE.replace("{A}", "{Mine}"), [Edit.FIELD_CHANGED]),
        # A field of their own, in its place; and in both, as the same.
        (
            A,
            OLD.replace("  doi", "  shelf = 3,\n  doi"),
            ONE.replace("  eprint", "  shelf = 3,\n  eprint"),
            [Edit.FIELD_ADDED, Edit.ENTRY_JOINED],
        ),
        (
            A.replace("{1}", "{1},\n  shelf = {3}"),
            OLD.replace("{d}", "{d},\n  shelf = 3"),
            ONE.replace("{1}", "{1},\n  shelf = {3}"),
            [Edit.FIELD_ADDED, Edit.ENTRY_JOINED],
        ),
        # ... and differently: the one that stands keeps its own.
        (
            A.replace("{1}", "{1},\n  shelf = {3}"),
            OLD.replace("{d}", "{d},\n  shelf = 4"),
            ONE.replace("{1}", "{1},\n  shelf = {3}"),
            [Edit.FIELD_ADDED, Edit.EDITS_DIFFER, Edit.ENTRY_JOINED],
        ),
        # A field that both have by the notes, and that was changed.
        (
            A,
            OLD.replace("{J}", "{Journal}"),
            ONE.replace("{J}", "{Journal}"),
            [Edit.FIELD_CHANGED, Edit.ENTRY_JOINED],
        ),
        (
            A,
            OLD.replace("{Old}", "{Older}"),
            ONE.replace("{A}", "{Older}"),
            [Edit.CONFLICT, Edit.ENTRY_JOINED],
        ),
        # A deletion counts where the field is new to the one that stands.
        (A, OLD.replace("  journal = {J},\n", ""), ONE.replace("  journal = {J},\n", ""), None),
        (A, OLD.replace("  title = {Old},\n", ""), ONE, [Edit.ENTRY_JOINED]),
        # The type.
        (
            A,
            OLD.replace("article", "incollection"),
            ONE.replace("article", "incollection"),
            [Edit.TYPE_CHANGED, Edit.ENTRY_JOINED],
        ),
        (
            A.replace("misc", "book"),
            OLD.replace("article", "incollection"),
            ONE.replace("article", "book"),
            [Edit.CONFLICT, Edit.EDITS_DIFFER, Edit.ENTRY_JOINED],
        ),
        # The entry that stands was deleted: it returns, with what was edited in the other.
        (
            "",
            OLD.replace("{d}", "{d},\n  shelf = 4"),
            ONE.replace("{d}", "{d},\n  shelf = 4"),
            [Edit.DELETED_ENTRY_RETURNED, Edit.FIELD_ADDED, Edit.ENTRY_JOINED],
        ),
    ],
)
def test_what_was_edited_goes_along(
    here: str, there: str, text: str, edits: list[Edit] | None
) -> None:
    found, notices = join(f"{here}\n\n{there}\n")
    assert _values(found) == _values(text)
    assert edits is None or sorted(one.edit for one in notices) == sorted(edits)


def test_remarks_go_along() -> None:
    theirs = BASE.replace("@article{old,", "@article{old, % read @home").replace(
        "{d}\n", "{d} % last\n"
    )
    text, notices = join(theirs)
    assert "@article{a,\n  % read @home\n  % last\n  title" in text
    assert [one.edit for one in notices] == [Edit.ENTRY_JOINED]


def test_of_two_edits_both_are_told() -> None:
    theirs = BASE.replace("{1}", "{1}, x = {mine}").replace("{d}", "{d}, x = {other}")
    _, notices = join(theirs)
    (differ,) = [one for one in notices if one.edit is Edit.EDITS_DIFFER]
    assert differ == (Edit.EDITS_DIFFER, "a", "x", "old", "{mine}", "{other}", 1)
    assert notices[-1][:3] == (Edit.ENTRY_JOINED, "old", "a")
    assert notices[-1].line == 6


def test_of_three_entries_the_second_does_not_undo_what_the_first_brought() -> None:
    third = "@misc{old2,\n  url = {u}\n}"
    theirs = f"{BASE}\n{third}\n".replace("{d}", "{d}, x = {1}").replace("{u}", "{u}, x = {2}")
    heirs = {"old": "a", "old2": "a"}
    text, notices = merge(f"{BASE}\n{third}\n", theirs, f"{ONE}\n", heirs)
    assert _values(text)["x"] == ("1",)
    differ = [one for one in notices if one.edit is Edit.EDITS_DIFFER]
    assert [(one.base, one.ours) for one in differ] == [("old2", "{2}")]


@pytest.mark.parametrize(
    ("base", "taken"),
    [
        # Something else has the key; it is there under another key.
        ("", "@book{a, title = {Another}, eprint = {77}}"),
        (A, "@misc{mine, title = {A}, eprint = {1}}"),
    ],
)
def test_an_entry_stays_where_the_one_that_stands_is_not_merged(base: str, taken: str) -> None:
    old = OLD.replace("{d}", "{e}")
    edited = old.replace("{e}", "{e}, x = {1}")
    text, notices = merge(f"{base}\n\n{old}\n", f"{taken}\n\n{edited}\n", f"{ONE}\n", HEIRS)
    assert text == f"{taken}\n\n{edited}\n"
    assert Edit.ENTRY_LEFT in [one.edit for one in notices]


def test_apart_again_nothing_is_stale_and_nothing_conflicts() -> None:
    theirs = BASE.replace("{1}", "{1}, x = {mine}").replace("{d}", "{d}, y = {other}")
    text, _ = join(theirs)
    apart, notices = merge(f"{ONE}\n", text, BASE)
    assert {one.edit for one in notices} == {Edit.FIELD_ADDED}
    assert OLD in apart
    assert _values(apart) == _values(A.replace("{1}", "{1}, x = {mine}, y = {other}"))


def _values(text: str) -> dict[str, tuple[str, ...]]:
    """The fields of the first entry, and its type."""
    entry = next(one for one in read(text).blocks if one.kind is Kind.ENTRY)
    values = {name: said(field.value) for name, field in entry.field_by_name.items()}
    return values | {"@": (entry.type,)}


def _is_balanced(text: str) -> bool:
    depth = 0
    for char in text:
        depth += {"{": 1, "}": -1}.get(char, 0)
        if depth < 0:
            return False
    return not depth


WORDS = st.text("ab {}", max_size=4).filter(_is_balanced)


@given(st.dictionaries(st.sampled_from(["x", "y", "journal", "title"]), WORDS), st.booleans())
def test_no_field_that_was_added_is_lost(fields: dict[str, str], is_windows: bool) -> None:  # noqa: FBT001
    own = "".join(f",\n  {name} = {{{value}}}" for name, value in fields.items())
    there = f"@article{{old,\n  doi = {{d}}{own}\n}}"
    theirs = f"{A}\n\n{there}\n"
    theirs = theirs.replace("\n", "\r\n") if is_windows else theirs
    text, _ = join(theirs)
    assert "\n" not in text.replace("\r\n", "") or not is_windows
    found = _values(text)
    assert {name: found.get(name) for name in fields} == {
        name: said(f"{{{value}}}") for name, value in fields.items()
    }
