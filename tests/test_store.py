import os
from pathlib import Path

import pytest

from paperbib import store
from paperbib.errors import Exit, PaperbibError
from paperbib.model import Note

ENDINGS = frozenset({".md", ".txt"})


def test_notes_of_a_folder_are_sorted_and_others_left_out(tmp_path: Path) -> None:
    for name in (
        "b.md",
        "a.txt",
        "sub/c.MD",
        ".hidden.md",
        ".git/d.md",
        "output/references.md",
        "x.pdf",
    ):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("x")
    outputs = [tmp_path / "output" / "references.md"]
    found = store.find_notes([tmp_path], ENDINGS, leave_out=outputs)
    assert [path.relative_to(tmp_path).as_posix() for path in found] == [
        "a.txt",
        "b.md",
        "sub/c.MD",
    ]


def test_a_named_file_counts_whatever_its_ending_and_once(tmp_path: Path) -> None:
    note = tmp_path / "notes"
    note.write_text("x")
    assert store.find_notes([note, tmp_path / "." / "notes", note], ENDINGS) == [note]


def test_a_folder_that_links_to_itself_is_survived(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("x")
    (tmp_path / "loop").symlink_to(tmp_path)
    assert store.find_notes([tmp_path], ENDINGS) == [tmp_path / "a.md"]


def test_a_pipe_in_a_folder_is_no_note(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("x")
    os.mkfifo(tmp_path / "b.md")
    assert store.find_notes([tmp_path], ENDINGS) == [tmp_path / "a.md"]


def test_a_name_that_is_no_utf8_is_shown_all_the_same(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"b\xff.md")
    path.write_text("x")
    assert store.read_note(path, root=tmp_path).file == "b\ufffd.md"


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
        store.find_notes([tmp_path], ENDINGS)
    assert ".md" in error.value.hint
    with pytest.raises(PaperbibError, match="no such file"):
        store.find_notes([tmp_path / "nothing"], ENDINGS)


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (b"fine\nna\xefve", r"n\.md:2:3: .* \(byte 0xef\)"),
        ("ü\n".encode() + b"\xff", r"n\.md:2:1:"),
        (b"\xef\xbb\xbfab\xff", r"n\.md:1:3:"),
        (b"a\0b", r"n\.md: this file is not text"),
    ],
)
def test_a_note_that_is_no_utf8_text(tmp_path: Path, content: bytes, place: str) -> None:
    (tmp_path / "n.md").write_bytes(content)
    with pytest.raises(PaperbibError, match=place):
        store.read_note(tmp_path / "n.md", root=tmp_path)


def test_a_note_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "n.md").symlink_to(tmp_path / "nowhere")
    (path,) = store.find_notes([tmp_path], ENDINGS)
    with pytest.raises(PaperbibError, match="cannot be read"):
        store.read_note(path)


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
