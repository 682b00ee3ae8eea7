"""Who helps Crossref: Semantic Scholar with DOIs, DataCite with those it does not register."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import httpx
import pytest
from tests import standin
from tests.sources.datacite_dois import DOI, body
from tests.standin.crossref import Work
from tests.standin.semantic_scholar import KEY, Scholar, item
from tests.sync.faults import Network
from tests.sync.person import Person

from paperbib.errors import Exit
from paperbib.model import Reference
from paperbib.settings import Settings
from paperbib.sync.ledger import State
from paperbib.sync.report import Report

CROSSREF, DATACITE, SCHOLAR = "api.crossref.org", "api.datacite.org", "api.semanticscholar.org"
DAY_S = 86_400
OTHER = "10.1000/other"
NOT_FOUND = b'{"errors": [{"status": "404", "title": "The resource does not exist."}]}'


@dataclass
class Wider(Network):
    """Answers also as Semantic Scholar does, and as DataCite about other DOIs.

    Attributes:
        scholar: What Semantic Scholar knows.
        deposits: What DataCite sends, by DOI.
    """

    scholar: Scholar = field(default_factory=Scholar)
    deposits: dict[str, bytes] = field(default_factory=dict)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Answer, or break."""
        path, params = request.url.path, dict(request.url.params)
        is_deposit = path.startswith("/dois/") and "arxiv" not in path.lower()
        if (request.url.host != SCHOLAR and not is_deposit) or request.url.host in self.silent:
            return super().handle_request(request)
        self.hosts.append(request.url.host)
        if is_deposit:
            content = self.deposits.get(path.removeprefix("/dois/"))
            return httpx.Response(200 if content else 404, content=content or NOT_FOUND)
        reply = self.scholar.answer(params, request.content, request.headers, standin.NONE)
        return httpx.Response(reply.status, content=reply.content)


def somebody(folder: Path, number: int, *, key: str | None = KEY, **settings: object) -> Person:
    """Somebody with a key for Semantic Scholar."""
    person = Person(folder, number, Settings.model_validate({"formats": ["bibtex"]} | settings))
    person.network = Wider(person.network.api)
    person.config = person.config.model_copy(update={"semantic_scholar_key": key})
    return person


def wider(person: Person) -> Wider:
    assert isinstance(person.network, Wider)
    return person.network


def publish(person: Person, titles: Mapping[int, str] | None = None) -> None:
    """Let Crossref know the articles of all papers, and Semantic Scholar their DOIs."""
    for number, paper in enumerate(person.papers, 1):
        title = (titles or {}).get(number, paper.title)
        work = Work(f"10.1000/{paper.id}", title, paper.authors)
        person.network.crossref.add(work)
        known = item(paper.id, paper.title, work.doi, *paper.authors)
        wider(person).scholar.papers[paper.id] = known


def sources(reference: Reference) -> list[str]:
    return [one.source for one in reference.records]


def state(report: Report, doi: str) -> tuple[State, str]:
    entries = {one.value: entry for one, entry in report.ledger.entries.items()}
    return entries[doi].state, entries[doi].source


def test_a_doi_that_crossref_bears_out_ties_the_article(tmp_path: Path) -> None:
    person = somebody(tmp_path, 3)
    publish(person)
    report = person.sync()
    assert report.exit_code() == Exit.DONE
    assert person.network.hosts.count(SCHOLAR) == 1
    assert wider(person).scholar.asked == [[f"ARXIV:{one.id}" for one in person.papers]]
    for reference in person.references():
        assert sources(reference) == ["arxiv", "crossref", "semantic-scholar"]
        assert [(tie.by, tie.how) for tie in reference.ties] == [("semantic-scholar", "doi")]
    assert "@article{" in (person.config.output / "references.bib").read_text()


@pytest.mark.parametrize("cached", [True, False])
def test_what_is_tied_is_never_asked_about_again(tmp_path: Path, *, cached: bool) -> None:
    person = somebody(tmp_path, 2)
    publish(person)
    person.sync()
    if not cached:
        person.config = person.config.model_copy(update={"cache_dir": tmp_path / "new"})
    person.clock.sleep(90 * DAY_S)
    report = person.sync()
    assert (person.network.hosts, report.changed) == ([], [])
    person.sync(refresh=True)
    assert SCHOLAR in person.network.hosts


