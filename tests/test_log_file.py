"""The log of scheduled runs: appended to, cut, and never worth a run."""

import json
from pathlib import Path

import pytest

from paperbib.cli.asked import Asked
from paperbib.cli.globals import Globals
from paperbib.cli.one_run import Task
from paperbib.cli.scheduled import Means, run
from paperbib.errors import PaperbibError
from paperbib.store.log_file import LONGEST, append_line


def test_it_is_made_with_its_folders_and_appended_to(tmp_path: Path) -> None:
    path = tmp_path / "a b" / "ü%\n" / "sync.log"
    append_line(path, "one")
    append_line(path, "two \udcff")
    assert path.read_bytes() == b"one\ntwo \\udcff\n"


def test_of_a_long_one_the_last_half_stays(tmp_path: Path) -> None:
    path = tmp_path / "sync.log"
    lines = [f"{number:06} {'x' * 92}" for number in range(LONGEST // 100)]
    path.write_text("".join(f"{line}\n" for line in lines))
    append_line(path, "last")
    kept = path.read_text().splitlines()
    assert kept == [*lines, "last"][-len(kept) :], "whole lines, none of them lost in between"
    assert LONGEST * 0.49 < path.stat().st_size <= LONGEST // 2 + 5
    assert [one.name for one in tmp_path.iterdir()] == ["sync.log"]


def test_one_endless_line_does_not_stay(tmp_path: Path) -> None:
    path = tmp_path / "sync.log"
    path.write_bytes(b"x" * LONGEST)
    append_line(path, "y")
    assert path.read_bytes() == b"y\n"
    append_line(path, "z")
    assert path.read_bytes() == b"y\nz\n"


def test_a_line_that_somebody_began_is_ended(tmp_path: Path) -> None:
    path = tmp_path / "sync.log"
    path.write_bytes(b'{"half":')
    append_line(path, "{}")
    assert path.read_bytes() == b'{"half":\n{}\n'


def test_what_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for path in (tmp_path, tmp_path / "file" / "sync.log", tmp_path / "nul\0"):
        with pytest.raises(PaperbibError, match="the log cannot be written"):
            append_line(path, "x")


def test_a_log_that_cannot_be_written_costs_no_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def task() -> Task:
        raise PaperbibError("the configuration is wrong")

    asked = Asked(scheduled=True, no_jitter=True, log=tmp_path)
    with pytest.raises(PaperbibError, match="the configuration is wrong"):
        run(Globals(), task, asked, Means())
    out, err = capsys.readouterr()
    assert out == ""
    assert len(err.splitlines()) == 1
    assert "the log cannot be written" in err


def test_the_line_of_status_goes_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def task() -> Task:
        raise PaperbibError("two\nlines")

    asked = Asked(scheduled=True, no_jitter=True, log=tmp_path / "logs" / "x.log")
    for _ in range(2):
        with pytest.raises(PaperbibError):
            run(Globals(), task, asked, Means())
    lines = (tmp_path / "logs" / "x.log").read_text().splitlines()
    assert [json.loads(line)["error"] for line in lines] == ["two\nlines"] * 2
    assert capsys.readouterr().out == ""
