"""Questions with a body and a key: asked as politely as others, the key kept to the request."""

from __future__ import annotations

import itertools
import json
import logging
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
import respx
from hypothesis import given
from hypothesis import strategies as st
from tests.standin import StandIn, status
from tests.standin.semantic_scholar import KEY, item
from tests.transport.clock import Clock
from tests.transport.replies import body, busy, ok, read_yes

from paperbib.errors import BusyError, HttpError, PaperbibError, RefusedError, UnreachableError
from paperbib.transport import Transport
from paperbib.transport.question import Question, posting

URL = "https://api.example.org/graph/v1/paper/batch"
BODY = b'{"ids": ["ARXIV:1706.03762"]}'
HEADERS = {"x-api-key": KEY}


def test_the_body_goes_out_as_json_with_the_headers(
    network: respx.MockRouter, client: Transport
) -> None:
    route = network.post(url__startswith=URL).mock(ok())
    assert client.post(URL, {"fields": "title,year"}, BODY, HEADERS, body) == b"yes"
    sent = route.calls.last.request
    assert (str(sent.url), sent.content) == (f"{URL}?fields=title,year", BODY)
    assert sent.headers["Content-Type"] == sent.headers["Accept"] == "application/json"
    assert sent.headers["x-api-key"] == KEY
    assert sent.headers["User-Agent"].startswith("paperbib/")
    assert sent.headers["Content-Length"] == str(len(BODY))


def test_a_look_up_after_it_says_nothing_of_the_key(
    network: respx.MockRouter, client: Transport
) -> None:
    network.post(URL).mock(ok())
    route = network.get(URL).mock(ok())
    client.post(URL, {}, BODY, HEADERS, body)
    client.get(URL, {}, body)
    sent = route.calls.last.request
    assert KEY not in repr(sent.headers.raw)
    assert "Content-Type" not in sent.headers
    assert sent.content == b""


def test_it_is_asked_again_as_a_look_up_is(
    network: respx.MockRouter, client: Transport, clock: Clock
) -> None:
    route = network.post(URL).mock(side_effect=[busy("7"), busy(status=503), ok("no"), ok()])
    assert client.post(URL, {}, BODY, HEADERS, read_yes) == b"yes"
    assert client.requests == 4
    assert {call.request.content for call in route.calls} == {BODY}
    assert sum(clock.slept) >= 7 + 3


def test_it_waits_its_turn_at_the_gate_of_the_site(
    network: respx.MockRouter, open_transport: Callable[..., Transport], clock: Clock
) -> None:
    network.post(URL).mock(ok())
    network.get(URL).mock(ok())
    client = open_transport(interval_s_by_site={"example.org": 1.1})
    client.get(URL, {}, body)
    client.post(URL, {}, BODY, HEADERS, body)
    assert clock.slept == [pytest.approx(1.1)]


ECHO = f"who sent {KEY}? {KEY}!"


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (httpx.Response(403, extensions={"reason_phrase": ECHO.encode()}), RefusedError),
        (httpx.Response(400, extensions={"reason_phrase": b"x" * 50 + KEY.encode()}), RefusedError),
        (httpx.Response(302, headers={"Location": f"https://e.org/?key={KEY}"}), RefusedError),
        (httpx.Response(301, headers={"Location": "/" + "x" * 110 + KEY}), RefusedError),
        (httpx.Response(503, extensions={"reason_phrase": ECHO.encode()}), BusyError),
        (httpx.Response(200, headers={"Content-Encoding": KEY}, content=b""), BusyError),
        (httpx.ConnectError(ECHO), UnreachableError),
        (httpx.ReadError(ECHO), BusyError),
        (httpx.LocalProtocolError(ECHO), BusyError),
    ],
    ids=lambda value: getattr(value, "__name__", None) or repr(value)[:20],
)
def test_no_message_shows_the_key(
    network: respx.MockRouter,
    client: Transport,
    answer: httpx.Response | httpx.RequestError,
    error: type[HttpError],
) -> None:
    network.post(URL).mock(side_effect=itertools.repeat(answer))
    with pytest.raises(error) as raised:
        client.post(URL, {}, BODY, HEADERS, body)
    shown = [str(raised.value), repr(raised.value), raised.value.reason]
    shown.append(getattr(raised.value, "location", ""))
    # Nor so much of it that the rest could be guessed.
    assert not [text for text in shown if KEY[:8] in text]


def test_a_redirect_gets_nothing_of_it(network: respx.MockRouter, client: Transport) -> None:
    away = network.route(host="elsewhere.example").mock(ok())
    network.post(URL).mock(httpx.Response(307, headers={"Location": "https://elsewhere.example/"}))
    with pytest.raises(RefusedError, match=r"307 .* which is not followed") as raised:
        client.post(URL, {}, BODY, HEADERS, body)
    assert raised.value.location == "https://elsewhere.example/"
    assert (away.called, client.requests) == (False, 1)


@pytest.mark.parametrize(
    "value", ["", " ", "two words", "new\nline", "line\r", "\x00", "schlüssel", "\ud800", "tab\t"]
)
def test_a_key_that_no_header_can_hold_is_not_sent_nor_shown(
    network: respx.MockRouter, client: Transport, value: str
) -> None:
    route = network.post(URL).mock(ok())
    with pytest.raises(PaperbibError) as raised:
        client.post(URL, {}, BODY, {"x-api-key": value}, body)
    assert raised.value.what == "the header x-api-key cannot be sent"
    assert not route.called


@given(st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1))
def test_what_a_header_can_hold_is_hidden_wherever_it_stands(value: str) -> None:
    question = posting(URL, {}, BODY, {"x-api-key": value})
    assert (question.method, question.headers["x-api-key"]) == ("POST", value)
    shown = question.without_secrets(f"({value}) {value}")
    assert "…" in shown
    assert len(value) < 4 or value not in shown
    assert len(value) < 4 or value in repr(question.url) or value not in repr(question)


def test_without_a_body_it_is_a_look_up() -> None:
    assert Question(httpx.URL(URL)).method == "GET"


def test_over_a_real_wire_where_no_log_shows_the_key(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with (
        caplog.at_level(logging.DEBUG),
        StandIn() as api,
        Transport(gate_dir=tmp_path, interval_s=0, sleep=lambda _: None) as http,
    ):
        api.scholar.papers["2001.00001"] = item("2001.00001", "On a Paper")
        api.faults.append(status(429, "1"))
        content = http.post(
            f"{api.scholar_url}/paper/batch",
            {"fields": "title"},
            b'{"ids": ["ARXIV:2001.00001", "ARXIV:2001.00002"]}',
            HEADERS,
            body,
        )
    assert [one and one["title"] for one in json.loads(content)] == ["On a Paper", None]
    assert [request.status for request in api.log] == [429, 200]
    assert "POST" in caplog.text
    assert KEY not in caplog.text