@pytest.mark.parametrize("knows", [True, False], ids=["only arXiv's DOI", "nothing"])
def test_what_names_nothing_is_believed_for_a_month(tmp_path: Path, *, knows: bool) -> None:
    person = somebody(tmp_path, 2)
    if knows:
        papers = {one.id: item(one.id, one.title) for one in person.papers}
        wider(person).scholar.papers.update(papers)
    person.sync()
    assert all(sources(one) == ["arxiv"] for one in person.references())
    person.clock.sleep(29 * DAY_S)
    assert person.sync().changed == []
    assert person.network.hosts == []
    publish(person)
    person.clock.sleep(2 * DAY_S)
    person.sync()
    assert person.network.hosts == [SCHOLAR, CROSSREF]
    assert all("crossref" in sources(one) for one in person.references())


def test_of_a_doi_of_another_paper_or_of_none_nothing_is_said(tmp_path: Path) -> None:
    person = somebody(tmp_path, 3)
    publish(person, {1: "Surfaces of Sapphire under Ultraviolet Light"})
    del person.network.crossref.works[f"10.1000/{person.papers[1].id}"]
    authors = ("Zoe Zimmer", "Yan Yoder")
    third = replace(person.network.crossref.works[f"10.1000/{person.papers[2].id}"])
    person.network.crossref.add(replace(third, authors=authors))
    report = person.sync()
    assert (report.exit_code(), report.problems) == (Exit.DONE, ())
    assert all(sources(one) == ["arxiv"] for one in person.references())
    assert "10.1000" not in (person.config.output / "references.bib").read_text()
    assert person.sync().changed == []
    assert person.network.hosts == []


def test_only_papers_that_nobody_names_a_doi_for_are_asked_about(tmp_path: Path) -> None:
    override = {"arxiv:2001.00002": {"doi": "10.1000/said"}}
    person = somebody(tmp_path, 4, override=override)
    first, _, third, _ = person.papers
    person.network.api.papers[first.id] = replace(first, dois=("10.1000/named",))
    person.network.api.papers[third.id] = replace(third, journal_ref="J. 1, doi:10.1000/ref")
    person.note([one.id for one in person.papers] + ["2601.00001"])
    person.sync()
    assert wider(person).scholar.asked == [["ARXIV:2001.00004"]]


@pytest.mark.parametrize("key", [None, "", " "])
def test_without_a_key_nobody_is_asked(tmp_path: Path, key: str | None) -> None:
    person = somebody(tmp_path, 1, key=key)
    publish(person)
    person.sync()
    assert SCHOLAR not in person.network.hosts
    assert sources(person.references()[0]) == ["arxiv"]


def test_who_wants_no_published_versions_is_not_told(tmp_path: Path) -> None:
    person = somebody(tmp_path, 1, published="off")
    publish(person)
    person.sync()
    assert not {SCHOLAR, CROSSREF} & set(person.network.hosts)


@pytest.mark.parametrize("fault", ["503", "wrong key", "unsendable key"])
def test_its_silence_is_told_and_costs_nothing(tmp_path: Path, fault: str) -> None:
    person = somebody(tmp_path, 3)
    publish(person)
    if fault == "503":
        person.network.silent.add(SCHOLAR)
    else:
        wrong = {"wrong key": "another", "unsendable key": "a b"}[fault]
        person.config = person.config.model_copy(update={"semantic_scholar_key": wrong})
    report = person.sync()
    assert (report.exit_code(), report.problems) == (Exit.DONE, ())
    assert list(report.ledger.trouble) == ["semantic-scholar"]
    assert all(sources(one) == ["arxiv"] for one in person.references())
    person.network.silent.clear()
    person.config = person.config.model_copy(update={"semantic_scholar_key": KEY})
    person.sync()
    assert all("crossref" in sources(one) for one in person.references())


def test_nobody_is_asked_offline_or_while_arxiv_is_silent(tmp_path: Path) -> None:
    person = somebody(tmp_path, 1)
    publish(person)
    person.network.silent.add("export.arxiv.org")
    person.sync()
    assert not {SCHOLAR, CROSSREF} & set(person.network.hosts)
    person.network.silent.clear()
    person.clock.sleep(DAY_S)
    assert person.sync(offline=True).exit_code() == Exit.DONE
    assert person.network.hosts == []


