"""``on_change``: a program is told what changed, as data, and cannot harm the run."""

import json
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from tests.standin import fake_papers
from tests.sync.project import Project

from paperbib.changes import Change, Event
from paperbib.cli.scheduled import remarkable
from paperbib.config import Config
from paperbib.identifiers.identifier import Identifier
from paperbib.model import Library, Problem
from paperbib.settings import Settings
from paperbib.sync.announcing import announce, message
from paperbib.sync.ledger import Ledger
from paperbib.sync.report import Report

KEEP = "import sys; open('told.json', 'ab').write(sys.stdin.buffer.read())"


def configure(project: Project, *command: str) -> None:
    text = f"on_change = {json.dumps(command)}\n"
    (project.folder / "paperbib.toml").write_text(text, encoding="utf-8")


def told(project: Project) -> list[dict[str, Any]]:
    path = project.folder / "told.json"
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


@pytest.fixture
def papers(project: Project) -> Project:
    project.standin.papers |= {one.id: one for one in fake_papers(3)}
    project.note("".join(f"- https://arxiv.org/abs/{one.id}\n" for one in fake_papers(3)))
    configure(project, sys.executable, "-c", KEEP)
    return project


def test_what_is_new_is_told_once(papers: Project) -> None:
    papers.sync()
    (first,) = told(papers)
    assert set(first) == {
        *("schema_version", "folder", "news", "added", "removed", "events"),
        *("problems", "titles", "words"),
    }
    assert first["added"] == sorted(papers.library())
    assert first["folder"] == str(papers.output)
    papers.sync("--refresh")
    assert len(told(papers)) == 1, "nothing is new"
    paper = fake_papers(3)[0]
    revised = replace(paper, dates=(*paper.dates, datetime(2026, 1, 1, tzinfo=UTC)))
    papers.standin.papers[paper.id] = revised
    papers.sync("--refresh")
    _, second = told(papers)
    assert second["added"] == []
    assert [one["kinds"] for one in second["news"]] == [["revised"]]
    assert "version 1 → 2" in second["words"][0]
    papers.note("- https://example.org/\n")
    papers.sync("--offline")
    assert len(told(papers)[2]["removed"]) == 3, "offline runs tell it, too"


@pytest.mark.parametrize("word", ["--check", "--dry-run"])
def test_runs_that_write_nothing_tell_nothing(papers: Project, word: str) -> None:
    papers.run("sync", word)
    assert told(papers) == []


def test_it_works_in_the_project_and_its_words_are_no_data(papers: Project) -> None:
    program = papers.folder / "bin" / "say it.py"
    program.parent.mkdir()
    program.write_text(
        f"#!{sys.executable}\nimport pathlib; print('out loud'); pathlib.Path('was-here').touch()\n"
    )
    program.chmod(0o755)
    configure(papers, "bin/say it.py", "$(touch injected)", "; touch injected")
    code, out, _ = papers.run("sync", "--json")
    assert code == 0
    assert "out loud" not in out
    assert json.loads(out)["problems"] == []
    assert (papers.folder / "was-here").exists()
    assert not (papers.folder / "injected").exists()


@pytest.mark.parametrize(
    ("command", "fault"),
    [
        (("no-such-program-anywhere",), "no-such-program-anywhere is not to be found"),
        (("bin/none",), "bin/none cannot be run"),
        ((".",), "cannot be run"),
        ((sys.executable, "-c", "raise SystemExit(7)"), "ended with exit code 7"),
        ((sys.executable, "-c", "import os; os.kill(os.getpid(), 9)"), "was ended by signal 9"),
    ],
)
def test_its_failure_is_told_and_costs_nothing(
    papers: Project, command: tuple[str, ...], fault: str
) -> None:
    configure(papers, *command)
    code, out, _ = papers.run("sync", "--json")
    report = json.loads(out)
    assert code == report["exit_code"] == 3, "something asked for was not done"
    (problem,) = report["problems"]
    assert problem["kind"] == "hook"
    assert fault in problem["what"]
    assert (problem["file"], problem["line"]) == ("paperbib.toml", 1)
    assert len(papers.library()) == 3
    assert "hook" not in (papers.output / "library.json").read_text()
    papers.sync()


def test_what_scheduled_runs_say_of_its_failure(papers: Project) -> None:
    configure(papers, "no-such-program-anywhere")
    code, out, err = papers.run("sync", "--scheduled", "--no-jitter")
    assert code == 3
    assert json.loads(out)["problems"] == {"hook": 1}
    assert "paperbib.toml:1:1: on_change: no-such-program-anywhere is not to be found" in err


