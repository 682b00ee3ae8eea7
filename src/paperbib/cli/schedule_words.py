"""What ``paperbib schedule`` says to people of schedules."""

from __future__ import annotations

import contextlib
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from paperbib.cli.globals import Globals
from paperbib.errors import Exit, PaperbibError

if TYPE_CHECKING:
    from paperbib.schedule import Kind
    from paperbib.schedule.job import Job
    from paperbib.sync.scheduled_places import Machine
    from paperbib.sync.scheduling import Installed, Standing


def tell_installed(obj: Globals, kind: Kind, done: Installed) -> int:
    """Whether it runs now, or what is left to do for that."""
    if done.is_verified:
        obj.say("verified: systemd-analyze accepts the units")
    if done.skipped:
        obj.say(f"activation skipped: {done.skipped}", fg="yellow")
        return Exit.PARTIAL
    obj.say(_LEFT_TO_DO.get(kind.name, "the schedule is active"))
    return Exit.DONE


_LEFT_TO_DO = {
    "cron": "it runs at its times, wherever cron itself runs",
    "github": "commit and push it: then it runs",
    "gitlab": "commit it, include it in .gitlab-ci.yml, and make a token and a pipeline schedule: "
    "its first lines say how",
    "docker": "build it, and let a scheduler of yours run it: its first lines say how",
}


def standing(found: Standing) -> Iterator[str]:
    """How one kind stands, line by line."""
    yield f"{found.kind}: {found.mark.cron or found.mark.every.value}"
    for path in found.files:
        yield f"file: {path}"
    state = "as install would write them now"
    if found.foreign:
        state = f"not ours, so that install leaves it; move it away: {found.foreign[0]}"
    elif found.fault:
        state = f"install could not write them now: {found.fault}"
    elif not found.is_current:
        words = ("paperbib", "schedule", "install", "--kind", found.kind, *found.mark.options)
        state = f"not as install would write them now; run: {shlex.join(words)}"
    yield f"state: {state}"
    answers = {True: "yes", False: "no", None: "not known here"}
    yield f"active: {answers[found.is_active]}"
    if found.next_at:
        yield f"next run: {found.next_at:%Y-%m-%d %H:%M}"


def tell_environment(obj: Globals, kind: Kind, machine: Machine) -> None:
    """What is set here and will not be set when the schedule runs."""
    from paperbib.sync.scheduled_program import carried

    found = carried(machine.environment)
    left = [*found.left]
    if kind.is_hosted or kind.name == "windows":
        left += [name for name, _ in found.pairs]
    if left:
        obj.say(f"set here, and not in the schedule: {', '.join(left)}", fg="yellow")


def tell_ignored(obj: Globals, kind: Kind, job: Job, machine: Machine) -> None:
    """What a service checks out does not have what git leaves out."""
    from paperbib.sync import scheduler_calls

    lock = Path(job.writable[0], "library.json")
    if kind.name not in ("github", "gitlab"):
        return
    if scheduler_calls.is_ignored(lock, job.folder, machine.run):
        obj.say(f"git ignores {lock}, so that no refresh can be kept: see .gitignore", fg="yellow")


def tell_others(obj: Globals, kind: Kind, machine: Machine) -> None:
    """Two schedulers of one computer would do the same work twice."""
    from paperbib.schedule import KINDS
    from paperbib.sync import scheduled_job, scheduling

    job = scheduled_job.identity(obj.load())
    for other in KINDS:
        if other is kind or other.is_hosted or kind.is_hosted:
            continue
        # What cannot be looked at, status tells.
        with contextlib.suppress(PaperbibError):
            if scheduling.mark_at(other, job, machine):
                obj.say(
                    f"{other.name} runs this project, too; to end that: "
                    f"paperbib schedule remove --kind {other.name}",
                    fg="yellow",
                )
