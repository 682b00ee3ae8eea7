"""Find identifiers in running text.

URLs first, then DOIs, then arXiv identifiers outside both: what stands inside
a URL or a DOI is part of it. Every pattern starts with a literal and is linear
in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from operator import attrgetter
from urllib.parse import unquote

from paperbib.identifiers import arxiv_text, doi, normal, web
from paperbib.identifiers.arxiv_text import Sighting
from paperbib.identifiers.found import Found, Spans
from paperbib.identifiers.traces import may_hold, traces

__all__ = ["Found", "find", "may_hold", "traces"]

_REST_OF_URL = rf"[^\s<>\"`|\\{doi.FULL_WIDTH}]"
_URL = re.compile(
    # A DOI of a journal's article may hold its page in angle brackets.
    rf":(?:(?<=https:)|(?<=http:)|(?<=ftp:))//"
    rf"(?:{_REST_OF_URL}|<[^\s<>:/]{{1,12}}:[^\s<>]{{1,40}}>(?=[^\s<>]))+",
    re.IGNORECASE,
)
_GLUED = re.compile(
    r"(?:(?<=[^/=:?&%(@_])|(?<=\)\())(?<!%[0-9a-f]{2})https?://"
    r"|[,;](?=(?:arxiv:|doi:|10\.\d{4}))",
    re.IGNORECASE,
)
_CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
_PICTURES = "\u2190-\u21ff\u2300-\u23ff\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff"
_TEXT_BEHIND = re.compile(
    # "https://e.org/a是", "https://e.org/a😀": text, unless the page is of that language.
    rf"\A(?!.*?/(?:wiki|item|w)/)[\x00-\x7f]*?(?<=[0-9A-Za-z])(?=[{_CJK}{_PICTURES}])"
)
_LABEL_BEHIND = re.compile(r"(?<!//)(?<!@)\[")
_ENCODED_URL = re.compile(r"%(?:(?<=https%)|(?<=http%))3A%2F%2F[^\s<>\"`|\\&]+", re.IGNORECASE)
_TLD = re.compile(
    r"\.(?:(?<=www\.)[a-z0-9-]|(?:org|co|com|gov|edu|cool|org:\d+)(?=/))", re.IGNORECASE
)
_WWW = re.compile(
    rf"www\.(?:[\w-]{{1,63}}\.){{1,8}}[a-z]{{2,18}}(?![\w-])(?:[:/?#]{_REST_OF_URL}*)?",
    re.IGNORECASE,
)
_HOST = re.compile(r"(?<![\w@%.-])(?:[a-z0-9][\w-]*\.){1,4}\Z", re.IGNORECASE)
_REST = re.compile(rf"[a-z]+(?::\d+)?/{_REST_OF_URL}*", re.IGNORECASE)
_DOI_AT = re.compile(r"\.(?<=10\.)(?:\d{4}|97[89])", re.ASCII)
_DOI = re.compile(doi.PATTERN)
_DOI_MARK = re.compile(r"(?<![a-zA-Z0-9])doi(?:\.org)?[\s:=/\"'{(\[*_]{0,5}\Z", re.IGNORECASE)
_ARXIV_PREFIXES = ("arXiv:", "arxiv:", "ARXIV:", "ArXiv:", "Arxiv:")
_GLUED_MARK = re.compile(r"(?<![a-zA-Z0-9])doi\.?\Z", re.IGNORECASE)
_SHORT = re.compile(r"/(?<=10/)[a-z][a-z0-9]{2,9}(?![^\W_]|[./-]\w)")
_SHORT_BARE = re.compile(r"(?=.*\d)(?=(?:.*[a-z]){3})[a-z0-9]{5,8}")
_START = attrgetter("start")
_QUERY = re.compile(r"\?\w")
_LINE_BREAK = re.compile(r"[\r\n]")


def find(text: str, *, until: int) -> list[Found]:
    """Find URLs, DOIs and arXiv identifiers in running text, in text order.

    Args:
        text: Running text.
        until: The last possible YYMM of an arXiv identifier, as in 2611.

    >>> [str(found.cited.identifier) for found in find("see arXiv:1706.03762v2.", until=2611)]
    ['arxiv:1706.03762']
    >>> [text[1] for text in find("about 1502.5 or 3", until=2611)]
    []
    """
    plain = normal.normalise(text)
    founds: list[Found] = []
    if "://" in plain.text:
        founds += _urls(plain.text, until)
    if "10." in plain.text or "10/" in plain.text:
        founds += _dois(plain.text, until)
    if "/" in plain.text or "www." in plain.text.lower():
        founds += _without_scheme(plain.text, founds, until)
    if "3A%2F%2F" in plain.text or "3a%2f%2f" in plain.text:
        founds += _encoded(plain.text, founds, until)
    founds = _apart(founds)
    if sightings := arxiv_text.find(plain.folded, until=until):
        beside, inside = _beside(plain.folded, founds, sightings)
        founds = sorted([*_apart(founds + beside), *inside], key=_START)
    if not plain.starts:
        return founds
    return [
        one._replace(start=plain.offset(one.start), end=plain.offset(one.end - 1) + 1)
        for one in founds
    ]


def _apart(founds: list[Found]) -> list[Found]:
    """In text order, without those inside another: the first and longest stays."""
    if len(founds) < 2:  # noqa: PLR2004 - nothing to compare
        return founds
    founds.sort(key=lambda one: (one.start, -one.end))
    kept: list[Found] = []
    end = -1
    for one in founds:
        if one.start >= end:
            kept.append(one)
            end = one.end
        elif one.start == kept[-1].start and one.end == end:
            # Several identifiers in one address.
            kept.append(one)
    return kept


def _urls(text: str, until: int) -> Iterator[Found]:
    done = 0
    for match in _URL.finditer(text):
        colon = match.start()
        start = colon - (3 if text[colon - 3 : colon].lower() == "ftp" else 4)
        start -= text[colon - 1] in "sS"
        if start < done:
            continue
        address = text[start : match.end()]
        # Two addresses may stick together; one inside another follows a separator.
        glued = [inner.start() for inner in _GLUED.finditer(address)] if len(address) > 12 else []  # noqa: PLR2004
        for first, last in pairwise([0, *glued, len(address)]):
            place = start + first
            if address[first : first + 1] in (",", ";"):
                continue
            yield from _url(text, place, address[first:last], until)
        done = match.end()


def _url(text: str, place: int, address: str, until: int) -> Iterator[Found]:
    address = _without_text(address)
    written = doi.trim(address, keep=_kept(text, place, address))
    if address[len(written) :].startswith("_") and text[place - 1 : place] != "_":
        # Not the end of an emphasis that starts in front of the address.
        rest = address[len(written) :]
        written += rest[: len(rest) - len(rest.lstrip("_"))]
    reading = web.read(written, until)
    if written.lower().startswith("ftp") and (not reading.cited or reading.form == "address"):
        return
    end = place + len(written)
    for cited in (reading.cited, *reading.others):
        yield Found(place, end, cited, reading.fault, reading.form)


def _without_text(address: str) -> str:
    """Cut what is no longer the address: a label in brackets, letters of another script."""
    if not address.isascii() and (match := _TEXT_BEHIND.match(address)):
        end = match.end()
        is_host = address.find("/", 8, end) < 0
        is_kept = "?" in address[:end] or (is_host and "." in address[end:].partition("/")[0])
        address = address if is_kept else address[:end]
    if "[" in address and (label := _LABEL_BEHIND.search(address)):
        start = label.start()
        is_query = "?" in address[:start]
        if address.startswith("[/", start) or not (is_query or "10." in address):
            return address[:start]
    return address


def _encoded(text: str, founds: list[Found], until: int) -> Iterator[Found]:
    """Papers whose whole address is percent-encoded, as in somebody's query."""
    spans = Spans(founds)
    for match in _ENCODED_URL.finditer(text):
        start = match.start() - (5 if text[match.start() - 1] in "sS" else 4)
        if start in spans:
            continue
        address = doi.trim(match[0])
        reading = web.read(unquote(text[start : match.start()] + address), until)
        if reading.cited and reading.cited.identifier.scheme != "url":
            yield Found(start, match.start() + len(address), reading.cited, "", reading.form)


