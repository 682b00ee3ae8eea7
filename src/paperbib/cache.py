"""The cache: answers by source and identifier, and which outputs are up to date.

SQLite in the user's cache folder. Disposable: deleting it costs requests and a
rendering, and loses nothing. A cache that cannot be used is a miss, said once.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Self

from paperbib.identifiers.identifier import Identifier
from paperbib.model import Answer, Failed, Found, Problem

_SCHEMA_VERSION = 1
_SCHEMA = """
create table answers (
    source text not null, identifier text not null, raw text, at_s real not null,
    primary key (source, identifier)
) without rowid;
create table renderings (cause text primary key, digest text not null) without rowid;
"""
_KEEP = """
insert into answers values (?, ?, ?, ?) on conflict do update
set raw = excluded.raw, at_s = excluded.at_s where excluded.raw is not null or raw is null
"""
_CHUNK = 500
_BUSY_TIMEOUT_S = 10.0


class Cache:
    """Answers and renderings, kept between runs.

    Args:
        folder: Where ``paperbib.sqlite`` lives; made when missing.

    Attributes:
        problems: At most one: why the cache could not be used.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / "paperbib.sqlite"
        self.problems: list[Problem] = []
        self._connection = self._open()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def answers(
        self, source: str, identifiers: Iterable[Identifier]
    ) -> dict[Identifier, tuple[str | None, float]]:
        """The cached entries of a source by identifier.

        Returns:
            The raw entry, None where the source did not know the identifier,
            and when it was given, in seconds since the epoch.
        """
        by_text = {str(identifier): identifier for identifier in identifiers}
        texts, held = list(by_text), {}
        for start in range(0, len(texts), _CHUNK):
            chunk = texts[start : start + _CHUNK]
            marks = ",".join("?" * len(chunk))
            query = f"select identifier, raw, at_s from answers where source = ? and identifier in ({marks})"  # noqa: E501, S608 - only question marks are put in
            for text, raw, at_s in self._rows(query, [source, *chunk]):
                held[by_text[str(text)]] = (None if raw is None else str(raw), float(str(at_s)))
        return held

    def keep(self, answers: Iterable[Answer], *, now_s: float) -> None:
        """Keep what sources answered; a failure to answer is no answer.

        An entry once found is not forgotten for a later "not found": sources say
        that in error, too.
        """
        rows = [
            (one.source, str(one.identifier), one.raw if isinstance(one, Found) else None, now_s)
            for one in answers
            if not isinstance(one, Failed)
        ]
        self._write(_KEEP, rows)

    def digest(self, cause: str) -> str | None:
        """The digest of the output that ``cause`` was last rendered to."""
        rows = list(self._rows("select digest from renderings where cause = ?", [cause]))
        return str(rows[0][0]) if rows else None

    def knows_digest(self, digest: str) -> bool:
        """Whether an output with this digest was ever rendered here."""
        return bool(self._rows("select 1 from renderings where digest = ? limit 1", [digest]))

    def keep_digests(self, digest_by_cause: dict[str, str]) -> None:
        """Remember what was rendered from what."""
        rows = list(digest_by_cause.items())
        self._write("insert or replace into renderings values (?, ?)", rows)

    def counts(self) -> dict[str, int]:
        """How many answers are kept, by source."""
        query = "select source, count(*) from answers group by source order by source"
        return {str(source): int(str(number)) for source, number in self._rows(query, [])}

    def clear(self) -> int:
        """Forget everything; returns how many answers that were."""
        number = sum(self.counts().values())
        self._write("delete from answers", [()])
        self._write("delete from renderings", [()])
        return number

    def _open(self) -> sqlite3.Connection:
        """Open the file; set a broken one aside; do without where there can be none."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            try:
                return _open_file(self.path)
            except sqlite3.OperationalError:
                raise
            except sqlite3.DatabaseError as error:
                aside = self._set_aside()
                what = f"the cache {self.path} was unreadable ({error})"
                self._report(what, f"Set aside as {aside}")
                return _open_file(self.path)
        except (OSError, sqlite3.DatabaseError) as error:
            self._report(f"the cache {self.path} cannot be used ({error})", "")
        return _with_schema(sqlite3.connect(":memory:", isolation_level=None))

    def _set_aside(self) -> Path:
        aside = self.path.with_suffix(".broken")
        self.path.replace(aside)
        for name in (f"{self.path.name}-wal", f"{self.path.name}-shm"):
            self.path.with_name(name).unlink(missing_ok=True)
        return aside

    def _report(self, what: str, hint: str) -> None:
        if not self.problems:
            self.problems.append(Problem(kind="cache", what=what, hint=hint))

    def _rows(self, query: str, values: Sequence[str]) -> list[Sequence[object]]:
        """Read; a cache that fails is a miss."""
        try:
            return list(self._connection.execute(query, values))
        except sqlite3.DatabaseError as error:
            self._report(f"the cache {self.path} cannot be read ({error})", "")
            return []

    def _write(self, statement: str, rows: Sequence[Sequence[object]]) -> None:
        if not rows:
            return
        try:
            self._connection.execute("begin immediate")
            self._connection.executemany(statement, rows)
            self._connection.execute("commit")
        except sqlite3.DatabaseError as error:
            self._report(f"the cache {self.path} cannot be written ({error})", "")
            if self._connection.in_transaction:
                self._connection.execute("rollback")


def _open_file(path: Path) -> sqlite3.Connection:
    """Open a cache file.

    Raises:
        sqlite3.DatabaseError: When it is no cache of this version.
        sqlite3.OperationalError: When it cannot be opened or written at all.
    """
    connection = sqlite3.connect(path, timeout=_BUSY_TIMEOUT_S, isolation_level=None)
    try:
        with contextlib.suppress(sqlite3.OperationalError):
            # Refused at once while another process does the same; then it is done.
            connection.execute("pragma journal_mode = wal")
        connection.execute("pragma synchronous = normal")
        return _with_schema(connection)
    except BaseException:
        connection.close()
        raise


def _with_schema(connection: sqlite3.Connection) -> sqlite3.Connection:
    (version,) = connection.execute("pragma user_version").fetchone()
    if version == 0:
        connection.execute("begin immediate")
        (version,) = connection.execute("pragma user_version").fetchone()
        if version == 0:
            for statement in _SCHEMA.split(";"):
                connection.execute(statement)
            connection.execute(f"pragma user_version = {_SCHEMA_VERSION}")
        connection.execute("commit")
    elif version != _SCHEMA_VERSION:
        raise sqlite3.DatabaseError(f"it is of version {version}, not {_SCHEMA_VERSION}")
    return connection
