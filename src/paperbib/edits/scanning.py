"""A BibTeX file is read: what it says, and every character of it.

Source: ``bibtex.web``, part 10, "Reading the database file". Two things are taken as biber
takes them, for people write them and BibTeX would lose an entry over them: a ``%`` starts a
comment that runs to the end of its line, and ``@comment`` goes on to its closing brace.
Each character is looked at a fixed number of times.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from paperbib.edits.blocks import Block, FaultError, Field, Kind, lines

_NAME = r"(?![0-9])[^\x00-\x20\x7f\s\"#%'(),={}@]+"
_COMMENT_OR_AT = re.compile(r"%[^\r\n]*|@")
_WORD = re.compile(_NAME)
_COMMAND = re.compile(rf"@(?P<gap>[ \t\r\n\f\v]*+)(?P<type>{_NAME})")
_BEFORE_BODY = re.compile(r"[ \t\r\n\f\v]*+(?=[{(])")
_BEFORE_BODY_IN_LINE = re.compile(r"[ \t]*+(?=[{(])")
_GAP = re.compile(r"(?:[ \t\r\n\f\v]++|%[^\r\n]*+)*+")
_KEY_BY_OPENER = {
    "{": re.compile(r"[^, \t\r\n\f\v}]*+"),
    "(": re.compile(r"[^, \t\r\n\f\v]*+"),
}
_CLOSER_BY_OPENER = {"{": "}", "(": ")"}
_NOT_IN_KEY = re.compile(r'[{="]')
_SHALLOW = re.compile(r"\{[^{}]*+(?:\{[^{}]*+\}[^{}]*+)*+\}")
_BRACE = re.compile(r"[{}]")
_BRACE_OR_QUOTE = re.compile(r'[{}"]')
_NUMBER = re.compile(r"[0-9]++")


class Reading(NamedTuple):
    """A file as it was read.

    Attributes:
        blocks: Their texts, joined, are the file, whatever it holds.
        fault: Why reading ended before the end, if it did; the last block is the rest then.
    """

    blocks: tuple[Block, ...]
    fault: FaultError | None


def read(text: str) -> Reading:
    """Read a BibTeX file up to the first fault."""
    scanner = _Scanner(text)
    fault = None
    try:
        scanner.scan()
    except FaultError as found:
        fault = found
    scanner.leave_text(len(text))
    return Reading(tuple(scanner.blocks), fault)


class _Scanner:
    """Where reading is, and what was read.

    Args:
        text: The file.
    """

    def __init__(self, text: str) -> None:
        self.blocks: list[Block] = []
        self._text = text
        self._done = 0  # where the text since the last block starts
        self._line = 1
        self._has_comment = False

    def scan(self) -> None:
        """Read blocks as long as there are any.

        Raises:
            FaultError: What begins like a block is none.
        """
        # A byte order mark is no text before an entry.
        position = looked = 1 if self._text.startswith("\ufeff") else 0
        is_clean = True
        while mark := _COMMENT_OR_AT.search(self._text, position):
            if mark[0] != "@":
                position = mark.end()
                continue
            before = self._text[looked : mark.start()].rstrip(" \t")
            is_first = before[-1] in "\r\n" if before else is_clean
            end = self._block(mark.start(), is_first=is_first)
            is_clean = end is not None
            position = looked = mark.end() if end is None else end

    def leave_text(self, end: int) -> None:
        """Make what stands between the last block and here a block of its own."""
        if end > self._done:
            self._keep(Block(Kind.TEXT, self._text[self._done : end], self._line))

    def _keep(self, block: Block) -> None:
        self.blocks.append(block)
        self._done += len(block.text)
        self._line += lines(block.text)

    def _block(self, start: int, *, is_first: bool) -> int | None:
        """Read the block that starts with this at sign; None if it is only a character.

        First in its line it is meant to begin something; in a line it may be part of an
        address, unless a body follows.
        """
        command = _COMMAND.match(self._text, start)
        if command is None or (command["gap"] and not is_first):
            if is_first:
                raise self._fault(start, "expected a type of entry behind @")
            return None
        kind = {
            "comment": Kind.COMMENT,
            "string": Kind.STRING,
            "preamble": Kind.PREAMBLE,
        }.get(command["type"].lower(), Kind.ENTRY)
        before_body = _BEFORE_BODY if is_first else _BEFORE_BODY_IN_LINE
        body = before_body.match(self._text, command.end())
        if body is None or (kind is Kind.COMMENT and self._text[body.end()] != "{"):
            if kind is not Kind.COMMENT and is_first:
                raise self._fault(command.end(), f"expected {{ or ( behind @{command['type']}")
            return None
        block, end = self._read(kind, start, body.end(), command)
        self.leave_text(start)
        self._keep(block)
        return end

    def _read(self, kind: Kind, start: int, body: int, command: re.Match[str]) -> tuple[Block, int]:
        """The block, not yet with its line, and where it ends."""
        self._has_comment = False
        closer = _CLOSER_BY_OPENER[self._text[body]]
        position, key, key_start, comma = body + 1, "", 0, -1
        fields: tuple[Field, ...] = ()
        if kind is Kind.COMMENT:
            end = self._braces(body)
        elif kind is Kind.PREAMBLE:
            end = self._close(self._value(self._gap(position), "@preamble"), closer, "@preamble")
        else:
            if kind is Kind.ENTRY:
                key_start = self._gap(position)
                key, position = self._key(key_start, body)
                place = f"the key {key!r}"
                position = self._gap(position)
                comma, position = self._comma(position, closer, place)
            what = f"@{command['type']}" + (f" {key!r}" if key else "")
            fields, end = self._fields(start, position, closer, what)
        block = Block(
            kind,
            self._text[start:end],
            self._line + lines(self._text[self._done : start]),
            command["type"],
            command.start("type") - start,
            key,
            key_start - start,
            comma - start if comma >= 0 else -1,
            fields,
            self._has_comment,
        )
        return block, end

    def _key(self, position: int, body: int) -> tuple[str, int]:
        found = _KEY_BY_OPENER[self._text[body]].match(self._text, position)
        key = found[0] if found else ""
        if wrong := _NOT_IN_KEY.search(key):
            raise self._fault(
                position + wrong.start(), f"a citation key cannot hold {wrong[0]!r}: is it missing?"
            )
        return key, position + len(key)

    def _fields(
        self, start: int, position: int, closer: str, what: str
    ) -> tuple[tuple[Field, ...], int]:
        """All fields up to the closing delimiter, and the end of the block."""
        fields: list[Field] = []
        while True:
            position = self._gap(position)
            if self._text.startswith(closer, position):
                return tuple(fields), position + 1
            name = _WORD.match(self._text, position)
            if name is None:
                raise self._missing(position, f"a field name or {closer}", what)
            equals = self._gap(name.end())
            if not self._text.startswith("=", equals):
                raise self._missing(equals, "=", f"the field {name[0]!r} of {what}")
            place = f"the field {name[0]!r} of {what}"
            value = self._gap(equals + 1)
            end = self._value(value, place)
            comma, position = self._comma(self._gap(end), closer, place)
            fields.append(
                Field(
                    name[0],
                    name.start() - start,
                    value - start,
                    end - start,
                    comma - start if comma >= 0 else -1,
                    self._text[value:end],
                )
            )

    def _comma(self, position: int, closer: str, what: str) -> tuple[int, int]:
        """Where the comma is, or -1, and where to read on."""
        if self._text.startswith(",", position):
            return position, position + 1
        if self._text.startswith(closer, position):
            return -1, position
        raise self._missing(position, f"a comma or {closer}", what)

    def _close(self, position: int, closer: str, what: str) -> int:
        position = self._gap(position)
        if not self._text.startswith(closer, position):
            raise self._missing(position, closer, what)
        return position + 1

    def _value(self, position: int, what: str) -> int:
        """Where a value ends: strings, numbers and macros with ``#`` between them."""
        while True:
            end = self._token(position, what)
            after = self._gap(end)
            if not self._text.startswith("#", after):
                return end
            position = self._gap(after + 1)

    def _token(self, position: int, what: str) -> int:
        first = self._text[position : position + 1]
        if first == "{":
            return self._braces(position)
        if first == '"':
            return self._quotes(position)
        token = _NUMBER.match(self._text, position) or _WORD.match(self._text, position)
        if token is None:
            raise self._missing(position, "a value", what)
        return token.end()

    def _braces(self, position: int) -> int:
        r"""Where the brace that opens here is closed; BibTeX counts ``\{`` too."""
        if shallow := _SHALLOW.match(self._text, position):
            return shallow.end()
        depth = 0
        for brace in _BRACE.finditer(self._text, position):
            depth += 1 if brace[0] == "{" else -1
            if not depth:
                return brace.end()
        raise self._fault(position, "this brace is never closed")

    def _quotes(self, position: int) -> int:
        depth = 0
        for mark in _BRACE_OR_QUOTE.finditer(self._text, position + 1):
            if mark[0] == '"':
                if not depth:
                    return mark.end()
            else:
                depth += 1 if mark[0] == "{" else -1
            if depth < 0:
                raise self._fault(mark.start(), "this brace was never opened")
        raise self._fault(position, "this quotation mark is never closed")

    def _gap(self, position: int) -> int:
        found = _GAP.match(self._text, position)
        end = found.end() if found else position
        if end > position and not self._has_comment:
            self._has_comment = self._text.find("%", position, end) >= 0
        return end

    def _missing(self, position: int, expected: str, what: str) -> FaultError:
        found = self._text[position : position + 1]
        seen = f"not {found!r}" if found else "but the file ends"
        return self._fault(position, f"expected {expected} in {what}, {seen}")

    def _fault(self, position: int, what: str) -> FaultError:
        return FaultError.at(self._text, position, what)
