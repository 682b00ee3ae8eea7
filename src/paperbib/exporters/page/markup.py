"""Text in HTML and in SVG: escaped, so that it stays text wherever it stands.

Source: HTML Living Standard, section 13.3 (escaping a string); XML 1.0, section 2.2 (characters).
"""

from __future__ import annotations

import re
from urllib.parse import quote

_ESCAPES = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "'": "&#39;",
}
_MEANT = re.compile("[&<>\"'\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""What would be markup, and what no document can hold. A lone carriage return is one of
those: it would come back as a line feed."""


def escape(text: str) -> str:
    r"""The text for the inside of an element, or of an attribute in quotes.

    What no document can hold (controls, lone surrogates) becomes the replacement character.

    >>> escape("<b a='1'> & \x00")
    '&lt;b a=&#39;1&#39;&gt; &amp; \ufffd'
    """
    return _MEANT.sub(lambda match: _ESCAPES.get(match[0], "\ufffd"), text)


def fragment(key: str) -> str:
    """The fragment of the address of an entry: its key, percent-encoded.

    A question mark is encoded, too: the page takes what begins with one for a filter.

    >>> fragment("a b"), fragment("müller2020:x")
    ('#a%20b', '#m%C3%BCller2020:x')
    """
    return "#" + quote(key, safe="!$*+,;:@/-._~", errors="replace")


def is_web(address: str) -> bool:
    """Whether a browser may open the address: http and https, and nothing else."""
    return address.startswith(("https://", "http://"))


def attributes(**values: str) -> str:
    """Attributes of a tag, each with a space before it; those without a value are left out.

    An underscore at the end of a name is dropped, any other is a hyphen.

    >>> attributes(class_="a b", data_kind='"', id="")
    ' class="a b" data-kind="&quot;"'
    """
    return "".join(
        f' {name.rstrip("_").replace("_", "-")}="{escape(value)}"'
        for name, value in values.items()
        if value
    )
