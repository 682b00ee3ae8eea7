"""Papers a page leaves out: asked again alone, missing only if arXiv proves to be well."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest
from tests import standin
from tests.sources.arxiv_network import (
    SEARCHES,
    FakeHttp,
    api_of,
    error_feed,
    feed_of,
    fetch,
    kinds,
    reasons,
)
from tests.standin import Arxiv, Fault, Reply, fake_papers

from paperbib.errors import BusyError, HttpError, RefusedError, UnreachableError
from paperbib.model import Failed, Found, Missing
from paperbib.sources.batches import EMPTY, SHORT

GONE = [f"2002.{number:05}" for number in range(1, 61)]
HERE = [paper.id for paper in fake_papers(150)]


def _empty() -> Reply:
    return Reply(200, feed_of())


def test_a_few_missing_papers_cost_one_question_each_and_a_control() -> None:
    http = FakeHttp(api_of(*fake_papers(150)))
    answers = fetch(http, *HERE, *GONE[:3])
    assert kinds(answers) == [Found] * 150 + [Missing] * 3
    assert [len(batch) for batch in http.ids_asked] == [100, 53, 1, 1, 1, 1]
    assert http.ids_asked[2:5] == [[one] for one in GONE[:3]]
    assert http.ids_asked[5][0] in HERE


@pytest.mark.parametrize("asked", [GONE[:1], GONE[:2], [*GONE[:2], HERE[0]], GONE[:59]])
def test_no_url_is_asked_twice_for_a_cdn_would_answer(asked: list[str]) -> None:
    http = FakeHttp(api_of(*fake_papers(2)))
    fetch(http, *asked, control=HERE[1])
    questions = [tuple(question.items()) for question in http.questions]
    assert len(questions) == len(set(questions))


def test_of_a_hundred_half_may_be_missing() -> None:
    http = FakeHttp(api_of(*fake_papers(50)))
    answers = fetch(http, *HERE[:50], *GONE[:50])
    assert kinds(answers) == [Found] * 50 + [Missing] * 50
    assert len(http.questions) == 1 + 50 + 1


def test_what_a_page_left_out_by_mistake_is_found_alone() -> None:
    http = FakeHttp(api_of(*fake_papers(5)), forgotten={1: {HERE[1], HERE[3]}})
    answers = fetch(http, *HERE[:5])
    assert kinds(answers) == [Found] * 5
    assert http.ids_asked == [HERE[:5], [HERE[1]], [HERE[3]]]


def test_a_paper_found_later_is_the_sign_that_arxiv_is_well() -> None:
    http = FakeHttp(api_of(*fake_papers(5)), forgotten={1: {HERE[4]}})
    answers = fetch(http, *HERE[:5], "1912.00001")
    assert kinds(answers) == [Missing, *[Found] * 5]
    assert http.ids_asked[1:] == [["1912.00001"], [HERE[4]]], "no control is needed"


def test_a_sign_from_before_is_none() -> None:
    http = FakeHttp(api_of(*fake_papers(5)), replies={2: _empty(), 3: _empty()})
    answers = fetch(http, *HERE[:5], GONE[0])
    assert kinds(answers) == [Found] * 5 + [Failed]
    assert reasons(answers) == {EMPTY}
    assert len(http.questions) == 3


def test_a_single_paper_may_be_missing() -> None:
    http = FakeHttp(api_of(*fake_papers(1)))
    assert kinds(fetch(http, GONE[0])) == [Missing]
    assert [one["max_results"] for one in http.questions[:2]] == ["1", "2"]
    assert http.questions[2:] == SEARCHES[:1], "nothing is known to exist"


def test_a_spurious_empty_feed_for_one_is_seen_through() -> None:
    http = FakeHttp(api_of(*fake_papers(1), faults=(standin.EMPTY,)))
    assert kinds(fetch(http, HERE[0])) == [Found]
    assert len(http.questions) == 2


@pytest.mark.parametrize("control", [HERE[0], None])
def test_an_api_of_empty_feeds_knows_nothing(control: str | None) -> None:
    http = FakeHttp(api_of(), tries=4)
    answers = fetch(http, *HERE[1:150], control=control)
    assert kinds(answers) == [Failed] * 149
    assert reasons(answers) == {EMPTY}
    assert len(http.questions) == 3, "the batch, twice; the control; nothing more"
    last = http.questions[-1]
    assert last == SEARCHES[0] if control is None else last["id_list"] == control


def test_a_batch_of_papers_that_are_all_missing() -> None:
    http = FakeHttp(api_of(*fake_papers(1)), tries=4)
    answers = fetch(http, *GONE[:3], control=HERE[0])
    assert kinds(answers) == [Missing] * 3
    alone = [[one] for one in GONE[:3]]
    assert http.ids_asked == [GONE[:3]] * 2 + [[HERE[0]], *alone, [HERE[0]]]


def test_a_control_that_is_asked_for_itself_proves_nothing() -> None:
    http = FakeHttp(api_of(*fake_papers(1)), tries=1)
    assert kinds(fetch(http, *GONE[:2], control=GONE[0])) == [Missing] * 2
    assert [http.questions[2], http.questions[-1]] == SEARCHES[:2], "no CDN knows the second"
    assert len(http.questions) == 2 + 1 + 2 + 1


def test_an_empty_feed_that_went_away_was_none() -> None:
    http = FakeHttp(api_of(*fake_papers(3), faults=(standin.EMPTY,)), tries=4)
    assert kinds(fetch(http, *HERE[:3])) == [Found] * 3
    assert http.ids_asked == [HERE[:3]] * 2


@dataclass
class NoSearch(Arxiv):
    """Knows papers by their identifiers only, and says so with ``refusal``."""

    refusal: Reply = field(default_factory=lambda: Reply(404, b"Not Found", "text/plain"))

    def answer(self, params: Mapping[str, str], headers: Mapping[str, str], fault: Fault) -> Reply:
        return super().answer(params, headers, fault) if "id_list" in params else self.refusal


@pytest.mark.parametrize(
    "refusal",
    [
        *(Reply(status, b"no", "text/plain") for status in (400, 404, 405, 501)),
        error_feed("search_query is not supported"),
        error_feed("search_query is not supported", status=200),
        error_feed("", ""),
    ],
)
@pytest.mark.parametrize("number", [1, 2, 3])
def test_an_api_that_refuses_to_search_may_lack_papers(refusal: Reply, number: int) -> None:
    http = FakeHttp(NoSearch(refusal=refusal))
    assert kinds(fetch(http, *GONE[:number])) == [Missing] * number
    assert len(http.questions) == number + (2 if number == 1 else 4)


@pytest.mark.parametrize(
    "reply",
    [
        Reply(403, b"Access Denied"),
        Reply(406, b""),
        Reply(503, b""),
        Reply(200, b"Rate exceeded."),
        Reply(200, feed_of()),
        error_feed("internal error"),
        error_feed("down for maintenance", status=200),
        Reply(404, b"<html>Down for maintenance</html>"),
    ],
)
@pytest.mark.parametrize("number", [1, 2])
def test_an_api_that_fails_to_search_is_not_well(reply: Reply, number: int) -> None:
    http = FakeHttp(NoSearch(refusal=reply))
    assert kinds(fetch(http, *GONE[:number])) == [Failed] * number
    assert len(http.questions) == 3


ERRORS = [
    UnreachableError("no network"),
    BusyError("busy"),
    RefusedError("403", status=403),
    RefusedError("400", status=400, body=error_feed("max_results must be an integer").content),
]


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: error.reason)
@pytest.mark.parametrize("number", [2, 3, 4, 5])
def test_a_failure_while_confirming_leaves_all_that_is_in_doubt(
    error: HttpError, number: int
) -> None:
    http = FakeHttp(api_of(*fake_papers(1)), errors={number: error})
    answers = fetch(http, HERE[0], *GONE[:3])
    assert kinds(answers) == [Found] + [Failed] * 3
    assert len(reasons(answers)) == 1
    assert len(http.questions) == number


def test_a_failure_after_a_sign_leaves_what_the_sign_proved() -> None:
    forgotten = {1: {HERE[1]}}
    http = FakeHttp(api_of(*fake_papers(2)), forgotten=forgotten, errors={4: BusyError("busy")})
    answers = fetch(http, *HERE[:2], "1912.00001", *GONE[:2])
    assert kinds(answers) == [Missing, Found, Found, Failed, Failed]
    assert http.ids_asked[1:] == [["1912.00001"], [HERE[1]], [GONE[0]]]


@pytest.mark.parametrize("length", range(1, 8))
def test_whatever_is_empty_nothing_is_missing_without_a_sign(length: int) -> None:
    for empty in itertools.product([True, False], repeat=length):
        replies = {at: _empty() for at, is_empty in enumerate(empty, 1) if is_empty}
        http = FakeHttp(api_of(*fake_papers(3)), replies=replies)
        answers = fetch(http, *HERE[:3], GONE[0])
        for value in [one for one, answer in answers.items() if isinstance(answer, Missing)]:
            asked_at = http.ids_asked.index([value]) + 1
            assert value == GONE[0] or asked_at in replies
            rest = range(asked_at + 1, len(http.questions) + 1)
            assert any(at not in replies and http.ids_asked[at - 1] != [GONE[0]] for at in rest)


def test_what_was_missing_before_needs_no_question_of_its_own() -> None:
    http = FakeHttp(api_of(*fake_papers(5)))
    answers = fetch(http, *HERE[:5], *GONE[:3], missing=GONE[:3])
    assert kinds(answers) == [Found] * 5 + [Missing] * 3
    assert len(http.questions) == 1


def test_what_was_missing_before_is_not_missing_for_an_empty_page() -> None:
    http = FakeHttp(api_of(*fake_papers(5)), replies=dict.fromkeys(range(1, 9), _empty()))
    assert set(kinds(fetch(http, *GONE[:3], missing=GONE[:3]))) == {Failed}


def test_what_was_missing_before_may_be_there_now() -> None:
    http = FakeHttp(api_of(*fake_papers(5)))
    assert kinds(fetch(http, *HERE[:5], missing=HERE[:1])) == [Found] * 5


def test_who_is_frugal_does_not_make_up_for_short_pages() -> None:
    http = FakeHttp(api_of(*fake_papers(5)), forgotten={1: {HERE[1], HERE[3]}})
    answers = fetch(http, *HERE[:5], is_frugal=True)
    assert kinds(answers) == [Found] * 3 + [Failed, Found]
    assert reasons(answers) == {SHORT}
    assert http.ids_asked == [HERE[:5], [HERE[1]]]
