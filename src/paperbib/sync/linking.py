"""Dead links: which are known, which are visited now, and what the library says of them.

What is known to be dead stands in the library, so that a run that visits nothing keeps it. When
a link was visited last, and with what result, stands in the cache.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from paperbib.identifiers.identifier import Identifier
from paperbib.links.tally import Tally
from paperbib.links.verdicts import Verdict
from paperbib.model import Found, Library, Mention, Problem, Record, first_mentions, visible
from paperbib.sync.asking import Asking
from paperbib.sync.making import Made

if TYPE_CHECKING:
    from paperbib.sync.visiting import Means

SOURCE = "links"
"""What stands in the cache for those who answer about links."""
MOST_LINKS = 300
"""How many links one run visits."""
_MOST_OTHERS = 3
_BEFORE_S = 0.001
"""Links whose turn did not come are kept as if asked for so much sooner, one before the next."""
_ANSWERED = (Verdict.ALIVE, Verdict.DEAD, Verdict.OPEN)
_VERDICTS = {one.value: one for one in Verdict}
_OFFLINE = "this run is offline"
_FROZEN = "library.json is taken as it is"
_HINT = "Look where it moved, or for a copy at web.archive.org"


class Linked(NamedTuple):
    """What was made, and what is known of its links.

    Attributes:
        made: With the dead links in its library, and told where that was asked for.
        tally: What came of visiting; None where nothing was to be visited.
    """

    made: Made
    tally: Tally | None = None


@contextmanager
def open_means() -> Iterator[Means]:
    """Open the network for visits; imports what that needs."""
    from paperbib.sync.visiting import Means
    from paperbib.transport.probe import Probe

    with Probe() as probe:
        yield Means(probe)


def settle(made: Made, previous: Library, asking: Asking, *, is_wanted: bool) -> Linked:
    """Keep what is known of dead links, and visit links if that is wanted.

    Args:
        made: The library that the notes make, before anything is said of its links.
        previous: The library as it was.
        asking: The cache, the time, whether there is a network, and who is told how far it got.
        is_wanted: Whether links are visited.
    """
    if made.library is previous:
        return Linked(made, Tally(trouble=_FROZEN) if is_wanted else None)
    links = _links(made.library)
    dead = {one for one in previous.dead_links if one in links}
    tally = None
    if is_wanted and not made.ledger.is_interrupted:
        checking = _Checking(asking, links)
        checking.check()
        dead = (dead - checking.of(Verdict.ALIVE)) | checking.of(Verdict.DEAD)
        tally = checking.tally(len(dead))
        if checking.is_interrupted:
            made = made._replace(ledger=replace(made.ledger, is_interrupted=True))
        made = made._replace(problems=[*made.problems, *problems(made.mentions, dead)])
    return Linked(made._replace(library=_with_dead_links(made.library, links, dead)), tally)


def _links(library: Library) -> dict[Identifier, Identifier]:
    """The addresses of all pages of a library, as they are spelled there; papers have none."""
    pages = (one for one in library.references.values() if not one.is_paper)
    return {one: one for page in pages for one in page.identifiers if one.scheme == "url"}


def _with_dead_links(
    library: Library, links: Mapping[Identifier, Identifier], dead: Iterable[Identifier]
) -> Library:
    """A library that knows its dead links; the same one where it knows them already."""
    spelled = tuple(sorted(links[one] for one in dead))
    if [str(one) for one in library.dead_links] == [str(one) for one in spelled]:
        return library
    return library.model_copy(update={"dead_links": spelled})


def problems(mentions: Iterable[Mention], dead: Collection[Identifier]) -> list[Problem]:
    """Each dead link where the notes name it first, in their order."""
    return [
        Problem.at(mention, "dead", f"{visible(one.value)} is a dead link", _HINT)
        for one, mention in first_mentions(mentions).items()
        if one in dead
    ]


class _Checking:
    """What is known of links, and what is found out now.

    Attributes:
        is_interrupted: Whether somebody stopped it.
    """

    def __init__(self, asking: Asking, links: Iterable[Identifier]) -> None:
        self._asking, self._links = asking, list(links)
        self._verdicts: dict[Identifier, Verdict] = {}
        self._told: list[Identifier] = []
        self._due: list[Identifier] = []
        self._nameless: set[Identifier] = set()
        self._requests = 0
        self._trouble = ""
        self.is_interrupted = False

    def check(self) -> None:
        """Take the answers of late, and visit what is left, the longest ago first."""
        self._due = self._recall()
        if self._asking.is_offline:
            self._trouble = _OFFLINE
        elif self._due:
            self._visit(self._due[:MOST_LINKS])

    def _recall(self) -> list[Identifier]:
        """Take the answers of late from the cache; returns the other links."""
        now_s = self._asking.now_s
        due: list[tuple[float, Identifier]] = []
        kept = self._asking.cache.answers(SOURCE, self._links)
        for link in self._links:
            answer = kept.get(link)
            verdict = _verdict(answer.raw) if answer else None
            if answer is None or verdict is None:
                due.append((0.0, link))
            elif 0 <= now_s - answer.at_s < verdict.keeps_s:
                self._verdicts[link] = verdict
            else:
                due.append((answer.at_s, link))
                if verdict in {Verdict.NAMELESS, Verdict.DEAD}:
                    self._nameless.add(link)
        return [link for _, link in sorted(due)]

    def _visit(self, links: Sequence[Identifier]) -> None:
        from paperbib.sync.visiting import Visits

        with open_means() as means:
            tell = partial(self._tell, total=len(links))
            visits = Visits(means, tell, self._others())
            try:
                visits.visit(links)
            except KeyboardInterrupt:
                self.is_interrupted = True
            self._requests = means.probe.requests
        if visits.is_without_network:
            self._trouble = visible(visits.reason)
        elif not self.is_interrupted:
            # Not before: without a network, it is not the links that are silent.
            self._keep_silent(visits.passed_over)

    def _others(self) -> list[str]:
        """Addresses whose hosts should have names, if any has: of links seen lately, of arXiv."""
        lately = sorted(self.of(Verdict.ALIVE) | self.of(Verdict.OPEN))
        return [*(one.value for one in lately[:_MOST_OTHERS]), self._asking.config.arxiv_api]

    def _keep_silent(self, passed_over: Sequence[Identifier]) -> None:
        """Note who was silent; next time, those come first whose turn did not come."""
        silent = self.of(Verdict.SILENT).intersection(self._told)
        self._keep(silent.difference(passed_over), Verdict.SILENT)
        for before, link in enumerate(reversed(passed_over), start=1):
            self._keep([link], Verdict.SILENT, before_s=before * _BEFORE_S)

    def _tell(self, link: Identifier, verdict: Verdict, *, total: int) -> None:
        """Take in a verdict; at once, since a run may be stopped at any time."""
        if verdict is Verdict.NAMELESS and link in self._nameless:
            verdict = Verdict.DEAD  # on two days
        self._verdicts[link] = verdict
        self._told.append(link)
        if verdict is not Verdict.SILENT:
            self._keep([link], verdict)
        self._asking.visiting(len(self._told), total)

    def _keep(
        self, links: Iterable[Identifier], verdict: Verdict, *, before_s: float = 0.0
    ) -> None:
        answers = [
            Found(
                identifier=one,
                source=SOURCE,
                raw=verdict.value,
                record=Record(source=SOURCE, identifier=one),
            )
            for one in links
        ]
        self._asking.cache.keep(answers, now_s=self._asking.now_s - before_s)

    def of(self, verdict: Verdict) -> set[Identifier]:
        """The links of which this is known, by visits of late."""
        return {link for link, known in self._verdicts.items() if known is verdict}

    def tally(self, dead: int) -> Tally:
        """What came of it, with the number of all links known to be dead."""
        verdicts = Counter(self._verdicts[one] for one in self._told)
        return Tally(
            checked=sum(verdicts[one] for one in _ANSWERED),
            dead=dead,
            left=verdicts[Verdict.LEFT],
            silent=verdicts[Verdict.SILENT] + verdicts[Verdict.NAMELESS],
            recent=len(self._links) - len(self._due),
            later=len(self._due) - len(self._told),
            requests=self._requests,
            trouble=self._trouble,
        )


def _verdict(text: str | None) -> Verdict | None:
    """A verdict of the cache; None for what is none."""
    return _VERDICTS.get(text or "")
