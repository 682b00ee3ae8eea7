"""``paperbib open``: which address it opens, and what it says when it cannot."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import webbrowser
from pathlib import Path
from urllib.parse import unquote, unquote_to_bytes, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.exporters.samples import FORMS, reference

from paperbib.cli import main
from paperbib.cli.open_command import is_started
from paperbib.exporters import canonical, page
from paperbib.exporters.options import Options
from paperbib.exporters.page.markup import fragment
from paperbib.model import Library

HARD = "a b ü 100% #1 ?x 'q' \"d\" ;&"
LIBRARY = Library(
    references={**FORMS.references, "muller2020:a/b": reference("url:https://e.org/a?b=1")},
    aliases={"old": "page"},
)
on_posix = pytest.mark.skipif(os.name != "posix", reason="names of files that POSIX alone allows")


PAGE = page.render(LIBRARY, Options())


def make(folder: Path, page: str | None = PAGE) -> Path:
    output = folder / "output"
    output.mkdir(parents=True)
    (output / "library.json").write_bytes(canonical.render(LIBRARY).encode())
    if page is not None:
        (output / "index.html").write_bytes(page.encode())
    return output / "index.html"


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as exit_:
        main(words)
    captured = capsys.readouterr()
    return int(str(exit_.value.code)), captured.out, captured.err


def file_of(address: str) -> Path:
    """The file that an address leads to, as a browser reads it."""
    parts = urlsplit(address)
    assert (parts.scheme, parts.netloc, parts.query) == ("file", "", "")
    return Path(os.fsdecode(unquote_to_bytes(parts.path)))


@on_posix
@pytest.mark.parametrize("name", ["plain", HARD, "a\nb", "日本", "\udcff", "-C", "%23"])
def test_the_address_leads_to_the_page_whatever_the_folder(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    try:
        file = make(tmp_path / name)
    except OSError:
        pytest.skip("this file system allows no such name")
    code, out, err = run(capsys, f"--directory={tmp_path / name}", "open", "--print")
    assert (code, err) == (0, "")
    assert re.fullmatch(r"file:///[!-~]+\n", out)
    assert file_of(out.rstrip("\n")) == file


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("vaswani2017attention", "vaswani2017attention"),
        ("old", "page"),
        ("arxiv:1706.03762", "vaswani2017attention"),
        ("https://arxiv.org/abs/1706.03762v3", "vaswani2017attention"),
        ("10.1109/icassp.2018.8461990", "doi2018"),
        ("muller2020:a/b", "muller2020:a/b"),
        ("https://e.org/a?b=1", "muller2020:a/b"),
    ],
)
def test_an_entry_is_its_key_behind_the_page(
    name: str, expected: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = make(tmp_path)
    code, out, _ = run(capsys, "-C", str(tmp_path), "open", "--print", name)
    before, _, after = out.rstrip("\n").partition("#")
    assert (code, before, unquote(after)) == (0, file.as_uri(), expected)
    assert out.isascii()


@given(st.text(min_size=1))
def test_any_key_is_one_fragment_in_ascii(key: str) -> None:
    written = fragment(key)
    assert re.fullmatch("#[!-~]+", written)
    assert "#" not in written[1:]
    assert unquote(written[1:]) == key.encode("utf-8", "replace").decode()


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("vaswani", "there is no entry 'vaswani'\nhint: did you mean 'vaswani2017attention'?"),
        ("", "there is no entry ''\nhint: give a citation key or an identifier"),
        (" ", "there is no entry ' '\nhint: give a citation key or an identifier"),
        ("2301.00001", "there is no entry '2301.00001'\nhint: "),
    ],
)
def test_an_entry_that_is_not_there(
    name: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make(tmp_path)
    code, out, err = run(capsys, "-C", str(tmp_path), "open", name)
    assert (code, out) == (2, "")
    assert err.startswith(f"error: {said}")


@pytest.mark.parametrize(
    ("settings", "hint"),
    [
        ("", "run paperbib sync"),
        ('formats = ["bibtex"]', 'add "html" to formats, then run paperbib sync'),
    ],
)
@pytest.mark.parametrize("words", [(), ("--print",), ("old",)])
def test_no_page(
    settings: str,
    hint: str,
    words: tuple[str, ...],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    make(tmp_path, page=None)
    (tmp_path / "paperbib.toml").write_text(settings)
    code, out, err = run(capsys, "-C", str(tmp_path), "open", *words)
    assert (code, out) == (2, "")
    assert re.fullmatch(rf"error: .*index\.html: there is no page\nhint: {re.escape(hint)}\n", err)


def test_a_folder_is_no_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make(tmp_path, page=None).mkdir()
    assert run(capsys, "-C", str(tmp_path), "open", "--print")[0] == 2


@on_posix
def test_a_folder_that_cannot_be(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "paperbib.toml").write_text(f'output = "{"a" * 300}"')
    code, out, err = run(capsys, "-C", str(tmp_path), "open", "--print")
    assert (code, out) == (2, "")
    assert err.endswith("hint: check output in the configuration\n")


@on_posix
def test_what_is_no_letter_in_a_path_does_not_steer_the_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make(tmp_path, page=None)
    (tmp_path / "paperbib.toml").write_text('output = "a\\u001b[31m\\nb"')
    code, _, err = run(capsys, "-C", str(tmp_path), "open")
    assert (code, "\x1b" in err, len(err.splitlines())) == (2, False, 2)


@pytest.mark.parametrize("error", [webbrowser.Error("none"), FileNotFoundError("none")])
def test_a_browser_that_fails_is_none(error: Exception) -> None:
    asked: list[str] = []

    def fail(address: str) -> bool:
        asked.append(address)
        raise error

    assert not is_started("file:///a", fail)
    assert not is_started("file:///b", lambda _: False)
    assert is_started("file:///c", lambda _: True)
    assert asked == ["file:///a"]


def open_for_real(folder: Path, browser: str, *words: str) -> subprocess.CompletedProcess[str]:
    """Run the command where the browser is the only program there is."""
    kept = {name: value for name, value in os.environ.items() if name.startswith(("PYTHON", "LC"))}
    return subprocess.run(
        [sys.executable, "-m", "paperbib", "-C", str(folder), *words],
        check=False,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=kept | {"PATH": str(folder), "BROWSER": browser, "HOME": str(folder)},
    )


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems have a browser")
def test_the_browser_is_given_the_address(tmp_path: Path) -> None:
    file = make(tmp_path / HARD)
    browser, told = tmp_path / HARD / "browser", tmp_path / HARD / "told"
    browser.write_text('#!/bin/sh\nprintf %s "$1" > told\n')
    browser.chmod(0o755)
    done = open_for_real(tmp_path / HARD, "browser %s", "open", "muller2020:a/b")
    address = f"{file.as_uri()}#muller2020:a/b"
    assert (done.returncode, done.stdout, done.stderr) == (0, "", f"opened {address}\n")
    assert told.read_text() == address
    quiet = open_for_real(tmp_path / HARD, "browser %s", "-q", "open")
    assert (quiet.returncode, quiet.stdout, quiet.stderr) == (0, "", "")
    assert told.read_text() == file.as_uri()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems have a browser")
def test_without_a_browser_the_address_is_printed(tmp_path: Path) -> None:
    file = make(tmp_path)
    done = open_for_real(tmp_path, "nothing-like-this %s", "open", "old")
    assert (done.returncode, done.stdout) == (3, f"{file.as_uri()}#page\n")
    assert done.stderr.startswith("error: no browser can be started\nhint: open the address")
