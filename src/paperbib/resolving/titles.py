"""The titles that a library knows, and the nicknames that it ties to one paper."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property

from paperbib.matching import normalise
from paperbib.model import Reference, Unlinked
from paperbib.resolving import nicknames
from paperbib.resolving.items import Kind, kind_of
from paperbib.resolving.judging import Reading, Resolution, candidates, choose, read
from paperbib.resolving.nicknames import Tie
from paperbib.resolving.papers import Paper, evidence, of_reference
from paperbib.resolving.segments import segments
from paperbib.resolving.vocabulary import GENERIC, TOPICS
from paperbib.resolving.wording import head_of, stems_of, wording

_LARGEST_BLOCK = 500
"""A word that more titles have brings no candidates by itself."""

_RAREST = 6
_MOST_NEAR = 30
_SURE_TITLE = 4


class Titles:
    """What items may mean, in a library.

    Mentions whose form is ``title`` are left out: what was once resolved is no evidence.

    Args:
        references: The library's, with the mentions of the notes.
    """

    def __init__(self, references: Iterable[Reference]) -> None:
        self._papers = [of_reference(one) for one in references]
        self._by_title: dict[str, list[int]] = defaultdict(list)
        self._by_stem: dict[str, list[int]] = defaultdict(list)
        for place, paper in enumerate(self._papers):
            normals, stems = set(), set()
            for title in paper.names:
                normals |= {normalise(title), normalise(head_of(title)[0])}
                stems |= stems_of(title)
            if paper.mentions:
                normals.update(one.name for one in nicknames.of_titles(paper))
            for normal in normals:
                self._by_title[normal].append(place)
            for stem in stems:
                self._by_stem[stem].append(place)
        self._by_title.pop("", None)

    def resolve(self, item: Unlinked) -> Resolution:
        """The paper of the library that an item means.

        The exact title first, then a near one, then a nickname. A topic means
        nothing, unless it is a long title letter by letter.
        """
        kind = kind_of(item)
        readings = read(item, self._alike(item), self._is_word)
        if kind is Kind.TOPIC:
            return self._topic(item, readings)
        found = choose(readings)
        if found.identifier or kind is Kind.TITLE:
            return found
        return self._nickname(item, readings)

    def _topic(self, item: Unlinked, readings: list[Reading]) -> Resolution:
        is_sure = len(wording(item.titles[0]).content) >= _SURE_TITLE
        found = choose([one for one in readings if one.nearness.is_exact and one.is_main])
        return found if is_sure and found.identifier else Resolution(None)

    def _is_word(self, stem: str, paper: Paper) -> bool:
        """Whether a stem is in the titles of another paper, and so no typing error."""
        block = self._by_stem.get(stem, ())
        return any(self._papers[place] is not paper for place in block[:2])

    def _alike(self, item: Unlinked) -> list[Paper]:
        """The papers whose titles are an item's, or have most of its rare words."""
        places: set[int] = set()
        for part in segments(item):
            places.update(self._same(part.wording.normal))
            places.update(self._sharing({*stems_of(part.text), *part.wording.stems}))
        papers = [self._papers[place] for place in places]
        return sorted(papers, key=lambda one: one.identifier.sort_key)

    def _same(self, normal: str) -> list[int]:
        found = self._by_title.get(normal, [])
        # All of them are one another's rivals: more of them say no more.
        return found if len(found) <= _LARGEST_BLOCK else []

    def _sharing(self, stems: set[str]) -> list[int]:
        """Papers that share the rarest words, the most of them first."""
        blocks = sorted((len(block), stem) for stem in stems if (block := self._by_stem.get(stem)))
        rare = [stem for size, stem in blocks if size <= _LARGEST_BLOCK][:_RAREST]
        hits: Counter[int] = Counter()
        for stem in rare:
            hits.update(self._by_stem[stem])
        if not rare and len(blocks) > 1:
            first, second = (set(self._by_stem[stem]) for _, stem in blocks[:2])
            both = first & second
            hits.update(both if len(both) <= _LARGEST_BLOCK else ())
        ranked = sorted(
            hits, key=lambda place: (-hits[place], self._papers[place].identifier.sort_key)
        )
        return ranked[:_MOST_NEAR]

    def _nickname(self, item: Unlinked, readings: list[Reading]) -> Resolution:
        """The one paper that goes by a name, whoever calls it so."""
        signs = wording(item.titles[0]).signs
        meant = [place for name in _names(item) for place in self._called(name, signs)]
        ties: dict[int, Tie] = {}
        for place, tie in sorted(meant):
            ties[place] = min(tie, ties.get(place, tie))
        if not ties and item.year and not signs:
            ties = {place: Tie.ABSTRACT for name in _names(item) for place in self._definers(name)}
        papers = sorted(
            (self._papers[place] for place in ties), key=lambda one: one.identifier.sort_key
        )
        is_list = "," in item.titles[0]
        if len(ties) == 1 and not is_list:
            place, tie = next(iter(ties.items()))
            if self._is_believed(item, self._papers[place], tie):
                return Resolution(self._papers[place].identifier, "nickname")
        named = read(item, papers, self._is_word)
        named = [one._replace(nearness=one.nearness._replace(likeness=1.0)) for one in named]
        others = [one for one in readings if one.paper not in papers]
        return Resolution(None, candidates=candidates([*named, *others]))

    def _called(self, name: str, signs: str) -> Iterator[tuple[int, Tie]]:
        """The papers that a title or a note calls so, and which of the two it is."""
        for place in self._same(name):
            for one in nicknames.of_titles(self._papers[place]):
                if (one.name, one.signs) == (name, signs):
                    yield place, one.tie

    def _is_believed(self, item: Unlinked, paper: Paper, tie: Tie) -> bool:
        """Whether the year beside a name, or its form, is enough for whoever ties it."""
        told = evidence(item, paper)
        if told.contradicts:
            return False
        if item.year:
            return bool(paper.years)
        return tie is Tie.NOTE or (tie is Tie.HEAD and nicknames.is_coined(item.titles[0]))

    def _definers(self, name: str) -> Iterator[int]:
        """The papers whose abstracts define a name as their own."""
        places = self._bracketed.get(name, [])
        for place in places if len(places) <= _LARGEST_BLOCK else ():
            if name in nicknames.of_abstracts(self._papers[place], name):
                yield place

    @cached_property
    def _bracketed(self) -> dict[str, list[int]]:
        """The papers by the names in brackets in their abstracts; made when first asked for."""
        found: dict[str, list[int]] = defaultdict(list)
        for place, paper in enumerate(self._papers):
            for name in {one for text in paper.abstracts for one in nicknames.bracketed(text)}:
                found[name].append(place)
        return found


def _names(item: Unlinked) -> list[str]:
    """What an item may be called, normalised: its first title, in the singular too."""
    name = wording(item.titles[0])
    if name.is_generic or (len(name.words) == 1 and name.normal in TOPICS | GENERIC):
        return []
    pieces = item.titles[0][:200].split(",")
    # Several names mean several papers: candidates for all of them, none for certain.
    names = list(map(normalise, pieces)) if len(pieces) > 1 else [name.normal]
    is_plural = name.normal.endswith("s") and len(name.normal) > 4  # noqa: PLR2004
    if item.year and is_plural and len(pieces) == 1:
        names.append(name.normal[:-1])
    return [one for one in names if one]
