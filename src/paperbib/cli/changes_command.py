"""``paperbib changes``."""

from __future__ import annotations

import json
import os
import shutil
import sys
import textwrap
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import click

from paperbib.cli.annotations import FORMAT
from paperbib.cli.globals import Globals, inert
from paperbib.errors import PaperbibError
from paperbib.model import visible

if TYPE_CHECKING:
    from paperbib.changes import Event
    from paperbib.config import Config
    from paperbib.model import Library

_INDENT = " " * 12
_NARROWEST = 40
_FILLER = "\ufdd0"
"""Stands for the second column of a wide character; no text has this noncharacter."""


@click.command()
@click.option("--since", metavar="30d|2w|DATE", help="Only from then on; default: all.")
@click.option("--json", "as_json", is_flag=True, help="Print them as one JSON object.")
@click.option("--format", "format_", type=FORMAT, default="text", help="github: annotations.")
@click.pass_obj
def changes(obj: Globals, since: str | None, as_json: bool, format_: str) -> None:
    """Say what changed, the newest last; no network.

    DATE is a day such as 2026-01-31; 30d and 2w are days and weeks ago.
    """
    from paperbib.sync import history

    if as_json and format_ == "github":
        raise click.UsageError("--json and --format github exclude each other")
    start = _start(since)
    config = obj.load()
    events = history.happened(config.output)
    if start:
        events = tuple(one for one in events if one.day >= start.isoformat())
    if as_json:
        click.echo(_json(events, start))
    elif format_ == "github":
        _annotate(config, events)
    else:
        for line in lines(events):
            click.echo(inert(line))
    if not events:
        obj.say(f"nothing changed since {start}" if start else "nothing has changed yet")


def lines(events: Iterable[Event]) -> list[str]:
    """Events in words: the day, the key, what happened; as wide as the terminal, if it is one."""
    told = [f"{one.day}  {visible(one.words)}" for one in events]
    # Programs read lines; who sets COLUMNS wants them that wide.
    if not (sys.stdout.isatty() or os.environ.get("COLUMNS")):
        return told
    width = max(shutil.get_terminal_size().columns, _NARROWEST)
    return [line for one in told for line in _wrapped(one, width)]


def _wrapped(text: str, width: int) -> list[str]:
    """A text in lines of so many columns; characters of East Asia take two."""
    wide = "".join(f"{one}{_FILLER}" if _is_wide(one) else one for one in text)
    # A break may part a wide character from its second column.
    found = textwrap.wrap(wide, width - 1, subsequent_indent=_INDENT, break_on_hyphens=False)
    return [line.replace(_FILLER, "") for line in found]


def _is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in {"W", "F"}


def _start(since: str | None) -> date | None:
    from paperbib.changes.since import parse

    return parse(since, datetime.now(UTC).date()) if since is not None else None


def _json(events: Sequence[Event], start: date | None) -> str:
    from paperbib.changes.history import SCHEMA_VERSION

    data = {
        "schema_version": SCHEMA_VERSION,
        "since": start.isoformat() if start else None,
        "changes": [one.as_json() for one in events],
    }
    return json.dumps(data, ensure_ascii=False, indent=2)


def _library(config: Config) -> Library:
    """The library, which only says where entries are mentioned; without one, the notes do."""
    from paperbib import sync
    from paperbib.model import Library

    try:
        return sync.read_library(config.output)
    except PaperbibError:
        return Library()


def _annotate(config: Config, events: Sequence[Event]) -> None:
    """Print each event at the first mention of its entry, as far as that is known."""
    from paperbib.sync.annotating import Annotator, places_of
    from paperbib.sync.notes import read_notes, until_month

    if not events:
        return
    library = _library(config)
    paths = [config.root / note for note in config.settings.notes]
    try:
        until = until_month(datetime.now(UTC), library)
        said = read_notes(paths, config, config.output, until).said
        mentions = said.with_titles(library.decisions)
    except PaperbibError:
        mentions = []  # without the notes there are no lines, but the library knows the files
    places, annotator = places_of(library, mentions), Annotator(config.root)
    for event in events:
        click.echo(annotator.of_event(event, places))
