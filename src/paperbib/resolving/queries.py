"""How a search is asked about a title: the narrow question first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from paperbib.model import Unlinked


class Query(NamedTuple):
    """A question to a search for titles; all that is given must be there.

    Attributes:
        phrase: Words of the title in a row, without punctuation; "".
        words: Words of the title, anywhere in it.
        people: Surnames of authors.
    """

    phrase: str = ""
    words: tuple[str, ...] = ()
    people: tuple[str, ...] = ()


def queries(item: Unlinked) -> Iterator[Query]:
    """The questions to ask one after the other until one is answered; three at most."""
    yield Query(phrase=item.titles[0])
