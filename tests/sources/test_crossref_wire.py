"""The source over the real client: in memory by respx, and over a socket to the stand-in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
import respx
from tests import standin
from tests.standin import StandIn, fake_papers
from tests.standin.crossref import Crossref, Work, published

from paperbib.identifiers import doi
from paperbib.identifiers.identifier import Identifier
from paperbib.model import Failed, Found, Missing
from paperbib.sources.crossref import CrossrefSource
from paperbib.transport import Transport

WORKS = "https://api.crossref.org/works"
PAPERS = [
    replace(paper, dois=(f"10.1000/{number}",)) for number, paper in enumerate(fake_papers(3), 1)
]
API = Crossref({work.doi: work for work in published(PAPERS)})


@pytest.fixture
def http(tmp_path: Path) -> Iterator[Transport]:
    with Transport(gate_dir=tmp_path, interval_s=0, sleep=lambda _: None) as client:
        yield client


@pytest.fixture
def network() -> Iterator[respx.MockRouter]:
    with respx.mock(assert_all_called=False) as router:
        yield router


def _ids(*texts: str) -> list[Identifier]:
    return [cited.identifier for text in texts if (cited := doi.parse(text))]


def _reply(path: str, **params: str) -> httpx.Response:
    reply = API.answer(path, params, standin.NONE)
    return httpx.Response(reply.status, content=reply.content)


def test_a_list_is_asked_for_as_documented(network: respx.MockRouter, http: Transport) -> None:
    wanted = "doi:10.1000/1,doi:10.1000/2"
    route = network.get(WORKS, params={"filter": wanted, "rows": "2", "mailto": "me@example.org"})
    route.mock(_reply("/works", filter=wanted))
    answers = list(
        CrossrefSource(WORKS, "me@example.org").fetch(_ids("10.1000/1", "10.1000/2"), http)
    )
    assert [type(answer) for answer in answers] == [Found, Found]
    # As the list of parameters has it: commas, slashes and colons need no escape.
    assert route.calls.last.request.url.query.decode().startswith(f"filter={wanted}&rows=2&mailto=")


@pytest.mark.parametrize(
    ("fault", "questions"),
    [
        (httpx.Response(429, headers={"Retry-After": "1"}), 4),
        (httpx.Response(503), 4),
        (httpx.Response(200, html="<html>We will be back</html>"), 4),
        (httpx.Response(200, content=b'{"status": "ok", "message": {"DO'), 4),
        (httpx.ReadTimeout("timed out"), 4),
        (httpx.Response(403), 1),
        (httpx.ConnectError("refused"), 1),
        (httpx.Response(404, html="<html>no such page</html>"), 1),
    ],
    ids=repr,
)
def test_a_fault_fails_and_then_there_is_no_storm(
    network: respx.MockRouter,
    http: Transport,
    fault: httpx.Response | Exception,
    questions: int,
) -> None:
    network.get(url__startswith=WORKS).mock(
        return_value=fault if isinstance(fault, httpx.Response) else None,
        side_effect=fault if isinstance(fault, Exception) else None,
    )
    asked = _ids(*(f"10.1000/{number}" for number in range(200)))
    answers = list(CrossrefSource(WORKS).fetch(asked, http))
    assert Counter(type(answer) for answer in answers) == {Failed: 200}
    assert len({answer.reason for answer in answers if isinstance(answer, Failed)}) == 1
    assert http.requests <= 2 * questions


def test_a_fault_that_passes_costs_nothing_but_time(
    network: respx.MockRouter, http: Transport
) -> None:
    route = network.get(f"{WORKS}/10.1000/1")
    route.mock(side_effect=[httpx.Response(503), _reply("/works/10.1000/1")])
    (answer,) = CrossrefSource(WORKS).fetch(_ids("10.1000/1"), http)
    assert isinstance(answer, Found)
    assert answer.record.title == PAPERS[0].title


def test_over_a_real_wire_every_identifier_is_answered(http: Transport) -> None:
    odd = "10.1002/(SICI)1097-0258(1998)17:15<1661::AID-SIM968>3.0.CO;2-2"
    with StandIn(PAPERS) as api:
        api.crossref.add(*published(PAPERS), Work(odd, "An Odd One"))
        api.faults.extend([standin.HTML, standin.status(429, "1"), standin.cut(50)])
        asked = _ids(odd, "10.1000/none", *(one.dois[0] for one in PAPERS))
        answers = list(CrossrefSource(api.crossref_url, "me@example.org").fetch(asked, http))
    assert Counter(type(answer) for answer in answers) == {Found: 4, Missing: 1}
    assert {request.params["mailto"] for request in api.log} == {"me@example.org"}
    relations = [one.record.relations for one in answers if isinstance(one, Found)]
    assert [str(told[0].identifier) for told in relations if told] == [
        f"arxiv:{paper.id}" for paper in PAPERS
    ]


def test_an_alias_is_asked_for_again_where_crossref_redirects_it(
    http: Transport,
) -> None:
    with StandIn() as api:
        api.crossref.add(Work("10.1000/prime", "On the Prime"))
        api.crossref.aliases["10.1000/old"] = "10.1000/prime"
        (answer,) = CrossrefSource(api.crossref_url).fetch(_ids("10.1000/old"), http)
    assert isinstance(answer, Found)
    assert (answer.record.title, answer.record.doi) == ("On the Prime", "10.1000/prime")
    assert [request.status for request in api.log] == [301, 200]
