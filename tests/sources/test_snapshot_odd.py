"""Fields of the bulk file that are not as its schema has them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from paperbib.identifiers import arxiv_id
from paperbib.model import Record
from paperbib.sources.snapshot import SnapshotSource


def _record(**fields: object) -> Record:
    known: dict[str, object] = {
        "id": "2001.00001",
        "title": "A Title",
        "authors": "Ada Author",
        "authors_parsed": [["Author", "Ada", ""]],
        "abstract": "Two lines.",
        "comments": "5 pages",
        "categories": "cs.CL",
        "doi": "10.1364/A.1",
        "journal-ref": "J. 1",
        "versions": [{"version": "v1", "created": "2019-06"}],
    }
    cited = arxiv_id.parse("2001.00001")
    assert cited
    return SnapshotSource(Path("none")).to_record(cited.identifier, json.dumps(known | fields))


def test_the_current_version_is_the_highest_wherever_it_stands() -> None:
    versions = [{"version": f"v{one}", "created": f"20{one:02}"} for one in (2, 10, 1)]
    record = _record(versions=versions)
    assert (record.version, str(record.published), str(record.updated)) == (10, "2001", "2010")


_V1 = {"version": "v1", "created": "2019-06"}


@pytest.mark.parametrize(
    ("odd", "left_out"),
    [
        ({"versions": "v1"}, {"versions": None}),
        ({"versions": {}}, {"versions": None}),
        ({"versions": ["v1"]}, {"versions": None}),
        ({"versions": [_V1, "v2"]}, {"versions": [_V1, {"version": None}]}),
        ({"versions": [_V1 | {"version": "1"}]}, {"versions": [_V1 | {"version": None}]}),
        ({"versions": [_V1 | {"created": "2019-13"}]}, {"versions": [_V1 | {"created": None}]}),
        ({"versions": [_V1 | {"created": "yesterday"}]}, {"versions": [_V1 | {"created": None}]}),
        ({"versions": [_V1 | {"created": 5}]}, {"versions": [_V1 | {"created": None}]}),
        ({"doi": 5}, {"doi": None}),
        ({"comments": 5}, {"comments": None}),
        ({"abstract": ["a"]}, {"abstract": None}),
        ({"journal-ref": {}}, {"journal-ref": None}),
        ({"categories": ["cs.CL"]}, {"categories": None}),
        ({"authors": 5, "authors_parsed": 5}, {"authors": None, "authors_parsed": None}),
        ({"authors_parsed": ["Ada"]}, {"authors_parsed": None}),
        ({"authors_parsed": [["One", "A."], ["Ada", 1]]}, {"authors_parsed": None}),
        (
            {"authors_parsed": [["One", "A."], []], "authors": 5},
            {"authors_parsed": [["One", "A."]]},
        ),
    ],
)
def test_an_odd_field_counts_as_not_given(
    odd: dict[str, object], left_out: dict[str, object]
) -> None:
    assert _record(**odd) == _record(**left_out)
    assert _record(**odd).title
