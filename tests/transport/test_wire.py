from __future__ import annotations

import resource
import shutil
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import respx
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests import standin
from tests.standin import Fault, StandIn, fake_papers
from tests.standin import wire as standin_wire
from tests.transport.clock import Clock
from tests.transport.replies import URL, body

from paperbib.errors import BusyError, HttpError, RefusedError, UnreachableError
from paperbib.transport import Reply, Transport, wire

QUESTION = {"id_list": "2001.00001,2001.00002", "max_results": "2"}


def _on_loopback(tmp_path: Path, **options: Any) -> Transport:  # noqa: ANN401 - as Transport
    known: dict[str, Any] = {"gate_dir": tmp_path, "interval_s": 0, "sleep": lambda _: None}
    return Transport(**(known | options))


def _hurry(monkeypatch: pytest.MonkeyPatch, fault: Fault) -> float:
    """Shorten what a fault makes us wait for; the seconds of silence that are left."""
    if fault.kind == "trickle":
        monkeypatch.setattr(wire, "REPLY_LIMIT_S", 0.04)
    return {"hang": 0.04, "trickle": 10.0}.get(fault.kind, 30.0)


def _read_feed(reply: Reply) -> int:
    if b"</feed>" not in reply.content:
        raise BusyError("no feed")
    return reply.content.count(b"<entry>")


def test_a_body_without_end_is_cut_off(
    network: respx.MockRouter, client: Transport, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wire, "BODY_LIMIT_BYTES", 2**20)
    network.get(URL).mock(httpx.Response(200, content=(b"x" * 2**16 for _ in range(10**6))))
    with pytest.raises(RefusedError, match="more than 1 MiB"):
        client.get(URL, {}, body)


def test_a_body_that_trickles_is_given_up(
    network: respx.MockRouter, open_transport: Callable[..., Transport], clock: Clock
) -> None:
    def trickle() -> Iterator[bytes]:
        for _ in range(1000):
            clock.now += 20
            yield b"x"

    network.get(URL).mock(side_effect=lambda _: httpx.Response(200, content=trickle()))
    with pytest.raises(BusyError, match="did not finish its reply in 90 s"):
        open_transport(tries=1).get(URL, {}, body)


def test_a_body_that_cannot_be_decompressed_is_busy(
    network: respx.MockRouter, open_transport: Callable[..., Transport]
) -> None:
    headers = {"Content-Encoding": "gzip"}
    network.get(URL).mock(
        side_effect=lambda _: httpx.Response(200, headers=headers, stream=httpx.ByteStream(b"no"))
    )
    with pytest.raises(BusyError, match="broke off"):
        open_transport(tries=1).get(URL, {}, body)


@pytest.mark.parametrize(
    "fault",
    [
        standin.status(429),
        standin.status(429, "1"),
        standin.status(503),
        standin.RATE_EXCEEDED,
        standin.HTML,
        standin.NOTHING,
        standin.cut(90),
        standin.RESET,
        standin.HANG,
        standin_wire.CUT_LENGTH,
        standin_wire.CUT_CHUNK,
        standin_wire.GZIP_GARBAGE,
        standin_wire.GZIP_TWICE,
        standin_wire.STRANGE_ENCODING,
        standin_wire.NO_STATUS_LINE,
        standin_wire.NOTHING_AT_ALL,
        standin_wire.ENDLESS_HEADERS,
        standin_wire.ODD_REASON,
        standin_wire.TRICKLE,
        standin_wire.TRICKLED_STATUS,
        standin_wire.PROMISES,
    ],
    ids=lambda fault: f"{fault.kind}{fault.status}{fault.retry_after}{fault.body[-9:]!r}",
)
def test_every_fault_on_a_real_wire_is_overcome(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, fault: Fault
) -> None:
    read_timeout_s = _hurry(monkeypatch, fault)
    with StandIn(fake_papers(2)) as arxiv:
        arxiv.faults.extend([fault, fault])
        with _on_loopback(tmp_path, read_timeout_s=read_timeout_s, tries=20) as client:
            assert client.get(arxiv.url, QUESTION, _read_feed) == 2
        assert not arxiv.faults
        # On a busy machine a good reply may be too late as well, where we are in a hurry.
        assert client.requests == 3 or (client.requests > 3 and read_timeout_s < 30)


