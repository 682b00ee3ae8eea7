"""Explicit markup of reStructuredText: targets, substitutions and directives.

Source: reStructuredText Markup Specification, "Explicit Markup Blocks".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from paperbib.extract.lines import Line
from paperbib.extract.rst.names import Targets, label, unescape

EXPLICIT = re.compile(r"[ \t]*\.\.(?:[ \t]+(?P<rest>\S.*)?)?")
_TARGET = re.compile(
    r"[ \t]*(?:\.\.[ \t]+_(?:`(?P<phrase>(?:[^`\\]|\\.)+)`|(?P<name>(?:[^:`\\]|\\.|:(?=\S))*)):"
    r"|__)(?:[ \t]+(?P<address>\S.*)?)?"
)
NOTE = re.compile(r"\[(?P<label>[\w#*.-]{1,80})\](?:[ \t]+|\Z)")
_SUBSTITUTION = re.compile(
    r"\|(?P<name>[^|\s][^|]{0,200})\|[ \t]+(?P<kind>[\w-]+)::(?:[ \t]+(?P<rest>\S.*)?)?"
)
DIRECTIVE = re.compile(r"(?P<name>[A-Za-z][\w+.:-]*?)[ \t]?::(?:[ \t]+(?P<rest>\S.*)?)?")
FIELD = re.compile(r"[ \t]*:(?P<name>[^\s:`][^:`\r\n]{0,80}):(?:[ \t]+(?P<value>\S.*)?)?")
_LEAST_BUDGET = 50_000
"""So many characters more than twice those of the note may be put for names."""


class Target(NamedTuple):
    """A hyperlink target: ``.. _name: address``.

    Attributes:
        name: As written, "" for one without a name.
        at: Where the name stands in the note.
        address: Where the address stands, over all of its lines; empty if it has none.
        to: The address, escapes undone.
        end: The line after it.
    """

    name: str
    at: int
    address: tuple[int, int]
    to: str
    end: int


class Substitution(NamedTuple):
    """``.. |name| kind:: rest``; an image may lead to an ``address``."""

    name: str
    is_image: bool
    rest: Line
    address: str


def read_target(lines: list[Line], index: int) -> Target | None:
    """The hyperlink target at line ``index``."""
    line = lines[index]
    match = _TARGET.fullmatch(line.text) if "_" in line.text else None
    if match is None or (match["name"] is None and not match["phrase"] and not match["address"]):
        return None
    name = match["phrase"] or match["name"] or ""
    group = "phrase" if match["phrase"] else "name"
    at = line.start + max(match.start(group), 0)
    words: list[Line] = [line.after(match.start("address"))] if match["address"] else []
    end = index + 1
    while end < len(lines) and not lines[end].is_blank and lines[end].depth > line.depth:
        if words and "://" in lines[end].text:
            break
        words.append(lines[end].after(0))
        end += 1
    span = (words[0].start, words[-1].start + len(words[-1].text)) if words else (at, at)
    address = unescape("".join("".join(word.text.split()) for word in words))
    return Target("" if name.strip() == "_" else name, at, span, address, end)


def read_substitution(lines: list[Line], index: int) -> Substitution | None:
    """The substitution definition at line ``index``."""
    explicit = EXPLICIT.fullmatch(lines[index].text)
    line = lines[index].after(explicit.start("rest")) if explicit and explicit["rest"] else None
    match = _SUBSTITUTION.fullmatch(line.text) if line else None
    if line is None or match is None:
        return None
    kind = match["kind"]
    address = ""
    for option in options(lines, index):
        if (field := FIELD.fullmatch(option.text)) and field["name"] == "target":
            address = unescape(field["value"] or "")
    rest = line.after(match.start("rest")) if match["rest"] else Line(line.start, "")
    return Substitution(match["name"], kind == "image", rest, address)


def options(lines: list[Line], index: int) -> list[Line]:
    """The options of the directive at line ``index``: the fields right below it."""
    end = index + 1
    depth = lines[index].depth
    while (
        end < len(lines)
        and lines[end].depth > depth
        and (FIELD.fullmatch(lines[end].text) or (end > index + 1 and not lines[end].is_blank))
    ):
        end += 1
    return lines[index + 1 : end]


def read_targets(lines: list[Line]) -> Targets:
    """What the names of a note lead to; definitions may stand anywhere in it."""
    length = lines[-1].start + len(lines[-1].text) if lines else 0
    targets = Targets(budget=2 * length + _LEAST_BUDGET)
    waiting: list[str] = []
    for index, target, substitution in _definitions(lines):
        if substitution:
            name = label(substitution.name)
            if substitution.is_image:
                targets.pictures[name] = substitution.address
                if "://" in substitution.rest.text:
                    targets.badges[name] = substitution.rest
            else:
                targets.words[name] = unescape(substitution.rest.text)
        elif target and not target.to:
            # A target without an address shares the one that follows.
            waiting.append(label(target.name))
        elif target and not target.name:
            targets.anonymous.append(target.to)
        elif target:
            for name in (*waiting, label(target.name)):
                targets.addresses.setdefault(name, target.to)
        if target is None or target.to or index + 1 == len(lines):
            waiting.clear()
    return targets


def _definitions(
    lines: list[Line],
) -> Iterator[tuple[int, Target | None, Substitution | None]]:
    for index, line in enumerate(lines):
        if line.is_blank:
            continue
        sign = line.text.lstrip()[:2]
        target = read_target(lines, index) if sign in ("..", "__") else None
        substitution = read_substitution(lines, index) if sign == ".." and not target else None
        yield index, target, substitution
