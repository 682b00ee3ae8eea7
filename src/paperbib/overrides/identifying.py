"""Whose override it is: an identifier as a person would write it."""

from __future__ import annotations

import re

from paperbib.errors import did_you_mean
from paperbib.identifiers import arxiv_id, doi, web
from paperbib.identifiers.identifier import Identifier

_SCHEMES = ("arxiv", "doi", "url", "https", "http")
_SCHEME = re.compile(r"(?P<scheme>[A-Za-z]{2,8}):(?P<rest>.+)", re.DOTALL)
_NUMBER = re.compile(r"(?i:arxiv:\s*)?(?:\d{4}\.\d+|[a-z-]+(?:\.[a-z-]+)?/\d+)(?:v\d+)?")
_HOST = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,18}(?:/.*)?", re.DOTALL | re.IGNORECASE)
_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9.:_+/-]*")


def identify(text: str) -> Identifier | None:
    """The identifier that a person's text names; a version is no part of it.

    >>> str(identify("https://arxiv.org/pdf/1706.03762v5")), str(identify("10.1000/X"))
    ('arxiv:1706.03762', 'doi:10.1000/X')
    """
    bare = text.strip().removeprefix("url:")
    if bare.lower().startswith(("http://", "https://")):
        cited = web.read(bare).cited
    else:
        cited = arxiv_id.parse(bare) or doi.parse(bare)
    return cited.identifier if cited else None


def why_not(text: str) -> tuple[str, str]:
    """Why a text names nothing, and what to do about it."""
    name = text.strip()
    what = f"{name!r} is no identifier"
    if name.removeprefix("url:").lower().startswith(("http://", "https://")):
        return what, web.read(name.removeprefix("url:")).fault or "write the whole address"
    if fault := doi.fault(name) or (_NUMBER.fullmatch(name) and arxiv_id.fault(name)):
        return what, fault
    if match := _SCHEME.fullmatch(name):
        scheme, rest = match.groups()
        hint = did_you_mean(scheme.lower(), _SCHEMES, otherwise="")
        near = next((one for one in _SCHEMES if f"'{one}'" in hint), "")
        if near and identify(f"{near}:{rest}"):
            return what, f"did you mean '{near}:{rest}'?"
    if _HOST.fullmatch(name) and identify(f"https://{name}"):
        return what, f"did you mean 'https://{name}'?"
    if _KEY.fullmatch(name):
        return what, f"if it is a citation key, paperbib explain {name} tells its identifiers"
    return what, "write arxiv:…, doi:… or https://…"
