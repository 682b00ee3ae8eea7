"""How well and how fast papers are matched, side by side with other ways.

    python -m benchmarks.dedup [--size N]

Prints pairwise precision, recall and F1 on labelled records (benchmarks/dedup_data.py says
where they come from), of ways whose settings were chosen on a training half; then the CPU
seconds for made-up records, up to N (100,000), of which one in fifty is there twice. What
is not installed is left out, with a line.

The other ways are told that DBLP-ACM is two lists without duplicates in either, and pair
across only. paperbib sees one list, as it does in a run; each pair within a list is an error.
The last lines of that table are for comparison on equal terms: all of them know the two lists.
"""

from __future__ import annotations

import argparse
import math
import resource
import time
import warnings
from collections.abc import Callable
from importlib import metadata
from typing import TypeVar

from benchmarks.dedup_data import Clusters, MissingDataError, Row, load_dblp_acm, load_febrl
from benchmarks.dedup_made import generate
from benchmarks.dedup_ways import TOLD_WAYS, WAYS, Corpus, Figures, Finder, Way, figures

from paperbib.matching import Matcher, find_matches

T = TypeVar("T")

SIZES = (1_000, 10_000, 30_000, 100_000)
LEARNED_FROM = 3_000
PATIENCE_S = 90
ADDED = 100
_CORE = "  {:<28} {:>9} {:>9} {:>9} {:>9} {:>8}"


def cpu_s() -> float:
    """CPU seconds so far, of the processes started and done with too."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def timed(job: Callable[[], T]) -> tuple[float, T]:
    """CPU seconds of a job, on however many cores, and what it gave."""
    start_s = cpu_s()
    given = job()
    return cpu_s() - start_s, given


def print_figures(name: str, found: Figures, seconds: float, ratio: float | None) -> None:
    """Print a line of a table."""
    row = [f"{one:.4f}" for one in found]
    print(_CORE.format(name, *row, f"{seconds:.2f}", f"{ratio:.1f}" if ratio else ""), flush=True)


def print_head(title: str, first: str = "way") -> None:
    """Print a title and the names of the columns."""
    print(f"\n{title}")
    print(_CORE.format(first, "precision", "recall", "F1", "CPU s", "× ours"))


def without(way: Way) -> bool:
    """Whether a way cannot be taken here; says so."""
    if missing := way.missing():
        print(f"  {way.name:<28} left out: {', '.join(missing)} not installed")
    return bool(missing)


def measure_dblp_acm() -> None:
    """Learn on the one half, measure on the other."""
    training, test = Corpus.of(load_dblp_acm("train")), Corpus.of(load_dblp_acm("test"))
    print_head(
        f"DBLP-ACM, test half: {len(test.rows):,} records, {len(test.true):,} true pairs"
        f" (settings from the other half: {len(training.true):,})"
    )
    ours = None
    for way in (*WAYS, *TOLD_WAYS):
        if not without(way):
            finder = way.learn(training)
            seconds, found = timed(lambda: finder(test))  # noqa: B023 - run at once
            ours = ours or seconds
            print_figures(way.name, figures(found, test.true), seconds, seconds / ours)


def measure_stress(title: str, load: Callable[[], Clusters]) -> None:
    """What paperbib makes of records that it was not made for."""
    corpus = Corpus.of(load())
    seconds, matches = timed(lambda: find_matches([row.work for row in corpus.rows]))
    same = {(one.first, one.second) for one in matches.same}
    maybe = {(one.first, one.second) for one in matches.maybe}
    print_head(f"{title}: {len(corpus.rows):,} records, {len(corpus.true):,} true pairs", "found")
    print_figures("same", figures(same, corpus.true), seconds, None)
    print_figures("same or maybe", figures(same | maybe, corpus.true), seconds, None)


def measure_scale(sizes: list[int]) -> None:
    """Each way at the sizes that it does in about a minute."""
    finders = learned()
    past: dict[str, list[tuple[int, float]]] = {name: [] for name in finders}
    for size in sizes:
        corpus = Corpus.of(generate(size))
        print_head(f"{size:,} made-up records, {len(corpus.true):,} true pairs")
        ours = None
        for name, finder in finders.items():
            expected = expected_s(past[name], size)
            if ours and expected > PATIENCE_S:
                print(f"  {name:<28} left out: about {expected:,.0f} s, as it grew so far")
                continue
            seconds, found = timed(lambda: finder(corpus))  # noqa: B023 - run at once
            past[name].append((size, seconds))
            ours = ours or seconds
            print_figures(name, figures(found, corpus.true), seconds, seconds / ours)
        measure_adding(corpus.rows)


def expected_s(past: list[tuple[int, float]], size: int) -> float:
    """The seconds that a way will take, by the last two sizes; 0 where nobody can tell."""
    if len(past) < 2:  # noqa: PLR2004 - a line has two points
        return 0.0
    (small, quick), (large, slow) = past[-2:]
    growth = math.log(slow / quick) / math.log(large / small)
    return float(slow * (size / large) ** max(1.0, growth))


def learned() -> dict[str, Finder]:
    """The ways that can be taken, with what other made-up records teach them."""
    training = Corpus.of(generate(LEARNED_FROM, seed=7))
    return {way.name: way.learn(training) for way in WAYS if not without(way)}


def measure_adding(rows: list[Row]) -> None:
    """A few new ones to many that are known."""
    works = [row.work for row in rows]
    ready_s, matcher = timed(lambda: Matcher(works[:-ADDED]))
    seconds, _ = timed(lambda: matcher.add(works[-ADDED:]))
    print(f"  Matcher: {ready_s:.2f} s for all but {ADDED}, then {seconds:.3f} s to add these")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--size", type=int, default=SIZES[-1], help="records at most")
    most = parser.parse_args().size
    warnings.simplefilter("ignore")  # of the other ways: pandas' news, divisions by nothing
    for package in ("paperbib", "rapidfuzz", "recordlinkage", "bib-dedupe"):
        version = [one.version for one in metadata.distributions(name=package)][:1]
        print(f"{package} {version[0] if version else '(not installed)'}")
    stress = {
        "Febrl 1, persons, no papers, one duplicate each": lambda: load_febrl(1),
        "Febrl 3, persons, no papers, up to five duplicates": lambda: load_febrl(3),
    }
    jobs = [
        measure_dblp_acm,
        *(lambda o=one, t=t: measure_stress(t, o) for t, one in stress.items()),
    ]
    for job in jobs:
        try:
            job()
        except MissingDataError as error:
            print(f"\nleft out: {error}")
    measure_scale([one for one in SIZES if one < most] + [most])


if __name__ == "__main__":
    main()
