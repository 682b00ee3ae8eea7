"""``paperbib sync``."""

from __future__ import annotations

import json
import shutil
import sys
import textwrap
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from paperbib.cli import scheduled
from paperbib.cli.annotations import FORMAT, annotate
from paperbib.cli.asked import Asked, schedule_options
from paperbib.cli.globals import Globals, inert
from paperbib.cli.note_options import note_options, with_patterns
from paperbib.cli.one_run import Ended, Task, one_run
from paperbib.errors import Exit

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from paperbib.config import Config
    from paperbib.sync.report import Report


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
@click.option("--format", "format_", type=FORMAT, default="text", help="github: annotations.")
@schedule_options
@click.pass_obj
def sync(obj: Globals, /, **words: Any) -> int:  # noqa: ANN401 - click's; `Asked` has the types
    """Bring the bibliography up to date with the notes.

    NOTES are files or folders; without any, those configured (seeds/).
    """
    asked = Asked(**words)
    asked.check_schedule()
    if asked.scheduled:
        return scheduled.run(obj, lambda: _task(obj, asked), asked)
    task = _task(obj, asked)
    report, code = _run(obj, task, as_json=asked.as_json)
    data = json.dumps(report.as_json(code), ensure_ascii=False, indent=2) + "\n"
    click.echo(data if asked.as_json else inert(report.diff), nl=False)
    if asked.format_ == "github":
        annotate(task.config, report)
    _summarise(obj, report, task.folder)
    return code


def _task(obj: Globals, asked: Asked) -> Task:
    config, kinds = with_patterns(obj.load(), asked.include, asked.exclude), asked.kinds()
    choice = asked.choice(config)
    config = _with_key_map(config) if asked.key_map else config
    folder = asked.output or config.output
    return Task(config, asked.named(config), folder, choice, check=asked.check, fail_on=kinds)


def _run(obj: Globals, task: Task, *, as_json: bool) -> Ended:
    """Run, and say in JSON as well that somebody interrupted it."""
    from paperbib.sync.asking import Edge, open_transport
    from paperbib.sync.report import SCHEMA_VERSION

    try:
        with _progress(obj) as progress:
            asked, visited = progress("asking arXiv"), progress("visiting links")
            now = datetime.now(UTC)
            return one_run(task, Edge(open_transport, asked, now, visiting=visited))
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


@contextmanager
def _progress(obj: Globals) -> Iterator[Callable[[str], Callable[[int, int], None]]]:
    """A bar on a terminal, with words, once there is something to wait for; else nothing."""
    bars: list[tuple[Progress, TaskID]] = []

    def tell(words: str, done: int, total: int) -> None:
        if obj.is_quiet or not sys.stderr.isatty():
            return
        if not bars:
            from rich.console import Console
            from rich.progress import Progress

            bar = Progress(console=Console(stderr=True), transient=True)
            bar.start()
            bars.append((bar, bar.add_task(words, total=total)))
        bar, task = bars[0]
        bar.update(task, description=words, completed=done, total=total)

    try:
        yield lambda words: partial(tell, words)
    finally:
        for bar, _ in bars:
            bar.stop()
