"""arXiv's own metadata formats in OAI-PMH, as records.

``arXivRaw`` is arXiv's abstract as submitted: all versions with their dates,
the authors in one string. ``arXiv`` has the authors in parts, and no versions.
Both have TeX's accents and hard line breaks. Source: arXiv help, "OAI-PMH:
metadata formats", and the schemas arXivRaw.xsd and arXiv.xsd.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from paperbib.identifiers import arxiv_id
from paperbib.identifiers.identifier import Identifier
from paperbib.model import Name, PartialDate, Record
from paperbib.sources import names, oai_xml, withdrawn, xml
from paperbib.sources.fields import article_doi, date_of, squeeze

NAME = "oai"
RAW, PARTED = "arXivRaw", "arXiv"

_NAMESPACE_BY_FORMAT = {one: f"{{http://arxiv.org/OAI/{one}/}}" for one in (RAW, PARTED)}
_VERSION = re.compile(r"v([1-9]\d{0,3})", re.ASCII)
_WITHDRAWN_FLAG = "I"
"""In ``source_type``: there is no source. arXiv help, "arXivRaw"."""


class _History(NamedTuple):
    """When the versions came; what the format does not say is None."""

    published: PartialDate | None
    updated: PartialDate | None
    version: int | None
    is_withdrawn: bool


class _Version(NamedTuple):
    number: int
    day: PartialDate
    source_type: str


def to_record(identifier: Identifier, element: xml.Element) -> Record:
    """Read a ``<record>`` in either format.

    Args:
        identifier: Whose record it has to be.
        element: The record.

    Raises:
        ValueError: When it is not that, or lacks what every paper has.
    """
    metadata = oai_xml.metadata_of(element)
    fields = _Fields(metadata)
    if fields.identifier != identifier:
        raise ValueError(f"it is about {fields.text('id')!r}")
    title, comment, abstract = (fields.text(name) for name in ("title", "comments", "abstract"))
    if title is None:
        raise ValueError("it has no title")
    history = _raw_history(fields) if fields.format == RAW else _parted_history(fields)
    categories = (fields.text("categories") or "").split()
    return Record(
        source=NAME,
        identifier=identifier,
        title=title,
        authors=tuple(_raw_authors(fields) if fields.format == RAW else _parted_authors(fields)),
        published=history.published,
        updated=history.updated,
        version=history.version,
        abstract=abstract,
        primary_category=categories[0] if categories else None,
        categories=tuple(categories),
        doi=article_doi(fields.text("doi")),
        journal_ref=fields.text("journal-ref"),
        comment=comment,
        is_withdrawn=history.is_withdrawn or withdrawn.says_so(comment, abstract),
    )


class _Fields:
    """The children of a metadata element, by their names without the namespace."""

    def __init__(self, metadata: xml.Element) -> None:
        by_tag = {f"{space}{name}": name for name, space in _NAMESPACE_BY_FORMAT.items()}
        if metadata.tag not in by_tag:
            raise ValueError(f"{metadata.tag!r} is not a format of arXiv's")
        self.format = by_tag[metadata.tag]
        self._metadata = metadata
        self._space = _NAMESPACE_BY_FORMAT[self.format]

    @property
    def identifier(self) -> Identifier | None:
        cited = arxiv_id.parse(self.text("id") or "")
        return cited.identifier if cited else None

    def text(self, name: str, element: xml.Element | None = None) -> str | None:
        """The field's text on one line; None when it is absent or empty."""
        return squeeze(self.as_sent(name, element))

    def as_sent(self, name: str, element: xml.Element | None = None) -> str:
        """The field's text with its line breaks and accents; "" when it is absent.

        One that is there twice is both of them: neither is better than the other.
        """
        within = self._metadata if element is None else element
        return " ".join(one.text or "" for one in within.iterfind(f"{self._space}{name}"))

    def elements(self, *path: str) -> Iterator[xml.Element]:
        yield from self._metadata.iterfind("/".join(f"{self._space}{name}" for name in path))


def _raw_history(fields: _Fields) -> _History:
    versions = sorted(_version(fields, element) for element in fields.elements("version"))
    if not versions:
        raise ValueError("it has no version")
    first, last = versions[0], versions[-1]
    return _History(
        published=first.day if first.number == 1 else None,
        updated=last.day,
        version=last.number,
        is_withdrawn=_WITHDRAWN_FLAG in last.source_type,
    )


def _version(fields: _Fields, element: xml.Element) -> _Version:
    text = element.get("version") or ""
    number = _VERSION.fullmatch(text)
    if number is None:
        raise ValueError(f"{text!r} is no version")
    day = date_of(fields.text("date", element) or "")
    return _Version(int(number[1]), day, fields.text("source_type", element) or "")


def _parted_history(fields: _Fields) -> _History:
    # ``created`` is the day of the current version, whatever its name says.
    text = fields.text("updated") or fields.text("created")
    return _History(None, date_of(text) if text else None, None, is_withdrawn=False)


def _raw_authors(fields: _Fields) -> Iterator[Name]:
    yield from names.from_list(fields.as_sent("authors"))


def _parted_authors(fields: _Fields) -> Iterator[Name]:
    for author in fields.elements("authors", "author"):
        parts = (fields.as_sent(part, author) for part in ("keyname", "forenames", "suffix"))
        if name := names.from_parts(*parts):
            yield name
