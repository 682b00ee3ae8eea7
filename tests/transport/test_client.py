from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
import respx
from hypothesis import given
from hypothesis import strategies as st
from tests.transport.clock import Clock
from tests.transport.replies import URL, body, ok

from paperbib import __version__
from paperbib.errors import BusyError, PaperbibError, RefusedError, UnreachableError
from paperbib.transport import Reply, Transport, user_agent_of
from paperbib.transport.question import with_query


def test_a_reply_reaches_its_reader_with_all_it_needs(
    network: respx.MockRouter, client: Transport
) -> None:
    network.get(URL).mock(ok())
    assert client.get(URL, {}, tuple) == (200, b"yes", "text/plain; charset=utf-8")
    assert client.requests == 1


def test_the_request_says_who_asks_and_for_what(
    network: respx.MockRouter, open_transport: Callable[..., Transport]
) -> None:
    route = network.get(url__startswith=URL).mock(ok())
    params = {"id_list": "1706.03762,hep-th/9901001", "search_query": "ti:a b&c"}
    open_transport(mailto="me@example.org").get(URL, params, body)
    sent = route.calls.last.request
    assert str(sent.url) == (URL + "?id_list=1706.03762,hep-th/9901001&search_query=ti:a%20b%26c")
    agent = f"paperbib/{__version__} (+https://github.com/paperbib/paperbib; mailto:me@example.org)"
    assert sent.headers["User-Agent"] == agent
    assert sent.headers["From"] == "me@example.org"
    assert sent.headers["Accept"].startswith("application/atom+xml")


def test_no_address_is_sent_that_was_not_given(
    network: respx.MockRouter, client: Transport
) -> None:
    route = network.get(URL).mock(ok())
    client.get(URL, {}, body)
    sent = route.calls.last.request
    assert "From" not in sent.headers
    assert "mailto" not in sent.headers["User-Agent"]
    assert user_agent_of() == sent.headers["User-Agent"]


def test_a_query_in_the_endpoint_is_kept(network: respx.MockRouter, client: Transport) -> None:
    route = network.get(url__startswith=URL).mock(ok())
    client.get(URL + "?key=1", {"start": "0"}, body)
    assert str(route.calls.last.request.url) == URL + "?key=1&start=0"


@pytest.mark.parametrize("url", [URL, URL + "?key=1", URL + "/10.48550%2FarXiv.1706.03762"])
def test_without_a_query_the_address_stays_as_it_is(
    network: respx.MockRouter, client: Transport, url: str
) -> None:
    route = network.get(url__startswith=URL).mock(ok())
    client.get(url, {}, body)
    assert str(route.calls.last.request.url) == url


@pytest.mark.parametrize(
    "error",
    [httpx.ConnectError("no route"), httpx.ConnectTimeout(""), httpx.ProxyError("407")],
    ids=lambda error: type(error).__name__,
)
def test_a_missing_network_is_noticed_at_once(
    network: respx.MockRouter, client: Transport, clock: Clock, error: httpx.TransportError
) -> None:
    network.get(URL).mock(side_effect=error)
    with pytest.raises(UnreachableError, match=r"^export\.arxiv\.org cannot be reached: .+"):
        client.get(URL, {}, body)
    assert (client.requests, clock.slept) == (1, [])


def test_a_reader_can_call_a_reply_busy_or_refused(
    network: respx.MockRouter, client: Transport, clock: Clock
) -> None:
    network.get(URL).mock(side_effect=[ok("Rate exceeded."), ok("feed"), ok("refused")])

    def read(reply: Reply) -> bytes:
        if reply.content == b"Rate exceeded.":
            raise BusyError("no feed")
        if reply.content == b"refused":
            raise RefusedError("no")
        return reply.content

    assert client.get(URL, {}, read) == b"feed"
    assert clock.slept == [3]
    with pytest.raises(RefusedError):
        client.get(URL, {}, read)
    assert client.requests == 3


@pytest.mark.parametrize("status", [204, 400, 401, 403, 404, 406, 414])
def test_a_definite_no_is_not_asked_again(
    network: respx.MockRouter, client: Transport, status: int
) -> None:
    network.get(URL).mock(httpx.Response(status, content=b"why"))
    with pytest.raises(RefusedError, match=f"answered {status}") as raised:
        client.get(URL, {}, body)
    assert (raised.value.status, raised.value.body, client.requests) == (status, b"why", 1)


def test_a_redirect_is_reported_not_followed(network: respx.MockRouter, client: Transport) -> None:
    away = network.get("https://elsewhere.example/").mock(ok())
    network.get(URL).mock(httpx.Response(301, headers={"Location": "https://elsewhere.example/"}))
    with pytest.raises(RefusedError, match=r"301 .* to https://elsewhere\.example/") as raised:
        client.get(URL, {}, body)
    assert raised.value.location == "https://elsewhere.example/"
    assert not away.called


@pytest.mark.parametrize("status", [201, 404])
def test_only_a_redirect_leads_elsewhere(
    network: respx.MockRouter, client: Transport, status: int
) -> None:
    network.get(URL).mock(httpx.Response(status, headers={"Location": "https://e.example/"}))
    with pytest.raises(RefusedError) as raised:
        client.get(URL, {}, body)
    assert raised.value.location == ""
    assert "e.example" not in raised.value.reason


@pytest.mark.parametrize(
    "url",
    [
        "",
        "ftp://e.org/",
        "export.arxiv.org",
        "http://host:port/",
        "http:///path",
        "http://..invalid/",
        "http://a..invalid/",
        f"http://{'x' * 64}.invalid/",
        "http://xn--\xe9.invalid/",
        "http://[::1",
        "http://exa mple.invalid/",
        "http://example.invalid/ap i",
        " http://example.invalid/",
        "http://example.invalid/\n",
        "http://example.invalid/\t",
        "http://exa\xa0mple.invalid/",
        "http://example.invalid/\u3000",
        "http://example.invalid/\x7f",
        "http://example.invalid/\x1b[31m",
        "http://example.invalid/\udcff",
        "\x00",
    ],
)
def test_an_address_that_is_none_ends_the_run(client: Transport, url: str) -> None:
    with pytest.raises(PaperbibError, match="cannot be asked") as raised:
        client.get(url, {"id_list": "1706.03762"}, body)
    assert raised.value.what.isprintable()
    assert "PAPERBIB_ARXIV_API" in raised.value.hint
    assert client.requests == 0


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "[::1]", "e.org.", "xn--bcher-kva.example", "bücher.de"]
)
def test_every_host_there_can_be_is_asked(
    network: respx.MockRouter, client: Transport, host: str
) -> None:
    network.route().mock(ok())
    assert client.get(f"http://{host}/", {}, body) == b"yes"


@given(
    url=st.text(max_size=30)
    | st.builds("http://{}/{}".format, st.text(max_size=80), st.text("ab/?#%[]@:é \udc80"))
)
def test_any_text_is_an_address_or_a_reason(url: str) -> None:
    try:
        whole = with_query(url, {"a": "b"})
    except PaperbibError as error:
        assert error.what.isprintable()  # noqa: PT017 - either way is right
    else:
        assert whole.scheme in {"http", "https"}
        assert whole.raw_host.decode("ascii").isprintable()


@pytest.mark.parametrize(
    ("name", "value"), [("ALL_PROXY", "gopher://proxy"), ("SSL_CERT_FILE", "/no/such/file")]
)
def test_unusable_settings_of_the_environment_end_the_run(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(PaperbibError, match="proxy or certificate settings"):
        Transport(gate_dir=tmp_path)
