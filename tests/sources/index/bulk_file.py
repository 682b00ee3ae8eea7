"""Small files in the bulk schema, and their index."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from paperbib.identifiers import arxiv_id
from paperbib.identifiers.identifier import Identifier
from paperbib.sources.http import Reply
from paperbib.sources.index.building import Built, build
from paperbib.sources.index.ranges import Pace
from paperbib.sources.index.reading import Index, open_index

T = TypeVar("T")
NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
SMALL = Pace(range_bytes=300, commit_bytes=700, processes=1)
"""Ranges that cut lines, and of which a few are kept at a time."""


class NoHttp:
    """A network that must not be touched."""

    def post(
        self,
        url: str,
        params: Mapping[str, str],
        body: bytes,
        headers: Mapping[str, str],
        read: Callable[[Reply], T],
    ) -> T:
        """Refuse: it is only asked by looking up."""
        raise AssertionError((url, params, body, len(headers), read))

    def get(self, url: str, params: Mapping[str, str], read: Callable[[Reply], T]) -> T:
        raise AssertionError((url, params, read))


def identifier(text: str) -> Identifier:
    cited = arxiv_id.parse(text)
    assert cited
    return cited.identifier


def line(paper: str, title: str | None = None, **fields: object) -> str:
    known: dict[str, object] = {
        "id": paper,
        "title": f"On the Paper {paper}" if title is None else title,
        "abstract": "  Müller's\nlemma.",
        "update_date": "2020-02-02",
    }
    return json.dumps(known | fields, ensure_ascii=False)


def lines(number: int) -> list[str]:
    return [line(f"2001.{one:05}") for one in range(1, number + 1)]


def write(path: Path, content: Iterable[str] | bytes) -> Path:
    raw = content if isinstance(content, bytes) else "".join(f"{one}\n" for one in content).encode()
    path.write_bytes(raw)
    return path


def built(file: Path, folder: Path, pace: Pace = SMALL) -> Built:
    return build(file, folder, now=NOW, pace=pace)


def opened(folder: Path) -> Index:
    index = open_index(folder)
    assert index
    return index


def held(folder: Path) -> dict[str, str]:
    """Title by identifier of what an index and its file hold of lines()."""
    index = opened(folder)
    asked = [identifier(f"2001.{number:05}") for number in range(1, 200)]
    found = {one.value: str(json.loads(raw)["title"]) for one, raw in index.records(asked)}
    index.close()
    return found
