"""Find identifiers in running text.

URLs first, then DOIs, then arXiv identifiers outside both: what stands inside
a URL or a DOI is part of it. Every pattern is linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from itertools import pairwise
from typing import NamedTuple

from paperbib.identifiers import arxiv_id, doi, url, web
from paperbib.identifiers.arxiv_id import Cited

_URL = re.compile(url.PATTERN, re.IGNORECASE)
_GLUED = re.compile(r"(?<=[^/=:?&%(@.])https?://", re.IGNORECASE)
_WITHOUT_SCHEME = re.compile(
    r"(?<![\w./:@-])(?:www\.|export\.)?(?:arxiv\.org/[a-z-]{2,8}|(?:dx\.)?doi\.org)/[^\s<>\"`|\[\]]+",
    re.IGNORECASE,
)
_DOI = re.compile(r"(?:\bdoi\s{0,3}[:=]?\s{0,3})?(?<![\w./])" + doi.PATTERN, re.IGNORECASE)
# A word may be glued behind an identifier ("1706.03762Great"); a letter or digit may not.
_END = r"(?!\d|_\w|(?![A-Z][a-z])[^\W_])(?!\.\d)"
_MARKED = re.compile(
    r"(?<![^\W_])(?<![./])"
    r"(?i:oai:arxiv\.org:|arxiv\s{0,3}[:=]\s{0,3}[{\"]?|eprint\s{0,3}=\s{0,3}[{\"]?|abs/|arxiv\s)"
    r"(?P<id>\d{4}\.\d{4,5}|(?i:[a-z-]{2,9}(?:\.[a-z]{2})?)/\d{7})"
    r"(?P<version>[vV][1-9]\d{0,2})?" + _END,
    re.ASCII,
)
_BARE = re.compile(
    rf"(?<![^\W_])(?<![./:=%$€£#+-]){arxiv_id.PATTERN}" + _END + r"(?![%/]|[,:]\d|-\w)", re.ASCII
)
_CODED = re.compile(
    # Bibcodes of ADS and keys of DBLP.
    r"\b(?:(?:19|20)\d\darXiv(?P<ads>\d{8,9})[A-Z]|corr/abs-(?P<dblp>\d{4}-\d{4,5}))\b",
    re.ASCII,
)


class Found(NamedTuple):
    """An identifier found at ``text[start:end]``, or a candidate that is none.

    Attributes:
        start: First character.
        end: One past the last character.
        cited: What it is, or None where the candidate is faulty.
        fault: Why it is none; "" otherwise.
    """

    start: int
    end: int
    cited: Cited | None
    fault: str = ""


def find(text: str, *, until: int) -> list[Found]:
    """Find URLs, DOIs and arXiv identifiers in running text, in text order.

    Args:
        text: Running text, escapes already undone.
        until: The last possible YYMM of an arXiv identifier, as in 2611.

    >>> [str(found.cited.identifier) for found in find("see arXiv:1706.03762v2.", until=2611)]
    ['arxiv:1706.03762']
    >>> [text[1] for text in find("about 1502.5 or 9912.34567", until=2611)]
    []
    """
    founds: list[Found] = []
    finders: tuple[Callable[[str], Iterator[Found]], ...] = (
        _urls,
        _without_scheme,
        _dois,
        partial(_marked, until=until),
        partial(_coded, until=until),
        partial(_bare, until=until),
    )
    for finder in finders:
        fresh = list(finder(text))
        text = _masked(text, fresh)
        founds += fresh
    return sorted(founds, key=lambda found: found.start)


def _masked(text: str, founds: list[Found]) -> str:
    """Blank out what was found, so that nothing is found twice."""
    pieces, position = [], 0
    for found in founds:
        pieces += [text[position : found.start], " " * (found.end - found.start)]
        position = found.end
    return "".join([*pieces, text[position:]])


def _urls(text: str) -> Iterator[Found]:
    for match in _URL.finditer(text):
        # Two addresses may stick together; one inside another follows a separator.
        glued = [inner.start() for inner in _GLUED.finditer(match[0])]
        for start, end in pairwise([0, *glued, len(match[0])]):
            place = match.start() + start
            address = doi.trim(match[0][start:end])
            if text[place - 1 : place] != "_":
                # Not the end of an emphasis that starts in front of the address.
                rest = match[0][start + len(address) : end]
                address += rest[: len(rest) - len(rest.lstrip("_"))]
            cited, fault = web.read(address)
            yield Found(place, place + len(address), cited, fault)


def _without_scheme(text: str) -> Iterator[Found]:
    """Addresses of papers written without ``https://``; others are only names in prose."""
    for match in _WITHOUT_SCHEME.finditer(text):
        address = doi.trim(match[0])
        cited, fault = web.read("https://" + address)
        if fault or (cited and cited.identifier.scheme != "url"):
            yield Found(match.start(), match.start() + len(address), cited, fault)


def _dois(text: str) -> Iterator[Found]:
    for match in _DOI.finditer(text):
        written = doi.trim(match[0])
        value = written[written.index("10.") :]
        cited, fault = doi.parse(value), doi.fault(value)
        if cited or fault:
            yield Found(match.start(), match.start() + len(written), cited, fault)


def _marked(text: str, *, until: int) -> Iterator[Found]:
    for match in _MARKED.finditer(text):
        written = match["id"] + (match["version"] or "")
        cited = arxiv_id.parse(written)
        fault = arxiv_id.fault(written) or ""
        if cited and arxiv_id.year_month(cited.identifier) > until:
            cited, fault = None, "its month is still to come"
        reason = f"{written} is no arXiv identifier: {fault}" if fault else ""
        yield Found(match.start(), match.end(), cited, reason)


def _coded(text: str, *, until: int) -> Iterator[Found]:
    for match in _CODED.finditer(text):
        digits = (match["ads"] or match["dblp"]).replace("-", "")
        cited = arxiv_id.parse(f"{digits[:4]}.{digits[4:]}")
        if cited and arxiv_id.year_month(cited.identifier) <= until:
            yield Found(match.start(), match.end(), cited)


def _bare(text: str, *, until: int) -> Iterator[Found]:
    for match in _BARE.finditer(text):
        cited = arxiv_id.parse(match[0])
        if cited and arxiv_id.year_month(cited.identifier) <= until:
            yield Found(match.start(), match.end(), cited)
