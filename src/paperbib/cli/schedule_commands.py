"""``paperbib schedule``: print, install, look at and remove the scheduled refresh."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import click

from paperbib.cli import schedule_words
from paperbib.cli.globals import Globals, Group
from paperbib.errors import Exit, PaperbibError
from paperbib.model import visible

if TYPE_CHECKING:
    from paperbib.schedule import Kind
    from paperbib.schedule.job import Job, Mark
    from paperbib.sync.scheduled_files import File
    from paperbib.sync.scheduled_places import Machine

_Command = Callable[..., Any]


def _timing_options(command: _Command) -> _Command:
    """How often, and which scheduler."""
    for option in (
        click.option("--pull-request", is_flag=True, help="Hosted kinds: propose the changes."),
        _kind_option,
        click.option("--cron", "cron_fields", metavar="EXPR", help="When: five fields of cron."),
        click.option("--weekly", is_flag=True, help="Once a week."),
        click.option("--daily", is_flag=True, help="Once a day (the default)."),
    ):
        command = option(command)
    return command


_kind_option = click.option(
    "--kind",
    "kind_name",
    metavar="KIND",
    help="systemd, cron, launchd, windows, github, gitlab or docker; "
    "otherwise what this computer has.",
)


@click.group(cls=Group)
def schedule() -> None:
    """Refresh the bibliography every day or every week.

    What runs is: paperbib sync --scheduled
    """


@schedule.command("print")
@_timing_options
@click.pass_obj
def print_(
    obj: Globals,
    /,
    kind_name: str | None,
    **options: Any,  # noqa: ANN401 - click's
) -> None:
    """Print what install would write, and change nothing."""
    from paperbib.sync.scheduled_places import place

    kind, job, machine = _planned(obj, kind_name, options)
    for unit in kind.units(job):
        obj.say(f"# {place(kind, job, unit.path, machine)}")
        click.echo(unit.content, nl=False)


@schedule.command()
@_timing_options
@click.option("--yes", "-y", "is_agreed", is_flag=True, help="Do not ask.")
@click.pass_obj
def install(
    obj: Globals,
    /,
    kind_name: str | None,
    is_agreed: bool,
    **options: Any,  # noqa: ANN401 - click's
) -> int:
    """Show the files, ask, write them, and wake the scheduler."""
    from paperbib.sync import scheduling

    kind, job, machine = _planned(obj, kind_name, options)
    job, files = scheduling.prepare(kind, job, machine)
    is_written = all(file.is_current for file in files)
    if is_written and scheduling.is_active(kind, job, machine) is not False:
        obj.say("nothing to do: the schedule is installed")
        return Exit.DONE
    if not is_written:
        schedule_words.tell_environment(obj, kind, machine)
        schedule_words.tell_others(obj, kind, machine)
        schedule_words.tell_ignored(obj, kind, job, machine)
        if not _is_agreed(files, is_agreed=is_agreed):
            obj.say("nothing was written")
            return Exit.USAGE
    done = scheduling.install(kind, job, files, machine)
    for file in files:
        obj.say(f"{'nothing to write' if file.is_current else 'written'}: {file.path}")
    return schedule_words.tell_installed(obj, kind, done)


@schedule.command()
@_kind_option
@click.pass_obj
def status(obj: Globals, kind_name: str | None) -> int:
    """Say what is installed for this project, and when it runs next."""
    from paperbib.sync import scheduled_places, scheduling

    config, machine = obj.load(), scheduled_places.this_machine()
    code, is_found = Exit.DONE, False
    for kind in _kinds(kind_name, machine):
        try:
            found = scheduling.standing(config, kind, machine)
            gone = scheduling.abandoned(kind, machine)
        except PaperbibError as error:
            code = _unable(obj, error, is_asked=kind_name is not None)
            continue
        for line in schedule_words.standing(found) if found else ():
            click.echo(visible(line))
        for mark in gone:
            obj.say(
                f"{kind.name}: there is a schedule for {mark.place}, which is not there any more; "
                f"take it away: paperbib schedule remove --label {mark.label}"
            )
        is_found = is_found or found is not None
    if not is_found and code == Exit.DONE:
        click.echo("no schedule is installed for this project")
    return code


@schedule.command()
@_kind_option
@click.option("--label", metavar="LABEL", help="That of another project, which may be gone.")
@click.option("--yes", "-y", is_flag=True, expose_value=False, hidden=True)
@click.pass_obj
def remove(obj: Globals, kind_name: str | None, label: str | None) -> int:
    """Take away what install made, of one kind or of all."""
    from paperbib.sync import scheduled_job, scheduled_places, scheduling

    machine = scheduled_places.this_machine()
    job = scheduled_job.identity(obj.load()) if label is None else scheduled_job.labelled(label)
    code, is_found = Exit.DONE, False
    kinds = _kinds(kind_name, machine)
    if label is not None:
        # The files of hosted kinds are the project's, and known by their place in it.
        kinds = [kind for kind in kinds if not kind.is_hosted]
        if not kinds:
            raise PaperbibError(
                f"--label means nothing to {kind_name}", hint="run this in the project's folder"
            )
    for kind in kinds:
        try:
            done = scheduling.remove(kind, job, machine)
        except PaperbibError as error:
            code = _unable(obj, error, is_asked=kind_name is not None)
            continue
        is_found = is_found or bool(done.paths)
        for path in done.paths:
            obj.say(f"removed: {path}")
        for path in done.foreign:
            obj.say(f"left, for it was not written for this project: {path}", fg="yellow")
            code = Exit.PARTIAL
    if not is_found and code == Exit.DONE:
        whose = "for this project" if label is None else f"as {label}"
        obj.say(f"nothing to do: no schedule is installed {whose}")
    return code


def _kinds(name: str | None, machine: Machine) -> Sequence[Kind]:
    from paperbib.schedule import KINDS
    from paperbib.sync import scheduling

    return KINDS if name is None else [scheduling.choose_kind(name, machine)]


def _unable(obj: Globals, error: PaperbibError, *, is_asked: bool) -> Exit:
    """Tell of a kind that cannot be looked at; an error where that was asked for."""
    if is_asked:
        raise error
    obj.say(error.what, fg="yellow")
    obj.say(f"hint: {error.hint}")
    return Exit.PARTIAL


def _planned(
    obj: Globals, kind_name: str | None, options: dict[str, Any]
) -> tuple[Kind, Job, Machine]:
    """What a person wants, on this computer."""
    from paperbib.schedule.when import parse
    from paperbib.sync import scheduled_job, scheduled_places, scheduling

    wanted = _wanted(options)
    if wanted.cron:
        parse(wanted.cron)
    machine = scheduled_places.this_machine()
    kind = scheduling.choose_kind(kind_name, machine)
    if wanted.pull_request and kind.name not in ("github", "gitlab"):
        raise PaperbibError(
            f"--pull-request means nothing to {kind.name}", hint="add --kind github or gitlab"
        )
    return kind, scheduled_job.job_of(obj.load(), wanted, machine), machine


def _wanted(options: dict[str, Any]) -> Mark:
    from paperbib.sync import scheduled_job

    fields = options["cron_fields"]
    given = [options["daily"], options["weekly"], fields is not None]
    if sum(given) > 1:
        raise PaperbibError(
            "--daily, --weekly and --cron exclude each other", hint="choose one of them"
        )
    if fields is not None and not fields.strip():
        raise PaperbibError("--cron is empty", hint="write five fields, as in '5 4 * * *'")
    wanted = scheduled_job.timing(is_weekly=options["weekly"], cron_fields=fields or "")
    return wanted._replace(pull_request=options["pull_request"])


def _is_agreed(files: list[File], *, is_agreed: bool) -> bool:
    """Show the files, and ask."""
    from paperbib.sync.scheduled_files import text_of

    for file in files:
        if not file.is_current:
            click.echo(f"# {visible(str(file.path))}", err=True)
            click.echo(text_of(file.content).replace("\r\n", "\n"), err=True)
    if is_agreed:
        return True
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise PaperbibError(
            "nobody is there to agree to these files", hint="add --yes, once you have read them"
        )
    return click.confirm("Write this?", default=True, err=True)
