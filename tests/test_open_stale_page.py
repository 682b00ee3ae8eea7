"""``paperbib open``: a page that is not what one expects is not opened without a word."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.exporters.samples import FORMS, reference
from tests.test_open_command import LIBRARY, make, run

from paperbib.exporters import page
from paperbib.exporters.options import Options
from paperbib.model import Library

OLDER = page.render(FORMS, Options())
LARGER = page.render(
    Library(references={**LIBRARY.references, "gone": reference("url:https://e.org/gone")}),
    Options(),
)


@pytest.mark.parametrize("text", [OLDER, LARGER])
def test_a_page_of_another_library_is_opened_and_that_is_told(
    text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = make(tmp_path, text)
    for words in ((), ("vaswani2017attention",)):
        code, out, err = run(capsys, "-C", str(tmp_path), "open", "--print", *words)
        assert (code, out.startswith(file.as_uri())) == (0, True)
        assert err == "the page is not of the library as it is now: run paperbib sync\n"


def test_a_page_that_formats_leave_out_is_of_an_earlier_day(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make(tmp_path)
    (tmp_path / "paperbib.toml").write_text('formats = ["bibtex"]')
    code, _, err = run(capsys, "-C", str(tmp_path), "open", "--print")
    assert code == 0
    assert err.startswith("formats leaves the page out: it may be of an earlier day; ")
    assert err.endswith('add "html" to formats, then run paperbib sync\n')


def test_an_entry_that_only_the_library_has(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make(tmp_path, OLDER)
    code, out, err = run(capsys, "-C", str(tmp_path), "open", "--print", "muller2020:a/b")
    assert (code, out) == (2, "")
    assert "has no entry 'muller2020:a/b'" in err
    assert err.endswith("hint: run paperbib sync\n")


def test_the_page_of_another_program_is_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make(tmp_path, "<!DOCTYPE html><title>My home</title>")
    code, out, err = run(capsys, "-C", str(tmp_path), "open")
    assert (code, out) == (2, "")
    assert "paperbib did not write this file\nhint: choose another output" in err


@pytest.mark.parametrize("text", [None, "{"])
def test_without_a_library_the_page_is_there_all_the_same(
    text: str | None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lock = make(tmp_path).with_name("library.json")
    lock.unlink() if text is None else lock.write_text(text)
    assert run(capsys, "-C", str(tmp_path), "open", "--print")[::2] == (0, "")
    assert run(capsys, "-C", str(tmp_path), "open", "--print", "old")[0] == 2
