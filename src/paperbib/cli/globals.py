"""What holds for every command: the global options, colours, and suggestions."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from paperbib.errors import PaperbibError, did_you_mean
from paperbib.model import visible

if TYPE_CHECKING:
    from paperbib.config import Config

_COMMAND = re.compile(r"(?:^|(?<=[\r\n]))\s*::|##\[")
_NO_SPACE = "\u200b"


@dataclass
class Globals:
    """The options that hold for every command."""

    config_file: Path | None = None
    is_quiet: bool = False
    is_verbose: bool = False
    color: bool | None = None

    def load(self) -> Config:
        """The configuration of the current folder."""
        from paperbib import config

        return config.load(Path(), os.environ, self.config_file)

    def say(self, text: str, **style: Any) -> None:  # noqa: ANN401 - click's styles
        """Tell the person something, unless they want quiet."""
        if not self.is_quiet:
            # Servers and notes are quoted: what they send must not steer the terminal.
            text = inert(visible(text))
            click.echo(click.style(text, **style) if style else text, err=True, color=self.color)


def inert(text: str) -> str:
    """A text of which GitHub's runner takes no command, if it is GitHub that reads it.

    It takes ``::`` at the start of a line and ``##[`` anywhere for one, on both outputs. What
    notes and servers say must not steer it: a space without width breaks these. Source:
    GitHub's actions/runner, src/Runner.Common/ActionCommand.cs.
    """
    if os.environ.get("GITHUB_ACTIONS") != "true":
        return text
    return _COMMAND.sub(lambda one: f"{one[0][:-1]}{_NO_SPACE}{one[0][-1]}", text)


def common_options(command: click.Command) -> click.Command:
    """Let ``-q`` and ``-v`` stand after the command as well."""
    for inner in command.commands.values() if isinstance(command, click.Group) else ():
        common_options(inner)

    def tell(ctx: click.Context, parameter: click.Parameter, value: Any) -> None:  # noqa: ANN401 - click's
        if value:
            setattr(ctx.obj, str(parameter.name), value)

    for option in (
        click.Option(["-q", "--quiet", "is_quiet"], is_flag=True),
        click.Option(["-v", "--verbose", "is_verbose"], is_flag=True),
    ):
        option.callback, option.expose_value, option.hidden = tell, False, True
        command.params.append(option)
    return command


class Group(click.Group):
    """Commands, with a suggestion for a mistyped one."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command of a word; see `click.Group.resolve_command`."""
        name = args[0]
        if self.get_command(ctx, name) is None and not name.startswith("-"):
            otherwise = f"see {ctx.command_path} --help"
            hint = did_you_mean(name, self.commands, otherwise=otherwise)
            raise PaperbibError(f"unknown command {name!r}", hint=hint)
        return super().resolve_command(ctx, args)


def color_of(choice: str | None) -> bool | None:
    """What ``--color`` and NO_COLOR mean; None leaves it to the terminal."""
    if choice in ("always", "never"):
        return choice == "always"
    return False if os.environ.get("NO_COLOR") else None
