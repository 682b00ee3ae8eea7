"""Whose turn it is: one request at a time to each host, with a pause, the hosts in turns."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from typing import Generic, NamedTuple, TypeVar

T = TypeVar("T")

INTERVAL_S = 2.0
"""The pause between two requests to one host, in seconds."""
LONGEST_DELAY_S = 30.0
"""No host can make us wait for longer than this between two requests, in seconds."""


class Turn(NamedTuple, Generic[T]):
    """What to do next.

    Attributes:
        host: Whom to ask.
        errand: What for.
        wait_s: How long to wait before, in seconds.
    """

    host: str
    errand: T
    wait_s: float


class Turns(Generic[T]):
    """Errands at hosts. Each host has a line; while one has to wait, others are asked."""

    def __init__(self) -> None:
        self._lines: dict[str, deque[T]] = {}
        self._free_at_s: dict[str, float] = {}
        self._interval_s: dict[str, float] = {}

    def add(self, host: str, errand: T, *, is_next: bool = False) -> None:
        """Put an errand at the end of a host's line, or at its head."""
        line = self._lines.setdefault(host, deque())
        line.appendleft(errand) if is_next else line.append(errand)

    def next(self, now_s: float) -> Turn[T] | None:
        """The errand whose host is free first, and of several the one that waited longest.

        Args:
            now_s: The time, on a clock that only goes forward.

        Returns:
            None where there is no errand left.
        """
        if not self._lines:
            return None
        # A host that was never asked is free at once; the first line is the longest untouched.
        host = min(self._lines, key=lambda one: max(self._free_at_s.get(one, now_s), now_s))
        line = self._lines.pop(host)
        errand = line.popleft()
        if line:
            self._lines[host] = line  # at the end: its turn comes after all others
        return Turn(host, errand, max(0.0, self._free_at_s.get(host, now_s) - now_s))

    def asked(self, host: str, now_s: float) -> None:
        """Note that a request to a host has ended."""
        self._free_at_s[host] = now_s + self._interval_s.get(host, INTERVAL_S)

    def slow_down(self, host: str, delay_s: float) -> None:
        """Wait for as long as a host wants between two requests, within reason."""
        before_s = self._interval_s.get(host, INTERVAL_S)
        interval_s = min(max(delay_s, before_s), LONGEST_DELAY_S)
        self._interval_s[host] = interval_s
        if host in self._free_at_s:
            self._free_at_s[host] += interval_s - before_s

    def leave(self, host: str) -> Iterable[T]:
        """Ask a host for nothing more; returns what was to be asked."""
        return self._lines.pop(host, ())
