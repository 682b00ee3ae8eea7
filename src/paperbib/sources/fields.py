"""Cleaning of metadata fields that more than one source gives."""

from __future__ import annotations

import re

from paperbib.identifiers import doi
from paperbib.sources import tex

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\s]+")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_RESOLVER = re.compile(r"(?i)https?://(?:dx\.)?doi\.org/")


def squeeze(text: str | None) -> str | None:
    r"""Put a text on one line, TeX's accents as letters; None for one without a character.

    Control characters become spaces, lone surrogates (which no file can hold)
    question marks.

    >>> squeeze("  Calculation of\n  prompt diphoton ")
    'Calculation of prompt diphoton'
    """
    if not text:
        return None
    one_line = _CONTROL.sub(" ", _SURROGATE.sub("?", text))
    return tex.decode(one_line).strip() or None


def article_doi(text: str | None) -> str | None:
    """The plain DOI of the published article.

    arXiv's field is filled by hand: it may hold several, separated by spaces,
    of which the first is the article (the others are errata), and URLs.

    >>> article_doi("https://doi.org/10.1364/JOSAA.23.002578 10.1364/JOSAA.32.002407")
    '10.1364/JOSAA.23.002578'
    """
    first = ((text or "").split() or [""])[0]
    cited = doi.parse(doi.trim(_RESOLVER.sub("", first)))
    return cited.identifier.value if cited and cited.identifier.scheme == "doi" else None
