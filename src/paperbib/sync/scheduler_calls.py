"""The schedulers themselves, called by their programs: the one door to them.

Each call says what came of it; a scheduler that is absent or not running is no error here.
"""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from paperbib.errors import PaperbibError
from paperbib.schedule import launchd, windows

_TIMEOUT_S = 60
_NO_TABLE = re.compile(rb"no crontab|no such file", re.IGNORECASE)
_NOT_ALLOWED = re.compile(rb"not allowed to use", re.IGNORECASE)


class Ran(NamedTuple):
    """What came of a program.

    Attributes:
        code: Its exit code; None where it is absent or took too long.
        output: What it printed.
        errors: What it complained of.
        is_absent: Whether there is no such program.
    """

    code: int | None
    output: bytes = b""
    errors: bytes = b""
    is_absent: bool = False

    @property
    def complaint(self) -> str:
        """The first line of what it complained of, for people."""
        text = (self.errors or self.output).decode("utf-8", "replace").strip()
        return text.splitlines()[0].strip() if text else f"exit code {self.code}"


Runner = Callable[[Sequence[str], bytes], Ran]
"""Runs a program with something on its standard input."""


def run(words: Sequence[str], given: bytes = b"") -> Ran:
    """Run a program of a scheduler, speaking English, with an end to our patience."""
    environment: Mapping[str, str] = os.environ | {"LC_ALL": "C"}
    try:
        done = subprocess.run(  # noqa: S603 - no shell, and the words are ours
            list(words),
            input=given,
            capture_output=True,
            check=False,
            timeout=_TIMEOUT_S,
            env=environment,
        )
    except subprocess.TimeoutExpired:
        return Ran(None, errors=f"{words[0]} did not end within {_TIMEOUT_S} s".encode())
    except OSError as error:
        is_absent = isinstance(error, FileNotFoundError)
        return Ran(None, errors=f"{words[0]}: {error.strerror}".encode(), is_absent=is_absent)
    return Ran(done.returncode, done.stdout, done.stderr)


def has_cron(run: Runner) -> bool:
    """Whether this person can have a crontab at all."""
    ran = run(("crontab", "-l"), b"")
    return not ran.is_absent and not (ran.code and _NOT_ALLOWED.search(ran.errors))


def read_table(run: Runner) -> bytes | None:
    """The person's crontab; None where they have none.

    Raises:
        PaperbibError: There is no cron, or it does not show the crontab.
    """
    ran = run(("crontab", "-l"), b"")
    if ran.code is None:
        raise PaperbibError(
            f"there is no crontab to write to ({ran.complaint})",
            hint="install cron, or choose another --kind",
        )
    if ran.code and not _NO_TABLE.search(ran.errors):
        raise PaperbibError(
            f"crontab -l failed: {ran.complaint}", hint="ask who looks after this computer"
        )
    return None if ran.code else ran.output


def write_table(run: Runner, table: bytes | None) -> None:
    """Replace the person's crontab; None takes it away.

    Raises:
        PaperbibError: cron does not take it; the old one stays.
    """
    ran = run(("crontab", "-r"), b"") if table is None else run(("crontab", "-"), table)
    if ran.code:
        hint = "nothing was changed"
        if b"too long" in ran.errors:
            hint += ": this cron takes commands of about 1000 bytes; choose another --kind"
        raise PaperbibError(f"crontab does not take the line: {ran.complaint}", hint=hint)
    if ran.code is None:
        raise PaperbibError(f"crontab cannot be run ({ran.complaint})", hint="install cron")


def is_active(kind: str, label: str, run: Runner, uid: int) -> bool | None:
    """Whether the scheduler knows a job; None where it cannot be asked."""
    words = {
        "systemd": ("systemctl", "--user", "is-active", "--quiet", _timer(label)),
        "launchd": ("launchctl", "print", f"gui/{uid}/{launchd.service(label)}"),
        "windows": ("schtasks", "/Query", "/TN", windows.task(label)),
    }.get(kind)
    return None if words is None else run(words, b"").code == 0


