"""A stand-in for arXiv's query API on the loopback address, for tests and by hand.

It behaves as arXiv is documented and recorded to behave, traps included: results
in an order of its own, absent papers left out in silence, one malformed identifier
failing a whole batch. By hand:

    python tests/standin.py --snapshot data/arxiv-snapshot.jsonl --port 0

prints the address to put into PAPERBIB_ARXIV_API. ``/log`` lists the requests so far.
"""

from __future__ import annotations

import argparse
import json
import math
import re
import select
import socket
import struct
import sys
import threading
import time
from collections import deque
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import cached_property
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import parse_qs, unquote, urlencode, urlsplit
from xml.sax.saxutils import escape, quoteattr

if TYPE_CHECKING:
    from tests.standin_oai import Oai

DEFAULT_MAX_RESULTS = 10
LONGEST_URL = 8190
_ACCEPTED = re.compile(
    r"\s*(?:arxiv:)?(?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[a-z]{2})?/\d{7})(?:v\d+)?\s*", re.IGNORECASE
)
_NAMESPACES = (
    'xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/"'
    ' xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns="http://www.w3.org/2005/Atom"'
)


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
        from tests.standin_oai import Oai

        return Oai(self.papers)

    def _oai(self, params: Mapping[str, str], fault: Fault) -> Reply:
        return Reply(200, self.oai.answer(params, fault.kind), "application/xml")

    def answer_datacite(self, path: str, fault: Fault) -> Reply:
        """Answer as DataCite would about a DOI, or with the fault."""
        from tests import standin_datacite

        if reply := _instead(fault):
            return reply
        code, content = standin_datacite.answer(self.papers, path)
        content = content[: len(content) * fault.percent // 100]
        return Reply(code, content, standin_datacite.CONTENT_TYPE)

    def _feed(self, params: Mapping[str, str], fault: Fault) -> Reply:
        asked = [one for one in params.get("id_list", "").split(",") if one]
        for one in asked:
            if one in self.refused or not _ACCEPTED.fullmatch(one):
                return Reply(400, _error_feed(f"incorrect id format for {one}"))
        hits = self._hits(asked) if asked else list(self.papers.values())
        start = int(params.get("start", "0"))
        size = int(params.get("max_results", str(DEFAULT_MAX_RESULTS)))
        page = hits[start : start + size]
        if fault.kind == "empty":
            hits, page = [], []
        if fault.kind == "short":
            page = page[: len(page) // 2]
        return Reply(200, _feed(params, page, total=len(hits), start=start, size=size))

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


class StandIn(Arxiv):
    """The API at an address of its own; a context manager."""

    def __init__(self, papers: Iterable[Paper] = (), *, port: int = 0) -> None:
        super().__init__({paper.id: paper for paper in papers})
        self.log: list[Request] = []
        self.closing = threading.Event()
        self._server = _Server(
            ("127.0.0.1", port), type("_Handler", (_Handler,), {"standin": self})
        )
        self._server.daemon_threads = False  # closing waits for them: no socket is left open
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))

    @property
    def url(self) -> str:
        """The address for PAPERBIB_ARXIV_API."""
        return f"http://127.0.0.1:{self._server.server_port}/api/query"

    @property
    def oai_url(self) -> str:
        """The address for PAPERBIB_OAI_API."""
        return f"http://127.0.0.1:{self._server.server_port}/oai"

    @property
    def datacite_url(self) -> str:
        """The address for PAPERBIB_DATACITE_API."""
        return f"http://127.0.0.1:{self._server.server_port}/dois"

    def start(self) -> Self:
        """Start answering."""
        self._thread.start()
        return self

    def close(self) -> None:
        """Stop, and let go of those left hanging."""
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *exc_info: object) -> None:
        self.close()


class _Server(ThreadingHTTPServer):
    """A server that remembers when each connection was accepted."""

    def get_request(self) -> tuple[Any, Any]:
        connection, (host, port) = super().get_request()
        return connection, (host, port, time.monotonic())


