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
OLD = "hep-th/9901001"


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


@pytest.mark.parametrize(
    ("text", "anchor"),
    [
        ("incorrect id format for {}", ""),
        ("incorrect id format for {}v1", ""),
        ("Incorrect ID format for {}V12.", ""),
        ("incorrect id format for arXiv:{}", ""),
        ("incorrect id format for '{}'", ""),
        ("incorrect id format for: {}", ""),
        ("incorrect id format of  {} ", ""),
        ("invalid arXiv identifier for {}", ""),
        ("", "incorrect_id_format_for_{}"),
        ("", "incorrect_id_format_for_{}v3"),
        ("incorrect id format for", "incorrect_id_format_for_{}"),
    ],
)
@pytest.mark.parametrize(
    ("value", "spelled"),
    [
        (IDS[0], IDS[0]),
        (OLD, OLD),
        (OLD, "HEP-TH/9901001"),
        (OLD, "hep-th%2F9901001"),
        (OLD, "hep-th%252f9901001"),
        (OLD, "hep-th.AB/9901001"),
        (OLD, "hep-th_9901001"),
    ],
)
@pytest.mark.parametrize("status", [400, 200])
def test_the_named_one_is_known_in_any_spelling(
    text: str, anchor: str, value: str, spelled: str, status: int
) -> None:
    reply = error_feed(text.format(spelled), anchor.format(spelled), status=status)
    http = FakeHttp(api_of(*fake_papers(3)), replies={1: reply})
    asked = [value, *IDS[1:3]]
    answers = fetch(http, *asked)
    assert [type(answers[one]) for one in asked] == [Invalid, Found, Found]
    assert http.ids_asked == [sorted(asked), IDS[1:3]]


@pytest.mark.parametrize("api", [Terse, Misnaming, Wordless, Confused])
@pytest.mark.parametrize("at", [0, 1, 49, 50, 98, 99, 200, 249])
def test_one_that_is_not_named_is_found_by_halving(api: type[Arxiv], at: int) -> None:
    http = _network(api(), 250, IDS[at])
    answers = fetch(http, *IDS)
    expected = Counter({Found: 249, (Invalid if api is Misnaming else Failed): 1})
    assert Counter(kinds(answers)) == expected
    assert not isinstance(answers[IDS[at]], Found)
    assert len(http.questions) <= 3 + 2 * 7, "log2 of a hundred, twice"


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
