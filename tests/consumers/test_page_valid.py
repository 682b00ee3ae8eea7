"""The library page is valid HTML, says a checker that is not ours."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.consumers.consumers import require
from tests.consumers.test_page import LIBRARY, TOLD
from tests.exporters.page import hostile

from paperbib.exporters import canonical, page
from paperbib.exporters.options import Options, Page
from paperbib.model import Library

ROOT = Path(__file__).resolve().parents[2]
SEEDS = ROOT / "output" / "library.json"
PAGES: dict[str, tuple[Callable[[], Library], Page]] = {
    "seeds": (lambda: canonical.parse(SEEDS.read_text("utf-8"), str(SEEDS)), Page()),
    "invented": (lambda: LIBRARY, TOLD),
    "hostile": (lambda: hostile.LIBRARY, Page(title=hostile.TEXTS[4])),
    "empty": (Library, Page(language="he")),
    "German": (lambda: LIBRARY, Page(title="Gelesenes", language="de-CH")),
}


def checked(path: Path) -> tuple[int, str]:
    """The exit code of the checker, and what it says."""
    done = subprocess.run(
        ["html-validate", path.name], cwd=path.parent, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout.strip()


@pytest.mark.parametrize("name", PAGES)
def test_a_checker_finds_no_error(name: str, tmp_path: Path) -> None:
    require("html-validate")
    make, told = PAGES[name]
    path = tmp_path / "index.html"
    path.write_bytes(page.render(make(), Options(page=told)).encode())
    (tmp_path / ".htmlvalidate.json").write_text(
        '{"extends": ["html-validate:recommended"], "root": true}'
    )
    assert checked(path) == (0, "")
    path.write_text("<!DOCTYPE html><p><div></p>")
    assert checked(path)[0] == 1, "it finds what is wrong"
