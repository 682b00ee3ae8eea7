"""systemd: a service of the person's own manager, and the timer that starts it.

Sources: systemd.service(5), systemd.timer(5), systemd.exec(5), systemd.syntax(7),
systemd.time(7).
"""

from __future__ import annotations

import re
from pathlib import PurePath

from paperbib.schedule.job import Job, Unit, local_mark, refuse_odd
from paperbib.schedule.when import Times, times_of

name = "systemd"
is_hosted = False

FOLDER = ".config/systemd/user"
_DAYS = "Sun Mon Tue Wed Thu Fri Sat".split()
_PLAIN = re.compile(r"[A-Za-z0-9_@%+=:,./-]+")

_SERVICE = """\
# {mark}
[Unit]
Description=Refresh the bibliography in {folder} (paperbib)
Documentation=https://github.com/paperbib/paperbib
# The network belongs to the system, which a person's units cannot wait for: a run that
# finds none keeps what it knows, and the next one asks again.

[Service]
Type=oneshot
WorkingDirectory={working_directory}
{environment}{folders}ExecStart={command}
# Partial: what is missing is asked for by the next run.
SuccessExitStatus=3
# A longer run is stopped, keeps what was answered, and is gone on with.
TimeoutStartSec=2h
Nice=10
IOSchedulingClass=idle
UMask=0022
NoNewPrivileges=yes
{protection}RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK
RestrictRealtime=yes
RestrictSUIDSGID=yes
LockPersonality=yes
SystemCallArchitectures=native
"""

_FOLDERS = """\
# A folder that is not there could not be made writable below: this is not bound by that.
ExecStartPre=-+{command}
"""

_PROTECTION = """\
ProtectSystem=strict
# The folder for temporary files stays shared: a lock may have to live there.
ReadWritePaths={writable} -%T
"""

_TIMER = """\
# {mark}
[Unit]
Description=Refresh the bibliography in {folder} from time to time (paperbib)
Documentation=https://github.com/paperbib/paperbib

[Timer]
{calendars}
RandomizedDelaySec=15min
AccuracySec=1min
# A computer that was off or asleep catches up.
Persistent=yes

[Install]
WantedBy=timers.target
"""


def units(job: Job) -> tuple[Unit, ...]:
    """The service and its timer."""
    refuse_odd(job)
    stem = f"{FOLDER}/paperbib-{job.label}"
    calendars = "\n".join(f"OnCalendar={one}" for one in calendar(times_of(job)))
    folder = _specifiers(job.folder)
    service = _SERVICE.format(
        mark=local_mark(job),
        folder=folder,
        working_directory=_to_the_end(folder),
        environment="".join(_environment(*pair) for pair in job.environment),
        folders=_folders(job),
        command=_command((*job.command, "--no-jitter")),
        protection=_protection(job),
    )
    timer = _TIMER.format(mark=local_mark(job), folder=folder, calendars=calendars)
    return (
        Unit(f"{stem}.service", service.encode()),
        Unit(f"{stem}.timer", timer.encode()),
    )


def calendar(times: Times) -> tuple[str, ...]:
    """The moments as systemd.time(7) writes them; two lines where either day may match."""
    return tuple(_calendar(one) for one in times.alternatives())


def _calendar(times: Times) -> str:
    weekdays = "" if times.is_any_weekday else ",".join(_DAYS[day] for day in times.weekdays) + " "
    month = _numbers(times.months, is_all=times.is_any_month)
    day = _numbers(times.days, is_all=times.is_any_day)
    hour = _numbers(times.hours, is_all=len(times.hours) == 24)  # noqa: PLR2004 - all hours
    minute = _numbers(times.minutes, is_all=len(times.minutes) == 60)  # noqa: PLR2004 - all minutes
    return f"{weekdays}*-{month}-{day} {hour}:{minute}:00"


def _numbers(numbers: tuple[int, ...], *, is_all: bool) -> str:
    return "*" if is_all else ",".join(f"{number:02}" for number in numbers)


def _specifiers(text: str) -> str:
    """Text in which a percent sign means itself."""
    return text.replace("%", "%%")


def _to_the_end(text: str) -> str:
    """A path that ends its line: a blank there is cut off, a backslash goes on to the next."""
    return f"{text}/" if text[-1:] in " \\" else text


def _folders(job: Job) -> str:
    """The line that makes the folders outside of the project, which the sandbox keeps closed."""
    outside = [one for one in job.writable if not PurePath(one).is_relative_to(job.folder)]
    if not (outside and job.is_confined):
        return ""
    words = ("/bin/sh", "-c", 'exec mkdir -p -- "$@"', "mkdir", *dict.fromkeys(outside))
    return _FOLDERS.format(command=_command(words))


def _protection(job: Job) -> str:
    """What keeps the command from writing elsewhere; nothing where it has to."""
    if not job.is_confined:
        return ""
    folders = dict.fromkeys((*job.writable, job.folder))
    return _PROTECTION.format(writable=" ".join(_word(f"-{one}") for one in folders))


def _command(words: tuple[str, ...]) -> str:
    """A line for ExecStart."""
    # A program's name can have no variables and, even escaped, no quotation marks: a shell
    # runs those, to which it is a word like any other.
    if re.search("[$'\"\\\\]", words[0]):
        words = ("/bin/sh", "-c", 'exec "$0" "$@"', *words)
    program, *others = words
    return " ".join([_word(program), *(_word(word.replace("$", "$$")) for word in others)])


def _word(word: str) -> str:
    """One word of a line that is cut into words, with escapes."""
    word = _specifiers(word)
    if _PLAIN.fullmatch(word):
        return word
    escaped = word.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _environment(name_: str, value: str) -> str:
    return f"Environment={_word(f'{name_}={value}')}\n"
