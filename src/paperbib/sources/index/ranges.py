"""The ranges of a file, read by several processes and handed on in the file's order."""

from __future__ import annotations

import os
import signal
import threading
from collections import deque
from collections.abc import Generator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import connection, get_context, parent_process
from pathlib import Path
from typing import NamedTuple

from paperbib.errors import PaperbibError
from paperbib.sources.index import lines
from paperbib.sources.index.lines import Lines

_WORTH_BYTES = 32 << 20
"""What is smaller is read sooner than processes are started."""
_AHEAD, _MOST = 3, 8


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


def read(
    path: Path, start: int, size: int, today: str, pace: Pace
) -> Generator[tuple[int, Lines], None, None]:
    """Read a file from a place to its end.

    Args:
        path: The file.
        start: The byte to begin at, where a line may start.
        size: Of the file, in bytes.
        today: The day, ISO 8601; later dates are none.
        pace: How the work is cut.

    Yields:
        For each range the byte after it, and what its lines hold.

    Raises:
        PaperbibError: A process was ended.
        OSError: When the file cannot be read.
    """
    step = pace.range_bytes
    ends = [*range(start + step, size, step), size] if start < size else []
    usual = _processors() if size - start > _WORTH_BYTES else 1
    processes = min(usual if pace.processes is None else pace.processes, len(ends), _MOST)
    pool = _pool(processes) if processes > 1 else None
    if pool is None:
        for end in ends:
            yield end, lines.read(path, start, end, today)
            start = end
        return
    waiting: deque[tuple[int, Future[Lines]]] = deque()
    try:
        for end in ends:
            with _uninterrupted():
                waiting.append((end, pool.submit(lines.read, path, start, end, today)))
            start = end
            if len(waiting) > processes * _AHEAD:
                first, future = waiting.popleft()
                yield first, future.result()
        for end, future in waiting:
            yield end, future.result()
    except BrokenProcessPool as error:
        what = f"{path}: a process that read it was ended"
        raise PaperbibError(what, hint="run this again: it goes on from there") from error
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _pool(processes: int) -> ProcessPoolExecutor | None:
    """Processes, or None where the system has none to give."""
    # A copy of this process would copy the threads' locks, too, without the threads.
    try:
        context = get_context("spawn")
        return ProcessPoolExecutor(processes, mp_context=context, initializer=_start)
    except (OSError, ImportError, NotImplementedError):
        return None


@contextmanager
def _uninterrupted() -> Generator[None, None, None]:
    """Put Ctrl-C off; a process started meanwhile does not hear of it from its first moment on."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _start() -> None:
    """In each process: leave Ctrl-C to the process that started it, and end with that one."""
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
