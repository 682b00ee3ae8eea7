"""``paperbib decide``."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from paperbib.cli.globals import Globals, Group, inert
from paperbib.errors import PaperbibError

if TYPE_CHECKING:
    from paperbib.sync.deciding import Change, Two
    from paperbib.sync.report import Report

_two = click.argument("names", nargs=-1, metavar="A B")


class _How(NamedTuple):
    """How a decision is carried out.

    Attributes:
        notes: The notes that the library was made from; those configured if empty.
        output: The folder with the library.
    """

    notes: tuple[Path, ...]
    output: Path | None
    offline: bool
    dry_run: bool


def _options(command: Callable[..., int]) -> Callable[..., int]:
    """The options of every decision; they reach the command as ``how``."""

    @wraps(command)
    def call(
        *arguments: Any,  # noqa: ANN401 - click's
        notes: tuple[Path, ...],
        output: Path | None,
        offline: bool,
        dry_run: bool,
        **words: Any,  # noqa: ANN401 - click's
    ) -> int:
        return command(*arguments, how=_How(notes, output, offline, dry_run), **words)

    path = click.Path(path_type=Path)
    for option in (
        click.option("--dry-run", is_flag=True, help="Write nothing."),
        click.option("--offline", is_flag=True, help="Use no network."),
        click.option("-o", "--output", type=path, help="The folder with the library."),
        click.option(
            "--notes",
            type=path,
            multiple=True,
            help="The notes it was made from, if they are not those configured.",
        ),
    ):
        call = option(call)
    return call


@click.group(cls=Group)
def decide() -> None:
    """Say what is one paper, what is two, and what a title means.

    Decisions are kept in library.json and outrank every source.
    """


@decide.command()
@_two
@_options
@click.pass_obj
def same(obj: Globals, names: tuple[str, ...], how: _How) -> int:
    """Let A and B be one entry; each is a key or an identifier."""
    from paperbib.sync import deciding

    decision = _Deciding(obj, how)
    meant = decision.two(names, at_least=2)
    return decision.pair(meant, deciding.same(meant), is_same=True)


@decide.command()
@_two
@_options
@click.pass_obj
def different(obj: Globals, names: tuple[str, ...], how: _How) -> int:
    """Let A and B be two entries, each with its own key again.

    The key of an entry that is known by two identifiers will do.
    """
    from paperbib.sync import deciding

    decision = _Deciding(obj, how)
    meant = decision.two(names, at_least=1)
    return decision.pair(meant, deciding.different(meant), is_same=False)


@decide.command()
@_two
@_options
@click.pass_obj
def undo(obj: Globals, names: tuple[str, ...], how: _How) -> int:
    """Forget what was decided about A and B, or about a title."""
    from paperbib.sync import deciding

    decision = _Deciding(obj, how)
    if len(names) == 1 and deciding.is_title(names[0], decision.library.decisions):
        report = decision.run(deciding.forgotten(names[0]))
        click.echo(f"what {names[0]!r} means is open again")
        return report.exit_code()
    meant = decision.two(names, at_least=1)
    deciding.check_decided(meant, decision.library.decisions)
    return decision.pair(meant, deciding.undecided(meant), is_same=None)


@decide.command()
@click.argument("text")
@click.argument("meaning", metavar="ID|none")
@_options
@click.pass_obj
def title(obj: Globals, text: str, meaning: str, how: _How) -> int:
    """Say which paper a list item without a link means, or that it means none."""
    from paperbib.sync import deciding
    from paperbib.sync.notes import read_notes, until_month

    decision = _Deciding(obj, how)
    config, library = decision.config, decision.library
    until = until_month(datetime.now(UTC), library)
    said = read_notes(decision.notes, config, decision.output, until).said
    words = deciding.item_of(text, said.unlinked, library.decisions)
    found = deciding.meaning_of(library, meaning)
    report = decision.run(deciding.title(words, found))
    told = f"{words!r} {'would mean' if how.dry_run else 'means'} {found or 'no paper'}"
    click.echo(inert(told))
    return report.exit_code()


@decide.command(name="list")
@click.pass_obj
def list_(obj: Globals) -> None:
    """List what was decided; no network."""
    from paperbib import sync
    from paperbib.sync import deciding

    library = sync.read_library(obj.load().output)
    for line in deciding.listed(library.decisions):
        click.echo(inert(line))


class _Deciding:
    """One decision about one library."""

    def __init__(self, obj: Globals, how: _How) -> None:
        from paperbib import sync

        self._obj, self._how = obj, how
        self.config = obj.load()
        self.output = how.output or self.config.output
        self.notes = how.notes or tuple(
            self.config.root / note for note in self.config.settings.notes
        )
        self.library = sync.read_library(self.output)

    def two(self, names: tuple[str, ...], *, at_least: int) -> Two:
        """The two that are meant."""
        from paperbib.sync import deciding

        if not at_least <= len(names) <= 2:  # noqa: PLR2004 - A and B
            raise PaperbibError(
                f"two names are needed, not {len(names)}", hint="give keys or identifiers"
            )
        return deciding.two(self.library, names)

    def pair(self, meant: Two, change: Change, *, is_same: bool | None) -> int:
        """Decide about two, if it can be done, and say what came of it."""
        from paperbib.sync import deciding

        report = self.run(
            change, lambda rehearsal: deciding.check_done(meant, rehearsal, is_same=is_same)
        )
        keys = report.library.key_by_identifier
        first, second = keys.get(meant.first), keys.get(meant.second)
        verb = "would be" if self._how.dry_run else "are now"
        if first is not None and first == second:
            click.echo(f"{meant.first} and {meant.second} {verb} one entry: {first}")
        else:
            told = " and ".join(key for key in (first, second) if key)
            click.echo(f"{meant.first} and {meant.second} {verb} apart: {told}")
        return report.exit_code()

    def run(self, change: Change, check: Callable[[Report], None] | None = None) -> Report:
        """Decide, and say what else there is to say about it.

        Args:
            change: The decision.
            check: Refuses what came of it, before anything is written or asked.

        Raises:
            PaperbibError: An entry would be lost, as other notes are read than before.
        """
        from paperbib.sync import deciding

        rehearsal = self._run(change, write=False, offline=True)
        deciding.check_whole(rehearsal)
        if check:
            check(rehearsal)
        is_offline = self._how.offline or self.config.is_offline
        report = self._run(change, write=not self._how.dry_run, offline=is_offline)
        for problem in report.problems:
            if problem.kind in {"conflict", "maybe"}:
                self._obj.say(str(problem), fg="yellow")
        return report

    def _run(self, change: Change, *, write: bool, offline: bool) -> Report:
        from paperbib import sync
        from paperbib.sync.asking import Edge, open_transport

        choice = sync.Choice(offline=offline, write=write, decide=change)
        edge = Edge(open_transport, lambda _done, _total: None, datetime.now(UTC))
        return sync.run(self.config, self.notes, self.output, choice, edge)
