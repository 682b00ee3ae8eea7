"""A work as Crossref's REST API describes it, read into a record.

Only what somebody deposited is taken over; a field that nobody stated stays empty, and
one that is no text of its kind is the reader's reason to refuse the work. Source:
Crossref REST API, "JSON format" of a work; CSL 1.0.2, appendix III.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from paperbib.identifiers import doi
from paperbib.identifiers.identifier import Identifier
from paperbib.matching.titles import normalise
from paperbib.model import PartialDate, Record
from paperbib.sources import crossref_authors
from paperbib.sources import crossref_relations as relations
from paperbib.sources.crossref_relations import objects
from paperbib.sources.crossref_text import abstract, plain

NAME = "crossref"

_KEPT = frozenset(
    """
    DOI abstract aliases article-number author container-title institution issue issued page posted
    published published-online published-print publisher relation short-container-title subtitle
    subtype title type update-to updated-by volume
    """.split()
)
"""Fields that are read. Not kept: references, funders, licences, affiliations, …"""
_KEPT_OF_AUTHOR = frozenset("ORCID family given literal name sequence suffix".split())
_KIND_BY_TYPE = {
    "journal-article": "article-journal",
    "proceedings-article": "paper-conference",
    **dict.fromkeys(
        ("book-chapter", "book-part", "book-section", "book-track", "reference-entry"), "chapter"
    ),
    **dict.fromkeys(("book", "edited-book", "monograph", "reference-book", "proceedings"), "book"),
    "dissertation": "thesis",
    "report": "report",
    "posted-content": "article",
}
_KIND_BY_SUBTYPE = {"dissertation": "thesis", "report": "report"}
"""Of what is posted; all else is a preprint, or as good as one."""
_SSRN = "10.2139/ssrn."
_IN_A_BOOK = frozenset({"chapter", "paper-conference"})
_SERIES = re.compile(
    r"(?i)lecture notes|advances in (?!neural)|communications in|studies in|series\b|ifip advances"
)
_NO_VALUE = re.compile(r"(?i)(?:n/?a|null|none|ahead-of-print|0+|[\W_]*)(?:-(?:n/?a|0+))?")
_DATES = ("issued", "published", "published-print", "published-online", "posted")
_LABEL = re.compile(
    r"(?i)\A[\[(]?(?:retracted(?: article| paper| chapter)?|withdrawn(?: article| paper)?)"
    r"(?:[\])]:?|\s?[:–—])\s*(?=\S)"
    r"|(?<=\S)\s*[\[(](?:retracted(?: article| paper)?|withdrawn)[\])]\.?\Z"
)
_MOST_TITLES = 20


def works_of(content: bytes) -> list[Mapping[str, Any]] | None:
    """The items of a list of works; None where the reply is no such list.

    Raises:
        ValueError: When it is no JSON.
    """
    message = _message(_parse(content.decode()))
    items = message.get("items") if message else None
    if not isinstance(items, list):
        return None
    return [one for one in items if isinstance(one, dict)]


def work_of(text: str) -> Mapping[str, Any]:
    """The one work of a reply, or of what an earlier answer kept.

    Raises:
        ValueError: When it is no work.
    """
    message = _message(_parse(text))
    if message is None or not isinstance(message.get("DOI"), str):
        raise ValueError("it has no message with a DOI")
    return message


def is_about(identifier: Identifier, work: Mapping[str, Any]) -> bool:
    """Whether a work is that of a DOI, or the one that replaced it."""
    return relations.names(work, identifier)


def is_envelope(content: bytes) -> bool:
    """Whether a reply has the form that all of this API's have.

    Raises:
        ValueError: When it is no JSON.
    """
    reply = _parse(content.decode())
    return isinstance(reply, dict) and "status" in reply and "message" in reply


def kept(work: Mapping[str, Any], alias: Identifier | None = None) -> str:
    """What is worth keeping of a work, as a reply of its own, in ASCII.

    Args:
        work: One item.
        alias: The DOI asked, where Crossref answered with the one that replaced it.

    Raises:
        ValueError: When it cannot be written again.
    """
    fields = {name: value for name, value in work.items() if name in _KEPT}
    if alias:
        fields["aliases"] = [alias.value]
    people = fields.get("author")
    if isinstance(people, list):
        fields["author"] = [
            {name: one[name] for name in one if name in _KEPT_OF_AUTHOR}
            if isinstance(one, dict)
            else one
            for one in people
        ]
    try:
        return json.dumps({"message": fields}, allow_nan=False)
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error


def read(identifier: Identifier, work: Mapping[str, Any]) -> Record:
    """Read a work into a record.

    Raises:
        ValueError: When it is another work, or a field is not what Crossref documents.
    """
    if not is_about(identifier, work):
        raise ValueError(f"its DOI is {str(work.get('DOI'))[:80]!r}, not {identifier.value}")
    own = doi.parse(work["DOI"])
    title, is_labelled = _title(work)
    kind = _kind(work)
    appeared = next(filter(None, (_date(work, name) for name in _DATES)), None)
    return Record(
        source=NAME,
        identifier=identifier,
        title=title,
        authors=tuple(crossref_authors.read(objects(work, "author"))),
        published=appeared,
        issued=appeared,
        abstract=abstract(_text(work, "abstract")),
        doi=own.identifier.value if own and own.identifier.scheme == "doi" else None,
        kind=kind,
        container_title=_container(work, kind),
        volume=_value(work, "volume"),
        issue=_value(work, "issue"),
        pages=_value(work, "page") or _value(work, "article-number"),
        publisher=_publisher(work, kind),
        relations=relations.read(identifier, work),
        is_withdrawn=is_labelled or relations.is_retracted(identifier, work),
    )


def _parse(text: str) -> object:
    try:
        return json.loads(text)
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error


def _message(reply: object) -> Mapping[str, Any] | None:
    message = reply.get("message") if isinstance(reply, dict) else None
    return message if isinstance(message, dict) else None


def _text(fields: Mapping[str, Any], name: str) -> str:
    """A text, "" where there is none; a number stands for itself."""
    value = fields.get(name)
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if type(value) is int:
        return str(value)
    raise ValueError(f"{name!r} is no text")


def _texts(fields: Mapping[str, Any], name: str) -> list[str]:
    """Texts in plain form, each once, those without words left out."""
    value = fields.get(name)
    values = [value] if isinstance(value, str) else [] if value is None else value
    if not isinstance(values, list) or not all(isinstance(one, str | None) for one in values):
        raise ValueError(f"{name!r} is no list of texts")
    words = (plain(one) for one in values[:_MOST_TITLES] if one)
    return list(dict.fromkeys(filter(None, words)))


def _value(fields: Mapping[str, Any], name: str) -> str | None:
    """A volume, an issue, pages; not what publishers write where there is none yet."""
    words = plain(_text(fields, name)) or ""
    return None if _NO_VALUE.fullmatch(words) else words


def _title(work: Mapping[str, Any]) -> tuple[str | None, bool]:
    """The title with its subtitle, and whether a label in it says that it is retracted.

    The first title is the original one, the others are translations. The label is
    the publisher's, not the authors', and would keep the preprint from being found.
    """
    title = next(iter(_texts(work, "title")), None)
    if title is None:
        return None, False
    bare = _LABEL.sub("", title)
    title, is_labelled = bare or title, bare not in {"", title}
    subtitle = next(iter(_texts(work, "subtitle")), None)
    if subtitle is None or normalise(subtitle) in normalise(title):
        return title, is_labelled
    head = title.rstrip(" .:;,–—-")
    return f"{head}{' ' if head.endswith(('?', '!')) else ': '}{subtitle}", is_labelled


def _kind(work: Mapping[str, Any]) -> str | None:
    """What was published, as a CSL type; SSRN registers its preprints as a journal's articles."""
    kind = _KIND_BY_TYPE.get(_text(work, "type"))
    if kind == "article-journal" and _text(work, "DOI").lower().startswith(_SSRN):
        return "article"
    return _KIND_BY_SUBTYPE.get(_text(work, "subtype"), kind) if kind == "article" else kind


