"""What an entry is to a reader of the page: a preprint, published, a page, code or a video."""

from __future__ import annotations

from typing import Literal
from urllib.parse import urlsplit

from paperbib.exporters.kinds import Kind
from paperbib.identifiers import url

PageKind = Literal["preprint", "published", "web", "code", "video"]
KINDS: tuple[PageKind, ...] = ("preprint", "published", "web", "code", "video")
"""The kinds in the order in which they are counted."""
PAPERS: frozenset[PageKind] = frozenset({"preprint", "published"})
"""The kinds that a year has papers of."""

_VIDEO_SITES = frozenset(
    "youtube.com m.youtube.com youtu.be youtube-nocookie.com vimeo.com player.vimeo.com "
    "videolectures.net slideslive.com".split()
)
_CODE_SITES = frozenset(
    "github.com gist.github.com gitlab.com bitbucket.org codeberg.org git.sr.ht".split()
)
_IN_A_REPOSITORY = 2
"""The owner and the name: a path with fewer parts is a person's page, or the site's own."""


def page_kind(kind: Kind, address: str) -> PageKind:
    """What an entry is, by its kind and, for a page, by the site it is on.

    >>> page_kind(Kind.WEB_PAGE, "https://youtu.be/x"), page_kind(Kind.CHAPTER, "")
    ('video', 'published')
    """
    if kind is Kind.REPOSITORY:
        return "code"
    if kind is not Kind.WEB_PAGE:
        return "preprint" if kind is Kind.PREPRINT else "published"
    site = url.site(address)
    if site in _VIDEO_SITES:
        return "video"
    parts = [part for part in urlsplit(address).path.split("/") if part]
    return "code" if site in _CODE_SITES and len(parts) >= _IN_A_REPOSITORY else "web"
