from __future__ import annotations

import random
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.sources.index import bulk_file
from tests.sources.index.bulk_file import identifier

from paperbib.sources.index import header, near, title_words, titles
from paperbib.sources.index.reading import Index, IndexUnusableError
from paperbib.sources.index.source import IndexSource

TITLES = {
    "1708.07120": "Super-Convergence: Very Fast Training of Neural Networks Using\n"
    "  Large Learning Rates",
    "1308.0850": "Generating Sequences With Recurrent Neural Networks",
    "1706.03762": "Attention Is All You Need",
    "1412.6980": "Adam: A Method for Stochastic Optimization",
    "1502.03167": "Batch Normalization: Accelerating Deep Network Training by Reducing Internal"
    " Covariate Shift",
    "1607.06450": "Layer Normalization",
    "hep-th/9901001": r"Schr\"odinger's $\alpha$-decay and the K\"ahler cone",
    "2101.00001": "深度学习在医学图像分析中的应用",
    "2101.00002": "Нейронные сети и теория поля",
    "2101.00003": "Attention? Attention!",
    "2101.00004": "***",
    "2101.00005": "Neural " * 100_000,
}
OTHERS = [
    bulk_file.line(f"2001.{one:05}", f"On neural network number {one}") for one in range(1, 90)
]
LINES = [bulk_file.line(paper, title) for paper, title in TITLES.items()]


def _index(folder: Path, lines: list[str]) -> Index:
    file = bulk_file.write(folder / "bulk.json", lines)
    bulk_file.built(file, folder / "index")
    return bulk_file.opened(folder / "index")


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    """A bulk file of papers with titles that are known, among others."""
    return _index(tmp_path_factory.mktemp("near"), [*LINES, *OTHERS])


@pytest.mark.parametrize(
    ("title", "paper"),
    [
        ("Super Convergence", "1708.07120"),
        ("superconvergence", "1708.07120"),
        ("Super-Convergence: fast training", "1708.07120"),
        ("Superconvergence: whatever comes then", "1708.07120"),
        ("Generating Sequence with RNN", "1308.0850"),
        ("Recurrent Neural Networks, generating a sequence", "1308.0850"),
        ("Generating Sequences With Recurent Neural Networks", "1308.0850"),
        ("Attention is all you ned", "1706.03762"),
        ("All you need is attention", "1706.03762"),
        ("Adam", "1412.6980"),
        ("adam - a method", "1412.6980"),
        ("Batch Normalisation: Accelerating Deep Network Training", "1502.03167"),
        ("Layer Normalizations", "1607.06450"),
        ("Schrödinger’s α decays", "hep-th/9901001"),
        ("The Kahler cone", "hep-th/9901001"),
        ("深度学习医学图像", "2101.00001"),
        ("Теория поля", "2101.00002"),
        ("attention", "2101.00003"),
    ],
)
def test_nearly_the_same_title_is_the_first_candidate(index: Index, title: str, paper: str) -> None:
    assert index.by_words(title)[:1] == [identifier(paper)]
    assert IndexSource(index).by_words(title, 1) == [identifier(paper)]


@pytest.mark.parametrize(
    "title",
    [
        "",
        "***",
        "the of and",
        "xyzzy plugh",
        "\x00",
        "\ud800",
        '"',
        "a AND (b",
        "NEAR(",
        "title:",
        "*",
    ],
)
def test_there_may_be_no_candidate(index: Index, title: str) -> None:
    assert index.by_words(title) == []


@pytest.mark.parametrize(
    "title",
    [
        "x" * 1_000_000,
        "neural " * 150_000,
        "深" * 1_000_000,
        r"\alpha" * 170_000,
        ": " * 500_000,
        " ".join(f"word{number}" for number in range(100_000)),
    ],
    ids=["one word", "one again and again", "no blanks", "TeX", "colons", "many words"],
)
def test_a_title_of_a_megabyte_takes_no_time(index: Index, title: str) -> None:
    start_s = time.process_time()
    assert len(index.by_words(title)) <= 20
    assert time.process_time() - start_s < 1


