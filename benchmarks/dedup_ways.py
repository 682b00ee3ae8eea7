"""Ways to find the records that describe one paper: paperbib's, and others' as documented."""

from __future__ import annotations

import importlib
import importlib.util
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import Any, NamedTuple

from benchmarks.dedup_data import Clusters, Linkage, Row

from paperbib.matching import find_matches, link

Pair = tuple[int, int]
"""Places of two records, the smaller first."""

_LEAST = 60.0
"""The lowest threshold worth a try, of 100."""


class Corpus(NamedTuple):
    """Records to find pairs among.

    Attributes:
        split: Where a second list starts; None where pairs may be anywhere.
        true: The pairs to be found.
    """

    rows: list[Row]
    true: frozenset[Pair]
    split: int | None = None

    @classmethod
    def of(cls, given: Linkage | Clusters) -> Corpus:
        """Put two lists one behind the other; names of records become places."""
        if isinstance(given, Clusters):
            rows, split = given.rows, None
        else:
            rows, split = [*given.left, *given.right], len(given.left)
        place = {row.id: number for number, row in enumerate(rows)}
        pairs = (sorted((place[one], place[other])) for one, other in given.true)
        return cls(rows, frozenset((one, other) for one, other in pairs), split)


class Scored(NamedTuple):
    """A pair and how far apart its records are, from 0 to 100; sorts best first."""

    distance: float
    first: int
    second: int


Finder = Callable[[Corpus], set[Pair]]
Pick = Callable[[Iterable[Scored]], set[Pair]]


class Way(NamedTuple):
    """A way to find pairs.

    Attributes:
        needs: Packages that it needs, beyond paperbib's own.
        learn: Finds its settings on the training half and gives the finder; for a way
            without any settings, gives the finder.
    """

    name: str
    needs: tuple[str, ...]
    learn: Callable[[Corpus], Finder]

    def missing(self) -> list[str]:
        """The packages it needs that are not installed."""
        return [one for one in self.needs if importlib.util.find_spec(one) is None]


def with_paperbib(corpus: Corpus) -> set[Pair]:
    """What it would merge; what it is not sure of does not count."""
    return {(one.first, one.second) for one in find_matches([row.work for row in corpus.rows]).same}


def _linked(corpus: Corpus) -> set[Pair]:
    """What paperbib pairs of two lists, the names of the journals at hand."""
    works = [row.work._replace(container=row.venue) for row in corpus.rows]
    split = corpus.split or 0
    found = link(works[:split], works[split:]).same
    return {(one.first, split + one.second) for one in found}


def _learn_link(_training: Corpus) -> Finder:
    return _linked


def _learn_paperbib(_training: Corpus) -> Finder:
    return with_paperbib


def _learn_rapidfuzz(training: Corpus, pick: Pick) -> Finder:
    held = list(_rapidfuzz(training, _LEAST))
    least, _ = _threshold(held, training.true, pick)
    return lambda corpus: pick(_rapidfuzz(corpus, least))


def _rapidfuzz(corpus: Corpus, least: float) -> Iterator[Scored]:
    """Titles of one year, by the words they share (token_set_ratio)."""
    fuzz = importlib.import_module("rapidfuzz.fuzz")
    process = importlib.import_module("rapidfuzz.process")
    numpy = importlib.import_module("numpy")
    simplify = importlib.import_module("rapidfuzz.utils").default_process
    titles = [simplify(row.work.title) for row in corpus.rows]
    for left, right in _blocks(corpus):
        scores = process.cdist(
            [titles[one] for one in left],
            [titles[one] for one in right],
            scorer=fuzz.token_set_ratio,
            score_cutoff=least,
            workers=1,
        )
        for one, other in zip(*numpy.nonzero(scores >= least), strict=True):
            if left[one] < right[other]:
                yield Scored(100 - float(scores[one, other]), left[one], right[other])


def _blocks(corpus: Corpus) -> Iterator[tuple[list[int], list[int]]]:
    """The places of the records of each year: of both lists, or of the one twice."""
    by_year: dict[int | None, list[int]] = defaultdict(list)
    for place, row in enumerate(corpus.rows):
        by_year[row.work.year].append(place)
    for block in by_year.values():
        if corpus.split is None:
            yield block, block
        else:
            yield (
                [one for one in block if one < corpus.split],
                [one for one in block if one >= corpus.split],
            )


def _learn_recordlinkage(training: Corpus, pick: Pick) -> Finder:
    chosen = {
        method: _threshold(list(_recordlinkage(training, method, _LEAST)), training.true, pick)
        for method in ("jarowinkler", "levenshtein")
    }
    method = max(chosen, key=lambda one: chosen[one][1])
    least, _ = chosen[method]
    return lambda corpus: pick(_recordlinkage(corpus, method, least))


