"""Servers of strangers on this machine, and the way to them from a public address."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import httpx

PUBLIC = "93.184.216.34"
"""An address of a machine on the internet, which no test reaches."""


class Detour(httpx.HTTPTransport):
    """Leads every request to a port of this machine, whatever address it was meant for."""

    def __init__(self, port: int) -> None:
        super().__init__(trust_env=False)
        self._port = port
        self.meant_for: list[str] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.meant_for.append(request.url.host)
        request.url = request.url.copy_with(host="127.0.0.1", port=self._port)
        return super().handle_request(request)


Act = Callable[[socket.socket], None]


@contextmanager
def stranger(act: Act) -> Iterator[tuple[int, list[bytes]]]:
    """A server that does as it likes with each connection, after the head of the request.

    Yields:
        Its port, and the heads of the requests it got.
    """
    heads: list[bytes] = []
    is_over = threading.Event()

    def serve() -> None:
        while not is_over.is_set():
            with suppress(OSError):
                connection, _ = server.accept()
                with connection:
                    head = b""
                    while b"\r\n\r\n" not in head and (piece := connection.recv(65_536)):
                        head += piece
                    if head:
                        heads.append(head)
                        act(connection)

    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.05)
        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield server.getsockname()[1], heads
        finally:
            is_over.set()
            thread.join()


def says(reply: bytes) -> Act:
    """A server that sends the same to everybody."""
    return lambda connection: connection.sendall(reply)


def without_end(head: bytes, piece: bytes) -> Act:
    """A server that goes on until the other side has enough."""

    def act(connection: socket.socket) -> None:
        with suppress(OSError):
            connection.sendall(head)
            while True:
                connection.sendall(piece)

    return act
