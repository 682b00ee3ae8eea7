from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email.utils import formatdate
from itertools import pairwise
from pathlib import Path
from typing import Any

import httpx
import pytest
import respx
from tests import standin
from tests.standin import Fault, StandIn, fake_papers

from paperbib import __version__, transport
from paperbib.errors import BusyError, PaperbibError, RefusedError, UnreachableError
from paperbib.transport import Reply, Transport, gate, user_agent_of
from paperbib.transport.gate import Gate, HoldOffError, site_of

URL = "https://export.arxiv.org/api/query"
NOW = 1_800_000_000.0


@dataclass
class Clock:
    """A clock that only sleeping moves."""

    now: float = NOW
    slept: list[float] = field(default_factory=list)

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 6))
        self.now += seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def network() -> Iterator[respx.MockRouter]:
    with respx.mock(assert_all_called=False) as router:
        yield router


@pytest.fixture
def open_transport(tmp_path: Path, clock: Clock) -> Iterator[Callable[..., Transport]]:
    opened: list[Transport] = []

    def open_(**options: Any) -> Transport:  # noqa: ANN401 - whatever Transport takes
        known: dict[str, Any] = {
            "gate_dir": tmp_path / "gate",
            "clock": clock,
            "sleep": clock.sleep,
            "random": lambda: 0.0,
        }
        opened.append(Transport(**(known | options)))
        return opened[-1]

    yield open_
    for one in opened:
        one.close()


@pytest.fixture
def client(open_transport: Callable[..., Transport]) -> Transport:
    return open_transport()


def _body(reply: Reply) -> bytes:
    return reply.content


def _ok(text: str = "yes") -> httpx.Response:
    return httpx.Response(200, text=text)


def test_a_reply_reaches_its_reader_with_all_it_needs(
    network: respx.MockRouter, client: Transport
) -> None:
    network.get(URL).mock(_ok())
    assert client.get(URL, {}, tuple) == (200, b"yes", "text/plain; charset=utf-8")
    assert client.requests == 1


def test_the_request_says_who_asks_and_for_what(
    network: respx.MockRouter, open_transport: Callable[..., Transport]
) -> None:
    route = network.get(url__startswith=URL).mock(_ok())
    params = {"id_list": "1706.03762,hep-th/9901001", "search_query": "ti:a b&c"}
    open_transport(mailto="me@example.org").get(URL, params, _body)
    sent = route.calls.last.request
    assert str(sent.url) == (URL + "?id_list=1706.03762,hep-th/9901001&search_query=ti:a%20b%26c")
    agent = f"paperbib/{__version__} (+https://github.com/paperbib/paperbib; mailto:me@example.org)"
    assert sent.headers["User-Agent"] == agent
    assert sent.headers["From"] == "me@example.org"
    assert sent.headers["Accept"].startswith("application/atom+xml")


def test_no_address_is_sent_that_was_not_given(
    network: respx.MockRouter, client: Transport
) -> None:
    route = network.get(URL).mock(_ok())
    client.get(URL, {}, _body)
    sent = route.calls.last.request
    assert "From" not in sent.headers
    assert "mailto" not in sent.headers["User-Agent"]
    assert user_agent_of() == sent.headers["User-Agent"]


def test_a_query_in_the_endpoint_is_kept(network: respx.MockRouter, client: Transport) -> None:
    route = network.get(url__startswith=URL).mock(_ok())
    client.get(URL + "?key=1", {"start": "0"}, _body)
    assert str(route.calls.last.request.url) == URL + "?key=1&start=0"


@pytest.mark.parametrize(
    "error",
    [httpx.ConnectError("no route"), httpx.ConnectTimeout(""), httpx.ProxyError("407")],
    ids=lambda error: type(error).__name__,
)
def test_a_missing_network_is_noticed_at_once(
    network: respx.MockRouter, client: Transport, clock: Clock, error: httpx.TransportError
) -> None:
    network.get(URL).mock(side_effect=error)
    with pytest.raises(UnreachableError, match=r"^export\.arxiv\.org cannot be reached: .+"):
        client.get(URL, {}, _body)
    assert (client.requests, clock.slept) == (1, [])


