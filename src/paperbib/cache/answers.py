"""Answers in the tables: what is written when a source answers, and read when it need not.

Entries are large and stay; when they were last known to be current is small and
changes. The two are kept apart, so that confirming a whole library is cheap.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any, Literal, NamedTuple

from paperbib.cache.schema import transaction
from paperbib.identifiers.identifier import Identifier
from paperbib.model import Answer, Failed, Found, Invalid

REFUSAL_AGE_S = 7 * 86_400.0
"""How long `forget_old` leaves what a source did not know, in seconds."""

_END_S = 253_402_300_800.0
"""The year 10000: no calendar here goes further."""
_CHUNK = 500
"""Identifiers per query; SQLite before 3.32 takes 999 values."""
_MOST_VERSIONS = 2**31

# Casts, because a damaged file can hold anything anywhere; what they make of it is old.
_FOUND = """
select l.identifier, e.raw, coalesce(cast(e.at_s as real), 0),
    coalesce(cast(l.checked_s as real), 0), nullif(cast(e.version as integer), 0)
from latest l join entries e
    on e.id = l.entry and e.source = l.source and e.identifier = l.identifier
where l.source = ? and l.identifier in ({}) and typeof(e.raw) = 'text'
"""
_REFUSED = """
select identifier, case kind when 'invalid' then kind else 'missing' end, cast(reason as text),
    coalesce(cast(at_s as real), 0)
from refusals where source = ? and identifier in ({})
"""
_KEEP_ENTRY = """
insert into entries (source, identifier, version, at_s, raw) values (?, ?, ?, ?, ?)
on conflict (source, identifier, version) do update set at_s = excluded.at_s, raw = excluded.raw
"""
_KEEP_LATEST = """
insert into latest (source, identifier, entry, checked_s)
select source, identifier, id, at_s from entries
where source = ? and identifier = ? and version = ?
on conflict (source, identifier) do update
set entry = excluded.entry, checked_s = excluded.checked_s
"""
_KEEP_REFUSAL = "insert or replace into refusals values (?, ?, ?, ?, ?)"
_DROP_REFUSAL = "delete from refusals where source = ? and identifier = ?"
_CONFIRM = "update latest set checked_s = ? where source = ? and identifier = ?"
_HOLDINGS = """
select cast(source as text), sum(found), sum(missing), sum(invalid), sum(versions),
    coalesce(cast(min(oldest_s) as real), 0), coalesce(cast(max(newest_s) as real), 0)
