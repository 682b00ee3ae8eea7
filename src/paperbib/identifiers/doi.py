"""DOIs: shape, trimming, canonical form.

Source: the DOI Handbook, section 2 (syntax, case-insensitive identity). arXiv's
own DOIs, ``10.48550/arXiv.X``, are arXiv identifiers here and never DOIs.
"""

from __future__ import annotations

import re

from paperbib.identifiers import arxiv_id
from paperbib.identifiers.arxiv_id import Cited
from paperbib.identifiers.identifier import Identifier

PATTERN = r"10\.\d{4,9}(?:\.\d{1,9}){0,4}/(?:[^\s\"<>|`]|<[^\s<>]{1,40}>)+"
"""A regex source for a DOI in running text; trim what it finds with `trim`."""

_WHOLE = re.compile(r"10\.\d{4,9}(?:\.\d{1,9}){0,4}/\S+", re.ASCII)
_ARXIV = re.compile(r"10\.48550/arxiv\.(?P<id>.+)", re.IGNORECASE)
_SENTENCE_MARKS = ".,;:!?'\"*_~-–—…\\^’”“»«›‹。，、；：？！）」』】"
_PAIRS = {")": "(", "]": "[", "}": "{", ">": "<"}


def _first_unopened_brace(text: str) -> int:
    depth = 0
    for index, char in enumerate(text) if "}" in text else ():
        depth += {"{": 1, "}": -1}.get(char, 0)
        if depth < 0:
            return index
    return len(text)


def trim(text: str) -> str:
    r"""Cut punctuation of the surrounding sentence off the end of a DOI or URL.

    A closing bracket stays when its opening partner is inside; a closing brace
    without one ends the text, as in ``\href{URL}{text}``.

    >>> trim("10.1016/0370-1573(85)90149-9).")
    '10.1016/0370-1573(85)90149-9'
    """
    end = _first_unopened_brace(text)
    text = text[:end]
    surplus = {close: text.count(close) - text.count(open_) for close, open_ in _PAIRS.items()}
    while end:
        last = text[end - 1]
        if last in _SENTENCE_MARKS:
            end -= 1
        elif surplus.get(last, 0) > 0:
            surplus[last] -= 1
            end -= 1
        else:
            break
    return text[:end]


def fault(text: str) -> str:
    """Say why a DOI of arXiv names no paper; "" where it does, or is another's DOI.

    >>> fault("10.48550/arXiv.1713.00001")
    '1713.00001 is no arXiv identifier: there is no month 13'
    """
    arxiv = _ARXIV.fullmatch(text.strip())
    reason = arxiv_id.fault(arxiv["id"]) if arxiv else None
    return f"{arxiv['id']} is no arXiv identifier: {reason}" if arxiv and reason else ""


def parse(text: str) -> Cited | None:
    """Parse a whole string as a DOI, with or without ``doi:`` in front.

    Returns:
        The identifier (scheme ``arxiv`` for arXiv's own DOIs), or None.

    >>> str(parse("doi:10.1109/ICASSP.2018.8461990").identifier)
    'doi:10.1109/ICASSP.2018.8461990'
    >>> str(parse("10.48550/arXiv.1706.03762").identifier)
    'arxiv:1706.03762'
    """
    value = re.sub(r"(?i)\Adoi:\s*", "", text.strip())
    if not _WHOLE.fullmatch(value):
        return None
    if arxiv := _ARXIV.fullmatch(value):
        return arxiv_id.parse(arxiv["id"])
    return Cited(Identifier("doi", value, value.lower()))
