from __future__ import annotations

import json
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.sources.crossref_network import (
    ENDPOINT,
    FakeHttp,
    MovedError,
    Saying,
    api_of,
    fetch,
    numbered,
    told,
)
from tests.standin import Fault, Reply
from tests.standin.crossref import Crossref, Work, item_of

from paperbib.errors import HttpError
from paperbib.model import Failed, Found
from paperbib.sources import Places, open_source
from paperbib.sources.crossref import CrossrefSource


def test_one_doi_is_one_question_politely_asked() -> None:
    http = FakeHttp(api_of("10.1000/ABC"))
    (answer,) = fetch(http, "10.1000/Abc", mailto="me@example.org")
    assert isinstance(answer, Found)
    assert str(answer.identifier) == "doi:10.1000/Abc"
    assert answer.record.title == "On 10.1000/ABC"
    assert http.asked == [f"{ENDPOINT}/10.1000/Abc"]
    assert http.params == [{"mailto": "me@example.org"}]


def test_many_are_asked_for_at_once_and_those_left_out_alone() -> None:
    known = numbered(3)
    http = FakeHttp(api_of(*known))
    answers = fetch(http, *known, known[0], "10.1000/none", mailto="me@example.org")
    assert told(answers) == "FFFM"
    assert http.asked == [
        ",".join(f"doi:{one}" for one in (*known, "10.1000/none")),
        f"{ENDPOINT}/10.1000/none",
    ]
    assert http.params[0] | {"filter": ""} == {
        "filter": "",
        "rows": "4",
        "mailto": "me@example.org",
    }


def test_no_question_is_too_long() -> None:
    dois = [f"10.1000/{'x' * 90}({number})" for number in range(60)] + numbered(120)
    http = FakeHttp(api_of(*dois))
    assert set(told(fetch(http, *dois))) == {"F"}
    assert all(len(params["filter"]) < 3_500 for params in http.params)
    assert all(int(params["rows"]) <= 50 for params in http.params)
    assert len(http.asked) < 8


@pytest.mark.parametrize(
    ("odd", "path"),
    [
        ("10.1001/jama.251.19.2504,2509", "10.1001/jama.251.19.2504%2C2509"),
        ("10.1002/(SICI)1097(1998)17:15<1661::AID>3.0.CO;2-2",
         "10.1002/%28SICI%291097%281998%2917%3A15%3C1661%3A%3AAID%3E3.0.CO%3B2-2"),
        ("10.1000/a?b#c%d&e", "10.1000/a%3Fb%23c%25d%26e"),
        ("10.1000/ü", "10.1000/%C3%BC"),
    ],
)  # fmt: skip
def test_odd_dois_go_alone_and_quoted(odd: str, path: str) -> None:
    http = FakeHttp(api_of(odd, *numbered(2)))
    assert told(fetch(http, odd, *numbered(2))) == "FFF"
    assert f"{ENDPOINT}/{path}" in http.asked
    assert len(http.asked) == 2


@pytest.mark.parametrize(
    ("odd", "path"), [("10.1000/../x", "10.1000%2F..%2Fx"), ("10.1000//x", "10.1000%2F%2Fx")]
)
def test_no_client_takes_a_part_out_of_a_doi(odd: str, path: str) -> None:
    http = FakeHttp(api_of(odd))
    assert told(fetch(http, odd)) == "F"
    assert http.asked == [f"{ENDPOINT}/{path}"]


def test_what_was_not_asked_is_ignored() -> None:
    class Generous(Crossref):
        def answer(self, path: str, params: Mapping[str, str], fault: Fault) -> Reply:
            if "filter" not in params:
                return super().answer(path, params, fault)
            items = [item_of(Work(one, "Not asked")) for one in ("10.1000/x", "10.1000/y")]
            odd = [7, None, {}, {"DOI": 3}, {"DOI": "no DOI"}]
            return Reply(200, json.dumps({"message": {"items": odd + items}}).encode())

    api = Generous()
    api.add(*(Work(one, "Asked") for one in numbered(2)))
    answers = fetch(FakeHttp(api), *numbered(2))
    assert [one.record.title for one in answers if isinstance(one, Found)] == ["Asked", "Asked"]


def test_an_alias_is_answered_by_what_replaced_it() -> None:
    api = api_of("10.1000/prime")
    api.aliases["10.1000/old"] = "10.1000/PRIME"
    (answer,) = fetch(FakeHttp(api), "10.1000/old")
    assert isinstance(answer, Found)
    assert (str(answer.identifier), answer.record.doi) == ("doi:10.1000/old", "10.1000/prime")
    assert CrossrefSource("").to_record(answer.identifier, answer.raw) == answer.record


@pytest.mark.parametrize(
    "location",
    [
        "",
        "https://elsewhere.org/login",
        "/works/",
        "/works/none",
        "/works/10.48550/arXiv.1706.03762",
        "/works/10.1000/OLD",
        "/works/10.1000/gone",
        "/works/10.1000/again",
    ],
)
def test_a_redirect_that_leads_nowhere_is_no_answer(location: str) -> None:
    errors: dict[int, HttpError] = {1: MovedError(301, location)}
    if location.endswith("again"):
        errors[2] = MovedError(301, "/works/10.1000/prime")
    http = FakeHttp(api_of("10.1000/prime"), errors=errors)
    assert told(fetch(http, "10.1000/old")) == "X"
    assert len(http.asked) <= 2


def test_another_doi_is_believed_only_as_a_declared_alias() -> None:
    other = item_of(Work("10.1000/new", "New"))
    (answer,) = fetch(Saying(json.dumps({"message": other}).encode()), "10.1000/old")
    assert isinstance(answer, Failed)
    assert "its DOI is '10.1000/new', not 10.1000/old" in answer.reason
    declared = json.dumps({"message": other | {"aliases": ["10.1000/OLD"]}}).encode()
    assert told(fetch(Saying(declared), "10.1000/old")) == "F"


def test_an_unreadable_work_fails_alone() -> None:
    api = api_of(*numbered(4))
    api.add(Work("10.1000/002", "x", more={"author": 7}))
    answers = fetch(FakeHttp(api), *numbered(4))
    assert told(answers) == "FXFF"
    assert isinstance(answers[1], Failed)
    assert answers[1].reason == "Crossref's record cannot be read: 'author' is no list of objects"


def test_only_what_is_read_is_kept() -> None:
    more = {"reference": [{"key": str(number)} for number in range(3000)], "abstract": "Ω"}
    api = api_of()
    api.add(Work("10.1000/big", "Big", authors=tuple(f"A B{n}" for n in range(500)), more=more))
    (answer,) = fetch(FakeHttp(api), "10.1000/big")
    assert isinstance(answer, Found)
    assert len(answer.record.authors) == 500
    assert answer.raw.isascii()
    assert not any(word in answer.raw for word in ("reference", "affiliation", "license"))


@given(st.permutations(numbered(7)), st.sets(st.sampled_from(numbered(7))))
def test_the_order_asked_does_not_matter(order: list[str], known: set[str]) -> None:
    answers = fetch(FakeHttp(api_of(*known)), *order)
    assert told(answers) == "".join("F" if one in known else "M" for one in numbered(7))


def test_it_is_opened_where_there_is_a_place_for_it() -> None:
    assert open_source("crossref", Places("https://127.0.0.1")) is None
    source = open_source("crossref", Places("https://127.0.0.1", crossref=ENDPOINT))
    assert source is not None
    assert (source.name, *source.schemes) == ("crossref", "doi")
