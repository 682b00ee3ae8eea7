"""``paperbib watch``."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import click

from paperbib.cli.globals import Globals
from paperbib.cli.note_options import note_options, with_patterns
from paperbib.cli.one_run import Task, one_run
from paperbib.errors import Exit, PaperbibError
from paperbib.model import visible

if TYPE_CHECKING:
    from paperbib.config import Config
    from paperbib.sync.report import Report
    from paperbib.sync.watching import Events, Look

_PATIENCE_S = 600


def _now() -> datetime:
    return datetime.now(UTC)


@click.command()
@click.argument("notes", nargs=-1, type=click.Path(path_type=Path, readable=False))
@note_options
@click.option("-o", "--output", type=click.Path(path_type=Path), help="The folder for the outputs.")
@click.option("--offline", is_flag=True, help="Use no network.")
@click.pass_obj
def watch(
    obj: Globals,
    notes: tuple[Path, ...],
    include: tuple[str, ...],
    exclude: tuple[str, ...],
    output: Path | None,
    offline: bool,
) -> int:
    """Keep the bibliography up to date while you write; Ctrl-C ends it.

    NOTES are files or folders; without any, those configured (seeds/).
    """
    from paperbib.sync.watching import saved

    def load() -> Config:
        return with_patterns(obj.load(), include, exclude)

    with _telling(obj) as teller:
        return Watch(load, notes, output, teller, saved, is_offline=offline).until_stopped()


class Teller(Protocol):
    """Where a person reads what a watch does."""

    def say(self, line: str, *, is_error: bool = False) -> None:
        """Tell something that happened."""

    def show(self, state: str) -> None:
        """Show what is going on right now; the next call replaces it."""


@dataclass
class Watch:
    """Notes that are watched.

    Attributes:
        load: Reads the configuration.
        notes: Files and folders; those configured if empty.
        output: The folder for the outputs; the one configured if None.
        teller: Where it is told what happens.
        events: Where it learns that something was saved.
        is_offline: Whether no network is used.
        now: The time, with its zone.
    """

    load: Callable[[], Config]
    notes: tuple[Path, ...]
    output: Path | None
    teller: Teller
    events: Events
    is_offline: bool = field(kw_only=True)
    now: Callable[[], datetime] = _now
    _config: Config = field(init=False)
    _is_at_work: bool = field(default=False, init=False)
    _told: str = field(default="", init=False)

    def until_stopped(self) -> int:
        """Sync once, then whenever a note was saved; returns the exit code.

        Raises:
            PaperbibError: At the start: the configuration, or what is named, cannot be used.
            KeyboardInterrupt: A sync was at work.
        """
        from paperbib.sync import watching

        self._config = self.load()
        for path in self._named():
            if not path.exists():
                raise PaperbibError(
                    f"{path}: no such file or folder",
                    hint="name the notes, or the folder they are in",
                )
        try:
            watching.follow(self._look, self._run, self.events)
        except KeyboardInterrupt:
            if self._is_at_work:
                raise
            self.teller.say("stopped watching")
        return Exit.INTERRUPTED if self._is_at_work else Exit.DONE

    def _named(self) -> tuple[Path, ...]:
        config = self._config
        return self.notes or tuple(config.root / note for note in config.settings.notes)

    def _folder(self) -> Path:
        return self.output or self._config.output

    def _look(self) -> Look:
        from paperbib.sync import watching

        with suppress(PaperbibError):  # the run says so
            self._config = self.load()
        return watching.look(self._config, self._named(), self._folder())

    def _run(self) -> bool:
        """Sync; whether to go on: not if somebody stopped it."""
        self._is_at_work = True
        self.teller.show("reading the notes")
        try:
            self._config = self.load()
            report = self._report()
        except PaperbibError as error:
            self._complain(error)
        else:
            self._told = ""
            # Who stops it from here on stops no sync: that is over, and told.
            self._is_at_work = report.ledger.is_interrupted
            self._tell(report)
            if self._is_at_work:
                self._say("interrupted; what was answered is kept")
                return False
        self._is_at_work = False
        names = ", ".join(str(path) for path in self._named())
        self.teller.show(f"watching {names}; Ctrl-C ends it")
        return True

    def _report(self) -> Report:
        from paperbib.sync import Choice
        from paperbib.sync.asking import Edge, open_transport

        def progress(done: int, total: int) -> None:
            self.teller.show(f"asking for facts: {done} of {total}")

        wait_s = 0
        while True:
            choice = Choice(offline=self.is_offline or self._config.is_offline, lock_wait_s=wait_s)
            task = Task(self._config, self._named(), self._folder(), choice)
            # At the next save it is asked again.
            edge = Edge(partial(open_transport, most_retries=1), progress, self.now())
            try:
                return one_run(task, edge).report
            except PaperbibError as error:
                if error.code != Exit.LOCKED:
                    raise
                self._say("another paperbib is at work here: waiting for it")
                wait_s = _PATIENCE_S

    def _complain(self, error: PaperbibError) -> None:
        """Say what is wrong, once; it is tried again at the next save."""
        told = f"error: {error.what}" + (f" (hint: {error.hint})" if error.hint else "")
        if told != self._told:
            self._say(told, is_error=True)
        self._told = told

    def _tell(self, report: Report) -> None:
        from paperbib.sync.summary import few

        counts = [f"{len(report.added)} new"] if report.added else []
        counts += [f"{len(report.removed)} gone"] if report.removed else []
        counts += [f"{len(report.unanswered)} not answered"] if report.unanswered else []
        counts += [f"{len(report.problems)} problems"] if report.problems else []
        if report.changed and report.is_written:
            what = f"wrote {', '.join(report.changed)}"
        else:
            what = f"nothing to do: {self._folder()} is up to date"
        self._say("; ".join([what, ", ".join(counts)] if counts else [what]))
        for line in few("news:", report.happenings, "paperbib changes"):
            self._say(" ".join(line.split()))

    def _say(self, what: str, *, is_error: bool = False) -> None:
        self.teller.say(f"{self.now().astimezone():%H:%M:%S} {what}", is_error=is_error)


@dataclass
class _Lines:
    """Plain lines, for a log or a program that reads along."""

    obj: Globals

    def say(self, line: str, *, is_error: bool = False) -> None:
        if is_error:
            click.echo(visible(line), err=True)
        else:
            self.obj.say(line)

    def show(self, state: str) -> None:
        """Say nothing: a line that is replaced is for terminals."""


@contextmanager
def _telling(obj: Globals) -> Iterator[Teller]:
    """A live line below those that stay on a terminal; else only those."""
    if obj.is_quiet or not sys.stderr.isatty():
        yield _Lines(obj)
        return
    from rich.console import Console
    from rich.live import Live
    from rich.text import Text

    class OnTerminal:
        """Lines that stay, and one that lives."""

        def say(self, line: str, *, is_error: bool = False) -> None:
            console.print(Text(visible(line), style="red" if is_error else ""))

        def show(self, state: str) -> None:
            live.update(Text(visible(state), no_wrap=True, overflow="ellipsis"), refresh=True)

    console = Console(stderr=True, no_color=obj.color is False)
    with Live(console=console, auto_refresh=False, transient=True) as live:
        yield OnTerminal()
