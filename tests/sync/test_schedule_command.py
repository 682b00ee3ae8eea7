"""The schedule on a computer of the test's own: its home, its schedulers, its crontab."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.consumers.consumers import require
from tests.schedule.computer import CRONTAB, SYSTEMCTL, Computer

from paperbib import config
from paperbib.sync import scheduled_places, scheduling

FOREIGN = b"# caf\xe9\nMAILTO=a@b\r\n5 4 * * * other % x"


@pytest.fixture
def computer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Computer:
    made = Computer(tmp_path, capsys)
    made.settle(monkeypatch)
    return made


def test_without_a_scheduler_files_are_written_and_it_says_so(computer: Computer) -> None:
    (computer.home / "other").mkdir()
    before = computer.tree()
    code, out, err = computer.run("install", "--yes")
    assert (code, out) == (3, "")
    assert "activation skipped: systemctl: " in err
    units = sorted(path.suffix for path in computer.home.rglob("*/systemd/user/*"))
    assert units == [".service", ".timer"]
    installed = computer.tree()
    code, _, err = computer.run("install", "--yes")
    assert code == 3
    assert err.count("nothing to write") == 2
    assert computer.tree() == installed
    code, out, _ = computer.run("status")
    assert code == 0
    assert "state: as install would write them now\nactive: no\n" in out
    assert "next run" not in out
    assert computer.tree() == installed
    assert computer.run("remove")[0] == 0
    assert computer.tree() == before
    code, _, err = computer.run("remove")
    assert code == 0
    assert "nothing to do" in err


def test_systemd_itself_reads_what_is_installed(
    computer: Computer, monkeypatch: pytest.MonkeyPatch
) -> None:
    computer.has("systemctl", SYSTEMCTL)
    computer.has("crontab", CRONTAB)
    monkeypatch.setenv("PATH", f"{computer.programs}:/usr/bin:/bin")
    require("systemd-analyze")
    before = computer.tree()
    code, _, err = computer.run("install", "--yes", "--cron", "5 4 1 * sun")
    assert code == 0, err
    assert "verified: systemd-analyze accepts the units\n" in err
    assert computer.run("remove")[0] == 0
    assert computer.tree() == before


def test_systemd_is_told(computer: Computer) -> None:
    computer.has("systemctl", SYSTEMCTL)
    before = computer.tree()
    code, _, err = computer.run("install", "--weekly", "--yes")
    assert (code, err.splitlines()[-1]) == (0, "the schedule is active")
    assert "enable" in computer.calls
    code, _, err = computer.run("install", "--weekly")
    assert code == 0
    assert err == "nothing to do: the schedule is installed\n"
    _, out, _ = computer.run("status")
    assert out.startswith("systemd: weekly\n")
    assert "active: yes\nnext run: 2023-11-1" in out
    computer.run("remove")
    assert "disable --now" in computer.calls
    assert computer.tree() == before


def test_nobody_is_there_to_agree(computer: Computer) -> None:
    before = computer.tree()
    code, out, err = computer.run("install")
    assert (code, out) == (2, "")
    assert "OnCalendar" in err
    assert "hint: add --yes" in err
    assert computer.tree() == before


def test_print_is_data_and_changes_nothing(computer: Computer) -> None:
    before = computer.tree()
    code, out, err = computer.run("print", "--kind", "cron")
    assert (code, err) == (0, "# crontab\n")
    assert out.startswith("# paperbib my-notes-100-x-")
    assert 'my "notes" 100\\% $x é\' sync --scheduled --log ' in out
    code, out, err = computer.run("print")
    assert f"# {computer.home}/.config/systemd/user/" in err
    assert out.startswith("# paperbib schedule: my-notes-100-x-")
    assert computer.tree() == before


@pytest.mark.parametrize("table", [None, FOREIGN, FOREIGN + b"\n"])
def test_cron_without_systemd(computer: Computer, table: bytes | None) -> None:
    computer.has("crontab", CRONTAB)
    path = computer.programs / "table"
    if table is not None:
        path.write_bytes(table)
    before = computer.tree()
    code, _, err = computer.run("install", "--yes", "--cron", "5 4 * * mon")
    assert code == 0, err
    written = path.read_bytes()
    assert (table or b"") in written
    assert b"\n5 4 * * mon /" in written
    assert "nothing to do" in computer.run("install", "--cron", "5 4 * * mon")[2]
    assert computer.run("status")[1].startswith("cron: 5 4 * * mon\n")
    assert computer.run("remove")[0] == 0
    assert (path.read_bytes() if path.exists() else None) == table
    assert computer.tree() == before


def test_no_crontab_is_there_to_write_to(computer: Computer) -> None:
    code, _, err = computer.run("install", "--yes", "--kind", "cron")
    assert code == 2
    assert "there is no crontab" in err
    assert "hint: " in err


def test_a_table_that_cannot_be_read_is_never_replaced(computer: Computer) -> None:
    computer.has("crontab", '#!/bin/sh\necho "$1" >> {folder}/calls\necho denied >&2\nexit 1\n')
    code, _, err = computer.run("install", "--yes", "--kind", "cron")
    assert code == 2
    assert "denied" in err
    assert set(computer.calls.split()) == {"-l"}
    # Nor does anybody say that there is nothing in it.
    for words, code in ((("remove",), 3), (("status",), 3), (("remove", "--kind", "cron"), 2)):
        got, out, err = computer.run(*words)
        assert (got, out) == (code, "")
        assert "crontab -l failed: denied" in err
        assert "nothing to do" not in err


def test_files_of_others_stay(computer: Computer) -> None:
    computer.run("install", "--yes")
    (timer,) = computer.home.rglob("*.timer")
    timer.write_text("[Timer]\n", encoding="utf-8")
    before = computer.tree()
    code, _, err = computer.run("install", "--yes")
    assert code == 2
    assert "was not written for this project" in err
    assert computer.tree() == before
    assert (
        f"not ours, so that install leaves it; move it away: {timer}" in computer.run("status")[1]
    )
    code, _, err = computer.run("remove")
    assert code == 3
    assert f"left, for it was not written for this project: {timer}" in err
    assert timer.read_text(encoding="utf-8") == "[Timer]\n"


def test_what_has_changed_is_said_and_written_anew(computer: Computer) -> None:
    computer.run("install", "--yes")
    (service,) = computer.home.rglob("*.service")
    service.write_text(service.read_text(encoding="utf-8") + "Nice=1\n", encoding="utf-8")
    assert "not as install would write them now" in computer.run("status")[1]
    _, _, err = computer.run("install", "--yes")
    assert f"\nwritten: {service}\n" in err
    assert "as install would write them now" in computer.run("status")[1]


def test_the_next_run_is_read_from_the_files(
    computer: Computer, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    monkeypatch.chdir(computer.project)
    environment = {"HOME": str(computer.home)}
    loaded = config.load(Path(), environment)
    assert scheduling.next_run(loaded, now) is None
    computer.run("install", "--yes", "--cron", "5 4 2 2 *")
    # A timer that is not enabled does not run.
    assert scheduling.next_run(loaded, now) is None
    (timer,) = computer.home.rglob("*.timer")
    (timer.parent / "timers.target.wants").mkdir()
    (timer.parent / "timers.target.wants" / timer.name).symlink_to(timer)
    found = scheduling.next_run(loaded, now)
    assert found is not None
    assert f"{found:%m-%d %H:%M}" == "02-02 04:05"
    # Another project's schedule is not this one's.
    other = loaded.model_copy(update={"root": computer.home})
    assert scheduling.next_run(other, now) is None


def test_a_workflow_is_the_project_s(computer: Computer) -> None:
    (computer.project / ".git").mkdir()
    before = computer.tree()
    code, _, err = computer.run("install", "--yes", "--kind", "github", "--pull-request")
    assert code == 0, err
    assert (computer.project / ".github" / "workflows" / "paperbib.yml").is_file()
    assert "nothing to do" in computer.run("install", "--kind", "github", "--pull-request")[2]
    assert "state: as install would" in computer.run("status")[1]
    computer.run("remove", "--kind", "github")
    assert computer.tree() == before


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("print", "--kind", "systmd"), "did you mean 'systemd'?"),
        (("print", "--kind", "?"), "choose one of systemd, cron"),
        (("instal",), "did you mean 'install'?"),
        (("install", "--weeky"), "did you mean --weekly?"),
        (("print", "--daily", "--cron", "@daily"), "exclude each other"),
        (("print", "--cron", "0 24 * * *"), "hour: 24 is not from 0 to 23"),
        (("print", "--cron", " "), "--cron is empty"),
        (("print", "--pull-request", "--kind", "cron"), "means nothing to cron"),
        (("print", "--pull-request", "--kind", "docker"), "means nothing to docker"),
    ],
)
def test_usage(computer: Computer, words: tuple[str, ...], said: str) -> None:
    code, out, err = computer.run(*words)
    assert (code, out) == (2, "")
    assert said in err


def test_a_secret_is_left_and_said(computer: Computer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAPERBIB_SEMANTIC_SCHOLAR_KEY", "hush")
    monkeypatch.setenv("PAPERBIB_MAILTO", "ada@example.org")
    _, _, err = computer.run("install", "--yes")
    assert "set here, and not in the schedule: PAPERBIB_SEMANTIC_SCHOLAR_KEY" in err
    content = b"".join(one for one in computer.tree().values() if one)
    assert b"Environment=PAPERBIB_MAILTO=ada@example.org\n" in content
    assert b"hush" not in content


@pytest.mark.parametrize(("answer", "code"), [("n\n", 2), ("y\n", 3), ("", 130)])
def test_a_person_is_asked(
    computer: Computer, monkeypatch: pytest.MonkeyPatch, answer: str, code: int
) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr("sys.stdin", Terminal(answer))
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    before = computer.tree()
    got, _, err = computer.run("install")
    assert got == code, err
    assert "Write this? [Y/n]" in err
    assert (computer.tree() == before) == (code != 3)


def test_a_configuration_of_another_name_is_named(computer: Computer) -> None:
    own = computer.project / "paperbib.toml"
    other = computer.project / "my other.toml"
    for path in (own, other):
        path.write_text("", encoding="utf-8")
    printed = [
        computer.run("print", "--kind", "cron")[1],
        computer.run("print", "--kind", "cron", config=str(own))[1],
        computer.run("print", "--kind", "cron", config=str(other))[1],
    ]
    assert printed[0] == printed[1]
    assert "--config" not in printed[0]
    assert "/my other.toml' sync" in printed[2]
    # Two configurations in one folder are two jobs.
    assert printed[0].splitlines()[0] != printed[2].splitlines()[0]


@pytest.mark.parametrize(
    ("platform", "programs", "kind"),
    [
        ("linux", {"systemctl": "/s", "crontab": "/c"}, "systemd"),
        ("linux", {"crontab": "/c"}, "cron"),
        ("freebsd14", {}, "systemd"),
        ("darwin", {"crontab": "/c"}, "launchd"),
        ("win32", {}, "windows"),
    ],
)
def test_the_kind_is_guessed(platform: str, programs: dict[str, str], kind: str) -> None:
    machine = scheduled_places.this_machine()
    machine = machine._replace(platform=platform, which=programs.get)
    assert scheduling.guess(machine) == kind
    assert scheduling.choose_kind(None, machine).name == kind
