"""The four reading notes: every mention, its place and its context.

The expected answers are tests/data/golden/seeds.tsv; the same hold for the
originals of the notes, where these are present.
"""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from paperbib.extract import extract
from paperbib.model import Mention, Note, Problem

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="the original notes are not here")
FOLDERS = [
    pytest.param(ROOT / "seeds", id="seeds"),
    pytest.param(SHARED / "seeds", id="originals", marks=needs_shared),
]
COLUMNS = ("file", "line", "column", "identifier", "year", "state", "section", "parent", "title")


def read(folder: Path) -> tuple[list[Mention], list[Problem]]:
    mentions: list[Mention] = []
    problems: list[Problem] = []
    for path in sorted(folder.glob("*.txt")):
        found = extract(Note(path.name, path.read_bytes().decode()), until=2612)
        mentions += found.mentions
        problems += found.problems
    return mentions, problems


def as_row(mention: Mention) -> str:
    values = mention._asdict() | {"section": " / ".join(mention.section)}
    return "\t".join("" if values[name] is None else str(values[name]) for name in COLUMNS)


def test_every_mention(golden: Callable[[str, str], None]) -> None:
    mentions, _ = read(ROOT / "seeds")
    rows = ["\t".join(COLUMNS), *map(as_row, mentions)]
    golden("seeds.tsv", "\n".join(rows) + "\n")


@needs_shared
def test_the_originals_have_the_same_mentions() -> None:
    """Titles of pages may be words of the note, which are our own here."""

    def rows(folder: Path) -> list[str]:
        return [
            as_row(one if one.identifier.scheme == "arxiv" else one._replace(title=""))
            for one in read(folder)[0]
        ]

    assert rows(ROOT / "seeds") == rows(SHARED / "seeds")


@pytest.mark.parametrize("folder", FOLDERS)
def test_counts(folder: Path) -> None:
    mentions, problems = read(folder)
    papers = {one.identifier for one in mentions if one.identifier.scheme == "arxiv"}
    pages = {one.identifier for one in mentions if one.identifier.scheme == "url"}
    assert (len(papers), len(pages), len(papers | pages)) == (33, 166, 199)
    per_file = {
        file[:3]: len({m.identifier for m in mentions if m.file == file and m.identifier in papers})
        for file in {one.file for one in mentions}
    }
    assert per_file == {"000": 18, "001": 19, "002": 3, "004": 14}
    assert [(one.file[:3], one.line) for one in problems] == [("004", 62), ("004", 149)]
    assert not [one for one in mentions if "googleusercontent.com/" in one.identifier.value]


@needs_shared
@pytest.mark.parametrize("folder", FOLDERS)
def test_the_answer_made_by_hand(folder: Path) -> None:
    expected = json.loads((SHARED / "seeds-golden.json").read_text(encoding="utf-8"))
    mentions, _ = read(folder)
    by_place = {(one.file, one.line, one.identifier.value): one for one in mentions}
    wrong_titles = []
    number = 0
    for paper in expected["papers"]:
        for place in paper["mentions"]:
            mention = by_place[place["file"], place["line"], paper["arxiv_id"]]
            assert list(mention.section) == place["section"]
            assert mention.state == place.get("todo")
            assert mention.year == place.get("note_year")
            spellings = {plain(place.get("note_title")), plain(place.get("note_title_raw"))}
            if plain(mention.title) not in spellings:
                wrong_titles.append((place["file"], place["line"], mention.title))
            number += 1
    assert (number, wrong_titles) == (55, [])
    for page in expected["nonarxiv_urls"]:
        for place in page["mentions"]:
            mention = by_place[place["file"], place["line"], page["canonical"]]
            assert mention.raw == place["raw"]
            assert list(mention.section) == place["section"]
            assert mention.state == place.get("todo")
    values = {one.identifier.value for one in mentions}
    assert values == {paper["arxiv_id"] for paper in expected["papers"]} | {
        page["canonical"] for page in expected["nonarxiv_urls"]
    }


@needs_shared
def test_the_notes_here_are_no_copy() -> None:
    """Same references, own words: no commentary line of some length is shared."""
    for path in sorted((ROOT / "seeds").glob("*.txt")):
        ours = path.read_text(encoding="utf-8").splitlines()
        theirs = (SHARED / "seeds" / path.name).read_text(encoding="utf-8").splitlines()
        assert len(ours) == len(theirs)
        shared = [
            line
            for line in set(ours) & set(theirs)
            if len(line) > 60 and "://" not in line and not re.match(r"(- )?(20\d\d |#)", line)
        ]
        assert [line for line in shared if not line.lstrip().startswith("- [")] == []


def plain(title: str | None) -> str:
    return re.sub(r"\W+", "", (title or "").casefold())
