"""How quickly mentions are found, as ratios measured side by side.

    python -m benchmarks.extract [--quick] [--gigabyte] [--only NAME]

Writes notes of its own, always the same ones, and reads them by turns with paperbib,
ripgrep, and a few lines of Python, on one core. Prints the median speeds in CPU time,
their ratios, and what is to be reached; also what a second process gains, how much
memory a long note takes, and how long hostile notes take.
"""

from __future__ import annotations

import argparse
import gc
import importlib
import importlib.util
import math
import os
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from benchmarks.corpora import hostile_units, lists, prose

from paperbib.extract import FORMATS, extract
from paperbib.identifiers import scan
from paperbib.model import Note

UNTIL = 2612
MB = 1_000_000
UNION = r"https?://\S+|10\.\d{4,9}/\S+|\d{4}\.\d{4,5}(?:v\d+)?|[a-z-]+/\d{7}"
"""What a person would search for: addresses, DOIs, new and old arXiv identifiers."""
COMMAND = [sys.executable, "-m", "paperbib", "-q", "extract"]
# A process' peak counts what it was forked from: fork from a small one.
PEAK = (
    "import os, subprocess as s, sys; p = s.Popen(sys.argv[1:], stdout=s.DEVNULL);"
    "_, code, used = os.wait4(p.pid, 0); print(used.ru_maxrss); sys.exit(code != 0)"
)
PEAK_UNIT = 1 if sys.platform == "darwin" else 1024
WITH_CONTEXT, IN_PYTHON = "paperbib, with context", "the same union in Python's re"
LIMIT_S = 0.5
"""No note of 200 KB may take longer."""


class Corpus(NamedTuple):
    """What is read: its text, how much of it the slow ones get, and the targets.

    Attributes:
        slice: So many characters.
        targets: MB/s, times ripgrep, times the union in Python; 0 for none.
    """

    text: str
    slice: int
    targets: tuple[float, float, float]


class Runner(NamedTuple):
    """What reads a corpus: its bytes, and a run that tells CPU seconds and what it found."""

    name: str
    size: int
    run: Callable[[], tuple[float, int]]


def timed(label: str, text: str, read: Callable[[str], int]) -> Runner:
    """A runner in this process."""

    def run() -> tuple[float, int]:
        gc.collect()
        start = time.process_time()
        found = read(text)
        return time.process_time() - start, found

    return Runner(label, len(text.encode()), run)


