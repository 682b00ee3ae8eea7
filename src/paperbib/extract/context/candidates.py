"""Candidates: the identifiers of a passage, before it is known what the note tells of them."""

from __future__ import annotations

from dataclasses import dataclass

from paperbib.identifiers.arxiv_id import Cited
from paperbib.identifiers.identifier import Identifier


@dataclass(frozen=True, slots=True)
class Candidate:
    """An identifier in a passage, over ``text[start:end]``.

    Attributes:
        offset: Where it stands in the note, in characters.
        raw: As written in the note.
        is_labelled: Whether the span is a link text that names the thing.
        is_link: Whether the span is a link text at all, not the identifier itself.
        form: How the identifier is written, in a few words.
        is_field: Whether it is the value of a field, rather than in running text.
    """

    start: int
    end: int
    cited: Cited
    offset: int
    raw: str
    is_labelled: bool
    is_link: bool
    form: str = ""
    is_field: bool = False

    @property
    def identifier(self) -> Identifier:
        """What it names."""
        return self.cited.identifier

    @property
    def is_paper(self) -> bool:
        """Whether it names a paper rather than a page."""
        return self.cited.identifier.scheme != "url"
