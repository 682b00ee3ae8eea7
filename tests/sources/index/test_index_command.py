from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from tests.sources.index import bulk_file

from paperbib.cli import main
from paperbib.errors import Exit
from paperbib.sources.index import housekeeping

LINES = bulk_file.lines(40)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the index, in a project of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PAPERBIB_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setenv("COLUMNS", "80")
    return tmp_path / "cache" / "index"


def _run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as ended:
        main(["index", *words])
    said = capsys.readouterr()
    code = ended.value.code
    assert isinstance(code, int)
    return code, said.out, said.err


def test_an_index_is_built_and_described(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = bulk_file.write(tmp_path / "bulk.json", [LINES[0], *LINES])
    code, out, err = _run(capsys, "build", "bulk.json")
    assert (code, out) == (Exit.DONE, "")
    assert re.fullmatch(
        r"40 records of bulk\.json indexed in \d\.\d s, 0\.0 MB;"
        r" 1 lines left out for a later one about the same paper\n",
        err,
    )
    code, out, err = _run(capsys, "info")
    assert (code, err) == (Exit.DONE, "")
    said = dict(line.split(": ", 1) for line in out.splitlines())
    assert said.pop("built").endswith("+00:00")
    assert said == {
        "index": str(folder),
        "file": str(file),
        "records": "40",
        "as of": "2020-02-02",
        "size": "0.0 MB",
        "version": "2",
        "state": "current",
    }
    assert "is up to date" in _run(capsys, "build", "bulk.json")[2]
    file.unlink()
    assert "state: the file is gone or changed" in _run(capsys, "info")[1]


@pytest.mark.parametrize("words", ["-q index build bulk.json", "index build -q bulk.json"])
def test_quiet_says_nothing(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], words: str
) -> None:
    bulk_file.write(tmp_path / "bulk.json", LINES)
    with pytest.raises(SystemExit) as ended:
        main(words.split())
    assert ended.value.code == Exit.DONE
    assert capsys.readouterr() == ("", "")
    assert folder.is_dir()


def test_without_an_index_info_says_how_to_build_one(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run(capsys, "info") == (
        Exit.USAGE,
        "",
        f"error: {folder}: there is no index\nhint: build one: paperbib index build FILE\n",
    )


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_a_foreign_file_is_one_line_and_a_hint(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], pack: type[bytes]
) -> None:
    bulk_file.write(tmp_path / "bulk.json", pack(f"{LINES[0]}\nid,title\n".encode()))
    code, out, err = _run(capsys, "build", "bulk.json")
    assert (code, out) == (Exit.USAGE, "")
    assert "bulk.json:2: it is no JSON" in err
    assert [line.split(":")[0] for line in err.splitlines()] == ["error", "hint"]
    assert folder.is_dir()


def test_a_second_build_is_told_that_the_first_is_at_work(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bulk_file.write(tmp_path / "bulk.json", LINES)
    with housekeeping.turn(folder):
        code, _, err = _run(capsys, "build", "bulk.json")
    assert code == Exit.LOCKED
    assert err.startswith(f"error: {folder}: another paperbib is building the index\n")


def test_removing_says_what_it_frees(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bulk_file.write(tmp_path / "bulk.json", LINES)
    _run(capsys, "build", "bulk.json")
    assert _run(capsys, "remove") == (Exit.DONE, "", "0.0 MB freed\n")
    assert _run(capsys, "remove")[2] == "there was no index\n"
    assert _run(capsys, "info")[0] == Exit.USAGE
    assert folder.is_dir()


def test_a_mistyped_command_gets_a_suggestion(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "did you mean 'build'?" in _run(capsys, "biuld", "x")[2]
    assert not folder.exists()


@pytest.mark.parametrize("words", [[], ["build"], ["info"], ["remove"]])
def test_the_help_fits_a_terminal(
    folder: Path, capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    code, out, _ = _run(capsys, *words, "--help")
    assert code == Exit.DONE
    assert max(map(len, out.splitlines())) <= 80
    assert not folder.exists()
