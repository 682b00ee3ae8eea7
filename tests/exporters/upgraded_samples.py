"""Papers of which arXiv says one thing and Crossref another: one of every kind, and faulty ones."""

from __future__ import annotations

from typing import Any

from tests.exporters.samples import mention

from paperbib.identifiers import whole
from paperbib.model import Library, Mention, Name, PartialDate, Record, Reference

AUTHORS = (
    Name(family="Erdős", given="Pál"),
    Name(family="van der Maaten", given="Laurens"),
    Name(family="King", given="Martin Luther", suffix="Jr."),
)
IN_SHORT = (
    Name(family="Erdős", given="P."),
    Name(family="van der Maaten", given="L."),
    Name(family="King", given="M. L.", suffix="Jr."),
)
NATURE: dict[str, Any] = {
    "kind": "article-journal",
    "container_title": "Nature & Friends",
    "volume": "12",
    "issue": "3",
    "pages": "45–67",
    "publisher": "Springer",
    "issued": "2016-06-01",
}
ICML: dict[str, Any] = {
    "kind": "paper-conference",
    "container_title": "Proceedings of Tests, ICTT 2016",
    "pages": "1-9",
    "publisher": "ACM",
    "issued": "2016",
}
BIORXIV: dict[str, Any] = {
    "kind": "article",
    "container_title": "bioRxiv",
    "publisher": "Cold Spring Harbor Laboratory",
    "issued": "2015-02-03",
    "published": "2015-02-03",
}


def arxiv(identifier: str, **fields: object) -> Record:
    """What arXiv says of a preprint of December 2015."""
    own: dict[str, object] = {
        "source": "arxiv",
        "identifier": identifier,
        "title": "Deep Tests of 50% $\\alpha$",
        "authors": AUTHORS,
        "published": "2015-12-10",
        "updated": "2017-01-02",
        "version": 3,
        "primary_category": "cs.CV",
        "abstract": "Ours.",
    }
    return Record.model_validate(own | fields)


def crossref(identifier: str, **fields: object) -> Record:
    """What Crossref says of one DOI."""
    own: dict[str, object] = {
        "source": "crossref",
        "identifier": identifier,
        "title": "Deep tests of 50% α",
        "authors": IN_SHORT,
        "abstract": "Theirs.",
        "doi": identifier.removeprefix("doi:"),
    }
    if "issued" in fields:
        own["published"] = fields["issued"]
    return Record.model_validate(own | fields)


def said(identifier: str, **fields: object) -> Record:
    """What a person says."""
    return Record.model_validate({"source": "override", "identifier": identifier} | fields)


def joined(*parts: Record | Mention, also: str = "") -> Reference:
    """A reference with the identifiers of its records, in their order."""
    records = tuple(part for part in parts if isinstance(part, Record))
    names = [str(one.identifier) for one in records] + also.split()
    return Reference(
        identifiers=tuple(map(whole.parse, dict.fromkeys(names))),
        records=records,
        mentions=tuple(part for part in parts if isinstance(part, Mention)),
    )


def upgraded(number: int, *parts: Record | Mention, **fields: object) -> Reference:
    """An arXiv preprint with what Crossref says of its published version."""
    ours, theirs = f"arxiv:1512.{number:05}", f"doi:10.1000/up.{number}"
    return joined(arxiv(ours), crossref(theirs, **fields), *parts)


UPGRADED = Library(
    references={
        "article": upgraded(
            1,
            mention(
                "arxiv:1512.00001", version=2, section=("Vision",), annotation="Mine.", state="done"
            ),
            **NATURE,
        ),
        "paper": upgraded(2, **ICML),
        "chapter": upgraded(3, **ICML | {"kind": "chapter", "volume": "7"}),
        "book": upgraded(4, **ICML | {"kind": "book", "container_title": None, "pages": None}),
        "thesis": upgraded(5, kind="thesis", publisher="ETH Zürich", issued="2016-07"),
        "report": upgraded(6, kind="report", publisher="CERN", issued="2016", volume="9"),
        "preprint": joined(crossref("doi:10.1101/2015.02.03.1", **BIORXIV)),
        "preprint-published": joined(
            crossref("doi:10.1101/2015.02.03.2", **BIORXIV),
            crossref("doi:10.1000/up_8", **NATURE),
        ),
        "preprint-bare": joined(
            crossref("doi:10.2139/ssrn.9", kind="article", published="2015", issued="2015")
        ),
        "three": joined(
            arxiv("arxiv:1512.00010"),
            crossref("doi:10.1101/2015.02.03.10", **BIORXIV),
            crossref("doi:10.1000/up.10", **NATURE),
        ),
        "no-container": upgraded(11, **NATURE | {"container_title": None}),
        "no-publisher": upgraded(12, **ICML | {"kind": "book", "publisher": None}),
        "no-date": upgraded(13, **NATURE | {"issued": None}),
        "dataset": upgraded(14, kind="dataset", publisher="Zenodo", issued="2016"),
        "article-doi": joined(crossref("doi:10.1000/15", **NATURE)),
        "article-doi-lacking": joined(crossref("doi:10.1000/16", kind="article-journal")),
        "renamed": upgraded(
            17, **NATURE | {"title": "Deeper Tests & More", "authors": IN_SHORT[:2]}
        ),
        "said": upgraded(18, **NATURE).model_copy(
            update={
                "records": (
                    said("arxiv:1512.00018", title="As I say", pages="8", published="2001"),
                    *upgraded(18, **NATURE).records,
                )
            }
        ),
    }
)
"""What is printed in every format; see the golden files ``upgraded.*``."""

DATE = PartialDate(year=2016, month=6, day=1)
V1 = PartialDate(year=2015, month=12, day=10)
