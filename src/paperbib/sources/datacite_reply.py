"""Replies of DataCite's REST API about one DOI: asking for them, and reading their parts.

One request per DOI: a documented question for many exact DOIs at once does not exist.
Source: DataCite REST API Guide, "Retrieving a single DOI"; DataCite Metadata Schema 4.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from paperbib.errors import BusyError, HttpError, RefusedError
from paperbib.identifiers.identifier import Identifier
from paperbib.model import Answer, Failed, Found, Missing, Name, Record
from paperbib.sources import names
from paperbib.sources.fields import squeeze
from paperbib.sources.http import Http, Reply

_NOT_FOUND = 404
_MOST_REFUSALS = 2
"""Refusals in a row after which no more is asked."""
_UNREAD = frozenset({"xml"})
"""Attributes not kept: the record once more, in another format."""
_ENTITY = re.compile(r"&(amp|lt|gt|quot|#39);")
_CHAR_BY_ENTITY = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "#39": "'"}
_DOTS = re.compile(r"(?:/|\A)\.{0,2}(?:/|\Z)")
"""Parts of a path that a client would take out, or fold."""


def answers(
    source: str, identifiers: Sequence[Identifier], ask: Callable[[Identifier], Answer]
) -> Iterator[Answer]:
    """Ask about each of some identifiers, sorted.

    Args:
        source: The source's name.
        identifiers: What to ask about.
        ask: One question; may raise `HttpError`.

    Yields:
        Exactly one answer per identifier, as the replies come in. Without a
        connection, or with a second refusal in a row, the rest are failed.
    """
    asked = sorted(set(identifiers))
    refusals = 0
    for count, identifier in enumerate(asked, 1):
        try:
            answer = ask(identifier)
            refusals = 0
        except HttpError as error:
            answer = Failed(identifier=identifier, source=source, reason=error.reason)
            refusals = refusals + 1 if isinstance(error, RefusedError) else _MOST_REFUSALS
        yield answer
        if refusals == _MOST_REFUSALS and isinstance(answer, Failed):
            # The next one would fare no better, and cost minutes to find out.
            for one in asked[count:]:
                yield Failed(identifier=one, source=source, reason=answer.reason)
            return


def find(endpoint: str, doi: str, http: Http) -> str | None:
    """What DataCite says of a DOI, as it is kept; None where it does not know it.

    Raises:
        HttpError: When there was no usable reply.
    """

    def read(reply: Reply) -> str:
        try:
            return kept(doi, reply.content)
        except ValueError as error:
            beginning = reply.content[:40].decode("utf-8", "replace").split("\n")[0]
            what = f"DataCite sent no record of the DOI: {error}; it begins with {beginning!r}"
            raise BusyError(what, status=reply.status) from error

    path = quote(doi, safe="" if _DOTS.search(doi) else "/")
    try:
        return http.get(f"{endpoint}/{path}", {}, read)
    except RefusedError as error:
        if error.status == _NOT_FOUND and _says_not_found(error.body):
            return None
        raise


def answer(
    source: str,
    identifier: Identifier,
    raw: str | None,
    to_record: Callable[[Identifier, str], Record],
) -> Answer:
    """What a reply is to who asked; its fault is its own: the others may well be readable."""
    if raw is None:
        return Missing(identifier=identifier, source=source)
    try:
        record = to_record(identifier, raw)
    except ValueError as error:
        reason = str(error).partition("\n")[0][:200]
        what = f"DataCite's record cannot be read: {reason}"
        return Failed(identifier=identifier, source=source, reason=what)
    return Found(identifier=identifier, source=source, raw=raw, record=record)


def kept(doi: str, content: bytes) -> str:
    """What is worth keeping of a reply, in ASCII.

    Raises:
        ValueError: When it is no record of the DOI.
    """
    told = attributes(doi, content.decode())
    fields = {name: value for name, value in told.items() if name not in _UNREAD}
    try:
        return json.dumps({"data": {"type": "dois", "attributes": fields}}, allow_nan=False)
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error


def attributes(doi: str, text: str) -> dict[str, Any]:
    """The attributes of the one resource in a reply (JSON:API 1.1, "Document Structure").

    Raises:
        ValueError: When it is no record of the DOI.
    """
    reply = _parse(text)
    data = reply.get("data") if isinstance(reply, dict) else None
    found = data.get("attributes") if isinstance(data, dict) else None
    if not isinstance(found, dict):
        raise ValueError("it has no data.attributes")  # noqa: TRY004 - the text is at fault
    told = found.get("doi")
    if not isinstance(told, str) or told.lower() != doi.lower():
        raise ValueError(f"its DOI is {str(told)[:80]!r}, not {doi}")
    return found


def items(fields: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    """The objects of a list, of which there may be none.

    Raises:
        ValueError: When it is another thing.
    """
    value = fields.get(name)
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise ValueError(f"{name!r} is no list of objects")
    return value


def string(fields: Mapping[str, Any], name: str) -> str:
    """A text as it was registered, "" where there is none; DataCite escapes it for HTML.

    Raises:
        ValueError: When it is another thing.
    """
    value = fields.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ValueError(f"{name!r} is no text")  # noqa: TRY004 - the text is at fault
    return _ENTITY.sub(lambda match: _CHAR_BY_ENTITY[match[1]], value).strip()


def first_text(
    fields: Mapping[str, Any], name: str, inner: str, kinds: Mapping[str, str]
) -> str | None:
    """The first text of the entries of a kind, on one line."""
    entries = items(fields, name)
    chosen = (one for one in entries if all(string(one, key) == kinds[key] for key in kinds))
    return next(filter(None, (squeeze(string(one, inner)) for one in chosen)), None)


def authors(creators: Iterable[Mapping[str, Any]]) -> Iterator[Name]:
    """The names of ``creators``, in their order."""
    people = (_author(creator) for creator in creators)
    yield from (name for name in people if name)


def _author(creator: Mapping[str, Any]) -> Name | None:
    """Read a name; a person of one name has no parts, and may be called an organization."""
    kind, whole = string(creator, "nameType"), string(creator, "name")
    family, given = string(creator, "familyName"), string(creator, "givenName")
    if family and given:
        given, _, suffix = given.partition(",")
        return names.from_parts(family, given, suffix)
    whole = whole or family or given
    return names.from_parts(whole) if kind == "Organizational" else names.from_display(whole)


def _says_not_found(body: bytes) -> bool:
    """Whether it is DataCite that does not know the DOI, rather than a server without an API."""
    try:
        reply = _parse(body.decode())
    except ValueError:
        return False
    return isinstance(reply, dict) and isinstance(reply.get("errors"), list)


def _parse(text: str) -> object:
    try:
        return json.loads(text)
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error
