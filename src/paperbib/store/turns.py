"""One run at a time: who may write a folder."""

from __future__ import annotations

import contextlib
import getpass
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from paperbib.errors import Exit, PaperbibError
from paperbib.store.outputs import digest


@contextlib.contextmanager
def run_lock(folder: Path, locks: Path, *, wait_s: float = 0.0) -> Iterator[None]:
    """Hold the right to write ``folder``, against other runs of this user.

    Args:
        folder: The outputs' folder.
        locks: Where the lock files live.
        wait_s: How long to wait for another run, in seconds.

    Raises:
        PaperbibError: Another run holds it.
    """
    from filelock import FileLock, Timeout

    name = digest(os.fsencode(folder.resolve()))[:16]
    try:
        locks = _writable(locks)
        lock = FileLock(locks / f"{name}.lock")
        lock.acquire(timeout=wait_s)
    except Timeout as error:
        raise PaperbibError(
            f"{folder}: another paperbib is at work here",
            hint="wait until it is done, then run this again",
            code=Exit.LOCKED,
        ) from error
    except OSError as error:
        raise PaperbibError(
            f"{locks}: the lock cannot be taken ({error.strerror})",
            hint="set PAPERBIB_CACHE_DIR to a folder that can be written",
        ) from error
    try:
        yield
    finally:
        lock.release()


def _writable(locks: Path) -> Path:
    """The folder itself, or one for temporary files where the cache cannot be written."""
    with contextlib.suppress(OSError):
        locks.mkdir(parents=True, exist_ok=True)
        if os.access(locks, os.W_OK):
            return locks
    fallback = Path(tempfile.gettempdir()) / f"paperbib-{getpass.getuser()}"
    fallback.mkdir(mode=0o700, exist_ok=True)
    return fallback
