"""``paperbib extract``: what it reads, in which order it prints, and how it ends."""

import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from paperbib import store
from paperbib.cli import extract_command, main, note_processes
from paperbib.cli.note_processes import Task, Told
from paperbib.extract import Extract
from paperbib.identifiers.identifier import Identifier
from paperbib.model import Mention, Note, Problem, Rejection

PAPERBIB = f"{sys.executable} -m paperbib"
MIB = 1 << 20
TASK = Task(until=2612, explain=False)

Run = Callable[..., tuple[int, list[str], str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the command in a folder of its own; exit code, identifiers, and what was said."""
    monkeypatch.chdir(tmp_path)

    def run_in(*words: str) -> tuple[int, list[str], str]:
        with pytest.raises(SystemExit) as exit_:
            main(words)
        out, err = capsys.readouterr()
        return int(str(exit_.value.code)), identifiers(out), err

    return run_in


def identifiers(out: str) -> list[str]:
    return [json.loads(line)["identifier"].removeprefix("arxiv:") for line in out.splitlines()]


def note(path: Path, *papers: str, more: str = "") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    text = "".join(f"- https://arxiv.org/abs/{paper}\n" for paper in papers)
    path.write_text(text + more, encoding="utf-8")


def many(folder: Path, number: int = 300) -> list[str]:
    """Many notes, in an order that is not the one of their sizes."""
    papers = [f"1706.{at:05d}" for at in range(1, number + 1)]
    for at, paper in enumerate(papers):
        note(folder / f"{at:05d}.md", paper, more="word " * (2_000 if at % 50 == 0 else 100))
    return papers


def shell(command: str, folder: Path, **more: Any) -> subprocess.CompletedProcess[bytes]:  # noqa: ANN401
    command = f'paperbib() {{ {PAPERBIB} "$@"; }}; {command}'
    return subprocess.run(
        ["bash", "-c", command], cwd=folder, capture_output=True, check=False, timeout=60, **more
    )


def test_lines_come_in_the_order_of_the_notes_whoever_reads_them(tmp_path: Path) -> None:
    papers = many(tmp_path / "notes")
    note(tmp_path / "long.md", "1810.04805", more="\n" * 5 * MIB)
    (tmp_path / "notes" / "00100x.md").write_bytes(b"%PDF-1.7")
    (tmp_path / "notes" / "00200x.md").write_bytes(b"na\xefve http://transformer/")
    os.mkfifo(tmp_path / "pipe")
    command = (
        "cat long.md > pipe & paperbib extract notes long.md pipe - --jobs {} < notes/00001.md;"
        "code=$?; kill %1 2> /dev/null; exit $code"
    )
    alone, together = (shell(command.format(jobs), tmp_path) for jobs in (1, 3))
    expected = [*papers, "1810.04805", "1810.04805", "1706.00002"]
    assert identifiers(alone.stdout.decode()) == expected
    assert (alone.returncode, together.returncode) == (2, 2)
    assert alone.stdout == together.stdout
    assert alone.stderr == together.stderr
    assert len(alone.stderr.splitlines()) == 3


@pytest.mark.parametrize("jobs", ["0", "1", "2"])
def test_a_reader_that_has_seen_enough_is_no_error(tmp_path: Path, jobs: str) -> None:
    many(tmp_path / "notes", 500)
    command = f"paperbib extract notes --jobs {jobs} | head -n 1; exit ${{PIPESTATUS[0]}}"
    for unbuffered in ("", "1"):
        env = os.environ | {"PYTHONUNBUFFERED": unbuffered}
        done = shell(command, tmp_path, env=env)
        assert identifiers(done.stdout.decode()) == ["1706.00001"]
        assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_ctrl_c_is_one_line_and_a_hint(tmp_path: Path, jobs: str) -> None:
    many(tmp_path / "notes")
    os.mkfifo(tmp_path / "pipe")  # nobody writes into it: the run waits here
    with subprocess.Popen(
        [
            "env",
            "--default-signal=INT",
            *PAPERBIB.split(),
            *"extract notes pipe --jobs".split(),
            jobs,
        ],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    ) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        assert running.stdout.readline()
        os.killpg(running.pid, signal.SIGINT)
        running.stdout.read()
        said = running.stderr.read().decode()
    assert running.returncode == 130
    assert said.split() == "error: interrupted hint: run it again to go on; nothing is lost".split()


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("cat a.md | paperbib extract -", ["1706.03762"]),
        ("cat a.md | paperbib extract - b.md -", ["1706.03762", "1810.04805"]),
        ("paperbib extract b.md - < a.md", ["1810.04805", "1706.03762"]),
        ("paperbib extract /dev/stdin < a.md", ["1706.03762"]),
        ("cat a.md | paperbib extract /dev/stdin --jobs 2", ["1706.03762"]),
        ("paperbib extract b.md /dev/stdin --jobs 2 < a.md", ["1810.04805", "1706.03762"]),
        ("paperbib extract <(cat a.md) <(cat b.md)", ["1706.03762", "1810.04805"]),
        ("paperbib extract <(cat a.md) <(cat b.md) --jobs 2", ["1706.03762", "1810.04805"]),
        ("paperbib extract - < /dev/null", []),
        ("paperbib extract /dev/null", []),
    ],
)
def test_pipes_and_devices_are_read(tmp_path: Path, command: str, expected: list[str]) -> None:
    note(tmp_path / "a.md", "1706.03762")
    note(tmp_path / "b.md", "1810.04805")
    done = shell(command, tmp_path)
    assert (done.returncode, done.stderr) == (0, b"")
    assert identifiers(done.stdout.decode()) == expected


@pytest.mark.parametrize(
    ("command", "what"),
    [
        ("paperbib extract - <&-", "standard input is closed"),
        ("paperbib extract a.md >&-", "standard output"),
        ("paperbib extract a.md > /dev/full", "standard output cannot be written"),
    ],
)
def test_a_stream_that_is_not_there(tmp_path: Path, command: str, what: str) -> None:
    note(tmp_path / "a.md", "1706.03762")
    done = shell(command, tmp_path)
    assert (done.returncode, done.stdout) == (2, b"")
    assert what in done.stderr.decode()
    assert b"Traceback" not in done.stderr


def test_a_long_note_is_printed_as_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    def pieces(file: str, texts: Iterable[str], *, until: int) -> Iterator[Extract]:
        del until
        for text in texts:
            yield Extract([mention(file, title=text[-1:])], [], [])

    class Endless(io.BytesIO):
        taken = 0

        def read1(self, size: int | None = -1) -> bytes:
            taken = min(size or 0, 65_536)
            self.taken += taken
            return b"x" * taken

    endless = Endless()
    monkeypatch.setattr("paperbib.sync.notes.extract_stream", pieces)
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(endless))
    told = note_processes.tell(store.STANDARD_INPUT, TASK)
    for mebibytes in range(5, 50):
        line = json.loads(next(told).lines)
        assert (line["file"], line["title"]) == ("-", "x")
        assert endless.taken <= mebibytes * MIB


def mention(file: str, **fields: Any) -> Mention:  # noqa: ANN401 - any field
    return Mention(identifier=Identifier("arxiv", "1706.03762"), file=file, **fields)


def test_explain_tells_forms_and_what_is_left_out_in_place(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def extract(note: Note, *, until: int) -> Extract:
        assert until > 2600
        place = {"file": note.file, "column": 1}
        problems = [Problem(kind="link", what="bad", line=line, **place) for line in (2, 9)]
        rejections = [Rejection(note.file, line, 1, "1.5", "a version") for line in (1, 2, 5)]
        return Extract([mention(note.file, form="bare")], problems, rejections)

    note(tmp_path / "a.md")
    monkeypatch.setattr("paperbib.sync.notes.extract", extract)
    _, _, err = run("extract", "a.md")
    assert err.splitlines() == ["a.md:2:1: bad.", "a.md:9:1: bad."]
    with pytest.raises(SystemExit):
        main(["extract", "a.md", "--explain"])
    out, err = capsys.readouterr()
    assert json.loads(out)["form"] == "bare"
    assert [line.split(": ")[0] for line in err.splitlines()] == [
        f"a.md:{line}:1" for line in (1, 2, 2, 5, 9)
    ]
    assert "1.5 is left out: a version" in err


def test_half_a_character_is_printed_as_json_writes_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Odd:
        form = ""

        def as_line(self) -> dict[str, Any]:
            return {"title": "é\ud800"}

    note(tmp_path / "a.md")
    odd: Any = Odd()
    monkeypatch.setattr(
        "paperbib.sync.notes.extract", lambda _note, until: Extract([odd] * (until > 0), [], [])
    )
    told, last = note_processes.tell(tmp_path / "a.md", TASK)
    assert told.lines == '{"title": "é\\ud800"}\n'.encode()
    assert last == Told(is_last=True)


def test_what_cannot_be_read_does_not_stop_the_others(run: Run, tmp_path: Path) -> None:
    note(tmp_path / "notes" / "a.md", "1706.03762")
    (tmp_path / "notes" / "b.md").write_bytes(b"\x89PNG\r\n\x1a\n\0")
    (tmp_path / "notes" / "c.md").symlink_to("nowhere")
    note(tmp_path / "notes" / "d.md", "1810.04805")
    for words in ((), ("-q",)):
        code, found, err = run(*words, "extract", "notes")
        assert (code, found) == (2, ["1706.03762", "1810.04805"])
        first, second = err.splitlines()
        assert first.startswith("error: notes/b.md: this file is not text. Notes are text files")
        assert second.startswith("error: notes/c.md: this note cannot be read (No such file")


def test_nothing_is_printed_where_a_note_is_missing(run: Run, tmp_path: Path) -> None:
    note(tmp_path / "a.md", "1706.03762")
    code, found, err = run("extract", "a.md", "b.md")
    assert (code, found) == (2, [])
    assert "b.md: no such file or folder\nhint: " in err


def test_another_encoding_is_told_and_no_error(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"# Une \xe9tude\n- arXiv:1706.03762\n")
    code, found, err = run("extract", "a.md")
    assert (code, found) == (0, ["1706.03762"])
    what = "read as cp1252: this note is not UTF-8 text. Save it as UTF-8"
    assert err == f"a.md:1:7: {what}\n"


def test_sync_goes_on_with_another_encoding_and_stops_where_a_note_is_no_text(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PAPERBIB_CACHE_DIR", str(tmp_path / "cache"))
    (tmp_path / "paperbib.toml").write_text('include = ["*.log"]\nexclude = ["old/"]\n')
    (tmp_path / "seeds" / "old").mkdir(parents=True)
    (tmp_path / "seeds" / "a.log").write_bytes(b"- [\xe9tude](https://e.org/)\n")
    (tmp_path / "seeds" / "old" / "b.md").write_bytes(b"%PDF-1.7")
    code, _, err = run("sync", "--offline")
    assert code == 0
    assert "seeds/a.log:1:4: read as cp1252" in err
    library = (tmp_path / "output" / "library.json").read_text(encoding="utf-8")
    assert "étude" in library
    (tmp_path / "seeds" / "c.log").write_bytes(b"- https://e.org/\0")
    code, _, err = run("sync", "--offline")
    assert code == 2
    assert "error: seeds/c.log: this file is not text" in err
    assert (tmp_path / "output" / "library.json").read_text(encoding="utf-8") == library


def test_each_note_counts_once(run: Run, tmp_path: Path) -> None:
    note(tmp_path / "notes" / "a.md", "1706.03762")
    words = ("notes/a.md", "notes", "notes/../notes/a.md", str(tmp_path / "notes"))
    assert run("extract", *words)[1] == ["1706.03762"]


def test_patterns_of_the_command_line_outrank_the_configuration(run: Run, tmp_path: Path) -> None:
    (tmp_path / "paperbib.toml").write_text('include = ["*.log"]\nexclude = ["seeds/old/"]\n')
    note(tmp_path / "seeds" / "a.md", "1706.03762")
    note(tmp_path / "seeds" / "b.log", "1810.04805")
    note(tmp_path / "seeds" / "c.org-x", "1409.3215")
    note(tmp_path / "seeds" / "old" / "d.md", "1412.6980")
    assert run("extract")[1] == ["1810.04805"]
    words = ("--include", "c.*", "--include=*.md", "--exclude", "a.md")
    assert run("extract", *words)[1] == ["1409.3215", "1412.6980"]
    code, found, err = run("extract", "--exclude", "!")
    assert (code, found) == (2, [])
    assert "'!' is no pattern" in err


def test_a_mistyped_option_and_the_help(
    run: Run, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    code, _, err = run("extract", "--exlude", "x")
    assert code == 2
    assert "hint: did you mean --exclude" in err
    monkeypatch.setenv("COLUMNS", "80")
    with pytest.raises(SystemExit):
        main(["extract", "--help"])
    lines = capsys.readouterr().out.splitlines()
    assert max(len(line) for line in lines) <= 80


def test_a_bar_is_for_a_person_who_waits(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    many(tmp_path / "notes", 30)
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setattr(extract_command, "_PATIENCE_S", 0)
    assert run("extract", "notes", "--jobs", "1")[2] == ""
    monkeypatch.setattr(extract_command, "_is_terminal", lambda stream: stream is sys.stderr)
    assert "reading notes" in run("extract", "notes", "--jobs", "1")[2]
    assert run("extract", "notes/00001.md")[2] == ""
    assert run("-q", "extract", "notes", "--jobs", "1")[2] == ""


def test_without_processes_notes_are_read_here(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise NotImplementedError

    papers = many(tmp_path / "notes", 30)
    monkeypatch.setattr(note_processes, "ProcessPoolExecutor", refuse)
    assert run("extract", "notes", "--jobs", "2")[1] == papers
    monkeypatch.setattr(note_processes, "_PATIENCE_S", 0)
    assert run("extract", "notes")[1] == papers
