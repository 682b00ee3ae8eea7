"""Pasted references: where the title stands among authors, venue and year.

Behind the authors (``Vaswani, A. et al. (2017). Title.``), between quotes
(``A. Vaswani, "Title," in NIPS``), or in front (``Title. A. Vaswani. NIPS``).
The words are those of the common styles (APA, IEEE, Vancouver, plain BibTeX).
"""

from __future__ import annotations

import re
from typing import NamedTuple

from paperbib.extract.context.asides import without_reading_record
from paperbib.extract.context.labels import is_beside, is_label

_UPPER = r"[^\W\d_a-z]"
_WORD = rf"{_UPPER}[\w'’-]*"
_PARTICLES = r"(?:(?:van|von|der|den|de|del|della|di|da|dos|la|le|bin|al|ten|ter) ){0,3}"
_FAMILY = rf"{_PARTICLES}{_UPPER}[\w'’-]+"
_INITIALS = rf"(?:{_UPPER}\.[ -]?){{1,3}}"
_SHORT_NAME = (
    rf"(?>{_INITIALS} ?{_PARTICLES}{_UPPER}[\w'’-]+"
    rf"|{_PARTICLES}{_UPPER}[\w'’-]+(?: {_UPPER}[\w'’-]+)?,? "
    rf"(?:{_UPPER}\.[ -]?){{1,3}}(?<=\.)"
    rf"|{_PARTICLES}{_UPPER}[\w'’-]+ [A-Z](?: ?[A-Z]){{0,2}}(?=[,.;]))"
)
_LONG_NAME = rf"(?>{_UPPER}[\w'’-]+(?: {_UPPER}\.)?(?: {_PARTICLES}{_UPPER}[\w'’-]+){{1,2}})"
_AND = r"(?:,? (?:and|&|und|et|y) )"
_SEPARATOR = rf"(?>(?:,? (?:\.\.\.|…))?{_AND}|[,;] (?!et al))"
_ET_AL = r"(?:,? et al\b\.?|,? and others|,? u\. ?a\.|,? и др\.|,? 等)"
_NAMES = re.compile(
    rf"(?:{_SHORT_NAME}(?:{_SEPARATOR}{_SHORT_NAME}){{0,60}}{_ET_AL}?"
    rf"|{_LONG_NAME}(?:, {_LONG_NAME}){{0,60}}(?:{_AND}{_LONG_NAME}|{_ET_AL})"
    rf"|{_LONG_NAME}(?:, {_LONG_NAME}){{2,60}}(?=\.)"
    rf"|(?:{_PARTICLES}{_UPPER}[\w'’-]+)(?:(?:{_AND}|,? ){_WORD}){{0,5}}{_ET_AL}"
    rf"|{_FAMILY}(?:(?:, {_FAMILY}){{1,5}},?(?: (?:and|&) {_FAMILY})?| (?:and|&) {_FAMILY})"
    r"(?= \((?:19|20)\d\d[a-z]?\)| (?:19|20)\d\d[a-z]?[,.:]))"
)
_NUMBER = re.compile(r"\s*(?:\[\w{1,10}\+?\d{0,4}\]|\(?\d{1,3}[.)])?\s*(?:[-–—•]\s*)?")
_YEAR_BEHIND = re.compile(
    r",?\s*(?:\((?P<a>(?:19|20)\d\d)[a-z]?[^()]{0,30}\)|(?P<b>(?:19|20)\d\d))"
)
_STOP = re.compile(r"\s*[.,:;]?\s+(?=[^\Wa-z]|[\"“'‘(])")
_END = re.compile(
    r"(?<=[^\W_]{2})[.](?=\s|$)|(?<=[^\W_])[?!](?=\s+[^\Wa-z]|$)|\s*//(?=\s)"
    r"|\s*(?=\[[A-Z](?:/[A-Z]{2})?\])"
)
_QUOTE = re.compile(r"[\"“„«「《](?P<inner>[^\"“”„«»「」《》]{3,400})[\"”“»」》]")
_BY_BEHIND = re.compile(r"[\s,]*(?:by|von|de|par|от|di)\s+(?=[^\Wa-z])")
_WITHIN_TITLE = re.compile(r"\s*:\s*\w|\s+[a-z]|[^\W_]")
_TITLE_END = re.compile(r"(?<=[^\W_]{2})[.?!][\"”]?\s+(?=\S)")
_AUTHORS_BEHIND = re.compile(
    rf"(?:[,.;:]| [-–—|]| by| \()\s*(?:{_PARTICLES}{_WORD}\.?,?(?: and| &)? ){{1,6}}et al\b"
)
_BEHIND_COMMA = re.compile(_AUTHORS_BEHIND.pattern.replace("[,.;:]", "[,.;]", 1))
_BY = re.compile(rf"\s(?:by|[-–—|])\s+(?={_NAMES.pattern}[\s.,;)]*(?:\(?(?:19|20)\d\d\)?[\s.]*)?$)")
_A_YEAR = re.compile(r"(?<![\w./-])(?:19|20)\d\d(?![\d/-]|\.\d)")
_SMALL_WORDS = frozenset("and et al van von der den de del di da la le und y u a i и др".split())
_SIGNS = (
    ". ",
    "et al",
    '"',
    "“",
    "„",
    "«",
    "「",
    "《",
    " by ",
    " & ",
    "等",
    " - ",
    " – ",
    " — ",
    " (",
)
_CHINESE = re.compile(
    r"[一-鿿]{2,4}(?:[,，、] ?[一-鿿]{2,4}){0,20}(?:[,，]? ?等)?[.．] ?"
    r"(?P<title>[^\[\].．]{4,200})(?=\[[A-Z]|[.．])"
)
_A_YEAR_ONLY = re.compile(r"[\s,.(\[]*(?:(?:19|20)\d\d[a-z]?)?[\s)\].]*")
_PAIR = re.compile(rf"(?:{_FAMILY}, ){{0,4}}{_FAMILY},? & {_FAMILY}(?:,? \(?(?:19|20)\d\d\)?)?")
_LONGEST = 700
_FEW_WORDS = 2


