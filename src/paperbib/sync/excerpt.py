"""The part of a library that a person asks for, with what they should know of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from paperbib.errors import did_you_mean
from paperbib.exporters.item import item_of
from paperbib.exporters.options import Options
from paperbib.model import Library
from paperbib.selecting import Wanted, keep, resolve, select
from paperbib.sync.cited import Document


@dataclass
class Excerpt:
    """A part of a library.

    Attributes:
        library: Its entries, in the order asked for.
        remarks: What a person may want to know, one line each.
        faults: What was asked for and is not there, one line each.
    """

    library: Library
    remarks: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def excerpt(
    library: Library, options: Options, wanted: Wanted, documents: Sequence[Path] = ()
) -> Excerpt:
    """Choose from a library.

    Args:
        library: All of it.
        options: Which date counts.
        wanted: What an entry must be.
        documents: Files; only what any of them cites is chosen, in the order of first
            citation.

    Raises:
        PaperbibError: A document cannot be read.
    """
    found = Excerpt(library)
    if documents:
        _keep_cited(found, documents)
    if wanted != Wanted():
        _keep_wanted(found, options, wanted)
    return found


def _keep_cited(found: Excerpt, documents: Sequence[Path]) -> None:
    opened = [Document(path) for path in documents]
    citations = (one for document in opened for one in document.citations())
    resolved = resolve(found.library, citations)
    found.library = select(found.library, resolved.keys)
    found.remarks += resolved.renamed
    found.faults += [fault for document in opened for fault in document.faults]
    found.faults += resolved.unknown
    if not resolved.keys and not found.faults:
        names = ", ".join(path.as_posix() for path in documents)
        found.remarks.append(f"{names}: nothing is cited there")


def _keep_wanted(found: Excerpt, options: Options, wanted: Wanted) -> None:
    # Tags are looked for whether or not they are written.
    with_tags = replace(options, keywords=True, abstract=False, annotations=False)
    library = found.library
    entries = (item_of(key, one, with_tags) for key, one in library.references.items())
    kept = keep(library, entries, wanted)
    found.library = select(library, kept.keys)
    for tag in kept.strange_tags:
        hint = did_you_mean(tag, kept.tags, otherwise="")
        found.remarks.append(f"no entry has the tag {tag!r}" + (f"; {hint}" if hint else ""))
    if kept.undated:
        noun = "entry without a date is" if kept.undated == 1 else "entries without a date are"
        found.remarks.append(f"{kept.undated} {noun} left out")
    if not kept.keys and not kept.strange_tags:
        found.remarks.append("no entry is what was asked for")
