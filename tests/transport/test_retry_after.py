from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import nullcontext
from email.utils import formatdate

import httpx
import pytest
import respx
from tests.transport.clock import NOW, Clock
from tests.transport.replies import URL, body, busy, ok, read_yes

from paperbib.errors import RefusedError
from paperbib.transport import Reply, Transport
from paperbib.transport.gate import HoldOffError
from paperbib.transport.verdict import retry_after_s
from paperbib.transport.wire import Delivery


@pytest.mark.parametrize(
    ("header", "wait_s"),
    [
        ("120", 120),
        (formatdate(NOW + 60, usegmt=True), 60),
        (formatdate(NOW + 60), 60),  # "-0000": no zone, which is no reason to take ours
        ("Fri Jan 15 08:01:00 2027", 60),
        (formatdate(NOW - 60, usegmt=True), 3),
        ("Thu, 32 Foo 2027 99:99:99 GMT", 3),
        ("x" * 10_000, 3),
        ("1", 3),
        ("soon", 3),
        ("-5", 3),
        ("1e3", 3),
        ("nan", 3),
        ("٣", 3),
    ],
)
def test_retry_after_is_honoured_where_it_makes_sense(
    network: respx.MockRouter, client: Transport, clock: Clock, header: str, wait_s: float
) -> None:
    busy = httpx.Response(429, headers=[(b"Retry-After", header.encode())])
    network.get(URL).mock(side_effect=[busy, ok()])
    client.get(URL, {}, body)
    assert clock.now - NOW == pytest.approx(wait_s)


def test_a_pause_longer_than_a_run_ends_the_asking_also_for_the_next_run(
    network: respx.MockRouter, open_transport: Callable[..., Transport], clock: Clock
) -> None:
    network.get(URL).mock(side_effect=[httpx.Response(429, headers={"Retry-After": "1800"}), ok()])
    with pytest.raises(HoldOffError, match=r"asked for a pause of 1800 s$"):
        open_transport().get(URL, {}, body)
    later = open_transport()
    told = r"^export\.arxiv\.org asked for a pause of another 30 minutes$"
    with pytest.raises(HoldOffError, match=told):
        later.get(URL, {}, body)
    assert (later.requests, clock.slept) == (0, [])
    clock.now += 1795
    assert later.get(URL, {}, body) == b"yes"
    assert clock.slept == [5]


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503, 504])
@pytest.mark.parametrize("asked_s", [0, 10, 119, 120])
def test_every_busy_reply_may_ask_for_a_pause(
    network: respx.MockRouter, client: Transport, clock: Clock, status: int, asked_s: int
) -> None:
    network.get(URL).mock(side_effect=[busy(str(asked_s), status), ok()])
    assert client.get(URL, {}, body) == b"yes"
    assert clock.slept == [max(3, asked_s)]


def test_a_good_status_with_a_bad_body_may_ask_for_a_pause(
    network: respx.MockRouter, client: Transport, clock: Clock
) -> None:
    limited = httpx.Response(200, text="Rate exceeded.", headers={"Retry-After": "20"})
    network.get(URL).mock(side_effect=[limited, ok()])
    assert client.get(URL, {}, read_yes) == b"yes"
    assert clock.slept == [20]


def test_a_good_status_with_a_bad_body_may_ask_for_too_long_a_pause(
    network: respx.MockRouter, client: Transport, clock: Clock
) -> None:
    limited = httpx.Response(200, text="Rate exceeded.", headers={"Retry-After": "899"})
    network.get(URL).mock(limited)
    for told in ("^no feed and asked for a pause of 899 s$", "asked .* another 15 minutes$"):
        with pytest.raises(HoldOffError, match=told):
            client.get(URL, {}, read_yes)
    assert (client.requests, clock.slept) == (1, [])


def test_a_long_pause_after_a_definite_no_is_for_the_next_question(
    network: respx.MockRouter, client: Transport, clock: Clock
) -> None:
    network.get(URL).mock(busy("600", 403))
    with pytest.raises(RefusedError):
        client.get(URL, {}, body)
    with pytest.raises(HoldOffError, match=r"^export\.arxiv\.org asked .* another 10 minutes$"):
        client.get("https://oaipmh.arxiv.org/oai", {}, body)
    assert (client.requests, clock.slept) == (1, [])


@pytest.mark.parametrize(("status", "wait_s"), [(200, 3), (301, 3), (307, 3), (403, 20), (404, 20)])
def test_a_pause_asked_for_otherwise_is_kept_by_the_next_question(
    network: respx.MockRouter, client: Transport, clock: Clock, status: int, wait_s: float
) -> None:
    network.get(URL).mock(side_effect=[busy("20", status), ok()])
    with nullcontext() if status == 200 else pytest.raises(RefusedError):
        client.get(URL, {}, body)
    client.get(URL, {}, body)
    assert clock.slept == [wait_s]


def test_a_date_counts_from_the_clock_of_the_server(
    network: respx.MockRouter, client: Transport, clock: Clock
) -> None:
    theirs = NOW + 7200  # our clock is two hours behind
    headers = {
        "Date": formatdate(theirs, usegmt=True),
        "Retry-After": formatdate(theirs + 30, usegmt=True),
    }
    network.get(URL).mock(side_effect=[httpx.Response(503, headers=headers), ok()])
    client.get(URL, {}, body)
    assert clock.slept == [30]


@pytest.mark.parametrize(
    "header", ["121", "901", "86400", "9" * 400, formatdate(NOW * 3, usegmt=True)]
)
def test_no_pause_is_too_long_to_be_understood(
    network: respx.MockRouter, client: Transport, clock: Clock, header: str
) -> None:
    network.get(URL).mock(busy(header))
    with pytest.raises(HoldOffError, match=r"asked for a pause of \d+ s$") as raised:
        client.get(URL, {}, body)
    assert (client.requests, clock.slept) == (1, [])
    assert len(raised.value.reason) < 120


@pytest.mark.parametrize("date", ["Fri, 15 Jan 2027 08:01:00 -0000", "Fri Jan 15 08:01:00 2027"])
def test_a_date_without_a_zone_is_in_utc(monkeypatch: pytest.MonkeyPatch, date: str) -> None:
    with monkeypatch.context() as abroad:
        abroad.setenv("TZ", "Asia/Tokyo")
        time.tzset()
        delivery = Delivery(Reply(429, b"", ""), "", "", date, "")
        assert retry_after_s(delivery, NOW) == 60
    time.tzset()
