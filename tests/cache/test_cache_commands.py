"""``paperbib cache``: what it says, what it forgets, and how it ends."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.cache.cache_samples import NAME, OTHER, PAPER, PAPERS, THIRD, found, invalid, missing

from paperbib.cache import Cache
from paperbib.cli import main

DAY_S = 86_400.0

Run = Callable[..., tuple[int, list[str], str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command of the cache in ``tmp_path``; exit code, lines of data, and what was said."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PAPERBIB_CACHE_DIR", str(tmp_path))

    def run_in(*words: str) -> tuple[int, list[str], str]:
        with pytest.raises(SystemExit) as exit_:
            main(["cache", *words])
        out, err = capsys.readouterr()
        return int(str(exit_.value.code)), out.splitlines(), err

    return run_in


def test_info_of_an_empty_cache(tmp_path: Path, run: Run) -> None:
    code, lines, err = run("info")
    assert (code, lines[0], err) == (0, str(tmp_path / NAME), "")
    assert re.fullmatch(r"size: \d+\.\d kB", lines[1])
    assert len(lines) == 2


def test_info_of_answers_and_an_index(tmp_path: Path, run: Run) -> None:
    with Cache(tmp_path) as cache:
        cache.keep([found(version=1), found(OTHER), missing(THIRD)], now_s=0)
        cache.keep([found(version=2), invalid(PAPERS[4])], now_s=1_700_000_000)
        cache.keep([missing(PAPER, "oai")], now_s=1_699_999_999)
    (tmp_path / "index" / "inner").mkdir(parents=True)
    (tmp_path / "index" / "inner" / "a").write_bytes(b"x" * 1_000_000)
    (tmp_path / "index" / "b").write_bytes(b"x" * 240_000)
    code, lines, err = run("info")
    assert (code, err) == (0, "")
    assert lines[2:] == [
        "arxiv: 4 answers (2 found, 1 missing, 1 invalid), 3 versions, 1970-01-01 to 2023-11-14",
        "oai: 1 answer (0 found, 1 missing, 0 invalid), 0 versions, 2023-11-14",
        "index: 1.2 MB",
    ]


def test_info_of_a_time_that_is_none(tmp_path: Path, run: Run) -> None:
    with Cache(tmp_path) as cache:
        cache.keep([found()], now_s=1e300)
    code, lines, _ = run("info")
    assert (code, lines[2].split(", ")[-1]) == (0, "unknown")


def test_clear(tmp_path: Path, run: Run) -> None:
    with Cache(tmp_path) as cache:
        cache.keep([found(), missing(OTHER)], now_s=0)
    assert run("clear") == (0, [], "2 answers forgotten\n")
    assert run("clear") == (0, [], "0 answers forgotten\n")


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ((), {PAPER, OTHER}),
        (("--older-than", "100"), {PAPER}),
        (("--older-than", "5"), set()),
        (("--older-than", "0"), set()),
        (("--older-than", "36500"), {PAPER, OTHER, THIRD}),
    ],
)
def test_prune(tmp_path: Path, run: Run, words: tuple[str, ...], left: set[object]) -> None:
    now_s = time.time()
    with Cache(tmp_path) as cache:
        for age_days, paper in ((10, PAPER), (300, OTHER), (400, THIRD)):
            cache.keep([found(paper, "x" * 400_000)], now_s=now_s - age_days * DAY_S)
    code, lines, err = run("prune", *words)
    assert (code, lines) == (0, [])
    went = 3 - len(left)
    said = re.fullmatch(r"(\d) answers forgotten, (0 B|[\d.]+ [kM]B) given back\n", err)
    assert said
    assert int(said[1]) == went
    # An entry of 400 kB, and what SQLite needs to hold it.
    amount, unit = said[2].split()
    given_back = float(amount) * {"B": 1, "kB": 1e3, "MB": 1e6}[unit]
    assert went * 400_000 <= given_back <= went * 400_000 + 60_000
    with Cache(tmp_path) as cache:
        assert set(cache.answers("arxiv", PAPERS)) == left


@pytest.mark.parametrize("days", ["-1", "x", "1" + "0" * 400])
def test_a_wrong_number_of_days(run: Run, days: str) -> None:
    code, _, err = run("prune", "--older-than", days)
    assert code == 2
    assert "--older-than" in err


@pytest.mark.parametrize("command", ["info", "clear", "prune"])
def test_a_broken_cache_is_a_warning(tmp_path: Path, run: Run, command: str) -> None:
    (tmp_path / NAME).write_bytes(b"no cache " * 1000)
    code, _, err = run(command)
    assert code == 0
    assert str(tmp_path / "paperbib.broken") in err


@pytest.mark.parametrize(("command", "code"), [("info", 0), ("clear", 2), ("prune", 2)])
def test_a_cache_that_cannot_be(tmp_path: Path, run: Run, command: str, code: int) -> None:
    (tmp_path / NAME).mkdir()
    got, _, err = run(command)
    assert got == code
    assert "cannot be used" in err


@pytest.mark.parametrize("words", [(), ("info",), ("clear",), ("prune",)])
def test_help_fits_a_terminal(run: Run, words: tuple[str, ...]) -> None:
    code, lines, _ = run(*words, "--help")
    assert code == 0
    assert max(len(line) for line in lines) <= 80
    assert len(lines[2].strip()) > 20
