"""One entry is merged, field by field, in the layout that the person gave it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum, auto
from typing import NamedTuple

from paperbib.edits.blocks import Block, Field, lines
from paperbib.edits.notices import Edit, Notice
from paperbib.edits.values import said, wrapped_as

_COMMENT = re.compile(r"%[^\r\n]*+")
_COMMENT_BEHIND = re.compile(r"[ \t]*+%[^\r\n]*+")
_LINE_END = re.compile(r"\A[ \t]*(?:\r\n?+|\n)")
_LAST_LINE = re.compile(r"(?:\r\n?+|\n)[ \t]*+\Z")

Said = tuple[str, ...] | None


class Splice(NamedTuple):
    """A stretch of an entry, and what stands there instead.

    Attributes:
        is_break: Whether it follows a comment: a line must end there, and only one.
    """

    start: int
    end: int
    text: str
    is_break: bool = False


class _Verdict(Enum):
    TAKE = auto()
    KEEP = auto()
    CONFLICT = auto()


def merged(base: Block | None, theirs: Block, ours: Block) -> tuple[str, list[Notice]]:
    """Merge one entry.

    Args:
        base: As it was last rendered; None where it was not.
        theirs: As the person has it.
        ours: As it would be rendered now, with the person's line ends.

    Returns:
        The entry as text, and what is to be told of it.
    """
    splices, notices = _head(base, theirs, ours)
    new: list[Field] = []
    kept: list[Field] = []
    fields = base.field_by_name if base else {}
    theirs_by_name, ours_by_name = theirs.field_by_name, ours.field_by_name
    for name in dict.fromkeys([*theirs_by_name, *ours_by_name, *fields]):
        was, has, would = fields.get(name), theirs_by_name.get(name), ours_by_name.get(name)
        if was and has and would and was.value == has.value == would.value:
            kept.append(has)
            continue
        verdict = _verdict(_said(was), _said(has), _said(would))
        if verdict is _Verdict.TAKE and has and not would and _has_remark(theirs, has):
            verdict = _Verdict.CONFLICT
        if verdict is _Verdict.TAKE and would and has:
            value = wrapped_as(would.value, has.value)
            splices.append(Splice(has.value_start, has.value_end, value))
        elif verdict is _Verdict.TAKE and would:
            new.append(would)
        elif verdict is _Verdict.TAKE and has:
            splices.append(_cut(theirs, has))
            continue
        notices += _told(verdict, theirs, was, has, would)
        kept += [has] if has else []
    splices += _insertions(theirs, ours, kept, new)
    splices += _last_comma(theirs, splices) if not (kept or new) else []
    notices += _layout(base, theirs)
    return _spliced(theirs.text, splices), notices


def is_untouched(base: Block, theirs: Block) -> bool:
    """Whether an entry says what was rendered and no more, however it is laid out."""
    return (
        theirs.type.lower() == base.type.lower()
        and not theirs.has_comment
        and len(theirs.fields) == len(base.fields)
        and {name: said(one.value) for name, one in theirs.field_by_name.items()}
        == {name: said(one.value) for name, one in base.field_by_name.items()}
    )


def _said(field: Field | None) -> Said:
    return None if field is None else said(field.value)


def _verdict(base: Said, theirs: Said, ours: Said) -> _Verdict:
    if theirs == ours:
        return _Verdict.KEEP
    if theirs == base:
        return _Verdict.TAKE
    return _Verdict.KEEP if ours == base else _Verdict.CONFLICT


def _head(base: Block | None, theirs: Block, ours: Block) -> tuple[list[Splice], list[Notice]]:
    """The type and the key."""
    splices: list[Splice] = []
    notices: list[Notice] = []
    was, has, would = ((one.type.lower(),) if one else None for one in (base, theirs, ours))
    verdict = _verdict(was, has, would)
    if verdict is _Verdict.TAKE:
        end = theirs.type_start + len(theirs.type)
        splices.append(Splice(theirs.type_start, end, ours.type))
    elif has != would:
        edit = Edit.CONFLICT if verdict is _Verdict.CONFLICT else Edit.TYPE_CHANGED
        old = base.type if base else None
        notices.append(Notice(edit, theirs.key, "@", old, theirs.type, ours.type))
    if base and theirs.key == base.key != ours.key:
        end = theirs.key_start + len(theirs.key)
        splices.append(Splice(theirs.key_start, end, ours.key))
    return splices, notices


def _told(
    verdict: _Verdict, entry: Block, was: Field | None, has: Field | None, would: Field | None
) -> Iterator[Notice]:
    """The notice about a field that stays as the person has it, if it is their doing."""
    if verdict is _Verdict.TAKE or _said(has) == _said(would):
        return
    edit = Edit.FIELD_CHANGED if was and has else Edit.FIELD_ADDED if has else Edit.FIELD_DELETED
    field = has or was or would
    old, mine, new = (one.value if one else None for one in (was, has, would))
    yield Notice(
        Edit.CONFLICT if verdict is _Verdict.CONFLICT else edit,
        entry.key,
        field.name if field else "",
        old,
        mine,
        new,
        lines(entry.text[: has.start]) if has else 0,
    )


def _layout(base: Block | None, theirs: Block) -> Iterator[Notice]:
    """What a person did to an entry that changes no value."""
    if theirs.has_comment and not (base and base.has_comment):
        yield Notice(Edit.REMARK_ADDED, theirs.key)
    if base:
        common = base.field_by_name.keys() & theirs.field_by_name.keys()
        orders = [[name for name in one.field_by_name if name in common] for one in (base, theirs)]
        if orders[0] != orders[1]:
            yield Notice(Edit.FIELDS_REORDERED, theirs.key)


def _has_remark(block: Block, field: Field) -> bool:
    """Whether a comment stands between the name of a field and its value."""
    return "%" in block.text[field.start : field.value_start]


def _gap_start(block: Block, field: Field) -> int:
    """Where the comma before a field is."""
    place = block.fields.index(field)
    return block.fields[place - 1].comma if place else block.comma


def _cut(block: Block, field: Field) -> Splice:
    """What goes with a field: the comma before it, or the one behind it under a comment."""
    start = _gap_start(block, field)
    comments = list(_COMMENT.finditer(block.text, start + 1, field.start))
    if not comments:
        return Splice(start, field.value_end, "")
    end = field.comma + 1 if field.comma >= 0 else field.value_end
    return Splice(comments[-1].end(), end, "\r\n" if "\r\n" in block.text else "\n", is_break=True)


def _last_comma(theirs: Block, splices: list[Splice]) -> list[Splice]:
    """A key in round brackets ends with a comma, when the last field goes."""
    is_round = theirs.text.endswith(")") and bool(theirs.fields)
    if not is_round or theirs.fields[-1].comma >= 0 or any(one.is_break for one in splices):
        return []
    return [Splice(theirs.comma, theirs.comma, ",")]


def _insertions(
    theirs: Block, ours: Block, kept: list[Field], new: list[Field]
) -> Iterator[Splice]:
    """Put each new field behind the nearest one that stands before it in our order."""
    names = [one.name.lower() for one in ours.fields]
    by_name = {one.name.lower(): one for one in kept}
    wanted = {one.name.lower() for one in new}
    groups: dict[Field | None, list[Field]] = {}
    anchor: Field | None = None
    for name, field in zip(names, ours.fields, strict=True):
        anchor = by_name.get(name, anchor)
        if name in wanted and name not in by_name:
            groups.setdefault(anchor, []).append(field)
    for before, fields in groups.items():
        yield from _inserted(theirs, ours, before, fields)


def _inserted(
    theirs: Block, ours: Block, before: Field | None, fields: list[Field]
) -> Iterator[Splice]:
    end = before.value_end if before else theirs.key_start + len(theirs.key)
    comma = before.comma if before else theirs.comma
    texts = [_laid_out(theirs, ours, before, field) for field in fields]
    comment = _COMMENT_BEHIND.match(theirs.text, comma + 1 if comma >= 0 else end)
    if comment and not texts[0].startswith(("\n", "\r")):
        texts[0] = ("\r\n" if "\r\n" in ours.text else "\n") + texts[0]
    if comment is None:
        yield Splice(end, end, "".join(f",{text}" for text in texts))
    elif comma >= 0:
        yield Splice(comment.end(), comment.end(), "".join(f"{text}," for text in texts))
    else:
        yield Splice(end, end, ",")
        yield Splice(comment.end(), comment.end(), ",".join(texts))


def _laid_out(theirs: Block, ours: Block, before: Field | None, field: Field) -> str:
    """A field as its neighbour stands: the same indentation, the same equals sign."""
    own = ours.text[field.start : field.value_end]
    neighbour = before or next(iter(theirs.fields), None)
    if neighbour is None:
        return ours.text[_gap_start(ours, field) + 1 : field.start] + own
    lead = theirs.text[_gap_start(theirs, neighbour) + 1 : neighbour.start]
    line = _LAST_LINE.search(lead)
    lead = line[0] if line else "" if "%" in lead else lead
    middle = theirs.text[neighbour.start + len(neighbour.name) : neighbour.value_start]
    column = field.value_start - field.start
    if neighbour.value_start - neighbour.start == column or "%" in middle:
        return lead + own
    middle = middle if len(middle) <= len(" = ") else " = "
    return lead + field.name + middle + field.value


def _spliced(text: str, splices: list[Splice]) -> str:
    pieces: list[str] = []
    position, is_broken = 0, False
    for one in [*sorted(splices, key=lambda one: one[:2]), Splice(len(text), len(text), "")]:
        for piece in (text[position : one.start], "" if one.is_break else one.text):
            if piece:
                pieces.append(_LINE_END.sub("", piece) if is_broken else piece)
                is_broken = False
        if one.is_break and not is_broken:
            pieces.append(one.text)
            is_broken = True
        position = one.end
    return "".join(pieces)
