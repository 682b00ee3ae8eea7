"""``paperbib changes``, ``status`` and ``--format github``, as a person sees them."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.sync.project import Project

from paperbib.sync.annotating import command

PAPER = "1706.03762"
KEY = "vaswani2017attention"
TODAY = f"{datetime.now(UTC):%Y-%m-%d}"


@pytest.fixture
def known(project: Project) -> Project:
    project.note(f"# Papers\n\n- https://arxiv.org/abs/{PAPER}\n- https://example.org/x\n")
    project.sync()
    return project


def revise(project: Project, **fields: Any) -> None:  # noqa: ANN401
    paper = project.standin.papers[PAPER]
    project.standin.papers[PAPER] = replace(paper, **fields)


def test_changes_are_told_the_newest_last(known: Project) -> None:
    known.note("- https://example.org/x\n")
    known.sync()
    code, out, err = known.run("changes")
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert [one.split(": ")[1] for one in lines] == ["added", "added", "no longer in the notes"]
    assert all(one.startswith(TODAY) for one in lines)


def test_lines_are_whole_where_no_terminal_reads_them(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    project.note(f"- [{'long ' * 40}](https://example.org/x)\n")
    project.sync()
    (line,) = project.run("changes")[1].splitlines()
    assert len(line) > 150
    assert line in project.run("status")[1].splitlines()


def test_lines_fit_the_terminal_whatever_the_title(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "50")
    project.note(f"- [{'漢字かな' * 30}](https://example.org/x)\n")
    project.sync()
    _, out, _ = project.run("changes")
    assert "漢字かな" in out
    assert "\ufdd0" not in out
    for line in out.splitlines():
        assert sum(2 if ord(one) > 0x2E80 else 1 for one in line) <= 50


def test_changes_as_json_and_since(known: Project) -> None:
    _, out, _ = known.run("changes", "--json", "--since", "2w")
    data = json.loads(out)
    assert data["schema_version"] == 1
    assert [one["kinds"] for one in data["changes"]] == [["added"], ["added"]]
    code, out, err = known.run("changes", "--since", "2999-01-01")
    assert (code, out, err) == (0, "", "nothing changed since 2999-01-01\n")
    assert known.run("-q", "changes", "--since", "2999-01-01") == (0, "", "")
    code, out, err = known.run("changes", "--since", "3 years")
    assert (code, out) == (2, "")
    assert "hint: write 30d" in err
    code, _, err = known.run("changes", "--json", "--format", "github")
    assert code == 2
    assert "exclude each other" in err


def test_changes_without_a_history(known: Project) -> None:
    (known.output / "changes.json").unlink()
    assert known.run("changes") == (0, "", "nothing has changed yet\n")
    (known.output / "changes.json").write_text("no")
    code, out, err = known.run("changes")
    assert (code, out) == (2, "")
    assert "it is no JSON" in err
    assert "hint: " in err


def test_status_says_when_and_what(known: Project) -> None:
    code, out, err = known.run("status")
    assert (code, err) == (0, "")
    assert "last run " in out
    assert "answers  just now" in out
    assert f"{TODAY}  {KEY}: added" in out
    data = json.loads(known.run("status", "--json")[1])
    assert (data["entries"], data["papers"], data["links"]) == (2, 1, 1)
    assert data["last_run"]["exit_code"] == 0
    assert data["next_run"] is None
    assert len(data["changes"]) == 2
    assert data["answers"]["oldest"] == data["answers"]["newest"]


def test_status_works_without_cache_and_history(known: Project, tmp_path: Path) -> None:
    shutil.rmtree(tmp_path / "cache")
    (known.output / "changes.json").unlink()
    requests = len(known.standin.log)
    code, out, _ = known.run("status")
    assert code == 0
    assert "library  " in out
    assert "last run" not in out
    data = json.loads(known.run("status", "--json")[1])
    assert (data["last_run"], data["answers"], data["changes"]) == (None, None, [])
    assert len(known.standin.log) == requests
    assert not (tmp_path / "cache").exists(), "to look makes nothing"
    (known.output / "changes.json").write_text("no")
    code, out, _ = known.run("status")
    assert code == 0
    assert "it is no JSON" in out


def test_status_shows_the_last_five(project: Project) -> None:
    pages = "".join(f"- https://example.org/{number}\n" for number in range(7))
    project.note(pages)
    project.sync()
    assert len(json.loads(project.run("status", "--json")[1])["changes"]) == 5


def test_a_new_version_is_a_notice_at_its_mention(known: Project) -> None:
    (known.folder / ".git").mkdir()
    revise(known, comment="mended", dates=(*known.standin.papers[PAPER].dates, NOW))
    code, out, _ = known.run("sync", "--refresh", "--format", "github")
    assert code == 0
    (line,) = out.splitlines()
    assert line.startswith("::notice file=seeds/a.md,line=3,col=3,title=paperbib revised::")
    _, out, _ = known.run("changes", "--format", "github")
    assert out.splitlines()[-1].startswith("::notice file=seeds/a.md,line=3,col=3,")
    shutil.rmtree(known.folder / "seeds")
    _, out, _ = known.run("changes", "--format", "github")
    assert out.splitlines()[-1].startswith("::notice file=seeds/a.md,title=paperbib revised::")


def test_annotations_need_no_library(known: Project) -> None:
    (known.output / "library.json").rename(known.folder / "kept")
    text, (_, out, err) = known.run("changes")[1], known.run("changes", "--format", "github")
    assert (text, out, err) == ("", "", "nothing has changed yet\n"), "the first run is undone"
    (known.output / "library.json").write_text("no")
    code, out, _ = known.run("changes", "--format", "github")
    assert code == 0
    assert [one.split("::")[1] for one in out.splitlines()] == [
        "notice file=seeds/a.md,line=4,col=3,title=paperbib added",
        "notice file=seeds/a.md,line=3,col=3,title=paperbib added",
    ]


NOW = datetime(2026, 3, 4, tzinfo=UTC)


def test_problems_are_told_at_their_place_from_the_top_of_the_repository(
    project: Project, tmp_path: Path
) -> None:
    (tmp_path / ".git").mkdir()
    (project.folder / "paperbib.toml").write_text("")
    project.note("- https://arxiv.org/abs/1706.99999\n", "seeds/a,b: 100 %.md")
    _, out, _ = project.run("sync", "--format", "github")
    (line,) = (one for one in out.splitlines() if "missing" in one)
    place = "file=project/seeds/a%2Cb%3A 100 %25.md,line=1,col=3,title=paperbib missing"
    assert line.startswith(f"::error {place}::arXiv has no paper 1706.99999")


@given(st.text(), st.text())
def test_a_command_is_one_line_and_can_be_read_back(file: str, message: str) -> None:
    line = command("error", {"file": file, "line": "1"}, message)
    assert "\n" not in line
    assert "\r" not in line
    match = re.fullmatch(r"::error file=([^:,]*),line=1::([^\r\n]*)", line)
    assert match, "no colon or comma of a name is taken for one of the command"
    assert unescaped(match[1]) == file
    assert unescaped(match[2]) == message


def unescaped(text: str) -> str:
    """As GitHub's runner reads it: a percent sign last."""
    for escaped, plain in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ",")):
        text = text.replace(escaped, plain)
    return text.replace("%25", "%")


