"""Reading from an index: where papers are, what their records say, who has a title."""

from __future__ import annotations

import sqlite3
import weakref
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import BinaryIO, NamedTuple, cast

from paperbib.errors import PaperbibError
from paperbib.identifiers.identifier import Identifier
from paperbib.sources.index import header, lines, near, numbering, titles
from paperbib.sources.index.header import Header
from paperbib.sources.index.info import IndexInfo, date_of, info_of

__all__ = ["Index", "IndexInfo", "IndexUnusableError", "Place", "open_index", "read_info"]

_AGAIN = "build it again: paperbib index build FILE"
_CHUNK = 500
_BLOCK = 20_000
_READ = 60
"""Papers whose titles are read and compared, where near ones are wanted."""
_BY_NUMBER = "select offset, length, number from papers where number in "
_BY_TITLE = "select offset, length, number from papers where title = ?"


class IndexUnusableError(PaperbibError):
    """There is an index, and it cannot be read from: of an older version, or of another file."""


class Place(NamedTuple):
    """Where a record is: in the file's order; bytes."""

    offset: int
    length: int
    number: int


class Index:
    """An open index; made by `open_index`.

    Attributes:
        close: Closes the files; also done when nobody holds the index any more.
    """

    def __init__(self, folder: Path, connection: sqlite3.Connection, head: Header) -> None:
        self._folder = folder
        self._connection = connection
        self._head = head
        self._path = head.data(folder)
        self._file = _open_data(self._path)
        self._words = near.Words(connection)
        self.close = weakref.finalize(self, _close, connection, self._file)

    @property
    def info(self) -> IndexInfo:
        """What the index is of."""
        return info_of(self._folder, self._head)

    @property
    def as_of(self) -> date | None:
        """The newest ``update_date`` of all records."""
        return date_of(self._head.newest)

    def places(
        self, identifiers: Iterable[Identifier]
    ) -> Iterator[tuple[Identifier, Place | None]]:
        """Where the records of papers are; None for a paper the index does not know.

        Yields:
            Each distinct identifier once: in blocks, each in the file's order,
            the unknown ones of a block last.

        Raises:
            IndexUnusableError: When the index is damaged.
        """
        # Numbers are compared and sorted far quicker than identifiers.
        numbers = ((numbering.from_identifier(one), one) for one in identifiers)
        identifier_by_number = {number or str(one): one for number, one in numbers}
        foreign = [one for number, one in identifier_by_number.items() if isinstance(number, str)]
        wanted = sorted(number for number in identifier_by_number if isinstance(number, int))
        for start in range(0, len(wanted), _BLOCK):
            block = wanted[start : start + _BLOCK]
            places = sorted(self._places(block))
            for place in places:
                yield identifier_by_number[place.number], place
            for number in sorted({*block} - {place.number for place in places}):
                yield identifier_by_number[number], None
        for identifier in foreign:
            yield identifier, None

    def record_at(self, place: Place) -> bytes:
        """The record at a place, as the file has it.

        Raises:
            IndexUnusableError: When the file has no longer that paper there.
        """
        raw = self._read(place)
        self._entry(place, raw)
        return raw

    def records(self, identifiers: Iterable[Identifier]) -> Iterator[tuple[Identifier, bytes]]:
        """The records of papers, as the file has them; in blocks, each in the file's order.

        Raises:
            IndexUnusableError: As `places` and `record_at`.
        """
        for identifier, place in self.places(identifiers):
            if place is not None:
                yield identifier, self.record_at(place)

    def by_title(self, title: str) -> list[Identifier]:
        """The papers of a title, in order; compared as `titles.normalise` says.

        Returns:
            None of them for a title without any letter or digit.

        Raises:
            IndexUnusableError: As `places` and `record_at`.
        """
        normal = titles.normalise(title)
        if not normal:
            return []
        found = []
        for place in self._rows(_BY_TITLE, [titles.digest(normal)]):
            # Of two titles with one digest, one is another title.
            entry = self._entry(place, self._read(place))
            if titles.normalise(entry.title) == normal:
                found.append(numbering.to_identifier(place.number))
        return sorted(found)

    def by_words(self, title: str, limit: int = 20) -> list[Identifier]:
        """Papers whose titles are nearly this one, the most alike first.

        Found are titles that begin with it and go on after a colon, and those that have
        many of its words, in any order and form, rare words before others: candidates,
        among which the right one need not be. They do not depend on the file's order.

        Raises:
            IndexUnusableError: As `places` and `record_at`.
        """
        try:
            numbers = self._words.papers(title, max(limit, _READ))
        except sqlite3.DatabaseError as error:
            raise self._damaged(error) from error
        likeness, scored = near.Likeness(title), []
        for place in self._places(numbers):
            other = self._entry(place, self._read(place)).title
            scored.append((-likeness.of(other), place.number))
        return [numbering.to_identifier(number) for _, number in sorted(scored)[:limit]]

    def _places(self, numbers: Sequence[int]) -> Iterator[Place]:
        for start in range(0, len(numbers), _CHUNK):
            chunk = numbers[start : start + _CHUNK]
            yield from self._rows(_BY_NUMBER + f"({','.join('?' * len(chunk))})", chunk)

    def _read(self, place: Place) -> bytes:
        if not 0 <= place.length <= lines.LINE_LIMIT_BYTES:
            raise self._changed(place)
        try:
            self._file.seek(place.offset)
            return self._file.read(place.length)
        except (OSError, ValueError, OverflowError) as error:
            raise self._changed(place) from error

    def _entry(self, place: Place, raw: bytes) -> lines.Entry:
        try:
            entry = lines.decode(raw)
        except ValueError as error:
            raise self._changed(place) from error
        if numbering.from_text(entry.id) != place.number:
            raise self._changed(place)
        return entry

    def _changed(self, place: Place) -> IndexUnusableError:
        what = f"{self._path}: the record indexed at byte {place.offset} is not there any more"
        return IndexUnusableError(what, hint=_AGAIN)

    def _rows(self, query: str, values: Sequence[int]) -> list[Place]:
        try:
            return [Place(*row) for row in self._connection.execute(query, values)]
        except sqlite3.DatabaseError as error:
            raise self._damaged(error) from error

    def _damaged(self, error: sqlite3.DatabaseError) -> IndexUnusableError:
        what = f"{self._folder / header.INDEX}: the index is damaged ({error})"
        return IndexUnusableError(what, hint=_AGAIN)


