"""Two works side by side: the cases that are hard, one by one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperbib.identifiers.identifier import Identifier
from paperbib.matching import Verdict, Work, agree, compare, conflict, of_record
from paperbib.model import Name, Record

SAME, MAYBE, DIFFERENT = Verdict.SAME, Verdict.MAYBE, Verdict.DIFFERENT
TEAM = "Vaswani, Ashish; Shazeer, Noam; Parmar, Niki"


def people(text: str) -> tuple[Name, ...]:
    names = []
    for one in filter(None, text.split("; ")):
        family, comma, given_name = one.partition(", ")
        names.append(Name(family=family, given=given_name) if comma else Name(literal=family))
    return tuple(names)


def work(title: str, authors: str = TEAM, year: int | None = 2017, **rest: str) -> Work:
    return Work(title, people(authors), year, **rest)


@pytest.mark.parametrize(
    ("one", "other", "verdict"),
    [
        ("Attention Is All You Need", "ATTENTION IS ALL YOU NEED", SAME),
        (r"Decay of $\alpha$-Fe$_2$O$_3$ in {\it vivo}", "Decay of α‐Fe2O3 in <i>vivo</i>", SAME),
        ("Search &amp; rescue in H<sub>2</sub>O ice", "Search and rescue in H2O ice", SAME),
        ("Modelling the behaviour of fibres", "Modeling the behavior of fibers", SAME),
        ("Multi-agent pre-training at scale", "Multiagent pretraining at scale", SAME),
        ("Towards a theory of sparse codes", "A theory of sparse codes", SAME),
        ("Sparse codes in deep networks", "Sparse codes in deep nets", SAME),
        ("Sparse codes in deep networks: a survey", "Sparse codes in deep networks", DIFFERENT),
        ("Sparse codes in deep networks: why they work", "Sparse codes in deep networks", SAME),
        ("SCODE: sparse codes in deep networks", "Sparse codes in deep networks", SAME),
        ("Sparse codes (Part I)", "Sparse codes (Part II)", DIFFERENT),
        ("Sparse codes in networks", "Sparse codes in networks II", DIFFERENT),
        ("Sparse codes in networks. I", "Sparse codes in networks. II", DIFFERENT),
        ("Worth 16x16 words of images", "Worth 32x32 words of images", DIFFERENT),
        ("Worth 16×16 words of images", "Worth 16x16 words of images", SAME),
        ("Training on ImageNet-1K images", "Training on ImageNet-21K images", DIFFERENT),
        ("Three-dimensional maps of cells", "3D maps of cells", SAME),
        ("Two-dimensional maps of cells", "3-D maps of cells", DIFFERENT),
        ("First-order maps of cells", "Second-order maps of cells", DIFFERENT),
        ("Erratum: Sparse codes in networks", "Sparse codes in networks", DIFFERENT),
        ("Author Correction: Sparse codes in networks", "Sparse codes in networks", DIFFERENT),
        ("Reply to comment on sparse codes", "Comment on sparse codes", DIFFERENT),
        ("Codes with feedback in networks", "Codes without feedback in networks", DIFFERENT),
        ("Upper bounds for sparse codes", "Lower bounds for sparse codes", DIFFERENT),
        ("Linear codes in networks", "Nonlinear codes in networks", DIFFERENT),
        ("Linear codes in networks", "Non-linear codes in networks", DIFFERENT),
        ("Supervised codes in networks", "Unsupervised codes in networks", DIFFERENT),
        ("Hyperthermia in young mice", "Hypothermia in young mice", DIFFERENT),
        ("Genetic codes in deep networks", "Generic codes in deep networks", DIFFERENT),
        ("Hepatitis B in young adults of Asia", "Hepatitis C in young adults of Asia", MAYBE),
        ("Codes for translation from Thai to Lao", "Codes for translation from Lao to Thai", MAYBE),
        ("Sparse codes in deep networks", "Sparse codes in deep forests", MAYBE),
        ("Scalable sparse codes in very deep neural networks of cells",
         "Sparse codes in very deep neural networks of cells", MAYBE),
        ("Sparse codes in networks", "Further sparse codes in networks", DIFFERENT),
        ("深度学习的稀疏编码方法", "深度学习的稀疏编码方法：综述与展望", SAME),
        ("深度学习的稀疏编码方法（上）", "深度学习的稀疏编码方法（下）", MAYBE),
        ("Разреженные коды в глубоких сетях", "РАЗРЕЖЕННЫЕ КОДЫ В ГЛУБОКИХ СЕТЯХ", SAME),
        ("Theory of μ-calculus for games", "Theory of mu-calculus for games", SAME),
        ("Wholly other things", "Attention Is All You Need", DIFFERENT),
    ],
)  # fmt: skip
def test_titles_by_the_same_people(one: str, other: str, verdict: Verdict) -> None:
    found = compare(work(one), work(other, year=2018))
    assert found.verdict is verdict, found


@pytest.mark.parametrize(
    ("one", "other", "verdict"),
    [
        ("Smith, John R.", "Smith, JR", SAME),
        ("Smith, John R.", "Smith, J.", SAME),
        ("Smith, J.; Doe, A.", "Doe, Anna; Smith, John", SAME),
        ("Müller, Jürgen", "Mueller, J", SAME),
        ("Müller, Jürgen", "Muller, Jurgen", SAME),
        ("Øvergård, Åse", "Overgard, Ase", SAME),
        ("van der Maaten, Laurens", "Maaten, L. van der", SAME),
        ("O’Brien, Pat", "O'Brien, P.", SAME),
        ("Smith, John", "Smith, John; Jr.", SAME),
        ("Wang, Xiaoming", "Xiaoming, Wang", SAME),
        ("Wang, Xiao-Ming", "Wang, X. M.", SAME),
        ("Wang, Xiaoming; Li, Na", "Wang Xiaoming; Li Na", SAME),
        ("Smith, John; Doe, Anna; Roe, Bo", "Smith, John; et al.", SAME),
        ("The ATLAS Collaboration", "ATLAS Collaboration", SAME),
        ("The ATLAS Collaboration", "CMS Collaboration", DIFFERENT),
        ("Smith, John", "Smith, Karl", DIFFERENT),
        ("Smith, J. R.", "Smith, J. K.", DIFFERENT),
        ("Wang, Wei", "Wang, Wen", DIFFERENT),
        ("Smith, John; Doe, Anna", "Smith, Karl; Doe, Bea", DIFFERENT),
        ("Smith, John", "Doe, Anna", DIFFERENT),
        ("Smith, John; Doe, Anna", "Doe, Anna; Roe, Bo", MAYBE),
        ("Smith, John; Doe, Anna", "Smith, John; Roe, Bo", MAYBE),
        ("Smith, John", "", MAYBE),
        ("", "", MAYBE),
        ("Smith, John", "Alba, K.; Burns, L.; Cole, M.; Smith, J.", MAYBE),
    ],
)
def test_authors_of_the_same_title(one: str, other: str, verdict: Verdict) -> None:
    title = "Sparse codes in very deep networks"
    found = compare(work(title, one), work(title, other, 2018))
    assert found.verdict is verdict, found


@pytest.mark.parametrize(
    ("one", "other", "verdict"),
    [(2017, 2019, SAME), (2017, None, SAME), (2017, 2020, MAYBE), (1990, 2020, DIFFERENT)],
)
def test_years(one: int | None, other: int | None, verdict: Verdict) -> None:
    title = "Sparse codes in very deep networks"
    assert compare(work(title, year=one), work(title, year=other)).verdict is verdict


@pytest.mark.parametrize(
    ("title", "authors", "year", "verdict"),
    [
        ("Deep Learning", "LeCun, Y.; Bengio, Y.; Hinton, G.", 2015, SAME),
        ("Deep Learning", "LeCun, Y.; Bengio, Y.; Hinton, G.", 2017, MAYBE),
        ("Deep Learning", "Bengio, Y.", 2015, MAYBE),
        ("Deep Learning", "Salakhutdinov, Ruslan", 2014, DIFFERENT),
        ("Editorial", "LeCun, Yann; Bengio, Yoshua; Hinton, Geoffrey", 2016, MAYBE),
        ("Deep Learning", "", 2015, DIFFERENT),
    ],
)
def test_generic_titles(title: str, authors: str, year: int, verdict: Verdict) -> None:
    one = work(title, "LeCun, Yann; Bengio, Yoshua; Hinton, Geoffrey", 2015)
    assert compare(one, work(title, authors, year)).verdict is verdict


def test_what_is_published_in_two_journals_may_be_cited_as_two() -> None:
    one = work("Sparse codes in networks", kind="article-journal", container="Physical Review A")
    for container, verdict in (("Phys. Rev. A", SAME), ("Nature", MAYBE), ("", SAME)):
        assert compare(one, one._replace(container=container)).verdict is verdict
    preprint = one._replace(kind="article", container="arXiv")
    assert compare(one, preprint).verdict is SAME


@pytest.mark.parametrize(
    ("one", "other", "is_agreed"),
    [
        (work("A theory of codes"), work("A theory of codes", year=2030), True),
        (work("A theory of codes"), work(""), True),
        (work("A theory of codes"), work("A theory of codes", ""), True),
        (work(""), work("", "Doe, Anna"), False),
        (work("Codes"), work("Codes: how to make them, and why they fail"), True),
        (work("Fast sparse codes for images"), work("Sparse codes for natural images"), True),
        (work("Auto-encoding variational Bayes"), work("Adam: a stochastic method"), False),
        (work("A theory of codes"), work("A theory of codes", "Doe, Anna"), False),
        (work("A theory of codes I"), work("A theory of codes II"), False),
        (work("A theory of codes"), work("Erratum: A theory of codes"), False),
        (work("A theory of codes"), work("A theory of codes", "Parmar, N; Vaswani, A"), True),
    ],
)
def test_what_a_source_ties(one: Work, other: Work, is_agreed: bool) -> None:  # noqa: FBT001
    assert agree(one, other) is is_agreed
    assert agree(other, one) is is_agreed


@pytest.mark.parametrize(
    ("one", "other", "is_conflict"),
    [
        (work("A theory of codes"), work("On whales", "Ahab, Captain"), True),
        (work("A theory of codes"), work("On whales"), False),
        (work("A theory of codes"), work("A theory of codes", "Ahab, Captain"), False),
        (work("A theory of codes"), work("On whales", ""), False),
        (work("A theory of codes"), work("", "Ahab, Captain"), False),
        (work("A theory of codes"), work("On whales", "Ahab, C.; Vaswani, Ashish"), False),
    ],
)
def test_what_conflicts(one: Work, other: Work, is_conflict: bool) -> None:  # noqa: FBT001
    assert conflict(one, other) is is_conflict
    assert conflict(other, one) is is_conflict


WORDS = st.sampled_from(
    "sparse codes of deep networks non linear nonlinear II 16x16 erratum : $\\alpha$ 深度".split()
)
NAMES = st.builds(
    Name,
    family=st.sampled_from(["Wang", "Müller", "Li", "van Berg", "et al."]),
    given=st.sampled_from(["", "J.", "John", "JR", "Wei", "Xiao Ming"]),
)
WORKS = st.builds(
    Work,
    st.lists(WORDS, max_size=7).map(" ".join) | st.text(max_size=30),
    st.lists(NAMES | st.builds(Name, literal=st.text(max_size=12)), max_size=4).map(tuple),
    st.none() | st.integers(1990, 2000),
)


@given(WORKS, WORKS)
def test_comparing_is_symmetric(one: Work, other: Work) -> None:
    assert compare(one, other) == compare(other, one)
    assert agree(one, other) == agree(other, one)
    assert conflict(one, other) == conflict(other, one)


@given(WORKS, WORKS)
def test_what_conflicts_does_not_agree(one: Work, other: Work) -> None:
    assert not (conflict(one, other) and agree(one, other))
    if compare(one, other).verdict is SAME:
        assert agree(one, other)


@given(WORKS)
def test_a_work_agrees_with_itself(one: Work) -> None:
    assert agree(one, one)
    assert not conflict(one, one)


def test_a_record_is_compared_as_it_says() -> None:
    record = Record(
        source="crossref",
        identifier=Identifier("doi", "10.1/x"),
        title="A theory",
        kind="article-journal",
        container_title="Nature",
    )
    assert of_record(record) == Work("A theory", (), None, "article-journal", "Nature")
