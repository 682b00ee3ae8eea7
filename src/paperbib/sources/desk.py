"""Where questions to arXiv's query API are put."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from paperbib.identifiers import arxiv_id
from paperbib.identifiers.identifier import Identifier
from paperbib.model import Found


class Desk(Protocol):
    """Where questions are put; one call is one question."""

    def ask(self, batch: Sequence[Identifier], most: int) -> Mapping[Identifier, Found]:
        """Ask for papers and get those that are on the page.

        Args:
            batch: The papers, at least one.
            most: ``max_results``.

        Raises:
            EmptyFeedError: When nothing came, for two papers or more.
            HttpError: When there was no usable reply.
        """

    def is_well(self, witness: Identifier | None, most: int, *, hasty: bool) -> bool | None:
        """Ask for something that exists; whether it came.

        Args:
            witness: A paper that exists; None to search for a common word.
            most: ``max_results``; of a search, which of some common words.
            hasty: Whether one unusable page is enough to say no.

        Returns:
            None if the API does not search at all: that is an answer too, and
            there is nothing that it could be asked for.

        Raises:
            HttpError: When there was no usable reply.
        """


def fault_of(identifier: Identifier) -> str | None:
    """Why it is pointless to ask: arXiv would pass over what is ill-formed in silence."""
    cited = arxiv_id.parse(identifier.value) if identifier.scheme == "arxiv" else None
    if cited and cited.version is None and cited.identifier.value == identifier.value:
        return None
    fault = arxiv_id.fault(identifier.value) or "it is not in its canonical form"
    return f"{identifier.value!r} is no arXiv identifier: {fault}"