def open_index(folder: Path) -> Index | None:
    """Open the index in a folder.

    Returns:
        None where there is none.

    Raises:
        IndexUnusableError: When it is of another version, damaged, or of a file
            that was moved or changed since.
    """
    opened = _open(folder)
    if opened is None:
        return None
    connection, head = opened
    try:
        _check(head, folder)
        return Index(folder, connection, head)
    except BaseException:
        connection.close()
        raise


def read_info(folder: Path) -> IndexInfo | None:
    """What the index in a folder is of, also where its file is gone; None for no index.

    Raises:
        IndexUnusableError: When it is of another version, or damaged.
    """
    opened = _open(folder)
    if opened is None:
        return None
    with closing(opened[0]):
        return info_of(folder, opened[1])


def _open(folder: Path) -> tuple[sqlite3.Connection, Header] | None:
    path = folder / header.INDEX
    if not path.exists():
        return None
    if not path.is_file():
        hint = f"delete or rename it, and {_AGAIN}"
        raise IndexUnusableError(f"{path}: it is no file, so it is no index", hint=hint)
    # A complete index is never written again, only replaced: no locks are needed.
    address = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
    connection = None
    try:
        connection = sqlite3.connect(address, uri=True, isolation_level=None)
        return connection, header.read(connection)
    except (sqlite3.Error, ValueError, TypeError) as error:
        if connection is not None:
            connection.close()
        raise IndexUnusableError(f"{path}: the index is unusable: {error}", hint=_AGAIN) from error


def _check(head: Header, folder: Path) -> None:
    path = head.data(folder)
    try:
        found = path.stat()
    except OSError as error:
        raise _unreadable(path, error) from error
    if (found.st_size, found.st_mtime_ns) != (head.data_size, head.data_mtime_ns):
        what = f"{path}: the file was changed after it was indexed"
        raise IndexUnusableError(what, hint=_AGAIN)


def _open_data(path: Path) -> BinaryIO:
    try:
        # Unbuffered: a record is read at once, and the next is elsewhere.
        return cast("BinaryIO", path.open("rb", buffering=0))
    except OSError as error:
        raise _unreadable(path, error) from error


def _unreadable(path: Path, error: OSError) -> IndexUnusableError:
    what = f"{path}: the indexed file cannot be read ({error.strerror or error})"
    return IndexUnusableError(what, hint=_AGAIN)


def _close(connection: sqlite3.Connection, file: BinaryIO) -> None:
    connection.close()
    file.close()
