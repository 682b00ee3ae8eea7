"""DataCite's REST API, which knows what Crossref does not: DOIs of repositories.

Data, software, theses and reports at Zenodo, figshare, universities and institutes. Asked
about DOIs that Crossref does not know; arXiv's own are `datacite`'s. Only what somebody
registered is taken over. Source: DataCite Metadata Schema 4, "DataCite Properties",
"Controlled List Definitions" and appendix 3, "Standard values for unknown information".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from paperbib.identifiers import arxiv_id, doi, web
from paperbib.identifiers.identifier import Identifier
from paperbib.model import Answer, PartialDate, Record, Relation
from paperbib.sources import datacite_reply as replies
from paperbib.sources.crossref_text import abstract, plain
from paperbib.sources.datacite_reply import items, string
from paperbib.sources.fields import date_of
from paperbib.sources.http import Http

NAME = "datacite-dois"

_KIND_BY_TYPE = {
    "book": "book",
    "bookchapter": "chapter",
    "conferencepaper": "paper-conference",
    "conferenceproceeding": "book",
    "datapaper": "article-journal",
    "dissertation": "thesis",
    "journalarticle": "article-journal",
    "preprint": "article",
    "report": "report",
}
"""By ``resourceTypeGeneral`` in small letters; data, software and the like are none of ours."""
_KIND_BY_WORDS = _KIND_BY_TYPE | {
    "article": "article-journal",
    "booksection": "chapter",
    "conferenceproceedings": "book",
    "doctoralthesis": "thesis",
    "mastersthesis": "thesis",
    "masterthesis": "thesis",
    "phdthesis": "thesis",
    "technicalreport": "report",
    "thesis": "thesis",
}
"""By ``resourceType``, of what is merely a ``Text``: older versions of the schema had no more."""
_IN_SOMETHING = frozenset({"article-journal", "chapter", "paper-conference"})
_RELATION_BY_TYPE = {
    "HasVersion": "has-version",
    "IsIdenticalTo": "is-identical-to",
    "IsVersionOf": "is-version-of",
}
"""What can be about identity, in Crossref's words. Newer and older versions are other works."""
_UNKNOWN = re.compile(r"\(?:(?:un[a-z]{2}|none|null|tba|etal)\)?", re.IGNORECASE)
_NO_LETTER = re.compile(r"[\W_\d]+")
_MOST_RELATIONS = 200
"""A collection may have a hundred thousand parts."""


class DataciteDoisSource:
    """The records of DOIs that are registered at DataCite.

    Args:
        endpoint: The address of the API, ``…/dois``.
    """

    name = NAME
    schemes = frozenset({"doi"})

    def __init__(self, endpoint: str) -> None:
        self._endpoint = endpoint.rstrip("/")

    def fetch(self, identifiers: Sequence[Identifier], http: Http) -> Iterator[Answer]:
        """Ask DataCite for each DOI.

        Yields:
            Exactly one answer per identifier, as the replies come in. Without a
            connection, or with a second refusal in a row, the rest are failed.
        """

        def ask(identifier: Identifier) -> Answer:
            raw = replies.find(self._endpoint, identifier.value, http)
            return replies.answer(NAME, identifier, raw, self.to_record)

        return replies.answers(NAME, identifiers, ask)

    def to_record(self, identifier: Identifier, raw: str) -> Record:
        """Read a reply kept from an earlier answer (`Found.raw`).

        Raises:
            ValueError: When ``raw`` is no record of the DOI.
        """
        return _record(identifier, replies.attributes(identifier.value, raw))


def _record(identifier: Identifier, attributes: Mapping[str, Any]) -> Record:
    kind, is_text = _kind(attributes)
    appeared = _appeared(attributes)
    container = _object(attributes, "container") if kind in _IN_SOMETHING else {}
    creators = [one for one in items(attributes, "creators") if _stated(string(one, "name"))]
    dates = items(attributes, "dates")
    return Record(
        source=NAME,
        identifier=identifier,
        title=_title(attributes),
        authors=tuple(replies.authors(creators)),
        published=appeared,
        issued=appeared,
        abstract=_abstract(attributes),
        doi=identifier.value,
        kind=kind,
        container_title=_stated(string(container, "title")),
        volume=_stated(string(container, "volume")),
        issue=_stated(string(container, "issue")),
        pages=_pages(container),
        publisher=_publisher(attributes),
        relations=_relations(identifier, attributes, is_text=is_text),
        is_withdrawn=any(string(one, "dateType") == "Withdrawn" for one in dates),
    )


