"""Days on which the clock, or the page that comes, is of another time."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.standin import Paper
from tests.sync.person import Person

from paperbib.errors import Exit


@pytest.fixture
def person(tmp_path: Path) -> Person:
    return Person(tmp_path, 5)


def known(person: Person) -> dict[str, int | None]:
    return {str(one.identifier): one.records[0].version for one in person.references()}


@pytest.mark.parametrize("year", [1971, 1999, 2000, 2007, 2015, 2099, 2105])
@pytest.mark.parametrize("refresh", [False, True])
def test_a_clock_that_is_wrong_by_years_takes_no_paper_away(
    person: Person, year: int, *, refresh: bool
) -> None:
    person.sync()
    before = known(person)
    person.clock.now_s = datetime(year, 1, 1, 10, tzinfo=UTC).timestamp()
    report = person.sync(refresh=refresh)
    assert not report.removed
    assert known(person) == before
    assert report.exit_code() == Exit.DONE


def test_a_page_of_yesterday_is_no_answer(person: Person) -> None:
    """A CDN may send it, also when today's was sent already."""
    old: list[Paper] = list(person.papers)
    person.sync()
    person.revise(person.papers[:2])
    person.clock.sleep(86_400)
    assert [one.kinds[0] for one in person.sync(refresh=True).news] == ["revised"] * 2
    before = known(person)
    person.network.api.papers |= {one.id: one for one in old}
    person.clock.sleep(86_400)
    report = person.sync(refresh=True)
    assert (report.news, known(person)) == ((), before)
    assert {one.value for one in report.unanswered} == {one.id for one in old[:2]}
    assert report.exit_code() == Exit.PARTIAL
    current = [replace(one, dates=(*one.dates, one.dates[-1] + timedelta(days=1))) for one in old]
    person.network.api.papers |= {one.id: one for one in current[:2]}
    person.clock.sleep(86_400)
    report = person.sync(refresh=True)
    assert report.exit_code() == Exit.DONE
