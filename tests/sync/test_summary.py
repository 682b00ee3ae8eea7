"""The lines of a summary: who found what, who does not know it, and who fell silent."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from tests.sync.person import Person

from paperbib.identifiers.identifier import Identifier
from paperbib.identifiers.whole import parse
from paperbib.settings import Settings
from paperbib.sync.ledger import Entry, Ledger, State
from paperbib.sync.report import Report
from paperbib.sync.summary import summary

PAPER, DOI, OTHER = (parse(one) for one in ("arxiv:2001.00001", "doi:10.1000/a", "doi:10.1000/b"))
FOUND, MISSING = State.FOUND, State.MISSING


@pytest.fixture
def report(tmp_path: Path) -> Report:
    return Person(tmp_path, 1, Settings(formats=["markdown"])).sync()


def _line(report: Report, ledger: Ledger, start: str) -> str:
    lines = summary(replace(report, ledger=ledger), Path("output"))
    return next((one for one in lines if one.startswith(start)), "")


@pytest.mark.parametrize(
    ("entries", "requests", "line"),
    [
        ({DOI: Entry(FOUND, "crossref")}, 0, "1 found by Crossref"),
        (
            {PAPER: Entry(FOUND, "arxiv"), DOI: Entry(FOUND, "crossref")},
            1,
            "1 found in 1 request, 1 found by Crossref",
        ),
        (
            {DOI: Entry(FOUND, "crossref"), PAPER: Entry(FOUND, "oai")},
            2,
            "1 found by Crossref, 1 found by arXiv's OAI-PMH in 2 requests",
        ),
        ({DOI: Entry(MISSING, "crossref")}, 0, "1 unknown to Crossref"),
        (
            {PAPER: Entry(MISSING, "oai"), DOI: Entry(MISSING, "crossref"), OTHER: Entry(MISSING)},
            1,
            "1 unknown to arXiv, 2 unknown to Crossref",
        ),
        ({DOI: Entry(State.INVALID, "crossref")}, 0, "1 refused by Crossref"),
        ({DOI: Entry(FOUND, "datacite-dois")}, 0, "1 found by DataCite"),
    ],
)
def test_who_found_what(
    report: Report, entries: dict[Identifier, Entry], requests: int, line: str
) -> None:
    ledger = Ledger(entries, 9, requests_for_papers=requests)
    assert _line(report, ledger, "papers") == f"papers   {line}"


@pytest.mark.parametrize(
    ("source", "reason", "line"),
    [
        ("crossref", "Crossref sent no work: it begins with '<'", "Crossref sent no work: it"),
        ("crossref", "HTTP 500", "Crossref HTTP 500"),
        ("crossref", "Crossrefs differ", "Crossref Crossrefs differ"),
        ("semantic-scholar", "Semantic Scholar sent no JSON", "Scholar  sent no JSON"),
        ("arxiv", "arXiv sent no feed", "arXiv    sent no feed"),
        ("oai", "busy", "oai      busy"),
    ],
)
def test_nobody_is_named_twice(report: Report, source: str, reason: str, line: str) -> None:
    ledger = Ledger({}, 1, {source: reason})
    assert _line(report, ledger, line.split(maxsplit=1)[0]).startswith(line)
