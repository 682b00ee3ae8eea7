"""Three-way merges: the laws that hold for all."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.edits.models import LAYOUTS, Edited, Entry, expected, rendered

from paperbib.edits.blocks import Kind
from paperbib.edits.merging import merge
from paperbib.edits.scanning import read
from paperbib.edits.values import said

KEYS = st.sampled_from("abcdef")
VALUES = st.sampled_from(["{1}", "{2}", "{a {b}  c}", '"2"', "3", "jan", 'jan # "x"', "{\n4}"])
FIELDS = st.dictionaries(st.sampled_from(["title", "note", "year", "x"]), VALUES, max_size=4)
ENTRIES = st.builds(Entry, KEYS, FIELDS, st.just("misc"), st.sampled_from(LAYOUTS[:3]))
TEXTS = st.sampled_from(["% words", "words\n\nwords", "@string{s = {t}}", "@comment{ @x{y} }", "é"])
RENDERED = st.dictionaries(KEYS, FIELDS, max_size=5).map(
    lambda found: {key: Entry(key, found[key]) for key in sorted(found)}
)
THEIRS = st.lists(ENTRIES | TEXTS, max_size=6, unique_by=lambda one: getattr(one, "key", id(one)))


@given(RENDERED, THEIRS, RENDERED, st.sampled_from(["\n", "\r\n"]), st.booleans())
@settings(max_examples=1500, deadline=None)
def test_any_merge_says_what_the_three_say(
    base: dict[str, Entry],
    theirs: list[Entry | str],
    ours: dict[str, Entry],
    line_end: str,
    ends: bool,  # noqa: FBT001 - Hypothesis gives it
) -> None:
    edited = Edited(theirs)
    text = edited.text() if ends else edited.text().rstrip("\n")
    text = text.replace("\n", line_end)
    found = merge(rendered(base), text, rendered(ours)).text
    assert says(found) == {
        key: {name: said(value) for name, value in values.items()}
        for key, values in _expected(base, edited, ours).items()
    }
    position = 0
    for one in theirs:
        if isinstance(one, str) and text not in (rendered(base), rendered(ours)):
            part = one.replace("\n", line_end)
            position = found.index(part, position) + len(part)
    if line_end == "\r\n" and "\r\n" in text:
        assert found.replace("\r\n", "").count("\n") == 0
    assert found.endswith("\n") == ends or not theirs or not found.strip()
    assert merge(rendered(ours), found, rendered(ours)).text == found


@given(RENDERED, RENDERED, THEIRS)
@settings(max_examples=300, deadline=None)
def test_the_laws(
    base: dict[str, Entry], ours: dict[str, Entry], theirs: list[Entry | str]
) -> None:
    old, new, text = rendered(base), rendered(ours), Edited(theirs).text()
    assert merge(old, old, new).text == new
    assert merge(old, new, new).text == new
    assert merge(old, text, text).text == text
    if base.keys() <= {one.key for one in Edited(theirs).entries("")}:
        assert merge(old, text, old).text == text


def says(text: str) -> dict[str, dict[str, tuple[str, ...]]]:
    return {
        block.key: {name: said(field.value) for name, field in block.field_by_name.items()}
        for block in read(text).blocks
        if block.kind is Kind.ENTRY
    }


def _expected(
    base: dict[str, Entry], theirs: Edited, ours: dict[str, Entry]
) -> dict[str, dict[str, str]]:
    """With values in one form, for a person may write the same in another."""

    def plain(one: Entry) -> Entry:
        return Entry(one.key, {name: repr(said(value)) for name, value in one.values.items()})

    known = {repr(said(value)): value for value in _values(base, theirs, ours)}
    found = expected(
        {key: plain(one) for key, one in base.items()},
        Edited([plain(one) for one in theirs.entries("")]),
        {key: plain(one) for key, one in ours.items()},
    )
    return {
        key: {name: known[value] for name, value in values.items()} for key, values in found.items()
    }


def _values(base: dict[str, Entry], theirs: Edited, ours: dict[str, Entry]) -> list[str]:
    entries = [*base.values(), *theirs.entries(""), *ours.values()]
    return [value for one in entries for value in one.values.values()]
