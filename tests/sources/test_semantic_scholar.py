from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from tests import standin
from tests.sources.scholar_network import FakeHttp, api_of, fetch, numbered, told
from tests.standin import StandIn
from tests.standin.semantic_scholar import KEY, Scholar, item

from paperbib.identifiers.identifier import Identifier
from paperbib.identifiers.whole import parse
from paperbib.model import Answer, Failed, Found, Missing, Record
from paperbib.sources import Places, open_source
from paperbib.sources.semantic_scholar import SemanticScholarSource
from paperbib.transport import Transport


def test_an_item_becomes_a_record() -> None:
    people = ("Ada Author", "L. V. D. Maaten", "The BABAR Collaboration", "Hao")
    paper = item("hep-th/9901001", "On\n  a  Paper", "10.1000/One", *people)
    http = FakeHttp(Scholar({"hep-th/9901001": paper}))
    (answer,) = fetch(http, parse("arxiv:hep-th/9901001"))
    assert isinstance(answer, Found)
    assert answer.record == Record.model_validate(
        {
            "source": "semantic-scholar",
            "identifier": "arxiv:hep-th/9901001",
            "title": "On a Paper",
            "authors": [
                {"family": "Author", "given": "Ada"},
                {"family": "Maaten", "given": "L. V. D."},
                {"literal": "The BABAR Collaboration"},
                {"literal": "Hao"},
            ],
            "doi": "10.1000/One",
        }
    )
    assert "paperId" not in answer.raw
    source = SemanticScholarSource("", "")
    assert source.to_record(answer.identifier, answer.raw) == answer.record


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (None, None),
        ("", None),
        ("10.48550/arXiv.2001.00001", None),
        ("10.48550/ARXIV.2001.00001", None),
        (" 10.48550/arxiv.2001.00002v3", None),
        ("10.48550/odd", None),
        ("10.1000/A(b)<c>", "10.1000/A(b)<c>"),
        ("https://doi.org/10.1000/a", "10.1000/a"),
        ("10.1000/\ud800", None),
        ("no DOI", None),
    ],
)
def test_the_doi_is_that_of_a_publication(given: str | None, expected: str | None) -> None:
    paper = item("2001.00001", "T") | {"externalIds": {"ArXiv": "2001.00001", "DOI": given}}
    (answer,) = fetch(FakeHttp(Scholar({"2001.00001": paper})), *numbered(1))
    assert isinstance(answer, Found)
    assert answer.record.doi == expected


def test_five_hundred_are_asked_for_at_once_and_each_once() -> None:
    http = FakeHttp(api_of(*((one.value, None) for one in numbered(1001))))
    asked = numbered(1001)
    assert told(fetch(http, *asked, *asked[::-1])) == "F" * 1001
    assert list(map(len, http.api.asked)) == [500, 500, 1]
    assert http.api.asked[2] == ["ARXIV:2001.01001"]


def test_what_it_does_not_know_is_missing_also_where_it_knows_nothing() -> None:
    http = FakeHttp(api_of(("2001.00002", "10.1000/2")))
    assert told(fetch(http, *numbered(3))) == "MFM"
    assert told(fetch(FakeHttp(), *numbered(3))) == "MMM"
    assert fetch(http) == []


@pytest.mark.parametrize(
    "paper",
    [
        item("2001.00009", "Another"),
        item("2001.00002", "T") | {"externalIds": {"DOI": "10.1000/2"}},
        item("2001.00002", "T") | {"externalIds": None},
        item("2001.00002", "T") | {"externalIds": {"ArXiv": 2001.00002}},
        item("2001.00002", "T") | {"title": ["T"]},
        item("2001.00002", "T") | {"authors": {"name": "A"}},
        item("2001.00002", "T") | {"authors": ["Ada Author"]},
        item("2001.00002", "T") | {"authors": [{"name": 7}]},
        {"error": "Paper not found"},
        "null",
        [],
        7,
    ],
    ids=repr,
)
def test_an_item_of_another_paper_or_none_fails_alone(paper: object) -> None:
    api = api_of(("2001.00001", None), ("2001.00003", None))
    api.papers["2001.00002"] = paper
    answers = fetch(FakeHttp(api), *numbered(3))
    assert told(answers) == "FXF"
    assert isinstance(answers[1], Failed)
    assert answers[1].reason.startswith("Semantic Scholar's record cannot be read: ")


def test_people_without_names_are_nobody() -> None:
    paper = item("2001.00001", "T", None, "Ada Author", "", "et al.") | {"title": None}
    paper["authors"].append({"authorId": None})
    (answer,) = fetch(FakeHttp(Scholar({"2001.00001": paper})), *numbered(1))
    assert isinstance(answer, Found)
    assert (answer.record.title, len(answer.record.authors)) == (None, 1)
    paper["authors"] = None
    assert told(fetch(FakeHttp(Scholar({"2001.00001": paper})), *numbered(1))) == "F"


@pytest.mark.parametrize(
    ("places", "is_there"),
    [
        (Places("a"), False),
        (Places("a", semantic_scholar="http://127.0.0.1"), False),
        (Places("a", semantic_scholar="http://127.0.0.1", semantic_scholar_key=" \n"), False),
        (Places("a", semantic_scholar_key=KEY), False),
        (Places("a", semantic_scholar="http://127.0.0.1", semantic_scholar_key=KEY), True),
    ],
)
def test_it_is_there_only_with_a_key(places: Places, *, is_there: bool) -> None:
    source = open_source("semantic-scholar", places)
    assert (source is not None) is is_there


def _over_a_wire(folder: Path, api: StandIn, key: str, *asked: Identifier) -> list[Answer]:
    places = Places("a", semantic_scholar=api.scholar_url, semantic_scholar_key=key)
    source = open_source("semantic-scholar", places)
    assert source
    with Transport(gate_dir=folder, interval_s=0, sleep=lambda _: None) as http:
        return list(source.fetch(asked, http))


def test_over_a_real_wire_every_identifier_is_answered(tmp_path: Path) -> None:
    with StandIn() as api:
        api.scholar.papers |= {one.value: item(one.value, "T") for one in numbered(3)}
        api.faults.extend([standin.RATE_EXCEEDED, standin.status(429, "1"), standin.cut(50)])
        answers = _over_a_wire(tmp_path, api, f"{KEY}\n", *numbered(4))
    assert Counter(map(type, answers)) == {Found: 3, Missing: 1}
    assert [request.status for request in api.log] == [200, 429, 200, 200]


@pytest.mark.parametrize(
    ("key", "reason", "requests"),
    [
        ("not-the-key", "127.0.0.1 answered 403 Forbidden", 1),
        ("two keys", "the header x-api-key cannot be sent", 0),
        ("schlüssel", "the header x-api-key cannot be sent", 0),
    ],
)
def test_a_wrong_key_is_a_reason_that_does_not_show_it(
    tmp_path: Path, key: str, reason: str, requests: int
) -> None:
    with StandIn() as api:
        answers: list[Any] = _over_a_wire(tmp_path, api, key, *numbered(2))
    assert [answer.reason for answer in answers] == [reason] * 2
    assert len(api.log) == requests
