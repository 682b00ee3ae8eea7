"""arXiv's bulk metadata file, or any file in its schema: JSON Lines of 14 fields.

The schema is that of ``arxiv-metadata-oai-snapshot.json``, which arXiv
publishes weekly. The file has gigabytes, so it is read line by line, and only
the lines asked for are parsed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from paperbib.errors import PaperbibError
from paperbib.identifiers import arxiv_id
from paperbib.identifiers.identifier import Identifier
from paperbib.model import Answer, Found, Missing, Name, PartialDate, Record
from paperbib.sources import names, withdrawn
from paperbib.sources.fields import article_doi, date_of, squeeze
from paperbib.sources.http import Http

NAME = "snapshot"
LINE_LIMIT_BYTES = 16 * 1024 * 1024
"""No record is longer; a longer line is no JSON Lines file."""

_COMPRESSED = (b"\x1f\x8b", b"PK\x03\x04", b"BZh", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd")
"""How files of gzip, ZIP, bzip2, xz and Zstandard begin."""

_CANONICAL_ID = re.compile(rb"\d{4}\.\d{4,5}|[a-z-]+/\d{7}")
_VERSION = re.compile(r"v([1-9]\d{0,3})", re.ASCII)
_LEADING_ID = re.compile(rb'(?:\xef\xbb\xbf)?\s*\{\s*"id"\s*:\s*"((?:[^"\\]|\\/)*)"')


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
            PaperbibError: When the file cannot be read, is compressed, or has a
                line that is no record.
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
        return to_record(identifier, raw)

    def _lines(self) -> Iterator[tuple[int, bytes]]:
        try:
            with self._path.open("rb") as file:
                for number, line in enumerate(
                    iter(lambda: file.readline(LINE_LIMIT_BYTES), b""), 1
                ):
                    if number == 1 and line.startswith(_COMPRESSED):
                        raise PaperbibError(
                            f"{self._path}: is compressed, and is read line by line",
                            hint=f"Unpack it, or index it: paperbib index build {self._path}",
                        )
                    yield number, line
        except OSError as error:
            what = f"{self._path}: cannot be read: {error.strerror or error}"
            raise PaperbibError(what, hint="See `snapshot` in the configuration.") from error


def to_record(identifier: Identifier, raw: str | bytes) -> Record:
    """Read one line of the bulk file: the record that the query API would give.

    Args:
        identifier: The paper that the line is about.
        raw: One JSON object; bytes are UTF-8. A field in it that is not of the bulk
            schema counts as not given, but for ``title``.

    Raises:
        ValueError: When ``raw`` is no JSON object, or its title is no text.
    """
    return _record(identifier, _parse(raw if isinstance(raw, str) else raw.decode("utf-8-sig")))


def _take(line: bytes, identifier_by_id: dict[bytes, Identifier]) -> Found | None:
    """Read the line if it is about one of the papers, and strike that one off."""
    if len(line) >= LINE_LIMIT_BYTES:
        raise ValueError(f"the line is longer than {LINE_LIMIT_BYTES // 2**20} MiB")
    leading = _LEADING_ID.match(line)
    if leading:
        # The quick way past the millions of lines nobody asked for.
        value = leading[1].replace(b"\\/", b"/")
        if value not in identifier_by_id and _CANONICAL_ID.fullmatch(value):
            return None
    elif not line.strip():
        return None
    raw = line.decode("utf-8-sig").strip()
    fields = _parse(raw)
    cited = arxiv_id.parse(str(fields.get("id")))
    if cited is None or cited.version is not None:  # a record is about all versions
        return None
    identifier = identifier_by_id.pop(cited.identifier.value.encode(), None)
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
    title = fields.get("title")
    if title is not None and not isinstance(title, str):
        raise ValueError("'title' is no text")
    versions = _versions(fields)
    first = next((one for one in versions if one.number == 1), None)
    current = _current(versions)
    categories = (_text(fields, "categories") or "").split()
    abstract, comment = _text(fields, "abstract"), _text(fields, "comments")
    return Record(
        source=NAME,
        identifier=identifier,
        title=squeeze(title),
        authors=tuple(_authors(fields)),
        published=first.created if first else None,
        updated=current.created if current else None,
        version=current.number if current else None,
        abstract=abstract,
        primary_category=categories[0] if categories else None,
        categories=tuple(categories),
        doi=article_doi(_text(fields, "doi")),
        journal_ref=_text(fields, "journal-ref"),
        comment=comment,
        is_withdrawn=withdrawn.says_so(comment, abstract),
    )


def _text(fields: dict[str, Any], name: str) -> str | None:
    """The field; None too where it is no text."""
    value = fields.get(name)
    return squeeze(value) if isinstance(value, str) else None


def _items(fields: dict[str, Any], name: str) -> list[Any]:
    """The field; empty too where it is no list."""
    value = fields.get(name)
    return value if isinstance(value, list) else []


def _versions(fields: dict[str, Any]) -> list[Version]:
    items = (item if isinstance(item, dict) else {} for item in _items(fields, "versions"))
    return [Version(_number(item), _created(item)) for item in items]


def _current(versions: list[Version]) -> Version | None:
    """That of the highest number; the last, where its number is not known."""
    if not versions or versions[-1].number is None:
        return versions[-1] if versions else None
    return max(versions, key=lambda version: version.number or 0)


def _number(version: dict[str, Any]) -> int | None:
    match = _VERSION.fullmatch(_text(version, "version") or "")
    return int(match[1]) if match else None


def _created(version: dict[str, Any]) -> PartialDate | None:
    text = _text(version, "created")
    try:
        return None if text is None else date_of(text)
    except ValueError:
        return None


def _authors(fields: dict[str, Any]) -> Iterator[Name]:
    """Those listed; where the list is odd, those of the text."""
    parsed = [_parts(person) for person in _items(fields, "authors_parsed")]
    people = [parts for parts in parsed if parts]
    if people and (len(people) == len(parsed) or not _text(fields, "authors")):
        return (name for parts in people if (name := names.from_parts(*parts)))
    return names.from_list(_text(fields, "authors") or "")


def _parts(person: object) -> list[str] | None:
    """Family, given, suffix; affiliations follow and are left out. None for what is no name."""
    if not isinstance(person, list) or not person:
        return None
    parts = ["" if part is None else part for part in person[:3]]
    return parts if all(isinstance(part, str) for part in parts) else None


def _one_line(error: ValueError) -> str:
    return str(error).splitlines()[0] if str(error) else type(error).__name__
