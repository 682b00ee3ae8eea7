"""One look at a stranger's page: little is said, little is read, and nowhere else is gone."""

from __future__ import annotations

import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import httpx
import pytest
from tests.consumers.consumers import require
from tests.transport.strangers import PUBLIC, Act, Detour, says, stranger, without_end

from paperbib.errors import BusyError, HttpError, UnreachableError
from paperbib.transport import probe as probing
from paperbib.transport.probe import Look, NoNameError, Probe, Sight

AT = Look("http", "example.org", 80, "example.org", "/a?b=c")
GET = AT._replace(method="GET", wants=2_000)


def look(act: Act, at: Look = AT) -> Sight:
    with stranger(act) as (port, _), Probe(network=Detour(port)) as probe:
        return probe.look(at, PUBLIC)


def test_what_a_stranger_learns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAPERBIB_MAILTO", "me@example.org")
    reply = b"HTTP/1.1 302 Found\r\nLocation: /x\r\nSet-Cookie: a=b\r\nRetry-After: 9\r\n\r\n"
    with stranger(says(reply)) as (port, heads):
        detour = Detour(port)
        with Probe(network=detour) as probe:
            sights = [probe.look(AT, PUBLIC) for _ in range(2)]
    assert sights == [Sight(302, "/x", "9")] * 2
    assert detour.meant_for == [PUBLIC, PUBLIC]  # no redirect was followed
    first, second = (head.decode().split("\r\n") for head in heads)
    assert first == second  # no cookie came back
    assert first[0] == "HEAD /a?b=c HTTP/1.1"
    names = {line.partition(":")[0].lower() for line in first[1:] if line}
    assert names == {"host", "user-agent", "accept", "accept-encoding", "connection"}
    assert "Host: example.org" in first
    assert "@" not in "".join(first)


@pytest.mark.parametrize("location", ["http:\\\\10.0.0.5/x", "http://[", "https://a b/"])
def test_a_location_that_nobody_can_read_is_a_reply_all_the_same(location: str) -> None:
    reply = f"HTTP/1.1 302 Found\r\nLocation: {location}\r\n\r\n".encode()
    assert look(says(reply)) == Sight(302, location)


def test_a_proxy_of_the_environment_learns_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        closed = server.getsockname()[1]
    with stranger(says(b"HTTP/1.1 200 OK\r\n\r\n")) as (port, heads):
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{port}")
        for name in ("NO_PROXY", "no_proxy"):
            monkeypatch.delenv(name, raising=False)
        with Probe() as probe, pytest.raises(UnreachableError):
            probe.look(AT._replace(port=closed), "127.0.0.1")
    assert heads == []


