from __future__ import annotations

import json
import subprocess
import sys
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
