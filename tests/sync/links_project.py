"""A note with two links and a paper, on a web of strangers."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from tests.sync.project import Project

from paperbib.cache import Cache
from paperbib.identifiers import whole
from paperbib.model import Found, Record
from paperbib.sync import linking

NOTE = """# Web

- [A page](https://a.example.org/x)
  - [B page](http://b.example.org/y?z=1)
- https://arxiv.org/abs/1706.03762
"""
A, B = "https://a.example.org/x", "http://b.example.org/y?z=1"


def lock(project: Project) -> dict[str, Any]:
    """The lock as it is read by others."""
    return dict(json.loads((project.output / "library.json").read_bytes()))


def shift(project: Project, days: float) -> None:
    """Make what the cache holds of links older, as if the runs so far had been before."""
    names = {name for one in project.library().values() for name in one["identifiers"]}
    links = [whole.parse(name) for name in sorted(names) if name.startswith("url:")]
    with Cache(project.folder.parent / "cache") as cache:
        for link, kept in cache.answers(linking.SOURCE, links).items():
            record = Record(source=linking.SOURCE, identifier=link)
            found = Found(identifier=link, source=linking.SOURCE, raw=kept.raw or "", record=record)
            cache.keep([found], now_s=kept.at_s - timedelta(days=days).total_seconds())
