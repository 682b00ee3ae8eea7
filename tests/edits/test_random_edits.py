"""10,000 random edits of a file, and then what is new: every edit stays, all else follows."""

from __future__ import annotations

import random

import pytest
from bibtexparser.entrypoint import parse_string
from tests.edits.models import Edited, Entry, Person, expected, generated, moved_on, rendered

from paperbib.edits.blocks import Kind
from paperbib.edits.merging import merge
from paperbib.edits.reading import check
from paperbib.edits.scanning import read
from paperbib.edits.values import said

BATCHES, EDITS, ENTRIES = 50, 200, 200


def says(text: str) -> dict[str, dict[str, tuple[str, ...]]]:
    return {
        block.key: {field.name: said(field.value) for field in block.fields}
        for block in read(text).blocks
        if block.kind is Kind.ENTRY
    }


def edited(seed: int) -> tuple[random.Random, dict[str, Entry], Person]:
    dice = random.Random(seed)  # noqa: S311 - for tests
    base = generated(dice, ENTRIES)
    person = Person(dice, base)
    for _ in range(EDITS):
        person.edit()
    return dice, base, person


@pytest.mark.parametrize("seed", range(BATCHES))
def test_every_edit_is_still_there_and_nothing_else_changed(seed: int) -> None:
    dice, base, person = edited(seed)
    theirs = person.file.text()
    ours = moved_on(dice, base, dice.choice([0, 0.02, 0.3]))
    merged = merge(rendered(base), theirs, rendered(ours)).text
    wanted = expected(base, person.file, ours)
    assert says(merged) == {
        key: {name: said(value) for name, value in values.items()} for key, values in wanted.items()
    }
    check(merged)
    assert not parse_string(_without_remarks(merged), parse_stack=[]).failed_blocks
    _assert_bytes_are_kept(person.file, base, ours, merged)
    again = merge(rendered(ours), merged, rendered(ours))
    assert again.text == merged


@pytest.mark.parametrize("seed", range(0, BATCHES, 5))
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_without_news_a_file_stays_as_it_is_but_for_deleted_entries(
    seed: int, line_end: str
) -> None:
    _, base, person = edited(seed)
    theirs = person.file.text().replace("\n", line_end)
    merged = merge(rendered(base), theirs, rendered(base)).text
    if not person.file.deleted:
        assert merged == theirs
    for key in person.file.deleted:
        text = base[key].text().replace("\n", line_end)
        assert text in merged
        # Entries come back with a blank line: before them, or behind at the top of a file.
        gap = 2 * line_end
        whole = gap + text if gap + text in merged else text + gap
        merged = merged.replace(whole, "", 1)
    assert merged == theirs


def _assert_bytes_are_kept(
    file: Edited, base: dict[str, Entry], ours: dict[str, Entry], merged: str
) -> None:
    """What is not ours, and what did not change, is there byte for byte, in its order."""
    position = 0
    for one in file.blocks:
        if isinstance(one, str):
            position = merged.index(one, position) + len(one)
        elif base.get(one.key) == ours.get(one.key):
            position = merged.index(one.text(), position) + len(one.text())
        elif one.key in ours:
            position = merged.index(f"{one.key},", position)


def _without_remarks(text: str) -> str:
    """BibTeX knows no remarks in an entry, nor does bibtexparser."""
    return text.replace(" % remark, with { and }", "").replace("% a comment", "a comment")
