"""Several processes at once, and processes that are killed."""

from __future__ import annotations

import multiprocessing
import random
import subprocess
import sys
import textwrap
from collections.abc import Callable
from multiprocessing.queues import SimpleQueue
from multiprocessing.synchronize import Barrier
from pathlib import Path

import pytest
from tests.cache.cache_samples import (
    NAME,
    PAPERS,
    foreign,
    found,
    garbage,
    hollow,
    missing,
    version_1,
)

from paperbib.cache import Cache

ROUNDS = 6
STARTS: dict[str, Callable[[Path], object]] = {
    "nothing": lambda _: None,
    "empty": Path.touch,
    "version 1": version_1,
    "garbage": garbage,
    "foreign": foreign,
    "hollow": hollow,
}
Said = tuple[str, list[str]]


def work(number: int, folders: list[Path], barrier: Barrier, said: SimpleQueue[Said]) -> None:
    """One of several that open each folder at the same moment, and keep answers of their own."""
    for folder in folders:
        barrier.wait(60)
        with Cache(folder) as cache:
            for paper in PAPERS[number * 10 : number * 10 + 10]:
                cache.keep([found(paper)], now_s=1)
            cache.keep([missing(PAPERS[390 + number])], now_s=1)
            cache.answers("arxiv", PAPERS)
            barrier.wait(60)
            mine = cache.answers("arxiv", PAPERS[number * 10 : number * 10 + 10])
            problems = [one.what + one.hint for one in cache.problems]
        said.put((str(folder), problems if len(mine) == 10 else ["lost its answers"]))


@pytest.mark.parametrize("processes", [2, 4])
def test_processes_that_open_a_cache_at_once(tmp_path: Path, processes: int) -> None:
    """Whatever they find there: one sets it aside and says so, none loses an answer."""
    context = multiprocessing.get_context("spawn")
    folders = [tmp_path / f"{start} {turn}" for start in STARTS for turn in range(ROUNDS)]
    for folder in folders:
        folder.mkdir()
        STARTS[folder.name.rsplit(" ", 1)[0]](folder / NAME)
    barrier, said = context.Barrier(processes), context.SimpleQueue()
    workers = [
        context.Process(target=work, args=(number, folders, barrier, said))
        for number in range(processes)
    ]
    for worker in workers:
        worker.start()
    problems: dict[str, list[str]] = {str(folder): [] for folder in folders}
    for _ in range(len(folders) * processes):
        folder_name, words = said.get()
        problems[folder_name] += words
    for worker in workers:
        worker.join()
    for folder in folders:
        is_broken = not folder.name.startswith(("nothing", "empty"))
        assert [one.endswith("paperbib.broken") for one in problems[str(folder)]] == (
            [True] * is_broken
        ), problems[str(folder)]
        assert len(list(folder.glob("*.broken"))) == is_broken
        with Cache(folder) as cache:
            assert len(cache.answers("arxiv", PAPERS)) == 11 * processes
            assert cache.problems == []


KEEP_FOR_EVER = """
import itertools, sys
from pathlib import Path
from tests.cache.cache_samples import PAPERS, found
from paperbib.cache import Cache

with Cache(Path(sys.argv[1])) as cache:
    for number in itertools.count():
        paper = PAPERS[number % 400]
        cache.keep([found(paper, f"{number} " * 500, version=number // 400 + 1)], now_s=number)
        if number % 50 == 49:
            cache.prune(now_s=number, max_age_s=300)
        print(number, flush=True)
"""


def test_a_killed_process_leaves_all_it_kept(tmp_path: Path) -> None:
    chance, last = random.Random(4), -1  # noqa: S311 - chosen once for all
    for _ in range(6):
        child = subprocess.Popen(
            [sys.executable, "-c", KEEP_FOR_EVER, str(tmp_path)],
            cwd=Path(__file__).parents[2],
            stdout=subprocess.PIPE,
            text=True,
        )
        with child:
            assert child.stdout is not None
            for _ in range(chance.randrange(1, 120)):
                last = int(child.stdout.readline())
            child.kill()
        with Cache(tmp_path) as cache:
            answers = cache.answers("arxiv", PAPERS)
            assert answers[PAPERS[last % 400]].at_s >= last
            assert all(kept.raw == f"{kept.at_s:.0f} " * 500 for kept in answers.values())
            assert cache.problems == []
            cache.clear()


@pytest.mark.skipif(not hasattr(__import__("os"), "fork"), reason="children are forked")
@pytest.mark.parametrize("start", ["nothing", "version 1", "garbage", "hollow"])
def test_a_process_killed_at_any_step_of_opening(tmp_path: Path, start: str) -> None:
    """Each child dies before its nth statement or move; the next run opens what it left."""
    script = textwrap.dedent(
        """
        import itertools, os, signal, sqlite3, sys
        from pathlib import Path
        from tests.cache.cache_samples import NAME, PAPER, found
        from tests.cache.test_cache_processes import STARTS
        from paperbib.cache import Cache

        left, connect, replace = 0, sqlite3.connect, Path.replace

        def step(*_):
            global left
            left -= 1
            if left < 0:
                os.kill(os.getpid(), signal.SIGKILL)

        def connect_stepwise(*values, **options):
            connection = connect(*values, **options)
            connection.set_trace_callback(step)
            return connection

        def replace_stepwise(self, target):
            step()
            return replace(self, target)

        for steps in itertools.count():
            folder = Path(sys.argv[1], str(steps))
            folder.mkdir()
            STARTS[sys.argv[2]](folder / NAME)
            child = os.fork()
            if not child:
                left, sqlite3.connect, Path.replace = steps, connect_stepwise, replace_stepwise
                with Cache(folder) as cache:
                    cache.keep([found()], now_s=1)
                os._exit(0)
            _, status = os.waitpid(child, 0)
            with Cache(folder) as cache:
                before = len(cache.answers("arxiv", [PAPER]))
                cache.keep([found()], now_s=2)
                assert cache.counts() == {"arxiv": 1}, cache.counts()
                assert all(one.hint for one in cache.problems), cache.problems
            assert len(list(folder.glob("*.broken"))) == (sys.argv[2] != "nothing")
            assert {path.name for path in folder.glob("*.sqlite*")} == {NAME, NAME + "-lock"}
            if status == 0:
                assert before == 1
                print(steps)
                break
        """
    )
    ended = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path), start],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.stderr == ""
    assert int(ended.stdout) > 15
