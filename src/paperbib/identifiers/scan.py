"""Find identifiers in running text.

URLs first, then DOIs, then arXiv identifiers outside both: what stands inside
a URL or a DOI is part of it. Every pattern starts with a literal and is linear
in the text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from paperbib.identifiers import arxiv_text, doi, normal, web
from paperbib.identifiers.arxiv_id import Cited

_URL = re.compile(
    # A DOI of a journal's article may hold its page in angle brackets.
    rf":(?:(?<=https:)|(?<=http:)|(?<=ftp:))//"
    rf"(?:[^\s<>\"`|{doi.FULL_WIDTH}]|<[^\s<>:/]{{1,12}}:[^\s<>]{{1,40}}>(?=[^\s<>]))+",
    re.IGNORECASE,
)
_GLUED = re.compile(
    r"(?<=[^/=:?&%(@._-])(?<!%[0-9a-f]{2})https?://|[,;](?=(?:arxiv:|doi:|10\.\d{4}))",
    re.IGNORECASE,
)
_TLD = re.compile(
    r"\.(?:(?<=www\.)[a-z0-9-]|(?:org|co|com|gov|edu|cool|org:\d+)(?=/))", re.IGNORECASE
)
_WWW = re.compile(
    rf"www\.(?:[\w-]+\.)+[a-z]{{2,18}}(?![\w-])(?:[:/?#][^\s<>\"`|{doi.FULL_WIDTH}]*)?",
    re.IGNORECASE,
)
_HOST = re.compile(r"(?<![\w@%.-])(?:[a-z0-9][\w-]*\.){1,4}\Z", re.IGNORECASE)
_REST = re.compile(rf"[a-z]+(?::\d+)?/[^\s<>\"`|{doi.FULL_WIDTH}]*", re.IGNORECASE)
_DOI_AT = re.compile(r"\.(?<=10\.)(?:\d{4}|97[89])", re.ASCII)
_DOI = re.compile(doi.PATTERN)
_DOI_MARK = re.compile(r"(?<![a-zA-Z0-9])doi(?:\.org)?[\s:=/\"'{(\[*_]{0,5}\Z", re.IGNORECASE)
_GLUED_MARK = re.compile(r"(?<![a-zA-Z0-9])doi\Z", re.IGNORECASE)
_SHORT = re.compile(r"/(?<=10/)[a-z][a-z0-9]{2,9}(?![^\W_]|[./-]\w)")
_SHORT_BARE = re.compile(r"(?=.*\d)(?=(?:.*[a-z]){3})[a-z0-9]{5,8}")
_LINE_BREAK = re.compile(r"[\r\n]")


class Found(NamedTuple):
    """An identifier found at ``text[start:end]``, or a candidate that is none.

    Attributes:
        start: First character.
        end: One past the last character.
        cited: What it is, or None where the candidate is none.
        fault: Why it is none; "" otherwise.
        form: How it is written, in a few words.
        is_look_alike: Whether nobody meant it as an identifier: no fault of the note.
    """

    start: int
    end: int
    cited: Cited | None
    fault: str = ""
    form: str = ""
    is_look_alike: bool = False


_TRACE = re.compile(
    r"://|\.(?<=\d\d\d\.)\d\d\d|/(?<=[a-zA-Z]/)\d{5}|\.(?<=10\.)(?:\d{4}|97[89])|\.(?<=www\.)\w"
    r"|\.(?:org|co|com|gov|edu|cool)[/:]|arXiv\d|abs[-/]|corr/|/(?<=10/)[a-z]|%2[fF]",
    re.IGNORECASE,
)


_TRACES = (
    re.compile(r":(?=//)"),
    re.compile(
        r"\.(?:(?<=\d\d\d\.)\d\d\d|(?<=10\.)(?:\d{4}|97[89])|(?<=www\.)\w|(?:org|co|com|gov|edu|cool)[/:])",
        re.IGNORECASE,
    ),
    re.compile(r"/(?:(?<=[a-zA-Z]/)\d{4}|(?<=10/)[a-z]|(?<=[oO][rR][rR]/)[a-zA-Z])"),
    re.compile(r"-(?<=abs-)\d{4}", re.IGNORECASE),
    re.compile(r"X(?<=arX)iv\d"),
    re.compile(r"%(?=2[fF])"),
)
_DECORATED = re.compile(r"\\(?=[!-/:-@\[-`{-~])|&(?=[#a-zA-Z])")
_DECORATED_WIDE = re.compile(
    "[\u00ad\u200b\u200e\u200f\u2010-\u2015\u2024\u202a-\u202f\u2044\u2060-\u2069\u2212\u2215\ufeff\uff00-\uff5e\U0001d7ce-\U0001d7ff]"
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
    founds = [*_urls(plain.text, until), *_dois(plain.text, until)]
    founds += _without_scheme(plain.text, founds, until)
    founds = _apart(founds)
    founds = _apart(founds + _arxiv(plain.folded, founds, until))
    if not plain.starts:
        return founds
    return [
        one._replace(start=plain.offset(one.start), end=plain.offset(one.end - 1) + 1)
        for one in founds
    ]


def _apart(founds: list[Found]) -> list[Found]:
    """In text order, without those inside another: the first and longest stays."""
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
    written = doi.trim(address, keep="-_" if "?" in address else "")
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


def _without_scheme(text: str, founds: list[Found], until: int) -> Iterator[Found]:
    """Addresses written without ``https://``: of papers, and those that start with www."""
    spans = _Spans(founds)
    for match in _TLD.finditer(text):
        if match.start() in spans:
            continue
        if www := _WWW.match(text, match.start() - 3):
            if match.start() > 3 and (
                text[match.start() - 4].isalnum() or text[match.start() - 4] in "/@.-"
            ):  # noqa: PLR2004
                continue
            address, start = doi.trim(www[0]), www.start()
            reading = web.read("http://" + address, until)
            if reading.cited or "arXiv" in reading.fault:
                yield Found(start, start + len(address), reading.cited, reading.fault, reading.form)
            continue
        host = _HOST.search(text, max(0, match.start() - 64), match.start() + 1)
        rest = _REST.match(text, match.start() + 1) if host else None
        if host and rest:
            address = doi.trim(host[0] + rest[0])
            reading = web.read("https://" + address, until)
            if reading.form != "address" and (reading.cited or reading.fault):
                start = host.start()
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
        if is_inside and not _GLUED_MARK.search(text, max(0, start - 4), start):
            continue
        if (whole := _DOI.match(text, start)) is None:
            continue
        done = whole.end()
        value = doi.trim(whole[0])
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


