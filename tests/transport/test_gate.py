from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable
from pathlib import Path

import filelock
import httpx
import pytest
import respx
from tests.transport.clock import Clock
from tests.transport.replies import URL, body, ok

from paperbib.errors import PaperbibError, RefusedError, UnreachableError
from paperbib.transport import Transport, gate
from paperbib.transport.gate import Gate, HoldOffError, site_of


def _gate(folder: Path, clock: Clock, interval_s: float = 3) -> Gate:
    return Gate(folder, "arxiv.org", interval_s, clock, clock, clock.sleep)


def test_the_interval_counts_from_the_end_of_a_request(
    network: respx.MockRouter, open_transport: Callable[..., Transport], clock: Clock
) -> None:
    def slow(_: httpx.Request) -> httpx.Response:
        clock.now += 10
        return ok()

    network.get(URL).mock(side_effect=slow)
    open_transport().get(URL, {}, body)
    clock.now += 1
    open_transport().get(URL, {}, body)
    assert clock.slept == [2]


def test_a_failed_request_counts_too_unless_there_was_no_connection(
    network: respx.MockRouter, open_transport: Callable[..., Transport], clock: Clock
) -> None:
    network.get(URL).mock(side_effect=[httpx.ConnectError("no"), RuntimeError("bug"), ok()])
    with pytest.raises(UnreachableError):
        open_transport().get(URL, {}, body)
    # What never arrived needs no pause: a missing network is noticed quickly, each time.
    with pytest.raises(RuntimeError):
        open_transport().get(URL, {}, body)
    assert clock.slept == []
    open_transport().get(URL, {}, body)
    assert clock.slept == [3]


def test_the_hosts_of_one_site_share_a_gate_and_other_sites_do_not(
    network: respx.MockRouter, open_transport: Callable[..., Transport], clock: Clock
) -> None:
    network.route().mock(ok())
    client = open_transport(interval_s_by_site={"crossref.org": 0.2})
    for host in ("export.arxiv.org", "api.crossref.org", "127.0.0.1", "[::1]"):
        client.get(f"http://{host}/", {}, body)
    assert clock.slept == []
    client.get("https://api.crossref.org/", {}, body)
    client.get("https://oaipmh.arxiv.org/oai", {}, body)
    assert clock.slept == [0.2, 2.8]
    assert site_of("arxiv.org") == "arxiv.org"


@pytest.mark.parametrize("host", ["127.0.0.1", "[::1]", "localhost", "LOCALHOST.", "a.localhost"])
def test_stand_ins_on_one_machine_do_not_wait_for_each_other(
    network: respx.MockRouter, open_transport: Callable[..., Transport], clock: Clock, host: str
) -> None:
    network.route(port=8001).mock(return_value=httpx.Response(404, headers={"Retry-After": "600"}))
    network.route(port=8002).mock(ok())
    client = open_transport()
    with pytest.raises(RefusedError):
        client.get(f"http://{host}:8001/", {}, body)
    client.get(f"http://{host}:8002/", {}, body)
    assert clock.slept == []
    with pytest.raises(HoldOffError):
        open_transport().get(f"http://{host}:8001/", {}, body)


@pytest.mark.parametrize(
    ("host", "port", "site"),
    [
        ("127.0.0.1", 8001, "127.0.0.1:8001"),
        ("127.9.9.9", 80, "127.9.9.9:80"),
        ("::1", 8001, "[::1]:8001"),
        ("localhost", 8001, "localhost:8001"),
        ("localhost", None, "localhost"),
        # A port is no other site on the network: one machine is asked.
        ("export.arxiv.org", 8001, "arxiv.org"),
        ("10.0.0.1", 8001, "10.0.0.1"),
        ("notlocalhost", 8001, "notlocalhost"),
        ("", 1, ""),
    ],
)
def test_a_port_is_a_site_on_this_machine_only(host: str, port: int | None, site: str) -> None:
    assert site_of(host, port) == site


def test_the_files_of_a_gate_have_names_that_every_system_takes(tmp_path: Path) -> None:
    clock = Clock()
    for port in (8001, 8002):
        gate = Gate(tmp_path, site_of("::1", port), 1, clock, clock, clock.sleep)
        with gate.turn():
            pass
    names = {one.name for one in tmp_path.iterdir() if one.suffix == ".next"}
    assert len(names) == 2
    assert all(re.fullmatch(r"[\w.-]+", name) for name in names)
    assert clock.slept == []


