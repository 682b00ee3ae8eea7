from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from tests.sources.index import bulk_file
from tests.sources.index.bulk_file import NOW, SMALL

from paperbib.errors import PaperbibError
from paperbib.sources.index import building, header
from paperbib.sources.index.building import Built
from paperbib.sources.index.ranges import Pace

OLD = ["2001.00001", "2001.00002", "2001.00003"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the index of three papers."""
    old = bulk_file.write(tmp_path / "old.json", bulk_file.lines(3))
    bulk_file.built(old, tmp_path / "index")
    return tmp_path / "index"


def _rows(folder: Path) -> list[tuple[int, ...]]:
    with closing(sqlite3.connect(folder / header.INDEX)) as connection:
        return connection.execute("select * from papers order by number").fetchall()


@pytest.mark.parametrize(
    ("content", "line", "reason"),
    [
        ([*bulk_file.lines(9), '{"id": "2001.'], 10, "the file is cut short here: "),
        (["id,title,abstract", "2001.00001,T,A"], 1, "it is no JSON"),
        (["<!DOCTYPE html>", "<html></html>"], 1, "it is no JSON"),
        (['<?xml version="1.0"?>', "<OAI-PMH></OAI-PMH>"], 1, "it is no JSON"),
        (["[", *bulk_file.lines(2), "]"], 1, "it is no JSON"),
        (["[" + ",".join(bulk_file.lines(2)) + "]"], 1, "it is no JSON object"),
        ([*bulk_file.lines(30), '{"id": "W123", "title": "T"}'], 31, "its id is no arXiv id"),
        ([*bulk_file.lines(5), "", "", '{"corpusid": 1, "title": "T"}'], 8, "it has no 'id'"),
    ],
)
def test_a_foreign_file_is_refused_at_its_line_and_the_old_index_stays(
    tmp_path: Path, folder: Path, content: list[str], line: int, reason: str
) -> None:
    raw = "\n".join(content).encode()
    file = bulk_file.write(tmp_path / "bulk.json", raw)
    with pytest.raises(PaperbibError) as raised:
        bulk_file.built(file, folder)
    assert raised.value.what.startswith(f"{file}:{line}: {reason}")
    assert "\n" not in raised.value.what
    assert raised.value.hint
    assert list(bulk_file.held(folder)) == OLD


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xef\xbb\xbf", b"  \r\n"])
def test_a_file_without_records_is_refused(tmp_path: Path, folder: Path, content: bytes) -> None:
    file = bulk_file.write(tmp_path / "bulk.json", content)
    with pytest.raises(PaperbibError, match="it holds no record"):
        bulk_file.built(file, folder)
    assert list(bulk_file.held(folder)) == OLD


def test_a_file_that_is_not_there_is_an_error_of_one_line(tmp_path: Path, folder: Path) -> None:
    for file in (tmp_path / "none.json", tmp_path):
        with pytest.raises(PaperbibError) as raised:
            bulk_file.built(file, folder)
        assert str(file) in raised.value.what
    assert list(bulk_file.held(folder)) == OLD


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\n\n \n"])
@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf", b"\n"])
def test_every_record_is_found_however_lines_end(tmp_path: Path, start: bytes, end: bytes) -> None:
    content = start + end.join(one.encode() for one in bulk_file.lines(40))
    file = bulk_file.write(tmp_path / "bulk.json", content)
    assert bulk_file.built(file, tmp_path / "index") == Built(40, 0, 0, is_new=True)
    assert bulk_file.held(tmp_path / "index") == {
        f"2001.{one:05}": f"On the Paper 2001.{one:05}" for one in range(1, 41)
    }


@pytest.mark.parametrize("distance", [0, 3, 30])
def test_of_two_lines_about_a_paper_the_later_counts(tmp_path: Path, distance: int) -> None:
    first, last = bulk_file.line("2001.00099", "First"), bulk_file.line("2001.00099", "Last")
    file = bulk_file.write(tmp_path / "b", [first, *bulk_file.lines(distance), last])
    built = bulk_file.built(file, tmp_path / "index")
    assert (built.records, built.repeats) == (distance + 1, 1)
    index = bulk_file.opened(tmp_path / "index")
    assert index.by_title("Last") == [bulk_file.identifier("2001.00099")]
    assert index.by_title("First") == []


def test_the_same_paper_in_two_spellings_is_one(tmp_path: Path) -> None:
    content = [bulk_file.line("math.GT/0309136"), bulk_file.line("math/0309136")]
    built = bulk_file.built(bulk_file.write(tmp_path / "bulk.json", content), tmp_path / "index")
    assert (built.records, built.repeats) == (1, 1)


def test_an_index_that_is_there_is_not_built_again(tmp_path: Path, folder: Path) -> None:
    before = (folder / header.INDEX).stat()
    assert not bulk_file.built(tmp_path / "old.json", folder).is_new
    after = (folder / header.INDEX).stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    bulk_file.write(tmp_path / "old.json", bulk_file.lines(4))
    assert bulk_file.built(tmp_path / "old.json", folder).is_new
    assert len(bulk_file.held(folder)) == 4


def test_processes_build_what_one_builds(tmp_path: Path) -> None:
    file = bulk_file.write(tmp_path / "bulk.json", reversed(bulk_file.lines(150)))
    bulk_file.built(file, tmp_path / "one")
    bulk_file.built(file, tmp_path / "two", SMALL._replace(processes=2, range_bytes=1000))
    assert _rows(tmp_path / "one") == _rows(tmp_path / "two")


def test_a_fault_among_processes_has_the_right_line(tmp_path: Path) -> None:
    content = [*bulk_file.lines(100), "x", *bulk_file.lines(50), "y"]
    file = bulk_file.write(tmp_path / "bulk.json", content)
    with pytest.raises(PaperbibError, match=r"bulk\.json:101: "):
        bulk_file.built(file, tmp_path / "index", SMALL._replace(processes=2, range_bytes=1000))


def _killed(file: Path, folder: Path, after: int) -> bool:
    """Build in another process that is killed after so many ranges; whether it was."""
    child = os.fork()
    if child == 0:
        left = [after]

        def progress(what: str, done: int, total: int) -> None:
            del what, done, total
            left[0] -= 1
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)

        try:
            building.build(file, folder, now=NOW, progress=progress, pace=SMALL)
        finally:
            os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")
@pytest.mark.parametrize("after", [1, 2, 3, 5, 8, 13, 17])
def test_a_killed_build_is_gone_on_with(tmp_path: Path, folder: Path, after: int) -> None:
    file = bulk_file.write(tmp_path / "bulk.json", bulk_file.lines(40))
    assert _killed(file, folder, after)
    assert list(bulk_file.held(folder)) == OLD
    resumed = bulk_file.built(file, folder)
    assert resumed.records == 40
    assert (resumed.resumed_at >= (after - 3) * SMALL.range_bytes) == (after > 3) or after <= 3
    bulk_file.built(file, tmp_path / "other")
    assert _rows(folder) == _rows(tmp_path / "other")
    assert not (folder / header.DRAFT).exists()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")
def test_a_killed_build_of_another_file_is_forgotten(tmp_path: Path, folder: Path) -> None:
    file = bulk_file.write(tmp_path / "bulk.json", bulk_file.lines(40))
    assert _killed(file, folder, 9)
    bulk_file.write(file, reversed(bulk_file.lines(40)))
    os.utime(file, ns=(1, 1))
    assert bulk_file.built(file, folder) == Built(40, 0, 0, is_new=True)


@pytest.mark.parametrize("damage", [b"", b"no database", b"SQLite format 3\x00" + b"\xff" * 5000])
def test_a_broken_draft_is_forgotten(tmp_path: Path, folder: Path, damage: bytes) -> None:
    (folder / header.DRAFT).write_bytes(damage)
    file = bulk_file.write(tmp_path / "bulk.json", bulk_file.lines(40))
    assert bulk_file.built(file, folder).records == 40


def test_a_complete_draft_is_taken(tmp_path: Path) -> None:
    file = bulk_file.write(tmp_path / "bulk.json", bulk_file.lines(40))
    bulk_file.built(file, tmp_path / "index")
    (tmp_path / "index" / header.INDEX).rename(tmp_path / "index" / header.DRAFT)
    assert bulk_file.built(file, tmp_path / "index").resumed_at == file.stat().st_size
    assert len(bulk_file.held(tmp_path / "index")) == 40


def test_a_file_that_grows_meanwhile_is_refused(tmp_path: Path, folder: Path) -> None:
    file = bulk_file.write(tmp_path / "bulk.json", bulk_file.lines(40))

    def progress(what: str, done: int, total: int) -> None:
        if (what, done) == ("reading", total):
            with file.open("a") as content:
                content.write(bulk_file.line("2001.00099") + "\n")

    with pytest.raises(PaperbibError, match="changed meanwhile"):
        building.build(file, folder, now=NOW, progress=progress, pace=SMALL)
    assert list(bulk_file.held(folder)) == OLD
    assert bulk_file.built(file, folder).records == 41


_WITH_PROCESSES = """
import datetime, os, signal, sys
from pathlib import Path
from paperbib.sources.index.building import build
from paperbib.sources.index.ranges import Pace

def progress(what, done, total):
    match sys.argv[3]:
        case "int":
            os.killpg(0, signal.SIGINT)
        case "term":
            os.kill(os.getpid(), signal.SIGTERM)
        case "kill":
            os.kill(os.getpid(), signal.SIGKILL)

if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    now, pace = datetime.datetime.now(datetime.UTC), Pace(900, 900, 2)
    try:
        build(Path(sys.argv[1]), Path(sys.argv[2]), now=now, progress=progress, pace=pace)
    except KeyboardInterrupt:
        print("interrupted")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there are other signals there")
@pytest.mark.parametrize(("how", "code"), [("kill", -9), ("int", 0), ("term", 0)])
def test_processes_end_with_the_one_that_started_them(tmp_path: Path, how: str, code: int) -> None:
    file = bulk_file.write(tmp_path / "bulk.json", bulk_file.lines(99))
    script = bulk_file.write(tmp_path / "ended.py", _WITH_PROCESSES.encode())
    command = [sys.executable, str(script), str(file), str(tmp_path / "index"), how]
    # The pipes are at their end when the last process that could write to them has ended.
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=60, check=False, start_new_session=True
    )
    assert done.returncode == code
    assert "Traceback" not in done.stderr
    assert done.stdout == ("" if how == "kill" else "interrupted\n")
    if how != "kill":
        assert done.stderr == "", "nothing leaks that could be given back"
    assert bulk_file.built(file, tmp_path / "index", Pace(900, 900, 1)).resumed_at == 900


def test_a_folder_that_cannot_be_written_is_an_error_of_one_line(tmp_path: Path) -> None:
    file = bulk_file.write(tmp_path / "bulk.json", bulk_file.lines(3))
    for folder in (file / "index", file):
        with pytest.raises(PaperbibError) as raised:
            bulk_file.built(file, folder)
        assert "PAPERBIB_CACHE_DIR" in raised.value.hint or raised.value.hint == "check the file"
