"""The gate before each site: one request at a time, at intervals, over all processes.

Whoever asks a site holds its lock file until the reply is in, and leaves behind
when that was and for how long to hold back after it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import filelock

from paperbib.errors import BusyError, PaperbibError, UnreachableError

WAIT_LIMIT_S = 900.0
"""A site that asks for a longer pause than this ends the asking."""
HOLD_LIMIT_S = 3600.0
"""A pause noted on disk that is longer than this is not believed."""
LOCK_LIMIT_S = WAIT_LIMIT_S + 300.0
"""Another process that holds a site for longer than this ends the asking."""


class HoldOffError(BusyError):
    """Busy for longer than a run waits: trying again in this run is pointless."""


def site_of(host: str) -> str:
    """The part of a host name that stands for who runs it.

    arXiv counts its query API, OAI-PMH and RSS hosts together.

    >>> site_of("export.arxiv.org"), site_of("127.0.0.1"), site_of("localhost")
    ('arxiv.org', '127.0.0.1', 'localhost')
    """
    labels = host.split(".")
    return host if labels[-1].isdigit() else ".".join(labels[-2:])


class Gate:
    """Lets one request at a time through to a site, at intervals.

    The note beside the lock holds two numbers: when the last request ended, and
    for how many seconds to hold back after it.
    """

    def __init__(
        self,
        folder: Path,
        site: str,
        interval_s: float,
        clock: Callable[[], float],
        sleep: Callable[[float], None],
    ) -> None:
        self.hold_s = interval_s
        self._site = site
        self._interval_s = interval_s
        self._clock, self._sleep = clock, sleep
        name = re.sub(r"[^\w.-]", "_", site)  # an IPv6 address is no file name everywhere
        self._note = folder / f"{name}.next"
        self._lock = filelock.FileLock(folder / f"{name}.lock", timeout=LOCK_LIMIT_S)

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait until the site may be asked, and hold it until the reply is in."""
        with self._held():
            wait_s = self._remaining_s()
            if wait_s > max(WAIT_LIMIT_S, 2 * self._interval_s):
                raise HoldOffError(
                    f"{self._site} asked for a pause of another {wait_s / 60:.0f} minutes",
                    retry_after_s=wait_s,
                )
            if wait_s > 0:
                self._sleep(wait_s)
            self._write()  # a run that is killed while it asks has asked, too
            try:
                yield
            except UnreachableError:
                # Nothing arrived there, so nobody needs a pause from it.
                self._note.unlink(missing_ok=True)
                raise
            except BaseException:
                self._write()
                raise
            self._write()

    @contextmanager
    def _held(self) -> Iterator[None]:
        try:
            self._note.parent.mkdir(parents=True, exist_ok=True)
            self._lock.acquire()
        except filelock.Timeout as error:
            reason = f"another program has been asking {self._site} for too long"
            raise HoldOffError(reason) from error
        except OSError as error:
            raise self._unusable(error) from error
        try:
            yield
        finally:
            self._lock.release()

    def _remaining_s(self) -> float:
        try:
            ended, hold_s = (float(part) for part in self._note.read_text("ascii").split())
        except (OSError, ValueError):
            return 0.0
        pause_s = max(hold_s, self._interval_s)
        remaining_s = ended + pause_s - self._clock()
        # A clock that was set back, or a damaged note, must not hold anyone up;
        # a NaN fails the comparison as well.
        longest_s = max(HOLD_LIMIT_S, self._interval_s)
        believable = hold_s <= longest_s and remaining_s <= pause_s + self._interval_s
        return max(0.0, remaining_s) if believable else 0.0

    def _write(self) -> None:
        try:
            self._note.write_text(f"{self._clock():.6f} {self.hold_s:.3f}\n", "ascii")
        except OSError as error:
            raise self._unusable(error) from error

    def _unusable(self, error: OSError) -> PaperbibError:
        what = f"{self._note.parent}: cannot be written: {error.strerror or error}"
        return PaperbibError(what, hint="Set PAPERBIB_CACHE_DIR to a folder that can.")
