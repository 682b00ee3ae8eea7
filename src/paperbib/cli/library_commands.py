"""The commands that read the library, and ask nobody."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from paperbib.cli.changes_command import lines
from paperbib.cli.globals import Globals, inert
from paperbib.errors import PaperbibError
from paperbib.model import visible


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print it as one JSON object.")
@click.pass_obj
def status(obj: Globals, as_json: bool) -> None:
    """Say what the library holds, how old that is and what changed last; no network."""
    from paperbib import sync
    from paperbib.sync import standing, words

    config, now = obj.load(), datetime.now(UTC)
    library = sync.read_library(config.output)
    found = standing.standing(library, config, now)
    if as_json:
        click.echo(standing.as_json(library, config.output, found))
        return
    for line in (*words.status(library, config.output), *found.words(now)):
        click.echo(inert(visible(line)))
    for line in lines(found.changes):
        click.echo(inert(line))


@click.command()
@click.argument("name", metavar="KEY|ID")
@click.pass_obj
def explain(obj: Globals, name: str) -> None:
    """Say where an entry and each of its fields come from; no network.

    KEY is a citation key, ID an identifier such as arxiv:1706.03762 or a URL.
    """
    from paperbib import sync
    from paperbib.cache import Cache
    from paperbib.sync import carrying, explaining, words
    from paperbib.sync.notes import read_notes, until_month

    config = obj.load()
    library = sync.read_library(config.output)
    key = words.find_key(library, name)
    paths = [config.root / note for note in config.settings.notes]
    try:
        until = until_month(datetime.now(UTC), library)
        said = read_notes(paths, config, config.output, until).said
        mentions = said.with_titles(library.decisions)
    except PaperbibError:
        # Without the notes there are no lines, but the library still knows the files.
        mentions = list(library.references[key].mentions)
    with Cache(config.cache_dir) as cache:
        answered_s = explaining.answered_s(library.references[key], cache)
    options = carrying.options(config)
    for line in explaining.explain(library, key, mentions, answered_s, options):
        click.echo(inert(line))
