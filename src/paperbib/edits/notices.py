"""What a merge has to tell: what was kept of a person, and where they have to decide."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple


class Edit(StrEnum):
    """What a person did, or what came of it."""

    FIELD_CHANGED = "field changed"
    FIELD_ADDED = "field added"
    FIELD_DELETED = "field deleted"
    FIELDS_REORDERED = "fields reordered"
    TYPE_CHANGED = "type changed"
    REMARK_ADDED = "remark added"
    ENTRY_ADDED = "entry added"
    ENTRIES_REORDERED = "entries reordered"
    STRING_ADDED = "string added"
    PREAMBLE_ADDED = "preamble added"
    COMMENT_ADDED = "comment added"
    TEXT_ADDED = "text added"
    CONFLICT = "conflict"
    DELETED_ENTRY_RETURNED = "deleted entry returned"
    KEY_CHANGED = "key changed"
    KEY_TAKEN = "key taken"
    KEY_REPEATED = "key repeated"
    ENTRY_LEFT = "entry left"
    ENTRY_JOINED = "entry joined"
    EDITS_DIFFER = "edits differ"


TO_DECIDE = frozenset(
    {
        Edit.CONFLICT,
        Edit.DELETED_ENTRY_RETURNED,
        Edit.KEY_CHANGED,
        Edit.KEY_TAKEN,
        Edit.KEY_REPEATED,
        Edit.ENTRY_LEFT,
        Edit.ENTRY_JOINED,
        Edit.EDITS_DIFFER,
    }
)
"""What a person should know one by one; all else was kept as they have it."""

_WORDS = {
    Edit.FIELD_CHANGED: ("field changed", "fields changed"),
    Edit.FIELD_ADDED: ("field added", "fields added"),
    Edit.FIELD_DELETED: ("field deleted", "fields deleted"),
    Edit.FIELDS_REORDERED: ("entry with its fields reordered", "entries with fields reordered"),
    Edit.TYPE_CHANGED: ("type changed", "types changed"),
    Edit.REMARK_ADDED: ("entry with remarks", "entries with remarks"),
    Edit.ENTRY_ADDED: ("entry added", "entries added"),
    Edit.ENTRIES_REORDERED: ("order of entries", "orders of entries"),
    Edit.STRING_ADDED: ("@string added", "@string added"),
    Edit.PREAMBLE_ADDED: ("@preamble added", "@preamble added"),
    Edit.COMMENT_ADDED: ("@comment added", "@comment added"),
    Edit.TEXT_ADDED: ("passage of text added", "passages of text added"),
}


class Notice(NamedTuple):
    """One thing that a merge has to tell.

    Attributes:
        edit: What it is.
        key: The entry's key; "" where it is about no entry.
        field: The field's name, or the other key: of a key that was changed, or of the entry
            that this one is part of now.
        base: The value as it was last rendered; None where there was none. Where two entries
            that are one now were edited, the key of the one that is gone.
        theirs: As the person has it.
        ours: As it would be rendered now, or as it was edited in the entry that is gone.
        line: Where in the person's file, from 1; 0 where it is in none.
    """

    edit: Edit
    key: str = ""
    field: str = ""
    base: str | None = None
    theirs: str | None = None
    ours: str | None = None
    line: int = 0


def counted(notices: Iterable[Notice]) -> str:
    """How many edits were kept, by what they are.

    >>> counted([Notice(Edit.FIELD_ADDED, "a", "x"), Notice(Edit.FIELD_ADDED, "b", "x")])
    '2 fields added'
    """
    numbers = Counter(one.edit for one in notices if one.edit not in TO_DECIDE)
    return ", ".join(
        f"{number} {words[number > 1]}"
        for edit, words in _WORDS.items()
        if (number := numbers[edit])
    )
