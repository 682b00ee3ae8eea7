"""What stands in front of a title: numbers, todo words, labels, years, weeks."""

from __future__ import annotations

import re
from typing import NamedTuple

from paperbib.extract.context.asides import skip_schedule
from paperbib.extract.context.titles import leading_year

_PAPER = (
    r"(?:(?:the|original|research|scientific|journal|conference|key|main|arxiv) ){0,2}"
    r"(?:papers?|articles?|preprints?|pre-prints?|pdf|publication|artikel|artículo|article|papier"
    r"|статья|препринт|论文|論文|문헌|논문)"
)
PAPER = re.compile(_PAPER, re.IGNORECASE)
"""Words that say of a thing that it is a paper."""
_NUMBER = re.compile(
    r"(?:\[\d{1,3}\]|\(\d{1,3}\)|\d{1,3}[.)](?=\s)|[•◦▪‣●○►▶→·–—*+-](?=\s)|#\d{1,3}(?=\s))\s*"
)
_PICTURES = re.compile(
    "[\u2190-\u21ff\u2300-\u23ff\u25a0-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff\ufe0f\u200d\u20e3"
    "\U000e0020-\U000e007f]+"
)
_TODO = re.compile(
    r"(?:TODO|TO-DO|TOREAD|TO READ|DONE|LATER|NEXT|DOING|WAITING|TBR|WIP|FIXME)\b\s*[:：-]?\s+"
    r"|\[(?: |x|X|-)\]\s*"
)
_READ = re.compile(
    r"[\[(【]?(?:(?:please |also |must |to ?|re-?|should )?(?:read|skim|study)(?:ing)?"
    r"(?: next| later)?|to[- ]?read|to[- ]?do|todo|must[- ]read|next|title|book|lesen|zu lesen"
    r"|gelesen|lire|à lire|lu|leer|leído|leggere|da leggere|ler|para ler|читать|прочитать|待读"
    r"|已读|阅读|必读|精读|读|标题|题目|タイトル|titel|titre|título|titolo|название)[\])】]?\s*[:：]\s*",
    re.IGNORECASE,
)
_READ_WORD = re.compile(
    r"(?:[Rr]e-?read|[Rr]ead|[Ss]kim|[Ff]inish reading)\s+(?:the )?(?:paper )?(?=[A-Z\"“‘«*\d])"
)
_PAPER_LABEL = re.compile(
    rf"(?:[\[(【](?:{_PAPER})[\])】]\s*[:：–—-]?\s*|(?:{_PAPER})\s*(?:\d{{1,2}}\s*)?[:：]\s*"
    rf"|(?:{_PAPER})\s+[-–—]+\s+|(?:the )?paper\s+(?=[\"“«]))(?=\S)",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"[\[(【](?:[A-Za-z][\w+/& .-]{0,28}|[\u3040-\u30ff\u3400-\u9fff]{1,10})[\])】]"
    r"\s*[:：]?\s*(?=\S)"
)
_DATED = re.compile(r"(?:19|20)\d\d\s*[:：]\s")
_LOGGED = re.compile(
    r"[\[(<]?(?:19|20)\d\d([-./])\d{1,2}\1\d{1,2}(?: [A-Za-z]{2,3}\.?)?[\])>]?"
    r"\s*[:：–—|-]*\s+(?=\S)"
)
"""The day of an entry in a log: when somebody read it, not when it was published."""
_MOST = 6


class Front(NamedTuple):
    """What stands in front.

    Attributes:
        end: Where the rest starts.
        year: The year there.
        is_called_paper: Whether it says that a paper follows.
        is_sure: Whether it is no part of the title for sure.
    """

    end: int
    year: int | None = None
    is_called_paper: bool = False
    is_sure: bool = True


def skip_marks(text: str) -> int:
    """Where the words of an item start, behind numbers, pictures and todo marks.

    >>> "⭐ 1. TODO BERT"[skip_marks("⭐ 1. TODO BERT"):]
    'BERT'
    """
    place = 0
    for _ in range(_MOST):
        start = place
        for pattern in (_PICTURES, _TODO, _NUMBER):
            if (match := pattern.match(text, place)) and match.end() < len(text):
                place = match.end()
        while place < len(text) and text[place].isspace():
            place += 1
        if place == start:
            break
    return place


def read_front(text: str, *, is_dated: bool) -> Front:
    """Read labels, weeks and years in front of a title.

    Args:
        text: Without marks in front of it.
        is_dated: Whether a year with a colon is that of the paper, as in its neighbours.

    >>> read_front("Paper: BERT", is_dated=False)
    Front(end=7, year=None, is_called_paper=True, is_sure=True)
    """
    logged = _LOGGED.match(text)
    place, year, is_called, is_sure = logged.end() if logged else 0, None, False, True
    for _ in range(_MOST):
        start = place
        if match := _PAPER_LABEL.match(text, place):
            place, is_called = match.end(), True
        if match := _READ.match(text, place):
            place = match.end()
        if year is None:
            is_titles_own = _DATED.match(text, place) is not None and not is_dated
            told, skip = leading_year(text[place:])
            if told is not None and not is_titles_own:
                place, year = place + skip, told
        place = skip_schedule(text, place, is_todo=False)
        if (match := _LABEL.match(text, place)) and place == start:
            place = match.end()
        if place == start:
            break
    if (match := _READ_WORD.match(text, place)) and match.end() < len(text):
        place, is_sure = match.end(), False
    if place >= len(text):
        return Front(0)
    return Front(place, year, is_called, is_sure)
