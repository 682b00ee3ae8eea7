import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperbib.identifiers import arxiv_id


@pytest.mark.parametrize(
    ("text", "value", "version"),
    [
        ("1706.03762", "1706.03762", None),
        ("1706.03762v7", "1706.03762", 7),
        ("0704.0001", "0704.0001", None),
        ("1412.9999", "1412.9999", None),
        ("1501.00001", "1501.00001", None),
        ("2005.14160", "2005.14160", None),
        ("arXiv:1706.03762", "1706.03762", None),
        ("ARXIV: 1706.03762V3", "1706.03762", 3),
        (" 1706.03762 ", "1706.03762", None),
        ("hep-th/9901001", "hep-th/9901001", None),
        ("math.GT/0309136v1", "math/0309136", 1),
        ("cs.CL/0101001", "cs/0101001", None),
        ("hep-th/9107001", "hep-th/9107001", None),
        ("Q-ALG/9503001", "q-alg/9503001", None),
        ("astro-ph/0703999", "astro-ph/0703999", None),
    ],
)
def test_parse(text: str, value: str, version: int | None) -> None:
    cited = arxiv_id.parse(text)
    assert cited is not None
    assert str(cited.identifier) == f"arxiv:{value}"
    assert cited.version == version


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("1713.00001", "no month 13"),
        ("1700.00001", "no month 00"),
        ("1706.3762", "have 5 digits"),
        ("0808.05394", "have 4 digits"),
        ("0703.0001", "start in April 2007"),
        ("1706.00000", "starts at 1"),
        ("hep-th/0704001", "end in March 2007"),
        ("hep-th/9106001", "end in March 2007"),
        ("hep-th/9913001", "no month 13"),
        ("lyrics/9901001", "no arXiv archive"),
        ("1706.037621", "form"),
        ("1706.03762v0", "form"),
        ("", "form"),
        ("abc", "form"),
    ],
)
def test_fault(text: str, reason: str) -> None:
    fault = arxiv_id.fault(text)
    assert fault is not None
    assert reason in fault
    assert arxiv_id.parse(text) is None


@given(st.text())
def test_any_text_is_parsed_or_refused(text: str) -> None:
    cited = arxiv_id.parse(text)
    assert (cited is None) == (arxiv_id.fault(text) is not None)
    if cited is not None:
        assert arxiv_id.parse(cited.identifier.value) == (cited.identifier, None)
