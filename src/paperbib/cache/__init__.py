"""The cache: answers by source, identifier and version, searches, and rendered outputs.

SQLite in the user's cache folder. Disposable: deleting it costs requests and a
rendering, and loses nothing. A cache that cannot be used is a miss, said once.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Self

from paperbib.cache import answers as tables
from paperbib.cache.answers import Holdings, Kept
from paperbib.cache.database import Database
from paperbib.cache.schema import transaction
from paperbib.identifiers import whole
from paperbib.identifiers.identifier import Identifier
from paperbib.model import Answer, Problem

__all__ = ["RENDERINGS", "Cache", "Holdings", "Kept"]

RENDERINGS = 5_000
"""How many renderings `Cache.prune` leaves."""


class Cache:
    """Answers and renderings, kept between runs.

    Safe with other processes at work on the same folder.

    Args:
        folder: Where ``paperbib.sqlite`` lives; made when missing.

    Attributes:
        path: The database.
        problems: At most one: why the cache could not be used.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / "paperbib.sqlite"
        self._database = Database(self.path)
        self.problems: list[Problem] = self._database.problems

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._database.close()

    def answers(self, source: str, identifiers: Iterable[Identifier]) -> dict[Identifier, Kept]:
        """What a source answered last of each identifier; what it was not asked is left out.

        An entry once found stands, whatever the source said later: sources fail
        to know what they know. A later `Found` replaces it, of whatever version.
        """
        by_key = tables.keys_of(identifiers)
        return self._database.attempt(lambda held: tables.read(held, source, by_key), {})

    def keep(self, answers: Iterable[Answer], *, now_s: float) -> None:
        """Keep what sources answered, all or none; a failure to answer is no answer.

        Entries of other versions stay beside a new one.

        Args:
            answers: What was answered; an entry that is no Unicode text is not kept.
            now_s: When, in seconds since the epoch.
        """
        if rows := tables.Rows(answers, now_s):
            self._database.attempt(rows.write, None)

    def confirm(self, source: str, identifiers: Iterable[Identifier], *, now_s: float) -> None:
        """Remember that the entries of a source are still what it would answer.

        Args:
            source: The source's name.
            identifiers: Whose entries; without one, there is nothing to confirm.
            now_s: When that was known, in seconds since the epoch.
        """
        if keys := tables.keys_of(identifiers):
            self._database.attempt(lambda held: tables.confirm(held, source, keys, now_s), None)

    def search(self, question: str) -> tuple[tuple[Identifier, ...], float] | None:
        """What a search found last, and when, in seconds since the epoch; None: not asked."""
        query = (
            "select cast(found as text), coalesce(cast(at_s as real), 0) from searches"
            " where question = ?"
        )
        for found, at_s in self._rows(query, question):
            with contextlib.suppress(ValueError):
                return tuple(whole.parse(one) for one in found.split()), at_s
        return None

    def keep_search(
        self, question: str, identifiers: Iterable[Identifier], *, now_s: float
    ) -> None:
        """Remember what a search found; the entries are kept as answers."""
        found = " ".join(map(str, identifiers))

        def work(held: sqlite3.Connection) -> None:
            with transaction(held):
                query = "insert or replace into searches values (?, ?, ?)"
                held.execute(query, (question, found, now_s))

        self._database.attempt(work, None)

    def digest(self, cause: str) -> str | None:
        """The digest of the output that ``cause`` was last rendered to."""
        rows = self._rows("select cast(digest as text) from renderings where cause = ?", cause)
        return rows[0][0] if rows else None

    def knows_digest(self, digest: str) -> bool:
        """Whether an output with this digest was ever rendered here."""
        return bool(self._rows("select 1 from renderings where digest = ? limit 1", digest))

    def keep_digests(self, digest_by_cause: Mapping[str, str]) -> None:
        """Remember what was rendered from what."""

        def work(held: sqlite3.Connection) -> None:
            # A replaced row gets a new id: the greatest ids are the newest.
            query = "insert or replace into renderings (cause, digest) values (?, ?)"
            with transaction(held):
                held.executemany(query, digest_by_cause.items())

        if digest_by_cause:
            self._database.attempt(work, None)

    def counts(self) -> dict[str, int]:
        """Of how many identifiers answers are kept, by source."""
        rows = self._rows(
            "select cast(source as text), count(*) from (select source, identifier from latest "
            "union select source, identifier from refusals) group by source order by source"
        )
        return dict(rows)

    def holdings(self) -> list[Holdings]:
        """What is kept of each source's answers, by source; reads the whole cache."""
        return self._database.attempt(tables.holdings, [])

    def size(self) -> int:
        """How much the cache takes on the disk, in bytes."""
        return self._database.size()

    def clear(self) -> int:
        """Forget everything; returns of how many identifiers there were answers."""
        number = sum(self.counts().values())

        def work(held: sqlite3.Connection) -> None:
            with transaction(held):
                for table in ("entries", "latest", "refusals", "renderings", "searches"):
                    held.execute(f"delete from {table}")  # noqa: S608 - the names above

        self._database.attempt(work, None)
        self._give_back()
        return number

    def prune(self, *, now_s: float, max_age_s: float) -> int:
        """Forget what will hardly be asked for again, and give its space back.

        That is: entries neither answered nor confirmed for long, versions that
        others came after, refusals older than a week, old searches, and all but the
        newest `RENDERINGS` renderings.

        Args:
            now_s: The time, in seconds since the epoch.
            max_age_s: How long entries are kept, in seconds.

        Returns:
            How many answers went, counting each version.
        """

        def forget_renderings(held: sqlite3.Connection) -> None:
            newest = "select id from renderings order by id desc limit 1 offset ?"
            with transaction(held):
                held.execute("delete from searches where at_s < ?", [now_s - max_age_s])
                held.execute(f"delete from renderings where id <= ({newest})", [RENDERINGS])  # noqa: S608 - the query above

        went = self._database.attempt(lambda held: tables.forget_old(held, now_s, max_age_s), 0)
        self._database.attempt(forget_renderings, None)
        self._give_back()
        return went

    def _give_back(self) -> None:
        def work(held: sqlite3.Connection) -> None:
            if held.execute("pragma freelist_count").fetchone()[0]:
                held.execute("vacuum")
            held.execute("pragma wal_checkpoint(truncate)").fetchall()

        self._database.attempt(work, None)

    def _rows(self, query: str, *values: str) -> list[tuple[Any, ...]]:
        return self._database.attempt(lambda held: held.execute(query, values).fetchall(), [])
