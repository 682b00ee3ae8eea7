"""What an output is made of, as a digest: the same cause has the same bytes."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from paperbib import __version__, exporters, store
from paperbib.exporters import Exporter, markdown, page
from paperbib.exporters.options import Options, Page

_CODE = frozenset({".py", ".html", ".css", ".js"})
"""The endings of the files that exporters are made of."""


def code_mark() -> str:
    """Changes when the exporters' code does."""
    folder = Path(exporters.__file__).parent
    files = (one for one in folder.rglob("*") if one.suffix in _CODE)
    stats = [(file.relative_to(folder), file.stat()) for file in sorted(files)]
    marks = [f"{name} {stat.st_size} {stat.st_mtime_ns}" for name, stat in stats]
    return "\n".join([__version__, *marks])


def cause(exporter: Exporter, lock: str, options: Options, told: Page, code: str) -> str:
    """The cause of an output.

    Args:
        exporter: Its format.
        lock: The canonical text of the library.
        options: What it carries, but for what the page says beyond that.
        told: That: the page is made of it, and the reading list of its title.
        code: The mark of the exporters' code.
    """
    words = [exporter.name, repr(options), code, _digest_of_lock(lock)]
    if exporter.name == page.name:
        words.append(digest(repr(told)))
    if exporter.name == markdown.name:
        words.append(digest(told.title))
    return digest("\n".join(words))


def merged_cause(cause: str, on_disk: str) -> str:
    """The cause of a file that a person edited: it is made of what was there, too."""
    return digest(f"{cause}\n{on_disk}")


def digest(text: str) -> str:
    """The digest of a text; of names of files, too, that are no text."""
    return store.digest(text.encode(errors="surrogatepass"))


@lru_cache(maxsize=2)
def _digest_of_lock(lock: str) -> str:
    """A lock is large, and stands in the cause of every output with any options."""
    return digest(lock)
