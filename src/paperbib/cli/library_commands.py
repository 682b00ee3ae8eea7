"""The commands that read the library, and ask nobody."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from paperbib.cli.globals import Globals
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
    from paperbib.cache import Cache
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
    with Cache(config.cache_dir) as cache:
        answered_s = words.answered_s(library.references[key], cache)
    for line in words.explain(library, key, mentions, answered_s):
        click.echo(line)
