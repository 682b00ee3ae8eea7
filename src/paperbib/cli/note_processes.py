"""Notes become printed lines: here, or in several processes, always in the order of the notes."""

from __future__ import annotations

import json
import os
import signal
import stat
import sys
import threading
import time
from collections import deque
from collections.abc import Generator, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from multiprocessing import connection, get_context, parent_process
from pathlib import Path
from typing import NamedTuple

from paperbib import store
from paperbib.errors import PaperbibError
from paperbib.extract import Extract
from paperbib.model import Problem, Rejection
from paperbib.sync import notes

_PATIENCE_S = 0.3
"""After so long, other processes are worth their start."""
_CHUNK_BYTES, _CHUNK_NOTES = 1 << 19, 128
_AHEAD = 4
"""So many chunks per process wait, or are done and not yet printed."""
_OWN = {("/", "dev"), ("/", "proc")}
"""What lies there can be another thing in another process: /dev/stdin."""
_JSON = json.JSONEncoder(ensure_ascii=False)


class Told(NamedTuple):
    """What part of a note, or all of it, gives to print.

    Attributes:
        lines: For standard output.
        remarks: For standard error: problems, and what was left out.
        error: Why the note cannot be read on; "" where it can.
        is_last: Whether this ends the note.
    """

    lines: bytes = b""
    remarks: tuple[str, ...] = ()
    error: str = ""
    is_last: bool = False


class Task(NamedTuple):
    """What to find and to tell: the last possible YYMM, and whether to explain."""

    until: int
    explain: bool


def tell(path: Path, task: Task) -> Iterator[Told]:
    """Read a note and say what to print, as it is found."""
    try:
        if path == store.STANDARD_INPUT:
            yield from _tell(_standard_input(), task)
        else:
            with store.open_note(path) as reading:
                yield from _tell(reading, task)
    except store.NoteError as error:
        yield Told(error=f"{error.what}. {error.hint[:1].upper()}{error.hint[1:]}")
    yield Told(is_last=True)


def tell_all(paths: Sequence[Path], task: Task, jobs: int) -> Generator[Told, None, None]:
    """Read notes and say what to print, in their order.

    Args:
        paths: The notes.
        task: What to find.
        jobs: How many processes read; 0 for one per processor where it pays.
    """
    rest = iter(paths)
    if jobs == 0:
        jobs, start = _processors(), time.monotonic()
        for path in rest:
            yield from tell(path, task)
            if jobs > 1 and time.monotonic() - start > _PATIENCE_S:
                break
    left = list(rest)
    # What is left of a few notes is read sooner than processes are started.
    jobs = min(jobs, len(left))
    pool = _pool(jobs) if jobs > 1 else None
    if pool is None:
        for path in left:
            yield from tell(path, task)
        return
    try:
        yield from _tell_in_processes(pool, jobs, left, task)
    except BrokenProcessPool as error:
        raise PaperbibError(
            "a process that read notes was ended", hint="try again with --jobs 1"
        ) from error
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _tell(reading: store.Reading, task: Task) -> Iterator[Told]:
    for found in notes.extracts(reading, until=task.until):
        yield Told(_lines(found, task), _remarks(found, task))


def _standard_input() -> store.Reading:
    if sys.stdin is None:
        raise store.NoteError("-: standard input is closed", hint="pipe a note into it")
    stream = sys.stdin.buffer
    # A reader of a pipe takes what is there; one of a file in memory has no such wish.
    return store.Reading("-", getattr(stream, "read1", stream.read))


def _lines(found: Extract, task: Task) -> bytes:
    lines = []
    for mention in found.mentions:
        line = mention.as_line()
        if task.explain:
            line["form"] = mention.form
        lines.append(_JSON.encode(line))
    lines.append("")
    # Half a character is printed as JSON writes it: \\udXXX.
    return "\n".join(lines).encode(errors="backslashreplace")


def _remarks(found: Extract, task: Task) -> tuple[str, ...]:
    remarks: list[Problem | Rejection] = [*found.problems]
    remarks += found.rejections if task.explain else []
    return tuple(str(one) for one in sorted(remarks, key=lambda one: (one.line, one.column)))


def _tell_in_processes(
    pool: ProcessPoolExecutor, jobs: int, paths: Iterable[Path], task: Task
) -> Iterator[Told]:
    waiting: deque[Future[list[Told]] | Path] = deque()
    work = _chunks(paths)
    while True:
        for one in islice(work, max(0, jobs * _AHEAD - len(waiting))):
            waiting.append(one if isinstance(one, Path) else pool.submit(_tell_chunk, one, task))
        if not waiting:
            return
        first = waiting.popleft()
        yield from tell(first, task) if isinstance(first, Path) else first.result()


def _chunks(paths: Iterable[Path]) -> Iterator[list[Path] | Path]:
    """Notes to send away together; a single one is to be read here.

    Pipes belong to this process, and a long note is printed as it is read.
    """
    chunk: list[Path] = []
    size = 0
    for path in paths:
        is_far, weight = _is_far(path)
        if chunk and (not is_far or size + weight > _CHUNK_BYTES or len(chunk) >= _CHUNK_NOTES):
            yield chunk
            chunk, size = [], 0
        if is_far:
            chunk.append(path)
            size += weight
        else:
            yield path
    if chunk:
        yield chunk


def _is_far(path: Path) -> tuple[bool, int]:
    """Whether a note can be read in another process, and its size in bytes."""
    if path == store.STANDARD_INPUT or path.parts[:2] in _OWN:
        return False, 0
    try:
        status = path.stat()
    except (OSError, ValueError):
        # Nothing to read there either; whoever tries says why.
        return True, 0
    return stat.S_ISREG(status.st_mode) and status.st_size <= store.LONG, status.st_size


def _tell_chunk(paths: list[Path], task: Task) -> list[Told]:
    return [told for path in paths for told in tell(path, task)]


def _pool(jobs: int) -> ProcessPoolExecutor | None:
    """Processes, or None where the system has none to give."""
    # No thread runs yet, so a copy of this process is safe, and starts at once.
    context = get_context("fork" if sys.platform == "linux" else None)
    try:
        return ProcessPoolExecutor(jobs, mp_context=context, initializer=_start)
    except (OSError, ImportError, NotImplementedError):
        return None


def _start() -> None:
    """In each process: leave Ctrl-C to the process that started it, and end with that one."""
    # Ended in the middle of an answer, it would leave the other waiting for the rest.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _end_with(sentinel: int) -> None:
    connection.wait([sentinel])
    os._exit(1)


def _processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
