"""What install makes is what remove takes away: nothing more, nothing less."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.schedule.computer import CRONTAB, Computer

LOCAL = ["systemd", "launchd", "windows"]
FOLDERS = {
    "systemd": ".config/systemd/user",
    "launchd": "Library/LaunchAgents",
    "windows": "AppData/Local/paperbib/schedule",
    "github": ".github/workflows",
    "gitlab": ".gitlab",
}


def in_home(computer: Computer, kind: str) -> Path:
    return computer.home if kind in LOCAL else computer.project


@pytest.mark.parametrize("depth", [0, 1, 2, 3])
@pytest.mark.parametrize("kind", FOLDERS)
def test_empty_folders_that_were_there_stay(computer: Computer, kind: str, depth: int) -> None:
    (computer.project / ".git").mkdir()
    parts = Path(FOLDERS[kind]).parts[:depth]
    in_home(computer, kind).joinpath(*parts).mkdir(parents=True, exist_ok=True)
    before = computer.tree()
    computer.run("install", "--yes", "--kind", kind)
    # What is written anew still knows which folders were made.
    computer.run("install", "--yes", "--kind", kind, "--weekly")
    assert "state: as install would" in computer.run("status")[1]
    assert computer.tree() != before
    assert computer.run("remove")[0] == 0
    assert computer.tree() == before


@pytest.mark.parametrize("is_there", [False, True])
def test_folders_elsewhere(
    computer: Computer, monkeypatch: pytest.MonkeyPatch, *, is_there: bool
) -> None:
    elsewhere = computer.home.parent / "else" / "where"
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "PAPERBIB_CACHE_DIR"):
        monkeypatch.setenv(name, str(elsewhere / name))
        if is_there:
            (elsewhere / name).mkdir(parents=True)
    (computer.project / "paperbib.toml").write_text('output = "../out"\n', encoding="utf-8")
    before = computer.tree()
    computer.run("install", "--yes")
    timer = next(elsewhere.rglob("*.timer"))
    # What systemd makes for it.
    (timer.parent / "timers.target.wants").mkdir()
    (timer.parent / "timers.target.wants" / timer.name).symlink_to(timer)
    stamps = elsewhere / "XDG_DATA_HOME" / "systemd" / "timers"
    stamps.mkdir(parents=True)
    (stamps / f"stamp-{timer.name}").touch()
    computer.run("remove")
    assert computer.tree() == before


@pytest.mark.parametrize("first", [0, 1])
@pytest.mark.parametrize("kind", ["systemd", "cron"])
def test_the_last_of_two_projects_takes_the_folders_along(
    computer: Computer, kind: str, first: int
) -> None:
    computer.has("crontab", CRONTAB)
    other = computer.home / "other"
    other.mkdir()
    before = computer.tree()
    projects = [computer.project, other]
    for project in projects:
        computer.project = project
        computer.run("install", "--yes", "--kind", kind)
    for number in (first, 1 - first):
        assert computer.tree() != before
        computer.project = projects[number]
        computer.run("remove")
    assert computer.tree() == before


def test_a_crontab_that_was_empty_is_empty_again(computer: Computer) -> None:
    computer.has("crontab", CRONTAB)
    (computer.programs / "table").touch()
    before = computer.tree()
    _, _, err = computer.run("install", "--yes", "--kind", "cron")
    assert err.endswith("it runs at its times, wherever cron itself runs\n")
    assert "active: not known here\nnext run: " in computer.run("status")[1]
    computer.run("remove")
    assert computer.tree() == before


def test_a_file_of_a_stranger_names_no_folders_to_remove(computer: Computer) -> None:
    precious = computer.home / "precious"
    precious.mkdir()
    computer.run("install", "--yes", "--kind", "launchd")
    (plist,) = computer.home.rglob("*.plist")
    text = plist.read_text(encoding="utf-8")
    assert ", folders " in text
    plist.write_text(text.replace(", folders ", f", folders {precious},"), encoding="utf-8")
    computer.run("remove")
    assert precious.is_dir()


@pytest.mark.parametrize("kind", ["systemd", "cron", "launchd", "windows"])
def test_a_project_that_moved_or_is_gone(computer: Computer, kind: str) -> None:
    computer.has("crontab", CRONTAB)
    before = computer.tree()
    computer.run("install", "--yes", "--kind", kind)
    # Those of projects that are there are nobody else's business.
    place = computer.project
    computer.project = computer.home
    assert "not there any more" not in computer.run("status")[2]
    shutil.rmtree(place)
    _, out, err = computer.run("status")
    assert out == "no schedule is installed for this project\n"
    assert f"{kind}: there is a schedule for {place}, which is not there any more" in err
    label = err.split("remove --label ")[1].split()[0]
    assert computer.run("remove", "--label", label)[0] == 0
    place.mkdir()
    assert computer.tree() == before
    assert f"no schedule is installed as {label}" in computer.run("remove", "--label", label)[2]
    for words, said in (
        (("--label", "../x"), "is no label"),
        (("--label", label, "--kind", "github"), "means nothing to github"),
    ):
        code, _, err = computer.run("remove", *words)
        assert code == 2
        assert said in err


def test_what_is_written_for_two_schedulers_is_said(computer: Computer) -> None:
    computer.has("crontab", CRONTAB)
    computer.run("install", "--yes", "--kind", "cron")
    _, _, err = computer.run("install", "--yes", "--kind", "systemd")
    assert "cron runs this project, too" in err
    assert "paperbib schedule remove --kind cron" in err


def test_a_damaged_crontab_keeps_nobody_from_the_rest(computer: Computer) -> None:
    computer.has("crontab", CRONTAB)
    computer.run("install", "--yes", "--kind", "cron")
    computer.run("install", "--yes", "--kind", "systemd")
    table = computer.programs / "table"
    table.write_bytes(table.read_bytes() + b"# mine\n")
    lines = table.read_bytes().splitlines(keepends=True)
    lines.insert(3, b"1 2 3 4 5 mine\n")
    table.write_bytes(b"".join(lines))
    assert computer.run("status", "--kind", "systemd")[0] == 0
    code, out, err = computer.run("status")
    assert code == 3
    assert out.startswith("systemd: daily\n")
    assert "\nhint: mend it with: crontab -e" in err
    code, _, err = computer.run("remove")
    assert code == 3
    assert err.count("removed: ") == 2
    assert table.read_bytes() == b"".join(lines)
    assert computer.run("install", "--yes", "--kind", "cron")[0] == 2


def test_a_configuration_that_no_service_takes_hides_no_file(computer: Computer) -> None:
    (computer.project / ".git").mkdir()
    before = computer.tree()
    computer.run("install", "--yes", "--kind", "github")
    own = computer.project / "paperbib.toml"
    own.write_text('output = "../out"\n', encoding="utf-8")
    code, out, _ = computer.run("status")
    assert code == 0
    assert "state: install could not write them now: " in out
    assert "active: not known here\n" in out
    assert "next run" not in out
    assert computer.run("remove")[0] == 0
    own.unlink()
    assert computer.tree() == before


@pytest.mark.parametrize(
    ("kind", "said"),
    [("github", "commit and push it"), ("gitlab", "pipeline schedule"), ("docker", "build it")],
)
def test_what_is_left_to_do(computer: Computer, kind: str, said: str) -> None:
    assert said in computer.run("install", "--yes", "--kind", kind)[2].splitlines()[-1]


def test_status_says_the_whole_command(computer: Computer) -> None:
    options = ("--kind", "github", "--cron", "5 4 * * 1", "--pull-request")
    computer.run("install", "--yes", *options)
    (workflow,) = computer.project.rglob("paperbib*.yml")
    workflow.write_text(f"{workflow.read_text(encoding='utf-8')}# x\n", encoding="utf-8")
    code, out, _ = computer.run("status")
    assert code == 0
    command = "paperbib schedule install --kind github --cron '5 4 * * 1' --pull-request"
    assert f"run: {command}\n" in out


def test_a_folder_that_cannot_be_written_is_no_folder_of_outputs(computer: Computer) -> None:
    (computer.home / ".config").write_text("", encoding="utf-8")
    code, _, err = computer.run("install", "--yes")
    assert code == 2
    assert ".service: cannot be written (" in err
    assert "outputs" not in err


@pytest.mark.parametrize("kind", ["github", "docker", "launchd"])
def test_each_configuration_has_its_own(computer: Computer, kind: str) -> None:
    (computer.project / ".git").mkdir()
    other = computer.project / "other.toml"
    other.write_text("", encoding="utf-8")
    before = computer.tree()
    computer.run("install", "--yes", "--kind", kind, "--weekly", config=str(other))
    assert computer.run("status")[1] == "no schedule is installed for this project\n"
    computer.run("install", "--yes", "--kind", kind)
    assert computer.run("status")[1].startswith(f"{kind}: daily\n")
    assert computer.run("status", config=str(other))[1].startswith(f"{kind}: weekly\n")
    computer.run("remove", config=str(other))
    assert computer.run("status")[1].startswith(f"{kind}: daily\n")
    computer.run("remove")
    assert computer.tree() == before


def test_a_clone_of_another_name_knows_the_schedule(computer: Computer) -> None:
    (computer.project / ".git").mkdir()
    computer.run("install", "--yes", "--kind", "github", "--weekly")
    clone = computer.home / "another name"
    shutil.copytree(computer.project, clone)
    before = computer.tree()
    computer.project = clone
    assert "state: as install would" in computer.run("status", "--kind", "github")[1]
    code, _, err = computer.run("install", "--kind", "github", "--weekly")
    assert (code, err) == (0, "nothing to do: the schedule is installed\n")
    assert computer.tree() == before
    assert computer.run("remove")[0] == 0
    assert not list(clone.rglob("*.yml"))
