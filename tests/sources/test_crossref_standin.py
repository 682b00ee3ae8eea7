"""The stand-in behaves as Crossref documents: who tests against it relies on that."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from tests import standin
from tests.standin import Fault, fake_papers
from tests.standin.crossref import Crossref, Work, published

API = Crossref(
    works={"10.1000/a": Work("10.1000/A", "Zeta"), "10.1000/b": Work("10.1000/b", "Alpha")},
    aliases={"10.1000/old": "10.1000/a"},
)
BOTH = "doi:10.1000/A,doi:10.1000/b,doi:10.1000/none"


def _items(fault: Fault = standin.NONE, **params: str) -> list[dict[str, Any]]:
    reply = API.answer("/works", params, fault)
    assert reply.status == 200
    items: list[dict[str, Any]] = json.loads(reply.content)["message"]["items"]
    return items


def test_values_of_one_filter_are_alternatives_and_the_unknown_is_left_out() -> None:
    assert [item["DOI"] for item in _items(filter=BOTH)] == ["10.1000/b", "10.1000/a"]
    assert len(_items(filter=BOTH, rows="1")) == 1
    assert _items(Fault("empty"), filter=BOTH) == []
    assert _items(filter="doi:10.1000/a", select="DOI,title") == [
        {"DOI": "10.1000/a", "title": ["Zeta"]}
    ]


@pytest.mark.parametrize(
    "params",
    [
        {"filter": "doi"},
        {"filter": "colour:blue"},
        {"filter": "doi:10.1000/a,b"},
        {"filter": BOTH, "rows": "1001"},
        {"filter": BOTH, "rows": "many"},
        {"filter": BOTH, "select": "DOI,colour"},
    ],
)
def test_what_is_no_question_is_refused_in_json(params: dict[str, str]) -> None:
    reply = API.answer("/works", params, standin.NONE)
    assert reply.status == 400
    assert json.loads(reply.content)["message-type"] == "validation-failure"


def test_a_work_an_alias_and_nothing() -> None:
    found = API.answer("/works/10.1000/a", {}, standin.NONE)
    assert json.loads(found.content)["message"]["title"] == ["Zeta"]
    alias = API.answer("/works/10.1000/OLD", {}, standin.NONE)
    assert (alias.status, dict(alias.headers)["Location"]) == (301, "/works/10.1000/a")
    missing = API.answer("/works/10.1000/none", {}, standin.NONE)
    assert (missing.status, missing.content) == (404, b"Resource not found.")


def test_faults() -> None:
    def asked(fault: Fault) -> standin.Reply:
        return API.answer("/works/10.1000/a", {}, fault)

    assert asked(standin.status(404)).content == b"Resource not found."
    busy = asked(standin.status(429, "5"))
    assert (busy.status, dict(busy.headers)) == (429, {"Retry-After": "5"})
    assert asked(standin.status(429)).headers == ()
    assert asked(standin.HTML).content.startswith(b"<!DOCTYPE html>")
    with pytest.raises(json.JSONDecodeError):
        json.loads(asked(standin.cut(50)).content)
    wrong = replace(API, wrong={"10.1000/a": "Another Paper"})
    told = json.loads(wrong.answer("/works/10.1000/a", {}, standin.NONE).content)["message"]
    assert (told["DOI"], told["title"]) == ("10.1000/a", ["Another Paper"])


def test_a_published_twin_names_its_preprint() -> None:
    first, second = fake_papers(2)
    (twin,) = published([replace(first, dois=("10.1000/x", "10.1000/erratum")), second])
    assert (twin.doi, twin.title, twin.date) == ("10.1000/x", first.title, (2021, 6))
    assert twin.relations == (("has-preprint", "doi", "10.48550/arXiv.2001.00001"),)
