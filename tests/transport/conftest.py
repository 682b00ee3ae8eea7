from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import respx
from tests.transport.clock import Clock

from paperbib.transport import Transport


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
