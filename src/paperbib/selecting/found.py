"""What is found in the text of a document: citations, and files it is made of."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

EVERYTHING = "*"
r"""The key that stands for all entries (``\nocite{*}``)."""


class Citation(NamedTuple):
    """A key a document cites.

    Attributes:
        key: As written; `EVERYTHING` for all.
        offset: Where it stands, in characters.
        is_sure: Whether it can be nothing but a citation; else it may refer to a part of
            the document, such as a figure.
    """

    key: str
    offset: int
    is_sure: bool = True


class Inclusion(NamedTuple):
    """A file that is a part of the document.

    Attributes:
        names: What it may be called, likeliest first; none where a macro makes the name.
        offset: Where it is named, in characters.
        written: As written, for people.
    """

    names: tuple[str, ...]
    offset: int
    written: str


Reading = Citation | Inclusion


def blank(text: str) -> str:
    r"""Spaces instead of the text; its line ends stay.

    >>> blank("a b\nc")
    '   \n '
    """
    return _NO_LINE_END.sub(" ", text)


def keys_in(text: str, offset: int, is_key: Callable[[str], object]) -> list[Citation]:
    """The keys of a list with commas that starts at this offset."""
    found = []
    for part in text.split(","):
        key = part.strip()
        if is_key(key):
            found.append(Citation(key, offset + part.index(key)))
        offset += len(part) + 1
    return found


_NO_LINE_END = re.compile(r"[^\n]")