def test_no_interval_means_no_wait(
    network: respx.MockRouter, open_transport: Callable[..., Transport], clock: Clock
) -> None:
    network.get(URL).mock(ok())
    client = open_transport(interval_s=0)
    for _ in range(3):
        client.get(URL, {}, body)
    assert clock.slept == []
    open_transport(interval_s=3).get(URL, {}, body)
    assert clock.slept == [3], "who asked before may have been in more of a hurry"


@pytest.mark.parametrize("stop", [KeyboardInterrupt, SystemExit, RuntimeError])
def test_whoever_is_stopped_while_waiting_leaves_the_gate_as_it_was(
    tmp_path: Path, clock: Clock, stop: type[BaseException]
) -> None:
    def interrupted(_: float) -> None:
        raise stop

    with _gate(tmp_path, clock).turn():
        pass
    before = (tmp_path / "arxiv.org.next").read_bytes()
    with (
        pytest.raises(stop),
        Gate(tmp_path, "arxiv.org", 3, clock, clock, interrupted).turn(),
    ):
        pytest.fail("it was not waited for")
    assert (tmp_path / "arxiv.org.next").read_bytes() == before
    clock.now += 1
    with _gate(tmp_path, clock).turn():
        assert clock.slept == [2]


@pytest.mark.parametrize("stop", [KeyboardInterrupt, SystemExit, RuntimeError])
def test_whoever_is_stopped_while_asking_has_asked(
    tmp_path: Path, clock: Clock, stop: type[BaseException]
) -> None:
    with pytest.raises(stop), _gate(tmp_path, clock).turn():
        raise stop
    clock.now += 1
    with _gate(tmp_path, clock).turn():
        assert clock.slept == [2]


def test_a_gate_that_cannot_be_written_ends_the_run(
    network: respx.MockRouter, open_transport: Callable[..., Transport], tmp_path: Path
) -> None:
    network.get(URL).mock(ok())
    (tmp_path / "file").write_text("")
    client = open_transport(gate_dir=tmp_path / "file" / "gate")
    with pytest.raises(PaperbibError, match="cannot be written") as raised:
        client.get(URL, {}, body)
    assert "PAPERBIB_CACHE_DIR" in raised.value.hint
    assert client.requests == 0


@pytest.mark.parametrize("held", ["lock", "line"])
def test_a_site_held_by_another_process_for_too_long_is_given_up(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, clock: Clock, held: str
) -> None:
    monkeypatch.setattr(gate, "LOCK_LIMIT_S", 0.0)
    with (
        filelock.FileLock(tmp_path / f"arxiv.org.{held}"),
        pytest.raises(HoldOffError, match="another program"),
        _gate(tmp_path, clock).turn(),
    ):
        pass
    with _gate(tmp_path, clock).turn():
        assert clock.slept == [], "what was taken while waiting is given back"


def test_threads_take_turns_too(tmp_path: Path) -> None:
    inside, overlaps = threading.Semaphore(1), []

    def ask() -> None:
        for _ in range(5):
            with Gate(tmp_path, "arxiv.org", 0, time.time, time.monotonic, time.sleep).turn():
                overlaps.append(not inside.acquire(blocking=False))
                inside.release()

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert overlaps == [False] * 20


def test_who_has_waited_is_let_in_before_who_just_asked(tmp_path: Path) -> None:
    """One greedy run beside one with a single question: no starving."""
    order: list[str] = []
    started = threading.Event()

    def ask(name: str, times: int) -> None:
        for _ in range(times):
            with Gate(tmp_path, "a.org", 0.01, time.time, time.monotonic, time.sleep).turn():
                order.append(name)
                started.set()

    greedy = threading.Thread(target=ask, args=("greedy", 40))
    greedy.start()
    started.wait()
    ask("modest", 1)
    greedy.join()
    assert order.index("modest") < 20


def test_an_address_of_any_kind_makes_a_file_name(tmp_path: Path, clock: Clock) -> None:
    with Gate(tmp_path, "2001:db8::1/..", 3, clock, clock, clock.sleep).turn():
        pass
    assert {path.name.rpartition(".")[0] for path in tmp_path.iterdir()} == {"2001_db8__1_.."}
