"""The bibliography: references by key, derived from records and mentions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator

from paperbib.identifiers import whole
from paperbib.identifiers.identifier import Identifier
from paperbib.model.decisions import Decisions, Tie
from paperbib.model.facts import Name, PartialDate, Record
from paperbib.model.frozen import Frozen, IdentifierText
from paperbib.model.notes import MentionRecord, State


class Reference(Frozen):
    """One deduplicated item of the bibliography.

    Attributes:
        identifiers: Everything it is known by; the first is the primary one.
        records: What the sources said, highest precedence first.
        mentions: Where the notes name it, in the order of the notes.
        ties: Why the identifiers are one reference, where they are several.
        refused: What sources said of DOIs that its records name, that no note mentions, and
            that are not of this paper.
    """

    identifiers: tuple[IdentifierText, ...] = Field(min_length=1)
    records: tuple[Record, ...] = ()
    mentions: tuple[MentionRecord, ...] = ()
    ties: tuple[Tie, ...] = ()
    refused: tuple[Record, ...] = ()

    @property
    def identifier(self) -> Identifier:
        """The primary identifier."""
        return self.identifiers[0]

    @property
    def arxiv(self) -> Identifier | None:
        """The arXiv identifier, if it has one."""
        return next((one for one in self.identifiers if one.scheme == "arxiv"), None)

    @property
    def title(self) -> str | None:
        """The title a source gives, else the first the notes give, else None."""
        named = [record.title for record in self.records] + [one.title for one in self.mentions]
        return next((title for title in named if title), None)

    @property
    def is_paper(self) -> bool:
        """Whether it is a paper rather than a page."""
        return self.identifier.scheme != "url"

    @property
    def abstract(self) -> str | None:
        """The abstract of the first record that has one."""
        return self._first("abstract")

    @property
    def primary_category(self) -> str | None:
        """ArXiv's primary category, as the first record that has one says."""
        return self._first("primary_category")

    @property
    def journal_ref(self) -> str | None:
        """Where it was published, in the authors' words."""
        return self._first("journal_ref")

    @property
    def doi(self) -> str | None:
        """The published article's DOI, as the authors gave it."""
        return self._first("doi")

    @property
    def is_withdrawn(self) -> bool:
        """Whether the most trusted record says so, or any other of no older version.

        That is so of each identifier: the publisher's word on the article is not about a
        version of the preprint.
        """
        if not any(record.is_withdrawn for record in self.records):
            return False
        told = [one for one in self.records if one.source != "override"]
        identifiers = {one.identifier for one in told}
        return any(
            _is_withdrawn([one for one in told if one.identifier == it]) for it in identifiers
        )

    def fact(self, field: str) -> str | None:
        """What the first record says that has this field of text."""
        return self._first(field)

    @property
    def tags(self) -> tuple[str, ...]:
        """The tags of all records, each once."""
        return tuple(dict.fromkeys(tag for record in self.records for tag in record.tags))

    def _first(self, field: str) -> str | None:
        return next((getattr(one, field) for one in self.records if getattr(one, field)), None)

    @property
    def authors(self) -> tuple[Name, ...]:
        """The authors of the first record that names any."""
        return next((record.authors for record in self.records if record.authors), ())

    @property
    def date(self) -> PartialDate | None:
        """The date of version 1, else the year the notes give with the title."""
        dates = [record.published for record in self.records]
        dates += [PartialDate(year=one.year) for one in self.mentions if one.year]
        return next((date for date in dates if date), None)

    @property
    def version(self) -> int | None:
        """The version pinned: the one that every mention cites, if they agree."""
        versions = {mention.version for mention in self.mentions}
        return versions.pop() if len(versions) == 1 else None

    @property
    def sections(self) -> tuple[str, ...]:
        """The headings the mentions stand under, each once, in order."""
        return tuple(dict.fromkeys(head for one in self.mentions for head in one.section))

    @property
    def annotation(self) -> str | None:
        """The notes' own words on it, each passage once."""
        passages = dict.fromkeys(one.annotation for one in self.mentions if one.annotation)
        return "\n".join(passages) or None

    @property
    def state(self) -> State | None:
        """``done`` when any mention is ticked off, else ``open`` when any is a todo."""
        states = {mention.state for mention in self.mentions}
        return "done" if "done" in states else "open" if "open" in states else None

    @property
    def parents(self) -> tuple[Identifier, ...]:
        """What it stands under in the notes, each once, in order."""
        return tuple(dict.fromkeys(one.parent for one in self.mentions if one.parent))


def _is_withdrawn(records: list[Record]) -> bool:
    """Whether an identifier's most trusted record says so, or any other of no older version."""
    current = max(record.version or 1 for record in records)
    first, *others = records
    return first.is_withdrawn or any(
        one.is_withdrawn and (one.version or 0) >= current for one in others
    )


def _known_identifier(text: str) -> str:
    return str(whole.parse(text))


RetiredText = Annotated[str, AfterValidator(_known_identifier)]


class Library(Frozen):
    """An immutable map from citation key to `Reference`, with the keys' memory.

    Attributes:
        references: By key, sorted by key.
        aliases: Keys that were given up, by the key that stands now.
        retired: Keys of identifiers no note mentions any more, kept for their return.
        decisions: What was decided about identity.
        dead_links: Addresses of references that are known to lead nowhere, sorted.
    """

    references: Mapping[str, Reference] = Field(default_factory=dict)
    aliases: Mapping[str, str] = Field(default_factory=dict)
    retired: Mapping[RetiredText, str] = Field(default_factory=dict)
    decisions: Decisions = Decisions()
    dead_links: tuple[IdentifierText, ...] = ()

    @model_validator(mode="after")
    def _sort(self) -> Self:
        for name in ("references", "aliases", "retired"):
            ordered = dict(sorted(getattr(self, name).items()))
            object.__setattr__(self, name, ordered)
        object.__setattr__(self, "dead_links", tuple(sorted(set(self.dead_links))))
        return self

    @property
    def key_by_identifier(self) -> dict[Identifier, str]:
        """The key of each identifier of each reference."""
        return {one: key for key, ref in self.references.items() for one in ref.identifiers}
