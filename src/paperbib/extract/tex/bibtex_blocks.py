"""The blocks of a BibTeX file: entries with their fields, and the text between them.

Source: "BibTeXing" and btxdoc, section 2 (entries, keys, fields), and the scanner
of BibTeX 0.99d: braces count whether or not a backslash stands before them. What
BibTeX refuses is read as far as it can be: every character of the file is in some
value, in loose text, or in a block that is left out on purpose.

bibtexparser, which the exports use, tells the line of an entry but not the place
of a value; hence this splitter.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

_HEAD = re.compile(r"@[ \t]*+(?P<kind>[A-Za-z]++)\s*+(?P<open>[{(])")
_LINE_HEAD = re.compile(rf"(?:\A|(?<=[\r\n]))[ \t]*+{_HEAD.pattern}")
_KEY = re.compile(r"\s*+(?P<key>[^,={}\r\n]*+)(?P<end>[,={}\r\n]?)")
_GAP = re.compile(r"[\s,]*+")
_NAME = r"[^\s=,{}()\"#%\\@]++"
_FIELD = re.compile(rf"(?P<name>{_NAME})\s*+=\s*+")
_NEXT_FIELD = re.compile(rf"(?<=[,\r\n])[ \t]*+(?P<name>{_NAME})\s*+=")
_NEXT_LINE_FIELD = re.compile(r"(?<=[\r\n])[ \t]*+[A-Za-z][\w-]*+[ \t]*+=[ \t]*+[{\"\d]")
_MORE_FIELDS = re.compile(rf"\s*+,\s*+{_NAME}\s*+=")
_BARE = re.compile(r"[^\s,{}()\"#=]++")
_JOINT = re.compile(r"\s*+#\s*+")
_BRACE = re.compile(r"[{}]")
_QUOTE_OR_BRACE = re.compile(r"[\"{]")
_MOST_OF_A_STRING = 1_000
"""Longer abbreviations are left as they are; so are those of many parts."""
_MOST_PARTS = 20

Span = tuple[int, int]
"""Start and end in the file, in characters."""


class Field(NamedTuple):
    """A field: its name in lower case, and where the parts of its value stand."""

    name: str
    spans: tuple[Span, ...]


@dataclass(slots=True)
class Block:
    """A part of a file.

    Attributes:
        kind: The type of the entry in lower case; "" for text between entries.
        start: Its first character.
        end: One past its last.
        key: The citation key as written; "" where there is none.
        fields: In their order, as often as they are there.
        loose: Where text stands that belongs to no field.
    """

    kind: str
    start: int
    end: int
    key: str = ""
    fields: list[Field] = field(default_factory=list)
    loose: list[Span] = field(default_factory=list)


def split(text: str) -> Iterator[Block]:
    """Split a file into entries and the text between them, in their order.

    ``@string`` is expanded, ``@preamble`` and ``@comment`` are left out.

    >>> [(one.kind, one.key, one.fields) for one in split("@misc{a, eprint = {1706.03762}}")]
    [('misc', 'a', [Field(name='eprint', spans=((19, 29),))])]
    """
    return _Splitter(text).split()


class _Splitter:
    """Splits a file; an entry at the start of a line ends whatever is open."""

    def __init__(self, text: str) -> None:
        self.text = text
        heads = [match.span() for match in _LINE_HEAD.finditer(text)]
        self.starts = [start for start, _ in heads]
        self.braces = [end - 1 for _, end in heads]
        self.spans_by_string: dict[str, tuple[Span, ...]] = {}
        self.budget = len(text) // 4 + 100 * _MOST_OF_A_STRING
        self.partners: dict[int, int] = {}
        self.partners_end = -1
        self.last_quote = -1
        self.is_comment_open = False

    def split(self) -> Iterator[Block]:
        position = 0
        while head := _HEAD.search(self.text, position):
            if head.start() > position:
                yield Block("", position, head.start())
            kind = head["kind"].lower()
            if kind == "comment":
                position = self._past_comment(head)
                continue
            block = self._entry(kind, head)
            position = block.end
            if kind == "string":
                self._remember(block)
            elif kind != "preamble":
                yield block
        if position < len(self.text):
            yield Block("", position, len(self.text))

    def _past_comment(self, head: re.Match[str]) -> int:
        """The end of a comment, which may hold whole entries; its head where it has no end."""
        if head["open"] == "{" and not self.is_comment_open:
            depth = 0
            for brace in _BRACE.finditer(self.text, head.end() - 1):
                depth += 1 if brace[0] == "{" else -1
                if not depth:
                    return brace.end()
            # Found out once for all: a search to the end for each would take too long.
            self.is_comment_open = True
        return head.end()

    def _limit(self, start: int) -> int:
        """Where the next entry starts that is on a line of its own."""
        index = bisect_right(self.braces, start)
        limit = self.starts[index] if index < len(self.starts) else len(self.text)
        if limit != self.partners_end:
            self.partners, self.partners_end = {}, limit
            waiting: list[int] = []
            for brace in _BRACE.finditer(self.text, start, limit):
                if brace[0] == "{":
                    waiting.append(brace.start())
                elif waiting:
                    self.partners[waiting.pop()] = brace.start()
            self.last_quote = self.text.rfind('"', start, limit)
        return limit

    def _entry(self, kind: str, head: re.Match[str]) -> Block:
        limit = self._limit(head.end() - 1)
        is_round = head["open"] == "("
        close = self.partners.get(head.end() - 1)
        is_broken = close is None and not is_round
        if close is not None:
            if _MORE_FIELDS.match(self.text, close + 1, limit):
                is_broken = True
            else:
                limit = close + 1
        block = Block(kind, head.start(), limit)
        position = head.end()
        if kind not in ("string", "preamble"):
            block.key, position = self._key(position, limit)
        block.end = self._fields(block, position, limit, is_round=is_round, is_broken=is_broken)
        return block

    def _key(self, position: int, limit: int) -> tuple[str, int]:
        match = _KEY.match(self.text, position, limit)
        if match is None or match["end"] in ("=", "{"):
            # There is no key: the fields start at once.
            return "", position
        return match["key"].strip(), match.end("key")

    def _fields(
        self, block: Block, position: int, limit: int, *, is_round: bool, is_broken: bool
    ) -> int:
        """Read fields up to the end of the entry; return that."""
        closers = ")}" if is_round else "}"
        while position < limit:
            gap = _GAP.match(self.text, position, limit)
            position = gap.end() if gap else position
            if position >= limit:
                break
            if self.text[position] in closers:
                position += 1
                if not _MORE_FIELDS.match(self.text, position, limit):
                    return position
                continue
            found = _FIELD.match(self.text, position, limit)
            if found is not None:
                spans, position = self._value(found.end(), limit, is_broken=is_broken)
                block.fields.append(Field(found["name"].lower(), spans))
                continue
            following = _NEXT_FIELD.search(self.text, position + 1, limit)
            stop = following.start("name") if following else limit
            block.loose.append((position, stop))
            position = stop
        return limit

    def _value(self, position: int, limit: int, *, is_broken: bool) -> tuple[tuple[Span, ...], int]:
        spans: list[Span] = []
        while position < limit:
            char = self.text[position]
            if char == "{":
                end, after = self._braced(position, limit, is_broken=is_broken)
                spans.append((position + 1, end))
            elif char == '"':
                end, after = self._quoted(position, limit)
                spans.append((position + 1, end))
            else:
                bare = _BARE.match(self.text, position, limit)
                if bare is None:
                    break
                spans += self._expanded(bare)
                after = bare.end()
            position = after
            joint = _JOINT.match(self.text, position, limit)
            if joint is None:
                break
            position = joint.end()
        return tuple(spans), position

    def _braced(self, start: int, limit: int, *, is_broken: bool) -> tuple[int, int]:
        """The end of a value in braces, and where to read on."""
        end = self.partners.get(start, limit)
        if end < limit and not is_broken:
            return end, end + 1
        # A brace is missing somewhere: the next field tells where the value ends at last.
        following = _NEXT_LINE_FIELD.search(self.text, start + 1, min(end, limit))
        if following is not None:
            return following.start(), following.start()
        return (end, end + 1) if end < limit else (limit, limit)

    def _quoted(self, start: int, limit: int) -> tuple[int, int]:
        position = start + 1
        while position <= self.last_quote:
            mark = _QUOTE_OR_BRACE.search(self.text, position, limit)
            if mark is None:
                break
            if mark[0] == '"':
                return mark.start(), mark.end()
            position = self.partners.get(mark.start(), mark.start()) + 1
        following = _NEXT_LINE_FIELD.search(self.text, start + 1, limit)
        end = following.start() if following else limit
        return end, end

    def _expanded(self, bare: re.Match[str]) -> tuple[Span, ...]:
        """What an abbreviation stands for, or else itself; all together a part of the file."""
        spans = self.spans_by_string.get(bare[0].lower(), ())
        self.budget -= sum(end - start for start, end in spans) + len(spans)
        return spans if spans and self.budget > 0 else (bare.span(),)

    def _remember(self, block: Block) -> None:
        for name, spans in block.fields:
            length = sum(end - start for start, end in spans)
            if length <= _MOST_OF_A_STRING and len(spans) <= _MOST_PARTS:
                self.spans_by_string[name] = spans
