"""Whether a page is one of paperbib's, be it as it was written or changed since, and of what."""

from __future__ import annotations

import json
import re

HEAD = 8192
"""So many bytes at the start of a page of ours hold its mark."""

_GENERATOR = re.compile(
    rb"""<meta\s(?=[^>]*\bname\s*=\s*["']?generator\b)[^>]*\bcontent\s*=\s*["']?paperbib["'\s/>]""",
    re.IGNORECASE,
)
_ENTRY = re.compile(
    r'^\{"key":("(?:[^"\\\x00-\x1f]|\\(?:["\\/bfnrt]|u[0-9a-f]{4}))*+")', re.MULTILINE
)
"""The beginning of an entry in the data of a page; see `data.pieces`."""
_STAMP = re.compile(rb"<!-- sha256:[0-9a-f]{64} -->\s*\Z")


def is_ours(content: bytes) -> bool:
    """Whether some paperbib wrote a page: its head or its last line says so.

    The head alone will do. Source: HTML Living Standard, section 4.2.5.1 (generator).

    >>> is_ours(b'<head><meta name="generator" content="paperbib">'), is_ours(b"<h1>paperbib")
    (True, False)
    """
    return bool(_GENERATOR.search(content[:HEAD]) or _STAMP.search(content[-HEAD:]))


def keys_in(text: str) -> frozenset[str]:
    r"""The keys of the entries that a page shows, from its data.

    >>> sorted(keys_in('"entries":[\n{"key":"b"},\n{"key":"a\\u003c","x":"{\\"key\\":1"}]}'))
    ['a<', 'b']
    """
    return frozenset(str(json.loads(one)) for one in _ENTRY.findall(text))
