"""A person edits references.bib, and runs sync: what they wrote is still there."""

from __future__ import annotations

import random
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from bibtexparser.entrypoint import parse_string
from tests.sync.project import OUTPUTS, Project

PAPER = "- [Attention](https://arxiv.org/abs/1706.03762) fine\n"
PAGE = "- [A page](https://e.org/)\n"
RUNS, EDITS = 20, 5


@pytest.fixture
def synced(project: Project) -> Project:
    project.note(PAPER)
    project.sync()
    return project


def bib(project: Project) -> Path:
    return project.output / "references.bib"


def edit(project: Project, old: str, new: str) -> str:
    """Replace a text that stands once in the file; returns the file."""
    text = bib(project).read_bytes().decode()
    assert text.count(old) == 1
    text = text.replace(old, new)
    bib(project).write_bytes(text.encode())
    return text


def fields(project: Project) -> dict[str, dict[str, str]]:
    read = parse_string(bib(project).read_bytes().decode())
    assert not read.failed_blocks
    return {entry.key: {one.key: one.value for one in entry.fields} for entry in read.entries}


def test_edits_stay_while_the_notes_go_on(synced: Project) -> None:
    edit(synced, "year ", "shelf = {3 B},\n  year ")
    edit(synced, "{Attention Is All You Need}", '"Attention!"')
    text = edit(synced, "@misc", "% mine\n@string{x = {y}}\n@misc")
    text += "@book{own,\n   title = {Own} }  % end"
    bib(synced).write_text(text)
    said = synced.sync()
    assert (
        "references.bib was edited by hand, and that is kept: 1 field changed, 1 field added, "
        "1 entry added, 1 @string added" in said
    )
    assert bib(synced).read_text() == text
    synced.note(PAPER.replace("fine", "very fine") + PAGE)
    synced.sync()
    found = fields(synced)
    paper = found["vaswani2017attention"]
    assert (paper["shelf"], paper["title"], paper["annote"]) == ("3 B", "Attention!", "very fine")
    assert sorted(found) == sorted([*synced.library(), "own"])
    assert "@book{own,\n   title = {Own} }  % end" in bib(synced).read_text()
    assert sorted(synced.contents()) == sorted(OUTPUTS)


def test_a_second_run_writes_nothing_and_says_nothing(synced: Project) -> None:
    edit(synced, "{Attention Is All You Need}", "{Mine}")
    synced.note(PAPER + PAGE)
    synced.sync()
    before = synced.files()
    said = synced.sync("--check", "--fail-on", "edited,conflict,changed")
    assert "nothing to do" in said
    assert "edited" not in said
    assert synced.files() == before
    command = [sys.executable, "-X", "importtime", "-m", "paperbib", "sync"]
    done = subprocess.run(command, cwd=synced.folder, capture_output=True, text=True, check=True)
    imported = {line.rsplit("|", 1)[-1].strip() for line in done.stderr.splitlines()}
    assert "paperbib.sync" in imported
    assert not [name for name in imported if name.split(".")[0] == "bibtexparser"]


def test_a_lost_cache_changes_nothing(synced: Project, tmp_path: Path) -> None:
    edit(synced, "{Attention Is All You Need}", "{Mine}")
    synced.note(PAPER + PAGE)
    synced.sync()
    before = synced.files()
    shutil.rmtree(tmp_path / "cache")
    assert "1 field changed" in synced.sync("--check")
    assert synced.files() == before


def test_a_conflict_is_told_with_its_line_and_only_once(synced: Project) -> None:
    edit(synced, "annote        = {fine}", "annote = {mine}")
    synced.note(PAPER.replace("fine", "finer"))
    report = synced.report("--fail-on", "conflict")
    (problem,) = [one for one in report["problems"] if one["kind"] == "conflict"]
    line = bib(synced).read_text().splitlines()[problem["line"] - 1]
    assert line.strip() == "annote = {mine}"
    assert problem["what"] == (
        "vaswani2017attention: annote changed here and in the notes; {mine} stays, not {finer} "
        "(was {fine})"
    )
    assert report["exit_code"] == 1
    assert synced.report("--refresh", "--fail-on", "conflict")["exit_code"] == 0
    assert fields(synced)["vaswani2017attention"]["annote"] == "mine"


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (b"year ", b"year {", ": expected ="),
        (b"@misc{", b"@misc ", ":3:6: expected { or ("),
        (b"@misc{", b"\n% na\xefve\n@misc{", ":4:5: byte 0xef is no UTF-8"),
        (b"year  ", b"x = {{\\}},\n year  ", ":3:1: this entry cannot be read"),
    ],
)
@pytest.mark.parametrize("words", [(), ("--dry-run",), ("--check",), ("--frozen",)])
def test_a_file_that_does_not_parse_stops_the_run(
    synced: Project, words: tuple[str, ...], old: bytes, new: bytes, fault: str
) -> None:
    broken = bib(synced).read_bytes().replace(old, new, 1)
    bib(synced).write_bytes(broken)
    synced.note(PAPER + PAGE)
    before = synced.files()
    said = synced.sync(*words, code=2)
    assert re.search(r"references\.bib:\d+:\d+: ", said)
    assert fault in said
    assert "hint:" in said
    assert synced.files() == before


