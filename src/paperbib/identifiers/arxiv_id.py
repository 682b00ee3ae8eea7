"""arXiv identifiers, new style and old.

Source: https://info.arxiv.org/help/arxiv_identifier.html. New style since
April 2007: ``YYMM.NNNN`` to December 2014 and ``YYMM.NNNNN`` since January
2015. Old style from July 1991 to March 2007: ``archive/YYMMNNN``, with a
subject class that is no part of the identity (``math.GT/0309136``).
"""

from __future__ import annotations

import re
from typing import NamedTuple

from paperbib.identifiers.identifier import Identifier

ARCHIVES = frozenset(
    """
    acc-phys adap-org alg-geom ao-sci astro-ph atom-ph bayes-an chao-dyn chem-ph cmp-lg comp-gas
    cond-mat cs dg-ga funct-an gr-qc hep-ex hep-lat hep-ph hep-th math math-ph mtrl-th nlin nucl-ex
    nucl-th patt-sol physics plasm-ph q-alg q-bio quant-ph solv-int supr-con
    """.split()
)
"""Archives that ever gave out old-style identifiers, defunct ones included."""

NEW_STYLE = r"\d{4}\.\d{4,5}"
OLD_STYLE = r"(?:" + "|".join(sorted(ARCHIVES, key=len, reverse=True)) + r")(?:\.[A-Z]{2})?/\d{7}"
PATTERN = rf"(?:{NEW_STYLE}|{OLD_STYLE})(?:v[1-9]\d{{0,2}})?"
"""A regex source for an identifier with an optional version; boundaries are the caller's."""

_WHOLE = re.compile(
    rf"(?:arxiv:\s*)?(?:(?P<new>{NEW_STYLE})|(?P<archive>[a-z-]+)(?:\.[a-z-]{{2,10}})?/(?P<number>\d{{7}}))"
    r"(?:v(?P<version>[1-9]\d{0,2}))?",
    re.IGNORECASE | re.ASCII,
)
_CODED_OLD = re.compile(
    r"(?P<archive>[a-z]{2,8}(?:-(?:ph|th|qc|ex|lat|mat|bio|alg|geom|dyn|sol|int|con|lg|an|gas|org|sci))?)"
    r"(?:-[a-z]{2})?-(?P<number>\d{7})",
    re.IGNORECASE,
)
_FIRST_NEW, _FIRST_FIVE_DIGITS = 704, 1501
_EVER = 9999
_OLD_FROM, _OLD_TO = (1991, 7), (2007, 3)


class Cited(NamedTuple):
    """An identifier as cited: which paper, and which version of it, if any was named."""

    identifier: Identifier
    version: int | None = None


def fault(text: str, until: int = _EVER) -> str | None:
    """Say why ``text``, which has the shape of an arXiv identifier, cannot be one.

    Args:
        text: As for `parse`.
        until: The last possible YYMM, as in 2611.

    Returns:
        None for a possible identifier, otherwise the reason in a few words.

    >>> fault("1713.00001")
    'there is no month 13'
    >>> fault("1706.03762v7") is None
    True
    """
    match = _WHOLE.fullmatch(text.strip())
    if match is None:
        return "it does not have the form of an arXiv identifier"
    return _fault(match, until)


def _fault(match: re.Match[str], until: int) -> str | None:
    if match["new"]:
        return _new_style_fault(match["new"], until)
    return _old_style_fault(match["archive"].lower(), match["number"])


def _new_style_fault(value: str, until: int) -> str | None:
    year_month, number = value.split(".")
    month = int(year_month[2:])
    if not 1 <= month <= 12:  # noqa: PLR2004 - months
        return f"there is no month {year_month[2:]}"
    if int(year_month) < _FIRST_NEW:
        return "identifiers of this form start in April 2007 (0704)"
    if int(year_month) > until:
        return "its month is still to come"
    width = 5 if int(year_month) >= _FIRST_FIVE_DIGITS else 4
    if len(number) != width:
        return f"identifiers of {year_month} have {width} digits after the dot, not {len(number)}"
    if int(number) == 0:
        return "numbering starts at 1"
    return None


def _old_style_fault(archive: str, number: str) -> str | None:
    if archive not in ARCHIVES:
        return f"there is no arXiv archive {archive!r}"
    year = int(number[:2])
    year += 1900 if year >= 91 else 2000  # noqa: PLR2004 - arXiv started in 1991
    month = int(number[2:4])
    if not 1 <= month <= 12:  # noqa: PLR2004 - months
        return f"there is no month {number[2:4]}"
    if not _OLD_FROM <= (year, month) <= _OLD_TO:
        return "old-style identifiers end in March 2007 (0703)"
    return None


def parse(text: str, until: int = _EVER) -> Cited | None:
    """Parse a whole string as an arXiv identifier.

    Accepts an ``arXiv:`` prefix, a subject class, a version and any case; none
    of a month later than ``until`` (YYMM).

    Returns:
        The versionless identifier and the version cited, or None.

    >>> parse("arXiv:math.GT/0309136v2")
    Cited(identifier=Identifier(scheme='arxiv', value='math/0309136'), version=2)
    >>> parse("1713.00001") is None
    True
    """
    match = _WHOLE.fullmatch(text.strip())
    if match is None or _fault(match, until) is not None:
        return None
    value = match["new"] or f"{match['archive'].lower()}/{match['number']}"
    version = int(match["version"]) if match["version"] else None
    return Cited(Identifier("arxiv", value), version)


def year_month(identifier: Identifier) -> int:
    """The YYMM of a new-style identifier as a number (1706); 0 for old style."""
    head = identifier.value.split(".")[0]
    return int(head) if head.isdigit() else 0


def from_code(code: str) -> str:
    """The identifier in an ADS bibcode or a DBLP key of an arXiv paper.

    >>> from_code("2017arXiv170603762V"), from_code("journals/corr/abs-1810-04805")
    ('1706.03762', '1810.04805')
    """
    key = re.split(r"arxiv|corr/(?:abs[-/])?", code, flags=re.IGNORECASE)[-1]
    if old := _CODED_OLD.match(key):
        return f"{old['archive'].lower()}/{old['number']}"
    number = re.sub(r"\D", "", key)
    return f"{number[:4]}.{number[4:]}"
