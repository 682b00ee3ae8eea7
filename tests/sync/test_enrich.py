"""Odd corners of one search for facts: what is held, and what asking comes to."""

import json
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from tests.sync.person import Person

from paperbib.cache import Cache, answers
from paperbib.identifiers.whole import parse
from paperbib.model import Missing
from paperbib.plan import BATCH, REFUSAL_MAX_AGE_S
from paperbib.settings import Settings
from paperbib.sources import batches
from paperbib.sync.ledger import Entry, Ledger, State
from paperbib.sync.summary import summary

API, OAI, DATACITE = "export.arxiv.org", "oaipmh.arxiv.org", "api.datacite.org"


def damage(person: Person, statement: str) -> None:
    with sqlite3.connect(person.config.cache_dir / "paperbib.sqlite") as held:
        held.execute(statement)
    held.close()


def test_who_counts_batches_counts_those_that_are_sent() -> None:
    assert BATCH == batches.BATCH
    assert REFUSAL_MAX_AGE_S == answers.REFUSAL_AGE_S


def test_an_entry_that_cannot_be_read_is_a_miss(tmp_path: Path) -> None:
    person = Person(tmp_path, 3)
    person.sync()
    (person.config.output / "library.json").unlink()
    damage(person, "update entries set raw = '<entry/>' where identifier like '%2001.00002'")
    report = person.sync()
    assert person.network.asked == [["2001.00002"]]
    assert len(report.ledger.of(State.FOUND)) == 3


@pytest.mark.parametrize("checked_s", ["1e300", "-1e300", "9e999", "-62135596800", "'x'"])
def test_an_impossible_age_is_old(tmp_path: Path, checked_s: str) -> None:
    person = Person(tmp_path, 3)
    person.sync()
    (person.config.output / "library.json").unlink()
    damage(person, f"update latest set checked_s = {checked_s}")  # noqa: S608 - of this test
    damage(person, f"update entries set at_s = {checked_s}")  # noqa: S608 - of this test
    assert len(person.sync(offline=True).ledger.of(State.STALE)) == 3
    report = person.sync(refresh=True)
    assert len(report.ledger.of(State.FOUND)) == 3
    json.dumps(report.as_json(report.exit_code()))


def test_a_clock_that_was_ahead_hides_no_changes(tmp_path: Path) -> None:
    person = Person(tmp_path, 300)
    person.clock.sleep(365 * 86_400)
    person.sync()
    person.clock.sleep(-365 * 86_400 + 60)
    person.revise(person.papers[:5])
    assert len(person.sync(refresh=True).news) == 5


def test_refusals_that_are_held_are_told_with_their_age_and_reason(tmp_path: Path) -> None:
    person = Person(tmp_path, 3)
    person.network.api.refused.add("2001.00002")
    person.sync()
    person.clock.sleep(3_600)
    report = person.sync()
    entry = report.ledger.entries[parse("arxiv:2001.00002")]
    assert (entry.state, entry.is_kept, entry.source) == (State.INVALID, True, "arxiv")
    assert entry.age_s == pytest.approx(3_600, abs=60)
    detail = report.as_json(report.exit_code())["ledger"]["details"]["arxiv:2001.00002"]
    assert detail["kept"] is True
    assert detail["age_s"] >= 3_600


def test_an_old_refusal_says_nothing_about_now(tmp_path: Path) -> None:
    person = Person(tmp_path, 1)
    missing = Missing(identifier=parse("arxiv:2001.00001"), source="arxiv")
    with Cache(person.config.cache_dir) as cache:
        cache.keep([missing], now_s=person.clock.now_s - 30 * 86_400)
    report = person.sync(offline=True)
    assert [one.value for one in report.ledger.of(State.DEFERRED)] == ["2001.00001"]
    assert report.ledger.trouble == {"arxiv": "offline: arXiv was not asked"}
    entry = report.ledger.entries[parse("arxiv:2001.00001")]
    assert entry.reason == "offline: arXiv was not asked"


def test_offline_no_list_of_changes_is_asked_for(tmp_path: Path) -> None:
    person = Person(tmp_path, 1_000)
    person.sync()
    (person.config.output / "library.json").unlink()
    person.clock.sleep(30 * 86_400)
    person.sync(offline=True)
    assert person.network.hosts == []


def test_the_reason_is_the_first_and_steers_no_terminal(tmp_path: Path) -> None:
    person = Person(tmp_path, 3)
    person.network.silent.update([API, OAI, DATACITE])
    report = person.sync()
    assert "503" in report.ledger.trouble["arxiv"]
    assert all(reason.isprintable() for reason in report.ledger.trouble.values())


def test_a_ctrl_c_in_the_list_of_changes_ends_the_asking(tmp_path: Path) -> None:
    person = Person(tmp_path, 1_000)
    person.sync()
    person.clock.sleep(7 * 86_400)

    def interrupt(_: int) -> None:
        raise KeyboardInterrupt

    person.network.fault_at = interrupt
    report = person.sync(refresh=True)
    assert person.network.hosts == [OAI]
    assert report.exit_code() == 130
    assert len(report.ledger.of(State.STALE)) == 1_000


def test_a_snapshot_that_stands_in_for_a_paper_of_a_refresh_is_stale(tmp_path: Path) -> None:
    line = {"id": "2001.00001", "title": "T"}
    (tmp_path / "bulk.jsonl").write_text(json.dumps(line) + "\n")
    person = Person(tmp_path, 1, Settings(formats=["markdown"], snapshot="bulk.jsonl"))
    person.network.silent.update([API, OAI, DATACITE])
    report = person.sync(refresh=True)
    entry = report.ledger.entries[parse("arxiv:2001.00001")]
    assert (entry.state, entry.source) == (State.STALE, "snapshot")
    assert report.exit_code() == 3


def test_a_summary_of_every_state(tmp_path: Path) -> None:
    person = Person(tmp_path, 7)
    person.sync()
    ids = [parse(f"arxiv:{one.id}") for one in person.papers]
    states = [
        Entry(State.FOUND, "arxiv"),
        Entry(State.FOUND, "oai"),
        Entry(State.WITHDRAWN, "arxiv", is_kept=True, age_s=60),
        Entry(State.MISSING, "arxiv"),
        Entry(State.STALE, "arxiv", is_kept=True, age_s=5 * 86_400, reason="busy"),
        Entry(State.STALE, "arxiv", is_kept=True, age_s=86_400, reason="busy"),
        Entry(State.DEFERRED, reason="busy"),
    ]
    silent = {"arxiv": "busy", "datacite": "no"}
    entries = dict(zip(ids, states, strict=True))
    ledger = Ledger(entries, 6, silent, requests_for_papers=4)
    report = person.sync()
    told = list(summary(replace(report, ledger=ledger), tmp_path, is_verbose=True))
    assert "arXiv    busy; nor did DataCite answer" in told
    assert (
        "papers   1 found in 4 requests, 1 found by arXiv's OAI-PMH, 1 from the cache, "
        "1 withdrawn, 1 unknown to arXiv, 2 papers kept as known, up to 5 days old, 1 deferred"
    ) in told
    assert "deferred arxiv:2001.00007: busy" in told
