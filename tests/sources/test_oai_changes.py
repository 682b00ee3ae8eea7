from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests import standin
from tests.sources.oai_network import ENDPOINT, OaiHttp, ids, network
from tests.standin import Paper, fake_papers
from tests.standin.oai import Detail

from paperbib.errors import BusyError, HttpError, RefusedError, UnreachableError
from paperbib.sources import oai_xml
from paperbib.sources.oai import FloodError, Harvest, changed_since
from paperbib.transport import Transport

DAY = date(2026, 11, 1)


def _changing(*days: int, page_size: int = 20_000) -> OaiHttp:
    """Papers that changed so many days after the first, in the order of their numbers."""
    papers = fake_papers(len(days))
    http = network(*papers)
    http.api.oai.page_size = page_size
    for paper, day in zip(papers, days, strict=True):
        http.api.oai.details[paper.id] = Detail(changed=DAY + timedelta(days=day))
    return http


def _harvest(http: OaiHttp, *, most_pages: int = 100) -> Harvest:
    return changed_since(ENDPOINT, DAY, http, most_pages=most_pages)


def test_what_changed_since_a_day() -> None:
    http = _changing(-1, 0, 3)
    harvest = _harvest(http, most_pages=1)
    second, third = ids("2001.00002", "2001.00003")
    assert harvest == Harvest({second: DAY, third: DAY + timedelta(days=3)}, 1)
    question = {"verb": "ListIdentifiers", "metadataPrefix": "arXiv", "from": "2026-11-01"}
    assert http.questions == [question]


def test_a_list_in_pages() -> None:
    http = _changing(*range(7), page_size=3)
    harvest = _harvest(http, most_pages=3)
    assert (len(harvest.identifiers), harvest.pages) == (7, 3)
    assert [one.keys() for one in http.questions[1:]] == [{"verb", "resumptionToken"}] * 2


@given(st.lists(st.integers(-3, 9), max_size=12), st.integers(1, 5), st.booleans())
def test_no_change_is_left_out(days: list[int], page_size: int, says_size: bool) -> None:  # noqa: FBT001
    http = _changing(*days, page_size=page_size)
    http.api.oai.says_size = says_size
    harvest = _harvest(http)
    since = {DAY + timedelta(days=day) for day in days if day >= 0}
    assert len(harvest.identifiers) == sum(day >= 0 for day in days)
    assert set(harvest.identifiers.values()) == since
    assert harvest.pages == len(http.questions)


def test_nothing_changed() -> None:
    assert _harvest(_changing(-1)) == Harvest({}, 1)


def test_a_deleted_paper_has_changed() -> None:
    http = _changing(1)
    detail = http.api.oai.details["2001.00001"]
    http.api.oai.details["2001.00001"] = Detail(changed=detail.changed, is_deleted=True)
    assert len(_harvest(http).identifiers) == 1


def test_old_identifiers_and_those_of_other_repositories() -> None:
    http = _changing(1, 2)
    lines = [
        _header("oai:arXiv.org:math/0309136", "2026-11-02"),
        _header("oai:arXiv.org:math/0309136", "2026-11-04T10:00:00Z"),
        _header("oai:arXiv.org:math/0309136", "2026-11-03"),
        _header("oai:arXiv.org:nonsense", "soon"),
        _header("oai:example.org:2001.00001", "2026-11-03"),
        "<header/>",
    ]
    http.bodies[1] = _list(*lines)
    assert _harvest(http) == Harvest({ids("math/0309136")[0]: date(2026, 11, 4)}, 1)


def _header(identifier: str, day: str) -> str:
    return f"<header><identifier>{identifier}</identifier><datestamp>{day}</datestamp></header>"


def _list(*lines: str) -> bytes:
    space = 'xmlns="http://www.openarchives.org/OAI/2.0/"'
    content = "".join(lines)
    return f"<OAI-PMH {space}><ListIdentifiers>{content}</ListIdentifiers></OAI-PMH>".encode()


def _token(text: str) -> str:
    return f"<resumptionToken>{text}</resumptionToken>"


ONE = _header("oai:arXiv.org:2001.00001", "2026-11-02")
TWO = _header("oai:arXiv.org:2001.00002", "2026-11-02")


def test_a_list_that_says_its_length_floods_after_one_request() -> None:
    http = _changing(*range(10), page_size=2)
    http.api.oai.says_size = True
    with pytest.raises(FloodError, match="10 papers"):
        _harvest(http, most_pages=4)
    assert len(http.questions) == 1
    assert _harvest(http, most_pages=5).pages == 5


def test_a_list_that_does_not_floods_before_a_request_too_many() -> None:
    http = _changing(*range(10), page_size=2)
    with pytest.raises(FloodError, match="more than 8 papers"):
        _harvest(http, most_pages=4)
    assert len(http.questions) == 4


def test_a_list_worth_nothing_is_not_asked_for() -> None:
    http = _changing(1)
    with pytest.raises(FloodError):
        _harvest(http, most_pages=0)
    assert not http.questions


def test_an_expired_token_begins_the_list_again_once() -> None:
    http = _changing(*range(6), page_size=2)
    http.api.oai.expired = 1
    harvest = _harvest(http, most_pages=3)
    assert (len(harvest.identifiers), harvest.pages) == (6, 5)
    assert http.questions[2] == http.questions[0]


