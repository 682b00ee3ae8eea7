"""``paperbib sync --adopt my.bib``: the keys that somebody has cited with."""

import pytest
from tests.sync.project import Project

NOTES = "- https://arxiv.org/abs/1706.03762\n- https://arxiv.org/abs/1810.04805\n"
BIB = """% My papers
@string{nips = "NIPS"}
@inproceedings{AIAYN,
  title = {Attention},
  booktitle = nips,
  note = {arXiv:1706.03762v5},
}
@article{Devlin:2018, doi = {10.48550/ARXIV.1810.04805}, url = {https://e.org/bert}}
@article{elsewhere, eprint = {2001.00001}, archiveprefix = {arXiv}}
@book{none, title = {A book}}
"""
LEFT_OUT = "keys     2 as in my.bib, 2 left out: not in the notes"


@pytest.fixture
def mine(project: Project, monkeypatch: pytest.MonkeyPatch) -> Project:
    project.note(NOTES)
    project.note(BIB, "my.bib")
    monkeypatch.chdir(project.folder)
    return project


def test_on_the_first_run(mine: Project) -> None:
    assert LEFT_OUT in mine.sync("--adopt", "my.bib")
    assert sorted(mine.library()) == ["AIAYN", "Devlin:2018"]
    assert b'"aliases": {}' in mine.contents()["library.json"]


def test_later_and_again(mine: Project) -> None:
    mine.sync()
    report = mine.report("--adopt", "my.bib")
    assert report["adopted"] == {"file": "my.bib", "keys": 2, "left_out": 2}
    assert (report["added"], report["removed"], report["problems"]) == ([], [], [])
    assert (report["requests"], report["exit_code"]) == (0, 0)
    assert sorted(mine.library()) == ["AIAYN", "Devlin:2018"]
    assert mine.run("explain", "vaswani2017attention")[1].startswith("AIAYN\n")
    before = mine.files()
    assert LEFT_OUT in mine.sync("--adopt", "my.bib")
    mine.sync()
    assert mine.files() == before
    assert "adopted" not in mine.report()


@pytest.mark.parametrize(
    ("bib", "problem"),
    [
        ("@misc{müller, eprint = {1706.03762}}", "my.bib:1:25: 'müller' cannot be a citation key"),
        (
            "@misc{a, eprint = {1706.03762}}\n@misc{b, eprint = {1706.03762}}",
            "my.bib:2:20: arxiv:1706.03762 is a in line 1, and b. Take one of the entries out.",
        ),
        (
            "@misc{a, eprint = {1706.03762}}\n@misc{a, eprint = {1810.04805}}",
            "my.bib:2:20: a is arxiv:1706.03762 in line 1, and arxiv:1810.04805.",
        ),
        (
            "@misc{devlin2018bert, eprint = {1706.03762}}",
            "the key devlin2018bert is taken: devlin2018bert is in the library.",
        ),
    ],
)
def test_a_conflict_is_told_and_nothing_is_written(mine: Project, bib: str, problem: str) -> None:
    mine.sync()
    mine.note(NOTES + "- https://arxiv.org/abs/1409.3215\n")
    mine.note(bib + "\n", "my.bib")
    before = mine.files()
    said = mine.sync("--adopt", "my.bib", code=1)
    assert problem in said
    assert "keys     none adopted of my.bib: see the problems" in said
    assert mine.files() == before
    mine.sync()
    assert len(mine.library()) == 3


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (("--adopt", "nowhere.bib"), "nowhere.bib: this note cannot be read"),
        (("--adopt", "empty.bib"), "empty.bib: there is no BibTeX entry in it"),
        (("--adopt", "my.bib", "--frozen"), "--adopt changes library.json\nhint: leave out"),
    ],
)
def test_what_cannot_be_adopted(mine: Project, words: tuple[str, ...], what: str) -> None:
    mine.note("nothing\n", "empty.bib")
    code, out, err = mine.run("sync", *words)
    assert (code, out) == (2, "")
    assert what in err
    assert not mine.output.exists()


def test_a_dry_run_only_says_it(mine: Project) -> None:
    mine.sync()
    before = mine.files()
    assert LEFT_OUT in mine.sync("--adopt", "my.bib", "--dry-run")
    assert mine.files() == before


def test_adopting_ones_own_output_changes_nothing(mine: Project) -> None:
    mine.sync()
    before = mine.files()
    assert "keys     2 as in output/references.bib" in mine.sync("--adopt", "output/references.bib")
    assert mine.files() == before
