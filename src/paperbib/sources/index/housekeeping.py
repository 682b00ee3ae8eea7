"""The folder an index lives in: whose turn it is to write there, and what may go."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Generator
from contextlib import closing, contextmanager
from pathlib import Path

from paperbib.errors import Exit, PaperbibError
from paperbib.sources.index import header

_NO_LOCK = (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT)


@contextmanager
def turn(folder: Path) -> Generator[None, None, None]:
    """Hold the right to write the index; the system gives it back when the process ends.

    Args:
        folder: Where the index lives; made when missing.

    Raises:
        PaperbibError: Another process holds it, or something else is where
            the folder or its files should be.
        OSError: When the folder cannot be made.
        sqlite3.Error: When the lock cannot be taken.
    """
    _make(folder)
    path = folder / header.TURN
    try:
        lock = _lock(path)
    except sqlite3.DatabaseError as error:
        if getattr(error, "sqlite_errorcode", None) not in _NO_LOCK:
            raise
        # Nobody can hold a lock that is none.
        path.unlink()
        lock = _lock(path)
    with closing(lock):
        yield


def sweep(folder: Path, keep: set[str]) -> int:
    """Delete what builds left, but for some files.

    Args:
        folder: Where the index lives.
        keep: Names of files that stay; a draft's with its journal.

    Returns:
        The bytes freed.

    Raises:
        OSError: When a file cannot be deleted.
    """
    freed = 0
    names = (header.INDEX, header.DRAFT, f"{header.DRAFT}-journal", header.UNPACKED)
    patterns = [*names, header.UNPACKED.replace(".jsonl", ".part")]
    for path in (path for pattern in patterns for path in folder.glob(pattern)):
        if path.name not in keep and path.name.removesuffix("-journal") not in keep:
            with contextlib.suppress(FileNotFoundError):
                freed += path.stat().st_size
                path.unlink()
    return freed


def _make(folder: Path) -> None:
    hint = "rename or delete it, or set PAPERBIB_CACHE_DIR to another folder"
    if folder.exists() and not folder.is_dir():
        raise PaperbibError(f"{folder}: it is a file, not the folder of the index", hint=hint)
    for name in (header.INDEX, header.DRAFT, header.TURN):
        path = folder / name
        if path.is_dir():
            raise PaperbibError(f"{path}: it is a folder, not a file of the index", hint=hint)
    folder.mkdir(parents=True, exist_ok=True)


def _lock(path: Path) -> sqlite3.Connection:
    lock = sqlite3.connect(path, timeout=0, isolation_level=None)
    try:
        lock.execute("begin exclusive")
    except sqlite3.Error as error:
        lock.close()
        if getattr(error, "sqlite_errorcode", None) != sqlite3.SQLITE_BUSY:
            raise
        what = f"{path.parent}: another paperbib is building the index"
        hint = "wait until it is done, then run this again"
        raise PaperbibError(what, hint=hint, code=Exit.LOCKED) from error
    return lock
