"""The steps of action.yml do what its inputs and outputs promise."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.consumers.hosted_runs import heeded, unhushed

ROOT = Path(__file__).resolve().parents[1]
ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_bytes())
INSTALL, RUN = (step for step in ACTION["runs"]["steps"] if "run" in step)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "bin").mkdir()
    (tmp_path / "temp").mkdir()
    project = tmp_path / "project"
    project.mkdir()
    subprocess.run(["git", "init", "--quiet"], cwd=project, check=True)
    (project / "notes.md").write_text("notes\n", encoding="utf-8")
    subprocess.run(["git", "add", "notes.md"], cwd=project, check=True)
    program(tmp_path, "python", f'exec "{sys.executable}" "$@"')
    return tmp_path


def program(folder: Path, name: str, script: str) -> None:
    path = folder / "bin" / name
    path.write_text(f"#!/bin/bash\n{script}\n", encoding="utf-8")
    path.chmod(0o755)


def run(
    folder: Path, step: dict[str, Any], *, stderr: int = subprocess.STDOUT, **values: str
) -> tuple[int, str, dict[str, str]]:
    """Run a step as GitHub runs it: how it ended, what it said, its outputs."""
    outputs = folder / "outputs"
    outputs.unlink(missing_ok=True)
    literals = {name: text for name, text in step["env"].items() if "${{" not in text}
    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
        cwd=folder / "project",
        env=os.environ
        | literals
        | {"BIN": str(folder / "bin"), "RUNNER_TEMP": str(folder / "temp")}
        | {"GITHUB_OUTPUT": str(outputs), "GITHUB_ACTIONS": "true"}
        | values,
        check=False,
        stdout=subprocess.PIPE,
        stderr=stderr,
        timeout=120,
    )
    lines = outputs.read_text(encoding="utf-8").splitlines() if outputs.is_file() else []
    return done.returncode, done.stdout.decode(), dict(line.split("=", 1) for line in lines)


def test_every_value_from_outside_is_a_variable() -> None:
    assert set(ACTION["inputs"]) == {"version", "arguments", "working-directory"}
    assert set(ACTION["outputs"]) == {"changed"}
    for step in (INSTALL, RUN):
        assert "${{" not in step["run"]
        assert step["shell"] == "bash"
    assert RUN["env"]["ARGUMENTS"] == "${{ inputs.arguments }}"
    assert ACTION["inputs"]["arguments"]["default"].split()[0] == "sync"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ("sync --check", ["sync", "--check"]),
        ("sync 'my notes' \"b\"\n  -o 'it'\\''s'", ["sync", "my notes", "b", "-o", "it's"]),
        ("status; $(touch x) `id` * ''", ["status;", "$(touch", "x)", "`id`", "*", ""]),
        ("", []),
    ],
)
def test_the_words_arrive_one_by_one(folder: Path, arguments: str, words: list[str]) -> None:
    program(folder, "paperbib", 'for word in "$@"; do printf "%s\\0" "$word"; done')
    code, said, _ = run(folder, RUN, ARGUMENTS=arguments)
    assert code == 0
    assert unhushed(said).split("\0")[:-1] == words


@pytest.mark.parametrize(
    ("script", "changed"),
    [
        ("true", "false"),
        ("touch notes.md", "false"),
        ("echo more >> notes.md", "true"),
        ("rm notes.md", "true"),
        ("mkdir output; echo x > output/library.json", "true"),
        ("echo '*.log' > .git/info/exclude; echo x > a.log", "false"),
    ],
)
def test_it_tells_whether_files_changed(folder: Path, script: str, changed: str) -> None:
    (folder / "project" / "draft.md").write_text("unknown to git\n", encoding="utf-8")
    git = ["git", "status", "--porcelain", "notes.md", "draft.md"]
    program(folder, "paperbib", script)
    before = subprocess.check_output(git, cwd=folder / "project")
    assert run(folder, RUN, ARGUMENTS="sync")[::2] == (0, {"changed": changed})
    if changed == "false":
        assert subprocess.check_output(git, cwd=folder / "project") == before


@pytest.mark.parametrize(("code", "ends"), [(1, 1), (2, 2), (3, 0), (5, 5)])
def test_it_ends_as_paperbib_ends(folder: Path, code: int, ends: int) -> None:
    program(folder, "paperbib", f"echo x > new.md; exit {code}")
    got, said, outputs = run(folder, RUN, ARGUMENTS="sync")
    assert (got, outputs) == (ends, {"changed": "true"})
    assert unhushed(said).startswith("::warning ") == (code == 3)


@pytest.mark.parametrize(
    ("arguments", "ends"),
    [
        ("sync --check --offline", 3),
        ("-C sub sync --fail-on=missing", 3),
        ("sync --fail-on missing", 3),
        ("status", 3),
        ("-q sync --offline", 0),
    ],
)
def test_what_a_check_leaves_open_is_not_in_order(folder: Path, arguments: str, ends: int) -> None:
    program(folder, "paperbib", "exit 3")
    code, said, _ = run(folder, RUN, ARGUMENTS=arguments)
    assert (code, "::warning" in said) == (ends, not ends)


@pytest.mark.parametrize("stream", ["1", "2"])
@pytest.mark.parametrize("arguments", ["sync", "sync --format github", "sync --format=github"])
def test_what_notes_say_is_no_command(folder: Path, stream: str, arguments: str) -> None:
    evil = "a ##[set-output name=changed]true\n ::add-path::/evil"
    annotation = "::notice title=paperbib added::it is ##[here]"
    program(folder, "paperbib", f"printf '{evil}' >&{stream}; printf '\n{annotation}\n'")
    # GitHub reads the two streams apart, so that it must be one that says all.
    code, said, _ = run(folder, RUN, stderr=subprocess.DEVNULL, ARGUMENTS=arguments)
    assert code == 0
    assert "##[set-output" in said
    assert "::add-path" in said
    expected = f"{annotation}\n" if "github" in arguments else ""
    assert heeded(said) == expected


def test_files_that_git_cannot_read_are_an_error(folder: Path) -> None:
    program(folder, "paperbib", "touch ../ran")
    program(folder, "git", 'if [ "$1" = add ]; then echo "##[x] no" >&2; exit 128; fi; echo true')
    path = f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}"
    code, said, _ = run(folder, RUN, ARGUMENTS="sync", PATH=path)
    assert code == 1
    assert heeded(said) == "::error title=paperbib::git cannot read the project's files\n"
    assert not (folder / "ran").exists()


def test_a_quote_that_does_not_end_is_an_error(folder: Path) -> None:
    program(folder, "paperbib", "touch ../ran")
    code, said, _ = run(folder, RUN, ARGUMENTS="sync 'x")
    assert code == 2
    assert said == "::error title=paperbib::the arguments are no words: No closing quotation\n"
    assert not (folder / "ran").exists()


def test_without_git_nothing_is_known_to_have_changed(folder: Path) -> None:
    program(folder, "paperbib", "echo x > new.md")
    (folder / "project" / ".git").rename(folder / "git")
    code, _, outputs = run(folder, RUN, ARGUMENTS="sync", GIT_CEILING_DIRECTORIES=str(folder))
    assert (code, outputs) == (0, {"changed": "false"})


@pytest.mark.parametrize(
    ("version", "installed"), [("", "/the/action"), ("1.2.3", "paperbib==1.2.3")]
)
def test_the_version_is_the_one_asked_for(folder: Path, version: str, installed: str) -> None:
    python = folder / "bin" / "python"
    fake = (
        '#!/bin/bash\nif [ "$2" = venv ]; then mkdir -p "$3/bin"; cp "$0" "$3/bin"; fi\necho "$@"'
    )
    python.write_text(fake, encoding="utf-8")
    code, said, outputs = run(
        folder, INSTALL, PYTHON=str(python), VERSION=version, SOURCE="/the/action"
    )
    assert code == 0
    assert said.splitlines()[-1] == f"-m pip install --quiet {installed}"
    assert Path(outputs["bin"], "python").is_file()