def test_a_refresh_that_finds_nothing_keeps_what_is_known(tmp_path: Path) -> None:
    person = somebody(tmp_path, 2)
    publish(person)
    person.sync()
    library = person.references()
    for silent in ({SCHOLAR}, {SCHOLAR, CROSSREF}):
        person.network.silent = silent
        person.sync(refresh=True)
        assert person.references() == library
    person.network.silent = set()
    wider(person).scholar.papers.clear()
    person.sync(refresh=True)
    assert person.references() == library


def deposit(person: Person, *dois: str) -> None:
    """Write notes that mention some DOIs."""
    lines = "".join(f"- https://doi.org/{one}\n" for one in dois)
    (person.config.root / "seeds" / "a.md").write_text(lines)


def test_a_doi_that_datacite_registers_is_found_there(tmp_path: Path) -> None:
    person = somebody(tmp_path, 0)
    deposit(person, DOI, OTHER)
    wider(person).deposits[DOI] = body()
    report = person.sync()
    assert state(report, DOI) == (State.FOUND, "datacite-dois")
    assert state(report, OTHER) == (State.MISSING, "crossref")
    assert [problem.kind for problem in report.problems] == ["missing"]
    assert OTHER in report.problems[0].what
    held = {one.identifier.value: sources(one) for one in person.references()}
    assert held == {DOI: ["datacite-dois"], OTHER: []}
    assert report.exit_code() == Exit.DONE

    person.clock.sleep(3_600)
    again = person.sync()
    assert (person.network.hosts, again.changed) == ([], [])
    assert state(again, DOI)[0] == State.KNOWN
    assert again.problems == report.problems


def test_what_crossref_knows_is_not_asked_of_datacite(tmp_path: Path) -> None:
    person = somebody(tmp_path, 0)
    deposit(person, OTHER)
    person.network.crossref.add(Work(OTHER, "On Something"))
    assert state(person.sync(), OTHER) == (State.FOUND, "crossref")
    person.network.silent.add(CROSSREF)
    person.sync(refresh=True)
    assert DATACITE not in person.network.hosts


@pytest.mark.parametrize("is_known", [False, True])
def test_datacites_silence_leaves_the_question_open(tmp_path: Path, *, is_known: bool) -> None:
    person = somebody(tmp_path, 0)
    deposit(person, DOI)
    wider(person).deposits[DOI] = body()
    if is_known:
        person.sync()
    library = person.references() if is_known else []
    person.network.silent.add(DATACITE)
    report = person.sync(refresh=True)
    assert state(report, DOI)[0] == (State.STALE if is_known else State.DEFERRED)
    assert "503" in report.ledger.trouble["datacite"]
    assert report.exit_code() == Exit.PARTIAL
    assert "missing" not in {problem.kind for problem in report.problems}
    if is_known:
        assert person.references() == library
    person.network.silent.clear()
    report = person.sync(refresh=True)
    assert (report.exit_code(), sources(person.references()[0])) == (Exit.DONE, ["datacite-dois"])


def test_offline_the_cache_has_datacites_answers_too(tmp_path: Path) -> None:
    person = somebody(tmp_path, 0)
    deposit(person, DOI, OTHER)
    wider(person).deposits[DOI] = body()
    person.sync()
    (person.config.output / "library.json").unlink()
    report = person.sync(offline=True)
    assert person.network.hosts == []
    assert state(report, DOI) == (State.FOUND, "datacite-dois")
    assert state(report, OTHER) == (State.MISSING, "crossref")


def test_without_datacite_crossrefs_word_stands(tmp_path: Path) -> None:
    person = somebody(tmp_path, 0)
    deposit(person, DOI)
    person.config = person.config.model_copy(update={"datacite_api": None})
    assert state(person.sync(), DOI) == (State.MISSING, "crossref")


def test_a_record_of_datacite_that_cannot_be_read_is_no_answer(tmp_path: Path) -> None:
    person = somebody(tmp_path, 0)
    deposit(person, DOI, "10.5281/zenodo.2")
    wider(person).deposits[DOI] = body(titles=7)
    sound = json.loads(body(doi="10.5281/zenodo.2"))
    wider(person).deposits["10.5281/zenodo.2"] = json.dumps(sound).encode()
    report = person.sync()
    assert state(report, DOI)[0] == State.DEFERRED
    assert state(report, "10.5281/zenodo.2")[0] == State.FOUND
