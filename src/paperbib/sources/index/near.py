"""Titles that are nearly the same: the words of all titles, and which papers have them.

The table is SQLite's own full-text index (FTS5) without the texts: which words,
stemmed by Porter's rules, the title of which paper has. Where a title has a
head, as before a colon, the whole head is one more word. A Python whose SQLite
has no FTS5 builds and reads indexes all the same, and finds no near titles.
Source: SQLite FTS5 Extension, sections 4.3.3 (Porter), 4.4 (contentless), 6 (fts5vocab).
"""

from __future__ import annotations

import heapq
import math
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Sequence

from paperbib.sources.index import title_words, titles

_TABLE = """
create virtual table words
using fts5(title, content = '', columnsize = 0, detail = none, tokenize = 'porter ascii')
"""
_KEEP = "insert into words (rowid, title) values (?, ?)"
_ASKING = (
    "pragma temp_store = memory",
    "create virtual table temp.asked using fts5(title, detail = none, tokenize = 'porter ascii')",
    "create virtual table temp.stems using fts5vocab('temp', 'asked', 'instance')",
    "create virtual table temp.known using fts5vocab('main', 'words', 'row')",
)
_IS_THERE = "select 1 from main.sqlite_master where name = 'words'"
_PAPERS = "select rowid from words where words match ? order by rowid limit ?"

_MOST_WORDS = 12
_MOST_PAPERS = 2_500
"""Of so many papers words are counted, beginning with the rarest word."""
_MOST_TOGETHER, _MOST_TOGETHER_PAPERS = 5, 200
_MOST_ASKED = 40
_MOST_KNOWN = 10_000
_HEAD_WEIGHT, _BASE = 1_000.0, 1e7
_SILENT = frozenset(
    """
    a an and are as at be but by for from if in into is it its no not of on or over that the their
    there these they this to toward towards under using via was we what when which will with you
    """.split()
)


def make(connection: sqlite3.Connection) -> None:
    """Make the table of a new index, where SQLite can."""
    try:
        connection.execute(_TABLE)
    except sqlite3.OperationalError as error:
        if not _is_for_want_of_fts(error):
            raise


def is_there(connection: sqlite3.Connection) -> bool:
    """Whether an index has the table."""
    return connection.execute(_IS_THERE).fetchone() is not None


def keep(connection: sqlite3.Connection, texts: Iterable[tuple[int, str]]) -> None:
    """Enter papers and what `title_words.indexed` gives of their titles.

    Args:
        connection: The draft; it has the table.
        texts: By number; papers in rising order go in fastest.
    """
    connection.executemany(_KEEP, texts)


class Likeness:
    """How much titles have in common with one title: by three letters in a row.

    Args:
        title: That one.
    """

    def __init__(self, title: str) -> None:
        self._normal = titles.normalise(title[: title_words.LONGEST])
        self._threes = _threes(self._normal)

    def of(self, other: str) -> float:
        """From 0 to 1, which it is also where the one is the head of the other."""
        start = titles.simplified(other[: title_words.LONGEST])
        normal = titles.normalise(start)
        head = title_words.head_of(start)
        if self._normal in {normal, titles.normalise(head) if head else normal}:
            return 1.0
        threes = _threes(normal)
        return 2 * len(self._threes & threes) / (len(self._threes) + len(threes))


def _threes(text: str) -> set[str]:
    return {text[at : at + 3] for at in range(max(len(text) - 2, 1))}


class Words:
    """The words of all titles of an index.

    Args:
        connection: An index that is open for reading.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._count_by_stem: dict[str, int] = {}
        self._is_ready: bool | None = None

    def papers(self, title: str, most: int) -> list[int]:
        """The numbers of papers that have many, and rare, words of a title, the best first.

        Raises:
            sqlite3.DatabaseError: When the index is damaged.
        """
        if self._is_ready is None:
            self._is_ready = self._prepare()
        if not self._is_ready:
            return []
        found: dict[int, float] = defaultdict(float)
        heads = {title_words.head_word(one) for one in (title, title_words.head_of(title))}
        for head in filter(None, heads):
            self._count(found, [head], _HEAD_WEIGHT, _MOST_TOGETHER_PAPERS)
        counts = sorted((self._papers_of(stem), word) for stem, word in self._stems(title))
        self._count_words(found, [(number, word) for number, word in counts if number])
        ranked = heapq.nsmallest(most, ((-weight, paper) for paper, weight in found.items()))
        return [paper for _, paper in ranked]

    def _prepare(self) -> bool:
        if not is_there(self._connection):
            return False
        try:
            for statement in _ASKING:
                self._connection.execute(statement)
        except sqlite3.OperationalError as error:
            if _is_for_want_of_fts(error):
                return False
            raise
        return True

    def _stems(self, title: str) -> list[tuple[str, str]]:
        """The words of a title, each with its stem, which only SQLite knows; no stem twice."""
        words = [word for word in title_words.split(title) if word not in _SILENT]
        self._connection.execute("delete from temp.asked")
        rows = enumerate(words[:_MOST_ASKED])
        self._connection.executemany("insert into temp.asked (rowid, title) values (?, ?)", rows)
        stems = self._connection.execute("select term, doc from temp.stems").fetchall()
        return [(stem, words[place]) for stem, place in dict(stems).items()]

    def _papers_of(self, stem: str) -> int:
        """How many papers have a word."""
        if stem not in self._count_by_stem:
            if len(self._count_by_stem) >= _MOST_KNOWN:
                self._count_by_stem.clear()
            query = "select doc from temp.known where term = ?"
            row = self._connection.execute(query, [stem]).fetchone()
            self._count_by_stem[stem] = row[0] if row else 0
        return self._count_by_stem[stem]

    def _count_words(self, found: dict[int, float], counts: Sequence[tuple[int, str]]) -> None:
        """Give each paper of a word some weight, the more the rarer the word is."""
        left = _MOST_PAPERS
        for number, word in counts[:_MOST_WORDS]:
            left -= number
            if left < 0:
                break
            self._count(found, [word], math.log(_BASE / number), number)
        else:
            return
        # The others are common words: papers that have some of them with the rarest one.
        words = [word for _, word in counts]
        for size in range(2, min(len(words), _MOST_TOGETHER) + 1):
            self._count(found, words[:size], 1.0, _MOST_TOGETHER_PAPERS)

    def _count(
        self, found: dict[int, float], words: Sequence[str], weight: float, most: int
    ) -> None:
        query = " AND ".join(f'"{word}"' for word in words)
        for (paper,) in self._connection.execute(_PAPERS, (query, most)):
            found[paper] += weight


def _is_for_want_of_fts(error: sqlite3.OperationalError) -> bool:
    return "no such module" in str(error)
