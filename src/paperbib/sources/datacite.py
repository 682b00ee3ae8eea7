"""DataCite's REST API, which knows arXiv's papers by their DOIs, ``10.48550/arXiv.X``.

A stand-in while arXiv is silent: what arXiv registers there has everything but
the journal reference. Other DOIs are `datacite_dois`'s. Source: DataCite REST API Guide,
"Retrieving a single DOI", https://support.datacite.org/docs/api-get-doi; DataCite Metadata
Schema 4, https://datacite-metadata-schema.readthedocs.io.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from paperbib.identifiers.identifier import Identifier
from paperbib.model import Answer, PartialDate, Record
from paperbib.sources import datacite_reply as replies
from paperbib.sources import withdrawn
from paperbib.sources.datacite_reply import first_text, items, string
from paperbib.sources.fields import article_doi, date_of
from paperbib.sources.http import Http

NAME = "datacite"
PREFIX = "10.48550/arXiv."
"""What arXiv's DOIs start with; the identifier follows."""

_REVISION = re.compile(r"v([1-9]\d{0,2})(?!\d)", re.ASCII)
_VERSION = re.compile(r"v?([1-9]\d{0,2})", re.ASCII)
_CATEGORY = re.compile(r"\(([A-Za-z-]+(?:\.[A-Za-z-]+)?)\)\s*\Z", re.ASCII)
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
        return replies.answers(NAME, identifiers, lambda one: self._ask(one, http))

    def _ask(self, identifier: Identifier, http: Http) -> Answer:
        """One question.

        Raises:
            HttpError: When there was no usable reply.
        """
        raw = replies.find(self._endpoint, PREFIX + identifier.value, http)
        return replies.answer(NAME, identifier, raw, self.to_record)

    def to_record(self, identifier: Identifier, raw: str) -> Record:
        """Read a reply kept from an earlier answer (`Found.raw`).

        Raises:
            ValueError: When ``raw`` is no record of the paper's DOI.
        """
        return _record(identifier, replies.attributes(PREFIX + identifier.value, raw))


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
    abstract = first_text(
        attributes, "descriptions", "description", {"descriptionType": "Abstract"}
    )
    # What arXiv registers as another description is the authors' comment.
    comment = first_text(attributes, "descriptions", "description", {"descriptionType": "Other"})
    is_withdrawn = current is not None and current.is_withdrawn
    return Record(
        source=NAME,
        identifier=identifier,
        title=first_text(attributes, "titles", "title", {}),
        authors=tuple(replies.authors(items(attributes, "creators"))),
        published=first.date if first else None,
        updated=current.date if current else None,
        version=version,
        abstract=abstract,
        primary_category=categories[0] if categories else None,
        categories=categories,
        doi=article_doi(*_article_dois(attributes)),
        comment=comment,
        is_withdrawn=is_withdrawn or withdrawn.says_so(comment, abstract),
    )


def _revisions(attributes: Mapping[str, Any]) -> list[_Revision]:
    """The versions that ``dates`` tells of, first to last.

    Each has a date ``Submitted`` with the information ``v1``, which is the one
    arXiv shows, or else ``Withdrawn`` (``v2; None``). ``Updated`` and
    ``Available`` are about the announcement, ``Issued`` is a bare year.
    """
    found = []
    for entry in items(attributes, "dates"):
        kind, told = string(entry, "dateType"), string(entry, "date")
        label = _REVISION.match(string(entry, "dateInformation"))
        if label and kind in {"Submitted", "Withdrawn"}:
            date = date_of(told) if told else None
            found.append(_Revision(int(label[1]), date, kind == "Withdrawn"))
    return sorted(found, key=lambda one: (one.version, one.is_withdrawn))


def _stated_version(attributes: Mapping[str, Any]) -> list[int]:
    value = attributes.get("version")
    told = str(value) if type(value) is int else string(attributes, "version")
    match = _VERSION.fullmatch(told)
    return [int(match[1])] if match else []


def _categories(attributes: Mapping[str, Any]) -> Iterator[str]:
    """Categories from ``Computation and Language (cs.CL)``, the primary one first."""
    for subject in items(attributes, "subjects"):
        match = _CATEGORY.search(string(subject, "subject"))
        if match and string(subject, "subjectScheme").lower() == "arxiv":
            yield match[1]


def _article_dois(attributes: Mapping[str, Any]) -> Iterator[str]:
    for one in items(attributes, "relatedIdentifiers"):
        relation, kind = string(one, "relationType"), string(one, "relatedIdentifierType")
        told = string(one, "relatedIdentifier")
        if relation in _ARTICLE_RELATIONS and kind == "DOI":
            yield told
