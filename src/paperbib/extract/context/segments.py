"""Titles in lines of segments: ``Title — Authors — Venue Year``, ``Title: subtitle | Author``."""

from __future__ import annotations

import re

from paperbib.extract.context.citations import Span, is_names, only_year
from paperbib.extract.context.labels import is_beside, is_label

_SEPARATOR = re.compile(r"\s+(?:--+|[-–—|·•])(?:\s+|$)|\s*[｜]\s*")
_SIGNS = (" - ", " – ", " — ", " -- ", " | ", " · ", " • ", "｜")
_VENUE = re.compile(
    r"\W*[A-Z][\w&/.-]*(?: [\w&/.-]+){0,4}?[ ,'’(]*(?:(?:19|20)\d\d|['’]\d\d)"
    r"\)?(?:[ ,]*\(?(?:oral|spotlight|poster|highlight|best paper)\)?)?\W*"
)
_YEAR = re.compile(r"\W*(?:19|20)\d\d(?:[-/.]\d\d?){0,2}\W*")
_NAME = re.compile(r"(?:[^\W\d_a-z][\w'’.-]*)(?: [^\W\d_a-z][\w'’.-]*){0,2}")
_SITES = frozenset(("github", "gitlab", "arxiv", "openreview", "youtube", "medium", "tool", "book"))
_LONGEST = 400
_MOST = 8
_FEW = 3


def find_title(text: str) -> Span | None:
    """Find the title among segments; None where no segment is anything else.

    >>> line = "MC Dropout — Gal & Ghahramani — ICML 2016"
    >>> line[slice(*find_title(line)[:2])], find_title(line).year
    ('MC Dropout', 2016)
    """
    if len(text) > _LONGEST or not any(sign in text for sign in _SIGNS):
        return None
    spans = _segments(text)
    if not 1 < len(spans) <= _MOST:
        return None
    first, last = 0, len(spans) - 1
    while first < last and _is_beside(text[slice(*spans[first])]):
        first += 1
    while first < last:
        segment = text[slice(*spans[last])]
        sign = text[spans[last - 1][1] : spans[last][0]].strip()
        is_named = _is_single_name(segment) and (
            (sign in ("|", "｜") or last < len(spans) - 1)
            and len(text[slice(*spans[first])].split()) >= _FEW
        )
        if not (_is_beside(segment) or is_named):
            break
        last -= 1
    if (first, last) == (0, len(spans) - 1):
        return None
    start, end = spans[first][0], spans[last][1]
    around = f"{text[:start]} {text[end:]}"
    return Span(start, end, only_year(around))


def _segments(text: str) -> list[tuple[int, int]]:
    """The segments that are not blank."""
    spans, place = [], 0
    for match in _SEPARATOR.finditer(text):
        spans.append((place, match.start()))
        place = match.end()
    spans.append((place, len(text)))
    return [span for span in spans if text[slice(*span)].strip()]


def _is_beside(segment: str) -> bool:
    """Whether a segment is a label, authors, a venue or a year."""
    segment = segment.strip(" \t,;.*_")
    return (
        is_label(segment)
        or segment.lower() in _SITES
        or _YEAR.fullmatch(segment) is not None
        or _VENUE.fullmatch(segment) is not None
        or is_beside(segment)
        or is_names(segment)
    )


def _is_single_name(segment: str) -> bool:
    return _NAME.fullmatch(segment.strip(" \t,;.*_")) is not None
