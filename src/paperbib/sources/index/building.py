"""Building the index of a bulk file: atomic, and resumed where it was ended.

The index grows in a draft beside the old one and takes its place by renaming.
Whatever ends a build, the old index is as it was, and the draft says how far
into the file it is whole: the next build of the same file goes on from there.
"""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from paperbib.errors import PaperbibError
from paperbib.sources.index import archive, header, housekeeping, near, ranges
from paperbib.sources.index.header import Header, Stamp
from paperbib.sources.index.lines import Fault, Lines
from paperbib.sources.index.ranges import Pace

_SCHEMA_HINT = "every line must be a JSON object in arXiv's bulk schema; see docs/index.md"
_ROOM_HINT = "make room, or set PAPERBIB_CACHE_DIR to another folder"
_FOLDER_HINT = "check this folder, or set PAPERBIB_CACHE_DIR to another"
_PROGRESS: dict[str, Any] = Header._field_defaults
"""What of a header changes while a draft grows."""

_CACHE_KIB = 48 * 1024
_KEEP = "insert or replace into papers values (?, ?, ?, nullif(?, 0))"


class RefusedFileError(PaperbibError):
    """The file is no bulk file, or not the one it was: nothing made of it is of any use."""


class Built(NamedTuple):
    """What a build did.

    Attributes:
        records: How many papers the index knows.
        repeats: How many lines were about a paper that a later line is about, too.
        resumed_at: The byte of the file it went on from; 0 at the beginning.
        is_new: False where the index was there already.
    """

    records: int
    repeats: int
    resumed_at: int
    is_new: bool


def silent(what: str, done: int, total: int) -> None:
    """Progress that nobody is told of."""
    del what, done, total


def build(
    file: Path,
    folder: Path,
    *,
    now: datetime,
    progress: archive.Progress = silent,
    pace: Pace = Pace(),  # noqa: B008 - immutable
) -> Built:
    """Build the index of a bulk file, or go on with it.

    Args:
        file: A file in arXiv's bulk schema; may be packed as .gz or .zip.
        folder: Where the index lives; made when missing.
        now: The time, with its zone.
        progress: Told how far it is.
        pace: How the work is cut.

    Raises:
        PaperbibError: The file cannot be read, is cut short or is no bulk file
            (with the line), the index cannot be written, or another build is at
            work. The old index is as it was.
    """
    try:
        with housekeeping.turn(folder):
            return _build(file, folder, now, progress, pace)
    except sqlite3.Error as error:
        what = f"{folder}: the index cannot be written ({error})"
        is_full = getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL
        raise PaperbibError(what, hint=_ROOM_HINT if is_full else _FOLDER_HINT) from error
    except OSError as error:
        raise _failure(error, file, folder) from error


def remove(folder: Path) -> int:
    """Delete the index, and what was unpacked for it; returns the bytes freed.

    Raises:
        PaperbibError: A build is at work, or the files cannot be deleted.
    """
    if not folder.exists():
        return 0
    try:
        with housekeeping.turn(folder):
            return housekeeping.sweep(folder, keep=set())
    except (OSError, sqlite3.Error) as error:
        raise PaperbibError(f"{folder}: cannot be deleted ({error})", hint="try again") from error


def _build(
    file: Path, folder: Path, now: datetime, progress: archive.Progress, pace: Pace
) -> Built:
    seen = header.stamp(file)
    held = _header_of(folder / header.INDEX)
    if held and not _is_whole(held, folder):
        _forget_unpacked(held, folder)
        held = None
    if held and held.stamp == seen and _is_sound(folder / header.INDEX):
        housekeeping.sweep(folder, keep={header.INDEX, held.unpacked})
        return Built(held.records, held.entries - held.records, 0, is_new=False)
    # What the old index reads stays as long as that index.
    old = {header.INDEX, held.unpacked if held else ""}
    start = _start(file, folder, seen, old, progress)
    try:
        resumed_at, state = _make(start, folder, now, progress, pace)
    except RefusedFileError:
        housekeeping.sweep(folder, keep=old)
        raise
    (folder / header.DRAFT).replace(folder / header.INDEX)
    housekeeping.sweep(folder, keep={header.INDEX, state.unpacked})
    return Built(state.records, state.entries - state.records, resumed_at, is_new=True)


def _make(
    start: Header, folder: Path, now: datetime, progress: archive.Progress, pace: Pace
) -> tuple[int, Header]:
    """Make the draft whole; returns the byte it went on from, and its header."""
    draft, state = _draft(folder / header.DRAFT, start)
    resumed_at, file, today = state.done, Path(start.file), f"{now.astimezone(UTC):%Y-%m-%d}"
    with closing(draft):
        for state in _fill(draft, state, folder, today, pace):  # noqa: B020 - grows
            progress("reading", state.done, state.data_size)
        if header.stamp(file) != state.stamp or not _is_whole(state, folder):
            raise RefusedFileError(f"{file}: it was changed meanwhile", hint="run this again")
        if not state.entries:
            raise RefusedFileError(f"{file}: it holds no record", hint=_SCHEMA_HINT)
        return resumed_at, _finish(draft, state, now)


