"""A person edited an output: what paperbib had written before, the merge, and what to tell.

What it had written last is kept in the cache, which may be gone, or of another day than the
lock. It is also a function of the old lock, the options and the exporters' code; the options
are known from the digests in the cache, or by what they wrote that is still there. Of the
two the one counts of which more is still in the file.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from paperbib.edits.blocks import FaultError, Kind
from paperbib.edits.merging import Merged, merge
from paperbib.edits.notices import TO_DECIDE, Edit, Notice, counted
from paperbib.edits.reading import check
from paperbib.edits.scanning import read
from paperbib.edits.values import said
from paperbib.errors import PaperbibError
from paperbib.exporters import Exporter
from paperbib.exporters.options import Options
from paperbib.model import Library, Problem, visible

_SAMPLE = 100
"""So many entries tell the options they were written with."""
_MOST_KEYS = 10
_LONGEST = 60
_CONFLICT = re.compile(r"^(?:<{7}|>{7})(?: .*)?$", re.MULTILINE)
_START_ANEW = "mend it, or delete it to have it written anew from the notes"


def is_merged(exporter: Exporter) -> bool:
    """Whether edits of its file are merged: all BibTeX."""
    return exporter.filename.endswith(".bib")


def decoded(path: Path, content: bytes) -> str:
    """The text of a BibTeX file.

    Raises:
        PaperbibError: It is no UTF-8, with the place.
    """
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        before = content[: error.start].decode()
        place = FaultError.at(before, len(before), "")
        what = f"byte {content[error.start]:#04x} is no UTF-8"
        raise PaperbibError(
            f"{path}:{place.line}:{place.column}: {what}", hint="save it as UTF-8"
        ) from error


def check_free(folder: Path, key: str, library: Library) -> None:
    """Make sure that no entry of a person's own has a key, in whatever case.

    Raises:
        PaperbibError: One has, with the place.
    """
    for path in sorted(folder.glob("*.bib")):
        for block in read(decoded(path, path.read_bytes())).blocks:
            is_own = block.kind is Kind.ENTRY and block.key not in library.references
            if (
                is_own
                and block.key not in library.aliases
                and block.key.casefold() == key.casefold()
            ):
                what = f"{path}:{block.line}:1: an entry of your own has the key {block.key!r}"
                raise PaperbibError(what, hint="give one of them another key")


def merge_file(path: Path, base: str, theirs: str, ours: str, library: Library) -> Merged:
    """Merge a person's edits of a file, and make sure that every entry can be read.

    Args:
        path: The file.
        base: As it was last rendered.
        theirs: As the person has it.
        ours: As it would be rendered now.
        library: What that is rendered from; its aliases tell what became of entries.

    Raises:
        PaperbibError: Their text is no BibTeX, with the place.
    """
    if conflict := _CONFLICT.search(theirs):
        line = theirs.count("\n", 0, conflict.start()) + 1
        what = f"{path}:{line}:1: a merge conflict of git is not resolved"
        raise PaperbibError(what, hint="keep one side, then run paperbib sync")
    try:
        merged = merge(base, theirs, ours, library.aliases)
    except FaultError as fault:
        raise _stop(path, fault) from fault
    try:
        check(merged.text)
    except FaultError as fault:
        # Told of the person's own text, where they can look it up.
        try:
            check(theirs)
        except FaultError as own:
            raise _stop(path, own) from own
        raise _stop(path, fault) from fault
    return merged


def written_with(
    exporter: Exporter, theirs: str, library: Library, candidates: Sequence[Options]
) -> Options:
    """The options that wrote most of what is still in a file, by a sample of its entries.

    Fields that are missing say nothing: a person may have deleted them. Of equals, the
    first wins.
    """
    if len(candidates) == 1:
        return candidates[0]
    keys = list(library.references)
    keys = keys[:: max(len(keys) // _SAMPLE, 1)]
    sample = Library(references={key: library.references[key] for key in keys})
    present = set(_fields(theirs))

    def agreement(options: Options) -> int:
        return len(present.intersection(_fields(exporter.render(sample, options))))

    return max(candidates, key=agreement)


def nearest(theirs: str, texts: Sequence[str]) -> str:
    """Of what may have been written before, that of which most is still there; else the first."""
    if len(set(texts)) == 1:
        return texts[0]
    present = set(_fields(theirs))
    return max(texts, key=lambda text: len(present.intersection(_fields(text))))


def problems(path: Path, notices: Sequence[Notice], library: Library) -> Iterator[Problem]:
    """What a person is told about a merge: what was kept in one line, then what is theirs."""
    if kept := counted(notices):
        keys = _listed(one.key for one in notices if one.edit not in TO_DECIDE and one.key)
        yield Problem(
            kind="edited",
            what=f"{path} was edited by hand, and that is kept: {kept}"
            + (f" ({keys})" if keys else ""),
            hint="Delete the file to have it written anew without them",
        )
    for edit in (Edit.DELETED_ENTRY_RETURNED, Edit.ENTRY_LEFT):
        found = [one.key for one in notices if one.edit is edit]
        parts = [one for one in found if library.aliases.get(one) in library.references]
        if parts and edit is Edit.ENTRY_LEFT:
            yield _parts(path, parts, library)
            found = [one for one in found if one not in parts]
        if found:
            yield _grouped(path, edit, found, library)
    for one in notices:
        if one.edit in _WORDS:
            what, hint = (words.format(**_shown(one)) for words in _WORDS[one.edit])
            kind = "edited" if one.edit in _NO_CONFLICTS else "conflict"
            column = 1 if one.line else 0
            file = path.as_posix()
            yield Problem(kind=kind, what=what, hint=hint, file=file, line=one.line, column=column)


_WORDS = {
    Edit.CONFLICT: (
        "{key}: {field} changed here and in the notes; {theirs} stays, not {ours} (was {base})",
        "To take the other value, write it in its place",
    ),
    Edit.KEY_CHANGED: (
        "{key} is called {field} here only, and is left as it is",
        "To rename it everywhere: paperbib key {key} {field}",
    ),
    Edit.KEY_TAKEN: (
        "{key} is something else here than in the notes, and is left as it is",
        "Give your entry another key",
    ),
    Edit.KEY_REPEATED: (
        "the key {key} is used twice, and BibTeX takes the first only",
        "Give one of the entries another key",
    ),
    Edit.ENTRY_JOINED: (
        "{key} is part of {field} now; its edits are kept there",
        "Cite {field} instead of {key}",
    ),
    Edit.EDITS_DIFFER: (
        "{key}: {field} was edited here and in {base}, part of it now; {theirs} stays, not {ours}",
        "To take the other value, write it in its place",
    ),
}
_NO_CONFLICTS = frozenset({Edit.KEY_CHANGED, Edit.ENTRY_JOINED})


def _parts(path: Path, keys: list[str], library: Library) -> Problem:
    """Entries that stay though they are part of others, for these are not merged."""
    pairs = (f"{key} (of {library.aliases[key]})" for key in keys)
    return Problem(
        kind="edited",
        what=f"{path} keeps what was edited in what is part of another entry now: {_listed(pairs)}",
        hint="Move it there, and delete the entry",
    )


def _grouped(path: Path, edit: Edit, keys: list[str], library: Library) -> Problem:
    if edit is Edit.ENTRY_LEFT:
        return Problem(
            kind="edited",
            what=f"{path} keeps what was edited, though no note mentions it: {_listed(keys)}",
            hint="Delete it there if it is not needed",
        )
    reference = library.references.get(keys[0])
    identifier = reference.identifier if reference else "IDENTIFIER"
    return Problem(
        kind="edited",
        what=f"{path} has again what was deleted there, for the notes mention it: {_listed(keys)}",
        hint=f'To leave it out: [override."{identifier}"] with ignore = true in the configuration',
    )


def _listed(keys: Iterable[str]) -> str:
    unique = list(dict.fromkeys(keys))
    more = f" and {len(unique) - _MOST_KEYS} more" if len(unique) > _MOST_KEYS else ""
    return visible(", ".join(unique[:_MOST_KEYS])) + more


def _shown(notice: Notice) -> dict[str, str]:
    field = "the type" if notice.field == "@" else notice.field
    # Of two edits the one that goes stands nowhere else: it is told whole.
    longest = sys.maxsize if notice.edit is Edit.EDITS_DIFFER else _LONGEST
    values = {name: _short(getattr(notice, name), longest) for name in ("base", "theirs", "ours")}
    return {"key": visible(notice.key), "field": visible(field), **values}


def _short(value: str | None, longest: int) -> str:
    if value is None:
        return "nothing"
    text = visible(" ".join(value.split()))
    return text if len(text) <= longest else text[: longest - 1] + "…"


def _fields(text: str) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """What a file says: key, name and value of every field, up to a fault."""
    for block in read(text).blocks:
        if block.kind is Kind.ENTRY:
            for name, field in block.field_by_name.items():
                yield block.key, name, said(field.value)


def _stop(path: Path, fault: FaultError) -> PaperbibError:
    return PaperbibError(f"{path}:{fault.line}:{fault.column}: {fault.what}", hint=_START_ANEW)
