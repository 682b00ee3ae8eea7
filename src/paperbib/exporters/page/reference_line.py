"""One entry as a line of a list of references, in plain text: what a person pastes."""

from __future__ import annotations

from paperbib.exporters import web_page
from paperbib.exporters.page.entries import Entry

_MOST_NAMES = 10
"""Authors beyond which a line names the first ones only."""
_NAMED = 7


def reference_line(entry: Entry) -> str:
    """``A. One, B. Two (2017). Title. Venue. arXiv:…``, of which anything may lack."""
    year = f"({entry.year})" if entry.year else ""
    who_and_when = " ".join(filter(None, [_names(entry.names), year]))
    parts = [who_and_when, entry.title, entry.venue, _where(entry)]
    last = len(parts) - 1
    ended = (_ended(part) if at < last else part for at, part in enumerate(parts) if part)
    return " ".join(ended)


def _names(names: tuple[str, ...]) -> str:
    if len(names) > _MOST_NAMES:
        return ", ".join(names[:_NAMED]) + " et al."
    return ", ".join(names)


def _ended(text: str) -> str:
    """A sentence: with a mark at its end, and not with two."""
    return text if text.endswith((".", "?", "!", "…")) else f"{text}."


def _where(entry: Entry) -> str:
    """What it is found by: its DOI where it was published, else arXiv's number, else a page."""
    item = entry.item
    if item.arxiv and not item.kind.is_published:
        version = f"v{item.version}" if item.version else ""
        return f"arXiv:{item.arxiv}{version}"
    return web_page.doi_address(item.doi) if item.doi else entry.url
