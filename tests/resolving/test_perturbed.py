"""Real titles of arXiv's, typed by people: what must still be found, and what must not."""

from __future__ import annotations

import json
import random
import re
import string
import time
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from tests.resolving.making import item, record

from paperbib.identifiers.identifier import Identifier
from paperbib.model import Name, PartialDate, Record, Reference
from paperbib.resolving import Titles

ROOT = Path(__file__).resolve().parents[2]
ARXIV = ROOT.parent / "shared" / "arxiv"
pytestmark = pytest.mark.skipif(not ARXIV.is_dir(), reason="arXiv's records are not here")

Perturb = Callable[[str, random.Random], str | None]
_PLAIN = re.compile(r"[^\\$^_{}]*")


def to_record(line: str) -> Record:
    entry = json.loads(line)
    year = re.search(r"\b\d{4}\b", entry["versions"][0]["created"])
    return record(entry["id"], " ".join(entry["title"].split()), "", int(year[0]) if year else 0)


@cache
def records() -> tuple[Record, ...]:
    """One record of each title that only one paper has."""
    lines = (ARXIV / "derived_kaggle_schema.jsonl").read_text().splitlines()
    found = [to_record(line) for line in lines]
    number = Counter((one.title or "").casefold() for one in found)
    return tuple(one for one in found if number[(one.title or "").casefold()] == 1)


@cache
def library() -> Titles:
    return Titles(Reference(identifiers=(one.identifier,), records=(one,)) for one in records())


def long_words(title: str) -> list[str]:
    return [word for word in title.split() if word.isascii() and word.isalpha() and len(word) > 5]


def capitals(title: str, _: random.Random) -> str | None:
    # Capitals make another command of TeX's.
    return title.upper() if _PLAIN.fullmatch(title) else None


def hyphens(title: str, _: random.Random) -> str:
    # The minus of a particle is no hyphen.
    return re.sub(r"(?<=[^\W\d_]{3})-(?=[^\W\d_]{2})", " ", title)


def plural(title: str, chance: random.Random) -> str | None:
    words = [word for word in long_words(title) if not word.endswith(("s", "ing", "y", "h"))]
    if not words or len(title.split()) < 6 or len(long_words(title)) < 4:
        return None
    word = chance.choice(words)
    return title.replace(word, f"{word}s", 1)


def typo(title: str, chance: random.Random) -> str | None:
    if len(title.split()) < 6 or len(long_words(title)) < 4:
        return None
    word = chance.choice(long_words(title))
    place = chance.randrange(1, len(word) - 2)
    start, end = word[:place], word[place:]
    letter = chance.choice(string.ascii_lowercase)
    wrong = chance.choice(
        [
            start + end[1:],
            start + letter + end,
            start + letter + end[1:],
            start + end[1::-1] + end[2:],
        ]
    )
    return title.replace(word, wrong, 1)


def not_(title: str, _: random.Random) -> str:
    return f"Not {title}"


def part(title: str, _: random.Random) -> str:
    return f"{title}, Part IV"


def comment(title: str, _: random.Random) -> str:
    return f"Comment on {title}"


def number(title: str, _: random.Random) -> str | None:
    found = re.search(r"(?<!\S)\d+(?!\S)", title)
    return title.replace(found[0], f"{found[0]}7", 1) if found else None


def other_head(title: str, _: random.Random) -> str | None:
    head, colon, rest = title.partition(": ")
    return f"Zymurgy of hops: {rest}" if colon and len(head) > 3 else None


def other_word(title: str, chance: random.Random) -> str | None:
    words = long_words(title)
    return title.replace(chance.choice(words), "zymurgy", 1) if words else None


def topic(title: str, _: random.Random) -> str | None:
    words = long_words(title)
    return " ".join(words[:2]) if len(words) > 3 else None


def perturbed(how: Perturb) -> Iterator[tuple[str, Record]]:
    chance = random.Random(how.__name__)  # noqa: S311 - the same titles every time
    for one in records():
        title = one.title or ""
        other = how(title, chance)
        if other and other != title:
            yield other, one


@pytest.mark.parametrize(
    ("how", "least"), [(capitals, 0.995), (hyphens, 0.995), (plural, 0.97), (typo, 0.97)]
)
def test_found(how: Perturb, least: float) -> None:
    found = [
        (_meant(title, one, is_dated=how is typo), one.identifier) for title, one in perturbed(how)
    ]
    assert len(found) > 200
    assert [pair for pair in found if pair[0] not in {None, pair[1]}] == []
    assert sum(one == other for one, other in found) / len(found) >= least


def _meant(title: str, one: Record, *, is_dated: bool) -> Identifier | None:
    """What a title is resolved to; a typing error needs the year."""
    year = one.published.year if is_dated and one.published else None
    return library().resolve(item(title, year=year, is_called_paper=True)).identifier


def test_a_typing_error_alone_is_no_other_paper() -> None:
    found = [(_meant(title, one, is_dated=False), one.identifier) for title, one in perturbed(typo)]
    assert [pair for pair in found if pair[0] not in {None, pair[1]}] == []


@pytest.mark.parametrize("how", [not_, part, comment, number, other_head, other_word, topic])
def test_not_found(how: Perturb) -> None:
    asked = list(perturbed(how))
    assert len(asked) > 40
    wrong = [
        (title, one.title)
        for title, one in asked
        if library().resolve(item(title, is_called_paper=True)).identifier == one.identifier
    ]
    assert wrong == []


def test_who_speaks_against_it() -> None:
    asked = [
        (item(one.title or "", year=1901), one) for one in records() if len(one.title or "") > 9
    ]
    assert [one for asks, one in asked if library().resolve(asks).identifier] == []


def test_a_large_library_takes_linear_time() -> None:
    """100,000 references in 2 s, so 20,000 in half a second, or in four times that on a bad day."""
    author = (Name(family="Lee", given="Ann"),)
    references = []
    for place, (one, other) in enumerate(
        (one, other) for one in records()[:200] for other in records()[200:300]
    ):
        title = f"{one.title} {(other.title or '').split()[0]}{place}"
        known = one.model_copy(
            update={"title": title, "authors": author, "published": PartialDate(year=2000)}
        )
        references.append(
            Reference.model_construct(identifiers=(known.identifier,), records=(known,))
        )
    start_s = time.process_time()
    large = Titles(references)
    built_s = time.process_time()
    for reference in references[:2000:20]:
        large.resolve(item(reference.title or ""))
    assert len(references) == 20_000
    assert built_s - start_s < 2
    assert time.process_time() - built_s < 5
