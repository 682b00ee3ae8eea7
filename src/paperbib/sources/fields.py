"""Cleaning of metadata fields that more than one source gives."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime

from paperbib.identifiers import doi
from paperbib.identifiers.identifier import Identifier
from paperbib.model import PartialDate
from paperbib.sources import tex

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\s]+")
_TO_DO = re.compile(r"  |[\\${]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_ISO_PARTIAL = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", re.ASCII)
_ISO_START = re.compile(r"\d{4}-\d\d-\d\d[T ]", re.ASCII)
_RFC_5322_IN_UTC = re.compile(
    r"(?:[A-Z][a-z]{2}, )?(\d{1,2}) ([A-Z][a-z]{2}) (\d{4}) \d\d:\d\d:\d\d (?:GMT|UTC|\+0000)",
    re.ASCII,
)
_MONTH_BY_NAME = {
    name: number
    for number, name in enumerate("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(), 1)
}
_MOST_DOIS = 20
_RESOLVER = re.compile(r"(?i)https?://(?:dx\.)?doi\.org/")


def squeeze(text: str | None) -> str | None:
    r"""Put a text on one line, its TeX in one form (`tex`); None for one without a character.

    Control characters become spaces, lone surrogates (which no file can hold)
    question marks.

    >>> squeeze("  Calculation of\n  prompt diphoton ")
    'Calculation of prompt diphoton'
    """
    if not text:
        return None
    if text.isprintable() and text[0] != " " != text[-1] and not _TO_DO.search(text):
        return text
    one_line = " ".join(text.split())
    if not one_line.isprintable():
        one_line = _CONTROL.sub(" ", _SURROGATE.sub("?", one_line))
    return tex.decode(one_line).strip() or None


def article_doi(*texts: str | None) -> str | None:
    """The plain DOIs of the published article, separated by a blank; None where there is none.

    arXiv's field is filled by hand: there may be several, in one text or in several, of which
    the first is the article as a rule, and the others are errata; and there may be URLs.
    arXiv's own DOI is none of an article.

    >>> article_doi("https://doi.org/10.1364/JOSAA.23.002578 10.48550/arXiv.1706.03762")
    '10.1364/JOSAA.23.002578'
    >>> article_doi("10.1000/a, 10.1000/b", "10.1000/A")
    '10.1000/a 10.1000/b'
    """
    found: dict[Identifier, str] = {}
    for word in " ".join(filter(None, texts)).split()[:_MOST_DOIS]:
        cited = doi.parse(doi.trim(_RESOLVER.sub("", word)))
        if cited and cited.identifier.scheme == "doi":
            found.setdefault(cited.identifier, cited.identifier.value)
    return " ".join(found.values()) or None


def date_of(text: str) -> PartialDate:
    """The day, in UTC, of a time as arXiv writes it; or of a partial date.

    Args:
        text: RFC 5322 (``Mon, 2 Apr 2007 22:18:42 -0400``) or ISO 8601, which may
            end after the year, the month or the day. A time without a zone is in UTC.

    Raises:
        ValueError: When it is neither, or there is no such day.

    >>> str(date_of("Mon, 2 Apr 2007 22:18:42 -0400")), str(date_of("2007-04"))
    ('2007-04-03', '2007-04')
    """
    text = text.strip()
    try:
        if (in_utc := _RFC_5322_IN_UTC.fullmatch(text)) and in_utc[2] in _MONTH_BY_NAME:
            known = date(int(in_utc[3]), _MONTH_BY_NAME[in_utc[2]], int(in_utc[1]))
            return PartialDate(year=known.year, month=known.month, day=known.day)
        if partial := _ISO_PARTIAL.fullmatch(text):
            year, month, day = (int(part) if part else None for part in partial.groups())
            date(year or 0, month or 1, day or 1)  # raises where there is no such day
            return PartialDate(year=year or 0, month=month, day=day)
        is_iso = _ISO_START.match(text)
        moment = datetime.fromisoformat(text) if is_iso else parsedate_to_datetime(text)
        moment = moment.astimezone(UTC) if moment.tzinfo else moment
    except (ValueError, OverflowError) as error:
        raise ValueError(f"{text!r} is no date") from error
    return PartialDate(year=moment.year, month=moment.month, day=moment.day)
