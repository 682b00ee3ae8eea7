"""The data of paperbib: frozen types that know neither readers nor writers.

The field names are those of arXiv's metadata and of CSL. A `Reference` keeps
what each source said as a `Record`; opinions (title, authors, date) are derived
from the records in their order, never stored.
"""

from paperbib.model.decisions import Candidate, Decisions, Tie, TitleDecision, folded
from paperbib.model.facts import (
    Answer,
    Failed,
    Found,
    Invalid,
    Missing,
    Name,
    PartialDate,
    Record,
    Relation,
)
from paperbib.model.library import Library, Reference
from paperbib.model.notes import (
    Mention,
    Note,
    Problem,
    Rejection,
    State,
    Unlinked,
    first_mentions,
    visible,
)

__all__ = [
    "Answer",
    "Candidate",
    "Decisions",
    "Failed",
    "Found",
    "Invalid",
    "Library",
    "Mention",
    "Missing",
    "Name",
    "Note",
    "PartialDate",
    "Problem",
    "Record",
    "Reference",
    "Rejection",
    "Relation",
    "State",
    "Tie",
    "TitleDecision",
    "Unlinked",
    "first_mentions",
    "folded",
    "visible",
]
