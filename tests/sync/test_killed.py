"""``kill -9`` at any moment: files are old or new, the cache opens, the next run completes."""

import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.standin import StandIn, fake_papers
from tests.sync.project import OUTPUTS

from paperbib.cache import Cache
from paperbib.identifiers.whole import parse

if not hasattr(os, "fork"):
    pytest.skip("runs are killed in forks", allow_module_level=True)

POINTS = 200 if os.environ.get("PAPERBIB_REQUIRE_CONSUMERS") else 20
KNOWN, ALL = 50, 300
IDS = {one.id for one in fake_papers(ALL)}
SEED = 20_260_304


class Runner:
    """Runs syncs in processes that can be killed."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def run(self, folder: Path, *, kill_after_s: float | None = None) -> int:
        """Sync a project; returns the exit code, -9 for one that was killed in time."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{folder}\n")
        self._process.stdin.flush()
        number = int(self._process.stdout.readline())
        if kill_after_s is not None:
            time.sleep(kill_after_s)
            with contextlib.suppress(ProcessLookupError):
                os.kill(number, signal.SIGKILL)
        return int(self._process.stdout.readline())


@pytest.fixture(scope="module")
def standin() -> Iterator[StandIn]:
    with StandIn(fake_papers(ALL)) as running:
        yield running


@pytest.fixture(scope="module")
def runner(standin: StandIn, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Runner]:
    environment = os.environ | {
        "PAPERBIB_ARXIV_API": standin.url,
        "PAPERBIB_ARXIV_INTERVAL_S": "0",
        "PAPERBIB_CACHE_DIR": "cache",
        "PYTHONPATH": str(Path(__file__).resolve().parents[2]),
    }
    environment.pop("PAPERBIB_OFFLINE", None)
    with subprocess.Popen(
        [sys.executable, "-m", "tests.sync.killable"],
        cwd=tmp_path_factory.mktemp("runner"),
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield Runner(process)
        assert process.stdin is not None
        process.stdin.close()


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()} if folder.is_dir() else {}


def note(folder: Path, number: int) -> None:
    (folder / "seeds").mkdir(parents=True, exist_ok=True)
    lines = (f"- https://arxiv.org/abs/{one.id}\n" for one in fake_papers(number))
    (folder / "seeds" / "a.md").write_text("".join(lines))


def held(folder: Path) -> set[str]:
    """What the cache holds; it opens without complaint."""
    with Cache(folder) as cache:
        answers = cache.answers("arxiv", [parse(f"arxiv:{one}") for one in IDS])
        assert not cache.problems
        return {one.value for one in answers}


def test_a_run_that_is_killed_at_any_moment(
    runner: Runner, standin: StandIn, tmp_path: Path
) -> None:
    begun = tmp_path / "begun"
    note(begun, KNOWN)
    assert runner.run(begun) == 0
    old = contents(begun / "output")
    note(begun, ALL)
    whole = tmp_path / "whole"
    shutil.copytree(begun, whole)
    started_s = time.monotonic()
    assert runner.run(whole) == 0
    usual_s = time.monotonic() - started_s
    new = contents(whole / "output")
    assert tuple(sorted(new)) == OUTPUTS

    moments = random.Random(SEED)  # noqa: S311 - places to try
    killed = 0
    for point in range(POINTS):
        folder = tmp_path / f"{point}"
        shutil.copytree(begun, folder)
        code = runner.run(folder, kill_after_s=moments.uniform(0, usual_s))
        killed += code == -signal.SIGKILL
        found = contents(folder / "output")
        for name in OUTPUTS:
            assert found[name] in (old[name], new[name]), "each is whole: the old one or the new"
        kept = held(folder / "cache")
        standin.log.clear()
        assert runner.run(folder) == 0
        asked = {one for request in standin.log for one in request.params["id_list"].split(",")}
        assert asked == IDS - kept, "only what is missing is asked"
        assert contents(folder / "output") == new, "nothing half-written is left behind"
        shutil.rmtree(folder)
    assert killed > POINTS // 2, "most of them were killed before their end"
