"""Components: what is tied together so far, and what stands in the way of more."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import NamedTuple

from paperbib.identifiers.identifier import Identifier
from paperbib.matching import Work, conflict


class Reason(Enum):
    """Why two components cannot be one, in words for people."""

    DECIDED = "you have decided that they are two"
    ARXIV = "they are two papers of arXiv"
    CONFLICT = "titles and authors differ"
    UNLIKE = "title and first author do not both agree"
    CLAIMED = "it is another paper's"


class Obstacle(NamedTuple):
    """What stands in the way, and between which two."""

    reason: Reason
    one: Identifier
    other: Identifier


@dataclass(slots=True)
class _Component:
    """Identifiers that are one reference, and what is compared with those of others.

    Attributes:
        unread: Members whose works are not among ``works`` yet: most are never compared.
    """

    members: list[Identifier]
    arxiv: Identifier | None
    unread: list[Identifier]
    works: dict[Work, Identifier] = field(default_factory=dict)


class Components:
    """Sets of identifiers, each a component; what was never joined is one by itself.

    Args:
        different: Pairs that a person says are two.
        work: What is known of an identifier's paper.
    """

    def __init__(
        self,
        different: Iterable[tuple[Identifier, Identifier]],
        work: Callable[[Identifier], Work | None],
    ) -> None:
        self._by_identifier: dict[Identifier, _Component] = {}
        self._work = work
        self._apart: dict[Identifier, set[Identifier]] = defaultdict(set)
        for one, other in different:
            self._apart[one].add(other)
            self._apart[other].add(one)

    def members(self, identifier: Identifier) -> Sequence[Identifier]:
        """All that is tied to an identifier, with itself."""
        found = self._by_identifier.get(identifier)
        return found.members if found else (identifier,)

    def root(self, identifier: Identifier) -> Identifier:
        """One of the members, the same for each of them."""
        found = self._by_identifier.get(identifier)
        return found.members[0] if found else identifier

    def are_one(self, one: Identifier, other: Identifier) -> bool:
        """Whether two identifiers are in one component."""
        return one == other or self.root(one) == self.root(other)

    def decided(self, one: Identifier, other: Identifier) -> Obstacle | None:
        """Whether a person has called anything of the one different from anything of the other."""
        if not self._apart:
            return None
        few, many = sorted((one, other), key=lambda each: len(self.members(each)))
        for member in self.members(few):
            cut = [each for each in self._apart.get(member, ()) if self.are_one(each, many)]
            if cut:
                return Obstacle(Reason.DECIDED, *sorted((member, min(cut))))
        return None

    def obstacle(
        self, one: Identifier, other: Identifier, *, is_person: bool = False, is_said: bool = False
    ) -> Obstacle | None:
        """What stands in the way of joining two components.

        Args:
            one: Any member of the one.
            other: Any member of the other.
            is_person: Whether a person says that they are one: only the person's own word
                that they are two stands against that.
            is_said: Whether a person has given the DOI: titles do not stand against that.
        """
        decided = self.decided(one, other)
        if decided or is_person:
            return decided
        first, second = self._component(one), self._component(other)
        if first.arxiv and second.arxiv:
            return Obstacle(Reason.ARXIV, first.arxiv, second.arxiv)
        # Nothing is known of most DOIs: ask about these first.
        few, many = (first, second) if second.arxiv else (second, first)
        if is_said or not self._works(few):
            return None
        for work, member in few.works.items():
            for against, opposite in self._works(many).items():
                if conflict(work, against):
                    return Obstacle(Reason.CONFLICT, *sorted((member, opposite)))
        return None

    def join(self, one: Identifier, other: Identifier) -> None:
        """Make two components one."""
        first, second = self._component(one), self._component(other)
        if first is second:
            return
        if len(first.members) < len(second.members):
            first, second = second, first
        first.members += second.members
        first.unread += second.unread
        first.arxiv = min(filter(None, (first.arxiv, second.arxiv)), default=None)
        for work, member in second.works.items():
            first.works.setdefault(work, member)
        for member in second.members:
            self._by_identifier[member] = first

    def _component(self, identifier: Identifier) -> _Component:
        found = self._by_identifier.get(identifier)
        if found is None:
            arxiv = identifier if identifier.scheme == "arxiv" else None
            found = _Component([identifier], arxiv, [identifier])
            self._by_identifier[identifier] = found
        return found

    def _works(self, component: _Component) -> dict[Work, Identifier]:
        """What is known of the members' papers, each with a member that it is said of."""
        for member in component.unread:
            if work := self._work(member):
                component.works.setdefault(work, member)
        component.unread.clear()
        return component.works
