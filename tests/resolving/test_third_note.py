"""The third note: titles get their papers, topics stay topics."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.resolving.making import ALL, reference

from paperbib.extract import find_unlinked
from paperbib.model import Note, Unlinked
from paperbib.resolving import Kind, Titles, judge, kind_of

SHARED = Path(__file__).resolve().parents[3] / "shared"
pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="the original notes are not here")


def items() -> list[Unlinked]:
    (path,) = (SHARED / "seeds").glob("002*")
    return find_unlinked(Note(path.name, path.read_bytes().decode()))


def golden() -> dict[int, dict[str, Any]]:
    rows = json.loads((SHARED / "seeds-golden.json").read_bytes())["unlinked_mentions_002"]
    return {row["line"]: row for row in rows}


def test_titles_are_found_by_a_search() -> None:
    found = {
        one.line: [one_.value] if (one_ := judge(one, ALL).identifier) else []
        for one in items()
        if kind_of(one) is Kind.TITLE
    }
    expected = {line: row["expect"] for line, row in golden().items() if row["tier"] == "A"}
    assert len(expected) == 7
    assert expected == {line: found[line] for line in expected}
    # What is neither is reported, and there is one of these: GPT.
    assert [line for line in found if line not in expected] == [12]
    assert found[12] == []


def test_only_titles_and_nicknames_with_a_year_are_reported() -> None:
    rows = golden()
    for one in items():
        if one.line in rows and rows[one.line]["tier"] == "C" and not one.year:
            assert kind_of(one) in {Kind.TOPIC, Kind.NAME}, one.text


def test_no_topic_becomes_an_entry() -> None:
    library = Titles([reference(one) for one in ALL])
    rows = golden()
    for one in items():
        found = library.resolve(one).identifier
        expected = rows[one.line]["expect"] if one.line in rows else []
        assert found is None or found.value in expected, one.text
        if one.line in rows and rows[one.line]["tier"] == "C":
            assert found is None
