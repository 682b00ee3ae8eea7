"""Patterns for names of files, in the grammar of .gitignore (git's manual, gitignore).

A pattern is matched against one path, not against the folders around it: who
searches from the top never gets to what a folder that is left out holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

_CLASS = re.compile(r"\[([!^]?)(\]?(?:\[:[a-z]+:\]|\\.|[^\]\\])*)\]", re.DOTALL)
_MEMBER = re.compile(r"\[:([a-z]+):\]|\\(.)|(.)", re.DOTALL)
_NAMED = {
    "alnum": "0-9A-Za-z",
    "alpha": "A-Za-z",
    "blank": " \\t",
    "digit": "0-9",
    "lower": "a-z",
    "punct": "!-\\/:-@\\[-`{-~",
    "space": "\\s",
    "upper": "A-Z",
    "xdigit": "0-9A-Fa-f",
}
_TRAILING_SPACE = re.compile(r"(?<!\\)[ \t]+$")
_ANY_FOLDERS = "(?:[^/]+/)*"


class Pattern(NamedTuple):
    """One line of a .gitignore.

    Attributes:
        matches: What it matches: a path, or where it has no slash a name.
        is_path: Whether it is a path.
        is_folder: Whether it matches folders only.
        is_negated: Whether what it matches is let off.
    """

    matches: re.Pattern[str]
    is_path: bool
    is_folder: bool
    is_negated: bool


def parse(line: str) -> Pattern | None:
    """Parse a line; None for empty ones, remarks, and what git takes for no pattern.

    >>> parse("/drafts/**/*.md").matches.fullmatch("drafts/a/b/c.md") is not None
    True
    >>> parse("# drafts"), parse("!"), parse("[a")
    (None, None, None)
    """
    if line.startswith("#"):
        return None
    text = _TRAILING_SPACE.sub("", line)
    is_negated = text.startswith("!")
    text = text[is_negated:]
    is_folder = text.endswith("/") and not text.endswith("\\/")
    text = text[:-1] if is_folder else text
    is_path = "/" in text
    if not text.strip("/"):
        return None
    try:
        segments = [_segment(one) for one in text.removeprefix("/").split("/")]
        matches = re.compile("".join(_joined(segments)), re.DOTALL)
    except (ValueError, re.error):
        return None
    return Pattern(matches, is_path, is_folder, is_negated)


class Patterns:
    """Patterns; the last one that matches decides.

    Args:
        lines: One pattern each; lines that are none are passed over.
    """

    def __init__(self, lines: Iterable[str]) -> None:
        parsed = [parse(line) for line in lines]
        numbered = [(at, one) for at, one in enumerate(parsed) if one is not None]
        self._last_first = numbered[::-1]

    def verdict(self, path: str) -> tuple[int, bool | None]:
        """Whether a path is matched (True), let off (False) or not mentioned (None).

        Args:
            path: Relative to the folder of the patterns; a folder's ends in a slash.

        Returns:
            The number of the deciding pattern, or -1, and the verdict.
        """
        is_folder = path.endswith("/")
        path = path.rstrip("/")
        name = path[path.rfind("/") + 1 :]
        for at, one in self._last_first:
            if (is_folder or not one.is_folder) and one.matches.fullmatch(
                path if one.is_path else name
            ):
                return at, not one.is_negated
        return -1, None


def _joined(segments: list[str]) -> Iterator[str]:
    """The parts of a path as one expression; None of them stands for any folders."""
    last = len(segments) - 1
    for at, segment in enumerate(segments):
        if segment:
            yield segment + ("/" if at < last else "")
        elif at < last:
            yield _ANY_FOLDERS if at == 0 or segments[at - 1] else ""
        else:
            yield ".+"


def _segment(text: str) -> str:
    """The expression for what stands between two slashes; "" for ``**``.

    Raises:
        ValueError: It is none: a class without end, a backslash before nothing.
    """
    if text == "**":
        return ""
    if not text:
        raise ValueError(text)
    chunks = [""]
    for piece in _pieces(text):
        if piece != "*":
            chunks[-1] += piece
        elif chunks[-1] or len(chunks) == 1:
            chunks.append("")
    # Between stars stand pieces of one length: the first place that fits is as good
    # as any, so nothing is tried twice. Only the last piece is bound to the end.
    first, *others = chunks
    bound = [f"(?>[^/]*?{one})" for one in others[:-1]] + [f"[^/]*{one}" for one in others[-1:]]
    return "".join([first, *bound])


def _pieces(text: str) -> Iterator[str]:
    """Expressions for the characters of a segment; stars stay stars."""
    at = 0
    while at < len(text):
        character = text[at]
        if character == "*":
            yield "*"
        elif character == "?":
            yield "[^/]"
        elif character == "[":
            match = _CLASS.match(text, at)
            if match is None:
                raise ValueError(text)
            yield _class(match[1], match[2])
            at = match.end()
            continue
        elif character == "\\":
            at += 1
            if at == len(text):
                raise ValueError(text)
            yield re.escape(text[at])
        else:
            yield re.escape(character)
        at += 1


def _class(negation: str, members: str) -> str:
    """The expression for a class of characters; it never matches a slash."""
    inner = []
    for named, escaped, plain in _MEMBER.findall(members):
        if named:
            inner.append(_NAMED.get(named, ""))
        else:
            inner.append("-" if plain == "-" else re.escape(escaped or plain))
    return f"(?!/)[{'^' if negation else ''}{''.join(inner)}]"
