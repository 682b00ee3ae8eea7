"""Whole runs, against an arXiv on this machine: what is asked, written, and kept."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from tests.standin import (
    EMPTY,
    HANG,
    NONE,
    RATE_EXCEEDED,
    RESET,
    Fault,
    cut,
    fake_papers,
    status,
)
from tests.sync.project import OUTPUTS, Project, states

from paperbib.config import Config
from paperbib.identifiers.identifier import Identifier
from paperbib.model import Answer
from paperbib.sources.http import Http
from paperbib.transport import Transport

HEAVY = ("httpx", "arxiv", "lxml", "bibtexparser", "rich", "requests", "tenacity")


def test_one_request_then_none_then_one(seeds: Project) -> None:
    said = seeds.sync()
    assert "33 found in 1 request" in said
    assert len(seeds.lists) == 1
    assert len(seeds.standin.log) == 4, "the titles without a link take three more"
    before = seeds.files()
    assert tuple(before) == OUTPUTS
    assert "nothing to do" in seeds.sync()
    assert len(seeds.standin.log) == 4
    assert seeds.files() == before
    seeds.sync("--refresh")
    assert len(seeds.lists) == 2
    assert seeds.files() == before


def test_the_seeds_make_33_papers_and_166_links(seeds: Project) -> None:
    report = seeds.report()
    assert (report["papers"], report["links"], report["entries"]) == (33, 166, 199)
    library = seeds.library()
    papers = [one for one in library.values() if "records" in one]
    assert len(papers) == 33
    for paper in papers:
        (record,) = paper["records"]
        assert record["authors"]
        assert record["published"]
    csl = json.loads((seeds.output / "references.csl.json").read_bytes())
    assert [one["id"] for one in csl] == list(library)
    assert "vaswani2017attention" in library


def test_a_run_without_news_imports_nothing_heavy(seeds: Project) -> None:
    seeds.sync()
    command = [sys.executable, "-X", "importtime", "-m", "paperbib", "sync"]
    done = subprocess.run(command, cwd=seeds.folder, capture_output=True, text=True, check=True)
    imported = {line.rsplit("|", 1)[-1].strip() for line in done.stderr.splitlines() if "|" in line}
    assert "paperbib.sync" in imported
    assert [name for name in imported if name.split(".")[0] in HEAVY] == []


def test_deleting_the_cache_loses_nothing(seeds: Project, tmp_path: Path) -> None:
    seeds.sync()
    before = seeds.files()
    shutil.rmtree(tmp_path / "cache")
    seeds.sync()
    assert seeds.files() == before
    assert len(seeds.lists) == 1


def test_deleting_the_outputs_rebuilds_them_from_the_cache(seeds: Project) -> None:
    seeds.sync()
    before = seeds.contents()
    shutil.rmtree(seeds.output)
    assert "33 from the cache" in seeds.sync("--offline")
    assert seeds.contents() == before
    assert len(seeds.lists) == 1


def test_no_network_is_said_once_and_the_snapshot_stands_in(
    with_snapshot: Project, unplug: Callable[[], None]
) -> None:
    unplug()
    said = with_snapshot.sync()
    assert said.count("cannot be reached") == 1
    assert "33 from the snapshot; arXiv is asked again next time" in said
    before = with_snapshot.files()
    assert "33 papers kept as known" in with_snapshot.sync()
    assert with_snapshot.files() == before
    shutil.rmtree(with_snapshot.output)
    with_snapshot.sync("--offline")
    assert with_snapshot.contents() == {name: content for name, (content, _) in before.items()}


def test_what_the_snapshot_answered_is_asked_again_online(with_snapshot: Project) -> None:
    with_snapshot.sync("--offline")
    keys = list(with_snapshot.library())
    assert with_snapshot.standin.log == []
    assert "33 found in 1 request" in with_snapshot.sync()
    sources = {
        record["source"]
        for one in with_snapshot.library().values()
        for record in one.get("records", [])
    }
    assert sources == {"arxiv"}
    assert list(with_snapshot.library()) == keys
    with_snapshot.sync()
    assert len(with_snapshot.lists) == 1


def test_offline_without_any_facts_is_partial_and_loses_nothing(seeds: Project) -> None:
    report = seeds.report("--offline")
    assert report["exit_code"] == 3
    assert len(report["unanswered"]) == 33
    assert report["entries"] == 199
    keys = list(seeds.library())
    assert seeds.report()["exit_code"] == 0
    assert list(seeds.library()) == keys


@pytest.mark.parametrize("fault", [RATE_EXCEEDED, EMPTY, RESET, cut(50), status(429), status(503)])
def test_a_faulty_arxiv_costs_nothing_that_is_known(
    seeds: Project, fault: Fault, monkeypatch: pytest.MonkeyPatch
) -> None:
    def open_impatient(config: Config) -> Transport:
        return Transport(interval_s=0, gate_dir=config.cache_dir, sleep=lambda _: None)

    seeds.sync()
    before = seeds.contents()
    monkeypatch.setattr("paperbib.sync.asking.open_transport", open_impatient)
    seeds.standin.faults.extend([fault] * 8)
    report = seeds.report("--refresh")
    assert len(seeds.standin.faults) < 8
    assert states(report) == {"stale": 33}
    assert report["exit_code"] == 3
    assert seeds.contents() == before
    seeds.standin.faults.clear()
    report = seeds.report("--refresh")
    assert (report["exit_code"], states(report)) == (0, {"found": 33})
    assert seeds.contents() == before


def test_a_new_paper_is_asked_for_alone(project: Project) -> None:
    project.note("- https://arxiv.org/abs/1706.03762\n")
    project.sync()
    project.note("- https://arxiv.org/abs/1706.03762\n- https://arxiv.org/abs/1810.04805\n")
    project.sync()
    assert [one.params["id_list"] for one in project.standin.log] == ["1706.03762", "1810.04805"]


def test_a_paper_that_arxiv_does_not_have(project: Project) -> None:
    project.note("- Not yet (https://arxiv.org/abs/2601.00001)\n")
    said = project.sync()
    assert "seeds/a.md:1:12: arXiv has no paper 2601.00001." in said
    assert "1 unknown to arXiv" in said
    requests = len(project.standin.log)
    project.sync()
    assert len(project.standin.log) == requests
    assert list(project.library()) == ["arxivyet"]
    assert project.run("sync", "--fail-on", "missing")[0] == 1


def test_a_key_stays_when_entries_come_go_and_change(project: Project) -> None:
    project.note("- https://arxiv.org/abs/1706.03762\n")
    project.sync()
    project.note("- https://arxiv.org/abs/1810.04805\n")
    assert "1 no longer in the notes" in project.sync()
    project.note("- https://e.org/a\n- https://arxiv.org/pdf/1706.03762v2.pdf\n")
    project.sync()
    assert "vaswani2017attention" in project.library()
    assert "abs/1706.03762v2" in (project.output / "references.bib").read_text()


def test_two_entries_that_become_one_say_what_to_cite(project: Project) -> None:
    project.note(
        "- [An article](https://doi.org/10.1109/ICASSP.2018.8461990)\n- [Another](https://e.org/)\n"
    )
    project.sync()
    (old, _) = project.library()
    project.note(
        "- [An article](https://doi.org/10.1109/ICASSP.2018.8461990)\n"
        "- https://arxiv.org/abs/1805.12307\n- [Another](https://e.org/)\n"
    )
    project.sync()
    assert sorted(project.library()) == sorted([old, "eanother"])
    lock = project.output / "library.json"
    lock.write_text(
        lock.read_text()
        .replace('"retired": {', '"retired": {"arxiv:1805.12307": "winata2018x", ')
        .replace('"winata2018x", \n', '"winata2018x",\n')
    )
    said = project.sync()
    assert f"the key {old} is now winata2018x" in said
    assert "no longer in the notes" not in said
    assert project.run("explain", old)[0] == 0


def test_a_version_that_arxiv_does_not_have_is_reported(project: Project) -> None:
    project.note("- https://arxiv.org/abs/1706.03762v99\n")
    assert "seeds/a.md:1:3: arXiv has 7 versions of 1706.03762, not 99" in project.sync()


def test_dry_run_check_and_diff_write_nothing(project: Project) -> None:
    project.note("- https://arxiv.org/abs/1706.03762\n")
    assert "would write library.json" in project.sync("--dry-run")
    assert not project.output.exists()
    project.sync("--check", code=1)
    assert not project.output.exists()
    project.sync()
    before = project.files()
    project.sync("--check")
    project.note("- https://arxiv.org/abs/1706.03762\n- [x](https://e.org/)\n")
    assert "+@misc{e" in project.sync("--diff", "--dry-run")
    project.sync("--check", code=1)
    assert project.files() == before


def test_frozen_takes_the_lock_as_it_is(project: Project) -> None:
    project.note("- https://arxiv.org/abs/1706.03762\n")
    assert "no library yet" in project.sync("--frozen", code=2)
    project.sync()
    before = project.contents()
    (project.output / "references.bib").unlink()
    project.sync("--frozen")
    assert project.contents() == before
    project.note("- https://arxiv.org/abs/1706.03762\n- https://e.org/\n")
    said = project.sync("--frozen", code=3)
    assert "seeds/a.md:2:3: url:https://e.org/ is not in the library" in said
    assert project.contents() == before
    assert len(project.standin.log) == 1


def test_an_edited_output_is_kept(project: Project, tmp_path: Path) -> None:
    project.note("- https://arxiv.org/abs/1706.03762\n")
    project.sync()
    page = project.output / "references.md"
    edited = page.read_bytes() + b"mine\n"
    page.write_bytes(edited)
    shutil.rmtree(tmp_path / "cache")
    said = project.sync()
    assert "A copy is kept as references.md.bak" in said
    assert (project.output / "references.md.bak").read_bytes() == edited
    assert b"mine" not in page.read_bytes()
    project.note("- https://arxiv.org/abs/1706.03762\n- https://e.org/\n")
    shutil.rmtree(tmp_path / "cache")
    assert "kept as" not in project.sync()


def test_a_changed_option_renders_anew_and_keeps_no_copy(project: Project) -> None:
    project.note("- [Attention](https://arxiv.org/abs/1706.03762) fine\n")
    project.sync()
    assert "annote" in (project.output / "references.bib").read_text()
    (project.folder / "paperbib.toml").write_text("annotations = false\n")
    assert "kept as" not in project.sync()
    assert "annote" not in (project.output / "references.bib").read_text()


@pytest.mark.parametrize("output", ["output", "."])
def test_outputs_in_a_folder_of_notes_are_no_notes(project: Project, output: str) -> None:
    (project.folder / "paperbib.toml").write_text(f'notes = ["."]\noutput = "{output}"\n')
    project.note("- https://arxiv.org/abs/1706.03762\n", "a.md")
    project.sync()
    assert "nothing to do" in project.sync()
    assert "1 note with 1 mention" in project.sync()
    _, out, _ = project.run("extract")
    assert out.count("\n") == 1


def test_an_edited_output_in_any_encoding_is_kept_and_seen_by_check(project: Project) -> None:
    project.note("- https://arxiv.org/abs/1706.03762\n")
    project.sync()
    page = project.output / "references.md"
    edited = page.read_bytes() + b"na\xefve\n"
    page.write_bytes(edited)
    project.sync("--dry-run", "--fail-on", "edited", code=1)
    assert page.read_bytes() == edited
    project.sync("--fail-on", "edited", code=1)
    assert (project.output / "references.md.bak").read_bytes() == edited
    assert "nothing to do" in project.sync("--fail-on", "edited")


def test_a_changed_option_with_a_lost_cache_is_no_edit(project: Project, tmp_path: Path) -> None:
    project.note("- [Attention](https://arxiv.org/abs/1706.03762) fine\n")
    project.sync()
    shutil.rmtree(tmp_path / "cache")
    (project.folder / "paperbib.toml").write_text("annotations = false\n")
    project.sync("--fail-on", "edited")
    assert sorted(project.contents()) == sorted(OUTPUTS)


def test_an_output_that_is_a_link_stays_one(project: Project) -> None:
    project.note("- https://arxiv.org/abs/1706.03762\n")
    project.output.mkdir()
    (project.output / "references.bib").symlink_to("../paper.bib")
    project.sync()
    assert (project.output / "references.bib").is_symlink()
    assert b"vaswani2017attention" in (project.folder / "paper.bib").read_bytes()


def test_what_a_newer_revision_added_is_kept(project: Project) -> None:
    project.note("- https://arxiv.org/abs/1706.03762\n")
    project.sync()
    lock = project.output / "library.json"
    newer = json.loads(lock.read_bytes()) | {"revision": 3, "decisions": {"a": 1}}
    newer["references"]["vaswani2017attention"]["tags"] = ["x"]
    lock.write_text(json.dumps(newer))
    project.note("- https://arxiv.org/abs/1706.03762\n- https://e.org/\n")
    project.sync()
    kept = json.loads(lock.read_bytes())
    assert (kept["revision"], kept["decisions"]) == (3, {"a": 1})
    assert kept["references"]["vaswani2017attention"]["tags"] == ["x"]


def test_explain_without_the_notes_and_of_what_left(project: Project) -> None:
    project.note("- https://arxiv.org/abs/1706.03762\n", "papers/a.md")
    project.sync(str(project.folder / "papers"))
    code, out, _ = project.run("explain", "1706.03762")
    assert code == 0
    assert "mentioned at papers/a.md" in out
    project.note("- https://e.org/\n", "papers/a.md")
    project.sync(str(project.folder / "papers"))
    code, _, err = project.run("explain", "vaswani2017attention")
    assert (code, "no note mentions" in err) == (2, True)


def test_notes_are_printed_in_utf8_wherever_they_go(project: Project) -> None:
    project.note("- [Erdős](https://e.org/)\n")
    done = subprocess.run(
        [sys.executable, "-m", "paperbib", "extract"],
        cwd=project.folder,
        capture_output=True,
        check=True,
        env=os.environ | {"PYTHONIOENCODING": "ascii", "LC_ALL": "C"},
    )
    assert "Erdős" in done.stdout.decode()


def test_a_second_run_at_the_same_time_is_refused(project: Project, tmp_path: Path) -> None:
    from paperbib.store import run_lock

    project.note("- https://arxiv.org/abs/1706.03762\n")
    with run_lock(project.output, tmp_path / "cache" / "locks"):
        code, _, err = project.run("sync")
    assert code == 5
    assert "another paperbib" in err
    assert not project.output.exists()


def test_an_interrupted_run_keeps_what_was_answered(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    from paperbib.sources.arxiv import ArxivSource

    fetch = ArxivSource.fetch

    def interrupted(
        self: ArxivSource, identifiers: Sequence[Identifier], http: Http
    ) -> Iterator[Answer]:
        yield from fetch(self, identifiers[:1], http)
        raise KeyboardInterrupt

    project.note("- https://arxiv.org/abs/1706.03762\n- https://arxiv.org/abs/1810.04805\n")
    monkeypatch.setattr(ArxivSource, "fetch", interrupted)
    code, _, err = project.run("sync")
    assert code == 130
    assert "run it again" in err
    assert not project.output.exists()
    monkeypatch.setattr(ArxivSource, "fetch", fetch)
    project.sync()
    assert [one.params["id_list"] for one in project.standin.log] == ["1706.03762", "1810.04805"]


def test_a_run_that_is_killed_keeps_what_was_answered(project: Project) -> None:
    """SIGKILL during the second request: the first hundred papers are in the cache."""
    papers = fake_papers(150)
    project.standin.papers.update({one.id: one for one in papers})
    project.note("".join(f"- https://arxiv.org/abs/{one.id}\n" for one in papers))
    project.standin.faults.extend([NONE, HANG])
    running = subprocess.Popen([sys.executable, "-m", "paperbib", "-q", "sync"], cwd=project.folder)
    with running:
        while len(project.standin.log) < 1 or project.standin.faults:
            assert running.poll() is None
        running.kill()
    assert not project.output.exists()
    project.standin.faults.clear()
    report = project.report()
    assert (report["papers"], report["exit_code"]) == (150, 0)
    details = report["ledger"]["details"].values()
    assert states(report) == {"found": 150}
    assert sum(one.get("kept", False) for one in details) == 100


def test_a_pipe_that_closes_early_is_no_error(seeds: Project) -> None:
    command = f"{sys.executable} -m paperbib extract | head -n 1"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command],
        cwd=seeds.folder,
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
    )
    assert done.stdout.count("\n") == 1
    assert "Traceback" not in done.stderr
    assert "BrokenPipe" not in done.stderr


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_a_run_that_is_stopped_says_so_and_goes_on_next_time(project: Project, name: str) -> None:
    papers = fake_papers(150)
    project.standin.papers.update({one.id: one for one in papers})
    project.note("".join(f"- https://arxiv.org/abs/{one.id}\n" for one in papers))
    project.standin.faults.extend([NONE, HANG])
    # Where the tests run in the background, Ctrl-C is ignored, or a hang-up, and would be here.
    command = ["env", "--default-signal=INT,HUP", sys.executable, "-m", "paperbib"]
    command += ["sync", "--json"]
    with subprocess.Popen(
        command, cwd=project.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as running:
        while len(project.standin.log) < 2:
            assert running.poll() is None
        running.send_signal(signal.Signals[name])
        out, err = running.communicate()
    report = json.loads(out)
    assert (running.returncode, report["exit_code"]) == (130, 130)
    assert states(report) == {"found": 100, "deferred": 50}
    assert (report["entries"], report["added"], report["written"]) == (0, [], [])
    assert "interrupted; what was answered is kept" in err
    assert not project.output.exists()
    assert states(project.report()) == {"found": 150}
