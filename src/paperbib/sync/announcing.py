"""Telling a program of the person's that something changed: ``on_change``.

The report goes to its standard input, never into its arguments, and no shell reads any of
it: what notes and servers say is data there and nothing else. Source: `subprocess` of the
standard library, "Security Considerations".
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
from pathlib import Path
from typing import Any

from paperbib.config import Config
from paperbib.errors import Exit
from paperbib.model import Problem, visible
from paperbib.sync.report import Report

HOOK = "hook"
"""The kind of the problem that the command could not be run, or failed."""
TIMEOUT_S = 60.0
_TOLD = ("schema_version", "news", "added", "removed", "events", "problems")
_HINT = "The outputs are written; the next run that changes something calls it again"
_STDERR = 2


def announce(
    config: Config, report: Report, output: Path, *, timeout_s: float = TIMEOUT_S
) -> Problem | None:
    """Tell the configured command what a run changed, if there is both.

    To be called when the run has let go of its outputs: the command may run paperbib.

    Args:
        config: What the command is, and the folder it works in.
        report: What the run did.
        output: The folder for the outputs.
        timeout_s: How long it may take.

    Returns:
        Why it was not told, or said that it failed.
    """
    command = config.settings.on_change
    if not command or not is_worth_telling(report):
        return None
    fault = _call(command, config.root, message(report, output), timeout_s)
    return _problem(config, f"on_change: {visible(command[0])} {fault}") if fault else None


def is_worth_telling(report: Report) -> bool:
    """Whether a run wrote something that a person may want to know of."""
    if not (report.is_written and report.changed):
        return False
    return bool(report.news or report.added or report.removed or report.events)


def message(report: Report, output: Path) -> bytes:
    """What the command is told: one JSON object in ASCII, described in docs/schedule.md."""
    whole = report.as_json(Exit.DONE)
    told: dict[str, Any] = {name: whole[name] for name in _TOLD}
    told["folder"] = str(output.resolve())
    told["titles"] = [one.as_json() for one in report.titles if one.is_resolved]
    told["words"] = report.happenings
    return json.dumps(told).encode("ascii") + b"\n"


def _call(command: list[str], root: Path, text: bytes, timeout_s: float) -> str:
    """Run a command to its end; what went wrong, in words, or "" for nothing."""
    program = _find(command[0], root)
    if program is None:
        return "is not to be found"
    try:
        # A group of its own: what it started ends with it, should it take too long.
        process = subprocess.Popen(  # noqa: S603 - the person's own configuration
            [program, *command[1:]],
            cwd=root,
            stdin=subprocess.PIPE,
            stdout=_messages(),
            start_new_session=True,
        )
    except OSError as error:
        return f"cannot be run ({error.strerror})"
    try:
        process.communicate(text, timeout=timeout_s)
    except subprocess.TimeoutExpired:
        return f"was stopped: it took more than {timeout_s:g} s"
    finally:
        if process.poll() is None:
            _end(process)
    code = process.returncode
    if code < 0:
        return f"was ended by signal {-code}"
    return f"ended with exit code {code}" if code else ""


def _find(name: str, root: Path) -> str | None:
    """The program of a bare name on PATH, of any other in the project."""
    if Path(name).name == name:
        return shutil.which(name)
    return str((root / name).absolute())


def _messages() -> int:
    """Where the command's words go: standard output is the caller's data."""
    try:
        os.fstat(_STDERR)
    except OSError:
        return subprocess.DEVNULL
    return _STDERR


def _end(process: subprocess.Popen[bytes]) -> None:
    """Stop a program, and what it started where the system can tell."""
    with contextlib.suppress(ProcessLookupError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    process.wait()
    if process.stdin:
        with contextlib.suppress(OSError):
            process.stdin.close()


def _problem(config: Config, what: str) -> Problem:
    found = config.places.get(("on_change",)) if config.file else None
    if config.file is None or found is None:
        return Problem(kind=HOOK, what=what, hint=_HINT)
    return Problem(
        kind=HOOK,
        what=what,
        hint=_HINT,
        file=str(config.file),
        line=found.line,
        column=found.column,
    )
