"""One entry as a line of a list of references, in plain text: what a person pastes."""

from __future__ import annotations

from paperbib.exporters import web_page
from paperbib.exporters.page.entries import Entry

_MOST_NAMES = 10
"""Authors beyond which a line names the first ones only."""
_NAMED = 7


def reference_line(entry: Entry) -> str:
    """``A. One, B. Two (2017). Title. Venue. arXiv:…``, of which anything may lack.

    Without authors it begins with the title, and the year stands behind that.
    """
    year = f"({entry.year})" if entry.year else ""
    head, *title = [_names(entry.names), entry.title] if entry.names else [entry.title]
    parts = [f"{head} {year}".strip(), *title, entry.venue, found_by(entry), _published(entry)]
    *ended, last = [part for part in parts if part]
    return " ".join([*map(_ended, ended), last])


def found_by(entry: Entry) -> str:
    """What it is found by: its DOI where it was published, else arXiv's number, else a page."""
    item = entry.item
    if item.arxiv and not item.kind.is_published:
        version = f"v{item.version}" if item.version else ""
        return f"arXiv:{item.arxiv}{version}"
    return web_page.doi_address(item.doi) if item.doi else entry.url


def _names(names: tuple[str, ...]) -> str:
    if len(names) > _MOST_NAMES:
        return ", ".join(names[:_NAMED]) + " et al."
    return ", ".join(names)


def _ended(text: str) -> str:
    """A sentence: with a mark at its end, and not with two."""
    return text if text.endswith((".", "?", "!", "…")) else f"{text}."


def _published(entry: Entry) -> str:
    """``Published: Nature 12, 45-67, https://doi.org/…``, of an entry that is of the preprint."""
    address = web_page.doi_address(entry.published_doi) if entry.published_doi else ""
    told = ", ".join(filter(None, [entry.published_in, address]))
    return f"Published: {told}" if told else ""
