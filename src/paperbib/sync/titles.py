"""Titles without a link: what was decided about them, and what the open ones mean.

What was decided once stands; `meanings` finds out about the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from paperbib.model import (
    Decisions,
    Mention,
    Problem,
    TitleDecision,
    Unlinked,
    folded,
)

LIBRARY, PERSON, SNAPSHOT = "library", "person", "snapshot"
_UNKNOWN_HINT = "Add its link, or say what it is: paperbib decide title TEXT ID|none"


class Title(NamedTuple):
    """What became of a title without a link.

    Attributes:
        item: Where it stands.
        decision: What it means, or that nobody knows it; None where it is open.
        is_due: Whether it was to be searched for and was not: the next run does.
    """

    item: Unlinked
    decision: TitleDecision | None
    is_due: bool = False

    @property
    def is_resolved(self) -> bool:
        """Whether it is known what it means."""
        return self.decision is not None and self.decision.identifier is not None

    def as_json(self) -> dict[str, Any]:
        """The outcome as plain data."""
        decision = self.decision or TitleDecision(text=self.item.text)
        return {
            "text": self.item.text,
            "file": self.item.file,
            "line": self.item.line,
            "column": self.item.column,
            "identifier": str(decision.identifier) if decision.identifier else None,
            "by": decision.by,
            "how": decision.how,
            "due": self.is_due,
            "candidates": [one.model_dump(mode="json") for one in decision.candidates],
        }

    def problem(self) -> Problem:
        """What to tell of one that is not resolved."""
        what = f"nobody asked knows the paper {self.item.text!r}"
        if self.decision and not self.decision.by:
            what = f"no paper of the library is known to be {self.item.text!r}"
        if self.decision is None:
            what = f"the paper {self.item.text!r} is not in the library, and was not searched for"
        candidates = self.decision.candidates if self.decision else ()
        hint = _UNKNOWN_HINT
        if candidates:
            near = "; ".join(f"{one.title} ({one.identifier})" for one in candidates)
            hint = f"The nearest: {near}. {hint}"
        item = self.item
        return Problem(
            kind="unresolved",
            what=what,
            hint=hint,
            file=item.file,
            line=item.line,
            column=item.column,
        )


def decided(items: Iterable[Unlinked], decisions: Decisions) -> list[Mention]:
    """The mentions that titles are whose meaning was decided before."""
    known = decisions.titles
    pairs = ((item, known.get(folded(item.text))) for item in items)
    return [item.meaning(one.identifier) for item, one in pairs if one and one.identifier]


def woven(
    mentions: Sequence[Mention], titles: Sequence[Mention], files: Sequence[str]
) -> list[Mention]:
    """Mentions of identifiers and of titles, in the order of the notes, which ``files`` has."""
    if not titles:
        return list(mentions)
    rank = {file: place for place, file in enumerate(files)}
    both = [*mentions, *titles]
    return sorted(both, key=lambda one: (rank[one.file], one.line, one.column))


def decisions_of(titles: Iterable[Title], before: Decisions) -> Decisions:
    """What is remembered: what was decided before, and what is new.

    That the library does not know a name is no decision: the library grows.
    """
    known = dict(before.titles)
    for one in titles:
        if one.decision and one.decision.by:
            known[folded(one.item.text)] = one.decision
    return before.model_copy(update={"titles": dict(sorted(known.items()))})
