"""Titles of the bulk file as they are looked up; see `paperbib.matching.titles`."""

from __future__ import annotations

from hashlib import blake2b

from paperbib.matching import titles
from paperbib.sources.fields import squeeze


def normalise(title: str) -> str:
    """Reduce a title, as the file has it, to what all spellings of it have in common."""
    plain = title.isascii() and "\\" not in title
    return titles.normalise(title if plain else squeeze(title) or "")


def digest(title: str) -> int:
    """A title's normal form in 64 bits, signed, as SQLite has them; 0 where it is empty.

    >>> digest("Attention Is All You Need") == digest("attention is all you need.")
    True
    >>> digest("***")
    0
    """
    text = normalise(title)
    if not text:
        return 0
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big", signed=True) or 1
