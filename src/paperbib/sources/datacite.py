"""DataCite's REST API, which knows arXiv's papers by their DOIs, ``10.48550/arXiv.X``.

A stand-in while arXiv is silent: what arXiv registers there has everything but
the journal reference. One request per paper: a documented question for many
exact DOIs at once does not exist. Source: DataCite REST API Guide, "Retrieving
a single DOI", https://support.datacite.org/docs/api-get-doi; DataCite Metadata
Schema 4, https://datacite-metadata-schema.readthedocs.io.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple
from urllib.parse import quote

from paperbib.errors import BusyError, HttpError, RefusedError
from paperbib.identifiers.identifier import Identifier
from paperbib.model import Answer, Failed, Found, Missing, Name, PartialDate, Record
from paperbib.sources import names, withdrawn
from paperbib.sources.fields import article_doi, date_of, squeeze
from paperbib.sources.http import Http, Reply

NAME = "datacite"
PREFIX = "10.48550/arXiv."
"""What arXiv's DOIs start with; the identifier follows."""

_NOT_FOUND = 404
_MOST_REFUSALS = 2
"""Refusals in a row after which no more is asked."""
_UNREAD = frozenset({"xml"})
"""Attributes not kept: the record once more, in another format."""
_REVISION = re.compile(r"v([1-9]\d{0,2})(?!\d)", re.ASCII)
_VERSION = re.compile(r"v?([1-9]\d{0,2})", re.ASCII)
_CATEGORY = re.compile(r"\(([A-Za-z-]+(?:\.[A-Za-z-]+)?)\)\s*\Z", re.ASCII)
_ENTITY = re.compile(r"&(amp|lt|gt|quot|#39);")
_CHAR_BY_ENTITY = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "#39": "'"}
_ARTICLE_RELATIONS = frozenset({"IsVersionOf", "IsPreviousVersionOf"})


class DataciteSource:
    """The records of arXiv's own DOIs at DataCite.

    Args:
        endpoint: The address of the API, ``…/dois``.
    """

    name = NAME
    schemes = frozenset({"arxiv"})

    def __init__(self, endpoint: str) -> None:
        self._endpoint = endpoint.rstrip("/")

    def fetch(self, identifiers: Sequence[Identifier], http: Http) -> Iterator[Answer]:
        """Ask DataCite for each paper.

        Yields:
            Exactly one answer per identifier, as the replies come in. Without a
            connection, or with a second refusal in a row, the rest are failed.
        """
        asked = sorted(set(identifiers))
        refusals = 0
        for count, identifier in enumerate(asked, 1):
            try:
                answer = self._ask(identifier, http)
                refusals = 0
            except HttpError as error:
                answer = _failed(identifier, error.reason)
                refusals = refusals + 1 if isinstance(error, RefusedError) else _MOST_REFUSALS
            yield answer
            if refusals == _MOST_REFUSALS and isinstance(answer, Failed):
                # The next one would fare no better, and cost minutes to find out.
                yield from (_failed(one, answer.reason) for one in asked[count:])
                return

    def _ask(self, identifier: Identifier, http: Http) -> Answer:
        """One question.

        Raises:
            HttpError: When there was no usable reply.
        """

        def read(reply: Reply) -> str:
            try:
                return _kept(identifier, reply.content)
            except ValueError as error:
                beginning = reply.content[:40].decode("utf-8", "replace").split("\n")[0]
                what = f"DataCite sent no record of the DOI: {error}; it begins with {beginning!r}"
                raise BusyError(what, status=reply.status) from error

        try:
            raw = http.get(f"{self._endpoint}/{quote(PREFIX + identifier.value)}", {}, read)
        except RefusedError as error:
            if error.status == _NOT_FOUND and _says_not_found(error.body):
                return Missing(identifier=identifier, source=NAME)
            raise
        try:
            record = self.to_record(identifier, raw)
        except ValueError as error:
            # Its fault alone: the others may well be readable.
            return _failed(identifier, f"DataCite's record cannot be read: {_one_line(error)}")
        return Found(identifier=identifier, source=NAME, raw=raw, record=record)

    def to_record(self, identifier: Identifier, raw: str) -> Record:
        """Read a reply kept from an earlier answer (`Found.raw`).

        Raises:
            ValueError: When ``raw`` is no record of the paper's DOI.
        """
        return _record(identifier, _attributes(identifier, _parse(raw)))


def _failed(identifier: Identifier, reason: str) -> Failed:
    return Failed(identifier=identifier, source=NAME, reason=reason)


def _one_line(error: ValueError) -> str:
    return str(error).partition("\n")[0][:200]


def _kept(identifier: Identifier, content: bytes) -> str:
    """What is worth keeping of a reply, in ASCII.

    Raises:
        ValueError: When it is no record of the paper's DOI.
    """
    attributes = _attributes(identifier, _parse(content.decode()))
    kept = {name: value for name, value in attributes.items() if name not in _UNREAD}
    try:
        return json.dumps({"data": {"type": "dois", "attributes": kept}}, allow_nan=False)
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error


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


