"""The command line: words become calls, reports become words and exit codes.

Data goes to standard output, everything else to standard error. One module for
`sync`, one for `extract`, one for the commands that read the library, one for
what they share.
"""

from __future__ import annotations

import errno
import io
import os
import signal
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

import click

from paperbib import __version__
from paperbib.cli.cache_commands import cache
from paperbib.cli.changes_command import changes
from paperbib.cli.decide_commands import decide
from paperbib.cli.export_command import export
from paperbib.cli.extract_command import extract
from paperbib.cli.globals import Globals, Group, color_of, common_options, inert
from paperbib.cli.index_commands import index
from paperbib.cli.key_commands import key
from paperbib.cli.library_commands import explain, status
from paperbib.cli.open_command import open_page
from paperbib.cli.schedule_commands import schedule
from paperbib.cli.sync_command import sync
from paperbib.cli.watch_command import watch
from paperbib.errors import Exit, PaperbibError

_EPILOG = """\b
Exit codes:
  0    done, also when there was nothing to do
  1    --check or --fail-on found something; export: a cited key is unknown
  2    wrong usage or configuration, unreadable input; nothing was written
  3    partial: outputs written, some identifiers unanswered; run again
  5    another run is at work on the same outputs
  130  interrupted; run again
"""


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and exit with its code.

    Args:
        arguments: The words after the program's name; those of the process if None.
    """
    sys.exit(_run(arguments))


def _run(arguments: Sequence[str] | None) -> int:
    # What is printed is UTF-8 wherever it goes; notes are in every script. The names of
    # files may be anything: as data they go out as they came in.
    for stream, odd in ((sys.stdout, "surrogateescape"), (sys.stderr, "backslashreplace")):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors=odd)
    if threading.current_thread() is threading.main_thread():
        # Whoever stops a scheduled run means what Ctrl-C means: what was answered is kept.
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        hangup = getattr(signal, "SIGHUP", None)  # which Windows has not, and nohup ignores
        if hangup and signal.getsignal(hangup) == signal.SIG_DFL:
            signal.signal(hangup, signal.default_int_handler)
    words = list(sys.argv[1:] if arguments is None else arguments)
    root = Globals()
    try:
        result = cli.main(words, prog_name="paperbib", standalone_mode=False, obj=root)
        if sys.stdout is not None:
            sys.stdout.flush()
    except (PaperbibError, click.ClickException, click.Abort, KeyboardInterrupt, OSError) as error:
        return _end(error, root)
    return int(result) if isinstance(result, int) else Exit.DONE


def _end(error: BaseException, root: Globals) -> int:
    """One line and a hint for everything that can end a command; a bug goes on."""
    match error:
        case PaperbibError():
            return _complain(root, error.what, error.hint, error.code)
        case click.exceptions.NoArgsIsHelpError():
            click.echo(error.ctx.get_help() if error.ctx else "", err=True)
        case click.UsageError():
            _complain(root, _lower(error.format_message()), _usage_hint(error))
        case click.ClickException():
            _complain(root, error.format_message(), "")
        case click.Abort() | KeyboardInterrupt():
            hint = "run it again to go on; nothing is lost"
            return _complain(root, "interrupted", hint, Exit.INTERRUPTED)
        case BrokenPipeError():
            # The reader has seen enough; Python must not complain at exit either.
            _close_stdout()
            return Exit.DONE
        case OSError(errno=errno.ENOSPC | errno.EBADF | errno.EIO, filename=None):
            _close_stdout()
            what = f"standard output cannot be written ({error.strerror})"
            _complain(root, what, "check where it goes")
        case _:
            raise error
    return Exit.USAGE


def _close_stdout() -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _complain(root: Globals, what: str, hint: str, code: Exit = Exit.USAGE) -> int:
    click.secho("error: ", err=True, fg="red", nl=False, color=root.color)
    click.echo(inert(what.rstrip(".")), err=True)
    if hint:
        click.echo(inert(f"hint: {hint.rstrip('.')}"), err=True)
    return code


def _usage_hint(error: click.UsageError) -> str:
    near = getattr(error, "possibilities", None)
    if near:
        return f"did you mean {' or '.join(sorted(near))}?"
    command = error.ctx.command_path if error.ctx else "paperbib"
    return f"see {command} --help"


def _lower(message: str) -> str:
    """Click's message without its own suggestion and capital."""
    message = message.split(" Did you mean", maxsplit=1)[0].rstrip(".").strip()
    return message[:1].lower() + message[1:]


@click.group(cls=Group, epilog=_EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("-C", "--directory", type=click.Path(path_type=Path), help="Work in this folder.")
@click.option(
    "--config",
    "config_file",
    type=click.Path(path_type=Path),
    help="The configuration file, instead of the nearest paperbib.toml or pyproject.toml.",
)
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
@click.option("-v", "--verbose", is_flag=True, help="Say more.")
@click.option("--color", type=click.Choice(["auto", "always", "never"]), default="auto")
@click.version_option(__version__, message="paperbib %(version)s")
@click.pass_context
def cli(
    ctx: click.Context,
    directory: Path | None,
    config_file: Path | None,
    quiet: bool,
    verbose: bool,
    color: str,
) -> None:
    """Turn reading notes into a bibliography you can cite from.

    Start with: paperbib sync
    """
    ctx.obj.config_file, ctx.obj.color = config_file, color_of(color)
    ctx.obj.is_quiet, ctx.obj.is_verbose = quiet, verbose
    if directory is not None:
        try:
            os.chdir(directory)
        except OSError as error:
            raise PaperbibError(
                f"{directory}: cannot work there ({error.strerror})", hint="check --directory"
            ) from error


for _command in (
    sync,
    watch,
    extract,
    export,
    open_page,
    schedule,
    status,
    changes,
    explain,
    key,
    decide,
    cache,
    index,
):
    cli.add_command(common_options(_command))
