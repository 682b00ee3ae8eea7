"""The lines of a bulk file, read range by range: where each record is, and its title.

A file is cut into ranges of bytes, and a line belongs to the range it starts
in, so that processes can read ranges without knowing of each other. Every line
is read to its end as JSON: a file is what it says it is, or refused.
"""

from __future__ import annotations

import json
import re
from array import array
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

import msgspec

from paperbib.sources.index import numbering, title_words, titles

LINE_LIMIT_BYTES = 16 * 1024 * 1024
"""No record is longer, its line's end left out; a longer line is no JSON Lines file."""
LAST_DAY = date.max.isoformat()
"""No date is later."""

_BOM = b"\xef\xbb\xbf"
_SHOWN = 40
_NO_TEXT, _NO_JSON = "it is no text in UTF-8", "it is no JSON"
_OF_A_CUT = (_NO_TEXT, f"{_NO_JSON} (")
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_CARRIAGE_RETURNS = re.compile(rb"\}[^\S\r]*\r\s*\{")


class Entry(msgspec.Struct, gc=False):
    """What the index reads of a record."""

    id: str
    title: str
    update_date: str | None = None


class Fault(NamedTuple):
    """Why a line is no record.

    Attributes:
        line: Its number in the range, from 1.
        reason: In a few words.
    """

    line: int
    reason: str


class Lines(NamedTuple):
    """What the lines of a range hold; the arrays are parallel, one item per record.

    Attributes:
        numbers: The papers; see `numbering`.
        offsets: Where in the file the record starts, in bytes.
        lengths: Its length in bytes, without the end of the line.
        digests: Of the titles; see `titles.digest`.
        texts: What near titles are found by; see `title_words.indexed`.
        seen: How many lines there are, empty ones included.
        newest: The latest ``update_date`` that is a day, and none to come; or "".
        fault: The first line that is no record; nothing after it was read.
    """

    numbers: array[int]
    offsets: array[int]
    lengths: array[int]
    digests: array[int]
    texts: list[str]
    seen: int
    newest: str
    fault: Fault | None


def decode(line: bytes) -> Entry:
    """Read a record's line; what the index does not need is checked as JSON, and skipped.

    Raises:
        ValueError: When it is no record in the bulk schema, and why.
    """
    try:
        return _DECODER.decode(line)
    except (msgspec.MsgspecError, RecursionError):
        # Python's own reader takes a little more, and says better what is wrong.
        return _decode_slowly(line)


def number_of(entry: Entry) -> int:
    """The number of the paper a record is about.

    Raises:
        ValueError: When its id is no arXiv identifier.
    """
    number = numbering.from_text(entry.id)
    if number is None:
        raise ValueError(f"its id is no arXiv identifier: {entry.id[:_SHOWN]!r}")
    return number


def read(path: Path, start: int, end: int, today: str = LAST_DAY) -> Lines:
    """Read the lines that start between two places of a file.

    Args:
        path: The file.
        start: The first byte of the range.
        end: The first byte after it.
        today: The day, ISO 8601; later dates are none.

    Raises:
        OSError: When the file cannot be read.
    """
    with path.open("rb") as file:
        content, at = _content(file, start, end)
    numbers, offsets, lengths, digests = (array("q") for _ in range(4))
    newest, count, fault = "", 0, None
    texts: list[str] = []
    # Only whole files of UTF-8 are records; a skipped field is not looked at otherwise.
    is_usual = len(content) <= LINE_LIMIT_BYTES and _is_text(content)
    to_entry = decode if is_usual else _decode_slowly
    to_number = number_of
    for count, line in enumerate(_split(content), 1):
        try:
            entry = to_entry(line)
            number = to_number(entry)
        except ValueError as error:
            if line.strip():
                fault = _fault(count, line, str(error), content)
                break  # at the first: what follows is as likely foreign
        else:
            numbers.append(number)
            offsets.append(at)
            lengths.append(len(line))
            title = titles.simplified(entry.title)
            digests.append(titles.digest_of(title))
            texts.append(title_words.indexed(title))
            if entry.update_date and newest < entry.update_date <= today:
                newest = entry.update_date if _is_date(entry.update_date) else newest
        at += len(line) + 1
    return Lines(numbers, offsets, lengths, digests, texts, count, newest, fault)


def _content(file: BinaryIO, start: int, end: int) -> tuple[bytes, int]:
    """The lines that start in a range, and where they start; a line too long is cut."""
    before = max(start - 1, 0)
    file.seek(before)
    content = file.read(end - before)
    skipped = content.find(b"\n") + 1 or len(content) if start else 0
    if len(content) > skipped and not content.endswith(b"\n"):
        # With what is there, at least a byte, a line cut here is longer than the limit.
        content += file.readline(LINE_LIMIT_BYTES)
    if not start and content.startswith(_BOM):
        skipped = len(_BOM)
    return content[skipped:], before + skipped


def _split(content: bytes) -> Iterator[bytes]:
    parts = content.split(b"\n")
    if not parts[-1]:
        parts.pop()
    return iter(parts)


def _fault(count: int, line: bytes, reason: str, content: bytes) -> Fault:
    """Why a line is no record, in the words that help most."""
    if _CARRIAGE_RETURNS.search(line):
        return Fault(count, "its lines end in carriage returns alone, not in line feeds")
    # Of the last line of the file the end may be missing.
    is_last = not content.endswith(b"\n") and count == content.count(b"\n") + 1
    if is_last and line.lstrip().startswith(b"{") and reason.startswith(_OF_A_CUT):
        return Fault(count, f"the file is cut short here: {reason}")
    return Fault(count, reason)


def _is_date(text: str) -> bool:
    if not _DATE.fullmatch(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _is_text(content: bytes) -> bool:
    if content.isascii():
        return True
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True


def _decode_slowly(line: bytes) -> Entry:
    if len(line) > LINE_LIMIT_BYTES:
        raise ValueError(f"the line is longer than {LINE_LIMIT_BYTES // 2**20} MiB")
    try:
        fields: Any = json.loads(line.decode())
    except UnicodeDecodeError as error:
        raise ValueError(_NO_TEXT) from error
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error
    except json.JSONDecodeError as error:
        raise ValueError(f"{_NO_JSON} (column {error.colno}: {error.msg})") from error
    if not isinstance(fields, dict):
        raise ValueError(f"{_NO_JSON} object")  # noqa: TRY004 - the text is at fault
    for name in ("id", "title"):
        if not isinstance(fields.get(name), str):
            raise ValueError(f"it has no {name!r}, or one that is no text")  # noqa: TRY004 - as above
    updated = fields.get("update_date")
    return Entry(fields["id"], fields["title"], updated if isinstance(updated, str) else None)


_DECODER = msgspec.json.Decoder(Entry)
