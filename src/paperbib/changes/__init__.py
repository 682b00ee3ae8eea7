"""What changed: between two libraries, and in all that were before.

`papers` compares what is known of papers, `events` tells all that happens between two locks,
`history` keeps it, ``changes.json``, `feed` makes it a feed, and `since` reads how far back
somebody wants to look.
"""

from paperbib.changes.events import ALL_KINDS, Event, events
from paperbib.changes.history import ForeignError, History
from paperbib.changes.papers import KINDS, Change, changes, upgrade, with_upgrades

__all__ = [
    "ALL_KINDS",
    "KINDS",
    "Change",
    "Event",
    "ForeignError",
    "History",
    "changes",
    "events",
    "upgrade",
    "with_upgrades",
]
