"""``sync --check-links``: what is dead is known, told, kept, and taken back."""

from __future__ import annotations

import json
from collections.abc import Callable

import httpx
import pytest
from tests.sync.links_project import NOTE, A, B, lock
from tests.sync.project import Project
from tests.sync.web import NO_NETWORK, Web, moved

from paperbib.sync import linking

GONE = httpx.Response(404)


def test_a_dead_link_is_told_kept_and_taken_back(
    project: Project, web: Web, later: Callable[[float], None]
) -> None:
    project.sync()
    assert web.asked == []
    before = lock(project)
    assert before["revision"] == 2
    web.pages[B] = GONE
    said = project.sync("--check-links")
    assert "links    2 checked, 1 dead\n" in said
    assert f"seeds/a.md:4:14: {B} is a dead link. " in said
    assert lock(project) == before | {"revision": 3, "dead_links": [f"url:{B}"]}
    listed = (project.output / "references.md").read_text()
    assert listed.count("(dead link)") == 1
    assert f"[B page](<{B}>) (dead link) · " in listed
    held = project.files()
    assert "dead" not in project.sync()  # nobody looked
    assert project.files() == held
    said = project.sync("--check-links")  # nobody is asked again so soon
    assert "links    0 checked, 1 dead, 2 asked for lately\n" in said
    assert f"{B} is a dead link" in said
    assert project.files() == held
    del web.pages[B]
    later(7.1)
    assert "links    2 checked, 0 dead\n" in project.sync("--check-links")
    assert lock(project) == before


def test_a_link_that_leaves_the_notes_takes_its_mark_along(project: Project, web: Web) -> None:
    web.pages[A] = web.pages[B] = GONE
    project.sync("--check-links")
    assert lock(project)["dead_links"] == [f"url:{A}", f"url:{B}"]
    project.note(NOTE.replace(f"[A page]({A})", "A page").replace("http://b", "https://b"))
    project.sync("--offline")
    assert lock(project)["dead_links"] == [f"url:{B.replace('http:', 'https:')}"]
    project.note("- https://arxiv.org/abs/1706.03762\n")
    project.sync()
    assert "dead_links" not in lock(project)
    assert lock(project)["revision"] == 2


@pytest.mark.parametrize("reply", [httpx.Response(403), httpx.Response(503), moved("/x")])
def test_what_proves_nothing_leaves_what_was_known(
    project: Project, web: Web, later: Callable[[float], None], reply: httpx.Response
) -> None:
    web.pages[A] = GONE
    project.sync("--check-links")
    later(8)
    web.pages[A] = web.pages[B] = reply
    assert "1 dead" in project.sync("--check-links")
    assert lock(project)["dead_links"] == [f"url:{A}"]


def test_a_key_keeps_its_dead_link(project: Project, web: Web) -> None:
    web.pages[A] = GONE
    project.sync("--check-links")
    key = next(key for key, one in project.library().items() if one["identifiers"] == [f"url:{A}"])
    assert project.run("key", key, "mine")[0] == 0
    assert lock(project)["dead_links"] == [f"url:{A}"]
    held = project.files()
    project.sync("--frozen")
    assert project.files() == held


def test_a_run_that_was_asked_to_look_and_could_not_says_so(project: Project, web: Web) -> None:
    project.sync()
    held = project.files()
    said = project.sync("--check-links", "--offline", code=3)
    assert "links    not checked: this run is offline\n" in said
    assert "--check-links changes library.json" in project.sync("--check-links", "--frozen", code=2)
    assert web.asked == []
    web.addresses = {f"{one}.example.org": [NO_NETWORK] for one in "ab"}
    said = project.sync("--check-links", code=3)
    assert "links    not checked: " in said
    assert "Temporary failure in name resolution" in " ".join(said.split())
    assert project.files() == held
    web.addresses = {}
    assert "links    2 checked, 0 dead\n" in project.sync("--check-links")


def test_links_that_fail_do_not_fail_the_run_and_are_asked_the_next_day(
    project: Project, web: Web, later: Callable[[float], None]
) -> None:
    web.pages[A] = web.pages[B] = httpx.Response(503)
    assert "0 checked, 0 dead, 2 without an answer" in project.sync("--check-links")
    assert "2 asked for lately" in project.sync("--check-links")
    later(0.99)
    web.pages = {}
    assert "2 checked, 0 dead" in project.sync("--check-links")


def test_an_interrupted_run_keeps_what_it_found(project: Project, web: Web) -> None:
    project.sync()
    held = project.files()

    def interrupt(_request: httpx.Request) -> httpx.Response:
        raise KeyboardInterrupt

    web.pages = {A: GONE, f"HEAD {B}": httpx.Response(405), f"GET {B}": interrupt}
    assert "partial  interrupted" in project.sync("--check-links", code=130)
    assert project.files() == held
    web.pages = {}
    web.asked.clear()
    said = project.sync("--check-links")
    assert web.requests == [f"HEAD {B}"]
    assert "1 checked, 1 dead, 1 asked for lately" in said


def test_the_longest_unasked_comes_first_and_there_is_a_limit(
    project: Project, web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(linking, "MOST_LINKS", 1)
    assert "1 checked, 0 dead, 1 left for the next run" in project.sync("--check-links")
    assert "1 checked, 0 dead, 1 asked for lately" in project.sync("--check-links")
    assert web.requests == [f"HEAD {A}", f"HEAD {B}"]


def test_a_clock_that_was_wrong_asks_again(
    project: Project, web: Web, later: Callable[[float], None]
) -> None:
    project.sync("--check-links")
    later(-400)
    assert "2 checked" in project.sync("--check-links")
    assert len(web.requests) == 4


def test_the_report_and_the_exit_code(project: Project, web: Web) -> None:
    web.pages[B] = GONE
    report = project.report("--check-links", "--fail-on", "dead")
    assert report["exit_code"] == 1
    assert report["checked_links"] == {
        "checked": 2,
        "dead": 1,
        "left": 0,
        "silent": 0,
        "recent": 0,
        "later": 0,
        "requests": 5,
        "trouble": "",
    }
    problem = next(one for one in report["problems"] if one["kind"] == "dead")
    assert (problem["file"], problem["line"], problem["column"]) == ("seeds/a.md", 4, 14)
    assert "checked_links" not in project.report()


def test_the_lock_is_looked_at_not_trusted(project: Project, web: Web) -> None:
    project.sync()
    path = project.output / "library.json"
    text = path.read_text()
    odd = ["url:https://else.example.org/", "arxiv:1706.03762", f"url:{B}", f"url:{A}", f"url:{B}"]
    path.write_text(json.dumps(json.loads(text) | {"dead_links": odd}))
    project.sync()
    assert lock(project)["dead_links"] == [f"url:{A}", f"url:{B}"]
    assert web.asked == []
    path.write_text(json.dumps(json.loads(text) | {"dead_links": ["nothing"]}))
    assert "dead_links" in project.sync(code=2)