def verify(kind: str, files: Sequence[Path], run: Runner) -> str | None:
    """What the scheduler's own program says against a job's files.

    Returns:
        Its complaint; empty where it has none, None where it is absent or did not get so far.
    """
    if kind != "systemd":
        return None
    with tempfile.TemporaryDirectory(prefix="paperbib-") as folder:
        # It wants a folder of the session, also where nobody is logged in.
        place = os.environ.get("XDG_RUNTIME_DIR") or folder
        words = ("env", f"XDG_RUNTIME_DIR={place}", "systemd-analyze", "verify", "--user")
        ran = run((*words, *map(str, files)), b"")
    said = ran.errors.decode("utf-8", "replace").splitlines()
    # It also complains of the units of others, and does not always say so by its exit code.
    about_ours = [line for line in said if any(file.name in line for file in files)]
    if about_ours:
        return f"systemd does not accept the units: {about_ours[0]}"
    # What it did not come to read, it did not accept.
    return "" if ran.code == 0 else None


def activate(kind: str, label: str, files: Sequence[Path], run: Runner, uid: int) -> str:
    """Make the scheduler read a job's files and heed them.

    Returns:
        Why that could not be done; empty where it was.
    """
    if kind == "systemd":
        return _all(
            run,
            ("systemctl", "--user", "daemon-reload"),
            ("systemctl", "--user", "enable", _timer(label)),
            # Also for a timer that runs already: its times may be new.
            ("systemctl", "--user", "restart", _timer(label)),
        )
    if kind == "launchd":
        run(("launchctl", "bootout", f"gui/{uid}/{launchd.service(label)}"), b"")
        return _all(run, ("launchctl", "bootstrap", f"gui/{uid}", str(files[0])))
    if kind == "windows":
        name = windows.task(label)
        return _all(run, ("schtasks", "/Create", "/TN", name, "/XML", str(files[0]), "/F"))
    return ""


def deactivate(kind: str, label: str, run: Runner, uid: int) -> None:
    """Make the scheduler forget a job, as far as it is there and knows it."""
    if kind == "systemd":
        run(("systemctl", "--user", "disable", "--now", _timer(label)), b"")
        run(("systemctl", "--user", "clean", "--what=state", _timer(label)), b"")
    elif kind == "launchd":
        run(("launchctl", "bootout", f"gui/{uid}/{launchd.service(label)}"), b"")
    elif kind == "windows":
        run(("schtasks", "/Delete", "/TN", windows.task(label), "/F"), b"")


def next_start(kind: str, label: str, run: Runner) -> datetime | None:
    """When the scheduler itself says that it starts a job next; None where it says nothing."""
    if kind != "systemd":
        return None
    show = ("systemctl", "--user", "--timestamp=unix", "show", "--value")
    ran = run((*show, "--property=NextElapseUSecRealtime", _timer(label)), b"")
    found = re.fullmatch(rb"@(\d{1,10})", ran.output.strip()) if ran.code == 0 else None
    return datetime.fromtimestamp(int(found[1]), UTC).astimezone() if found else None


def reload(kind: str, run: Runner) -> None:
    """Tell the scheduler that files are gone."""
    if kind == "systemd":
        run(("systemctl", "--user", "daemon-reload"), b"")


def is_ignored(lock: Path, folder: str, run: Runner) -> bool:
    """Whether git, where it is there, is told to leave a project's lock out.

    Args:
        lock: The file, which need not be there.
        folder: The project's, in a repository.
        run: Runs a program.
    """
    return run(("git", "-C", folder, "check-ignore", "--quiet", "--", str(lock)), b"").code == 0


def _timer(label: str) -> str:
    return f"paperbib-{label}.timer"


def _all(run: Runner, *commands: Sequence[str]) -> str:
    """Run commands up to the first that fails; its complaint."""
    for words in commands:
        ran = run(words, b"")
        if ran.code != 0:
            return f"{words[0]}: {ran.complaint.removeprefix(f'{words[0]}: ')}"
    return ""
