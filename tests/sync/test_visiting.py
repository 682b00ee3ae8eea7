"""Visiting links: proof only, nobody is pressed, and nobody leads us into our own network."""

from __future__ import annotations

from itertools import pairwise

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.sync.web import PUBLIC, Web, moved, rules

from paperbib.identifiers.identifier import Identifier
from paperbib.links.verdicts import Verdict
from paperbib.sync import linking
from paperbib.sync.visiting import Visits

A, B = "https://a.example/x", "https://b.example/"
PACKED = httpx.Response(200, headers={"Content-Encoding": "br"}, stream=httpx.ByteStream(b"x"))


def broken(_request: httpx.Request) -> httpx.Response:
    raise httpx.RemoteProtocolError("no reply")


def refused(_request: httpx.Request) -> httpx.Response:
    raise httpx.ConnectError("refused")


@pytest.mark.parametrize(
    ("replies", "verdict", "methods"),
    [
        ([200], "alive", ["HEAD"]),
        ([404, 404], "dead", ["HEAD", "GET"]),
        ([410, 410], "dead", ["HEAD", "GET"]),
        ([404, 200], "alive", ["HEAD", "GET"]),
        ([405, 200], "alive", ["HEAD", "GET"]),
        ([501, 404], "dead", ["HEAD", "GET"]),
        ([403, 403], "open", ["HEAD", "GET"]),
        ([404, 503], "silent", ["HEAD", "GET"]),
        ([500], "silent", ["HEAD"]),
        ([429], "silent", ["HEAD"]),
        ([304], "open", ["HEAD"]),
        ([302], "open", ["HEAD"]),  # to nowhere
    ],
)
def test_a_link_is_dead_on_proof_only(replies: list[int], verdict: str, methods: list[str]) -> None:
    left = iter(replies)
    web = Web({A: lambda _: httpx.Response(next(left))})
    assert web.visit(A) == {A: verdict}
    assert web.requests == [f"{method} {A}" for method in methods]


def test_who_knows_no_head_is_asked_with_get() -> None:
    web = Web({f"HEAD {A}": broken})
    assert web.visit(A) == {A: "alive"}


def test_a_path_is_asked_for_as_the_rules_of_the_site_see_it() -> None:
    links = [f"https://a.example/pub/{dots}/secret/x" for dots in ("..", "%2e%2E")]
    web = Web({"https://a.example/robots.txt": rules("User-agent: *", "Disallow: /secret")})
    assert web.visit(*links) == dict.fromkeys(links, "left")
    assert web.requests == []


def test_a_host_that_answers_in_the_end_is_not_left() -> None:
    links = [f"https://a.example/{number}" for number in range(4)]
    web = Web({f"HEAD {one}": broken for one in links})
    assert web.visit(*links) == dict.fromkeys(links, "alive")


def test_hosts_take_turns_and_have_their_pauses() -> None:
    links = [f"https://{host}.example/{number}" for host in "ab" for number in (1, 2)]
    web = Web({"https://b.example/robots.txt": rules("User-agent: *", "Crawl-delay: 20")})
    assert set(web.visit(*links).values()) == {"alive"}
    times_s = {host: [when for what, when in web.asked if f"//{host}." in what] for host in "ab"}
    assert [later - sooner for sooner, later in pairwise(times_s["a"])] == [2, 2]
    assert [later - sooner for sooner, later in pairwise(times_s["b"])] == [20, 20]
    assert sum(web.clock.slept) == 40  # one waits while the other does
    assert web.looked_up == ["a.example", "b.example"]


def test_the_rules_of_a_site_are_asked_for_once_and_kept() -> None:
    file = rules("User-agent: paperbib", "Disallow: /private")
    web = Web({"https://a.example/robots.txt": file})
    links = ["https://a.example/private/1", A, "https://a.example/private/2"]
    assert web.visit(*links) == {links[0]: "left", A: "alive", links[2]: "left"}
    assert [what for what, _ in web.asked] == [
        "GET https://a.example/robots.txt",
        f"HEAD {A}",
    ]
    assert web.clock.slept == [2]  # none for what is not asked


@pytest.mark.parametrize(
    ("reply", "verdict"),
    [
        (httpx.Response(404), "alive"),
        (httpx.Response(401), "alive"),
        (httpx.Response(403), "alive"),
        (httpx.Response(500), "silent"),
        (httpx.Response(503), "silent"),
        (httpx.Response(429), "silent"),
        (PACKED, "silent"),
        (httpx.Response(200, content=b"\xef\xbb\xbfUser-agent: *\rDisallow: /\r"), "left"),
        (httpx.Response(200, content=b"User-agent: *\nDisallow: /\n" + b"#" * 10**6), "left"),
        (moved("https://www.a.example/robots.txt"), "alive"),
        (moved("https://b.example/robots.txt"), "left"),
        (moved("https://a.example/robots.txt"), "alive"),  # round and round
        (moved("http://127.0.0.1/robots.txt"), "silent"),
        (moved("file:///etc/passwd"), "silent"),
        (broken, "silent"),
        (refused, "silent"),
    ],
)  # fmt: skip
def test_what_the_rules_come_to(reply: httpx.Response, verdict: str) -> None:
    web = Web(
        {
            "https://a.example/robots.txt": reply,
            "https://b.example/robots.txt": rules("User-agent: *", "Disallow: /"),
        }
    )
    assert web.visit(A, "https://a.example/y") == {A: verdict, "https://a.example/y": verdict}
    assert len(web.requests) == (2 if verdict == "alive" else 0)


