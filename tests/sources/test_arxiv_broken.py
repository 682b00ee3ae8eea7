"""One paper that breaks every page it is on: it alone has no answer."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.sources.arxiv_network import FakeHttp, fetch, kinds
from tests.standin import Arxiv, Fault, Reply, fake_papers

from paperbib.errors import BusyError, HttpError, UnreachableError
from paperbib.model import Failed, Found, Missing
from paperbib.sources.batches import BATCH, FAILURES
from paperbib.transport.gate import HoldOffError

HERE = [paper.id for paper in fake_papers(250)]
DEPTH = math.ceil(math.log2(BATCH)) + 1
"""How many unusable replies it takes to find one paper in a batch."""


@dataclass
class Breaking(Arxiv):
    """Breaks each page that one of some papers is on.

    Attributes:
        broken: Those papers.
        reply: What comes instead; by default an entry with an illegal character.
    """

    broken: set[str] = field(default_factory=set)
    reply: Reply | None = None

    def answer(self, params: Mapping[str, str], headers: Mapping[str, str], fault: Fault) -> Reply:
        whole = super().answer(params, headers, fault)
        if not self.broken & set(params.get("id_list", "").split(",")):
            return whole
        return self.reply or Reply(200, whole.content.replace(b"<title>On", b"<title>&#x1;"))


def _network(count: int, *broken: str, reply: Reply | None = None, tries: int = 1) -> FakeHttp:
    papers = {paper.id: paper for paper in fake_papers(count)}
    return FakeHttp(Breaking(papers, broken=set(broken), reply=reply), tries=tries)


REPLIES = [None, *(Reply(status, b"oops") for status in (500, 502, 503)), Reply(200, b"<html>")]


@pytest.mark.parametrize("reply", REPLIES)
@pytest.mark.parametrize("at", [0, 6, 49, 50, 99, 100, 199, 249])
@pytest.mark.parametrize("control", [None, "1706.03762"])
def test_it_fails_alone(reply: Reply | None, at: int, control: str | None) -> None:
    http = _network(250, HERE[at], reply=reply)
    http.api.papers["1706.03762"] = replace(fake_papers(1)[0], id="1706.03762")
    answers = fetch(http, *HERE, control=control)
    assert Counter(kinds(answers)) == {Found: 249, Failed: 1}
    assert isinstance(answers[HERE[at]], Failed)
    assert len(http.questions) <= 2 + 2 * DEPTH + DEPTH - 1


def test_the_other_batches_come_first() -> None:
    http = _network(250, HERE[0])
    fetch(http, *HERE)
    assert [len(batch) for batch in http.ids_asked[:4]] == [100, 0, 100, 50]


@pytest.mark.parametrize("tries", [1, 4])
def test_an_entry_that_is_counted_and_never_sent_costs_few_questions(tries: int) -> None:
    @dataclass
    class Losing(Arxiv):
        def answer(
            self, params: Mapping[str, str], headers: Mapping[str, str], fault: Fault
        ) -> Reply:
            whole = super().answer(params, headers, fault).content
            head, *entries = whole.replace(b"</feed>", b"").split(b"  <entry>")
            kept = [entry for entry in entries if b"2001.00007v" not in entry]
            return Reply(200, b"  <entry>".join([head, *kept]) + b"</feed>")

    http = FakeHttp(Losing({paper.id: paper for paper in fake_papers(250)}), tries=tries)
    answers = fetch(http, *HERE, "2002.00001")
    assert isinstance(answers.pop("2002.00001"), Missing)
    assert isinstance(answers.pop("2001.00007"), Failed)
    assert kinds(answers) == [Found] * 249
    # One page and one question alone in vain, each as often as the network tries; the
    # two other pages; a control; the missing paper and its control.
    assert len(http.questions) == 2 * tries + 2 + 1 + 2


def test_papers_in_doubt_are_judged_by_the_control_for_another() -> None:
    http = _network(3)
    http.forgotten = {1: {HERE[2]}}
    http.replies = {3: Reply(200, b"<html>")}
    answers = fetch(http, *HERE[:2], "1912.00001", HERE[2])
    assert [type(answers[one]) for one in (*HERE[:2], "1912.00001")] == [Found, Found, Missing]
    assert isinstance(answers[HERE[2]], Failed)
    assert len(http.questions) == 4, "the page; each alone; one control"


def test_an_api_that_breaks_at_most_papers_is_given_up() -> None:
    http = _network(250, *HERE)
    answers = fetch(http, *HERE, control="1706.03762")
    assert kinds(answers) == [Failed] * 250
    assert len(http.questions) <= 2 * FAILURES
    assert len(http.questions) == 2, "nobody knows that control"
    known = fetch(http, *HERE[1:], control=None)
    assert kinds(known) == [Failed] * 249
    assert len(http.questions) - 2 == 2 * FAILURES - 1, "16 questions, and a control after 15"


@pytest.mark.parametrize("places", [(1, 2), (3, 150), (0, 100, 200), (10, 30, 60, 90)])
def test_several_are_found_in_a_few_runs(places: tuple[int, ...]) -> None:
    http = _network(250, *(HERE[place] for place in places))
    left = list(HERE)
    for _ in range(4):
        answers = fetch(http, *left, control=None)
        left = [one for one in left if isinstance(answers[one], Failed)]
        assert len(http.questions) <= 3 * FAILURES + 3 * len(places)
        http.questions.clear()
    assert left == [HERE[place] for place in places]


@pytest.mark.parametrize(
    "error",
    [
        UnreachableError("no network"),
        HoldOffError("paused"),
        HoldOffError("paused", status=503, retry_after_s=7200),
        BusyError("reset"),
        BusyError("wait", status=429),
        BusyError("wait", status=503, retry_after_s=5),
    ],
)
def test_what_is_no_papers_fault_needs_no_control(error: HttpError) -> None:
    http = _network(250)
    http.errors[1] = error
    assert kinds(fetch(http, *HERE)) == [Failed] * 250
    assert len(http.questions) == 1


@given(
    broken=st.sets(st.sampled_from(HERE[:30]), max_size=4),
    asked=st.sets(st.sampled_from([*HERE[:30], "2002.00001", "2002.00002"])),
    reply=st.sampled_from(REPLIES),
)
@settings(max_examples=60)
def test_only_the_broken_ones_fail_for_good(
    broken: set[str], asked: set[str], reply: Reply | None
) -> None:
    http = _network(40, *broken, reply=reply)
    left = asked
    for _ in range(4):
        answers = fetch(http, *left, control=HERE[35])
        for value, answer in answers.items():
            if not isinstance(answer, Failed):
                assert isinstance(answer, Found if value in HERE else Missing)
        left = {one for one in left if isinstance(answers[one], Failed)}
    assert left == asked & broken
