"""A web of strangers: names, addresses, pages, and a clock that only sleeping moves."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import httpx
from tests.transport.clock import Clock

from paperbib.identifiers.identifier import Identifier
from paperbib.links.verdicts import Verdict
from paperbib.sync.visiting import Means, Visits
from paperbib.transport.probe import Probe

PUBLIC = "93.184.216.34"
Answer = httpx.Response | Callable[[httpx.Request], httpx.Response]
NO_NAME = socket.gaierror(socket.EAI_NONAME, "Name or service not known")
NO_NETWORK = socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")


@dataclass
class Web:
    """What is on the web.

    Attributes:
        pages: Replies by ``METHOD address`` or by address; any other page is there.
        addresses: Where names are, each time they are looked up; others are public.
        asked: What was asked, when, in the form of ``pages``.
        places: The addresses connected to.
        looked_up: The names looked up, in order.
    """

    pages: dict[str, Answer] = field(default_factory=dict)
    addresses: dict[str, list[list[str] | OSError]] = field(default_factory=dict)
    clock: Clock = field(default_factory=Clock)
    asked: list[tuple[str, float]] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    looked_up: list[str] = field(default_factory=list)

    def means(self) -> Means:
        """What a run asks links with."""
        probe = Probe(resolve=self.resolve, network=httpx.MockTransport(self.reply))
        return Means(probe, ticks=self.clock, sleep=self.clock.sleep)

    def resolve(self, host: str, _port: int) -> list[str]:
        """Where a name is; the last answer stands for all later ones."""
        self.looked_up.append(host)
        answers = self.addresses.get(host, [[PUBLIC]])
        answer = answers.pop(0) if len(answers) > 1 else answers[0]
        if isinstance(answer, OSError):
            raise answer
        return answer

    def reply(self, request: httpx.Request) -> httpx.Response:
        """Answer a request by the name it asks for."""
        self.places.append(request.url.host)
        address = f"{request.url.scheme}://{request.headers['Host']}{request.url.raw_path.decode()}"
        self.asked.append((f"{request.method} {address}", self.clock()))
        found = self.pages.get(f"{request.method} {address}") or self.pages.get(address)
        if found is None:
            found = httpx.Response(404 if address.endswith("/robots.txt") else 200)
        reply = found if isinstance(found, httpx.Response) else found(request)
        # One whose body was given whole counts as read; a stranger's comes off the wire.
        body = httpx.ByteStream(reply.content) if reply.is_closed else reply.stream
        return httpx.Response(reply.status_code, headers=reply.headers, stream=body)

    @property
    def requests(self) -> list[str]:
        """What was asked, without the rules of sites."""
        return [what for what, _ in self.asked if not what.endswith("/robots.txt")]

    def visit(self, *links: str, others: Iterable[str] = ()) -> dict[str, str]:
        """Visit links; their verdicts, as far as there are any."""
        verdicts: dict[str, str] = {}

        def tell(link: Identifier, verdict: Verdict) -> None:
            assert link.value not in verdicts  # each is told once
            verdicts[link.value] = verdict.value

        self.visits = Visits(self.means(), tell, others)
        self.visits.visit([Identifier("url", one) for one in links])
        return verdicts


def moved(location: str, status: int = 302) -> httpx.Response:
    """A redirect."""
    return httpx.Response(status, headers={b"Location": location.encode()})


def rules(*lines: str) -> httpx.Response:
    """A robots.txt."""
    return httpx.Response(200, text="\n".join(lines))
