"""Somebody with notes about some papers, and an arXiv in memory."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from tests.standin import Arxiv, Paper, fake_papers
from tests.standin.oai import Oai
from tests.sync.faults import Clock, Network

from paperbib import sync
from paperbib.config import ARXIV_API, Config
from paperbib.exporters import canonical
from paperbib.model import Reference
from paperbib.settings import Settings
from paperbib.sync import Choice
from paperbib.sync.asking import Edge
from paperbib.sync.report import Report
from paperbib.transport import Transport


class Person:
    """Somebody with notes about so many papers, each of which arXiv has.

    Args:
        folder: An empty folder.
        number: How many papers.
        settings: The configuration; relative to the folder.
        is_alone: Whether there is nobody to stand in for arXiv's query API.
    """

    def __init__(
        self,
        folder: Path,
        number: int,
        settings: Settings | None = None,
        *,
        is_alone: bool = False,
    ) -> None:
        self.clock = Clock()
        self.papers = fake_papers(number)
        self.network = Network(Arxiv({one.id: one for one in self.papers}))
        names = ("oai_api", "datacite_api", "crossref_api") if is_alone else ()
        others = dict.fromkeys(names)
        self.config = Config(
            root=folder,
            settings=settings or Settings(formats=["markdown"]),
            cache_dir=folder / "cache",
            arxiv_api=ARXIV_API,
            **others,
        )
        (folder / "seeds").mkdir(parents=True)
        self.note(one.id for one in self.papers)

    def note(self, ids: Iterable[str]) -> None:
        """Write the notes anew, with these papers."""
        text = "".join(f"- https://arxiv.org/abs/{one}\n" for one in ids)
        (self.config.root / "seeds" / "a.md").write_text(text)

    def open_http(self, config: Config) -> Transport:
        """The polite client, over the network in memory."""
        return Transport(
            gate_dir=config.cache_dir / "gate",
            clock=self.clock,
            sleep=self.clock.sleep,
            random=lambda: 0.5,
            network=self.network,
        )

    def sync(
        self,
        *,
        refresh: bool = False,
        offline: bool = False,
        frozen: bool = False,
        write: bool = True,
    ) -> Report:
        """Run, a clean log of requests before."""
        self.network.asked.clear()
        self.network.hosts.clear()
        return sync.run(
            self.config,
            [self.config.root / "seeds"],
            self.config.output,
            Choice(refresh=refresh, offline=offline, frozen=frozen, write=write),
            Edge(self.open_http, lambda _done, _total: None, self.clock.now()),
        )

    def references(self) -> list[Reference]:
        """The library as it was written, by identifier."""
        path = self.config.output / "library.json"
        library = canonical.parse(path.read_text(), str(path))
        return sorted(library.references.values(), key=lambda one: one.identifier)

    def revise(self, papers: Iterable[Paper] | None = None) -> None:
        """Give papers, or all of them, a second version, submitted now."""
        for paper in self.papers if papers is None else papers:
            dates = (*paper.dates, self.clock.now())
            self.network.api.papers[paper.id] = replace(paper, dates=dates, comment="mended")

    @property
    def oai(self) -> Oai:
        """What arXiv says by OAI-PMH."""
        return self.network.api.oai
