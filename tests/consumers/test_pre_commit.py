"""pre-commit takes the hook, and runs it in a repository of a person."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from tests.consumers import consumers

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ("pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml", "src")
UNREACHABLE = ("No matching distribution found", "Could not fetch", "Connection")


@pytest.fixture(autouse=True)
def _elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    here = Path(sys.executable).parent
    monkeypatch.setenv("PATH", f"{here}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("PRE_COMMIT_HOME", str(tmp_path / "pre-commit"))
    monkeypatch.setenv("PAPERBIB_CACHE_DIR", str(tmp_path / "cache"))
    for program in ("git", "pre-commit"):
        consumers.require(program)


def run(*words: str, cwd: Path) -> tuple[int, str]:
    done = subprocess.run(
        words, cwd=cwd, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=300
    )
    return done.returncode, done.stdout.decode()


def repository(folder: Path) -> None:
    """Commit what is in a folder."""
    person = ("-c", "user.name=P", "-c", "user.email=p@example.org")
    for words in (("init",), ("add", "--all"), (*person, "commit", "--message", "all")):
        assert run("git", *words, cwd=folder)[0] == 0


def package(folder: Path) -> Path:
    """A repository of paperbib as it is now, committed or not."""
    folder.mkdir()
    ignored = shutil.ignore_patterns("__pycache__")
    for name in PACKAGE:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name, ignore=ignored)
        else:
            shutil.copy(ROOT / name, folder)
    repository(folder)
    return folder


def test_the_manifest_is_one() -> None:
    code, said = run("pre-commit", "validate-manifest", ".pre-commit-hooks.yaml", cwd=ROOT)
    assert (code, said) == (0, "")


def test_it_runs_in_a_repository_of_a_person(tmp_path: Path) -> None:
    hooks, project = package(tmp_path / "paperbib"), tmp_path / "my notes"
    note = project / "seeds" / "a.md"
    note.parent.mkdir(parents=True)
    note.write_text("- [A page](https://example.org/a)\n", encoding="utf-8")
    words = (sys.executable, "-m", "paperbib", "-q", "sync", "--offline")
    assert run(*words, cwd=project) == (0, "")
    repository(project)
    tried = ("pre-commit", "try-repo", str(hooks), "paperbib", "--all-files", "--verbose")
    code, said = run(*tried, cwd=project)
    if any(word in said for word in UNREACHABLE) and os.environ.get(consumers.REQUIRE) != "1":
        pytest.skip("the package index, from which pre-commit installs, cannot be reached")
    assert code == 0, said
    assert "Passed" in said
    assert "1 note with 1 mention" in said


def test_a_commit_that_only_deletes_a_note_is_stopped(tmp_path: Path) -> None:
    project = tmp_path / "my notes"
    for name in ("a", "b"):
        note = project / "seeds" / f"{name}.md"
        note.parent.mkdir(parents=True, exist_ok=True)
        note.write_text(f"- [A page](https://example.org/{name})\n", encoding="utf-8")
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_bytes())
    # What pre-commit would install is here already.
    words = hook["entry"].split()[1:]
    hook |= {"language": "system", "entry": shlex.join([sys.executable, "-m", "paperbib", *words])}
    config = {"repos": [{"repo": "local", "hooks": [hook]}]}
    (project / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config), encoding="utf-8")
    assert run(sys.executable, "-m", "paperbib", "-q", "sync", "--offline", cwd=project) == (0, "")
    repository(project)
    assert run("git", "rm", "--quiet", "seeds/b.md", cwd=project)[0] == 0
    code, said = run("pre-commit", "run", cwd=project)
    assert code == 1, said
    assert "exit code: 1" in said
