import re
import shlex
import subprocess
from pathlib import Path

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from tests.schedule.jobs import HARD, PATHS, job

from paperbib.errors import PaperbibError
from paperbib.schedule import cron
from paperbib.schedule.job import Job

FOREIGN = st.one_of(
    st.binary(),
    st.sampled_from(
        [
            b"",
            b"MAILTO=a@b\n",
            b"5 * * * * x\r\n",
            b"no end of line",
            b"caf\xe9 \xff\n",
            b"# paperbib notes-1f2e beginning\n",
            b"# paperbib other-1 begin\n* * * * * x\n# paperbib other-1 end\n",
            b"\r",
            b"\n\n",
        ]
    ),
)
TABLES = st.lists(FOREIGN).map(b"".join)


def block(cron_fields: str = "5 4 * * *") -> bytes:
    return cron.units(job(cron=cron_fields))[0].content


@given(TABLES)
@example(b"* * * * * x")
@example(b"* * * * * x\r")
def test_what_others_wrote_is_as_before(table: bytes) -> None:
    label = job().label
    assume(b"paperbib notes-1f2e begin" not in table.replace(b"beginning", b""))
    with_ours = cron.with_block(table, label, block())
    assert cron.block_of(with_ours, label) == block()
    assert with_ours.replace(block(), b"") == table
    assert cron.with_block(with_ours, label, block()) == with_ours
    changed = cron.with_block(with_ours, label, block("1 1 * * *"))
    assert changed == with_ours.replace(block(), block("1 1 * * *"))
    assert cron.with_block(changed, label, b"") == table


def test_a_block_that_came_twice_or_with_other_line_ends_goes_whole() -> None:
    other = b"1 2 * * * x\n"
    windows = block().replace(b"\n", b"\r\n")
    table = other + block() + other + windows + other
    assert cron.with_block(table, job().label, b"") == other * 3


MARK = b"# paperbib schedule: notes-1f2e, daily\n"


@pytest.mark.parametrize(
    "inner",
    [
        b"1 2 * * * x\n# paperbib other-1 begin\n# paperbib other-1 end\n",
        MARK + b"1 2 * * * x\n1 2 * * * mine\n",
        MARK + b"# my own words\n1 2 * * * x\n",
        MARK,
        b"",
    ],
)
def test_a_damaged_block_takes_nobody_s_lines_along(inner: bytes) -> None:
    begin, end = b"# paperbib notes-1f2e begin\n", b"# paperbib notes-1f2e end\n"
    # Also where one that is sound stands before it.
    for table in (begin + inner + end, block() + begin + inner + end, begin + inner):
        with pytest.raises(PaperbibError, match="and then not our two lines"):
            cron.with_block(table, job().label, b"")


@pytest.mark.parametrize("folder", [HARD, "/a%b", "/it's", "/$(x)`y`", "/new\\ x"])
def test_a_shell_reads_the_words_that_were_meant(folder: str) -> None:
    wanted = job(folder, command=("printenv", "X"), environment=(("X", folder),))
    done = subprocess.run(["/bin/sh", "-c", command_of(wanted)], capture_output=True, check=True)
    assert done.stdout.decode() == f"{folder}\n"


@given(PATHS)
def test_the_line_says_every_word(folder: str) -> None:
    assume(not re.search(r"\\[\\%]", folder))
    wanted = job(folder, environment=(("X", folder),), log=f"{folder}/log")
    read = shlex.split(command_of(wanted))
    # A shell of another kind would not know X=… before a command.
    assert read == ["/usr/bin/env", f"X={folder}", *wanted.command, "--log", f"{folder}/log"]


def command_of(wanted: Job) -> str:
    """The command of the line, as cron hands it to the shell."""
    lines = cron.units(wanted._replace(cron="5 4 * * mon"))[0].content.decode().split("\n")
    assert len(lines) == 5
    command = lines[2].removeprefix("5 4 * * mon ")
    assert command != lines[2]
    # A bare percent sign ends the command, an escaped one is itself: crontab(5).
    assert not re.search(r"(?<!\\)%", command)
    return command.replace("\\%", "%")


@pytest.mark.parametrize("folder", ["/a\\%b", "/a\\\\b"])
def test_what_crons_read_differently_is_refused(folder: str) -> None:
    with pytest.raises(PaperbibError, match="backslash"):
        cron.units(job(folder))


@pytest.mark.parametrize("odd", ["\n", "\r", "\0", "\x1b", "\u2028", "\udc80", "\ufffe"])
def test_what_no_line_can_hold_is_refused(odd: str) -> None:
    with pytest.raises(PaperbibError) as caught:
        cron.units(job(f"/a{odd}b"))
    assert odd not in caught.value.what


def test_the_log_is_named() -> None:
    line = cron.units(job(log="/c/my logs/x.jsonl"))[0].content.decode()
    assert "--scheduled --log '/c/my logs/x.jsonl'\n" in line
    assert Path(cron.units(job())[0].path).name == "crontab"
