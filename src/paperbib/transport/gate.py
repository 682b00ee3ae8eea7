"""The gate before each site: one request at a time, at intervals, over all processes.

Whoever asks a site holds its lock file until the reply is in, and leaves a note:
when that was, for how long to hold back after it, and how often in a row the site
has failed. Who waits stands in line, so that a long run lets others in between.
"""

from __future__ import annotations

import math
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from typing import NamedTuple

import filelock

from paperbib.errors import BusyError, PaperbibError

WAIT_LIMIT_S = 120.0
"""For so long one question waits out pauses that a site asks for, all of them together."""
HOLD_LIMIT_S = 3600.0
"""A pause noted on disk that is longer than this is not believed."""
LOCK_LIMIT_S = 1200.0
"""Other processes that keep a site busy for longer than this end the asking.

Far more than a pause and a reply, as there may be several of them.
"""
FAILURES_LAST_S = 900.0
"""Failures longer ago than this say nothing of how the site is now."""

_POLL_S = (0.01, 0.25)
_NOTE_LIMIT_BYTES = 400
_NOBODY = "-"
_HOST_LIMIT = 253
_MINUTES_FROM_S = 120


class HoldOffError(BusyError):
    """Busy for longer than a question waits: trying again in this run is pointless."""


def site_of(host: str, port: int | None = None) -> str:
    """The part of a host name that stands for who runs it.

    arXiv counts its query API, OAI-PMH and RSS hosts together. What runs on this very
    machine has nothing in common but that: each port is a site.

    >>> site_of("export.arxiv.org", 8080), site_of("10.0.0.1", 8080), site_of("localhost")
    ('arxiv.org', '10.0.0.1', 'localhost')
    >>> site_of("127.0.0.1", 8080), site_of("::1", 8080)
    ('127.0.0.1:8080', '[::1]:8080')
    """
    if port is not None and _is_this_machine(host):
        return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    labels = host.split(".")
    return host if labels[-1].isdigit() else ".".join(labels[-2:])


