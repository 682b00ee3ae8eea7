"""The key as it is made by default: surname, year of version 1, first significant word."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from paperbib.keys.words import host_label, significant, words
from paperbib.model import Reference

Naming = Callable[[Reference], str]
"""Makes the key of a reference before it is made unique; always something usable."""

WORDS_WITHOUT_AUTHOR = 3


def stem(reference: Reference) -> str:
    """The key of a reference before it is made unique.

    >>> from paperbib.model import Mention, Name, Record
    >>> record = Record(source="arxiv", identifier="arxiv:1706.03762", published="2017-06-12",
    ...                 title="Attention Is All You Need", authors=(Name(family="Vaswani"),))
    >>> stem(Reference(identifiers=("arxiv:1706.03762",), records=(record,)))
    'vaswani2017attention'
    """
    date, authors = reference.date, reference.authors
    year = str(date.year) if date else ""
    surname = "".join(words(authors[0].surname)) if authors else ""
    if surname:
        return surname + year + "".join(significant(reference.title or "")[:1])
    found = words_of_page(reference, significant(reference.title or ""))
    return owner(reference) + year + "".join(found[:WORDS_WITHOUT_AUTHOR])


def owner(reference: Reference) -> str:
    """What stands in for a surname: the host of a page, else the scheme of the identifier."""
    identifier = reference.identifier
    return host_label(identifier.value) if identifier.scheme == "url" else identifier.scheme


def words_of_page(reference: Reference, found: list[str]) -> list[str]:
    """The words of a title, else of the identifier, without the host that is told already.

    Args:
        reference: One without an author.
        found: The words of its title; their case is kept.
    """
    identifier, host = reference.identifier, owner(reference)
    if identifier.scheme == "url":
        rest = urlsplit(identifier.value).path
    else:
        rest = identifier.value.replace(".", "")
    told = [word for word in found if word.lower() != host]
    return told or [word for word in significant(rest) if word != host]
