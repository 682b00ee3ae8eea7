"""One search for facts: what is held, what is asked for, and what became of each identifier."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from paperbib.identifiers.identifier import Identifier
from paperbib.model import Answer, Failed, Found, Invalid, Missing, visible
from paperbib.plan import is_fresh, plan
from paperbib.sync.asking import Asking
from paperbib.sync.ledger import Entry, State
from paperbib.sync.shelf import Shelf


@dataclass
class Search:
    """What became of identifiers so far.

    Attributes:
        asking: The cache and the network.
        recorded: Identifiers about which the lock has a record.
        refresh: Whether everything is asked again.
        versions: The versions that the lock knows of, as the source said that is asked.
        entries: What became of each identifier.
        answers: For the merge.
        reasons: Why nobody answered, by identifier.
    """

    asking: Asking
    recorded: Collection[Identifier]
    refresh: bool = field(kw_only=True)
    versions: Mapping[Identifier, int] = field(default_factory=dict, kw_only=True)
    entries: dict[Identifier, Entry] = field(default_factory=dict, init=False)
    answers: list[Answer] = field(default_factory=list, init=False)
    reasons: dict[Identifier, str] = field(default_factory=dict, init=False)

    def open(self, identifiers: Iterable[Identifier]) -> list[Identifier]:
        """Those without an entry yet."""
        return [one for one in identifiers if one not in self.entries]

    def ask(
        self,
        news: Sequence[Identifier],
        shelf: Shelf,
        spare: Callable[[Sequence[Identifier], Shelf], Iterable[Identifier]] | None = None,
    ) -> None:
        """Ask about what is not held, or held for too long.

        Args:
            news: The identifiers to be answered.
            shelf: What is held, and who is asked.
            spare: Which of those to be asked are known to be current after all.
        """
        held, offline, now_s = shelf.held(), self.asking.is_offline, self.asking.now_s
        if self.asking.is_frugal:
            self._believe(news, shelf)
        todo = plan(self.open(news), held, refresh=self.refresh, offline=offline, now_s=now_s)
        for one in todo.cached:
            self.use(shelf, one, is_current=is_fresh(held[one], now_s))
        # An entry of the cache that cannot be read is a miss.
        ask = [*self.open(todo.cached), *todo.ask]
        for one in spare(ask, shelf) if spare else ():
            self.use(shelf, one, is_current=True)
        for answer in self.asking.ask(shelf.source, self.open(ask)):
            self.take(answer)
            if not isinstance(answer, Found | Failed):
                self.use(shelf, answer.identifier, is_current=False)

    def _believe(self, news: Sequence[Identifier], shelf: Shelf) -> None:
        """Enter refusals of lately that are not worth a question.

        That is what is no identifier at all, each of which costs a question of its own, and
        what is missing where there is nothing else to ask.
        """
        held, now_s = shelf.held(), self.asking.now_s
        refused = [one for one in news if one in held and not held[one].is_found]
        lately = [one for one in refused if is_fresh(held[one], now_s)]
        is_nothing_else = len(lately) == len(news)
        for one in lately:
            if is_nothing_else or shelf.kept[one].kind == "invalid":
                self.use(shelf, one, is_current=True)

    def take(self, answer: Answer) -> None:
        """Enter an answer that was just given; an older version than is known is none.

        A CDN may send yesterday's page.
        """
        if isinstance(answer, Found) and self._is_outdated(answer):
            reason = (
                f"{answer.source} sent version {answer.record.version}, and a later one is known"
            )
            self.reasons.setdefault(answer.identifier, reason)
            return
        if isinstance(answer, Failed):
            self.reasons.setdefault(answer.identifier, answer.reason)
            return
        reason = visible(answer.reason) if isinstance(answer, Invalid) else ""
        self.entries[answer.identifier] = Entry(state_of(answer), answer.source, reason=reason)
        self.answers.append(answer)

    def _is_outdated(self, answer: Found) -> bool:
        version, known = answer.record.version, self.versions.get(answer.identifier)
        return version is not None and known is not None and version < known

    def use(self, shelf: Shelf, identifier: Identifier, *, is_current: bool) -> None:
        """Enter an answer that is held; an older refusal says nothing about now.

        Nor does an older entry take the place of what the lock has: that may come
        from another computer, and be newer.
        """
        answer = shelf.answer(identifier)
        if answer is None or not (is_current or isinstance(answer, Found)):
            return
        if is_current or identifier not in self.recorded:
            self.answers.append(answer)
        if identifier not in self.entries:  # else it is refused now, and keeps its older facts
            state = state_of(answer) if is_current else State.STALE
            age_s = max(0.0, self.asking.now_s - shelf.answered_s(identifier))
            reason = "" if is_current else self.reasons.get(identifier, "")
            self.entries[identifier] = Entry(
                state, answer.source, is_kept=True, age_s=age_s, reason=reason
            )

    def settle(self, news: Iterable[Identifier]) -> None:
        """Enter what nobody answered."""
        for one in self.open(news):
            state = State.STALE if one in self.recorded else State.DEFERRED
            self.entries[one] = Entry(state, reason=self.reasons.get(one, ""))


def state_of(answer: Found | Missing | Invalid) -> State:
    """The state that an answer puts its identifier in."""
    match answer:
        case Found():
            return State.WITHDRAWN if answer.record.is_withdrawn else State.FOUND
        case Missing():
            return State.MISSING
        case Invalid():
            return State.INVALID
