"""What a workflow says on GitHub: each change once, and no command that notes have made up."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from tests.consumers import consumers
from tests.consumers.hosted_runs import Repository, heeded
from tests.consumers.test_workflow_scripts import OUTPUTS, WRITES

OLD = "::notice title=paperbib revised::it has version 2"
NEW = "::warning title=paperbib dead::its link is ##[dead]"
# Its history is a file of annotations, as `paperbib changes --format github` prints them.
KEEPS_HISTORY = """\
case "$*" in *changes*) cat output/told; exit;; esac
mkdir -p output; echo >> output/library.json
"""


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    for program in ("git", "bash"):
        consumers.require(program)
    return Repository(tmp_path)


def told(repository: Repository, *events: str) -> list[str]:
    """The lines that GitHub heeds of a run that adds events to the history."""
    more = "".join(f"echo '{event}' >> output/told\n" for event in events)
    repository.program("paperbib", KEEPS_HISTORY + more)
    assert repository.run(repository.job())[0] == 0, repository.log
    return heeded(repository.log).splitlines()


def test_only_what_this_run_has_changed_is_told(repository: Repository) -> None:
    assert told(repository, OLD, NEW) == [OLD, NEW]
    # A link that dies again is told again, in the same words.
    assert told(repository, OLD, NEW) == [OLD, NEW]
    assert told(repository, NEW) == [NEW]
    assert told(repository) == []


def test_the_oldest_may_be_forgotten_meanwhile(repository: Repository) -> None:
    told(repository, OLD, OLD, NEW)
    forgets = "tail -n 2 output/told > ../told; cat ../told > output/told\n"
    repository.program("paperbib", f"{KEEPS_HISTORY}{forgets}echo '{OLD}' >> output/told")
    assert repository.run(repository.job())[0] == 0
    assert heeded(repository.log).splitlines() == [OLD]


def test_a_history_that_cannot_be_told_costs_no_commit(repository: Repository) -> None:
    repository.program("paperbib", f'case "$*" in *changes*) exit 2;; esac\n{WRITES}')
    assert repository.run(repository.job())[0] == 0
    assert repository.committed() == OUTPUTS
    assert heeded(repository.log) == "::warning title=paperbib::what changed cannot be shown here\n"


@pytest.mark.parametrize("code", [0, 1, 3])
@pytest.mark.parametrize("stream", [1, 2])
def test_what_notes_say_is_no_command(repository: Repository, stream: int, code: int) -> None:
    # GitHub reads the two streams apart, so that it must be one that says all.
    repository.stderr = subprocess.DEVNULL
    evil = "news: ##[set-output name=x]y\\n  ::add-path::/evil"
    repository.paperbib(f"printf '{evil}' >&{stream}; {WRITES}; exit {code}")
    got, said = repository.run(repository.job())
    assert got == code % 3
    assert "##[set-output name=x]y\n  ::add-path::/evil" in said
    assert not {"##[", "add-path"} & set(heeded(repository.log).split())
    assert ("::warning title=paperbib::some papers" in heeded(repository.log)) == (code == 3)


@pytest.mark.parametrize("pattern", ["output/", "*.json", "output/*"])
@pytest.mark.parametrize("name", ["run", "run_gitlab"])
def test_a_lock_that_git_ignores_is_an_error(
    repository: Repository, name: str, pattern: str
) -> None:
    repository.write(".gitignore", f"{pattern}\n")
    repository.paperbib(f"touch ../ran; {WRITES}")
    code, said = getattr(repository, name)(repository.job())
    assert code == 2
    assert "git ignores library.json in the output folder" in said
    assert not (repository.home / "ran").exists()
    # What is in git is not ignored, whatever the patterns say.
    repository.write("output/library.json", "old\n")
    repository.git("add", "--force", "output/library.json")
    repository.commit()
    assert getattr(repository, name)(repository.job())[0] == 0
    assert "M output/library.json" in repository.committed()


def test_a_tag_takes_no_commits(repository: Repository) -> None:
    repository.environment["GITHUB_REF_TYPE"] = "tag"
    repository.paperbib(f"touch ../ran; {WRITES}")
    code, said = repository.run(repository.job())
    assert (code, said.split("::")[2]) == (
        2,
        "a tag takes no commits: run this workflow from a branch\n",
    )
    assert not (repository.home / "ran").exists()
