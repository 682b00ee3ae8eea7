import os
import threading
import time
import tracemalloc
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperbib import store
from paperbib.errors import Exit, PaperbibError
from paperbib.model import Note
from paperbib.store.encodings import Decoder
from paperbib.store.patterns import Patterns

MIB = 1 << 20


def selection(**choices: Any) -> store.Selection:  # noqa: ANN401 - any field
    return store.Selection(frozenset({".md", ".txt"}), **choices)


def make(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")


def found(folder: Path, **choices: Any) -> list[str]:  # noqa: ANN401 - as `selection`
    paths = store.find_notes([folder], selection(**choices))
    return [path.relative_to(folder).as_posix() for path in paths]


def test_notes_of_a_folder_are_sorted_and_others_left_out(tmp_path: Path) -> None:
    make(tmp_path, "b.md", "a.txt", "sub/c.MD", "x.pdf", ".hidden.md", ".git/d.md")
    make(tmp_path, "output/references.md", "node_modules/a/README.md", "p/__pycache__/a.txt")
    make(tmp_path, "env/pyvenv.cfg", "env/lib/licence.txt", "md", "sub.md/d.txt", ".md")
    outputs = [tmp_path / "output" / "references.md"]
    assert found(tmp_path, leave_out=outputs) == ["a.txt", "b.md", "sub/c.MD", "sub.md/d.txt"]


def test_a_folder_that_is_named_is_searched_whatever_it_is(tmp_path: Path) -> None:
    make(tmp_path, ".notes/a.md", "node_modules/a.md", "env/pyvenv.cfg", "env/a.md")
    make(tmp_path, "build/a.md", ".git/config")
    (tmp_path / ".gitignore").write_text("/build/\n")
    for name in (".notes", "node_modules", "env", "build"):
        assert found(tmp_path / name) == ["a.md"]


def test_a_named_file_counts_whatever_its_ending_and_once(tmp_path: Path) -> None:
    note = tmp_path / "notes"
    make(tmp_path, "notes", "sub/a.md", ".gitignore")
    (tmp_path / ".gitignore").write_text("*\n")
    (tmp_path / "sub" / "b.md").symlink_to("a.md")
    paths = [note, tmp_path / "." / "notes", note, tmp_path / "sub" / "b.md", tmp_path / "sub"]
    assert store.find_notes(paths, selection(exclude=["notes"])) == [*paths[:1], paths[3]]


@pytest.mark.parametrize(
    ("rules", "kept"),
    [
        ({"": "*.txt\n!keep.txt\n"}, ["a.md", "in/a.md", "in/deep/a.md", "in/keep.txt"]),
        ({"": "/a.md\r\nin/deep/\r\n"}, ["b.txt", "in/a.md", "in/b.txt", "in/keep.txt"]),
        ({"": "in/\n!in/a.md\n"}, ["a.md", "b.txt"]),
        ({"": "*\n!*/\n!a.md"}, ["a.md", "in/a.md", "in/deep/a.md"]),
        ({"": "*.txt\n", "in": "!b.txt\n"}, ["a.md", "in/a.md", "in/b.txt", "in/deep/a.md"]),
        ({"in": "/*\n!/deep/\n"}, ["a.md", "b.txt", "in/deep/a.md"]),
        ({"": "*.txt", "in": "/deep/**\n!/deep/a.md\n"}, ["a.md", "in/a.md", "in/deep/a.md"]),
        ({"": "# a\n\n!\na\\\n[\n\x00\n*.txt\n"}, ["a.md", "in/a.md", "in/deep/a.md"]),
    ],
)
def test_what_gitignore_files_leave_out_is_no_note(
    tmp_path: Path, rules: dict[str, str], kept: list[str]
) -> None:
    make(tmp_path, "a.md", "b.txt", "in/a.md", "in/b.txt", "in/keep.txt", "in/deep/a.md")
    for folder, text in rules.items():
        (tmp_path / folder / ".gitignore").write_bytes(text.encode())
    assert found(tmp_path) == kept


def test_gitignore_files_up_to_the_root_of_the_repository_count(tmp_path: Path) -> None:
    make(tmp_path, "repo/notes/a.md", "repo/notes/b.md", "repo/notes/other/b.md")
    (tmp_path / ".gitignore").write_text("a.md\n")
    (tmp_path / "repo" / ".gitignore").write_text("notes/b.md\nnotes/other/*\n")
    notes = tmp_path / "repo" / "notes"
    assert found(notes) == ["a.md", "b.md", "other/b.md"]
    make(tmp_path, "repo/.git/config")
    assert found(notes) == ["a.md"]
    make(tmp_path, "repo/notes/other/.git/config")
    (tmp_path / "repo" / ".gitignore").write_text("b.md\n")
    assert found(notes) == ["a.md", "other/b.md"]


def test_a_gitignore_that_is_no_file_says_nothing(tmp_path: Path) -> None:
    make(tmp_path, "a.md", "in/b.md")
    os.mkfifo(tmp_path / ".gitignore")
    (tmp_path / "in" / ".gitignore").mkdir()
    assert found(tmp_path) == ["a.md", "in/b.md"]


@pytest.mark.parametrize(
    ("choices", "kept"),
    [
        ({"include": ["*.log"]}, ["b.log", "in/c.log"]),
        ({"include": ["in/*.log"]}, ["in/c.log"]),
        ({"include": ["*", "!in/"]}, ["a.md", "b.log"]),
        ({"include": ["in/", "!x.*"]}, ["in/c.log", "in/d.md"]),
        ({"exclude": ["in/"]}, ["a.md"]),
        ({"exclude": ["*.md", "!d.md"]}, ["in/d.md"]),
        ({"exclude": ["/a.md"], "include": ["b.log"]}, ["b.log"]),
        ({"exclude": ["c.log"], "include": ["c.log", "d.md"]}, ["in/d.md"]),
    ],
)
@pytest.mark.parametrize("root", [".", "..", "../..", "elsewhere"])
def test_patterns_name_notes_and_leave_files_out(
    tmp_path: Path, choices: dict[str, list[str]], kept: list[str], root: str
) -> None:
    folder = tmp_path / "some" / "notes"
    make(folder, "a.md", "b.log", "in/c.log", "in/d.md", ".hidden.log")
    assert found(folder, root=folder / root, **choices) == kept


def test_patterns_may_count_from_where_they_are_written(tmp_path: Path) -> None:
    make(tmp_path, "notes/a.md", "notes/in/b.md")
    folder = tmp_path / "notes"
    assert found(folder, root=tmp_path, exclude=["notes/in/"]) == ["a.md"]
    assert found(folder, root=tmp_path, exclude=["/notes/*.md", "!/a.md"]) == ["a.md", "in/b.md"]


@pytest.mark.parametrize(
    ("pattern", "matched", "not_matched"),
    [
        ("a", ["a", "x/a", "a/"], ["ab", "a/x", "A"]),
        ("a/", ["a/", "x/a/"], ["a"]),
        ("/a", ["a"], ["x/a"]),
        ("x/a", ["x/a", "x/a/"], ["y/x/a"]),
        ("a*b*c", ["abc", "axbbxc", "abbcbc"], ["a/bc", "abcx", "acb"]),
        ("*", ["a", "x/a"], []),
        ("**/a/**", ["a/x", "x/y/a/x/y"], ["a", "x/a/"]),
        ("a/**/b", ["a/b", "a/x/b", "a/x/y/b"], ["ab", "a/xb", "x/a/b"]),
        ("a**b", ["axb"], ["a/b"]),
        ("?", ["é", "x/a"], ["ab"]),
        ("[!a-c]x", ["dx"], ["ax", "x"]),
        ("[]-]", ["]", "-"], ["["]),
        ("[[:digit:]_]", ["7", "_"], ["d"]),
        ("a[^b]c", ["axc"], ["a/c", "abc"]),
        (r"\!a\*", ["!a*"], ["!ab"]),
        (r"a\\*", ["a\\x"], ["ax"]),
        ("a \\ ", ["a  "], ["a"]),
        ("a  ", ["a"], ["a  "]),
        ("[z-a]", [], ["z", "a"]),
        ("a.(b|c)+", ["a.(b|c)+"], ["a.b"]),
    ],
)
def test_patterns_are_those_of_git(
    pattern: str, matched: list[str], not_matched: list[str]
) -> None:
    patterns = Patterns([pattern])
    assert [one for one in matched if not patterns.verdict(one)[1]] == []
    assert [one for one in not_matched if patterns.verdict(one)[1]] == []


@given(
    line=st.text(st.sampled_from("ab*?[]!^-\\/#. :")),
    path=st.from_regex(r"[ab]{1,3}(/[ab]{1,3}){,3}/?", fullmatch=True),
)
def test_no_pattern_is_too_much(line: str, path: str) -> None:
    number, verdict = Patterns([line]).verdict(path)
    assert (number == -1) == (verdict is None)


@pytest.mark.parametrize("pattern", ["*a" * 2_000 + "b", "**/" * 2_000 + "b", "a" * 100_000])
def test_a_pattern_takes_no_time(pattern: str) -> None:
    start = time.process_time()
    assert Patterns([pattern]).verdict("a" * 255) == (-1, None)
    assert time.process_time() - start < 0.5


@pytest.mark.parametrize("pattern", ["!", "a\\", "[a", "", "#"])
def test_what_is_no_pattern_is_told(tmp_path: Path, pattern: str) -> None:
    make(tmp_path, "a.md")
    with pytest.raises(PaperbibError, match="is no pattern"):
        found(tmp_path, exclude=[pattern])


def test_links_are_followed_once_and_never_up(tmp_path: Path) -> None:
    make(tmp_path, "notes/z/a.md", "far/b.md", "far/deep/c.md", "other.md", "far/.hidden/d.md")
    notes = tmp_path / "notes"
    for name, target in {
        "a_link": "z",  # sorts before the folder it leads to
        "far": "../far",
        "far2": "../far",
        "loop": ".",
        "up": "..",
        "slash": "/",
        ".hidden": "../far",
        "b.md": "../other.md",
        "nowhere": "nowhere",
    }.items():
        (notes / name).symlink_to(target)
    (tmp_path / "far" / "back").symlink_to(notes)
    assert found(notes) == ["b.md", "far/b.md", "far/deep/c.md", "z/a.md"]


def test_a_link_to_the_folder_that_is_named_is_searched(tmp_path: Path) -> None:
    make(tmp_path, "notes/a.md")
    (tmp_path / "link").symlink_to("notes")
    assert found(tmp_path / "link") == ["a.md"]
    both = [tmp_path / "link", tmp_path / "notes"]
    assert store.find_notes(both, selection()) == [tmp_path / "link" / "a.md"]


def test_a_pipe_in_a_folder_is_no_note(tmp_path: Path) -> None:
    make(tmp_path, "a.md")
    os.mkfifo(tmp_path / "b.md")
    assert found(tmp_path) == ["a.md"]


def test_a_very_deep_folder(tmp_path: Path) -> None:
    make(tmp_path, "/".join("d" * 500) + "/a.md")
    assert len(found(tmp_path)) == 1


def test_a_name_that_is_no_utf8_is_shown_all_the_same(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"b\xff.md")
    path.write_text("x")
    assert store.read_note(path, root=tmp_path).file == "b\\xff.md"


def test_the_lock_is_taken_where_the_cache_cannot_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    locks = tmp_path / "file" / "locks"
    with (
        store.run_lock(tmp_path / "output", locks),
        pytest.raises(PaperbibError, match="at work"),
        store.run_lock(tmp_path / "output", locks),
    ):
        pass


def test_a_folder_without_notes_and_a_missing_path(tmp_path: Path) -> None:
    with pytest.raises(PaperbibError, match="holds no notes") as error:
        found(tmp_path)
    assert ".md" in error.value.hint
    for name in ("nothing", "a\0b"):
        with pytest.raises(PaperbibError, match=r"no such file|cannot be read"):
            store.find_notes([tmp_path / name], selection())


RUSSIAN = "Заметки о статьях: внимание — это всё, что нужно. arXiv:1706.03762\n"
JAPANESE = "論文のメモ:注意機構 https://arxiv.org/abs/1706.03762 を読むこと。\n"
CHINESE = "论文笔记:注意力就是你所需要的一切 arXiv:1706.03762\n"
FRENCH = "- « L'École », à propos d'été – Jérôme: arXiv:1706.03762\n"
BIG = "x" * MIB + "\n"


@pytest.mark.parametrize("before", ["", "# Notes\r\n\r\n", BIG, BIG * 5])
@pytest.mark.parametrize(
    ("text", "encoding", "name"),
    [
        ("naïve", "latin-1", "cp1252"),
        (FRENCH, "cp1252", "cp1252"),
        ("à la carte " + "words and words " * 20_000, "cp1252", "cp1252"),
        ("“quoted” – that’s it\n", "cp1252", "cp1252"),
        (RUSSIAN.replace("—", "-"), "koi8-r", "koi8-r"),
        (RUSSIAN, "cp1251", "cp1251"),
        (JAPANESE, "shift_jis", "shift_jis"),
        (CHINESE, "gb18030", "gb18030"),
    ],
)
def test_a_note_in_another_encoding_is_read_and_told(
    tmp_path: Path, before: str, text: str, encoding: str, name: str
) -> None:
    path = tmp_path / "n.md"
    path.write_bytes((before + text).encode(encoding))
    with store.open_note(path, root=tmp_path) as reading:
        assert "".join(reading.texts()) == before + text
        (problem,) = reading.take_problems()
        assert reading.take_problems() == []
    bad = next(at for at, character in enumerate(text) if not character.isascii())
    line = before.count("\n") + 1
    assert (problem.file, problem.line, problem.column) == ("n.md", line, bad + 1)
    assert f"read as {name}" in problem.what
    assert "UTF-8" in problem.hint


@pytest.mark.parametrize("text", [FRENCH, RUSSIAN, JAPANESE, BIG * 5 + FRENCH, "𝒜\r\n\r" * 300_000])
@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (b"", "utf-8"),
        (b"\xef\xbb\xbf", "utf-8"),
        (b"\xff\xfe", "utf-16-le"),
        (b"\xfe\xff", "utf-16-be"),
        (b"\xff\xfe\0\0", "utf-32-le"),
        (b"\0\0\xfe\xff", "utf-32-be"),
    ],
)
def test_unicode_with_a_mark_is_read_without_a_word(
    tmp_path: Path, text: str, mark: bytes, encoding: str
) -> None:
    path = tmp_path / "n.md"
    path.write_bytes(mark + text.encode(encoding))
    with store.open_note(path) as reading:
        assert "".join(reading.texts()) == text
        assert reading.take_problems() == []


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_mark(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "n.md").write_bytes(FRENCH.encode(encoding))
    with store.open_note(tmp_path / "n.md") as reading:
        assert "".join(reading.texts()) == FRENCH
        assert encoding.upper() in reading.take_problems()[0].what


