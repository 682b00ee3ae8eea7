"""A person's own choice of a key; the old one stays as an alias."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import NamedTuple

from paperbib.errors import PaperbibError
from paperbib.identifiers import whole
from paperbib.identifiers.identifier import Identifier
from paperbib.keys.spelling import LEGAL, is_usable
from paperbib.model import Library


def rename(library: Library, old: str, new: str) -> Library:
    """Give an entry another key; the old one becomes an alias of it.

    Args:
        library: The library.
        old: A key that stands.
        new: What it shall be; an alias of the same entry may be called back.

    Returns:
        The library with that key; the same one where old and new are equal.

    Raises:
        PaperbibError: The new key cannot be used, or is another entry's.
    """
    if old == new:
        return library
    if not is_usable(new):
        raise PaperbibError(
            f"{new!r} cannot be a citation key",
            hint=f"begin with a letter or digit; use {LEGAL}, 100 at most",
        )
    if holder := Holders(library).other(old, new):
        raise PaperbibError(f"the key {new!r} is taken: {holder}", hint="choose another")
    return relabelled(library, {old: new})


def relabelled(library: Library, new_by_old: Mapping[str, str]) -> Library:
    """Give entries other keys that are free; see `rename`."""
    called = {old: new for old, new in new_by_old.items() if old != new}
    if not called:
        return library
    again = frozenset(called.values())
    aliases = {
        alias: called.get(key, key) for alias, key in library.aliases.items() if alias not in again
    }
    return Library(
        **(library.model_extra or {}),
        references={called.get(key, key): one for key, one in library.references.items()},
        aliases=aliases | called,
        # The owner of a borrowed key gets it back as it is called now.
        retired={one: called.get(key, key) for one, key in library.retired.items()},
        decisions=library.decisions,
    )


class _Holder(NamedTuple):
    """Who has a name, or had it."""

    key: str | None
    identifier: Identifier | None
    words: str


class Holders:
    """Who has which key of a library, or had it; upper and lower case are one.

    Args:
        library: The library.
    """

    def __init__(self, library: Library) -> None:
        self._library = library
        self._by_name: dict[str, list[_Holder]] = defaultdict(list)
        for key in library.references:
            self._add(key, _Holder(key, None, f"{key} is in the library"))
        for alias, key in library.aliases.items():
            self._add(alias, _Holder(key, None, f"{alias} is another name of {key}"))
        for text, key in library.retired.items():
            words = f"{key} is kept for {text}"
            holder = key if key in library.references else None
            self._add(key, _Holder(holder, whole.parse(text), words))

    def other(self, key: str, wanted: str) -> str:
        """Why an entry cannot have a key: who else has it, in words; "" if it can.

        Args:
            key: The entry's key.
            wanted: The key it shall have.
        """
        own = self._library.references[key].identifiers
        found = self._by_name.get(wanted.casefold(), ())
        return next(
            (one.words for one in found if one.key != key and one.identifier not in own), ""
        )

    def _add(self, name: str, holder: _Holder) -> None:
        self._by_name[name.casefold()].append(holder)
