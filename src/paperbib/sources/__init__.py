"""Where facts about papers come from: one module per source.

A source answers for identifiers, one `Answer` each, and can turn what it once
answered into a `Record` again. Adding one is a module that satisfies `Source`,
and a line in the table below. The table imports a module only when its source
is opened: most runs need none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple, Protocol

from paperbib.errors import PaperbibError
from paperbib.identifiers.identifier import Identifier
from paperbib.model import Answer, Record
from paperbib.sources.http import Http


class Source(Protocol):
    """Somewhere that knows papers."""

    @property
    def name(self) -> str:
        """What the source is called in records and in the cache."""

    @property
    def schemes(self) -> frozenset[str]:
        """The schemes of the identifiers it can be asked for."""

    def fetch(self, identifiers: Sequence[Identifier], http: Http) -> Iterator[Answer]:
        """Answer for each distinct identifier exactly once, in any order.

        A fault of the network is an answer (`Failed`), never an exception.

        Raises:
            PaperbibError: When the source itself cannot be used.
        """

    def to_record(self, identifier: Identifier, raw: str) -> Record:
        """Read what an earlier answer kept in `Found.raw`.

        Raises:
            ValueError: When it is not of this source.
        """


class Places(NamedTuple):
    """Where the sources are, from the configuration.

    Attributes:
        endpoint: The address of arXiv's query API.
        snapshot: A file in arXiv's bulk schema, or None.
    """

    endpoint: str
    snapshot: Path | None


def _arxiv(places: Places) -> Source:
    from paperbib.sources.arxiv import ArxivSource

    return ArxivSource(places.endpoint)


def _snapshot(places: Places) -> Source:
    from paperbib.sources.snapshot import SnapshotSource

    if places.snapshot is None:
        hint = 'Name one in the configuration: snapshot = "FILE".'
        raise PaperbibError("there is no snapshot to look papers up in", hint=hint)
    return SnapshotSource(places.snapshot)


_OPENER_BY_NAME: Mapping[str, Callable[[Places], Source]] = MappingProxyType(
    {"arxiv": _arxiv, "snapshot": _snapshot}
)

PRECEDENCE: tuple[str, ...] = tuple(_OPENER_BY_NAME)
"""The names of all sources, the most trusted first."""


def open_source(name: str, *, endpoint: str, snapshot: Path | None) -> Source:
    """Make a source ready to be asked; asks nothing yet.

    Args:
        name: One of `PRECEDENCE`.
        endpoint: The address of arXiv's query API.
        snapshot: A file in arXiv's bulk schema, or None.

    Raises:
        PaperbibError: When there is no such source, or no snapshot.
    """
    if name not in _OPENER_BY_NAME:
        known = ", ".join(PRECEDENCE)
        raise PaperbibError(f"there is no source {name!r}", hint=f"There are: {known}.")
    return _OPENER_BY_NAME[name](Places(endpoint, snapshot))
