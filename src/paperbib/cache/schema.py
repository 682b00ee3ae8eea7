"""What is in the database: its tables, and how they are told from others."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from typing import Literal

FAULTS = (sqlite3.DatabaseError, UnicodeDecodeError)
"""What using a damaged file can raise; SQLite's own messages may quote broken text."""

_VERSION = 3
_BEFORE = 2
"""This version had no searches."""
_APPLICATION = 0x70626962  # "pbib"
_TABLES = (
    """CREATE TABLE entries (
    id integer primary key, source text not null, identifier text not null,
    version integer not null, at_s real not null, raw text not null,
    unique (source, identifier, version)
)""",
    """CREATE TABLE latest (
    source text not null, identifier text not null, entry integer not null,
    checked_s real not null, primary key (source, identifier)
) without rowid""",
    """CREATE TABLE refusals (
    source text not null, identifier text not null, kind text not null,
    reason text not null, at_s real not null, primary key (source, identifier)
) without rowid""",
    """CREATE TABLE renderings (
    id integer primary key, cause text not null unique, digest text not null
)""",
    """CREATE TABLE searches (
    question text primary key, found text not null, at_s real not null
) without rowid""",
)
"""The schema, spelled as SQLite keeps it: https://sqlite.org/schematab.html, section 2."""


def is_new(connection: sqlite3.Connection) -> bool:
    """Whether there is nothing in the file yet.

    Raises:
        sqlite3.DatabaseError: When there is something else than a cache of this version.
    """
    version, application = (
        connection.execute(f"pragma {name}").fetchone()[0]
        for name in ("user_version", "application_id")
    )
    tables = {sql for (sql,) in connection.execute("select sql from sqlite_master") if sql}
    if not tables and version == 0 and application == 0:
        return True
    if version == _BEFORE and application == _APPLICATION and tables == set(_TABLES[:-1]):
        with transaction(connection):
            connection.execute(_TABLES[-1])
            connection.execute(f"pragma user_version = {_VERSION}")
        return False
    if version != _VERSION:
        raise sqlite3.DatabaseError(f"it is of version {version}, not {_VERSION}")
    if application != _APPLICATION or tables != set(_TABLES):
        raise sqlite3.DatabaseError("it is not a cache of paperbib")
    return False


def create(connection: sqlite3.Connection) -> None:
    """Make the tables, in a database that has none.

    Raises:
        sqlite3.DatabaseError: When it cannot be written.
    """
    with transaction(connection):
        for table in _TABLES:
            connection.execute(table)
        connection.execute(f"pragma application_id = {_APPLICATION}")
        connection.execute(f"pragma user_version = {_VERSION}")


@contextlib.contextmanager
def transaction(
    connection: sqlite3.Connection, kind: Literal["deferred", "immediate"] = "immediate"
) -> Iterator[None]:
    """All of it or nothing; ``deferred`` for reading only.

    Raises:
        sqlite3.DatabaseError: When it cannot begin or end.
    """
    try:
        connection.execute(f"begin {kind}")
        yield
        connection.execute("commit")
    except BaseException:
        with contextlib.suppress(*FAULTS):
            if connection.in_transaction:
                connection.execute("rollback")
        raise