@pytest.mark.parametrize("before", ["", BIG * 5])
def test_one_bad_byte_does_not_spoil_a_note(tmp_path: Path, before: str) -> None:
    content = (before + RUSSIAN).encode() + b"na\xefve \x81\n" + JAPANESE.encode()
    (tmp_path / "n.md").write_bytes(content)
    with store.open_note(tmp_path / "n.md") as reading:
        text = "".join(reading.texts())
        (problem,) = reading.take_problems()
    assert text == before + RUSSIAN + "naïve \ufffd\n" + JAPANESE
    assert (problem.line, problem.column) == (before.count("\n") + 2, 3)
    assert "0xef" in problem.what


BINARY = [
    b"a\0b",
    b"%PDF-1.7\n1 0 obj",
    b"\x89PNG\r\n\x1a\n",
    b"PK\x03\x04abc",
    b"\x1f\x8b\x08abc",
    b"\xff\xfea\0\0\0",
    bytes(range(1, 256)) * 40,
    b"x\n" * 3 * MIB + b"\0",
]


@pytest.mark.parametrize("content", BINARY, ids=range(len(BINARY)))
def test_a_file_that_is_not_text(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "n.md").write_bytes(content)
    with pytest.raises(store.NoteError, match=r"n\.md: this file is not text"):
        store.read_note(tmp_path / "n.md", root=tmp_path)


