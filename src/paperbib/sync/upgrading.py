"""Entries of preprints that become entries of what was published: told before it is written."""

from __future__ import annotations

from collections.abc import Iterator

from paperbib.changes import Change, upgrade
from paperbib.exporters.editions import edition_of
from paperbib.exporters.options import Options
from paperbib.model import Library, Reference


def may_be_upgraded(reference: Reference) -> bool:
    """Whether sources speak of more than one form of it, so that options make a difference."""
    return any(one.identifier != reference.identifier for one in reference.records)


def upgrades(
    previous: Library, library: Library, before: Options, now: Options
) -> Iterator[Change]:
    """The entries that were of a preprint in the outputs, and will be of what was published.

    Args:
        previous: The library that the outputs were made of.
        library: The library that they will be made of.
        before: The options they were made with.
        now: The options that they will be made with.
    """
    for key, reference in library.references.items():
        old = previous.references.get(key)
        if old is None or not may_be_upgraded(reference):
            continue
        if before.published == now.published and old.records == reference.records:
            continue
        article = edition_of(reference, now).published
        if article and not edition_of(old, before).kind.is_published:
            yield upgrade(key, reference, article)