def _kept(text: str, place: int, address: str) -> str:
    """The marks that may well be the last of a query's value, as of a video's name."""
    if not _QUERY.search(address):
        return ""
    return "-" if text[place - 1 : place] == "_" else "-_"


def _without_scheme(text: str, founds: list[Found], until: int) -> Iterator[Found]:
    """Addresses written without ``https://``: of papers, and those that start with www."""
    spans = Spans(founds)
    done = 0
    for match in _TLD.finditer(text):
        dot = match.start()
        if dot < done or dot in spans:
            continue
        if www := _WWW.match(text, dot - 3):
            is_inside = dot > len("www") and (text[dot - 4].isalnum() or text[dot - 4] in "/@.-")
            start, address, scheme = dot - 3, "" if is_inside else www[0], "http://"
        elif host := _HOST.search(text, max(0, dot - 64), dot + 1):
            rest = _REST.match(text, dot + 1)
            start, address, scheme = host.start(), host[0] + rest[0] if rest else "", "https://"
        else:
            continue
        done = start + len(address)
        address = doi.trim(_without_text(address))
        reading = web.read(scheme + address, until) if address else None
        if reading and (
            (reading.cited and scheme == "http://")
            or (reading.form != "address" and (reading.cited or reading.fault))
        ):
            yield Found(start, start + len(address), reading.cited, reading.fault, reading.form)


