"""What a reference can be, and what each kind needs to be printed.

Source: CSL 1.0.2, appendix III (types); "BibTeXing" (btxdoc), section 3.1, for what is needed.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from paperbib.exporters.plain_text import tidy
from paperbib.model import Record


class Kind(StrEnum):
    """What a reference is; the values are CSL's types, but for the last one.

    Source: CSL 1.0.2, appendix III.
    """

    PREPRINT = "article"
    ARTICLE = "article-journal"
    PAPER = "paper-conference"
    CHAPTER = "chapter"
    BOOK = "book"
    THESIS = "thesis"
    REPORT = "report"
    DOCUMENT = "document"
    WEB_PAGE = "webpage"
    REPOSITORY = "repository"

    @property
    def is_published(self) -> bool:
        """Whether it has been published, as more than a preprint or a page."""
        return self not in _UNPUBLISHED


_UNPUBLISHED = frozenset({Kind.PREPRINT, Kind.WEB_PAGE, Kind.REPOSITORY})
_CONTAINED = frozenset({Kind.ARTICLE, Kind.PAPER, Kind.CHAPTER})
"""What stands in something: without its title, no style can print it."""
NEEDS_PUBLISHER = frozenset({Kind.CHAPTER, Kind.BOOK, Kind.THESIS, Kind.REPORT})
"""What BibTeX's styles print no more than half of without a publisher, a school or an institute."""
_PUBLICATIONS = _CONTAINED | NEEDS_PUBLISHER
_KIND_BY_NAME: Mapping[str, Kind] = {str(kind): kind for kind in Kind} | {
    "article-magazine": Kind.ARTICLE,
    "article-newspaper": Kind.ARTICLE,
    "entry": Kind.CHAPTER,
    "entry-dictionary": Kind.CHAPTER,
    "entry-encyclopedia": Kind.CHAPTER,
}


def kind_of(name: str | None, container: str | None) -> Kind | None:
    """The kind of a CSL type; None for one that is none of ours, or lacks what it stands in."""
    known = _KIND_BY_NAME.get(name or "")
    is_lost = known in _CONTAINED and not tidy(container or "")
    return None if is_lost else known


def is_preprint(record: Record) -> bool:
    """Whether a source speaks of a preprint: of what is on arXiv, or calls itself one."""
    return record.identifier.scheme == "arxiv" or record.kind == Kind.PREPRINT


def is_publication(record: Record) -> bool:
    """Whether a source says that it speaks of what was published, in whatever detail."""
    return _KIND_BY_NAME.get(record.kind or "") in _PUBLICATIONS


def is_complete(record: Record) -> bool:
    """Whether a record of a publication has all that its kind needs, and the date."""
    kind = kind_of(record.kind, record.container_title)
    if kind not in _PUBLICATIONS or not record.issued:
        return False
    return kind not in NEEDS_PUBLISHER or bool(tidy(record.publisher or ""))