def test_the_certificate_has_to_be_for_the_name_and_the_connection_is_to_the_address() -> None:
    seen: list[httpx.Request] = []

    def handle(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(204)

    at = AT._replace(scheme="https", port=443)
    with Probe(network=httpx.MockTransport(handle)) as probe:
        probe.look(at, PUBLIC)
        probe.look(at, "2606:2800:220:1::1")
        assert probe.requests == 2
    assert [one.url.host for one in seen] == [PUBLIC, "2606:2800:220:1::1"]
    assert {one.extensions["sni_hostname"] for one in seen} == {"example.org"}
    assert {one.headers["Host"] for one in seen} == {"example.org"}


def test_a_certificate_that_nobody_vouches_for_is_no_connection(tmp_path: Path) -> None:
    require("openssl")
    key, cert = str(tmp_path / "key.pem"), str(tmp_path / "cert.pem")
    words = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=example.org"]
    made = ["openssl", *words, "-keyout", key, "-out", cert]
    subprocess.run(made, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    names: list[str | None] = []
    context.sni_callback = lambda _socket, name, _context: names.append(name)

    def serve(server: socket.socket) -> None:
        connection, _ = server.accept()
        with connection, suppress(OSError):
            context.wrap_socket(connection, server_side=True).close()

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=serve, args=(server,))
        thread.start()
        detour = Detour(server.getsockname()[1])
        with Probe(network=detour) as probe, pytest.raises(UnreachableError, match="certif"):
            probe.look(AT._replace(scheme="https", port=443), PUBLIC)
        thread.join()
    assert names == ["example.org"]


def test_a_body_without_end_is_left_where_it_is_enough() -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n"
    assert look(without_end(head, b"x" * 4_096), GET) == Sight(200, body=b"x" * 2_000)
    assert look(without_end(head, b"x" * 4_096), GET._replace(wants=0)) == Sight(200)


def test_what_is_packed_is_not_unpacked() -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n"
    sight = look(says(head + b"no gzip"), GET)
    assert (sight.body, sight.is_packed) == (b"no gzip", True)


@pytest.mark.parametrize(
    "act",
    [
        says(b""),
        says(b"HTTP/1.1 "),
        says(b"hello\r\n\r\n"),
        says(b"HTTP/1.1 20 OK\r\n\r\n"),
        says(b"HTTP/1.1 200 OK\r\nA: " + b"x" * 500_000),
        says(b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 50_000),
        says(b"HTTP/1.1 200 OK\r\nA b\x00c\r\n\r\n"),
        without_end(b"", b"HTTP/1.1 200 OK"),
        without_end(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"zz\r\n"),
    ],
)
def test_what_is_no_reply(act: Act) -> None:
    with pytest.raises(BusyError, match=r"example\.org gave no reply"):
        look(act, GET)


@pytest.mark.parametrize(
    ("head", "piece"),
    [
        # Interim replies without end; large ones, for what is on its way is still read.
        (b"", b"HTTP/1.1 103 Early Hints\r\nLink: " + b"x" * 50_000 + b"\r\n\r\n"),
        (b"HTTP/1.1 200 OK\r\n\r\n", b""),  # a body that never comes
        (b"HTTP/1.1 200 OK\r\nA: ", b""),  # headers that never end
    ],
)
def test_who_is_too_slow_is_given_up(
    head: bytes, piece: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(probing, "LOOK_LIMIT_S", 0.1)

    def act(connection: socket.socket) -> None:
        connection.sendall(head)
        connection.settimeout(20)
        try:
            while piece:
                connection.sendall(piece)
            connection.recv(1)  # until the other side hangs up
        except OSError:
            return

    before_s = time.monotonic()
    with pytest.raises(BusyError):
        look(act, GET)
    assert time.monotonic() - before_s < 10


def test_a_body_that_trickles_is_given_up() -> None:
    now = [0.0]

    class Trickle(httpx.SyncByteStream):
        def __iter__(self) -> Iterator[bytes]:
            while True:
                now[0] += 20
                yield b"x"

    network = httpx.MockTransport(lambda _: httpx.Response(200, stream=Trickle()))
    probe = Probe(network=network, ticks=lambda: now[0])
    with probe, pytest.raises(BusyError, match="did not finish its reply in 30 s"):
        probe.look(GET, PUBLIC)


def test_an_address_where_nobody_is() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    probe = Probe(network=Detour(port))
    with probe, pytest.raises(UnreachableError, match=r"example\.org cannot be reached"):
        probe.look(AT, PUBLIC)


@pytest.mark.parametrize("path", ["/%", "/a%zz?%", "/" + "a" * 70_000, "/[]|", "/\x7f"])
def test_any_path_is_sent_or_refused(path: str) -> None:
    reply = b"HTTP/1.1 200 OK\r\n\r\n"
    with stranger(says(reply)) as (port, heads), Probe(network=Detour(port)) as probe:
        try:
            probe.look(AT._replace(path=path), PUBLIC)
        except HttpError:
            assert heads == []
        else:
            assert heads[0].startswith(b"HEAD /")
            assert heads[0].count(b"Host:") == 1


def resolving(error: OSError | UnicodeError) -> Probe:
    def resolve(_host: str, _port: int) -> list[str]:
        raise error

    return Probe(resolve=resolve)


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (socket.gaierror(socket.EAI_NONAME, "Name or service not known"), NoNameError),
        (socket.gaierror(socket.EAI_AGAIN, "Temporary failure"), UnreachableError),
        (socket.gaierror(socket.EAI_FAIL, "No\nrecovery"), UnreachableError),
        (TimeoutError("timed out"), UnreachableError),
        (UnicodeError("label too long"), UnreachableError),
    ],
)
def test_what_a_look_up_without_an_answer_proves(
    error: OSError | UnicodeError, kind: type[HttpError]
) -> None:
    with resolving(error) as probe, pytest.raises(UnreachableError) as raised:
        probe.look_up("example.org", 443)
    assert type(raised.value) is kind
    assert "\n" not in raised.value.reason


def test_names_are_looked_up_whole_and_each_address_is_told_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []

    def getaddrinfo(host: str, port: int, **_: object) -> list[tuple[object, ...]]:
        asked.append(host)
        entry = (socket.AF_INET, socket.SOCK_STREAM, 6, "", (PUBLIC, port))
        other = (socket.AF_INET6, socket.SOCK_STREAM, 6, "", ("fe80::1%eth0", port, 0, 2))
        return [entry, other, entry]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    with Probe() as probe:
        assert probe.look_up("example.org", 443) == (PUBLIC, "fe80::1%eth0")
    assert asked == ["example.org."]
