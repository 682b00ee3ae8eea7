"""What a person wants of keys: how new ones are made, and what old ones shall be called."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from paperbib import config as configuration
from paperbib import keys, store
from paperbib.config import Config
from paperbib.errors import PaperbibError
from paperbib.extract import reading
from paperbib.extract.tex import bibtex, bibtex_blocks
from paperbib.model import Library, Mention, Note, Problem, Reference
from paperbib.sync.report import Adopted
from paperbib.sync.summary import NAME_BY_SOURCE
from paperbib.sync.words import find_key

_WORDS_BY_TIE = {
    "page": "By the address of the page, {} and {} are one paper",
    "match": "The records of {} and {} agree",
    "person": "You say that {} and {} are one paper",
    "override": "Your configuration says that {} and {} are one paper",
}
"""Who ties two identifiers; else it is a source."""
_LINE_END = re.compile(r"\r\n|[\r\n]")


class Keyed(NamedTuple):
    """A library with its keys, and what there is to say of them."""

    library: Library
    problems: list[Problem]
    adopted: Adopted | None = None


class Bibliography(NamedTuple):
    """A BibTeX file whose keys are wanted.

    Attributes:
        file: The file, as it was named.
        entries: What each entry mentions, in the order of the file.
    """

    file: str
    entries: tuple[Sequence[Mention], ...]


class Keying:
    """How the keys of one run are made.

    Args:
        naming: How new ones are made.
        bibliography: Whose keys are wanted.
    """

    def __init__(self, naming: keys.Naming, bibliography: Bibliography | None = None) -> None:
        self._naming = naming
        self._bibliography = bibliography

    def key(self, references: Sequence[Reference], previous: Library) -> Keyed:
        """Give every reference its key; see `paperbib.keys.assign` and `paperbib.keys.adopt`."""
        wanted = self._bibliography
        if wanted is None:
            library = keys.assign(references, previous, self._naming)
            return Keyed(library, _joined(previous, library))
        library, number, problems = keys.adopt(references, previous, wanted.entries, self._naming)
        adopted = Adopted(wanted.file, len(wanted.entries), number)
        names = {one.key for entry in wanted.entries for one in entry if one.key}
        return Keyed(library, [*_joined(previous, library, names), *problems], adopted)


def read(config: Config, adopt: Path | None, *, until: int) -> Keying:
    """Read how keys are wanted, before anybody is asked for anything.

    Args:
        config: The configuration.
        adopt: A BibTeX file whose keys are wanted.
        until: As for `paperbib.extract.extract`.

    Raises:
        PaperbibError: The pattern of the configuration is none, or the file cannot be read.
    """
    try:
        naming = keys.naming(config.settings.key)
    except keys.PatternError as error:
        where = _place(config, error.offset)
        raise PaperbibError(f"{where}: key: {error.what}", hint=error.hint) from error
    return Keying(naming, _bibliography(adopt, until) if adopt else None)


def renamed(library: Library, name: str, new: str) -> Library:
    """The library with another key for an entry.

    Args:
        library: The library.
        name: A key, an alias or an identifier of the entry.
        new: The key it shall have.

    Raises:
        PaperbibError: There is no such entry, or it cannot have that key.
    """
    return keys.rename(library, find_key(library, name), new)


def stands(key: str, library: Library) -> bool:
    """Whether a key still leads to an entry, be it as an alias."""
    return key in library.references or library.aliases.get(key) in library.references


def added(previous: Library, library: Library) -> tuple[str, ...]:
    """Keys that are new, and no new names of what was there."""
    renamed = {library.aliases.get(key) for key in previous.references}
    known = renamed | set(previous.references)
    return tuple(key for key in library.references if key not in known)


def _joined(previous: Library, library: Library, wanted: Collection[str] = ()) -> list[Problem]:
    """What to cite instead of a key whose entry became part of another.

    Args:
        previous: The library as it was.
        library: The library as it is.
        wanted: New names that somebody wanted for what is still the same paper.
    """
    problems = []
    for key, reference in previous.references.items():
        if key in library.references or not stands(key, library):
            continue
        target = library.aliases[key]
        found = library.references[target]
        if found.identifier != reference.identifier or target not in wanted:
            what, hint = f"the key {key} is now {target}", _why(reference, found, target)
            named = (one for one in found.mentions if one.identifier in reference.identifiers)
            place = next((one for one in named if one.line), None)
            problems.append(
                Problem.at(place, "joined", what, hint)
                if place
                else Problem(kind="joined", what=what, hint=hint)
            )
    return problems


def _why(old: Reference, new: Reference, key: str) -> str:
    """Who says that what an entry was about is one paper with what it is part of now."""
    see = f"paperbib explain {key} tells all"
    ties = (one for one in new.ties if len(set(one.pair) & set(old.identifiers)) == 1)
    tie = next(ties, None)
    if tie is None:
        return f"See paperbib explain {key}"
    one, other = sorted(tie.pair, key=lambda one: one not in old.identifiers)
    if words := _WORDS_BY_TIE.get(tie.by):
        return f"{words.format(one, other)}; {see}"
    who = NAME_BY_SOURCE.get(tie.by, tie.by)
    return f"{one} and {other} are one paper, says {who} ({tie.how}); {see}"


def _bibliography(path: Path, until: int) -> Bibliography:
    note = store.read_note(path)
    blocks = [one for one in bibtex_blocks.split(note.text) if one.kind]
    if not blocks:
        raise PaperbibError(f"{path}: there is no BibTeX entry in it", hint="name a .bib file")
    found = reading.whole(note, bibtex, until=until).mentions
    return Bibliography(note.file, tuple(_by_entry(note, blocks, found)))


def _by_entry(
    note: Note, blocks: Iterable[bibtex_blocks.Block], mentions: Iterable[Mention]
) -> Iterator[list[Mention]]:
    """The mentions of each entry; an entry without any has an empty list."""
    line_starts = [0, *(match.end() for match in _LINE_END.finditer(note.text))]
    places = []
    for block in blocks:
        line = bisect_right(line_starts, block.start)
        places.append((line, block.start - line_starts[line - 1] + 1))
    by_entry: dict[int, list[Mention]] = defaultdict(list)
    for mention in mentions:
        by_entry[bisect_right(places, (mention.line, mention.column)) - 1].append(mention)
    for number in range(len(places)):
        yield by_entry[number]


def _place(config: Config, offset: int) -> str:
    """Where in the configuration a character of the pattern stands."""
    if config.file is None:
        return "key"
    place = configuration.place(config.file, "key")
    start, _, column = place.rpartition(":")
    path, _, line = start.rpartition(":")
    if not (path and line.isdigit() and column.isdigit()):
        return place
    text = config.file.read_text(encoding="utf-8").splitlines()[int(line) - 1]
    # Where the pattern is written with escapes, the place of the key must do.
    found = text.find(config.settings.key, int(column) - 1 + len("key"))
    return place if found < 0 else f"{start}:{found + offset + 1}"