def _attributes(identifier: Identifier, reply: object) -> dict[str, Any]:
    """The attributes of the one resource in a reply (JSON:API 1.1, "Document Structure")."""
    data = reply.get("data") if isinstance(reply, dict) else None
    attributes = data.get("attributes") if isinstance(data, dict) else None
    if not isinstance(attributes, dict):
        raise ValueError("it has no data.attributes")  # noqa: TRY004 - the text is at fault
    told, asked = attributes.get("doi"), PREFIX + identifier.value
    if not isinstance(told, str) or told.lower() != asked.lower():
        raise ValueError(f"its DOI is {str(told)[:80]!r}, not {asked}")
    return attributes


class _Revision(NamedTuple):
    """An entry of ``dates`` that tells when a version was submitted, or withdrawn."""

    version: int
    date: PartialDate | None
    is_withdrawn: bool


def _record(identifier: Identifier, attributes: Mapping[str, Any]) -> Record:
    revisions = _revisions(attributes)
    numbers = [one.version for one in revisions] + _stated_version(attributes)
    version = max(numbers, default=None)
    first = next((one for one in revisions if one.version == 1), None)
    current = next((one for one in reversed(revisions) if one.version == version), None)
    categories = tuple(dict.fromkeys(_categories(attributes)))
    abstract = _first(attributes, "descriptions", "description", {"descriptionType": "Abstract"})
    # What arXiv registers as another description is the authors' comment.
    comment = _first(attributes, "descriptions", "description", {"descriptionType": "Other"})
    is_withdrawn = current is not None and current.is_withdrawn
    return Record(
        source=NAME,
        identifier=identifier,
        title=_first(attributes, "titles", "title", {}),
        authors=tuple(_authors(attributes)),
        published=first.date if first else None,
        updated=current.date if current else None,
        version=version,
        abstract=abstract,
        primary_category=categories[0] if categories else None,
        categories=categories,
        doi=next(filter(None, _article_dois(attributes)), None),
        comment=comment,
        is_withdrawn=is_withdrawn or withdrawn.says_so(comment, abstract),
    )


def _items(fields: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    value = fields.get(name)
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise ValueError(f"{name!r} is no list of objects")
    return value


def _string(fields: Mapping[str, Any], name: str) -> str:
    """A text as arXiv registered it, "" where there is none; DataCite escapes it for HTML."""
    value = fields.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ValueError(f"{name!r} is no text")  # noqa: TRY004 - the text is at fault
    return _ENTITY.sub(lambda match: _CHAR_BY_ENTITY[match[1]], value).strip()


def _first(
    attributes: Mapping[str, Any], name: str, inner: str, kinds: Mapping[str, str]
) -> str | None:
    """The first text of the entries of a kind, on one line."""
    entries = _items(attributes, name)
    chosen = (one for one in entries if all(_string(one, key) == kinds[key] for key in kinds))
    return next(filter(None, (squeeze(_string(one, inner)) for one in chosen)), None)


def _revisions(attributes: Mapping[str, Any]) -> list[_Revision]:
    """The versions that ``dates`` tells of, first to last.

    Each has a date ``Submitted`` with the information ``v1``, which is the one
    arXiv shows, or else ``Withdrawn`` (``v2; None``). ``Updated`` and
    ``Available`` are about the announcement, ``Issued`` is a bare year.
    """
    found = []
    for entry in _items(attributes, "dates"):
        kind, told = _string(entry, "dateType"), _string(entry, "date")
        label = _REVISION.match(_string(entry, "dateInformation"))
        if label and kind in {"Submitted", "Withdrawn"}:
            date = date_of(told) if told else None
            found.append(_Revision(int(label[1]), date, kind == "Withdrawn"))
    return sorted(found, key=lambda one: (one.version, one.is_withdrawn))


def _stated_version(attributes: Mapping[str, Any]) -> list[int]:
    value = attributes.get("version")
    told = str(value) if type(value) is int else _string(attributes, "version")
    match = _VERSION.fullmatch(told)
    return [int(match[1])] if match else []


def _authors(attributes: Mapping[str, Any]) -> Iterator[Name]:
    people = (_author(creator) for creator in _items(attributes, "creators"))
    yield from (name for name in people if name)


def _author(creator: Mapping[str, Any]) -> Name | None:
    """Read a name; a person of one name has no parts, and may be called an organization."""
    kind, whole = _string(creator, "nameType"), _string(creator, "name")
    family, given = _string(creator, "familyName"), _string(creator, "givenName")
    if family and given:
        given, _, suffix = given.partition(",")
        return names.from_parts(family, given, suffix)
    whole = whole or family or given
    return names.from_parts(whole) if kind == "Organizational" else names.from_display(whole)


def _categories(attributes: Mapping[str, Any]) -> Iterator[str]:
    """Categories from ``Computation and Language (cs.CL)``, the primary one first."""
    for subject in _items(attributes, "subjects"):
        match = _CATEGORY.search(_string(subject, "subject"))
        if match and _string(subject, "subjectScheme").lower() == "arxiv":
            yield match[1]


def _article_dois(attributes: Mapping[str, Any]) -> Iterator[str | None]:
    for one in _items(attributes, "relatedIdentifiers"):
        relation, kind = _string(one, "relationType"), _string(one, "relatedIdentifierType")
        told = _string(one, "relatedIdentifier")
        if relation in _ARTICLE_RELATIONS and kind == "DOI":
            yield article_doi(told)
