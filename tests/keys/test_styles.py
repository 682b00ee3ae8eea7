"""The keys of other programs: those they really gave to well-known papers."""

import pytest
from tests.keys.samples import page, paper

from paperbib.identifiers.whole import parse
from paperbib.keys import STYLES, assign, is_usable, naming, stem
from paperbib.model import Library, Name, PartialDate, Record, Reference

BERT = "BERT: Pre-training of Deep Bidirectional Transformers for Language Understanding"
RESNET = "Deep Residual Learning for Image Recognition"
ADAM = "Adam: A Method for Stochastic Optimization"
TSNE = "Visualizing Data using t-SNE"
HELP = "When Does Label Smoothing Help?"
VIT = "An Image is Worth 16x16 Words: Transformers for Image Recognition at Scale"


def by(family: str, title: str, year: int, updated: int | None = None) -> Reference:
    identifier = parse("arxiv:1706.03762")
    record = Record(
        source="arxiv",
        identifier=identifier,
        title=title,
        authors=(Name(family=family),),
        published=PartialDate(year=year),
        updated=PartialDate(year=updated) if updated else None,
    )
    return Reference(identifiers=(identifier,), records=(record,))


@pytest.mark.parametrize(
    ("style", "reference", "key"),
    [
        (
            "better-bibtex",
            by("Vaswani", "Attention Is All You Need", 2017, 2023),
            "vaswaniAttentionAllYou2017",
        ),
        ("better-bibtex", by("Devlin", BERT, 2019), "devlinBERTPretrainingDeep2019"),
        ("better-bibtex", by("He", RESNET, 2015), "heDeepResidualLearning2015"),
        ("better-bibtex", by("Kingma", ADAM, 2017), "kingmaAdamMethodStochastic2017"),
        ("better-bibtex", by("Dosovitskiy", VIT, 2021), "dosovitskiyImageWorth16x162021"),
        ("jabref", by("Vaswani", "Attention Is All You Need", 2017, 2023), "Vaswani2017"),
        ("jabref", by("van der Maaten", TSNE, 2008), "Maaten2008"),
        ("jabref", by("Baeza-Yates", "Modern Retrieval", 1999), "BaezaYates1999"),
        ("jabref", by("Łukasiewicz", "X", 1999), "Lukasiewicz1999"),
        (
            "arxiv",
            by("Vaswani", "Attention Is All You Need", 2017, 2023),
            "vaswani2023attentionneed",
        ),
        ("arxiv", by("He", RESNET, 2015, 2015), "he2015deepresiduallearningimage"),
        ("arxiv", by("Devlin", BERT, 2018, 2019), "devlin2019bertpretrainingdeepbidirectional"),
        ("arxiv", by("Kingma", ADAM, 2014, 2017), "kingma2017adammethodstochasticoptimization"),
        ("arxiv", by("van der Maaten", "All, and $\\alpha$", 2008), "vandermaaten2008allalpha"),
        (
            "google-scholar",
            by("Vaswani", "Attention is all you need", 2017, 2023),
            "vaswani2017attention",
        ),
        ("google-scholar", by("Van der Maaten", TSNE, 2008), "van2008visualizing"),
        ("google-scholar", by("Müller", HELP, 2019), "muller2019does"),
        ("google-scholar", by("O'Neil", "Weapons of Math Destruction", 2017), "o2017weapons"),
        ("google-scholar", by("Baeza-Yates", "Modern Retrieval", 1999), "baeza1999modern"),
    ],
)
def test_the_keys_of_other_programs(style: str, reference: Reference, key: str) -> None:
    assert naming(style)(reference) == key


def inspired(number: str, *names: Name) -> str:
    identifier = parse(f"arxiv:{number}")
    date = PartialDate(year=1998)
    record = Record(source="arxiv", identifier=identifier, authors=names, published=date)
    return naming("inspire")(Reference(identifiers=(identifier,), records=(record,)))


def test_inspire_has_the_name_as_written_and_three_letters_of_the_identifier() -> None:
    hyphened = inspired("hep-ph/9803315", Name(family="Arkani-Hamed"))
    assert hyphened[:-3] == "Arkani-Hamed:1998"
    assert hyphened[-3:].isalpha()
    assert hyphened[-3:].islower()
    assert inspired("hep-ph/9803315", Name(family="de Rham"))[-3:] == hyphened[-3:]
    assert inspired("hep-ph/9803316", Name(family="de Rham"))[-3:] != hyphened[-3:]
    assert inspired("hep-ph/9803315", Name(family="de Rham"))[:-3] == "deRham:1998"


def test_inspire_has_the_collaboration_where_there_are_ten_authors() -> None:
    atlas = Name(literal="The ATLAS Collaboration")
    crowd = tuple(Name(family="Aad") for _ in range(9))
    assert inspired("1207.7214", *crowd, atlas)[:-3] == "ATLAS:1998"
    assert inspired("1207.7214", *crowd[1:], atlas)[:-3] == "Aad:1998"
    assert inspired("1207.7214", *crowd, *crowd)[:-3] == "Aad:1998"


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize(
    "reference",
    [
        paper(family="李", year="2020", title="Deep Learning"),
        paper(family="", title=None, year=None),
        page("http://jalammar.github.io/x/", "J.A on BERT"),
    ],
)
def test_what_has_no_author_is_keyed_as_by_default(style: str, reference: Reference) -> None:
    assert naming(style)(reference) == stem(reference)


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("title", [None, "", "深度学习", "the", "$x$", "- - -", "\ud800\x00"])
@pytest.mark.parametrize("family", ["Li", "van", "o'", "-x-", "a" * 500])
def test_whatever_the_title_the_key_can_be_used(style: str, title: str | None, family: str) -> None:
    assert is_usable(naming(style)(paper(family=family, title=title)))
    assert is_usable(naming(style)(paper(family=family, title=title, year=None)))


@pytest.mark.parametrize("style", STYLES)
def test_equal_keys_get_a_suffix(style: str) -> None:
    made = assign([paper("1706.00001"), paper("1706.00002")], Library(), naming(style)).references
    assert len(made) == 2
