"""Every fault at every request: each identifier is answered, and nothing is made up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests import standin
from tests.sources.arxiv_network import (
    ENDPOINT,
    SEARCHES,
    FakeHttp,
    api_of,
    error_feed,
    feed_of,
    fetch,
    ids,
    kinds,
    reasons,
)
from tests.standin import Fault, Reply, fake_papers

from paperbib.errors import BusyError, HttpError, RefusedError, UnreachableError
from paperbib.model import Failed, Found, Invalid, Missing
from paperbib.sources.arxiv import ArxivSource
from paperbib.sources.batches import EMPTY
from paperbib.transport.gate import HoldOffError

_BOMB = b"<!DOCTYPE feed [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;'>]><feed>&b;</feed>"
FAULTS = {
    "429": standin.status(429),
    "429-later": standin.status(429, "30"),
    "503": standin.status(503),
    "500": standin.status(500),
    "406": standin.status(406),
    "403": standin.status(403),
    "404": standin.status(404),
    "rate": standin.RATE_EXCEEDED,
    "html": standin.HTML,
    "nothing": standin.NOTHING,
    "short": standin.SHORT,
    "reset": standin.RESET,
    "hang": standin.HANG,
    "bomb": Fault("body", body=_BOMB),
    "gzip": Fault("body", body=b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03garbage"),
    "json": Fault("body", body=b"{}"),
    **{f"cut{percent}": standin.cut(percent) for percent in range(0, 100, 5)},
}
PLAIN = {"429", "429-later", "406", "403", "404", "reset", "hang"}
"""What is nobody's fault but arXiv's: there is no need to ask whether it is well."""
PLACES = [(1, 1), (3, 1), (250, 1), (250, 2), (250, 3)]
"""How many papers, and at which request the fault comes: the first, middle and last."""
HERE = [paper.id for paper in fake_papers(250)]


def _found_before(count: int, number: int) -> int:
    return min(count, 100 * (number - 1))


def _whole(http: FakeHttp, count: int) -> None:
    answers = fetch(http, *HERE[:count])
    assert kinds(answers) == [Found] * count


@pytest.mark.parametrize(("count", "number"), PLACES)
@pytest.mark.parametrize("name", sorted(set(FAULTS) - {"short"}))
def test_a_fault_ends_the_asking_and_loses_nothing(name: str, count: int, number: int) -> None:
    faults = (*[standin.NONE] * (number - 1), *[FAULTS[name]] * 50)
    http = FakeHttp(api_of(*fake_papers(250), faults=faults))
    answers = fetch(http, *HERE[:count])
    before = _found_before(count, number)
    assert kinds(answers) == [Found] * before + [Failed] * (count - before)
    assert len(reasons(answers)) == 1
    assert len(http.questions) == number + (name not in PLAIN), "one control at most"
    http.api.faults.clear()
    _whole(http, count)


@pytest.mark.parametrize(("count", "number"), PLACES)
@pytest.mark.parametrize("name", sorted(set(FAULTS) - PLAIN - {"short"}))
def test_a_fault_that_passed_by_the_control_is_no_harm(name: str, count: int, number: int) -> None:
    faults = (*[standin.NONE] * (number - 1), FAULTS[name])
    http = FakeHttp(api_of(*fake_papers(250), faults=faults))
    expected = [Failed] if count == 1 else [Found] * count
    assert kinds(fetch(http, *HERE[:count])) == expected


@pytest.mark.parametrize("name", ["rate", "html", "cut50", "nothing"])
def test_an_outage_costs_one_request_more_than_the_tries(name: str) -> None:
    http = FakeHttp(api_of(*fake_papers(250), faults=(FAULTS[name],) * 50), tries=4)
    assert kinds(fetch(http, *HERE, control="1706.03762")) == [Failed] * 250
    assert len(http.questions) == 4 + 1


@pytest.mark.parametrize(("count", "found"), [(1, 0), (3, 1), (100, 50), (250, 125)])
def test_of_lasting_short_feeds_that_which_came_is_found(count: int, found: int) -> None:
    http = FakeHttp(api_of(*fake_papers(250), faults=(standin.SHORT,) * 500))
    answers = fetch(http, *HERE[:count])
    assert Counter(kinds(answers)) == +Counter({Found: found, Failed: count - found})
    assert len(http.questions) == -(-count // 100) + (count > 1) + 1, "one alone, and the control"


@pytest.mark.parametrize(("count", "number"), PLACES)
@pytest.mark.parametrize("name", sorted(set(FAULTS) - {"403", "404", "406"}))
def test_a_fault_that_passes_is_no_harm(name: str, count: int, number: int) -> None:
    fault = FAULTS[name]
    faults = (*[standin.NONE] * (number - 1), fault, fault)
    http = FakeHttp(api_of(*fake_papers(250), faults=faults), tries=4)
    _whole(http, count)


@pytest.mark.parametrize(("count", "number"), PLACES)
@pytest.mark.parametrize(
    "error",
    [
        UnreachableError("no network"),
        HoldOffError("paused"),
        BusyError("busy"),
        RefusedError("403", body=b"<html>"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_after_an_error_nothing_more_is_asked(error: HttpError, count: int, number: int) -> None:
    http = FakeHttp(api_of(*fake_papers(250)), errors={number: error})
    absent = "2003.00001"
    answers = fetch(http, *HERE[: count - 1], absent)
    before = _found_before(count, number)
    expected = Counter({Found: before, Failed: count - before})
    assert Counter(kinds(answers)) == +expected
    assert isinstance(answers[absent], Failed), "absent once is not missing"
    assert reasons(answers) == {error.reason}
    assert len(http.questions) == number


@pytest.mark.parametrize(("count", "number"), PLACES)
def test_an_empty_feed_once_and_for_all(count: int, number: int) -> None:
    faults = (*[standin.NONE] * (number - 1), standin.EMPTY)
    passing = FakeHttp(api_of(*fake_papers(250), faults=faults), tries=4)
    _whole(passing, count)
    lasting = FakeHttp(api_of(*fake_papers(250), faults=(*faults, *[standin.EMPTY] * 50)))
    answers = fetch(lasting, *HERE[:count])
    before = _found_before(count, number)
    assert kinds(answers) == [Found] * before + [Failed] * (count - before)
    assert reasons(answers) == {EMPTY}


@pytest.mark.parametrize(("count", "number"), PLACES)
def test_one_bad_identifier_on_any_page(count: int, number: int) -> None:
    bad = HERE[(number - 1) * 100]
    http = FakeHttp(api_of(*fake_papers(250)))
    http.api.refused = {bad}
    answers = fetch(http, *HERE[:count])
    assert isinstance(answers.pop(bad), Invalid)
    assert kinds(answers) == [Found] * (count - 1)


# What becomes of single requests, in the order they are made; None is well.
_MISHAPS: dict[str, HttpError | Fault | Reply | None] = {
    "well": None,
    "busy": standin.RATE_EXCEEDED,
    "empty": standin.EMPTY,
    "short": standin.SHORT,
    "cut": standin.cut(60),
    "unreachable": UnreachableError("no network"),
    "strangers": Reply(200, feed_of(*[one for one in fake_papers(300) if one.id > HERE[-1]])),
    "refused": Reply(400, b"no"),
    "named": error_feed("incorrect id format for 2001.00002"),
    "misnamed": error_feed("incorrect id format for abc"),
    "internal": error_feed("internal error", status=200),
}
_REFUSALS = {"refused", "named", "misnamed"}
"""In reply to a search, a sign that arXiv answers, and does not search."""
_EXISTING, _ABSENT, _REFUSED = HERE[:9], [f"2002.{one:05}" for one in range(1, 6)], HERE[9:14]
_ASKED = st.lists(st.sampled_from([*_EXISTING, *_ABSENT, *_REFUSED]), max_size=25)
_SCRIPTS = st.lists(st.sampled_from(["well", "well", *_MISHAPS]), max_size=30)


def _network(script: Sequence[str], forgotten: dict[int, set[str]], tries: int) -> FakeHttp:
    http = FakeHttp(api_of(*fake_papers(14)), forgotten=forgotten, tries=tries)
    http.api.refused = set(_REFUSED)
    for number, name in enumerate(script, 1):
        mishap = _MISHAPS[name]
        http.api.faults.append(mishap if isinstance(mishap, Fault) else standin.NONE)
        if isinstance(mishap, HttpError):
            http.errors[number] = mishap
        elif isinstance(mishap, Reply):
            http.replies[number] = mishap
    return http


@settings(max_examples=300)
@given(
    asked=_ASKED,
    script=_SCRIPTS,
    forgotten=st.dictionaries(
        st.integers(1, 30), st.sets(st.sampled_from(_EXISTING), max_size=9), max_size=9
    ),
    tries=st.integers(1, 3),
    control=st.sampled_from([None, *_EXISTING[:2]]),
)
def test_whatever_happens_each_has_one_answer_and_none_is_made_up(
    asked: list[str],
    script: list[str],
    forgotten: dict[int, set[str]],
    tries: int,
    control: str | None,
) -> None:
    http = _network(script, forgotten, tries)
    names = [*script, *["well"] * 500]
    source = ArxivSource(ENDPOINT, control=ids(control)[0] if control else None)
    answered = []
    for answer in source.fetch(ids(*asked), http):
        value, number = answer.identifier.value, len(http.questions)
        answered.append(value)
        if isinstance(answer, Found):
            assert value in _EXISTING
            assert value in http.ids_asked[number - 1], "from the page that just came in"
            assert names[number - 1] in {"well", "short"}, "whole, or each entry of it is"
            assert value not in forgotten.get(number, set())
        if isinstance(answer, Missing):
            alone = [at for at, one in enumerate(http.ids_asked[: number - 1], 1) if one == [value]]
            assert alone, "asked alone, and something after that"
            assert number > max(alone)
            is_search = http.questions[-1] in SEARCHES
            is_any_sign = is_search and names[number - 1] in _REFUSALS | {"strangers"}
            assert names[number - 1] in {"well", "short"} or is_any_sign
        if isinstance(answer, Invalid):
            named = value == HERE[1] and "named" in names
            assert value in _REFUSED or named or {"misnamed", "refused", "named"} & set(script)
    assert sorted(answered) == sorted(set(asked))


@given(
    asked=st.sets(st.sampled_from([*HERE, *(f"2002.{one:05}" for one in range(1, 20))])),
    refused=st.sets(st.sampled_from(HERE[:-1]), max_size=7),  # not the control
)
@settings(max_examples=30)
def test_without_faults_every_answer_is_right(asked: set[str], refused: set[str]) -> None:
    http = FakeHttp(api_of(*fake_papers(250)))
    http.api.refused = refused
    answers = fetch(http, *asked, control="2001.00250")
    for value, answer in answers.items():
        expected = Invalid if value in refused else Found if value in HERE else Missing
        assert type(answer) is expected, (value, answer)
    missing = sum(isinstance(one, Missing) for one in answers.values())
    bad = sum(isinstance(one, Invalid) for one in answers.values())
    batches = -(-len(asked) // 100)
    # A batch of which nothing comes is asked for once more, and a control is.
    empty = 2 * batches if missing else 0
    assert len(http.questions) <= batches + bad + missing + 2 + empty
