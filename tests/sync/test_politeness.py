"""A scheduled run of a small library takes three requests at most, on any day."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TypeVar

import pytest
from tests import standin
from tests.standin import Fault, Reply, StandIn, fake_papers
from tests.standin.crossref import PATH, Crossref, Work
from tests.sync.project import UNREACHABLE, Project

from paperbib.cli import scheduled
from paperbib.cli.scheduled import Means
from paperbib.errors import HttpError, RefusedError, UnreachableError
from paperbib.sources.http import Reply as Answer
from paperbib.sync.frugal import Frugal

T = TypeVar("T")

MOST = 3
PAPERS = fake_papers(45)
FAULTS = {
    "503": standin.status(503),
    "429": standin.status(429),
    "429, wait 2 h": standin.status(429, "7200"),
    "403": standin.status(403),
    "404": standin.status(404),
    "302": standin.status(302),
    "Rate exceeded.": standin.RATE_EXCEEDED,
    "html": standin.HTML,
    "nothing": standin.NOTHING,
    "empty feed": standin.EMPTY,
    "half of the entries": standin.SHORT,
    "cut": standin.cut(50),
}
DAYS = [
    (silent, name, is_new)
    for silent in ("arxiv", "others", "both")
    for name in FAULTS
    for is_new in (False, True)
    if not is_new or name in {"503", "html", "empty feed", "404"}
]


class Halving(Crossref):
    """A Crossref that may leave out every other work of a list."""

    def answer(self, path: str, params: Mapping[str, str], fault: Fault) -> Reply:
        """Answer, as `Crossref` does or with half a list."""
        reply = super().answer(path, params, fault)
        if fault.kind != "short" or path != PATH:
            return reply
        told = json.loads(reply.content)
        del told["message"]["items"][::2]
        return replace(reply, content=json.dumps(told).encode())


@pytest.fixture
def others() -> Iterator[StandIn]:
    """Crossref and DataCite, at an address of their own."""
    with StandIn() as running:
        running.crossref = Halving()
        yield running


@pytest.fixture
def library(project: Project, others: StandIn, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A library of 45 papers: five published, one that arXiv lacks, a DOI and a link."""
    monkeypatch.setenv("PAPERBIB_CROSSREF_API", others.crossref_url)
    monkeypatch.setenv("PAPERBIB_DATACITE_API", others.datacite_url)
    monkeypatch.setenv("PAPERBIB_OAI_API", project.standin.oai_url)
    project.standin.papers |= {one.id: one for one in PAPERS}
    for number, paper in enumerate(PAPERS[:5]):
        doi = f"10.1000/{number}"
        published = replace(paper, dois=(doi,), journal_ref="J. Invented 1 (2020)")
        project.standin.papers[paper.id] = published
        others.crossref.add(Work(doi, title=paper.title, authors=paper.authors))
    others.crossref.add(Work("10.1000/alone", title="On Its Own"))
    lines = [f"- https://arxiv.org/abs/{one.id}\n" for one in PAPERS[:44]]
    project.note("".join(lines) + "- https://doi.org/10.1000/alone\n- https://example.org/\n")
    code, out, err = project.run("sync", "--scheduled", "--no-jitter")
    assert code == 0, out + err
    return project


def requests(project: Project) -> tuple[int, int]:
    code, out, _ = project.run("sync", "--scheduled", "--no-jitter")
    told = json.loads(out)
    return code, int(told["requests"])


def break_(where: StandIn, fault: Fault) -> None:
    where.faults.extend([fault] * 50)