def test_there_are_no_more_candidates_than_wanted(index: Index) -> None:
    assert len(index.by_words("neural network")) == 20
    assert len(index.by_words("neural network", 3)) == 3
    assert index.by_words("neural network", 3) == index.by_words("neural network", 90)[:3]


def test_candidates_do_not_depend_on_the_order_of_lines(tmp_path: Path) -> None:
    asked = ["neural network number 7", "Super Convergence", "network", "Adam", "attention need"]
    found = []
    for seed in range(4):
        content = [*LINES, *OTHERS]
        random.Random(seed).shuffle(content)  # noqa: S311 - the same orders every time
        folder = tmp_path / str(seed)
        folder.mkdir()
        index = _index(folder, content)
        found.append([index.by_words(title) for title in asked])
    assert all(found[0])
    assert found == found[:1] * 4


def test_of_a_paper_with_two_lines_the_later_title_counts(tmp_path: Path) -> None:
    papers = [bulk_file.line("2001.00001", title) for title in ("Zebra stripes", "Quagga spots")]
    index = _index(tmp_path, [*papers, *OTHERS[1:]])
    assert index.by_words("quagga spot")[:1] == [identifier("2001.00001")]
    assert [near.Likeness("zebra stripe").of("Quagga spots")] == [0.0]


def test_an_interrupted_build_forgets_no_word(tmp_path: Path) -> None:
    file = bulk_file.write(tmp_path / "bulk.json", [*LINES[:10], *OTHERS, "no record"])
    with pytest.raises(Exception, match="no JSON"):
        bulk_file.built(file, tmp_path / "index")
    index = _index(tmp_path, [*LINES[:10], *OTHERS])
    assert index.by_words("Super Convergence")[:1] == [identifier("1708.07120")]
    assert index.by_words("neural network number 89")[:1] == [identifier("2001.00089")]


@pytest.mark.parametrize(
    "damage",
    [
        "update words_data set block = x'00ff' where id > 10",
        "delete from words_data",
        "drop table words_idx",
    ],
)
def test_a_damaged_table_is_an_index_that_cannot_be_used(tmp_path: Path, damage: str) -> None:
    _index(tmp_path, [*LINES, *OTHERS]).close()
    with closing(sqlite3.connect(tmp_path / "index" / header.INDEX)) as connection:
        connection.execute("pragma writable_schema = on")
        connection.execute(damage)
        connection.commit()
    index = bulk_file.opened(tmp_path / "index")
    with pytest.raises(IndexUnusableError) as raised:
        index.by_words("neural network")
    assert "index build" in raised.value.hint
    index.close()


def test_without_full_text_search_there_are_no_near_titles(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(near, "_TABLE", near._TABLE.replace("fts5", "no_such_thing"))  # noqa: SLF001
    index = _index(tmp_path, LINES)
    assert index.by_words("Super Convergence") == []
    assert index.by_title("Layer normalization") == [identifier("1607.06450")]


def test_an_index_built_elsewhere_is_read_without_full_text_search(
    index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(near, "_ASKING", ("create virtual table temp.asked using no_such_thing",))
    other = bulk_file.opened(index._folder)  # noqa: SLF001 - where the fixture is
    assert other.by_words("Super Convergence") == []
    other.close()


@given(st.text(), st.text())
@example("ﬃ: Ⅷ ㎏ 𝔸 ẞ ᾳ", "\ud800 – \u0345")
@example('K\\"ahler — $\\alpha$', "深 度")
def test_words_are_letters_and_digits_in_small_letters(title: str, other: str) -> None:
    words = title_words.split(title)
    assert all(word and titles.normalise(word) == word for word in words)
    assert title_words.split(" ".join(words)) == words or not title.isascii()
    indexed = title_words.indexed(titles.simplified(title))
    assert title_words.split(indexed)[: len(words)] == words or not title.isascii()
    assert 0 <= near.Likeness(title).of(other) <= 1
    assert near.Likeness(title).of(title) == 1
