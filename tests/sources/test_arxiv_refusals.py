"""A batch that arXiv refuses for one identifier in it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

import pytest
from tests.sources.arxiv_network import (
    HEADERS,
    FakeHttp,
    api_of,
    error_feed,
    feed_of,
    fetch,
    kinds,
    reasons,
)
from tests.standin import Arxiv, Fault, Reply, fake_papers

from paperbib.model import Failed, Found, Invalid, Missing
from paperbib.sources.batches import EMPTY

IDS = [paper.id for paper in fake_papers(250)]


class Terse(Arxiv):
    """Refuses like the stand-in, in other words; ``reply`` makes them of the identifier."""

    def answer(self, params: Mapping[str, str], headers: Mapping[str, str], fault: Fault) -> Reply:
        reply = super().answer(params, headers, fault)
        named = re.search(rb"incorrect id format for ([^<]+)</summary>", reply.content)
        return self.reply(named[1].decode()) if named else reply

    def reply(self, value: str) -> Reply:
        """By default a refusal that says nothing at all."""
        del value
        return Reply(400, b"Bad Request", "text/plain")


class Misnaming(Terse):
    """Refuses in arXiv's words, and names something else."""

    def reply(self, value: str) -> Reply:
        del value
        return error_feed("incorrect id format for abc")


class Wordless(Terse):
    """Refuses with an error feed without words."""

    def reply(self, value: str) -> Reply:
        del value
        return error_feed("", "")


class Confused(Terse):
    """Refuses, and names a paper of another question."""

    def reply(self, value: str) -> Reply:
        del value
        return error_feed("incorrect id format for 1706.03762")


def _network(api: Arxiv, count: int, *refused: str) -> FakeHttp:
    api.papers = {paper.id: paper for paper in fake_papers(count)}
    api.refused = set(refused)
    return FakeHttp(api)


@pytest.mark.parametrize("refused", [[], IDS[:1], IDS[2:4], IDS[1:4], IDS[:4]])
def test_each_refused_identifier_costs_one_question(refused: list[str]) -> None:
    http = _network(Arxiv(), 4, *refused)
    answers = fetch(http, *IDS[:4])
    assert kinds(answers) == [Invalid if one in refused else Found for one in IDS[:4]]
    assert len(http.questions) == len(refused) + (len(refused) < 4)
    assert reasons(answers) == {
        f"arXiv refuses the request: incorrect id format for {one}" for one in refused
    }


@pytest.mark.parametrize("api", [Terse, Wordless, Confused])
@pytest.mark.parametrize("control", [IDS[0], None])
def test_one_refused_alone_is_invalid_if_arxiv_is_well(
    api: type[Arxiv], control: str | None
) -> None:
    http = _network(api(), 2, IDS[1])
    assert kinds(fetch(http, IDS[1], control=control)) == [Invalid]
    assert len(http.questions) == 3, "it alone, once more, and the control"
    first = _network(api(), 2, IDS[0])
    assert kinds(fetch(first, *IDS[:2])) == [Invalid, Found]
    assert first.ids_asked == [IDS[:2], [IDS[0]], [IDS[1]], [IDS[0]], [IDS[1]]]
    last = _network(api(), 2, IDS[1])
    assert kinds(fetch(last, *IDS[:2])) == [Found, Invalid]
    assert last.ids_asked == [IDS[:2], [IDS[0]], [IDS[1]], [IDS[1]], [IDS[0]]]


def test_a_refusal_without_words_that_passes_was_none() -> None:
    http = FakeHttp(api_of(*fake_papers(1)), replies={1: Reply(400, b"busy")})
    assert kinds(fetch(http, IDS[0])) == [Found]
    assert len(http.questions) == 2


@pytest.mark.parametrize(
    "sign", [Reply(400, b"Bad Request"), Reply(200, feed_of()), Reply(503, b""), Reply(403, b"")]
)
def test_one_refused_alone_has_failed_if_arxiv_is_not_well(sign: Reply) -> None:
    http = _network(Terse(), 2, IDS[1])
    http.replies[3] = sign
    assert kinds(fetch(http, IDS[1])) == [Failed]
    assert len(http.questions) == 3


@pytest.mark.parametrize("api", [Terse, Misnaming, Wordless, Confused])
@pytest.mark.parametrize("at", [0, 1, 49, 50, 98, 99, 200, 249])
def test_one_that_is_not_named_is_found_by_halving(api: type[Arxiv], at: int) -> None:
    http = _network(api(), 250, IDS[at])
    answers = fetch(http, *IDS)
    assert Counter(kinds(answers)) == {Found: 249, Invalid: 1}
    assert isinstance(answers[IDS[at]], Invalid)
    assert len(http.questions) <= 3 + 2 * 7 + 2, "log2 of a hundred, twice; confirmed"


