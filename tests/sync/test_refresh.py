"""A refresh asks only for what changed, says what that was, and never needs the list."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from tests.standin import Paper
from tests.sync.faults import FAULTS
from tests.sync.person import Person

from paperbib.sync.ledger import State

API, LIST = "export.arxiv.org", "oaipmh.arxiv.org"
WEEK_S = 7 * 86_400


@pytest.fixture
def library(tmp_path: Path) -> Person:
    """A thousand papers, known for a week."""
    person = Person(tmp_path, 1_000)
    person.sync()
    person.clock.sleep(WEEK_S)
    others_change(person)
    return person


def others_change(person: Person) -> None:
    """No day goes by without changes; these are of a paper that no note mentions."""
    other = replace(person.papers[0], id="1901.00001", dates=(person.clock.now(),))
    person.network.api.papers[other.id] = other


def test_a_thousand_papers_take_ten_requests(tmp_path: Path) -> None:
    person = Person(tmp_path, 1_000)
    report = person.sync()
    assert [len(ids) for ids in person.network.asked] == [100] * 10
    assert len(report.ledger.of(State.FOUND)) == 1_000
    person.sync()
    assert person.network.asked == []


def test_one_new_paper_is_one_request_for_it_alone(library: Person) -> None:
    paper = replace(library.papers[0], id="2002.00001")
    library.network.api.papers[paper.id] = paper
    library.note([*(one.id for one in library.papers), paper.id])
    library.sync()
    assert library.network.asked == [[paper.id]]


def test_three_changed_papers_of_a_thousand_take_two_requests(library: Person) -> None:
    changed = library.papers[5:500:200]
    library.revise(changed)
    report = library.sync(refresh=True)
    assert library.network.hosts == [LIST, API]
    assert library.network.asked[-1] == [one.id for one in changed]
    assert len(report.ledger.of(State.FOUND)) == 1_000
    assert report.exit_code() == 0
    assert {change.identifier.value for change in report.news} == {one.id for one in changed}
    assert {change.fields["version"] for change in report.news} == {(1, 2)}


def test_nothing_changed_takes_one_request_and_counts_as_looked_up(library: Person) -> None:
    before = library.references()
    assert library.sync(refresh=True).exit_code() == 0
    assert library.network.hosts == [LIST]
    assert library.references() == before
    library.clock.sleep(WEEK_S)
    others_change(library)
    library.sync(refresh=True)
    # From where the last refresh left off, not from the first answers.
    assert library.network.hosts == [LIST]


BREAKS: dict[str, Callable[[Person], object]] = {
    "empty": lambda person: person.network.api.papers.pop("1901.00001"),
    "silent": lambda person: person.network.silent.add(LIST),
    "flood": lambda person: setattr(person.oai, "page_size", 100),
    "flood, as told": lambda person: vars(person.oai).update(page_size=100, says_size=True),
}


@pytest.mark.parametrize("name", BREAKS)
def test_without_the_list_all_are_asked_about_in_batches(library: Person, name: str) -> None:
    BREAKS[name](library)
    if name != "empty":
        library.revise()
    report = library.sync(refresh=True)
    asked = [ids for ids in library.network.asked if ids]
    assert [len(ids) for ids in asked] == [100] * 10
    assert library.network.hosts.count(LIST) <= 10
    assert len(report.news) == (0 if name == "empty" else 1_000)
    assert report.exit_code() == 0


def test_what_was_answered_longest_ago_is_asked_first(library: Person) -> None:
    library.network.silent.add(LIST)
    names = [one.id for one in library.papers]
    # Four tries for the list, then three batches, then silence.
    library.network.fault_at = lambda number: FAULTS["503"] if number > 7 else None
    library.sync(refresh=True)
    first = [one for ids in library.network.asked for one in ids][:300]
    library.clock.sleep(WEEK_S)
    library.network.fault_at = lambda _: None
    library.sync(refresh=True)
    second = [one for ids in library.network.asked for one in ids]
    assert sorted(second) == sorted(names)
    assert not set(second[:700]) & set(first)


def test_a_lost_cache_costs_ten_requests(library: Person) -> None:
    shutil.rmtree(library.config.cache_dir)
    library.sync(refresh=True)
    assert library.network.hosts == [API] * 10


def withdraw(paper: Paper) -> Paper:
    return replace(paper, comment="This paper has been withdrawn by the author due to an error")


def publish(paper: Paper) -> Paper:
    return replace(paper, journal_ref="J. Invented 1 (2026) 1-9", dois=("10.1000/x",))


@pytest.mark.parametrize(
    ("change", "kinds", "fields"),
    [
        (publish, ("published",), {"journal_ref", "doi"}),
        (withdraw, ("withdrawn", "metadata"), {"comment", "is_withdrawn"}),
        (lambda one: replace(one, title="On Something Else"), ("retitled",), {"title"}),
        (lambda one: replace(one, authors=one.authors[:1]), ("authors",), {"authors"}),
        (
            lambda one: replace(one, dates=(*one.dates, one.dates[0] + timedelta(days=9))),
            ("revised",),
            {"version", "updated"},
        ),
    ],
)
def test_what_changed_is_told_as_a_diff_of_fields(
    tmp_path: Path, change: Callable[[Paper], Paper], kinds: tuple[str, ...], fields: set[str]
) -> None:
    person = Person(tmp_path, 3)
    person.sync()
    paper = person.papers[1]
    person.network.api.papers[paper.id] = change(paper)
    person.clock.sleep(WEEK_S)
    report = person.sync(refresh=True)
    (news,) = report.news
    assert (news.identifier.value, news.kinds) == (paper.id, kinds)
    assert set(news.fields) == fields
    listed = report.as_json(report.exit_code())["news"][0]
    assert set(listed["fields"]) == fields
    is_withdrawn = "withdrawn" in kinds
    assert [one.value for one in report.ledger.of(State.WITHDRAWN)] == [paper.id] * is_withdrawn
    assert ("withdrawn" in {problem.kind for problem in report.problems}) == is_withdrawn
    assert person.sync(refresh=True).news == ()
