"""``paperbib export``."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from paperbib.cli.globals import Globals, inert
from paperbib.errors import Exit, PaperbibError, did_you_mean
from paperbib.model import visible

_NOTES = {".md", ".markdown", ".txt", ".org", ".rst", ".html", ".tex", ".ipynb"}
"""Endings of files in a folder of notes that nobody exports to by intent."""

if TYPE_CHECKING:
    from paperbib.config import Config
    from paperbib.exporters.options import Options
    from paperbib.exporters.reference_markup import Markup
    from paperbib.model import Library, PartialDate

    Pieces = Callable[[Library, Options], Iterator[str]]

_FORMATTED = "formatted"
_COLUMNS = 80
_INDENT = "      "
"""As wide as what stands before a hint."""


class _Command(click.Command):
    """A command whose help lists the formats; the table is read only when it is shown."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's
        """List every format with what it is; see `click.Command.format_epilog`."""
        with formatter.section("Formats"):
            formatter.write_dl(list(_formats().items()))
        with formatter.section("Exit codes"):
            formatter.write_dl(
                [
                    ("0", "done"),
                    ("1", "written, but the document cites what is not in the library"),
                    ("2", "wrong usage, an unreadable document; nothing was written"),
                ]
            )


@click.command(cls=_Command)
@click.option("-f", "--format", "format_", required=True, metavar="FORMAT", help="See below.")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, allow_dash=True),
    default="-",
    metavar="FILE",
    help="Where to write; - for standard output, the default.",
)
@click.option("--tag", "tags", multiple=True, metavar="TAG", help="With this tag; repeat for any.")
@click.option("--unread", is_flag=True, help="Only what is still to be read.")
@click.option("--read", "is_read", is_flag=True, help="Only what was read.")
@click.option("--since", metavar="DATE", help="From YYYY, YYYY-MM or YYYY-MM-DD on.")
@click.option(
    "--cited-in",
    "documents",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Only what a .tex, .aux, .md, .qmd, .Rmd or .typ file cites, in its order.",
)
@click.option(
    "--style", type=click.Path(path_type=Path), metavar="FILE", help="The CSL style of formatted."
)
@click.option("--locale", metavar="LANGUAGE", help="Of formatted: de-DE; else the style's.")
@click.option(
    "--as",
    "markup",
    type=click.Choice(["text", "html", "markdown"]),
    help="What formatted writes; text is the default.",
)
@click.pass_obj
def export(
    obj: Globals,
    format_: str,
    output: Path,
    tags: tuple[str, ...],
    unread: bool,
    is_read: bool,
    since: str | None,
    documents: tuple[Path, ...],
    style: Path | None,
    locale: str | None,
    markup: Markup | None,
) -> int:
    """Write the library, or a part of it, in a format; no network.

    All that is asked for must hold: --tag A --tag B --unread is what is still to be
    read and has the tag A or B.
    """
    from paperbib import sync
    from paperbib.selecting import Wanted
    from paperbib.sync import carrying
    from paperbib.sync.excerpt import excerpt

    if unread and is_read:
        raise click.UsageError("--unread and --read exclude each other")
    pieces = _pieces(format_, style, locale, markup)
    wanted = Wanted(tags, "open" if unread else "done" if is_read else None, _date(since))
    config = obj.load()
    _check_target(output, config)
    options = carrying.options(config)
    found = excerpt(sync.read_library(config.output), options, wanted, documents)
    for remark in found.remarks:
        obj.say(remark, fg="yellow")
    _write(output, pieces(found.library, options))
    for fault in found.faults:
        click.echo(click.style(inert(visible(fault)), fg="red"), err=True, color=obj.color)
    return Exit.FOUND if found.faults else Exit.DONE


def _formats() -> dict[str, str]:
    """Every format by name, and what it is."""
    from paperbib.exporters import EXPORTERS, formatted

    about = {one.name: one.__doc__ or "" for one in EXPORTERS}
    about[_FORMATTED] = f"{formatted.__doc__}"
    return {
        name: text.partition("\n")[0].rstrip(".").replace("``", "") for name, text in about.items()
    }


