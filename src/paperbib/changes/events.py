"""Everything that happens between two locks, one event for each entry.

Pure: the same two libraries and the same day give the same events.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, NamedTuple

from paperbib.changes.papers import KINDS, Change
from paperbib.identifiers.identifier import Identifier
from paperbib.model import Library, Reference

ALL_KINDS = (
    *("added", "parted", "removed", "joined", "renamed"),
    *KINDS,
    *("solved", "dead", "alive"),
)
"""The kinds of events, in the order in which an event names them."""
LONGEST = 200
"""Characters of a text that an event keeps; of what is longer, the last one is an ellipsis."""
MOST_VALUES = 50
"""Values of a list that an event keeps; after them stands an ellipsis."""
_LONGEST_WORDS = 400
_PERSON = "override"
"""Whose records are no facts."""


class Event(NamedTuple):
    """What one run changed about one entry.

    Attributes:
        day: The day of the run in UTC, ``YYYY-MM-DD``.
        lock: Twelve hexadecimal digits of the digest of the lock that was changed; "" for none.
        key: The entry's key; of one that is gone, the key that it had.
        identifier: Its primary identifier, as text.
        title: Its title, shortened; None where nobody knows it.
        kinds: Some of `ALL_KINDS`, in their order; never empty.
        fields: By name of a field, what was ``old`` and what is ``new``; long texts shortened.
        words: All of it on one line, for people.
        after: As ``lock``, of the lock that it led to; "" where an older paperbib wrote it.
        extra: What a newer paperbib wrote beside these.
    """

    day: str
    lock: str
    key: str
    identifier: str
    title: str | None
    kinds: tuple[str, ...]
    fields: Mapping[str, Mapping[str, Any]]
    words: str
    after: str = ""
    extra: Mapping[str, Any] = MappingProxyType({})

    @property
    def run(self) -> tuple[str, str]:
        """What the events of one run have in common: the locks that it went from and to."""
        return self.lock, self.after

    def as_json(self) -> dict[str, Any]:
        """The event as plain data: an item of ``changes.json``."""
        after, rest = self.after, self._asdict()
        del rest["extra"], rest["after"]
        known = {"day": rest.pop("day"), "lock": rest.pop("lock")}
        known |= {"after": after} if after else {}
        known |= rest
        fields = {name: dict(values) for name, values in self.fields.items()}
        return {**known, "kinds": list(self.kinds), "fields": fields, **self.extra}


def events(
    previous: Library, library: Library, news: Iterable[Change], *, run: tuple[str, str], day: str
) -> tuple[Event, ...]:
    """What happened to the entries of a library.

    Args:
        previous: The library as it was.
        library: The library as it is.
        news: What changed about papers that are in both; see `paperbib.changes.changes`.
        run: As `Event.lock` and `Event.after`.
        day: As `Event.day`.

    Returns:
        One event for each entry that something happened to, ordered by key.
    """
    tellings = _Tellings(previous, library)
    for one in news:
        tellings.hear(one)
    found = sorted(tellings.all(), key=lambda one: (one.key, one.is_gone))
    return tuple(one.event(run, day) for one in found if one.kinds)


@dataclass
class _Telling:
    """What is to be told of one entry."""

    key: str
    reference: Reference
    is_gone: bool = False
    kinds: set[str] = field(default_factory=set)
    words: list[str] = field(default_factory=list)
    fields: dict[str, tuple[object, object]] = field(default_factory=dict)

    def tell(self, kind: str, words: str) -> None:
        self.kinds.add(kind)
        self.words.append(words)

    def tell_withdrawal(self) -> None:
        """Tell of a paper that is heard of for the first time that it was withdrawn before."""
        if self.reference.is_withdrawn:
            self.tell("withdrawn", "withdrawn")
            self.fields["is_withdrawn"] = (None, True)

    def event(self, run: tuple[str, str], day: str) -> Event:
        title = self.reference.title
        lock, after = run
        return Event(
            day,
            lock,
            self.key,
            _clean(str(self.reference.identifier)),
            shortened(title) if title else None,
            tuple(one for one in ALL_KINDS if one in self.kinds),
            {name: {"old": _kept(old), "new": _kept(new)} for name, (old, new) in self._fields()},
            shortened(f"{self.key}: {'; '.join(self.words)}", _LONGEST_WORDS),
            after,
        )

    def _fields(self) -> Iterable[tuple[str, tuple[object, object]]]:
        return sorted(self.fields.items())


class _Tellings:
    """What is to be told of two libraries: first what entries became, then what else is new."""

    def __init__(self, previous: Library, library: Library) -> None:
        self._previous, self._library = previous, library
        self._old_keys = previous.key_by_identifier
        self._new_keys = library.key_by_identifier
        self._new = {key: _Telling(key, one) for key, one in library.references.items()}
        self._gone: list[_Telling] = []
        self._former = self._formers()
        self._tell_comings()
        self._tell_goings()
        self._tell_facts()
        self._tell_titles()
        self._tell_links()

    def all(self) -> Iterator[_Telling]:
        yield from self._new.values()
        yield from self._gone

    def hear(self, change: Change) -> None:
        telling = self._new[change.key]
        telling.kinds.update(change.kinds)
        telling.words.append(change.words().removeprefix(f"{change.key}: "))
        telling.fields |= change.fields

    def _formers(self) -> dict[str, str]:
        """By the key of an entry that was there before, the key it had."""
        found: dict[str, str] = {}
        for key, reference in self._library.references.items():
            old = self._previous.references.get(key)
            if old and not set(old.identifiers).isdisjoint(reference.identifiers):
                found[key] = key
        taken = set(found.values())
        given_up: dict[str, list[str]] = defaultdict(list)
        for old_key, new_key in self._library.aliases.items():
            given_up[new_key].append(old_key)
        # Who has the alias is the heir, where an entry was renamed and another parted from it.
        heirs_first = sorted(self._library.references, key=lambda one: one not in given_up)
        for key in heirs_first:
            if key in found:
                continue
            reference = self._library.references[key]
            names = [self._old_keys.get(one) for one in reference.identifiers]
            names += [*given_up[key], key]
            known = (one for one in names if one in self._previous.references)
            former = next((one for one in known if one and one not in taken), None)
            if former:
                found[key] = former
                taken.add(former)
        return found

    def _tell_comings(self) -> None:
        heirs = {former: key for key, former in self._former.items()}
        for key, telling in self._new.items():
            former = self._former.get(key)
            names = (self._old_keys.get(one) for one in telling.reference.identifiers)
            whole = next((heirs[one] for one in names if one in heirs), None)
            if former is None and whole is not None:
                telling.tell("parted", f"no longer part of {whole}")
                telling.fields["key"] = (whole, key)
            elif former is None:
                title = telling.reference.title
                telling.tell("added", f"added: {shortened(title)}" if title else "added")
                telling.tell_withdrawal()
            elif former != key:
                telling.tell("renamed", f"was called {former}")
                telling.fields["key"] = (former, key)

    def _tell_goings(self) -> None:
        standing = set(self._former.values())
        for key, reference in self._previous.references.items():
            if key in standing:
                continue
            telling = _Telling(key, reference, is_gone=True)
            self._gone.append(telling)
            keys = (self._new_keys.get(one) for one in reference.identifiers)
            target = next(filter(None, keys), None) or self._library.aliases.get(key)
            if target in self._library.references:
                telling.tell("joined", f"part of {target} now")
                telling.fields["key"] = (key, target)
            else:
                telling.tell("removed", "no longer in the notes")

    def _tell_facts(self) -> None:
        """An entry of which nobody knew anything, and now somebody does."""
        for key, former in self._former.items():
            old, new = self._previous.references[former], self._library.references[key]
            if old.records is not new.records and _has_facts(new) and not _has_facts(old):
                self._new[key].tell("solved", f"known now: {shortened(new.title or str(key))}")

    def _tell_titles(self) -> None:
        before = self._previous.decisions.titles
        for text, decision in self._library.decisions.titles.items():
            was = before.get(text)
            if was is None or was.identifier or decision.identifier is None:
                continue
            if (key := self._new_keys.get(decision.identifier)) is not None:
                words = f"found for the title {shortened(decision.text)!r}"
                self._new[key].tell("solved", words)

    def _tell_links(self) -> None:
        before, now = _dead_links(self._previous), _dead_links(self._library)
        for kind, words, links in (
            ("dead", "dead link", now - before),
            ("alive", "the link works again", before - now),
        ):
            for one in sorted(links):
                # An address that became part of a paper is no link any more, dead or alive.
                key = self._new_keys.get(one)
                if key is not None and not self._new[key].reference.is_paper:
                    self._new[key].tell(kind, f"{words}: {one.value}")


def shortened(text: str, longest: int = LONGEST) -> str:
    r"""A text on one line, of so many characters at most.

    >>> shortened("The  quick\nbrown fox", 12)
    'The quick b…'
    """
    line = " ".join(_clean(text).split())
    return line if len(line) <= longest else f"{line[: longest - 1].rstrip()}…"


def _kept(value: object) -> object:
    """A field's value as it is kept."""
    if isinstance(value, str):
        return shortened(value)
    if isinstance(value, list | tuple):
        few = [_kept(one) for one in value[:MOST_VALUES]]
        return [*few, "…"] if len(value) > MOST_VALUES else few
    return value


def _clean(text: str) -> str:
    """A text that can be written as UTF-8, which lone surrogates cannot."""
    return text.encode(errors="replace").decode()


def _has_facts(reference: Reference) -> bool:
    return any(one.source != _PERSON for one in reference.records)


def _dead_links(library: Library) -> frozenset[Identifier]:
    return frozenset(library.dead_links)
