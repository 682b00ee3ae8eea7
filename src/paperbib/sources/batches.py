"""How arXiv's query API is asked about many papers: in batches, in doubt, to a definite end.

The API leaves out what it does not have without a word, now and then leaves out
what it has, and fails a whole batch for one paper that it dislikes or cannot
write down. So what a page leaves out is asked for once more, alone; what stays
out then is missing only if arXiv afterwards proves to be well, by answering with
a paper. Of what was missing before, a page of others without it is enough. What it
refuses is taken out, or looked for by halving the batch; so is what comes as no usable
page, if arXiv proves to be well right after that. If it does not, or cannot be asked at
all, nothing more is asked.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Iterator
from http import HTTPStatus
from typing import NamedTuple

from paperbib.errors import BusyError, HttpError, RefusedError
from paperbib.identifiers.identifier import Identifier
from paperbib.model import Answer, Failed, Invalid, Missing
from paperbib.sources.atom import UnusableError
from paperbib.sources.desk import Desk, fault_of
from paperbib.sources.pages import (
    ComplaintError,
    EmptyFeedError,
    UnreadableEntryError,
    is_about_else,
    named_in,
)

BATCH = 100
"""Identifiers per request: more make a URL that arXiv answers with 414."""
REFUSALS = 8
"""So many refusals in a row, and it may not be the identifiers that are at fault."""
FAILURES = 16
"""After so many unusable replies, no further batch is halved: to find two papers takes these.

