"""With an index of arXiv's bulk file: known at once, and only news are asked for."""

import json
from pathlib import Path

import pytest
from tests.standin import Paper
from tests.sync.person import Person

from paperbib.sources.index.building import build
from paperbib.sync.ledger import State

API, LIST = "export.arxiv.org", "oaipmh.arxiv.org"
WEEK_S = 7 * 86_400


def line_of(paper: Paper, update_date: str) -> str:
    """A paper as arXiv's bulk file has it."""
    names = [name.rpartition(" ") for name in paper.authors]
    created = [f"{date:%a, %d %b %Y %H:%M:%S} GMT" for date in paper.dates]
    fields = {
        "id": paper.id,
        "title": paper.title,
        "authors_parsed": [[family, given, ""] for given, _, family in names],
        "abstract": paper.summary,
        "categories": " ".join(paper.categories),
        "versions": [{"version": f"v{i}", "created": one} for i, one in enumerate(created, 1)],
        "update_date": update_date,
    }
    return json.dumps(fields) + "\n"


@pytest.fixture
def indexed(tmp_path: Path) -> Person:
    """A thousand papers, all but the last in a bulk file of today."""
    person = Person(tmp_path, 1_000)
    file = tmp_path / "bulk.json"
    day = f"{person.clock.now():%Y-%m-%d}"
    file.write_text("".join(line_of(one, day) for one in person.papers[:-1]))
    build(file, person.config.index_dir, now=person.clock.now())
    return person


def test_papers_of_the_index_need_no_request(indexed: Person) -> None:
    report = indexed.sync()
    assert indexed.network.asked == [[indexed.papers[-1].id]]
    assert len(report.ledger.of(State.FOUND)) == 1_000
    assert report.exit_code() == 0
    sources = [one.records[0].source for one in indexed.references()]
    assert sources == ["snapshot"] * 999 + ["arxiv"]
    assert len(indexed.sync().ledger.of(State.KNOWN)) == 1_000
    assert indexed.network.asked == []


def test_offline_only_what_the_index_lacks_is_deferred(indexed: Person) -> None:
    report = indexed.sync(offline=True)
    assert indexed.network.hosts == []
    assert [one.value for one in report.ledger.of(State.DEFERRED)] == [indexed.papers[-1].id]


def test_a_refresh_asks_only_for_what_changed_since_the_file(indexed: Person) -> None:
    indexed.sync()
    indexed.clock.sleep(WEEK_S)
    changed = indexed.papers[7:300:100]
    indexed.revise(changed)
    report = indexed.sync(refresh=True)
    assert indexed.network.hosts == [LIST, API]
    assert indexed.network.asked[-1] == [one.id for one in changed]
    assert len(report.ledger.of(State.FOUND)) == 1_000
    by_id = {one.identifier.value: one for one in indexed.references()}
    for paper in changed:
        assert [(one.source, one.version) for one in by_id[paper.id].records] == [("arxiv", 2)]


def test_what_arxiv_said_is_not_older_than_a_file_of_the_same_day(indexed: Person) -> None:
    """The lock may know a paper from long before the file: the file proves nothing about it."""
    last = indexed.papers[-1].id
    indexed.sync()
    (indexed.config.cache_dir / "paperbib.sqlite").unlink()
    indexed.clock.sleep(WEEK_S)
    indexed.sync(refresh=True)
    assert [last] in indexed.network.asked


def test_an_index_that_cannot_be_used_is_a_problem_and_no_end(indexed: Person) -> None:
    with (indexed.config.root / "bulk.json").open("a") as file:
        file.write("\n")
    report = indexed.sync()
    assert [problem.kind for problem in report.problems] == ["index"]
    assert len(report.ledger.of(State.FOUND)) == 1_000
    assert indexed.network.hosts == [API] * 10
