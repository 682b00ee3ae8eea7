"""Asking sources over the network: what they answer is kept at once, whatever comes next."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack
from datetime import date, datetime
from types import TracebackType
from typing import NamedTuple, Protocol, Self
from urllib.parse import urlsplit

from paperbib.cache import Cache
from paperbib.config import POLITE_INTERVAL_S, Config, is_loopback
from paperbib.errors import HttpError
from paperbib.identifiers.identifier import Identifier
from paperbib.model import Answer, Failed, Found, visible
from paperbib.plan import Harvest
from paperbib.sources import Places, Source, open_source
from paperbib.sources.http import NO_HTTP, PostingHttp
from paperbib.sync.shelf import Shelf

ARXIV, TITLE_SEARCH = "arxiv", "title search"
_INTERRUPTED = "the run was interrupted"
_NAME_BY_SOURCE = {ARXIV: "arXiv", "crossref": "Crossref"}
_DATACITE_INTERVAL_S = 0.5
"""DataCite allows 1,000 requests in 5 minutes."""
_CROSSREF_INTERVAL_S = 0.4
"""Crossref allows 5 questions a second, and fewer of those for many works at once."""
_SCHOLAR_INTERVAL_S = 1.1
"""Semantic Scholar allows one request a second to those with a key."""


class CountingHttp(PostingHttp, Protocol):
    """A polite client that counts the requests it sent."""

    @property
    def requests(self) -> int:
        """How many requests were sent."""


OpenHttp = Callable[[Config], AbstractContextManager[CountingHttp]]
Progress = Callable[[int, int], None]
"""Told how many of how many identifiers are answered."""


def open_transport(
    config: Config, *, most_retries: int | None = None
) -> AbstractContextManager[CountingHttp]:
    """Open the network as the configuration says; imports what that needs.

    Args:
        config: Where the sources are.
        most_retries: How often a run may ask again where there was no usable reply.
    """
    from paperbib.transport import Transport
    from paperbib.transport.gate import site_of

    wanted_s = {
        config.datacite_api: _DATACITE_INTERVAL_S,
        config.crossref_api: _CROSSREF_INTERVAL_S,
        config.semantic_scholar_api: _SCHOLAR_INTERVAL_S,
    }
    others = {one: wait_s for one, wait_s in wanted_s.items() if one and not is_loopback(one)}
    intervals_s = {site_of(urlsplit(one).hostname or ""): wait_s for one, wait_s in others.items()}
    return Transport(
        mailto=config.settings.mailto,
        interval_s=config.arxiv_interval_s,
        interval_s_by_site=intervals_s,
        # Shorter only where all that is asked are stand-ins on this machine.
        backoff_s=POLITE_INTERVAL_S if others else min(config.arxiv_interval_s, POLITE_INTERVAL_S),
        gate_dir=config.cache_dir / "gate",
        most_retries=most_retries,
    )


class Edge(NamedTuple):
    """Where a run meets the world.

    Attributes:
        open_http: Opens the network; not called unless something is asked.
        progress: Told how many of how many identifiers are answered.
        now: The time, with its zone.
        is_frugal: Whether the run comes every day, and need not ask again what was denied lately.
        visiting: Told how many of how many links are visited.
    """

    open_http: OpenHttp
    progress: Progress
    now: datetime
    is_frugal: bool = False
    visiting: Progress = lambda _done, _total: None


class Asking:
    """One run's questions to sources; opens the network when the first is asked.

    Args:
        config: Where the sources are.
        cache: Where answers are kept.
        edge: The network, who is told how far it got, and the time.
        is_offline: Whether no network is used.

    Attributes:
        trouble: Why a source fell silent, by its name.
        is_interrupted: Whether somebody stopped the asking.
        is_frugal: See `Edge`.
        visiting: See `Edge`.
    """

    def __init__(
        self, config: Config, cache: Cache, edge: Edge, *, is_offline: bool = False
    ) -> None:
        self.config, self.cache, self.now_s = config, cache, edge.now.timestamp()
        self.is_offline, self.is_interrupted = is_offline, False
        self.is_frugal, self.visiting = edge.is_frugal, edge.visiting
        self.trouble: dict[str, str] = {}
        self._open_http, self._progress = edge.open_http, edge.progress
        self._stack = ExitStack()
        self._http: CountingHttp | None = None
        self._places = Places(
            arxiv=config.arxiv_api,
            oai=config.oai_api,
            datacite=config.datacite_api,
            snapshot=config.snapshot,
            crossref=config.crossref_api,
            semantic_scholar=config.semantic_scholar_api,
            semantic_scholar_key=config.semantic_scholar_key,
            mailto=config.settings.mailto,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stack.__exit__(kind, error, trace)

    @property
    def requests(self) -> int:
        """How many requests were sent."""
        return self._http.requests if self._http else 0

    def arxiv(self, control: Identifier | None, missing: Collection[Identifier] = ()) -> Source:
        """ArXiv's query API.

        Args:
            control: A paper that it is known to have.
            missing: Papers that it was found not to have.
        """
        from paperbib.sources.arxiv import ArxivSource

        return ArxivSource(self.config.arxiv_api, control, missing, is_frugal=self.is_frugal)

    def crossref(
        self, known: Collection[Identifier], missing: Collection[Identifier] = ()
    ) -> Source | None:
        """Crossref's works; None where the configuration names no place for them.

        Args:
            known: DOIs that it is known to have under these names.
            missing: DOIs that it was found not to have.
        """
        if self.config.crossref_api is None:
            return None
        from paperbib.sources.crossref import CrossrefSource

        mailto = self.config.settings.mailto
        return CrossrefSource(self.config.crossref_api, mailto, known, missing)

    def source(self, name: str) -> Source | None:
        """A source by its name; None where the configuration names no place for it."""
        return open_source(name, self._places)

    def shelf(self, source: Source, identifiers: Sequence[Identifier]) -> Shelf:
        """What the cache holds of a source."""
        return Shelf(source, self.cache.answers(source.name, identifiers))

    def look_up(self, source: Source, identifiers: Sequence[Identifier]) -> Iterator[Answer]:
        """Ask a source on this computer; nothing is kept, it stays at hand."""
        return source.fetch(identifiers, NO_HTTP)

    def ask(self, source: Source, identifiers: Sequence[Identifier]) -> list[Answer]:
        """Ask a source; exactly one answer per identifier.

        An interruption ends the asking, not the accounting: what was not
        answered by then has failed for that reason.
        """
        if not identifiers:
            return []
        if self.is_offline:
            # Who stands in is not asked for the same reason, and that is said once.
            name = source.name if source.name in _NAME_BY_SOURCE else ARXIV
            reason = f"offline: {_NAME_BY_SOURCE[name]} was not asked"
            self.trouble.setdefault(name, reason)
            return _failed(source, identifiers, reason)
        if self.is_interrupted:
            return _failed(source, identifiers, _INTERRUPTED)
        answers: list[Answer] = []
        try:
            self._progress(0, len(identifiers))
            for answer in source.fetch(identifiers, self._network()):
                # At once: a run that is killed during the next request has this one.
                self.cache.keep([answer], now_s=self.now_s)
                answers.append(answer)
                self._progress(len(answers), len(identifiers))
        except KeyboardInterrupt:
            self.is_interrupted = True
            answered = {one.identifier for one in answers}
            rest = [one for one in identifiers if one not in answered]
            answers += _failed(source, rest, _INTERRUPTED)
        reasons = [one.reason for one in answers if isinstance(one, Failed)]
        if reasons:
            self.trouble[source.name] = visible(reasons[0])
        return answers

    def search(self, question: str, limit: int) -> list[Found]:
        """Search arXiv's titles.

        Raises:
            HttpError: When there was no usable reply, or somebody stopped the asking.
        """
        from paperbib.sources import title_search

        try:
            return title_search.ask(self._network(), self.config.arxiv_api, question, limit)
        except KeyboardInterrupt as error:
            self.is_interrupted = True
            raise HttpError(_INTERRUPTED) from error

    def finds(self, title: str) -> bool:
        """Whether arXiv's search finds what arXiv has; "" for a common word."""
        from paperbib.sources import title_search

        try:
            is_well = title_search.is_well(self._network(), self.config.arxiv_api, title)
        except KeyboardInterrupt:
            self.is_interrupted = True
            return False
        if not is_well:
            self.trouble[TITLE_SEARCH] = "arXiv's search finds nothing, not even what it has"
        return is_well

    def harvest(self, wanted: Harvest) -> Mapping[Identifier, date] | None:
        """Look up which papers changed, and when; None where the list was not to be had."""
        from paperbib.sources.oai import FloodError, changed_since

        if self.config.oai_api is None or self.is_interrupted or self.is_offline:
            return None
        try:
            found = changed_since(
                self.config.oai_api, wanted.since, self._network(), most_pages=wanted.most_pages
            )
        except FloodError:
            return None  # nobody is at fault
        except HttpError as error:
            self.trouble["oai"] = visible(error.reason)
            return None
        except KeyboardInterrupt:
            self.is_interrupted = True
            return None
        # No day goes by without changes: an empty list is one that was not to be had.
        return found.identifiers or None

    def _network(self) -> CountingHttp:
        if self._http is None:
            self._http = self._stack.enter_context(self._open_http(self.config))
        return self._http


def _failed(source: Source, identifiers: Sequence[Identifier], reason: str) -> list[Answer]:
    return [Failed(identifier=one, source=source.name, reason=reason) for one in identifiers]
