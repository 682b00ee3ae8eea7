"""What is read of the outputs after a run, and compared with what it should say."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.sync.year.expecting import ALIKE

from paperbib.exporters import canonical
from paperbib.model import Library

MOST_REQUESTS = 3
HISTORY = "changes.json"
Item = dict[str, Any]
Files = dict[str, tuple[bytes, int]]


def files(folder: Path) -> Files:
    """The bytes of each file of a folder, and when it was written."""
    paths = sorted(folder.iterdir()) if folder.is_dir() else []
    return {one.name: (one.read_bytes(), one.stat().st_mtime_ns) for one in paths}


def history(folder: Path) -> list[Item]:
    """What was told so far, oldest first."""
    path = folder / HISTORY
    return list(json.loads(path.read_bytes())["changes"]) if path.exists() else []


def read(folder: Path) -> Library:
    """The library as it was written."""
    path = folder / canonical.filename
    return canonical.parse(path.read_text("utf-8"), str(path))


def paper_of(item: Item) -> str:
    """The paper that an item of the history is about."""
    return str(item["identifier"]).removeprefix("arxiv:")


def told_since(past: list[Item], now: list[Item], name: str) -> dict[str, set[str]]:
    """The kinds of what was told in a run, by paper; what was told before stands as it was."""
    assert now[: len(past)] == past, f"{name}: the history of other days was rewritten"
    told: dict[str, set[str]] = {}
    for one in now[len(past) :]:
        assert paper_of(one) not in told, f"{name}: told twice: {one}"
        told[paper_of(one)] = set(one["kinds"])
    return told


def compare(told: dict[str, set[str]], expected: dict[str, set[str]], name: str) -> None:
    """Told is what happened, neither more nor less."""
    assert told.keys() == expected.keys(), (
        f"{name}: told of {sorted(told.items())}, happened: {sorted(expected.items())}"
    )
    for paper, kinds in expected.items():
        assert told[paper] - {ALIKE} == kinds - {ALIKE}, f"{name}: {paper}: {told[paper]}, {kinds}"
