"""The file behind the cache: opened, set aside when damaged, done without if need be.

Processes open and set aside one at a time, under a lock of SQLite's own on an
empty file beside the database: it works wherever the cache does, and ends with
its process. Whoever finds the file damaged looks again under the lock, since
another may have put a new one in its place.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from paperbib.cache.schema import FAULTS, create, is_new
from paperbib.model import Problem

_T = TypeVar("_T")

_BUSY_TIMEOUT_S = 10.0
_LONGEST = 200
"""Characters of an error's words; SQLite's can quote a damaged file."""
_ASIDE = ("paperbib.broken", "paperbib.2.broken", "paperbib.3.broken")
_PARTS = ("", "-wal", "-shm")
"""What SQLite adds to a database's name for its files."""

_OUTSIDE = frozenset(
    {
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_INTERRUPT,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_PROTOCOL,
        sqlite3.SQLITE_AUTH,
    }
)
"""Errors that say nothing of what is in the file: https://sqlite.org/rescode.html."""


class Database:
    """A database that may fail, and never stops a run.

    Args:
        path: The file; it and its folder are made when missing.

    Attributes:
        problems: At most one: why the file could not be used.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.problems: list[Problem] = []
        self._identity: tuple[int, int] | None = None
        self._was_rebuilt = False
        self._connection = self._open()

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def size(self) -> int:
        """How much the file and its log take on the disk, in bytes."""
        sizes = (_stat(_part(self.path, one)) for one in ("", "-wal"))
        return sum(one.st_size for one in sizes if one is not None)

    def attempt(self, work: Callable[[sqlite3.Connection], _T], otherwise: _T) -> _T:
        """Do something with the database, once more if it was damaged and is new.

        Returns:
            What ``work`` does; ``otherwise`` where it cannot be done.
        """
        try:
            return work(self._connection)
        except sqlite3.ProgrammingError:
            # A bug, such as a closed connection; no fault of the file.
            raise
        except FAULTS as error:
            if not _is_damage(error, self.path):
                self._report_useless(error)
                return otherwise
            self._replace(error)
        try:
            return work(self._connection)
        except FAULTS as error:
            self._report_useless(error)
            return otherwise

    def _open(self, damage: Exception | None = None) -> sqlite3.Connection:
        """Open the file; do without where there can be none.

        Args:
            damage: What is wrong with the file that is open now.
        """
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with _locked(_part(self.path, "-lock")):
                if damage is not None:
                    # While it is open its inode is its own: compare before closing.
                    is_same = self._identity == _identity(self.path)
                    self._connection.close()
                    if is_same:
                        self._set_aside(damage)
                connection = self._open_or_rebuild()
                self._identity = _identity(self.path)
                return connection
        except (OSError, *FAULTS) as error:
            self._report_useless(error)
        return _in_memory()

    def _open_or_rebuild(self) -> sqlite3.Connection:
        try:
            return _open_file(self.path)
        except FAULTS as error:
            if not _is_damage(error, self.path):
                raise
            self._set_aside(error)
        return _open_file(self.path)

    def _replace(self, damage: Exception) -> None:
        """Go on with another database after the one that is open turned out damaged."""
        if self._was_rebuilt:
            # Damaged twice in a run: the disk is at fault, and would be again.
            self._report_useless(damage)
            self._connection.close()
            self._connection = _in_memory()
            return
        self._was_rebuilt = True
        old = self._connection
        self._connection = self._open(damage)
        old.close()

    def _set_aside(self, error: Exception) -> None:
        """Move the file away, with what belongs to it; the lock is held.

        Nothing set aside before is replaced, unless there are three already.
        """
        places = [self.path.with_name(name) for name in _ASIDE]
        free = [place for place in places if not os.path.lexists(place)]
        aside = free[0] if free else min(places, key=lambda place: place.stat().st_mtime_ns)
        for part in _PARTS[1:]:
            _part(aside, part).unlink(missing_ok=True)
        # Stopped in between, this leaves a log alone, which SQLite drops for a new database.
        for part in _PARTS:
            with contextlib.suppress(FileNotFoundError):
                _part(self.path, part).replace(_part(aside, part))
        what = f"the cache {self.path} was unreadable ({_words(error)})"
        self._report(what, f"Set aside as {aside}")

    def _report_useless(self, error: Exception) -> None:
        self._report(f"the cache {self.path} cannot be used ({_words(error)})", "")

    def _report(self, what: str, hint: str) -> None:
        if not self.problems:
            self.problems.append(Problem(kind="cache", what=what, hint=hint))


@contextlib.contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Hold a lock between processes; waits for it.

    Raises:
        sqlite3.OperationalError: When it cannot be had.
        OSError: When the file is no lock.
    """
    with contextlib.closing(_connect(path)) as connection:
        try:
            connection.execute("begin exclusive")
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError as error:
            raise OSError(f"{path} is no lock file: remove it") from error
        yield


def _connect(path: Path | str) -> sqlite3.Connection:
    return sqlite3.connect(path, timeout=_BUSY_TIMEOUT_S, isolation_level=None)


def _in_memory() -> sqlite3.Connection:
    connection = _connect(":memory:")
    create(connection)
    return connection


def _open_file(path: Path) -> sqlite3.Connection:
    """Open a cache file; the lock is held.

    Raises:
        sqlite3.DatabaseError: When it is no cache of this version, or not usable.
    """
    connection = _connect(path)
    try:
        connection.execute("pragma trusted_schema = off")
        connection.execute("pragma cell_size_check = on")
        is_empty = is_new(connection)
        with contextlib.suppress(sqlite3.OperationalError):
            # Some network disks have no such mode; the default one does, too.
            connection.execute("pragma journal_mode = wal")
        connection.execute("pragma synchronous = normal")
        if is_empty:
            create(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _is_damage(error: Exception, path: Path) -> bool:
    """Whether an error comes from what is in the file, or from what is around it.

    What has no code is Python's complaint of text that is not UTF-8, or ours.
    """
    code = getattr(error, "sqlite_errorcode", None)
    if code is None:
        return True
    primary = code & 0xFF
    if primary == sqlite3.SQLITE_READONLY:
        # A file that may be written and yet may not is marked so, or was moved away.
        return os.access(path.parent, os.W_OK) and (not path.exists() or os.access(path, os.W_OK))
    return primary not in _OUTSIDE


def _words(error: Exception) -> str:
    """What is wrong, in one line, without what stands in the file."""
    if isinstance(error, UnicodeDecodeError) or "decode to UTF-8" in str(error):
        return "it holds text that is not UTF-8"
    return "".join(one if one.isprintable() else "?" for one in str(error))[:_LONGEST]


def _part(path: Path, part: str) -> Path:
    return path.with_name(path.name + part)


def _stat(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except OSError:
        return None


def _identity(path: Path) -> tuple[int, int] | None:
    """What tells a file from another one of the same name."""
    found = _stat(path)
    return (found.st_dev, found.st_ino) if found else None