def test_two_that_are_not_named_do_not_fail_the_others() -> None:
    http = _network(Misnaming(), 100, IDS[3], IDS[77])
    answers = fetch(http, *IDS[:100])
    assert Counter(kinds(answers)) == {Found: 98, Invalid: 2}


def test_an_api_that_refuses_everything_is_given_up() -> None:
    http = _network(Terse(), 250, *IDS)
    answers = fetch(http, *IDS)
    assert kinds(answers) == [Failed] * 250
    assert reasons(answers) == {"127.0.0.1 answered 400"}
    assert len(http.questions) == 8


def test_an_api_that_names_every_paper_is_not_believed_for_long() -> None:
    http = _network(Arxiv(), 250, *IDS)
    http.api.papers.clear()
    answers = fetch(http, *IDS)
    assert Counter(kinds(answers)) == {Invalid: 7, Failed: 243}
    assert reasons({one: answers[one] for one in IDS[7:]}) == {EMPTY}
    assert len(http.questions) == 9


def test_many_named_ones_are_taken_out_while_arxiv_is_well() -> None:
    http = _network(Arxiv(), 250, *IDS[:20])
    answers = fetch(http, *IDS[:100])
    assert Counter(kinds(answers)) == {Invalid: 20, Found: 80}
    assert len(http.questions) == 20 + 2 + 1, "with a control after each eighth"


@pytest.mark.parametrize("code", [413, 414])
def test_a_question_that_is_too_long_is_halved(code: int) -> None:
    class Short(Arxiv):
        def answer(
            self, params: Mapping[str, str], headers: Mapping[str, str], fault: Fault
        ) -> Reply:
            if params["id_list"].count(",") >= 60:
                return Reply(code, b"too long")
            return super().answer(params, headers, fault)

    http = _network(Short(), 100)
    assert kinds(fetch(http, *IDS[:100])) == [Found] * 100
    assert [len(batch) for batch in http.ids_asked] == [100, 50, 50]


@pytest.mark.parametrize(
    "reply",
    [
        error_feed("max_results must be an integer"),
        error_feed("max_results must be an integer", status=200),
        error_feed("start must be non-negative"),
        Reply(400, b'{"detail": "max_results: a number"}'),
        Reply(400, b"<html>Server Error</html>"),
        Reply(400, b"<html>arXiv is down for maintenance: see 2001.00001</html>"),
        error_feed("internal error, please try again", status=200),
        error_feed("", "", status=200),
        Reply(403, b"<html>Access Denied</html>"),
        Reply(406, b""),
        Reply(404, b"not here"),
        Reply(403, error_feed("go away").content),
    ],
)
@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_refusal_that_is_not_about_identifiers_ends_the_asking(reply: Reply, number: int) -> None:
    http = FakeHttp(api_of(*fake_papers(250)), replies={number: reply})
    answers = fetch(http, *IDS)
    found = 100 * (number - 1)
    assert kinds(answers) == [Found] * found + [Failed] * (250 - found)
    assert len(http.questions) == number


def test_an_error_entry_among_papers_is_an_error() -> None:
    papers = feed_of(*fake_papers(3))
    start = papers.index(b"  <entry>")
    complaint = error_feed(f"incorrect id format for {IDS[1]}").content
    entry = complaint[complaint.index(b"<entry>") : complaint.index(b"</feed>")]
    mixed = Reply(200, papers[:start] + entry + papers[start:])
    http = FakeHttp(api_of(*fake_papers(3)), replies={1: mixed})
    assert kinds(fetch(http, *IDS[:3])) == [Found, Invalid, Found]


def test_an_absent_paper_may_turn_out_to_be_refused() -> None:
    http = FakeHttp(
        api_of(*fake_papers(2)), replies={2: error_feed("incorrect id format for 2002.00001")}
    )
    answers = fetch(http, *IDS[:2], "2002.00001", "2002.00002")
    assert kinds(answers) == [Found, Found, Invalid, Missing]


def test_words_without_end_make_no_long_reason() -> None:
    reply = error_feed("incorrect id format for " + "a\n b%2" * 100_000, status=200)
    http = FakeHttp(api_of(*fake_papers(1)), replies={1: reply})
    (reason,) = reasons(fetch(http, IDS[0]))
    assert len(reason) < 300
    assert "\n" not in reason


def test_the_stand_in_refuses_in_the_recorded_words() -> None:
    reply = Arxiv().answer({"id_list": "abc"}, HEADERS, Fault("none"))
    assert b"<summary>incorrect id format for abc</summary>" in reply.content
