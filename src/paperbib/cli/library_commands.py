"""The commands that read the library or the cache, and ask nobody."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from paperbib.cli.globals import Globals, Group
from paperbib.errors import PaperbibError


@click.command()
@click.option(
    "-f", "--format", "format_", required=True, help="A format: bibtex, csl-json or markdown."
)
@click.option("-o", "--output", type=click.Path(path_type=Path, allow_dash=True), default="-")
@click.pass_obj
def export(obj: Globals, format_: str, output: Path) -> None:
    """Print the library in a format, or write it to a file; no network."""
    from paperbib import store, sync
    from paperbib.sync.publish import choose

    config = obj.load()
    (exporter,) = choose([format_])
    text = exporter.render(sync.read_library(config.output), sync.options(config))
    if output == Path("-"):
        click.echo(text, nl=False)
    elif output.is_dir():
        raise PaperbibError(f"{output}: this is a folder", hint="name the file to write")
    elif output.exists() and not output.is_file():
        # A device or a pipe is written to, never replaced.
        output.write_text(text, encoding="utf-8")
    elif store.digest_of_file(output) != store.digest(text.encode()):
        store.write(output.parent, {output.name: text.encode()})


@click.command()
@click.pass_obj
def status(obj: Globals) -> None:
    """Say what the library holds and what it still lacks; no network."""
    from paperbib import sync
    from paperbib.sync import words

    config = obj.load()
    for line in words.status(sync.read_library(config.output), config.output):
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
    library = sync.read_library(config.output)
    key = words.find_key(library, name)
    paths = [config.root / note for note in config.settings.notes]
    try:
        mentions, _, _ = sync.read_mentions(paths, config, config.output, datetime.now(UTC))
    except PaperbibError:
        # Without the notes there are no lines, but the library still knows the files.
        mentions = list(library.references[key].mentions)
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
        number = held.clear()
        for problem in held.problems:
            raise PaperbibError(problem.what, hint=problem.hint or "check PAPERBIB_CACHE_DIR")
        obj.say(f"{number} answers forgotten")
