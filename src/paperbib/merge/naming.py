"""The DOIs that records name, as authors wrote them: in a field of their own, or in passing."""

from __future__ import annotations

import re
from collections.abc import Iterable

from paperbib.identifiers import doi
from paperbib.identifiers.identifier import Identifier
from paperbib.identifiers.scan import find
from paperbib.model import Record, Relation

PREPRINT_OF = "is-preprint-of"
"""The relation of a preprint to its article. Source: Crossref REST API, ``relation``."""
_EVER = 9999
_SEVERAL = re.compile(r"[,;\s]\s?(?:doi:\s?)?10\.\d{4}", re.IGNORECASE | re.ASCII)


def named_dois(records: Iterable[Record]) -> set[Identifier]:
    """The DOIs that records give as publications of their papers: who knows these may be asked.

    Args:
        records: Of any sources, and what a person says.
    """
    named: set[Identifier] = set()
    for record in records:
        found = [*(dois(record.doi) if record.doi else ()), *within(record.journal_ref)]
        found += [one.identifier for one in record.relations if kind_of(one) == PREPRINT_OF]
        named.update(one for one in found if one.scheme == "doi" and one != record.identifier)
    return named


def dois(text: str) -> list[Identifier]:
    """The identifiers that a field for a DOI holds: one, or several with blanks or commas.

    >>> [str(one) for one in dois("10.1000/a 10.1000/b, doi:10.1000/c")]
    ['doi:10.1000/a', 'doi:10.1000/b', 'doi:10.1000/c']
    """
    whole = None if _SEVERAL.search(text) else doi.parse(text)
    return [whole.identifier] if whole else within(text)


def within(text: str | None) -> list[Identifier]:
    """The DOIs in running text.

    >>> [str(one) for one in within("J. Tests 7 (2022) 10, doi:10.1000/a")]
    ['doi:10.1000/a']
    """
    if not text or "10." not in text:
        return []
    cited = (one.cited for one in find(text, until=_EVER))
    return [one.identifier for one in cited if one and one.identifier.scheme != "url"]


def kind_of(relation: Relation) -> str:
    """The kind of a relation, however it is spelled."""
    return relation.kind.strip().lower()
