"""What becomes of overrides: what they leave out, and which of them came to nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from paperbib.identifiers.identifier import Identifier
from paperbib.model import Library, Mention, Problem, Record, Reference
from paperbib.overrides.reading import SOURCE, Override

_IN_SOMETHING = {
    "article-journal": "journal = …",
    "paper-conference": "booktitle = …",
    "chapter": "booktitle = …",
}


def bare(library: Library) -> Library:
    """The library without overrides: what sources and notes say."""
    plain = {
        key: reference.model_copy(update={"records": _bare(reference.records)})
        for key, reference in library.references.items()
        if any(one.source == SOURCE for one in reference.records)
    }
    if not plain:
        return library
    return library.model_copy(update={"references": {**library.references, **plain}})


def _bare(records: Iterable[Record]) -> tuple[Record, ...]:
    return tuple(one for one in records if one.source != SOURCE)


def facts(overrides: Iterable[Override]) -> list[Record]:
    """The records of the overrides that have facts."""
    return [one.record for one in overrides if one.record]


def heeded(mentions: Sequence[Mention], overrides: Iterable[Override]) -> Sequence[Mention]:
    """The mentions of what is not ignored."""
    ignored = {one.identifier for one in overrides if one.is_ignored}
    if not ignored:
        return mentions
    return [one for one in mentions if one.identifier not in ignored]


def with_keys(references: list[Reference], overrides: Iterable[Override]) -> list[Reference]:
    """References whose mentions propose the keys that a person wants for them."""
    wanted = {one.identifier: one.key for one in overrides if one.key}
    if not wanted:
        return references
    return [_with_key(reference, wanted) for reference in references]


def _with_key(reference: Reference, wanted: dict[Identifier, str]) -> Reference:
    key = next((wanted[one] for one in reference.identifiers if one in wanted), None)
    if key is None:
        return reference
    mentions = tuple(one._replace(key=key) for one in reference.mentions)
    return reference.model_copy(update={"mentions": mentions})


def problems(
    overrides: Sequence[Override], mentions: Iterable[Mention], library: Library
) -> list[Problem]:
    """What overrides could not do, at their places.

    Args:
        overrides: In the order of the configuration.
        mentions: Of all notes, ignored ones too.
        library: What came of them.
    """
    if not overrides:
        return []
    key_by_identifier = library.key_by_identifier
    mentioned = {one.identifier for one in mentions}
    found: list[Problem] = []
    told: dict[str, Override] = {}
    for one in overrides:
        key = key_by_identifier.get(one.identifier)
        if one.is_ignored:
            if one.identifier not in mentioned:
                found.append(_unmentioned(one, library.references[key] if key else None))
        elif key is None:
            found.append(_unmentioned(one, None))
        else:
            found += _shared(one, told.setdefault(key, one))
            found += _other_key(one, key, library)
            found += _nowhere(one, library.references[key])
    return found


def _problem(override: Override, what: str, hint: str) -> Problem:
    line, column = override.place
    return Problem(kind=SOURCE, what=what, hint=hint, file=override.file, line=line, column=column)


def _unmentioned(override: Override, reference: Reference | None) -> Problem:
    """An override of what no note mentions, at least not by this name."""
    what = f"no note mentions {override.identifier}"
    if reference is None:
        return _problem(override, what, "Check the identifier, or take the override out")
    hint = f"To leave it out, say so of {reference.identifier}, as the notes call it"
    return _problem(override, what, hint)


def _shared(override: Override, other: Override) -> Iterator[Problem]:
    if override is not other:
        what = f"{override.identifier} and {other.identifier} are one reference with two overrides"
        yield _problem(override, what, "Make one of the two, of the identifier the notes use")


def _other_key(override: Override, key: str, library: Library) -> Iterator[Problem]:
    """A wanted key that the entry does not have: keys once made are not changed silently."""
    if not override.key or override.key == key:
        return
    what = f"the key of {override.identifier} is {key}, not {override.key}"
    folded = override.key.casefold()
    names = {one.casefold(): one for one in library.references}
    if folded in names and names[folded] != key:
        yield _problem(override, what, "Choose another: it is the key of another entry")
    else:
        yield _problem(override, what, f"To rename it: paperbib key {key} {override.key}")


def _nowhere(override: Override, reference: Reference) -> Iterator[Problem]:
    """A kind of what stands in something, where nobody says in what: it stays a preprint."""
    kind = override.record.kind if override.record else None
    if kind in _IN_SOMETHING and not reference.fact("container_title"):
        what = f"nobody says what {override.identifier} appeared in, so it is no {kind}"
        yield _problem(override, what, f"Add {_IN_SOMETHING[kind]}")
