"""Many processes of one person: one request at a time, at intervals, whatever happens to them."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

import filelock
import pytest
from tests import standin
from tests.standin import Paper, Request, StandIn, fake_papers

from paperbib.transport import Transport

ASKER = """
import sys
from pathlib import Path
from paperbib.transport import Transport
url, folder, interval_s, times = sys.argv[1:]
with Transport(gate_dir=Path(folder), interval_s=float(interval_s)) as client:
    print("ready", flush=True)
    for _ in range(int(times)):
        client.get(url, {"id_list": "2001.00001"}, lambda reply: reply)
"""


@contextmanager
def _asking(
    url: str, folder: Path, interval_s: float = 0.15, times: int = 3
) -> Iterator[subprocess.Popen[str]]:
    command = [
        "env",
        "--default-signal=INT",
        sys.executable,
        "-c",
        ASKER,
        url,
        str(folder),
        str(interval_s),
        str(times),
    ]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True) as running:
        try:
            yield running
        finally:
            running.kill()


def _spans(log: Sequence[Request]) -> list[Request]:
    return sorted(log, key=lambda request: request.started_s)


def _wait_for_requests(arxiv: StandIn, number: int) -> None:
    give_up_at = time.monotonic() + 30
    while len(arxiv.log) < number and time.monotonic() < give_up_at:
        time.sleep(0.002)
    assert len(arxiv.log) == number


def test_processes_take_turns_and_keep_the_interval(tmp_path: Path) -> None:
    with StandIn(fake_papers(1)) as arxiv:
        url = arxiv.url
        with _asking(url, tmp_path) as a, _asking(url, tmp_path) as b, _asking(url, tmp_path) as c:
            assert [one.wait(60) for one in (a, b, c)] == [0, 0, 0]
    assert len(arxiv.log) == 9
    for earlier, later in pairwise(_spans(arxiv.log)):
        assert later.started_s - earlier.ended_s >= 0.15


def test_the_most_patient_process_sets_the_pace_after_its_requests(tmp_path: Path) -> None:
    with (
        StandIn(fake_papers(1)) as arxiv,
        _asking(arxiv.url + "?slow", tmp_path, 0.3, 2) as slow,
        _asking(arxiv.url + "?quick", tmp_path, 0.05, 6) as quick,
    ):
        assert [one.wait(60) for one in (slow, quick)] == [0, 0]
    assert len(arxiv.log) == 8
    for earlier, later in pairwise(_spans(arxiv.log)):
        is_slow = any("slow" in one.path for one in (earlier, later))
        assert later.started_s - earlier.ended_s >= (0.3 if is_slow else 0.05)


def _project(folder: Path, papers: Sequence[Paper]) -> Path:
    """A folder with notes that mention papers."""
    (folder / "seeds").mkdir(parents=True)
    (folder / "paperbib.toml").write_text("")
    lines = [f"- https://arxiv.org/abs/{paper.id}\n" for paper in papers]
    (folder / "seeds" / "notes.md").write_text("".join(lines))
    return folder


def test_four_syncs_at_once_are_one_polite_client(tmp_path: Path) -> None:
    papers, each, interval_s = fake_papers(480), 120, 0.2
    parts = [papers[start : start + each] for start in range(0, len(papers), each)]
    folders = [_project(tmp_path / f"project{n}", part) for n, part in enumerate(parts)]
    with StandIn(papers) as arxiv:
        environment = os.environ | {
            "PAPERBIB_ARXIV_API": arxiv.url,
            "PAPERBIB_ARXIV_INTERVAL_S": str(interval_s),
            "PAPERBIB_CACHE_DIR": str(tmp_path / "cache"),
            "PAPERBIB_OFFLINE": "0",
        }
        command = [sys.executable, "-m", "paperbib", "sync"]
        syncs = [subprocess.Popen(command, cwd=folder, env=environment) for folder in folders]
        assert [one.wait(120) for one in syncs] == [0, 0, 0, 0]
    asked = [name for one in arxiv.log for name in one.params["id_list"].split(",")]
    assert sorted(asked) == sorted(paper.id for paper in papers), "each once"
    assert len(arxiv.log) == 8
    for earlier, later in pairwise(_spans(arxiv.log)):
        assert later.started_s - earlier.ended_s >= interval_s
    for folder, part in zip(folders, parts, strict=True):
        library = json.loads((folder / "output" / "library.json").read_bytes())
        references = library["references"].values()
        titles = {record["title"] for one in references for record in one["records"]}
        assert titles == {paper.title for paper in part}
        assert len(json.loads((folder / "output" / "references.csl.json").read_bytes())) == each


@pytest.mark.parametrize("fault", [standin.HANG, standin.NONE], ids=["while asking", "after it"])
def test_a_process_that_is_killed_passes_the_turn_and_the_interval_on(
    tmp_path: Path, fault: standin.Fault
) -> None:
    interval_s = 0.2
    with StandIn(fake_papers(1)) as arxiv:
        arxiv.faults.append(fault)
        with _asking(arxiv.url, tmp_path, interval_s, 100) as asking:
            _wait_for_requests(arxiv, 1)
            asking.kill()  # with a request under way, or during the pause after it
            asking.wait(30)
        with Transport(gate_dir=tmp_path, interval_s=interval_s) as client:
            client.get(arxiv.url, {}, lambda reply: reply)
    spans = _spans(arxiv.log)
    assert len(spans) == 2
    assert spans[1].started_s - spans[0].ended_s >= interval_s
    assert spans[1].started_s - spans[0].ended_s < interval_s + 2


@pytest.mark.parametrize("held", ["lock", "line", None])
def test_ctrl_c_ends_any_waiting_at_once(tmp_path: Path, held: str | None) -> None:
    """Waiting for others, in line or first of it, and waiting out a pause."""
    with StandIn(fake_papers(1)) as arxiv, Transport(gate_dir=tmp_path, interval_s=0) as client:
        client.get(arxiv.url, {}, lambda reply: reply)
        (note,) = tmp_path.glob("*.next")
        lock = filelock.FileLock(note.with_suffix(f".{held}")) if held else None
        before = note.read_bytes()
        if lock:
            lock.acquire()
        with _asking(arxiv.url, tmp_path, interval_s=600) as asking:
            assert asking.stdout
            assert asking.stderr
            assert asking.stdout.readline() == "ready\n"
            time.sleep(0.03)
            asking.send_signal(signal.SIGINT)
            assert asking.wait(5) == -signal.SIGINT
            assert asking.stderr.read().endswith("KeyboardInterrupt\n")
        if lock:
            lock.release()
        assert note.read_bytes() == before
        client.get(arxiv.url, {}, lambda reply: reply)
        assert len(arxiv.log) == 2


def test_ctrl_c_while_asking_ends_the_request_and_counts_it(tmp_path: Path) -> None:
    with StandIn(fake_papers(1)) as arxiv:
        arxiv.faults.append(standin.HANG)
        with _asking(arxiv.url, tmp_path, 0.1) as asking:
            _wait_for_requests(arxiv, 1)
            asking.send_signal(signal.SIGINT)
            assert asking.wait(5) == -signal.SIGINT
        with Transport(gate_dir=tmp_path, interval_s=0) as client:
            client.get(arxiv.url, {}, lambda reply: reply)
    first, second = _spans(arxiv.log)
    assert second.started_s - first.ended_s >= 0.1