def child_s(command: list[str]) -> float:
    """CPU seconds of a command, user and system."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=False, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def ripgrep(rg: str, note: Path) -> Runner:
    """The search for the union by ripgrep, less its start on an empty file."""
    command = [rg, "--no-config", "--no-unicode", "--only-matching", "--no-line-number", UNION]
    empty = note.with_name("empty.md")
    empty.touch()
    start_s = statistics.median(child_s([*command, str(empty)]) for _ in range(9))
    count = subprocess.run(
        [*command, "--count-matches", str(note)], capture_output=True, check=True
    )

    def run() -> tuple[float, int]:
        return child_s([*command, str(note)]) - start_s, int(count.stdout)

    return Runner("ripgrep", note.stat().st_size, run)


def runners(corpus: Corpus, folder: Path) -> Iterator[Runner]:
    """All that is installed of what reads notes; what is not is told."""
    text = corpus.text
    yield timed(
        WITH_CONTEXT,
        text,
        lambda text: len(extract(Note("n.md", text), until=UNTIL).mentions),
    )
    yield timed("paperbib, places worth a look", text, lambda text: len(scan.traces(text)))
    if rg := shutil.which("rg"):
        note = folder / "note.md"
        note.write_text(text, encoding="utf-8", newline="")
        yield ripgrep(rg, note)
    else:
        print("ripgrep is not measured: install it from the distribution (apt install ripgrep)")
    union = re.compile(UNION)
    yield timed(IN_PYTHON, text, lambda text: sum(1 for _ in union.finditer(text)))
    few = text[: text.rindex("\n\n", 0, corpus.slice)]
    for package in ("urlextract", "linkify-it-py"):
        if read := reader_of(package):
            yield timed(package, few, read)
        else:
            print(f"{package} is not measured: pip install {package}")


def reader_of(package: str) -> Callable[[str], int] | None:
    """How a package from elsewhere finds addresses; None where it is not installed."""
    module = package.removesuffix("-py").replace("-", "_")
    if importlib.util.find_spec(module) is None:
        return None
    library = importlib.import_module(module)
    if package == "urlextract":
        extractor = library.URLExtract()
        return lambda text: len(extractor.find_urls(text))
    linkify = library.LinkifyIt()
    return lambda text: len(linkify.match(text) or ())


def race(corpus: Corpus, title: str, runs: int) -> None:
    """Let all read a corpus by turns, and print how they did."""
    with tempfile.TemporaryDirectory() as folder:
        field = list(runners(corpus, Path(folder)))
        for one in field:
            one.run()
        rounds = [[one.run() for one in field] for _ in range(runs)]
    speeds, founds = {}, {}
    for one, results in zip(field, zip(*rounds, strict=True), strict=True):
        seconds = statistics.median(seconds for seconds, _ in results)
        speeds[one.name] = one.size / MB / max(seconds, 1e-6)
        founds[one.name] = results[0][1] / one.size * MB
    size = f"{title}, {field[0].size / MB:.3g} MB"
    print(f"\n{size:<34}{'MB/s':>8}{'× ripgrep':>12}{'× re':>8}{'found per MB':>16}")
    ripgrep_s, naive_s = speeds.get("ripgrep", math.nan), speeds[IN_PYTHON]
    for label, speed in speeds.items():
        reached = (speed, speed / ripgrep_s, speed / naive_s)
        by_rg = "-" if math.isnan(ripgrep_s) else f"{reached[1]:.2f}"
        print(f"  {label:<32}{speed:>8.1f}{by_rg:>12}{reached[2]:>8.2f}{founds[label]:>16.0f}")
        if label == WITH_CONTEXT and any(corpus.targets):
            goals = [f"≥ {goal:g}" if goal else "" for goal in corpus.targets]
            lacks = [one for one, goal in zip(reached, corpus.targets, strict=True) if one < goal]
            verdict = "missed" if lacks else "reached"
            print(f"    {'to be reached':<30}{goals[0]:>8}{goals[1]:>12}{goals[2]:>8}{verdict:>16}")


def second_process(size: int, runs: int) -> None:
    """What ``--jobs 2`` gains on a folder of notes: wall time, all cores."""
    text = lists(size // 32)
    wall: dict[str, list[float]] = {"1": [], "2": []}
    with tempfile.TemporaryDirectory() as folder:
        for number in range(32):
            (Path(folder) / f"{number}.md").write_text(text, encoding="utf-8")
        for _ in range(runs):
            for jobs, seconds in wall.items():
                start = time.perf_counter()
                command = [*COMMAND, "--jobs", jobs, folder]
                subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=folder)
                seconds.append(time.perf_counter() - start)
    one, two = (statistics.median(seconds) for seconds in wall.values())
    print(f"\nthe command on 32 lists, {size / MB:.0f} MB in all, wall time")
    print(f"  {'--jobs 1':<32}{one:>8.2f} s")
    print(f"  {'--jobs 2':<32}{two:>8.2f} s  {one / two:.2f} times as quick")


def memory(sizes: tuple[int, ...]) -> None:
    """What the command holds at most while it reads a long note."""
    block = (prose(900_000) + "\n\n" + lists(100_000) + "\n\n").encode()
    print("\nthe command on one long note, peak memory")
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            note = Path(folder) / "note.md"
            with note.open("wb") as file:
                for _ in range(size * MB // len(block)):
                    file.write(block)
            command = [sys.executable, "-c", PEAK, *COMMAND, str(note)]
            told = subprocess.run(command, check=True, capture_output=True, cwd=folder)
            peak = int(told.stdout) * PEAK_UNIT / MB
        print(f"  {f'{size} MB':<32}{peak:>8.0f} MB")


def hostile(size: int) -> None:
    """The slowest of the notes that were made to be slow, each in the format that takes longest."""
    taken = []
    for unit in hostile_units():
        for format_ in FORMATS:
            # Where a part of it takes too long, all of it may take minutes.
            for part in (32, 4, 1):
                note = Note(f"n{format_.suffixes[0]}", unit * (size // part // len(unit)))
                start = time.process_time()
                extract(note, until=UNTIL)
                seconds = time.process_time() - start
                if seconds > LIMIT_S:
                    break
            taken.append((seconds, len(note.text) // 1000, format_.name, unit))
    taken.sort(reverse=True)
    late = sum(seconds > LIMIT_S for seconds, *_ in taken)
    print(f"\n{len(taken)} hostile notes of {size // 1000} KB; {late} took over {LIMIT_S} s")
    worst: dict[str, tuple[float, int, str]] = {}
    for seconds, length, format_name, unit in taken:
        worst.setdefault(unit, (seconds, length, format_name))
    for unit, (seconds, length, format_name) in list(worst.items())[:5]:
        print(f"  {f'{format_name}, {unit!r}':<40}{seconds:>8.2f} s for {length} KB")


def pin(cores: set[int]) -> None:
    """Keep to some cores, where the system can; children keep to them, too."""
    if sys.platform == "linux":
        os.sched_setaffinity(0, cores)


def options() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--quick", action="store_true", help="little notes, a few seconds")
    parser.add_argument(
        "--gigabyte", action="store_true", help="read a note of 1 GB for its memory"
    )
    names = ("prose", "typeset", "lists", "jobs", "memory", "hostile")
    parser.add_argument("--only", choices=names, help="measure only this")
    return parser.parse_args()


def main() -> None:
    """Measure and print."""
    chosen = options()
    scale, runs = (8, 3) if chosen.quick else (1, 7)
    cores = os.sched_getaffinity(0) if sys.platform == "linux" else {0}
    size, few = 20 * MB // scale, 400_000 // scale
    parts: dict[str, Callable[[], None]] = {
        "prose": lambda: race(Corpus(prose(size), few, (0, 0.3, 5)), "prose", runs),
        "typeset": lambda: race(
            Corpus(prose(size, is_typeset=True), few, (0, 0, 0)), "prose, typeset", runs
        ),
        "lists": lambda: race(
            Corpus(lists(size // 5), few // 4, (25, 0, 0)), "lists of links", runs
        ),
        "jobs": lambda: second_process(size // 2, runs),
        "memory": lambda: memory((16, 1000 if chosen.gigabyte else 32 if chosen.quick else 128)),
        "hostile": lambda: hostile(10_000 if chosen.quick else 200_000),
    }
    print(f"Python {sys.version.split()[0]}, medians of {runs} runs by turns, CPU time on one core")
    for part, measure in parts.items():
        if chosen.only in (None, part):
            pin(cores if part == "jobs" else {max(cores)})
            measure()
            sys.stdout.flush()


if __name__ == "__main__":
    main()
