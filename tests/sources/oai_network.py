"""A network in memory that answers as arXiv's OAI-PMH interface, for tests."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from tests import standin
from tests.standin import Arxiv, Paper, Reply

from paperbib.errors import HttpError
from paperbib.identifiers import arxiv_id
from paperbib.identifiers.identifier import Identifier
from paperbib.model import Answer
from paperbib.sources.http import Reply as ReplySeen
from paperbib.sources.oai import OaiSource

T = TypeVar("T")
ENDPOINT = "http://127.0.0.1/oai"
HEADERS = {"Accept": "application/xml", "User-Agent": "tests"}


@dataclass
class OaiHttp:
    """The stand-in's answers, or what is due in their place, by the number of the request."""

    api: Arxiv
    errors: dict[int, HttpError] = field(default_factory=dict)
    bodies: dict[int, bytes] = field(default_factory=dict)
    questions: list[dict[str, str]] = field(default_factory=list)

    def post(
        self,
        url: str,
        params: Mapping[str, str],
        body: bytes,
        headers: Mapping[str, str],
        read: Callable[[ReplySeen], T],
    ) -> T:
        """Refuse: it is only asked by looking up."""
        raise AssertionError((url, params, body, len(headers), read))

    def get(self, url: str, params: Mapping[str, str], read: Callable[[ReplySeen], T]) -> T:
        """Ask once; there are no second tries here."""
        assert url == ENDPOINT
        self.questions.append(dict(params))
        number = len(self.questions)
        if error := self.errors.get(number):
            raise error
        if number in self.bodies:
            return read(Reply(200, self.bodies[number]))
        fault = self.api.faults.popleft() if self.api.faults else standin.NONE
        return read(self.api.answer(params, HEADERS, fault))


def network(*papers: Paper) -> OaiHttp:
    """A network with these papers."""
    return OaiHttp(Arxiv({paper.id: paper for paper in papers}))


def ids(*texts: str) -> list[Identifier]:
    """The identifiers, which all have to be arXiv's."""
    cited = [arxiv_id.parse(text) for text in texts]
    assert all(cited)
    return [one.identifier for one in cited if one]


def fetch(http: OaiHttp, *texts: str) -> list[Answer]:
    """Ask for papers; every one of them has exactly one answer, in the order asked."""
    asked = ids(*texts)
    answers = list(OaiSource(ENDPOINT).fetch(asked, http))
    assert sorted(answer.identifier for answer in answers) == sorted(set(asked))
    assert {answer.source for answer in answers} <= {"oai"}
    return answers
