"""What a person asks ``paperbib sync`` for: its options, and which go together."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import click

from paperbib.errors import PaperbibError, did_you_mean

if TYPE_CHECKING:
    from paperbib.config import Config
    from paperbib.sync import Choice

_Command = TypeVar("_Command", bound=Callable[..., object])
_NO_REFRESH = "leave out --offline, PAPERBIB_OFFLINE and --frozen"
_DAY_S = 86_400
SCHEDULED_WAIT_S = 1_800
"""How long a scheduled run waits for another one, in seconds: longer than links are visited."""


class Asked(NamedTuple):
    """The words of one ``paperbib sync``, as click read them; each option by its name."""

    notes: tuple[Path, ...] = ()
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    output: Path | None = None
    offline: bool = False
    refresh: bool = False
    frozen: bool = False
    dry_run: bool = False
    diff: bool = False
    check: bool = False
    check_links: bool = False
    adopt: Path | None = None
    key_map: bool = False
    fail_on: str = ""
    as_json: bool = False
    format_: str = "text"
    scheduled: bool = False
    no_jitter: bool = False
    log: Path | None = None
    lock_wait: int | None = None

    def choice(self, config: Config) -> Choice:
        """What the run is to do.

        Raises:
            PaperbibError: What is asked for excludes each other.
        """
        from paperbib.sync import Choice

        offline = self.offline or config.is_offline
        if self.refresh and (offline or self.frozen):
            raise PaperbibError("--refresh needs the network and the lock", hint=_NO_REFRESH)
        if self.adopt and self.frozen:
            raise PaperbibError("--adopt changes library.json", hint="leave out --frozen")
        if self.check_links and self.frozen:
            raise PaperbibError("--check-links changes library.json", hint="leave out --frozen")
        wait_s = self.lock_wait
        if wait_s is None:
            wait_s = SCHEDULED_WAIT_S if self.scheduled else 0
        return Choice(
            # How often that is, is for the scheduler to say.
            refresh=self.refresh or (self.scheduled and not (offline or self.frozen)),
            offline=offline,
            frozen=self.frozen,
            write=not (self.dry_run or self.check),
            diff=self.diff,
            adopt=self.adopt,
            lock_wait_s=wait_s,
            check_links=self.check_links,
        )

    def named(self, config: Config) -> tuple[Path, ...]:
        """The files and folders with notes: those named, else those configured."""
        return self.notes or tuple(config.root / note for note in config.settings.notes)

    def kinds(self) -> list[str]:
        """The kinds of ``--fail-on``.

        Raises:
            PaperbibError: There is no such kind, or it cannot be told.
        """
        from paperbib.sync import findings
        from paperbib.sync.report import FAIL_ON

        kinds = [kind.strip() for kind in self.fail_on.split(",") if kind.strip()]
        for kind in kinds:
            if kind not in FAIL_ON:
                hint = did_you_mean(kind, FAIL_ON, otherwise=f"there are {', '.join(FAIL_ON)}")
                raise PaperbibError(f"--fail-on: unknown kind {kind!r}", hint=hint)
        findings.check(kinds, is_frozen=self.frozen)
        return kinds

    def check_schedule(self) -> None:
        """See that what is for callers without a terminal is not mixed with what is not.

        Raises:
            PaperbibError: It is.
        """
        if self.as_json and self.format_ == "github":
            hint = "leave out one of them"
            raise PaperbibError("--json and --format github exclude each other", hint=hint)
        if not self.scheduled:
            names = {"--no-jitter": self.no_jitter, "--log": self.log is not None}
            for name in (name for name, is_given in names.items() if is_given):
                raise PaperbibError(f"{name} is for scheduled runs", hint="add --scheduled")
            return
        others = {
            "--json": self.as_json,
            "--check": self.check,
            "--dry-run": self.dry_run,
            "--diff": self.diff,
            "--format github": self.format_ == "github",
        }
        for name in (name for name, is_given in others.items() if is_given):
            hint = f"leave out one of them; {name} is for people and checks"
            raise PaperbibError(f"--scheduled and {name} exclude each other", hint=hint)


def schedule_options(command: _Command) -> _Command:
    """Give a command the options for callers without a terminal."""
    options = (
        click.option(
            "--check-links", is_flag=True, help="Also look whether the links lead anywhere."
        ),
        click.option(
            "--scheduled", is_flag=True, help="Refresh for a scheduler: quiet, one line of status."
        ),
        click.option("--no-jitter", is_flag=True, help="With --scheduled: start at once."),
        click.option(
            "--log",
            type=click.Path(path_type=Path, dir_okay=False),
            metavar="FILE",
            help="With --scheduled: append the line of status to a file.",
        ),
        click.option(
            "--lock-wait",
            type=click.IntRange(0, _DAY_S),
            metavar="SECONDS",
            help="Wait for another run; 0 by default, 1800 with --scheduled.",
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command
