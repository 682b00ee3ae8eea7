r"""JSON with places: every value is text, and knows where in the note it stands.

Source: RFC 8259, and the JSON Lines of https://jsonlines.org. As people edit
such files by hand, commas may be missing or too many, and ``//`` comments are
allowed. What cannot be read is not lost: `Document.rest` says where it stands.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from paperbib.extract.data.values import MOST_LEVELS, Array, Comment, Node, Object, Value

_TOKEN = re.compile(
    r"[\s,\ufeff]*(?:"
    r'(?P<string>"[^"\\\r\n]*(?:\\[^\r\n][^"\\\r\n]*)*")'
    r"|(?P<open>[\[{])|(?P<close>[\]}])|(?P<colon>:)"
    r"|(?P<literal>(?:true|false|null|NaN|-?Infinity|[-+]?\d[\w.+-]*)(?![^\s,:\[\]{}]))"
    r"|//(?P<comment>[^\r\n]*)|(?P<end>\Z))"
)
_BLANK = re.compile(r"[\s,\ufeff]*")
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)?")
_ESCAPE = re.compile(r"\\(?:u(?P<code>[0-9A-Fa-f]{4})|(?P<char>.))", re.DOTALL)
_CHARS = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}
_HIGH, _LOW, _END = 0xD800, 0xDC00, 0xE000
_ASTRAL = 0x10000
_KEY, _COLON, _VALUE = range(3)


class Document(NamedTuple):
    """What was read.

    Attributes:
        values: The values on the outermost level, in order.
        rest: Where the parts stand that could not be read: first character, and
            one past the last.
        is_whole: Whether nothing was left open at the end of the text.
    """

    values: list[Node]
    rest: list[tuple[int, int]]
    is_whole: bool


def read(text: str, *, is_lines: bool = False) -> Document:
    """Read a JSON document, or JSON Lines, as far as it goes; never fails.

    Args:
        text: The whole text.
        is_lines: Whether reading goes on with the next line after a fault. It does
            so anyway once a whole value has been read.

    >>> read('{"arxiv": 2005.14160}').values[0].pairs[0][1].text
    '2005.14160'
    >>> document = read('["1706.03762", oh no')
    >>> document.values[0].values[0].text, document.rest
    ('1706.03762', [(15, 20)])
    """
    return _Reader(text, is_lines=is_lines).read()


def decode(raw: str, offset: int) -> Value:
    r"""Undo the escapes of a string that stands, without its quotes, at ``offset``.

    >>> decode(r"caf\u00e9", 1).pieces
    (('caf', 1), ('é', 4))
    """
    if "\\" not in raw:
        return Value(((raw, offset),), raw)
    pieces: list[tuple[str, int]] = []
    position = 0
    while (start := raw.find("\\", position)) >= 0:
        if start > position:
            pieces.append((raw[position:start], offset + position))
        char, end = _unescaped(raw, start)
        pieces.append((char, offset + start))
        position = end
    if position < len(raw):
        pieces.append((raw[position:], offset + position))
    return Value(tuple(pieces), raw)


def _unescaped(raw: str, start: int) -> tuple[str, int]:
    """The character of an escape sequence, and where the sequence ends."""
    match = _ESCAPE.match(raw, start)
    if match is None:
        return "\\", start + 1
    if match["code"] is None:
        return _CHARS.get(match["char"], match["char"]), match.end()
    code = int(match["code"], 16)
    if _HIGH <= code < _LOW:
        low = _ESCAPE.match(raw, match.end())
        if low and low["code"] and _LOW <= int(low["code"], 16) < _END:
            code = _ASTRAL + (code - _HIGH) * 0x400 + int(low["code"], 16) - _LOW
            return chr(code), low.end()
    # Half of a pair is no character, and cannot be written to any file.
    return ("\ufffd" if _HIGH <= code < _END else chr(code)), match.end()


@dataclass(slots=True)
class _Level:
    """A list or an object that is not closed yet."""

    node: Array | Object
    expects: int = _KEY
    key: Value | None = None


class _Reader:
    def __init__(self, text: str, *, is_lines: bool) -> None:
        self.text = text
        self.is_lines = is_lines
        self.values: list[Node] = []
        self.rest: list[tuple[int, int]] = []
        self.levels: list[_Level] = []

    def read(self) -> Document:
        position, text = 0, self.text
        is_whole = True
        while position < len(text):
            match = _TOKEN.match(text, position)
            if match is not None and self._take(match):
                position = match.end()
            else:
                position = self._break(position)
                is_whole = is_whole and position < len(text)
        is_whole = is_whole and not self.levels
        self._close_all()
        return Document(self.values, self.rest, is_whole)

    def _take(self, match: re.Match[str]) -> bool:
        """Put a token where it belongs; False where it belongs nowhere."""
        kind = match.lastgroup
        if kind == "string":
            return self._value(decode(match["string"][1:-1], match.start("string") + 1))
        if kind == "literal":
            raw = match["literal"]
            text = "" if raw == "null" else raw
            return self._value(Value(((text, match.start("literal")),), raw, is_quoted=False))
        if kind == "open":
            return self._open(Object() if match["open"] == "{" else Array())
        level = self.levels[-1] if self.levels else None
        if kind == "close":
            return level is not None and self._close(level, match["close"])
        if kind == "colon":
            is_due = level is not None and level.expects == _COLON
            if level is not None and is_due:
                level.expects = _VALUE
            return is_due
        if kind == "comment":
            self._comment(match)
        return True

    def _open(self, node: Array | Object) -> bool:
        is_read = len(self.levels) < MOST_LEVELS and self._put(node)
        if is_read:
            self.levels.append(_Level(node))
        return is_read

    def _value(self, value: Value) -> bool:
        level = self.levels[-1] if self.levels else None
        if level is not None and level.expects == _KEY and isinstance(level.node, Object):
            level.key, level.expects = value, _COLON
            return True
        return self._put(value)

    def _put(self, node: Node) -> bool:
        """Add a value to the innermost list or object."""
        if not self.levels:
            self.values.append(node)
            return True
        level = self.levels[-1]
        if isinstance(level.node, Array):
            level.node.values.append(node)
            return True
        if level.expects != _VALUE:
            return False
        level.node.pairs.append((level.key, node))
        level.key, level.expects = None, _KEY
        return True

    def _close(self, level: _Level, bracket: str) -> bool:
        is_array = isinstance(level.node, Array)
        if is_array != (bracket == "]") or level.expects != _KEY:
            return False
        self.levels.pop()
        return True

    def _comment(self, match: re.Match[str]) -> None:
        comment = match["comment"]
        value = Value(((comment, match.start("comment")),), comment)
        node = self.levels[-1].node if self.levels else None
        if isinstance(node, Array):
            node.values.append(Comment(value))
        elif isinstance(node, Object):
            node.pairs.append((None, Comment(value)))
        else:
            self.values.append(Comment(value))

    def _break(self, position: int) -> int:
        """Leave out what cannot be read; returns where reading goes on."""
        is_first = len(self.values) <= bool(self.levels)
        self._close_all()
        blank = _BLANK.match(self.text, position)
        start = blank.end() if blank else position
        end = len(self.text)
        if self.is_lines or not is_first:
            line = _LINE.match(self.text, start)
            end = line.end() if line else end
        if self.rest and self.rest[-1][1] == position:
            start = self.rest.pop()[0]
        self.rest.append((start, end))
        return end

    def _close_all(self) -> None:
        """Close what is open; a name without a value is kept."""
        for level in self.levels:
            if level.key is not None and isinstance(level.node, Object):
                level.node.pairs.append((level.key, Value((), "")))
        self.levels.clear()