def test_redirects_are_followed_by_the_rules_of_each_host() -> None:
    web = Web(
        {
            A: moved("//b.example/y", 301),
            "https://b.example/y": moved("/z", 308),
            "https://b.example/z": httpx.Response(404),
            "https://c.example/": moved("https://d.example/"),
            "https://d.example/robots.txt": rules("User-agent: *", "Disallow: /"),
        }
    )
    assert web.visit(A, "https://c.example/") == {A: "dead", "https://c.example/": "left"}
    assert "GET https://b.example/z" in web.requests
    assert not any("d.example/" in one for one in web.requests)


@pytest.mark.parametrize(("hops", "verdict"), [(5, "alive"), (6, "open")])
def test_not_for_ever(hops: int, verdict: str) -> None:
    chain = {f"https://a.example/{one}": moved(f"/{one + 1}") for one in range(hops)}
    web = Web(dict(chain))
    assert web.visit("https://a.example/0") == {"https://a.example/0": verdict}
    assert len(web.requests) == 6
    circle = Web({A: moved(A)})
    assert circle.visit(A) == {A: "open"}


@pytest.mark.parametrize(
    "location",
    [
        "http://127.0.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://localhost/",
        "http://a.example:8080/",
        "http://me:word@a.example/",
        "file:///etc/passwd",
        "http://inside.example/",
        "http://both.example/",
        "http://zone.example/",
    ],
)
def test_nobody_leads_us_into_our_own_network(location: str) -> None:
    web = Web({A: moved(location)})
    web.addresses["inside.example"] = [["10.0.0.1"]]
    web.addresses["both.example"] = [[PUBLIC, "192.168.0.1"]]
    web.addresses["zone.example"] = [["fe80::1%eth0"]]
    assert web.visit(A) == {A: "left"}
    assert web.visit(location) == {location: "left"}
    assert set(web.places) == {PUBLIC}


@pytest.mark.parametrize(
    ("location", "verdict"),
    [
        ("https://１２７.0.0.1/", "left"),
        ("http://a\x00b/", "left"),
        ("//:x/", "left"),
        ("http://[", "open"),
        ("http:\\\\10.0.0.5/x", "open"),
        ("mailto:me@example.org", "open"),
    ],
)
def test_a_redirect_that_nobody_can_read_proves_nothing(location: str, verdict: str) -> None:
    further = "https://a.example/y"
    web = Web({A: moved(location)})
    assert web.visit(A, further) == {A: verdict, further: "alive"}
    assert web.requests == [f"HEAD {A}", f"HEAD {further}"]
    assert set(web.places) == {PUBLIC}


def test_a_name_that_is_elsewhere_the_second_time_is_not_asked_there() -> None:
    web = Web({A: moved("/y"), "https://a.example/y": moved("http://a.example/z")})
    web.addresses["a.example"] = [[PUBLIC], ["127.0.0.1"]]
    assert web.visit(A) == {A: "alive"}
    assert web.looked_up == ["a.example"]
    assert set(web.places) == {PUBLIC}


def test_the_other_family_is_tried_where_one_has_no_way() -> None:
    six = "2606:2800:220:1::1"
    web = Web()

    def reply(request: httpx.Request) -> httpx.Response:
        if request.url.host == six:
            raise httpx.ConnectError("no route")
        return httpx.Response(200)

    web.addresses["a.example"] = [[six, "2606::2", PUBLIC, "1.1.1.1"]]
    web.pages = {A: reply, "https://a.example/robots.txt": reply}
    assert web.visit(A) == {A: "alive"}
    assert web.places == [six, PUBLIC, six, PUBLIC]


@pytest.mark.parametrize(
    ("first", "calls"),
    [(httpx.Response(429), 1), (httpx.Response(503, headers={"Retry-After": "9"}), 1)],
)
def test_who_asks_for_peace_has_it(first: httpx.Response, calls: int) -> None:
    links = [f"https://a.example/{number}" for number in range(4)]
    web = Web({links[0]: first, "https://b.example/": moved(links[3])})
    assert set(web.visit(*links).values()) == {"silent"}
    assert len(web.requests) == calls
    assert web.visit(links[0], "https://b.example/")["https://b.example/"] == "silent"


def test_a_run_has_an_end() -> None:
    links = [f"https://a.example/{number}" for number in range(300)]
    web = Web({"https://a.example/robots.txt": rules("User-agent: *", "Crawl-delay: 3600")})
    verdicts = web.visit(*links)
    assert sum(web.clock.slept) <= 15 * 60
    assert list(verdicts) == links[:30]


@given(
    st.lists(
        st.tuples(
            st.integers(200, 999), st.binary(max_size=30), st.text("0123456789 -", max_size=9)
        ),
        min_size=1,
        max_size=8,
    )
)
def test_whatever_strangers_say_there_is_an_end_and_one_verdict(
    replies: list[tuple[int, bytes, str]],
) -> None:
    def reply(_request: httpx.Request) -> httpx.Response:
        status, location, wait = replies[len(web.asked) % len(replies)]
        headers = [(b"Location", location), (b"Retry-After", wait.encode())]
        return httpx.Response(status, headers=headers)

    web = Web({"https://a.example/robots.txt": reply, A: reply, B: reply})
    assert set(web.visit(A, B)) == {A, B}
    assert len(web.asked) <= 3 * (2 * 6)


def test_what_a_run_really_asks_with_asks_nobody_at_home() -> None:
    told = []
    with linking.open_means() as means:
        visits = Visits(means, lambda *one: told.append(one))
        link = Identifier("url", "http://127.0.0.1/")
        visits.visit([link])
        assert told == [(link, Verdict.LEFT)]
        assert means.probe.requests == 0
