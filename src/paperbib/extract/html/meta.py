"""What the head of a paper's page says of the paper: its ``citation_…`` tags.

Source: Google Scholar, Inclusion Guidelines for Webmasters ("Indexing").
"""

from __future__ import annotations

import re
from dataclasses import replace

from paperbib.extract.html.tokens import Token, decode
from paperbib.extract.passage import Builder, Given, Link, Passage

_PREFIX_BY_NAME = {"citation_arxiv_id": "arxiv:", "citation_doi": "doi:", "citation_pdf_url": ""}
_DATES = frozenset("citation_date citation_publication_date".split())
_YEAR = re.compile(r"\d{4}")


class Citation:
    """Gathers the tags of a page in one passage: they speak of one paper.

    Args:
        builder: What the passage is put with.
    """

    def __init__(self, builder: Builder) -> None:
        self._builder = builder
        self._passage: Passage | None = None

    def add(self, token: Token) -> None:
        """Read a ``<meta>`` tag; what is no ``citation_…`` says nothing."""
        attributes = token.attributes()
        kind = attributes.get("name", ("", 0))[0].lower()
        written, offset = attributes.get("content", ("", 0))
        value = decode(written).strip()
        if not kind.startswith("citation_") or not value:
            return
        if self._passage is None:
            self._passage = Passage(self._builder.headings.path)
            self._builder.done.append(self._passage)
        given = self._passage.given or Given()
        if kind in _PREFIX_BY_NAME:
            link = Link(0, 0, _PREFIX_BY_NAME[kind] + value, offset, written)
            self._passage.links.append(link)
        elif kind == "citation_title":
            self._passage.given = replace(given, title=value)
        elif kind in _DATES and given.year is None and (year := _YEAR.search(value)):
            self._passage.given = replace(given, year=int(year[0]))
