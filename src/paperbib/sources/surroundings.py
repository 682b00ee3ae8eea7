r"""What stands around a name and is none of it: titles, degrees, signs of footnotes.

Source: author lists of arXiv, typed by hand and taken over from papers' LaTeX
(``\inst{1}``, ``Smith$^{1,2}$``, ``Prof. Jane Doe, Ph.D.``).
"""

from __future__ import annotations

import re

_COMMAND = r"\\(?:inst|thanks|footnote|fnref|corref|altaffil|email|orcid)"
COMMAND = rf"{_COMMAND}[a-z]*(?:\[[^\[\]]*\])?\{{[^{{}}]*\}}"
"""LaTeX's commands for footnotes and addresses, with what is in their braces."""
MARK = r"\$[^$]*\$|\^\{[^{}]*\}|\^[\d,*]+|\[[\d, ]*\]"
"""A number of a footnote or an address, as TeX or in brackets."""

_LAST_MARK = re.compile(rf" ?(?:{MARK}|\([^()]*\)|{_COMMAND}[^\\]*)\Z")
_LAST_NUMBERS = re.compile(r"(?<=[^\W\d_]{3})\d{1,2}(?:,\d{1,2})*\Z")
_SIGNS = "*∗⋆†‡§¶# "
_MOST_MARKS = 4
_FULL_STOP = re.compile(r"[^\W\d_]{3}\.\Z")
_TITLES = re.compile(r"\A(?:(?:Dr|Prof)(?:\. ?| )|Professor )+(?=\S)")
_LEADING = ("Dr", "Prof")
_PHD = r"Ph\.? ?D\.?"
_DEGREE = re.compile(rf"{_PHD}|MD|MBA|MSc|BSc|DSc|FRS|Esq\.?")
_LAST_DEGREE = re.compile(rf"(?:,? (?P<sure>{_PHD}|Esq\.?)|, ?(?:{_DEGREE.pattern}))\Z")
_DEGREE_ENDS = ("D", "D.", "Sc", "MBA", "FRS", "Esq", "Esq.")
_APPENDIX = re.compile(
    r"(?i)(?:\A|,? )\(?(?:and )?with an? (?:[a-z-]+ )?append(?:ix|ices) (?:by|of) (?=\S)"
)


def is_degree(text: str) -> bool:
    """Whether this is a degree, and no name.

    >>> is_degree("Ph.D."), is_degree("M. D.")
    (True, False)
    """
    return text.endswith(_DEGREE_ENDS) and _DEGREE.fullmatch(text) is not None


def strip(text: str) -> str:
    """The name alone; empty where nothing else is there.

    >>> strip("Dr. John Smith*, Ph.D.")
    'John Smith'
    """
    return without_titles(without_marks(text))


def without_titles(text: str) -> str:
    """The name without the titles in front of it."""
    return _TITLES.sub("", text) if text.startswith(_LEADING) or text[:9] == "Professor" else text


def without_marks(text: str, *, is_alone: bool = True) -> str:
    """The name without what follows it: degrees, signs, numbers, a full stop.

    Args:
        text: The name, or its end.
        is_alone: Nothing comes before; the number of a single word (``Claude3``)
            is then part of it.
    """
    if text.endswith(_DEGREE_ENDS) and " " in text:
        text = _without_degree(text)
    if text[-1:].isalpha() and "^" not in text and "\\" not in text:
        return text
    for _ in range(_MOST_MARKS):
        text = _LAST_MARK.sub("", text).rstrip(_SIGNS)
    if not text or text[-1].isalpha():
        return text
    text = _LAST_NUMBERS.sub("", text) if " " in text or not is_alone else text
    return text[:-1] if _FULL_STOP.search(text[-4:]) else text


def _without_degree(text: str) -> str:
    """But "Smith, MD" and "van Dyk, MD" may be a family name and initials."""
    match = _LAST_DEGREE.search(text)
    if match is None:
        return text
    head = text[: match.start()]
    return head if match["sure"] or (" " in head and not head[0].islower()) else text


def without_appendix(text: str) -> str:
    """Of ``A. Smith, with an appendix by C. Roe`` Smith; Roe, where nobody comes before.

    >>> without_appendix("with an appendix by Carl Roe")
    'Carl Roe'
    """
    match = _APPENDIX.search(text) if "ppend" in text else None
    if match is None:
        return text
    return text[: match.start()] if match.start() else text[match.end() :]
