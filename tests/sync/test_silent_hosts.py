"""Visiting links: what hosts prove that refuse, are silent, or have no name."""

from __future__ import annotations

import httpx
from tests.sync.test_visiting import A, B, broken, refused
from tests.sync.web import NO_NAME, NO_NETWORK, Web, moved


def test_one_bad_page_is_not_its_host_and_two_are() -> None:
    links = [f"https://a.example/{number}" for number in range(4)]
    web = Web({links[0]: broken, links[1]: httpx.Response(404)})
    assert web.visit(*links) == dict(zip(links, ["silent", "dead", "alive", "alive"], strict=True))
    assert web.visits.passed_over == []
    web = Web({links[0]: broken, links[1]: broken})
    assert web.visit(*links) == dict.fromkeys(links, "silent")
    assert web.requests == [f"{how} {one}" for one in links[:2] for how in ("HEAD", "GET")]
    assert [one.value for one in web.visits.passed_over] == links[2:]


def test_where_head_is_refused_get_begins_at_the_link() -> None:
    blocked = "https://b.example/blocked"
    web = Web({f"HEAD {A}": moved(blocked), blocked: httpx.Response(404)})
    assert web.visit(A) == {A: "alive"}
    assert web.requests == [f"HEAD {A}", f"HEAD {blocked}", f"GET {A}"]
    web = Web({f"HEAD {A}": moved(blocked), blocked: broken})
    assert web.visit(A) == {A: "alive"}
    web = Web({A: moved(blocked), blocked: httpx.Response(404)})
    assert web.visit(A) == {A: "dead"}
    assert web.requests[2:] == [f"GET {A}", f"GET {blocked}"]


def test_a_name_that_is_gone_is_proof_only_where_others_have_names() -> None:
    gone = "https://gone.example/"
    web = Web(addresses={"gone.example": [NO_NAME]})
    assert web.visit(gone) == {gone: "silent"}
    assert web.visits.is_without_network
    assert web.visit(gone, A, "http://gone.example/b") == {
        gone: "nameless",
        A: "alive",
        "http://gone.example/b": "nameless",
    }
    assert not web.visits.is_without_network
    web = Web(addresses={"gone.example": [NO_NAME], "in.example": [["10.0.0.1"]]})
    assert web.visit(gone, "https://in.example/", "https://1.1.1.1/")[gone] == "silent"


def test_whether_others_have_names_is_looked_up_where_nobody_was_visited() -> None:
    gone = "https://gone.example/"
    web = Web(addresses={"gone.example": [NO_NAME], "away.example": [NO_NETWORK]})
    others = ["nothing", "http://127.0.0.1/", "https://away.example/", A, B]
    assert web.visit(gone, others=others) == {gone: "nameless"}
    assert not web.visits.is_without_network
    assert web.looked_up == ["gone.example", "away.example", "a.example"]
    assert web.places == [], "they are not visited"
    assert web.visit(A, others=[B]) == {A: "alive"}
    assert "b.example" not in web.looked_up
    web.addresses["a.example"] = [NO_NETWORK]
    assert web.visit(gone, others=[A]) == {gone: "silent"}
    assert web.visits.is_without_network


def test_without_a_network_nothing_is_proved() -> None:
    web = Web(addresses={f"{one}.example": [NO_NETWORK] for one in "ab"})
    assert set(web.visit(A, "https://b.example/").values()) == {"silent"}
    assert web.visits.is_without_network
    assert "Temporary failure" in web.visits.reason
    hosts = [f"https://{one}.example" for one in "abc"]
    web = Web({f"{host}/robots.txt": refused for host in hosts})
    assert set(web.visit(*(f"{host}/x" for host in hosts)).values()) == {"silent"}
    assert web.visits.is_without_network
    web.visit(f"{hosts[0]}/x")
    assert not web.visits.is_without_network  # one host that is down is no network that is
