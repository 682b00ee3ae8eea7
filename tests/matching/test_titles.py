"""Titles of two papers that look like one, and the reverse: signs, small words, slips, order."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperbib.matching import Verdict, Work, agree, compare
from paperbib.matching.reading import read_title
from paperbib.matching.signs import Signs, compare_signs, read_signs
from paperbib.model import Name

TEAM = (
    Name(family="Okafor", given="Chidi"),
    Name(family="Lindqvist", given="Maja"),
    Name(family="Barros", given="Tiago"),
)


def work(title: str, year: int = 2018, authors: tuple[Name, ...] = TEAM) -> Work:
    return Work(title, authors, year)


SIGNS = [
    ("CD4+ T cells in old mice", "CD4- T cells in old mice"),
    ("CD4<sup>+</sup> T cells in old mice", "CD4(−) T cells in old mice"),
    ("Care of HIV+ patients in Peru", "Care of HIV- patients in Peru"),
    ("Outcomes of ER+ tumours", "Outcomes of ER− tumours"),
    ("The $B^+$ lifetime at colliders", "The $B^{-}$ lifetime at colliders"),
    ("Production of K+ mesons in ions", "Production of K- mesons in ions"),
    (r"The decay $B^0\to K^+\pi^-$ observed", r"The decay $B^0\to K^-\pi^+$ observed"),
    ("Positrons in e+e- collisions", "Positrons in e-e- collisions"),
    ("Conduction of films at T > Tc", "Conduction of films at T &lt; Tc"),
    (r"Maps of $p \leq 1$ to spheres", "Maps of p ≥ 1 to spheres"),
    ("Why P = NP matters to us", "Why P ≠ NP matters to us"),
    (r"Why P = NP matters to us", r"Why $P \neq NP$ matters to us"),
    ("Programming in C# for analysis", "Programming in C++ for analysis"),
]
LOST_SIGNS = [
    ("C++ concurrency in scientific practice", "C concurrency in scientific practice"),
    ("A search for p -> e+ pi0 in water", "A search for p -> mu+ pi0 in water"),
    ("Modular W*-algebras of type one", "Modular W-algebras of type one"),
]
OTHER_TEXTS = [
    (f"{head} Grain boundaries in sparse metals", "Grain boundaries in sparse metals")
    for head in """
    Re:|RE:|In reply to:|In response to:|Data from:|Data for:|Replication data for:|Preface:|
    Foreword:|Viewpoint:|Perspective:|Clarification:|Berichtigung:|Berichtigung zu:|
    Erwiderung auf:|Kommentar zu:|Rectificatif:|Correctif:|Fe de erratas:|Errores:|Corrección a:|
    Réponse à:|Поправка:|Исправление:|Опечатки:|勘误：|更正：|訂正:|تصحيح:|Διόρθωση:|
    Publisher's note:|Speed matters:
    """.replace("\n", "").split("|")
] + [
    (f"Grain boundaries in sparse metals{rest}", "Grain boundaries in sparse metals")
    for rest in """
    : study protocol|: protocol for a randomised controlled trial|: a pilot study|: interim results|
    : an update|: long-term outcomes|: a replication|: a reply to Smith|: a case study|
    : counterexamples|: algorithms|: Supporting Information| [video]| — slides|: a dataset|
    : a mouse model|: results from Denmark|: reanalysis| (abstract)| (poster)| (talk)|
    : extended version|: five-year follow-up
    """.replace("\n    ", "").split("|")
]  # fmt: skip
ONE_LETTER = [
    (f"{one.capitalize()} in mountain communities", f"{other.capitalize()} in mountain communities")
    for one, _, other in (
        pair.partition("/")
        for pair in """
    sample/ample charge/change early/nearly photonic/phononic macroscopic/microscopic
    homeomorphism/homomorphism ethanol/methanol erbium/terbium quark/squark positron/position
    infection/injection projection/protection evolution/revolution commuting/computing
    connection/convection osteoblast/osteoclast macrophage/microphage miosis/mitosis
    isotopic/isotropic grating/grading tomography/topography topological/typological
    simulated/stimulated simulation/stimulation wiener/wigner bovine/ovine optimal/optical
    bromide/bromine cystine/cysteine austria/australia slovakia/slovenia cds/cdse ileum/ilium
    prednisone/prednisolone parton/proton polaron/polariton serbian/sorbian
    fractional/functional conductivity/connectivity causal/casual tropical/topical
    """.split()
    )
]
LETTERS = [
    ("$A_n$ singularities and their deformations", "$E_n$ singularities and their deformations"),
    ("$A_n$ singularities and their deformations", "Singularities and their deformations"),
    ("$I_n$ fibres of elliptic surfaces", "$D_e$ fibres of elliptic surfaces"),
    ("WHO guidelines on malaria control", "Guidelines on malaria control"),
    ("ON cells in the retina of mice", "Cells in the retina of mice"),
    ("Role of IT in schools and homes", "Role of schools and homes"),
    ("(R)-selective synthesis of amines", "(S)-selective synthesis of amines"),
    ("Vitamin A in young mice of Peru", "Vitamin E in young mice of Peru"),
]
SMALL_WORDS = [
    ("LLMs can't reason about time", "LLMs can reason about time"),
    ("Planes that aren't even", "Planes that are even"),
    ("Letters to Leibniz and Wolff", "Letters from Leibniz and Wolff"),
    ("How do brains learn language", "Why do brains learn language"),
    ("Education for women in Iran", "Education by women in Iran"),
    ("Trade from India to Rome", "Trade to India from Rome"),
    ("Can LLMs reason about time?", "LLMs can reason about time"),
    ("Cancer with pain or fever", "Cancer with pain and fever"),
    ("Graph networks for program synthesis", "Program synthesis for graph networks"),
    ("The dog bites the man again", "The man bites the dog again"),
    ("Law as literature of exile", "Literature as law of exile"),
    ("Students' perception of teachers", "Teachers' perception of students"),
    ("Dark matter in dwarf galaxies", "Dark matter in dwarf spheroidal galaxies"),
    ("Entropy in string theory of holes", "Entropy in heterotic string theory of holes"),
    ("Existence of minimal surfaces", "Existence and uniqueness of minimal surfaces"),
    ("A proof of the sensitivity conjecture", "A new proof of the sensitivity conjecture"),
    ("A characterization of sparse graphs", "A new characterization of sparse graphs"),
    ("Fragments of Sappho in Oxyrhynchus", "New fragments of Sappho in Oxyrhynchus"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("one", "other"), SIGNS + LOST_SIGNS + OTHER_TEXTS + ONE_LETTER + LETTERS + SMALL_WORDS
)
@pytest.mark.parametrize("gap", [0, 1])
def test_two_papers_of_one_team(one: str, other: str, gap: int) -> None:
    found = compare(work(one), work(other, 2018 + gap))
    assert found.verdict is not Verdict.SAME, found


def test_what_follows_a_question_of_one_author() -> None:
    """Two papers of one author and one year."""
    head = "Are There Mach Cones in Heavy Ion Collisions?"
    one, other = (
        work(title, 2007, TEAM[:1])
        for title in (
            "Three Particle Correlations from STAR",
            f"{head} Three-Particle Correlations from STAR",
        )
    )
    assert compare(one, other).verdict is Verdict.MAYBE


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("A fast method for flows in graphs", "An efficient method for flows in graphs"),
        ("Problems in extremal graph theory", "Challenges in extremal graph theory"),
        ("Cats and dogs in medieval art", "Dogs and cats in medieval art"),
    ],
)  # fmt: skip
def test_another_word_or_order_needs_one_year_and_a_team(one: str, other: str) -> None:
    assert compare(work(one), work(other)).verdict is Verdict.SAME
    assert compare(work(one), work(other, 2019)).verdict is Verdict.MAYBE
    assert compare(work(one, 2018, TEAM[:1]), work(other, 2018, TEAM[:1])).verdict is Verdict.MAYBE


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("CD4⁺ T cells in old mice", "CD4<sup>+</sup> T Cells in Old Mice"),
        ("Channels of Ca2+ in old mice", "Channels of Ca(2+) in old mice"),
        (r"The decay $B^0\to K^+\pi^-$", "The decay B⁰ → K⁺π⁻"),
        ("Collisions at $\\sqrt{s}=7$ TeV in lead", "Collisions at √s 7 TeV in lead"),
        ("Metal−organic frameworks of zinc", "Metal-organic frameworks of zinc"),
        ("Sparse codes in deep networks: theory and applications", "Sparse codes in deep networks"),
        ("ZuboNet: sparse codes in deep networks", "Sparse codes in deep networks"),
        ("Regularity of singular PDEs in space",
         "Regularity of singular partial differential equations in space"),
        ("Sparse codes in deep networks\\thanks{Supported by A. Doe}",
         "Sparse codes in deep networks"),
        ("Sparse codes in distrbuted networks", "Sparse codes in distributed networks"),
        ("Sparse codes in netwroks of mice", "Sparse codes in networks of mice"),
        ("The T-cell response to E. coli", "THE T-CELL RESPONSE TO E. COLI"),
        ("On A theorem of sparse codes", "A theorem of sparse codes"),
        ("LLMs can't reason about time", "LLMs cannot reason about time"),
        ("Databases won't work without semantics", "Databases wo n't work without semantics"),
        ("Learning sparse codes using networks", "Learning sparse codes with networks"),
    ],
)  # fmt: skip
def test_one_paper_a_year_apart(one: str, other: str) -> None:
    found = compare(work(one), work(other, 2019))
    assert found.verdict is Verdict.SAME, found


NO_AGREEMENT = [
    ("Sparse codes. Часть первая", "Sparse codes. Часть вторая"),
    ("Sparse codes. Erster Teil", "Sparse codes. Zweiter Teil"),
    ("Sparse codes: première partie", "Sparse codes: deuxième partie"),
    ("Sparse codes of nets（一）", "Sparse codes of nets（二）"),
    ("Sparse codes of nets 上巻", "Sparse codes of nets 下巻"),
    ("الجزء الأول من تاريخ مصر", "الجزء الثاني من تاريخ مصر"),
    ("Поправка к статье: коды в сетях", "Коды в сетях"),
    ("Berichtigung zu: Codes in Netzen", "Codes in Netzen"),
    ("Connexions avec torsion sur les variétés", "Connexions sans torsion sur les variétés"),
    ("Frauen mit Kinder in Wien", "Frauen ohne Kinder in Wien"),
    ("有监督的学习方法", "无监督的学习方法"),
    ("Outcomes of kidney transplants in Peru", "Outcomes of liver transplants in Peru"),
    ("Cancer of men in northern Europe", "Cancer of women in northern Europe"),
    ("The W boson mass at colliders", "The Z boson mass at colliders"),
    ("Hepatitis B in adults of Asia", "Hepatitis C in adults of Asia"),
    ("Influenza A in adults of Asia", "Influenza B in adults of Asia"),
    ("Sums in $L^p$ spaces of maps", "Sums in $L^q$ spaces of maps"),
    ("Growth of GaN wires in steam", "Growth of GaAs wires in steam"),
    ("Forms of GL(2) over local fields", "Forms of SL(2) over local fields"),
    ("Life before the war in Spain", "Life after the war in Spain"),
    ("Sparse codes in nets: study protocol", "Sparse codes in nets"),
    ("Sparse codes in nets: five-year follow-up", "Sparse codes in nets"),
    ("Data for: Sparse codes in nets", "Sparse codes in nets"),
    ("Publisher's note: Sparse codes in nets", "Sparse codes in nets"),
    ("Remarks on sparse codes in nets", "Sparse codes in nets"),
    *SIGNS,
]


@pytest.mark.parametrize(("one", "other"), NO_AGREEMENT)
def test_a_source_may_not_tie(one: str, other: str) -> None:
    assert not agree(work(one), work(other))
    assert not agree(work(other), work(one))


@pytest.mark.parametrize(
    ("title", "signs"),
    [
        ("pre- and postnatal T- and B-cells", ()),
        ("(2+1)-dimensional maps at 10^{-3} K and 5 cm⁻¹", ()),
        ("Maps -- a tool – of A title*", ()),
        ("Na+/K+-ATPase", ("na+", "k+")),
        ("$D^{*+}$ and D*-mesons", ("d*+", "d*")),
        ("a <= b -> c", ("≤",)),
    ],
)
def test_signs(title: str, signs: tuple[str, ...]) -> None:
    assert read_signs(title) == signs


@given(st.lists(st.sampled_from(["k+", "k-", "e+", "=", "≠", "<"])), st.permutations(range(3)))
def test_the_order_of_signs_does_not_matter(signs: list[str], order: list[int]) -> None:
    turned = [signs[at] for at in order if at < len(signs)] + signs[3:]
    assert compare_signs(signs, turned) is Signs.ALIKE
    assert compare_signs([*signs, "k+"], signs) is Signs.LOST


@given(st.text(alphabet="eKC+-−#^{}$<>=() &;_Aǃ"))
def test_signs_of_any_text(text: str) -> None:
    assert read_title(text).signs == read_signs(text)
