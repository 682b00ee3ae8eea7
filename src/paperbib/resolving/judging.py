"""Which of some papers an item means, if any."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from paperbib.identifiers.identifier import Identifier
from paperbib.matching import normalise
from paperbib.model import Candidate, Record, Unlinked


class Resolution(NamedTuple):
    """What an item means.

    Attributes:
        identifier: The paper; None where none is alike enough, or several are.
        how: ``title``, ``near title`` or ``nickname``; "" for None.
        candidates: The most alike, best first, where it is None; three at most.
    """

    identifier: Identifier | None
    how: str = ""
    candidates: tuple[Candidate, ...] = ()


def judge(item: Unlinked, records: Iterable[Record]) -> Resolution:
    """Choose among papers that a search or an index came up with; abstain in doubt."""
    wanted = {normalise(one) for one in item.titles}
    found = {one.identifier for one in records if normalise(one.title or "") in wanted}
    if len(found) == 1:
        return Resolution(found.pop(), "title")
    return Resolution(None)
