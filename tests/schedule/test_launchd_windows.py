import plistlib
import re
from itertools import pairwise

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from lxml import etree
from tests.schedule.jobs import HARD, PATHS, job

from paperbib.errors import PaperbibError
from paperbib.schedule import launchd, windows
from paperbib.schedule.job import Every, find_mark

TASK = "{http://schemas.microsoft.com/windows/2004/02/mit/task}"
EXEC = ("Command", "Arguments", "WorkingDirectory")
ORDER = ("RegistrationInfo", "Triggers", "Principals", "Settings", "Actions")


@given(PATHS)
@example(HARD)
def test_a_property_list_says_every_word(folder: str) -> None:
    wanted = job(folder, log=f"{folder}/x.log", environment=(("PAPERBIB_MAILTO", folder),))
    (unit,) = launchd.units(wanted)
    read = plistlib.loads(unit.content)
    assert read["ProgramArguments"] == [*wanted.command, "--log", wanted.log]
    assert read["WorkingDirectory"] == folder
    assert read["EnvironmentVariables"] == {"PAPERBIB_MAILTO": folder}
    assert unit.path == f"Library/LaunchAgents/{read['Label']}.plist"
    assert read["ProcessType"] == "Background"
    assert read["LowPriorityIO"] is True


@pytest.mark.parametrize(
    ("cron", "intervals"),
    [
        ("5 4 * * *", [{"Hour": 4, "Minute": 5}]),
        ("5 * * * *", [{"Minute": 5}]),
        ("5 4 1 * 7", [{"Day": 1, "Hour": 4, "Minute": 5}, {"Weekday": 0, "Hour": 4, "Minute": 5}]),
        ("0 4,5 * 2 *", [{"Month": 2, "Hour": hour, "Minute": 0} for hour in (4, 5)]),
    ],
)
def test_intervals(cron: str, intervals: list[dict[str, int]]) -> None:
    (unit,) = launchd.units(job(cron=cron))
    assert plistlib.loads(unit.content)["StartCalendarInterval"] == intervals
    found = find_mark(unit.content.decode())
    assert found is not None
    assert found.cron == cron


@pytest.mark.parametrize("kind", [launchd, windows])
@pytest.mark.parametrize("cron", ["0-58 0-22 1-20 * *", "5 4 */2 * mon", "1-59 1-22 1 * *"])
def test_what_cannot_be_said_is_refused(kind: object, cron: str) -> None:
    with pytest.raises(PaperbibError) as caught:
        kind.units(job(cron=cron))  # type: ignore[attr-defined]
    assert cron in caught.value.what


def task(folder: str = "/notes", **changes: object) -> etree._Element:
    (unit,) = windows.units(job(folder, **changes))
    assert unit.content.startswith(b"\xff\xfe<\0?\0")
    return etree.fromstring(unit.content)


def element(root: etree._Element, name: str) -> etree._Element:
    found = root.find(f".//{TASK}{name}")
    assert found is not None
    return found


def names(parent: etree._Element) -> list[str]:
    return [str(child.tag).removeprefix(TASK) for child in parent]


def argv(line: str) -> list[str]:
    """The words of a line, after the documentation of CommandLineToArgvW."""
    found, word, is_quoted, is_word = [], "", False, False
    for backslashes, sign in re.findall(r"(\\*)([^\\]|\Z)", line, re.DOTALL):
        if sign == '"':
            word += "\\" * (len(backslashes) // 2)
            is_word = True
            if len(backslashes) % 2:
                word += '"'
            else:
                is_quoted = not is_quoted
            continue
        word += backslashes
        is_word = is_word or bool(backslashes)
        if sign in (" ", "\t", "") and not is_quoted:
            found += [word] if is_word else []
            word, is_word = "", False
        else:
            word, is_word = word + sign, True
    return found


@given(st.lists(st.text(st.sampled_from('\\" \tab%'))))
@example(["", "\\", 'a\\"', "\\\\ ", '"'])
def test_windows_reads_the_words_back(words: list[str]) -> None:
    assert argv(" ".join(map(windows.argument, words))) == words


@given(PATHS)
def test_a_task_says_every_word(folder: str) -> None:
    assume(not re.search(r"%[^%]+%|\$\(", folder))
    root = task(folder, log=f"{folder}/x.log")
    found = argv(element(root, "Arguments").text or "")
    assert found == [*job(folder).command[1:], "--no-jitter", "--log", f"{folder}/x.log"]
    assert element(root, "WorkingDirectory").text == folder
    assert element(root, "Command").text == "/usr/bin/paperbib"


def test_the_order_is_that_of_the_schema() -> None:
    root = task()
    assert root.tag == f"{TASK}Task"
    assert tuple(names(root)) == ORDER
    assert tuple(names(element(root, "Exec"))) == EXEC
    assert names(element(root, "CalendarTrigger")) == [
        "StartBoundary",
        "RandomDelay",
        "ScheduleByDay",
    ]
    for setting in ("StartWhenAvailable", "RunOnlyIfNetworkAvailable"):
        assert element(root, setting).text == "true"
    assert element(root, "ExecutionTimeLimit").text == "PT2H"


@pytest.mark.parametrize(
    ("cron", "schedule", "children"),
    [
        ("5 4 * * mon", "ScheduleByWeek", ["WeeksInterval", "DaysOfWeek"]),
        ("5 4 1 * *", "ScheduleByMonth", ["DaysOfMonth", "Months"]),
        ("5 4 * 2 *", "ScheduleByMonth", ["DaysOfMonth", "Months"]),
        ("5 4 * 2 mon", "ScheduleByMonthDayOfWeek", ["Weeks", "DaysOfWeek", "Months"]),
    ],
)
def test_triggers(cron: str, schedule: str, children: list[str]) -> None:
    root = task(cron=cron)
    assert names(element(root, schedule)) == children
    assert element(root, "StartBoundary").text == "2024-01-01T04:05:00"


def test_either_day_is_two_triggers() -> None:
    root = task(cron="5 4 1 * mon")
    assert names(element(root, "Triggers")) == ["CalendarTrigger"] * 2
    found = [names(trigger)[-1] for trigger in element(root, "Triggers")]
    assert found == ["ScheduleByMonth", "ScheduleByWeek"]
    assert all(one != other for one, other in pairwise(found))
    assert names(element(task(every=Every.WEEK), "DaysOfWeek")) == ["Monday"]


@pytest.mark.parametrize("folder", ["/a%USERNAME%b", "/a$(Arg0)b"])
def test_windows_would_put_variables_in(folder: str) -> None:
    with pytest.raises(PaperbibError, match="variable"):
        windows.units(job(folder))
