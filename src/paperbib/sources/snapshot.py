"""arXiv's bulk metadata file, or any file in its schema: JSON Lines of 14 fields.

The schema is that of ``arxiv-metadata-oai-snapshot.json``, which arXiv
publishes weekly. The file has gigabytes, so it is read line by line, and only
the lines asked for are parsed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from datetime import UTC
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any, NamedTuple

from paperbib.errors import PaperbibError
from paperbib.identifiers.identifier import Identifier
from paperbib.model import Answer, Found, Missing, Name, PartialDate, Record
from paperbib.sources import names
from paperbib.sources.fields import article_doi, squeeze
from paperbib.sources.http import Http

NAME = "snapshot"
LINE_LIMIT_BYTES = 16 * 1024 * 1024
"""No record is longer; a longer line is no JSON Lines file."""

_LEADING_ID = re.compile(rb'(?:\xef\xbb\xbf)?\s*\{\s*"id"\s*:\s*"((?:[^"\\]|\\/)*)"')
_DEEPEST_BRACKETS = 4
_BRACKETS = re.compile(r"\([^()]*\)")
_TIGHT_INITIAL = re.compile(r"(?<=\b[A-Z])\.(?=[^\W\d_][\w'])")
_AUTHOR_BREAK = re.compile(r"(?:,(?!\s*[JS]r\b)|[;:])\s*(?:and\s+|&\s+)?|\s+(?:and|&)\s+")


class Version(NamedTuple):
    """An entry of ``versions``; what is not known is None."""

    number: int | None
    created: PartialDate | None


class SnapshotSource:
    """A bulk file on this computer.

    Args:
        path: The file.
    """

    name = NAME
    schemes = frozenset({"arxiv"})

    def __init__(self, path: Path) -> None:
        self._path = path

    def fetch(self, identifiers: Sequence[Identifier], http: Http) -> Iterator[Answer]:
        """Look the papers up; reads on only until all are found.

        Yields:
            Exactly one answer per identifier: those found in the file's order,
            then those missing.

        Raises:
            PaperbibError: When the file cannot be read, or a line of it.
        """
        del http  # the file is on this computer
        identifier_by_id = {one.value.encode(): one for one in sorted(set(identifiers))}
        for number, line in self._lines() if identifier_by_id else ():
            try:
                found = _take(line, identifier_by_id)
            except ValueError as error:
                what = f"{self._path}:{number}: {_one_line(error)}"
                hint = "A snapshot has one JSON object in arXiv's bulk schema per line."
                raise PaperbibError(what, hint=hint) from error
            if found:
                yield found
            if not identifier_by_id:
                return
        for identifier in identifier_by_id.values():
            yield Missing(identifier=identifier, source=NAME)

    def to_record(self, identifier: Identifier, raw: str) -> Record:
        """Read a line kept from an earlier answer (`Found.raw`).

        Raises:
            ValueError: When ``raw`` is no record in the bulk schema.
        """
        return _record(identifier, _parse(raw))

    def _lines(self) -> Iterator[tuple[int, bytes]]:
        try:
            with self._path.open("rb") as file:
                yield from enumerate(iter(lambda: file.readline(LINE_LIMIT_BYTES), b""), 1)
        except OSError as error:
            what = f"{self._path}: cannot be read: {error.strerror or error}"
            raise PaperbibError(what, hint="See `snapshot` in the configuration.") from error


def _take(line: bytes, identifier_by_id: dict[bytes, Identifier]) -> Found | None:
    """Read the line if it is about one of the papers, and strike that one off."""
    if len(line) >= LINE_LIMIT_BYTES:
        raise ValueError(f"the line is longer than {LINE_LIMIT_BYTES // 2**20} MiB")
    leading = _LEADING_ID.match(line)
    if leading:
        # The quick way past the millions of lines nobody asked for.
        value = leading[1].replace(b"\\/", b"/")
        if value not in identifier_by_id:
            return None
    elif not line.strip():
        return None
    raw = line.decode("utf-8-sig").strip()
    fields = _parse(raw)
    identifier = identifier_by_id.pop(str(fields.get("id")).encode("utf-8", "replace"), None)
    if identifier is None:
        return None
    return Found(identifier=identifier, source=NAME, raw=raw, record=_record(identifier, fields))


def _parse(raw: str) -> dict[str, Any]:
    try:
        fields = json.loads(raw)
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error
    if not isinstance(fields, dict):
        raise ValueError("it is no JSON object")  # noqa: TRY004 - the text is at fault
    return fields


def _record(identifier: Identifier, fields: dict[str, Any]) -> Record:
    versions = _versions(fields)
    first = next((one for one in versions if one.number == 1), None)
    current = versions[-1] if versions else None
    categories = (_text(fields, "categories") or "").split()
    return Record(
        source=NAME,
        identifier=identifier,
        title=_text(fields, "title"),
        authors=tuple(_authors(fields)),
        published=first.created if first else None,
        updated=current.created if current else None,
        version=current.number if current else None,
        abstract=_text(fields, "abstract"),
        primary_category=categories[0] if categories else None,
        categories=tuple(categories),
        doi=article_doi(_text(fields, "doi")),
        journal_ref=_text(fields, "journal-ref"),
        comment=_text(fields, "comments"),
    )


def _text(fields: dict[str, Any], name: str) -> str | None:
    value = fields.get(name)
    if value is not None and not isinstance(value, str):
        raise ValueError(f"{name!r} is no text")
    return squeeze(value)


def _items(fields: dict[str, Any], name: str) -> list[Any]:
    value = fields.get(name)
    if value is None:
        return []
    if not isinstance(value, list):
        raise ValueError(f"{name!r} is no list")  # noqa: TRY004 - the text is at fault
    return value


def _versions(fields: dict[str, Any]) -> list[Version]:
    items = _items(fields, "versions")
    if not all(isinstance(item, dict) for item in items):
        raise ValueError("an entry of 'versions' is no object")
    return [Version(_number(item), _created(item)) for item in items]


def _number(version: dict[str, Any]) -> int | None:
    text = _text(version, "version")
    if text is None:
        return None
    if not re.fullmatch(r"v[1-9]\d{0,3}", text, re.ASCII):
        raise ValueError(f"{text!r} is no version")
    return int(text[1:])


def _created(version: dict[str, Any]) -> PartialDate | None:
    """Read a date as arXiv writes it (RFC 5322), or a partial one (ISO 8601)."""
    text = _text(version, "created")
    if text is None:
        return None
    try:
        if re.match(r"\d{4}(?:-|\Z)", text, re.ASCII):
            return PartialDate.model_validate(PartialDate.parse(text))
        moment = parsedate_to_datetime(text)
        moment = moment.astimezone(UTC) if moment.tzinfo else moment
    except (ValueError, OverflowError) as error:
        raise ValueError(f"{text!r} is no date") from error
    return PartialDate(year=moment.year, month=moment.month, day=moment.day)


def _authors(fields: dict[str, Any]) -> Iterator[Name]:
    parsed = _items(fields, "authors_parsed")
    if parsed:
        people = [names.from_parts(*_parts(person)) for person in parsed]
    else:
        people = [names.from_display(part) for part in _split(_text(fields, "authors") or "")]
    yield from (name for name in people if name)


def _parts(person: object) -> list[str]:
    """Family, given, suffix; affiliations follow and are left out."""
    if not isinstance(person, list) or not person:
        raise ValueError("an entry of 'authors_parsed' is no list of names")
    parts = ["" if part is None else part for part in person[:3]]
    if not all(isinstance(part, str) for part in parts):
        raise ValueError("an entry of 'authors_parsed' is no list of names")
    return parts


def _split(authors: str) -> list[str]:
    """Split ``A (Place), B.Name and C``; what stands in brackets are affiliations."""
    for _ in range(_DEEPEST_BRACKETS):  # the innermost go first
        authors = _BRACKETS.sub("", authors)
    spaced = _TIGHT_INITIAL.sub(". ", authors)
    return [part.strip() for part in _AUTHOR_BREAK.split(spaced) if part.strip()]


def _one_line(error: ValueError) -> str:
    return str(error).splitlines()[0] if str(error) else type(error).__name__
