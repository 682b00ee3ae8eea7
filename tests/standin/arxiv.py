"""arXiv without the network: papers, a question in, a reply out; and what goes wrong."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from tests.standin import atom, datacite, searching
from tests.standin.oai import Oai
from tests.standin.papers import Paper

DEFAULT_MAX_RESULTS = 10
_ACCEPTED = re.compile(
    r"\s*(?:arxiv:)?(?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[a-z]{2})?/\d{7})(?:v\d+)?\s*", re.IGNORECASE
)


@dataclass(frozen=True)
class Reply:
    """What is sent back; ``percent`` of the body only, where it is cut."""

    status: int
    content: bytes
    content_type: str = "application/atom+xml; charset=utf-8"
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Fault:
    """What goes wrong with one request; take one of those below."""

    kind: str
    status: int = 200
    percent: int = 100
    retry_after: str | None = None
    body: bytes = b""
    location: str | None = None
    content_type: str | None = None


NONE = Fault("none")
RATE_EXCEEDED = Fault("body", body=b"Rate exceeded.")
HTML = Fault(
    "body", body=b"<!DOCTYPE html>\n<html><body><p>We will be back soon.<br></body></html>"
)
NOTHING = Fault("body")
EMPTY = Fault("empty")
SHORT = Fault("short")
RESET = Fault("reset")
HANG = Fault("hang")


def status(code: int, retry_after: str | None = None) -> Fault:
    """A reply with another status, with or without a Retry-After header."""
    return Fault("status", status=code, retry_after=retry_after)


def cut(percent: int) -> Fault:
    """A reply that ends in the middle, complete as far as HTTP can tell."""
    return Fault("cut", percent=percent)


@dataclass
class Request:
    """A request as it came in; times in seconds of a monotonic clock.

    It lasts from when the connection is accepted until the last byte of the reply is
    sent, or the client has hung up. While it is under way, ``ended_s`` is infinite.
    """

    path: str
    params: dict[str, str]
    headers: dict[str, str]
    started_s: float
    ended_s: float
    status: int


@dataclass
class Arxiv:
    """The API without the network: papers, a question in, a reply out."""

    papers: dict[str, Paper] = field(default_factory=dict)
    faults: deque[Fault] = field(default_factory=deque)
    refused: set[str] = field(default_factory=set)
    """Identifiers to call malformed although they are not."""

    def answer(self, params: Mapping[str, str], headers: Mapping[str, str], fault: Fault) -> Reply:
        """Answer as arXiv would, or with the fault."""
        if reply := _instead(fault):
            return reply
        if not headers.get("Accept"):
            return Reply(406, b"", "text/plain")
        if headers.get("User-Agent", "python-httpx").startswith("python-httpx"):
            return Reply(403, b"<html><body>Access Denied</body></html>", "text/html")
        reply = self._oai(params, fault) if "verb" in params else self._feed(params, fault)
        content = reply.content[: len(reply.content) * fault.percent // 100]
        content_type = fault.content_type or reply.content_type
        return replace(reply, content=content, content_type=content_type)

    @cached_property
    def oai(self) -> Oai:
        """What there is to say by OAI-PMH, whose questions are those with a ``verb``."""
        return Oai(self.papers)

    def _oai(self, params: Mapping[str, str], fault: Fault) -> Reply:
        return Reply(200, self.oai.answer(params, fault.kind), "application/xml")

    def answer_datacite(self, path: str, fault: Fault) -> Reply:
        """Answer as DataCite would about a DOI, or with the fault."""
        if reply := _instead(fault):
            return reply
        code, content = datacite.answer(self.papers, path)
        content = content[: len(content) * fault.percent // 100]
        return Reply(code, content, datacite.CONTENT_TYPE)

    def _feed(self, params: Mapping[str, str], fault: Fault) -> Reply:
        asked = [one for one in params.get("id_list", "").split(",") if one]
        for one in asked:
            if one in self.refused or not _ACCEPTED.fullmatch(one):
                return Reply(400, atom.error_feed(f"incorrect id format for {one}"))
        hits = self._hits(asked) if asked else list(self.papers.values())
        if question := params.get("search_query"):
            try:
                hits = searching.search(hits, question)
            except searching.BadQueryError as error:
                return Reply(400, atom.error_feed(str(error)))
        start = int(params.get("start", "0"))
        size = int(params.get("max_results", str(DEFAULT_MAX_RESULTS)))
        page = hits[start : start + size]
        if fault.kind == "empty":
            hits, page = [], []
        if fault.kind == "short":
            page = page[: len(page) // 2]
        return Reply(200, atom.feed(params, page, total=len(hits), start=start, size=size))

    def _hits(self, asked: list[str]) -> list[Paper]:
        hits = []
        for one in asked:
            value, _, number = one.partition("v")
            paper = self.papers.get(value)
            if paper and (not number or 1 <= int(number) <= len(paper.dates)):
                hits.append(replace(paper, dates=paper.dates[: int(number)]) if number else paper)
        return sorted(hits, key=lambda paper: (paper.dates[0], paper.id), reverse=True)


def _instead(fault: Fault) -> Reply | None:
    """What a fault sends in place of any answer."""
    if fault.kind == "status":
        named = (("Retry-After", fault.retry_after), ("Location", fault.location))
        headers = tuple((name, value) for name, value in named if value)
        return Reply(fault.status, b"busy", "text/plain", headers)
    return Reply(200, fault.body, "text/html") if fault.kind == "body" else None
