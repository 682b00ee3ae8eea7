"""The documentation is true: its console examples print what they say."""

import re
import shlex
from pathlib import Path

import pytest

from paperbib.cli import main
from paperbib.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as exit_:
        main(words)
    captured = capsys.readouterr()
    return int(str(exit_.value.code)), captured.out, captured.err


@pytest.mark.parametrize("page", ["README.md", "docs/notes.md"])
def test_the_examples_of_extract(
    page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    text = (ROOT / page).read_text(encoding="utf-8")
    example = re.compile(r"\$ cat (\S+)\n(.*?)\n\n\$ (paperbib .*?)\n(.*?)```", re.DOTALL)
    examples = example.findall(text)
    assert examples
    for file, note, command, printed in examples:
        (tmp_path / file).write_text(note + "\n", encoding="utf-8")
        _, out, err = run(capsys, *shlex.split(command)[1:])
        assert (out + err).splitlines() == printed.splitlines()


def test_every_ending_of_a_note_is_listed() -> None:
    from paperbib.extract import FORMATS

    text = (ROOT / "docs" / "notes.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\|[^|]*\|([^|]*)\|", text, re.MULTILINE)
    listed = {tuple(re.findall(r"`(\.\w+)`", row)) for row in rows} - {()}
    assert listed == {one.suffixes for one in FORMATS}


def test_every_option_of_sync_is_described(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "sync", "--help")
    options = set(re.findall(r"--[a-z-]+", out)) - {"--help", "--output"}
    described = set(re.findall(r"^\| `(--[a-z-]+)", README, re.MULTILINE))
    assert described == options


def test_every_configuration_key_is_described_with_its_default() -> None:
    rows = dict(re.findall(r"^\| `(\w+)` \| `?(.*?)`? \|", README, re.MULTILINE))
    defaults = {name: field.default for name, field in Settings.model_fields.items()}
    assert set(defaults) <= set(rows)
    for name, default in defaults.items():
        text = (
            {None: "none", True: "true", False: "false"}.get(default)
            if not isinstance(default, list | str)
            else str(default).replace("'", '"')
        )
        assert rows[name].strip('"') == (text or "").strip('"'), name


def test_every_exit_code_is_in_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "--help")
    assert re.findall(r"^  +(\d+)  ", out, re.MULTILINE) == ["0", "1", "2", "3", "5", "130"]


@pytest.mark.parametrize(
    "page",
    [
        "README.md",
        "CONTRIBUTING.md",
        *(path.relative_to(ROOT).as_posix() for path in sorted((ROOT / "docs").rglob("*.md"))),
    ],
)
def test_links_between_pages_lead_somewhere(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    targets = re.findall(r"\]\(((?!https?:|#)[^)#]+)", text)
    assert [one for one in targets if not ((ROOT / page).parent / one).exists()] == []


def test_the_version_is_the_same_everywhere() -> None:
    from paperbib import __version__

    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"version: {__version__}\n" in citation


def test_every_format_is_in_the_help_of_export(capsys: pytest.CaptureFixture[str]) -> None:
    from paperbib.exporters import EXPORTERS

    _, out, _ = run(capsys, "export", "--help")
    assert [one.name for one in EXPORTERS if one.name not in out] == []
