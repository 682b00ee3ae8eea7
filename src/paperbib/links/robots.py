"""What the robots.txt of a site lets us ask. Source: RFC 9309."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple, Self
from urllib.parse import unquote_to_bytes

AGENT = "paperbib"
"""The name that rules for us stand under."""
LIMIT_BYTES = 512 * 1024
"""How much of a file is read. Source: RFC 9309, section 2.5, at least 500 KiB."""

_LINES = re.compile(r"\r\n|\r|\n")
_PRODUCT = re.compile(r"[a-zA-Z_-]*")
_DELAY = re.compile(r"[0-9]{1,6}(?:\.[0-9]{1,6})?")
_ESCAPED = re.compile(r"%(2[45AaFf]|3[Ff])")
"""What means something else where it is not escaped: ``$ % * / ?``."""


class Rule(NamedTuple):
    """One line of a site's rules.

    Attributes:
        path: What paths begin with; ``*`` stands for anything, ``$`` at its end for the end.
        is_allowed: Whether they may be asked for.
    """

    path: bytes
    is_allowed: bool

    def matches(self, path: bytes) -> bool:
        """Whether a path falls under the rule, in time that grows with its length only."""
        wanted = self.path
        is_whole = wanted.endswith(b"$")
        first, *rest = wanted.removesuffix(b"$").split(b"*")
        if not path.startswith(first):
            return False
        last = rest.pop() if rest and is_whole else None
        place = len(first)
        for piece in rest:
            found = path.find(piece, place)
            if found < 0:
                return False
            place = found + len(piece)
        if last is not None:
            return path.endswith(last) and len(path) - len(last) >= place
        return not is_whole or place == len(path)


class Robots(NamedTuple):
    """The rules of a site for us.

    Attributes:
        rules: In the order of the file.
        delay_s: How long to wait between two requests, in seconds; 0 where it does not say.
            Source: Crawl-delay, which is no part of the standard.
    """

    rules: tuple[Rule, ...] = ()
    delay_s: float = 0.0

    @classmethod
    def parse(cls, content: bytes) -> Self:
        r"""Read a file: the rules for us, else those for everybody, else none.

        >>> Robots.parse(b"User-agent: *\nDisallow: /private\nCrawl-delay: 3").delay_s
        3.0
        """
        if len(content) > LIMIT_BYTES:
            # Half a line may allow what the whole one does not.
            content = re.split(rb"[\r\n]", content[:LIMIT_BYTES][::-1], maxsplit=1)[-1][::-1]
        text = content.decode(errors="replace").removeprefix("\ufeff")
        own: list[tuple[str, str]] = []
        general: list[tuple[str, str]] = []
        has_own = False
        for agents, lines in _groups(text):
            if AGENT in agents:
                has_own = True
                own += lines
            elif "*" in agents:
                general += lines
        return cls._of(own if has_own else general)

    @classmethod
    def _of(cls, lines: Sequence[tuple[str, str]]) -> Self:
        rules: list[Rule] = []
        delay_s = 0.0
        for name, value in lines:
            if name == "crawl-delay":
                delay_s = float(value) if _DELAY.fullmatch(value) else delay_s
            elif value:
                rules.append(Rule(_octets(value), name == "allow"))
        return cls(tuple(rules), delay_s)

    def allows(self, path: str) -> bool:
        """Whether a path may be asked for: the longest rule counts, of two alike the kinder.

        Args:
            path: The path and the query, as they are sent.
        """
        octets = _octets(path.replace("*", "%2A").replace("$", "%24"))
        matching = [(len(one.path), one.is_allowed) for one in self.rules if one.matches(octets)]
        return max(matching, default=(0, True))[1] or path == "/robots.txt"


def _groups(text: str) -> Iterator[tuple[set[str], list[tuple[str, str]]]]:
    """The groups of a file: whom each is for, in lower case, and its lines."""
    agents: set[str] = set()
    lines: list[tuple[str, str]] = []
    is_open = False  # whether another name would be of the same group
    for line in _LINES.split(text):
        name, colon, value = line.partition("#")[0].partition(":")
        name, value = name.strip().lower(), value.strip()
        if not colon:
            continue
        if name == "user-agent":
            if not is_open:
                yield agents, lines
                agents, lines = set(), []
            is_open = True
            agents.add(_agent(value))
        elif name in {"allow", "disallow", "crawl-delay"}:
            is_open = False
            lines.append((name, value))
    yield agents, lines


def _agent(value: str) -> str:
    """Whom a group is for: ``*``, or a program's name in lower case, without its version."""
    return "*" if value.startswith("*") else _PRODUCT.findall(value)[0].lower()


def _octets(path: str) -> bytes:
    """A path as octets, however it is escaped; what had to be escaped stays so."""
    return unquote_to_bytes(_ESCAPED.sub(lambda match: f"%25{match[1].upper()}", path))
