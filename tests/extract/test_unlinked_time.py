"""Looking for items without a link takes time that grows with the note's length only."""

from __future__ import annotations

import time

import pytest

from paperbib.extract import find_unlinked
from paperbib.extract.unlinked import wording
from paperbib.model import Note

_SMALL, _LARGE = 20_000, 80_000
_MOST_GROWTH = 9.0
"""Four times the length may take so many times the time: sixteen were quadratic."""
_LEAST_S = 0.05
"""What takes less is not worth a comparison."""
_UNITS = [
    "- a\n", "- (", "- (a) (b) ", '- "', "- “a” ", "- a: ", "- a: b: c\n", "- a — b — ", "- a -- ",
    "- A, B, C, ", "- by A. B, ", "- a by A by B\n", "- A et al. ", "- a. A. ", "- - a\n",
    "- a\n  b\n", "- a\n  - b\n", "[1] a\n", "• a\n", "- [a](./b)\n", "| Title |\n|---|\n| a |\n",
    "- 2001: a\n", "- [a", "- 【", "- TODO ", "- ⭐", "- a & B ", "1. ",
]  # fmt: skip
_SIGNS = [
    "(",
    "[",
    '"',
    "“",
    "a: ",
    "— ",
    " - ",
    "by A ",
    "A, ",
    "A and ",
    "et al. ",
    "2001 ",
    "A.",
]


def _seconds(file: str, unit: str, length: int) -> float:
    note = Note(file, unit * (length // len(unit)))
    start = time.perf_counter()
    find_unlinked(note)
    return time.perf_counter() - start


@pytest.mark.parametrize("file", ["n.md", "n.txt", "n.org", "n.rst"])
@pytest.mark.parametrize("unit", _UNITS)
def test_growth(file: str, unit: str) -> None:
    small = min(_seconds(file, unit, _SMALL) for _ in range(2))
    large = _seconds(file, unit, _LARGE)
    assert large < _LEAST_S or large < _MOST_GROWTH * max(small, _LEAST_S / 4)


@pytest.mark.parametrize("sign", _SIGNS)
def test_words_of_one_item(sign: str) -> None:
    # Longer texts are no items; this is the longest.
    start = time.perf_counter()
    wording.read(f"A {sign * 600}"[:600])
    assert time.perf_counter() - start < 1


def test_a_text_is_no_item() -> None:
    assert find_unlinked(Note("n.md", f"- {'many words ' * 100}\n")) == []
