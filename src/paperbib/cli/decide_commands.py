"""``paperbib decide``."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from paperbib.cli.globals import Globals, Group
from paperbib.errors import PaperbibError

if TYPE_CHECKING:
    from paperbib.config import Config
    from paperbib.sync.deciding import Change, Two
    from paperbib.sync.report import Report

_offline = click.option("--offline", is_flag=True, help="Use no network.")
_dry_run = click.option("--dry-run", is_flag=True, help="Write nothing.")
_two = click.argument("names", nargs=-1, metavar="A B")


@click.group(cls=Group)
def decide() -> None:
    """Say what is one paper, what is two, and what a title means.

    Decisions are kept in library.json and outrank every source.
    """


@decide.command()
@_two
@_offline
@_dry_run
@click.pass_obj
def same(obj: Globals, names: tuple[str, ...], offline: bool, dry_run: bool) -> int:
    """Let A and B be one entry; each is a key or an identifier."""
    from paperbib.sync import deciding

    config, meant = _two_of(obj, names, at_least=2)
    return _pair(obj, config, meant, deciding.same(meant), offline=offline, dry_run=dry_run)


@decide.command()
@_two
@_offline
@_dry_run
@click.pass_obj
def different(obj: Globals, names: tuple[str, ...], offline: bool, dry_run: bool) -> int:
    """Let A and B be two entries, each with its own key again.

    The key of an entry that is known by two identifiers will do.
    """
    from paperbib.sync import deciding

    config, meant = _two_of(obj, names, at_least=1)
    return _pair(obj, config, meant, deciding.different(meant), offline=offline, dry_run=dry_run)


@decide.command()
@_two
@_offline
@_dry_run
@click.pass_obj
def undo(obj: Globals, names: tuple[str, ...], offline: bool, dry_run: bool) -> int:
    """Forget what was decided about A and B, or about a title."""
    from paperbib import sync
    from paperbib.sync import deciding

    config = obj.load()
    library = sync.read_library(config.output)
    if len(names) == 1 and deciding.is_title(names[0], library.decisions):
        change = deciding.forgotten(names[0])
        report = _run(obj, config, change, offline=offline, dry_run=dry_run)
        click.echo(f"what {names[0]!r} means is open again")
        return report.exit_code()
    config, meant = _two_of(obj, names, at_least=1)
    return _pair(obj, config, meant, deciding.undecided(meant), offline=offline, dry_run=dry_run)


@decide.command()
@click.argument("text")
@click.argument("meaning", metavar="ID|none")
@_offline
@_dry_run
@click.pass_obj
def title(obj: Globals, text: str, meaning: str, offline: bool, dry_run: bool) -> int:
    """Say which paper a list item without a link means, or that it means none."""
    from paperbib import sync
    from paperbib.sync import deciding

    config = obj.load()
    library = sync.read_library(config.output)
    paths = [config.root / note for note in config.settings.notes]
    said = sync.read_notes(paths, config, config.output, datetime.now(UTC)).said
    words = deciding.item_of(text, said.unlinked, library.decisions)
    found = deciding.meaning_of(library, meaning)
    report = _run(obj, config, deciding.title(words, found), offline=offline, dry_run=dry_run)
    click.echo(f"{words!r} means {found or 'no paper'}")
    return report.exit_code()


@decide.command(name="list")
@click.pass_obj
def list_(obj: Globals) -> None:
    """List what was decided; no network."""
    from paperbib import sync
    from paperbib.sync import deciding

    library = sync.read_library(obj.load().output)
    for line in deciding.listed(library.decisions):
        click.echo(line)


def _two_of(obj: Globals, names: tuple[str, ...], *, at_least: int) -> tuple[Config, Two]:
    from paperbib import sync
    from paperbib.sync import deciding

    if not at_least <= len(names) <= 2:  # noqa: PLR2004 - A and B
        raise PaperbibError(
            f"two names are needed, not {len(names)}", hint="give keys or identifiers"
        )
    config = obj.load()
    return config, deciding.two(sync.read_library(config.output), names)


def _pair(
    obj: Globals, config: Config, meant: Two, change: Change, *, offline: bool, dry_run: bool
) -> int:
    report = _run(obj, config, change, offline=offline, dry_run=dry_run)
    keys = report.library.key_by_identifier
    first, second = keys.get(meant.first), keys.get(meant.second)
    verb = "would be" if dry_run else "are now"
    if first is not None and first == second:
        click.echo(f"{meant.first} and {meant.second} {verb} one entry: {first}")
    else:
        told = " and ".join(key for key in (first, second) if key)
        click.echo(f"{meant.first} and {meant.second} {verb} apart: {told}")
    return report.exit_code()


def _run(obj: Globals, config: Config, change: Change, *, offline: bool, dry_run: bool) -> Report:
    """One run with what was decided anew."""
    from paperbib import sync
    from paperbib.sync.asking import Edge, open_transport

    notes = tuple(config.root / note for note in config.settings.notes)
    is_offline = offline or config.is_offline
    choice = sync.Choice(offline=is_offline, write=not dry_run, decide=change)
    edge = Edge(open_transport, lambda _done, _total: None, datetime.now(UTC))
    report = sync.run(config, notes, config.output, choice, edge)
    for problem in report.problems:
        if problem.kind in {"conflict", "joined", "maybe"}:
            obj.say(str(problem), fg="yellow")
    return report
