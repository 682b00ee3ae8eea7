"""Scheduled runs: quiet, one line of status whatever happens, and few requests on any day."""

import json
import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.standin import fake_papers
from tests.sync.project import Project

from paperbib import store
from paperbib.cli import scheduled
from paperbib.cli.asked import Asked
from paperbib.cli.globals import Globals
from paperbib.cli.one_run import Task
from paperbib.cli.scheduled import Means, Status
from paperbib.config import Config, load
from paperbib.errors import Exit
from paperbib.sync import Choice, last_runs, visiting

NOW = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
SCHEDULED = ("sync", "--scheduled", "--no-jitter")
KEYS = {"schema_version", "time", "version", "exit_code", "changed", "news", "added", "removed"}
KEYS |= {"events", "problems", "unanswered", "requests", "trouble", "duration_s"}


@pytest.fixture
def papers(project: Project) -> Project:
    project.standin.papers |= {one.id: one for one in fake_papers(3)}
    project.note("".join(f"- https://arxiv.org/abs/{one.id}\n" for one in fake_papers(3)))
    return project


def status_of(out: str) -> dict[str, Any]:
    (line,) = out.splitlines()
    return dict(json.loads(line))


def config_of(project: Project) -> Config:
    return load(project.folder, os.environ)


def revise(project: Project, number: int = 0) -> None:
    paper = fake_papers(3)[number]
    changed = replace(paper, dates=(*paper.dates, NOW), comment="mended")
    project.standin.papers[paper.id] = changed


def test_a_run_says_one_line_and_is_silent_when_nothing_is_new(papers: Project) -> None:
    code, out, err = papers.run(*SCHEDULED)
    told = status_of(out)
    assert code == told["exit_code"] == 0
    assert set(told) == KEYS
    assert told["added"] == 3
    assert {"library.json", "references.bib"} <= set(told["changed"])
    assert err.splitlines() == [f"new      {key}" for key in sorted(papers.library())]
    before = papers.files()
    code, out, err = papers.run(*SCHEDULED)
    assert (code, err) == (0, "")
    told = status_of(out)
    assert (told["changed"], told["added"], told["news"]) == ([], 0, 0)
    assert told["requests"] == 1, "it refreshes"
    assert papers.files() == before


def test_what_is_new_is_told_to_people_too(papers: Project) -> None:
    papers.run(*SCHEDULED)
    revise(papers)
    _, out, err = papers.run(*SCHEDULED)
    assert status_of(out)["news"] == 1
    (line,) = err.splitlines()
    assert line.startswith("news     ")
    assert "version 1 → 2" in line


def test_of_hundreds_the_first_ten_are_told(papers: Project) -> None:
    more = fake_papers(25)
    papers.standin.papers |= {one.id: one for one in more}
    papers.note("".join(f"- https://arxiv.org/abs/{one.id}\n" for one in more))
    _, out, err = papers.run(*SCHEDULED)
    told = status_of(out)
    assert (told["added"], told["events"]) == (25, {"added": 25})
    first = [f"new      {key}" for key in sorted(papers.library())[:10]]
    assert err.splitlines() == [*first, "new      and 15 more; see paperbib changes"]
    papers.note("- https://example.org/\n")
    _, _, err = papers.run(*SCHEDULED, "--offline")
    assert len(err.splitlines()) == 1 + 11
    assert err.endswith("gone     and 15 more; see paperbib changes\n")


def test_offline_and_frozen_runs_do_not_refresh(papers: Project) -> None:
    papers.run(*SCHEDULED)
    for word in ("--offline", "--frozen"):
        code, out, err = papers.run(*SCHEDULED, word)
        assert (code, status_of(out)["requests"], err) == (0, 0, "")


@pytest.mark.parametrize("word", ["--json", "--check", "--dry-run", "--diff"])
def test_what_is_for_people_and_checks_is_refused(papers: Project, word: str) -> None:
    code, out, err = papers.run(*SCHEDULED, word)
    assert (code, out) == (2, "")
    assert f"--scheduled and {word} exclude each other" in err
    assert not papers.output.exists()


@pytest.mark.parametrize("words", [("--no-jitter",), ("--log", "x.log")])
def test_what_is_for_schedulers_is_refused_without(papers: Project, words: tuple[str, ...]) -> None:
    code, _, err = papers.run("sync", *words)
    assert code == 2
    assert "add --scheduled" in err


def test_findings_are_told_by_the_exit_code(papers: Project) -> None:
    code, out, _ = papers.run(*SCHEDULED, "--fail-on", "changed")
    assert code == status_of(out)["exit_code"] == 1


def test_an_error_has_its_line(papers: Project) -> None:
    (papers.folder / "paperbib.toml").write_text('unknown = "x\\ny"\n')
    code, out, err = papers.run(*SCHEDULED)
    told = status_of(out)
    assert code == told["exit_code"] == 2
    assert "unknown key" in told["error"]
    assert "unknown key" in err


class FakeTime:
    """A jitter that nobody waits for."""

    def __init__(self, fraction: float = 0.5) -> None:
        self.slept: list[float] = []
        self.ticks_s = 0.0
        self.means = Means(self.sleep, lambda: fraction, lambda: NOW, lambda: self.ticks_s)

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.ticks_s += seconds


def task_of(project: Project, **choice: Any) -> Task:  # noqa: ANN401 - any field
    config = config_of(project)
    return Task(config, [project.folder / "seeds"], project.output, Choice(**choice))


