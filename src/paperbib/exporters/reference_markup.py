"""Plain text, HTML and Markdown of a formatted reference.

What is italic or raised is marked with characters that no text may hold; everything
else is text, and is escaped. Sources: Unicode 16, section 23.7 (noncharacters);
CommonMark 0.31, sections 2.4 and 6.5; GitHub Flavored Markdown, section 6.9.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping
from typing import Literal

from paperbib.exporters.plain_text import tidy

Markup = Literal["text", "html", "markdown"]

ITALIC, BOLD, UNDERLINE, RAISED, LOWERED, SMALL_CAPITALS = "\ufdd0\ufdd1\ufdd2\ufdd3\ufdd4\ufdd5"
END = "\ufdd6"
MARKS = f"{ITALIC}-{END}"
"""All marks, for the inside of a class of characters."""
_RESERVED = re.compile("[\ufdd0-\ufdef]")
_MARK = re.compile(f"([{MARKS}])")
_MARK_BY_TAG = {"i": ITALIC, "b": BOLD, "sup": RAISED, "sub": LOWERED}
_TAG = re.compile(r"<(?P<tag>i|b|sup|sub)>(?P<inner>[^<>]*+)</(?P=tag)>")
_DOUBLED = re.compile(f"([.,;:!?])([{MARKS}]++)\\1")
_LINE_END = re.compile(r"[\t\n\v\f\r\x85\u2028\u2029]+")
_HTML = {mark: (f"<{tag}>", f"</{tag}>") for tag, mark in _MARK_BY_TAG.items()}
_TAGS: Mapping[Markup, Mapping[str, tuple[str, str]]] = {
    "text": {},
    "html": _HTML
    | {
        UNDERLINE: ("<u>", "</u>"),
        SMALL_CAPITALS: ('<span style="font-variant: small-caps">', "</span>"),
    },
    "markdown": _HTML | {ITALIC: ("*", "*"), BOLD: ("**", "**")},
}
_MARKDOWN_SIGNS = str.maketrans(
    {one: f"\\{one}" for one in "\\`*_{}[]#|~^$@!"} | {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
)
_AUTOLINK = re.compile(r":(?=//)|(?<=www)\.", re.IGNORECASE)
_BLOCK_START = re.compile(r"(\d{1,9})(?=[.)])|(?=[-+=])")
_NO_TARGET = re.compile(r"[\s<>\\]")


def marked(text: str, mark: str) -> str:
    """The text, marked from end to end."""
    return f"{mark}{text}{END}" if text else ""


def cleaned(text: str) -> str:
    """A text without what could be taken for a mark."""
    return tidy(_RESERVED.sub("", text))


def with_marks(text: str) -> str:
    """A text in CSL's own markup, of which what is closed becomes marks.

    >>> with_marks("H<sub>2</sub>O <b>").isascii(), "<sub>" in with_marks("H<sub>2</sub>O")
    (False, False)
    """
    return _TAG.sub(lambda match: marked(match["inner"], _MARK_BY_TAG[match["tag"]]), text)


def printed(text: str, markup: Markup, addresses: Iterable[str] = ()) -> str:
    """One reference on one line.

    Args:
        text: With marks.
        markup: What it is printed as.
        addresses: What of the text are web addresses, which then lead there.
    """
    text = _DOUBLED.sub(r"\1\2", _LINE_END.sub(" ", text)).strip()
    tags = _TAGS[markup]
    found = sorted((one for one in addresses if one in text), key=len, reverse=True)
    address = re.compile("(" + "|".join(map(re.escape, found)) + ")") if found else None
    parts: list[str] = []
    ends: list[str] = []
    for number, part in enumerate(_MARK.split(text)):
        if number % 2 == 0:
            pieces = address.split(part) if address else [part]
            parts += [
                _linked(one, markup) if order % 2 else _escaped(one, markup)
                for order, one in enumerate(pieces)
            ]
        elif part == END:
            parts.append(ends.pop() if ends else "")
        else:
            start, end = tags.get(part, ("", ""))
            parts.append(start)
            ends.append(end)
    whole = "".join([*parts, *reversed(ends)])
    return _BLOCK_START.sub(r"\1\\", whole, count=1) if _opens_a_block(whole, markup) else whole


def _opens_a_block(text: str, markup: Markup) -> bool:
    return markup == "markdown" and _BLOCK_START.match(text) is not None


def _escaped(text: str, markup: Markup) -> str:
    if markup == "html":
        return html.escape(text, quote=False)
    if markup == "markdown":
        return _AUTOLINK.sub(lambda match: "\\" + match[0], text.translate(_MARKDOWN_SIGNS))
    return text


def _linked(address: str, markup: Markup) -> str:
    if markup == "html":
        return f'<a href="{html.escape(address)}">{html.escape(address, quote=False)}</a>'
    if markup == "markdown" and not _NO_TARGET.search(address):
        return f"<{address}>"
    return _escaped(address, markup)
