"""When arXiv's query API is silent: who is asked instead, in which order, and whose word counts."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from tests.standin.oai import Detail
from tests.sync.person import Person

from paperbib.errors import Exit
from paperbib.settings import Settings
from paperbib.sync.ledger import State

HOUR_S = 3_600
API, OAI, DATACITE = "export.arxiv.org", "oaipmh.arxiv.org", "api.datacite.org"


def sources(person: Person) -> list[list[str]]:
    return [[record.source for record in one.records] for one in person.references()]


@pytest.mark.parametrize(
    ("silent", "source"), [([API], "oai"), ([API, OAI], "datacite")], ids=["oai", "datacite"]
)
def test_another_interface_stands_in(tmp_path: Path, silent: list[str], source: str) -> None:
    person = Person(tmp_path, 3)
    (tmp_path / "whole").mkdir()
    whole = Person(tmp_path / "whole", 3)
    whole.sync()
    person.network.silent.update(silent)
    report = person.sync()
    assert report.exit_code() == Exit.DONE
    assert {report.ledger.entries[one].source for one in report.ledger.of(State.FOUND)} == {source}
    assert sources(person) == [[source]] * 3
    assert [one.authors for one in person.references()] == [
        one.authors for one in whole.references()
    ]
    assert [one.date for one in person.references()] == [one.date for one in whole.references()]
    assert set(report.ledger.trouble) == {{API: "arxiv", OAI: "oai"}[one] for one in silent}

    keys = [one.identifier for one in person.references()]
    person.network.silent.clear()
    person.clock.sleep(HOUR_S)
    person.sync()
    assert sources(person) == [["arxiv"]] * 3, "who stood in is silent when arXiv speaks"
    assert [one.identifier for one in person.references()] == keys


def test_what_a_stand_in_answered_today_is_not_asked_of_it_again(tmp_path: Path) -> None:
    person = Person(tmp_path, 3)
    person.network.silent.add(API)
    person.sync()
    person.sync()
    assert set(person.network.hosts) == {API}
    assert sources(person) == [["oai"]] * 3


def test_a_paper_that_oai_does_not_have_is_missing_one_that_datacite_lacks_is_not(
    tmp_path: Path,
) -> None:
    person = Person(tmp_path, 1)
    person.note(["2001.00001", "2601.00001"])
    person.network.silent.add(API)
    report = person.sync()
    assert [one.value for one in report.ledger.of(State.MISSING)] == ["2601.00001"]
    assert "missing" in {problem.kind for problem in report.problems}

    (tmp_path / "other").mkdir()
    other = Person(tmp_path / "other", 1)
    other.note(["2001.00001", "2601.00001"])
    other.network.silent.update([API, OAI])
    report = other.sync()
    assert [one.value for one in report.ledger.of(State.FOUND)] == ["2001.00001"]
    assert [one.value for one in report.ledger.of(State.DEFERRED)] == ["2601.00001"]
    assert report.exit_code() == Exit.PARTIAL


def test_oai_knows_of_withdrawals_that_no_words_tell(tmp_path: Path) -> None:
    person = Person(tmp_path, 1)
    person.network.silent.add(API)
    person.oai.details["2001.00001"] = Detail(source_types=("I",))
    report = person.sync()
    assert [one.value for one in report.ledger.of(State.WITHDRAWN)] == ["2001.00001"]


def test_nobody_is_asked_about_known_papers_one_by_one(tmp_path: Path) -> None:
    person = Person(tmp_path, 3)
    person.sync()
    person.network.silent.add(API)
    report = person.sync(refresh=True)
    assert OAI not in person.network.hosts
    assert len(report.ledger.of(State.STALE)) == 3
    assert report.exit_code() == Exit.PARTIAL


def test_a_large_library_is_left_for_the_next_run(tmp_path: Path) -> None:
    person = Person(tmp_path, 130)
    person.network.silent.update([API, DATACITE])
    report = person.sync()
    assert person.network.hosts.count(OAI) == 100
    assert len(report.ledger.of(State.FOUND)) == 100
    assert len(report.ledger.of(State.DEFERRED)) == 30
    assert report.exit_code() == Exit.PARTIAL
    assert person.sync().exit_code() == Exit.DONE
    assert person.network.hosts.count(OAI) == 30


def test_the_bulk_file_comes_last_and_is_not_enough_for_a_refresh(tmp_path: Path) -> None:
    line = {"id": "2001.00001", "title": "T", "authors_parsed": [["Author", "Ada", ""]]}
    (tmp_path / "bulk.jsonl").write_text(json.dumps(line) + "\n")
    person = Person(tmp_path, 1, Settings(formats=["markdown"], snapshot="bulk.jsonl"))
    person.network.silent.update([API, OAI, DATACITE])
    report = person.sync()
    assert report.exit_code() == Exit.DONE
    assert report.ledger.entries[report.ledger.of(State.FOUND)[0]].source == "snapshot"
    assert list(report.ledger.trouble) == ["arxiv", "oai", "datacite"]
    report = person.sync(refresh=True)
    assert (report.exit_code(), len(report.ledger.of(State.STALE))) == (Exit.PARTIAL, 1)


def test_offline_nobody_is_asked_and_old_answers_are_called_so(tmp_path: Path) -> None:
    person = Person(tmp_path, 3)
    person.sync()
    (person.config.output / "library.json").unlink()
    person.clock.sleep(30 * 86_400)
    report = person.sync(offline=True)
    assert person.network.hosts == []
    assert report.exit_code() == Exit.DONE
    stale = report.ledger.of(State.STALE)
    assert [report.ledger.entries[one].age_s for one in stale] == [30 * 86_400] * 3
    assert sources(person) == [["arxiv"]] * 3


def test_an_interruption_defers_the_rest_and_writes_nothing(tmp_path: Path) -> None:
    person = Person(tmp_path, 250)

    def interrupt(number: int) -> None:
        if number == 2:
            raise KeyboardInterrupt

    person.network.fault_at = interrupt
    report = person.sync()
    assert report.exit_code() == Exit.INTERRUPTED
    assert len(report.ledger.of(State.FOUND)) == 100
    assert len(report.ledger.of(State.DEFERRED)) == 150
    assert person.network.hosts == [API] * 2, "nobody else is asked then"
    assert not person.config.output.exists()
    person.network.fault_at = lambda _: None
    assert person.sync().exit_code() == Exit.DONE
    assert [len(ids) for ids in person.network.asked] == [100, 50]


def test_an_identifier_that_arxiv_refuses_is_taken_out(tmp_path: Path) -> None:
    person = Person(tmp_path, 5)
    person.network.api.refused.add("2001.00003")
    report = person.sync()
    assert [one.value for one in report.ledger.of(State.INVALID)] == ["2001.00003"]
    assert len(report.ledger.of(State.FOUND)) == 4
    assert [(one.kind, one.line) for one in report.problems] == [("invalid", 3)]
    assert report.exit_code() == Exit.DONE
    assert report.exit_code(fail_on=["invalid"]) == Exit.FOUND
    person.sync()
    assert person.network.hosts == [], "for a week, that is believed"


def test_a_missing_paper_is_confirmed_alone_and_believed_for_a_week(tmp_path: Path) -> None:
    person = Person(tmp_path, 5)
    person.note(["2001.00001", "2601.00001", "2001.00002"])
    report = person.sync()
    assert [one.value for one in report.ledger.of(State.MISSING)] == ["2601.00001"]
    assert person.network.asked[1] == ["2601.00001"]
    person.clock.sleep(6 * 86_400)
    person.sync()
    assert person.network.hosts == []
    person.clock.sleep(2 * 86_400)
    person.network.api.papers["2601.00001"] = replace(person.papers[4], id="2601.00001")
    report = person.sync()
    assert [one.value for one in report.ledger.of(State.FOUND)] == ["2601.00001"]


def test_what_datacite_lacks_is_not_missing_the_second_time_either(tmp_path: Path) -> None:
    person = Person(tmp_path, 1)
    person.note(["2601.00001"])
    person.network.silent.update([API, OAI])
    for offline in (False, False, True):
        report = person.sync(offline=offline)
        assert [one.value for one in report.ledger.of(State.DEFERRED)] == ["2601.00001"]
        assert report.exit_code() == Exit.PARTIAL


def test_a_withdrawal_flagged_by_oai_outlives_the_silence(tmp_path: Path) -> None:
    person = Person(tmp_path, 2)
    person.network.silent.add(API)
    person.oai.details["2001.00001"] = Detail(source_types=("I",))
    person.sync()
    person.network.silent.clear()
    person.clock.sleep(HOUR_S)
    report = person.sync()
    assert "withdrawn" in {problem.kind for problem in report.problems}
    assert sources(person) == [["arxiv", "oai"], ["arxiv"]]
    person.revise()
    person.clock.sleep(HOUR_S)
    report = person.sync(refresh=True)
    assert "withdrawn" not in {problem.kind for problem in report.problems}
    assert sources(person) == [["arxiv"], ["arxiv"]]


@pytest.mark.parametrize("refresh", [False, True])
def test_older_answers_of_a_cache_do_not_replace_what_the_lock_has(
    tmp_path: Path, *, refresh: bool
) -> None:
    """Somebody else has refreshed the library, and committed it."""
    person = Person(tmp_path, 3)
    person.sync()
    person.revise()
    colleague = person.config
    person.config = person.config.model_copy(update={"cache_dir": tmp_path / "theirs"})
    person.clock.sleep(30 * 86_400)
    person.sync(refresh=True)
    person.config = colleague
    person.network.silent.update([API, OAI, DATACITE])
    report = person.sync(refresh=refresh, offline=not refresh)
    assert [one.version for ref in person.references() for one in ref.records] == [2, 2, 2]
    assert report.news == ()


def test_frozen_accounts_for_every_paper(tmp_path: Path) -> None:
    person = Person(tmp_path, 2)
    person.note(["2001.00001"])
    person.sync()
    person.note(["2001.00001", "2001.00002"])
    report = person.sync(frozen=True)
    assert [one.value for one in report.ledger.of(State.KNOWN)] == ["2001.00001"]
    assert [one.value for one in report.ledger.of(State.DEFERRED)] == ["2001.00002"]


def test_an_entry_that_was_refused_since_is_asked_for_again(tmp_path: Path) -> None:
    person = Person(tmp_path, 300)
    person.sync()
    gone = person.network.api.papers.pop("2001.00007")
    person.clock.sleep(7 * 86_400)
    person.network.silent.add(OAI)
    report = person.sync(refresh=True)
    assert [one.value for one in report.ledger.of(State.MISSING)] == [gone.id]
    person.network.silent.clear()
    person.clock.sleep(86_400)
    report = person.sync(refresh=True)
    assert [one.value for one in report.ledger.of(State.MISSING)] == [gone.id]
    assert [one.version for ref in person.references() for one in ref.records] == [1] * 300
