"""The library that the notes, all answers and a person's decisions make."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from paperbib import merge, overrides
from paperbib.identifiers.identifier import Identifier
from paperbib.keys import ADOPT
from paperbib.model import (
    Answer,
    Decisions,
    Found,
    Library,
    Mention,
    Problem,
    Record,
    Unlinked,
    first_mentions,
)
from paperbib.sources import PRECEDENCE
from paperbib.sync import keying, titles
from paperbib.sync.asking import ARXIV, Asking
from paperbib.sync.consulting import Consulted, Scholar, consult
from paperbib.sync.enrich import STAND_INS, enrich
from paperbib.sync.ledger import Entry, Ledger, State
from paperbib.sync.meanings import Resolving
from paperbib.sync.report import Adopted
from paperbib.sync.titles import Title

_LONGEST_CHAIN = 3
"""A preprint names its article, an article the proceedings it was in before."""


class Wanted(NamedTuple):
    """What a person wants beyond what the notes say."""

    keying: keying.Keying
    overrides: tuple[overrides.Override, ...]


class Said(NamedTuple):
    """What the notes say, in their order.

    Attributes:
        mentions: Of identifiers.
        unlinked: List items without any; none where titles are not to be resolved.
        files: The notes.
    """

    mentions: Sequence[Mention]
    unlinked: Sequence[Unlinked] = ()
    files: Sequence[str] = ()

    def with_titles(self, decisions: Decisions) -> list[Mention]:
        """What they mention, with the titles whose meaning is decided, in their order."""
        known = titles.decided(self.unlinked, decisions)
        return titles.woven(self.mentions, known, self.files)


class Made(NamedTuple):
    """The library that the notes and all answers make, and how it came about.

    Attributes:
        open: DOIs of publications that were to be answered and were not.
        titles: What became of titles without a link.
    """

    library: Library
    ledger: Ledger
    problems: list[Problem]
    mentions: Sequence[Mention]
    adopted: Adopted | None = None
    open: tuple[Identifier, ...] = ()
    titles: tuple[Title, ...] = ()

    @property
    def is_final(self) -> bool:
        """Whether it may be written: keys are for ever.

        They are not made of the half that an interrupted run knows, nor others than wanted.
        """
        is_refused = any(one.kind == ADOPT for one in self.problems)
        return not (self.ledger.is_interrupted or is_refused)


def make(said: Said, previous: Library, asking: Asking, wanted: Wanted, *, refresh: bool) -> Made:
    """Find facts, resolve titles, and put together what belongs together."""
    making = _Making(said, previous, asking, wanted, refresh=refresh)
    merged = making.merge()
    resolving = Resolving(asking, previous.decisions.titles, refresh)
    found = tuple(resolving.resolve(said.unlinked, merged.references))
    decisions = titles.decisions_of(found, previous.decisions)
    if decisions != previous.decisions and making.learn(decisions):
        merged = making.merge()
    references = overrides.with_keys(merged.references, wanted.overrides)
    keyed = wanted.keying.key(references, previous)
    library = keyed.library
    if decisions != library.decisions:
        library = library.model_copy(update={"decisions": decisions})
    told = [one.problem() for one in found if not one.is_resolved]
    problems = [*making.problems, *merged.problems, *keyed.problems, *told]
    ledger = making.ledger()
    return Made(
        library, ledger, problems, making.mentions, keyed.adopted, making.consulted.open, found
    )


class _Making:
    """What is known so far of what the notes mention."""

    def __init__(
        self, said: Said, previous: Library, asking: Asking, wanted: Wanted, *, refresh: bool
    ) -> None:
        self._said, self._asking, self._wanted = said, asking, wanted
        self._previous = overrides.bare(previous)
        self._facts = overrides.facts(wanted.overrides)
        self._consulted: set[Identifier] = set()
        self.mentions = self._mentions(previous.decisions)
        self._enriched = enrich(
            [one.identifier for one in self.mentions], self._previous, asking, refresh=refresh
        )
        self.problems = list(self._enriched.problems)
        self.consulted = Consulted([], {}, ())
        self._scholar = Scholar(asking, self._previous, self._records)
        self._consult(refresh=refresh)

    def _mentions(self, decisions: Decisions) -> Sequence[Mention]:
        """What the notes mention, with the titles whose meaning is decided."""
        return overrides.heeded(self._said.with_titles(decisions), self._wanted.overrides)

    def learn(self, decisions: Decisions) -> bool:
        """Take in what titles mean now; False where that is nothing new."""
        mentions = self._mentions(decisions)
        if len(mentions) == len(self.mentions):
            return False
        new = {one.identifier for one in mentions} - {one.identifier for one in self.mentions}
        self.mentions = mentions
        # What the search brought is in the cache by now, what the index has is at hand.
        more = enrich(new, self._previous, self._asking, refresh=False)
        entries = {**self._enriched.ledger.entries, **more.ledger.entries}
        self._enriched = self._enriched._replace(
            answers=[*self._enriched.answers, *more.answers],
            ledger=replace(self._enriched.ledger, entries=dict(sorted(entries.items()))),
        )
        self.problems += more.problems
        self._consult(refresh=False)
        return True

    def merge(self) -> merge.Merged:
        """References of everything known."""
        return merge.merge(
            self.mentions,
            [
                *self._enriched.answers,
                *self._scholar.borne_out(),
                *self.consulted.answers,
            ],
            self._previous,
            precedence=PRECEDENCE,
            stand_ins=STAND_INS,
            said=self._facts,
        )

    def ledger(self) -> Ledger:
        """What became of every identifier of the notes."""
        entries = {**self._enriched.ledger.entries, **self.consulted.entries}
        return Ledger(
            dict(sorted(entries.items())),
            self._asking.requests,
            self._asking.trouble,
            is_interrupted=self._asking.is_interrupted,
            requests_for_papers=self._enriched.ledger.requests,
        )

    def _consult(self, *, refresh: bool) -> None:
        """Ask about DOIs, and about those that the answers name."""
        mentioned = {one.identifier for one in self.mentions if one.identifier.scheme == "doi"}
        settings = self._asking.config.settings
        if settings.published != "off":
            papers = {one.identifier for one in self.mentions if one.identifier.scheme == ARXIV}
            self._scholar.ask(papers, refresh=refresh)
        for _ in range(_LONGEST_CHAIN):
            named = self._named() if settings.published != "off" else set()
            new = (mentioned | named) - self._consulted
            if not new:
                return
            self._consulted |= new
            found = consult(
                mentioned & new, named & new, self._previous, self._asking, refresh=refresh
            )
            self.consulted = Consulted(
                [*self.consulted.answers, *found.answers],
                {**self.consulted.entries, **found.entries},
                tuple(sorted({*self.consulted.open, *found.open})),
            )

    def _named(self) -> set[Identifier]:
        """The DOIs that sources name for what the notes mention, and what these name."""
        asked = {one.identifier for one in self.mentions} | self._consulted
        own = [one for one in self._records() if one.identifier in asked]
        return merge.named_dois([*own, *self._facts]) | self._said_same()

    def _said_same(self) -> set[Identifier]:
        """The DOIs that a person calls the same as what the notes mention."""
        mentioned = {one.identifier for one in self.mentions}
        pairs = self._previous.decisions.same
        return {
            one
            for pair in pairs
            for one, other in (pair, pair[::-1])
            if one.scheme == "doi" and other in mentioned
        }

    def _records(self) -> list[Record]:
        """What sources say, in the lock or now in its place, and a person."""
        answers: list[Answer] = [
            *self._enriched.answers,
            *self._scholar.found,
            *self.consulted.answers,
        ]
        records = {
            (one.source, one.identifier): one
            for reference in self._previous.references.values()
            for one in (*reference.refused, *reference.records)
        }
        records |= {(a.source, a.identifier): a.record for a in answers if isinstance(a, Found)}
        return [*records.values(), *self._facts]


def frozen_ledger(mentions: Sequence[Mention], library: Library) -> Ledger:
    """What a library that is taken as it is knows of what the notes mention."""
    held = library.key_by_identifier
    papers = sorted({one.identifier for one in mentions if one.identifier.scheme == "arxiv"})
    states = (State.KNOWN if one in held else State.DEFERRED for one in papers)
    return Ledger(dict(zip(papers, map(Entry, states), strict=True)))


def strangers(mentions: Sequence[Mention], library: Library) -> list[Problem]:
    """What the notes mention and a frozen library does not hold."""
    known = library.key_by_identifier
    hint = "Run sync without --frozen to add it"
    return [
        Problem.at(mention, "unanswered", f"{identifier} is not in the library", hint)
        for identifier, mention in first_mentions(mentions).items()
        if identifier not in known
    ]
