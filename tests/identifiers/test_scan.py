import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperbib.identifiers import scan

UNTIL = 2612


def found(text: str) -> list[str]:
    return [
        str(one.cited.identifier) + (f"v{one.cited.version}" if one.cited.version else "")
        for one in scan.find(text, until=UNTIL)
        if one.cited
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("see arXiv:1706.03762v2.", ["arxiv:1706.03762v2"]),
        ("arXiv: hep-th/9901001, and", ["arxiv:hep-th/9901001"]),
        ("(1706.03762)", ["arxiv:1706.03762"]),
        ("1706.03762, 1810.04805;", ["arxiv:1706.03762", "arxiv:1810.04805"]),
        ("math.GT/0309136v2 is", ["arxiv:math/0309136v2"]),
        ("https://arxiv.org/abs/1706.03762.", ["arxiv:1706.03762"]),
        ("(https://arxiv.org/pdf/2005.14165)", ["arxiv:2005.14165"]),
        ("arxiv.org/abs/1706.03762v2", ["arxiv:1706.03762v2"]),
        ("doi.org/10.1000/x", ["doi:10.1000/x"]),
        ("doi:10.1000/xyz.", ["doi:10.1000/xyz"]),
        ("DOI 10.1000/xyz and 1706.03762", ["doi:10.1000/xyz", "arxiv:1706.03762"]),
        ("10.48550/arXiv.1706.03762", ["arxiv:1706.03762"]),
        ("https://e.org/a https://e.org/b -", ["url:https://e.org/a", "url:https://e.org/b"]),
        ("https://en.wikipedia.org/wiki/A_(b)).", ["url:https://en.wikipedia.org/wiki/A_(b)"]),
        ("HTTPS://E.ORG/A", ["url:https://e.org/A"]),
        ("CoRR abs/2005.14165", ["arxiv:2005.14165"]),
        ("volume = {abs/2005.14165},", ["arxiv:2005.14165"]),
        ("eprint = {1706.03762v2},", ["arxiv:1706.03762v2"]),
        ('eprint="hep-th/9901001"', ["arxiv:hep-th/9901001"]),
        ("{{cite arXiv |eprint=1706.03762|class=cs.CL}}", ["arxiv:1706.03762"]),
        ("|arxiv=1706.03762", ["arxiv:1706.03762"]),
        ("oai:arXiv.org:1706.03762", ["arxiv:1706.03762"]),
        ("@arxiv:1706.03762", ["arxiv:1706.03762"]),
        (
            "arXiv:1706.03762, 1810.04805 and 1409.0473v7",
            ["arxiv:1706.03762", "arxiv:1810.04805", "arxiv:1409.0473v7"],
        ),
        ("2017arXiv170603762V", ["arxiv:1706.03762"]),
        ("2014arXiv1409.0473B 2014arXiv14090473B", ["arxiv:1409.0473"] * 2),
        ("DBLP:journals/corr/abs-1810-04805", ["arxiv:1810.04805"]),
        ("1706.03762Great paper", ["arxiv:1706.03762"]),
        ("arXiv:1706.03762v2Great", ["arxiv:1706.03762v2"]),
        ("arXiv 1706.03762", ["arxiv:1706.03762"]),
        ("_arXiv:1706.03762_", ["arxiv:1706.03762"]),
        (
            "https://arxiv.org/abs/2105.14103https://arxiv.org/abs/2109.01652",
            ["arxiv:2105.14103", "arxiv:2109.01652"],
        ),
        ("https://e.org/ahttp://e.org/b", ["url:https://e.org/a", "url:http://e.org/b"]),
        ("https://e.org/?u=https://e.net/b", ["url:https://e.org/?u=https://e.net/b"]),
        ("https://e.org/a?x={y}&z=1 tail", ["url:https://e.org/a?x={y}&z=1"]),
        ("\\href{https://e.org/a}{text}", ["url:https://e.org/a"]),
        ("doi = {10.1000/x_1},", ["doi:10.1000/x_1"]),
        (
            "doi:10.1002/(SICI)1097-4571(199806)49:8<693::AID-ASI4>3.0.CO;2-O.",
            ["doi:10.1002/(SICI)1097-4571(199806)49:8<693::AID-ASI4>3.0.CO;2-O"],
        ),
        (
            "见https://e.org/f，好（https://e.org/g）",
            ["url:https://e.org/f", "url:https://e.org/g"],
        ),
        ("https://zh.wikipedia.org/wiki/注意力 x", ["url:https://zh.wikipedia.org/wiki/注意力"]),
        ("https://e.org/?b=_ x", ["url:https://e.org/?b=_"]),
        ("_https://e.org/a_ x", ["url:https://e.org/a"]),
        ("«https://e.org/g», 见https://e.org/h。", ["url:https://e.org/g", "url:https://e.org/h"]),
    ],
)
def test_found(text: str, expected: list[str]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "perplexity.ai",
        "3292500.3330701",
        "1.1502.1234",
        "1713.00001",
        "1706.3762",
        "9912.34567",
        "2712.34567",
        "docs/0112017",
        "questions/5306142",
        "lyrics/9901001",
        "10.1145/3292500.3330701"[8:],
        "doi=10.1.1.398.7446",
        "$1706.03762",
        "1706.03762%",
        "v1706.03762",
        "1706.03762.5",
        "1706.03762a",
        "1706.03762X",
        "arXiv:1706.03762_5",
        "foo/abs/1706.03762",
        "eprint = {12345}",
        "2017arXiv171303762V",
        "1,706.03762",
        "~smith/physics/0101001",
        "",
    ],
)
def test_nothing_found(text: str) -> None:
    assert found(text) == []


