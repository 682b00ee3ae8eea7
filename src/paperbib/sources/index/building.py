"""Building the index of a bulk file: atomic, and resumed where it was ended.

The index grows in a draft beside the old one and takes its place by renaming.
Whatever ends a build, the old index is as it was, and the draft says how far
into the file it is whole: the next build of the same file goes on from there.
"""

from __future__ import annotations

import contextlib
import errno
import sqlite3
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from paperbib.errors import Exit, PaperbibError
from paperbib.sources.index import archive, header, ranges
from paperbib.sources.index.header import Header, Stamp
from paperbib.sources.index.lines import Fault, Lines

_SCHEMA_HINT = "every line must be a JSON object in arXiv's bulk schema; see docs/index.md"
_ROOM_HINT = "make room, or set PAPERBIB_CACHE_DIR to another folder"
_PROGRESS: dict[str, Any] = Header._field_defaults
"""What of a header changes while a draft grows."""

_CACHE_KIB = 48 * 1024
_KEEP = "insert or replace into papers values (?, ?, ?, nullif(?, 0))"


class Pace(NamedTuple):
    """How a build cuts its work.

    Attributes:
        range_bytes: What a process reads at a time.
        commit_bytes: After so much of the file, what is done is kept for good.
        processes: How many read; None for one per processor where it pays.
    """

    range_bytes: int = 4 << 20
    commit_bytes: int = 256 << 20
    processes: int | None = None


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
        with turn(folder):
            return _build(file, folder, now, progress, pace)
    except sqlite3.Error as error:
        what = f"{folder}: the index cannot be written ({error})"
        raise PaperbibError(what, hint=_ROOM_HINT) from error
    except OSError as error:
        raise _failure(error, file, folder) from error


def remove(folder: Path) -> int:
    """Delete the index, and what was unpacked for it; returns the bytes freed.

    Raises:
        PaperbibError: A build is at work, or the files cannot be deleted.
    """
    if not folder.is_dir():
        return 0
    try:
        with turn(folder):
            return _sweep(folder, keep=set())
    except (OSError, sqlite3.Error) as error:
        raise PaperbibError(f"{folder}: cannot be deleted ({error})", hint="try again") from error


@contextmanager
def turn(folder: Path) -> Generator[None, None, None]:
    """Hold the right to write the index; the system gives it back when the process ends.

    Raises:
        PaperbibError: Another process holds it.
        OSError: When the folder cannot be made.
        sqlite3.Error: When the lock cannot be taken.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(folder / header.TURN, timeout=0, isolation_level=None)) as lock:
        try:
            lock.execute("begin exclusive")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                raise
            what = f"{folder}: another paperbib is building the index"
            hint = "wait until it is done, then run this again"
            raise PaperbibError(what, hint=hint, code=Exit.LOCKED) from error
        yield


def _build(
    file: Path, folder: Path, now: datetime, progress: archive.Progress, pace: Pace
) -> Built:
    seen = header.stamp(file)
    held = _header_of(folder / header.INDEX)
    if held and held.stamp == seen and _is_whole(held, folder):
        _sweep(folder, keep={header.INDEX, held.unpacked})
        return Built(held.records, held.entries - held.records, 0, is_new=False)
    start = _start(file, folder, seen, held, progress)
    draft, state = _draft(folder / header.DRAFT, start)
    resumed_at = state.done
    with closing(draft):
        for state in _fill(draft, state, folder, pace):  # noqa: B020 - grows
            progress("reading", state.done, state.data_size)
        if header.stamp(file) != seen or not _is_whole(state, folder):
            raise PaperbibError(f"{file}: it was changed meanwhile", hint="run this again")
        if not state.entries:
            raise PaperbibError(f"{file}: it holds no record", hint=_SCHEMA_HINT)
        state = _finish(draft, state, now)
    (folder / header.DRAFT).replace(folder / header.INDEX)
    _sweep(folder, keep={header.INDEX, state.unpacked})
    return Built(state.records, state.entries - state.records, resumed_at, is_new=True)


def _failure(error: OSError, file: Path, folder: Path) -> PaperbibError:
    is_full = error.errno in (errno.ENOSPC, errno.EDQUOT)
    where = folder if is_full else Path(str(error.filename or file))
    what = f"{where}: {error.strerror or error}"
    return PaperbibError(what, hint="check the file" if where == file else _ROOM_HINT)


def _start(
    file: Path, folder: Path, seen: Stamp, held: Header | None, progress: archive.Progress
) -> Header:
    """The header of an index without records; a packed file is unpacked for it."""
    unpacked = ""
    if archive.kind(file):
        unpacked = header.UNPACKED.replace("*", f"{seen.digest[:12]}-{seen.mtime_ns}-{seen.size}")
        # What the old index reads stays as long as that index.
        keep = {header.INDEX, header.DRAFT, unpacked, held.unpacked if held else ""}
        _sweep(folder, keep)
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
    return draft, start


def _open_draft(path: Path) -> sqlite3.Connection:
    draft = sqlite3.connect(path, isolation_level=None)
    draft.execute("pragma synchronous = normal")
    draft.execute(f"pragma cache_size = {-_CACHE_KIB}")
    return draft


def _fill(draft: sqlite3.Connection, state: Header, folder: Path, pace: Pace) -> Iterator[Header]:
    """Read on from where the draft is; yields the header after every range."""
    data, kept = state.data(folder), state.done
    with closing(
        ranges.read(data, state.done, state.data_size, pace.range_bytes, pace.processes)
    ) as found:
        draft.execute("begin immediate")
        for end, lines in found:
            if lines.fault:
                draft.execute("rollback")
                raise _refusal(state, lines.fault)
            _keep(draft, lines)
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


def _refusal(state: Header, fault: Fault) -> PaperbibError:
    what = f"{state.file}:{state.lines + fault.line}: {fault.reason}"
    return PaperbibError(what, hint=_SCHEMA_HINT)


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


def _discard(path: Path) -> None:
    for name in (path.name, f"{path.name}-journal"):
        path.with_name(name).unlink(missing_ok=True)


def _sweep(folder: Path, keep: set[str]) -> int:
    """Delete what earlier builds left; returns the bytes freed."""
    freed = 0
    names = (header.INDEX, header.DRAFT, f"{header.DRAFT}-journal", header.UNPACKED)
    patterns = [*names, header.UNPACKED.replace(".jsonl", ".part")]
    for path in (path for pattern in patterns for path in folder.glob(pattern)):
        if path.name not in keep and path.name.removesuffix("-journal") not in keep:
            with contextlib.suppress(FileNotFoundError):
                freed += path.stat().st_size
                path.unlink()
    return freed
