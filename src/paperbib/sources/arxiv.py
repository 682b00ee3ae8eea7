"""arXiv's query API, through the `arxiv` package.

The package's types and query model are used; its way of sending and reading is
not, because it takes half a feed for a whole one and an apology for an empty
result. Everything goes through the one public method `Client.results`. The
package is imported when something is asked, not to read what was once answered.
Source: arXiv API User's Manual, https://info.arxiv.org/help/api/user-manual.html.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from paperbib.errors import BusyError, RefusedError
from paperbib.identifiers import arxiv_id
from paperbib.identifiers.identifier import Identifier
from paperbib.model import Answer, Found, Name, PartialDate, Record
from paperbib.sources import atom, batches, names, withdrawn
from paperbib.sources.fields import article_doi, squeeze
from paperbib.sources.http import Http, Reply
from paperbib.sources.pages import ComplaintError, EmptyFeedError, sound

NAME = "arxiv"

_COMMON_WORD = "all:the"


class ArxivSource:
    """The query API of arXiv.

    Args:
        endpoint: The address of the API, ``…/api/query``.
        control: A paper that arXiv is known to have. It is asked for to see
            whether arXiv is well, should no other be found.
    """

    name = NAME
    schemes = frozenset({"arxiv"})

    def __init__(self, endpoint: str, control: Identifier | None = None) -> None:
        self._endpoint = endpoint
        self._control = control

    def fetch(self, identifiers: Sequence[Identifier], http: Http) -> Iterator[Answer]:
        """Ask arXiv for the current version of each paper, the first ones first.

        A paper is `Missing` only when it was left out twice, the second time
        alone, and arXiv sent another paper after that (see
        `paperbib.sources.batches`).

        Yields:
            Exactly one answer per distinct identifier, as the replies come in,
            whatever happens to the network.
        """
        if identifiers:
            desk = _Desk(self._endpoint, http)
            yield from batches.ask_all(identifiers, desk, source=NAME, control=self._control)

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

    def ask(self, batch: Sequence[Identifier], most: int) -> Mapping[Identifier, Found]:
        """Ask for papers; see `paperbib.sources.batches.Desk`."""
        entries = self._entries(most, id_list=[one.value for one in batch])
        cited = ((arxiv_id.parse(_short_id(entry)), entry) for entry in entries)
        return {one.identifier: _found(one.identifier, entry) for one, entry in cited if one}

    def is_well(self, witness: Identifier | None, most: int) -> bool:
        """Ask for what exists; see `paperbib.sources.batches.Desk`."""
        if witness:
            return bool(self.ask([witness], most))
        return bool(self._entries(1, query=_COMMON_WORD))

    def _entries(self, most: int, **question: str | list[str]) -> list[atom.Entry]:
        from arxiv import Search  # type: ignore[import-untyped]

        results = self._client.results(Search(max_results=most, **question))
        return [result.entry for result in results]


def strict_client(endpoint: str, http: Http) -> Any:  # noqa: ANN401 - the package has no types
    """Make an `arxiv.Client` of one page per question, that sends through an `Http`.

    Its results remember what they were made from: ``result.entry``. They are
    those of a sound page (see `paperbib.sources.pages.sound`) or none at all:
    ``results`` raises `HttpError` when there was no usable reply.
    """
    import arxiv  # 50 ms, of which a run that asks nothing needs none

    class StrictClient(arxiv.Client):  # type: ignore[misc]
        """A client that takes a page whole or not at all."""

        def results(self, search: arxiv.Search, offset: int = 0) -> Iterator[arxiv.Result]:
            """One page of results."""
            most = search.max_results or self.page_size
            params = {"id_list": ",".join(search.id_list), "search_query": search.query}
            params = {name: value for name, value in params.items() if value}
            params |= {"start": str(offset), "max_results": str(most)}
            cited = (arxiv_id.parse(one) for one in search.id_list)
            asked = {one.identifier for one in cited if one}

            def read(reply: Reply) -> list[atom.Entry]:
                feed = atom.parse(reply.content, most=most, start=offset)
                if feed.complaint:
                    raise ComplaintError(feed.complaint, status=reply.status)
                return list(sound(feed, asked).values() if asked else feed.entries)

            return iter([_result(entry) for entry in _send(http, endpoint, params, read)])

    return StrictClient(page_size=batches.BATCH, delay_seconds=0, num_retries=0)


def _send(
    http: Http,
    endpoint: str,
    params: Mapping[str, str],
    read: Callable[[Reply], list[atom.Entry]],
) -> list[atom.Entry]:
    """Send a question, and find arXiv's own words in a refusal."""
    try:
        return http.get(endpoint, params, read)
    except BusyError as error:
        # Who asks several times in vain may say so in an error of their own.
        if isinstance(error.__cause__, EmptyFeedError):
            raise EmptyFeedError(error.reason, status=error.status) from error
        raise
    except RefusedError as error:
        complaint = atom.complaint_of(error.body)
        if complaint is None:
            raise
        raise ComplaintError(complaint, status=error.status) from error


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
        doi=article_doi(entry.dois[0]) if entry.dois else None,
        journal_ref=squeeze(entry.journal_ref),
        comment=squeeze(entry.comment),
        is_withdrawn=withdrawn.says_so(entry.comment, entry.summary),
    )


def _date(moment: datetime) -> PartialDate:
    return PartialDate(year=moment.year, month=moment.month, day=moment.day)
