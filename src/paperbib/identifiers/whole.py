"""Parse a whole string as an identifier of any scheme."""

from __future__ import annotations

from paperbib.identifiers import arxiv_id, doi, url
from paperbib.identifiers.identifier import Identifier


def parse(text: object) -> Identifier:
    """Parse ``scheme:value`` as `Identifier` prints it.

    Raises:
        ValueError: When the text is no identifier of that form.

    >>> str(parse("arxiv:math.GT/0309136"))
    'arxiv:math/0309136'
    """
    if isinstance(text, Identifier):
        return text
    scheme, _, value = str(text).partition(":")
    identifier = None
    if scheme == "url":
        identifier = url.canonise(value)
    elif cited := {"arxiv": arxiv_id.parse, "doi": doi.parse}.get(scheme, _nothing)(value):
        identifier = cited.identifier
    if identifier is None:
        raise ValueError(f"{text!r} is no identifier of the form arxiv:…, doi:… or url:…")
    return identifier


def _nothing(_: str) -> None:
    return None
