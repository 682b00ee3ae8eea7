"""A paper's record says the same, whether the query API or the bulk file is its source."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import NamedTuple

import pytest
from tests import standin
from tests.standin import Arxiv, Paper

from paperbib.identifiers import arxiv_id
from paperbib.identifiers.identifier import Identifier
from paperbib.model import Record
from paperbib.sources import atom, snapshot, xml
from paperbib.sources.arxiv import ArxivSource

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "arxiv"
HEADERS = {"Accept": "application/atom+xml", "User-Agent": "tests"}
_ENTRY = "{http://www.w3.org/2005/Atom}entry"
_FROM_ELSEWHERE = set(
    "kind container_title volume issue pages publisher issued tags note relations".split()
)
"""What neither of the two sources knows."""
_NOON = datetime(2020, 1, 1, 12, tzinfo=UTC)

PAPER = Paper(
    id="2001.00001",
    title="A Title",
    authors=("Ada Author",),
    dates=(_NOON,),
    summary="An abstract.",
)


class Pair(NamedTuple):
    """A paper as the API has it, and what the bulk file has otherwise."""

    paper: Paper
    bulk: dict[str, object]


PAIRS = {
    "accents": Pair(
        replace(PAPER, title="Gröbner bases and Kollár's theorem", comment="à la Poincaré"),
        {
            "title": "Gr\\\"{o}bner bases and\n  Koll\\'ar's theorem",
            "comments": "\\`a la Poincar{\\'e}",
        },
    ),
    "accents that the API leaves half done": Pair(
        replace(PAPER, title="Mart\\'ın, Erd{\\H o}s and {é}t{é} at AT\\&T, 5\\%"),
        {"title": "Mart{\\'\\i}n, Erd{\\H o}s and {\\'e}t{\\'e} at AT\\&T, 5\\%"},
    ),
    "Greek letters in maths": Pair(
        replace(
            PAPER, title="$ω$Test", summary="Let $0 \\le α, β\\le 1$, $\\mathbfθ \\in Γ\\subset R$."
        ),
        {
            "title": "$\\omega$Test",
            "abstract": "  Let $0 \\le \\alpha, \\beta \\le 1$, $\\mathbf{\\theta} \\in"
            " \\Gamma\n\\subset R$.\n",
        },
    ),
    "maths stays": Pair(
        replace(PAPER, title="On $\\tilde{O}(n^2)$ and $\\vec{x}$"),
        {"title": "On $\\tilde{O}(n^2)$\n  and $\\vec{x}$"},
    ),
    "line breaks and blanks": Pair(
        replace(PAPER, title="A Long Title", summary="  First.\n  Second part."),
        {"title": "A Long\n  Title", "abstract": "  First.\n  Second\npart.\n"},
    ),
    "names": Pair(
        replace(
            PAPER,
            authors=(
                "C. Balázs", "C. -P. Yuan", "Neal J. Evans II", "George van den Driessche",
                "Santiago Ramón y Cajal", "Nguyen Van Hieu", "Luc Van Gool", "S. Das Gupta",
                "Sudha", "The BABAR Collaboration", "for the Belle Collaboration", "and Xin Wan",
                "Vânia de Oliveira Neves", "Ramesh Kumar V", "J. P. Hague",
            ),
        ),
        {
            "authors_parsed": [
                ["Balázs", "C.", ""], ["Yuan", "C. -P.", ""], ["Evans", "Neal J.", "II"],
                ["van den Driessche", "George", ""], ["Cajal", "Santiago Ramón y", ""],
                ["Van Hieu", "Nguyen", ""], ["Van Gool", "Luc", ""], ["Gupta", "S. Das", ""],
                ["Sudha", "", ""], ["The BABAR Collaboration", "", ""],
                ["Collaboration", "for the Belle", ""], ["Wan", "and Xin", ""],
                ["Neves", "Vânia de Oliveira", ""], ["Kumar", "Ramesh", "V"],
                ["Hague", "J. P.", ""],
            ]
        },
    ),
    "names of a string with affiliations": Pair(
        replace(PAPER, authors=("C. Balázs", "J. P. Hague", "Neal J. Evans II", "N. d'Ambrumenil")),
        {
            "authors": "C. Bal\\'azs (1),\n  J.P.Hague (1 and 2), Neal J. Evans II (3), "
            "N.d'Ambrumenil ((1) Here (2) There, (3) Town)",
            "authors_parsed": None,
        },
    ),
    "several DOIs": Pair(
        replace(PAPER, dois=("10.1364/A.1", "10.1364/B.2")), {"doi": "10.1364/A.1 10.1364/B.2"}
    ),
    "a DOI as a URL": Pair(
        replace(PAPER, dois=("https://doi.org/10.1364/A.1",)), {"doi": "https://doi.org/10.1364/A.1"}
    ),
    "a reference on two lines": Pair(
        replace(PAPER, journal_ref="Phys. Rev. <D> 76, 013009 (2007)"),
        {"journal-ref": "Phys. Rev. <D> 76,\n  013009 (2007)"},
    ),
    "no comment": Pair(PAPER, {"comments": ""}),
    "a version just before midnight": Pair(
        replace(PAPER, dates=(datetime(2019, 12, 31, 23, 59, 59, tzinfo=UTC), _NOON)), {}
    ),
    "a version in another zone": Pair(
        replace(PAPER, dates=(datetime(2020, 1, 1, 0, 30, tzinfo=UTC),)),
        {"versions": [{"version": "v1", "created": "Tue, 31 Dec 2019 19:30:00 -0500"}]},
    ),
    "many versions": Pair(
        replace(PAPER, dates=tuple(_NOON + timedelta(days=day) for day in range(12))), {}
    ),
    "categories": Pair(replace(PAPER, categories=("math.GT", "hep-th", "cs.AI")), {}),
    "an old-style identifier": Pair(
        replace(PAPER, id="math/0309136", dates=(datetime(2003, 9, 7, tzinfo=UTC),)),
        {"id": "math.GT/0309136"},
    ),
    "withdrawn": Pair(
        replace(PAPER, comment="This paper has been withdrawn by the author"),
        {"comments": "This paper has been\n  withdrawn by the author"},
    ),
    "withdrawn in the abstract": Pair(
        replace(PAPER, summary="This paper has been withdrawn due to an error in Eq. 3."),
        {"abstract": "  This paper has been withdrawn due to an error in\nEq. 3.\n"},
    ),
}  # fmt: skip


def _id(text: str) -> Identifier:
    cited = arxiv_id.parse(text)
    assert cited
    return cited.identifier


def _entries(feed: bytes) -> Iterator[str]:
    yield from (xml.text_of(one) for one in xml.parse(feed).iterfind(_ENTRY))


def _from_api(paper: Paper) -> Record:
    api = Arxiv({paper.id: paper})
    (raw,) = _entries(api.answer({"id_list": paper.id}, HEADERS, standin.NONE).content)
    return ArxivSource("none").to_record(_id(paper.id), raw)


def _from_bulk(paper: Paper, bulk: dict[str, object]) -> Record:
    """A plain writing of the paper in the bulk schema, with what is to be otherwise."""
    fields: dict[str, object] = {
        "id": paper.id,
        "authors": ", ".join(paper.authors),
        "authors_parsed": [[*reversed(one.rsplit(" ", 1)), ""] for one in paper.authors],
        "title": paper.title,
        "comments": paper.comment,
        "journal-ref": paper.journal_ref,
        "doi": " ".join(paper.dois) or None,
        "categories": " ".join(paper.categories),
        "abstract": paper.summary,
        "versions": [
            {"version": f"v{number}", "created": format_datetime(date, usegmt=True)}
            for number, date in enumerate(paper.dates, 1)
        ],
    }
    fields |= bulk
    return snapshot.to_record(_id(str(fields["id"])), json.dumps(fields))


def _said(record: Record) -> dict[str, object]:
    return record.model_dump(exclude={"source"})


@pytest.mark.parametrize("pair", PAIRS.values(), ids=PAIRS)
def test_both_sources_say_the_same(pair: Pair) -> None:
    from_api = _from_api(pair.paper)
    assert (from_api.source, from_api.title is None) == ("arxiv", False)
    assert _said(_from_bulk(pair.paper, pair.bulk)) == _said(from_api)


def test_the_comparison_sees_every_field() -> None:
    other = replace(
        PAPER,
        id="2001.00002",
        title="Another",
        authors=("Ben Boer",),
        dates=(_NOON - timedelta(days=9), _NOON + timedelta(days=9)),
        summary="This paper has been withdrawn.",
        categories=("cs.AI", "cs.LG"),
        comment="9 pages",
        journal_ref="J. 1",
        dois=("10.1000/1",),
    )
    one, two = _said(_from_bulk(PAPER, {})), _said(_from_api(other))
    assert {name for name in one if one[name] == two[name]} == _FROM_ELSEWHERE & one.keys()


def _bulk_lines() -> dict[Identifier, list[str]]:
    lines: dict[Identifier, list[str]] = {}
    for path in SHARED.glob("*_kaggle_schema.jsonl"):
        for line in path.read_text("utf-8").splitlines():
            lines.setdefault(_id(json.loads(line)["id"]), []).append(line)
    return lines


def test_recorded_papers_say_the_same() -> None:
    feeds = [*SHARED.glob("recorded-feeds/*.200.xml"), *SHARED.glob("withdrawn-feeds/*.xml")]
    if not feeds:
        pytest.skip("the recorded data is not here")
    lines, compared = _bulk_lines(), 0
    for raw in (raw for path in feeds for raw in _entries(path.read_bytes())):
        cited = arxiv_id.parse(atom.parse_entry(raw).id.rpartition("/abs/")[2])
        if not cited:
            continue
        from_api = ArxivSource("none").to_record(cited.identifier, raw)
        for line in lines.get(cited.identifier, ()):
            from_bulk = snapshot.to_record(cited.identifier, line)
            if from_bulk.version == from_api.version:  # a feed may hold an older version
                assert _said(from_bulk) == _said(from_api)
                compared += 1
    assert compared >= 6