def test_it_may_run_paperbib_itself(papers: Project) -> None:
    run = "import subprocess, sys; sys.exit(subprocess.call([sys.executable, '-m', 'paperbib',"
    configure(papers, sys.executable, "-c", run + " '-q', 'sync', '--offline']))")
    papers.sync()


def report_of(*problems: Problem, added: tuple[str, ...] = ("k",)) -> Report:
    ledger = Ledger({}, 0, {})
    changed = {"library.json": True}
    return Report(
        1, 1, Library(), ledger, (), (), added, (), changed, is_written=True, problems=problems
    )


EVENT = Event("2026-03-04", "", "k", "url:x", None, ("alive",), {}, "k: the link works again: x")


def test_of_many_faults_scheduled_runs_show_ten() -> None:
    report = report_of(*(Problem(kind="joined", what=f"one {n}") for n in range(12)), added=())
    lines = list(remarkable(report))
    assert len(lines) == 11
    assert lines[-1] == "problems and 2 more; see paperbib sync"


def test_what_is_news_of_a_paper_is_not_told_twice() -> None:
    def change(*kinds: str) -> Change:
        return Change("k", Identifier("url", "x"), kinds, {"version": (1, 2)})

    both = EVENT._replace(kinds=("revised", "alive"), words="k: version 1 → 2; works again")
    revised = EVENT._replace(kinds=("revised",), words="k: version…")
    added = EVENT._replace(kinds=("added",))
    report = replace(report_of(), news=(change("revised"),))
    told = [replace(report, events=(one,)).happenings for one in (both, revised, added)]
    assert told == [[both.words], ["k: version 1 → 2"], ["k: version 1 → 2"]]
    report = replace(report, news=(change("revised", "published"),), events=(both,))
    assert report.happenings == ["k: version 1 → 2", both.words]


def config_of(folder: Path, *command: str) -> Config:
    return Config(root=folder, cache_dir=folder, settings=Settings(on_change=list(command)))


def test_who_takes_too_long_is_stopped(tmp_path: Path) -> None:
    # More than a pipe holds: who does not read it must not hold the run up either.
    long = Problem(kind="x", what="x" * 1_000_000)
    config = config_of(tmp_path, sys.executable, "-c", "import time; time.sleep(100)")
    problem = announce(config, report_of(long), tmp_path, timeout_s=0.5)
    assert problem is not None
    assert "it took more than 0.5 s" in problem.what


def test_who_does_not_listen_is_no_fault(tmp_path: Path) -> None:
    long = Problem(kind="x", what="x" * 1_000_000)
    config = config_of(tmp_path, sys.executable, "-c", "pass")
    assert announce(config, report_of(long), tmp_path) is None


@pytest.mark.parametrize(
    ("report", "is_told"),
    [
        (report_of(), True),
        (report_of(added=()), False),
        (report_of(Problem(kind="dead", what="a link"), added=()), False),
        (replace(report_of(added=()), events=(EVENT,)), True),
        (replace(report_of(), is_written=False), False),
        (replace(report_of(), outputs={"library.json": False}), False),
    ],
)
def test_only_news_that_were_written_are_told(
    tmp_path: Path, report: Report, *, is_told: bool
) -> None:
    config = config_of(tmp_path, "no-such-program-anywhere")
    assert (announce(config, report, tmp_path) is not None) == is_told


@given(st.text(), st.text())
def test_whatever_notes_say_is_data(what: str, key: str) -> None:
    problem = Problem(kind="x", what=what, file=what)
    text = message(report_of(problem, added=(key,)), Path("/x"))
    assert text.isascii()
    assert text.count(b"\n") == 1
    found = json.loads(text)
    assert found["added"] == [key]
    assert found["problems"][0]["what"] == what


@pytest.mark.parametrize(
    "value", ['"mail me"', "[]", '[""]', '["a", 1]', "true", '["a\\u0000b"]', "[[]]", "{ a = 1 }"]
)
def test_what_is_no_command_is_an_error_with_its_place(project: Project, value: str) -> None:
    project.note("- https://example.org/\n")
    text = f'output = "output"\non_change = {value}\n'
    (project.folder / "paperbib.toml").write_text(text)
    code, _, err = project.run("sync", "--offline")
    assert code == 2
    assert "paperbib.toml:2:1: 'on_change' has the wrong value" in err
    assert 'hint: it should be a program and its arguments: ["program", "argument"]' in err


@given(st.lists(st.text()))
def test_a_command_is_words_of_which_the_first_is_a_name(words: list[str]) -> None:
    is_command = bool(words and words[0]) and not any("\0" in one for one in words)
    read: Callable[[], Settings] = lambda: Settings(on_change=words)  # noqa: E731
    if is_command:
        assert read().on_change == words
    else:
        with pytest.raises(ValidationError):
            read()
