"""Entry types of published versions: only where nothing that the type needs is missing."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from bibtexparser.entrypoint import parse_string
from tests.consumers import consumers
from tests.exporters.published_samples import PUBLISHED, published

from paperbib.exporters import bibtex, csl_json
from paperbib.exporters.options import Options
from paperbib.model import Library, Reference

ALL = Options()


def entry(reference: Reference, options: Options = ALL) -> tuple[str, dict[str, str]]:
    written = parse_string(bibtex.render(Library(references={"k": reference}), options)).entries[0]
    return written.entry_type, {field.key: field.value for field in written.fields}


def test_every_kind_as_it_is_printed(golden: Callable[[str, str], None]) -> None:
    golden("published.bib", bibtex.render(PUBLISHED, ALL))
    golden("published.csl.json", csl_json.render(PUBLISHED, ALL))


def test_an_article_keeps_its_preprint() -> None:
    kind, found = entry(PUBLISHED.references["article"], Options(date="published"))
    assert kind == "article"
    assert found == {
        "author": r"He, Kaiming and Erd{\H o}s, P{\'a}l",
        "title": "Deep Residual Learning",
        "year": "2016",
        "month": "jun",
        "journal": r"J. Tests \& Measures",
        "volume": "12",
        "number": "3",
        "pages": "770--778",
        "publisher": "IEEE",
        "eprint": "1512.03385",
        "archiveprefix": "arXiv",
        "primaryclass": "cs.CV",
        "eprinttype": "arxiv",
        "doi": "10.1109/CVPR.2016.90",
        "url": "https://arxiv.org/abs/1512.03385",
        "keywords": "vision, to cite",
    }


@pytest.mark.parametrize(
    ("key", "kind", "field", "value"),
    [
        ("paper", "inproceedings", "booktitle", r"CVPR \& Friends"),
        ("paper", "inproceedings", "pages", "1--9"),
        ("chapter", "incollection", "booktitle", r"CVPR \& Friends"),
        ("book", "book", "publisher", "MIT Press"),
        ("thesis", "phdthesis", "school", r"ETH Z{\"u}rich"),
        # Nobody said for which degree.
        ("thesis", "phdthesis", "type", "Thesis"),
        ("report", "techreport", "institution", "CERN"),
        ("report", "techreport", "note", r"Draft\_2"),
        ("pinned", "article", "url", "https://arxiv.org/abs/1512.03392v2"),
        ("pinned", "article", "eprint", "1512.03392"),
        ("chapter-lacking", "misc", "note", r"Published version: CVPR \& Friends"),
        ("chapter-lacking", "misc", "howpublished", "arXiv preprint arXiv:1512.03390"),
        ("article-lacking", "misc", "note", "Published version: 7, 1"),
        ("article-lacking", "misc", "doi", "10.48550/arXiv.1512.03391"),
        ("book-lacking", "misc", "howpublished", "A Series"),
    ],
)
def test_types_and_what_they_call_their_fields(key: str, kind: str, field: str, value: str) -> None:
    found, fields = entry(PUBLISHED.references[key])
    assert (found, fields[field]) == (kind, value)
    assert ("howpublished" in fields) == (kind == "misc")
    assert "number" not in fields


@pytest.mark.parametrize("lacking", ["authors", "published"])
def test_without_authors_or_date_nothing_is_an_article(lacking: str) -> None:
    fields: dict[str, Any] = {"container_title": "Nature"}
    whole = published("arxiv:1512.03385", "article-journal", **fields)
    empty = {"authors": (), "published": None}[lacking]
    records = tuple(one.model_copy(update={lacking: empty}) for one in whole.records)
    kind, found = entry(whole.model_copy(update={"records": records}))
    assert (kind, found["note"]) == ("misc", "Published version: Nature")
    assert entry(whole)[0] == "article"


COMPLETE = Library(
    references={
        key: one for key, one in PUBLISHED.references.items() if not key.endswith("-lacking")
    }
)


@pytest.mark.parametrize(
    "style", ["plain", "abbrv", "alpha", "apalike", "plainnat", "unsrtnat", "IEEEtran"]
)
def test_no_style_misses_anything(style: str, tmp_path: Path) -> None:
    bib = tmp_path / "in" / "references.bib"
    bib.parent.mkdir()
    text = bibtex.render(COMPLETE, Options(date="published"))
    bib.write_text(text, encoding="utf-8")
    report = consumers.bibtex_document(bib, tmp_path, style)
    assert (report.errors, report.warnings) == ((), ()), report.output
    assert sorted(report.keys) == sorted(re.findall(r"(?m)^@\w+\{(.*),$", text))
