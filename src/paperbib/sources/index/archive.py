"""A packed bulk file, unpacked into the index's folder: records need random access."""

from __future__ import annotations

import gzip
import shutil
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import IO, Literal, cast

from paperbib.errors import PaperbibError

Progress = Callable[[str, int, int], None]
"""Told what is done (a word), how many bytes of it, and how many there are."""

_GZIP, _ZIP = b"\x1f\x8b", (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_PIECE_BYTES = 1 << 20
_RATIO_LIMIT, _ALWAYS_BYTES = 100, 1 << 24
_RESERVE_BYTES = 64 << 20
_ENCRYPTED = 1
_AGAIN = "download the file again, or unpack it yourself and name the unpacked file"


def kind(file: Path) -> Literal["gz", "zip"] | None:
    """How a file is packed, by its first bytes; None for one that is not.

    Raises:
        OSError: When it cannot be read.
    """
    with file.open("rb") as content:
        head = content.read(4)
    if head.startswith(_GZIP):
        return "gz"
    return "zip" if head in _ZIP else None


def unpack(file: Path, to: Path, progress: Progress) -> None:
    """Unpack the one file in an archive; ``to`` is there whole, or not at all.

    Args:
        file: A .gz, or a .zip of one member; the member's name is not used.
        to: Where to.
        progress: Told how much of the archive is read.

    Raises:
        PaperbibError: The archive is cut short, damaged, of several members or
            of none, or holds more than a hundred times its size; or the disk is full.
        OSError: When it cannot be read or written.
    """
    part = to.with_suffix(".part")
    size = file.stat().st_size
    lines = 0
    try:
        with file.open("rb") as packed, part.open("wb") as out:
            content = _member(file, packed, to.parent)
            unpacked = 0
            while piece := content.read(_PIECE_BYTES):
                unpacked += len(piece)
                lines += piece.count(b"\n")
                if unpacked > max(size * _RATIO_LIMIT, _ALWAYS_BYTES):
                    what = f"{file}: it unpacks to more than {_RATIO_LIMIT} times its size"
                    raise PaperbibError(what, hint="no metadata do; check where it is from")
                out.write(piece)
                progress("unpacking", packed.tell(), size)
        part.replace(to)
    except (EOFError, zlib.error, zipfile.BadZipFile, gzip.BadGzipFile) as error:
        what = f"{file}:{lines + 1}: the archive is cut short or damaged ({error})"
        raise PaperbibError(what, hint=_AGAIN) from error
    finally:
        part.unlink(missing_ok=True)


def _member(file: Path, packed: IO[bytes], folder: Path) -> IO[bytes]:
    """The content of the one file in the archive."""
    if kind(file) == "gz":
        return cast("IO[bytes]", gzip.GzipFile(fileobj=packed))
    archive = zipfile.ZipFile(packed)
    members = [one for one in archive.infolist() if not one.is_dir()]
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
