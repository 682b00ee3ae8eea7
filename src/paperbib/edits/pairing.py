"""Which entry of one file is which of another: by key, else by what it is about."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from paperbib.edits.blocks import Block, Field, Kind
from paperbib.edits.values import said

_ARXIV = re.compile(r"(?i)\A(?:https?://arxiv\.org/abs/|arxiv:)?(.*?)(?:v[0-9]+)?\Z", re.DOTALL)
_DOI = re.compile(r"(?i)\A(?:https?://(?:dx\.)?doi\.org/|doi:)?(.*)\Z", re.DOTALL)
_URL = re.compile(r"(?i)\A(?:https?://)?(?:www\.)?(.*?)/?\Z", re.DOTALL)
_FORM_BY_FIELD = {"eprint": _ARXIV, "doi": _DOI, "url": _URL}


def by_key(blocks: Iterable[Block]) -> dict[str, int]:
    """The number of the first entry of each key."""
    found: dict[str, int] = {}
    for number, block in enumerate(blocks):
        if block.kind is Kind.ENTRY:
            found.setdefault(block.key, number)
    return found


def subjects(entry: Block) -> set[tuple[str, str]]:
    """What an entry is about: its identifiers, each in one form."""
    return set(_subjects(entry))


def is_other(one: Block, another: Block) -> bool:
    """Whether two entries are about different things: no identifier in common, nor the title."""
    first, second = subjects(one), subjects(another)
    titles = [said(field.value) for block in (one, another) if (field := _title(block))]
    return bool(first and second) and not first & second and len(set(titles)) != 1


def same_subject(wanted: Mapping[str, Block], among: Mapping[str, Block]) -> dict[str, str]:
    """Which entries are about the same, by their keys; each stands for one other at most."""
    key_by_subject: dict[tuple[str, str], str] = {}
    for key, entry in among.items():
        for subject in _subjects(entry):
            key_by_subject.setdefault(subject, key)
    found: dict[str, str] = {}
    taken: set[str] = set()
    for key, entry in wanted.items():
        keys = (key_by_subject.get(subject) for subject in _subjects(entry))
        if twin := next((one for one in keys if one is not None and one not in taken), None):
            found[key] = twin
            taken.add(twin)
    return found


def _subjects(entry: Block) -> Iterator[tuple[str, str]]:
    fields = entry.field_by_name
    for name, form in _FORM_BY_FIELD.items():
        if (field := fields.get(name)) and (match := form.match("".join(said(field.value)))):
            value = match[1] if name == "url" else match[1].lower()
            if value:
                yield name, value


def _title(entry: Block) -> Field | None:
    return entry.field_by_name.get("title")
