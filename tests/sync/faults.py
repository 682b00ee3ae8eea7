"""A network in memory that breaks as arXiv's does, at the requests one names."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import NoReturn

import httpx
from tests import standin
from tests.standin import Arxiv, Fault, Reply
from tests.standin.crossref import Crossref

BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE feed [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    b'<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><feed xmlns="http://www.w3.org/2005/Atom">&c;</feed>'
)
XHTML = b'<html xmlns="http://www.w3.org/1999/xhtml"><body><p>Access Denied</p></body></html>'


def _raises(error: type[httpx.RequestError], text: str) -> Callable[[httpx.Request], NoReturn]:
    def fail(request: httpx.Request) -> NoReturn:
        raise error(text, request=request)

    return fail


_BREAKS: Mapping[str, Callable[[httpx.Request], NoReturn]] = {
    "reset": _raises(httpx.ReadError, "[Errno 104] Connection reset by peer"),
    "hang": _raises(httpx.ReadTimeout, "timed out"),
    "disconnect": _raises(httpx.RemoteProtocolError, "Server disconnected without a response"),
    "dns": _raises(httpx.ConnectError, "[Errno -2] Name or service not known"),
    "refused": _raises(httpx.ConnectError, "[Errno 111] Connection refused"),
}

FAULTS: Mapping[str, Fault] = {
    "429": standin.status(429),
    "429, wait 5 s": standin.status(429, "5"),
    "429, wait until": standin.status(429, "Wed, 04 Mar 2026 12:00:30 GMT"),
    "429, wait 2 h": standin.status(429, "7200"),
    "500": standin.status(500),
    "503": standin.status(503),
    "503, wait 9 s": standin.status(503, "9"),
    "406": standin.status(406),
    "403": standin.status(403),
    "404": standin.status(404),
    "302": standin.status(302),
    "400 without a feed": standin.status(400),
    "Rate exceeded.": standin.RATE_EXCEEDED,
    "html": standin.HTML,
    "xhtml": Fault("body", body=XHTML),
    "nothing": standin.NOTHING,
    "empty feed": standin.EMPTY,
    "half of the entries": standin.SHORT,
    "entries dropped": Fault("dropped"),
    "shuffled": Fault("shuffled"),
    "entity bomb": Fault("body", body=BOMB),
    "wrong content type": Fault("type"),
    "gzip garbage": Fault("gzip"),
    **{name: Fault(name) for name in _BREAKS},
    **{f"cut at {percent} %": standin.cut(percent) for percent in range(0, 100, 5)},
}


@dataclass
class Network(httpx.BaseTransport):
    """Answers as arXiv, DataCite and Crossref do.

    Attributes:
        api: What they know.
        fault_at: What goes wrong with the n-th request, from 1.
        silent: Hosts that answer nothing but 503.
        asked: The identifiers of each request to the query API.
        hosts: The host of each request.
        crossref: The works that Crossref knows.
    """

    api: Arxiv
    fault_at: Callable[[int], Fault | None] = lambda _: None
    silent: set[str] = field(default_factory=set)
    asked: list[list[str]] = field(default_factory=list)
    hosts: list[str] = field(default_factory=list)
    crossref: Crossref = field(default_factory=Crossref)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Answer, or break."""
        params = dict(request.url.params)
        self.asked.append([one for one in params.get("id_list", "").split(",") if one])
        self.hosts.append(request.url.host)
        fault = self.fault_at(len(self.asked)) or standin.NONE
        if request.url.host in self.silent:
            fault = FAULTS["503"]
        if fault.kind in _BREAKS:
            _BREAKS[fault.kind](request)
        if request.url.path.startswith("/dois/"):
            return _response(self.api.answer_datacite(request.url.path, fault), fault)
        if request.url.path.startswith("/works"):
            return _response(self.crossref.answer(request.url.path, params, fault), fault)
        return _response(self._reply(params, dict(request.headers), fault), fault)

    def _reply(self, params: dict[str, str], headers: dict[str, str], fault: Fault) -> Reply:
        named = {name.title(): value for name, value in headers.items()}
        if fault.kind == "dropped":
            ids = params["id_list"].split(",") if "id_list" in params else []
            params = (
                params | {"id_list": ",".join(ids[: len(ids) // 2])} if len(ids) > 1 else params
            )
        known = fault if fault.kind in {"status", "body", "cut", "empty", "short"} else standin.NONE
        return self.api.answer(params, named, known)


def _response(reply: Reply, fault: Fault) -> httpx.Response:
    headers = {"Content-Type": reply.content_type, **dict(reply.headers)}
    content = reply.content
    if fault.kind == "shuffled":
        head, *entries = content.replace(b"</feed>", b"").split(b"  <entry>")
        content = b"  <entry>".join([head, *reversed(entries)]) + b"</feed>"
    elif fault.kind == "type":
        headers["Content-Type"] = "text/plain"
    elif fault.kind == "gzip":
        headers["Content-Encoding"] = "gzip"
        content = gzip.compress(content)[:40] + b"garbage"
    return httpx.Response(reply.status, headers=headers, content=content)


@dataclass
class Clock:
    """A time that passes only when somebody sleeps."""

    now_s: float = 1_772_625_600.0  # 2026-03-04 12:00 UTC

    def __call__(self) -> float:
        """Seconds since the epoch."""
        return self.now_s

    def now(self) -> datetime:
        """The time, with its zone."""
        return datetime.fromtimestamp(self.now_s, UTC)

    def sleep(self, seconds: float) -> None:
        """Let time pass."""
        self.now_s += seconds
