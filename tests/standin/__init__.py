"""A stand-in for arXiv and DataCite on the loopback address, for tests and by hand.

It behaves as they are documented and recorded to behave, traps included: results
in an order of its own, absent papers left out in silence, one malformed identifier
failing a whole batch. By hand:

    python -m tests.standin --snapshot data/arxiv-snapshot.jsonl --port 0

prints the addresses to put into the environment. ``/log`` lists the requests so far.
"""

from tests.standin.arxiv import (
    EMPTY,
    HANG,
    HTML,
    NONE,
    NOTHING,
    RATE_EXCEEDED,
    RESET,
    SHORT,
    Arxiv,
    Fault,
    Reply,
    Request,
    cut,
    status,
)
from tests.standin.papers import Paper, fake_papers, papers_of
from tests.standin.server import LONGEST_URL, StandIn

__all__ = [
    "EMPTY",
    "HANG",
    "HTML",
    "LONGEST_URL",
    "NONE",
    "NOTHING",
    "RATE_EXCEEDED",
    "RESET",
    "SHORT",
    "Arxiv",
    "Fault",
    "Paper",
    "Reply",
    "Request",
    "StandIn",
    "cut",
    "fake_papers",
    "papers_of",
    "status",
]