@given(content=st.binary(max_size=400), cut=st.integers(1, 400))
def test_whatever_the_bytes_they_are_text_or_not(content: bytes, cut: int) -> None:
    decoder = Decoder("n.md")
    with suppress(store.NoteError):
        text = decoder.decode(content[:cut], final=len(content) <= cut)
        if len(content) > cut:
            text += decoder.decode(content[cut:], final=True)
        assert "\0" not in text
        assert text.isascii() or not content.isascii() or b"\0" in content


@given(text=st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0\ufeff")))
def test_utf8_is_the_text_it_is(text: str) -> None:
    decoder = Decoder("n.md")
    parts = [decoder.decode(bytes([byte]), final=False) for byte in text.encode()]
    assert "".join(parts) + decoder.decode(b"", final=True) == text
    assert decoder.problems == []


def test_a_pipe_is_read_as_it_comes(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_bytes, args=(b"ab\n" * 2 * MIB,))
    writer.start()
    (path,) = store.find_notes([pipe], selection())
    assert sum(len(text) for text in store.read_texts(path)) == 6 * MIB
    writer.join()


def test_a_long_note_is_never_held_as_a_whole(tmp_path: Path) -> None:
    path = tmp_path / "n.md"
    with path.open("wb") as file:
        file.truncate(0)
        for _ in range(32):
            file.write(b"x\n" * (MIB // 2))
    tracemalloc.start()
    length = sum(len(text) for text in store.read_texts(path))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert length == 32 * MIB
    assert peak < 16 * MIB


def test_a_note_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "n.md").symlink_to(tmp_path / "nowhere")
    (path,) = store.find_notes([tmp_path], selection())
    with pytest.raises(store.NoteError, match="cannot be read"):
        store.read_note(path)
    with pytest.raises(store.NoteError, match="cannot be read"):
        store.read_note(tmp_path)


def test_a_byte_order_mark_is_no_text(tmp_path: Path) -> None:
    (tmp_path / "n.md").write_bytes(b"\xef\xbb\xbf# A")
    assert store.read_note(tmp_path / "n.md", root=tmp_path) == Note("n.md", "# A")


def test_files_are_replaced_whole_and_keep_their_permissions(tmp_path: Path) -> None:
    old = tmp_path / "a"
    old.write_text("old")
    old.chmod(0o640)
    store.write(tmp_path, {"a": b"new\n", "b": "ü\n".encode()})
    assert old.read_bytes() == b"new\n"
    assert old.stat().st_mode & 0o777 == 0o640
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "b"]


@pytest.mark.parametrize("names", [("b", "a"), ("a", "b")])
def test_nothing_is_written_unless_all_can_be(tmp_path: Path, names: tuple[str, str]) -> None:
    (tmp_path / "a").write_text("old")
    (tmp_path / "b").mkdir()
    with pytest.raises(PaperbibError, match="cannot be written"):
        store.write(tmp_path, dict.fromkeys(names, b"new"))
    assert (tmp_path / "a").read_text() == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "b"]