@pytest.mark.parametrize(
    ("fault", "kind", "reason"),
    [
        (standin.status(429), BusyError, "answered 429 Too Many Requests"),
        (standin.status(429, "7"), BusyError, "429 Too Many Requests and asked for a pause of 7 s"),
        (standin.status(503), BusyError, "answered 503 Service Unavailable"),
        (standin.RATE_EXCEEDED, BusyError, "no feed"),
        (standin.HTML, BusyError, "no feed"),
        (standin.cut(50), BusyError, "no feed"),
        (standin.RESET, BusyError, "broke off the reply: Connection reset by peer"),
        (standin.HANG, BusyError, "did not answer in time"),
        (standin_wire.CUT_LENGTH, BusyError, "broke off the reply: peer closed connection"),
        (standin_wire.CUT_CHUNK, BusyError, "broke off the reply: peer closed connection"),
        (standin_wire.GZIP_GARBAGE, BusyError, "broke off the reply: Error -3"),
        (standin_wire.GZIP_TWICE, BusyError, "encoding that was not offered: gzip, gzip"),
        (standin_wire.STRANGE_ENCODING, BusyError, "encoding that was not offered: zstd"),
        (standin_wire.NO_STATUS_LINE, BusyError, "broke off the reply: illegal status line"),
        (standin_wire.NOTHING_AT_ALL, BusyError, "broke off the reply: Server disconnected"),
        (standin_wire.ENDLESS_HEADERS, BusyError, "broke off the reply"),
        (standin_wire.ODD_REASON, BusyError, "answered 503 Gone fishing fishing fis"),
        (standin_wire.TRICKLE, BusyError, "did not finish its reply"),
        (standin_wire.TRICKLED_STATUS, BusyError, "did not finish its reply"),
        (standin_wire.PROMISES, BusyError, "did not finish its reply"),
        (standin_wire.bomb(3), RefusedError, "sent more than 1 MiB"),
        (standin.status(400), RefusedError, "answered 400 Bad Request"),
        (standin.status(403, "9"), RefusedError, "answered 403 Forbidden"),
        (standin.status(406), RefusedError, "answered 406 Not Acceptable"),
        (standin_wire.redirect("/elsewhere"), RefusedError, "302 Found to /elsewhere, which is"),
        (standin_wire.redirect("http://[::1"), HttpError, "127.0.0.1 "),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_every_fault_on_a_real_wire_has_a_name(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    fault: Fault,
    kind: type[HttpError],
    reason: str,
) -> None:
    read_timeout_s = _hurry(monkeypatch, fault)
    monkeypatch.setattr(wire, "BODY_LIMIT_BYTES", 2**20)
    with StandIn(fake_papers(2)) as arxiv:
        arxiv.faults.append(fault)
        with (
            _on_loopback(tmp_path, read_timeout_s=read_timeout_s, tries=1) as client,
            pytest.raises(kind) as raised,
        ):
            client.get(arxiv.url, QUESTION, _read_feed)
    assert reason in raised.value.reason
    _is_fit_to_show(raised.value)


def test_another_name_for_a_good_feed_does_no_harm(tmp_path: Path) -> None:
    with StandIn(fake_papers(2)) as arxiv, _on_loopback(tmp_path) as client:
        arxiv.faults.append(standin_wire.typed("application/json"))
        assert client.get(arxiv.url, QUESTION, lambda reply: reply.content_type) == (
            "application/json"
        )


def _is_fit_to_show(error: HttpError) -> None:
    assert error.reason.isprintable()
    assert len(error.reason) <= 350
    assert str(error) == error.reason


_hostile = st.text(st.characters(max_codepoint=255, exclude_characters="\r\n\0"), max_size=400)


@given(
    status=st.sampled_from([200, 301, 429]) | st.integers(100, 999),
    reason=_hostile,
    names=st.lists(
        st.sampled_from("Location Retry-After Date Content-Encoding Set-Cookie".split())
    ),
    value=_hostile
    | st.sampled_from(["http://[", "//", "ftp://x:y", "http://\xe9/", "gzip", "1e9"]),
    content=st.binary(max_size=50),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_whatever_a_server_says_is_a_reply_or_an_http_error(  # noqa: PLR0913, PLR0917 - all it can say
    tmp_path: Path, status: int, reason: str, names: list[str], value: str, content: bytes
) -> None:
    def reply(_: httpx.Request) -> httpx.Response:
        headers = [(name.encode(), value.encode("latin-1")) for name in names]
        said = {"reason_phrase": reason.encode("latin-1")}
        stream = httpx.ByteStream(content)
        return httpx.Response(status, headers=headers, stream=stream, extensions=said)

    options = {"clock": Clock(), "network": httpx.MockTransport(reply), "tries": 1}
    with _on_loopback(tmp_path / "gate", **options) as client:
        for _ in range(2):
            try:
                assert client.get(URL, {}, body) is not None
            except HttpError as error:
                _is_fit_to_show(error)
    shutil.rmtree(tmp_path / "gate")


def test_a_bomb_is_put_out_before_it_fills_the_memory(tmp_path: Path) -> None:
    """The limit is on what it unfolds to, and there is no second fold."""
    with StandIn() as arxiv, _on_loopback(tmp_path, tries=1) as client:
        arxiv.faults.append(standin_wire.bomb(200))
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        with pytest.raises(RefusedError, match="more than 64 MiB"):
            client.get(arxiv.url, QUESTION, body)
        grown_kib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown_kib < 3 * 2**17


def test_no_connection_is_kept_while_others_may_ask(tmp_path: Path) -> None:
    with StandIn() as arxiv, _on_loopback(tmp_path) as client:
        client.get(arxiv.url, {}, body)
        assert arxiv.log[0].headers["Connection"] == "close"
        assert arxiv.log[0].headers["Accept-Encoding"] == "gzip, deflate"


def test_no_cookie_is_kept(network: respx.MockRouter, client: Transport) -> None:
    route = network.get(URL).mock(httpx.Response(200, headers={"Set-Cookie": "who=you"}))
    for _ in range(2):
        client.get(URL, {}, body)
    assert "Cookie" not in route.calls.last.request.headers


def test_a_name_that_leads_nowhere_is_unreachable(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    reason = r"^arxiv\.invalid cannot be reached: name or service not known$"
    with _on_loopback(tmp_path) as client, pytest.raises(UnreachableError, match=reason):
        client.get("http://arxiv.invalid/", {}, body)
    assert client.requests == 1


def test_a_server_without_a_secure_connection_is_unreachable_but_was_asked(tmp_path: Path) -> None:
    clock = Clock()
    options = {"clock": clock, "sleep": clock.sleep, "interval_s": 3}
    with StandIn() as arxiv, _on_loopback(tmp_path, **options) as client:
        reason = r"^127\.0\.0\.1 offers no secure connection: [^\[\]()]+$"
        for _ in range(2):
            with pytest.raises(UnreachableError, match=reason) as raised:
                client.get(arxiv.url.replace("http:", "https:"), {}, body)
            _is_fit_to_show(raised.value)
    assert (client.requests, clock.slept) == (2, [3])


def test_a_proxy_is_not_asked_about_this_machine(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    with StandIn(fake_papers(2)) as arxiv, _on_loopback(tmp_path) as client:
        assert client.get(arxiv.url, QUESTION, _read_feed) == 2
        with pytest.raises(UnreachableError):
            client.get("http://example.org/", {}, body)


@pytest.mark.parametrize("name", ["http://..invalid", f"http://{'x' * 64}.org"])
def test_a_proxy_of_an_impossible_name_is_an_unreachable_host(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str
) -> None:
    monkeypatch.setenv("ALL_PROXY", name)
    reason = r"^arxiv\.org cannot be reached: .*; is the proxy's name right\?$"
    with _on_loopback(tmp_path) as client, pytest.raises(UnreachableError, match=reason):
        client.get("http://arxiv.org/", {}, body)


def test_a_closed_port_is_unreachable(tmp_path: Path) -> None:
    with StandIn() as arxiv:
        url = arxiv.url
    with _on_loopback(tmp_path) as client, pytest.raises(UnreachableError):
        client.get(url, {}, body)
