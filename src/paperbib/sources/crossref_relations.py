"""What a work at Crossref is to others: its aliases, the notices about it, its other forms.

Source: Crossref REST API, "JSON format" of a work, ``aliases``, ``update-to``,
``updated-by`` and ``relation``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from paperbib.identifiers import arxiv_id, doi, web
from paperbib.identifiers.identifier import Identifier
from paperbib.model import Relation

_RETRACTIONS = frozenset({"removal", "retraction", "withdrawal"})
_REINSTATED = "reinstatement"
_RELATION = re.compile(r"[a-z][a-z-]{1,59}")
_MERE_LINKS = frozenset(
    """
    cites compiles has-comment has-reply has-review is-cited-by is-comment-on is-compiled-by
    is-referenced-by is-reply-to is-review-of references
    """.split()
)
"""Relations to other people's works: there may be thousands, and none is about identity."""


def names(work: Mapping[str, Any], identifier: Identifier) -> bool:
    """Whether a work is that of a DOI: by its own, or by one that it lists as an alias."""
    aliases = work.get("aliases")
    told = [work.get("DOI"), *(aliases if isinstance(aliases, list) else [])]
    cited = (doi.parse(one) for one in told if isinstance(one, str))
    return any(one.identifier == identifier for one in cited if one)


def objects(fields: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    """The objects of a list, of which there may be none.

    Raises:
        ValueError: When it is another thing.
    """
    value = fields.get(name)
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise ValueError(f"{name!r} is no list of objects")
    return value


def is_retracted(identifier: Identifier, work: Mapping[str, Any]) -> bool:
    """Whether the work itself was retracted, withdrawn or removed.

    ``updated-by`` names the notices about this work, of the publisher and of Retraction
    Watch; ``update-to`` is in the notice, and names the works it is about, which may be
    this one where a publisher wrote the notice over it. A correction, an expression of
    concern and a partial retraction leave the work standing.
    """
    notices = [*objects(work, "updated-by")]
    notices += [one for one in objects(work, "update-to") if names(one, identifier)]
    kinds = {str(one.get("type")).lower().replace(" ", "_") for one in notices}
    return bool(kinds & _RETRACTIONS) and _REINSTATED not in kinds


def read(identifier: Identifier, work: Mapping[str, Any]) -> tuple[Relation, ...]:
    """What it is to other works, sorted; of those that are named in a form known here."""
    told = work.get("relation") or {}
    if not isinstance(told, dict):
        raise ValueError("'relation' is no object")  # noqa: TRY004 - the text is at fault
    found = {
        (kind, other.sort_key): Relation(kind=kind, identifier=other)
        for kind, other in _related(told)
        if other != identifier
    }
    return tuple(found[key] for key in sorted(found))


def _related(told: Mapping[str, Any]) -> Iterator[tuple[str, Identifier]]:
    for kind, value in told.items():
        if kind in _MERE_LINKS or not _RELATION.fullmatch(kind):
            continue
        for one in value if isinstance(value, list) else [value]:
            other = _identifier(one) if isinstance(one, dict) else None
            if other:
                yield kind, other


def _identifier(one: Mapping[str, Any]) -> Identifier | None:
    """What a relation is to, by ``id-type`` and ``id``; None for other schemes, and for none."""
    text, scheme = one.get("id"), one.get("id-type")
    if not isinstance(text, str) or not isinstance(scheme, str):
        return None
    text = text.strip()
    if text.lower().startswith(("http://", "https://")):
        cited = web.read(text).cited if scheme in {"arxiv", "doi", "uri"} else None
    elif scheme in {"doi", "arxiv"}:
        cited = doi.parse(text) or (arxiv_id.parse(text) if scheme == "arxiv" else None)
    else:
        cited = None
    return cited.identifier if cited else None
