"""arXiv identifiers as whole numbers, the fastest key an SQLite table has.

A new-style identifier ``YYMM.NNNNN`` is ``YYMM`` times 100,000 plus its number;
an old-style one starts at a thousand million, ten million numbers per archive.
Every number has four bytes, and the order is nearly that of the bulk file.
"""

from __future__ import annotations

from functools import lru_cache

from paperbib.identifiers import arxiv_id
from paperbib.identifiers.identifier import Identifier

_MONTH, _OLD, _ARCHIVE = 100_000, 1_000_000_000, 10_000_000
_FIRST_FIVE_DIGITS = 1501
_HEAD = 4
# The place in this table is part of the index's format: new archives go to the end.
_ARCHIVES = tuple(
    """
    acc-phys adap-org alg-geom ao-sci astro-ph atom-ph bayes-an chao-dyn chem-ph cmp-lg comp-gas
    cond-mat cs dg-ga funct-an gr-qc hep-ex hep-lat hep-ph hep-th math math-ph mtrl-th nlin nucl-ex
    nucl-th patt-sol physics plasm-ph q-alg q-bio quant-ph solv-int supr-con
    """.split()
)
_PLACE_BY_ARCHIVE = {name: place for place, name in enumerate(_ARCHIVES)}


def from_text(text: str) -> int | None:
    """The number of an identifier as the bulk file writes it.

    A subject class is dropped, as everywhere. An identifier with a version is
    none here: a record of the bulk file is about all versions.

    >>> from_text("0704.0001"), from_text("math.GT/0309136"), from_text("1706.03762v2")
    (70400001, 1200309136, None)
    """
    head, number = text[:_HEAD], text[_HEAD + 1 :]
    # The quick way: a regex per record would be half the time of a build.
    if (
        text[_HEAD : _HEAD + 1] == "."
        and number.isascii()
        and number.isdigit()
        and len(number) == _width(head)
        and (found := int(number))
    ):
        return int(head) * _MONTH + found
    cited = arxiv_id.parse(text)
    return from_identifier(cited.identifier) if cited and cited.version is None else None


def from_identifier(identifier: Identifier) -> int | None:
    """The number of an identifier; None for one that is not arXiv's.

    >>> from_identifier(Identifier("arxiv", "1706.03762"))
    170603762
    """
    if identifier.scheme != "arxiv":
        return None
    archive, slash, number = identifier.value.partition("/")
    if not slash:
        head, _, number = identifier.value.partition(".")
        return int(head) * _MONTH + int(number) if (head + number).isdecimal() else None
    place = _PLACE_BY_ARCHIVE.get(archive)
    if place is None or not number.isdecimal():
        return None
    return _OLD + place * _ARCHIVE + int(number)


def to_identifier(number: int) -> Identifier:
    """The identifier of a number.

    Raises:
        ValueError: When no identifier has this number.

    >>> to_identifier(70400001).value, to_identifier(1200309136).value
    ('0704.0001', 'math/0309136')
    """
    if number >= _OLD:
        place, rest = divmod(number - _OLD, _ARCHIVE)
        if place >= len(_ARCHIVES):
            raise ValueError(f"{number} is the number of no arXiv identifier")
        return Identifier("arxiv", f"{_ARCHIVES[place]}/{rest:07}")
    month, rest = divmod(number, _MONTH)
    width = 5 if month >= _FIRST_FIVE_DIGITS else 4
    return Identifier("arxiv", f"{month:04}.{rest:0{width}}")


@lru_cache(maxsize=4096)
def _width(head: str) -> int:
    """Digits after the dot of identifiers of a month; 0 where it is no month of arXiv's."""
    return next((width for width in (4, 5) if arxiv_id.parse(f"{head}.{1:0{width}}")), 0)
