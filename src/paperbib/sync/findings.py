"""What ``--fail-on`` wants to know of, and a run does not look for itself: the lock says it."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from paperbib.errors import PaperbibError
from paperbib.merge import problems
from paperbib.model import Library, Problem, TitleDecision, first_mentions, folded
from paperbib.resolving import Kind, kind_of
from paperbib.sync import linking
from paperbib.sync.making import Said
from paperbib.sync.meanings import is_told
from paperbib.sync.titles import Title

IN_LOCK = frozenset({"dead", "unresolved", "withdrawn"})
"""Kinds that a library tells though nobody looks."""
NOT_IN_LOCK = ("conflict", "invalid", "joined", "maybe", "missing", "override")
"""Kinds that only a run that makes the library anew can tell."""


def check(kinds: Collection[str], *, is_frozen: bool) -> None:
    """See that all that is asked for can be told.

    Raises:
        PaperbibError: It cannot, since the library is taken as it is.
    """
    if unknown := [one for one in kinds if is_frozen and one in NOT_IN_LOCK]:
        what = f"--fail-on {unknown[0]} cannot be told with --frozen: library.json does not say it"
        raise PaperbibError(what, hint="leave out --frozen; --offline asks nobody either")


def of_lock(kinds: Collection[str], said: Said, library: Library) -> tuple[Problem, ...]:
    """What a library says of these kinds, each at its first mention.

    Args:
        kinds: Some of `IN_LOCK`; of others, nothing is said.
        said: What the notes say.
        library: What is known.
    """
    mentions = said.with_titles(library.decisions)
    found: list[Problem] = []
    if "withdrawn" in kinds:
        found += problems.withdrawn(library.references.values(), first_mentions(mentions))
    if "dead" in kinds:
        found += linking.problems(mentions, library.dead_links)
    if "unresolved" in kinds:
        found += _unresolved(library, said)
    return tuple(found)


def _unresolved(library: Library, said: Said) -> Iterator[Problem]:
    """Titles of the notes of which the library knows that nobody knows them, or nothing at all."""
    for item in said.unlinked:
        kind = kind_of(item)
        # What is no title is looked for in the library alone, and that is not remembered.
        unknown = None if kind is Kind.TITLE else TitleDecision(text=item.text)
        title = Title(item, library.decisions.titles.get(folded(item.text), unknown))
        if not title.is_resolved and is_told(title, kind):
            yield title.problem()
