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
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote, unquote

from paperbib.errors import BusyError, HttpError, RefusedError
from paperbib.identifiers import doi
from paperbib.identifiers.identifier import Identifier
from paperbib.model import Answer, Failed, Found, Missing, Record
from paperbib.sources import crossref_record as works
from paperbib.sources.crossref_doubt import NOT_FOUND, Doubt, has_own_name
from paperbib.sources.http import Http, Reply

NAME = works.NAME

_REDIRECTS = range(300, 400)
_MOST_AT_ONCE = 50
_LONGEST_URL = 3_500
"""In bytes; servers and proxies take four thousand and more."""
_REST_OF_URL = 60
_FILTERABLE = re.compile(r"[A-Za-z0-9._/()-]+")
"""A comma parts filters, a colon name and value; a DOI with anything unusual goes alone."""
_DOTS = re.compile(r"(?:/|\A)\.{0,2}(?:/|\Z)")
"""Parts of a path that a client would take out, or fold."""
_UNKNOWN = re.compile(rb"\s*\"?resource not found", re.IGNORECASE)


class CrossrefSource:
    """The works that publishers registered at Crossref.

    Args:
        endpoint: The address of the API's works, ``…/works``.
        mailto: An address to write to, for a place in the polite pool.
        known: DOIs that Crossref is known to have, and not as aliases of others.
        missing: DOIs that Crossref was found not to have.
    """

    name = NAME
    schemes = frozenset({"doi"})

    def __init__(
        self,
        endpoint: str,
        mailto: str | None = None,
        known: Collection[Identifier] = (),
        missing: Collection[Identifier] = (),
    ) -> None:
        self._endpoint = endpoint.rstrip("/")
        self._polite = {"mailto": mailto} if mailto else {}
        self._known, self._missing = frozenset(known), frozenset(missing)

    def fetch(self, identifiers: Sequence[Identifier], http: Http) -> Iterator[Answer]:
        """Ask Crossref for each DOI.

        Yields:
            Exactly one answer per identifier, as the replies come in. Without a
            connection, with a second failure in a row, or where Crossref contradicts
            what is known of it, the rest are failed.
        """
        doubt = Doubt(self._known)
        room = _LONGEST_URL - _REST_OF_URL - len(self._endpoint) - len(quote(str(self._polite)))
        for group in _groups(sorted(set(identifiers)), room):
            listed: Mapping[Identifier, Answer] | None = None
            if len(group) > 1 and doubt.takes_lists and not doubt.is_over:
                listed = self._list(group, http, doubt)
            yield from (listed or {}).values()
            yield from self._each(group, listed, http, doubt)
        yield from self._settle(http, doubt)

    def _list(
        self, group: Sequence[Identifier], http: Http, doubt: Doubt
    ) -> Mapping[Identifier, Answer] | None:
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
            doubt.note_list(error)
            return None
        asked = {one: one for one in group}  # as they are written here, whatever their case there
        found: dict[Identifier, Answer] = {}
        for item in items:
            cited = doi.parse(told) if isinstance(told := item.get("DOI"), str) else None
            if cited and (one := asked.get(cited.identifier)):
                found.setdefault(one, self._found(one, item))
        listed = {one: found[one] for one in group if one in found}
        doubt.note_listed(listed.values(), (asked.keys() & self._known) - listed.keys())
        return listed

    def _each(
        self,
        group: Sequence[Identifier],
        listed: Mapping[Identifier, Answer] | None,
        http: Http,
        doubt: Doubt,
    ) -> Iterator[Answer]:
        """One question about each DOI that a list left out; what is known to be there first.

        A list that left out what is there after all is that of a service in trouble, which
        is left alone. A single one may be an oddity.

        Args:
            group: The DOIs.
            listed: The answers that a list gave; None where there was none.
            http: The network.
            doubt: How Crossref fares.
        """
        lacking = [one for one in group if not listed or one not in listed]
        known = [one for one in lacking if one in self._known]
        is_false = listed is not None and (not listed or len(known) > 1)
        for one in sorted(lacking, key=lambda one: one not in self._known):
            if listed is not None and not known and doubt.listed and one in self._missing:
                yield Missing(identifier=one, source=NAME)  # it was, and is not in a sound list
                continue
            is_asked = not doubt.is_over
            answer = self._answer(one, http, doubt)
            if answer is None:
                continue
            yield answer
            if is_asked and is_false and one in self._known and has_own_name(answer):
                doubt.stop("Crossref's list left out works that Crossref has")

    def _answer(self, identifier: Identifier, http: Http, doubt: Doubt) -> Answer | None:
        """One question about one DOI, unless too many were in vain; None is to be settled."""
        if doubt.is_over:
            return _failed(identifier, doubt.reason)
        doubt.asks(identifier)
        try:
            answer = self._ask(identifier, http)
        except HttpError as error:
            doubt.note(error)
            return _failed(identifier, error.reason)
        if not isinstance(answer, Missing):
            doubt.note_answer(answer)
            return answer
        if identifier in self._known and not doubt.is_well and doubt.listed:
            self._check(doubt.listed, http, doubt)
        if doubt.is_well or (doubt.listed and doubt.believes(identifier)):
            doubt.note_answer(answer)
            return answer
        doubt.note_denial(identifier)
        return None

    def _check(self, control: Identifier, http: Http, doubt: Doubt) -> None:
        """Ask for what Crossref has, to see whether it is well."""
        doubt.asks(control)
        try:
            answer = self._ask(control, http)
        except HttpError as error:
            doubt.note(error)
            return
        if isinstance(answer, Found):
            doubt.note_answer(answer)
        else:
            doubt.stop(f"Crossref did not send {control.value}, which it has")

    def _settle(self, http: Http, doubt: Doubt) -> Iterator[Answer]:
        """What Crossref denied is missing, if it shows that it is well, or nobody can tell."""
        if doubt.denied and (control := doubt.control):
            if not doubt.is_over:
                self._check(control, http, doubt)
            if not doubt.is_well:
                doubt.suspect(doubt.reason)
        for one in doubt.denied:
            if doubt.believes(one):
                yield Missing(identifier=one, source=NAME)
            else:
                yield _failed(one, doubt.reason)

    def _ask(self, identifier: Identifier, http: Http) -> Answer:
        """One question.

        Raises:
            HttpError: When there was no usable reply.
        """
        try:
            return self._found(identifier, self._work(identifier, http))
        except RefusedError as error:
            if error.status == NOT_FOUND and _says_not_found(error.body):
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
