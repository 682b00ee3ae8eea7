"""Faults of the wire for the stand-in: what HTTP does not allow, or does not expect."""

from __future__ import annotations

import gzip

from tests.standin.arxiv import Fault


def raw(*lines: str, body: bytes = b"") -> Fault:
    """A reply of just these lines and bytes, whatever HTTP says of them."""
    head = "".join(f"{line}\r\n" for line in lines)
    return Fault("raw", body=head.encode("latin-1") + body)


def bomb(mebibytes: int) -> Fault:
    """A short reply that unfolds to so many MiB."""
    body = gzip.compress(bytes(mebibytes * 2**20))
    return raw(*_OK, "Content-Encoding: gzip", "", body=body)


def redirect(location: str) -> Fault:
    """A reply that sends the client elsewhere."""
    return Fault("status", status=302, location=location)


def typed(content_type: str) -> Fault:
    """A good reply under a wrong name."""
    return Fault("none", content_type=content_type)


_OK = "HTTP/1.1 200 OK", "Content-Type: application/atom+xml", "Connection: close"
CUT_LENGTH = raw(*_OK, "Content-Length: 500", "", body=b"<feed>")
CUT_CHUNK = raw(*_OK, "Transfer-Encoding: chunked", "", body=b"6\r\n<feed>\r\n1F4\r\n<ent")
GZIP_GARBAGE = raw(*_OK, "Content-Encoding: gzip", "", body=b"\x1f\x8brubbish")
GZIP_TWICE = raw(*_OK, "Content-Encoding: gzip, gzip", "", body=b"")
STRANGE_ENCODING = raw(*_OK, "Content-Encoding: zstd", "", body=b"\x28\xb5\x2f\xfd")
NO_STATUS_LINE = raw("It works!", "")
NOTHING_AT_ALL = raw()
ENDLESS_HEADERS = raw("HTTP/1.1 200 OK", *("X-Filler: " + "x" * 1000 for _ in range(200)))
ODD_REASON = raw("HTTP/1.1 503 Gone\xe9 \t" + "fishing " * 1000, "Content-Length: 0", "")
TRICKLE = Fault("trickle", body=b"HTTP/1.1 200 OK\r\n\r\n")
"""A body of which a byte comes now and then, for ever."""
TRICKLED_STATUS = Fault("trickle", body=b"HTTP/1.1 200 O")
"""A status line of which a byte comes now and then, for ever."""
PROMISES = Fault("trickle", body=b"HTTP/1.1 100 Continue\r\n\r\n", percent=0)
"""A promise of a reply, again and again."""
