"""What cannot be done: one line, a hint, and nothing is touched."""

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.sync.project import Project


def write(path: Path, text: str) -> int:
    return path.write_text(text, encoding="utf-8")


ENTRY = '{"identifiers": ["url:https://e.org"]}'
PREPARATIONS: dict[str, Callable[[Path, Path], object]] = {
    "": lambda _folder, _lock: None,
    "key": lambda folder, _: write(folder / "paperbib.toml", 'ouput = "x"\n'),
    "format": lambda folder, _: write(folder / "paperbib.toml", 'formats = ["bibtx"]\n'),
    "nonotes": lambda folder, _: write(folder / "paperbib.toml", "notes = []\n"),
    "snapshot": lambda folder, _: (
        write(folder / "paperbib.toml", 'snapshot = "nowhere.jsonl"\n'),
        write(folder / "seeds" / "a.md", "- https://arxiv.org/abs/1810.04805\n"),
    ),
    "unreadable": lambda folder, _: (folder / "seeds" / "b.md").symlink_to("nowhere"),
    "empty": lambda folder, _: (folder / "seeds" / "a.md").unlink(),
    "corrupt": lambda _, lock: write(lock, "{not json"),
    "badkey": lambda _, lock: write(lock, f'{{"version": 1, "references": {{"my key": {ENTRY}}}}}'),
    "twins": lambda _, lock: write(
        lock, f'{{"version": 1, "references": {{"a": {ENTRY}, "A": {ENTRY}}}}}'
    ),
    "newer": lambda _, lock: write(lock, '{"version": 2, "references": {}}\n'),
}


@pytest.mark.parametrize(
    ("prepare", "words", "what"),
    [
        ("", ["snyc"], "unknown command 'snyc'\nhint: did you mean 'sync'?"),
        ("", ["sync", "--ofline"], "hint: did you mean --offline?"),
        ("key", ["sync"], "paperbib.toml:1:1: unknown key 'ouput'\nhint: did you mean 'output'?"),
        ("unreadable", ["sync"], "seeds/b.md: this note cannot be read"),
        ("empty", ["sync"], "this folder holds no notes"),
        ("corrupt", ["sync"], "output/library.json:1:2"),
        ("newer", ["sync"], "it has version 2"),
        ("badkey", ["sync"], "'my key' cannot be a citation key"),
        ("twins", ["sync"], "differ only in case"),
        ("nonotes", ["sync"], "paperbib.toml:1:1: 'notes' has the wrong value []"),
        ("format", ["sync"], "unknown format 'bibtx'\nhint: did you mean 'bibtex'?"),
        ("", ["sync", "nowhere"], "nowhere: no such file or folder"),
        ("", ["sync", "--refresh", "--offline"], "leave out --offline"),
        ("", ["sync", "--fail-on", "mising"], "did you mean 'missing'?"),
        ("snapshot", ["sync", "--offline"], "nowhere.jsonl"),
    ],
)
def test_what_cannot_be_done_is_one_line_and_a_hint_and_touches_nothing(
    project: Project, prepare: str, words: list[str], what: str
) -> None:
    project.note("- https://arxiv.org/abs/1706.03762\n")
    project.sync()
    lock = project.output / "library.json"
    PREPARATIONS[prepare](project.folder, lock)
    before = project.files()
    code, out, err = project.run(*words)
    assert code == 2
    assert out == ""
    assert what in err
    lines = err.splitlines()
    assert len(lines) == 2
    assert lines[0].startswith("error: ")
    assert lines[1].startswith("hint: ")
    assert project.files() == before