def _object(fields: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = fields.get(name)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise ValueError(f"{name!r} is no object")  # noqa: TRY004 - the text is at fault
    return value


def _stated(text: str) -> str | None:
    """The words of a text; None for the codes that say that something is not known."""
    words = plain(text)
    return None if words is None or _UNKNOWN.fullmatch(words) else words


def _kind(attributes: Mapping[str, Any]) -> tuple[str | None, bool]:
    """The CSL type, if there is one of ours, and whether it is a text at all."""
    types = _object(attributes, "types")
    general, special = (
        _NO_LETTER.sub("", string(types, name)).lower()
        for name in ("resourceTypeGeneral", "resourceType")
    )
    is_text = general == "text"
    kind = _KIND_BY_WORDS.get(special) if is_text else _KIND_BY_TYPE.get(general)
    return kind, is_text or kind is not None


def _title(attributes: Mapping[str, Any]) -> str | None:
    """The title with its subtitle; others are translations and the like."""
    texts: dict[str, str] = {}
    for one in items(attributes, "titles"):
        if words := _stated(string(one, "title")):
            texts.setdefault(string(one, "titleType"), words)
    title, subtitle = texts.get(""), texts.get("Subtitle")
    if title is None or subtitle is None or subtitle.casefold() in title.casefold():
        return title
    head = title.rstrip(" .:;,–—-")
    return f"{head}{' ' if head.endswith(('?', '!')) else ': '}{subtitle}"


def _abstract(attributes: Mapping[str, Any]) -> str | None:
    told = items(attributes, "descriptions")
    texts = (string(one, "description") for one in told if _is(one, "descriptionType", "Abstract"))
    found = next(filter(None, map(abstract, texts)), None)
    return None if found is None or _UNKNOWN.fullmatch(found) else found


def _is(fields: Mapping[str, Any], name: str, value: str) -> bool:
    return string(fields, name) == value


def _publisher(attributes: Mapping[str, Any]) -> str | None:
    """The publisher, which may be an object with a name."""
    if isinstance(attributes.get("publisher"), dict):
        attributes = {"publisher": _object(attributes, "publisher").get("name")}
    return _stated(string(attributes, "publisher"))


def _pages(container: Mapping[str, Any]) -> str | None:
    first, last = (_stated(string(container, name)) for name in ("firstPage", "lastPage"))
    return f"{first}-{last}" if first and last and first != last else first


def _appeared(attributes: Mapping[str, Any]) -> PartialDate | None:
    """The date ``Issued``, or else the year of publication."""
    issued = [one for one in items(attributes, "dates") if _is(one, "dateType", "Issued")]
    year = attributes.get("publicationYear")
    texts = [string(one, "date") for one in issued]
    texts += [str(year)] if isinstance(year, str | int) else []
    return next(filter(None, map(_date, texts)), None)


def _date(text: str) -> PartialDate | None:
    """A date; None for a span, and for what is none."""
    try:
        return date_of(text)
    except ValueError:
        return None


def _relations(
    identifier: Identifier, attributes: Mapping[str, Any], *, is_text: bool
) -> tuple[Relation, ...]:
    """What it is to others, sorted.

    Data and software are no paper, whatever people enter: of these counts only what the
    same registrant numbers.
    """
    found: dict[tuple[str, tuple[str, str]], Relation] = {}
    for one in items(attributes, "relatedIdentifiers"):
        kind = _RELATION_BY_TYPE.get(string(one, "relationType"))
        other = _other(one) if kind else None
        if not kind or not other or other == identifier or len(found) == _MOST_RELATIONS:
            continue
        if is_text or (other.scheme == "doi" and _prefix(other) == _prefix(identifier)):
            found[kind, other.sort_key] = Relation(kind=kind, identifier=other)
    return tuple(found[key] for key in sorted(found))


def _other(one: Mapping[str, Any]) -> Identifier | None:
    text, scheme = string(one, "relatedIdentifier"), string(one, "relatedIdentifierType").lower()
    if not text.isprintable():
        return None
    if scheme == "url" and text.lower().startswith(("http://", "https://")):
        cited = web.read(text).cited
    elif scheme == "arxiv":
        cited = arxiv_id.parse(text)
    else:
        cited = doi.parse(text) if scheme == "doi" else None
    return cited.identifier if cited else None


def _prefix(identifier: Identifier) -> str:
    return identifier.value.partition("/")[0]
