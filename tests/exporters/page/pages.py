"""Pages for the tests: written, parsed as a browser would, and asked for what they say."""

from __future__ import annotations

import json
from typing import Any

import lxml.html
from lxml.etree import XPath

from paperbib.exporters import page
from paperbib.exporters.options import Options, Page
from paperbib.model import Library


class Parsed:
    """A page as its readers find it."""

    def __init__(self, text: str) -> None:
        self.text = text
        parser = lxml.html.HTMLParser(encoding="utf-8")
        self.root = lxml.html.document_fromstring(text.encode(), parser=parser)

    def all(self, path: str) -> list[Any]:
        found = XPath(path)(self.root)
        assert isinstance(found, list)
        return found

    def texts(self, path: str) -> list[str]:
        return ["".join(one.itertext()) for one in self.all(path)]

    def script(self, path: str) -> Any:  # noqa: ANN401 - JSON
        (found,) = self.all(path)
        return json.loads(found.text)

    @property
    def data(self) -> dict[str, Any]:
        return dict(self.script('//script[@id="page-library"]'))

    @property
    def entries(self) -> dict[str, dict[str, Any]]:
        return {one["key"]: one for one in self.data["entries"]}

    @property
    def linked_data(self) -> dict[str, Any]:
        return dict(self.script('//script[@type="application/ld+json"]'))


def parsed(library: Library, options: Options | None = None, **told: Any) -> Parsed:  # noqa: ANN401
    """The page of a library; further arguments are those of `Page`."""
    return Parsed(page.render(library, options or Options(page=Page(**told))))


def seen(text: str) -> str:
    """A text as HTML can hold it: what no document may hold is replaced."""
    kept = (char if is_held(char) else "\ufffd" for char in text)
    return "".join(kept)


def is_held(char: str) -> bool:
    """Whether a document may hold a character: no control, no surrogate, no non-character."""
    code = ord(char)
    is_control = code < 0x20 or 0x7F <= code < 0xA0
    is_none = 0xD800 <= code < 0xE000 or code in {0xFFFE, 0xFFFF}
    return char in "\n\t" or not (is_control or is_none)