from (
    select source, 0 as found, 0 as missing, 0 as invalid, count(*) as versions,
        min(at_s) as oldest_s, max(at_s) as newest_s from entries group by source
    union all
    select source, count(*), 0, 0, 0, null, null from latest group by source
    union all
    select source, 0, sum(kind <> 'invalid'), sum(kind = 'invalid'), 0, min(at_s), max(at_s)
    from refusals r where not exists (
        select 1 from latest l where l.source = r.source and l.identifier = r.identifier
    ) group by source
) group by source order by source
"""


class Kept(NamedTuple):
    """What a source answered, as the cache keeps it.

    Attributes:
        kind: What the answer was.
        raw: The source's entry as it came; None where it has none.
        reason: Why the source takes the identifier for invalid, or "".
        at_s: When the source answered so, in seconds since the epoch.
        checked_s: When that was last known to be still so, in seconds since the epoch.
        version: The version the entry is of; None where it does not say.
    """

    kind: Literal["found", "missing", "invalid"]
    raw: str | None
    reason: str
    at_s: float
    checked_s: float
    version: int | None


class Holdings(NamedTuple):
    """What is kept of a source's answers.

    Attributes:
        source: The source's name.
        found: How many identifiers it knows.
        missing: How many it does not know.
        invalid: How many it takes for no identifiers at all.
        versions: How many entries there are, counting each version.
        oldest_s: When the oldest answer was given, in seconds since the epoch.
        newest_s: When the newest answer was given, in seconds since the epoch.
    """

    source: str
    found: int
    missing: int
    invalid: int
    versions: int
    oldest_s: float
    newest_s: float


class Rows:
    """Answers as rows of the tables, each the last one of its identifier or version.

    Args:
        answers: What sources answered; failures, and what is no Unicode text, are left out.
        now_s: When, in seconds since the epoch.
    """

    def __init__(self, answers: Iterable[Answer], now_s: float) -> None:
        self._entries: list[tuple[str, str, int, float, str]] = []
        refusals: dict[tuple[str, str], tuple[str, str]] = {}
        for one in answers:
            place = (one.source, _key(one.identifier))
            if isinstance(one, Failed) or not _is_text(*place):
                continue
            if isinstance(one, Found):
                if _is_text(one.raw):
                    self._entries.append((*place, _version(one), now_s, one.raw))
                    refusals.pop(place, None)
            elif isinstance(one, Invalid):
                reason = one.reason.encode(errors="replace").decode()
                refusals[place] = ("invalid", reason)
            else:
                refusals[place] = ("missing", "")
        self._refusals = [(*place, *refusal, now_s) for place, refusal in refusals.items()]

    def __bool__(self) -> bool:
        return bool(self._entries or self._refusals)

    def write(self, held: sqlite3.Connection) -> None:
        """Keep them, all or none.

        Raises:
            sqlite3.DatabaseError: When they cannot be written.
        """
        with transaction(held):
            held.executemany(_KEEP_ENTRY, self._entries)
            held.executemany(_KEEP_LATEST, (row[:3] for row in self._entries))
            held.executemany(_DROP_REFUSAL, (row[:2] for row in self._entries))
            held.executemany(_KEEP_REFUSAL, self._refusals)


def keys_of(identifiers: Iterable[Identifier]) -> dict[str, Identifier]:
    """Identifiers by what stands for them in the tables."""
    return {key: one for one in identifiers if _is_text(key := _key(one))}


def read(
    held: sqlite3.Connection, source: str, by_key: Mapping[str, Identifier]
) -> dict[Identifier, Kept]:
    """What a source answered last; an entry goes before a refusal, whichever came later.

    An entry that was refused since is not known to be current any more.

    Raises:
        sqlite3.DatabaseError: When it cannot be read.
    """
    answers: dict[Identifier, Kept] = {}
    with transaction(held, "deferred"):
        for key, raw, at_s, checked_s, version in _select(held, _FOUND, source, by_key):
            times = _sane(at_s), _sane(checked_s)
            answers[by_key[key]] = Kept("found", raw, "", *times, version)
        for key, kind, reason, refused_s in _select(held, _REFUSED, source, by_key):
            found, at_s = answers.get(by_key[key]), _sane(refused_s)
            if found is None:
                answers[by_key[key]] = Kept(kind, None, reason, at_s, at_s, None)
            elif found.checked_s <= at_s:
                answers[by_key[key]] = found._replace(checked_s=0.0)
    return answers


def _sane(at_s: float) -> float:
    """A time that can be one; a damaged file can hold any number."""
    return at_s if 0 <= at_s < _END_S else 0.0


def confirm(held: sqlite3.Connection, source: str, keys: Iterable[str], now_s: float) -> None:
    """Remember that the entries of identifiers are still current.

    Raises:
        sqlite3.DatabaseError: When that cannot be written.
    """
    with transaction(held):
        held.executemany(_CONFIRM, ((now_s, source, key) for key in keys))


def holdings(held: sqlite3.Connection) -> list[Holdings]:
    """What is kept, by source; reads all entries.

    Raises:
        sqlite3.DatabaseError: When it cannot be read.
    """
    return [Holdings(*row) for row in held.execute(_HOLDINGS)]


def forget_old(held: sqlite3.Connection, now_s: float, max_age_s: float) -> int:
    """Forget old refusals, entries not known to be current for long, and other versions.

    Returns:
        How many answers went, counting each version.

    Raises:
        sqlite3.DatabaseError: When that cannot be written.
    """
    old_s = now_s - REFUSAL_AGE_S
    with transaction(held):
        went = held.execute("delete from refusals where at_s < ?", [old_s]).rowcount
        held.execute("delete from latest where checked_s < ?", [now_s - max_age_s])
        other = "delete from entries where id not in (select entry from latest)"
        return went + held.execute(other).rowcount


def _select(
    held: sqlite3.Connection, query: str, source: str, keys: Iterable[str]
) -> Iterator[tuple[Any, ...]]:
    left = iter(keys)
    while chunk := list(islice(left, _CHUNK)):
        marks = ",".join("?" * len(chunk))
        yield from held.execute(query.format(marks), [source, *chunk])


def _key(identifier: Identifier) -> str:
    """What equal identifiers have in common, as text."""
    return f"{identifier.scheme}:{identifier.identity}"


def _is_text(*texts: str) -> bool:
    """Whether texts can be written as UTF-8, which lone surrogates cannot."""
    try:
        for text in texts:
            text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _version(answer: Found) -> int:
    version = answer.record.version
    return version if version is not None and 0 < version < _MOST_VERSIONS else 0
