"""Several runs at once, and runs that are killed: the lock holds, the next run is right."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from tests import standin
from tests.standin import fake_papers
from tests.sync.project import Project

from paperbib.config import load
from paperbib.sync import last_runs

LIMIT_S = 60.0


@pytest.fixture
def papers(project: Project) -> Project:
    project.standin.papers |= {one.id: one for one in fake_papers(3)}
    project.note("".join(f"- https://arxiv.org/abs/{one.id}\n" for one in fake_papers(3)))
    return project


@contextmanager
def scheduled(project: Project, *words: str) -> Iterator["subprocess.Popen[str]"]:
    """A scheduled run in a process of its own."""
    command = [sys.executable, "-m", "paperbib", "-C", str(project.folder), "sync", "--scheduled"]
    with subprocess.Popen(
        [*command, "--no-jitter", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def wait_for(happened: Callable[[], object]) -> None:
    """Look again and again, for a bounded time."""
    end_s = time.monotonic() + LIMIT_S
    while not happened():
        assert time.monotonic() < end_s, "it never happened"
        time.sleep(0.01)


def ended(process: "subprocess.Popen[str]") -> tuple[int, dict[str, object], str]:
    out, err = process.communicate(timeout=LIMIT_S)
    (line,) = out.splitlines()
    return process.returncode, json.loads(line), err


def test_two_scheduled_runs_at_once(papers: Project) -> None:
    with scheduled(papers) as first, scheduled(papers) as second:
        both = [ended(first), ended(second)]
    assert [code for code, _, _ in both] == [0, 0], "one waits for the other"
    assert sorted(int(str(told["added"])) for _, told, _ in both) == [0, 3]
    assert len(papers.library()) == 3
    before = papers.files()
    papers.sync()
    assert papers.files() == before


def test_one_that_does_not_wait_says_so(papers: Project) -> None:
    papers.standin.faults.append(standin.HANG)
    with scheduled(papers) as first:
        wait_for(lambda: papers.standin.log)
        code, out, err = papers.run("sync", "--scheduled", "--no-jitter", "--lock-wait", "0")
        assert first.poll() is None
    assert code == json.loads(out)["exit_code"] == 5
    assert "another paperbib is at work here" in err


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="the system has no SIGKILL")
def test_a_run_that_is_killed_lets_the_waiting_one_go_on(papers: Project) -> None:
    papers.standin.faults.append(standin.HANG)
    with scheduled(papers) as first:
        wait_for(lambda: papers.standin.log)
        with scheduled(papers) as second:
            first.kill()
            code, told, _ = ended(second)
    assert (code, told["added"]) == (0, 3)
    assert len(papers.library()) == 3
    run = last_runs.read(load(papers.folder, os.environ), papers.output)
    assert run is not None
    assert run.exit_code == 0


def test_a_run_that_is_stopped_has_its_line(papers: Project) -> None:
    papers.standin.faults.append(standin.HANG)
    with scheduled(papers) as process:
        wait_for(lambda: papers.standin.log)
        process.terminate()
        code, told, err = ended(process)
    assert code == told["exit_code"] == 130
    assert "interrupted" in err
    assert not papers.output.exists()
    run = last_runs.read(load(papers.folder, os.environ), papers.output)
    assert run is not None
    assert run.exit_code == 130
    papers.sync()
    assert len(papers.library()) == 3


def test_a_run_during_a_watch(papers: Project) -> None:
    """A scheduled run finds the outputs free while a watch waits for the next save."""
    command = [sys.executable, "-m", "paperbib", "-C", str(papers.folder), "watch"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as watch:
        try:
            assert watch.stderr is not None
            assert watch.stderr.readline().endswith("; 3 new\n")
            code, out, err = papers.run("sync", "--scheduled", "--no-jitter", "--lock-wait", "0")
            assert (code, json.loads(out)["changed"], err) == (0, [], "")
            papers.note("- https://example.org/\n", "seeds/b.md")
            assert watch.stderr.readline().endswith("; 1 new\n")
            watch.terminate()
            assert watch.wait(LIMIT_S) == 0
        finally:
            watch.kill()
