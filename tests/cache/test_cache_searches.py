"""Searches in the cache: what they found, and when."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from tests.cache.cache_samples import NAME, OTHER, PAPER, found

from paperbib.cache import Cache

DAY_S = 86_400.0


def test_the_last_search_counts(tmp_path: Path) -> None:
    with Cache(tmp_path) as cache:
        assert cache.search("ti:moss") is None
        cache.keep_search("ti:moss", [PAPER], now_s=1)
        cache.keep_search("ti:moss", [OTHER, PAPER], now_s=2)
        cache.keep_search("ti:none", [], now_s=3)
    with Cache(tmp_path) as cache:
        assert cache.search("ti:moss") == ((OTHER, PAPER), 2.0)
        assert cache.search("ti:none") == ((), 3.0)
        cache.prune(now_s=2.5 + DAY_S, max_age_s=DAY_S)
        assert cache.search("ti:moss") is None
        assert cache.search("ti:none") == ((), 3.0)
        cache.clear()
        assert cache.search("ti:none") is None


def test_what_is_no_identifier_was_not_found(tmp_path: Path) -> None:
    with Cache(tmp_path) as cache:
        cache.keep_search("ti:moss", [PAPER], now_s=1)
    with sqlite3.connect(tmp_path / NAME) as connection:
        connection.execute("update searches set found = 'nonsense'")
    connection.close()
    with Cache(tmp_path) as cache:
        assert cache.search("ti:moss") is None
        assert cache.problems == []


def test_a_cache_from_before_searches_is_kept(tmp_path: Path) -> None:
    with Cache(tmp_path) as cache:
        cache.keep([found()], now_s=1)
    with sqlite3.connect(tmp_path / NAME) as connection:
        connection.execute("drop table searches")
        connection.execute("pragma user_version = 2")
    connection.close()
    with Cache(tmp_path) as cache:
        assert cache.counts() == {"arxiv": 1}
        cache.keep_search("ti:moss", [PAPER], now_s=1)
        assert cache.search("ti:moss") == ((PAPER,), 1.0)
        assert cache.problems == []
