"""Death at a chosen step of a run; for the process that is to die."""

from __future__ import annotations

import os
import signal
from itertools import count
from pathlib import Path

from tests.standin import Fault
from tests.sync.faults import Network


def kill_at(step: int, network: Network) -> None:
    """End this process at a request, or just before a file takes its place.

    Args:
        step: At which of these, from 0.
        network: Where the requests are seen.
    """
    steps = count()
    replace = Path.replace

    def tick() -> None:
        if next(steps) == step:
            os.kill(os.getpid(), signal.SIGKILL)

    def replace_or_die(self: Path, target: Path) -> Path:
        tick()
        return replace(self, target)

    def fault_at(_number: int) -> Fault | None:
        tick()
        return None

    network.fault_at = fault_at
    Path.replace = replace_or_die  # type: ignore[assignment, method-assign]
