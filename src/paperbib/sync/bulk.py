"""The index of arXiv's bulk file, where a person has built one: known without asking."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from paperbib.config import Config
from paperbib.errors import PaperbibError
from paperbib.identifiers.identifier import Identifier
from paperbib.model import Failed, Found, Problem, Record
from paperbib.sources.http import NO_HTTP

if TYPE_CHECKING:
    from paperbib.sources.index.source import IndexSource


class Bulk:
    """What arXiv's bulk file says, and of which day it is.

    Args:
        source: The opened index.

    Attributes:
        as_of_s: The day, in seconds since 1970; 0 where it is not known.
        problems: What `find` could not read: the papers it is about are not in what it found.
    """

    def __init__(self, source: IndexSource) -> None:
        self._source = source
        self.problems: list[Problem] = []
        day = source.as_of
        self.as_of_s = (
            datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp() if day else 0.0
        )

    def find(self, identifiers: Sequence[Identifier]) -> Mapping[Identifier, Found]:
        """The papers that the file has, and whose records can be read."""
        answers = list(self._source.fetch(identifiers, NO_HTTP)) if identifiers else []
        failed = [one for one in answers if isinstance(one, Failed)]
        if failed:
            self.problems.append(self._problem(failed))
        return {one.identifier: one for one in answers if isinstance(one, Found)}

    def alike(self, titles: Sequence[str]) -> list[Record]:
        """The papers with one of these titles, else those with a title like one of them.

        Raises:
            PaperbibError: When the file is not what was indexed.
        """
        alike = {found for title in titles for found in self._source.by_title(title)}
        if not alike:
            alike = {found for title in titles for found in self._source.by_words(title)}
        return [one.record for one in self.find(sorted(alike)).values()]

    def _problem(self, failed: Sequence[Failed]) -> Problem:
        """One for all: a damaged file would else fill the report."""
        file, number = self._source.info.file, len(failed)
        records = "record" if number == 1 else "records"
        return Problem(
            kind="index",
            what=f"{number} {records} of {file} cannot be read: {failed[0].reason}",
            hint=f"build the index again: paperbib index build {file}"
            " (if that does not help, download the file again)",
        )


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
