"""``paperbib sync``."""

from __future__ import annotations

import json
import shutil
import sys
import textwrap
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from paperbib.cli.globals import Globals
from paperbib.cli.note_options import note_options, with_patterns
from paperbib.errors import Exit, PaperbibError, did_you_mean

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from paperbib.config import Config
    from paperbib.sync import Choice
    from paperbib.sync.report import Report


_NO_REFRESH = "leave out --offline, PAPERBIB_OFFLINE and --frozen"


@click.command()
@click.argument("notes", nargs=-1, type=click.Path(path_type=Path, readable=False))
@note_options
@click.option("-o", "--output", type=click.Path(path_type=Path), help="The folder for the outputs.")
@click.option("--offline", is_flag=True, help="Use no network.")
@click.option("--refresh", is_flag=True, help="Ask again about everything.")
@click.option("--frozen", is_flag=True, help="Take library.json as it is; render the rest of it.")
@click.option("--dry-run", is_flag=True, help="Ask, but write nothing; say what would be written.")
@click.option("--diff", is_flag=True, help="Print how the outputs change.")
@click.option("--check", is_flag=True, help="Write nothing; exit 1 if an output would change.")
@click.option(
    "--adopt",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE.bib",
    help="Take over the keys of a bibliography, by identifier.",
)
@click.option("--key-map", is_flag=True, help="Also write key-map.csv: key, identifier, old keys.")
@click.option("--fail-on", metavar="KIND,…", default="", help="Exit 1 on these kinds of findings.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as one JSON object.")
@click.pass_obj
def sync(
    obj: Globals,
    notes: tuple[Path, ...],
    include: tuple[str, ...],
    exclude: tuple[str, ...],
    output: Path | None,
    offline: bool,
    refresh: bool,
    frozen: bool,
    dry_run: bool,
    diff: bool,
    check: bool,
    adopt: Path | None,
    key_map: bool,
    fail_on: str,
    as_json: bool,
) -> int:
    """Bring the bibliography up to date with the notes.

    NOTES are files or folders; without any, those configured (seeds/).
    """
    from paperbib.sync import Choice

    config, kinds = with_patterns(obj.load(), include, exclude), _kinds(fail_on)
    is_offline = offline or config.is_offline
    if refresh and (is_offline or frozen):
        raise PaperbibError("--refresh needs the network and the lock", hint=_NO_REFRESH)
    if adopt and frozen:
        raise PaperbibError("--adopt changes library.json", hint="leave out --frozen")
    config = _with_key_map(config) if key_map else config
    choice = Choice(refresh, is_offline, frozen, not (dry_run or check), diff, adopt)
    folder = output or config.output
    report = _report(obj, config, notes, folder, choice, as_json=as_json)
    code = report.exit_code(check=check, fail_on=kinds)
    data = json.dumps(report.as_json(code), ensure_ascii=False, indent=2) + "\n"
    click.echo(data if as_json else report.diff, nl=False)
    _summarise(obj, report, folder)
    return code


def _report(
    obj: Globals,
    config: Config,
    notes: tuple[Path, ...],
    folder: Path,
    choice: Choice,
    *,
    as_json: bool,
) -> Report:
    """Run, and say in JSON as well that somebody interrupted it."""
    from paperbib import sync as corridor
    from paperbib.sync.asking import Edge, open_transport
    from paperbib.sync.report import SCHEMA_VERSION

    named = notes or tuple(config.root / note for note in config.settings.notes)
    try:
        with _progress(obj) as progress:
            edge = Edge(open_transport, progress, datetime.now(UTC))
            return corridor.run(config, named, folder, choice, edge)
    except KeyboardInterrupt:
        # While papers are asked for, a report is made; before and after, there is none.
        if as_json:
            click.echo(
                json.dumps({"schema_version": SCHEMA_VERSION, "exit_code": Exit.INTERRUPTED})
            )
        raise


def _with_key_map(config: Config) -> Config:
    """The configuration with one format more."""
    settings = config.settings
    formats = [*settings.formats, "key-map"]
    return config.model_copy(update={"settings": settings.model_copy(update={"formats": formats})})


def _summarise(obj: Globals, report: Report, folder: Path) -> None:
    from paperbib.sync.summary import summary

    for problem in report.problems:
        obj.say(str(problem), fg="yellow")
    for line in summary(report, folder, is_verbose=obj.is_verbose):
        for part in _wrapped(line):
            obj.say(part)


def _wrapped(line: str) -> list[str]:
    """A line of the summary, in as many as the terminal needs."""
    width = max(shutil.get_terminal_size().columns, 40)
    return textwrap.wrap(
        line, width, subsequent_indent=" " * 9, break_long_words=False, break_on_hyphens=False
    )


def _kinds(text: str) -> list[str]:
    from paperbib.sync.report import FAIL_ON

    kinds = [kind.strip() for kind in text.split(",") if kind.strip()]
    for kind in kinds:
        if kind not in FAIL_ON:
            hint = did_you_mean(kind, FAIL_ON, otherwise=f"there are {', '.join(FAIL_ON)}")
            raise PaperbibError(f"--fail-on: unknown kind {kind!r}", hint=hint)
    return kinds


@contextmanager
def _progress(obj: Globals) -> Iterator[Callable[[int, int], None]]:
    """A bar on a terminal, once there is something to wait for; else nothing."""
    bars: list[tuple[Progress, TaskID]] = []

    def tell(done: int, total: int) -> None:
        if obj.is_quiet or not sys.stderr.isatty():
            return
        if not bars:
            from rich.console import Console
            from rich.progress import Progress

            bar = Progress(console=Console(stderr=True), transient=True)
            bar.start()
            bars.append((bar, bar.add_task("asking arXiv", total=total)))
        bar, task = bars[0]
        bar.update(task, completed=done, total=total)

    try:
        yield tell
    finally:
        for bar, _ in bars:
            bar.stop()
