"""The index of arXiv's bulk file, where a person has built one: known without asking."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from paperbib.config import Config
from paperbib.errors import PaperbibError
from paperbib.identifiers.identifier import Identifier
from paperbib.model import Found, Problem
from paperbib.sources.http import NO_HTTP

if TYPE_CHECKING:
    from paperbib.sources.index.source import IndexSource


class Bulk:
    """What arXiv's bulk file says, and of which day it is.

    Args:
        source: The opened index.
    """

    def __init__(self, source: IndexSource) -> None:
        self._source = source
        day = source.as_of
        self.as_of_s = (
            datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp() if day else 0.0
        )

    def find(self, identifiers: Sequence[Identifier]) -> Mapping[Identifier, Found]:
        """The papers that the file has."""
        answers = self._source.fetch(identifiers, NO_HTTP) if identifiers else ()
        return {one.identifier: one for one in answers if isinstance(one, Found)}


def open_bulk(config: Config) -> tuple[Bulk | None, list[Problem]]:
    """Open the index if there is one; one that cannot be used is a problem, no end."""
    if not config.index_dir.is_dir():
        return None, []
    from paperbib.sources.index.reading import open_index
    from paperbib.sources.index.source import IndexSource

    try:
        index = open_index(config.index_dir)
    except PaperbibError as error:
        return None, [Problem(kind="index", what=error.what, hint=error.hint)]
    return (Bulk(IndexSource(index)) if index else None), []
