from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest
from tests import standin
from tests.standin import StandIn, fake_papers

from paperbib.sources import atom

ROOT = Path(__file__).resolve().parents[1]


def _ask(url: str, **params: str) -> atom.Feed:
    headers = {"Accept": "*/*", "User-Agent": "tests"}
    request = Request(f"{url}?{urlencode(params)}", headers=headers)  # noqa: S310 - loopback
    with urlopen(request) as reply:  # noqa: S310 - loopback
        most, start = int(params.get("max_results", "10")), int(params.get("start", "0"))
        return atom.parse(reply.read(), most=most, start=start)


def _status(url: str, headers: dict[str, str]) -> int:
    with pytest.raises(HTTPError) as raised:
        urlopen(Request(url, headers=headers))  # noqa: S310 - loopback
    raised.value.close()
    return raised.value.code


def test_ten_results_unless_more_are_asked_for_and_not_in_the_order_asked() -> None:
    ids = ",".join(paper.id for paper in fake_papers(12))
    with StandIn(fake_papers(12)) as arxiv:
        feed = _ask(arxiv.url, id_list=ids)
        assert (feed.total, len(feed.entries)) == (12, 10)
        assert feed.entries[0].id.endswith("2001.00012v1")
        rest = _ask(arxiv.url, id_list=ids, start="10", max_results="10")
        assert (rest.start, len(rest.entries)) == (10, 2)


def test_versions_exist_or_are_silently_absent() -> None:
    with StandIn(fake_papers(1)) as arxiv:
        ids = "2001.00001v1,2001.00001v2,2001.99999,arXiv:2001.00001"
        feed = _ask(arxiv.url, id_list=ids)
        assert feed.total == 1
        assert [entry.id for entry in feed.entries] == ["http://arxiv.org/abs/2001.00001v1"]


def test_strangers_are_turned_away() -> None:
    with StandIn() as arxiv:
        url = arxiv.url + "?id_list=abc"
        known = {"Accept": "*/*", "User-Agent": "tests"}
        assert _status(url, {"User-Agent": "tests"}) == 406
        assert _status(url, {"Accept": "*/*", "User-Agent": "python-httpx/0.28.1"}) == 403
        assert _status(url, known) == 400
        assert _status(arxiv.url.replace("query", "other"), known) == 404
        assert _status(arxiv.url + "?id_list=" + "1706.03762," * 800, known) == 414
        arxiv.faults.append(standin.status(503))
        assert _status(url, known) == 503
        assert [request.status for request in arxiv.log] == [406, 403, 400, 404, 414, 503]
        assert arxiv.log[2].params == {"id_list": "abc"}


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ('ti:"paper numbered 3"', ["3"]),
        ('ti:"PAPERS, number-3"', ["3"]),
        ('ti:"numbered paper"', []),
        ("ti:paper AND au:authord", ["3"]),
        ('au:"de Boer" AND ti:3', ["3"]),
        ("ti:3 OR ti:2", ["2", "3"]),
        ("ti:paper ANDNOT ti:2", ["1", "3"]),
        ("ti:paper ANDNOT (ti:1 OR ti:2)", ["3"]),
        ("all:invention", ["1", "2", "3"]),
        ("all:the", ["1", "2", "3"]),
        ("boer", ["1", "2", "3"]),
        ("ti:the", []),
        ("ti:unheard", []),
    ],
)
def test_a_search_finds_words_as_arxiv_does(question: str, expected: list[str]) -> None:
    with StandIn(fake_papers(3)) as arxiv:
        feed = _ask(arxiv.url, search_query=question)
        assert [entry.id[-3] for entry in feed.entries] == expected
        assert feed.total == len(expected)
        both = _ask(arxiv.url, search_query=question, id_list="2001.00003,2001.00009")
        assert [entry.id[-3] for entry in both.entries] == expected[-1:] * ("3" in expected)


def test_the_page_of_a_search_is_counted_and_the_shorter_title_comes_first() -> None:
    papers = fake_papers(30)
    papers[20] = replace(papers[20], title="Paper Numbers")
    with StandIn(papers) as arxiv:
        page = _ask(arxiv.url, search_query='ti:"paper number"', start="0", max_results="7")
        assert (page.total, page.start, len(page.entries)) == (30, 0, 7)
        assert page.entries[0].id.endswith("2001.00021v1")
        rest = _ask(arxiv.url, search_query='ti:"paper number"', start="28", max_results="7")
        assert (rest.total, rest.start, len(rest.entries)) == (30, 28, 2)


@pytest.mark.parametrize(
    "question", ['ti:"open', "ti:a AND", "xy:paper", "(ti:paper", "ti:one ti:two", ")"]
)
def test_a_question_that_is_none_is_refused(question: str) -> None:
    known = {"Accept": "*/*", "User-Agent": "tests"}
    with StandIn(fake_papers(1)) as arxiv:
        assert _status(f"{arxiv.url}?{urlencode({'search_query': question})}", known) == 400


def test_searches_go_wrong_as_other_questions_do() -> None:
    with StandIn(fake_papers(4)) as arxiv:
        arxiv.faults += [standin.EMPTY, standin.SHORT, standin.RATE_EXCEEDED]
        assert _ask(arxiv.url, search_query="ti:paper").total == 0
        for _ in range(2):
            with pytest.raises(atom.UnusableError):
                _ask(arxiv.url, search_query="ti:paper")
        assert _ask(arxiv.url, search_query="ti:paper").total == 4


def test_it_runs_by_hand() -> None:
    snapshot = ROOT / "data" / "arxiv-snapshot.jsonl"
    command = [sys.executable, "-m", "tests.standin", "--snapshot", str(snapshot)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout
        url = running.stdout.readline().strip().removeprefix("PAPERBIB_ARXIV_API=")
        feed = _ask(url, id_list="1706.03762")
        with urlopen(url.replace("/api/query", "/log")) as reply:  # noqa: S310 - loopback
            log = json.loads(reply.read())
        running.terminate()
    assert feed.entries[0].title == "Attention Is All You Need"
    assert [request["params"] for request in log] == [{"id_list": "1706.03762"}]