def test_check_dry_run_and_diff_tell_of_the_merged_text(synced: Project) -> None:
    text = edit(synced, "{Attention Is All You Need}", "{Mine}")
    synced.sync("--check")
    synced.note(PAPER.replace("fine", "finer"))
    said = synced.sync("--diff", "--dry-run")
    (part,) = [one for one in said.split("--- a/") if one.startswith("references.bib")]
    changed = [line for line in part.splitlines() if re.match(r"[+-][^+]", line)]
    assert changed == ["-  annote        = {fine}", "+  annote        = {finer}"]
    synced.sync("--check", code=1)
    assert bib(synced).read_text() == text


@pytest.mark.parametrize("is_cache_lost", [False, True])
def test_a_changed_option_is_followed_in_an_edited_file(
    synced: Project, tmp_path: Path, *, is_cache_lost: bool
) -> None:
    edit(synced, "{Attention Is All You Need}", "{Mine}")
    synced.sync()
    if is_cache_lost:
        shutil.rmtree(tmp_path / "cache")
    (synced.folder / "paperbib.toml").write_text("annotations = false\n")
    synced.sync()
    paper = fields(synced)["vaswani2017attention"]
    assert "annote" not in paper
    assert paper["title"] == "Mine"


def test_fields_deleted_everywhere_are_no_option(synced: Project, tmp_path: Path) -> None:
    synced.note(PAPER + PAGE.replace("\n", " fine too\n"))
    synced.sync()
    text = re.sub(r",?\n  annote .*", "", bib(synced).read_text())
    bib(synced).write_text(text)
    shutil.rmtree(tmp_path / "cache")
    synced.sync()
    assert bib(synced).read_text() == text


def test_what_was_deleted_by_hand_comes_back_with_a_hint(synced: Project) -> None:
    synced.note(PAPER + PAGE)
    synced.sync()
    whole = bib(synced).read_text()
    start = whole.index("@misc{vaswani")
    bib(synced).write_text(whole[:start].rstrip() + "\n")
    said = synced.sync()
    assert bib(synced).read_text() == whole
    assert "has again what was deleted there, for the notes mention it: vaswani2017a" in said
    assert '[override."arxiv:1706.03762"] with ignore = true' in said


def test_a_key_changed_by_hand_is_left_with_a_hint(synced: Project) -> None:
    text = edit(synced, "@misc{vaswani2017attention", "@misc{aiayn")
    said = synced.sync()
    assert "paperbib key vaswani2017attention aiayn" in said
    assert bib(synced).read_text() == text


def test_a_deleted_file_and_one_that_is_a_link(synced: Project) -> None:
    whole = bib(synced).read_bytes()
    edit(synced, "{Attention Is All You Need}", "{Mine}")
    bib(synced).unlink()
    synced.sync()
    assert bib(synced).read_bytes() == whole
    bib(synced).rename(synced.folder / "paper.bib")
    bib(synced).symlink_to("../paper.bib")
    text = edit(synced, "{Attention Is All You Need}", "{Mine}")
    synced.note(PAPER + PAGE)
    synced.sync()
    assert bib(synced).is_symlink()
    assert text.split("@misc")[1] in (synced.folder / "paper.bib").read_text()


def test_line_ends_and_a_mark_are_kept(synced: Project) -> None:
    text = "\ufeff" + bib(synced).read_text().rstrip().replace("\n", "\r\n")
    bib(synced).write_bytes(text.replace("All You Need", "Mine").encode())
    synced.note(PAPER.replace("fine", "finer") + PAGE)
    synced.sync()
    found = bib(synced).read_bytes().decode()
    assert found.startswith("\ufeff% Written")
    assert found.endswith("}")
    assert found.count("\n") == found.count("\r\n") > text.count("\r\n")
    assert "{Attention Is Mine}" in found


def test_a_file_of_their_own_before_the_first_run(project: Project) -> None:
    own = "@book{own, title = {Own}}\n"
    project.output.mkdir()
    bib(project).write_text(own)
    project.note(PAPER)
    project.sync()
    assert bib(project).read_text().startswith(own)
    assert sorted(fields(project)) == ["own", "vaswani2017attention"]


