"""What an index of arXiv's bulk file costs and gives, side by side with other ways.

    python benchmarks/index.py [RECORDS]

Makes a file of RECORDS records (1,000,000) in the bulk schema in a folder for
temporary files, builds the index of it, and compares with a loop of
`json.loads` over the file, with SQLite over the raw records, with DuckDB where
it is installed, and with a plain scan. Building is given as a ratio to the loop.
"""

from __future__ import annotations

import hashlib
import importlib
import importlib.util
import json
import multiprocessing
import random
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NamedTuple, TypeVar

from paperbib.identifiers.identifier import Identifier
from paperbib.model import Found
from paperbib.sources.http import Reply
from paperbib.sources.index import titles
from paperbib.sources.index.building import build
from paperbib.sources.index.reading import Index, open_index
from paperbib.sources.index.source import IndexSource

T = TypeVar("T")

SIZES = (1, 100, 10_000, 100_000)
ENRICHED = 100_000
SCANNED = 100
NEAR = 1_000
_WORDS = """
    the of and a in to we is for that with on this are by as model results using field theory data
    quantum spin states energy system phase learning network time method large dynamics magnetic
    temperature observed structure between measurements show function high new analysis two can
    mass from star galaxies equations approach order space group algebra graph random algorithm
    """.split()
_SPICE = (
    r"$\alpha$",
    r"$N=4$",
    r"Schr\"odinger",
    r"K\"ahler",
    r"$\mathbb{Z}_2$",
    "Poincaré",
    "$k$-core",
)


class Sample(NamedTuple):
    """The papers asked for, and their titles."""

    identifiers: list[Identifier]
    titles: list[str]


class Way(NamedTuple):
    """A way to look papers up.

    Attributes:
        by_id: Gives how many of the papers it found, each with its raw record.
        by_title: Gives how many of the titles it found; None where there is no quick way.
        most: As many papers as are worth the wait.
    """

    by_id: Callable[[Sequence[Identifier]], int]
    by_title: Callable[[Sequence[str]], int] | None
    most: int = SIZES[-1]