def _is_this_machine(host: str) -> bool:
    """Whether a host is the loopback (RFC 1122, 3.2.1.3; RFC 4291, 2.5.3; RFC 6761, 6.3)."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        name = host.lower().removesuffix(".")
        return name == "localhost" or name.endswith(".localhost")


@dataclass(slots=True)
class Turn:
    """One permitted request, and what it leaves behind for those who ask next.

    Attributes:
        hold_s: For how many seconds after its end nobody asks.
        failures: How many requests in a row the site has failed, over all processes.
        waited_s: For how many seconds it was waited for an interval or a pause to end.
        asked_by: The host that asked for the pause; "" if it is our own idea.
        is_unused: Set when nothing reached the site, which needs no pause then.
    """

    hold_s: float
    failures: int
    waited_s: float = 0.0
    asked_by: str = ""
    is_unused: bool = False

    def hold(self, pause_s: float, asked_by: str = "") -> None:
        """Hold everybody back for at least so long, within what is believed."""
        if pause_s > self.hold_s:
            self.hold_s = max(self.hold_s, min(pause_s, HOLD_LIMIT_S))
            self.asked_by = asked_by


class _Note(NamedTuple):
    """When the last request ended, by two clocks, and what it left behind.

    While a request is under way both times are NaN.
    """

    ended_s: float
    ended_ticks_s: float
    hold_s: float
    failures: int
    asked_by: str


_DAMAGED = _Note(math.nan, math.nan, 0.0, 0, "")


class Gate:
    """Lets one request at a time through to a site, at intervals.

    Attributes:
        interval_s: As given.

    Args:
        folder: Where the locks and the note of the site live.
        site: As `site_of` says.
        interval_s: Seconds from the end of a request to the start of the next.
        clock: Seconds since the epoch; may be set forward or back.
        ticks: Seconds that only go forward, the same for all processes.
        sleep: Waits for some seconds.
    """

    def __init__(  # noqa: PLR0913, PLR0917 - each is one knob of one gate
        self,
        folder: Path,
        site: str,
        interval_s: float,
        clock: Callable[[], float],
        ticks: Callable[[], float],
        sleep: Callable[[float], None],
    ) -> None:
        self._site = site
        self.interval_s = interval_s
        self._clock, self._ticks, self._sleep = clock, ticks, sleep
        name = re.sub(r"[^\w.-]", "_", site)  # a colon is in no file name everywhere
        self._folder = folder
        self._note = folder / f"{name}.next"
        self._line = filelock.FileLock(folder / f"{name}.line")
        self._lock = filelock.FileLock(folder / f"{name}.lock")
        # Who gets the lock waits out the interval, so finding it late costs nothing.
        shortest_s, longest_s = _POLL_S
        self._poll_s = min(max(interval_s / 10, shortest_s), longest_s)

    @contextmanager
    def turn(self, longest_s: float = WAIT_LIMIT_S) -> Iterator[Turn]:
        """Wait until the site may be asked, and hold it until the reply is in.

        Args:
            longest_s: The longest pause to wait out; twice the interval is never too
                long. Waiting for other processes is another matter.

        Raises:
            HoldOffError: A longer pause is due, of which nothing is waited out and which
                stays noted; or other processes take longer than `LOCK_LIMIT_S`.
            PaperbibError: The folder cannot be used.
        """
        with self._held():
            before = self._read()
            wait_s = self._remaining_s(before) if before else 0.0
            if before and wait_s > max(longest_s, 2 * self.interval_s):
                raise self._too_long(before, wait_s)
            if wait_s > 0:
                self._sleep(wait_s)
            turn = Turn(self.interval_s, self._failures(before), wait_s)
            # Of a run that is killed while it asks nobody knows when its request ended.
            self._write(_Note(math.nan, math.nan, turn.hold_s, turn.failures, ""))
            try:
                yield turn
            finally:
                self._leave(turn, before)

    @contextmanager
    def _held(self) -> Iterator[None]:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            # Who just had a turn and wants another finds the next one in line before it.
            with self._line.acquire(LOCK_LIMIT_S, self._poll_s):
                self._lock.acquire(LOCK_LIMIT_S, self._poll_s)
        except filelock.Timeout as error:
            reason = f"another program has been asking {self._site} for too long"
            raise HoldOffError(reason) from error
        except OSError as error:
            raise self._unusable(error) from error
        try:
            yield
        finally:
            self._lock.release()

    def _remaining_s(self, note: _Note) -> float:
        """For how long to wait still; never longer than the pause that was noted."""
        pause_s = max(note.hold_s, self.interval_s)
        since_s = self._clock() - note.ended_s
        since_ticks_s = self._ticks() - note.ended_ticks_s
        if since_s >= 0:
            remaining_s = max(0.0, pause_s - since_s)
            # A clock that was set forward does not shorten the interval. Longer
            # pauses go by it alone: it goes on while the machine sleeps.
            if since_ticks_s >= 0:
                remaining_s = max(remaining_s, self.interval_s - since_ticks_s)
            return remaining_s
        if since_ticks_s >= 0:  # the clock was set back
            return max(0.0, pause_s - since_ticks_s)
        # The end is not known, so it may have been just now.
        longest_s = WAIT_LIMIT_S if math.isnan(note.ended_s) else 0.0
        return max(self.interval_s, min(pause_s, longest_s))

    def _failures(self, note: _Note | None) -> int:
        if note is None or self._clock() - note.ended_s > note.hold_s + FAILURES_LAST_S:
            return 0
        return note.failures

    def _read(self) -> _Note | None:
        """The note; None where nobody has asked the site yet."""
        try:
            with self._note.open("rb") as file:
                text = file.read(_NOTE_LIMIT_BYTES).decode("ascii")
            ended, ticks, hold, failures, asked_by = text.split()
            asked_by = "" if asked_by == _NOBODY else asked_by
            note = _Note(float(ended), float(ticks), float(hold), int(failures), asked_by)
        except FileNotFoundError:
            return None
        except ValueError:
            return _DAMAGED
        except OSError as error:
            raise self._unusable(error) from error
        longest_s = max(HOLD_LIMIT_S, self.interval_s)
        is_believable = 0 <= note.hold_s <= longest_s and note.failures >= 0
        is_host = asked_by.isprintable() and len(asked_by) <= _HOST_LIMIT
        return note if is_believable and is_host else _DAMAGED

    def _leave(self, turn: Turn, before: _Note | None) -> None:
        if not turn.is_unused:
            now_s, ticks_s = self._clock(), self._ticks()
            self._write(_Note(now_s, ticks_s, turn.hold_s, turn.failures, turn.asked_by))
        elif before:
            self._write(before)
        else:
            self._note.unlink(missing_ok=True)

    def _write(self, note: _Note) -> None:
        ended_s, ticks_s, hold_s, failures, asked_by = note
        line = f"{ended_s:.6f} {ticks_s:.6f} {hold_s:.6f} {failures} {asked_by or _NOBODY}\n"
        text = line.encode("ascii")
        try:
            # Not emptied first: there is no moment at which a kill leaves nothing.
            descriptor = os.open(self._note, os.O_WRONLY | os.O_CREAT, 0o666)
            try:
                os.write(descriptor, text)
                os.ftruncate(descriptor, len(text))
            finally:
                os.close(descriptor)
        except OSError as error:
            raise self._unusable(error) from error

    def _too_long(self, note: _Note, wait_s: float) -> HoldOffError:
        rest = f"another {_long(wait_s)}"
        if note.asked_by:
            reason = f"{note.asked_by} asked for a pause of {rest}"
        else:
            reason = f"{self._site} is left alone for {rest}"
        if note.failures and not note.asked_by:
            times = "once" if note.failures == 1 else f"{note.failures} times in a row"
            reason += f": it failed {times}"
        return HoldOffError(reason, retry_after_s=wait_s)

    def _unusable(self, error: OSError) -> PaperbibError:
        what = f"{self._folder}: cannot be written: {error.strerror or error}"
        return PaperbibError(what, hint="Set PAPERBIB_CACHE_DIR to a folder that can.")


def _long(seconds: float) -> str:
    """A span of time for people."""
    if seconds >= _MINUTES_FROM_S:
        return f"{seconds / 60:.0f} minutes"
    number = math.ceil(seconds)
    return "1 second" if number == 1 else f"{number} seconds"