def test_a_quiet_day(library: Project) -> None:
    code, number = requests(library)
    assert (code, number <= MOST) == (0, True)


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_an_outage(
    library: Project, others: StandIn, monkeypatch: pytest.MonkeyPatch, day: tuple[str, str, bool]
) -> None:
    silent, name, is_new = day
    if is_new:
        note = (library.folder / "seeds" / "a.md").read_text()
        library.note(f"{note}\n- https://arxiv.org/abs/{PAPERS[44].id}\n")
    if silent != "others":
        break_(library.standin, FAULTS[name])
    if silent != "arxiv":
        break_(others, FAULTS[name])
    code, number = requests(library)
    assert number <= MOST
    assert code == 3, "and it is told"
    library.standin.faults.clear()
    others.faults.clear()
    monkeypatch.setenv("PAPERBIB_CACHE_DIR", str(library.folder / "another"))  # no pause is noted
    assert requests(library)[0] == 0, "the next day is whole again"


def test_what_nobody_registered_is_asked_for_once_a_week(
    library: Project, others: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    note = (library.folder / "seeds" / "a.md").read_text()
    library.note(f"{note}\n- https://doi.org/10.1000/none\n- https://doi.org/10.1000/nobody\n")
    assert requests(library)[0] == 0
    others.log.clear()
    code, out, _ = library.run("sync", "--scheduled", "--no-jitter")
    told = json.loads(out)
    assert (code, told["requests"] <= MOST) == (0, True)
    assert told["problems"]["missing"] == 2, "and it is told"
    assert len(others.log) == 1, "the list of what there is"
    others.log.clear()
    assert library.run("sync", "--refresh")[0] == 0
    assert len(others.log) == 3, "who wants to know is told: by the list, and by DataCite"
    others.log.clear()
    later = datetime.now(UTC) + timedelta(days=8)
    monkeypatch.setattr(scheduled, "Means", lambda: Means(now=lambda: later))
    assert requests(library)[0] == 0
    assert len(others.log) == 2, "one may have been registered since, and the other has time"


def test_without_a_network(library: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ARXIV", "OAI", "CROSSREF", "DATACITE"):
        monkeypatch.setenv(f"PAPERBIB_{name}_API", UNREACHABLE)
    code, number = requests(library)
    assert (code, number <= MOST) == (3, True)


class FakeHttp:
    """Counts, and fails as told."""

    def __init__(self) -> None:
        self.requests = 0
        self.errors: dict[str, HttpError] = {}

    def get(self, url: str, params: Mapping[str, str], read: Callable[[Answer], T]) -> T:
        assert params == {"a": "b"}
        self.requests += 1
        if url in self.errors:
            raise self.errors[url]
        return read(Reply(200, b"c", "text/plain"))

    def post(
        self,
        url: str,
        params: Mapping[str, str],
        body: bytes,
        headers: Mapping[str, str],
        read: Callable[[Answer], T],
    ) -> T:
        assert (body, headers) == (b"{}", {"key": "secret"})
        return self.get(url, params, read)


def ask(frugal: Frugal, url: str) -> str:
    """The error's words, or that there was none."""
    try:
        return frugal.get(url, {"a": "b"}, lambda reply: f"answered {reply.content.decode()}")
    except HttpError as error:
        return error.reason


def test_a_site_in_trouble_is_left_alone_and_the_others_soon() -> None:
    http = FakeHttp()
    http.errors["https://api.a.org/x"] = UnreachableError("a is gone")
    frugal = Frugal(http, lambda host, _: ".".join(host.split(".")[-2:]))
    assert ask(frugal, "https://api.a.org/x") == "a is gone"
    assert ask(frugal, "https://oai.a.org/y") == "a is gone", "one site, not asked again"
    assert ask(frugal, "https://b.org/") == "answered c"
    assert ask(frugal, "https://c.org/") == "answered c"
    assert "enough was tried" in ask(frugal, "https://d.org/")
    assert frugal.requests == http.requests == 3


def test_without_trouble_there_is_no_limit() -> None:
    http = FakeHttp()
    http.errors["https://a.org/missing"] = RefusedError("no such paper", status=404)
    frugal = Frugal(http, lambda host, _: host)
    for _ in range(10):
        assert ask(frugal, "https://a.org/missing") == "no such paper"
        frugal.post("https://a.org/", {"a": "b"}, b"{}", {"key": "secret"}, lambda _: None)
    assert http.requests == 20
