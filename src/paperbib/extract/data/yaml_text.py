"""YAML with places: a note as a tree of values, each with its text as written.

Source: YAML 1.1, as PyYAML's parser reads it. Only its events are used: no
object is made, no alias is followed, and ``2005.14160`` stays the text it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from paperbib.extract.data import json_text
from paperbib.extract.data.values import MOST_LEVELS, Array, Comment, Node, Object, Value

if TYPE_CHECKING:
    from yaml.events import Event, ScalarEvent

_MOST = 4_000_000
_MOST_WITHOUT_C = 50_000
"""Longer notes, in characters, take the parser written in Python too long."""
_COMMENT = re.compile(r"(?:^|(?<=[\s,\[\]{}]))#(?P<words>[^\r\n]*)", re.MULTILINE)
_HEADER = re.compile(r"[|>][+\-\d]*[ \t]*(?:#(?P<words>[^\r\n]*))?")
_LINE_END = re.compile(r"[\r\n]")
_WORD = re.compile(r"\S+")
_SPACE = re.compile(r"\s*")
_NULLS = frozenset(("", "~", "null", "Null", "NULL"))
_WINDOW = 200
_BOM = "\ufeff"


def read(text: str) -> list[Node] | None:
    """Read a YAML note.

    Returns:
        The values on the outermost level, one for each document, and comments;
        None for what is no YAML, or too long or too deep to be read as such.

    >>> read("- arxiv: 2005.14160  # again")[0].values[0].pairs[0][1].text
    '2005.14160'
    """
    import yaml

    loader = getattr(yaml, "CSafeLoader", None)
    if len(text) > (_MOST if loader else _MOST_WITHOUT_C):
        return None
    shift = len(text) - len(text.removeprefix(_BOM))
    reader = _Reader(text[shift:], shift)
    try:
        for event in yaml.parse(text[shift:], Loader=loader or yaml.SafeLoader):
            if not reader.take(event):
                return None
    except (yaml.YAMLError, UnicodeError):
        return None
    return reader.values


@dataclass(slots=True)
class _Level:
    """A list or an object that is not closed yet."""

    node: Array | Object
    key: Value | None = None


class _Reader:
    """Folds the parser's events into a tree; comments stand between their places.

    Args:
        text: The note without a byte order mark.
        shift: The length of that mark.
    """

    def __init__(self, text: str, shift: int) -> None:
        self.text = text
        self.shift = shift
        self.has_comments = "#" in text
        self.values: list[Node] = []
        self.levels: list[_Level] = []
        self.last: Value | None = None
        self.position = 0

    def take(self, event: Event) -> bool:
        """Fold an event; False when the note nests too deep."""
        kind = type(event).__name__
        start = event.start_mark.index if event.start_mark else 0
        end = event.end_mark.index if event.end_mark else start
        if self.has_comments:
            self._comments(start)
        if kind == "ScalarEvent":
            self._put(self._value(event, start, end))  # type: ignore[arg-type]
        elif kind in ("SequenceStartEvent", "MappingStartEvent"):
            if len(self.levels) >= MOST_LEVELS:
                return False
            node = Array() if kind == "SequenceStartEvent" else Object()
            self._put(node)
            self.levels.append(_Level(node))
        elif kind in ("SequenceEndEvent", "MappingEndEvent"):
            self.levels.pop()
        elif kind == "AliasEvent":
            self._put(Value((), ""))
        elif kind == "StreamEndEvent" and self.has_comments:
            self._comments(len(self.text))
        self.position = max(self.position, end)
        return True

    def _put(self, node: Node) -> None:
        level = self.levels[-1] if self.levels else None
        if level is None:
            self.values.append(node)
        elif isinstance(level.node, Array):
            level.node.values.append(node)
        elif level.key is not None:
            level.node.pairs.append((level.key, node))
            level.key = None
        elif isinstance(node, Value):
            level.key = node
            # What is said behind a name is said of all that it stands for.
            self.last = None
        else:
            # A list as a name: what it holds is read, under no name.
            level.node.pairs.append((Value((), ""), node))
            level.key = Value((), "")

    def _comments(self, end: int) -> None:
        """Keep the comments between the last value and the next."""
        if self.text.find("#", self.position, end) < 0:
            return
        is_behind = self.last is not None
        for match in _COMMENT.finditer(self.text, self.position, end):
            value = self._remark(match)
            if is_behind and self.last and not self._is_line_end(self.position, match.start()):
                self.last.remark = value if value.pieces else None
            elif value.pieces:
                self._comment(value)
            is_behind = False
        self.position = end

    def _is_line_end(self, start: int, end: int) -> bool:
        return _LINE_END.search(self.text, start, end) is not None

    def _remark(self, match: re.Match[str]) -> Value:
        """The words of a comment."""
        words = match["words"]
        offset = self.shift + match.start("words") + len(words) - len(words.lstrip())
        words = words.strip()
        return Value(((words, offset),) if words else (), words)

    def _comment(self, value: Value) -> None:
        node = self.levels[-1].node if self.levels else None
        if isinstance(node, Array):
            node.values.append(Comment(value))
        elif isinstance(node, Object):
            node.pairs.append((None, Comment(value)))
        else:
            self.values.append(Comment(value))

    def _value(self, event: ScalarEvent, start: int, end: int) -> Value:
        style = event.style or ""
        raw = self.text[start:end]
        if raw == event.value and raw not in _NULLS and not style:
            value = Value(((raw, start + self.shift),), raw, is_quoted=False)
        elif style in ("'", '"'):
            value = _quoted(raw[1:-1], event.value, start + 1 + self.shift)
        elif style in ("|", ">"):
            value = self._block(event.value, start, end)
        elif event.value in _NULLS:
            value = Value((("", start + self.shift),), raw, is_quoted=False)
        else:
            value = _folded(raw, event.value, start + self.shift, is_quoted=False)
        if style not in ("|", ">"):
            self.last = value
        return value

    def _block(self, text: str, start: int, end: int) -> Value:
        header = _HEADER.match(self.text, start, end)
        skip = header.end() - start if header else 0
        raw = self.text[start:end]
        value = Value(tuple(_aligned(text, raw, skip, start + self.shift)), raw)
        if header and header["words"] and (remark := self._remark(header)).pieces:
            value.remark = remark
        return value


def _quoted(raw: str, text: str, offset: int) -> Value:
    if "\\" in raw and text == (value := json_text.decode(raw, offset)).text:
        return value
    if raw.replace("''", "'") == text != raw:
        # Two quotes inside single quotes are one.
        parts = re.finditer(r"''|[^']+", raw)
        pieces = [(part[0] if part[0] != "''" else "'", offset + part.start()) for part in parts]
        if "".join(piece for piece, _ in pieces) == text:
            return Value(tuple(pieces), raw)
    return _folded(raw, text, offset)


def _folded(raw: str, text: str, offset: int, *, is_quoted: bool = True) -> Value:
    """A scalar that may go on over many lines, which are folded into one."""
    if raw == text:
        return Value(((text, offset),), raw, is_quoted=is_quoted)
    return Value(tuple(_aligned(text, raw, 0, offset)), raw, is_quoted=is_quoted)


def _aligned(text: str, raw: str, start: int, offset: int) -> list[tuple[str, int]]:
    """Put a decoded text onto the raw text, word by word.

    Only the space between words differs, but for escape sequences; a word with
    one of those is put where it starts, as far as that can be told.
    """
    pieces: list[tuple[str, int]] = []
    position, done = start, 0
    for word in _WORD.finditer(text):
        blank = _SPACE.match(raw, position)
        place = blank.end() if blank else position
        if not raw.startswith(word[0], place):
            found = raw.find(word[0], place, place + _WINDOW + len(word[0]))
            place = found if found >= 0 else place
        if word.start() > done:
            pieces.append((text[done : word.start()], offset + position))
        pieces.append((word[0], offset + place))
        position, done = min(place + len(word[0]), len(raw)), word.end()
    if done < len(text):
        pieces.append((text[done:], offset + position))
    return _merged(pieces)


def _merged(pieces: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """Join pieces that follow each other in the note as they do in the text."""
    groups: list[list[tuple[str, int]]] = [pieces[:1]] if pieces else []
    for (text, offset), piece in pairwise(pieces):
        if piece[1] == offset + len(text):
            groups[-1].append(piece)
        else:
            groups.append([piece])
    return [("".join(text for text, _ in group), group[0][1]) for group in groups]
