"""Titles without a link: who is asked, what is remembered, and what is left alone."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from tests.standin import Fault, Paper, status
from tests.sync.project import Project

GRAVES = Paper(
    "1308.0850",
    "Generating Sequences With Recurrent Neural Networks",
    ("Alex Graves",),
    (datetime(2013, 8, 4, tzinfo=UTC),),
)
LEAVE = Paper(
    "2404.07143",
    "Leave No Context Behind: Efficient Infinite Context Transformers with Infini-attention",
    ("Tsendsuren Munkhdalai", "Manaal Faruqui"),
    (datetime(2024, 4, 10, tzinfo=UTC),),
)
RETHINKING = Paper(
    "1611.03530",
    "Understanding deep learning requires rethinking generalization",
    ("Chiyuan Zhang", "Samy Bengio"),
    (datetime(2016, 11, 10, tzinfo=UTC),),
)
SUPER = Paper(
    "1708.07120",
    "Super-Convergence: Very Fast Training of Neural Networks Using Large Learning Rates",
    ("Leslie N. Smith", "Nicholay Topin"),
    (datetime(2017, 8, 23, tzinfo=UTC),),
)
CURRICULUM = Paper(
    "2108.02170",
    "Curriculum learning for language modeling",
    ("Daniel Campos",),
    (datetime(2021, 8, 4, tzinfo=UTC),),
)
NEAR = Paper(
    "2109.00001",
    "Recurrent Temporal Restricted Boltzmann Machines for Traffic Forecasts",
    ("Some Body",),
    (datetime(2021, 9, 1, tzinfo=UTC),),
)
CLEAR = {
    "Transformer (Attention is all you need)": "arxiv:1706.03762",
    "Generating Sequence with RNN (Alex graves, 2013)": f"arxiv:{GRAVES.id}",
    "Leave No Context Behind: Efficient Infinite Context Transformers with Infini-attention": (
        f"arxiv:{LEAVE.id}"
    ),
    "Understanding deeplearning requires rethinking generalization": f"arxiv:{RETHINKING.id}",
    "Faster Training: Super Convergence (research paper)": f"arxiv:{SUPER.id}",
    "Training method: CURRICULUM LEARNING FOR LANGUAGE MODELING": f"arxiv:{CURRICULUM.id}",
}
NAMES = {
    "BERT (2018)": "arxiv:1810.04805",
    "T5 (2019)": "arxiv:1910.10683",
    "RoBERTa (2019)": "arxiv:1907.11692",
    "FlashAttention": "arxiv:2205.14135",
}
UNKNOWN = ("The recurrent temporal restricted boltzmann machine", "GPT (2018)")
ALL = (GRAVES, LEAVE, RETHINKING, SUPER, CURRICULUM, NEAR)


@pytest.fixture
def known(seeds: Project) -> Project:
    """The example notes, and an arXiv that has what they name without a link."""
    seeds.standin.papers |= {paper.id: paper for paper in ALL}
    return seeds


def titles(project: Project, *words: str) -> list[dict[str, Any]]:
    return list(project.report(*words)["titles"])


def meanings(found: list[dict[str, Any]]) -> dict[str, str | None]:
    return {one["text"]: one["identifier"] for one in found}


def _starting(text: str, found: dict[str, str | None]) -> str | None:
    return next(meaning for name, meaning in found.items() if name.startswith(text))


def _decisions(project: Project) -> dict[str, Any]:
    lock = json.loads((project.output / "library.json").read_bytes())
    return dict(lock["decisions"]["titles"])


def test_the_third_note_by_search(known: Project) -> None:
    found = meanings(titles(known))
    for text, identifier in (CLEAR | NAMES).items():
        assert _starting(text, found) == identifier, text
    assert [_starting(text, found) for text in UNKNOWN] == [None, None]
    resolved = {one for one in found.values() if one}
    assert resolved == {*CLEAR.values(), *NAMES.values()}
    assert len(known.library()) == 199 + 5, "no topic is an entry"


def test_what_was_decided_is_not_asked_again(known: Project) -> None:
    known.sync()
    asked, files = len(known.standin.log), known.files()
    known.sync()
    assert (len(known.standin.log), known.files()) == (asked, files)
    (known.folder.parent / "cache").rename(known.folder.parent / "old cache")
    known.sync()
    assert (len(known.standin.log), known.files()) == (asked, files), "the lock remembers"


def test_a_refresh_asks_again_about_what_nobody_knew_only(known: Project) -> None:
    known.sync()
    late = replace(
        NEAR, id="2201.00001", title="The Recurrent Temporal Restricted Boltzmann Machine"
    )
    known.standin.papers[late.id] = late
    known.sync()
    assert "arxiv:2201.00001" not in meanings(titles(known)).values()
    known.standin.log.clear()
    found = meanings(titles(known, "--refresh"))
    assert _starting(UNKNOWN[0], found) == "arxiv:2201.00001"
    asked = " ".join(one.params.get("search_query", "") for one in known.standin.log).lower()
    assert "boltzmann" in asked
    assert "generating" not in asked


def test_the_third_note_by_an_index(known: Project, unplug: Callable[[], None]) -> None:
    bulk = known.folder.parent / "bulk.json"
    bulk.write_text("".join(f"{json.dumps(_line(paper))}\n" for paper in ALL))
    code, _, err = known.run("index", "build", str(bulk))
    assert code == 0, err
    unplug()
    known.run("sync")
    found = meanings(titles(known, "--offline"))
    for text, identifier in CLEAR.items():
        if identifier != "arxiv:1706.03762":
            assert _starting(text, found) == identifier, text
    assert [_starting(text, found) for text in UNKNOWN] == [None, None]
    assert {one["by"] for one in _decisions(known).values()} <= {"snapshot", "library"}
    assert all(one.get("identifier") for one in _decisions(known).values()), "nobody said none"
    assert "abstract" in json.dumps(known.library())


def _line(paper: Paper) -> dict[str, Any]:
    people = [one.rpartition(" ") for one in paper.authors]
    return {
        "id": paper.id,
        "submitter": None,
        "authors": ", ".join(paper.authors),
        "title": paper.title,
        "comments": None,
        "journal-ref": None,
        "doi": None,
        "report-no": None,
        "categories": "cs.LG",
        "license": None,
        "abstract": "  Words about it.\n",
        "versions": [{"version": "v1", "created": f"{paper.dates[0]:%a, %d %b %Y %H:%M:%S} GMT"}],
        "update_date": f"{paper.dates[0]:%Y-%m-%d}",
        "authors_parsed": [[family, given, ""] for given, _, family in people],
    }


@pytest.mark.parametrize("fault", [status(429), status(503)])
def test_a_search_that_fails_decides_nothing(project: Project, fault: Fault) -> None:
    project.note("- https://arxiv.org/abs/1706.03762\n")
    project.sync()
    project.note(
        "- https://arxiv.org/abs/1706.03762\n- Curriculum Learning for Language Modeling (paper)\n"
    )
    project.standin.faults.extend([fault] * 4)
    err = project.sync(code=3)
    assert "not searched for" in err
    assert "decisions" not in json.loads((project.output / "library.json").read_bytes())
    project.standin.faults.clear()
    project.standin.papers[CURRICULUM.id] = CURRICULUM
    assert list(meanings(titles(project)).values()) == [f"arxiv:{CURRICULUM.id}"]


def test_empty_answers_of_an_arxiv_that_is_ill_decide_nothing(project: Project) -> None:
    project.note(
        "- https://arxiv.org/abs/1706.03762\n- Curriculum Learning for Language Modeling (paper)\n"
    )
    papers = dict(project.standin.papers)
    project.sync("--offline", code=3)
    project.standin.papers.clear()
    report = project.report()
    assert report["exit_code"] == 3
    assert [one["due"] for one in report["titles"]] == [True]
    project.standin.papers |= papers
    assert [one["due"] for one in titles(project)] == [False]


def test_offline_titles_wait(known: Project, unplug: Callable[[], None]) -> None:
    known.sync()
    known.note("- A Wholly New Theory of the Growth of Mosses in Walls\n", "seeds/new.md")
    unplug()
    code, _, err = known.run("sync", "--offline")
    assert code == 0
    assert "seeds/new.md:1:3" in err
    assert "was not searched for" in err


def test_titles_can_be_switched_off(known: Project) -> None:
    (known.folder / "paperbib.toml").write_text("titles = false\n")
    report = known.report()
    assert (report["titles"], report["requests"]) == ([], 1)
    assert len(known.library()) == 199


def test_prose_is_left_alone(project: Project) -> None:
    project.note(
        "Attention Is All You Need is a paper that I like.\n\n"
        "## Deep Residual Learning for Image Recognition\n\n- https://arxiv.org/abs/1706.03762\n"
    )
    assert titles(project) == []


def test_an_ignored_paper_stays_ignored(known: Project) -> None:
    (known.folder / "paperbib.toml").write_text(f'[override."arxiv:{GRAVES.id}"]\nignore = true\n')
    known.sync()
    assert not any(GRAVES.id in json.dumps(one["identifiers"]) for one in known.library().values())


def test_a_note_of_titles_alone_has_its_place_among_the_others(project: Project) -> None:
    link = "- https://arxiv.org/abs/1706.03762\n"
    project.note(link, "seeds/a.md")
    project.note("- Attention Is All You Need\n", "seeds/b.md")
    project.note(link, "seeds/c.md")
    project.sync()
    (reference,) = project.library().values()
    assert [one["file"] for one in reference["mentions"]] == [
        "seeds/a.md",
        "seeds/b.md",
        "seeds/c.md",
    ]


def test_a_title_belongs_to_its_place_in_the_notes(known: Project) -> None:
    known.sync()
    reference = next(
        one for one in known.library().values() if "arxiv:1810.04805" in one["identifiers"]
    )
    files = [one["file"] for one in reference["mentions"]]
    assert files == sorted(files)
    assert any(name.startswith("seeds/002") for name in files)
    code, out, _ = known.run("explain", "arxiv:1810.04805")
    assert code == 0
    assert "a title without a link: nickname, by library" in out