def test_a_link_stays_and_the_file_behind_it_is_replaced(tmp_path: Path) -> None:
    real = tmp_path / "elsewhere" / "real.bib"
    real.parent.mkdir()
    real.write_text("old")
    (tmp_path / "a.bib").symlink_to(real)
    store.write(tmp_path, {"a.bib": b"new"})
    assert (tmp_path / "a.bib").is_symlink()
    assert real.read_text() == "new"


def test_a_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "output").write_text("mine")
    with pytest.raises(PaperbibError, match="cannot be written"):
        store.write(tmp_path / "output", {"a": b"x"})
    assert (tmp_path / "output").read_text() == "mine"


def test_a_second_run_on_the_same_folder_is_refused(tmp_path: Path) -> None:
    output, locks = tmp_path / "output", tmp_path / "locks"
    with store.run_lock(output, locks):
        with (
            pytest.raises(PaperbibError) as error,
            store.run_lock(tmp_path / "." / "output", locks),
        ):
            pass
        assert error.value.code is Exit.LOCKED
        with store.run_lock(tmp_path / "other", locks):
            pass
    with store.run_lock(output, locks):
        pass
    assert [path.name for path in tmp_path.iterdir()] == ["locks"]


def test_what_a_killed_run_left_half_written_is_swept(tmp_path: Path) -> None:
    (tmp_path / ".a.bib.x8_tmp01").write_bytes(b"half")
    for name in (".a.bib.swp", "a.bib", ".b.bib.x8_tmp01", ".a.bib.x8_tmp012"):
        (tmp_path / name).write_bytes(b"")
    store.sweep(tmp_path, ["a.bib"])
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        ".a.bib.swp",
        ".a.bib.x8_tmp012",
        ".b.bib.x8_tmp01",
        "a.bib",
    ]
