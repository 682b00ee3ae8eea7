import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperbib.identifiers import doi


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("10.1109/ICASSP.2018.8461990", "doi:10.1109/ICASSP.2018.8461990"),
        ("doi: 10.1000/xyz_123", "doi:10.1000/xyz_123"),
        ("DOI:10.1016/0370-1573(85)90149-9", "doi:10.1016/0370-1573(85)90149-9"),
        ("10.1002.10/a", "doi:10.1002.10/a"),
        ("10.48550/arXiv.1706.03762", "arxiv:1706.03762"),
        ("10.48550/ARXIV.HEP-TH/9901001", "arxiv:hep-th/9901001"),
    ],
)
def test_parse(text: str, printed: str) -> None:
    cited = doi.parse(text)
    assert cited is not None
    assert str(cited.identifier) == printed


@pytest.mark.parametrize(
    "text", ["10.1.1.398.7446", "10.5/x", "11.1000/x", "10.1000/", "10.1000/a b"]
)
def test_not_a_doi(text: str) -> None:
    assert doi.parse(text) is None


def test_identity_ignores_case() -> None:
    upper, lower = doi.parse("10.1000/ABC"), doi.parse("10.1000/abc")
    assert upper
    assert lower
    assert upper.identifier == lower.identifier
    assert len({upper.identifier, lower.identifier}) == 1
    assert str(upper.identifier) == "doi:10.1000/ABC"


@pytest.mark.parametrize(
    ("text", "trimmed"),
    [
        ("10.1000/a.", "10.1000/a"),
        ("10.1000/a),", "10.1000/a"),
        ("10.1000/a(b)", "10.1000/a(b)"),
        ("10.1000/a(b)).", "10.1000/a(b)"),
        (
            "10.1002/(SICI)1097(19)1:1<1::AID>3.0.CO;2-I",
            "10.1002/(SICI)1097(19)1:1<1::AID>3.0.CO;2-I",
        ),
        ("https://e.org/a_(b)", "https://e.org/a_(b)"),
        ("https://e.org/a**", "https://e.org/a"),
        ("https://e.org/x-", "https://e.org/x"),
        ("…", ""),
    ],
)
def test_trim(text: str, trimmed: str) -> None:
    assert doi.trim(text) == trimmed


@given(st.text())
def test_trim_is_idempotent_and_only_cuts_the_end(text: str) -> None:
    trimmed = doi.trim(text)
    assert text.startswith(trimmed)
    assert doi.trim(trimmed) == trimmed