def test_a_token_that_expires_again_ends_the_harvest() -> None:
    http = _changing(*range(6), page_size=2)
    http.api.oai.expired = 2
    with pytest.raises(BusyError, match="expires before its end"):
        _harvest(http)
    assert len(http.questions) == 4


def test_what_was_seen_before_a_token_expired_is_not_kept() -> None:
    http = _changing(0, 1, page_size=1)
    http.api.oai.expired = 1
    http.bodies[1] = _list(_header("oai:arXiv.org:math/0309136", "2026-11-02"), _token("a%26b"))
    assert sorted(_harvest(http).identifiers) == ids("2001.00001", "2001.00002")


BROKEN = {
    "a circle": ([_list(ONE, _token("a")), _list(TWO, _token("b")), _list(ONE, _token("a"))], 3),
    "its own token": ([_list(ONE, _token("a")), _list(TWO, _token("a"))], 2),
    "an empty page": ([_list(_token("a"))], 1),
    "an empty page later": ([_list(ONE, _token("a")), _list(_token("b"))], 2),
    "an empty list": ([_list()], 1),
    "nothing of arXiv's": ([_list(_header("oai:example.org:1", "2026-11-02"))], 1),
    "no datestamp": ([_list(_header("oai:arXiv.org:2001.00001", ""))], 1),
    "no such day": ([_list(_header("oai:arXiv.org:2001.00001", "2026-02-30"))], 1),
    "fewer than promised": ([_list(ONE, '<resumptionToken completeListSize="2"/>')], 1),
    "text": ([b"Rate exceeded."], 1),
    "HTML": ([standin.HTML.body], 1),
    "nothing": ([b""], 1),
    "a DOCTYPE": ([b"<!DOCTYPE x>" + _list(ONE)], 1),
    "another document": ([_list(ONE).replace(b"OAI/2.0", b"OAI/1.1")], 1),
    "another verb": ([_list(ONE).replace(b"ListIdentifiers", b"ListRecords")], 1),
}


@pytest.mark.parametrize(("bodies", "requests"), BROKEN.values(), ids=BROKEN)
def test_a_broken_list_is_none(bodies: list[bytes], requests: int) -> None:
    http = _changing()
    http.bodies = dict(enumerate(bodies, 1))
    with pytest.raises(BusyError, match=r"^arXiv") as raised:
        _harvest(http)
    assert not isinstance(raised.value, FloodError)
    assert "\n" not in raised.value.reason
    assert len(http.questions) == requests


@pytest.mark.parametrize("percent", range(0, 100, 5))
@pytest.mark.parametrize("at", [1, 2, 3])
def test_a_page_cut_short_is_none(percent: int, at: int) -> None:
    http = _changing(*range(6), page_size=2)
    http.api.faults.extend([standin.NONE] * (at - 1) + [standin.cut(percent)])
    with pytest.raises(BusyError, match="no usable list"):
        _harvest(http)


def test_a_page_that_lost_headers_is_noticed_where_the_length_is_said() -> None:
    http = _changing(*range(6), page_size=4)
    http.api.oai.says_size = True
    http.api.faults.extend([standin.SHORT])
    with pytest.raises(BusyError, match="4 of 6"):
        _harvest(http)


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (1, "badResumptionToken"),
        (1, "badArgument"),
        (1, "cannotDisseminateFormat"),
        (2, "noRecordsMatch"),
        (2, "badVerb"),
    ],
)
def test_other_errors_end_the_harvest(number: int, code: str) -> None:
    http = _changing(*range(6), page_size=2)
    body = network().api.oai.answer({"verb": ""}).replace(b'"badVerb"', f'"{code}"'.encode())
    http.bodies[number] = body
    with pytest.raises(BusyError, match=f"refuses to list what changed: {code}: The request"):
        _harvest(http)
    assert len(http.questions) == number


@pytest.mark.parametrize(
    "error", [UnreachableError("no network"), BusyError("busy"), RefusedError("403")], ids=str
)
def test_a_fault_of_the_network_is_the_callers_to_see(error: HttpError) -> None:
    http = _changing(*range(6), page_size=2)
    http.errors[2] = error
    with pytest.raises(type(error), match=error.reason):
        _harvest(http)


def test_a_full_page_is_read_in_no_time() -> None:
    lines = [_header(f"oai:arXiv.org:2001.{n:05}", "2026-11-02") for n in range(1, 20_001)]
    body = _list(*lines)
    started_s = time.process_time()
    page = oai_xml.parse_page(body)
    assert isinstance(page, oai_xml.Page)
    assert len(page.changed) == 20_000
    assert time.process_time() - started_s < 1


def test_over_a_real_wire(tmp_path: Path) -> None:
    first = datetime(2026, 11, 2, tzinfo=UTC)
    papers = [
        Paper(f"hep-th/99010{n:02}", f"Paper {n}", ("Ada Author",), (first + timedelta(days=n),))
        for n in range(1, 8)
    ]
    with (
        standin.StandIn(papers) as api,
        Transport(gate_dir=tmp_path, interval_s=0, sleep=lambda _: None) as http,
    ):
        api.oai.page_size = 3
        api.faults.extend([standin.RATE_EXCEEDED, standin.NONE, standin.cut(50)])
        api.faults.extend([standin.status(503), standin.NONE, standin.RESET])
        harvest = changed_since(api.oai_url, DAY, http, most_pages=3)
    assert sorted(harvest.identifiers) == ids(*(paper.id for paper in papers))
    assert harvest.pages == 3
