"""``--format github``: what is found, as annotations of a GitHub workflow."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from paperbib.config import Config
    from paperbib.sync.report import Report

FORMAT = click.Choice(["text", "github"])
"""Lines for people, or commands that GitHub shows at the notes' lines."""


def annotate(config: Config, report: Report) -> None:
    """Print what a run found, on standard output: there GitHub reads it.

    Args:
        config: Whose root the names of notes start from.
        report: What the run did.
    """
    from paperbib.sync.annotating import Annotator

    for line in Annotator(config.root).of_report(report):
        click.echo(line)
