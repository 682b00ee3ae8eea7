"""What was decided about identity: once, with the reason, and until somebody says otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator

from paperbib.identifiers.identifier import Identifier
from paperbib.model.frozen import Frozen, IdentifierText


def _ordered(pair: tuple[Identifier, Identifier]) -> tuple[Identifier, Identifier]:
    first, second = sorted(pair)
    if first == second:
        raise ValueError(f"{first} is paired with itself")
    return first, second


Pair = Annotated[tuple[IdentifierText, IdentifierText], AfterValidator(_ordered)]
"""Two identifiers, in their order."""


class Tie(Frozen):
    """Why two identifiers are one reference.

    Attributes:
        pair: The two.
        by: Who says so: the name of a source; ``page`` for the numbering of a site's own
            pages; ``match`` for records that agree; ``person`` for a decision.
        how: In what field or words: ``doi``, ``is-preprint-of``, ``openreview:rkg``, …
    """

    pair: Pair
    by: str
    how: str


class Candidate(Frozen):
    """What a title without a link may mean."""

    identifier: IdentifierText
    title: str


class TitleDecision(Frozen):
    """What a title without a link was found to mean.

    Attributes:
        text: The item as the note has it.
        identifier: What it means; None where nobody knows it.
        by: Who said so: ``library``, the name of a source, or ``person``.
        how: By which rule: ``title``, ``near title`` or ``nickname``; "" for None.
        candidates: The most alike, where nothing was alike enough.
    """

    text: str
    identifier: IdentifierText | None = None
    by: str = ""
    how: str = ""
    candidates: tuple[Candidate, ...] = ()


class Decisions(Frozen):
    """The memory of what was decided.

    Attributes:
        same: Identifiers that are one paper, says a person.
        different: Identifiers that are two papers, says a person, whatever sources say.
        titles: By the item's text, folded (see `folded`).
    """

    same: tuple[Pair, ...] = ()
    different: tuple[Pair, ...] = ()
    titles: Mapping[str, TitleDecision] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _sort(self) -> Self:
        for name in ("same", "different"):
            pairs = sorted(
                set(getattr(self, name)), key=lambda pair: [one.sort_key for one in pair]
            )
            object.__setattr__(self, name, tuple(pairs))
        object.__setattr__(self, "titles", dict(sorted(self.titles.items())))
        return self


def folded(text: str) -> str:
    """An item's text as decisions are kept under: without case and extra blanks.

    >>> folded("GPT  (2018)")
    'gpt (2018)'
    """
    return " ".join(text.casefold().split())
