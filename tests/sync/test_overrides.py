"""Overrides in whole runs: what a person says stands, for as long as they say it."""

import json

import pytest
from tests.sync.project import Project

PAPER = "1706.03762"
NOTE = f"- https://arxiv.org/abs/{PAPER}\n- https://arxiv.org/abs/1810.04805\n- https://e.org/a\n"
TABLE = f'[override."arxiv:{PAPER}"]\n'
KEY = "vaswani2017attention"


def configure(project: Project, text: str) -> None:
    (project.folder / "paperbib.toml").write_text(text, encoding="utf-8")


@pytest.fixture
def known(project: Project) -> Project:
    project.note(NOTE)
    project.sync()
    return project


def asked(project: Project) -> int:
    before = len(project.standin.log)
    project.sync()
    return len(project.standin.log) - before


def test_an_override_changes_its_entry_and_no_other_and_asks_nobody(known: Project) -> None:
    before, old = known.library(), known.contents()
    configure(known, TABLE + 'title = "Mine"\njournal = "Nature"\nyear = 2018\n')
    assert asked(known) == 0
    after = known.library()
    assert {key for key in before if before[key] != after[key]} == {KEY}
    assert after[KEY]["records"][1:] == before[KEY]["records"]
    bib = (known.output / "references.bib").read_text()
    assert "@article{vaswani2017attention," in bib
    assert "{Nature}" in bib
    configure(known, "")
    assert asked(known) == 0
    assert known.contents() == old


def test_a_second_run_writes_nothing(known: Project) -> None:
    configure(known, TABLE + 'title = "Mine"\nauthors = ["Byron, Ada"]\ndate = 2018-01-02\n')
    known.sync()
    before = known.files()
    assert asked(known) == 0
    assert known.files() == before


def test_changing_one_override_changes_exactly_that_entry(known: Project) -> None:
    other = '[override."1810.04805"]\ntitle = "Other"\n'
    configure(known, TABLE + 'title = "One"\n' + other)
    known.sync()
    before = json.loads((known.output / "references.csl.json").read_bytes())
    configure(known, TABLE + 'title = "Two"\n' + other)
    report = known.report()
    after = json.loads((known.output / "references.csl.json").read_bytes())
    assert [one["id"] for one, new in zip(before, after, strict=True) if one != new] == [KEY]
    # What a person says is no news of the paper.
    assert report["news"] == []


def test_a_paper_that_is_ignored_is_not_there_and_not_asked_about(project: Project) -> None:
    project.note(NOTE)
    configure(project, TABLE + "ignore = true\n")
    report = project.report()
    requests = json.dumps(project.standin.log, default=str)
    assert "1810.04805" in requests
    assert PAPER not in requests
    assert PAPER not in json.dumps(report["ledger"])
    assert KEY not in project.library()
    assert report["problems"] == []
    before = project.files()
    assert asked(project) == 0
    assert project.files() == before
    assert project.run("sync", "--frozen", "--fail-on", "unanswered")[0] == 0


def test_the_key_of_what_is_ignored_waits_for_it(known: Project) -> None:
    before = known.contents()
    history = before.pop("changes.json")
    configure(known, TABLE + "ignore = true\n")
    known.sync()
    lock = json.loads((known.output / "library.json").read_bytes())
    assert lock["retired"] == {f"arxiv:{PAPER}": KEY}
    assert KEY not in (known.output / "references.bib").read_text()
    configure(known, TABLE + "ignore = false\n")
    known.sync()
    after = known.contents()
    assert len(after.pop("changes.json")) > len(history), "it went, and came back"
    assert after == before


def test_what_is_ignored_is_not_unanswered_without_a_network(project: Project) -> None:
    project.note(f"- https://arxiv.org/abs/{PAPER}\n")
    project.sync("--offline", code=3)
    configure(project, TABLE + "ignore = true\n")
    project.sync("--offline")


def test_an_override_is_no_answer_for_a_paper_that_nobody_knows(project: Project) -> None:
    project.note(f"- https://arxiv.org/abs/{PAPER}\n")
    configure(project, TABLE + 'title = "Mine"\n')
    project.sync("--offline", code=3)
    assert [one["source"] for one in next(iter(project.library().values()))["records"]] == [
        "override"
    ]
    # Not even when it is in the lock.
    report = project.report("--offline")
    assert report["ledger"]["deferred"] == [f"arxiv:{PAPER}"]
    project.sync()
    (reference,) = project.library().values()
    assert [one["source"] for one in reference["records"]] == ["override", "arxiv"]


def test_a_key_for_a_new_entry(project: Project) -> None:
    project.note(NOTE)
    configure(project, TABLE + 'key = "Vas17"\n')
    assert "override" not in project.sync()
    assert "Vas17" in project.library()


def test_a_key_once_made_is_not_changed_by_an_override(known: Project) -> None:
    configure(known, TABLE + 'key = "Vas17"\n')
    told = known.sync()
    assert f"paperbib.toml:1:11: the key of arxiv:{PAPER} is {KEY}, not Vas17" in told
    assert f"paperbib key {KEY} Vas17" in told
    assert KEY in known.library()


def test_an_override_of_what_no_note_mentions_is_reported(known: Project) -> None:
    configure(known, '\n[override."https://e.org/b"]\ntitle = "T"\n')
    assert "paperbib.toml:2:11: no note mentions url:https://e.org/b." in known.sync()
    (problem,) = known.report()["problems"]
    assert problem["kind"] == "override"


def test_a_frozen_lock_is_taken_as_it_is(known: Project) -> None:
    configure(known, TABLE + 'title = "Mine"\n')
    before = known.contents()
    known.sync("--frozen")
    assert known.contents() == before
    known.sync()
    held = known.contents()
    configure(known, "")
    known.sync("--frozen")
    assert known.contents() == held


def test_a_wrong_override_stops_the_run_before_anything(known: Project) -> None:
    configure(known, TABLE + 'titel = "Mine"\n')
    before = known.files()
    code, _, err = known.run("sync")
    assert code == 2
    assert "paperbib.toml:2:1: unknown field 'titel'\nhint: did you mean 'title'?" in err
    assert known.files() == before


def test_explain_says_what_is_from_an_override(known: Project) -> None:
    configure(known, TABLE + 'title = "Mine"\n')
    known.sync()
    _, out, _ = known.run("explain", KEY)
    assert "title: Mine (from override)" in out
    assert "(from arxiv, " in out
    assert out.index("from override") < out.index("from arxiv")


def test_a_doi_ties_what_the_notes_name_by_it(project: Project) -> None:
    project.note(NOTE + "- https://doi.org/10.1000/x\n")
    project.sync()
    number = len(project.library())
    configure(project, TABLE + 'doi = "10.1000/x"\n')
    assert asked(project) == 0
    assert len(project.library()) == number - 1
    assert project.library()[KEY]["identifiers"] == [f"arxiv:{PAPER}", "doi:10.1000/x"]


@pytest.mark.parametrize(("policy", "year"), [("v1", 2017), ("latest", 2023), ("published", 2017)])
def test_the_date_policy_reaches_the_outputs(project: Project, policy: str, year: int) -> None:
    project.note(f"- https://arxiv.org/abs/{PAPER}\n")
    configure(project, f'date = "{policy}"\n')
    project.sync()
    (entry,) = json.loads((project.output / "references.csl.json").read_bytes())
    assert entry["issued"]["date-parts"][0][0] == year
    before = project.files()
    project.sync()
    assert project.files() == before
