"""Every fault at every place: no identifier is lost, nothing known is, and the code is right."""

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.standin import Fault
from tests.sync.faults import FAULTS
from tests.sync.person import Person

from paperbib.errors import Exit
from paperbib.sync.ledger import State
from paperbib.sync.report import Report

HARMLESS = {"shuffled", "wrong content type", "entries dropped"}
"""What looks odd, or costs more requests, and answers everything in the end."""
DEFINITE = {"406", "403", "404", "302", "400 without a feed", "dns", "refused", "429, wait 2 h"}
"""What there is no point in asking again in the same run, even if it would have passed."""
LATER_S = 7_200


def at(number: int, fault: Fault, *, lasting: bool) -> Callable[[int], Fault | None]:
    """The fault at the n-th request, and at all after it if it lasts."""
    return lambda request: fault if request == number or (lasting and request > number) else None


PLACES = [(1, 1), (3, 1), (250, 1), (250, 2), (250, 3)]
"""How many papers, and which of the requests breaks: first, middle, last."""


SOME_FAULTS = [name for name in FAULTS if "cut" not in name or name == "cut at 50 %"]
at_every_place = pytest.mark.parametrize(("number", "place"), PLACES)
once_and_lasting = pytest.mark.parametrize("lasting", [False, True], ids=["once", "lasting"])


@pytest.mark.parametrize("name", FAULTS)
@at_every_place
@once_and_lasting
def test_a_first_run(tmp_path: Path, name: str, number: int, place: int, *, lasting: bool) -> None:
    person = Person(tmp_path, number, is_alone=True)
    person.network.fault_at = at(place, FAULTS[name], lasting=lasting)
    report = person.sync()
    found, deferred = report.ledger.of(State.FOUND), report.ledger.of(State.DEFERRED)
    assert_accounted(report, person)
    assert len(found) + len(deferred) == number, "nothing here is missing, stale or invalid"
    assert {one.identifier for one in person.references() if one.records} == set(found)
    assert report.exit_code() == (Exit.PARTIAL if deferred else Exit.DONE)
    if name in HARMLESS or not (lasting or name in DEFINITE):
        assert not deferred, "a fault that passes costs nothing but time"
    elif lasting:
        before = 100 * (place - 1)
        # Half a page is whole as far as it goes: of each, those entries count.
        more = (number - before) // 2 if name == "half of the entries" else 0
        assert len(found) == before + more, "what came before the fault is kept"

    person.network.fault_at = lambda _: None
    person.clock.sleep(LATER_S)
    assert person.sync().exit_code() == Exit.DONE
    asked = [one for batch in person.network.asked for one in batch]
    assert sorted(asked) == [one.value for one in deferred], "only what is missing is asked"
    assert all(one.records and one.authors for one in person.references())


@pytest.mark.parametrize("name", SOME_FAULTS)
@at_every_place
@once_and_lasting
def test_a_refresh(tmp_path: Path, name: str, number: int, place: int, *, lasting: bool) -> None:
    person = Person(tmp_path, number, is_alone=True)
    person.sync()
    before = person.references()
    person.revise()
    person.clock.sleep(LATER_S)
    person.network.fault_at = at(place, FAULTS[name], lasting=lasting)
    report = person.sync(refresh=True)
    found, stale = report.ledger.of(State.FOUND), report.ledger.of(State.STALE)
    assert_accounted(report, person)
    assert len(found) + len(stale) == number, "all were known: none is deferred"
    assert all((report.ledger.entries[one].age_s or 0) >= LATER_S for one in stale)
    assert sorted(change.identifier for change in report.news) == list(found)
    assert report.exit_code() == (Exit.PARTIAL if stale else Exit.DONE)
    for old, new in zip(before, person.references(), strict=True):
        assert new.identifiers == old.identifiers
        revised = new.identifier in found
        assert [one.version for one in new.records] == [2 if revised else 1]
        assert new.authors == old.authors

    person.network.fault_at = lambda _: None
    person.clock.sleep(LATER_S)
    assert person.sync(refresh=True).exit_code() == Exit.DONE
    assert [one.records[0].version for one in person.references()] == [2] * number


def assert_accounted(report: Report, person: Person) -> None:
    """Every identifier of the notes is in the ledger, once, and in the library."""
    assert sorted(one.value for one in report.ledger.entries) == [one.id for one in person.papers]
    listed = report.as_json(report.exit_code())["ledger"]
    by_state = [one for state in State for one in listed[state]]
    assert sorted(by_state) == sorted(f"arxiv:{one.id}" for one in person.papers)
    assert len(person.references()) == len(person.papers), "no entry is lost"
