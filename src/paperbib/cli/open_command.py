"""``paperbib open``."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from paperbib.cli.globals import Globals
from paperbib.errors import Exit, PaperbibError
from paperbib.model import visible

if TYPE_CHECKING:
    from paperbib.config import Config

_SYNC = "run paperbib sync"
_EPILOG = """\b
Exit codes:
  0  the page is open, or its address printed
  2  there is no page, or no such entry
  3  no browser can be started; the address is printed
"""


@click.command("open", epilog=_EPILOG)
@click.argument("name", metavar="[KEY|ID]", required=False)
@click.option("--print", "is_printed", is_flag=True, help="Only print the address of the page.")
@click.pass_obj
def open_page(obj: Globals, name: str | None, is_printed: bool) -> int:
    """Open the library page in the browser.

    It opens at an entry if you name one: KEY is a citation key, also an old one, ID an
    identifier such as arxiv:1706.03762 or a URL.
    """
    address = address_of(obj.load(), name)
    if is_printed:
        click.echo(address)
    elif is_started(address):
        obj.say(f"opened {address}")
    else:
        click.echo(address)
        raise PaperbibError(
            "no browser can be started",
            hint="open the address that is printed, or name a browser in BROWSER",
            code=Exit.PARTIAL,
        )
    return Exit.DONE


def address_of(config: Config, name: str | None) -> str:
    """The address of the page, or of an entry in it: a ``file:`` URI, in ASCII.

    Args:
        config: Says where the page is.
        name: The entry: a key, an old key or an identifier; None for the page as a whole.

    Raises:
        PaperbibError: There is no page, or no such entry in the library.
    """
    from paperbib import sync
    from paperbib.exporters import page
    from paperbib.exporters.page.markup import fragment
    from paperbib.sync import words

    file = config.output / page.filename
    if not _is_file(file):
        is_wanted = page.name in config.settings.formats
        hint = _SYNC if is_wanted else f'add "{page.name}" to formats, then {_SYNC}'
        raise PaperbibError(f"{visible(str(file))}: there is no page", hint=hint)
    address = file.absolute().as_uri()
    if name is None:
        return address
    return address + fragment(words.find_key(sync.read_library(config.output), name))


def _is_file(file: Path) -> bool:
    try:
        return file.is_file()
    except OSError as error:
        what = f"{visible(str(file))}: this cannot be looked for ({error.strerror})"
        raise PaperbibError(what, hint="check output in the configuration") from error


def is_started(address: str, start: Callable[[str], bool] | None = None) -> bool:
    """Whether a browser took an address.

    Args:
        address: What to open.
        start: Starts a browser, and says whether it did; `webbrowser.open` if None.
            Source: Python's webbrowser, which heeds ``BROWSER``.
    """
    import webbrowser

    try:
        return (start or webbrowser.open)(address)
    except (webbrowser.Error, OSError):
        return False
