"""The options that say which files of folders are notes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

import click

if TYPE_CHECKING:
    from paperbib.config import Config

_Command = TypeVar("_Command", bound=Callable[..., object])


def note_options(command: _Command) -> _Command:
    """Give a command ``--include`` and ``--exclude``."""
    include = click.option(
        "--include",
        metavar="GLOB",
        multiple=True,
        help="Read only these files of folders, whatever they end in.",
    )
    exclude = click.option(
        "--exclude",
        metavar="GLOB",
        multiple=True,
        help="Leave these files and folders of folders out.",
    )
    return include(exclude(command))


def with_patterns(config: Config, include: tuple[str, ...], exclude: tuple[str, ...]) -> Config:
    """The configuration with the patterns of the command line, which outrank its own."""
    patterns = {"include": list(include), "exclude": list(exclude)}
    given = {name: lines for name, lines in patterns.items() if lines}
    return config.model_copy(update={"settings": config.settings.model_copy(update=given)})
