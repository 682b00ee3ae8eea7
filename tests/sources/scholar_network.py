"""A network in memory that answers as Semantic Scholar, for tests."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from tests import standin
from tests.standin import Fault, Reply
from tests.standin.semantic_scholar import KEY, Scholar, item

from paperbib.errors import BusyError, HttpError, RefusedError
from paperbib.identifiers.identifier import Identifier
from paperbib.identifiers.whole import parse
from paperbib.model import Answer, Failed, Found, Missing
from paperbib.sources.http import Reply as ReplySeen
from paperbib.sources.semantic_scholar import SemanticScholarSource

T = TypeVar("T")
ENDPOINT = "http://127.0.0.1/graph/v1"
LETTERS: dict[type, str] = {Found: "F", Missing: "M", Failed: "X"}


@dataclass
class FakeHttp:
    """The stand-in's answers, or an error that is due, by the number of the question."""

    api: Scholar = field(default_factory=Scholar)
    errors: dict[int, HttpError] = field(default_factory=dict)
    faults: dict[int, Fault] = field(default_factory=dict)
    questions: int = 0

    def get(self, url: str, params: Mapping[str, str], read: Callable[[ReplySeen], T]) -> T:
        """Refuse: it is asked by posting."""
        raise AssertionError((url, params, read))

    def post(
        self,
        url: str,
        params: Mapping[str, str],
        body: bytes,
        headers: Mapping[str, str],
        read: Callable[[ReplySeen], T],
    ) -> T:
        """Ask once; there are no second tries here."""
        assert (url, params) == (
            f"{ENDPOINT}/paper/batch",
            {"fields": "externalIds,title,year,authors"},
        )
        self.questions += 1
        if error := self.errors.get(self.questions):
            raise error
        fault = self.faults.get(self.questions, standin.NONE)
        reply = self.api.answer(params, body, headers, fault)
        if reply.status == 429 or reply.status >= 500:
            raise BusyError(str(reply.status), status=reply.status)
        if reply.status != 200:
            raise RefusedError(str(reply.status), status=reply.status, body=reply.content)
        return read(reply)


@dataclass
class Saying(FakeHttp):
    """A network in which every question has the same answer."""

    content: bytes = b""

    def post(
        self,
        url: str,
        params: Mapping[str, str],
        body: bytes,
        headers: Mapping[str, str],
        read: Callable[[ReplySeen], T],
    ) -> T:
        """Ask once."""
        del url, params, body, headers
        self.questions += 1
        return read(Reply(200, self.content, "application/json"))


def numbered(count: int) -> list[Identifier]:
    """As many papers as wanted, in their order."""
    return [parse(f"arxiv:2001.{number:05}") for number in range(1, count + 1)]


def fetch(http: FakeHttp, *asked: Identifier) -> list[Answer]:
    """Ask; each has exactly one answer."""
    answers = list(SemanticScholarSource(ENDPOINT, KEY).fetch(asked, http))
    assert [answer.identifier for answer in answers] == sorted(set(asked))
    assert {answer.source for answer in answers} <= {"semantic-scholar"}
    return answers


def told(answers: list[Answer]) -> str:
    """A letter for each answer: found, missing, failed."""
    return "".join(LETTERS[type(answer)] for answer in answers)


def api_of(*papers: tuple[str, str | None]) -> Scholar:
    """Papers and their DOIs."""
    return Scholar({one: item(one, f"On {one}", doi, "Ada Author") for one, doi in papers})