def _arxiv(text: str, founds: list[Found], until: int) -> list[Found]:
    spans = _Spans(founds)
    sightings = arxiv_text.find(text, until=until)
    result: list[Found] = []
    for one in sightings:
        if holder := spans.holder(one.start):
            inside = "a DOI" if holder.form == "DOI" else "another address"
            is_other = one.cited and holder.cited and holder.cited.identifier.scheme != "arxiv"
            if is_other:
                result.append(
                    Found(one.start, one.end, None, f"it is inside {inside}", one.form, True)
                )
            continue
        shown = text[one.start : one.end]
        start = one.first if one.is_marked and one.cited else one.start
        why = f"{shown} is no arXiv identifier: {one.why}" if one.why and one.is_marked else one.why
        result.append(
            Found(start, one.end, one.cited, why, one.form, bool(one.why) and not one.is_marked)
        )
    return result


class _Spans:
    """Where something was found already."""

    def __init__(self, founds: list[Found]) -> None:
        self.founds = sorted(founds, key=lambda one: one.start)
        self.starts = [one.start for one in self.founds]

    def holder(self, position: int) -> Found | None:
        """What was found over a position."""
        index = bisect_right(self.starts, position) - 1
        if index >= 0 and self.founds[index].end > position:
            return self.founds[index]
        return None

    def __contains__(self, position: int) -> bool:
        return self.holder(position) is not None
