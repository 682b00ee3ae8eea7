"""Preprints with DOIs, as their servers register them."""

from __future__ import annotations

import json

from paperbib.identifiers.whole import parse
from paperbib.model import Record
from paperbib.sources.crossref import CrossrefSource


def _record(**work: object) -> Record:
    raw = json.dumps({"message": work})
    return CrossrefSource("").to_record(parse(f"doi:{work['DOI']}"), raw)


def test_a_preprint_server_is_what_a_preprint_is_in() -> None:
    record = _record(
        DOI="10.1101/2020.01.01.000001",
        type="posted-content",
        institution=[{"name": "bioRxiv"}],
    )
    assert (record.kind, record.container_title) == ("article", "bioRxiv")


def test_what_ssrn_registers_as_an_article_is_a_preprint() -> None:
    title = "SSRN Electronic Journal"
    record = _record(
        DOI="10.2139/SSRN.1234567", type="journal-article", **{"container-title": [title]}
    )
    assert (record.kind, record.container_title) == ("article", title)
