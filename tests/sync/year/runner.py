"""A year of somebody's daily runs, each of which is looked at."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from tests.sync.person import Person
from tests.sync.year import killing
from tests.sync.year.diary import Diary
from tests.sync.year.expecting import Told
from tests.sync.year.looking import (
    HISTORY,
    MOST_REQUESTS,
    Item,
    compare,
    files,
    history,
    paper_of,
    read,
    told_since,
)
from tests.sync.year.weather import API, FAIR, Weather
from tests.sync.year.world import World, is_withdrawn

from paperbib import sync
from paperbib.config import Config
from paperbib.errors import Exit
from paperbib.settings import Settings
from paperbib.sync import Choice
from paperbib.sync.asking import Edge
from paperbib.sync.frugal import Frugal
from paperbib.sync.report import Report
from paperbib.transport import Transport
from paperbib.transport.gate import site_of

DAY_S = 86_400.0
LONGEST_S = 600.0
"""Nobody waits longer for a run, whatever the network does."""
NO_NEWS = frozenset({"added", "removed", "solved"})
"""What is no news of a paper, and told apart from it."""
AT_FIRST = 25
BIB = "references.bib"


class Sleeper(Person):
    """Somebody who does not look: a run asks again once at most.

    Attributes:
        adopt: A BibTeX file whose keys are wanted.
    """

    adopt: Path | None = None

    @contextmanager
    def open_frugally(self, config: Config) -> Iterator[Frugal]:
        """The network of a scheduled run, in memory."""
        with Transport(
            gate_dir=config.cache_dir / "gate",
            clock=self.clock,
            sleep=self.clock.sleep,
            random=lambda: 0.5,
            network=self.network,
            most_retries=1,
        ) as http:
            yield Frugal(http, site_of)

    def run(self) -> Report:
        """Refresh everything, a clean log of requests before."""
        self.network.asked.clear()
        self.network.hosts.clear()
        config = self.config
        edge = Edge(self.open_frugally, lambda _done, _total: None, self.clock.now())
        choice = Choice(refresh=True, adopt=self.adopt)
        return sync.run(config, [config.root / "seeds"], config.output, choice, edge)


@dataclass
class Year:
    """A world, somebody's notes, and what was found in the outputs day by day.

    Attributes:
        folder: An empty folder.
        seed: Of all chance.
        day: The day of the year.
        requests: How many requests each run made.
        deeds: What people did since the last run.
        quiet_days: On how many days nothing happened.
        written: What a person changed in the BibTeX file: from what, to what.
        keys: The key of each paper, once it has one.
    """

    folder: Path
    seed: int
    day: int = -1
    requests: list[int] = field(default_factory=list)
    deeds: list[str] = field(default_factory=list)
    quiet_days: int = 0
    written: list[tuple[str, str]] = field(default_factory=list)
    keys: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Make the world, and write the first notes."""
        self.chance = random.Random(self.seed)  # noqa: S311 - no secret
        settings = Settings(formats=["bibtex", "csl-json", "markdown"])
        self.person = Sleeper(self.folder, 0, settings)
        # Nobody stands in for arXiv: on a day of its silence a new paper is without facts.
        alone = {"oai_api": None, "datacite_api": None}
        self.person.config = self.person.config.model_copy(update=alone)
        self.start_s = self.person.clock.now_s
        network = self.person.network
        self.world = World(random.Random(self.seed + 1), network.api, network.crossref)  # noqa: S311
        self.world.begin()
        notes = self.person.config.root / "seeds"
        self.told = Told(self.world)
        self.diary = Diary(notes, self.chance, sorted(network.api.papers), self.told.article)
        self.diary.begin(AT_FIRST)

    @property
    def output(self) -> Path:
        """The folder of the outputs."""
        return self.person.config.output

    def pass_day(self, weather: Weather = FAIR, *, edits: int = 0, drift_days: int = 0) -> None:
        """Let the world turn and the person write; then run, and look at everything.

        Args:
            weather: Who answers.
            edits: How often the notes are edited.
            drift_days: By how much the clock is wrong.
        """
        self.day += 1
        noon_s = self.start_s + self.day * DAY_S
        self.world.turn(self.day, datetime.fromtimestamp(noon_s, UTC))
        self.person.clock.now_s = noon_s + drift_days * DAY_S
        self.edit(edits)
        self.run(weather)

    def edit(self, times: int) -> None:
        """Let the person edit the notes."""
        self.deeds += [what for _ in range(times) if (what := self.diary.edit())]

    def run(self, weather: Weather = FAIR, *, after: list[Item] | None = None) -> None:
        """Run, and look at all that must hold after any run.

        Args:
            weather: Who answers.
            after: The history before a run that was killed, if this one is to mend that.
        """
        clock, network = self.person.clock, self.person.network
        name = f"day {self.day}, {clock.now():%Y-%m-%d} ({weather}, {self.deeds})"
        before, past = files(self.output), history(self.output) if after is None else after
        was_settled = self.told.is_settled() or not weather.reaches(API)
        expected = self.told.tell(self.diary.papers, weather, clock.now_s)
        weather.fall_on(network)
        began_s = clock.now_s
        report = self.person.run()
        assert clock.now_s - began_s <= LONGEST_S, f"{name}: took {clock.now_s - began_s} s"
        self.requests.append(len(network.hosts))
        assert len(network.hosts) <= MOST_REQUESTS, f"{name}: {network.hosts}"
        good = (Exit.DONE,) if weather == FAIR else (Exit.DONE, Exit.PARTIAL)
        assert report.exit_code() in good, f"{name}: {report.ledger.trouble} {report.problems}"
        self._look_at_library(name)
        self._look_at_history(past, expected, name)
        if after is None:
            known = {paper: kinds for paper, kinds in expected.items() if "added" not in kinds}
            news = {paper: told for paper, kinds in known.items() if (told := kinds - NO_NEWS)}
            compare({one.identifier.value: set(one.kinds) for one in report.news}, news, name)
            if was_settled and not (expected or self.deeds):
                assert files(self.output) == before, f"{name}: files touched on a quiet day"
                self.quiet_days += 1
        self.deeds.clear()

    def _look_at_library(self, name: str) -> None:
        """Nothing is lost, no key is another, and the facts are those last told."""
        library = read(self.output)
        papers = {one.arxiv.value: key for key, one in library.references.items() if one.arxiv}
        assert len(papers) == len(library.references), f"{name}: an entry of no paper"
        assert papers.keys() == self.diary.papers, f"{name}: entries lost, or too many"
        for paper, key in papers.items():
            assert self.keys.setdefault(paper, key) == key, f"{name}: {paper} has another key"
            state, reference = self.told.state(paper), library.references[key]
            if state is None:
                assert not reference.records, f"{name}: {paper} has facts from nowhere"
                continue
            record = next(one for one in reference.records if one.source != "crossref")
            assert reference.title == state.title, f"{name}: {paper} has another title"
            assert len(reference.authors) == len(state.authors), f"{name}: {paper}: authors"
            assert reference.is_withdrawn == is_withdrawn(state), f"{name}: {paper}: withdrawn"
            assert reference.journal_ref == state.journal_ref, f"{name}: {paper}: journal_ref"
            assert record.version == len(state.dates), f"{name}: {paper} has another version"
            sources = {one.source for one in reference.records}
            is_known = self.told.heard[paper].article
            assert ("crossref" in sources) == is_known, f"{name}: {paper}: {sources}"

    def _look_at_history(self, past: list[Item], expected: dict[str, set[str]], name: str) -> None:
        """Each event is told once, on this day, under its key; what was told before stays."""
        now = history(self.output)
        today = f"{self.person.clock.now():%Y-%m-%d}"
        for one in now[len(past) :]:
            assert one["day"] == today, f"{name}: told as of {one['day']}"
            key = self.keys[paper_of(one)]
            assert one["key"] == key, f"{name}: told under another key: {one}"
            assert one["words"], f"{name}: nothing to read: {one}"
        compare(told_since(past, now, name), expected, f"{name}, {HISTORY}")

    def die(self, step: int) -> bool:
        """Run, be killed at a request or just before a file takes its place; then run again.

        Args:
            step: At which of these, from 0.

        Returns:
            Whether it was killed before its end.
        """
        past = history(self.output)
        child = os.fork()
        if child == 0:
            killing.kill_at(step, self.person.network)
            self.person.run()
            os._exit(0)
        _, status = os.waitpid(child, 0)
        ended = os.waitstatus_to_exitcode(status)
        assert ended in {0, -signal.SIGKILL}, f"day {self.day}, killed at {step}: {ended}"
        read(self.output)
        for path in (*self.output.glob("*.json"), self.output / HISTORY):
            json.loads(path.read_bytes())
        self.run(after=past)
        return ended != 0

    def write_in_bib(self, paper: str, old: str, new: str) -> None:
        """Edit an entry of the BibTeX file, as a person would."""
        path = self.output / BIB
        head, entry = path.read_text("utf-8").split(f"{{{self.keys[paper]},", 1)
        assert old in entry, f"day {self.day}: nothing like {old!r} to edit"
        entry = entry.replace(old, new, 1)
        path.write_text(f"{head}{{{self.keys[paper]},{entry}", encoding="utf-8")
        self.written.append((old, new))
        self.deeds.append(f"the .bib says {new!r}")

    def unwritten(self) -> str:
        """The BibTeX file without what a person made of it."""
        text = (self.output / BIB).read_text("utf-8")
        for old, new in self.written:
            assert text.count(new) == 1, f"{new!r}, which a person wrote, stands there no more"
            text = text.replace(new, old)
        return text

    def sleep_through(self, days: int) -> None:
        """Let the world turn without any run."""
        for _ in range(days):
            self.day += 1
            now = datetime.fromtimestamp(self.start_s + self.day * DAY_S, UTC)
            self.world.turn(self.day, now)

    def lose_cache(self) -> None:
        """Delete the cache."""
        shutil.rmtree(self.person.config.cache_dir, ignore_errors=True)
        self.told.forget()
        self.deeds.append("the cache is gone")

    def fresh(self, folder: Path) -> Sleeper:
        """Somebody else with the same notes and keys, who begins today."""
        other = Sleeper(folder, 0, self.person.config.settings)
        other.network = self.person.network
        FAIR.fall_on(other.network)
        other.clock.now_s = self.start_s + self.day * DAY_S
        shutil.rmtree(folder / "seeds")
        shutil.copytree(self.diary.folder, folder / "seeds")
        keys = folder / "keys.bib"
        keys.write_text(
            "".join(
                f"@misc{{{key},\n  eprint = {{{paper}}},\n  archiveprefix = {{arXiv}}\n}}\n"
                for paper, key in self.keys.items()
            )
        )
        other.adopt = keys
        other.run()
        return other
