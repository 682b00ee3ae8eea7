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
from paperbib.sources.http import PostingHttp


class Source(Protocol):
    """Somewhere that knows papers."""

    @property
    def name(self) -> str:
        """What the source is called in records and in the cache."""

    @property
    def schemes(self) -> frozenset[str]:
        """The schemes of the identifiers it can be asked for."""

    def fetch(self, identifiers: Sequence[Identifier], http: PostingHttp) -> Iterator[Answer]:
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
    """Where the sources are, from the configuration; None where there is none.

    Attributes:
        arxiv: The address of arXiv's query API.
        oai: The address of arXiv's OAI-PMH interface.
        datacite: The address of DataCite's REST API.
        snapshot: A file in arXiv's bulk schema.
        crossref: The address of Crossref's works.
        semantic_scholar: The address of Semantic Scholar's Academic Graph API.
        semantic_scholar_key: The person's key for it.
        mailto: An address to tell, for a place in Crossref's polite pool.
    """

    arxiv: str
    oai: str | None = None
    datacite: str | None = None
    snapshot: Path | None = None
    crossref: str | None = None
    semantic_scholar: str | None = None
    semantic_scholar_key: str | None = None
    mailto: str | None = None


def _arxiv(places: Places) -> Source | None:
    from paperbib.sources.arxiv import ArxivSource

    return ArxivSource(places.arxiv)


def _oai(places: Places) -> Source | None:
    if places.oai is None:
        return None
    from paperbib.sources.oai import OaiSource

    return OaiSource(places.oai)


def _datacite(places: Places) -> Source | None:
    if places.datacite is None:
        return None
    from paperbib.sources.datacite import DataciteSource

    return DataciteSource(places.datacite)


def _snapshot(places: Places) -> Source | None:
    from paperbib.sources.snapshot import SnapshotSource

    return None if places.snapshot is None else SnapshotSource(places.snapshot)


def _crossref(places: Places) -> Source | None:
    if places.crossref is None:
        return None
    from paperbib.sources.crossref import CrossrefSource

    return CrossrefSource(places.crossref, places.mailto)


def _semantic_scholar(places: Places) -> Source | None:
    key = (places.semantic_scholar_key or "").strip()
    if places.semantic_scholar is None or not key:
        return None
    from paperbib.sources.semantic_scholar import SemanticScholarSource

    return SemanticScholarSource(places.semantic_scholar, key)


def _datacite_dois(places: Places) -> Source | None:
    if places.datacite is None:
        return None
    from paperbib.sources.datacite_dois import DataciteDoisSource

    return DataciteDoisSource(places.datacite)


_OPENER_BY_NAME: Mapping[str, Callable[[Places], Source | None]] = MappingProxyType(
    {
        "arxiv": _arxiv,
        "oai": _oai,
        "datacite": _datacite,
        "snapshot": _snapshot,
        "crossref": _crossref,
        "datacite-dois": _datacite_dois,
        "semantic-scholar": _semantic_scholar,
    }
)

PRECEDENCE: tuple[str, ...] = tuple(_OPENER_BY_NAME)
"""The names of all sources, the most trusted first."""


def open_source(name: str, places: Places) -> Source | None:
    """Make a source ready to be asked; asks nothing yet.

    Args:
        name: One of `PRECEDENCE`.
        places: Where the sources are.

    Returns:
        None where the configuration names no place for it.

    Raises:
        PaperbibError: When there is no such source.
    """
    if name not in _OPENER_BY_NAME:
        known = ", ".join(PRECEDENCE)
        raise PaperbibError(f"there is no source {name!r}", hint=f"There are: {known}.")
    return _OPENER_BY_NAME[name](places)
