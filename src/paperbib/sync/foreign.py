"""Files that bear the name of an output, and that paperbib never wrote: they are left alone.

Those of other programs bear such names, ``index.html`` above all. That a page is ours, it says
itself. Of a reading list and of CSL-JSON the form tells; but where the cache knows that paperbib
wrote one for the library as it was, somebody rewrote that, and a copy is kept.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from paperbib.exporters import Exporter, csl_json, key_map, markdown, page
from paperbib.exporters.page import origin
from paperbib.model import Problem
from paperbib.settings import Settings

_READING_LIST = re.compile(
    rb"\A# [^\r\n]+\s+(?:No references\.|\*\*\d+\*\* (?:paper|link)s?\b)"
    rb"|^ *- .* \xc2\xb7 `[^`\r\n]+`",
    re.MULTILINE,
)
_CSL = re.compile(rb'\A\s*\[\s*\]\s*\Z|"citation-key"')
_IS_OURS: Mapping[str, Callable[[bytes], object]] = {
    page.name: origin.is_ours,
    markdown.name: _READING_LIST.search,
    csl_json.name: _CSL.search,
}
"""By format, whether a file has its form."""


def looks_foreign(exporter: Exporter, content: bytes) -> bool:
    """Whether a file with the name of an output has not its form; what is empty is nobody's.

    Args:
        exporter: The format whose name it bears.
        content: Its bytes.
    """
    is_ours = _IS_OURS.get(exporter.name)
    return is_ours is not None and bool(content.strip()) and not is_ours(content)


def problem(exporter: Exporter, folder: Path) -> Problem:
    """What is to be told of a file that is left alone."""
    return Problem(
        kind="edited",
        what=f"{folder / exporter.filename} was not written by paperbib, and is left alone",
        hint=f'Choose another folder (output = …), or formats without "{exporter.name}"',
    )


def asked_for(names: Iterable[str], settings: Settings) -> tuple[str, ...]:
    """Those of the outputs that a person asked for: the default asks for nothing."""
    # The option --key-map adds one to the default, and asks for no other.
    by_option = [*Settings().formats, key_map.name]
    is_asked = "formats" in settings.model_fields_set and settings.formats != by_option
    return tuple(names) if is_asked else ()
