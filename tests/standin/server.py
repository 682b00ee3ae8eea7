"""The stand-in at an address of its own on this machine."""

from __future__ import annotations

import json
import math
import select
import socket
import struct
import threading
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qs, unquote, urlsplit

from tests.standin import semantic_scholar as scholar
from tests.standin.arxiv import NONE, Arxiv, Fault, Reply, Request
from tests.standin.crossref import Crossref
from tests.standin.papers import Paper

LONGEST_URL = 8190


class StandIn(Arxiv):
    """The API at an address of its own; a context manager."""

    def __init__(self, papers: Iterable[Paper] = (), *, port: int = 0) -> None:
        super().__init__({paper.id: paper for paper in papers})
        self.crossref = Crossref()
        self.scholar = scholar.Scholar()
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

    @property
    def crossref_url(self) -> str:
        """The address for PAPERBIB_CROSSREF_API."""
        return f"http://127.0.0.1:{self._server.server_port}/works"

    @property
    def scholar_url(self) -> str:
        """The address for PAPERBIB_SEMANTIC_SCHOLAR_API."""
        return f"http://127.0.0.1:{self._server.server_port}/graph/v1"

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
    body = b""

    def do_POST(self) -> None:
        self.body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        self.do_GET()

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
        known = {"/api/query", "/oai", "/works"} if self.command == "GET" else {scholar.PATH}
        if path not in known and not path.startswith(("/dois/", "/works/")):
            return Reply(404, b"not here", "text/plain")
        if len(self.path) > LONGEST_URL:
            return Reply(414, b"too long", "text/plain")
        fault = self.standin.faults.popleft() if self.standin.faults else NONE
        return None if self._misbehaves(fault) else self._told(path, params, fault)

    def _told(self, path: str, params: dict[str, str], fault: Fault) -> Reply:
        if path == scholar.PATH:
            return self.standin.scholar.answer(params, self.body, dict(self.headers), fault)
        if path.startswith("/dois/"):
            return self.standin.answer_datacite(unquote(path), fault)
        if path.startswith("/works"):
            return self.standin.crossref.answer(unquote(path), params, fault)
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
