"""The script of a hosted job commits exactly what paperbib changed, whatever else is going on."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.consumers import consumers
from tests.consumers.hosted_runs import REAL, SECRET, Repository, heeded
from tests.standin import StandIn, papers_of
from tests.sync.project import SNAPSHOT, UNREACHABLE

OUTPUTS = ["A output/library.json", "A output/references.bib"]
WRITES = "mkdir -p output; echo new > output/library.json; echo new > output/references.bib"


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    for program in ("git", "bash"):
        consumers.require(program)
    return Repository(tmp_path)


def test_exactly_the_changed_files_are_committed(repository: Repository) -> None:
    for name in ("changed.bib", "same.bib", "gone.ris", "mine.txt"):
        repository.write(f"output/{name}", "old\n")
    repository.commit()
    repository.write("output/mine.txt", "a person is at it\n")
    repository.write("output/draft.txt", "as yet unknown to git\n")
    repository.write("seeds/a.md", "a person is at it\n")
    repository.write("seeds/b.md", "staged\n")
    repository.git("add", "seeds/b.md")
    before = repository.git("status", "--porcelain")
    repository.paperbib(
        "cd output; echo new | tee changed.bib > 'new one.md'; rm gone.ris; echo x >> mine.txt",
    )
    assert repository.run(repository.job()) == (0, "")
    assert repository.committed() == [
        "A output/new one.md",
        "D output/gone.ris",
        "M output/changed.bib",
    ]
    assert repository.git("status", "--porcelain") == before
    bot = "github-actions[bot]"
    assert repository.git("log", "-1", "--format=%an %cn") == f"{bot} {bot}\n"


def test_what_stays_the_same_is_not_committed(repository: Repository) -> None:
    repository.paperbib(WRITES)
    assert repository.run(repository.job()) == (0, "")
    assert repository.committed() == OUTPUTS
    assert repository.run(repository.job()) == (0, "nothing changed\n")
    assert repository.count() == 2


@pytest.mark.parametrize(
    "output",
    ["my bib", "a*[b]", "$(touch x)`", ":(top)seeds", 'it\'s "q" \\', "-n", "${{ github.token }}"],
)
def test_any_output_folder_works(repository: Repository, output: str) -> None:
    repository.write("other/notes.md", "a person is at it\n")
    repository.paperbib('mkdir -p -- "$OUTPUT"; echo new > "./$OUTPUT/library.json"')
    assert repository.run(repository.job(output=output)) == (0, "")
    assert repository.committed() == [f"A {output}/library.json"]


def test_a_project_below_the_top_works(repository: Repository) -> None:
    repository.write("- it's/a thesis/seeds/a.md", "note\n")
    repository.commit()
    repository.paperbib(f"{WRITES}; echo secret > ../elsewhere")
    folder = repository.work / "- it's" / "a thesis"
    job = repository.job(within="- it's/a thesis", folder=str(folder))
    job = job._replace(command=("/p", "--config", str(folder / "my.toml")))
    assert repository.run(job)[0] == 0
    assert repository.committed() == [f"A - it's/a thesis/{one[2:]}" for one in OUTPUTS]


@pytest.mark.parametrize("code", [1, 2, 5, 130])
def test_a_run_that_failed_commits_nothing(repository: Repository, code: int) -> None:
    repository.paperbib(f"{WRITES}; exit {code}")
    assert repository.run(repository.job()) == (code, "")
    assert repository.count() == 1


def test_a_partial_run_is_committed_with_a_warning(repository: Repository) -> None:
    repository.paperbib(f"{WRITES}; exit 3")
    code, said = repository.run(repository.job())
    assert (code, said[:10]) == (0, "::warning ")
    assert repository.committed() == OUTPUTS


def test_the_token_is_for_git_alone(repository: Repository) -> None:
    repository.paperbib(f"env > seen; {WRITES}")
    for code, said in (
        repository.run(repository.job()),
        repository.run_gitlab(repository.job()),
    ):
        assert code == 0
        assert SECRET not in said + (repository.work / "seen").read_text(encoding="utf-8")
    assert SECRET not in (repository.work / ".git" / "config").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["run", "run_gitlab"])
def test_others_may_push_meanwhile(repository: Repository, name: str) -> None:
    repository.call("git", "clone", "--quiet", "remote.git", "other")
    other = "cd ../other; echo b > b.md; git add b.md; git commit -qm b; git push -q origin main"
    repository.paperbib(f"{WRITES}; echo mine >> seeds/a.md; {other}")
    assert getattr(repository, name)(repository.job())[0] == 0
    assert repository.committed() == OUTPUTS
    assert repository.committed("main~1") == ["A b.md"]
    assert repository.git("status", "--porcelain") == " M seeds/a.md\n"


def test_two_who_changed_the_same_are_not_mixed(repository: Repository) -> None:
    repository.call("git", "clone", "--quiet", "remote.git", "other")
    other = (
        "cd ../other; mkdir output; echo theirs > output/library.json; git add output; "
        "git commit -qm theirs; git push -q origin main"
    )
    repository.paperbib(f"{WRITES}; {other}")
    code, said = repository.run(repository.job())
    assert code == 1
    assert "::error title=paperbib::the refresh cannot be pushed" in said
    assert repository.committed() == ["A output/library.json"]
    assert not list((repository.work / ".git").glob("rebase-*"))


def test_changes_are_proposed_once(repository: Repository) -> None:
    job = repository.job(pull_request=True)
    repository.paperbib(f"{WRITES}; cat ../more >> output/library.json; true")
    # It knows of a request as soon as one was made.
    repository.program(
        "gh",
        'echo "$2" >> ../asked; if [ "$2" = create ]; then echo 1 > ../made; else cat ../made; fi',
    )
    asked, more = repository.home / "asked", repository.home / "more"
    (repository.home / "made").touch()
    more.touch()
    tips = []
    for day, text in enumerate(("", "", "a new version\n"), 1):
        # No two commits are the same one by chance.
        repository.environment["GIT_COMMITTER_DATE"] = f"2026-01-0{day}T00:00:00Z"
        more.write_text(text, encoding="utf-8")
        assert repository.run(job)[0] == 0
        assert repository.committed("paperbib/w-1a2b") == OUTPUTS
        tips.append(repository.git("ls-remote", "origin", "paperbib/w-1a2b"))
        repository.git("reset", "--quiet", "--hard", "origin/main")
    assert repository.count() == 1
    assert tips[0] == tips[1] != tips[2]
    assert asked.read_text(encoding="utf-8").split() == ["list", "create", "list", "list"]


def test_gitlab_is_asked_for_a_merge_request(repository: Repository) -> None:
    repository.call("git", "-C", "remote.git", "config", "receive.advertisePushOptions", "true")
    hook = repository.home / "remote.git" / "hooks" / "pre-receive"
    hook.write_text("#!/bin/bash\nenv | grep ^GIT_PUSH_OPTION_ > ../options\n", encoding="utf-8")
    hook.chmod(0o755)
    repository.paperbib(WRITES)
    assert repository.run_gitlab(repository.job(pull_request=True))[0] == 0
    assert repository.committed("paperbib/w-1a2b") == OUTPUTS
    options = (repository.home / "options").read_text(encoding="utf-8")
    assert "=merge_request.create\n" in options
    assert "=merge_request.target=main\n" in options


def test_gitlab_tells_a_partial_run_and_a_missing_token(repository: Repository) -> None:
    repository.paperbib(f"{WRITES}; touch .paperbib-cache/answers; exit 3")
    job = repository.job(output="")
    code, said = repository.run_gitlab(job, token="")
    assert code != 0
    assert "PAPERBIB_PUSH_TOKEN: is missing" in said
    assert repository.run_gitlab(job)[0] == 3
    assert repository.committed() == OUTPUTS


def test_paperbib_itself_is_run(repository: Repository) -> None:
    repository.program("paperbib", REAL)
    with StandIn(papers_of(SNAPSHOT)) as standin:
        repository.environment |= {
            "PAPERBIB_ARXIV_API": standin.url,
            "PAPERBIB_ARXIV_INTERVAL_S": "0",
            "PAPERBIB_CACHE_DIR": str(repository.home / "cache"),
        }
        code, said = repository.run(repository.job())
        assert code == 0, said
        assert re.search("^::notice file=seeds/a.md,line=1", heeded(repository.log), re.MULTILINE)
        assert "::" not in re.sub("^::notice .*", "", heeded(repository.log), flags=re.MULTILINE)
        committed = repository.committed()
        assert "A output/library.json" in committed
        assert all(one.startswith("A output/") for one in committed), committed
        assert len(committed) == len(list((repository.work / "output").iterdir()))
        assert repository.run(repository.job())[0] == 0
        assert repository.count() == 2
    repository.environment["PAPERBIB_ARXIV_API"] = UNREACHABLE
    code, said = repository.run(repository.job())
    assert code == 0, said
    assert "::warning title=paperbib::some papers were not answered" in said
    assert repository.count() == 2
    assert repository.git("status", "--porcelain") == ""
