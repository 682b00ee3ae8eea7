"""Where annotations point to, and what GitHub's runner must not take for a command."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.sync.project import Project

from paperbib.cli.globals import inert
from paperbib.model import Problem
from paperbib.sync.annotating import Annotator

PAPER = "1706.03762"
EVIL = "This paper has been withdrawn ##[set-output name=changed]true"


def named(root: Path, file: str) -> str:
    line = Annotator(root).of_problem(Problem(kind="link", what="x", file=file))
    match = re.match(r"::error file=([^,]*),", line)
    assert match
    return match[1]


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    (tmp_path / "g" / ".git").mkdir(parents=True)
    (tmp_path / "g" / "sub" / "seeds").mkdir(parents=True)
    (tmp_path / "out").mkdir()
    return tmp_path / "g"


def test_a_link_is_named_and_not_what_it_leads_to(repository: Path, tmp_path: Path) -> None:
    note = tmp_path / "out" / "o.md"
    note.write_text("")
    (repository / "sub" / "seeds" / "link.md").symlink_to("../../../out/o.md")
    assert named(repository / "sub", "seeds/link.md") == "sub/seeds/link.md"
    assert named(repository / "sub", "../a.md") == "a.md"
    assert named(repository / "sub", "../../out/o.md") == "../../out/o.md", "outside of it"


def test_a_project_that_is_reached_by_a_link(repository: Path, tmp_path: Path) -> None:
    (tmp_path / "here").symlink_to(repository / "sub")
    assert named(tmp_path / "here", "seeds/a.md") == "sub/seeds/a.md"
    (tmp_path / "g2").symlink_to(repository)
    absolute = str(tmp_path / "g2" / "b.md")
    assert named(tmp_path / "g2" / "sub", absolute) == "b.md"


def is_command(line: str) -> bool:
    """As GitHub's runner sees it: src/Runner.Common/ActionCommand.cs."""
    return line.lstrip().startswith("::") or "##[" in line


@given(st.text(st.sampled_from(":#[] \t\n\r\u3000ax"), max_size=12))
def test_no_text_is_a_command(text: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GITHUB_ACTIONS", "true")
        safe = inert(text)
        assert not any(map(is_command, re.split(r"[\r\n]", safe)))
        assert safe.replace("\u200b", "") == text
        if not any(map(is_command, re.split(r"[\r\n]", text))):
            assert safe == text
        patch.setenv("GITHUB_ACTIONS", "false")
        assert inert(text) == text


@pytest.fixture
def withdrawn(project: Project, monkeypatch: pytest.MonkeyPatch) -> Project:
    paper = project.standin.papers[PAPER]
    project.standin.papers[PAPER] = replace(paper, comment=EVIL, title="The ##[add-path]x Title")
    project.note(f"- https://arxiv.org/abs/{PAPER} - ::warning::mine ##[error]\n")
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    return project


def test_what_servers_and_notes_say_is_no_command(withdrawn: Project) -> None:
    spoken = [withdrawn.run("sync")]
    assert "##\u200b[set-output" in spoken[0][2]
    key = next(iter(withdrawn.library()))
    others = (["changes"], ["status"], ["explain", key], ["sync", "--diff", "--dry-run"])
    spoken += [withdrawn.run(*words) for words in others]
    withdrawn.note("- x\n", "seeds/::add-mask::a ##[b].md")
    spoken += [withdrawn.run("sync", "-v"), withdrawn.run("explain", "##[no]")]
    spoken.append(withdrawn.run("-C", "::stop-commands::x", "status"))
    assert "##\u200b[add-path]" in spoken[1][1]
    for _, out, err in spoken:
        assert not any(map(is_command, (out + err).splitlines())), (out, err)


def test_data_stay_as_they_are(withdrawn: Project) -> None:
    problems = withdrawn.report()["problems"]
    assert any("##[set-output" in one["what"] for one in problems)
    assert "##[error]" in withdrawn.run("extract")[1]
    assert "##[add-path]" in withdrawn.run("export", "-f", "csl-json")[1]
    assert "\u200b" not in json.dumps(json.loads(withdrawn.run("changes", "--json")[1]))


def test_annotations_are_commands_still(withdrawn: Project) -> None:
    _, out, _ = withdrawn.run("sync", "--format", "github")
    (line,) = out.splitlines()
    assert line.startswith("::warning file=seeds/a.md,line=1,col=3,title=paperbib withdrawn::")
