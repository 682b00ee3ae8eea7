"""From tables of the configuration to overrides; what cannot be meant is an error."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from paperbib.errors import did_you_mean
from paperbib.identifiers.identifier import Identifier
from paperbib.model import PartialDate, Record
from paperbib.overrides import values
from paperbib.overrides.identifying import identify, why_not
from paperbib.overrides.sheet import Sheet, WrongValueError, shown
from paperbib.overrides.values import ToName
from paperbib.toml_places import Place

SOURCE = "override"
"""What the records of overrides are called; it outranks every source."""

_PLAIN: Mapping[str, tuple[str, Callable[[object], object]]] = {
    "title": ("title", values.line),
    "doi": ("doi", values.article_doi),
    "journal": ("container_title", values.line),
    "booktitle": ("container_title", values.line),
    "volume": ("volume", values.number),
    "issue": ("issue", values.number),
    "number": ("issue", values.number),
    "pages": ("pages", values.number),
    "publisher": ("publisher", values.line),
    "kind": ("kind", values.kind),
    "abstract": ("abstract", values.passage),
    "note": ("note", values.line),
    "category": ("primary_category", values.category),
    "comment": ("comment", values.line),
    "journal_ref": ("journal_ref", values.line),
    "tags": ("tags", values.tags),
    "date": ("published", values.whole_date),
}
"""The fields that are one of a `Record`, and how they are read."""
FIELDS = (*_PLAIN, "authors", "year", "month", "key", "ignore")
"""Everything that a table may say."""
_TYPE_BY_CONTAINER = {"journal": "article-journal", "booktitle": "paper-conference"}
"""What it is that appeared in one: whoever says where has said what."""
_TWICE = (("journal", "booktitle"), ("issue", "number"), ("date", "year"), ("date", "month"))
_HINT_BY_FIELD = {
    "url": "the address is that of the identifier; another can stand in note",
    "author": "did you mean 'authors'?",
    "container_title": "did you mean 'journal' or 'booktitle'?",
}


@dataclass(frozen=True, slots=True)
class Override:
    """What a person says of one reference.

    Attributes:
        identifier: What they call it.
        written: How they write that.
        record: The facts; None where there are none.
        key: The citation key they want; None where they do not say.
        is_ignored: Whether it is left out.
        file: Where they say so; "" where that has no place.
        place: Line and column of the table.
    """

    identifier: Identifier
    written: str
    record: Record | None
    key: str | None
    is_ignored: bool
    file: str
    place: Place


class _Table(NamedTuple):
    """One table: how its identifier is written, what it says, and where it stands."""

    written: str
    said: Mapping[str, object]
    sheet: Sheet

    def get(self, field: str, reader: Callable[[object], Any]) -> Any:  # noqa: ANN401 - as the reader
        """What a field says; None where it says nothing."""
        if field not in self.said:
            return None
        try:
            return reader(self.said[field])
        except WrongValueError as error:
            path = (self.written, field, *error.within)
            wrong: Any = self.said[field]
            for step in error.within if not error.what else ():
                wrong = wrong[step]
            what = error.what or f"{field!r} has the wrong value {shown(wrong)}"
            hint = error.should if error.what else f"it should be {error.should}"
            raise self.sheet.error(path, what, hint) from error


def read(
    tables: Mapping[str, object],
    sheet: Sheet,
    *,
    to_name: ToName,
    is_key: Callable[[str], bool],
) -> tuple[Override, ...]:
    """Read the tables of a configuration, in its order.

    Args:
        tables: What TOML gives for ``override``.
        sheet: Where they stand.
        to_name: Splits a name in reading order.
        is_key: Tells what can be a citation key.

    Raises:
        PaperbibError: With the place, of what cannot be meant.
    """
    found: dict[Identifier, Override] = {}
    written_by_key: dict[str, str] = {}
    for written, said in tables.items():
        override = _override(written, said, sheet, to_name, is_key)
        if (twin := found.get(override.identifier)) is not None:
            line = f" (line {twin.place.line})" if twin.place.line else ""
            what = f"{written!r} and {twin.written!r}{line} are one reference"
            raise sheet.error((written,), what, "make one table of the two")
        found[override.identifier] = override
        folded = (override.key or "").casefold()
        if folded and (other := written_by_key.setdefault(folded, written)) != written:
            what = f"{override.key!r} is the key of {other!r}, too"
            raise sheet.error((written, "key"), what, "each reference has a key of its own")
    return tuple(found.values())


def _override(
    written: str, said: object, sheet: Sheet, to_name: ToName, is_key: Callable[[str], bool]
) -> Override:
    if not isinstance(said, dict):
        what = f"the override of {written!r} is {shown(said)}, and no table"
        raise sheet.error((written,), what, f'write it as [override."{written}"]')
    identifier = identify(written)
    if identifier is None:
        raise sheet.error((written,), *why_not(written))
    table = _Table(written, said, sheet)
    _check_fields(table)

    def key(value: object) -> str:
        if isinstance(value, str) and is_key(value):
            return value
        raise WrongValueError("letters, digits and . : _ + / -, a letter or digit first")

    return Override(
        identifier=identifier,
        written=written,
        record=_record(identifier, table, to_name),
        key=table.get("key", key),
        is_ignored=bool(table.get("ignore", values.flag)),
        file=sheet.file,
        place=sheet.place(written),
    )


def _check_fields(table: _Table) -> None:
    for field in table.said:
        if field not in FIELDS:
            otherwise = f"there are {', '.join(sorted(FIELDS))}"
            hint = _HINT_BY_FIELD.get(field) or did_you_mean(field, FIELDS, otherwise=otherwise)
            raise table.sheet.error((table.written, field), f"unknown field {field!r}", hint)
    for first, second in _TWICE:
        if first in table.said and second in table.said:
            what = f"{first!r} and {second!r} say the same of one reference"
            raise table.sheet.error((table.written, second), what, "leave one of them out")


def _record(identifier: Identifier, table: _Table, to_name: ToName) -> Record | None:
    facts = {
        name: value
        for field, (name, reader) in _PLAIN.items()
        if (value := table.get(field, reader)) is not None
    }
    if authors := table.get("authors", lambda value: values.authors(value, to_name)):
        facts["authors"] = authors
    if published := _year_month(table):
        facts["published"] = published
    for field, kind in _TYPE_BY_CONTAINER.items():
        if field in table.said:
            facts.setdefault("kind", kind)
    return Record(source=SOURCE, identifier=identifier, **facts) if facts else None


def _year_month(table: _Table) -> PartialDate | None:
    year, month = table.get("year", values.year), table.get("month", values.month)
    if month and not year:
        what = "'month' needs a year"
        raise table.sheet.error((table.written, "month"), what, "write year, or a whole date")
    return PartialDate(year=year, month=month) if year else None
