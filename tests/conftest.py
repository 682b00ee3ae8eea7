"""What all tests share: golden files, and how examples are found."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

# A submission is checked with the same examples every time; elsewhere new ones are tried.
settings.register_profile("submission", derandomize=True, deadline=None)
if os.environ.get("PAPERBIB_REQUIRE_CONSUMERS"):
    settings.load_profile("submission")


@pytest.fixture(autouse=True)
def _uncollected(request: pytest.FixtureRequest) -> Iterator[None]:
    """Collect no garbage where time is measured: it is that of 10,000 tests before."""
    is_timed = hasattr(getattr(request.node, "module", None), "time")
    if is_timed:
        gc.disable()
    yield
    if is_timed:
        gc.enable()


GOLDEN = Path(__file__).parent / "data" / "golden"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden", action="store_true", help="write the golden files instead of comparing"
    )


def pytest_collection_finish() -> None:
    """Leave what was collected out of every later search for garbage."""
    gc.collect()
    gc.freeze()


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare a text with a file in tests/data/golden, byte for byte."""
    update = bool(request.config.getoption("--update-golden"))

    def compare(name: str, text: str) -> None:
        path = GOLDEN / name
        if update:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())
        assert path.is_file(), f"no golden file {name}: run pytest --update-golden"
        assert text == path.read_bytes().decode()

    return compare
