"""The words of list items without a link: titles, years, people, labels and remarks.

The cases stand in tests/data/unlinked.tsv: how people write such items in the world.
"""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperbib.extract.unlinked import wording
from paperbib.extract.unlinked.brackets import groups
from paperbib.extract.unlinked.tails import cuts

ROOT = Path(__file__).resolve().parents[2]
CASES = [
    line.split("\t")
    for line in (ROOT / "tests/data/unlinked.tsv").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("# ")
]
SIGNS = "aAB .,;:()[]{}\"'“”《》*-–—|#/2017'&by\u200d📄论"
ANY = st.text(alphabet=st.sampled_from(SIGNS), max_size=120)
STYLES = (
    ["Graves, A.", "Schmidhuber, J.", "van der Maaten, L. J.", "Hinton, G."],
    ["A. Graves", "J. Schmidhuber", "L. van der Maaten", "G. E. Hinton"],
)
NAMES = st.sampled_from(STYLES).flatmap(
    lambda names: st.lists(st.sampled_from(names), min_size=2, max_size=4, unique=True)
)
TITLE = st.lists(
    st.sampled_from("neural machines of attention learning deep sparse models graphs".split()),
    min_size=3,
    max_size=9,
).map(lambda words: " ".join(words).capitalize())


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= 200
    assert all(len(case) == 6 for case in CASES)


@pytest.mark.parametrize("case", CASES, ids=[case[0] for case in CASES])
def test_item(case: list[str]) -> None:
    text, likeliest, others, year, people, paper = case
    words = wording.read(text)
    assert words.titles[0] == likeliest
    assert set(filter(None, others.split(";;"))) <= set(words.titles)
    assert words.year == (int(year) if year else None)
    assert words.people == tuple(filter(None, people.split(";")))
    assert words.is_called_paper == bool(paper)


@pytest.mark.parametrize(
    ("text", "annotation"),
    [
        ("Attention is all you need - great read", "great read"),
        ("RMSNormLayer # most used, I think nowadays", "most used, I think nowadays"),
        ("ResNet (residual and skip connection, research paper)", "residual and skip connection"),
        ("RTRBM (research paper)-- energy model, interesting!", "energy model, interesting!"),
        ("Pixel RNN (maybe if interested)", "maybe if interested"),
        ("Attention is all you need (2017)", None),
        ("Attention is all you need", None),
        ("Attention is all you need. NeurIPS 2017.", None),
        ("“Attention is all you need” - a classic", "a classic"),
    ],
)  # fmt: skip
def test_annotation(text: str, annotation: str | None) -> None:
    assert wording.read(text).annotation == annotation


@pytest.mark.parametrize(
    ("is_dated", "titles", "year"),
    [
        (False, ("2001: A Space Odyssey", "A Space Odyssey", "2001"), None),
        (True, ("A Space Odyssey", "2001: A Space Odyssey"), 2001),
    ],
)
def test_a_year_with_a_colon_is_the_titles_unless_its_neighbours_have_one(
    is_dated: bool,  # noqa: FBT001 - a parameter of a test
    titles: tuple[str, ...],
    year: int | None,
) -> None:
    words = wording.read("2001: A Space Odyssey", is_dated=is_dated)
    assert words.titles == tuple(one for one in titles if one != "2001")
    assert words.year == year


@given(ANY)
def test_any_words_are_read(text: str) -> None:
    words = wording.read(text)
    assert words.titles
    assert all(one == one.strip() for one in words.titles)
    assert len(set(words.titles)) == len(words.titles) <= 8
    assert words.year is None or str(words.year)[-2:] in text
    assert all(set(name) <= set(text) | set(", ") for name in words.people)


@given(ANY)
def test_brackets_are_apart(text: str) -> None:
    found = groups(text)
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert all(text[one.start] in "([{（【" and text[one.end - 1] in ")]}）】" for one in found)


@given(ANY)
def test_cuts_are_in_order_and_a_remark_is_the_last(text: str) -> None:
    found = cuts(text)
    assert [one.start for one in found] == sorted(one.start for one in found)
    assert not any(one.is_remark for one in found[:-1])


@given(TITLE, NAMES, st.integers(1950, 2029))
def test_references_of_all_styles_name_their_title(title: str, names: list[str], year: int) -> None:
    apa = f"{', '.join(names)} ({year}). {title}. arXiv."
    quoted = f'{" and ".join(names)}, "{title}", {year}'
    behind = f"{title} ({' and '.join(names)}, {year})"
    for text in (apa, quoted, behind):
        words = wording.read(text)
        assert words.titles[0] == title
        assert words.year == year
        assert len(words.people) == len(names)


@given(TITLE, st.sampled_from((" - great read", " # old", " (paper)", " -- see notes", "!!")))
def test_a_title_is_found_in_front_of_any_tail(title: str, tail: str) -> None:
    assert title in [one.rstrip("!") for one in wording.read(title + tail).titles]