@pytest.mark.parametrize("fraction", [0.0, 0.5, 0.999])
def test_the_start_is_put_off(papers: Project, fraction: float) -> None:
    time = FakeTime(fraction)
    scheduled.run(Globals(), lambda: task_of(papers), Asked(scheduled=True), time.means)
    assert time.slept == [fraction * 300]
    told = status_of(papers.capsys.readouterr().out)
    assert told["duration_s"] == 0.0, "the jitter does not count"
    assert told["time"] == "2026-03-04T12:00:00Z"


@pytest.mark.parametrize(
    ("error", "code", "words"),
    [
        (KeyboardInterrupt(), 130, "interrupted"),
        (RuntimeError("secret"), 1, "a fault of paperbib itself; see the traceback"),
    ],
)
def test_however_it_ends_there_is_a_line(
    capsys: pytest.CaptureFixture[str], error: BaseException, code: int, words: str
) -> None:
    def fail() -> Task:
        raise error

    asked = Asked(scheduled=True)
    with pytest.raises(type(error)):
        scheduled.run(Globals(), fail, asked, FakeTime().means)
    told = status_of(capsys.readouterr().out)
    assert (told["exit_code"], told["error"]) == (code, words)


def test_who_stops_it_during_the_jitter_stops_it(papers: Project) -> None:
    def stop(_: float) -> None:
        raise KeyboardInterrupt

    means = FakeTime().means._replace(sleep=stop)
    with pytest.raises(KeyboardInterrupt):
        scheduled.run(Globals(), lambda: task_of(papers), Asked(scheduled=True), means)
    assert status_of(papers.capsys.readouterr().out)["exit_code"] == 130
    assert not papers.standin.log


@given(st.text())
def test_whatever_is_said_is_one_line_of_ascii(words: str) -> None:
    line = Status(NOW, error=words).line()
    assert line.isascii()
    assert len(line.splitlines()) == 1
    assert json.loads(line)["error"] == words


def held(project: Project) -> Any:  # noqa: ANN401 - a context manager
    return store.run_lock(project.output, config_of(project).cache_dir / "locks")


@pytest.mark.parametrize("words", [("sync", "--lock-wait", "0"), (*SCHEDULED, "--lock-wait", "0")])
def test_another_run_is_waited_for_as_long_as_said(papers: Project, words: tuple[str, ...]) -> None:
    with held(papers):
        code, out, err = papers.run(*words)
    assert code == 5
    assert "another paperbib is at work" in err
    if "--scheduled" in words:
        assert status_of(out)["exit_code"] == 5


def test_a_scheduled_run_waits_by_itself() -> None:
    config = Config(root=Path(), cache_dir=Path())
    waits = [
        Asked(scheduled=is_scheduled, lock_wait=wait).choice(config).lock_wait_s
        for is_scheduled, wait in ((False, None), (True, None), (True, 0), (False, 7))
    ]
    assert waits == [0, 1800, 0, 7]
    assert max(waits) > visiting.LIMIT_S, "longer than another run visits links"


def test_how_runs_end_is_remembered(papers: Project) -> None:
    config = config_of(papers)
    assert last_runs.read(config, papers.output) is None
    papers.run("sync", "--dry-run")
    papers.run("sync", "--check")
    assert last_runs.read(config, papers.output) is None, "they are no runs that write"
    papers.run("sync", "--refresh")
    run = last_runs.read(config, papers.output)
    assert run is not None
    assert (run.exit_code, run.requests) == (0, 1)
    assert "library.json" in run.changed
    papers.run("sync", "nowhere.md")
    run = last_runs.read(config, papers.output)
    assert run is not None
    assert (run.exit_code, run.requests, run.changed) == (2, 0, ())


@pytest.mark.parametrize(
    "damage",
    [
        *(b"", b"{", b"[]", b"null", b"\xff", b'{"schema_version": 2}', b'{"schema_version": 1}'),
        b'{"schema_version": 1, "at": "x", "exit_code": 0, "requests": 0, "changed": []}',
    ],
)
def test_a_damaged_memory_is_none(papers: Project, damage: bytes) -> None:
    papers.run("sync")
    config = config_of(papers)
    (place,) = (config.cache_dir / "runs").iterdir()
    place.write_bytes(damage)
    assert last_runs.read(config, papers.output) is None


def test_a_memory_that_cannot_be_kept_costs_nothing(papers: Project) -> None:
    runs = config_of(papers).cache_dir / "runs"
    runs.parent.mkdir()
    runs.write_text("in the way")
    papers.sync()


@pytest.mark.parametrize("months", [-12, -1, 1])
def test_a_clock_that_jumps_and_a_month_of_sleep(papers: Project, months: int) -> None:
    papers.run(*SCHEDULED)
    keys = set(papers.library())
    revise(papers)
    later = datetime.now(UTC) + timedelta(days=31 * months)
    means = FakeTime().means._replace(now=lambda: later)
    task = task_of(papers, refresh=True)
    assert scheduled.run(Globals(), lambda: task, Asked(scheduled=True), means) == Exit.DONE
    assert status_of(papers.capsys.readouterr().out)["news"] == 1
    assert set(papers.library()) == keys
    _, out, err = papers.run(*SCHEDULED)
    assert (status_of(out)["changed"], err) == ([], "")
