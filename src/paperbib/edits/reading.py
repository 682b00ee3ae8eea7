"""What bibtexparser makes of a merged file: nothing in it may be lost to other readers."""

from __future__ import annotations

import logging
import re

from paperbib.edits.blocks import Block, FaultError, Kind
from paperbib.edits.scanning import read

_COMMENT = re.compile(r"%[^\r\n]*+")
_READ_BY_ALL = (Kind.ENTRY, Kind.STRING, Kind.PREAMBLE)


def check(text: str) -> None:
    r"""Read a file with BibTeX's grammar and with bibtexparser's, which counts no ``\{``.

    Keys and fields that occur twice are no fault: BibTeX takes the first.

    Raises:
        FaultError: A block cannot be read, with the place where it begins.
    """
    from bibtexparser.entrypoint import parse_string
    from bibtexparser.model import DuplicateBlockKeyBlock, DuplicateFieldKeyBlock

    reading = read(text)
    if reading.fault:
        raise reading.fault
    log = logging.getLogger("bibtexparser")
    if not log.handlers:
        # It would say the same once more, on standard error.
        log.addHandler(logging.NullHandler())
    text = "".join(map(_without_comments, reading.blocks))
    for failed in parse_string(text, parse_stack=[]).failed_blocks:
        if not isinstance(failed, DuplicateBlockKeyBlock | DuplicateFieldKeyBlock):
            line = (failed.start_line or 0) + 1
            raise FaultError("this entry cannot be read: is every brace in it closed?", line, 1)


def _without_comments(block: Block) -> str:
    """A block as everybody reads it; of what is the person's own, only the lines count."""
    if block.kind not in _READ_BY_ALL:
        return "".join(char for char in block.text if char in "\r\n")
    if not block.has_comment:
        return block.text
    pieces, position = [], block.key_start + len(block.key)
    pieces.append(block.text[:position])
    for field in block.fields:
        pieces.append(_COMMENT.sub("", block.text[position : field.value_start]))
        pieces.append(field.value)
        position = field.value_end
    return "".join([*pieces, _COMMENT.sub("", block.text[position:])])