class _Handler(BaseHTTPRequestHandler):
    standin: StandIn
    timeout = 5  # a client that connects and says nothing must not keep the server open
    server_version = "standin"

    def do_GET(self) -> None:
        address: tuple[Any, ...] = self.client_address
        path, params = self._question()
        if path == "/log":
            log = json.dumps([asdict(request) for request in self.standin.log])
            self._send(Reply(200, log.encode(), "application/json"))
            return
        request = Request(self.path, params, dict(self.headers), address[2], math.inf, 0)
        self.standin.log.append(request)
        try:
            with suppress(ConnectionError):  # the client has hung up
                if reply := self._answer(path, params):
                    request.status = reply.status
                    self._send(reply, request)
        finally:
            request.ended_s = min(request.ended_s, time.monotonic())

    def _question(self) -> tuple[str, dict[str, str]]:
        parts = urlsplit(self.path)
        values = parse_qs(parts.query, keep_blank_values=True)
        return parts.path, {name: last[-1] for name, last in values.items()}

    def _answer(self, path: str, params: dict[str, str]) -> Reply | None:
        if path not in {"/api/query", "/oai"} and not path.startswith("/dois/"):
            return Reply(404, b"not here", "text/plain")
        if len(self.path) > LONGEST_URL:
            return Reply(414, b"too long", "text/plain")
        fault = self.standin.faults.popleft() if self.standin.faults else NONE
        if self._misbehaves(fault):
            return None
        if path.startswith("/dois/"):
            return self.standin.answer_datacite(unquote(path), fault)
        return self.standin.answer(params, dict(self.headers), fault)

    def _misbehaves(self, fault: Fault) -> bool:
        """Do what no HTTP server would, if that is the fault."""
        if fault.kind == "reset":
            linger = struct.pack("ii", 1, 0)  # closing then sends RST, not FIN
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
            self.rfile.close()  # the last to keep the connection open
            self.connection.close()
        elif fault.kind == "raw":
            self.wfile.write(fault.body)
        elif fault.kind in {"hang", "trickle"}:
            self.wfile.write(fault.body)
            piece = b"" if fault.kind == "hang" else b"H" if fault.percent else fault.body
            while not self._is_over():
                self.wfile.write(piece)
        else:
            return False
        return True

    def _is_over(self) -> bool:
        """Whether the client has hung up, or the stand-in is closed; waits a moment."""
        readable, _, _ = select.select([self.connection], [], [], 0.005)
        return bool(readable) or self.standin.closing.is_set()

    def _send(self, reply: Reply, request: Request | None = None) -> None:
        self.send_response(reply.status)
        self.send_header("Content-Type", reply.content_type)
        self.send_header("Content-Length", str(len(reply.content)))
        for name, value in reply.headers:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(reply.content[:-1])
        if request and reply.content:
            # Whoever has the last byte may ask again before this thread reads a clock.
            request.ended_s = time.monotonic()
        self.wfile.write(reply.content[-1:])

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002, ANN401 - inherited
        """Keep stderr to those who have something to say."""


def _feed(
    params: Mapping[str, str], page: list[Paper], *, total: int, start: int, size: int
) -> bytes:
    query = urlencode(params, safe=",/")
    address = quoteattr(f"https://arxiv.org/api/query?{query}")
    head = f"""\
  <id>https://arxiv.org/api/standin</id>
  <title>arXiv Query: {escape(query)}</title>
  <updated>2026-11-01T00:00:00Z</updated>
  <link href={address} type="application/atom+xml"/>
  <opensearch:itemsPerPage>{size}</opensearch:itemsPerPage>
  <opensearch:totalResults>{total}</opensearch:totalResults>
  <opensearch:startIndex>{start}</opensearch:startIndex>"""
    return _document(head, *(_entry(paper) for paper in page))