def test_a_run_killed_before_the_lock_was_written_is_taken_up(synced: Project) -> None:
    edit(synced, "{Attention Is All You Need}", "{Mine}")
    lock = synced.output / "library.json"
    old = lock.read_bytes()
    synced.note(PAPER.replace("fine", "finer") + PAGE)
    synced.sync()
    before = synced.contents()
    # Merged files are written first: this is what a kill between the two leaves.
    lock.write_bytes(old)
    synced.sync()
    assert synced.contents() == before


def test_a_hundred_random_edits_survive_runs_with_new_notes(project: Project) -> None:
    dice = random.Random(5)  # noqa: S311 - for tests
    notes = [f"- [Page {number}](https://e.org/{number}) said\n" for number in range(40)]
    project.note("".join(notes))
    project.sync("--offline")
    kept: list[tuple[str, str, str | None]] = []
    pieces: list[str] = []
    for run in range(RUNS):
        for number in range(run * EDITS, (run + 1) * EDITS):
            _edit_at_random(project, dice, number, kept, pieces)
        notes.insert(dice.randrange(len(notes)), f"- [New {run}](https://new.org/{run})\n")
        changed = dice.randrange(len(notes))
        notes[changed] = notes[changed].rstrip("\n") + f" and {run}\n"
        project.note("".join(notes))
        project.sync("--offline")
        found = fields(project)
        text = bib(project).read_text()
        for key, name, value in last(kept):
            assert found[key].get(name) == value
        assert all(text.count(piece) == 1 for piece in pieces)
        assert found.keys() >= project.library().keys()
        before = project.files()
        project.sync("--offline")
        assert project.files() == before
    assert len(kept) + len(pieces) == RUNS * EDITS


def last(kept: list[tuple[str, str, str | None]]) -> list[tuple[str, str, str | None]]:
    """The last edit of each field."""
    value_by_field = {(key, name): value for key, name, value in kept}
    return [(key, name, value) for (key, name), value in value_by_field.items()]


def _edit_at_random(
    project: Project,
    dice: random.Random,
    number: int,
    kept: list[tuple[str, str, str | None]],
    pieces: list[str],
) -> None:
    text = bib(project).read_text()
    key = dice.choice([one for one in fields(project) if not one.startswith("own")])
    start = text.index(f"{{{key},\n") + len(key) + 2
    kind = dice.randrange(5)
    if kind == 0:
        text = f"{text[:start]}\n  x{number} = {{mine}},{text[start:]}"
        kept.append((key, f"x{number}", "mine"))
    elif kind == 1:
        line = re.compile(r"\n  title\s*=.*").search(text, start)
        assert line
        text = f"{text[: line.start()]}\n  title={{Mine {number}}},{text[line.end() :]}"
        kept.append((key, "title", f"Mine {number}"))
    elif kind == 2 and "howpublished" in fields(project)[key]:
        line = re.compile(r"\n  howpublished .*").search(text, start)
        assert line
        text = text[: line.start()] + text[line.end() :]
        kept.append((key, "howpublished", None))
    else:
        piece = dice.choice([f"% words {number} end", f"@book{{own{number}, title = {{X}} }}"])
        place = text.index("\n@misc{", start - len(key) - 8) + 1
        text = f"{text[:place]}{piece}\n{text[place:]}"
        pieces.append(piece)
    bib(project).write_text(text)


def test_what_was_rendered_last_is_the_base_when_the_lock_came_from_elsewhere(
    project: Project, tmp_path: Path
) -> None:
    """A colleague's newer lock is pulled; the file here is older, and was edited."""
    project.note("- [Attention](https://arxiv.org/abs/1706.03762) fine\n")
    project.sync()
    bib = project.output / "references.bib"
    bib.write_text(bib.read_text() + "% mine\n")
    project.sync()
    older = bib.read_bytes()
    project.note("- [Attention](https://arxiv.org/abs/1706.03762) better\n")
    shutil.copytree(tmp_path / "cache", tmp_path / "theirs")
    project.sync()
    newer = (project.output / "library.json").read_bytes()
    shutil.rmtree(tmp_path / "cache")
    shutil.copytree(tmp_path / "theirs", tmp_path / "cache")
    bib.write_bytes(older)
    (project.output / "library.json").write_bytes(newer)
    project.sync()
    text = bib.read_text()
    assert "annote        = {better}" in text
    assert text.endswith("% mine\n")


def test_a_conflict_of_git_between_entries_stops_the_run(project: Project) -> None:
    project.note("- https://arxiv.org/abs/1706.03762\n")
    project.sync()
    bib = project.output / "references.bib"
    text = bib.read_text()
    bib.write_text(f"<<<<<<< HEAD\n{text}=======\n{text}>>>>>>> b\n")
    before = project.contents()
    said = project.sync(code=2)
    assert "references.bib:1:1: a merge conflict of git is not resolved" in said
    assert project.contents() == before