def _recordlinkage(corpus: Corpus, method: str, least: float) -> Iterator[Scored]:
    """Its README's recipe: block by year, compare titles and authors, add up.

    Authors are sorted, which it does not do: DBLP-ACM lists them in any order.
    """
    recordlinkage = importlib.import_module("recordlinkage")
    clean = importlib.import_module("recordlinkage.preprocessing").clean
    frame = _frame(corpus.rows)
    frame["title"], frame["authors"] = clean(frame["title"]), clean(frame["authors"])
    frames = [frame] if corpus.split is None else [frame[: corpus.split], frame[corpus.split :]]
    indexer = recordlinkage.Index()
    indexer.block("year")
    compare = recordlinkage.Compare()
    compare.string("title", "title", method=method, label="title")
    compare.string("authors", "authors", method=method, label="authors")
    scores = compare.compute(indexer.index(*frames), *frames).mean(axis=1) * 100
    for (one, other), score in scores[scores >= least].items():
        yield Scored(100 - score, min(one, other), max(one, other))


def _frame(rows: Sequence[Row]) -> Any:  # noqa: ANN401 - pandas, where it is installed
    pandas = importlib.import_module("pandas")
    return pandas.DataFrame(
        {
            "title": [row.work.title for row in rows],
            "authors": [" ".join(sorted(one.surname for one in row.work.authors)) for row in rows],
            "year": [row.work.year for row in rows],
        }
    )


def _learn_bib_dedupe(training: Corpus) -> Finder:
    """It has no settings, but goes by the first author: DBLP-ACM lists them in any order."""

    def f1(is_sorted: bool) -> float:  # noqa: FBT001 - what `max` gives
        return figures(_bib_dedupe(training, is_sorted=is_sorted), training.true).f1

    return partial(_bib_dedupe, is_sorted=max((False, True), key=f1))


def _bib_dedupe(corpus: Corpus, *, is_sorted: bool) -> set[Pair]:
    """Its three steps, on one core; two lists are two searches without duplicates.

    It alone is told of the journals: without, it finds next to nothing.
    """
    steps = importlib.import_module("bib_dedupe.bib_dedupe")
    pandas = importlib.import_module("pandas")
    split = corpus.split
    records = pandas.DataFrame(
        {
            "ID": [f"{place:09}" for place in range(len(corpus.rows))],
            "ENTRYTYPE": "article",
            "title": [row.work.title for row in corpus.rows],
            "author": [_listed(row, is_sorted=is_sorted) for row in corpus.rows],
            "year": [str(row.work.year or "") for row in corpus.rows],
            "journal": [row.venue for row in corpus.rows],
        }
    )
    if split is not None:
        records["search_set"] = ["one" if place < split else "two" for place in records.index]
    prepared = steps.prep(records, cpu=1, verbosity_level=0)
    matched = steps.match(steps.block(prepared, cpu=1), cpu=1)
    sure = matched[matched["duplicate_label"] == "duplicate"]
    pairs = zip(sure["ID_1"].astype(int), sure["ID_2"].astype(int), strict=True)
    return {(min(pair), max(pair)) for pair in pairs}


def _listed(row: Row, *, is_sorted: bool) -> str:
    """The authors as BibTeX has them, which is what it expects."""
    listed = [f"{one.surname}, {one.given or ''}" for one in row.work.authors]
    return " and ".join(sorted(listed) if is_sorted else listed)


class Figures(NamedTuple):
    """How well pairs were found, each from 0 to 1."""

    precision: float
    recall: float
    f1: float


def figures(found: set[Pair], true: frozenset[Pair]) -> Figures:
    """Compare what was found with what was to be found, pair by pair."""
    right = len(found & true)
    return Figures(
        right / len(found) if found else 1.0,
        right / len(true) if true else 1.0,
        2 * right / (len(found) + len(true)) if found or true else 1.0,
    )


def every(scored: Iterable[Scored]) -> set[Pair]:
    """All pairs that are alike enough."""
    return {(first, second) for _, first, second in scored}


def best_first(scored: Iterable[Scored]) -> set[Pair]:
    """The most alike pairs such that no record is in two of them."""
    taken: set[int] = set()
    found = set()
    for _, first, second in sorted(scored):
        if first not in taken and second not in taken:
            taken |= {first, second}
            found.add((first, second))
    return found


def _threshold(held: list[Scored], true: frozenset[Pair], pick: Pick) -> tuple[float, float]:
    """The threshold that does best, and its F1."""

    def f1(least: float) -> float:
        return figures(pick(one for one in held if 100 - one.distance >= least), true).f1

    least = max((float(one) for one in range(int(_LEAST), 101)), key=f1)
    return least, f1(least)


WAYS = (
    Way("paperbib, find_matches", (), _learn_paperbib),
    Way("rapidfuzz", ("rapidfuzz", "numpy"), partial(_learn_rapidfuzz, pick=every)),
    Way("recordlinkage", ("recordlinkage",), partial(_learn_recordlinkage, pick=every)),
    Way("bib-dedupe", ("bib_dedupe",), _learn_bib_dedupe),
)
TOLD_WAYS = (
    Way("paperbib, link", (), _learn_link),
    Way(
        "rapidfuzz, one to one", ("rapidfuzz", "numpy"), partial(_learn_rapidfuzz, pick=best_first)
    ),
    Way(
        "recordlinkage, one to one",
        ("recordlinkage",),
        partial(_learn_recordlinkage, pick=best_first),
    ),
)
"""What two lists without duplicates allow, and nobody knows in a run: one partner at most."""
