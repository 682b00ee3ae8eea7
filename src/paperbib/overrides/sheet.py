"""Where the tables of overrides stand, for those who have to correct them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from textwrap import shorten

from paperbib.errors import PaperbibError
from paperbib.toml_places import KeyPath, Place, nearest

TABLE = "override"
"""The key of the tables in the configuration."""
_LONGEST = 60


class WrongValueError(ValueError):
    """A field cannot hold this.

    Args:
        should: What it should be, in a few words: ``a text``.
        within: The path from the field's value to what is wrong in it.
        what: What is wrong, where it is not just the value.
    """

    def __init__(self, should: str, *, within: KeyPath = (), what: str = "") -> None:
        super().__init__(should)
        self.should = should
        self.within = within
        self.what = what


@dataclass(frozen=True)
class Sheet:
    """The configuration file that overrides stand in.

    Attributes:
        file: Its name for problems, as those of notes are; "" where there is none.
        path: Its whole name for errors.
        places: Where its keys stand.
    """

    file: str = ""
    path: str = "configuration"
    places: Mapping[KeyPath, Place] = field(default_factory=dict)

    def place(self, *path: str | int) -> Place:
        """The place of a key below ``override``, or of what is around it."""
        return nearest(self.places, (TABLE, *path)) or Place(0, 0)

    def error(self, path: KeyPath, what: str, hint: str) -> PaperbibError:
        """An error at the place of a key below ``override``."""
        place = self.place(*path)
        where = f"{self.path}:{place.line}:{place.column}" if place.line else self.path
        return PaperbibError(f"{where}: {what}", hint=hint)


def shown(value: object) -> str:
    """A value of the configuration, short enough for one line."""
    return shorten(repr(value), _LONGEST, placeholder="…")
