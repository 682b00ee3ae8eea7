"""How arXiv's query API is asked about many papers: in batches, in doubt, to a definite end.

The API leaves out what it does not have without a word, now and then leaves out
what it has, and refuses a whole batch for one identifier it dislikes. So what a
sound page leaves out is asked for once more, alone; what stays out then is
missing only if arXiv afterwards proves to be well, by answering with a paper.
What it refuses is taken out, or looked for by halving the batch. After a
question without a usable reply nothing more is asked.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from http import HTTPStatus
from typing import Protocol

from paperbib.errors import HttpError, RefusedError
from paperbib.identifiers import arxiv_id
from paperbib.identifiers.identifier import Identifier
from paperbib.model import Answer, Failed, Found, Invalid, Missing
from paperbib.sources.pages import ComplaintError, EmptyFeedError, UnreadableEntryError

BATCH = 100
"""Identifiers per request: more of them make a URL that arXiv answers with 414."""
REFUSALS = 8
"""So many refusals in a row, and it may not be the identifiers that are at fault."""
EMPTY = "arXiv answers with empty feeds"

_ALONE = 2
"""Results asked for of one paper; not 1, so that no CDN takes it for an earlier question."""
_CONTROL = 3
"""As `_ALONE`, for the first control question; one more for each further one."""
_TOO_MUCH = frozenset(
    {
        HTTPStatus.BAD_REQUEST,
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        HTTPStatus.REQUEST_URI_TOO_LONG,
    }
)
"""Statuses that a smaller batch may not get."""


class Desk(Protocol):
    """Where questions are put; one call is one question."""

    def ask(self, batch: Sequence[Identifier], most: int) -> Mapping[Identifier, Found]:
        """Ask for papers and get those that are on the page.

        Args:
            batch: The papers, at least one.
            most: ``max_results``.

        Raises:
            HttpError: When there was no usable reply.
        """

    def is_well(self, witness: Identifier | None, most: int) -> bool:
        """Ask for something that exists; whether it came.

        Args:
            witness: A paper that exists; None to search for a common word.
            most: ``max_results``.

        Raises:
            HttpError: When there was no usable reply.
        """


def ask_all(
    identifiers: Iterable[Identifier],
    desk: Desk,
    *,
    source: str,
    control: Identifier | None = None,
) -> Iterator[Answer]:
    """Ask for papers, the first ones first.

    Args:
        identifiers: The papers; those named twice are asked for once.
        desk: Where to ask.
        source: The name the answers carry.
        control: A paper that is known to exist, to see whether arXiv is well
            should no other be found.

    Yields:
        Exactly one answer per distinct identifier, those of a page as it comes in.
    """
    asking = _Asking(identifiers, desk, source, control)
    reason = EMPTY
    try:
        for answer in asking.answers():
            del asking.unanswered[answer.identifier]
            yield answer
    except HttpError as error:
        # The next question would fare no better, and cost minutes to find out.
        reason = error.reason
    for identifier in asking.unanswered:
        yield Failed(identifier=identifier, source=source, reason=reason)


class _Asking:
    """One round of questions: what is to be asked, and what is in doubt."""

    def __init__(
        self,
        identifiers: Iterable[Identifier],
        desk: Desk,
        source: str,
        control: Identifier | None,
    ) -> None:
        self.unanswered = dict.fromkeys(identifiers)
        self._desk, self._source = desk, source
        self._witness = None if control in self.unanswered else control
        self._batches: deque[list[Identifier]] = deque()
        self._absent: list[Identifier] = []
        self._doubted: list[Identifier] = []
        self._controls = self._refusals = 0

    def answers(self) -> Iterator[Answer]:
        """Put all questions.

        Raises:
            HttpError: When there was no usable reply: nothing more can be asked.
        """
        fault_by_identifier = {one: _fault(one) for one in self.unanswered}
        for identifier, fault in fault_by_identifier.items():
            if fault:
                yield Invalid(identifier=identifier, source=self._source, reason=fault)
        good = [one for one, fault in fault_by_identifier.items() if not fault]
        for start in range(0, len(good), BATCH):
            # Sorted, the same papers make the same URL, which a CDN may know.
            self._batches.append(sorted(good[start : start + BATCH]))
        while self._batches:
            yield from self._first(self._batches.popleft())
        for identifier in self._absent:
            yield from self._confirm(identifier)
        if self._doubted:
            self._require_health()
            yield from self._missing()

    def _first(self, batch: list[Identifier]) -> Iterator[Answer]:
        """Ask for a batch for the first time."""
        try:
            found = self._desk.ask(batch, len(batch))
        except EmptyFeedError:
            self._require_health()
            self._absent += batch
        except UnreadableEntryError:
            self._absent += batch
        except RefusedError as error:
            yield from self._take_apart(batch, error)
        else:
            yield from self._take(found)
            self._absent += [one for one in batch if one not in found]

    def _confirm(self, identifier: Identifier) -> Iterator[Answer]:
        """Ask alone for what was left out of a page."""
        try:
            found = self._desk.ask([identifier], _ALONE)
        except UnreadableEntryError as error:
            yield self._failed(identifier, error)
        except RefusedError as error:
            yield from self._take_apart([identifier], error)
        else:
            yield from self._take(found)
            if not found:
                self._doubted.append(identifier)

    def _take(self, found: Mapping[Identifier, Found]) -> Iterator[Answer]:
        self._refusals = 0
        yield from found.values()
        if found:
            self._witness = next(iter(found))
            yield from self._missing()

    def _missing(self) -> Iterator[Answer]:
        """Now that arXiv proved to be well, what was in doubt is missing."""
        doubted, self._doubted = self._doubted, []
        for identifier in doubted:
            yield Missing(identifier=identifier, source=self._source)

    def _require_health(self) -> None:
        """Ask for what exists.

        Raises:
            HttpError: When it does not come.
        """
        most = _CONTROL + self._controls
        self._controls += 1
        if not self._desk.is_well(self._witness, most):
            raise EmptyFeedError(EMPTY)

    def _take_apart(self, batch: list[Identifier], error: RefusedError) -> Iterator[Answer]:
        """Take out the one that is refused, or halve the batch to find it.

        Raises:
            HttpError: When it is not the identifiers that are refused.
        """
        complaint = error if isinstance(error, ComplaintError) else None
        is_about_an_id = complaint is not None and complaint.is_about_an_id
        is_open = complaint is None or complaint.is_wordless
        if not is_about_an_id and not (is_open and error.status in _TOO_MUCH):
            raise error
        named = complaint.named(batch) if complaint else None
        self._count_refusal(error, is_explained=named is not None)
        if named:
            yield self._invalid(named, error)
            if rest := [one for one in batch if one != named]:
                self._batches.appendleft(rest)
        elif len(batch) > 1:
            half = len(batch) // 2
            # Last in the queue: what nobody refuses comes first.
            self._batches += [batch[:half], batch[half:]]
        elif complaint and is_about_an_id and not complaint.is_about_another:
            yield self._invalid(batch[0], error)
        else:
            yield self._failed(batch[0], error)

    def _count_refusal(self, error: RefusedError, *, is_explained: bool) -> None:
        self._refusals += 1
        if self._refusals < REFUSALS:
            return
        if not is_explained:
            raise error
        # Each of them was an answer; but a server that dislikes all is not well.
        self._require_health()
        self._refusals = 0

    def _invalid(self, identifier: Identifier, error: RefusedError) -> Invalid:
        return Invalid(identifier=identifier, source=self._source, reason=error.reason)

    def _failed(self, identifier: Identifier, error: HttpError) -> Failed:
        return Failed(identifier=identifier, source=self._source, reason=error.reason)


def _fault(identifier: Identifier) -> str | None:
    """Why it is pointless to ask: arXiv would pass over what is ill-formed in silence."""
    cited = arxiv_id.parse(identifier.value) if identifier.scheme == "arxiv" else None
    if cited and cited.version is None and cited.identifier.value == identifier.value:
        return None
    fault = arxiv_id.fault(identifier.value) or "it is not in its canonical form"
    return f"{identifier.value!r} is no arXiv identifier: {fault}"
