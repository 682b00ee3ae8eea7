"""Who asks: what a request says of this program and of the person."""

from __future__ import annotations

from paperbib import __version__

ACCEPT = "application/atom+xml, application/xml;q=0.9, */*;q=0.5"
_HOME = "https://github.com/paperbib/paperbib"


def user_agent_of(mailto: str | None = None) -> str:
    """Name this program, as arXiv and Crossref ask of automated clients.

    >>> user_agent_of("me@example.org")
    'paperbib/... (+https://github.com/paperbib/paperbib; mailto:me@example.org)'
    """
    contact = f"; mailto:{mailto}" if mailto else ""
    return f"paperbib/{__version__} (+{_HOME}{contact})"


def headers_of(user_agent: str, mailto: str | None) -> dict[str, str]:
    """The headers of every question.

    Args:
        user_agent: See `user_agent_of`.
        mailto: An address the server's people can write to; None sends none.
    """
    headers = {"User-Agent": user_agent, "Accept": ACCEPT}
    return headers | ({"From": mailto} if mailto else {})
