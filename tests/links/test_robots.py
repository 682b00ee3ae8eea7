"""What a site's rules allow, in files of any making."""

from __future__ import annotations

import time
import urllib.robotparser

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from paperbib.links.robots import LIMIT_BYTES, Robots, Rule

OURS = "paperbib/1.0 (+https://github.com/paperbib/paperbib)"


@pytest.mark.parametrize(
    ("file", "path", "is_allowed"),
    [
        (b"", "/a", True),
        (b"<html>not found</html>", "/a", True),
        (b"\x00\xff\xfe", "/a", True),
        (b"Disallow: /", "/a", True),  # rules for nobody
        (b"User-agent: *\nDisallow:", "/a", True),
        (b"User-agent: *\nDisallow: /", "/a", False),
        (b"\xef\xbb\xbfUser-agent: *\nDisallow: /", "/a", False),
        (b"User-agent: *\rDisallow: /a\r\rDisallow: /b\r", "/b", False),
        (b"User-agent: *\r\nDisallow: /a # why\r\n", "/a", False),
        (b"  USER-AGENT :*\n\tdisallow\t:/a", "/ab", False),
        (b"User-agent: *\nDisallow: /\n\nUser-agent: paperbib\nAllow: /", "/a", True),
        (b"User-agent: PaperBib/2.0\nDisallow: /\n\nUser-agent: *\nAllow: /", "/a", False),
        (b"User-agent: paperbibber\nDisallow: /", "/a", True),
        (b"User-agent: a\nUser-agent: paperbib\nUser-agent: b\nDisallow: /", "/a", False),
        (b"User-agent: paperbib\nDisallow: /a\nUser-agent: x\nUser-agent: *", "/b", True),
        (b"User-agent: paperbib\nDisallow: /a\n\nUser-agent: paperbib\nDisallow: /b", "/b", False),
        (b"User-agent: paperbib\n\nUser-agent: *\nDisallow: /", "/a", False),
        (b"User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/b/c", True),
        (b"User-agent: *\nAllow: /a/b\nDisallow: /a", "/a/c", False),
        (b"User-agent: *\nDisallow: /a\nAllow: /a", "/a", True),
        (b"User-agent: *\nDisallow: /*?", "/a?b", False),
        (b"User-agent: *\nDisallow: /*?", "/a", True),
        (b"User-agent: *\nDisallow: /*.pdf$", "/a/b.pdf", False),
        (b"User-agent: *\nDisallow: /*.pdf$", "/a/b.pdf?c", True),
        (b"User-agent: *\nDisallow: /a$", "/a", False),
        (b"User-agent: *\nDisallow: /a$", "/ab", True),
        (b"User-agent: *\nDisallow: /ab*ba$", "/aba", True),
        (b"User-agent: *\nDisallow: /caf\xc3\xa9", "/caf%C3%A9", False),
        (b"User-agent: *\nDisallow: /a%2fb", "/a/b", True),
        (b"User-agent: *\nDisallow: /a%2fb", "/a%2Fb", False),
        (b"User-agent: *\nDisallow: /%61", "/a", False),
        (b"User-agent: *\nDisallow: /a%2Ab", "/a*b", False),
        (b"User-agent: *\nDisallow: /a%2Ab", "/axb", True),
        (b"User-agent: *\nDisallow: //[x", "/a", True),
        (b"User-agent: *\nDisallow: /", "/robots.txt", True),
        (b"User-agent: *\nSitemap: https://e.org/s\nDisallow: /a", "/a", False),
    ],
)
def test_what_is_allowed(file: bytes, path: str, is_allowed: bool) -> None:  # noqa: FBT001
    assert Robots.parse(file).allows(path) is is_allowed


@pytest.mark.parametrize(
    ("delay", "delay_s"),
    [
        (b"10", 10),
        (b"0.5", 0.5),
        (b"86400", 86_400),
        (b"", 0),
        (b"-3", 0),
        (b"nan", 0),
        (b"inf", 0),
        (b"1e9", 0),
        (b"9" * 5_000, 0),
        ("²".encode(), 0),
        ("٣".encode(), 0),
    ],
)
def test_how_long_to_wait(delay: bytes, delay_s: float) -> None:
    file = b"User-agent: *\nCrawl-delay: " + delay
    assert Robots.parse(file) == Robots((), delay_s)


def test_a_huge_file_is_cut_at_a_whole_line() -> None:
    head = b"User-agent: *\nDisallow: /\n"
    filling = b"#" * (LIMIT_BYTES - len(head) - len(b"\nAllow: /")) + b"\nAllow: /public"
    assert not Robots.parse(head + filling).allows("/private")
    assert len(Robots.parse(b"User-agent: *\n" + b"Disallow: /a\r" * 100_000).rules) < 41_000
    assert Robots.parse(b"x" * 10 * LIMIT_BYTES) == Robots()


def test_a_rule_of_stars_takes_no_time() -> None:
    rule = Rule(b"/" + b"*a" * 100_000 + b"b$", is_allowed=False)
    before_s = time.process_time()
    assert not rule.matches(b"/" + b"a" * 4_000)
    assert time.process_time() - before_s < 1


@given(st.binary(max_size=200), st.text(max_size=20))
def test_any_file_has_an_answer(file: bytes, path: str) -> None:
    assert Robots.parse(b"User-agent: *\n" + file).allows(f"/{path}") in {True, False}


_PATHS = st.from_regex(r"(/[ab]{1,3}){1,3}/?", fullmatch=True)


@given(st.booleans(), _PATHS, _PATHS)
@example(is_own=True, rule="/a", path="/ab")
def test_one_rule_is_read_as_the_standard_library_reads_it(
    is_own: bool,  # noqa: FBT001 - drawn
    rule: str,
    path: str,
) -> None:
    lines = [f"User-agent: {'paperbib' if is_own else '*'}", f"Disallow: {rule}"]
    theirs = urllib.robotparser.RobotFileParser()
    theirs.parse(lines)
    expected = theirs.can_fetch(OURS, f"https://example.org{path}")
    assert Robots.parse("\n".join(lines).encode()).allows(path) is expected
