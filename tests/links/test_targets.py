"""What of an address is asked: what everybody reads in the same way."""

from __future__ import annotations

import re

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperbib.links.targets import Target, read

PAGE = Target("https", "example.org", 443, "/a/b?c=d")


@pytest.mark.parametrize(
    "url",
    [
        "",
        "example.org/a",
        "//example.org/a",
        "file:///etc/passwd",
        "ftp://example.org/a",
        "gopher://example.org/",
        "javascript:alert(1)",
        "http:///a",
        "http://localhost/",
        "http://localhost./",
        "http://LOCALHOST/",
        "http://a.localhost/",
        "http://printer.local/",
        "http://metadata.google.internal/",
        "http://router.lan/",
        "http://1.0.0.127.in-addr.arpa/",
        "http://abc.onion/",
        "http://intranet/",
        "http://me@example.org/",
        "http://me:word@example.org/",
        "http://example.org@127.0.0.1/",
        "http://127.0.0.1:80@example.org/",
        "http://example.org:8080/",
        "http://example.org:22/",
        "http://example.org:0/",
        "http://example.org:000443x/",
        "http://example.org:-80/",
        "http://example.org:٨٠/",
        "http://example.org:80:80/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0x7f.1/",
        "http://0177.0.0.1/",
        "http://127.1/",
        "http://127.0.0.1.1/",
        "http://1.2.3.0x4/",
        "http://1.2.3.256/",
        "http://[::1%25eth0]/",
        "http://[fe80::1%eth0]/",
        "http://[::1/",
        "http://::1/",
        "http://[::1]example.org/",
        "http://[1.2.3.4]/",
        "http://example..org/",
        "http://example.org../",
        "http://.example.org/",
        "http://-a.example.org/",
        f"http://{'a' * 64}.example.org/",
        f"http://{'a.' * 130}org/",
        "http://exa mple.org/",
        "http://example.org\n/",
        "http://example.org%2f@127.0.0.1/",
        "http://exa%6dple.org/",
        "http://straße.de/",
        "http://exa\u200dmple.org/",
        "http://example.org\\@127.0.0.1:8080/\ud800" + "x" * 4_000,
    ],
)
def test_an_address_that_is_not_asked(url: str) -> None:
    assert isinstance(read(url), str)


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("http://EXAMPLE.org", "example.org"),
        ("http://example.org./", "example.org"),
        ("http://example。org/", "example.org"),
        ("http://münchen.example/", "xn--mnchen-3ya.example"),
        ("http://xn--mnchen-3ya.example/", "xn--mnchen-3ya.example"),
        ("http://例え.テスト.example/", "xn--r8jz45g.xn--zckzah.example"),
        ("http://a_b.example.org/", "a_b.example.org"),
        ("http://１２７.0.0.1/", "127.0.0.1"),  # found out by who looks at addresses
        ("http://[::FFFF:7f00:1]/", "::ffff:7f00:1"),
        ("http://[0:0::1]/", "::1"),
    ],
)
def test_a_host_has_one_form(url: str, host: str) -> None:
    target = read(url)
    assert isinstance(target, Target)
    assert (target.host, target.path) == (host, "/")


def test_a_backslash_belongs_to_the_path() -> None:
    target = read("http://example.org\\@127.0.0.1/")
    assert isinstance(target, Target)
    assert (target.host, target.path) == ("example.org", "/%5C@127.0.0.1/")


@pytest.mark.parametrize(
    ("url", "authority", "origin"),
    [
        ("http://e.org:80/", "e.org", "http://e.org"),
        ("https://e.org:443/", "e.org", "https://e.org"),
        ("https://e.org:80/", "e.org:80", "https://e.org:80"),
        ("http://[2606::1]:443/", "[2606::1]:443", "http://[2606::1]:443"),
    ],
)
def test_what_the_host_header_says(url: str, authority: str, origin: str) -> None:
    target = read(url)
    assert isinstance(target, Target)
    assert (target.authority, target.origin) == (authority, origin)


@pytest.mark.parametrize(
    ("location", "where"),
    [
        ("/x", "https://example.org/x"),
        ("x?y=1#z", "https://example.org/a/x?y=1"),
        ("?y", "https://example.org/a/b?y"),
        ("//other.example/x", "https://other.example/x"),
        ("http://other.example", "http://other.example/"),
        ("  /x\t", "https://example.org/x"),
        ("/x y\r\nSet-Cookie: a=b", "https://example.org/x%20ySet-Cookie:%20a=b"),
    ],
)
def test_where_a_redirect_leads(location: str, where: str) -> None:
    target = PAGE.follow(location)
    assert isinstance(target, Target)
    assert f"{target.origin}{target.path}" == where


@pytest.mark.parametrize(
    "location",
    [
        "file:///etc/passwd",
        "http://me@other.example/",
        "http://127.1/",
        "http://localhost/",
        "//other.example:9200/",
    ],
)
def test_a_redirect_that_is_not_followed(location: str) -> None:
    assert isinstance(PAGE.follow(location), str)


@pytest.mark.parametrize(
    "location", ["", " ", "http://[", "data:text/html,x", "http:\\\\10.0.0.5/x", "x" * 5_000]
)
def test_a_redirect_that_nobody_can_read(location: str) -> None:
    assert PAGE.follow(location) is None
    assert PAGE._replace(scheme="http", port=80).follow(location) is None


@pytest.mark.parametrize(
    ("path", "straight"),
    [
        ("", "/"),
        ("/.", "/"),
        ("/..", "/"),
        ("/a/b/c/./../../g", "/a/g"),  # RFC 3986, section 5.2.4
        ("/a/b/..", "/a/"),
        ("/a/b/.", "/a/b/"),
        ("/a/../../../b", "/b"),
        ("/pub//../x", "/pub/x"),
        ("/a/%2e%2E/b", "/b"),
        ("/a/.%2e/b", "/b"),
        ("/a/%2e/b%2e", "/a/b%2e"),
        ("//a/...", "//a/..."),
        ("/a/..%2fb", "/a/..%2fb"),
        ("/a?b=/../c", "/a?b=/../c"),
    ],
)
def test_dots_that_lead_elsewhere_are_taken_out(path: str, straight: str) -> None:
    target = read(f"https://example.org{path}")
    assert isinstance(target, Target)
    assert target.path == straight
    assert httpx.URL(f"https://example.org{target.path}").raw_path.decode() == straight


def test_the_rules_are_at_the_root() -> None:
    assert PAGE.robots() == PAGE._replace(path="/robots.txt")


@given(st.text(max_size=60))
def test_whatever_follows_the_host_is_sent_as_one_line_of_ascii(rest: str) -> None:
    target = read(f"https://example.org/{rest}")
    assert isinstance(target, Target)
    assert re.fullmatch(r"/[!-~]*", target.path)
    assert "#" not in target.path


@given(st.from_regex(r"https?://[a-z0-9.@:\[\]%\\/?#]{1,30}", fullmatch=True))
def test_who_asks_reads_the_same_host(url: str) -> None:
    target = read(url)
    if isinstance(target, Target):
        sent = httpx.URL(f"{target.origin}{target.path}")
        assert (sent.scheme, sent.host) == (target.scheme, target.host)
        assert (sent.port or {"http": 80, "https": 443}[sent.scheme]) == target.port
        assert not sent.userinfo
