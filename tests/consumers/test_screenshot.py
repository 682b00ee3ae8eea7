"""The picture of the page in the README: made of the example notes, in a real browser.

It is made anew with ``--update-golden`` only: browsers of other versions draw other pixels.
"""

from __future__ import annotations

import os
import shutil
import struct
import subprocess
import sys
from pathlib import Path

import pytest
from tests.consumers import browsing

ROOT = Path(__file__).resolve().parents[2]
PICTURE = ROOT / "docs" / "images" / "page.png"
SIZE = (1280, 800)
LARGEST_BYTES = 300_000


def take(folder: Path, picture: Path) -> None:
    """Write the bibliography of the example notes, and take a picture of its page."""
    for name in ("seeds", "data"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "paperbib.toml", folder)
    subprocess.run(
        [sys.executable, "-m", "paperbib", "-q", "sync", "--offline"],
        cwd=folder,
        check=True,
        env=os.environ | {"PAPERBIB_CACHE_DIR": str(folder / "cache")},
    )
    picture.parent.mkdir(parents=True, exist_ok=True)
    width, height = SIZE
    with (
        browsing.browser() as browser,
        browsing.visit(
            browser, folder / "output" / "index.html", color_scheme="light", reduced_motion="reduce"
        ) as visit,
    ):
        visit.page.set_viewport_size({"width": width, "height": height})
        visit.page.screenshot(path=picture, animations="disabled", caret="hide")


def test_the_readme_shows_a_picture_of_the_page(
    request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    if request.config.getoption("--update-golden"):
        take(tmp_path, PICTURE)
    content = PICTURE.read_bytes()
    # Source: PNG (Third Edition), sections 5.2 (signature) and 11.2.1 (IHDR).
    assert content.startswith(b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR")
    assert struct.unpack(">II", content[16:24]) == SIZE
    assert content.endswith(b"IEND\xaeB`\x82")
    assert len(content) < LARGEST_BYTES
    shown = PICTURE.relative_to(ROOT).as_posix()
    assert f"]({shown})" in (ROOT / "README.md").read_text(encoding="utf-8")
