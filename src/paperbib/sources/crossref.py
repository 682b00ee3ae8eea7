"""Crossref's REST API, which knows what publishers say of the DOIs they registered.

Many DOIs fit into one question: values of one filter are alternatives. What a list
leaves out, and what no filter can carry, is asked for alone; where lists are refused,
everything is. Source: Crossref REST API, https://api.crossref.org; "Filters"
(https://www.crossref.org/documentation/retrieve-metadata/rest-api/rest-api-filters/);
"Etiquette" (the polite pool); "Adding redirects for aliased DOIs in the REST API".

An alias is a DOI that its publisher gave up for another. Crossref redirects it to that
one, or names it among the ``aliases`` of the work: then the record is about the DOI
asked, and has the other as its own. A work under another DOI that says neither is
somebody else's, and no answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote, unquote

from paperbib.errors import BusyError, HttpError, RefusedError, UnreachableError
from paperbib.identifiers import doi
from paperbib.identifiers.identifier import Identifier
from paperbib.model import Answer, Failed, Found, Missing, Record
from paperbib.sources import crossref_record as works
from paperbib.sources.http import Http, Reply

NAME = works.NAME

_NOT_FOUND = 404
_REDIRECTS = range(300, 400)
_MOST_AT_ONCE = 50
_LONGEST_URL = 3_500
"""In bytes; servers and proxies take four thousand and more."""
_REST_OF_URL = 60
_MOST_FAILURES = 2
"""Questions in a row without a usable reply, after which no more is asked."""
_FILTERABLE = re.compile(r"[A-Za-z0-9._/()-]+")
"""A comma parts filters, a colon name and value; a DOI with anything unusual goes alone."""
_DOTS = re.compile(r"(?:/|\A)\.{0,2}(?:/|\Z)")
"""Parts of a path that a client would take out, or fold."""
_UNKNOWN = re.compile(rb"\s*\"?resource not found", re.IGNORECASE)


class _Patience:
    """How many questions in a row had no usable reply, and why the last had none."""

    def __init__(self) -> None:
        self.failures, self.reason, self.takes_lists = 0, "", True

    @property
    def is_over(self) -> bool:
        return self.failures >= _MOST_FAILURES

    def note(self, error: HttpError) -> None:
        """One more; without a connection the next would fare no better."""
        self.failures += _MOST_FAILURES if isinstance(error, UnreachableError) else 1
        self.reason = error.reason


class CrossrefSource:
    """The works that publishers registered at Crossref.

    Args:
        endpoint: The address of the API's works, ``…/works``.
        mailto: An address to write to, for a place in the polite pool.
    """

    name = NAME
    schemes = frozenset({"doi"})

    def __init__(self, endpoint: str, mailto: str | None = None) -> None:
        self._endpoint = endpoint.rstrip("/")
        self._polite = {"mailto": mailto} if mailto else {}

    def fetch(self, identifiers: Sequence[Identifier], http: Http) -> Iterator[Answer]:
        """Ask Crossref for each DOI.

        Yields:
            Exactly one answer per identifier, as the replies come in. Without a
            connection, or with a second failure in a row, the rest are failed.
        """
        patience = _Patience()
        room = _LONGEST_URL - _REST_OF_URL - len(self._endpoint) - len(quote(str(self._polite)))
        for group in _groups(sorted(set(identifiers)), room):
            listed: Mapping[Identifier, Answer] = {}
            if len(group) > 1 and patience.takes_lists and not patience.is_over:
                listed = self._list(group, http, patience)
            for one in group:
                yield listed.get(one) or self._answer(one, http, patience)

    def _list(
        self, group: Sequence[Identifier], http: Http, patience: _Patience
    ) -> Mapping[Identifier, Answer]:
        """One question about several DOIs; what is not in the answer may still be known."""

        def read(reply: Reply) -> list[Mapping[str, Any]]:
            try:
                items = works.works_of(reply.content)
            except ValueError as error:
                raise _unusable(reply, error) from error
            if items is None:  # sound, and no list: asking again would not help
                raise RefusedError("Crossref sent no list of works", status=reply.status)
            return items

        wanted = ",".join(f"doi:{one.value}" for one in group)
        try:
            params = {"filter": wanted, "rows": str(len(group)), **self._polite}
            items = http.get(self._endpoint, params, read)
        except HttpError as error:
            patience.note(error)
            # One who is busy may take lists later; one who refuses never will.
            patience.takes_lists = not isinstance(error, RefusedError)
            return {}
        patience.failures = 0
        asked = set(group)
        found: dict[Identifier, Answer] = {}
        for item in items:
            cited = doi.parse(told) if isinstance(told := item.get("DOI"), str) else None
            if cited and cited.identifier in asked:
                found.setdefault(cited.identifier, self._found(cited.identifier, item))
        return {one: found[one] for one in group if one in found}

    def _answer(self, identifier: Identifier, http: Http, patience: _Patience) -> Answer:
        """One question about one DOI, unless there were too many in vain."""
        if patience.is_over:
            return _failed(identifier, patience.reason)
        try:
            answer = self._ask(identifier, http)
        except HttpError as error:
            patience.note(error)
            return _failed(identifier, error.reason)
        patience.failures = 0
        return answer

    def _ask(self, identifier: Identifier, http: Http) -> Answer:
        """One question.

        Raises:
            HttpError: When there was no usable reply.
        """
        try:
            return self._found(identifier, self._work(identifier, http))
        except RefusedError as error:
            if error.status == _NOT_FOUND and _says_not_found(error.body):
                return Missing(identifier=identifier, source=NAME)
            prime = _prime(error)
            if prime is None or prime == identifier:
                raise
        work = self._work(prime, http)
        if not works.is_about(prime, work):
            return _failed(identifier, f"Crossref redirects to {prime.value}, and sent another")
        return self._found(identifier, work, alias=identifier)

    def _work(self, identifier: Identifier, http: Http) -> Mapping[str, Any]:
        def read(reply: Reply) -> Mapping[str, Any]:
            try:
                return works.work_of(reply.content.decode())
            except ValueError as error:
                raise _unusable(reply, error) from error

        path = quote(identifier.value, safe="" if _DOTS.search(identifier.value) else "/")
        return http.get(f"{self._endpoint}/{path}", self._polite, read)

    def _found(
        self, identifier: Identifier, work: Mapping[str, Any], alias: Identifier | None = None
    ) -> Answer:
        """Read a work; its fault is its own: the others may well be readable."""
        try:
            raw = works.kept(work, alias)
            record = self.to_record(identifier, raw)
        except ValueError as error:
            return _failed(identifier, f"Crossref's record cannot be read: {_one_line(error)}")
        return Found(identifier=identifier, source=NAME, raw=raw, record=record)

    def to_record(self, identifier: Identifier, raw: str) -> Record:
        """Read a work kept from an earlier answer (`Found.raw`).

        Raises:
            ValueError: When ``raw`` is no work of that DOI.
        """
        return works.read(identifier, works.work_of(raw))


def _groups(identifiers: Sequence[Identifier], room: int) -> Iterator[list[Identifier]]:
    """Cut into what fits into one question each; odd DOIs alone.

    Args:
        identifiers: In their order.
        room: Bytes there are for the filter.
    """
    group: list[Identifier] = []
    left = room
    for one in identifiers:
        if not _FILTERABLE.fullmatch(one.value):
            yield [one]
            continue
        size = len(quote(one.value, safe="/")) + len("doi:,")
        if group and (len(group) == _MOST_AT_ONCE or size > left):
            yield group
            group, left = [], room
        group.append(one)
        left -= size
    if group:
        yield group


def _prime(error: RefusedError) -> Identifier | None:
    """The DOI that Crossref redirects an alias to; the address itself is not followed."""
    if error.status not in _REDIRECTS:
        return None
    path = error.location.partition("?")[0].partition("/works/")[2]
    cited = doi.parse(unquote(path)) if path else None
    return cited.identifier if cited and cited.identifier.scheme == "doi" else None


def _says_not_found(body: bytes) -> bool:
    """Whether it is Crossref that does not know the DOI, rather than a server without an API."""
    if _UNKNOWN.match(body):
        return True
    try:
        return works.is_envelope(body)
    except ValueError:
        return False


def _unusable(reply: Reply, error: ValueError) -> BusyError:
    beginning = reply.content[:40].decode("utf-8", "replace").split("\n")[0]
    what = f"Crossref sent no work: {_one_line(error)}; it begins with {beginning!r}"
    return BusyError(what, status=reply.status)


def _failed(identifier: Identifier, reason: str) -> Failed:
    return Failed(identifier=identifier, source=NAME, reason=reason)


def _one_line(error: ValueError) -> str:
    return str(error).partition("\n")[0][:200]
