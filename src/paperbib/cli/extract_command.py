"""``paperbib extract``."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

from paperbib.cli.globals import Globals, inert
from paperbib.cli.note_options import note_options, with_patterns
from paperbib.errors import Exit, PaperbibError

if TYPE_CHECKING:
    from rich.progress import Progress

    from paperbib.cli.note_processes import Told

_PATIENCE_S = 0.5
"""After so long, a person wants to know how far it is."""
_REFRESH_S = 0.1


@click.command()
@click.argument("notes", nargs=-1, type=click.Path(path_type=Path, allow_dash=True, readable=False))
@click.option("--explain", is_flag=True, help="Say how each is written, and what is left out.")
@note_options
@click.option(
    "--jobs",
    type=click.IntRange(min=0),
    default=0,
    metavar="N",
    help="Read in N processes; 0, the default, for as many as pay.",
)
@click.pass_obj
def extract(
    obj: Globals,
    notes: tuple[Path, ...],
    explain: bool,
    include: tuple[str, ...],
    exclude: tuple[str, ...],
    jobs: int,
) -> int:
    """Print what the notes mention, as JSON Lines; no network.

    NOTES are files or folders, or - for standard input.
    """
    from paperbib import store
    from paperbib.cli import note_processes
    from paperbib.model import Library
    from paperbib.sync.notes import selection, until_month

    config = with_patterns(obj.load(), include, exclude)
    named = notes or tuple(config.root / note for note in config.settings.notes)
    chosen = selection(config, config.output)
    paths = store.find_notes(named, chosen, with_standard_input=True)
    task = note_processes.Task(until_month(datetime.now(UTC), Library()), explain)
    with (
        closing(note_processes.tell_all(paths, task, jobs)) as all_told,
        _progress(obj, len(paths)) as advance,
    ):
        return _print(obj, all_told, advance, is_prompt=store.STANDARD_INPUT in paths)


def _print(
    obj: Globals, all_told: Iterator[Told], advance: Callable[[], None], *, is_prompt: bool
) -> Exit:
    """Print what was found; what cannot be read is told, and the rest goes on."""
    if sys.stdout is None:
        raise PaperbibError("standard output is closed", hint="check where it goes")
    out, code = sys.stdout.buffer, Exit.DONE
    is_prompt = is_prompt or sys.stdout.isatty()
    try:
        for told in all_told:
            _write(out, told.lines)
            if is_prompt and told.lines:
                out.flush()
            for remark in told.remarks:
                obj.say(remark, fg="yellow")
            if told.error:
                code = Exit.USAGE
                click.secho("error: ", err=True, fg="red", nl=False, color=obj.color)
                click.echo(inert(told.error), err=True)
            if told.is_last:
                advance()
        out.flush()
    except BrokenPipeError:
        # The reader has seen enough; Python must not complain at exit either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return code


def _write(out: BinaryIO, lines: bytes) -> None:
    """Write all of it; without a buffer one call may take only a part."""
    rest = memoryview(lines)
    while rest:
        rest = rest[out.write(rest) :]


@contextmanager
def _progress(obj: Globals, total: int) -> Iterator[Callable[[], None]]:
    """A bar on a terminal, once there is something to wait for; else nothing.

    None where the lines themselves appear on the terminal.
    """
    bars: list[Progress] = []
    done, due = 0, time.monotonic() + _PATIENCE_S
    is_shown = total > 1 and not obj.is_quiet and _is_terminal(sys.stderr)
    is_shown = is_shown and not _is_terminal(sys.stdout)

    def advance() -> None:
        nonlocal done, due
        done += 1
        if not is_shown or time.monotonic() < due:
            return
        due = time.monotonic() + _REFRESH_S
        bar = bars[0] if bars else _new_bar(total)
        bars[:] = [bar]
        bar.update(bar.task_ids[0], completed=done, refresh=True)

    try:
        yield advance
    finally:
        for bar in bars:
            bar.stop()


def _new_bar(total: int) -> Progress:
    """A bar without a thread of its own: processes are still to be started."""
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    bar = Progress(console=console, transient=True, redirect_stdout=False, auto_refresh=False)
    bar.add_task("reading notes", total=total)
    bar.start()
    return bar


def _is_terminal(stream: object) -> bool:
    return stream is not None and bool(getattr(stream, "isatty", bool)())
