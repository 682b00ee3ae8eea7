"""The source of a Markdown note: bytes and characters, and addresses as they are written."""

from __future__ import annotations

import re
from bisect import bisect_right

_DESTINATION = re.compile(r"\]\(\s*(?:<(?P<angled>[^<>\n]*)>|(?P<raw>[^\s<>]+))")
_PARENTHESIS = re.compile(r"\\.|[()]")


class Source:
    """A note as the parser sees it, whose events carry offsets in bytes.

    Args:
        text: The note.
    """

    def __init__(self, text: str) -> None:
        self.bytes = text.encode()
        self._is_ascii = len(self.bytes) == len(text)
        self._lines = [] if self._is_ascii else _line_starts(text)

    def char(self, byte: int) -> int:
        """The character offset of a byte offset."""
        if self._is_ascii:
            return byte
        line_byte, line_char = self._lines[bisect_right(self._lines, (byte, byte)) - 1]
        return line_char + len(self.bytes[line_byte:byte].decode(errors="ignore"))

    def written(self, address: str, start: int, inner: int, end: int) -> tuple[int, str]:
        """Where a destination stands, in characters, and how it is written.

        Args:
            address: The destination.
            start: Where the link starts, in bytes.
            inner: Where its text ends.
            end: Where the link ends.
        """
        behind = self.bytes[inner:end].decode(errors="ignore")
        found = _DESTINATION.search(behind)
        if found is None:
            is_autolink = self.bytes[start : start + 1] == b"<"
            return self.char(start + is_autolink), address
        group = found.lastgroup or "raw"
        before = behind[: found.start(group)]
        raw = _balanced(found[group]) if group == "raw" else found[group]
        return self.char(inner + len(before.encode())), raw


def _balanced(raw: str) -> str:
    """Cut the closing parenthesis of the link off its destination."""
    if "(" not in raw and "\\" not in raw:
        return raw.partition(")")[0]
    depth = 0
    for match in _PARENTHESIS.finditer(raw):
        if match[0] == "(":
            depth += 1
        elif match[0] == ")":
            if depth == 0:
                return raw[: match.start()]
            depth -= 1
    return raw


def _line_starts(text: str) -> list[tuple[int, int]]:
    """Where lines start, in bytes of UTF-8 and in characters."""
    starts, byte, char = [], 0, 0
    for line in text.splitlines(keepends=True):
        starts.append((byte, char))
        byte += len(line.encode())
        char += len(line)
    return starts or [(0, 0)]
