"""What a feed of arXiv's query API says about the papers that were asked for.

A page is sound, or an error that says in which way it is not. Source: arXiv API
User's Manual, section 3.3 and, for error feeds, section 3.4.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import NamedTuple
from urllib.parse import unquote

from paperbib.errors import HttpError, RefusedError
from paperbib.identifiers import arxiv_id
from paperbib.identifiers.arxiv_id import Cited
from paperbib.identifiers.identifier import Identifier
from paperbib.sources.atom import Complaint, Entry, Feed, UnusableError

_ABOUT_AN_ID = re.compile(
    r"(?i)\b(?:incorrect|invalid|malformed|bad|wrong)\s(?:arxiv\s)?id(?:entifier)?\b(?P<rest>.*)"
)
_ABOUT_ELSE = re.compile(
    r"(?i)\bmax[_ ]results\b(?!=)|\bstart\b\W{0,3}(?:must|is|should|can|has|parameter|value)\b"
    r"|\binvalid start\b|\b(?:server|internal) error\b|\bmaintenance\b|\boverloaded\b"
    r"|\b(?:service|temporarily) unavailable\b|\b(?:try|come) again\b"
    r"|\btoo many\b|\brate (?:limit|exceeded)\b"
)
"""What no smaller batch would be spared; ``max_results=`` is but the question, repeated."""
_LONGEST_BODY = 20_000
_NAMED = re.compile(r"(?i)\b(?:for|of|in)\b(?P<name>.*)")
_VERSION = re.compile(r"v\d{1,9}$")
_NO_LETTER = re.compile(r"[\W_]")


class EmptyFeedError(HttpError):
    """A feed without entries, in reply to a question about two papers or more.

    It may be true, so the same question is not asked again and again.
    """


class StrangersError(UnusableError):
    """A feed of entries none of which is a paper that was asked for."""


class UnreadableEntryError(RefusedError):
    """The one paper that was asked for came, as an entry that cannot be read."""


class ComplaintError(RefusedError):
    """An error feed of arXiv, whatever the status it came with.

    Args:
        complaint: What it says.
        status: The HTTP status.
    """

    def __init__(self, complaint: Complaint, *, status: int | None = None) -> None:
        what = complaint.text or complaint.anchor.replace("_", " ") or "it gives no reason"
        super().__init__(f"arXiv refuses the request: {what}", status=status)
        self.complaint = complaint

    @property
    def is_about_an_id(self) -> bool:
        """Whether it is one of the identifiers that arXiv dislikes."""
        return any(_ABOUT_AN_ID.search(words) for words in _wordings(self.complaint))

    def named(self, batch: Collection[Identifier]) -> Identifier | None:
        """The one paper of the batch that is named, however it is spelled."""
        by_folded = {_folded(one.value): one for one in batch}
        for name in _names(self.complaint):
            cited = arxiv_id.parse(name)
            if cited and cited.identifier in batch:
                return cited.identifier
            if one := by_folded.get(_folded(name)):
                return one
        return None

    @property
    def is_about_another(self) -> bool:
        """Whether what it names is an identifier without fault."""
        return any(arxiv_id.parse(name) for name in _names(self.complaint))


class _Claim(NamedTuple):
    """An entry that is said to be a certain version; None where it cannot be read."""

    cited: Cited
    entry: Entry | None


def sound(feed: Feed, asked: Collection[Identifier]) -> dict[Identifier, Entry]:
    """The entry that counts for each paper on a page.

    Entries nobody asked for are passed over. Of several versions the latest
    counts; where that one cannot be read, the paper is not on the page.

    Args:
        feed: The page.
        asked: The papers asked for, all by well-formed identifiers.

    Raises:
        EmptyFeedError: There is no entry at all for two papers or more. For one
            that may be true, and the result is empty.
        UnreadableEntryError: One paper was asked for; it is there, unreadable.
        StrangersError: There are entries, but none of use.
    """
    if not feed.entries and not feed.unreadable:
        if len(asked) > 1:
            raise EmptyFeedError(f"arXiv sent an empty feed for {len(asked)} papers")
        return {}
    claims = [claim for claim in _claims(feed) if claim.cited.identifier in asked]
    claims.sort(key=lambda claim: (claim.cited.version or 0, claim.entry is not None))
    latest = {claim.cited.identifier: claim.entry for claim in claims}
    found = {identifier: entry for identifier, entry in latest.items() if entry}
    if not found:
        raise _useless(feed, asked)
    return found


def is_about_else(error: RefusedError) -> bool:
    """Whether a refusal is plainly about something else than the identifiers."""
    return any(_ABOUT_ELSE.search(words) for words in _said(error))


def named_in(error: RefusedError, batch: Collection[Identifier]) -> Identifier | None:
    """The one paper of the batch that a refusal names, whatever the words around it."""
    values = "|".join(re.escape(one.value) for one in batch)
    token = re.compile(rf"(?i)(?<![^\W_])(?<![.-])({values})(?:v\d{{1,9}})?(?![^\W_]|[/-]|\.\w)")
    by_folded = {one.value.casefold(): one for one in batch}
    named = {
        by_folded.get(value.casefold())
        for words in _said(error)
        for value in token.findall(unquote(unquote(words)))
    }
    return named.pop() if len(named) == 1 else None


def _said(error: RefusedError) -> tuple[str, ...]:
    if isinstance(error, ComplaintError):
        return _wordings(error.complaint)
    return (error.body[:_LONGEST_BODY].decode("utf-8", "replace"),)


def _useless(feed: Feed, asked: Collection[Identifier]) -> UnusableError | RefusedError:
    reasons = [
        one.reason
        for one in feed.unreadable
        if (cited := _cited(one.id)) is None or cited.identifier in asked
    ]
    if len(asked) == 1 and reasons:
        return UnreadableEntryError(f"arXiv sent an entry that cannot be read: {reasons[0]}")
    return StrangersError(": ".join(["arXiv sent nothing that was asked for", *reasons[:1]]))


def _claims(feed: Feed) -> Iterator[_Claim]:
    for entry in feed.entries:
        if cited := _cited(entry.id):
            yield _Claim(cited, entry)
    for one in feed.unreadable:
        if cited := _cited(one.id):
            yield _Claim(cited, None)


def _cited(url: str) -> Cited | None:
    return arxiv_id.parse(url.rpartition("/abs/")[2])


def _wordings(complaint: Complaint) -> tuple[str, str]:
    return complaint.text, complaint.anchor.replace("_", " ")


def _names(complaint: Complaint) -> Iterator[str]:
    """What is named in the words of the complaint, and in those of its address."""
    for words in _wordings(complaint):
        about = _ABOUT_AN_ID.search(words)
        if about and (named := _NAMED.search(about["rest"])):
            yield unquote(unquote(named["name"])).strip(" \t.,:;'\"`<>()[]")


def _folded(name: str) -> str:
    """A name without what spellings differ in: case, prefix, version, punctuation."""
    plain = name.casefold().strip().removeprefix("arxiv:")
    return _NO_LETTER.sub("", _VERSION.sub("", plain))