As many in a row, and the asking ends, however well arXiv says it is.
"""
EMPTY = "arXiv answers with empty feeds"
SHORT = "arXiv leaves out papers that it has"

_ALONE = 2
"""Results asked for of one paper; not 1, so that no CDN takes it for an earlier question."""
_CONTROL = 3
"""As `_ALONE`, for the first control question; one more for each further one."""
_NAMING = frozenset({HTTPStatus.OK, HTTPStatus.BAD_REQUEST})
"""Statuses with which a word about one paper is a word against it."""
_TOO_MUCH = frozenset(
    {
        HTTPStatus.BAD_REQUEST,
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        HTTPStatus.REQUEST_URI_TOO_LONG,
    }
)
"""Statuses that a smaller batch may not get."""


class Beforehand(NamedTuple):
    """What is known of arXiv before it is asked.

    Attributes:
        control: A paper that is known to exist, to see whether arXiv is well should no
            other be found.
        missing: Papers that arXiv was found not to have.
        is_frugal: Whether the asking ends with a page that lacks what arXiv has.
    """

    control: Identifier | None = None
    missing: Collection[Identifier] = ()
    is_frugal: bool = False


def ask_all(
    identifiers: Iterable[Identifier],
    desk: Desk,
    *,
    source: str,
    known: Beforehand = Beforehand(),  # noqa: B008 - it is immutable
) -> Iterator[Answer]:
    """Ask for papers, the first ones first.

    Args:
        identifiers: The papers; those named twice are asked for once.
        desk: Where to ask.
        source: The name the answers carry.
        known: What is known before.

    Yields:
        Exactly one answer per distinct identifier, those of a page as it comes in.
    """
    asking = _Asking(identifiers, desk, source, known)
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
        self, identifiers: Iterable[Identifier], desk: Desk, source: str, known: Beforehand
    ) -> None:
        self.unanswered = dict.fromkeys(identifiers)
        self._desk, self._source, self._known = desk, source, known
        self._witness = None if known.control in self.unanswered else known.control
        self._batches: deque[list[Identifier]] = deque()
        self._absent: list[Identifier] = []
        self._doubted: list[Identifier] = []
        self._refused_alone: set[Identifier] = set()
        self._disliked: dict[Identifier, RefusedError] = {}
        self._controls = self._refusals = self._failures = 0

    def answers(self) -> Iterator[Answer]:
        """Put all questions.

        Raises:
            HttpError: When there was no usable reply: nothing more can be asked.
        """
        fault_by_identifier = {one: fault_of(one) for one in self.unanswered}
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
        if self._doubted or self._disliked:
            yield from self._settle()
        for identifier, error in self._disliked.items():
            yield self._failed(identifier, error)

    def _first(self, batch: list[Identifier]) -> Iterator[Answer]:
        """Ask for a batch for the first time; if nothing comes, once more by another URL."""
        try:
            yield from self._ask(batch, len(batch), self._absent)
        except UnreadableEntryError:
            self._absent += batch
        except EmptyFeedError:
            try:
                yield from self._ask(batch, len(batch) + 1, self._absent)
            except EmptyFeedError:
                yield from self._settle()
                self._absent += batch

    def _confirm(self, identifier: Identifier) -> Iterator[Answer]:
        """Ask alone for what was left out of a page.

        Raises:
            HttpError: ArXiv has it, and nobody wants to know what else its pages lack.
        """
        try:
            yield from self._ask([identifier], _ALONE, self._doubted)
        except UnreadableEntryError as error:
            yield self._failed(identifier, error)
        if self._known.is_frugal and self._witness == identifier:
            raise HttpError(SHORT)

    def _ask(
        self, batch: list[Identifier], most: int, left_out: list[Identifier]
    ) -> Iterator[Answer]:
        """Ask, and note what is left out.

        Raises:
            HttpError: As `Desk.ask`, where it is not for one paper in the batch.
        """
        try:
            found = self._desk.ask(batch, most)
        except UnreadableEntryError:
            raise
        except RefusedError as error:
            yield from self._take_apart(batch, error)
        except BusyError as error:
            yield from self._halve(batch, error)
        else:
            self._refusals = 0
            yield from found.values()
            absent = [one for one in batch if one not in found]
            left_out += [one for one in absent if not (found and one in self._known.missing)]
            if found:
                self._witness = next(iter(found))
                self._doubted += [one for one in absent if one in self._known.missing]
                yield from self._judge()

    def _judge(self, *, by_a_paper: bool = True) -> Iterator[Answer]:
        """Now that arXiv proved to be well, believe what it said before."""
        doubted, self._doubted = self._doubted, []
        for identifier in doubted:
            yield Missing(identifier=identifier, source=self._source)
        if by_a_paper:  # which shows that it does not refuse whatever is asked
            disliked, self._disliked = self._disliked, {}
            for identifier, error in disliked.items():
                yield self._invalid(identifier, error)

    def _settle(self, error: HttpError | None = None) -> Iterator[Answer]:
        """Ask for what exists.

        Args:
            error: Why arXiv may not be well; then it is asked in haste.

        Raises:
            HttpError: When it does not come; ``error``, if there is one.
        """
        most = _CONTROL + self._controls
        self._controls += 1
        try:
            is_well = self._desk.is_well(self._witness, most, hasty=error is not None)
        except HttpError as fault:
            raise (error or fault) from fault
        if is_well is False:
            raise error or HttpError(EMPTY)
        yield from self._judge(by_a_paper=bool(is_well))

    def _halve(self, batch: list[Identifier], error: BusyError) -> Iterator[Answer]:
        """Look for the paper that makes a page unusable.

        Raises:
            HttpError: When arXiv is not well, and it is no paper's fault.
        """
        is_server_error = (error.status or 0) >= HTTPStatus.INTERNAL_SERVER_ERROR
        if error.retry_after_s or not (isinstance(error, UnusableError) or is_server_error):
            raise error
        self._failures += 1
        yield from self._count_in_a_row(error, most=FAILURES)
        yield from self._settle(error)
        if len(batch) > 1 and self._failures <= FAILURES:
            self._append_halves(batch)
        else:
            for identifier in batch:
                yield self._failed(identifier, error)

    def _take_apart(self, batch: list[Identifier], error: RefusedError) -> Iterator[Answer]:
        """Take out the one that is refused, or halve the batch to find it.

        Raises:
            HttpError: When it is not the identifiers that are refused.
        """
        complaint = error if isinstance(error, ComplaintError) else None
        is_about_an_id = complaint is not None and complaint.is_about_an_id
        if not is_about_an_id and is_about_else(error):
            raise error
        named = complaint.named(batch) if complaint and is_about_an_id else None
        if named is None and error.status in _NAMING and len(batch) > 1:
            named = named_in(error, batch)
        if not (named or is_about_an_id or error.status in _TOO_MUCH):
            raise error
        yield from self._count_in_a_row(error, is_explained=named is not None)
        if named:
            yield self._invalid(named, error)
            if rest := [one for one in batch if one != named]:
                self._batches.appendleft(rest)
        elif len(batch) > 1:
            self._append_halves(batch)
        elif complaint and is_about_an_id and not complaint.is_about_another:
            yield self._invalid(batch[0], error)
        elif error.status == HTTPStatus.BAD_REQUEST and batch[0] in self._refused_alone:
            self._disliked[batch[0]] = error
        elif error.status == HTTPStatus.BAD_REQUEST:
            # It may have been a whim; the last answer about it is what counts.
            self._refused_alone.add(batch[0])
            self._absent += batch
        else:
            yield self._failed(batch[0], error)

    def _append_halves(self, batch: list[Identifier]) -> None:
        half = len(batch) // 2
        # Last in the queue: what does no harm comes first.
        self._batches += [batch[:half], batch[half:]]

    def _count_in_a_row(
        self, error: HttpError, *, most: int = REFUSALS, is_explained: bool = False
    ) -> Iterator[Answer]:
        self._refusals += 1
        if self._refusals < most:
            return
        if not is_explained:
            raise error
        # Each of them was an answer; but a server that dislikes all is not well.
        yield from self._settle()
        self._refusals = 0

    def _invalid(self, identifier: Identifier, error: RefusedError) -> Invalid:
        return Invalid(identifier=identifier, source=self._source, reason=error.reason)

    def _failed(self, identifier: Identifier, error: HttpError) -> Failed:
        return Failed(identifier=identifier, source=self._source, reason=error.reason)
