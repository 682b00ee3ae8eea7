import os
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.consumers.consumers import require
from tests.schedule.jobs import HARD, PATHS, PLAIN, job

from paperbib.schedule import systemd
from paperbib.schedule.job import Every, Job, find_mark
from paperbib.schedule.when import parse


def texts(wanted: Job) -> tuple[str, str]:
    service, timer = systemd.units(wanted)
    return service.content.decode(), timer.content.decode()


def value(text: str, key: str) -> str:
    return next(line for line in text.splitlines() if line.startswith(f"{key}=")).split("=", 1)[1]


def words(line: str) -> list[str]:
    """The words of a line, as systemd.syntax(7) reads them, for quotation marks around words."""
    found = re.findall(r'"((?:[^"\\]|\\.)*)"|(\S+)', line)
    unescaped = [re.sub(r"\\(.)", r"\1", quoted) if quoted else plain for quoted, plain in found]
    return [word.replace("%%", "%") for word in unescaped]


@given(PATHS)
def test_every_word_is_read_back(folder: str) -> None:
    service, timer = texts(job(folder, environment=(("PAPERBIB_MAILTO", folder),)))
    read = words(value(service, "ExecStart"))
    assert [word.replace("$$", "$") for word in read] == [
        *job(folder).command,
        "--no-jitter",
    ]
    assert words(value(service, "Environment")) == [f"PAPERBIB_MAILTO={folder}"]
    writable = words(value(service, "ReadWritePaths"))
    assert writable == [f"-{folder}/output", f"-{folder}/cache", f"-{folder}", "-%T"]
    assert value(service, "WorkingDirectory").replace("%%", "%").rstrip("/") == folder.rstrip("/")
    # Nothing goes on to the next line.
    assert not re.search(r"\\$", service + timer, re.MULTILINE)


def test_a_program_that_systemd_cannot_name_is_run_by_a_shell() -> None:
    service, _ = texts(job("/a$b", command=("/x$y/paperbib", "-C", "/a$b")))
    line = value(service, "ExecStart")
    assert line == '/bin/sh -c "exec \\"$$0\\" \\"$$@\\"" "/x$$y/paperbib" -C "/a$$b" --no-jitter'
    read = [word.replace("$$", "$") for word in words(line)]
    assert read == ["/bin/sh", "-c", 'exec "$0" "$@"', "/x$y/paperbib", "-C", "/a$b", "--no-jitter"]


def test_folders_that_the_sandbox_would_keep_closed_are_made(tmp_path: Path) -> None:
    cache, output = tmp_path / "a $cache 100%" / "deep", tmp_path / "out"
    wanted = job(writable=(str(output), str(cache), f"{PLAIN}/output"))
    line = value(texts(wanted)[0], "ExecStartPre")
    read = [word.replace("$$", "$") for word in words(line.removeprefix("-+"))]
    assert line.startswith("-+/bin/sh ")
    subprocess.run(read, check=True)
    assert cache.is_dir()
    assert output.is_dir()
    # What is within the project, it may make itself.
    assert PLAIN not in line
    assert "ExecStartPre" not in texts(job())[0]


def test_a_program_that_writes_elsewhere_is_not_kept_from_it() -> None:
    service, _ = texts(job(writable=("/elsewhere",), is_confined=False))
    assert "NoNewPrivileges=yes" in service
    for word in ("ProtectSystem", "ReadWritePaths", "ExecStartPre"):
        assert word not in service


def test_the_files_look_like_this(golden: Callable[[str, str], None]) -> None:
    for unit in systemd.units(job(every=Every.WEEK)):
        golden(f"schedule/{Path(unit.path).name}", unit.content.decode())


def test_each_file_says_whose_it_is() -> None:
    for text in texts(job(cron="5  4 * * mon")):
        found = find_mark(text)
        assert found is not None
        assert (found.label, found.cron) == ("notes-1f2e", "5 4 * * mon")


@pytest.mark.parametrize("name", ["my $bin 100%", 'it\'s "so"', "back\\slash", "a=b"])
@pytest.mark.parametrize("folder", [PLAIN, HARD, "/ends with \\", "/blank "])
@pytest.mark.parametrize("cron", ["", "*/7 0-3 1,15 * mon-fri"])
def test_systemd_accepts_the_units(folder: str, cron: str, name: str, tmp_path: Path) -> None:
    require("systemd-analyze")
    program = tmp_path / name / "paperbib"
    program.parent.mkdir()
    program.touch(mode=0o755)
    command = (str(program), *job(folder).command[1:])
    paths = []
    environment = (("PAPERBIB_MAILTO", '100% "a" \\'),)
    wanted = job(folder, command=command, cron=cron, environment=environment)
    wanted = wanted._replace(writable=(f"{tmp_path}/out $x", *wanted.writable))
    for unit in systemd.units(wanted):
        paths.append(tmp_path / Path(unit.path).name)
        paths[-1].write_bytes(unit.content)
    (tmp_path / "session").mkdir()
    done = subprocess.run(
        ["systemd-analyze", "verify", "--user", *map(str, paths)],
        env=os.environ | {"XDG_RUNTIME_DIR": str(tmp_path / "session"), "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "notes-1f2e" not in done.stderr
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("cron", "lines"),
    [
        ("5 4 * * *", ("*-*-* 04:05:00",)),
        ("5 4 1 * sun", ("*-*-01 04:05:00", "Sun *-*-* 04:05:00")),
        ("5 4 */16 2 7", ("Sun *-02-01,17 04:05:00",)),
        ("* * * * *", ("*-*-* *:*:00",)),
        ("5 4 1-31 * sun", ("*-*-* 04:05:00",)),
    ],
)
def test_calendars(cron: str, lines: tuple[str, ...]) -> None:
    require("systemd-analyze")
    assert systemd.calendar(parse(cron)) == lines
    subprocess.run(["systemd-analyze", "calendar", *lines], check=True, capture_output=True)


@given(st.sampled_from(["%h", "%%", "$HOME", "${HOME}", ";", "\\x41", '"', "'", "#"]))
def test_a_word_that_means_something_means_itself(word: str) -> None:
    service, _ = texts(job(command=("/bin/paperbib", word)))
    read = words(value(service, "ExecStart"))
    assert read[1].replace("$$", "$") == word
    # A bare semicolon would begin another command.
    assert " ; " not in value(service, "ExecStart")
