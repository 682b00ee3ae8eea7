"""``--fail-on`` where the run does not look for itself: the library says it, or it is refused."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from tests.sync.project import Project

PAPER = "1706.03762"
PAGE = "https://example.org/x"
TITLE = "A Paper That Nobody Ever Wrote About Anything (2017)"


@pytest.fixture
def known(project: Project) -> Project:
    """A library with a withdrawn paper, a title that nobody knows, and a dead link."""
    paper = project.standin.papers[PAPER]
    comment = "This paper has been withdrawn by the authors"
    project.standin.papers[PAPER] = replace(paper, comment=comment)
    project.note(f"- https://arxiv.org/abs/{PAPER}\n- {TITLE}\n- {PAGE}\n")
    project.sync()
    lock = project.output / "library.json"
    data = json.loads(lock.read_bytes())
    data |= {"dead_links": [f"url:{PAGE}"], "revision": 99}
    lock.write_text(json.dumps(data))
    return project


@pytest.mark.parametrize(
    ("kind", "place"),
    [
        ("withdrawn", f"seeds/a.md:1:3: {PAPER} was withdrawn"),
        ("unresolved", "seeds/a.md:2:"),
        ("dead", f"seeds/a.md:3:3: {PAGE} is a dead link"),
    ],
)
def test_a_frozen_run_fails_on_what_the_library_says(known: Project, kind: str, place: str) -> None:
    code, _, err = known.run("sync", "--frozen", "--fail-on", kind)
    assert code == 1, err
    assert place in err
    assert known.run("sync", "--frozen")[0] == 0
    known.note("- https://arxiv.org/abs/1810.04805\n")
    assert known.run("sync", "--frozen", "--fail-on", kind)[0] == 3, "the notes do not name it"


def test_dead_links_are_known_though_nobody_visits_them(known: Project) -> None:
    code, _, err = known.run("sync", "--fail-on", "dead")
    assert code == 1, err
    assert f"{PAGE} is a dead link" in err
    assert known.run("sync", "--fail-on", "unresolved,dead", "--scheduled", "--no-jitter")[0] == 1
    assert "is a dead link" not in known.run("sync")[2], "it is said where it is asked for"


def test_titles_that_were_not_looked_for_are_unresolved(known: Project) -> None:
    lock = known.output / "library.json"
    data = json.loads(lock.read_bytes())
    del data["decisions"]
    lock.write_text(json.dumps(data))
    code, _, err = known.run("sync", "--frozen", "--fail-on", "unresolved")
    assert (code, "was not searched for" in err) == (1, True)


@pytest.mark.parametrize("kind", ["missing", "invalid", "conflict", "maybe", "joined", "override"])
def test_what_a_library_cannot_tell_is_refused(known: Project, kind: str) -> None:
    code, out, err = known.run("sync", "--frozen", "--fail-on", f"dead,{kind}")
    assert (code, out) == (2, "")
    assert f"--fail-on {kind} cannot be told with --frozen" in err
    assert "hint: leave out --frozen" in err


def test_status_tells_dead_links_and_a_damaged_history(known: Project) -> None:
    assert "links    1, 1 dead\n" in known.run("status")[1]
    known.note(f"- https://arxiv.org/abs/{PAPER}\n- {TITLE}\n- {PAGE}\n- arXiv:1810.04805\n")
    known.sync()
    assert ": done, 1 request, changed library.json" in known.run("status")[1]
    data = json.loads(known.run("status", "--json")[1])
    assert (data["fault"], data["dead_links"]) == (None, [f"url:{PAGE}"])
    (known.output / "changes.json").write_text("no")
    data = json.loads(known.run("status", "--json")[1])
    assert "it is no JSON" in data["fault"]
    assert data["changes"] == []
