"""An entry became part of another one: what a person wrote in it goes there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from paperbib.edits import fields
from paperbib.edits.blocks import Block
from paperbib.edits.notices import Edit, Notice
from paperbib.edits.scanning import read
from paperbib.edits.values import said

_COMMENT = re.compile(r"%[^\r\n]*+")
_REST_OF_LINE = re.compile(r"[ \t]*+(?:[\r\n]|\Z)")
_TYPE = "@"


class Joined(NamedTuple):
    """The entry that stands, with the edits of the other one.

    Attributes:
        text: The entry.
        notices: What is to be told of it.
        names: The fields that are the other one's now; ``@`` is the type.
    """

    text: str
    notices: list[Notice]
    names: set[str]


def edited(base: Block | None, theirs: Block | None) -> set[str]:
    """The fields that a person added to an entry or changed in it; ``@`` is the type."""
    if base is None or theirs is None:
        return set()
    old = base.field_by_name
    names = {
        name
        for name, field in theirs.field_by_name.items()
        if name not in old or said(old[name].value) != said(field.value)
    }
    return names | ({_TYPE} if theirs.type.lower() != base.type.lower() else set())


def joined(base: Block, theirs: Block, entry: Block, *, own: set[str], old: set[str]) -> Joined:
    """Carry the edits of an entry that is gone over to the one that it is part of now.

    Its deletions are carried over where the field is new to the other one. What was edited
    in both, and differently, stays as it is in the one that stands.

    Args:
        base: The entry that is gone, as it was last rendered.
        theirs: The same as the person has it.
        entry: The one that stands, merged.
        own: The fields that the person edited in that one, as `edited` says.
        old: The fields that the person has in that one.
    """
    values = {name: (one.name, one.value) for name, one in entry.field_by_name.items()}
    notices: list[Notice] = []
    names: set[str] = set()
    before = ""
    was, has = base.field_by_name, theirs.field_by_name
    changed = edited(base, theirs)
    for name, field in has.items():
        if name in changed:
            first = was[name].value if name in was else None
            there = values[name][1] if name in values else None
            told = _told(first, field.value, there, is_own=name in own)
            if told not in (None, Edit.EDITS_DIFFER):
                values = _with(values, name, (field.name, field.value), before)
                names.add(name)
            if told:
                note = Notice(told, entry.key, field.name, first, field.value, there)
                notices.append(_to(note, theirs.key))
        before = name if name in values else before
    for name in was.keys() - has.keys() - old:
        if name in values and said(values[name][1]) == said(was[name].value):
            del values[name]
    type_, heads = _type(base, theirs, entry, is_own=_TYPE in own)
    names |= {_TYPE} if type_ != entry.type else set()
    text = _put(entry, type_, values.values())
    text = _with_remarks(text, list(_remarks(theirs)) if not base.has_comment else [])
    return Joined(text, [*heads, *notices], names)


def _told(first: str | None, theirs: str, there: str | None, *, is_own: bool) -> Edit | None:
    """What becomes of a field that was edited; None where it says the same already."""
    if there is None:
        return Edit.FIELD_CHANGED if first is not None else Edit.FIELD_ADDED
    if said(there) == said(theirs):
        return None
    if is_own:
        return Edit.EDITS_DIFFER
    is_same = first is not None and said(there) == said(first)
    return Edit.FIELD_CHANGED if is_same else Edit.CONFLICT


def _to(notice: Notice, key: str) -> Notice:
    """Of two edits, that of the entry that is gone is told with its key."""
    if notice.edit is not Edit.EDITS_DIFFER:
        return notice
    return notice._replace(base=key, theirs=notice.ours, ours=notice.theirs)


def _type(base: Block, theirs: Block, entry: Block, *, is_own: bool) -> tuple[str, list[Notice]]:
    """The type of the entry that stands."""
    was, has, there = (one.type.lower() for one in (base, theirs, entry))
    if has in (was, there):
        return entry.type, []
    if is_own:
        note = Notice(Edit.EDITS_DIFFER, entry.key, _TYPE, theirs.key, entry.type, theirs.type)
        return entry.type, [note]
    edit = Edit.TYPE_CHANGED if there == was else Edit.CONFLICT
    return theirs.type, [Notice(edit, entry.key, _TYPE, base.type, theirs.type, entry.type)]


def _with(
    values: dict[str, tuple[str, str]], name: str, value: tuple[str, str], before: str
) -> dict[str, tuple[str, str]]:
    """With a field in its place, a new one behind the one it stood behind."""
    if name in values:
        return values | {name: (values[name][0], value[1])}
    items = list(values.items())
    place = next((number + 1 for number, one in enumerate(items) if one[0] == before), 0)
    return dict([*items[:place], (name, value), *items[place:]])


def _put(entry: Block, type_: str, values: Iterable[tuple[str, str]]) -> str:
    """The entry with these fields, in its layout."""
    line_end = "\r\n" if "\r\n" in entry.text else "\n"
    lines = [f"  {name} = {value}," for name, value in values]
    wanted = line_end.join([f"@{type_}{{{entry.key},", *lines, "}"])
    return fields.merged(entry, entry, read(wanted).blocks[0])[0]


def _remarks(block: Block) -> Iterator[str]:
    """The comments between the parts of an entry."""
    ends = [block.type_start, *(one.value_end for one in block.fields)]
    starts = [*(one.value_start for one in block.fields), len(block.text)]
    for start, end in zip(ends, starts, strict=True):
        yield from _COMMENT.findall(block.text, start, end)


def _with_remarks(text: str, remarks: list[str]) -> str:
    """An entry with comments behind its key, each on a line."""
    if not remarks:
        return text
    line_end = "\r\n" if "\r\n" in text else "\n"
    entry = read(text).blocks[0]
    place = entry.comma + 1 if entry.comma >= 0 else entry.key_start + len(entry.key)
    lines = "".join(f"{line_end}  {one.rstrip()}" for one in remarks)
    rest = text[place:]
    return text[:place] + lines + ("" if _REST_OF_LINE.match(rest) else line_end) + rest