def _dois(text: str, until: int) -> Iterator[Found]:
    done = 0
    for match in _DOI_AT.finditer(text):
        start = match.start() - 2
        if start < done:
            continue
        before = text[start - 1] if start else " "
        is_inside = (before.isascii() and before.isalnum()) or (
            before == "." and text[start - 2 : start - 1].isalnum()
        )
        if is_inside and not _GLUED_MARK.search(text, max(0, start - 5), start):
            continue
        if (whole := _DOI.match(text, start)) is None:
            continue
        done = whole.end()
        value = doi.trim(whole[0])
        if text.startswith(_ARXIV_PREFIXES, done):
            value = value.rstrip("/")
        cited, fault = doi.parse(value, until), doi.fault(value, until)
        if cited or fault:
            mark = _DOI_MARK.search(text, max(0, start - 16), start)
            first = mark.start() if mark and not _LINE_BREAK.search(mark[0]) else start
            yield Found(first, start + len(value), cited, fault, "DOI")
    if "10/" in text:
        for match in _SHORT.finditer(text):
            start = match.start() - 2
            mark = _DOI_MARK.search(text, max(0, start - 16), start)
            cited = doi.parse(text[start : match.end()])
            code = text[start + 3 : match.end()]
            is_bare = start == 0 or text[start - 1] in " \t\n(["
            if cited and (mark or (is_bare and _SHORT_BARE.fullmatch(code))):
                first = mark.start() if mark else start
                yield Found(first, match.end(), cited, "", "shortDOI")


def _beside(
    text: str, founds: list[Found], sightings: list[Sighting]
) -> tuple[list[Found], list[Found]]:
    """ArXiv identifiers beside what was found already, and what looks like one inside of it."""
    spans = Spans(founds)
    result: list[Found] = []
    hidden: list[Found] = []
    for one in sightings:
        if holder := spans.holder(one.start):
            inside = "a DOI" if holder.form == "DOI" else "another address"
            is_other = holder.cited and holder.cited.identifier.scheme != "arxiv"
            if is_other and (one.cited or "part of" in one.why):
                why = f"it is inside {inside}"
                hidden.append(Found(one.start, one.end, None, why, one.form, is_look_alike=True))
            continue
        shown = text[one.start : one.end]
        start = one.first if one.is_marked and one.cited else one.start
        start = one.start if start in spans else start
        why = f"{shown} is no arXiv identifier: {one.why}" if one.why and one.is_marked else one.why
        is_look_alike = bool(one.why) and not one.is_marked
        result.append(Found(start, one.end, one.cited, why, one.form, is_look_alike))
    return result, hidden
