"""A library of published papers, one of each kind, with all that its kind needs."""

from __future__ import annotations

from tests.exporters.samples import mention, record, reference

from paperbib.model import Library, Name, PartialDate, Record, Reference

_HE = (Name(family="He", given="Kaiming"), Name(family="Erdős", given="Pál"))


def published(identifier: str, kind: str, **fields: object) -> Reference:
    """A paper of 2015 that a person says to be published in 2016."""
    own = {"title": "Deep Residual Learning", "authors": _HE, "primary_category": "cs.CV"}
    dates = {"published": PartialDate(year=2015, month=12, day=10)}
    override = Record.model_validate(
        {"source": "override", "identifier": identifier, "kind": kind} | fields
    )
    if identifier.startswith("arxiv:"):
        return reference(identifier, override, record(identifier, **own, **dates))
    return reference(identifier, override, record(identifier, title=own["title"], authors=_HE))


_CVPR = {"container_title": "CVPR & Friends", "issued": PartialDate(year=2016, month=6)}

PUBLISHED = Library(
    references={
        "article": published(
            "arxiv:1512.03385",
            "article-journal",
            container_title="J. Tests & Measures",
            volume="12",
            issue="3",
            pages="770–778",
            publisher="IEEE",
            doi="10.1109/CVPR.2016.90",
            issued=PartialDate(year=2016, month=6),
            tags=("vision", "to cite"),
        ),
        "paper": published(
            "arxiv:1512.03386",
            "paper-conference",
            volume="34",
            issue="05",
            pages="1--9",
            publisher="IEEE",
            **_CVPR,
        ),
        "chapter": published("arxiv:1512.03387", "chapter", publisher="Springer", **_CVPR),
        "book": published(
            "doi:10.1000/book", "book", publisher="MIT Press", issued=PartialDate(year=2016)
        ),
        "thesis": published("arxiv:1512.03388", "thesis", publisher="ETH Zürich"),
        "report": published("arxiv:1512.03389", "report", publisher="CERN", note="Draft_2"),
        "chapter-lacking": published("arxiv:1512.03390", "chapter", **_CVPR),
        "article-lacking": published("arxiv:1512.03391", "article-journal", volume="7", pages="1"),
        "book-lacking": published("doi:10.1000/other", "book", container_title="A Series"),
        "pinned": reference(
            "arxiv:1512.03392",
            *published(
                "arxiv:1512.03392", "article-journal", container_title="Nature", volume="1"
            ).records,
            mention("arxiv:1512.03392", version=2),
        ),
    }
)
