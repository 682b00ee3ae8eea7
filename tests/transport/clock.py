"""A clock that only sleeping moves."""

from __future__ import annotations

from dataclasses import dataclass, field

NOW = 1_800_000_000.0


@dataclass
class Clock:
    """Seconds since the epoch, and what was slept of them."""

    now: float = NOW
    slept: list[float] = field(default_factory=list)

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        """Sleep without losing time."""
        self.slept.append(round(seconds, 6))
        self.now += seconds
