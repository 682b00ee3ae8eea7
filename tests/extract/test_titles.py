"""Titles: what names a thing, and what a note puts around the name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperbib.extract.context.citations import find_title, starts_with_names
from paperbib.extract.context.labels import is_label, is_section_name, is_title
from paperbib.extract.context.titles import clean, label_year, leading_year, tidy, trailing_year

T = "Attention is all you need"


@pytest.mark.parametrize(
    "text",
    """paper|pdf|PDF|[PDF]|link|here|arXiv|code|this|Abstract|论文|代码|链接|论文 PDF|html
    arxiv link|OpenReview|GitHub|project page|webpage|slides|video|poster|talk|dataset|demo|abs|DOI
    URL|Link to paper|read more|source|official code|1706.03762|arXiv:1706.03762v5 [cs.CL]
    hep-th/9901001|1706.03762.pdf|1706.03762v2.pdf|vaswani17.pdf|www.e.org/a|2|[1]
    arxiv.org/abs/1706.03762|arxiv.org|https://e.org/a|↗|""".replace("\n    ", "|").split("|"),
)
def test_no_title(text: str) -> None:
    assert not is_title(text)


@pytest.mark.parametrize(
    "text",
    [
        T,
        "BERT",
        "R",
        "The BERT PAPER",
        "owner/repo",
        "Node.js",
        "fast.ai",
        "GPT-4",
        "S4",
        "论文写作",
    ],
)
def test_title(text: str) -> None:
    assert is_title(text)


def test_fillers_alone_are_no_label() -> None:
    assert [is_label(text) for text in ("one", "on the paper", "")] == [False, True, True]


@pytest.mark.parametrize(
    ("heading", "is_name"),
    [
        ("Papers to read", True),
        ("Interesting Papers", True),
        ("2024", True),
        (T, False),
        ("Reading Wikipedia to Answer Open-Domain Questions", False),
    ],
)
def test_headings_that_name_no_paper(heading: str, is_name: bool) -> None:  # noqa: FBT001
    assert is_section_name(heading) is is_name


@pytest.mark.parametrize(
    "text",
    [
        f"**{T}**",
        f"Paper: {T}",
        f"[PDF] {T}",
        f"{T} [pdf]",
        f"📄 {T} 🔥⭐",
        f"1️⃣ {T}",
        f"【论文】{T}",
        f"论文：{T}",
        f"《{T}》",
        f"「{T}」",
        f"“{T}.”",
        f"\u200b\u202a{T}\u202c\ufeff",
        f"- {T} -",
        f"({T})",
        f"[12] {T}",
        f"{T} ( , )",
    ],
)
def test_clean(text: str) -> None:
    assert clean(text).rstrip(".") == T


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("خانه\u200cها", "خانه\u200cها"),
        ('"Why Should I Trust You?": Explaining', '"Why Should I Trust You?": Explaining'),
        ("Paper", "Paper"),
        ("Paper:", "Paper"),
        ("C++ (and more)", "C++ (and more)"),
    ],
)
def test_clean_keeps_what_belongs_to_a_title(text: str, expected: str) -> None:
    assert clean(text) == expected


@pytest.mark.parametrize(
    ("line", "year"),
    [
        (f"2017 {T}", 2017),
        (f"2017, {T}", 2017),
        (f"2017. {T}", 2017),
        (f"2017 - {T}", 2017),
        (f"(2017) {T}", 2017),
        (f"[2018/10] {T}", 2018),
        (f"(NeurIPS 2017) {T}", 2017),
        (f"[NeurIPS'17] {T}", 2017),
        (f"[ICML 1998]: {T}", 1998),
        ("2017, and then", None),
        ("20170 things", None),
        ("(ALiBi) Train Short, Test Long", None),
        (T, None),
    ],
)
def test_leading_year(line: str, year: int | None) -> None:
    found, start = leading_year(line)
    assert found == year
    assert line[start:] == (line if year is None else T)