def _container(work: Mapping[str, Any], kind: str | None) -> str | None:
    """The journal, the book or the preprint server; of a series and its volume, the latter.

    Crossref lists the series first: Lecture Notes in Computer Science, then the book. A
    preprint has its server (bioRxiv) for an institution.
    """
    titles = _texts(work, "container-title") or _texts(work, "short-container-title")
    if kind in _IN_A_BOOK and len(titles) > 1:
        titles = [one for one in titles if not _SERIES.search(one)][-1:] or titles
    if kind == "article" and not titles:
        titles = [name for one in _institutions(work) if (name := plain(_text(one, "name")))]
    return titles[0] if titles else None


def _publisher(work: Mapping[str, Any], kind: str | None) -> str | None:
    """The publisher; of a thesis or a report the university or the institute."""
    institutions = [plain(_text(one, "name")) for one in _institutions(work)]
    if kind in {"thesis", "report"} and any(institutions):
        return next(filter(None, institutions))
    return plain(_text(work, "publisher"))


def _institutions(work: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Institutions, which older works have as one object, not as a list."""
    value = work.get("institution")
    return [value] if isinstance(value, dict) else objects(work, "institution")


def _date(work: Mapping[str, Any], name: str) -> PartialDate | None:
    """A partial date, ``{"date-parts": [[2017, 6, 12]]}``; ``[[null]]`` is none.

    Where the month or the day cannot be, the rest counts.
    """
    value = work.get(name)
    parts = value.get("date-parts") if isinstance(value, dict) else None
    first = parts[0] if isinstance(parts, list) and parts else None
    numbers: list[int] = []
    for part in first if isinstance(first, list) else []:
        if type(part) is not int:
            break
        numbers.append(part)
    for size in range(min(len(numbers), 3), 0, -1):
        try:
            date(*[*numbers[:size], 1, 1][:3])
        except (ValueError, OverflowError):
            continue
        year, month, day, *_ = [*numbers[:size], None, None]
        return PartialDate(year=numbers[0], month=month, day=day) if year else None
    return None
