"""DOIs: shape, trimming, canonical form.

Source: the DOI Handbook, section 2 (syntax, case-insensitive identity), and
the shortDOI service (``10/abcde``, also ``https://doi.org/abcde``). arXiv's own
DOIs, ``10.48550/arXiv.X``, are arXiv identifiers here and never DOIs.
"""

from __future__ import annotations

import re
from urllib.parse import unquote

from paperbib.identifiers import arxiv_id
from paperbib.identifiers.arxiv_id import Cited
from paperbib.identifiers.identifier import Identifier

FULL_WIDTH = "，。、；：！？（）「」『』《》【】〈〉〔〕“”［］｛｝｜＜＞｡｢｣…—"
"""Punctuation, most of it Chinese and Japanese, that no one puts into an address unescaped."""
PATTERN = (
    r"10\.(?:\d{4,9}|97[89](?=\.))(?:\.\d{1,9}){0,4}(?:/|%2[fF])"
    # What stands behind a comma, a question mark or the like may be the next thing.
    rf"(?:[^\s\"<>|`#,;.&?+\[\]aAhH{FULL_WIDTH}]|[hH](?!ttps?://)"
    r"|[aA](?:(?!(?i:rxiv):)|(?<=48550/[aA]))|\[(?!(?i:arxiv):)"
    r"|[,;.](?!10\.\d{4}|(?i:arxiv|doi|https?|pmid):|(?<=[,;])\d{4}\.\d{4,5}(?![\d.]))"
    r"|[?&+](?!\w{1,32}[=:])|\](?!\()|<[^\s<>:/]{1,12}:[^\s<>]{1,40}>(?=\S))+"
)
"""A regex source for a DOI in running text; trim what it finds with `trim`."""
SHORT = r"10/[a-z][a-z0-9]{2,9}"
"""A regex source for a shortDOI; only behind ``doi:`` or doi.org it is one."""

_WHOLE = re.compile(r"10\.(?:\d{4,9}|97[89](?=\.))(?:\.\d{1,9}){0,4}/\S+", re.ASCII)
_SHORT = re.compile(SHORT, re.IGNORECASE)
_PREFIX = re.compile(r"\A(?:doi:|https?://(?:dx\.)?doi\.org/)\s*", re.IGNORECASE)
_ARXIV = re.compile(r"10\.48550/arxiv[.:](?P<id>.+)", re.IGNORECASE)
_SENTENCE_MARKS = ".,;:!?'\"*_~-–—…\\^’”“»«›‹‘„‚。，、；：？！）」』】．・～·•→⇒"
_PAIRS = {")": "(", "]": "[", "}": "{", ">": "<"}
_CLOSING = {"(": ")", "[": "]", "{": "}"}
_UNOPENED = re.compile(r"[{}\[\]]")


def _first_unopened(text: str) -> int:
    """Where the first closing brace or square bracket stands whose partner is not inside."""
    if "}" not in text and "]" not in text:
        return len(text)
    depths = {"{": 0, "[": 0}
    for match in _UNOPENED.finditer(text):
        char = match[0]
        if char in depths:
            depths[char] += 1
        else:
            depths[_PAIRS[char]] -= 1
            if depths[_PAIRS[char]] < 0:
                return match.start()
    return len(text)


def trim(text: str, keep: str = "") -> str:
    r"""Cut punctuation of the surrounding sentence off the end of a DOI or URL.

    A closing bracket stays when its opening partner is inside; a closing brace
    or square bracket without one ends the text, as in ``\href{URL}{text}``.

    Args:
        text: The DOI or URL with what follows it up to a space.
        keep: Sentence marks that may well be its last character.

    >>> trim("10.1016/0370-1573(85)90149-9).")
    '10.1016/0370-1573(85)90149-9'
    """
    end = _first_unopened(text)
    text = text[:end]
    if end and text[end - 1].isalnum():
        return text
    surplus = {close: text.count(close) - text.count(open_) for close, open_ in _PAIRS.items()}
    while end:
        last = text[end - 1]
        if last in _SENTENCE_MARKS and last not in keep:
            end -= 1
        elif surplus.get(last, 0) > 0:
            surplus[last] -= 1
            end -= 1
        elif last in _CLOSING:
            # Nothing follows what it opens.
            surplus[_CLOSING[last]] += 1
            end -= 1
        else:
            break
    return text[:end]


def fault(text: str, until: int = 9999) -> str:
    """Say why a DOI of arXiv names no paper; "" where it does, or is another's DOI.

    >>> fault("10.48550/arXiv.1713.00001")
    '1713.00001 is no arXiv identifier: there is no month 13'
    """
    arxiv = _ARXIV.fullmatch(text.strip())
    reason = arxiv_id.fault(arxiv["id"], until) if arxiv else None
    return f"{arxiv['id']} is no arXiv identifier: {reason}" if arxiv and reason else ""


def parse(text: str, until: int = 9999) -> Cited | None:
    """Parse a whole string as a DOI, with or without ``doi:`` in front.

    Returns:
        The identifier (scheme ``arxiv`` for arXiv's own DOIs), or None.

    >>> str(parse("doi:10.1109/ICASSP.2018.8461990").identifier)
    'doi:10.1109/ICASSP.2018.8461990'
    >>> str(parse("10.48550/arXiv.1706.03762").identifier)
    'arxiv:1706.03762'
    """
    value = _PREFIX.sub("", text.strip())
    if "%2f" in value[:16].lower():
        value = unquote(value)
    if not _WHOLE.fullmatch(value):
        short = _SHORT.fullmatch(value)
        return Cited(Identifier("doi", value.lower())) if short else None
    if arxiv := _ARXIV.fullmatch(value):
        return arxiv_id.parse(arxiv["id"], until)
    return Cited(Identifier("doi", value, value.lower()))
