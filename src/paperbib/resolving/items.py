"""Which list items name a paper."""

from __future__ import annotations

from enum import StrEnum

from paperbib.model import Unlinked


class Kind(StrEnum):
    """What a list item is.

    ``TITLE``: clearly the title of a paper, worth asking others about. ``NICKNAME``: a name
    of a method with the year of its paper, or a short title: only the library can tell.
    ``NAME``: a bare name without a year; resolved if the library can, and else no matter.
    ``TOPIC``: words; left alone.
    """

    TITLE = "title"
    NICKNAME = "nickname"
    NAME = "name"
    TOPIC = "topic"


def kind_of(item: Unlinked) -> Kind:
    """Tell what a list item is, from its words alone."""
    return Kind.TITLE if item.is_called_paper else Kind.TOPIC
