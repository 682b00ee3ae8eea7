"""arXiv's query API, through the `arxiv` package.

The package's types and query model are used; its way of sending and reading is
not, because it takes half a feed for a whole one and an apology for an empty
result. Everything goes through the one public method `Client.results`.
Source: arXiv API User's Manual, https://info.arxiv.org/help/api/user-manual.html.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterable, Iterator, Sequence
from datetime import datetime

import arxiv  # type: ignore[import-untyped]

from paperbib.errors import BusyError, HttpError, RefusedError
from paperbib.identifiers import arxiv_id
from paperbib.identifiers.identifier import Identifier
from paperbib.model import Answer, Failed, Found, Missing, Name, PartialDate, Record
from paperbib.sources import atom, names
from paperbib.sources.fields import article_doi, squeeze
from paperbib.sources.http import Http, Reply

NAME = "arxiv"
BATCH = 100
"""Identifiers per request: more of them make a URL that arXiv answers with 414."""

_REFUSED_ID = re.compile(r"incorrect id format for (\S+)")


class ArxivSource:
    """The query API of arXiv.

    Args:
        endpoint: The address of the API, ``…/api/query``.
    """

    name = NAME
    schemes = frozenset({"arxiv"})

    def __init__(self, endpoint: str) -> None:
        self._endpoint = endpoint

    def fetch(self, identifiers: Sequence[Identifier], http: Http) -> Iterator[Answer]:
        """Ask arXiv for the current version of each paper.

        Yields:
            Exactly one answer per identifier, as the replies come in, whatever
            happens to the network.
        """
        client = _Client(self._endpoint, http)
        absent = yield from _ask_all(client, sorted(set(identifiers)), page_slack=0)
        # arXiv now and then leaves out what it has: absent is what is absent
        # twice. Another page size makes another URL, past what a CDN remembers.
        absent = yield from _ask_all(client, absent, page_slack=1)
        for identifier in absent:
            yield Missing(identifier=identifier, source=NAME)

    def to_record(self, identifier: Identifier, raw: str) -> Record:
        """Read an entry kept from an earlier answer (`Found.raw`).

        Raises:
            ValueError: When ``raw`` is no Atom entry.
        """
        return _record(identifier, _Result(atom.parse_entry(raw)))


class _Result(arxiv.Result):  # type: ignore[misc]
    """A result that remembers its XML."""

    def __init__(self, entry: atom.Entry) -> None:
        super().__init__(
            entry_id=entry.id,
            updated=entry.updated,
            published=entry.published,
            title=re.sub(r"\s+", " ", entry.title),
            authors=[
                arxiv.Result.Author(one.name, list(one.affiliations)) for one in entry.authors
            ],
            summary=entry.summary,
            comment=entry.comment,
            journal_ref=entry.journal_ref,
            doi=entry.dois[0] if entry.dois else None,
            primary_category=entry.primary_category,
            categories=list(entry.categories),
            links=[
                arxiv.Result.Link(link.href, link.title, link.rel, link.content_type)
                for link in entry.links
            ],
        )
        self.raw = entry.raw


class _Client(arxiv.Client):  # type: ignore[misc]
    """A client of one page per question, that sends through an `Http`."""

    def __init__(self, endpoint: str, http: Http) -> None:
        super().__init__(page_size=BATCH, delay_seconds=0, num_retries=0)
        self.endpoint = endpoint
        self.http = http

    def results(self, search: arxiv.Search, offset: int = 0) -> Iterator[_Result]:
        """One page of results.

        Raises:
            HttpError: When there was no usable reply.
        """
        most = search.max_results or self.page_size
        params = {"id_list": ",".join(search.id_list), "search_query": search.query}
        params = {name: value for name, value in params.items() if value}
        params |= {"start": str(offset), "max_results": str(most)}

        def read(reply: Reply) -> atom.Feed:
            feed = atom.parse(reply.content, most=most)
            if feed.error:
                raise RefusedError(feed.error, status=reply.status, body=reply.content)
            return feed

        return iter(
            [_Result(entry) for entry in self.http.get(self.endpoint, params, read).entries]
        )


def _ask_all(
    client: _Client, asked: list[Identifier], page_slack: int
) -> Generator[Answer, None, list[Identifier]]:
    """Ask in batches; yield what is found or failed, return what is absent."""
    waiting, absent = list(asked), list[Identifier]()
    while waiting:
        batch = waiting[:BATCH]
        search = arxiv.Search(
            id_list=[one.value for one in batch], max_results=len(batch) + page_slack
        )
        try:
            result_by_identifier = _by_identifier(client.results(search))
        except HttpError as error:
            complaint = _complaint(error)
            if refused := _refused(complaint, batch):
                waiting.remove(refused)
                yield _failed(refused, f"arXiv refuses the identifier {refused.value}")
                continue
            # The next batch would fare no better, and cost minutes to find out.
            reason = f"arXiv refuses the request: {complaint}" if complaint else error.reason
            for identifier in sorted(absent + waiting):
                yield _failed(identifier, reason)
            return []
        del waiting[:BATCH]
        for identifier in batch:
            if result := result_by_identifier.get(identifier):
                record = _record(identifier, result)
                yield Found(identifier=identifier, source=NAME, raw=result.raw, record=record)
            else:
                absent.append(identifier)
    return absent


def _by_identifier(results: Iterable[_Result]) -> dict[Identifier, _Result]:
    """Order says nothing in a feed: match by the entry's own identifier."""
    cited = [(arxiv_id.parse(result.get_short_id()), result) for result in results]
    known = [(one, result) for one, result in cited if one]
    known.sort(key=lambda pair: pair[0].version or 0)  # of two versions, the later one counts
    return {one.identifier: result for one, result in known}


def _complaint(error: HttpError) -> str:
    """What arXiv's error feed says is wrong, or ""."""
    try:
        return atom.parse(error.body, most=0).error if isinstance(error, RefusedError) else ""
    except BusyError:
        return ""


def _refused(complaint: str, batch: list[Identifier]) -> Identifier | None:
    """The one identifier of the batch that arXiv named as the fault of the whole."""
    named = _REFUSED_ID.search(complaint)
    return next((one for one in batch if named and one.value == named[1]), None)


def _failed(identifier: Identifier, reason: str) -> Failed:
    return Failed(identifier=identifier, source=NAME, reason=reason)


def _record(identifier: Identifier, result: _Result) -> Record:
    cited = arxiv_id.parse(result.get_short_id())
    authors = (names.from_display(author.name) for author in result.authors)
    return Record(
        source=NAME,
        identifier=identifier,
        title=squeeze(result.title),
        authors=tuple(name for name in authors if isinstance(name, Name)),
        published=_date(result.published),
        updated=_date(result.updated),
        version=cited.version if cited else None,
        abstract=squeeze(result.summary),
        primary_category=squeeze(result.primary_category),
        categories=tuple(result.categories),
        doi=article_doi(result.doi),
        journal_ref=squeeze(result.journal_ref),
        comment=squeeze(result.comment),
    )


def _date(moment: datetime) -> PartialDate:
    return PartialDate(year=moment.year, month=moment.month, day=moment.day)
