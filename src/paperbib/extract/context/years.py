"""The year that the words around a reference give: of its venue, its authors, or a field."""

from __future__ import annotations

import re

from paperbib.extract.context.asides import without_reading_record
from paperbib.extract.context.citations import only_year, starts_with_names
from paperbib.extract.context.labels import venue_year

_NEAR = 40
_YEAR_AT_END = re.compile(r"[,.(\0]\s*(?P<year>(?:19|20)\d\d)[).\s]*$")
_DIGIT = re.compile(r"\d")
_YEAR_FIELD = re.compile(
    r"[\s>*_#•-]*(?:year|date|venue|journal|conference|published|publication|presented|年份|日期|会议"
    r"|期刊)(?: in| at| on)?[ \t*_]*[:：]",
    re.IGNORECASE,
)
_YEAR_BEHIND = re.compile(
    r"^[\s\0)\].,;:–—|(*_-]*"
    r"(?:(?!(?:In|Since|From|By|On|The|At|After|Before|Until|As|See|Read|My|Added) )"
    r"[A-Z][\w&/.-]*(?: [\w&/.-]+){0,3}?[ ,(]+)?"
    r"(?P<year>(?:19|20)\d\d)(?=[\s*_]*(?:[)\].,;|\0]|$))(?!\.\d)"
)


def field_year(line: str) -> int | None:
    """The year that a field like "Published in: NeurIPS 2017" gives."""
    return only_year(line) if _YEAR_FIELD.match(line) else None


def year_behind(line: str) -> int | None:
    """The year behind a reference on its line: of its venue, or in brackets."""
    if not _DIGIT.search(line):
        return None
    line = without_reading_record(line)
    match = _YEAR_BEHIND.search(line)
    if match is None:
        match = _YEAR_AT_END.search(line, max(len(line) - _NEAR, 0))
    return int(match["year"]) if match else venue_year(line)


def year_below(line: str) -> int | None:
    """The year in the line of authors and venue that goes on behind a title."""
    line = line.lstrip(" -–—>*_")
    if not _DIGIT.search(line):
        return None
    if line.startswith((".", ",", "(")) or starts_with_names(line):
        return only_year(line)
    return year_behind(line) or venue_year(line)
