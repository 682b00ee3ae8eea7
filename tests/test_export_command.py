"""``paperbib export``: formats, parts of the library, and where it is written."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from tests.exporters.samples import FORMS, mention, record, reference

from paperbib.cli import main
from paperbib.exporters import EXPORTERS, canonical
from paperbib.model import Library, PartialDate

DATA = Path(__file__).parent / "data"


def paper(number: int) -> object:
    identifier = f"arxiv:{number}01.00001"
    mentioned = mention(identifier, state="open" if number % 2 else "done", section=("Vision",))
    date = PartialDate(year=2000 + number)
    return reference(
        identifier, record(identifier, title=f"Title {number}", published=date), mentioned
    )


LIBRARY = Library.model_validate(
    {
        "references": {f"key{number}": paper(number) for number in (17, 18, 19)},
        "aliases": {"old": "key18"},
    }
)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PAPERBIB_CACHE_DIR", str(tmp_path / "cache"))
    write("output/library.json", canonical.render(LIBRARY))
    return tmp_path


def write(name: str, text: str) -> None:
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_bytes(text.encode())


def export(capfd: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as exit_:
        main(["export", *words])
    out, err = capfd.readouterr()
    return int(str(exit_.value.code)), out, err


def keys(text: str) -> str:
    return " ".join(item["id"] for item in json.loads(text))


def test_the_help_lists_every_format_in_80_columns(capfd: pytest.CaptureFixture[str]) -> None:
    code, out, _ = export(capfd, "--help")
    listed = re.findall(r"(?m)^  ([a-z][\w-]+)  +\S", out.partition("Formats:")[2])
    assert code == 0
    assert listed == [*(one.name for one in EXPORTERS), "formatted"]
    assert max(map(len, out.splitlines())) <= 80


@pytest.mark.parametrize("exporter", EXPORTERS, ids=lambda one: one.name)
def test_every_format_is_what_sync_writes(
    exporter: object, capfd: pytest.CaptureFixture[str]
) -> None:
    from paperbib.exporters.options import Options

    (known,) = [one for one in EXPORTERS if one is exporter]
    code, out, err = export(capfd, "-f", known.name)
    assert (code, out, err) == (0, known.render(LIBRARY, Options()), "")


def test_an_unknown_format(capfd: pytest.CaptureFixture[str]) -> None:
    code, out, err = export(capfd, "-f", "bibtx")
    assert (code, out) == (2, "")
    assert "error: unknown format 'bibtx'\nhint: did you mean 'bibtex'? There are " in err
    assert all(one.name in err for one in EXPORTERS)
    assert "formatted" in err
    assert max(map(len, err.splitlines())) <= 80


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ([], "key17 key18 key19"),
        (["--unread"], "key17 key19"),
        (["--read"], "key18"),
        (["--since", "2018-06"], "key18 key19"),
        (["--tag", "vision", "--since", "2019"], "key19"),
        (["--unread", "--since", "2018"], "key19"),
        (["--cited-in", "a.tex"], "key19 key17"),
        (["--cited-in", "a.tex", "--cited-in", "b.md"], "key19 key17 key18"),
        (["--cited-in", "b.md", "--cited-in", "a.tex", "--unread"], "key19 key17"),
        (["--cited-in", "c.typ", "--read"], "key18"),
        (["--cited-in", "d.aux"], "key19 key17 key18"),
    ],
)
def test_parts(words: list[str], expected: str, capfd: pytest.CaptureFixture[str]) -> None:
    write("a.tex", "\\cite{key19}\r\n\\cite{key17}")
    write("b.md", "[@key18; @key19]")
    write("c.typ", "@key17 @key18")
    write("d.aux", "\\citation{key19}\n\\citation{*}\n")
    code, out, err = export(capfd, "-f", "csl-json", *words)
    assert (code, keys(out), err) == (0, expected, "")


ORDERED = [one for one in EXPORTERS if one.name not in {"markdown", "key-map"}]


@pytest.mark.parametrize("exporter", ORDERED, ids=lambda one: one.name)
def test_every_format_keeps_the_order_of_a_document(
    exporter: object, capfd: pytest.CaptureFixture[str]
) -> None:
    (known,) = [one for one in EXPORTERS if one is exporter]
    write("a.tex", r"\cite{key19,key17}")
    _, out, _ = export(capfd, "-f", known.name, "--cited-in", "a.tex")
    found = list(dict.fromkeys(re.findall(r"key1\d", out)))
    assert found == ["key19", "key17"]


def test_what_is_cited_and_not_there_is_told(capfd: pytest.CaptureFixture[str]) -> None:
    write(
        "a.tex", "x\n\\cite{key17, kye18}\\cite{old}\n\\input{sub/b}\n\\input{none}\n\\input{../x}"
    )
    write("sub/b.tex", "\\cite{key19}\\input{c}\\input{a}\\include{sub/b}")
    write("sub/c.tex", "\\cite{Key17}")
    write("../x.tex", "\\cite{key19}")
    code, out, err = export(capfd, "-q", "-f", "csl-json", "--cited-in", "a.tex")
    assert (code, keys(out)) == (1, "key17 key18 key19")
    assert err.splitlines() == [
        "a.tex:4:1: \\input{none} is not followed: there is no such file",
        "a.tex:5:1: \\input{../x} is not followed: it lies outside this folder",
        "a.tex:2:14: 'kye18' is not in the library; did you mean 'key18'?",
        "sub/c.tex:1:7: 'Key17' is not in the library; did you mean 'key17'?",
    ]
    _, _, err = export(capfd, "-f", "csl-json", "--cited-in", "a.tex")
    assert "a.tex:2:26: 'old' is now called 'key18'" in err.splitlines()


def test_links_and_odd_names_lead_nowhere(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    write(
        "p/a.tex",
        "\\input{link}\\input{%s}\\input{/etc/passwd}\\input{\\x y}\\cite{key17}" % ("n" * 5000),
    )
    (folder / "p/link.tex").symlink_to("../secret.tex")
    write("secret.tex", "\\cite{key18}")
    code, out, err = export(capfd, "-f", "csl-json", "--cited-in", "p/a.tex")
    assert (code, keys(out)) == (1, "key17")
    assert [line.partition("followed: ")[2] for line in err.splitlines()] == [
        "it lies outside p/",
        "there is no such file",
        "it lies outside p/",
        "a macro makes the name",
    ]


def test_a_chain_of_files_and_a_loop(capfd: pytest.CaptureFixture[str]) -> None:
    for number in range(1200):
        write(f"c{number}.tex", f"\\input{{c{(number + 1) % 1200}}}\\cite{{key17}}")
    code, out, _ = export(capfd, "-f", "csl-json", "--cited-in", "c0.tex")
    assert (code, keys(out)) == (0, "key17")


def test_a_document_that_cites_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    write("a.tex", "nothing")
    code, out, err = export(capfd, "-f", "bibtex", "--cited-in", "a.tex")
    assert (code, "@" in out, err) == (0, False, "a.tex: nothing is cited there\n")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--tag", "visoin"], "no entry has the tag 'visoin'; did you mean 'Vision'?"),
        (["--since", "2030"], "no entry is what was asked for"),
    ],
)
def test_nothing_is_chosen(words: list[str], said: str, capfd: pytest.CaptureFixture[str]) -> None:
    code, out, err = export(capfd, "-f", "csl-json", *words)
    assert (code, json.loads(out)) == (0, [])
    assert said in err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["-f", "bibtex", "--since", "2020-13"], "--since 2020-13: this is no date"),
        (["-f", "bibtex", "--since", "soon"], "hint: write YYYY, YYYY-MM or YYYY-MM-DD"),
        (["-f", "bibtex", "--unread", "--read"], "exclude each other"),
        (["-f", "bibtex", "--cited-in", "x.docx"], "this kind of document is not known"),
        (["-f", "bibtex", "--cited-in", "x.tex"], "x.tex: there is no such document"),
        (["-f", "bibtex", "--style", "x.csl"], "--style is for -f formatted"),
        (["-f", "bibtex", "--as", "html"], "--as is for -f formatted"),
        (["-f", "formatted"], "needs a style: --style FILE.csl"),
        (["-f", "formatted", "--style", "x.csl"], "x.csl: this style cannot be read"),
        (["-f", "bibtex", "-o", "output"], "output: this is a folder"),
        ([], "missing option '-f'"),
    ],
)
def test_wrong_usage(words: list[str], said: str, capfd: pytest.CaptureFixture[str]) -> None:
    code, out, err = export(capfd, *words)
    assert (code, out) == (2, "")
    assert said in err


def test_formatted_references_in_the_order_of_a_document(
    capfd: pytest.CaptureFixture[str],
) -> None:
    write("a.tex", r"\cite{key19,key17}")
    style = str(DATA / "numeric.csl")
    code, out, err = export(
        capfd, "-f", "formatted", "--style", style, "--cited-in", "a.tex", "--as", "markdown"
    )
    assert (code, err) == (0, "")
    assert re.findall(r"\\\[(\d)\\\] \*(Title \d+)\*", out) == [
        ("1", "Title 19"),
        ("2", "Title 17"),
    ]


def test_a_file_is_written_whole_and_only_when_it_changes(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    target = folder / "new" / "a.json"
    assert export(capfd, "-f", "csl-json", "-o", str(target)) == (0, "", "")
    os.utime(target, ns=(1, 1))
    export(capfd, "-f", "csl-json", "-o", str(target))
    assert target.stat().st_mtime_ns == 1
    export(capfd, "-f", "csl-json", "-o", str(target), "--read")
    assert keys(target.read_text(encoding="utf-8")) == "key18"
    assert [one.name for one in target.parent.iterdir()] == ["a.json"]


def test_a_format_that_fails_leaves_the_file_as_it_was(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    write("a.txt", "mine")
    broken = (
        (DATA / "numeric.csl").read_text(encoding="utf-8").replace('variable="URL"', 'macro="none"')
    )
    write("x.csl", broken)
    code, _, _ = export(capfd, "-f", "formatted", "--style", "x.csl", "-o", "a.txt")
    assert (code, (folder / "a.txt").read_text(encoding="utf-8")) == (2, "mine")


def test_a_reader_that_has_seen_enough_is_no_error() -> None:
    write("output/library.json", canonical.render(FORMS))
    run = f"{sys.executable} -m paperbib export -f bibtex"
    done = subprocess.run(
        ["sh", "-c", f"{run} | head -c 1; echo"], capture_output=True, check=False, timeout=60
    )
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize("target", ["output/library.json", "output/references.bib", "seeds/a.md"])
def test_what_others_need_is_never_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], target: str
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PAPERBIB_OFFLINE", "1")
    monkeypatch.setenv("PAPERBIB_CACHE_DIR", str(tmp_path / "cache"))
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "a.md").write_text("- https://e.org/\n")
    with pytest.raises(SystemExit):
        main(["-q", "sync"])
    before = (tmp_path / target).read_bytes()
    with pytest.raises(SystemExit) as ended:
        main(["export", "-f", "ris", "-o", target])
    assert ended.value.code == 2
    assert "name another file" in capsys.readouterr().err
    assert (tmp_path / target).read_bytes() == before