def _pieces(name: str, style: Path | None, locale: str | None, markup: Markup | None) -> Pieces:
    """What writes a format; formatted needs a style, and nothing else takes one."""
    from paperbib.changes import feed
    from paperbib.exporters import EXPORTERS

    if name == _FORMATTED:
        return _formatted(style, locale, markup)
    options = {"--style": style, "--locale": locale, "--as": markup}
    for option in (option for option, value in options.items() if value is not None):
        raise click.UsageError(f"{option} is for -f {_FORMATTED}")
    for exporter in EXPORTERS:
        if exporter.name == name:
            return exporter.pieces
    if name == feed.name:
        what = f"{name} shows what changed, and is no form of the library"
        hint = f"add it to formats: paperbib sync writes {feed.filename}"
        raise PaperbibError(what, hint=hint)
    known = [*_formats(), feed.name]
    near = did_you_mean(name, known, otherwise="")
    hint = f"{near} There are {', '.join(known)}".strip()
    lines = textwrap.wrap(hint, _COLUMNS - len(_INDENT), break_on_hyphens=False)
    raise PaperbibError(f"unknown format {name!r}", hint=f"\n{_INDENT}".join(lines))


def _formatted(style: Path | None, locale: str | None, markup: Markup | None) -> Pieces:
    from paperbib.exporters import formatted

    if style is None:
        raise click.UsageError(f"-f {_FORMATTED} needs a style: --style FILE.csl")
    try:
        text = style.read_bytes()
    except OSError as error:
        raise PaperbibError(
            f"{style}: this style cannot be read ({error.strerror})", hint="check the path"
        ) from error
    chosen = formatted.Style(text, style.as_posix(), locale or "", markup or "text")
    return lambda library, options: formatted.pieces(library, options, chosen)


def _date(text: str | None) -> PartialDate | None:
    from paperbib.model import PartialDate

    try:
        found = PartialDate.parse(text)
    except ValueError as error:
        what = f"--since {text}: this is no date"
        raise PaperbibError(what, hint="write YYYY, YYYY-MM or YYYY-MM-DD") from error
    return found if isinstance(found, PartialDate) else None


def _check_target(output: Path, config: Config) -> None:
    """Refuse what an export must never replace: the lock, a note, what sync writes."""
    from paperbib.exporters import EXPORTERS, canonical

    written = [one.filename for one in EXPORTERS if one.name in config.settings.formats]
    kept = [config.output / name for name in (canonical.filename, *written)]
    notes = [(config.root / note).resolve() for note in config.settings.notes]
    target = output.resolve()
    is_note = target.suffix in _NOTES and any(note in target.parents for note in notes)
    is_kept = target in (*notes, *(one.resolve() for one in (*kept, config.file) if one))
    if is_kept or (is_note and target.is_file()):
        what = f"{output}: this is a note, or what paperbib sync writes"
        raise PaperbibError(what, hint="name another file")


def _write(output: Path, pieces: Iterator[str]) -> None:
    """Write to a file whole or not at all, to anything else piece by piece."""
    from paperbib import store

    if output == Path("-"):
        _print(pieces)
    elif output.is_dir():
        raise PaperbibError(f"{output}: this is a folder", hint="name the file to write")
    elif output.exists() and not output.is_file():
        # A device or a pipe is written to, never replaced.
        with output.open("w", encoding="utf-8", newline="") as file:
            file.writelines(pieces)
    else:
        content = "".join(pieces).encode()
        if store.digest_of_file(output) != store.digest(content):
            store.write(output.parent, {output.name: content})


def _print(pieces: Iterator[str]) -> None:
    if sys.stdout is None:
        raise PaperbibError("standard output is closed", hint="check where it goes")
    out = sys.stdout.buffer
    for piece in pieces:
        # Without a buffer one call may take only a part.
        rest = memoryview(piece.encode())
        while rest:
            rest = rest[out.write(rest) :]
    out.flush()
