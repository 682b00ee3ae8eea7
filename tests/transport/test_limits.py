"""How long a question takes at most, whatever the server asks for."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx
import pytest
import respx
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.transport.clock import Clock
from tests.transport.replies import URL, body, busy, ok

from paperbib.errors import BusyError, HttpError, RefusedError
from paperbib.transport import PATIENCE_S, Transport
from paperbib.transport.gate import WAIT_LIMIT_S, HoldOffError
from paperbib.transport.wire import REPLY_LIMIT_S


@pytest.mark.parametrize(
    ("asked", "slept"),
    [
        (["899"] * 3, []),
        (["121"], []),
        (["60", "60"], [60, 60]),
        (["120", "1", "4"], [120, 6, 12]),  # the later two are pauses of our own
        (["120", "7"], [120]),
        (["60", "60", "30"], [60, 60]),
        (["100", "21"], [100]),
        ([None, "119", "13"], [3, 119]),
    ],
)
def test_a_question_waits_two_minutes_for_what_a_server_asks_in_all(
    network: respx.MockRouter,
    client: Transport,
    clock: Clock,
    asked: list[str | None],
    slept: list[float],
) -> None:
    network.get(URL).mock(side_effect=[*map(busy, asked), httpx.Response(400)])
    kind = RefusedError if len(slept) == len(asked) else HoldOffError
    with pytest.raises(kind):
        client.get(URL, {}, body)
    assert clock.slept == slept
    assert client.requests == len(slept) + 1, "no pause is begun in vain"


def test_the_next_question_has_its_own_two_minutes(
    network: respx.MockRouter, client: Transport, clock: Clock
) -> None:
    network.get(URL).mock(side_effect=[busy("100"), ok(), busy("100"), ok(), busy("100"), ok()])
    for _ in range(3):
        assert client.get(URL, {}, body) == b"yes"
    assert clock.slept == [100, 3, 100, 3, 100]


def test_a_pause_found_on_disk_counts_as_well(
    network: respx.MockRouter, open_transport: Callable[..., Transport], clock: Clock
) -> None:
    network.get(URL).mock(side_effect=[busy("100"), busy("30"), ok()])
    with pytest.raises(BusyError):
        open_transport(tries=1).get(URL, {}, body)
    with pytest.raises(HoldOffError, match="asked for a pause of 30 s"):
        open_transport().get(URL, {}, body)
    assert clock.slept == [100]
    assert open_transport().get(URL, {}, body) == b"yes"
    assert clock.slept == [100, 30]


def test_a_pause_that_others_are_told_meanwhile_is_not_waited_for(
    monkeypatch: pytest.MonkeyPatch,
    network: respx.MockRouter,
    open_transport: Callable[..., Transport],
    clock: Clock,
) -> None:
    def others_ask(_: float) -> None:
        with pytest.raises(BusyError):
            open_transport(tries=1).get(URL, {}, body)

    network.get(URL).mock(side_effect=[busy(), busy("118"), ok()])
    monkeypatch.setattr("paperbib.transport._leave_it_to_the_gate", others_ask)
    assert open_transport().get(URL, {}, body) == b"yes"
    assert clock.slept == [3, 118]
    network.get(URL).mock(side_effect=[busy(), busy("800")])
    with pytest.raises(HoldOffError, match="asked for a pause of another 13 minutes"):
        open_transport().get(URL, {}, body)
    assert clock.slept == [3, 118, 3, 3]


@given(
    script=st.lists(
        st.tuples(
            st.floats(0, 90),
            st.none() | st.integers(0, 130),
            st.sampled_from([200, 400, 429, 503]),
        ),
        min_size=4,
        max_size=12,
    ),
    jitter=st.floats(0, 0.999),
)
@settings(deadline=None, max_examples=60)
def test_no_question_takes_longer_than_is_promised(
    script: list[tuple[float, int | None, int]], jitter: float
) -> None:
    clock, replies = Clock(), iter(script)

    def answer(_: httpx.Request) -> httpx.Response:
        took_s, asked_s, status = next(replies, (0.0, None, 200))
        clock.now += took_s
        return busy(None if asked_s is None else str(asked_s), status)

    knobs: dict[str, Any] = {"clock": clock, "sleep": clock.sleep, "random": lambda: jitter}
    knobs["network"] = httpx.MockTransport(answer)
    with TemporaryDirectory() as folder, Transport(gate_dir=Path(folder), **knobs) as client:
        for _ in script:
            began_s = clock.now
            with suppress(HttpError):
                client.get(URL, {}, body)
            assert clock.now - began_s <= PATIENCE_S + REPLY_LIMIT_S + WAIT_LIMIT_S + 4 * 3


def test_all_questions_together_are_asked_again_only_so_often(
    network: respx.MockRouter, open_transport: Callable[..., Transport]
) -> None:
    network.get(URL).mock(return_value=httpx.Response(503))
    client = open_transport(most_retries=1)
    for requests, words in ((2, "asked 2 times"), (3, "asked once"), (4, "asked once")):
        with pytest.raises(BusyError, match=words):
            client.get(URL, {}, body)
        assert client.requests == requests