def _failure(error: OSError, file: Path, folder: Path) -> PaperbibError:
    is_full = error.errno in (errno.ENOSPC, errno.EDQUOT)
    where = folder if is_full else Path(str(error.filename or file))
    what = f"{where}: {error.strerror or error}"
    hint = _ROOM_HINT if is_full else "check the file" if where == file else _FOLDER_HINT
    return PaperbibError(what, hint=hint)


def _start(
    file: Path, folder: Path, seen: Stamp, old: set[str], progress: archive.Progress
) -> Header:
    """The header of an index without records; a packed file is unpacked for it."""
    unpacked = ""
    if archive.kind(file):
        unpacked = header.UNPACKED.replace("*", f"{seen.digest[:12]}-{seen.mtime_ns}-{seen.size}")
        housekeeping.sweep(folder, keep={*old, header.DRAFT, unpacked})
        if not (folder / unpacked).is_file():
            archive.unpack(file, folder / unpacked, progress)
    found = (folder / unpacked).stat() if unpacked else file.stat()
    return Header(*seen, unpacked, found.st_size, found.st_mtime_ns)


def _draft(path: Path, start: Header) -> tuple[sqlite3.Connection, Header]:
    """The draft an ended build of the same file left, or a new one."""
    left = _header_of(path)
    if left and left._replace(**_PROGRESS) == start._replace(**_PROGRESS):
        return _open_draft(path), left
    _discard(path)
    draft = _open_draft(path)
    header.make(draft, start)
    near.make(draft)
    return draft, start


def _open_draft(path: Path) -> sqlite3.Connection:
    draft = sqlite3.connect(path, isolation_level=None)
    draft.execute("pragma synchronous = normal")
    draft.execute(f"pragma cache_size = {-_CACHE_KIB}")
    return draft


def _fill(
    draft: sqlite3.Connection, state: Header, folder: Path, today: str, pace: Pace
) -> Iterator[Header]:
    """Read on from where the draft is; yields the header after every range."""
    data, kept, has_words = state.data(folder), state.done, near.is_there(draft)
    with closing(ranges.read(data, state.done, state.data_size, today, pace)) as found:
        draft.execute("begin immediate")
        for end, lines in found:
            if lines.fault:
                draft.execute("rollback")
                raise _refusal(state, lines.fault)
            _keep(draft, lines)
            if has_words:
                near.keep(draft, sorted(zip(lines.numbers, lines.texts, strict=True)))
            state = state._replace(
                done=end,
                lines=state.lines + lines.seen,
                entries=state.entries + len(lines.numbers),
                newest=max(state.newest, lines.newest),
            )
            if end - kept >= pace.commit_bytes or end == state.data_size:
                header.write(draft, state)
                draft.execute("commit")
                draft.execute("begin immediate")
                kept = end
            yield state
        draft.execute("commit")


def _keep(draft: sqlite3.Connection, lines: Lines) -> None:
    rows = zip(lines.numbers, lines.offsets, lines.lengths, lines.digests, strict=True)
    # In the table's order rows go in fastest; of two of one paper the later stays the later.
    draft.executemany(_KEEP, sorted(rows))


def _refusal(state: Header, fault: Fault) -> RefusedFileError:
    what = f"{state.file}:{state.lines + fault.line}: {fault.reason}"
    return RefusedFileError(what, hint=_SCHEMA_HINT)


def _finish(draft: sqlite3.Connection, state: Header, now: datetime) -> Header:
    draft.execute("begin immediate")
    draft.execute("create index if not exists titles on papers (title) where title is not null")
    (records,) = draft.execute("select count(*) from papers").fetchone()
    built_at = now.astimezone(UTC).isoformat(timespec="seconds")
    state = state._replace(records=records, built_at=built_at)
    header.write(draft, state)
    draft.execute("commit")
    return state


def _header_of(path: Path) -> Header | None:
    """What an index says of itself; None where there is none that can be read."""
    if not path.is_file():
        return None
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            return header.read(connection)
    except (sqlite3.Error, ValueError, TypeError):
        return None


def _is_whole(state: Header, folder: Path) -> bool:
    """Whether the file the records are read from is as it was."""
    try:
        found = state.data(folder).stat()
    except OSError:
        return False
    return (found.st_size, found.st_mtime_ns) == (state.data_size, state.data_mtime_ns)


def _is_sound(path: Path) -> bool:
    """Whether an index can be read from end to end."""
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            return connection.execute("pragma quick_check(1)").fetchall() == [("ok",)]
    except sqlite3.Error:
        return False


def _forget_unpacked(state: Header, folder: Path) -> None:
    """Delete what is not what was unpacked: the next index may be of the same archive."""
    left = _header_of(folder / header.DRAFT)
    is_again = left and left.unpacked == state.unpacked and _is_whole(left, folder)
    if state.unpacked and not is_again:
        (folder / Path(state.unpacked).name).unlink(missing_ok=True)


def _discard(path: Path) -> None:
    for name in (path.name, f"{path.name}-journal"):
        path.with_name(name).unlink(missing_ok=True)
