"""What the schedulers' programs are told, on computers that are not this one."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from paperbib.config import Config
from paperbib.errors import PaperbibError
from paperbib.schedule.job import Mark
from paperbib.sync import scheduled_job, scheduled_places, scheduler_calls, scheduling
from paperbib.sync.scheduled_files import KIND_BY_NAME
from paperbib.sync.scheduled_places import Machine
from paperbib.sync.scheduler_calls import Ran


class Programs:
    """Programs that do as they are told; those named fail."""

    def __init__(self, *failing: str, says: bytes = b"") -> None:
        self.failing, self.says = failing, says
        self.calls: list[list[str]] = []

    def __call__(self, words: Sequence[str], _given: bytes) -> Ran:
        self.calls.append(list(words))
        if any(word in words for word in self.failing):
            return Ran(1, errors=self.says)
        return Ran(0, output=self.says)


def machine_of(folder: Path, programs: Programs) -> Machine:
    return scheduled_places.this_machine()._replace(
        home=folder / "home", environment={}, uid=501, run=programs
    )


def config_of(folder: Path) -> Config:
    (folder / "home").mkdir()
    return Config(root=folder / "my notes", cache_dir=folder / "cache")


def install(folder: Path, name: str, programs: Programs) -> tuple[Config, Machine, str]:
    config, machine, kind = config_of(folder), machine_of(folder, programs), KIND_BY_NAME[name]
    job = scheduled_job.job_of(config, Mark(""), machine)
    job, files = scheduling.prepare(kind, job, machine)
    return config, machine, scheduling.install(kind, job, files, machine).skipped


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("launchd", ["launchctl", "bootstrap", "gui/501"], ["launchctl", "bootout"]),
        ("windows", ["schtasks", "/Create", "/TN"], ["schtasks", "/Delete", "/TN"]),
    ],
)
def test_the_scheduler_is_told(
    name: str, first: list[str], last: list[str], tmp_path: Path
) -> None:
    programs = Programs("bootout")
    config, machine, skipped = install(tmp_path, name, programs)
    assert skipped == ""
    file = next(path for path in (tmp_path / "home").rglob("*") if path.is_file())
    told = programs.calls[-1]
    assert told[: len(first)] == first
    assert str(file) in told
    kind, job = KIND_BY_NAME[name], scheduled_job.identity(config)
    standing = scheduling.standing(config, kind, machine)
    assert standing is not None
    assert (standing.kind, standing.is_current, standing.is_active) == (name, True, True)
    assert scheduling.remove(kind, job, machine).paths == (file,)
    assert any(call[: len(last)] == last for call in programs.calls)
    assert list((tmp_path / "home").iterdir()) == []
    assert scheduling.standing(config, kind, machine) is None


@pytest.mark.parametrize("name", ["launchd", "windows", "systemd"])
def test_a_scheduler_that_refuses_is_no_error(name: str, tmp_path: Path) -> None:
    failing = Programs("bootstrap", "/Create", "enable", says=b"cannot\nmore")
    _, _, skipped = install(tmp_path, name, failing)
    assert skipped.endswith(": cannot")


def test_what_systemd_says_of_our_units_stops_the_activation(tmp_path: Path) -> None:
    timer = tmp_path / "paperbib-a-1.timer"
    programs = Programs("verify", says=b"/x/other.service:1: odd\n/h/paperbib-a-1.timer:7: bad")
    said = scheduler_calls.verify("systemd", [timer], programs)
    assert said == "systemd does not accept the units: /h/paperbib-a-1.timer:7: bad"
    assert len(programs.calls) == 1
    # Complaints of others' units, no program, no manager: nothing is known of ours.
    for errors in (b"/x/other.service:1: odd", b"env: systemd-analyze: No such file", b"Failed"):
        assert scheduler_calls.verify("systemd", [timer], Programs("verify", says=errors)) is None
    assert scheduler_calls.verify("systemd", [timer], Programs()) == ""
    assert scheduler_calls.verify("launchd", [timer], Programs()) is None


def test_the_next_start_is_asked_of_systemd() -> None:
    found = scheduler_calls.next_start("systemd", "a-1", Programs(says=b"@1700000000\n"))
    assert found is not None
    assert found.timestamp() == 1_700_000_000
    for said in (b"", b"n/a", b"@", b"@99999999999999999999"):
        assert scheduler_calls.next_start("systemd", "a-1", Programs(says=said)) is None


def test_a_program_that_is_not_there() -> None:
    ran = scheduler_calls.run(("/nowhere/crontab", "-l"))
    assert ran.code is None
    assert "/nowhere/crontab" in ran.complaint
    with pytest.raises(PaperbibError, match="no crontab to write to"):
        scheduler_calls.read_table(lambda _words, _given: ran)


def test_a_table_that_is_not_taken() -> None:
    with pytest.raises(PaperbibError, match="bad minute"):
        scheduler_calls.write_table(Programs("-", says=b"bad minute"), b"x\n")
