"""A year of scheduled runs: nothing lost, no key changed, each event told once."""

from __future__ import annotations

import json
import os
import random
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests import standin as faults
from tests.standin import Fault, StandIn, wire
from tests.sync.project import OUTPUTS, Project
from tests.sync.year.diary import Diary
from tests.sync.year.expecting import Told
from tests.sync.year.looking import (
    HISTORY,
    MOST_REQUESTS,
    compare,
    files,
    history,
    read,
    told_since,
)
from tests.sync.year.runner import AT_FIRST, Year
from tests.sync.year.weather import Weather, forecast
from tests.sync.year.world import STILL, World

from paperbib.errors import Exit
from paperbib.exporters import canonical

DAYS = 365
SEEDS = range(1, 9) if os.environ.get("PAPERBIB_YEARS") else (1,)
WEEKS = 4
FAULTS: dict[str, Fault] = {
    "503": faults.status(503),
    "429": faults.status(429),
    "html": faults.HTML,
    "Rate exceeded.": faults.RATE_EXCEEDED,
    "empty feed": faults.EMPTY,
    "reset": faults.RESET,
    "cut at 50 %": faults.cut(50),
    "length cut": wire.CUT_LENGTH,
    "hung up": wire.NOTHING_AT_ALL,
}
"""What goes wrong on the wire of the stand-in, all day long."""
MEMORY = ("aliases", "retired")
"""What a library knows of the past, and one that begins today cannot."""


@pytest.mark.parametrize("seed", SEEDS)
def test_a_year(tmp_path: Path, seed: int) -> None:
    year = Year(tmp_path / "home", seed)
    chance = random.Random(seed + 2)  # noqa: S311 - no secret
    weather = forecast(chance, DAYS)
    for day in range(DAYS):
        if day == 100:
            year.write_in_bib(STILL[0], "\n", "\n  shelf         = {3 % left, “b”},\n")
        if day == 200:
            year.write_in_bib(STILL[1], "valley 1", "valley one")
        year.pass_day(weather[day], edits=int(chance.random() < 0.2))
    year.pass_day()
    assert year.quiet_days > DAYS / 3, "most days are quiet: else nothing was shown of them"
    assert_as_if_begun_today(year, tmp_path / "fresh")


@pytest.mark.parametrize("seed", SEEDS)
def test_a_hard_year(tmp_path: Path, seed: int) -> None:
    """The cache is lost, runs are killed, the clock is wrong, the machine asleep for a month."""
    if not hasattr(os, "fork"):
        pytest.skip("runs are killed in forks")
    year = Year(tmp_path / "home", seed)
    chance = random.Random(seed + 2)  # noqa: S311 - no secret
    killed = 0
    for weather in forecast(chance, DAYS // 3):
        luck = chance.random()
        if luck < 0.03:
            year.lose_cache()
        if 0.03 < luck < 0.05:
            year.sleep_through(chance.choice((2, 30)))
        drift = chance.choice((-365, -7, 7, 365)) if 0.05 < luck < 0.12 else 0
        year.pass_day(weather, edits=int(chance.random() < 0.3), drift_days=drift)
        if luck > 0.85:
            year.sleep_through(3)
            year.edit(2)
            killed += year.die(chance.randrange(7))
    year.pass_day()
    assert killed >= 8, "most of those runs were killed before their end"
    assert_as_if_begun_today(year, tmp_path / "fresh")


def assert_as_if_begun_today(year: Year, folder: Path) -> None:
    """The library is that of a first run today, with these keys; so are all files made of it."""
    fresh = year.fresh(folder)
    ours, theirs = read(year.output), read(fresh.config.output)
    assert ours.references.keys() == theirs.references.keys()
    for key, reference in ours.references.items():
        assert reference == theirs.references[key], f"{key} is not what a fresh run makes of it"
    lock, new = (
        json.loads((one / canonical.filename).read_bytes())
        for one in (year.output, fresh.config.output)
    )
    assert drop(lock) == drop(new)
    made, wanted = files(year.output), files(fresh.config.output)
    for name in wanted.keys() - {HISTORY, canonical.filename, "references.bib"}:
        assert made[name][0] == wanted[name][0], f"{name} is not what a fresh run makes"
    assert year.unwritten() == wanted["references.bib"][0].decode(), "references.bib"


def drop(lock: dict[str, object]) -> dict[str, object]:
    """A lock without its memory of the past."""
    return {name: value for name, value in lock.items() if name not in MEMORY}


def test_weeks_of_scheduled_runs(
    project: Project, standin: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same by the command line, over connections, by the clock of this machine."""
    monkeypatch.setenv("PAPERBIB_CROSSREF_API", standin.crossref_url)
    standin.papers.clear()
    chance = random.Random(7)  # noqa: S311 - no secret
    world = World(random.Random(8), standin, standin.crossref)  # noqa: S311
    world.begin()
    told = Told(world)
    diary = Diary(project.folder / "seeds", chance, sorted(standin.papers), told.article)
    diary.begin(AT_FIRST)
    for day in range(WEEKS * 7):
        kind = chance.choice(sorted(FAULTS)) if day and chance.random() < 0.25 else ""
        name = f"day {day} ({kind}, {diary.edit() if chance.random() < 0.3 else ''})"
        world.turn(day, datetime(2026, 1, 1, 12, tzinfo=UTC) + timedelta(days=day))
        expected = told.tell(diary.papers, Weather(kind), time.time())
        run_scheduled(project, kind, expected, name)
    assert set(project.contents()) == {*OUTPUTS, HISTORY}


def run_scheduled(project: Project, kind: str, expected: dict[str, set[str]], name: str) -> None:
    """Run once as a scheduler does, and look at what scripts see."""
    past = history(project.output)
    project.standin.log.clear()
    project.standin.faults.extend([FAULTS[kind]] * 20 if kind else [])
    code, out, err = project.run("sync", "--scheduled", "--no-jitter")
    project.standin.faults.clear()
    assert code == (Exit.PARTIAL if kind else Exit.DONE), f"{name}: {out} {err}"
    assert len(project.standin.log) <= MOST_REQUESTS, f"{name}: {project.standin.log}"
    line = json.loads(out)
    assert (line["exit_code"], line["requests"]) == (code, len(project.standin.log)), name
    compare(told_since(past, history(project.output), name), expected, name)
    assert bool(err) == bool(expected or kind), f"{name}: {err!r}"
