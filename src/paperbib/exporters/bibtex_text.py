r"""The text of a BibTeX entry in paperbib's own form, and a strict reader of that form.

One field a line, every value in braces but for the month, which is a macro. The
reader takes nothing else, so that what it takes is read alike by every program:
braces are balanced to BibTeX, which counts ``\{`` as one, and to bibtexparser,
which does not. Source: "BibTeXing" (btxdoc), section 2; bibtex.web, section 244.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

_NAME_WIDTH = len("archiveprefix")
_FORM = r"  ([a-z]+) *= (?:\{(.*)\}|(?<=  month         = )([a-z]{3}))"
_ENTRY = re.compile(
    r"""@(?P<type>[a-z]+)\{(?P<key>[^\s"#%'(),={}~\\@]+),\n"""
    rf"(?P<fields>(?:{_FORM},\n)*{_FORM}\n)\}}\n"
)
_FIELDS = re.compile(rf"{_FORM},?\n")
_BRACE = re.compile(r"\\.|[{}]")


def written(kind: str, key: str, fields: Mapping[str, str]) -> str:
    """The entry as text, ending with a newline."""
    lines = [
        f"  {field:<{_NAME_WIDTH}} = {value if field == 'month' else '{' + value + '}'}"
        for field, value in fields.items()
    ]
    return f"@{kind}{{{key},\n" + ",\n".join(lines) + "\n}\n"


def check(text: str, kind: str, key: str, fields: Mapping[str, str]) -> None:
    """Make sure that an entry reads back as it was meant.

    Raises:
        RuntimeError: When it does not: a bug.
    """
    found = read(text)
    if found is None:
        raise RuntimeError(f"the BibTeX entry {key!r} does not read back: {text[:200]!r}")
    if found != (kind, key, fields):
        raise RuntimeError(f"the BibTeX entry {key!r} does not read back as written")


def read(text: str) -> tuple[str, str, dict[str, str]] | None:
    """The type, the key and the fields of an entry that `written` wrote; else None."""
    match = _ENTRY.fullmatch(text)
    if match is None:
        return None
    found = _FIELDS.findall(match["fields"])
    fields = {field: value or month for field, value, month in found}
    if len(fields) < len(found) or not all(map(is_balanced, fields.values())):
        return None
    return match["type"], match["key"], fields


def is_balanced(value: str) -> bool:
    r"""Whether braces are in pairs, both to who counts ``\{`` as one and to who does not.

    A backslash at the end would hide the closing brace from the latter.

    >>> is_balanced(r"{a} \{b\}"), is_balanced(r"\{ {"), is_balanced("a\\")
    (True, False, False)
    """
    if "{" not in value and "}" not in value:
        return not value.endswith("\\")
    every = plain = 0
    for brace in _BRACE.findall(value):
        step = {"{": 1, "}": -1}.get(brace[-1], 0)
        every += step
        plain += step if len(brace) == 1 else 0
        if every < 0 or plain < 0:
            return False
    return every == plain == 0 and not value.endswith("\\")


def check_keys(keys: Collection[str]) -> None:
    """Make sure that BibTeX can tell all keys of a file apart: it heeds no case.

    Args:
        keys: Each once, with a quick ``in``.

    Raises:
        RuntimeError: When two differ in case only: a bug.
    """
    folded: dict[str, str] = {}
    for key in keys:
        if (fold := key.casefold()) != key:
            # Two keys in lower case, which is the rule, differ; so none of them is kept.
            twin = fold if fold in keys else folded.setdefault(fold, key)
            if twin != key:
                first, second = sorted((twin, key))
                raise RuntimeError(f"BibTeX cannot tell the keys {first!r} and {second!r} apart")
