"""Front matter: the fields at the top of a note, in YAML (``---``) or TOML (``+++``).

Source: the front matter of Jekyll, Hugo and Obsidian. It is read line by line,
as people write it: ``key: value``, lists, and values that go on over lines.
Nothing is expanded, and ``2005.14160`` stays the text it is.
"""

from __future__ import annotations

import re

from paperbib.extract.data import fields
from paperbib.extract.data.fields import Field
from paperbib.extract.data.values import Value
from paperbib.extract.passage import Passage
from paperbib.model import Note

_LINE = re.compile(r"(?P<line>[^\r\n]*)(?:\r\n|\r|\n|\Z)")
_FIELD = re.compile(
    r"(?P<key>[A-Za-z_][\w.-]{0,60}|\"[^\"\r\n]{1,60}\")[ \t]*(?P<sign>[:=])(?=\s|$|[\"'\[])[ \t]*"
)
_ITEM = re.compile(r"[ \t]*-[ \t]+(?:(?P<key>[A-Za-z_]\w{0,30}):[ \t]+)?|[ \t]*")
_QUOTED = re.compile(r"\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'")
_MATTER = re.compile(
    r"\ufeff?(?P<fence>---|\+\+\+)[ \t]*(?:\r\n|\r|\n)(?P<fields>.*?)"
    r"(?<=[\r\n])(?P=fence)[ \t]*(?:[\r\n]|\Z)",
    re.DOTALL,
)
_SILENT = frozenset(("", "plain", "silent", "section"))
_LONGEST = 20_000


def read(note: Note) -> tuple[list[Passage], int]:
    """Read the fields between the fences at the start of a note.

    Returns:
        The entry that the note is about, and in it what other fields lead to;
        and where the front matter ends: 0 where there is none.
    """
    matter = _MATTER.match(note.text) if note.line == 1 else None
    if matter is None:
        return [], 0
    found = _entries(matter["fields"], matter.start("fields"))
    return found, matter.end() if found else 0


def _entries(text: str, offset: int, section: tuple[str, ...] = ()) -> list[Passage]:
    if len(text) > _LONGEST:
        return []
    found: list[Field] = []
    key = ""
    for match in _LINE.finditer(text):
        line, start = match["line"], match.start()
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        head = _FIELD.match(line)
        if head is not None:
            key = fields.squeeze(head["key"])
        elif not key:
            return []
        else:
            head = _ITEM.match(line)
        begin = head.end() if head is not None else 0
        nested = head is not None and head.re is _ITEM and head["key"]
        value = _value(line[begin:], offset + start + begin)
        name = fields.squeeze(nested) if nested else key
        if value is not None and (
            fields.role(name) not in _SILENT or fields.is_identifying(value.text)
        ):
            found.append(Field(name, value))
    if not any(fields.is_linking(one.name) for one in found):
        return [fields.entry(found, section=section, is_told=False)] if found else []
    others = [one for one in found if not fields.role(one.name)]
    entry = fields.entry([one for one in found if one not in others], section=section)
    if not others:
        return [entry]
    return [entry, fields.entry(others, section=section, parent=entry, is_told=False)]


def _value(written: str, offset: int) -> Value | None:
    text = written.strip()
    if text in ("", "|", ">", "|-", ">-", "[]", "[", "]"):
        return None
    offset += len(written) - len(written.lstrip())
    if quoted := _QUOTED.fullmatch(text.rstrip(",")):
        text = quoted[quoted.lastgroup or 0]
        offset += 1
    elif text.startswith("[") and text.endswith("]") and not text.startswith("[["):
        text, offset = text[1:-1], offset + 1
    return Value(((text, offset),), text) if text else None
