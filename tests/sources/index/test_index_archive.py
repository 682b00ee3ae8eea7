from __future__ import annotations

import bz2
import errno
import gzip
import io
import lzma
import os
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from tests.sources.index import bulk_file

from paperbib.errors import PaperbibError
from paperbib.sources.index import archive, header, reading
from paperbib.sources.index.building import build

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
    with pytest.raises(PaperbibError, match=r"bulk: the archive is cut short") as raised:
        bulk_file.built(file, tmp_path / "index")
    assert "\n" not in raised.value.what
    assert len(bulk_file.held(tmp_path / "index")) == 3
    assert sorted(path.name for path in (tmp_path / "index").iterdir()) == [
        header.TURN,
        header.INDEX,
    ]


@pytest.mark.parametrize("percent", [1, 10, 33, 50, 66, 90])
def test_of_an_archive_cut_short_the_lines_that_can_be_read_are_counted(
    tmp_path: Path, percent: int
) -> None:
    content = "".join(bulk_file.line(f"2001.{one:05}", str(one**99)) + "\n" for one in range(6000))
    packed = gzip.compress(content.encode())
    packed = packed[: len(packed) * percent // 100]
    readable = zlib.decompressobj(31).decompress(packed).count(b"\n")
    assert readable
    file = bulk_file.write(tmp_path / "bulk", packed)
    with pytest.raises(PaperbibError, match=f"; its first {readable:,} lines can be read$"):
        bulk_file.built(file, tmp_path / "index")


def test_a_wrong_check_sum_is_no_fault_of_a_line(tmp_path: Path) -> None:
    packed = PACKED["gz"][:-8] + b"\x00" * 8
    file = bulk_file.write(tmp_path / "bulk", packed)
    with pytest.raises(PaperbibError, match=r"bulk: the archive is .*; its first 40 lines can"):
        bulk_file.built(file, tmp_path / "index")


@pytest.mark.parametrize("tail", [b"\x00" * 512, gzip.compress(b""), gzip.compress(b"\n")])
def test_what_may_follow_in_gzip_is_no_fault(tmp_path: Path, tail: bytes) -> None:
    file = bulk_file.write(tmp_path / "bulk", PACKED["gz"] + tail)
    assert bulk_file.built(file, tmp_path / "index").records == 40


@pytest.mark.parametrize("tail", [b"\n", b"no gzip", b"\x00\x00x" * 999, b"\x1e" + PACKED["gz"]])
def test_what_follows_an_archive_may_be_records_and_is_not_dropped(
    tmp_path: Path, tail: bytes
) -> None:
    file = bulk_file.write(tmp_path / "bulk", PACKED["gz"] + tail)
    with pytest.raises(PaperbibError, match="after its 40 packed lines comes something") as raised:
        bulk_file.built(file, tmp_path / "index")
    assert "unpack the file yourself" in raised.value.hint


def test_what_macos_adds_is_no_file(tmp_path: Path) -> None:
    content = _zip(("bulk.json", CONTENT), ("__MACOSX/", b""), ("__MACOSX/._bulk.json", b"x"))
    file = bulk_file.write(tmp_path / "bulk.zip", content)
    assert bulk_file.built(file, tmp_path / "index").records == 40


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (bz2.compress(CONTENT), "bzip2"),
        (lzma.compress(CONTENT), "xz"),
        (b"\x28\xb5\x2f\xfd" + b"\x00" * 99, "Zstandard"),
        (b"7z\xbc\xaf\x27\x1c" + b"\x00" * 99, "7-Zip"),
    ],
)
def test_what_is_not_unpacked_here_is_named(tmp_path: Path, content: bytes, name: str) -> None:
    file = bulk_file.write(tmp_path / "bulk.json", content)
    with pytest.raises(PaperbibError, match=f"bulk.json: it is packed by {name}") as raised:
        bulk_file.built(file, tmp_path / "index")
    assert raised.value.hint.startswith("unpack it first")


@pytest.mark.parametrize("pack", [gzip.compress, lambda raw: _zip(("a", raw))])
@pytest.mark.parametrize("tail", [b"x\n", b'{"id": "2001.'])
def test_of_a_refused_archive_nothing_stays(
    tmp_path: Path, pack: Callable[[bytes], bytes], tail: bytes
) -> None:
    folder = tmp_path / "index"
    bulk_file.built(bulk_file.write(tmp_path / "old.gz", PACKED["gz"]), folder)
    before = {path.name for path in folder.iterdir()}
    file = bulk_file.write(tmp_path / "bulk", pack(CONTENT + tail))
    for _ in range(2):
        with pytest.raises(PaperbibError, match=":41: "):
            bulk_file.built(file, folder)
        assert {path.name for path in folder.iterdir()} == before
    assert len(bulk_file.held(folder)) == 40, "what the old index reads is not of this archive"


def test_a_damaged_unpacked_file_is_unpacked_again(tmp_path: Path) -> None:
    file, folder = bulk_file.write(tmp_path / "bulk.gz", PACKED["gz"]), tmp_path / "index"
    bulk_file.built(file, folder)
    (unpacked,) = folder.glob(header.UNPACKED)
    os.truncate(unpacked, len(CONTENT) - 20)

    def progress(what: str, done: int, total: int) -> None:
        if what == "reading" and done > total // 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build(file, folder, now=bulk_file.NOW, progress=progress, pace=bulk_file.SMALL)
    built = bulk_file.built(file, folder)
    assert (built.records, built.resumed_at > 1000) == (40, True), "and not another time"


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