def test_a_doi_hides_the_digits_in_it_and_nothing_else() -> None:
    assert found("10.1234/1706.03762 1810.04805") == ["doi:10.1234/1706.03762", "arxiv:1810.04805"]


def test_a_prefixed_typo_is_a_fault() -> None:
    (one,) = scan.find("arXiv:1713.03762", until=UNTIL)
    assert one.cited is None
    assert "no month 13" in one.fault


def test_a_month_to_come_is_a_fault() -> None:
    (one,) = scan.find("arXiv:2701.00001", until=UNTIL)
    assert one.cited is None
    assert "still to come" in one.fault


@given(st.text())
def test_any_text_is_scanned(text: str) -> None:
    founds = scan.find(text, until=UNTIL)
    assert all(0 <= one.start < one.end <= len(text) for one in founds)
    cited = [one for one in founds if one.cited]
    assert all(one.end <= other.start for one, other in pairwise(cited))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("10.1234/1706.03762", "it is inside a DOI"),
        ("https://e.org/1706.03762", "it is inside another address"),
        ("1713.00001", "there is no month 13"),
        ("1706.0376", "identifiers of 1706 have 5 digits after the dot, not 4"),
        ("2712.34567", "its month is still to come"),
        ("viXra:1401.0123", "another archive"),
        ("x1706.03762", "part of a longer word"),
        ("docs/1706.03762/a", "part of a path"),
        ("1502.03456 km", "a quantity"),
        ("version 1502.03456", "a version"),
        ("hep-th/0704001", "end in March 2007"),
    ],
)
def test_why_a_look_alike_is_none(text: str, why: str) -> None:
    (one,) = [one for one in scan.find(text, until=UNTIL) if one.is_look_alike]
    assert why in one.fault
    assert one.cited is None


@given(
    st.sampled_from(["", "(", "[", "“", "see ", "*", "_", "**", "\n"]),
    st.sampled_from(["", ")", "]", "”", ".", ", ", "*", "_", "**", "\n", "; "]),
)
def test_punctuation_does_not_hide_an_identifier(before: str, after: str) -> None:
    (one,) = scan.find(f"{before}arXiv:1706.03762{after}", until=UNTIL)
    assert (one.start, one.end) == (len(before), len(before) + len("arXiv:1706.03762"))


@pytest.mark.parametrize(
    "unit",
    ["https://", "10.1234.", "10.1234/", "arxiv:", "doi ", "1706.03762", "a.b/", "(", "arXiv: a-"],
)
def test_time_grows_with_the_text_not_its_square(unit: str) -> None:
    def seconds(length: int) -> float:
        text = (unit * length)[:length]
        best = []
        for _ in range(3):
            start = time.process_time()
            scan.find(text, until=UNTIL)
            best.append(time.process_time() - start)
        return min(best)

    assert seconds(80_000) < 16 * seconds(10_000) + 0.2


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("in 2013.12345", "no month 13"),
        ("1706.3762", "have 5 digits"),
        ("viXra:1504.0123", "another archive"),
        ("version 1809.17763", "a version"),
        ("1204.5678 km", "a quantity"),
        ("foo/1706.03762", "part of a path"),
        ("3.1706.03762", "part of a longer number"),
        ("2701.00001", "still to come"),
        ("Rule 1204.1234", "number of a rule"),
    ],
)
def test_a_look_alike_has_its_reason(text: str, reason: str) -> None:
    (one,) = scan.find(text, until=UNTIL)
    assert one.cited is None
    assert one.is_look_alike
    assert reason in one.fault
