"""What an index says about itself: of which file it is, and how far it has come."""

from __future__ import annotations

import sqlite3
import stat
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from paperbib.errors import PaperbibError

VERSION = 2
"""Of the index's format; an index of another version is built again."""

INDEX, DRAFT, TURN = "index.sqlite", "building.sqlite", "building.lock"
UNPACKED = "unpacked-*.jsonl"

_APPLICATION = 0x70_62_69_78  # "pbix": tells our files from other SQLite files
_SCHEMA = f"""
create table papers (number integer primary key, offset integer, length integer, title integer);
create table header ({{}});
pragma application_id = {_APPLICATION};
"""
_ENDS_BYTES = 1 << 16


class Stamp(NamedTuple):
    """What a file is recognised by.

    Attributes:
        file: Its absolute path.
        size: In bytes.
        mtime_ns: When it was last written.
        digest: Of its first and last 64 KiB.
    """

    file: str
    size: int
    mtime_ns: int
    digest: str


class Header(NamedTuple):
    """The one row of the table ``header``.

    Attributes:
        file: The path of the file the index is of; of the archive where it was packed.
        size: Of that file, in bytes.
        mtime_ns: When that file was last written.
        digest: Of that file's ends; see `Stamp`.
        unpacked: The name, in the index's folder, of the file unpacked from
            the archive; "" where the file itself is read.
        data_size: Of the file the records are read from.
        data_mtime_ns: When that file was last written.
        done: How many bytes of it are in the index.
        lines: How many lines that were.
        entries: How many of those lines are records, repeated ones included.
        newest: The latest ``update_date``, or "".
        records: How many papers there are; 0 until the index is complete.
        built_at: When it was completed, ISO 8601 in UTC; "" until then.
    """

    file: str
    size: int
    mtime_ns: int
    digest: str
    unpacked: str
    data_size: int
    data_mtime_ns: int
    done: int = 0
    lines: int = 0
    entries: int = 0
    newest: str = ""
    records: int = 0
    built_at: str = ""

    @property
    def stamp(self) -> Stamp:
        """What the file was recognised by."""
        return Stamp(self.file, self.size, self.mtime_ns, self.digest)

    def data(self, folder: Path) -> Path:
        """The file the records are read from."""
        return folder / self.unpacked if self.unpacked else Path(self.file)


def stamp(file: Path) -> Stamp:
    """Look at a file.

    Raises:
        PaperbibError: It is a pipe or the like, or its path is no text.
        OSError: When it cannot be read.
    """
    path = _path(file)
    found = file.stat()
    with file.open("rb") as content:
        ends = content.read(_ENDS_BYTES)
        content.seek(max(found.st_size - _ENDS_BYTES, 0))
        ends += content.read(_ENDS_BYTES)
    digest = blake2b(ends, digest_size=16).hexdigest()
    return Stamp(path, found.st_size, found.st_mtime_ns, digest)


def _path(file: Path) -> str:
    """The absolute path of a file whose parts can be read in any order."""
    path = str(file.resolve())
    shown = path.encode(errors="backslashreplace").decode()
    if shown != path:
        what = f"{shown}: its path is no text in UTF-8"
        raise PaperbibError(what, hint="give the file, or its folder, another name")
    is_stdin = str(file) == "-" and not file.exists()
    # Asked before it is opened: opening a pipe waits for whoever writes into it.
    if is_stdin or not (stat.S_ISREG(mode := file.stat().st_mode) or stat.S_ISDIR(mode)):
        what = f"{file}: this is no file (a pipe, or the like), and records are read in any order"
        raise PaperbibError(what, hint="write it to a file first, and name that")
    return path


def make(connection: sqlite3.Connection, header: Header) -> None:
    """Make the tables of a new index, all in one transaction."""
    connection.execute("begin immediate")
    for statement in _SCHEMA.format(", ".join(Header._fields)).split(";"):
        connection.execute(statement)
    connection.execute(f"pragma user_version = {VERSION}")
    marks = ", ".join("?" * len(header))
    connection.execute(f"insert into header values ({marks})", header)  # noqa: S608 - question marks
    connection.execute("commit")


def write(connection: sqlite3.Connection, header: Header) -> None:
    """Replace the header; part of the caller's transaction."""
    names = ", ".join(f"{name} = ?" for name in Header._fields)
    connection.execute(f"update header set {names}", header)  # noqa: S608 - our own names


def read(connection: sqlite3.Connection) -> Header:
    """Read the header.

    Raises:
        ValueError: When this is no index of this version, and why.
        sqlite3.Error: When it is no SQLite file, or a broken one.
    """
    (application,) = connection.execute("pragma application_id").fetchone()
    if application != _APPLICATION:
        raise ValueError("it is no index of paperbib")
    (version,) = connection.execute("pragma user_version").fetchone()
    if version != VERSION:
        raise ValueError(f"it is of version {version}, and this paperbib reads version {VERSION}")
    row = connection.execute(f"select {', '.join(Header._fields)} from header").fetchone()  # noqa: S608
    if row is None:
        raise ValueError("it says nothing about itself")
    return Header(*row)
