"""How long a run without news takes, as ratios measured side by side.

    python benchmarks/sync.py [RUNS]

Interleaves four commands on the example notes and prints the median CPU time of
each, and its ratio to starting Python and loading pydantic and click, which is
the least that any run needs.
"""

from __future__ import annotations

import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
RUN = [sys.executable, "-m", "paperbib", "-q", "sync", "--offline"]
FLOOR = [sys.executable, "-c", "import pydantic, click"]


def cpu_s(command: list[str], folder: Path, environment: dict[str, str]) -> float:
    """CPU seconds of a command, user and system, its children included."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, cwd=folder, env=environment, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def measure(runs: int) -> dict[str, float]:
    """Median CPU seconds by what was run."""
    seconds: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        for name in ("seeds", "data"):
            shutil.copytree(ROOT / name, folder / name)
        shutil.copy(ROOT / "paperbib.toml", folder)
        environment = os.environ | {"PAPERBIB_CACHE_DIR": str(folder / "cache")}
        for _ in range(runs):
            shutil.rmtree(folder / "output", ignore_errors=True)
            shutil.rmtree(folder / "cache", ignore_errors=True)
            for name, command in (
                ("python, pydantic, click", FLOOR),
                ("first run, from the snapshot", RUN),
                ("run without news", RUN),
                ("extract alone", [sys.executable, "-m", "paperbib", "-q", "extract"]),
            ):
                seconds.setdefault(name, []).append(cpu_s(command, folder, environment))
    return {name: statistics.median(values) for name, values in seconds.items()}


def main() -> None:
    """Measure and print."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 9
    sys.stdout.flush()
    medians = measure(runs)
    floor = medians["python, pydantic, click"]
    for name, value in medians.items():
        print(f"{name:<32} {value * 1000:7.0f} ms CPU  {value / floor:5.2f}×", file=sys.stderr)


if __name__ == "__main__":
    main()
