"""``paperbib key``, the pattern of the configuration, and ``--key-map``."""

import json
from collections.abc import Callable

import pytest
from tests.sync.project import Project

from paperbib import store

NOTES = "- https://arxiv.org/abs/1706.03762\n- https://arxiv.org/abs/1810.04805\n"
BERT = "BERT: Pre-training of Deep Bidirectional Transformers for Language Understanding"
OLD = "vaswani2017attention"


@pytest.fixture
def two(project: Project) -> Project:
    project.note(NOTES)
    project.sync()
    return project


def configure(project: Project, text: str) -> None:
    (project.folder / "paperbib.toml").write_text(text, encoding="utf-8")


def test_a_key_is_renamed_in_every_output_without_a_request(
    two: Project, unplug: Callable[[], None]
) -> None:
    unplug()
    code, out, err = two.run("key", OLD, "Vas17")
    assert (code, err) == (0, "")
    assert out == f"{OLD} is now called Vas17; its old key stays as an alias\n"
    assert sorted(two.library()) == ["Vas17", "devlin2018bert"]
    lock = json.loads((two.output / "library.json").read_bytes())
    assert lock["aliases"] == {OLD: "Vas17"}
    assert b"{Vas17," in two.contents()["references.bib"]
    assert b"{vaswani2017" not in two.contents()["references.bib"]
    assert b'"id": "Vas17"' in two.contents()["references.csl.json"]
    before = two.files()
    two.sync()
    assert two.files() == before


def test_explain_tells_the_old_key_which_still_leads_there(two: Project) -> None:
    two.run("key", OLD, "Vas17")
    for name in (OLD, "Vas17", "1706.03762"):
        _, out, _ = two.run("explain", name)
        assert out.startswith("Vas17\n")
        assert f"  was called {OLD}\n" in out


@pytest.mark.parametrize(
    "name", ["Vas17", OLD, "arxiv:1706.03762", "https://arxiv.org/abs/1706.03762"]
)
def test_an_entry_is_named_by_key_alias_or_identifier(two: Project, name: str) -> None:
    two.run("key", OLD, "Vas17")
    code, _, _ = two.run("key", name, OLD)
    assert code == 0
    assert sorted(two.library()) == ["devlin2018bert", OLD]


def test_the_same_key_again_writes_nothing(two: Project) -> None:
    before = two.files()
    code, out, _ = two.run("key", "1706.03762", OLD)
    assert (code, out) == (0, f"{OLD} is its key already: nothing to do\n")
    assert two.files() == before


def test_a_dry_run_writes_nothing(two: Project) -> None:
    before = two.files()
    code, out, _ = two.run("key", OLD, "Vas17", "--dry-run")
    assert (code, out) == (0, f"{OLD} would be called Vas17; its old key stays as an alias\n")
    assert two.files() == before


@pytest.mark.parametrize(
    ("words", "what"),
    [
        ((OLD, "a b"), "'a b' cannot be a citation key\nhint: begin with a letter or digit"),
        ((OLD, "Devlin2018BERT"), "is taken: devlin2018bert is in the library\nhint: choose"),
        (("vaswani2017attentoin", "x"), "there is no entry"),
        (("vaswani2017attentoin", "x"), f"hint: did you mean {OLD!r}?"),
        ((OLD,), "missing argument 'NEW'"),
        ((OLD, "x", "--dry"), "hint: did you mean --dry-run?"),
    ],
)
def test_what_cannot_be_done_touches_nothing(
    two: Project, words: tuple[str, ...], what: str
) -> None:
    before = two.files()
    code, out, err = two.run("key", *words)
    assert (code, out) == (2, "")
    assert what in err
    assert two.files() == before


def test_without_a_library_there_is_a_hint(project: Project) -> None:
    code, _, err = project.run("key", "a", "b")
    assert code == 2
    assert "there is no library yet\nhint: run paperbib sync first" in err


def test_another_run_is_waited_for_by_nobody(two: Project) -> None:
    with store.run_lock(two.output, two.folder.parent / "cache" / "locks"):
        code, _, err = two.run("key", OLD, "Vas17")
    assert code == 5
    assert "another paperbib is at work" in err
    assert OLD in two.library()


def test_a_new_pattern_is_for_new_papers(two: Project) -> None:
    configure(two, 'key = "{Surname}:{year}"\n')
    two.note(NOTES + "- https://arxiv.org/abs/1409.0473\n")
    two.sync()
    assert sorted(two.library()) == ["Bahdanau:2014", "devlin2018bert", OLD]


def test_a_style_by_name(project: Project) -> None:
    configure(project, 'key = "better-bibtex"\n')
    project.note(NOTES)
    project.sync()
    assert sorted(project.library()) == [
        "devlinBERTPretrainingDeep2018",
        "vaswaniAttentionAllYou2017",
    ]


@pytest.mark.parametrize(
    ("name", "text", "place"),
    [
        ("paperbib.toml", '\n  key = "{surname}{yeer}"\n', "paperbib.toml:2:19"),
        ("paperbib.toml", '"key"="{yeer}"\n', "paperbib.toml:1:8"),
        ("pyproject.toml", '[tool.paperbib]\nkey = "é{year}"\n', "pyproject.toml:2:8"),
        ("paperbib.toml", 'key = "\\u00e9{year}"\n', "paperbib.toml:1:1"),
        ("paperbib.toml", 'key = """\n{yeer}"""\n', "paperbib.toml:1:1"),
    ],
)
def test_a_wrong_pattern_is_told_with_its_place_before_anybody_is_asked(
    project: Project, name: str, text: str, place: str
) -> None:
    (project.folder / name).write_text(text, encoding="utf-8")
    project.note(NOTES)
    code, out, err = project.run("sync")
    assert (code, out) == (2, "")
    assert f"{place}: key: " in err
    assert len(err.splitlines()) == 2
    assert not project.output.exists()
    assert len(project.standin.log) == 0


def test_the_key_map_is_written_on_request(two: Project) -> None:
    two.run("key", OLD, "Vas17")
    assert "key-map.csv" not in two.contents()
    two.sync("--key-map")
    assert two.contents()["key-map.csv"].decode().splitlines() == [
        '"key","identifier","aliases","title"',
        f'"Vas17","arxiv:1706.03762","{OLD}","Attention Is All You Need"',
        f'"devlin2018bert","arxiv:1810.04805","","{BERT}"',
    ]
    configure(two, 'formats = ["key-map"]\n')
    two.run("key", "Vas17", "x")
    assert b'"x","arxiv:1706.03762","Vas17 vaswani2017attention"' in two.contents()["key-map.csv"]


def test_a_key_of_an_entry_of_ones_own_is_taken(project: Project) -> None:
    project.note("- https://arxiv.org/abs/1706.03762\n")
    project.sync()
    bib = project.output / "references.bib"
    bib.write_text(bib.read_text() + "@misc{Mine2020, title = {Mine}}\n")
    project.sync()
    before = project.contents()
    code, _, err = project.run("key", "vaswani2017attention", "mine2020")
    assert (code, "an entry of your own has the key 'Mine2020'" in err) == (2, True)
    assert project.contents() == before
