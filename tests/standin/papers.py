"""What a stand-in knows of papers."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Paper:
    """What the stand-in knows of a paper; dates are those of its versions, first to last."""

    id: str
    title: str
    authors: tuple[str, ...]
    dates: tuple[datetime, ...]
    summary: str = "  An abstract invented for tests."
    categories: tuple[str, ...] = ("cs.CL",)
    comment: str | None = None
    journal_ref: str | None = None
    dois: tuple[str, ...] = ()


def fake_papers(count: int) -> list[Paper]:
    """As many papers as wanted, with plausible identifiers: 2001.00001 and on."""
    first = datetime(2020, 1, 1, 12, tzinfo=UTC)
    return [
        Paper(
            id=f"2001.{number:05}",
            title=f"On the Paper Numbered {number}",
            authors=(f"Ada {_surname(number)}", "Ben de Boer"),
            dates=(first + timedelta(minutes=number),),
        )
        for number in range(1, count + 1)
    ]


def _surname(number: int) -> str:
    """A name for each number, of letters: digits at the end of a name are footnotes."""
    letters = ""
    while number:
        number, rest = divmod(number, 26)
        letters += chr(ord("a") + rest)
    return f"Author{letters}"


def papers_of(snapshot: Path) -> list[Paper]:
    """The papers of a file in arXiv's bulk schema; what it does not know is made up."""
    lines = snapshot.read_text("utf-8").splitlines()
    return [_paper(json.loads(line)) for line in lines if line.strip()]


def _paper(fields: dict[str, Any]) -> Paper:
    versions = fields["versions"]
    first = _moment(versions[0]["created"], datetime(2000, 1, 1, tzinfo=UTC))
    current = int((versions[-1]["version"] or f"v{len(versions)}")[1:])
    last = _moment(versions[-1]["created"], first + timedelta(days=current - 1))
    people = [" ".join(filter(None, (one[1], one[0], one[2]))) for one in fields["authors_parsed"]]
    title = " ".join(fields["title"].split())
    return Paper(
        id=fields["id"],
        title=title,
        authors=tuple(people),
        dates=(first,) * (current - 1) + (last,) if current > 1 else (first,),
        summary=fields["abstract"] or f"  An abstract invented for “{title}”.",
        categories=tuple(fields["categories"].split()),
        comment=fields["comments"],
        journal_ref=fields["journal-ref"],
        dois=tuple((fields["doi"] or "").split()),
    )


def _moment(text: str | None, default: datetime) -> datetime:
    """Read a date as arXiv writes it, or a partial ISO date, from its first day on."""
    if text is None:
        return default
    if text[:4].isdigit():
        return datetime.fromisoformat((text + "-01-01")[:10]).replace(tzinfo=UTC)
    return parsedate_to_datetime(text)
