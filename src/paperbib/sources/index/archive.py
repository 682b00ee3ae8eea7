"""A packed bulk file, unpacked into the index's folder: records need random access."""

from __future__ import annotations

import gzip
import io
import shutil
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import IO, Literal, cast

from paperbib.errors import PaperbibError

Progress = Callable[[str, int, int], None]
"""Told what is done (a word), how many bytes of it, and how many there are."""

_GZIP, _ZIP = b"\x1f\x8b", (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_FOREIGN = {
    b"BZh": ("bzip2", "bunzip2"),
    b"\xfd7zXZ": ("xz", "unxz"),
    b"\x28\xb5\x2f\xfd": ("Zstandard", "unzstd"),
    b"7z\xbc\xaf\x27\x1c": ("7-Zip", "7z x"),
}
"""What is not unpacked here: how such files begin, their format, and who unpacks them."""
_MACOS = "__MACOSX/"
_PIECE_BYTES = 1 << 16
_RATIO_LIMIT, _ALWAYS_BYTES = 100, 1 << 24
_RESERVE_BYTES = 64 << 20
_ENCRYPTED = 1
_NO_MEMBER = "Not a gzipped file"
_AGAIN = "download the file again, or unpack it yourself and name the unpacked file"


def kind(file: Path) -> Literal["gz", "zip"] | None:
    """How a file is packed, by its first bytes; None for one that is not.

    Raises:
        PaperbibError: It is packed in a way that is not unpacked here.
        OSError: When it cannot be read.
    """
    with file.open("rb") as content:
        head = content.read(6)
    for start, (name, tool) in _FOREIGN.items():
        if head.startswith(start):
            hint = f"unpack it first, as with {tool}, and name the unpacked file"
            what = f"{file}: it is packed by {name}, and only gzip and ZIP are unpacked here"
            raise PaperbibError(what, hint=hint)
    if head.startswith(_GZIP):
        return "gz"
    return "zip" if head.startswith(_ZIP) else None


def unpack(file: Path, to: Path, progress: Progress) -> None:
    """Unpack the one file in an archive; ``to`` is there whole, or not at all.

    Args:
        file: A .gz, or a .zip of one member; the member's name is not used.
        to: Where to.
        progress: Told how much of the archive is read.

    Raises:
        PaperbibError: The archive is cut short, damaged, followed by something else,
            of several members or of none, or holds more than a hundred times
            its size; or the disk is full.
        OSError: When it cannot be read or written.
    """
    part = to.with_suffix(".part")
    lines, size = 0, file.stat().st_size
    try:
        with file.open("rb") as packed, part.open("wb") as out:
            for piece in _pieces(file, _member(file, packed, to.parent)):
                lines += piece.count(b"\n")
                out.write(piece)
                progress("unpacking", packed.tell(), size)
        part.replace(to)
    except (EOFError, zlib.error, zipfile.BadZipFile, gzip.BadGzipFile) as error:
        raise _refusal(file, lines, error) from error
    finally:
        part.unlink(missing_ok=True)


def _pieces(file: Path, content: IO[bytes]) -> Iterator[bytes]:
    """What an archive holds; small, so that all is there that comes before a fault."""
    unpacked, limit = 0, max(file.stat().st_size * _RATIO_LIMIT, _ALWAYS_BYTES)
    reader = cast("io.BufferedReader", content)
    while piece := reader.read1(_PIECE_BYTES):
        unpacked += len(piece)
        if unpacked > limit:
            what = f"{file}: it unpacks to more than {_RATIO_LIMIT} times its size"
            raise PaperbibError(what, hint="no metadata do; check where it is from")
        yield piece


def _refusal(file: Path, lines: int, error: Exception) -> PaperbibError:
    """What is wrong with an archive; a line of what it holds is not at fault."""
    if isinstance(error, gzip.BadGzipFile) and str(error).startswith(_NO_MEMBER):
        what = f"{file}: after its {lines:,} packed lines comes something that is not gzip"
        hint = "look at it, or unpack the file yourself and name the unpacked file"
        return PaperbibError(what, hint=hint)
    what = f"{file}: the archive is cut short or damaged ({error})"
    readable = f"; its first {lines:,} lines can be read" if lines else ""
    return PaperbibError(what + readable, hint=_AGAIN)


def _member(file: Path, packed: IO[bytes], folder: Path) -> IO[bytes]:
    """The content of the one file in the archive."""
    if kind(file) == "gz":
        return cast("IO[bytes]", gzip.GzipFile(fileobj=packed))
    archive = zipfile.ZipFile(packed)
    # macOS adds to each file one of what its Finder knows of it.
    named = (one for one in archive.infolist() if not one.filename.startswith(_MACOS))
    members = [one for one in named if not one.is_dir()]
    if len(members) != 1:
        what = f"{file}: the archive holds {len(members) or 'no'} files, not one"
        raise PaperbibError(what, hint="unpack the bulk file yourself and name the unpacked file")
    (member,) = members
    if _leads_out(member.filename):
        what = f"{file}: the archive names its file {member.filename!r}, outside of any folder"
        raise PaperbibError(what, hint="check where it is from")
    if member.flag_bits & _ENCRYPTED:
        raise PaperbibError(f"{file}: the archive has a password", hint="unpack it yourself")
    free = shutil.disk_usage(folder).free
    if member.file_size + _RESERVE_BYTES > free:
        need, have = (f"{size / 1e9:.1f} GB" for size in (member.file_size, free))
        what = f"{folder}: unpacking {file.name} needs {need}, and the disk has {have} left"
        raise PaperbibError(what, hint="make room, or set PAPERBIB_CACHE_DIR to another disk")
    try:
        return archive.open(member)
    except NotImplementedError as error:
        raise PaperbibError(f"{file}: {error}", hint="unpack it yourself") from error


def _leads_out(name: str) -> bool:
    windows = PureWindowsPath(name)
    is_rooted = PurePosixPath(name).is_absolute() or bool(windows.drive or windows.root)
    return is_rooted or ".." in windows.parts