@pytest.mark.parametrize(
    "bad",
    [
        httpx.Response(429),
        httpx.Response(500),
        httpx.Response(503),
        httpx.ReadTimeout(""),
        httpx.ReadError("reset by peer"),
        httpx.RemoteProtocolError("disconnected"),
    ],
    ids=repr,
)
def test_a_busy_server_is_asked_again_ever_more_slowly(
    network: respx.MockRouter,
    client: Transport,
    clock: Clock,
    bad: Any,  # noqa: ANN401 - reply or error
) -> None:
    network.get(URL).mock(side_effect=[bad, bad, bad, _ok()])
    assert client.get(URL, {}, _body) == b"yes"
    assert (client.requests, clock.slept) == (4, [3, 6, 12])


def test_after_the_last_try_there_is_no_wait_but_a_reason(
    network: respx.MockRouter, client: Transport, clock: Clock
) -> None:
    network.get(URL).mock(httpx.Response(503))
    with pytest.raises(BusyError, match=r"answered 503 Service Unavailable.*4 times") as raised:
        client.get(URL, {}, _body)
    assert raised.value.status == 503
    assert (client.requests, clock.slept) == (4, [3, 6, 12])


def test_jitter_keeps_programs_out_of_step(
    network: respx.MockRouter, open_transport: Callable[..., Transport], clock: Clock
) -> None:
    network.get(URL).mock(side_effect=[httpx.Response(503), _ok()])
    open_transport(random=lambda: 0.5).get(URL, {}, _body)
    assert clock.slept == [4.5]


def test_a_reader_can_call_a_reply_busy_or_refused(
    network: respx.MockRouter, client: Transport, clock: Clock
) -> None:
    network.get(URL).mock(side_effect=[_ok("Rate exceeded."), _ok("feed"), _ok("refused")])

    def read(reply: Reply) -> bytes:
        if reply.content == b"Rate exceeded.":
            raise BusyError("no feed")
        if reply.content == b"refused":
            raise RefusedError("no")
        return reply.content

    assert client.get(URL, {}, read) == b"feed"
    assert clock.slept == [3]
    with pytest.raises(RefusedError):
        client.get(URL, {}, read)
    assert client.requests == 3


@pytest.mark.parametrize("status", [204, 400, 401, 403, 404, 406, 414])
def test_a_definite_no_is_not_asked_again(
    network: respx.MockRouter, client: Transport, status: int
) -> None:
    network.get(URL).mock(httpx.Response(status, content=b"why"))
    with pytest.raises(RefusedError, match=f"answered {status}") as raised:
        client.get(URL, {}, _body)
    assert (raised.value.status, raised.value.body, client.requests) == (status, b"why", 1)


def test_a_redirect_is_reported_not_followed(network: respx.MockRouter, client: Transport) -> None:
    away = network.get("https://elsewhere.example/").mock(_ok())
    network.get(URL).mock(httpx.Response(301, headers={"Location": "https://elsewhere.example/"}))
    with pytest.raises(RefusedError, match=r"301 .* to https://elsewhere\.example/"):
        client.get(URL, {}, _body)
    assert not away.called


@pytest.mark.parametrize(
    "url", ["ftp://e.org/", "export.arxiv.org", "http://host:port/", "http:///path", "\x00"]
)
def test_an_address_that_is_none_ends_the_run(client: Transport, url: str) -> None:
    with pytest.raises(PaperbibError, match="cannot be asked"):
        client.get(url, {}, _body)
    assert client.requests == 0


