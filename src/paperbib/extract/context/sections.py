"""Sections that are about one thing: the heading names it, and an address alone says where."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import attrgetter

from paperbib.extract.context.labels import is_section_name, is_title
from paperbib.extract.context.titles import trailing_year
from paperbib.extract.passage import Passage
from paperbib.model import Mention

_ALONE = re.compile(r"\s*<?(?:https?://\S+|(?:arxiv|doi): ?\S+)\s*", re.IGNORECASE)
_LONGEST_ADDRESS = 2000
_BY_SECTION = attrgetter("section")


def is_alone(passage: Passage) -> bool:
    """Whether a paragraph is a bare address and nothing else."""
    is_short = passage.length < _LONGEST_ADDRESS
    return is_short and not passage.is_item and _ALONE.fullmatch(passage.text) is not None


class Sections:
    """Gives a bare address that is the only reference under a heading the heading as its title.

    Mentions come in the order of the note, in as many portions as it is read
    in; one is held back as long as its section may go on.
    """

    def __init__(self) -> None:
        self._held: Mention | None = None
        self._section: tuple[str, ...] | None = None

    def pass_on(self, mentions: Iterable[Mention], alone: set[int]) -> Iterator[Mention]:
        """Let mentions through; ``alone`` are the lines of those that stand alone."""
        for section, group in groupby(mentions, _BY_SECTION):
            first, *others = group
            if section == self._section:
                # The section went on: it is about more than one thing.
                if self._held is not None:
                    yield self._held
                    self._held = None
            else:
                yield from self.end()
                self._section = section
                if not others and first.line in alone:
                    self._held = first
                    continue
            yield first
            yield from others

    def end(self) -> Iterator[Mention]:
        """Let through what was held back."""
        if self._held is not None:
            yield _entitled(self._held)
        self._held = None


def _entitled(one: Mention) -> Mention:
    heading = one.section[-1] if one.section else ""
    if one.title is None and is_title(heading) and not is_section_name(heading):
        title, year = trailing_year(heading)
        return one._replace(title=title, year=one.year or year)
    return one
