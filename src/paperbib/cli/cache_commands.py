"""The commands that look at the cache of answers, and make it smaller."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from paperbib.cli.globals import Globals, Group
from paperbib.errors import PaperbibError

if TYPE_CHECKING:
    from paperbib.cache import Cache, Holdings

_DAY_S = 86_400.0
_UNITS = ("kB", "MB", "GB", "TB")


@click.group(cls=Group)
def cache() -> None:
    """Look at, thin out or empty the cache of answers."""


@cache.command()
@click.pass_obj
def info(obj: Globals) -> None:
    """Say where the cache is and what it holds."""
    from paperbib.cache import Cache

    with Cache(obj.load().cache_dir) as held:
        click.echo(f"{held.path}")
        click.echo(f"size: {_size(held.size())}")
        for one in held.holdings():
            click.echo(_line(one))
        index = held.path.with_name("index")
        if index.is_dir():
            click.echo(f"index: {_size(_size_of_folder(index))}")
        for problem in held.problems:
            obj.say(str(problem), fg="yellow")


@cache.command()
@click.pass_obj
def clear(obj: Globals) -> None:
    """Empty the cache; costs requests, loses nothing."""
    from paperbib.cache import Cache

    with Cache(obj.load().cache_dir) as held:
        number = held.clear()
        _tell_problems(obj, held)
        obj.say(f"{number} answers forgotten")


@cache.command()
@click.option(
    "--older-than",
    "max_age_days",
    metavar="DAYS",
    type=click.IntRange(0, 36_500),
    default=365,
    help="Forget answers not confirmed for so many days (365).",
)
@click.pass_obj
def prune(obj: Globals, max_age_days: int) -> None:
    """Forget old answers, and versions that others came after.

    What arXiv did not know is forgotten after a week in any case.
    """
    from paperbib.cache import Cache

    with Cache(obj.load().cache_dir) as held:
        before = held.size()
        now_s = datetime.now(UTC).timestamp()
        number = held.prune(now_s=now_s, max_age_s=max_age_days * _DAY_S)
        _tell_problems(obj, held)
        given_back = max(0, before - held.size())
        obj.say(f"{number} answers forgotten, {_size(given_back)} given back")


def _tell_problems(obj: Globals, held: Cache) -> None:
    """A cache that was set aside is a warning, since a new one is there; others are errors."""
    for problem in held.problems:
        if not problem.hint:
            raise PaperbibError(problem.what, hint="check PAPERBIB_CACHE_DIR")
        obj.say(str(problem), fg="yellow")


def _line(one: Holdings) -> str:
    number = one.found + one.missing + one.invalid
    kinds = [f"{one.found} found", f"{one.missing} missing", f"{one.invalid} invalid"]
    dates = sorted({_date(one.oldest_s), _date(one.newest_s)})
    answers = f"{number} answer{'' if number == 1 else 's'}"
    versions = f"{one.versions} version{'' if one.versions == 1 else 's'}"
    return f"{one.source}: {answers} ({', '.join(kinds)}), {versions}, {' to '.join(dates)}"


def _date(at_s: float) -> str:
    """The day of a time, in UTC."""
    try:
        return f"{datetime.fromtimestamp(at_s, UTC):%Y-%m-%d}"
    except (OverflowError, ValueError, OSError):
        # A damaged row can hold any number.
        return "unknown"


def _size(number: float) -> str:
    """A number of bytes for people.

    >>> _size(999), _size(1_240), _size(999_960), _size(470_500_000)
    ('999 B', '1.2 kB', '1.0 MB', '470.5 MB')
    """
    if number < 1000:  # noqa: PLR2004 - SI
        return f"{number:.0f} B"
    for unit in _UNITS:
        number /= 1000
        if number < 999.95 or unit == _UNITS[-1]:  # noqa: PLR2004 - what rounds to 1000.0
            break
    return f"{number:.1f} {unit}"


def _size_of_folder(folder: Path) -> int:
    """What the files of a folder take, in bytes; those that go meanwhile take none."""
    total = 0
    for path in folder.rglob("*"):
        try:
            total += path.lstat().st_size if path.is_file() else 0
        except OSError:
            continue
    return total