def _error_feed(message: str) -> bytes:
    anchor = escape("https://arxiv.org/api/errors#" + message.replace(" ", "_"))
    head = """\
  <id>https://arxiv.org/</id>
  <title>arXiv Search Results</title>
  <updated>2026-11-01T00:00:00Z</updated>
  <opensearch:itemsPerPage>1</opensearch:itemsPerPage>
  <opensearch:totalResults>1</opensearch:totalResults>
  <opensearch:startIndex>0</opensearch:startIndex>"""
    entry = f"""\
  <entry>
    <id>{anchor}</id>
    <title>Error</title>
    <updated>2026-11-01T00:00:00Z</updated>
    <link href={quoteattr(anchor)} rel="alternate" type="text/html"/>
    <summary>{escape(message)}</summary>
    <author>
      <name>arXiv api core</name>
    </author>
  </entry>"""
    return _document(head, entry)


def _document(*parts: str) -> bytes:
    first = f"<?xml version='1.0' encoding='UTF-8'?>\n<feed {_NAMESPACES}>"
    return "\n".join([first, *parts, "</feed>\n"]).encode()


def _entry(paper: Paper) -> str:
    cited = f"{paper.id}v{len(paper.dates)}"
    scheme = "http://arxiv.org/schemas/atom"
    after = [f"<arxiv:comment>{escape(paper.comment)}</arxiv:comment>"] if paper.comment else []
    after.append(f"<arxiv:primary_category term={quoteattr(paper.categories[0])}/>")
    if paper.journal_ref:
        after.append(f"<arxiv:journal_ref>{escape(paper.journal_ref)}</arxiv:journal_ref>")
    people = (escape(name) for name in paper.authors)
    after += [f"<author>\n      <name>{name}</name>\n    </author>" for name in people]
    after += [f"<arxiv:doi>{escape(doi)}</arxiv:doi>" for doi in paper.dois]
    terms = [f'<category term={quoteattr(one)} scheme="{scheme}"/>' for one in paper.categories]
    start = f"""\
  <entry>
    <id>http://arxiv.org/abs/{cited}</id>
    <title>{escape(paper.title)}</title>
    <updated>{paper.dates[-1]:%Y-%m-%dT%H:%M:%SZ}</updated>
    <link href="https://arxiv.org/abs/{cited}" rel="alternate" type="text/html"/>
    <link href="https://arxiv.org/pdf/{cited}" rel="related" type="application/pdf" title="pdf"/>
    <summary>{escape(paper.summary)}</summary>"""
    published = f"<published>{paper.dates[0]:%Y-%m-%dT%H:%M:%SZ}</published>"
    return "\n    ".join([start, *terms, published, *after]) + "\n  </entry>"


def fake_papers(count: int) -> list[Paper]:
    """As many papers as wanted, with plausible identifiers: 2001.00001 and on."""
    first = datetime(2020, 1, 1, 12, tzinfo=UTC)
    return [
        Paper(
            id=f"2001.{number:05}",
            title=f"On the Paper Numbered {number}",
            authors=(f"Ada Author{number}", "Ben de Boer"),
            dates=(first + timedelta(minutes=number),),
        )
        for number in range(1, count + 1)
    ]


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


def main() -> None:
    """Answer until interrupted."""
    parser = argparse.ArgumentParser(description="a stand-in for arXiv's query API")
    parser.add_argument("--snapshot", type=Path, help="papers in arXiv's bulk schema")
    parser.add_argument("--fake", type=int, default=0, help="make this many papers up")
    parser.add_argument("--port", type=int, default=0)
    options = parser.parse_args()
    sys.path.append(str(Path(__file__).resolve().parents[1]))  # by hand, it is not there
    papers = fake_papers(options.fake) + (papers_of(options.snapshot) if options.snapshot else [])
    with StandIn(papers, port=options.port) as standin:
        sys.stdout.write(standin.url + "\n")
        sys.stdout.flush()
        try:
            standin.closing.wait()
        except KeyboardInterrupt:
            return


if __name__ == "__main__":
    main()
