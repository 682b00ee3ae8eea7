"""What a BibTeX file is made of: blocks, the fields of entries, and where each is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

_LINE_END = re.compile(r"\r\n?|\n")


class Kind(StrEnum):
    """What a block is. Source: "BibTeXing" (btxdoc), section 2.2; text is all that is none."""

    ENTRY = "entry"
    STRING = "string"
    PREAMBLE = "preamble"
    COMMENT = "comment"
    TEXT = "text"


class Field(NamedTuple):
    """One field; all places are offsets in the text of its block.

    Attributes:
        name: As written.
        start: Where the name starts.
        value_start: Where the value starts, its delimiter included.
        value_end: Where it ends.
        comma: Where the comma behind it is; -1 where there is none.
        value: As written: with delimiters and ``#``.
    """

    name: str
    start: int
    value_start: int
    value_end: int
    comma: int
    value: str


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of a file; the texts of all blocks are the file.

    Attributes:
        kind: What it is.
        text: Every character of it.
        line: The number of its first line, from 1.
        type: The entry type as written: ``misc``; "" for texts.
        type_start: Where that starts in the text.
        key: The citation key; "" where there is none.
        key_start: Where it starts in the text.
        comma: Where the comma behind the key is; -1 where there is none.
        fields: In their order; those of ``@string`` are its macros.
        has_comment: Whether a ``%`` comment stands between its parts.
    """

    kind: Kind
    text: str
    line: int
    type: str = ""
    type_start: int = 0
    key: str = ""
    key_start: int = 0
    comma: int = -1
    fields: tuple[Field, ...] = ()
    has_comment: bool = False

    @property
    def field_by_name(self) -> dict[str, Field]:
        """The fields by their names in lower case; of two, BibTeX takes the first."""
        found: dict[str, Field] = {}
        for field in self.fields:
            found.setdefault(field.name.lower(), field)
        return found


class FaultError(ValueError):
    """A text is no BibTeX.

    Args:
        what: What is wrong, in one line.
        line: Where, from 1.
        column: In characters, from 1.
    """

    def __init__(self, what: str, line: int, column: int) -> None:
        super().__init__(f"{line}:{column}: {what}")
        self.what = what
        self.line = line
        self.column = column

    @classmethod
    def at(cls, text: str, offset: int, what: str) -> FaultError:
        r"""A fault at an offset of a text.

        >>> FaultError.at("a\r\nbc", 4, "wrong").args[0]
        '2:2: wrong'
        """
        line, start = 1, 0
        for end in _LINE_END.finditer(text, 0, offset):
            line, start = line + 1, end.end()
        return cls(what, line, offset - start + 1)


def lines(text: str) -> int:
    r"""How many line ends a text has.

    >>> lines("a\r\nb\rc\n")
    3
    """
    number = text.count("\n")
    return number + text.count("\r") - text.count("\r\n") if "\r" in text else number
