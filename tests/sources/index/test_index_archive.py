from __future__ import annotations

import errno
import gzip
import io
import zipfile
from pathlib import Path
from typing import NamedTuple

import pytest
from tests.sources.index import bulk_file

from paperbib.errors import PaperbibError
from paperbib.sources.index import archive, header, reading

CONTENT = "".join(f"{one}\n" for one in bulk_file.lines(40)).encode()


class Usage(NamedTuple):
    """What a disk has left."""

    free: int


def _zip(*members: tuple[str, bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, raw in members:
            packed.writestr(name, raw)
    return content.getvalue()


def _locked() -> bytes:
    raw = bytearray(_zip(("a.json", CONTENT)))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        raw[raw.index(mark) + place] |= 1
    return bytes(raw)


PACKED = {"gz": gzip.compress(CONTENT), "zip": _zip(("x/", b""), ("x/bulk.json", CONTENT))}


@pytest.mark.parametrize("how", PACKED)
def test_a_packed_file_is_as_good_as_the_file(tmp_path: Path, how: str) -> None:
    # What a file is, its first bytes say, not its name.
    file, folder = bulk_file.write(tmp_path / "bulk.dat", PACKED[how]), tmp_path / "index"
    told: list[tuple[str, int, int]] = []
    archive.unpack(file, bulk_file.write(tmp_path / "x.jsonl", b""), lambda *one: told.append(one))
    assert told[-1][0] == "unpacking"
    assert 0 < told[-1][1] <= told[-1][2] == len(PACKED[how])
    assert bulk_file.built(file, folder).records == 40
    info = reading.read_info(folder)
    assert info
    assert (info.file, info.is_current) == (file, True)
    assert info.size == (folder / header.INDEX).stat().st_size + len(CONTENT)
    file.unlink()
    assert len(bulk_file.held(folder)) == 40, "the unpacked file is all that is needed"
    info = reading.read_info(folder)
    assert info
    assert not info.is_current


def test_of_two_packed_files_only_the_last_stays(tmp_path: Path) -> None:
    file, folder = bulk_file.write(tmp_path / "bulk.gz", PACKED["gz"]), tmp_path / "index"
    bulk_file.built(file, folder)
    bulk_file.write(file, gzip.compress(CONTENT + bulk_file.line("2001.00099").encode()))
    assert bulk_file.built(file, folder).records == 41
    assert len(list(folder.glob(header.UNPACKED))) == 1
    assert not bulk_file.built(file, folder).is_new


def test_what_was_unpacked_is_unpacked_again_when_it_is_gone(tmp_path: Path) -> None:
    file, folder = bulk_file.write(tmp_path / "bulk.gz", PACKED["gz"]), tmp_path / "index"
    bulk_file.built(file, folder)
    (unpacked,) = folder.glob(header.UNPACKED)
    unpacked.unlink()
    with pytest.raises(reading.IndexUnusableError, match="cannot be read"):
        reading.open_index(folder)
    assert bulk_file.built(file, folder).is_new
    assert len(bulk_file.held(folder)) == 40


@pytest.mark.parametrize("how", PACKED)
@pytest.mark.parametrize("percent", [5, 25, 50, 75, 95, 99])
def test_an_archive_cut_short_is_refused(tmp_path: Path, how: str, percent: int) -> None:
    old = bulk_file.write(tmp_path / "old.json", bulk_file.lines(3))
    bulk_file.built(old, tmp_path / "index")
    file = bulk_file.write(tmp_path / "bulk", PACKED[how][: len(PACKED[how]) * percent // 100])
    with pytest.raises(PaperbibError, match=r"bulk:\d+: the archive is cut short") as raised:
        bulk_file.built(file, tmp_path / "index")
    assert "\n" not in raised.value.what
    assert len(bulk_file.held(tmp_path / "index")) == 3
    assert sorted(path.name for path in (tmp_path / "index").iterdir()) == [
        header.TURN,
        header.INDEX,
    ]


def test_a_foreign_file_in_an_archive_is_refused_at_its_line(tmp_path: Path) -> None:
    file = bulk_file.write(tmp_path / "bulk.gz", gzip.compress(CONTENT + b"x\n"))
    with pytest.raises(PaperbibError, match=r"bulk\.gz:41: it is no JSON"):
        bulk_file.built(file, tmp_path / "index")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (_zip(), "holds no files, not one"),
        (_zip(("folder/", b"")), "holds no files, not one"),
        (_zip(("a.json", CONTENT), ("b.json", CONTENT)), "holds 2 files, not one"),
        (_zip(("../../a.json", CONTENT)), "outside of any folder"),
        (_zip(("/etc/a.json", CONTENT)), "outside of any folder"),
        (_zip(("C:\\a.json", CONTENT)), "outside of any folder"),
        (_locked(), "has a password"),
        (_zip(("a.json", b" " * (20 << 20))), "more than 100 times its size"),
        (gzip.compress(b" " * (20 << 20)), "more than 100 times its size"),
        (gzip.compress(b""), "it holds no record"),
        (b"\x1f\x8b" + b"\x00" * 100, "cut short or damaged"),
        (b"PK\x03\x04" + b"\x00" * 100, "cut short or damaged"),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_a_strange_archive_is_refused(tmp_path: Path, content: bytes, reason: str) -> None:
    file, folder = bulk_file.write(tmp_path / "bulk.zip", content), tmp_path / "index"
    with pytest.raises(PaperbibError, match=reason):
        bulk_file.built(file, folder)
    assert not (folder / header.INDEX).exists()
    assert not list(folder.glob("*.part"))


def test_without_room_nothing_is_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _: Usage(1000))
    file = bulk_file.write(tmp_path / "bulk.zip", PACKED["zip"])
    with pytest.raises(PaperbibError, match=r"the disk has 0\.0 GB left"):
        bulk_file.built(file, tmp_path / "index")


def test_a_disk_that_fills_up_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fill(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(archive, "unpack", fill)
    file, folder = bulk_file.write(tmp_path / "bulk.gz", PACKED["gz"]), tmp_path / "index"
    with pytest.raises(PaperbibError) as raised:
        bulk_file.built(file, folder)
    assert raised.value.what == f"{folder}: No space left on device"
    assert raised.value.hint.startswith("make room")
