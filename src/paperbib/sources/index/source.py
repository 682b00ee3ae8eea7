"""The bulk file as a source, looked up in its index instead of read from end to end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from paperbib.identifiers.identifier import Identifier
from paperbib.model import Answer, Failed, Found, Missing, Record
from paperbib.sources import snapshot
from paperbib.sources.http import Http
from paperbib.sources.index.reading import Index, IndexInfo, IndexUnusableError, Place

NAME = snapshot.NAME


class IndexSource:
    """A bulk file on this computer and the index of it.

    It has the name of `SnapshotSource`, because it says the same: which of the
    two read a record is no fact about the record.

    Args:
        index: The index; see `paperbib.sources.index.reading.open_index`.
    """

    name = NAME
    schemes = frozenset({"arxiv"})

    def __init__(self, index: Index) -> None:
        self._index = index

    @property
    def info(self) -> IndexInfo:
        """What the index is of."""
        return self._index.info

    @property
    def as_of(self) -> date | None:
        """The newest ``update_date`` of all records: what happened later is not in it."""
        return self._index.as_of

    def fetch(self, identifiers: Sequence[Identifier], http: Http) -> Iterator[Answer]:
        """Look the papers up.

        Yields:
            Exactly one answer per identifier: in blocks, each in the file's
            order, the missing ones of a block last. `Failed` where the file is
            not what was indexed, or the record cannot be read.
        """
        del http  # the file is on this computer
        left = dict.fromkeys(identifiers)
        try:
            for identifier, place in self._index.places(left.copy()):
                del left[identifier]
                yield self._answer(identifier, place)
        except IndexUnusableError as error:
            for identifier in left:
                yield Failed(identifier=identifier, source=NAME, reason=error.what)

    def to_record(self, identifier: Identifier, raw: str) -> Record:
        """Read a line kept from an earlier answer (`Found.raw`).

        Raises:
            ValueError: When ``raw`` is no record in the bulk schema.
        """
        return snapshot.to_record(identifier, raw)

    def by_title(self, title: str) -> list[Identifier]:
        """The papers of a title; see `titles.normalise` for what is one title.

        Raises:
            IndexUnusableError: When the file is not what was indexed.
        """
        return self._index.by_title(title)

    def by_words(self, title: str, limit: int = 20) -> list[Identifier]:
        """Papers of nearly this title; see `Index.by_words`.

        Raises:
            IndexUnusableError: When the file is not what was indexed.
        """
        return self._index.by_words(title, limit)

    def _answer(self, identifier: Identifier, place: Place | None) -> Answer:
        if place is None:
            return Missing(identifier=identifier, source=NAME)
        try:
            raw = self._index.record_at(place).decode().strip()
            record = snapshot.to_record(identifier, raw)
        except IndexUnusableError as error:
            return Failed(identifier=identifier, source=NAME, reason=error.what)
        except ValueError as error:
            reason = f"{identifier}: {error}".splitlines()[0]
            return Failed(identifier=identifier, source=NAME, reason=reason)
        return Found(identifier=identifier, source=NAME, raw=raw, record=record)
