"""Where a TOML file says what: the place of each key, which TOML readers do not tell.

Source: TOML 1.0.0, "Keys", "String", "Array", "Inline Table", "Table".
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from collections.abc import Generator, Iterator, Mapping
from itertools import count
from typing import NamedTuple

KeyPath = tuple[str | int, ...]
"""The keys that lead to a value, from the outermost; the index for one in an array."""

_BASIC = r'"(?:[^"\\\n]++|\\.)*+"'
_LITERAL = r"'[^'\n]*+'"
_KEY = re.compile(rf"{_BASIC}|{_LITERAL}|[A-Za-z0-9_-]+")
_SCALAR = re.compile(
    r'"""(?:[^"\\]++|\\.|"(?!""))*+"{3,5}'
    r"|'''(?:[^']++|'(?!''))*+'{3,5}"
    rf"|{_BASIC}|{_LITERAL}|[^,\]}}#\n]*",
    re.DOTALL,
)
_BLANKS = re.compile(r"(?:[ \t\r\n]++|#[^\n]*+)*+")
_COMMA = re.compile(r"(?:[ \t\r\n]++|#[^\n]*+)*+,?")
_SPACES = re.compile(r"[ \t]*")
_EQUALS = re.compile(r"[ \t]*=[ \t]*")
_HEADER_END = re.compile(r"[ \t]*\]{1,2}")


class Place(NamedTuple):
    """Line and column of a file, both from 1; columns in characters."""

    line: int
    column: int


def places(text: str) -> dict[KeyPath, Place]:
    r"""Find where each key of a TOML file stands first.

    Args:
        text: What a TOML reader has accepted; of anything else some keys may lack.

    Returns:
        By path; the tables that a dotted key or a header names have their own.

    >>> places('a = 1\n[t."x.y"]\nz = [{b = 2}]')[("t", "x.y", "z", 0, "b")]
    Place(line=3, column=7)
    """
    starts = [0, *(match.end() for match in re.finditer("\n", text))]
    found: dict[KeyPath, Place] = {}
    for path, offset in _Walk(text).statements():
        line = bisect_right(starts, offset)
        found.setdefault(path, Place(line, offset - starts[line - 1] + 1))
    return found


def nearest(found: Mapping[KeyPath, Place], path: KeyPath) -> Place | None:
    """The place of a path, else of the nearest table around it."""
    ends = range(len(path), 0, -1)
    return next((found[path[:end]] for end in ends if path[:end] in found), None)


class _Walk:
    """One walk through a text, from key to key; values are passed over."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def statements(self) -> Iterator[tuple[KeyPath, int]]:
        """Each key with its offset, in the order of the text."""
        table: KeyPath = ()
        while True:
            self._skip(_BLANKS)
            before = self.at
            if self.text.startswith("[", self.at):
                self.at += 2 if self.text.startswith("[[", self.at) else 1
                table = yield from self._key(())
                self._skip(_HEADER_END)
            elif self.at < len(self.text):
                path = yield from self._key(table)
                yield from self._value(path)
            if self.at == before:  # the end, or what no TOML reader accepts
                return

    def _skip(self, pattern: re.Pattern[str]) -> None:
        if match := pattern.match(self.text, self.at):
            self.at = match.end()

    def _key(self, table: KeyPath) -> Generator[tuple[KeyPath, int], None, KeyPath]:
        """Read ``a."b.c".d``, and return its path."""
        path = table
        while True:
            self._skip(_SPACES)
            match = _KEY.match(self.text, self.at)
            if match is None:
                return path
            path = (*path, _name(match[0]))
            yield path, match.start()
            self.at = match.end()
            self._skip(_SPACES)
            if not self.text.startswith(".", self.at):
                return path
            self.at += 1

    def _value(self, path: KeyPath) -> Iterator[tuple[KeyPath, int]]:
        """Pass over a value; an array or an inline table has keys of its own."""
        self._skip(_EQUALS)
        opening = self.text[self.at : self.at + 1]
        if opening not in ("[", "{"):
            self._skip(_SCALAR)
            return
        self.at += 1
        closing = {"[": "]", "{": "}"}[opening]
        for index in count():
            self._skip(_BLANKS)
            before = self.at
            if self.text.startswith(closing, self.at):
                self.at += 1
                return
            if opening == "[":
                inner: KeyPath = (*path, index)
                yield inner, self.at
            else:
                inner = yield from self._key(path)
            yield from self._value(inner)
            self._skip(_COMMA)
            if self.at == before:
                return


def _name(written: str) -> str:
    """A key without its quotes and escapes."""
    if written[0] not in "\"'":
        return written
    try:
        return str(tomllib.loads(f"k = {written}")["k"])
    except tomllib.TOMLDecodeError:
        return written
