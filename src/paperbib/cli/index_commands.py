"""``paperbib index``: build, look at and remove the index of a bulk file."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from paperbib.cli.globals import Globals, Group
from paperbib.errors import PaperbibError

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from paperbib.sources.index.building import Built
    from paperbib.sources.index.reading import IndexInfo


@click.group(cls=Group)
def index() -> None:
    """Build or look at the index of arXiv's bulk file.

    With an index, papers are looked up in the bulk file at once and offline.
    """


@index.command()
@click.argument("file", type=click.Path(path_type=Path, readable=False))
@click.pass_obj
def build(obj: Globals, file: Path) -> None:
    """Build the index of a bulk file; if interrupted, go on with it.

    FILE is arXiv's arxiv-metadata-oai-snapshot.json, or a file in its schema,
    also packed as .gz or .zip. Leave it where it is: the records stay in it.
    Only a packed file is unpacked beside the index.
    """
    from paperbib.sources.index import building

    folder, start_s = _folder(obj), time.monotonic()
    with _progress(obj) as progress:
        built = building.build(file, folder, now=datetime.now(UTC), progress=progress)
    obj.say(_summary(file, built, _info(folder), time.monotonic() - start_s))


@index.command()
@click.pass_obj
def info(obj: Globals) -> None:
    """Say what the index holds, and of which file."""
    folder = _folder(obj)
    found = _info(folder)
    state = "current" if found.is_current else "the file is gone or changed; build the index again"
    click.echo(f"index: {folder}")
    click.echo(f"file: {found.file}")
    click.echo(f"records: {found.records}")
    click.echo(f"as of: {found.as_of or 'unknown'}")
    click.echo(f"built: {found.built_at.isoformat(timespec='seconds')}")
    click.echo(f"size: {_megabytes(found.size)}")
    click.echo(f"version: {found.version}")
    click.echo(f"state: {state}")


@index.command()
@click.pass_obj
def remove(obj: Globals) -> None:
    """Delete the index, and what was unpacked for it; not the file."""
    from paperbib.sources.index import building

    freed = building.remove(_folder(obj))
    obj.say(f"{_megabytes(freed)} freed" if freed else "there was no index")


def _folder(obj: Globals) -> Path:
    return obj.load().index_dir


def _info(folder: Path) -> IndexInfo:
    from paperbib.sources.index import reading

    found = reading.read_info(folder)
    if found is None:
        hint = "build one: paperbib index build FILE"
        raise PaperbibError(f"{folder}: there is no index", hint=hint)
    return found


def _summary(file: Path, built: Built, found: IndexInfo, seconds: float) -> str:
    size = _megabytes(found.size)
    if not built.is_new:
        return f"{built.records:,} records of {file}: the index is up to date, {size}"
    text = f"{built.records:,} records of {file} indexed in {seconds:.1f} s, {size}"
    if built.resumed_at:
        text += "; went on from an interrupted build"
    if built.repeats:
        text += f"; {built.repeats:,} lines left out for a later one about the same paper"
    return text


def _megabytes(size: int) -> str:
    return f"{size / 1e6:,.1f} MB"


@contextmanager
def _progress(obj: Globals) -> Iterator[Callable[[str, int, int], None]]:
    """A bar on a terminal; else nothing."""
    bars: list[tuple[Progress, TaskID]] = []

    def tell(what: str, done: int, total: int) -> None:
        if obj.is_quiet or not sys.stderr.isatty():
            return
        if not bars:
            from rich.console import Console
            from rich.progress import Progress

            bar = Progress(console=Console(stderr=True), transient=True)
            bar.start()
            bars.append((bar, bar.add_task(what, total=total)))
        bar, task = bars[0]
        bar.update(task, description=what, completed=done, total=total)

    try:
        yield tell
    finally:
        for bar, _ in bars:
            bar.stop()
