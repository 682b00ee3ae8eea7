from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperbib.identifiers import arxiv_id
from paperbib.identifiers.identifier import Identifier
from paperbib.sources.index import numbering

NEW = st.builds(
    lambda year, month, number: f"{year:02}{month:02}.{number:0{4 if year < 15 else 5}}",
    st.integers(8, 98),
    st.integers(1, 12),
    st.integers(1, 9999),
)
OLD = st.builds(
    lambda archive, year, month, number: f"{archive}/{year:02}{month:02}{number:03}",
    st.sampled_from(sorted(arxiv_id.ARCHIVES)),
    st.sampled_from([92, 99, 0, 6]),
    st.integers(1, 12),
    st.integers(0, 999),
)


def test_every_archive_has_a_place() -> None:
    numbers = set()
    for archive in arxiv_id.ARCHIVES:
        number = numbering.from_text(f"{archive}/0001001")
        assert number
        assert numbering.to_identifier(number) == Identifier("arxiv", f"{archive}/0001001")
        numbers.add(number)
    assert len(numbers) == len(arxiv_id.ARCHIVES)


@given(NEW | OLD)
def test_an_identifier_has_one_number_and_comes_back(text: str) -> None:
    number = numbering.from_text(text)
    assert number is not None
    assert number == numbering.from_identifier(Identifier("arxiv", text))
    assert numbering.to_identifier(number).value == text
    assert 0 < number < 2**31


@given(NEW, NEW)
def test_the_order_of_numbers_is_that_of_months(one: str, other: str) -> None:
    left, right = numbering.from_text(one), numbering.from_text(other)
    assert left is not None
    assert right is not None
    assert (left < right) == ((one[:4], int(one[5:])) < (other[:4], int(other[5:])))


@given(st.text(alphabet="0123456789./v-abcmthGT ٣", max_size=16) | NEW.map(lambda one: one + "0"))
def test_what_the_parser_refuses_has_no_number(text: str) -> None:
    cited = arxiv_id.parse(text)
    number = numbering.from_text(text)
    if cited is None or cited.version is not None:
        assert number is None
    else:
        assert number == numbering.from_identifier(cited.identifier)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("math.GT/0309136", "math/0309136"),
        ("0704.0001", "0704.0001"),
        ("1412.9999", "1412.9999"),
        ("1501.00001", "1501.00001"),
        ("hep-th/9901001", "hep-th/9901001"),
    ],
)
def test_ids_of_the_file_are_canonised(text: str, value: str) -> None:
    number = numbering.from_text(text)
    assert number is not None
    assert numbering.to_identifier(number) == Identifier("arxiv", value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1706.03762v5",
        "0704.00001",
        "1501.0001",
        "0704.0000",
        "0700.0001",
        "1713.00001",
        "abc/1",
    ],
)
def test_foreign_ids_have_no_number(text: str) -> None:
    assert numbering.from_text(text) is None


@pytest.mark.parametrize(
    "identifier",
    [
        Identifier("doi", "10.1000/1"),
        Identifier("url", "https://arxiv.org"),
        Identifier("arxiv", "nowhere/9901001"),
        Identifier("arxiv", "abc"),
        Identifier("arxiv", "math/abc"),
    ],
)
def test_other_identifiers_have_no_number(identifier: Identifier) -> None:
    assert numbering.from_identifier(identifier) is None


def test_a_number_past_the_archives_is_none() -> None:
    with pytest.raises(ValueError, match="no arXiv identifier"):
        numbering.to_identifier(2_000_000_000)