def id_of(number: int, total: int) -> str:
    """The id of a generated record: one in ten of the old style."""
    if number < total // 10:
        archive = ("hep-th", "astro-ph", "math", "cond-mat", "quant-ph")[number % 5]
        month, rest = divmod(number // 5, 999)
        year, month = divmod(month, 12)
        return f"{archive}/{(92 + year) % 100:02}{month + 1:02}{rest + 1:03}"
    months, rest = divmod(number, 9_000)
    year, month = divmod(months + 3, 12)
    yymm = f"{7 + year:02}{month + 1:02}"
    return f"{yymm}.{rest + 1:0{4 if yymm < '1501' else 5}}"


def record_of(number: int, total: int, chance: random.Random) -> dict[str, object]:
    """A record with the sizes that real ones have, about 1.6 KB."""
    words = chance.choices(_WORDS, k=chance.randint(120, 210))
    words[7] = chance.choice(_SPICE)
    title = [*chance.choices(_WORDS, k=chance.randint(5, 11)), f"{number:x}"]
    if not number % 4:
        title.insert(2, chance.choice(_SPICE))
    people = [["Müller" if not one else f"Author{one}", "J. K.", ""] for one in range(number % 5)]
    return {
        "id": id_of(number, total),
        "submitter": "Some Submitter",
        "authors": " and ".join(f"{given} {family}" for family, given, _ in people),
        "title": "\n  ".join((" ".join(title[:6]), " ".join(title[6:]))),
        "comments": None if number % 3 else "12 pages, 4 figures, accepted",
        "journal-ref": None if number % 2 else "Phys.Rev.D76:013009,2007",
        "doi": None if number % 2 else f"10.1103/PhysRevD.{number}",
        "report-no": None,
        "categories": "hep-th math.MP",
        "license": "http://arxiv.org/licenses/nonexclusive-distrib/1.0/",
        "abstract": "  " + " ".join(words) + "\n",
        "versions": [{"version": "v1", "created": "Mon, 2 Apr 2007 19:18:42 GMT"}],
        "update_date": f"20{10 + number % 15}-11-{number % 28 + 1:02}",
        "authors_parsed": people,
    }


def generate(path: Path, total: int) -> Sample:
    """Write the file; returns papers in it, in an order of chance."""
    chance = random.Random(4)  # noqa: S311 - the same file every time
    chosen = set(chance.sample(range(total), min(total, ENRICHED)))
    held: list[tuple[str, str]] = []
    with path.open("w", encoding="utf-8") as file:
        for number in range(total):
            record = record_of(number, total, chance)
            file.write(json.dumps(record) + "\n")
            if number in chosen:
                held.append((str(record["id"]), str(record["title"])))
    chance.shuffle(held)
    return Sample([Identifier("arxiv", one) for one, _ in held], [title for _, title in held])


def loop_s(path: Path) -> float:
    """CPU seconds of `json.loads` over all lines: the least that a plain reader needs."""
    start_s = time.process_time()
    with path.open("rb") as file:
        for line in file:
            json.loads(line)
    return time.process_time() - start_s


def tree_bytes(process: int) -> int:
    """Memory that a process and its children hold now; pages they share count once each."""
    listed = subprocess.run(
        ["ps", "-e", "-o", "pid=,ppid=,rss="], capture_output=True, text=True, check=True
    ).stdout
    rows = [tuple(map(int, line.split())) for line in listed.splitlines()]
    family = {process}
    for _ in range(3):
        family |= {pid for pid, parent, _ in rows if parent in family}
    return sum(kib for pid, _, kib in rows if pid in family) * 1024


def _build(path: Path, folder: Path, answer: Connection) -> None:
    start_s = time.perf_counter()
    build(path, folder, now=datetime.now(UTC))
    wall_s = time.perf_counter() - start_s
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    answer.send((wall_s, sum(one.ru_utime + one.ru_stime for one in used)))


def measure_build(path: Path, folder: Path) -> tuple[float, float, int]:
    """Wall and CPU seconds of a build, and the most memory that it held at a time."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_build, args=(path, folder, theirs))
    process.start()
    most = 0
    while not ours.poll(0.1):
        most = max(most, tree_bytes(process.pid or 0))
    wall_s, cpu_s = ours.recv()
    process.join()
    return wall_s, cpu_s, most


def lines_of(path: Path) -> Iterator[tuple[str, str, str]]:
    """Id, normalised title and raw record of all lines."""
    with path.open(encoding="utf-8") as file:
        for line in file:
            record = json.loads(line)
            yield record["id"], titles.normalise(record["title"]), line


def index_way(index: Index) -> Way:
    """The index."""
    return Way(
        lambda asked: sum(1 for _ in index.records(asked)),
        lambda asked: sum(bool(index.by_title(title)) for title in asked),
    )


def sqlite_way(path: Path, to: Path) -> Way:
    """SQLite that holds the raw records."""
    database = sqlite3.connect(to)
    database.execute("create table papers (id text primary key, title text, raw text)")
    database.executemany("insert or replace into papers values (?, ?, ?)", lines_of(path))
    database.execute("create index titles on papers (title)")
    database.commit()

    def by_id(asked: Sequence[Identifier]) -> int:
        query = "select raw from papers where id = ?"
        return sum(bool(database.execute(query, [one.value]).fetchone()) for one in asked)

    def by_title(asked: Sequence[str]) -> int:
        query = "select id from papers where title = ?"
        normal = map(titles.normalise, asked)
        return sum(bool(database.execute(query, [one]).fetchone()) for one in normal)

    return Way(by_id, by_title)


def duckdb_way(path: Path, to: Path) -> Way:
    """DuckDB that holds id, title and raw record; titles compared as they are."""
    duckdb = importlib.import_module("duckdb")
    database = duckdb.connect(str(to))
    database.execute(
        "create table papers as select json_extract_string(json, '$.id') as id,"
        " json_extract_string(json, '$.title') as title, json as raw"
        " from read_json_objects(?, format = 'newline_delimited')",
        [str(path)],
    )
    database.execute("create index ids on papers (id)")

    def count(column: str, asked: Sequence[str]) -> int:
        query = f"select raw from papers where {column} in (select unnest(?))"  # noqa: S608
        return len(database.execute(query, [list(asked)]).fetchall())

    return Way(
        lambda asked: count("id", [one.value for one in asked]),
        lambda asked: count("title", asked),
    )


def scan_way(path: Path) -> Way:
    """All lines, and a look at the beginning of each."""

    def by_id(asked: Sequence[Identifier]) -> int:
        left = {f'{{"id": "{one.value}"'.encode() for one in asked}
        number = len(left)
        with path.open("rb") as file:
            for line in file:
                left.discard(line[: line.find(b",")])
                if not left:
                    break
        return number - len(left)

    return Way(by_id, None, SCANNED)


def misspelt(title: str, chance: random.Random) -> str:
    """A title without one of the letters of one of its words."""
    at = chance.randrange(len(title))
    return title[:at] + title[at + 1 :]


def report_near(index: Index, sample: Sample) -> None:
    """Print what looking up titles with a mistake costs, and how many are found."""
    chance = random.Random(5)  # noqa: S311 - the same mistakes every time
    chosen = list(zip(sample.identifiers, sample.titles, strict=True))[:NEAR]
    found, took_s = 0, []
    for identifier, title in chosen:
        asked, start_s = misspelt(title, chance), time.perf_counter()
        candidates = index.by_words(asked)
        took_s.append(time.perf_counter() - start_s)
        found += identifier in candidates
    took_s.sort()
    print(f"index: near titles     {sum(took_s) / len(took_s) * 1e3:10.2f} ms each", end="")
    print(f"  {took_s[len(took_s) * 99 // 100] * 1e3:5.2f} ms for 99 of 100", end="")
    print(f"  {found / len(took_s):.1%} found")


def rate(look_up: Callable[[], int], number: int) -> str:
    """How many a second, the best of three; checks that all were found."""
    best_s = float("inf")
    for _ in range(3):
        start_s = time.perf_counter()
        found = look_up()
        best_s = min(best_s, time.perf_counter() - start_s)
        if found < number:
            raise SystemExit(f"{found} of {number} were found")
        if best_s > 1:
            break
    return f"{number / best_s:,.0f}"


def compare(name: str, way: Way, sample: Sample) -> None:
    """Print a row of lookups per second."""
    cells = []
    for number in SIZES:
        is_worth = number <= min(way.most, len(sample.identifiers))
        by_id = partial(way.by_id, sample.identifiers[:number])
        cells.append(rate(by_id, number) if is_worth else "-")
    for number in SIZES:
        is_worth = number <= len(sample.titles)
        by_title = partial(way.by_title, sample.titles[:number]) if way.by_title else None
        cells.append(rate(by_title, number) if by_title and is_worth else "-")
    print(f"{name:<22}" + "".join(f"{cell:>11}" for cell in cells))


def report_build(path: Path, folder: Path) -> None:
    """Build the index, and print what that costs."""
    least_s = loop_s(path)
    wall_s, cpu_s, most = measure_build(path, folder)
    size = (folder / "index.sqlite").stat().st_size
    print(f"file                   {path.stat().st_size / 1e6:10,.0f} MB")
    print(f"json.loads loop        {least_s:10.2f} s CPU")
    print(f"index: build           {wall_s:10.2f} s       {wall_s / least_s:5.2f}× the loop")
    print(f"index: build, CPU      {cpu_s:10.2f} s CPU   {cpu_s / least_s:5.2f}× the loop")
    print(f"index: most memory     {most / 1e6:10,.0f} MB      all processes")
    print(f"index: size            {size / 1e6:10,.0f} MB")


def report_use(folder: Path, sample: Sample) -> Index:
    """Print what opening, one title and enriching cost."""
    start_s = time.perf_counter()
    for _ in range(100):
        opened = open_index(folder)
        if opened:
            opened.close()
    print(f"index: opening         {(time.perf_counter() - start_s) * 10:10.2f} ms")
    index = open_index(folder)
    if index is None:
        raise SystemExit("there is no index")
    source, start_s, start_cpu_s = IndexSource(index), time.perf_counter(), time.process_time()
    found = sum(isinstance(one, Found) for one in source.fetch(sample.identifiers, _NoHttp()))
    took_s, cpu_s = time.perf_counter() - start_s, time.process_time() - start_cpu_s
    print(f"index: enriching       {took_s:10.2f} s       {found:,} papers, to records")
    print(f"index: enriching, CPU  {cpu_s:10.2f} s CPU")
    return index


class _NoHttp:
    """Nothing is asked over the network."""

    def get(self, url: str, params: Mapping[str, str], read: Callable[[Reply], T]) -> T:
        raise SystemExit(f"{url} was asked for {params} {read}")


def main() -> None:
    """Measure and print."""
    total = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        path = folder / "bulk.jsonl"
        sample = generate(path, total)
        print(f"{total:,} records, sha256 {hashlib.sha256(path.read_bytes()).hexdigest()[:8]}")
        report_build(path, folder / "index")
        index = report_use(folder / "index", sample)
        report_near(index, sample)
        heads = [f"{number:,} {what}" for what in ("ids", "titl.") for number in SIZES]
        print(f"\n{'a second':<22}" + "".join(f"{head:>11}" for head in heads))
        compare("index", index_way(index), sample)
        compare("SQLite, raw records", sqlite_way(path, folder / "raw.sqlite"), sample)
        if importlib.util.find_spec("duckdb"):
            compare("DuckDB, raw records", duckdb_way(path, folder / "raw.duckdb"), sample)
        else:
            print("DuckDB is not installed here")
        compare("plain scan", scan_way(path), sample)


if __name__ == "__main__":
    main()
