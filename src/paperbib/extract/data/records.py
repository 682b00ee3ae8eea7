"""Records: lists of papers and links in JSON, JSON Lines and YAML.

An object with fields such as a title or an address is an entry (see `fields`);
other objects are groups, whose names are headings of what they hold: a list, or
further objects. A text in a list is an item of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from paperbib.extract import plain
from paperbib.extract.data import fields, json_text, yaml_text
from paperbib.extract.data.fields import Field, squeeze
from paperbib.extract.data.values import Array, Comment, Node, Object, Value, append, loose
from paperbib.extract.passage import Headings, Passage
from paperbib.identifiers import scan
from paperbib.model import Note

name = "records"
suffixes: tuple[str, ...] = (".json", ".jsonl", ".ndjson", ".yaml", ".yml", ".cff")
cutting = None

_YAML = (".yaml", ".yml", ".cff")
_LINES = (".jsonl", ".ndjson")
_MOST_TO_SNIFF = 65_536
_OBJECT = re.compile(r'[\s\ufeff]*\{\s*"[^"\r\n]*"\s*:')
_ARRAY = re.compile(r"[\s\ufeff]*\[")
_VALUE = re.compile(r'"[^\r\n]*|[-\w.+]{1,40}')
_CITATION_KEY = re.compile(r"[^\W\d_][\w:.+-]*\d[\w:.+-]*")
_CONTAINERS = frozenset(
    """
    articles bookmarks children collection collections data documents elements entries feed
    hits items list lists papers posts publications reading readinglist readings records
    reference references refs results root rows works
    """.split()
)
"""Names that say no more than that there is a list."""
_PARTS = frozenset(
    """
    annotations attachments author authors authorships categories collections comments container
    creators editor editors identifiers issued keywords notes relations selector tags target
    translator venue
    """.split()
)
"""Names of lists of objects that are part of an entry, and no entries themselves."""
_NO_FIELDS = frozenset(("", "plain", "silent", "state", "undone"))
"""What fields may hold that make no entry of an object."""
_WRAPPERS = frozenset("attributes data document fields item message paper record result".split())
"""Names of objects that hold the fields of an entry."""


def looks_like(text: str) -> bool:
    """Whether a text is JSON: not ``[x](address)``, ``[ ] todo`` or ``[1] Reference``."""
    if _OBJECT.match(text):
        return True
    if not _ARRAY.match(text):
        return False
    document = json_text.read(text)
    if not any(isinstance(one, Array) and one.values for one in document.values):
        return False
    if not document.rest:
        return document.is_whole or len(text) >= _MOST_TO_SNIFF
    # The start of a long text may end in the middle of a value.
    start, end = document.rest[0]
    is_cut = len(text) >= _MOST_TO_SNIFF and end == len(text)
    return is_cut and _VALUE.fullmatch(text, start, end) is not None


def passages(note: Note, headings: Headings) -> Iterator[Passage]:
    """Turn records into passages, in the order of the note."""
    if "\\" not in note.text and not scan.traces(note.text):
        return
    file = note.file.lower()
    if file.endswith(_YAML):
        values = yaml_text.read(note.text)
        if values is None:
            yield from plain.passages(note, headings)
            return
        yield from _passages(values, headings)
        return
    document = json_text.read(note.text, is_lines=file.endswith(_LINES))
    yield from _passages(document.values, headings)
    for start, end in document.rest:
        yield from loose(note, start, end, headings)


class _Task(NamedTuple):
    """A value still to be read, and where it stands."""

    node: Node
    section: tuple[str, ...]
    parent: Passage | None = None
    name: Value | None = None
    is_row: bool = False


def _passages(values: list[Node], headings: Headings) -> Iterator[Passage]:
    is_lines = len(values) > 1
    todo = [_Task(value, headings.path, is_row=is_lines) for value in reversed(values)]
    while todo:
        passage, inner = _read(todo.pop())
        todo += reversed(inner)
        if passage is not None and (passage.links or passage.text.strip()):
            yield passage


def _read(task: _Task) -> tuple[Passage | None, list[_Task]]:
    """The passage of a value, and the values in it that are read on their own."""
    node = task.node
    if isinstance(node, Comment):
        passage = Passage(task.section, task.parent)
        append(passage, node.value)
        return passage, []
    if isinstance(node, Value):
        return _text(node, task), []
    if isinstance(node, Object):
        is_named = task.name is not None and fields.is_identifying(task.name.text)
        return _entry(node, task) if is_named or _is_entry(node) else (None, _group(node, task))
    if _is_mute(node) and (task.name is None or task.name.is_mute):
        return None, []
    texts = [one for one in node.values if isinstance(one, Value)]
    if task.is_row and len(texts) == len(node.values):
        return _row(texts, task), []
    rows = [one if _links(task.name) else one._replace(name=None) for one in _inner(node, task)]
    return None, rows


def _is_mute(node: Node) -> bool:
    """Whether a list, or a text, holds nothing that is long enough for an identifier."""
    if isinstance(node, Array):
        return all(isinstance(one, Value) and one.is_mute for one in node.values)
    return isinstance(node, Value) and node.is_mute


def _inner(node: Array, task: _Task) -> Iterator[_Task]:
    for one in node.values:
        yield _Task(one, task.section, task.parent, task.name, is_row=True)


def _links(name: Value | None) -> bool:
    return name is not None and fields.is_linking(squeeze(name.text))


def _text(value: Value, task: _Task) -> Passage | None:
    """A text of its own: an item, under its name where it has one."""
    if value.is_mute and task.name is None:
        return None
    if task.name is None:
        return _row([value], task)
    if _links(task.name):
        field = Field(squeeze(task.name.text), value)
        return fields.entry([field], section=task.section, parent=task.parent, is_told=False)
    return _row([task.name, value], task)


def _row(values: list[Value], task: _Task) -> Passage:
    """Running text with a line for each value."""
    passage = Passage(task.section, task.parent, is_item=True)
    for value in values:
        append(passage, value)
    return passage


def _is_entry(node: Object) -> bool:
    """Whether an object tells of one thing, rather than grouping others by name."""
    has_fields = has_lists = has_links = False
    for key, value in node.pairs:
        name = squeeze(key.text) if key else ""
        if isinstance(value, Value):
            has_fields = has_fields or fields.role(name) not in _NO_FIELDS
            has_links = has_links or fields.is_linking(name)
        elif fields.is_linking(name):
            has_links = True
        elif name not in _PARTS:
            has_lists = has_lists or isinstance(value, Array)
    return has_fields and (has_links or not has_lists)


def _group(node: Object, task: _Task) -> list[_Task]:
    """What an object holds whose names are headings, or identifiers, or titles."""
    section = _under(task.section, task.name)
    for key, value in node.pairs:
        kind = fields.role(squeeze(key.text)) if key else ""
        if isinstance(value, Value) and kind in ("title", "section") and value.text.strip():
            # What a list is called stands beside it.
            section = (*section, " ".join(value.text.split()))
            break
    inner: list[_Task] = []
    for key, value in node.pairs:
        if _is_mute(value) and (key is None or key.is_mute):
            continue
        if not isinstance(value, Array) or key is None or _links(key):
            inner.append(_Task(value, section, task.parent, key))
        elif fields.is_identifying(key.text):
            named = Array([key, *value.values])
            inner.append(_Task(named, section, task.parent, is_row=True))
        else:
            inner.append(_Task(value, _under(section, key), task.parent))
    return inner


def _under(section: tuple[str, ...], name: Value | None) -> tuple[str, ...]:
    """The headings below a name."""
    title = " ".join(name.text.split()) if name else ""
    plain_name = squeeze(title)
    if plain_name.isdecimal() or not title or plain_name in _CONTAINERS | _WRAPPERS:
        return section
    return (*section, title)


def _entry(node: Object, task: _Task) -> tuple[Passage, list[_Task]]:
    told, nested = _fields(node)
    section = task.section
    if task.name is not None and squeeze(task.name.text) not in _WRAPPERS:
        kinds = {fields.role(one.name) for one in told}
        if fields.is_identifying(task.name.text):
            told.insert(0, Field("id", task.name))
        elif _CITATION_KEY.fullmatch(task.name.text):
            told.insert(0, Field("key", task.name))
        elif "title" not in kinds:
            told.insert(0, Field("title", task.name))
        else:
            section = _under(section, task.name)
    passage = fields.entry(told, section=section, parent=task.parent)
    return passage, [_Task(one, section, passage) for one in nested]


def _fields(entry: Object) -> tuple[list[Field], list[Node]]:
    """The fields of an entry, those of the objects in it included, and the entries in it."""
    told: list[Field] = []
    nested: list[Node] = []
    todo: list[tuple[str, Node, bool]] = [("", entry, True)]
    while todo:
        name, node, is_top = todo.pop()
        if isinstance(node, Value):
            told.append(Field(name, node))
        elif isinstance(node, Comment):
            told.append(Field("", node.value))
        elif isinstance(node, Array):
            for one in reversed(node.values):
                if isinstance(one, Object) and name not in _PARTS and not fields.is_linking(name):
                    nested.append(one)
                else:
                    todo.append((name, one, False))
        elif name == "preferredcitation":
            nested.append(node)
        else:
            for key, value in reversed(node.pairs):
                inner = _name(name, key, is_top=is_top)
                is_wrapper = is_top and inner in _WRAPPERS
                todo.append((inner, value, is_wrapper))
                if key is not None and fields.is_identifying(key.text):
                    todo.append(("", key, False))
    return told, nested[::-1]


def _name(outer: str, key: Value | None, *, is_top: bool) -> str:
    """The name of a field; inside an object, that of the object unless it is an address."""
    name = squeeze(key.text) if key else ""
    is_known = fields.is_linking(name) and fields.role(name) != "id"
    is_inner = is_known and fields.role(outer) != "silent"
    is_silent = fields.role(name) == "silent"
    return name if is_top or is_inner or is_silent or not outer else outer
