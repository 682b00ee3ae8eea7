"""What a person has been told, and what is to be told on a day, by the world's own account.

This is paperbib's memory once more in a few lines, without any bibliography: how much of
each paper's story the library has heard, how much of it the cache has.
"""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass, field, replace

from tests.standin import Paper
from tests.sync.year.weather import API, CROSSREF, Weather
from tests.sync.year.world import World, is_withdrawn

from paperbib.plan import REFUSAL_MAX_AGE_S

ALIKE = "metadata"
"""The kind that may come with any other: what it tells, others imply."""


@dataclass(frozen=True)
class Heard:
    """What the library has heard of a paper.

    Attributes:
        until: How many of its events; None: it has no facts at all.
        article: Whether its publication is known.
    """

    until: int | None = None
    article: bool = False


@dataclass
class Told:
    """What has been told, and what is to be told.

    Attributes:
        world: What happens.
        heard: What the library has heard, by paper.
    """

    world: World
    heard: dict[str, Heard] = field(default_factory=dict)
    _answered: dict[str, int] = field(default_factory=dict)
    _refused: dict[str, float] = field(default_factory=dict)
    _articles: set[str] = field(default_factory=set)

    def forget(self) -> None:
        """The cache is gone."""
        self._answered.clear()
        self._refused.clear()
        self._articles.clear()

    def state(self, paper: str) -> Paper | None:
        """What the library should say of a paper."""
        until = self.heard[paper].until
        return None if until is None else self.world.states[paper][until]

    def article(self, paper: str) -> str | None:
        """The DOI of a paper's publication, once the library has it."""
        heard = self.heard.get(paper)
        return self.world.states[paper][-1].dois[0] if heard and heard.article else None

    def tell(
        self, mentioned: Collection[str], weather: Weather, now_s: float
    ) -> dict[str, set[str]]:
        """Run: the kinds of what is told, by paper.

        Args:
            mentioned: What the notes mention.
            weather: Who answers.
            now_s: The time, in seconds since the epoch.
        """
        told: dict[str, set[str]] = {}
        for paper in sorted(set(self.heard) - set(mentioned)):
            del self.heard[paper]
            told[paper] = {"removed"}
        for paper in sorted(mentioned):
            old = self.heard.get(paper)
            new = self._article(paper, self._hear(paper, old, weather), weather, now_s)
            self.heard[paper] = new
            if kinds := self._kinds(paper, old, new):
                told[paper] = kinds
        return told

    def is_settled(self) -> bool:
        """Whether there are facts of all papers."""
        return all(one.until is not None for one in self.heard.values())

    def _hear(self, paper: str, old: Heard | None, weather: Weather) -> Heard:
        """What is known of a paper after asking arXiv, or those who stand in for it."""
        current = len(self.world.states[paper]) - 1
        article = bool(old and old.article)
        if weather.reaches(API):
            self._answered[paper] = current
            return Heard(current, article=article)
        if old and old.until is not None:
            return old
        if paper in self._answered:
            return Heard(self._answered[paper], article=article)
        return Heard()

    def _article(self, paper: str, heard: Heard, weather: Weather, now_s: float) -> Heard:
        """What is known of its publication: asked for where arXiv names it."""
        if heard.until is None or not self.world.states[paper][heard.until].dois:
            return heard
        believed = 0 <= now_s - self._refused.get(paper, -math.inf) < REFUSAL_MAX_AGE_S
        if weather.reaches(API) and weather.reaches(CROSSREF) and not believed:
            if paper in self.world.appeared:
                self._articles.add(paper)
            else:
                self._refused[paper] = now_s
        return replace(heard, article=heard.article or paper in self._articles)

    def _kinds(self, paper: str, old: Heard | None, new: Heard) -> set[str]:
        known = new.until is not None and self.world.states[paper][new.until]
        gone = {"withdrawn"} if known and is_withdrawn(known) else set()
        if old is None:
            return {"added"} | gone
        if old.until is None:
            first = {"solved", "published"} if new.article else {"solved"}
            return first | gone if known else set()
        assert new.until is not None, "facts are never lost"
        events = self.world.events.get(paper, [])[old.until : new.until]
        kinds = {kind for event in events for kind in event.kinds}
        before, after = (self.world.states[paper][one.until or 0] for one in (old, new))
        if before.authors == after.authors:
            kinds.discard("authors")
        if is_withdrawn(before) == is_withdrawn(after):
            kinds -= {"withdrawn", "restored"}
        elif "withdrawn" in kinds and "restored" in kinds:
            kinds.discard("restored" if is_withdrawn(after) else "withdrawn")
        return kinds | ({"published"} if new.article and not old.article else set())
