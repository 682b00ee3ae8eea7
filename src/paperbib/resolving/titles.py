"""The titles that a library knows, and the nicknames that it ties to one paper."""

from __future__ import annotations

from collections.abc import Iterable

from paperbib.model import Reference, Unlinked
from paperbib.resolving.judging import Resolution, judge


class Titles:
    """What items may mean, in a library.

    Args:
        references: The library's, with the mentions of the notes.
    """

    def __init__(self, references: Iterable[Reference]) -> None:
        self._references = list(references)

    def resolve(self, item: Unlinked) -> Resolution:
        """The paper of the library that an item means."""
        return judge(item, (record for one in self._references for record in one.records))
