"""Choose entries by their tags, their read state and their date."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from paperbib.model import Library, PartialDate, State


class Entry(Protocol):
    """What must be known of an entry to choose it."""

    @property
    def key(self) -> str:
        """The citation key."""
        ...

    @property
    def tags(self) -> tuple[str, ...]:
        """Tags, headings of the notes and read state."""
        ...

    @property
    def date(self) -> PartialDate | None:
        """The date that the policy wants."""
        ...


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an entry must be to be chosen; all of it.

    Attributes:
        tags: It has one of them, without regard to case; any entry if there are none.
        state: ``done`` for what was read, ``open`` for what is still to be read.
        since: Its date is, or may be, on or after this one.
    """

    tags: tuple[str, ...] = ()
    state: State | None = None
    since: PartialDate | None = None


class Kept(NamedTuple):
    """What was chosen.

    Attributes:
        keys: In the order of the entries.
        undated: How many were left out for want of a date alone.
        strange_tags: The tags that no entry at all has, and all tags there are.
    """

    keys: list[str]
    undated: int
    strange_tags: tuple[str, ...]
    tags: tuple[str, ...]


def keep(library: Library, entries: Iterable[Entry], wanted: Wanted) -> Kept:
    """Choose from the entries of a library.

    Args:
        library: Where the read state is known.
        entries: Its entries.
        wanted: What they must be.
    """
    tags = {_plain(tag): tag for tag in wanted.tags}
    keys: list[str] = []
    undated = 0
    seen: dict[str, str] = {}
    for entry in entries:
        own = {_plain(tag): tag for tag in entry.tags} if tags else {}
        seen |= own
        if tags and tags.keys().isdisjoint(own):
            continue
        if wanted.state and library.references[entry.key].state != wanted.state:
            continue
        if wanted.since and not _is_since(entry.date, wanted.since):
            undated += entry.date is None
            continue
        keys.append(entry.key)
    strange = tuple(tag for plain, tag in tags.items() if plain not in seen)
    return Kept(keys, undated, strange, tuple(sorted(seen.values())))


def select(library: Library, keys: Iterable[str]) -> Library:
    """A library with these entries only, in this order: formats write it as it is.

    It is to be read, not kept: one that is read from a file is sorted by key.
    """
    references = {key: library.references[key] for key in keys}
    aliases = {old: key for old, key in library.aliases.items() if key in references}
    return library.model_copy(update={"references": references, "aliases": aliases})


def _is_since(date: PartialDate | None, since: PartialDate) -> bool:
    """Whether the last day a date may mean is not before the first of the other."""
    if date is None:
        return False
    last = (date.year, date.month or 12, date.day or 31)
    return last >= (since.year, since.month or 1, since.day or 1)


def _plain(tag: str) -> str:
    return " ".join(tag.split()).casefold()