@pytest.mark.parametrize(
    ("text", "year"),
    [
        (f"{T} (Vaswani et al., 2017)", 2017),
        (f"{T} (NeurIPS 2017)", 2017),
        (f"{T} (2017a)", 2017),
        (f"{T} [2017]", 2017),
        (f"{T} [NeurIPS'17]", 2017),
        (f"{T}, 2017", 2017),
        (f"{T}, NeurIPS 2017", 2017),
    ],
)
def test_trailing_year(text: str, year: int) -> None:
    assert trailing_year(text) == (T, year)


@pytest.mark.parametrize("title", ["Top 2017 papers", "GPT 2017", "(2017)", T])
def test_no_trailing_year(title: str) -> None:
    assert trailing_year(title) == (title, None)


def test_years_of_link_texts() -> None:
    assert label_year(f"[2017] {T}") == (T, 2017)
    assert label_year("2001: A Space Odyssey") == ("2001: A Space Odyssey", None)


@pytest.mark.parametrize(
    ("text", "year"),
    [
        (f'Vaswani, A., et al. "{T}." NeurIPS (2017).', 2017),
        (f"Vaswani et al. (2017). {T}. arXiv", 2017),
        (f'[1] A. Vaswani, N. Shazeer, "{T}," in NIPS 2017', 2017),
        (f"A. Vaswani, N. Shazeer, N. Parmar. {T}. NeurIPS 2017.", 2017),
        (f"Vaswani A, Shazeer N, Parmar N. {T}. 2017", 2017),
        (f"Vaswani, A., Shazeer, N., & Parmar, N. (2017). {T}. arXiv", 2017),
        (f"Ashish Vaswani, Noam Shazeer, and Niki Parmar. {T}. In NeurIPS, 2017.", 2017),
        (f"Ashish Vaswani et al. {T}. In NeurIPS.", None),
        (f"van der Berg and Shazeer (2017). {T}.", 2017),
        (f"{T}. Vaswani et al. NeurIPS 2017.", 2017),
        (f"{T}. A. Vaswani, N. Shazeer.", None),
        (f"{T} by Vaswani et al.", None),
        (f"{T}, Vaswani et al., 2017", 2017),
        (f'"{T}". Vaswani et al.', None),
    ],
)
def test_pasted_references(text: str, year: int | None) -> None:
    span = find_title(text)
    assert span is not None
    assert clean(text[span.start : span.end]).rstrip(".") == T
    assert span.year == year


@pytest.mark.parametrize(
    "text",
    [
        T,
        '"Why Should I Trust You?": Explaining the Predictions of Any Classifier',
        'What "attention is all you need" means for us',
        "BERT (2018). A model",
        "Learning to summarize. It works",
        "T5: Exploring the Limits of Transfer Learning",
    ],
)
def test_no_pasted_reference(text: str) -> None:
    assert find_title(text) is None


def test_names() -> None:
    assert starts_with_names("Ashish Vaswani, Noam Shazeer and Niki Parmar")
    assert not starts_with_names("Deep Learning for Everyone")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- a (b", "a b"),
        ("a ] b) c", "a b c"),
        ("see https://e.org/a_(b) there", "see there"),
        ("| | nice | |", "nice"),
        ("[pdf] [code]", ""),
        ("• good •", "good"),
        ("(Vaswani et al., 2017)", "Vaswani et al., 2017"),
        ("by A. Vaswani, N. Shazeer.. NeurIPS", "by A. Vaswani, N. Shazeer. NeurIPS"),
        ("wait ... what", "wait... what"),
    ],
)
def test_tidy(text: str, expected: str) -> None:
    assert tidy(text) == expected


@given(st.text(alphabet=st.sampled_from("aA .,;:()[]{}\"'“”《》*_`-–|2017'\n\u200d📄论/@#")))
def test_any_words_are_read(text: str) -> None:
    title = clean(text)
    assert len(title) <= len(text)
    is_title(text)
    tidy(text)
    leading_year(text)
    label_year(title)
    span = find_title(text)
    assert span is None or 0 <= span.start <= span.end <= len(text)