class Span(NamedTuple):
    """The title of a reference: ``text[start:end]``, and the year beside it."""

    start: int
    end: int
    year: int | None


def find_title(text: str) -> Span | None:
    """Find the title in a reference; None where the text is not written as one.

    >>> text = 'Vaswani et al. (2017). Attention is all you need. arXiv'
    >>> text[slice(*find_title(text)[:2])], find_title(text).year
    ('Attention is all you need', 2017)
    >>> find_title("Attention is all you need")
    """
    text = text[:_LONGEST]
    if not _may_be_reference(text):
        return None
    number = _NUMBER.match(text)
    begin = number.end() if number else 0
    if match := _CHINESE.match(text, begin):
        return Span(match.start("title"), match.end("title"), only_year(text))
    return _quoted(text, begin) or _behind_authors(text, begin) or _before_authors(text, begin)


def starts_with_names(text: str) -> bool:
    """Whether a text starts with the names of authors.

    >>> starts_with_names("A. Vaswani, N. Shazeer"), starts_with_names("Attention, for one")
    (True, False)
    """
    return _NAMES.match(text.lstrip()[:_LONGEST]) is not None


def is_names(text: str) -> bool:
    """Whether a text is a list of names, two at least, maybe with a year, and nothing else.

    >>> is_names("Gal & Ghahramani"), is_names("Chen et al. (2017)"), is_names("Deep Learning")
    (True, True, False)
    """
    text = text.strip(" \t.,;()[]")[:_LONGEST]
    if " & " in text and _PAIR.fullmatch(text):
        return True
    names = _NAMES.match(text)
    return names is not None and _A_YEAR_ONLY.fullmatch(text, names.end()) is not None


def only_year(text: str) -> int | None:
    """The year in a text that names just one."""
    years = set(_A_YEAR.findall(without_reading_record(text)))
    return int(years.pop()) if len(years) == 1 else None


def _may_be_reference(text: str) -> bool:
    return any(sign in text for sign in _SIGNS)


def _quoted(text: str, begin: int) -> Span | None:
    quote = _QUOTE.search(text, begin)
    if quote is None:
        return None
    before = text[begin : quote.start()].strip()
    if not before:
        if _WITHIN_TITLE.match(text, quote.end()) and not _BY_BEHIND.match(text, quote.end()):
            return None
    elif not is_label(before):
        names = _NAMES.match(before)
        is_list = names is not None or (before.endswith((",", ".", ":")) and _are_names(before))
        if not is_list or len(quote["inner"].split()) < _FEW_WORDS:
            return None
    return Span(quote.start("inner"), quote.end("inner"), only_year(text))


def _are_names(text: str) -> bool:
    """Whether a text before a quote is a list of names: capitals, and commas between."""
    words = re.findall(r"[^\W\d_]+", text)
    small = [word for word in words if word.islower()]
    return bool(words) and all(word in _SMALL_WORDS for word in small)


def _behind_authors(text: str, begin: int) -> Span | None:
    names = _NAMES.match(text, begin)
    if names is None:
        return None
    place = names.end()
    year = _YEAR_BEHIND.match(text, place)
    if year is not None:
        place = year.end()
    stop = _STOP.match(text, place)
    if stop is None:
        return None
    if year is None and stop[0].strip() == "" and not names[0].endswith("."):
        return None
    start = stop.end()
    end = _END.search(text, start)
    finish = len(text) if end is None else end.start() + (end[0] != ".")
    if is_beside(text[start:finish]):
        return None
    value = (year["a"] or year["b"]) if year is not None else None
    return Span(start, finish, int(value) if value else only_year(text))


def _before_authors(text: str, begin: int) -> Span | None:
    end = _TITLE_END.search(text, begin)
    if end is not None and (names := _NAMES.match(text, end.end())):
        stop = end.start() + (end[0][0] != ".")
        return Span(begin, stop, only_year(text[names.end() :]))
    if "et al" in text:
        # A title may hold a colon; the authors seldom stand behind one.
        tail = _BEHIND_COMMA.search(text, begin) or _AUTHORS_BEHIND.search(text, begin)
    else:
        tail = _BY.search(text, begin)
    if tail is not None and tail.start() > begin:
        return Span(begin, tail.start(), only_year(text[tail.start() :]))
    return None
