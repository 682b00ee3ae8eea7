"""A network in memory that answers as arXiv's query API, for tests."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar
from xml.sax.saxutils import escape

from tests import standin
from tests.standin import Arxiv, Fault, Paper, Reply

from paperbib.errors import BusyError, HttpError, RefusedError
from paperbib.identifiers import arxiv_id
from paperbib.identifiers.identifier import Identifier
from paperbib.model import Answer, Failed, Invalid
from paperbib.sources.arxiv import ArxivSource
from paperbib.sources.http import Reply as ReplySeen

T = TypeVar("T")
ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared" / "arxiv"
HEADERS = {"Accept": "application/atom+xml", "User-Agent": "tests"}
ENDPOINT = "http://127.0.0.1/api/query"
SEARCHES = [
    {"search_query": query, "start": "0", "max_results": "1"}
    for query in ("all:the", "all:of", "all:and")
]
"""The questions that are controls where no paper is known, in their order."""

HARD = Paper(
    id="hep-th/9901001",
    title="On\n  $x < y$ & Other   Things",
    authors=("Ada Author", "George van den Driessche", "et al.", "The BABAR Collaboration"),
    dates=(datetime(2019, 12, 31, 23, 59, 59, tzinfo=UTC), datetime(2020, 2, 3, tzinfo=UTC)),
    summary="  First\nsecond. ",
    categories=("hep-th", "math.AG"),
    comment="12 pages,\n 3 figures",
    journal_ref="Phys. Rev. <D> 1 (2020)",
    dois=("10.1000/One.2", "10.1000/erratum"),
)


@dataclass
class FakeHttp:
    """The stand-in's answers, or what is due in their place, by the number of the request.

    Attributes:
        errors: Raised instead of a reply.
        replies: Sent instead of the stand-in's.
        forgotten: Papers that a page leaves out, as though they did not exist.
        tries: How often a question is asked while the answer is that arXiv is busy.
        questions: What was asked so far.
    """

    api: Arxiv
    errors: dict[int, HttpError] = field(default_factory=dict)
    replies: dict[int, Reply] = field(default_factory=dict)
    forgotten: dict[int, set[str]] = field(default_factory=dict)
    tries: int = 1
    questions: list[dict[str, str]] = field(default_factory=list)

    def get(self, url: str, params: Mapping[str, str], read: Callable[[ReplySeen], T]) -> T:
        """Ask; as politely as no network needs it."""
        assert url == ENDPOINT
        for attempt in range(1, self.tries + 1):
            try:
                return read(self._reply(dict(params)))
            except BusyError as error:
                if attempt == self.tries > 1:
                    raise BusyError(f"{error.reason} (asked {attempt} times)") from error
                if attempt == self.tries:
                    raise
        raise AssertionError

    def _reply(self, params: dict[str, str]) -> Reply:
        self.questions.append(params)
        number = len(self.questions)
        if error := self.errors.get(number):
            raise error
        fault = self.api.faults.popleft() if self.api.faults else standin.NONE
        if fault.kind in {"reset", "hang"}:
            raise BusyError(f"127.0.0.1 broke off the reply: {fault.kind}")
        reply = self.replies.get(number) or self._answer(params, fault, number)
        return _judged(reply)

    def _answer(self, params: dict[str, str], fault: Fault, number: int) -> Reply:
        gone = self.forgotten.get(number, set())
        here = {value: paper for value, paper in self.api.papers.items() if value not in gone}
        return replace(self.api, papers=here).answer(params, HEADERS, fault)

    @property
    def ids_asked(self) -> list[list[str]]:
        """The identifiers of each question; none of a search."""
        asked = (question.get("id_list", "") for question in self.questions)
        return [ids.split(",") if ids else [] for ids in asked]


def _judged(reply: Reply) -> Reply:
    """What a transport makes of a status."""
    if reply.status == 429 or reply.status >= 500:
        raise BusyError(f"127.0.0.1 answered {reply.status}", status=reply.status)
    if reply.status != 200:
        reason = f"127.0.0.1 answered {reply.status}"
        raise RefusedError(reason, status=reply.status, body=reply.content)
    return reply


def api_of(*papers: Paper, faults: tuple[Fault, ...] = ()) -> Arxiv:
    """The API with these papers, and what goes wrong with its first replies."""
    api = Arxiv({paper.id: paper for paper in papers})
    api.faults.extend(faults)
    return api


def ids(*texts: str) -> list[Identifier]:
    """The identifiers, which all have to be arXiv's."""
    cited = [arxiv_id.parse(text) for text in texts]
    assert all(cited)
    return [one.identifier for one in cited if one]


def fetch(
    http: FakeHttp,
    *texts: str,
    control: str | None = None,
    missing: Sequence[str] = (),
    is_frugal: bool = False,
) -> dict[str, Answer]:
    """Ask for papers; every one of them has exactly one answer."""
    asked, known = ids(*texts), ids(control)[0] if control else None
    source = ArxivSource(ENDPOINT, known, ids(*missing), is_frugal=is_frugal)
    answers = list(source.fetch(asked, http))
    assert sorted(answer.identifier for answer in answers) == sorted(set(asked))
    assert {answer.source for answer in answers} <= {"arxiv"}
    return {answer.identifier.value: answer for answer in answers}


def kinds(answers: Mapping[str, Answer]) -> list[type[Answer]]:
    """What became of each paper, in the order of their identifiers."""
    return [type(answer) for _, answer in sorted(answers.items())]


def reasons(answers: Mapping[str, Answer]) -> set[str]:
    """Why papers failed, or are none."""
    return {one.reason for one in answers.values() if isinstance(one, Failed | Invalid)}


def feed_of(*papers: Paper) -> bytes:
    """A feed of these papers."""
    asked = {"id_list": ",".join(paper.id for paper in papers), "max_results": "100"}
    return api_of(*papers).answer(asked, HEADERS, standin.NONE).content


def error_feed(text: str, anchor: str | None = None, *, status: int = 400) -> Reply:
    """arXiv's way to refuse a question."""
    about = "https://arxiv.org/api/errors#" + (text.replace(" ", "_") if anchor is None else anchor)
    content = f"""<feed xmlns="http://www.w3.org/2005/Atom">
  <id>https://arxiv.org/</id>
  <entry><id>{escape(about)}</id><title>Error</title><summary>{escape(text)}</summary>
    <author><name>arXiv api core</name></author></entry>
</feed>"""
    return Reply(status, content.encode())
