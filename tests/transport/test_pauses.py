from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import filelock
import httpx
import pytest
import respx
from tests.transport.clock import Clock
from tests.transport.replies import URL, body, busy, ok

from paperbib.errors import BusyError, RefusedError
from paperbib.transport import Reply, Transport
from paperbib.transport.gate import HoldOffError


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
    network.get(URL).mock(side_effect=[bad, bad, bad, ok()])
    assert client.get(URL, {}, body) == b"yes"
    assert (client.requests, clock.slept) == (4, [3, 6, 12])


def test_after_the_last_try_there_is_no_wait_but_a_reason(
    network: respx.MockRouter, client: Transport, clock: Clock
) -> None:
    network.get(URL).mock(httpx.Response(503))
    with pytest.raises(BusyError, match=r"answered 503 Service Unavailable.*4 times") as raised:
        client.get(URL, {}, body)
    assert raised.value.status == 503
    assert (client.requests, clock.slept) == (4, [3, 6, 12])


def test_jitter_keeps_programs_out_of_step(
    network: respx.MockRouter, open_transport: Callable[..., Transport], clock: Clock
) -> None:
    network.get(URL).mock(side_effect=[httpx.Response(503), ok()])
    open_transport(random=lambda: 0.5).get(URL, {}, body)
    assert clock.slept == [4.5]


def test_failures_make_pauses_longer_for_every_process(
    network: respx.MockRouter, open_transport: Callable[..., Transport], clock: Clock
) -> None:
    network.get(URL).mock(busy())
    for _ in range(10):
        with pytest.raises(BusyError):
            open_transport(tries=1, backoff_s=1).get(URL, {}, body)
    assert clock.slept == [3, 3, 4, 8, 16, 32, 64, 64, 64]
    network.get(URL).mock(ok())
    for _ in range(2):
        open_transport().get(URL, {}, body)
    assert clock.slept[-2:] == [64, 3], "one good reply, and all is forgotten"


def test_a_site_that_fails_for_long_is_left_alone_for_minutes(
    network: respx.MockRouter, open_transport: Callable[..., Transport], clock: Clock
) -> None:
    network.get(URL).mock(busy())
    for _ in range(7):
        with pytest.raises(BusyError):
            open_transport(tries=1).get(URL, {}, body)
    network.get(URL).mock(ok())
    clock.slept.clear()
    with pytest.raises(HoldOffError, match=r"left alone for another 3 minutes: it failed 7 times"):
        open_transport().get(URL, {}, body)
    clock.now += 100
    open_transport().get(URL, {}, body)
    assert clock.slept == [92]


def test_a_definite_no_shows_that_the_site_works(
    network: respx.MockRouter, client: Transport, clock: Clock
) -> None:
    network.get(URL).mock(side_effect=[busy(), busy(), httpx.Response(400), busy(), ok()])
    with pytest.raises(RefusedError):
        client.get(URL, {}, body)
    client.get(URL, {}, body)
    assert clock.slept == [3, 6, 3, 3]


def test_nobody_asks_while_another_backs_off(
    network: respx.MockRouter, open_transport: Callable[..., Transport], clock: Clock
) -> None:
    network.get(URL).mock(side_effect=[busy("60"), ok()])
    with pytest.raises(BusyError):
        open_transport(tries=1).get(URL, {}, body)
    clock.now += 10
    open_transport(interval_s=0).get(URL, {}, body)
    assert clock.slept == [50]


@pytest.mark.parametrize("backoff_s", [0, 0.01, 7])
def test_the_backoff_has_a_scale(
    network: respx.MockRouter,
    open_transport: Callable[..., Transport],
    clock: Clock,
    backoff_s: float,
) -> None:
    network.get(URL).mock(busy())
    with pytest.raises(BusyError):
        open_transport(backoff_s=backoff_s, interval_s=0).get(URL, {}, body)
    assert clock.slept == [pause for pause in (backoff_s, 2 * backoff_s, 4 * backoff_s) if pause]


@pytest.mark.parametrize(
    "case",
    [
        (30, 60, 2),
        (27, 60, 2),  # with the pauses of 3 and 6 seconds more than a minute
        (25, 60, 3),
        (56.9, 60, 2),
        (57, 60, 1),
        (90, 60, 1),
        (12.9, 60, 4),
        (0, 0, 1),
        (30, 1000, 4),
    ],
)
def test_a_question_has_so_much_patience_with_a_server_that_hangs(
    network: respx.MockRouter,
    open_transport: Callable[..., Transport],
    clock: Clock,
    case: tuple[float, float, int],
) -> None:
    seconds_each, patience_s, tries = case

    def hang(_: httpx.Request) -> httpx.Response:
        clock.now += seconds_each
        raise httpx.ReadTimeout("")

    network.get(URL).mock(side_effect=hang)
    client = open_transport(patience_s=patience_s)
    times = "once" if tries == 1 else f"{tries} times"
    with pytest.raises(BusyError, match=f"did not answer in time .asked {times}"):
        client.get(URL, {}, body)
    assert client.requests == tries


def test_pauses_that_were_asked_for_take_no_patience(
    network: respx.MockRouter, open_transport: Callable[..., Transport], clock: Clock
) -> None:
    network.get(URL).mock(side_effect=[busy("40"), busy("40"), busy("40"), ok()])
    assert open_transport(patience_s=10).get(URL, {}, body) == b"yes"
    assert clock.slept == [40, 40, 40]


def test_a_pause_found_on_disk_takes_no_patience(
    network: respx.MockRouter, open_transport: Callable[..., Transport], clock: Clock
) -> None:
    network.get(URL).mock(side_effect=[busy("110"), busy(), ok()])
    with pytest.raises(BusyError):
        open_transport(tries=1).get(URL, {}, body)
    assert open_transport().get(URL, {}, body) == b"yes"
    assert clock.slept == [110, 6]


def test_a_pause_of_our_own_beyond_all_patience_is_left_to_the_next_run(
    network: respx.MockRouter, open_transport: Callable[..., Transport], clock: Clock
) -> None:
    network.get(URL).mock(busy())
    for tries, slept in ((4, [3, 6, 12]), (2, [24, 48]), (1, [96])):
        client = open_transport()
        clock.slept.clear()
        with pytest.raises(BusyError):
            client.get(URL, {}, body)
        assert (client.requests, clock.slept) == (tries, slept)


def test_a_reader_is_asked_before_the_next_process(
    network: respx.MockRouter, client: Transport, tmp_path: Path
) -> None:
    network.get(URL).mock(ok())
    locks: list[Path] = []

    def read(reply: Reply) -> bytes:
        locks.extend((tmp_path / "gate").glob("*.lock"))
        with pytest.raises(filelock.Timeout), filelock.FileLock(locks[0], timeout=0):
            pass
        return reply.content

    assert client.get(URL, {}, read) == b"yes"
    with filelock.FileLock(locks[0], timeout=0):
        pass
