"""Where a Markdown note can be cut without changing how its parts are read.

Source: CommonMark 0.31, sections 4.2 (ATX headings), 4.3 (setext headings), 4.5
(fenced code), 4.6 (HTML blocks) and 5.3 (lists). A line that is not indented
and follows a blank one ends every container; so does a bullet or an ATX
heading anywhere outside code and HTML.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from paperbib.extract.markdown import pasted, simple
from paperbib.extract.pieces import Cutting

# Patterns of lines start with the line end above: that lets the search skip from line to line.
_BLOCK = re.compile(
    r"\n {0,3}(?:(?P<fence>`{3,}(?=[^`\n]*(?:\n|\Z))|~{3,})|<(?P<raw>pre|script|style|textarea)\b)",
    re.IGNORECASE,
)
_COMMENT = re.compile(r"<(?=!--)")
_FRONT_MATTER = re.compile(
    r"\A\ufeff?(---|\+\+\+)[ \t]*\r?\n(?=[\s#]*[\w\"]+ ?[:=]).*?(?:\n\1[ \t]*(?:\r?\n|\Z)|\Z)",
    re.DOTALL,
)
_HTML = re.compile(r"\n {0,3}</?[a-zA-Z][^\n]*(?:\n[ \t]*[^\s][^\n]*)*")
_DEFINITION = re.compile(r"\n {0,3}\[(?!\^)[^\]\n]{1,999}\]:")


def whole_spans(text: str) -> list[tuple[int, int]]:
    """The spans of a Markdown text that must not be cut: code, comments, raw HTML.

    Where links are defined by reference, or HTML blocks may be open, all of it
    is one span up to the next heading, or altogether.
    """
    hidden = [*pasted.find_entries(text), *pasted.find_comments(text)]
    spans: list[tuple[int, int]] = [(part.start, part.end) for part in hidden]
    text = pasted.blanked(text, hidden) if hidden else text
    matter = _FRONT_MATTER.match(text)
    position = matter.end() if matter else 0
    if matter:
        spans.append(matter.span())
    if _in_lines(_DEFINITION, text):
        return [(0, len(text))]
    has_tags = "<" in text
    if has_tags or ("`" in text and "```" in text) or ("~" in text and "~~~" in text):
        # With a line end in front, places count from one further on, and lines from theirs.
        padded = f"\n{text}"
        spans += _closed(padded, position)
        if has_tags:
            spans += [(match.start(), match.end() - 1) for match in _HTML.finditer(padded)]
    return _joined(spans)


def _joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans in order, those that overlap as one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _in_lines(pattern: re.Pattern[str], text: str) -> bool:
    """Whether a line of the text starts like that; the pattern starts with the line end above."""
    return pattern.search(text) is not None or pattern.match(f"\n{text[:1100]}") is not None


def _closed(padded: str, position: int) -> Iterator[tuple[int, int]]:
    """Code, comments and raw HTML of a text with a line end in front, one behind the other."""
    openers: list[re.Match[str] | None] = [
        pattern.search(padded, position) for pattern in (_BLOCK, _COMMENT)
    ]
    while opener := min(filter(None, openers), key=_start, default=None):
        position = _end(padded, opener)
        yield max(opener.start() - (opener.re is _COMMENT), 0), position - 1
        openers = [
            one if one is None or one.start() >= position else one.re.search(padded, position)
            for one in openers
        ]


def _start(match: re.Match[str]) -> int:
    return match.start()


def _end(text: str, opener: re.Match[str]) -> int:
    """Where a span ends that must not be cut; the end of the text if it never does."""
    if opener.re is _COMMENT:
        word = "-->"
    elif fence := opener["fence"]:
        closer = re.compile(rf"\n {{0,3}}{re.escape(fence[0])}{{{len(fence)},}}[ \t]*(?=\r?\n|\Z)")
        match = closer.search(text, opener.end())
        return match.end() if match else len(text)
    else:
        word = f"</{opener['raw'].lower()}"
    end = text.find(word, opener.end())
    return len(text) if end < 0 else end + len(word)


CUTTING = Cutting(
    start=re.compile(r"#{1,6}[ \t]+\S|[-*+][ \t]+[^\s-]"),
    after_blank=re.compile(r"[^\s]"),
    heading=re.compile(
        r"\n {0,3}(?:(?P<marks>#{1,6})(?:[ \t]|(?=\r?\n|\Z))"
        r"|(?P<underline>=+|-+)[ \t]*(?=\r?\n|\Z))"
    ),
    whole=whole_spans,
    trace=re.compile(r"<(?=[hH][1-6][\s>])"),
    item=simple.ITEM,
    read_item=simple.read,
)
"""How Markdown notes are cut."""
