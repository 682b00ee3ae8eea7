"""Searching arXiv's titles: many titles at once, and none again that was searched for lately."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from paperbib.errors import HttpError, RefusedError
from paperbib.identifiers.identifier import Identifier
from paperbib.matching import normalise
from paperbib.model import Found, Record, visible
from paperbib.plan import Held, is_fresh
from paperbib.resolving import Query
from paperbib.sync.asking import ARXIV, TITLE_SEARCH, Asking

_FEW, _MANY = 10, 100
"""Papers asked for in a question for one title, and for several."""
MOST_REQUESTS = 100
"""Questions in one run: the next run goes on."""
_EMPTY_IN_A_ROW = 5
"""After so many, arXiv has to prove that it is well."""


class Searching:
    """One run's searches.

    An empty page proves nothing by itself: arXiv also sends one when it is ill. What was not
    found is remembered once arXiv has found something that it has.

    Args:
        asking: The cache and the network.
        known_titles: Titles of papers that arXiv has, each another; may be none.
        refresh: Whether what was found lately is searched for again.
    """

    def __init__(self, asking: Asking, known_titles: Sequence[str], *, refresh: bool) -> None:
        self._asking, self._known_titles, self._refresh = asking, known_titles, refresh
        self._is_well, self._takes_several = False, True
        self._empty: list[str] = []
        self._left = MOST_REQUESTS

    @property
    def is_silent(self) -> bool:
        """Whether nobody can be asked, or somebody did not answer."""
        asking = self._asking
        is_troubled = bool({ARXIV, TITLE_SEARCH} & asking.trouble.keys())
        return is_troubled or asking.is_interrupted or asking.is_offline or self._left <= 0

    def oldest_first(self, plans: Mapping[str, Sequence[Query]]) -> list[str]:
        """Titles in the order in which they are searched for: the never asked first."""

        def asked_s(text: str) -> float:
            first = next(iter(plans[text]), Query())
            kept = self._asking.cache.search(_question(first))
            return kept[1] if kept else 0.0

        return sorted(plans, key=asked_s)

    def find(self, query_by_text: Mapping[str, Query]) -> dict[str, list[Record] | None]:
        """What queries find, each among others perhaps; None where nobody answered.

        Args:
            query_by_text: The queries, by whatever they are for.
        """
        question_by_text = {text: _question(one) for text, one in query_by_text.items()}
        questions = dict.fromkeys(filter(None, question_by_text.values()))
        known = {one: found for one in questions if (found := self._known(one)) is not None}
        known |= self._found_at_once([one for one in questions if one not in known])
        answers: dict[str, list[Record] | None] = {"": [], **known}
        for question in questions:
            if question not in known:
                answers[question] = self._found(question)
        return {text: answers[question] for text, question in question_by_text.items()}

    def proves(self) -> bool:
        """Whether arXiv finds what it has, so that finding nothing means something."""
        if not self._is_well and self._empty and not self.is_silent:
            self._is_well = self._finds()
            self._remember()
        return self._is_well or not self._empty

    def _finds(self) -> bool:
        self._left -= 1
        return self._asking.finds(next(iter(self._known_titles), ""))

    def _found_at_once(self, questions: Sequence[str]) -> dict[str, list[Record]]:
        """What several questions in one find; nothing where it is not sure that all were heard."""
        from paperbib.sources import title_search

        if len(questions) < 2 or len(self._known_titles) < 2:  # noqa: PLR2004 - at both ends
            return {}
        first, last = (title_search.query(phrase=one) for one in self._known_titles[:2])
        wanted = {normalise(one) for one in self._known_titles[:2]}
        answers: dict[str, list[Record]] = {}
        for question, asked in title_search.any_of(questions, (first, last)):
            found = self._asked(question, _MANY, is_needed=False) if self._takes_several else None
            titles = {normalise(one.record.title or "") for one in found or ()}
            if found is not None and not wanted <= titles:
                # It is ill, or does not understand several questions in one.
                self._takes_several = False
                self._is_well = self._is_well or self._finds()
            if found is None or len(found) == _MANY or not self._takes_several:
                continue
            self._is_well = True
            for one in asked:
                self._keep(one, found)
            answers |= {one: [each.record for each in found] for one in asked}
        return answers

    def _found(self, question: str) -> list[Record] | None:
        found = self._asked(question, _FEW)
        if found is None:
            return None
        if found:
            self._is_well = True
            self._keep(question, found)
        else:
            self._empty.append(question)
            if len(self._empty) == _EMPTY_IN_A_ROW:
                self.proves()
        self._remember()
        return [one.record for one in found]

    def _asked(self, question: str, limit: int, *, is_needed: bool = True) -> list[Found] | None:
        if self.is_silent:
            return None
        self._left -= 1
        try:
            return self._asking.search(question, limit)
        except HttpError as error:
            # Who does not understand several questions in one may understand each.
            self._takes_several = False
            if is_needed or not isinstance(error, RefusedError):
                self._asking.trouble[TITLE_SEARCH] = visible(error.reason)
            return None

    def _known(self, question: str) -> list[Record] | None:
        """What was found before: lately, or offline whenever that was."""
        kept = self._asking.cache.search(question)
        if kept is None:
            return None
        identifiers, at_s = kept
        is_late = not is_fresh(Held(is_found=True, checked_s=at_s), self._asking.now_s)
        if not self._asking.is_offline and (self._refresh or is_late):
            return None
        shelf = self._asking.shelf(self._asking.arxiv(None), identifiers)
        answers = [shelf.answer(one) for one in identifiers]
        found = [one.record for one in answers if isinstance(one, Found)]
        return found if len(found) == len(identifiers) else None

    def _keep(self, question: str, found: Sequence[Found]) -> None:
        self._asking.cache.keep(found, now_s=self._asking.now_s)
        self._keep_names(question, (one.identifier for one in found))

    def _keep_names(self, question: str, identifiers: Iterable[Identifier]) -> None:
        self._asking.cache.keep_search(question, identifiers, now_s=self._asking.now_s)

    def _remember(self) -> None:
        """Keep what was not found, once that means something."""
        if self._is_well:
            for question in self._empty:
                self._keep_names(question, ())
            self._empty.clear()


def _question(query: Query) -> str:
    from paperbib.sources import title_search

    return title_search.query(phrase=query.phrase, words=query.words, people=query.people)
