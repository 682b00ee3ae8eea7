"""A computer for each test that installs something."""

from pathlib import Path

import pytest
from tests.schedule.computer import Computer


@pytest.fixture
def computer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Computer:
    made = Computer(tmp_path, capsys)
    made.settle(monkeypatch)
    return made
