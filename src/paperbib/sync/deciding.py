"""A person's decisions about identity: what is one paper, what is two, what a title means."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from paperbib.errors import PaperbibError, did_you_mean
from paperbib.identifiers import whole
from paperbib.identifiers.identifier import Identifier
from paperbib.model import Decisions, Library, TitleDecision, Unlinked, folded
from paperbib.sync.report import Report
from paperbib.sync.titles import PERSON
from paperbib.sync.words import find_identifier, find_key

NONE = "none"
_NAMES = "give keys or identifiers of entries"
Change = Callable[[Decisions], Decisions]


class Two(NamedTuple):
    """Two identifiers that are one paper, or two."""

    first: Identifier
    second: Identifier

    @property
    def pair(self) -> tuple[Identifier, Identifier]:
        """The two in their order."""
        return min(self), max(self)


def two(library: Library, names: Sequence[str]) -> Two:
    """The two identifiers that are meant.

    Args:
        library: The library.
        names: Keys, old keys or identifiers; a single one for an entry known by exactly two
            identifiers.

    Raises:
        PaperbibError: There is no such entry, or it is not clear what is meant.
    """
    if len(names) == 1:
        key = find_key(library, names[0])
        known = library.references[key].identifiers
        if len(known) == 2:  # noqa: PLR2004 - two are told apart
            return Two(*known)
        called = ", ".join(map(str, known))
        raise PaperbibError(f"{key} is known as {called}", hint="name two of its identifiers")
    first, second = (_meant(library, name) for name in names)
    if first == second:
        hint = "name two of its identifiers; paperbib explain lists them"
        raise PaperbibError(f"{names[0]} and {names[1]} are both {first}", hint=hint)
    return Two(first, second)


def _meant(library: Library, name: str) -> Identifier:
    """The identifier of a name; an old key means what it was made for."""
    if found := find_identifier(name):
        return found
    for text, key in library.retired.items():
        if key == name:
            return whole.parse(text)
    return library.references[find_key(library, name)].identifier


def check_decided(meant: Two, decisions: Decisions) -> None:
    """Make sure that there is something to take back.

    Raises:
        PaperbibError: Nothing was decided about the two.
    """
    if meant.pair not in {*decisions.same, *decisions.different}:
        hint = "paperbib decide list shows what was decided"
        raise PaperbibError(
            f"nothing was decided about {meant.first} and {meant.second}", hint=hint
        )


def check_whole(report: Report) -> None:
    """Make sure that a decision drops no entry.

    Raises:
        PaperbibError: The notes are not those that the library was made from.
    """
    if report.removed:
        number = len(report.removed)
        what = f"these notes do not mention {report.removed[0]}"
        what += f" and {number - 1} more entries" if number > 1 else ""
        raise PaperbibError(what, hint="run paperbib sync first, or name its notes with --notes")


def check_done(meant: Two, report: Report, *, is_same: bool | None) -> None:
    """Make sure that a decision comes to something.

    Raises:
        PaperbibError: Neither is in the library, or something stands against it.
    """
    keys = report.library.key_by_identifier
    first, second = keys.get(meant.first), keys.get(meant.second)
    if first is None and second is None:
        raise PaperbibError(f"no note mentions {meant.first} or {meant.second}", hint=_NAMES)
    if is_same is not None and (first == second) is not is_same:
        verb = "stay two entries" if is_same else "stay one entry"
        what = f"{meant.first} and {meant.second} {verb}"
        hint = "another decision stands against it: paperbib decide list"
        raise PaperbibError(what, hint=hint)


def same(meant: Two) -> Change:
    """They are one paper."""

    def change(before: Decisions) -> Decisions:
        different = tuple(one for one in before.different if one != meant.pair)
        return _changed(before, same=(*before.same, meant.pair), different=different)

    return change


def different(meant: Two) -> Change:
    """They are two papers."""

    def change(before: Decisions) -> Decisions:
        kept = tuple(one for one in before.same if one != meant.pair)
        return _changed(before, same=kept, different=(*before.different, meant.pair))

    return change


def undecided(meant: Two) -> Change:
    """Whether they are one is left to the sources again."""

    def change(before: Decisions) -> Decisions:
        kept = {
            name: tuple(one for one in getattr(before, name) if one != meant.pair)
            for name in ("same", "different")
        }
        return _changed(before, **kept)

    return change


def title(text: str, identifier: Identifier | None) -> Change:
    """A title without a link means this paper, or None."""

    def change(before: Decisions) -> Decisions:
        decision = TitleDecision(text=text, identifier=identifier, by=PERSON)
        return _changed(before, titles={**before.titles, folded(text): decision})

    return change


def forgotten(text: str) -> Change:
    """What a title means is open again."""

    def change(before: Decisions) -> Decisions:
        titles = {name: one for name, one in before.titles.items() if name != folded(text)}
        return _changed(before, titles=titles)

    return change


def item_of(text: str, items: Sequence[Unlinked], decisions: Decisions) -> str:
    """The words of the list item that a person means.

    Raises:
        PaperbibError: No note has such an item.
    """
    texts = {folded(one.text): one.text for one in items}
    texts |= {name: one.text for name, one in decisions.titles.items()}
    by_title = {folded(one.titles[0]): one.text for one in items}
    found = texts.get(folded(text)) or by_title.get(folded(text))
    if found is None:
        otherwise = "give the item's words as the note has them, without its mark"
        hint = did_you_mean(text, [*texts.values(), *by_title], otherwise=otherwise)
        raise PaperbibError(f"no note has the item {text!r} without a link", hint=hint)
    return found


def listed(decisions: Decisions) -> Iterator[str]:
    """All decisions, one line each."""
    for first, second in decisions.same:
        yield f"same       {first} {second}"
    for first, second in decisions.different:
        yield f"different  {first} {second}"
    for one in decisions.titles.values():
        means = f"{one.identifier} ({one.how or 'decided'})" if one.identifier else NONE
        yield f"title      {one.text} = {means}, by {one.by}"


def _changed(before: Decisions, **fields: object) -> Decisions:
    return Decisions.model_validate({**dict(before), **fields})


def is_title(text: str, decisions: Decisions) -> bool:
    """Whether something was decided about a title of these words."""
    return folded(text) in decisions.titles


def meaning_of(library: Library, name: str) -> Identifier | None:
    """The identifier that a person names, or None for ``none``.

    Raises:
        PaperbibError: There is no such identifier or entry.
    """
    return None if name.lower() == NONE else _meant(library, name)
