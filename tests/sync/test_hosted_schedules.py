"""Hosted schedules of several projects in one repository, and of several clones of one."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from tests.consumers.consumers import require
from tests.schedule.computer import Computer

KINDS = ("github", "gitlab", "docker")


@pytest.fixture
def computer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Computer:
    made = Computer(tmp_path, capsys)
    monkeypatch.setenv("HOME", str(made.home))
    # Nothing of the real computer is asked or told.
    monkeypatch.setenv("PATH", f"{made.programs}:/nowhere")
    for name in ("XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "PAPERBIB_CACHE_DIR"):
        monkeypatch.delenv(name, raising=False)
    (made.home / "r" / ".git").mkdir(parents=True)
    return made


def at(computer: Computer, place: str) -> Path:
    computer.project = computer.home / place
    computer.project.mkdir(parents=True, exist_ok=True)
    return computer.project


@pytest.mark.parametrize("kind", KINDS)
def test_each_project_of_a_repository_has_its_own(computer: Computer, kind: str) -> None:
    places = ("r/a/notes", "r/b/notes", "r/a/b-notes", "r/notes", "r")
    for place in places:
        at(computer, place)
    trees = [computer.tree()]
    for place in places:
        at(computer, place)
        code, _, err = computer.run("install", "--kind", kind, "--weekly", "--yes")
        assert code == 0, err
        trees.append(computer.tree())
        assert not set(trees[-2].items()) - set(trees[-1].items())
    for place in places:
        at(computer, place)
        _, out, _ = computer.run("status", "--kind", kind)
        assert out.startswith(f"{kind}: weekly\n")
        assert "state: as install would write them now" in out
    for place in reversed(places):
        at(computer, place)
        trees.pop()
        assert computer.run("remove", "--kind", kind)[0] == 0
        assert computer.tree() == trees[-1]


@pytest.mark.parametrize("kind", KINDS)
def test_two_configurations_of_a_folder_have_their_own(computer: Computer, kind: str) -> None:
    other = at(computer, "r") / "my other.toml"
    other.write_text('output = "bib"\n', encoding="utf-8")
    for config in ("", str(other)):
        assert computer.run("install", "--kind", kind, "--yes", config=config)[0] == 0
    installed = computer.tree()
    for config in ("", str(other)):
        out = computer.run("status", config=config)[1]
        assert out.count("file: ") == 1
        assert "state: as install would write them now" in out
    assert computer.run("remove", "--kind", kind)[0] == 0
    left = computer.tree()
    assert len(left) == len(installed) - 1
    assert "state: as install" in computer.run("status", config=str(other))[1]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("place", ["", "b/notes"])
def test_a_clone_of_another_name_knows_its_schedule(
    computer: Computer, kind: str, place: str
) -> None:
    at(computer, f"r/{place}")
    assert computer.run("install", "--kind", kind, "--yes")[0] == 0
    shutil.copytree(computer.home / "r", computer.home / "colleague's")
    at(computer, f"colleague's/{place}")
    before = computer.tree()
    assert "state: as install would write them now" in computer.run("status")[1]
    assert "nothing to do" in computer.run("install", "--kind", kind)[2]
    assert computer.tree() == before
    assert "removed: " in computer.run("remove", "--kind", kind)[2]
    gone = set(before) - set(computer.tree())
    assert gone
    assert all("colleague's" in path for path in gone)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("pattern", ["output/", "*.bib"])
def test_a_lock_that_git_ignores_is_told(
    computer: Computer, monkeypatch: pytest.MonkeyPatch, kind: str, pattern: str
) -> None:
    monkeypatch.setenv("PATH", f"{computer.programs}:/usr/bin:/bin")
    require("git")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    project = at(computer, "r")
    subprocess.run(["git", "init", "--quiet"], cwd=project, check=True)
    (project / ".gitignore").write_text(f"{pattern}\n", encoding="utf-8")
    at(computer, "r/my notes")
    code, _, err = computer.run("install", "--kind", kind, "--yes")
    assert code == 0
    is_told = f"git ignores {project}/my notes/output/library.json" in err
    assert is_told == (kind != "docker" and pattern == "output/")


def test_a_workflow_of_somebody_else_stays(computer: Computer) -> None:
    file = at(computer, "r") / ".github" / "workflows" / "paperbib.yml"
    file.parent.mkdir(parents=True)
    file.write_text("name: mine\n", encoding="utf-8")
    code, _, err = computer.run("install", "--kind", "github", "--yes")
    assert code == 2
    assert "was not written for this project" in err
    computer.run("remove", "--kind", "github")
    assert file.read_text(encoding="utf-8") == "name: mine\n"