@pytest.mark.parametrize(
    ("kind", "note"),
    [
        ("missing", "- https://arxiv.org/abs/1706.99999\n"),
        ("unresolved", "- A Paper That Nobody Ever Wrote About Anything (2017)\n"),
        ("withdrawn", f"- https://arxiv.org/abs/{PAPER}\n"),
    ],
)
@pytest.mark.parametrize("how", [(), ("--check",), ("--scheduled", "--no-jitter")])
def test_fail_on(project: Project, kind: str, note: str, how: tuple[str, ...]) -> None:
    if kind == "withdrawn":
        revise(project, comment="This paper has been withdrawn by the authors")
    project.note(note)
    project.run("sync")
    code, _, err = project.run("sync", "--fail-on", kind, *how)
    assert code == 1, err
    others = {"missing", "unresolved", "withdrawn"} - {kind}
    code, _, err = project.run("sync", "--fail-on", ",".join(sorted(others)), *how)
    assert code == 0, err


@pytest.mark.parametrize("how", [(), ("--check",), ("--scheduled", "--no-jitter")])
def test_fail_on_changed(known: Project, how: tuple[str, ...]) -> None:
    assert known.run("sync", "--fail-on", "changed", *how)[0] == 0
    known.note("- https://example.org/x\n")
    assert known.run("sync", "--fail-on", "changed", *how)[0] == 1


def test_a_rename_by_a_person_is_told(known: Project) -> None:
    known.run("key", KEY, "mine")
    (event,) = json.loads(known.run("changes", "--json")[1])["changes"][2:]
    assert (event["key"], event["kinds"]) == ("mine", ["renamed"])


def test_a_decision_is_told(project: Project) -> None:
    project.note(f"- https://arxiv.org/abs/{PAPER}\n- https://example.org/x\n")
    project.sync()
    project.run("decide", "same", f"arxiv:{PAPER}", "https://example.org/x")
    (event,) = json.loads(project.run("changes", "--json")[1])["changes"][2:]
    assert event["kinds"] == ["joined"]


def test_the_feed_is_no_form_of_the_library(known: Project) -> None:
    code, out, err = known.run("export", "-f", "changes-atom")
    assert (code, out) == (2, "")
    assert "paperbib sync writes changes.atom" in err
    (known.folder / "paperbib.toml").write_text('formats = ["changes-atm"]\n')
    assert "did you mean 'changes-atom'" in known.run("sync")[2]
