"""``paperbib key``."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from paperbib.cli.globals import Globals


@click.command()
@click.argument("old", metavar="OLD|ID")
@click.argument("new")
@click.option("--dry-run", is_flag=True, help="Write nothing; say whether it can be done.")
@click.pass_obj
def key(obj: Globals, old: str, new: str, dry_run: bool) -> int:
    """Give an entry another citation key; the old one stays as an alias.

    OLD is a citation key, also an old one, or an identifier such as arxiv:1706.03762.
    """
    from paperbib import sync
    from paperbib.exporters import canonical
    from paperbib.sync.asking import Edge, open_transport
    from paperbib.sync.edited import check_free

    config = obj.load()
    check_free(config.output, new, sync.read_library(config.output))
    choice = sync.Choice(offline=True, frozen=True, write=not dry_run, rename=(old, new))
    edge = Edge(open_transport, lambda _done, _total: None, datetime.now(UTC))
    report = sync.run(config, (), config.output, choice, edge)
    for problem in report.problems:
        obj.say(str(problem), fg="yellow")
    if canonical.filename in report.changed:
        verb = "would be" if dry_run else "is now"
        click.echo(f"{old} {verb} called {new}; its old key stays as an alias")
    else:
        click.echo(f"{new} is its key already: nothing to do")
    return report.exit_code()
