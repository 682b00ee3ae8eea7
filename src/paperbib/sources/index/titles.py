"""Titles of the bulk file as they are looked up; see `paperbib.matching.titles`."""

from __future__ import annotations

import re
import unicodedata
from zlib import crc32

from paperbib.matching import titles
from paperbib.sources.fields import squeeze

_LATIN = re.compile(r"[\x00-\x7f\u0300-\u0344\u0346-\u036f]*")
"""ASCII, and marks on it, without the one mark that is a letter (the Greek iota subscript)."""


def is_plain(title: str) -> bool:
    """Whether a title is ASCII without TeX's commands: most are, and are read quickly."""
    return title.isascii() and "\\" not in title


def simplified(title: str) -> str:
    r"""A title in ASCII where that has the same words, else on one line and without TeX's accents.

    >>> simplified("Schr\\\"odinger’s Cat"), simplified("α–decay")
    ("Schrodinger's Cat", 'α–decay')
    """
    if is_plain(title):
        return title
    squeezed = squeeze(title) or ""
    text = unicodedata.normalize("NFKD", squeezed)
    text = text.replace("–", "-").replace("—", "-").replace("’", "'")
    if "\\" in text or not _LATIN.fullmatch(text):
        return squeezed
    return text.encode("ascii", "ignore").decode()


def normalise(title: str) -> str:
    """Reduce a title, as the file has it, to what all spellings of it have in common."""
    return titles.normalise(simplified(title))


def digest(title: str) -> int:
    """A title's normal form in 32 bits; 0 where it is empty.

    >>> digest("Attention Is All You Need") == digest("attention is all you need.")
    True
    >>> digest("***")
    0
    """
    return digest_of(simplified(title))


def digest_of(simple: str) -> int:
    """The digest of a title that is simplified already."""
    normal = titles.normalise(simple)
    # A checksum will do, and is quick: what has a digest is read and compared.
    return (crc32(normal.encode()) or 1) if normal else 0
