"""``changes.json`` where somebody did something to it, or to the lock."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.sync.person import Person

from paperbib.settings import Settings

DAY_S = 86_400
FORMATS = ["bibtex", "markdown", "changes-atom"]


@pytest.fixture
def person(tmp_path: Path) -> Person:
    return Person(tmp_path, 5, Settings(formats=FORMATS))


def path_of(person: Person, name: str = "changes.json") -> Path:
    return person.config.output / name


def changes(person: Person) -> list[dict[str, Any]]:
    return list(json.loads(path_of(person).read_bytes())["changes"])


def contents(person: Person) -> dict[str, bytes]:
    return {one.name: one.read_bytes() for one in person.config.output.iterdir()}


def test_a_damaged_history_stays_until_there_is_something_to_tell(person: Person) -> None:
    person.sync()
    path_of(person).write_bytes(b"")
    before = contents(person)
    for write in (False, True):
        report = person.sync(write=write)
        assert (report.changed, report.problems) == ([], ())
        assert "changes.atom" in report.outputs
    person.note(one.id for one in person.papers[1:])
    report = person.sync(write=False)
    assert {"changes.json", "changes.atom"} < set(report.changed)
    (problem,) = report.problems
    assert problem.hint.startswith("The run that writes keeps a copy"), "this one wrote nothing"
    assert contents(person) == before


def test_a_lock_that_was_taken_back_two_steps_is_told_once(person: Person) -> None:
    (paper, *_), path = person.papers, path_of(person, "library.json")
    person.sync()
    first = path.read_bytes()
    for _ in range(2):
        person.clock.sleep(DAY_S)
        person.revise([replace(paper, dates=person.network.api.papers[paper.id].dates)])
        person.sync(refresh=True)
    assert [one["fields"]["version"] for one in changes(person)[5:]] == [
        {"old": 1, "new": 2},
        {"old": 2, "new": 3},
    ]
    path.write_bytes(first)
    person.sync(refresh=True)
    (told,) = changes(person)[5:]
    assert told["fields"]["version"] == {"old": 1, "new": 3}


def test_a_lock_whose_lines_end_otherwise_is_the_same_lock(person: Person) -> None:
    """As git makes them on Windows."""
    ids = [one.id for one in person.papers]
    for number in (4, 5):
        person.note(ids[:number])
        person.sync()
    before, path = changes(person), path_of(person, "library.json")
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    person.note(ids[:3])
    person.sync()
    found = changes(person)
    assert found[: len(before)] == before
    assert len({one["after"] for one in found[:-2]} & {found[-1]["lock"]}) == 1
