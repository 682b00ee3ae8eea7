"""The commands that read notes, the library or the cache, and ask nobody."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from paperbib.cli.globals import Globals, Group
from paperbib.errors import PaperbibError

if TYPE_CHECKING:
    from paperbib.config import Config
    from paperbib.model import Library


@click.command()
@click.argument("notes", nargs=-1, type=click.Path(path_type=Path, allow_dash=True))
@click.pass_obj
def extract(obj: Globals, notes: tuple[Path, ...]) -> None:
    """Print what the notes mention, as JSON Lines; no network.

    NOTES are files or folders, or - for standard input.
    """
    from paperbib import extract as room
    from paperbib import store, sync
    from paperbib.extract.passage import Note

    config = obj.load()
    paths = notes or tuple(config.root / note for note in config.settings.notes)
    until = sync.last_year_month(datetime.now(UTC))
    for path in paths:
        if path == Path("-"):
            files: Iterator[store.NoteFile] = iter(
                [store.NoteFile("-", store.decode(sys.stdin.buffer.read(), "-"))]
            )
        else:
            found = store.find_notes([path], room.SUFFIXES, leave_out=config.output)
            files = (store.read_note(file) for file in found)
        for file in files:
            mentions, problems = room.extract(Note(*file), until=until)
            for mention in mentions:
                click.echo(json.dumps(mention.as_line(), ensure_ascii=False))
            for problem in problems:
                obj.say(str(problem), fg="yellow")


@click.command()
@click.option("-f", "--format", "format_", required=True, help="bibtex, csl-json or markdown.")
@click.option("-o", "--output", type=click.Path(path_type=Path, allow_dash=True), default="-")
@click.pass_obj
def export(obj: Globals, format_: str, output: Path) -> None:
    """Print the library in a format, or write it to a file; no network."""
    from paperbib import store, sync
    from paperbib.sync.publish import choose

    config = obj.load()
    (exporter,) = choose([format_])
    text = exporter.render(_library(config), sync.options(config))
    if output == Path("-"):
        sys.stdout.buffer.write(text.encode())
    elif store.changed(output.parent, {output.name: text}):
        store.write(output.parent, {output.name: text})


@click.command()
@click.pass_obj
def status(obj: Globals) -> None:
    """Say what the library holds and what it still lacks; no network."""
    from paperbib.sync import words

    config = obj.load()
    for line in words.status(_library(config), config.output):
        click.echo(line)


@click.command()
@click.argument("name", metavar="KEY|ID")
@click.pass_obj
def explain(obj: Globals, name: str) -> None:
    """Say where an entry and each of its fields come from; no network.

    KEY is a citation key, ID an identifier such as arxiv:1706.03762 or a URL.
    """
    from paperbib import sync
    from paperbib.sync import words

    config = obj.load()
    library = _library(config)
    key = words.find_key(library, name)
    paths = [config.root / note for note in config.settings.notes]
    mentions, _, _ = sync.read_mentions(paths, config.root, config.output, datetime.now(UTC))
    for line in words.explain(library, key, mentions):
        click.echo(line)


@click.group(cls=Group)
def cache() -> None:
    """Look at or empty the cache of answers."""


@cache.command()
@click.pass_obj
def info(obj: Globals) -> None:
    """Say where the cache is and what it holds."""
    from paperbib.cache import Cache

    with Cache(obj.load().cache_dir) as held:
        click.echo(f"{held.path}")
        for source, number in held.counts().items():
            click.echo(f"{source}: {number} answers")
        for problem in held.problems:
            obj.say(str(problem), fg="yellow")


@cache.command()
@click.pass_obj
def clear(obj: Globals) -> None:
    """Empty the cache; costs requests, loses nothing."""
    from paperbib.cache import Cache

    with Cache(obj.load().cache_dir) as held:
        obj.say(f"{held.clear()} answers forgotten")


def _library(config: Config) -> Library:
    from paperbib import sync
    from paperbib.exporters import canonical

    lock = config.output / canonical.filename
    if not lock.exists():
        raise PaperbibError(f"{lock}: there is no library yet", hint="run paperbib sync first")
    return sync.read_library(lock)
