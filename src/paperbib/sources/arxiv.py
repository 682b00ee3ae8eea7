"""arXiv's query API, through the `arxiv` package.

The package's types and query model are used; its way of sending and reading is
not, because it takes half a feed for a whole one and an apology for an empty
result. Everything goes through the one public method `Client.results`. The
package is imported when something is asked, not to read what was once answered.
Source: arXiv API User's Manual, https://info.arxiv.org/help/api/user-manual.html.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import datetime
from http import HTTPStatus
from typing import Any, TypeVar

from paperbib.errors import BusyError, HttpError, RefusedError
from paperbib.identifiers import arxiv_id
from paperbib.identifiers.identifier import Identifier
from paperbib.model import Answer, Found, Name, PartialDate, Record
from paperbib.sources import atom, batches, names, withdrawn
from paperbib.sources.fields import article_doi, squeeze
from paperbib.sources.http import Http, Reply
from paperbib.sources.pages import ComplaintError, is_about_else, sound

T = TypeVar("T")
NAME = "arxiv"

_COMMON_WORDS = ("all:the", "all:of", "all:and")
"""Searches for something that exists; several, so that no CDN answers the second."""
_NO_SEARCH = frozenset(
    {HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED}
)
"""What an API answers that knows papers by their identifiers only."""


class ArxivSource:
    """The query API of arXiv.

    Args:
        endpoint: The address of the API, ``…/api/query``.
        control: A paper that arXiv is known to have. It is asked for to see
            whether arXiv is well, should no other be found.
        missing: Papers that arXiv was found not to have.
        is_frugal: Whether the asking ends with a page that lacks what arXiv has.
    """

    name = NAME
    schemes = frozenset({"arxiv"})

    def __init__(
        self,
        endpoint: str,
        control: Identifier | None = None,
        missing: Collection[Identifier] = (),
        *,
        is_frugal: bool = False,
    ) -> None:
        self._endpoint = endpoint
        self._known = batches.Beforehand(control, missing, is_frugal)

    def fetch(self, identifiers: Sequence[Identifier], http: Http) -> Iterator[Answer]:
        """Ask arXiv for the current version of each paper, the first ones first.

        A paper is `Missing` only when it was left out twice, the second time
        alone, and arXiv sent another paper after that; or when it was missing before,
        and is left out of a page that has others (see `paperbib.sources.batches`).

        Yields:
            Exactly one answer per distinct identifier, as the replies come in,
            whatever happens to the network.
        """
        if identifiers:
            desk = _Desk(self._endpoint, http)
            yield from batches.ask_all(identifiers, desk, source=NAME, known=self._known)

    def to_record(self, identifier: Identifier, raw: str) -> Record:
        """Read an entry kept from an earlier answer (`Found.raw`).

        Raises:
            ValueError: When ``raw`` is no Atom entry.
        """
        return _record(identifier, atom.parse_entry(raw))


class _Desk:
    """Puts questions to the API through the package's client."""

    def __init__(self, endpoint: str, http: Http) -> None:
        self._client = strict_client(endpoint, http)
        self._hasty_client = strict_client(endpoint, _Hasty(http))

    def ask(self, batch: Sequence[Identifier], most: int) -> Mapping[Identifier, Found]:
        """Ask for papers; see `paperbib.sources.desk.Desk`."""
        entries = _entries(self._client, most, id_list=[one.value for one in batch])
        cited = ((arxiv_id.parse(_short_id(entry)), entry) for entry in entries)
        return {one.identifier: _found(one.identifier, entry) for one, entry in cited if one}

    def is_well(self, witness: Identifier | None, most: int, *, hasty: bool) -> bool | None:
        """Ask for what exists; see `paperbib.sources.desk.Desk`."""
        client = self._hasty_client if hasty else self._client
        if witness:
            return bool(_entries(client, most, id_list=[witness.value]))
        try:
            return bool(_entries(client, 1, query=_COMMON_WORDS[most % len(_COMMON_WORDS)]))
        except HttpError as error:
            if _is_for_want_of_search(error):
                return None
            raise


class _Hasty:
    """A network that is not asked again for a page that is of no use.

    A status that says busy is beyond its reach: the network itself asks again.
    """

    def __init__(self, http: Http) -> None:
        self._http = http

    def get(self, url: str, params: Mapping[str, str], read: Callable[[Reply], T]) -> T:
        """Ask; see `paperbib.sources.http.Http`."""

        def read_once(reply: Reply) -> T:
            try:
                return read(reply)
            except BusyError as error:
                raise HttpError(error.reason, status=reply.status) from error

        return self._http.get(url, params, read_once)


def _is_for_want_of_search(error: HttpError) -> bool:
    if not isinstance(error, RefusedError):
        return error.status == HTTPStatus.NOT_IMPLEMENTED
    is_definite = isinstance(error, ComplaintError) or error.status in _NO_SEARCH
    return is_definite and not is_about_else(error)


