"""``changes.json`` tells each event once, whatever happens to the run that writes it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.sync.faults import FAULTS
from tests.sync.person import Person

from paperbib.errors import PaperbibError
from paperbib.settings import Settings

DAY_S = 86_400
FORMATS = ["bibtex", "markdown", "changes-atom"]


class KilledError(BaseException):
    """The machine stops here."""


@pytest.fixture
def person(tmp_path: Path) -> Person:
    return Person(tmp_path, 5, Settings(formats=FORMATS))


def path_of(person: Person, name: str = "changes.json") -> Path:
    return person.config.output / name


def told(person: Person) -> list[tuple[str, list[str]]]:
    return [(one["identifier"], one["kinds"]) for one in history(person)["changes"]]


def history(person: Person) -> dict[str, Any]:
    return dict(json.loads(path_of(person).read_bytes()))


def contents(person: Person) -> dict[str, bytes]:
    return {one.name: one.read_bytes() for one in person.config.output.iterdir()}


@contextmanager
def killed_after(person: Person, number: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let so many outputs take their place, and no more."""
    take_place, left = Path.replace, iter(range(number))

    def once(path: Path, target: Path) -> Path:
        if target.parent == person.config.output.resolve() and next(left, None) is None:
            raise KilledError
        return take_place(path, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", once)
        with pytest.raises(KilledError):
            yield


def test_a_year_in_five_runs(person: Person) -> None:
    first, *others = person.papers
    person.sync()
    assert told(person) == [(f"arxiv:{one.id}", ["added"]) for one in person.papers]
    assert {one["lock"] for one in history(person)["changes"]} == {""}
    before = contents(person)
    person.clock.sleep(DAY_S)
    assert person.sync().changed == []
    assert contents(person) == before
    person.revise([first])
    report = person.sync(refresh=True)
    assert report.changed == ["library.json", "changes.json", "changes.atom"]
    event = history(person)["changes"][-1]
    assert (event["identifier"], event["kinds"]) == (f"arxiv:{first.id}", ["revised", "metadata"])
    assert event["day"] == "2026-03-05"
    assert event["fields"]["version"] == {"old": 1, "new": 2}
    assert len(event["lock"]) == 12
    person.note(one.id for one in others)
    person.sync()
    assert told(person)[6:] == [(f"arxiv:{first.id}", ["removed"])]
    person.note(one.id for one in person.papers)
    person.sync()
    assert told(person)[7:] == [(f"arxiv:{first.id}", ["added"])]


@pytest.mark.parametrize("number", range(5))
def test_a_run_that_is_killed_after_any_file_tells_each_event_once(
    person: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    whole = Person(tmp_path / "whole", 5, Settings(formats=FORMATS))
    for one in (person, whole):
        one.note(paper.id for paper in one.papers[:4])
        one.sync()
        one.clock.sleep(DAY_S)
        one.note(paper.id for paper in one.papers)
        one.revise(one.papers[:2])
        (one.config.output / "references.bib").write_bytes(
            path_of(one, "references.bib").read_bytes() + b"% mine\n"
        )
    whole.sync(refresh=True)
    with killed_after(person, number, monkeypatch):
        person.sync(refresh=True)
    person.sync(refresh=True)
    assert contents(person) == contents(whole)
    assert len(told(person)) == 7
    person.revise(person.papers[3:4])
    person.sync(refresh=True)
    assert len(told(person)) == 8


@pytest.mark.parametrize("number", range(5))
def test_a_first_run_that_is_killed_after_any_file(
    person: Person, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    with killed_after(person, number, monkeypatch):
        person.sync()
    person.sync()
    assert told(person) == [(f"arxiv:{one.id}", ["added"]) for one in person.papers]


def test_what_a_killed_run_told_and_never_came_is_not_shown(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    person.sync()
    before = contents(person)
    person.note(one.id for one in person.papers[1:])
    with killed_after(person, 1, monkeypatch):
        person.sync()
    assert told(person)[5:] == [(f"arxiv:{person.papers[0].id}", ["removed"])]
    person.note(one.id for one in person.papers)
    assert person.sync().changed == [], "nothing happened, so nothing is written"
    assert path_of(person, "changes.atom").read_bytes() == before["changes.atom"]
    person.note(one.id for one in person.papers[:4])
    person.sync()
    assert told(person)[5:] == [(f"arxiv:{person.papers[4].id}", ["removed"])]


def test_what_never_came_goes_with_the_lock_also_where_nothing_happened(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = [one.id for one in person.papers]
    person.note(ids[:4])
    person.sync()
    before = told(person)
    person.note(ids)
    with killed_after(person, 1, monkeypatch):
        person.sync()
    assert told(person) != before
    person.note(ids[:4])
    note = next(person.config.root.glob("seeds/*"))
    note.write_text(note.read_text("utf-8").rstrip() + " - other words\n", "utf-8")
    person.sync()
    assert told(person) == before, "what was taken back was never added"


def test_runs_that_write_nothing_tell_nothing(person: Person) -> None:
    person.sync()
    before = contents(person)
    person.revise()
    report = person.sync(refresh=True, write=False)
    assert "changes.json" in report.changed
    assert report.as_json(report.exit_code())["written"] == []
    assert contents(person) == before

    def interrupt(_: int) -> None:
        raise KeyboardInterrupt

    person.network.fault_at = interrupt
    person.note([*(one.id for one in person.papers), "1901.00009"])
    assert person.sync(refresh=True).ledger.is_interrupted
    assert contents(person) == before


def test_a_run_without_events_leaves_the_history_though_outputs_change(person: Person) -> None:
    person.sync()
    before = path_of(person).stat().st_mtime_ns
    note = person.config.root / "seeds" / "a.md"
    note.write_text(note.read_text().replace("\n", " a remark\n"))
    assert person.sync().changed == ["library.json", "references.bib", "references.md"]
    assert path_of(person).stat().st_mtime_ns == before


def test_an_outage_is_no_event_and_its_end_a_problem_solved(person: Person) -> None:
    person.network.fault_at = lambda _: FAULTS["503"]
    person.sync()
    assert {tuple(kinds) for _, kinds in told(person)} == {("added",)}
    person.network.fault_at = lambda _: None
    person.clock.sleep(DAY_S)
    person.sync()
    assert told(person)[5:] == [(f"arxiv:{one.id}", ["solved"]) for one in person.papers]


def test_a_clock_that_jumps_back_loses_nothing(person: Person) -> None:
    person.sync()
    person.clock.sleep(-400 * DAY_S)
    person.note(one.id for one in person.papers[1:])
    person.sync()
    assert [one["day"] for one in history(person)["changes"]] == ["2026-03-04"] * 5 + ["2025-01-28"]


Damage = Callable[[bytes], bytes]
DAMAGES: list[Damage] = [
    lambda _: b"",
    lambda _: b"\xff\xfe",
    lambda content: b"<<<<<<< HEAD\n" + content + b"=======\n>>>>>>> x\n",
    lambda content: content[:-20],
    lambda _: b'{"changes": "mine"}',
]


@pytest.mark.parametrize("damage", DAMAGES)
def test_what_is_no_history_is_set_aside(person: Person, damage: Damage) -> None:
    person.sync()
    damaged = damage(path_of(person).read_bytes())
    path_of(person).write_bytes(damaged)
    person.note(one.id for one in person.papers[1:])
    report = person.sync()
    (problem,) = (one for one in report.problems if one.kind == "history")
    assert "changes.json.bak" in problem.hint
    assert path_of(person, "changes.json.bak").read_bytes() == damaged
    assert told(person) == [(f"arxiv:{person.papers[0].id}", ["removed"])]
    assert [one.kind for one in person.sync().problems] == []


def test_a_newer_history_is_refused_before_anything_is_written(person: Person) -> None:
    person.sync()
    path_of(person).write_text('{"schema_version": 2}')
    before = contents(person)
    person.note(one.id for one in person.papers[1:])
    with pytest.raises(PaperbibError, match="schema_version 2"):
        person.sync()
    assert contents(person) == before


def test_a_history_that_is_deleted_is_begun_anew(person: Person) -> None:
    person.sync()
    path_of(person).unlink()
    path_of(person, "changes.atom").unlink()
    assert person.sync().changed == ["changes.atom"], "the feed is made, the history is not"
    assert not path_of(person).exists()
    person.note(one.id for one in person.papers[1:])
    person.sync()
    assert told(person) == [(f"arxiv:{person.papers[0].id}", ["removed"])]


def test_the_feed_is_made_only_where_it_is_wanted(tmp_path: Path) -> None:
    person = Person(tmp_path, 2)
    person.sync()
    assert sorted(contents(person)) == ["changes.json", "library.json", "references.md"]


def test_the_history_alone_is_no_finding(person: Person) -> None:
    alone = person.sync()
    alone = replace(alone, outputs={"changes.json": True, "library.json": False})
    assert alone.exit_code(check=True, fail_on=["changed"]) == 0
