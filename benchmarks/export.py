"""How fast exports are written, side by side with other ways to write them.

    python benchmarks/export.py [ENTRIES…]     default: 1000 10000 100000

For each size: entries per second of CPU time in every format; BibTeX beside
bibtexparser's own writer, pybtex (where it is installed) and bare f-strings, each
of which is given fields already encoded and does nothing but write; how much
memory a streamed file needs beyond its library; and how long keys take. The best
of three runs in turn counts: other work on the computer only ever slows a run down.
"""

from __future__ import annotations

import importlib
import importlib.util
import logging
import random
import sys
import time
import tracemalloc
from collections import deque
from collections.abc import Callable

from paperbib import keys
from paperbib.exporters import EXPORTERS, bibtex, bibtex_text
from paperbib.exporters.item import items
from paperbib.exporters.options import Options
from paperbib.identifiers.identifier import Identifier
from paperbib.model import Library, Name, PartialDate, Record, Reference

RUNS = 3
SIZES = (1_000, 10_000, 100_000)
MOST_FOR_PYBTEX = 10_000
"""It writes every size at the same speed, and 100,000 entries in most of a minute."""
MEMORY_FROM = 10_000
OPTIONS = Options()

_WORDS = """learning networks deep for of the with and a in via neural models towards efficient
attention graph data robust on optimal transport from theory galaxies quantum states spin large
language dark matter halos lattice gauge fields at scale without labels using noise""".split()
_HARD_WORDS = (
    r"BERT GPT-3 Bayesian Gaussian-Process Self-Attention R&D $O(n)$ $\alpha$-rays".split()
)
"""One in twelve: as on arXiv, half of the titles have one or more."""
_SYLLABLES = (
    "ba chen da fer gar ho in ja kim lo mül nak o'b pe rod so tan ur van wei xu yam zh".split()
)

Entry = tuple[str, str, dict[str, str]]


def library_of(size: int) -> Library:
    """Made-up preprints, always the same: 3 authors on average, titles of 9 words."""
    chance = random.Random(5)  # noqa: S311 - no secret
    references = {}
    for number in range(size):
        identifier = Identifier("arxiv", f"{1001 + number // 90_000:04}.{number % 90_000 + 1:05}")
        record = Record(
            source="arxiv",
            identifier=identifier,
            title=" ".join(_word(chance) for _ in range(9)),
            authors=tuple(
                Name(family="".join(chance.choices(_SYLLABLES, k=3)).title(), given="Ada B.")
                for _ in range(chance.choice((1, 2, 3, 6)))
            ),
            published=PartialDate(year=2010, month=number % 12 + 1, day=3),
            primary_category="cs.LG",
        )
        references[f"key{number}"] = Reference(identifiers=(identifier,), records=(record,))
    return Library(references=references)


def _word(chance: random.Random) -> str:
    return chance.choice(_WORDS if chance.randrange(12) else _HARD_WORDS)


def rate(size: int, job: Callable[[], object]) -> float:
    """Entries a second, at best."""
    best = float("inf")
    for _ in range(RUNS):
        start = time.process_time()
        job()
        best = min(best, time.process_time() - start)
    return size / best


def bare(entries: list[Entry]) -> str:
    """What no writer can be faster than."""
    return "\n".join(
        f"@{kind}{{{key},\n"
        + ",\n".join([f"  {field} = {{{value}}}" for field, value in fields.items()])
        + "\n}\n"
        for kind, key, fields in entries
    )


def ready(entries: list[Entry]) -> None:
    """What paperbib does once the fields are encoded: write, and read back."""
    for kind, key, fields in entries:
        text = bibtex_text.written(kind, key, fields)
        bibtex_text.check(text, kind, key, fields)


def with_bibtexparser(entries: list[Entry]) -> str:
    """Its model and its default writer."""
    from bibtexparser.entrypoint import write_string
    from bibtexparser.library import Library as Bibliography
    from bibtexparser.model import Block, Field
    from bibtexparser.model import Entry as Written

    blocks: list[Block] = [
        Written(kind, key, [Field(field, value) for field, value in fields.items()])
        for kind, key, fields in entries
    ]
    return write_string(Bibliography(blocks))


def with_pybtex(entries: list[Entry]) -> str:
    """Its model and its writer; it splits names itself."""
    pybtex = importlib.import_module("pybtex.database")

    def entry(kind: str, fields: dict[str, str]) -> object:
        authors = [pybtex.Person(one) for one in fields.get("author", "").split(" and ") if one]
        rest = {field: value for field, value in fields.items() if field != "author"}
        return pybtex.Entry(kind, fields=rest, persons={"author": authors})

    data = pybtex.BibliographyData({key: entry(kind, fields) for kind, key, fields in entries})
    return str(data.to_string("bibtex"))


def is_installed(package: str) -> bool:
    """Whether a package can be imported."""
    return importlib.util.find_spec(package) is not None


def peak_mb(job: Callable[[], object]) -> float:
    """Megabytes a job holds at most beyond what was there before."""
    tracemalloc.start()
    job()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 1e6


def measure(size: int) -> None:
    """Print the table of one size."""
    library = library_of(size)
    entries = [
        (kind, one.key, fields)
        for one in items(library, OPTIONS)
        for kind, fields in [bibtex.entry(one)]
    ]
    print(f"\n{size:,} entries\n  {'BibTeX written by':<34} {'entries/s':>10} {'× default':>10}")
    ways: dict[str, Callable[[], object]] = {
        "f-strings (floor)": lambda: bare(entries),
        "paperbib, from ready fields": lambda: ready(entries),
        "paperbib, from the library": lambda: deque(bibtex.pieces(library, OPTIONS), 0),
        "bibtexparser, default writer": lambda: with_bibtexparser(entries),
    }
    if is_installed("pybtex") and size <= MOST_FOR_PYBTEX:
        ways["pybtex"] = lambda: with_pybtex(entries)
    rates = {name: rate(size, way) for name, way in ways.items()}
    default = rates["bibtexparser, default writer"]
    for name, found in rates.items():
        print(f"  {name:<34} {found:>10,.0f} {found / default:>10.1f}")
    print(f"\n  {'format, from the library':<34} {'entries/s':>10} {'MB at most':>10}")
    for exporter in EXPORTERS:
        stream = exporter.pieces
        speed = rate(size, lambda: deque(stream(library, OPTIONS), 0))  # noqa: B023 - run at once
        memory = ""
        if size >= MEMORY_FROM:
            memory = f"{peak_mb(lambda: deque(stream(library, OPTIONS), 0)):.1f}"  # noqa: B023
        print(f"  {exporter.name:<34} {speed:>10,.0f} {memory:>10}")
    references = list(library.references.values())
    seconds = size / rate(size, lambda: keys.assign(references, Library()))
    again = size / rate(size, lambda: keys.assign(references, library))
    print(f"\n  keys.assign: {seconds:.2f} s; {again:.2f} s when all have one\n", flush=True)


def main() -> None:
    """Measure and print."""
    logging.disable(logging.WARNING)  # bibtexparser advises against its own default
    for size in map(int, sys.argv[1:] or SIZES):
        measure(int(size))


if __name__ == "__main__":
    main()
