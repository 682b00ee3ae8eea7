"""With an index of arXiv's bulk file: known at once, and only news are asked for."""

import json
import os
from pathlib import Path

import pytest
from tests.standin import Paper
from tests.sync.person import Person

from paperbib.cache import Cache
from paperbib.identifiers.whole import parse
from paperbib.model import Missing
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
    indexed.revise(indexed.papers[:1])
    indexed.sync(refresh=True)
    assert [indexed.papers[0].id, last] in indexed.network.asked


def test_an_index_that_cannot_be_used_is_a_problem_and_no_end(indexed: Person) -> None:
    with (indexed.config.root / "bulk.json").open("a") as file:
        file.write("\n")
    report = indexed.sync()
    assert [problem.kind for problem in report.problems] == ["index"]
    assert len(report.ledger.of(State.FOUND)) == 1_000
    assert indexed.network.hosts == [API] * 10


def test_an_index_that_breaks_later_starts_no_thousand_questions(indexed: Person) -> None:
    indexed.sync()
    with (indexed.config.root / "bulk.json").open("a") as file:
        file.write("\n")
    report = indexed.sync()
    assert len(report.ledger.of(State.KNOWN)) == 1_000
    assert indexed.network.hosts == []


def test_the_index_knows_what_was_once_unknown(indexed: Person) -> None:
    paper = indexed.papers[3]
    with Cache(indexed.config.cache_dir) as cache:
        missing = Missing(identifier=parse(f"arxiv:{paper.id}"), source="arxiv")
        cache.keep([missing], now_s=indexed.clock.now_s - 86_400)
    report = indexed.sync(offline=True)
    assert report.ledger.of(State.MISSING) == ()
    assert len(report.ledger.of(State.FOUND)) == 999


def test_the_news_of_a_paper_from_the_index(indexed: Person) -> None:
    indexed.sync()
    indexed.clock.sleep(WEEK_S)
    indexed.revise(indexed.papers[:1])
    (news,) = indexed.sync(refresh=True).news
    assert (news.kinds, news.fields["version"]) == (("revised",), (1, 2))


@pytest.mark.parametrize(("number", "records"), [(1, "1 record"), (12, "12 records")])
def test_records_that_cannot_be_read_are_one_problem_that_says_why(
    indexed: Person, number: int, records: str
) -> None:
    file = indexed.config.root / "bulk.json"
    texts = file.read_text().splitlines(keepends=True)
    seen = file.stat()
    bad = [one.replace('"title"', '"title ') for one in texts[:number]]
    file.write_text("".join(bad + texts[number:]))
    os.utime(file, ns=(seen.st_mtime_ns, seen.st_mtime_ns))  # nobody can tell from outside
    report = indexed.sync(offline=True)
    (problem,) = report.problems
    assert problem.kind == "index"
    assert problem.what.startswith(f"{records} of {file} cannot be read: {file}: the record")
    assert problem.hint.startswith(f"build the index again: paperbib index build {file}")
    assert len(report.ledger.of(State.DEFERRED)) == number + 1
    assert len(indexed.sync().ledger.of(State.FOUND)) == number + 1, "arXiv is asked instead"


def test_an_index_damaged_inside_is_a_problem_and_no_end(indexed: Person) -> None:
    path = indexed.config.index_dir / "index.sqlite"
    raw = path.read_bytes()
    path.write_bytes(raw[:4096] + b"\xff" * 4096 + raw[8192:])
    report = indexed.sync()
    (problem,) = report.problems
    assert problem.what.startswith("1000 records of ")
    assert "index.sqlite: the index is damaged" in problem.what
    assert len(report.ledger.of(State.FOUND)) == 1_000
