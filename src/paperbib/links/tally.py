"""What a run found out about links, for the report."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple


class Tally(NamedTuple):
    """How many links came to what.

    Attributes:
        checked: Links that were asked for and answered.
        dead: Links of the library that are known to be dead, by whatever run.
        left: Links that may not be asked for: a site's rules, a private address.
        silent: Links without an answer, asked for again by the next run.
        recent: Links that were asked for lately, and not again.
        later: Links beyond what one run asks for.
        requests: How many requests were sent.
        trouble: Why nothing could be checked, in one line; "".
    """

    checked: int = 0
    dead: int = 0
    left: int = 0
    silent: int = 0
    recent: int = 0
    later: int = 0
    requests: int = 0
    trouble: str = ""

    def words(self) -> str:
        """The tally on one line, for people.

        >>> Tally(checked=12, dead=1, left=3).words()
        '12 checked, 1 dead, 3 not to be checked'
        >>> Tally(trouble="this run is offline", dead=2).words()
        'not checked: this run is offline'
        """
        if self.trouble:
            return f"not checked: {self.trouble}"
        return ", ".join(self._parts())

    def _parts(self) -> Iterator[str]:
        yield f"{self.checked} checked"
        yield f"{self.dead} dead"
        words_by_number = (
            (self.left, "not to be checked"),
            (self.silent, "without an answer"),
            (self.recent, "asked for lately"),
            (self.later, "left for the next run"),
        )
        yield from (f"{number} {words}" for number, words in words_by_number if number)

    def as_json(self) -> dict[str, Any]:
        """The tally as plain data for ``--json``."""
        return self._asdict()
