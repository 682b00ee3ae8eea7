"""How Crossref fares in one run: whether it goes on being asked, and whether its "no" counts.

That Crossref does not know a DOI is an answer only from a service that is well. One that
answers 404 to everything, or leaves out of its lists what it has, says nothing about DOIs;
nor does it then help to ask for each alone. See docs/decisions/0012.
"""

from __future__ import annotations

from collections.abc import Collection

from paperbib.errors import HttpError, RefusedError, UnreachableError
from paperbib.identifiers import doi
from paperbib.identifiers.identifier import Identifier
from paperbib.model import Answer, Found

NOT_FOUND = 404
_MOST_FAILURES = 2
"""Questions in a row without a usable reply, after which no more is asked."""


class Doubt:
    """What the replies of a run say of Crossref itself.

    Args:
        known: DOIs that Crossref is known to have.

    Attributes:
        reason: Why the last question had no usable reply.
        takes_lists: Whether it can be asked for many at once.
        is_well: Whether it sent a work that was asked for alone.
        listed: A DOI of which a list held the work.
        denied: DOIs that it says it does not know, and is not believed yet.
    """

    def __init__(self, known: Collection[Identifier]) -> None:
        self.reason, self.takes_lists, self.is_well = "", True, False
        self.listed: Identifier | None = None
        self.denied: list[Identifier] = []
        self._known, self._asked = known, set[Identifier]()
        self._failures, self._is_ill = 0, False

    @property
    def is_over(self) -> bool:
        """Whether nothing more is asked."""
        return self._failures >= _MOST_FAILURES

    @property
    def control(self) -> Identifier | None:
        """A DOI to ask for before what it denied is believed; None for no need, or no such DOI."""
        if all(map(self.believes, self.denied)) and (self.listed or self.is_well):
            return None
        others = (one for one in sorted(self._known) if one not in self._asked)
        return self.listed or next(others, None)

    def believes(self, denied: Identifier) -> bool:
        """Whether a DOI is missing that it does not know.

        Of what it is known to have, lists prove nothing; of what it never had, they do.
        """
        if self.is_well or denied in self._known:
            return self.is_well
        return self.listed is not None or not self._is_ill

    def asks(self, identifier: Identifier) -> None:
        """Take note that a DOI is asked for alone."""
        self._asked.add(identifier)

    def note(self, error: HttpError) -> None:
        """One more in vain; without a connection the next would fare no better."""
        self._failures += _MOST_FAILURES if isinstance(error, UnreachableError) else 1
        self.reason = error.reason

    def note_list(self, error: HttpError) -> None:
        """A list was not to be had; it is the service that was not found, not the DOIs."""
        self.note(error)
        # One who is busy may take lists later; one who refuses never will.
        self.takes_lists = not isinstance(error, RefusedError)
        self._is_ill |= error.status == NOT_FOUND

    def note_listed(self, listed: Collection[Answer], left_out: Collection[Identifier]) -> None:
        """A sound list came.

        Args:
            listed: What it held.
            left_out: What is known to be at Crossref, and was asked for, and is not in it.
        """
        self._failures = 0
        self.listed = next(
            (one.identifier for one in listed if isinstance(one, Found)), self.listed
        )
        if left_out and not listed:
            self.suspect("Crossref sent an empty list, and is known to have works that were asked")

    def note_answer(self, answer: Answer) -> None:
        """A reply about one DOI came."""
        self._failures = 0
        self.is_well |= isinstance(answer, Found)

    def note_denial(self, identifier: Identifier) -> None:
        """It says that it does not know a DOI, and has not shown that it is well."""
        self.denied.append(identifier)
        if self._is_ill or identifier in self._known:
            what = "and is known to have" if identifier in self._known else "when it was not well"
            self.suspect(f"Crossref said that it has no {identifier.value}, {what}")
        else:
            self._failures = 0

    def suspect(self, reason: str) -> None:
        """It contradicts itself: until it sends a work, its "no" is no answer."""
        self._failures += 1
        self._is_ill = True
        self.reason = reason

    def stop(self, reason: str) -> None:
        """Ask nothing more."""
        self._failures, self._is_ill, self.reason = _MOST_FAILURES, True, reason


def has_own_name(answer: Answer) -> bool:
    """Whether a work was found under the very DOI that was asked, not as an alias."""
    if not isinstance(answer, Found) or answer.record.doi is None:
        return False
    cited = doi.parse(answer.record.doi)
    return cited is not None and cited.identifier == answer.identifier