@pytest.mark.parametrize(
    ("header", "wait_s"),
    [
        ("120", 120),
        (formatdate(NOW + 60, usegmt=True), 60),
        (formatdate(NOW - 60, usegmt=True), 3),
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
    network.get(URL).mock(side_effect=[busy, _ok()])
    client.get(URL, {}, _body)
    assert clock.now - NOW == pytest.approx(wait_s)


def test_a_pause_longer_than_a_run_ends_the_asking_also_for_the_next_run(
    network: respx.MockRouter, open_transport: Callable[..., Transport], clock: Clock
) -> None:
    network.get(URL).mock(side_effect=[httpx.Response(429, headers={"Retry-After": "1800"}), _ok()])
    with pytest.raises(BusyError, match="asked for a pause of 1800 s"):
        open_transport().get(URL, {}, _body)
    later = open_transport()
    with pytest.raises(BusyError, match="a pause of another 30 minutes"):
        later.get(URL, {}, _body)
    assert (later.requests, clock.slept) == (0, [])
    clock.now += 1795
    assert later.get(URL, {}, _body) == b"yes"
    assert clock.slept == [5]


def test_the_interval_counts_from_the_end_of_a_request(
    network: respx.MockRouter, open_transport: Callable[..., Transport], clock: Clock
) -> None:
    def slow(_: httpx.Request) -> httpx.Response:
        clock.now += 10
        return _ok()

    network.get(URL).mock(side_effect=slow)
    open_transport().get(URL, {}, _body)
    clock.now += 1
    open_transport().get(URL, {}, _body)
    assert clock.slept == [2]


def test_a_failed_request_counts_too_unless_there_was_no_connection(
    network: respx.MockRouter, open_transport: Callable[..., Transport], clock: Clock
) -> None:
    network.get(URL).mock(side_effect=[httpx.ConnectError("no"), RuntimeError("bug"), _ok()])
    with pytest.raises(UnreachableError):
        open_transport().get(URL, {}, _body)
    # What never arrived needs no pause: a missing network is noticed quickly, each time.
    with pytest.raises(RuntimeError):
        open_transport().get(URL, {}, _body)
    assert clock.slept == []
    open_transport().get(URL, {}, _body)
    assert clock.slept == [3]


def test_the_hosts_of_one_site_share_a_gate_and_other_sites_do_not(
    network: respx.MockRouter, open_transport: Callable[..., Transport], clock: Clock
) -> None:
    network.route().mock(_ok())
    client = open_transport(interval_s_by_site={"crossref.org": 0.2})
    for host in ("export.arxiv.org", "api.crossref.org", "127.0.0.1", "[::1]"):
        client.get(f"http://{host}/", {}, _body)
    assert clock.slept == []
    client.get("https://api.crossref.org/", {}, _body)
    client.get("https://oaipmh.arxiv.org/oai", {}, _body)
    assert clock.slept == [0.2, 2.8]
    assert site_of("arxiv.org") == "arxiv.org"


def test_no_interval_means_no_wait(
    network: respx.MockRouter, open_transport: Callable[..., Transport], clock: Clock
) -> None:
    network.get(URL).mock(_ok())
    client = open_transport(interval_s=0)
    for _ in range(3):
        client.get(URL, {}, _body)
    assert clock.slept == []
    open_transport(interval_s=3).get(URL, {}, _body)
    assert clock.slept == [3], "who asked before may have been in more of a hurry"


@pytest.mark.parametrize(
    "note",
    [
        "",
        "nonsense",
        "1 2 3",
        "nan nan",
        "inf 3",
        f"{NOW} inf",
        f"{NOW} 1e9",
        f"{NOW + 3600} 3",
        f"{NOW - 3600} 3",
        "\udcff",
    ],
)
def test_a_damaged_or_incredible_note_holds_nobody_up(
    network: respx.MockRouter, client: Transport, clock: Clock, tmp_path: Path, note: str
) -> None:
    network.get(URL).mock(_ok())
    client.get(URL, {}, _body)
    path = next((tmp_path / "gate").glob("*.next"))
    path.write_bytes(note.encode("utf-8", "surrogateescape"))
    client.get(URL, {}, _body)
    assert clock.slept == []


def test_a_run_that_was_killed_while_asking_counts_from_its_start(
    tmp_path: Path, clock: Clock
) -> None:
    with Gate(tmp_path, "arxiv.org", 3, clock, clock.sleep).turn():
        note = (tmp_path / "arxiv.org.next").read_text()
    assert note.split() == [f"{NOW:.6f}", "3.000"]


def test_a_gate_that_cannot_be_written_ends_the_run(
    network: respx.MockRouter, open_transport: Callable[..., Transport], tmp_path: Path
) -> None:
    network.get(URL).mock(_ok())
    (tmp_path / "file").write_text("")
    client = open_transport(gate_dir=tmp_path / "file" / "gate")
    with pytest.raises(PaperbibError, match="cannot be written") as raised:
        client.get(URL, {}, _body)
    assert "PAPERBIB_CACHE_DIR" in raised.value.hint
    assert client.requests == 0


def test_a_site_held_by_another_process_for_too_long_is_given_up(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, clock: Clock
) -> None:
    monkeypatch.setattr(gate, "LOCK_LIMIT_S", 0.0)
    with (
        Gate(tmp_path, "arxiv.org", 3, clock, clock.sleep).turn(),
        pytest.raises(HoldOffError, match="another program"),
        Gate(tmp_path, "arxiv.org", 3, clock, clock.sleep).turn(),
    ):
        pass


def test_a_body_without_end_is_cut_off(
    network: respx.MockRouter, client: Transport, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transport, "BODY_LIMIT_BYTES", 2**20)
    network.get(URL).mock(httpx.Response(200, content=(b"x" * 2**16 for _ in range(10**6))))
    with pytest.raises(RefusedError, match="more than 1 MiB"):
        client.get(URL, {}, _body)


def test_a_body_that_trickles_is_given_up(
    network: respx.MockRouter, open_transport: Callable[..., Transport], clock: Clock
) -> None:
    def trickle() -> Iterator[bytes]:
        for _ in range(1000):
            clock.now += 20
            yield b"x"

    network.get(URL).mock(side_effect=lambda _: httpx.Response(200, content=trickle()))
    with pytest.raises(BusyError, match="did not finish its reply in 300 s"):
        open_transport(tries=1).get(URL, {}, _body)


def test_a_body_that_cannot_be_decompressed_is_busy(
    network: respx.MockRouter, open_transport: Callable[..., Transport]
) -> None:
    headers = {"Content-Encoding": "gzip"}
    network.get(URL).mock(
        side_effect=lambda _: httpx.Response(200, headers=headers, stream=httpx.ByteStream(b"no"))
    )
    with pytest.raises(BusyError, match="broke off"):
        open_transport(tries=1).get(URL, {}, _body)


@pytest.mark.parametrize(
    ("name", "value"), [("ALL_PROXY", "gopher://proxy"), ("SSL_CERT_FILE", "/no/such/file")]
)
def test_unusable_settings_of_the_environment_end_the_run(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(PaperbibError, match="proxy or certificate settings"):
        Transport(gate_dir=tmp_path)


def _on_loopback(tmp_path: Path, **options: Any) -> Transport:  # noqa: ANN401 - as Transport
    known: dict[str, Any] = {"gate_dir": tmp_path, "interval_s": 0, "sleep": lambda _: None}
    return Transport(**(known | options))


def _read_feed(reply: Reply) -> int:
    if b"</feed>" not in reply.content:
        raise BusyError("no feed")
    return reply.content.count(b"<entry>")


QUESTION = {"id_list": "2001.00001,2001.00002", "max_results": "2"}


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
    ],
    ids=lambda fault: f"{fault.kind}{fault.status}{fault.retry_after}{fault.body[:4]!r}",
)
def test_every_fault_on_a_real_wire_is_overcome(tmp_path: Path, fault: Fault) -> None:
    with StandIn(fake_papers(2)) as arxiv:
        arxiv.faults.extend([fault, fault])
        with _on_loopback(tmp_path, read_timeout_s=0.2) as client:
            assert client.get(arxiv.url, QUESTION, _read_feed) == 2
            assert client.requests == 3


def test_a_proxy_is_not_asked_about_this_machine(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    with StandIn(fake_papers(2)) as arxiv, _on_loopback(tmp_path) as client:
        assert client.get(arxiv.url, QUESTION, _read_feed) == 2
        with pytest.raises(UnreachableError):
            client.get("http://example.org/", {}, _body)


def test_a_closed_port_is_unreachable(tmp_path: Path) -> None:
    with StandIn() as arxiv:
        url = arxiv.url
    with _on_loopback(tmp_path) as client, pytest.raises(UnreachableError):
        client.get(url, {}, _body)


ASKER = """
import sys
from pathlib import Path
from paperbib.transport import Transport
with Transport(gate_dir=Path(sys.argv[2]), interval_s=0.15) as client:
    for _ in range(3):
        client.get(sys.argv[1], {"id_list": "2001.00001"}, lambda reply: reply)
"""


def test_processes_take_turns_and_keep_the_interval(tmp_path: Path) -> None:
    with StandIn(fake_papers(1)) as arxiv:
        command = [sys.executable, "-c", ASKER, arxiv.url, str(tmp_path)]
        asking = [subprocess.Popen(command, env=os.environ) for _ in range(3)]
        assert [one.wait(60) for one in asking] == [0, 0, 0]
        log = sorted(arxiv.log, key=lambda request: request.started_s)
    assert len(log) == 9
    for earlier, later in pairwise(log):
        assert later.started_s - earlier.ended_s >= 0.15


def test_threads_take_turns_too(tmp_path: Path) -> None:
    inside, overlaps = threading.Semaphore(1), []

    def ask() -> None:
        for _ in range(5):
            with Gate(tmp_path, "arxiv.org", 0, time.time, time.sleep).turn():
                overlaps.append(not inside.acquire(blocking=False))
                inside.release()

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert overlaps == [False] * 20
