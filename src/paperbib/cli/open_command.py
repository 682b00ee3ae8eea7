"""``paperbib open``."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

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
  2  there is no page, or no such entry in the library or in the page
  3  no browser can be started; the address is printed
"""


@click.command("open", epilog=_EPILOG)
@click.argument("name", metavar="[KEY|ID]", required=False)
@click.option("--print", "is_printed", is_flag=True, help="Only print the address of the page.")
@click.pass_obj
def open_page(obj: Globals, name: str | None, is_printed: bool) -> int:
    """Open the library page in the browser.

    It opens at an entry if you name one: KEY is a citation key, also an old one, ID an
    identifier such as arxiv:1706.03762 or a URL. A page that is not of the library as it is
    now is opened, and that is told.
    """
    address, doubt = find(obj.load(), name)
    if doubt:
        obj.say(doubt, fg="yellow")
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


class Found(NamedTuple):
    """Where the page is.

    Attributes:
        address: Of the page, or of an entry in it: a ``file:`` URI, in ASCII.
        doubt: Why it may not be what one expects; or "".
    """

    address: str
    doubt: str


def find(config: Config, name: str | None) -> Found:
    """Find the page, or an entry in it.

    Args:
        config: Says where the page is.
        name: The entry: a key, an old key or an identifier; None for the page as a whole.

    Raises:
        PaperbibError: There is no page, or no such entry in the library or in the page.
    """
    from paperbib.exporters import page
    from paperbib.exporters.page.markup import fragment

    file = config.output / page.filename
    is_wanted = page.name in config.settings.formats
    hint = _SYNC if is_wanted else f'add "{page.name}" to formats, then {_SYNC}'
    shown = _keys(file, hint)
    address = file.absolute().as_uri()
    doubt = "" if is_wanted else f"formats leaves the page out: it may be of an earlier day; {hint}"
    try:
        key, known = _entry(config, name)
    except PaperbibError:
        if name is not None:
            raise
        # The page can be read without the library.
        return Found(address, doubt)
    if key is not None and key not in shown:
        raise PaperbibError(f"the page has no entry {key!r}, it is older than that", hint=hint)
    if shown != known:
        doubt = doubt or f"the page is not of the library as it is now: {hint}"
    return Found(address + fragment(key) if key is not None else address, doubt)


def _entry(config: Config, name: str | None) -> tuple[str | None, AbstractSet[str]]:
    """The key that is meant, and all keys of the library."""
    from paperbib import sync
    from paperbib.sync import words

    library = sync.read_library(config.output)
    return None if name is None else words.find_key(library, name), library.references.keys()


def _keys(file: Path, hint: str) -> AbstractSet[str]:
    """The keys in the page."""
    from paperbib.exporters.page import origin

    try:
        content = file.read_bytes()
    except (FileNotFoundError, IsADirectoryError) as error:
        raise PaperbibError(f"{visible(str(file))}: there is no page", hint=hint) from error
    except OSError as error:
        what = f"{visible(str(file))}: the page cannot be read ({error.strerror})"
        raise PaperbibError(what, hint="check output in the configuration") from error
    if not origin.is_ours(content):
        what = f"{visible(str(file))}: there is no page, for paperbib did not write this file"
        raise PaperbibError(what, hint="choose another output in the configuration")
    return origin.keys_in(content.decode(errors="replace"))


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
