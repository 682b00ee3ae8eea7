"""Links that die and live again: each is heard once, wherever people hear of a run."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from tests.sync.links_project import NOTE, A, B, lock
from tests.sync.project import Project
from tests.sync.web import NO_NAME, PUBLIC, Web

from paperbib.model import Library
from paperbib.sync import linking
from paperbib.sync.making import Made, frozen_ledger

GONE = httpx.Response(404)
KEEP = "import sys; open('told.json', 'ab').write(sys.stdin.buffer.read())"
SCHEDULED = ("sync", "--scheduled", "--no-jitter", "--check-links")
Later = Callable[[float], None]


def told(project: Project) -> list[dict[str, Any]]:
    """What ``on_change`` was told since the last time."""
    path = project.folder / "told.json"
    found = [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []
    path.unlink(missing_ok=True)
    return found


def happened(project: Project) -> list[list[str]]:
    """The kinds of all events after the first run."""
    events = json.loads((project.output / "changes.json").read_text())["changes"]
    return [one["kinds"] for one in events if one["lock"]]


def key_of(project: Project, link: str) -> str:
    library = project.library().items()
    return next(key for key, one in library if f"url:{link}" in one["identifiers"])


def test_dying_and_living_again_are_heard_alike_and_once(
    project: Project, web: Web, later: Later
) -> None:
    (project.folder / "paperbib.toml").write_text(
        f"on_change = {json.dumps([sys.executable, '-c', KEEP])}\n"
    )
    project.sync("--check-links")
    told(project)
    key = key_of(project, B)
    for pages, kind, words in (
        ({B: GONE}, "dead", f"{key}: dead link: {B}"),
        ({}, "alive", f"{key}: the link works again: {B}"),
    ):
        web.pages = dict(pages)
        later(8)
        said = project.sync("--check-links")
        assert f"news     {words}\n" in said
        (heard,) = told(project)
        assert heard["words"] == [words]
        assert [(one["key"], one["kinds"]) for one in heard["events"]] == [(key, [kind])]
        later(8)
        assert "news" not in project.sync("--check-links")
        assert told(project) == []
    assert happened(project) == [["dead"], ["alive"]]


def test_scheduled_runs_tell_both_and_what_is_old_is_not_told_again(
    project: Project, web: Web, later: Later
) -> None:
    web.pages[A] = web.pages[B] = GONE
    _, out, err = project.run(*SCHEDULED)
    lines = [line for line in err.splitlines() if line.startswith("news     ")]
    ends = sorted(line.partition("; dead link: ")[2] for line in lines)
    assert ends == sorted([A, B])
    assert json.loads(out)["events"]["dead"] == 2
    del web.pages[A]
    later(8)
    project.note(NOTE + "- [Another](https://c.example.org/)\n")
    _, out, err = project.run(*SCHEDULED)
    assert f"news     {key_of(project, A)}: the link works again: {A}" in err.splitlines()
    assert "dead" not in err, "the other one was told before"
    assert json.loads(out)["events"] == {"added": 1, "alive": 1}


def test_a_page_that_becomes_part_of_a_paper_has_no_link_to_tell_of(
    project: Project, web: Web
) -> None:
    web.pages[A] = GONE
    project.sync("--check-links")
    assert lock(project)["dead_links"] == [f"url:{A}"]
    code, _, err = project.run("decide", "same", A, "arxiv:1706.03762")
    assert code == 0, err
    assert "dead_links" not in lock(project)
    assert "works again" not in project.run("changes")[1]
    assert not any("alive" in one for one in happened(project))
    code, _, err = project.run("decide", "different", A, "arxiv:1706.03762")
    assert code == 0, err
    project.sync("--check-links")
    assert lock(project)["dead_links"] == [f"url:{A}"]


def test_a_host_without_a_name_is_proof_on_the_second_day(
    project: Project, web: Web, later: Later
) -> None:
    project.sync("--check-links")
    new = "https://gone.example.org/"
    web.addresses["gone.example.org"] = [NO_NAME]
    project.note(NOTE + f"- [Gone]({new})\n")
    for _ in range(2):  # the same day proves nothing more
        said = project.sync("--check-links")  # and is no trouble: others have names
        assert "dead_links" not in lock(project)
    assert "3 asked for lately" in said
    later(1)
    assert "1 dead" in project.sync("--check-links")
    assert lock(project)["dead_links"] == [f"url:{new}"]


def test_a_name_that_came_back_in_between_is_asked_about_anew(
    project: Project, web: Web, later: Later
) -> None:
    for answer in (NO_NAME, [PUBLIC], NO_NAME):
        web.addresses["a.example.org"] = [answer]
        project.sync("--check-links")
        later(8)
    assert "dead_links" not in lock(project)


def test_links_whose_turn_did_not_come_are_the_first_of_the_next_day(
    project: Project, web: Web, later: Later
) -> None:
    links = [f"https://a.example.org/{number}" for number in range(6)]
    project.note("".join(f"- [Page {one[-1]}]({one})\n" for one in links))

    def broken(_request: httpx.Request) -> httpx.Response:
        raise httpx.RemoteProtocolError("no reply")

    web.pages = dict.fromkeys(links, broken)
    days = []
    for _ in range(4):
        web.asked.clear()
        assert "6 without an answer" in project.sync("--check-links")
        days.append([int(one[-1]) for one in web.requests if one.startswith("HEAD")])
        assert "6 asked for lately" in project.sync("--check-links")
        later(1)
    assert days == [[0, 1], [2, 3], [4, 5], [0, 1]]


def test_a_library_that_is_taken_as_it_is_is_not_looked_at() -> None:
    library = Library()
    made = Made(library, frozen_ledger([], library), [], [])
    asking: Any = None  # nobody is asked
    linked = linking.settle(made, library, asking, is_wanted=True)
    assert linked.tally is not None
    assert linked.tally.words() == "not checked: library.json is taken as it is"


@pytest.mark.parametrize("word", ["dead", "alive"])
def test_the_report_counts_what_happened(
    project: Project, web: Web, later: Later, word: str
) -> None:
    web.pages = {A: GONE} if word == "alive" else {}
    project.sync("--check-links")
    web.pages = {} if word == "alive" else {A: GONE}
    later(8)
    (event,) = project.report("--check-links")["events"]
    assert event["kinds"] == [word]


def test_on_a_terminal_the_bar_says_what_is_waited_for(
    project: Project, web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert web.asked == []
    shown: list[str] = []

    class Bar:
        """Takes down the words of a bar."""

        def __init__(self, **_: object) -> None:
            self.start = self.stop = lambda: None

        def add_task(self, words: str, *, total: int) -> int:
            return len(words) * total

        def update(self, _task: int, *, description: str, completed: int, total: int) -> None:
            shown.append(f"{description}: {completed} of {total}")

    monkeypatch.setattr("rich.progress.Progress", Bar)
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    project.sync("--check-links")
    assert shown[-2:] == ["visiting links: 1 of 2", "visiting links: 2 of 2"]
    assert {one.partition(":")[0] for one in shown[:-2]} == {"asking arXiv"}
