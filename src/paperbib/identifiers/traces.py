"""Where identifiers may stand: quicker than to find them, and none is missed."""

from __future__ import annotations

import re

from paperbib.identifiers import normal

_TRACE = re.compile(
    r"://|\.(?<=\d\d\d\.)\d\d\d|/(?<=[a-zA-Z]/)\d{5}|\.(?<=10\.)(?:\d{4}|97[89])|\.(?<=www\.)\w"
    r"|\.(?:org|co|com|gov|edu|cool)[/:]|arXiv\d|abs[-/]|corr/|/(?<=10/)[a-z]|%2[fF]"
    r"|\|[\sid=]{0,8}\d{7}",
    re.IGNORECASE,
)
_TRACES = (
    re.compile(r":(?=//)"),
    re.compile(
        r"\.(?:(?<=\d\d\d\.)\d\d\d|(?<=10\.)(?:\d{4}|97[89])|(?<=www\.)\w"
        r"|(?:org|co|com|gov|edu|cool)[/:])",
        re.IGNORECASE,
    ),
    re.compile(r"/(?:(?<=[a-zA-Z]/)\d{4}|(?<=10/)[a-z]|(?<=[oO][rR][rR]/)[a-zA-Z])"),
    re.compile(r"-(?<=abs-)\d{4}", re.IGNORECASE),
    re.compile(r"X(?<=arX)iv\d"),
    re.compile(r"%(?=2[fF])"),
    re.compile(r"\|(?=[\sid=]{0,8}\d{7})"),
)
# Decoration counts only where it takes a trace apart; most of it does not.
_DECORATED = re.compile(
    r"\\(?=[.:/|%-]|u00)"
    r"|&(?=\#|(?:period|sol|colon|hyphen|dash|percnt|vert|shy|NoBreak|ZeroWidthSpace);)"
)
_DECORATED_WIDE = re.compile(
    "[\u00ad\u061c\u200b\u200e\u200f\u2024\u202a-\u202e\u2044\u2060-\u2069\u2215\ufeff"
    "\uff0e\uff0f\uff10-\uff19\U0001d7ce-\U0001d7ff]"
    "|[\u2010-\u2015\u2212](?<=abs.)",
    re.IGNORECASE,
)


def traces(text: str) -> list[int]:
    """Where a text holds a trace of an identifier, in order: every place worth a look.

    Quick rather than exact: no identifier is missed.
    """
    places = [match.start() for pattern in _TRACES for match in pattern.finditer(text)]
    if "\\" in text or "&" in text:
        places += [match.start() for match in _DECORATED.finditer(text)]
    if not text.isascii():
        places += [match.start() for match in _DECORATED_WIDE.finditer(text)]
    places.sort()
    return places


def may_hold(text: str) -> bool:
    """Whether a text holds any trace of an identifier; quicker than to find it."""
    if text.isascii() and "\\" not in text and "&" not in text:
        return _TRACE.search(text) is not None
    return _TRACE.search(normal.normalise(text).folded) is not None
