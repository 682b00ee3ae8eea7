import pytest
from tests.keys.samples import page, paper

from paperbib.keys import stem


@pytest.mark.parametrize(
    ("family", "year", "title", "key"),
    [
        ("Vaswani", "2017", "Attention Is All You Need", "vaswani2017attention"),
        ("Mishkin", "2015", "All you need is a good init", "mishkin2015all"),
        ("Müller", "2019", "When Does Label Smoothing Help?", "muller2019label"),
        ("van der Maaten", "2008", "Visualizing Data", "vandermaaten2008visualizing"),
        ("O'Brien", "2020", "The {LaTeX} $\\alpha$-Test", "obrien2020latex"),
        ("Łukasiewicz", "2001", "Über Straßen", "lukasiewicz2001uber"),
        ("Đorđević", "2001", "Ærø", "dordevic2001aero"),
        ("Devlin", "2018", "BERT: Pre-training of X", "devlin2018bert"),
        ("Reimers", "2019", "Sentence-BERT: Y", "reimers2019sentence"),
        ("Wu", "2016", "Google's Neural Machine Translation", "wu2016google"),
        ("Dosovitskiy", "2020", "An Image is Worth 16x16 Words", "dosovitskiy2020image"),
        ("李", "2020", "Deep Learning", "arxiv2020deeplearning"),
        ("Li", "2020", "深度学习", "li2020"),
        ("Li", "2020", "To Be or Not", "li2020to"),
        ("Li", None, "Deep", "lideep"),
        ("", None, None, "arxiv170603762"),
    ],
)
def test_stem(family: str, year: str | None, title: str | None, key: str) -> None:
    assert stem(paper(family=family, year=year, title=title)) == key


@pytest.mark.parametrize(
    ("address", "title", "year", "key"),
    [
        ("http://jalammar.github.io/illustrated-bert/", "J.A on BERT", None, "jalammarjbert"),
        ("https://www.cs.cmu.edu/~d/naacl16.pdf", "HAN", None, "cmuhan"),
        ("https://www.bbc.co.uk/news/1", "News on a day", None, "bbcnewsday"),
        ("https://medium.com/x/y-1", "Medium on how", None, "mediumxy1"),
        (
            "https://github.com/huggingface/transformers",
            None,
            None,
            "githubhuggingfacetransformers",
        ),
        (
            "https://openai.com/blog/x",
            "Unsupervised Sentiment Neuron",
            2017,
            "openai2017unsupervisedsentimentneuron",
        ),
        ("https://e.org/", None, None, "e"),
        ("https://münchen.example/", None, None, "munchen"),
        ("http://127.0.0.1/x", None, None, "webx"),
    ],
)
def test_stem_without_author(address: str, title: str | None, year: int | None, key: str) -> None:
    assert stem(page(address, title, year)) == key
