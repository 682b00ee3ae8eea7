"""Answers for the tests of the cache, and caches as people may have them on their disks."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from paperbib.cache import Cache
from paperbib.identifiers.identifier import Identifier
from paperbib.model import Found, Invalid, Missing, Record

NAME = "paperbib.sqlite"
ASIDE = ["paperbib.broken", "paperbib.2.broken", "paperbib.3.broken"]
PAPERS = [Identifier("arxiv", f"1706.{number:05}") for number in range(1, 401)]
PAPER, OTHER, THIRD = PAPERS[:3]


def found(
    identifier: Identifier = PAPER,
    raw: str = "<entry/>",
    *,
    version: int | None = None,
    source: str = "arxiv",
) -> Found:
    record = Record.model_construct(source=source, identifier=identifier, version=version)
    return Found.model_construct(identifier=identifier, source=source, raw=raw, record=record)


def missing(identifier: Identifier = PAPER, source: str = "arxiv") -> Missing:
    return Missing.model_construct(identifier=identifier, source=source)


def invalid(identifier: Identifier = PAPER, reason: str = "no id") -> Invalid:
    return Invalid.model_construct(identifier=identifier, source="arxiv", reason=reason)


def fill(folder: Path) -> bytes:
    """Make a cache with something in every table; returns its bytes."""
    with Cache(folder) as cache:
        cache.keep([found(one, f"<entry>{one} é</entry>" * 30) for one in PAPERS[:150]], now_s=1)
        cache.keep([found(one, "<entry/>", version=2) for one in PAPERS[:20]], now_s=2)
        cache.keep([missing(one) for one in PAPERS[150:180]], now_s=3)
        cache.keep([invalid(one) for one in PAPERS[180:200]], now_s=3)
        cache.keep_digests({str(number): f"digest {number}" for number in range(50)})
    return (folder / NAME).read_bytes()


def version_1(path: Path) -> None:
    """The cache of the first releases, with one answer."""
    connection = sqlite3.connect(path)
    connection.executescript(
        """
        pragma journal_mode = wal;
        create table answers (
            source text not null, identifier text not null, raw text, at_s real not null,
            primary key (source, identifier)
        ) without rowid;
        create table renderings (cause text primary key, digest text not null) without rowid;
        pragma user_version = 1;
        insert into answers values ('arxiv', 'arxiv:1706.00001', '<entry/>', 1);
        """
    )
    connection.close()


def foreign(path: Path) -> None:
    """Another program's database, without a version."""
    connection = sqlite3.connect(path)
    connection.executescript("create table places (url text); insert into places values ('x');")
    connection.close()


def garbage(path: Path) -> None:
    path.write_bytes(b"no database at all, but long enough " * 40)


def hollow(path: Path) -> None:
    """A cache whose first page is whole, and all others are not: it opens."""
    content = fill(path.parent)
    path.write_bytes(content[:4096] + b"\xff" * (len(content) - 4096))


def use(cache: Cache) -> None:
    """Do everything once; then a new answer is kept, and is there."""
    for kept in cache.answers("arxiv", PAPERS).values():
        assert isinstance(kept.at_s, float)
        assert isinstance(kept.checked_s, float)
        assert isinstance(kept.version, int | None)
        assert isinstance(kept.raw, str) == (kept.kind == "found")
        assert isinstance(kept.reason, str)
        assert kept.kind in ("found", "missing", "invalid")
    cache.keep([found(PAPERS[30]), missing(PAPERS[160]), invalid(PAPERS[190])], now_s=5)
    cache.confirm("arxiv", PAPERS, now_s=6)
    cache.keep_digests({"7": "new"})
    assert cache.digest("7") in ("new", None)
    assert cache.knows_digest("new") in (True, False)
    assert all(isinstance(number, int) for number in cache.counts().values())
    assert all(isinstance(one.oldest_s + one.newest_s, float) for one in cache.holdings())
    cache.prune(now_s=8, max_age_s=100)
    cache.clear()
    cache.keep([found(PAPER, "last")], now_s=9)
    assert cache.answers("arxiv", [PAPER])[PAPER].raw == "last"