def _entries(client: Any, most: int, **question: str | list[str]) -> list[atom.Entry]:  # noqa: ANN401
    from arxiv import Search  # type: ignore[import-untyped]

    results = client.results(Search(max_results=most, **question))
    return [result.entry for result in results]


def strict_client(endpoint: str, http: Http) -> Any:  # noqa: ANN401 - the package has no types
    """Make an `arxiv.Client` of one page per question, that sends through an `Http`.

    Its results remember what they were made from: ``result.entry``. They are
    those of a sound page (see `paperbib.sources.pages.sound`), or what came of one
    that stays short; ``results`` raises `HttpError` when there was no usable reply.
    """
    import arxiv  # 50 ms, of which a run that asks nothing needs none

    class StrictClient(arxiv.Client):  # type: ignore[misc]
        """A client that reads strictly."""

        def results(self, search: arxiv.Search, offset: int = 0) -> Iterator[arxiv.Result]:
            """One page of results."""
            most = search.max_results or self.page_size
            params = {"id_list": ",".join(search.id_list), "search_query": search.query}
            params = {name: value for name, value in params.items() if value}
            params |= {"start": str(offset), "max_results": str(most)}
            cited = (arxiv_id.parse(one) for one in search.id_list)
            asked = {one.identifier for one in cited if one}

            def entries_of(feed: atom.Feed) -> list[atom.Entry]:
                return list(sound(feed, asked).values() if asked else feed.entries)

            def read(reply: Reply) -> list[atom.Entry]:
                feed = atom.parse(reply.content, most=most, start=offset)
                if feed.complaint:
                    raise ComplaintError(feed.complaint, status=reply.status)
                return entries_of(feed)

            try:
                entries = _send(http, endpoint, params, read)
            except atom.ShortFeedError as error:
                entries = entries_of(error.feed)
            return iter([_result(entry) for entry in entries])

    return StrictClient(page_size=batches.BATCH, delay_seconds=0, num_retries=0)


def _send(
    http: Http,
    endpoint: str,
    params: Mapping[str, str],
    read: Callable[[Reply], list[atom.Entry]],
) -> list[atom.Entry]:
    """Send a question, and find out what arXiv said, or sent, that is of no use.

    Raises:
        HttpError: Where it is known as that, a `ComplaintError` or an
            `UnusableError`, `ShortFeedError` included.
    """
    try:
        return http.get(endpoint, params, read)
    except RefusedError as error:
        complaint = atom.complaint_of(error.body)
        if complaint is None:
            raise
        raise ComplaintError(complaint, status=error.status) from error
    except HttpError as error:
        # Who asks several times in vain may say so in an error of their own.
        cause = error.__cause__
        if isinstance(cause, atom.ShortFeedError):
            raise atom.ShortFeedError(error.reason, cause.feed) from error
        if isinstance(cause, atom.UnusableError):
            raise atom.UnusableError(
                error.reason, status=error.status, retry_after_s=error.retry_after_s
            ) from error
        raise


def _result(entry: atom.Entry) -> Any:  # noqa: ANN401 - an arxiv.Result
    """The package's form of an entry."""
    from arxiv import Result

    result = Result(
        entry_id=entry.id,
        updated=entry.updated,
        published=entry.published,
        title=re.sub(r"\s+", " ", entry.title),
        authors=[Result.Author(one.name, list(one.affiliations)) for one in entry.authors],
        summary=entry.summary,
        comment=entry.comment,
        journal_ref=entry.journal_ref,
        doi=entry.dois[0] if entry.dois else None,
        primary_category=entry.primary_category,
        categories=list(entry.categories),
        links=[
            Result.Link(link.href, link.title, link.rel, link.content_type) for link in entry.links
        ],
    )
    result.entry = entry
    return result


def _short_id(entry: atom.Entry) -> str:
    return entry.id.rpartition("/abs/")[2]


def _found(identifier: Identifier, entry: atom.Entry) -> Found:
    record = _record(identifier, entry)
    return Found(identifier=identifier, source=NAME, raw=entry.raw, record=record)


def _record(identifier: Identifier, entry: atom.Entry) -> Record:
    cited = arxiv_id.parse(_short_id(entry))
    authors = (names.from_display(author.name) for author in entry.authors)
    return Record(
        source=NAME,
        identifier=identifier,
        title=squeeze(entry.title),
        authors=tuple(name for name in authors if isinstance(name, Name)),
        published=_date(entry.published),
        updated=_date(entry.updated),
        version=cited.version if cited else None,
        abstract=squeeze(entry.summary),
        primary_category=squeeze(entry.primary_category),
        categories=entry.categories,
        doi=article_doi(*entry.dois),
        journal_ref=squeeze(entry.journal_ref),
        comment=squeeze(entry.comment),
        is_withdrawn=withdrawn.says_so(entry.comment, entry.summary),
    )


def _date(moment: datetime) -> PartialDate:
    return PartialDate(year=moment.year, month=moment.month, day=moment.day)
