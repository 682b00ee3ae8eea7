"""A checkout with its remote, in which the script of a hosted job runs as the service runs it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from paperbib.schedule import github, gitlab
from paperbib.schedule.job import Job

SECRET = "s3cret"  # noqa: S105 - the tests look for it where it must not be
REAL = f'exec "{sys.executable}" -m paperbib "$@"'
"""A shell script that is paperbib."""
_HUSHED = re.compile(r"^::stop-commands::([0-9a-f]{32})\n(.*?)\n::\1::\n", re.DOTALL | re.MULTILINE)


def heeded(said: str) -> str:
    """What GitHub looks for commands in: not what is between `stop-commands` and its token."""
    return _HUSHED.sub("", said)


def unhushed(said: str) -> str:
    """What a person reads: all but the lines that stop and resume commands."""
    return _HUSHED.sub(r"\2", said)


@dataclass
class Repository:
    """A checkout, and the bare repository that it was cloned from.

    Attributes:
        home: An empty folder, for everything.
        environment: Variables for what is run, besides PATH.
        log: What the last run of the workflow said, in full.
        stderr: Where its standard error goes, as `subprocess` says it.
    """

    home: Path
    environment: dict[str, str] = field(default_factory=dict)
    log: str = ""
    stderr: int = subprocess.STDOUT

    def __post_init__(self) -> None:
        """Begin with one commit of one note."""
        self.environment |= {
            "HOME": str(self.home),
            "GITHUB_ACTIONS": "true",
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_NOSYSTEM": "1",
            "PATH": f"{self.home}/bin{os.pathsep}{os.environ['PATH']}",
        }
        (self.home / "bin").mkdir()
        self.call("git", "init", "--quiet", "--bare", "--initial-branch=main", "remote.git")
        self.call("git", "clone", "--quiet", "remote.git", "work")
        self.write("seeds/a.md", "- https://arxiv.org/abs/1706.03762\n")
        self.commit()

    @property
    def work(self) -> Path:
        """The checkout."""
        return self.home / "work"

    def call(self, *words: str, cwd: Path | None = None) -> str:
        """Run a program that must not fail; what it prints."""
        done = subprocess.run(
            words, cwd=cwd or self.home, env=self.environment, check=True, capture_output=True
        )
        return done.stdout.decode()

    def git(self, *words: str) -> str:
        """Run git in the checkout."""
        return self.call("git", *words, cwd=self.work)

    def write(self, name: str, text: str) -> None:
        """Write a file of the checkout."""
        path = self.work / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def commit(self, folder: str = "work") -> None:
        """Commit and push everything, as a person."""
        cwd = self.home / folder
        person = ("-c", "user.name=P", "-c", "user.email=p@example.org")
        self.call("git", "add", "--all", cwd=cwd)
        self.call("git", *person, "commit", "--quiet", "--message", "notes", cwd=cwd)
        self.call("git", "push", "--quiet", "origin", "HEAD:main", cwd=cwd)

    def program(self, name: str, script: str) -> None:
        """Put a shell script on PATH."""
        path = self.home / "bin" / name
        path.write_text(f"#!/bin/bash\n{script}\n", encoding="utf-8")
        path.chmod(0o755)

    def paperbib(self, script: str) -> None:
        """Put a shell script in paperbib's place; it has nothing to tell afterwards."""
        self.program("paperbib", f'case "$*" in *changes*) exit 0;; esac\n{script}')

    def committed(self, revision: str = "main") -> list[str]:
        """The files of the last commit that the remote has, sorted; a letter says what happened."""
        words = ("show", "--format=", "--name-status", "--no-renames", "-z", revision)
        said = self.call("git", *words, cwd=self.home / "remote.git").split("\0")
        return sorted(f"{a} {b}" for a, b in zip(said[::2], said[1::2], strict=False))

    def count(self, revision: str = "main") -> int:
        """How many commits the remote has."""
        words = ("git", "rev-list", "--count", revision)
        return int(self.call(*words, cwd=self.home / "remote.git"))

    def job(self, **words: Any) -> Job:  # noqa: ANN401 - the fields of a job
        """The job that refreshes the checkout."""
        output = self.work / words.get("within", "") / words.pop("output", "output")
        return Job(("/p/paperbib",), str(self.work), (str(output), "/c"), "w-1a2b")._replace(
            **words
        )

    def run(self, job: Job) -> tuple[int, str]:
        """Run the last step of the workflow as GitHub runs it; how it ended, what it said."""
        (unit,) = github.units(job)
        step = yaml.safe_load(unit.content)["jobs"]["refresh"]["steps"][-1]
        assert step["shell"] == "bash"
        values = {name: value.replace("${{ '${{' }}", "${{") for name, value in step["env"].items()}
        values |= {"TOKEN": SECRET, "GH_TOKEN": SECRET, "GITHUB_REF_NAME": "main"}
        code, self.log = self._bash(step["run"], values)
        return code, unhushed(self.log)

    def run_gitlab(self, job: Job, token: str = SECRET) -> tuple[int, str]:
        """Run the last part of the job's script as GitLab runs it."""
        (unit,) = gitlab.units(job)
        content = next(iter(yaml.safe_load(unit.content).values()))
        values = {
            name: value if isinstance(value, str) else value["value"]
            for name, value in content["variables"].items()
        }
        values |= {
            "CI_PROJECT_DIR": str(self.work),
            "CI_PROJECT_URL": str(self.home / "remote"),
            "CI_COMMIT_BRANCH": "main",
        }
        self.git("checkout", "--quiet", "--detach")
        return self._bash(content["script"][-1], values | {"PAPERBIB_PUSH_TOKEN": token})

    def _bash(self, script: str, values: dict[str, str]) -> tuple[int, str]:
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
            cwd=self.work,
            env=self.environment | values,
            check=False,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=self.stderr,
            timeout=120,
        )
        return done.returncode, done.stdout.decode()
