"""A network in memory that answers as Crossref's REST API, for tests."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar
from urllib.parse import unquote, urlsplit

from tests import standin
from tests.standin import Fault, Reply
from tests.standin.crossref import Crossref, Work

from paperbib.errors import BusyError, HttpError, RefusedError
from paperbib.identifiers import doi
from paperbib.identifiers.identifier import Identifier
from paperbib.model import Answer, Failed, Found, Missing
from paperbib.sources.crossref import CrossrefSource
from paperbib.sources.http import Reply as ReplySeen

T = TypeVar("T")
ENDPOINT = "https://127.0.0.1/works"
LETTERS: dict[type, str] = {Found: "F", Missing: "M", Failed: "X"}


class MovedError(RefusedError):
    """A redirect, as the client tells of it."""

    def __init__(self, status: int, location: str) -> None:
        super().__init__(f"moved to {location}", status=status)
        self.location = location


@dataclass
class FakeHttp:
    """The stand-in's answers, or an error that is due, by the number of the question."""

    api: Crossref
    errors: dict[int, HttpError] = field(default_factory=dict)
    faults: dict[int, Fault] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    params: list[dict[str, str]] = field(default_factory=list)

    def get(self, url: str, params: Mapping[str, str], read: Callable[[ReplySeen], T]) -> T:
        """Ask once; there are no second tries here."""
        self.asked.append(params.get("filter", url))
        self.params.append(dict(params))
        if error := self.errors.get(len(self.asked)):
            raise error
        fault = self.faults.get(len(self.asked), standin.NONE)
        reply = self.api.answer(unquote(urlsplit(url).path), params, fault)
        if 300 <= reply.status < 400:
            raise MovedError(reply.status, dict(reply.headers)["Location"])
        if reply.status == 429 or reply.status >= 500:
            raise BusyError(str(reply.status), status=reply.status)
        if reply.status != 200:
            raise RefusedError(str(reply.status), status=reply.status, body=reply.content)
        return read(reply)


@dataclass
class Saying:
    """A network in which every question has the same answer."""

    content: bytes

    def get(self, url: str, params: Mapping[str, str], read: Callable[[ReplySeen], T]) -> T:
        """Ask once."""
        del url, params
        return read(Reply(200, self.content, "application/json"))


def ids(*texts: str) -> list[Identifier]:
    """The identifiers, which all have to be DOIs."""
    return [cited.identifier for text in texts if (cited := doi.parse(text))]


def fetch(
    http: FakeHttp | Saying, *texts: str, mailto: str | None = None, known: Sequence[str] = ()
) -> list[Answer]:
    """Ask for DOIs, some of them known; each has exactly one answer, here in their order."""
    asked = ids(*texts)
    answers = list(CrossrefSource(ENDPOINT, mailto, ids(*known)).fetch(asked, http))
    assert len(answers) == len(set(asked))
    assert {answer.source for answer in answers} <= {"crossref"}
    return sorted(answers, key=lambda one: one.identifier)


def numbered(count: int) -> list[str]:
    """As many DOIs as wanted, in their order."""
    return [f"10.1000/{number:03}" for number in range(1, count + 1)]


def api_of(*dois: str) -> Crossref:
    """A Crossref that knows these DOIs."""
    api = Crossref()
    api.add(*(Work(one, f"On {one}") for one in dois))
    return api


def told(answers: Sequence[Answer]) -> str:
    """A letter for each answer: found, missing, failed."""
    return "".join(LETTERS[type(answer)] for answer in answers)
