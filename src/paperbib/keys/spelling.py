"""What a key may look like, and how equal ones are told apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count

USABLE = re.compile(r"[A-Za-z0-9][A-Za-z0-9.:_+/-]{0,99}")
"""What every program reads as a citation key, and no shell as an option."""
LEGAL = "letters, digits and . : _ + / -"
"""The characters of `USABLE`, for people."""
PUNCTUATION = ".:_+/-"


def is_usable(key: str) -> bool:
    """Whether every program reads a text as a citation key.

    >>> is_usable("DBLP:conf/nips/V17"), is_usable("-rf"), is_usable("müller")
    (True, False, False)
    """
    return USABLE.fullmatch(key) is not None


def spellings(base: str) -> Iterator[str]:
    """The key itself, then with suffix a … z, aa, ab and so on."""
    yield base
    for number in count():
        suffix, rest = "", number
        while rest >= 0:
            suffix = chr(ord("a") + rest % 26) + suffix
            rest = rest // 26 - 1
        yield base + suffix
