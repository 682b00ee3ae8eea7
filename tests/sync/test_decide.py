"""What a person decides about identity: undone merges, forced ones, and titles."""

from __future__ import annotations

import json

import pytest
from tests.standin.crossref import Work
from tests.sync.project import Project

ATTENTION, BERT = "arxiv:1706.03762", "arxiv:1810.04805"
DOI = "doi:10.1000/attention"
NOTES = (
    "- https://arxiv.org/abs/1706.03762\n  Long words of my own that are no title, but a remark.\n"
    "- https://doi.org/10.1000/attention\n- https://arxiv.org/abs/1810.04805\n"
)


@pytest.fixture
def two(project: Project, monkeypatch: pytest.MonkeyPatch) -> Project:
    """An article and its preprint, which only Crossref will tie together."""
    standin = project.standin
    monkeypatch.setenv("PAPERBIB_CROSSREF_API", standin.crossref_url)
    title = standin.papers["1706.03762"].title
    people = standin.papers["1706.03762"].authors
    standin.crossref.add(
        Work("10.1000/attention", title, people, container="Great Letters", date=(2018, 6))
    )
    project.note(NOTES)
    return project


def _keys(project: Project) -> dict[str, list[str]]:
    return {key: one["identifiers"] for key, one in project.library().items()}


def _lock(project: Project) -> dict[str, object]:
    return dict(json.loads((project.output / "library.json").read_bytes()))


def test_an_undone_merge_gives_both_entries_and_keys_back(two: Project) -> None:
    two.standin.crossref.works.clear()
    two.sync()
    apart = _keys(two)
    assert len(apart) == 3
    old = next(key for key, names in apart.items() if names == [DOI])
    preprint = next(key for key, names in apart.items() if names == [ATTENTION])

    code, out, err = two.run("decide", "same", ATTENTION, DOI)
    assert (code, out) == (0, f"{ATTENTION} and {DOI} are now one entry: {preprint}\n"), err
    assert _keys(two)[preprint] == [ATTENTION, DOI]
    assert _lock(two)["aliases"] == {old: preprint}
    assert "you say so" in two.run("explain", preprint)[1]

    code, out, err = two.run("decide", "different", preprint)
    assert code == 0, err
    assert out == f"{ATTENTION} and {DOI} are now apart: {preprint} and {old}\n"
    assert _keys(two) == apart
    assert "of my own" in json.dumps(two.library()[preprint])
    asked, files = len(two.standin.log), two.files()
    two.sync()
    assert two.files() == files
    assert len(two.standin.log) == asked
    assert two.run("decide", "list")[1] == f"different  {ATTENTION} {DOI}\n"


def test_records_that_match_are_one_until_somebody_objects(two: Project) -> None:
    two.sync()
    keys = _keys(two)
    (key,) = (key for key, names in keys.items() if DOI in names)
    assert keys[key] == [ATTENTION, DOI]
    assert "the records agree" in two.run("explain", key)[1]
    assert two.run("decide", "different", ATTENTION, DOI)[0] == 0
    assert [ATTENTION] in _keys(two).values()
    assert [DOI] in _keys(two).values()
    two.sync("--refresh")
    assert [DOI] in _keys(two).values(), "a decision outranks the records"
    assert two.run("decide", "undo", ATTENTION, DOI)[0] == 0
    assert _keys(two)[key] == [ATTENTION, DOI]
    assert "decisions" not in _lock(two)


def test_a_dry_run_decides_nothing(two: Project) -> None:
    two.sync()
    files = two.files()
    code, out, _ = two.run("decide", "different", ATTENTION, DOI, "--dry-run", "--offline")
    assert code == 0
    assert "would be apart" in out
    assert two.files() == files


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("same", ATTENTION), "two names are needed, not 1"),
        (("same", ATTENTION, BERT, DOI), "two names are needed, not 3"),
        (("same", ATTENTION, ATTENTION), "are both arxiv:1706.03762"),
        (("same", ATTENTION, "nobody2020nothing"), "there is no entry 'nobody2020nothing'"),
        (("different", "arxiv:1810.04805"), "is known as arxiv:1810.04805"),
        (("title", "No such item", "none"), "no note has the item 'No such item'"),
        (("undo", ATTENTION, DOI), "nothing was decided about"),
        (("same", "arxiv:2001.99999", "10.5555/none"), "no note mentions arxiv:2001.99999"),
        (("same", ATTENTION, DOI, "--notes", "other.md"), "these notes do not mention"),
        (("tilte", "x", "y"), "unknown command 'tilte'"),
    ],
)
def test_what_cannot_be_meant_is_said_in_one_line(
    two: Project, words: tuple[str, ...], told: str
) -> None:
    two.sync()
    two.note("- https://arxiv.org/abs/1706.03762\n", "other.md")
    files = two.files()
    code, out, err = two.run("decide", *words)
    assert (code, out) == (2, "")
    assert told in err
    assert len(err.strip().splitlines()) == 2
    assert two.files() == files


def test_a_title_means_what_a_person_says(two: Project) -> None:
    two.note(f"{NOTES}- Some Paper (2019)\n")
    assert "'Some Paper (2019)'" in two.sync()
    code, out, _ = two.run("decide", "title", "some paper (2019)", BERT)
    assert (code, out) == (0, f"'Some Paper (2019)' means {BERT}\n")
    bert = next(one for one in two.library().values() if one["identifiers"] == [BERT])
    assert len(bert["mentions"]) == 2
    assert two.run("decide", "title", "Some Paper (2019)", "none")[0] == 0
    assert "Some Paper" not in two.sync(), "it was said to be none"
    assert two.run("decide", "undo", "Some Paper (2019)")[0] == 0
    assert "'Some Paper (2019)'" in two.sync()


def test_an_old_key_means_what_it_was_made_for(two: Project) -> None:
    two.standin.crossref.works.clear()
    two.sync()
    apart = _keys(two)
    keys = {names[0]: key for key, names in apart.items()}
    two.run("decide", "same", ATTENTION, DOI)
    code, _, err = two.run("decide", "different", keys[ATTENTION], keys[DOI])
    assert code == 0, err
    assert _keys(two) == apart


def test_decisions_reach_libraries_of_other_notes(two: Project) -> None:
    two.note(NOTES, "mine.md")
    two.sync("mine.md", "-o", "mine")
    where = ("--notes", "mine.md", "-o", "mine")
    code, out, err = two.run("decide", "different", ATTENTION, DOI, *where)
    assert code == 0, err
    assert "are now apart" in out
    library = json.loads((two.folder / "mine" / "library.json").read_bytes())
    assert len(library["references"]) == 3
    assert not two.output.exists()


def test_a_decision_that_another_stands_against_is_refused(two: Project) -> None:
    two.standin.crossref.works.clear()
    two.sync()
    assert two.run("decide", "different", ATTENTION, BERT)[0] == 0
    assert two.run("decide", "same", ATTENTION, DOI)[0] == 0
    files = two.files()
    code, _, err = two.run("decide", "same", BERT, DOI)
    assert (code, two.files()) == (2, files)
    assert f"{BERT} and {DOI} stay two entries" in err


def test_a_doi_that_a_person_names_is_looked_up(two: Project) -> None:
    two.standin.crossref.add(Work("10.1000/bert", "BERT, printed", ("Jacob Devlin",)))
    two.sync()
    assert two.run("decide", "same", BERT, "10.1000/bert")[0] == 0
    (entry,) = (one for one in two.library().values() if BERT in one["identifiers"])
    assert [one["source"] for one in entry["records"]] == ["arxiv", "crossref"]
