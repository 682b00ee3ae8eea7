"""Which reference has which key: the old ones first, then those given, then those made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from paperbib.identifiers import whole
from paperbib.identifiers.identifier import Identifier
from paperbib.keys.spelling import is_usable, spellings
from paperbib.keys.stems import Naming, stem
from paperbib.model import Library, Reference

_RANK_BY_SCHEME = {"arxiv": 0, "doi": 1}


def assign(
    references: Iterable[Reference],
    previous: Library,
    naming: Naming = stem,
    given: Mapping[Identifier, str] | None = None,
) -> Library:
    """Give every reference its key.

    A key belongs to the primary identifier it was made for: it comes back when
    that identifier does, and never goes to another paper, not even to one that
    shares a DOI. When two references become one, the key of the primary
    identifier stands and the other becomes an alias; if only the other has a
    key, it stands. When they part, each has its own again. A reference without a
    key takes the one that is given, else the one its notes give it (see
    `_proposals`), else one is made.

    Args:
        references: In any order; the keys do not depend on it.
        previous: The library as it was, with its memory of keys.
        naming: How keys are made; those there are stay as they are.
        given: Keys by primary identifier, for references without one; no other gets them.

    Returns:
        The library of exactly these references.
    """
    ordered = sorted(references, key=lambda reference: reference.identifier.sort_key)
    own, borrowed, doubles = _owners(previous)
    key_by_primary, aliases = _claims(ordered, own, borrowed)
    taken = {key.casefold() for key in _names(own, borrowed, previous)}
    wanted = given or {}
    for identifier, key in wanted.items():
        _take(identifier, key, key_by_primary, taken)
    taken.update(key.casefold() for key in wanted.values())
    for identifier, key in _proposals(ordered):
        _take(identifier, key, key_by_primary, taken)
    _make(ordered, naming, key_by_primary, taken)
    library = {key_by_primary[reference.identifier]: reference for reference in ordered}
    aliases = dict(previous.aliases) | doubles | aliases
    return Library(
        **(previous.model_extra or {}),
        references=library,
        aliases={old: _end(aliases, old) for old in aliases if old not in library},
        retired={str(one): key for one, key in own.items() if _is_waiting(one, library.get(key))},
        decisions=previous.decisions,
    )


def _names(
    own: Mapping[Identifier, str], borrowed: Mapping[Identifier, str], previous: Library
) -> Iterator[str]:
    """Every key that there ever was."""
    yield from own.values()
    yield from borrowed.values()
    yield from previous.references
    yield from previous.aliases


def _take(
    identifier: Identifier, key: str, key_by_primary: dict[Identifier, str], taken: set[str]
) -> None:
    """Let a reference have the key, if it has none yet and the key is free."""
    folded = key.casefold()
    if identifier not in key_by_primary and folded not in taken:
        taken.add(folded)
        key_by_primary[identifier] = key


def _make(
    ordered: Iterable[Reference],
    naming: Naming,
    key_by_primary: dict[Identifier, str],
    taken: set[str],
) -> None:
    """Make keys for references that have none."""
    candidates_by_base: dict[str, Iterator[str]] = {}
    for reference in ordered:
        identifier = reference.identifier
        if identifier in key_by_primary:
            continue
        base = naming(reference)
        candidates = candidates_by_base.get(base.casefold())
        if candidates is None:
            candidates = candidates_by_base[base.casefold()] = spellings("")
        key = next(key for end in candidates if (key := base + end).casefold() not in taken)
        taken.add(key.casefold())
        key_by_primary[identifier] = key


def _proposals(references: Iterable[Reference]) -> Iterator[tuple[Identifier, str]]:
    """The keys that notes give, with the reference each is for: the earliest place first.

    Places are told by file name, line and column, so the order in which notes are
    read does not count. An entry that names several things gives its key to the
    paper, on arXiv rather than elsewhere; what stands under a paper gets none.
    """
    proposed = sorted(
        (one.file, one.line, one.column, one.key, reference.identifier)
        for reference in references
        for one in reference.mentions
        if one.key and one.parent is None and is_usable(one.key)
    )
    for (_, key), entry in groupby(proposed, key=lambda one: (one[0], one[3])):
        ranked = sorted(entry, key=lambda one: _RANK_BY_SCHEME.get(one[4].scheme, 2))
        yield from ((identifier, key) for *_, identifier in ranked)


def _is_waiting(owner: Identifier, holder: Reference | None) -> bool:
    """Whether a key is kept for its owner: nobody has it, or a reference it is part of.

    A reference that has parted from the owner keeps the key for good.
    """
    return holder is None or owner in holder.identifiers[1:]


def _owners(
    previous: Library,
) -> tuple[dict[Identifier, str], dict[Identifier, str], dict[str, str]]:
    """Whose the keys are that there ever were.

    Returns:
        Keys by the primary identifier they were made for; keys by the primary
        identifier that has them while their owner is part of it; and aliases for
        keys that a lock merged by hand holds beside another of the same paper.
    """
    own = {whole.parse(text): key for text, key in previous.retired.items()}
    waiting = set(own.values())
    held: dict[Identifier, str] = {}
    doubles: dict[str, str] = {}
    for key, reference in previous.references.items():
        first = held.setdefault(reference.identifier, key)
        if first != key:
            doubles[key] = first
    borrowed = {one: key for one, key in held.items() if key in waiting}
    own |= {one: key for one, key in held.items() if key not in waiting}
    return own, borrowed, doubles


def _claims(
    ordered: Sequence[Reference],
    own: Mapping[Identifier, str],
    borrowed: Mapping[Identifier, str],
) -> tuple[dict[Identifier, str], dict[str, str]]:
    """Which reference has which old key, and which old keys become aliases."""
    key_by_primary: dict[Identifier, str] = {}
    claimed: set[str] = set()
    for source in (own, borrowed):
        for reference in ordered:
            key = source.get(reference.identifier)
            if key and key not in claimed and reference.identifier not in key_by_primary:
                key_by_primary[reference.identifier] = key
                claimed.add(key)
    aliases: dict[str, str] = {}
    for reference in ordered:
        for identifier in reference.identifiers[1:]:
            key = own.get(identifier)
            if key is None or key in claimed:
                continue
            claimed.add(key)
            standing = key_by_primary.setdefault(reference.identifier, key)
            if standing != key:
                aliases[key] = standing
    return key_by_primary, aliases


def _end(aliases: dict[str, str], key: str) -> str:
    """Follow a chain of aliases to the key that stands."""
    seen = {key}
    while (target := aliases.get(key)) and target not in seen:
        seen.add(target)
        key = target
    return key
