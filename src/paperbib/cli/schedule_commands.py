"""``paperbib schedule``: print, install, look at and remove the scheduled refresh."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from paperbib.cli.globals import Globals, Group
from paperbib.errors import Exit, PaperbibError

if TYPE_CHECKING:
    from paperbib.schedule import Kind
    from paperbib.schedule.job import Job, Mark
    from paperbib.sync.scheduled_files import File, Machine

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
    from paperbib.sync.scheduled_files import place

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
    from paperbib.sync import scheduled_files, scheduling

    kind, job, machine = _planned(obj, kind_name, options)
    files = scheduled_files.files_of(kind, job, machine)
    job = scheduling.adopted(kind, job, files)
    files = scheduled_files.files_of(kind, job, machine)
    is_written = all(file.is_current for file in files)
    if is_written and (kind.is_hosted or scheduling.is_active(kind, job, machine)):
        obj.say("nothing to do: the schedule is installed")
        return Exit.DONE
    if not is_written:
        _tell_environment(obj, kind, machine)
        if not _is_agreed(files, is_agreed=is_agreed):
            obj.say("nothing was written")
            return Exit.USAGE
    skipped = scheduling.install(kind, job, files, machine)
    for file in files:
        obj.say(f"{'nothing to write' if file.is_current else 'written'}: {file.path}")
    if skipped:
        obj.say(f"activation skipped: {skipped}", fg="yellow")
        return Exit.PARTIAL
    obj.say("commit and push it: then it runs" if kind.is_hosted else "the schedule is active")
    return Exit.DONE


@schedule.command()
@_kind_option
@click.pass_obj
def status(obj: Globals, kind_name: str | None) -> None:
    """Say what is installed for this project, and when it runs next."""
    from paperbib.sync import scheduled_files, scheduling

    config, machine = obj.load(), scheduled_files.this_machine()
    kind = scheduling.choose_kind(kind_name, machine) if kind_name else None
    found = scheduling.standings(config, machine)
    found = [one for one in found if kind is None or one.kind == kind.name]
    if not found:
        click.echo("no schedule is installed for this project")
    for one in found:
        click.echo(f"{one.kind}: {one.often}")
        for path in one.files:
            click.echo(f"file: {path}")
        state = "as install would write them now"
        if not one.is_current:
            state = "not as install would write them now; run: paperbib schedule install"
        click.echo(f"state: {state}")
        click.echo(f"active: {'yes' if one.is_active else 'no'}")
        if one.next_at:
            click.echo(f"next run: {one.next_at:%Y-%m-%d %H:%M}")


@schedule.command()
@_kind_option
@click.option("--yes", "-y", is_flag=True, expose_value=False, hidden=True)
@click.pass_obj
def remove(obj: Globals, kind_name: str | None) -> None:
    """Take away what install made, of one kind or of all."""
    from paperbib.schedule import KINDS
    from paperbib.sync import scheduled_files, scheduling

    config, machine = obj.load(), scheduled_files.this_machine()
    kinds = [scheduling.choose_kind(kind_name, machine)] if kind_name else KINDS
    paths = [path for kind in kinds for path in scheduling.remove(config, kind, machine)]
    for path in paths:
        obj.say(f"removed: {path}")
    if not paths:
        obj.say("nothing to do: no schedule is installed for this project")


def _planned(
    obj: Globals, kind_name: str | None, options: dict[str, Any]
) -> tuple[Kind, Job, Machine]:
    """What a person wants, on this computer."""
    from paperbib.schedule.when import parse
    from paperbib.sync import scheduled_files, scheduling

    wanted = _wanted(options)
    if wanted.cron:
        parse(wanted.cron)
    machine = scheduled_files.this_machine()
    kind = scheduling.choose_kind(kind_name, machine)
    if wanted.pull_request and not kind.is_hosted:
        raise PaperbibError(
            f"--pull-request means nothing to {kind.name}", hint="add --kind github or gitlab"
        )
    return kind, scheduling.job_of(obj.load(), wanted, machine), machine


def _wanted(options: dict[str, Any]) -> Mark:
    from paperbib.sync import scheduling

    fields = options["cron_fields"]
    given = [options["daily"], options["weekly"], fields is not None]
    if sum(given) > 1:
        raise PaperbibError(
            "--daily, --weekly and --cron exclude each other", hint="choose one of them"
        )
    if fields is not None and not fields.strip():
        raise PaperbibError("--cron is empty", hint="write five fields, as in '5 4 * * *'")
    wanted = scheduling.timing(is_weekly=options["weekly"], cron_fields=fields or "")
    return wanted._replace(pull_request=options["pull_request"])


def _tell_environment(obj: Globals, kind: Kind, machine: Machine) -> None:
    """What is set here and will not be set when the schedule runs."""
    from paperbib.sync.scheduled_program import carried

    found = carried(machine.environment)
    left = [*found.left]
    if kind.is_hosted or kind.name == "windows":
        left += [name for name, _ in found.pairs]
    if left:
        obj.say(f"set here, and not in the schedule: {', '.join(left)}", fg="yellow")


def _is_agreed(files: list[File], *, is_agreed: bool) -> bool:
    """Show the files, and ask."""
    from paperbib.model import visible
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
