from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from tests.sources.index import bulk_file

from paperbib.errors import Exit, PaperbibError
from paperbib.sources.index import building, header, housekeeping, reading


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the index of three papers."""
    old = bulk_file.write(tmp_path / "old.json", bulk_file.lines(3))
    bulk_file.built(old, tmp_path / "index")
    return tmp_path / "index"


def test_two_builds_at_once_are_refused(tmp_path: Path, folder: Path) -> None:
    others: list[Callable[[], object]] = [
        lambda: bulk_file.built(tmp_path / "old.json", folder),
        lambda: building.remove(folder),
    ]
    with housekeeping.turn(folder):
        for other in others:
            with pytest.raises(PaperbibError, match="another paperbib") as raised:
                other()
            assert raised.value.code == Exit.LOCKED
    assert not bulk_file.built(tmp_path / "old.json", folder).is_new


@pytest.mark.parametrize(
    "content", [b"x", b"x" * 5000, b"SQLite format 3\x00" + b"\xff" * 600, b"\x00" * 4096]
)
def test_a_lock_that_is_none_stands_in_nobody_s_way(
    tmp_path: Path, folder: Path, content: bytes
) -> None:
    file = bulk_file.write(tmp_path / "bulk.json", bulk_file.lines(9))
    (folder / header.TURN).write_bytes(content)
    assert bulk_file.built(file, folder).records == 9
    (folder / header.TURN).write_bytes(content)
    with housekeeping.turn(folder), pytest.raises(PaperbibError, match="another paperbib"):
        building.remove(folder)
    (folder / header.TURN).write_bytes(content)
    assert building.remove(folder) > 0


@pytest.mark.parametrize("name", [header.INDEX, header.DRAFT, header.TURN])
def test_a_folder_in_place_of_a_file_is_named(tmp_path: Path, name: str) -> None:
    file = bulk_file.write(tmp_path / "bulk.json", bulk_file.lines(3))
    path = tmp_path / "index" / name
    path.mkdir(parents=True)
    for act in (lambda: bulk_file.built(file, path.parent), lambda: building.remove(path.parent)):
        with pytest.raises(PaperbibError) as raised:
            act()
        assert raised.value.what == f"{path}: it is a folder, not a file of the index"
        assert raised.value.hint.startswith("rename or delete it")


def test_a_folder_in_place_of_the_index_is_no_index(tmp_path: Path) -> None:
    (tmp_path / header.INDEX).mkdir()
    for look in (reading.open_index, reading.read_info):
        with pytest.raises(reading.IndexUnusableError, match="it is no file") as raised:
            look(tmp_path)
        assert raised.value.hint.startswith("delete or rename it")


def test_a_file_in_place_of_the_folder_is_named(tmp_path: Path) -> None:
    file = bulk_file.write(tmp_path / "bulk.json", bulk_file.lines(3))
    path = bulk_file.write(tmp_path / "index", b"")
    for act in (lambda: bulk_file.built(file, path), lambda: building.remove(path)):
        with pytest.raises(PaperbibError) as raised:
            act()
        assert raised.value.what == f"{path}: it is a file, not the folder of the index"
        assert raised.value.hint.startswith("rename or delete it")
    assert path.exists()


def test_of_a_refused_file_nothing_stays(tmp_path: Path, folder: Path) -> None:
    before = {path.name for path in folder.iterdir()}
    for content in ([*bulk_file.lines(30), "x"], []):
        file = bulk_file.write(tmp_path / "bulk.json", content)
        with pytest.raises(building.RefusedFileError):
            bulk_file.built(file, folder)
        assert {path.name for path in folder.iterdir()} == before


def test_a_damaged_index_is_not_up_to_date(tmp_path: Path, folder: Path) -> None:
    path = folder / header.INDEX
    raw = path.read_bytes()
    path.write_bytes(raw[:4096] + b"\xff" * 4096 + raw[8192:])
    assert bulk_file.built(tmp_path / "old.json", folder).is_new
    assert len(bulk_file.held(folder)) == 3


@pytest.mark.parametrize("length", [-1, -(2**40), 2**40, 2**62])
def test_a_length_no_record_has_is_not_read(folder: Path, length: int) -> None:
    with closing(sqlite3.connect(folder / header.INDEX)) as connection, connection:
        connection.execute("update papers set length = ?", [length])
    with pytest.raises(reading.IndexUnusableError, match="is not there any more"):
        list(bulk_file.opened(folder).records([bulk_file.identifier("2001.00001")]))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no such pipes here")
@pytest.mark.parametrize("name", ["pipe", "-"])
def test_a_pipe_is_no_file_and_not_waited_for(
    tmp_path: Path, folder: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    if name != "-":
        os.mkfifo(name)  # nobody ever writes into it
    with pytest.raises(PaperbibError, match=f"^{name}: this is no file .a pipe") as raised:
        bulk_file.built(Path(name), folder)
    assert raised.value.hint.startswith("write it to a file first")


def test_a_file_named_like_standard_input_is_a_file(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    bulk_file.write(tmp_path / "-", bulk_file.lines(9))
    assert bulk_file.built(Path("-"), folder).records == 9


@pytest.mark.skipif(sys.platform != "linux", reason="names are text there")
@pytest.mark.parametrize("is_there", [True, False])
def test_a_name_that_is_no_text_is_refused_in_one_line(
    tmp_path: Path, folder: Path, *, is_there: bool
) -> None:
    file = tmp_path / os.fsdecode(b"\xff.json")
    if is_there:
        bulk_file.write(file, bulk_file.lines(9))
    with pytest.raises(PaperbibError, match=r"\\udcff.json: its path is no text") as raised:
        bulk_file.built(file, folder)
    assert raised.value.what.isprintable()


def test_a_date_to_come_is_not_of_what_day_the_file_is(tmp_path: Path) -> None:
    days = ["2020-02-02", f"{bulk_file.NOW:%Y}-11-21", "9999-99-99", f"{bulk_file.NOW:%Y}-11-20"]
    content = [bulk_file.line(f"2001.0000{i}", update_date=one) for i, one in enumerate(days, 1)]
    bulk_file.built(bulk_file.write(tmp_path / "b", content), tmp_path / "index")
    assert bulk_file.opened(tmp_path / "index").as_of == bulk_file.NOW.date()


def test_removing_leaves_the_file_and_nothing_else(tmp_path: Path, folder: Path) -> None:
    (folder / header.DRAFT).write_bytes(b"left")
    assert building.remove(folder) > 0
    assert [path.name for path in folder.iterdir()] == [header.TURN]
    assert (tmp_path / "old.json").exists()
    assert building.remove(folder) == building.remove(tmp_path / "nowhere") == 0
