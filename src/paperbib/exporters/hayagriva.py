"""Hayagriva's YAML, the bibliography of Typst.

A preprint is an ``article`` without a parent; what is published stands in a parent,
its journal or proceedings. Titles, notes and publishers are strings in which braces
keep the case and dollar signs run Typst's maths: all of those in the text stand
behind a backslash, so that no text of a source is ever run. Source: the Hayagriva
YAML file format, sections "Entry Type", "Formattable String" and "Person".
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator

from paperbib.exporters import maths, title_words, yaml_text
from paperbib.exporters.calendar_dates import real
from paperbib.exporters.item import Item, Kind, items
from paperbib.exporters.options import Options
from paperbib.exporters.plain_text import tidy
from paperbib.exporters.title_words import Sort
from paperbib.model import Library, Name

name = "hayagriva"
filename = "references.hayagriva.yml"

_TYPES_BY_KIND = {
    Kind.PREPRINT: ("article", ""),
    Kind.ARTICLE: ("article", "periodical"),
    Kind.PAPER: ("article", "proceedings"),
    Kind.CHAPTER: ("chapter", "book"),
    Kind.BOOK: ("book", "book"),
    Kind.THESIS: ("thesis", ""),
    Kind.REPORT: ("report", ""),
    Kind.DOCUMENT: ("misc", ""),
    Kind.WEB_PAGE: ("web", "web"),
    Kind.REPOSITORY: ("repository", ""),
}
"""The entry type of each kind and of what it stands in, "" where that is no entry."""

_IN_PARENT = frozenset({Kind.ARTICLE, Kind.PAPER, Kind.CHAPTER})
"""What has the volume and the issue of what it stands in."""

_CONTROLS = re.compile(r"[\\{}$]")
_DASHES = re.compile("[-\u2010-\u2015\u2212]+")
_SIMPLE_NAME = re.compile(r"[A-Z][^\s,]*(?: [A-Z][^\s,]*)*")
_SIMPLE_GIVEN = re.compile(r"[^\s,]+(?: [^\s,]+)*")
_PAGE = re.compile(
    r"https?://(?P<host>[a-z0-9_-]+(?:\.[a-z0-9_-]+)*)(?::(?P<port>[0-9]{1,5}))?(?:[/?#].*)?",
    re.IGNORECASE,
)
_LAST_PORT = 65535


def render(library: Library, options: Options) -> str:
    """Write the library as one mapping from key to entry, sorted by key."""
    return "".join(pieces(library, options))


def pieces(library: Library, options: Options) -> Iterator[str]:
    """The mapping entry by entry."""
    if not library.references:
        yield "{}\n"
    for item in items(library, options):
        yield "".join(yaml_text.lines({item.key: entry(item)}))


def entry(item: Item) -> dict[str, yaml_text.Value]:
    """The fields of one entry, none of them empty."""
    return {field: value for field, value in _fields(item) if value}


def escape(text: str) -> str:
    r"""Escape a text for a formattable string, with its case left to the style.

    >>> print(escape("$5 {a} \\n"))
    \$5 \{a\} \\n
    """
    return _escaped(tidy(text))


def _fields(item: Item) -> Iterator[tuple[str, yaml_text.Value]]:
    kind, _ = _TYPES_BY_KIND[item.kind]
    is_preprint = bool(item.arxiv) and not item.kind.is_published
    yield "type", kind
    yield "title", _kept(item.title) if item.is_makeshift else _title(item.title)
    yield "author", [author for author in map(_person, item.authors) if author]
    yield "date", str(real(item.date)) if item.date else ""
    if item.kind not in _IN_PARENT:
        yield from _numbers(item)
    yield "page-range", _DASHES.sub("-", tidy(item.pages))
    yield "publisher", _kept("arXiv" if is_preprint else _publisher(item))
    yield "serial-number", _serial_numbers(item, is_preprint=is_preprint)
    if item.arxiv and not is_preprint:
        yield "archive", _kept("arXiv")
        yield "archive-location", _kept(item.arxiv)
    yield "url", item.url if is_read_as_url(item.url) else ""
    yield "note", escape(_note(item))
    yield "parent", _parent(item)


def _title(title: str) -> str:
    """A title with braces around what keeps its case, and its maths in Unicode.

    Where a title begins with braces, Typst 0.15 loses the space behind them when a
    style wants title case: that space stands inside.
    """
    pieces: list[str] = []
    for part in title_words.parts(maths.split(tidy(title))):
        text = part.text
        if part.sort is Sort.MATHS:
            pieces.append(_kept(maths.to_unicode(f"${text}$")))
        elif part.sort is Sort.KEPT:
            pieces.append(_kept(text))
        else:
            if text.startswith(" ") and pieces and all(one[0] == "{" for one in pieces):
                pieces[-1] = f"{pieces[-1][:-1]} }}"
                text = text[1:]
            pieces += [_escaped(text)] if text else []
    return "".join(pieces)


def _escaped(text: str) -> str:
    """As `escape`, with the spaces at its ends."""
    return _CONTROLS.sub(lambda match: "\\" + match[0], text)


def _kept(text: str) -> str:
    """A text whose case no style may change."""
    return f"{{{escape(text)}}}" if tidy(text) else ""


def _person(author: Name) -> yaml_text.Value:
    """``Family, Given`` where that is read as such, else the parts by name.

    Of a text Hayagriva takes words in lower case for a prefix, and commas for the ends
    of parts.
    """
    family, given = tidy(author.family or ""), tidy(author.given or "")
    suffix = tidy(author.suffix or "")
    if author.literal or not (family and given):
        whole = tidy(author.full)
        return whole if not whole or _SIMPLE_NAME.fullmatch(whole) else {"name": whole}
    if not suffix and _SIMPLE_NAME.fullmatch(family) and _SIMPLE_GIVEN.fullmatch(given):
        return f"{family}, {given}"
    parts = {"name": family, "given-name": given, "suffix": suffix}
    return {part: value for part, value in parts.items() if value}


def _numbers(item: Item) -> Iterator[tuple[str, str]]:
    yield "volume", tidy(item.volume)
    yield "issue", tidy(item.issue)


def _publisher(item: Item) -> str:
    return item.container if item.kind is Kind.REPOSITORY else item.publisher


def _serial_numbers(item: Item, *, is_preprint: bool) -> dict[str, yaml_text.Value]:
    """What the entry is known by; ``serial`` is what styles print of a preprint."""
    version = f"v{item.version}" if item.version else ""
    numbers = {
        "doi": tidy(item.doi),
        "arxiv": item.arxiv,
        "serial": f"arXiv:{item.arxiv}{version}" if is_preprint else "",
    }
    return {scheme: number for scheme, number in numbers.items() if number}


def _note(item: Item) -> str:
    """The note, and what Hayagriva has no place for.

    That is a container it does not know, and an address it would refuse the file for.
    """
    has_parent = _TYPES_BY_KIND[item.kind][1] or item.kind is Kind.REPOSITORY
    container = "" if has_parent else item.container
    address = "" if is_read_as_url(item.url) else item.url
    return "; ".join(filter(None, [container, item.note, address]))


def _parent(item: Item) -> dict[str, yaml_text.Value]:
    _, kind = _TYPES_BY_KIND[item.kind]
    container = tidy(item.container)
    if not (kind and container):
        return {}
    fields = {"type": kind, "title": _kept(container)}
    if item.kind in _IN_PARENT:
        fields |= dict(_numbers(item))
    return {field: value for field, value in fields.items() if value}


def is_read_as_url(page: str) -> bool:
    """Whether the address is one to Typst too, which refuses a file for one that is not.

    Source: the WHATWG URL Standard, section 3.5 (host parsing).

    >>> is_read_as_url("https://example.org:80/a"), is_read_as_url("https://1.2.3.999/")
    (True, False)
    """
    match = _PAGE.fullmatch(page)
    if match is None or int(match["port"] or 0) > _LAST_PORT:
        return False
    labels = match["host"].lower().split(".")
    if re.fullmatch(r"[0-9]+|0x[0-9a-f]*", labels[-1]):
        return _is_address(match["host"])
    return all(map(_is_label, labels))


def _is_address(host: str) -> bool:
    try:
        ipaddress.IPv4Address(host)
    except ValueError:
        return False
    return True


def _is_label(label: str) -> bool:
    """Whether a part of a host name in its ASCII form stands for letters and digits."""
    if not label.startswith("xn--"):
        return True
    try:
        letters = label.encode("ascii").decode("idna")
        return letters.encode("idna").decode("ascii") == label and letters.isalnum()
    except UnicodeError:
        return False
