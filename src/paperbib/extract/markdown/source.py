"""The source of a Markdown note: bytes and characters, and addresses as they are written."""

from __future__ import annotations

import re

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
        self._byte = self._char = 0

    def char(self, byte: int) -> int:
        """The character offset of a byte offset."""
        if self._is_ascii:
            return byte
        # Events come in order, nearly: from the last place it is never far.
        if byte >= self._byte:
            self._char += len(self.bytes[self._byte : byte].decode(errors="ignore"))
        else:
            self._char -= len(self.bytes[byte : self._byte].decode(errors="ignore"))
        self._byte = byte
        return self._char

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
