"""What is searched, ordered and filtered: two scripts by themselves in a browser."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.consumers import browsing

from paperbib.exporters.page import template

if TYPE_CHECKING:
    from playwright.sync_api import Page

Ask = Callable[..., Any]

KEYS = ("constructor", "__proto__", "toString", "a b", "50%", "a&b=c#d+e", "ü", "u\u0308", "?q=x")
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | st.sampled_from(KEYS)
FACETS = ("kind", "state", "tag", "year", "category", "file")


@pytest.fixture(scope="module")
def ask() -> Iterator[Ask]:
    """Evaluate an expression of `given`, with text.js and search.js in scope."""
    with browsing.browser() as browser:
        page: Page = browser.new_page()

        def evaluated(expression: str, given: object = None) -> Any:  # noqa: ANN401 - JSON
            source = "\n".join(map(template.source, ("text.js", "search.js")))
            told = page.evaluate(
                f"given => {{ {source}\nreturn JSON.stringify({expression}) }}", given
            )
            return json.loads(told)

        yield evaluated


_ORDERED = """(() => {
    const index = new Index(given[0], new Intl.Collator("en", { numeric: true }));
    return index.ordered(given[1]).map((place) => given[0][place].key);
})()"""
_FOUND = """(() => {
    const index = new Index(given[0], new Intl.Collator("en", { numeric: true }));
    while (!index.isWhole) index.grow();
    return given[1].map((text) => index.matches(text, given[2]).map((at) => given[0][at].key));
})()"""


def entry(key: str, **told: object) -> dict[str, object]:
    return {"key": key, "title": key, "kind": "web", **told}


def test_years_are_numbers_whatever_their_length(ask: Ask) -> None:
    entries = [
        entry("a", year=0),
        entry("b", year=-44, date="-0044-03-15"),
        entry("c", year=12345),
        entry("d"),
        entry("e", year=2017, date="2017"),
        entry("f", year=2017, date="2017-06-12"),
        entry("g", year=2017, date="2017-06"),
        entry("h", year=987),
        entry("i", year=-44, date="-44"),
    ]
    assert "".join(ask(_ORDERED, [entries, "newest"])) == "cfgehabid"
    assert "".join(ask(_ORDERED, [entries, "oldest"])) == "ibahegfcd"


def test_what_has_no_date_is_in_the_order_of_the_notes(ask: Ask) -> None:
    entries = [
        entry("a"),
        entry("b", mentions=[{"file": "n.md", "line": 12}]),
        entry("c", mentions=[{"file": "n.md", "line": 2}, {"file": "a.md", "line": 1}]),
        entry("d", mentions=[{"file": "a.md"}]),
        entry("e", year=1900),
    ]
    assert "".join(ask(_ORDERED, [entries, "newest"])) == "edcba"


@pytest.mark.parametrize("order", ["newest", "oldest", "title", "author", "notes", "key"])
def test_an_order_loses_nothing(ask: Ask, order: str) -> None:
    entries = [entry(key, title=key or "x", authors=[key], year=len(key) % 3) for key in KEYS]
    assert sorted(ask(_ORDERED, [entries, order])) == sorted(KEYS)


def test_typing_on_finds_what_typing_at_once_does(ask: Ask) -> None:
    entries = [entry(f"k{one}{other}", note=f"n{other}") for one in "abc" for other in "123"]
    typed = ["k", "ka", "ka n", "ka n1", "ka n", "kb", "b", "kb1 kb1", "zz", "zzz", "", "c3"]
    for order in ("relevance", "title"):
        at_once = [ask(_FOUND, [entries, [text], order])[0] for text in typed]
        assert ask(_FOUND, [entries, typed, order]) == at_once
    assert at_once[3] == ["ka1"]
    assert at_once[8] == []


def test_a_word_in_the_title_weighs_more_than_elsewhere(ask: Ask) -> None:
    entries = [
        entry("rest", title="x", abstract="graph"),
        entry("inside", title="a paragraph"),
        entry("name", title="x", authors=["B. Graph"]),
        entry("start", title="On Gräph things"),
    ]
    found = ask(_FOUND, [entries, ["graph"], "relevance"])[0]
    assert found == ["start", "inside", "name", "rest"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        *(("Müller", "muller"), ("STRASSE", "strasse"), ("Straße", "strasse"), ("Łódź", "lodz")),
        *(("Yıldız", "yildiz"), ("İ", "i"), ("Þórður", "thordur"), ("Ħaŋ", "hang")),
        *(("Kullback–Leibler", "kullback-leibler"), ("self\u2011attention", "self-attention")),
        *(("don’t “do”", 'don\'t "do"'), ("soft\u00adly", "softly")),
    ],
)
def test_folding(ask: Ask, text: str, wanted: str) -> None:
    assert ask("fold(given)", text) == wanted


ATTENTION = entry(
    "attention",
    title="Attention Is All You Need",
    authors=["Ashish Vaswani", "Noam Shazeer"],
    arxiv="1706.03762",
    year=2017,
    abstract="Of self\u2011attention and the Kullback–Leibler divergence; they don’t “recur”.",
)
OTHERS = [
    entry("old", title="The entropy formula", authors=["G. Perelman"], arxiv="math/0211159"),
    entry("web", title="C++ notes", url="https://www.example.org/a/b/", authors=["Ali Yıldız"]),
    entry("doi", title="All you need is attention", doi="10.1234/ABC.5", authors=["Smith"]),
    entry("other", title="Vaswani is all", note="1706.0376 and 10.1234", year=2018),
]
PASTED = {
    "attention": [
        *("arXiv:1706.03762", "1706.03762v7", "arXiv:1706.03762v7 [", "(arXiv:1706.03762)."),
        *("https://arxiv.org/pdf/1706.03762", "http://export.arxiv.org/abs/1706.03762v1"),
        *("https://arxiv.org/pdf/1706.03762v5.pdf#page=3", "arxiv.org/abs/1706.03762"),
        *("https://doi.org/10.48550/arXiv.1706.03762", "10.48550/arXiv.1706.03762"),
        *('"attention is all you need"', "“Attention Is All You Need,”", '"is all you'),
        *("Vaswani, Ashish", "Vaswani et al. (2017)", "(Vaswani et al., 2017)", '"vaswani" 2017'),
        *("Attention is all you need. shazeer", "Vaswani & Shazeer", "Vaswani – Shazeer"),
        *("kullback-leibler", "kullback–leibler", "self-attention", "don't", "\"they don't"),
    ],
    "old": ["arXiv:math/0211159", "math.DG/0211159v1", "https://arxiv.org/abs/math/0211159"],
    "web": [
        *("c++", "yildiz", "http://example.org/a/b", "https://www.example.org/a/b#top"),
        *("url:https://www.example.org/a/b", "<https://example.org/a/b/>"),
    ],
    "doi": [
        "doi:10.1234/abc.5",
        "https://doi.org/10.1234/ABC.5",
        "http://dx.doi.org/10.1234/abc.5",
    ],
}


@pytest.mark.parametrize("key", PASTED)
def test_what_people_paste_finds_what_they_mean(ask: Ask, key: str) -> None:
    found = ask(_FOUND, [[ATTENTION, *OTHERS], PASTED[key], "title"])
    assert dict(zip(PASTED[key], found, strict=True)) == {text: [key] for text in PASTED[key]}


def test_quotes_hold_words_together(ask: Ask) -> None:
    found = ask(_FOUND, [[ATTENTION, *OTHERS], ["all you need", '"all you need is"', '""'], "key"])
    assert found == [["attention", "doi"], ["doi"], ["attention", "old", "web", "doi", "other"]]


def test_what_is_punctuation_only_is_found_as_such(ask: Ask) -> None:
    entries = [entry("a", title="What?"), entry("b", title="C# (and more)"), entry("c")]
    assert ask(_FOUND, [entries, ["?", "(", "#", "c#", "…"], "key"]) == [
        *(["a"], ["b"], ["b"], ["b"], [])
    ]


@given(TEXTS)
@settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_an_entry_is_found_by_its_title_whatever_it_is(ask: Ask, text: str) -> None:
    title = " ".join(text.split())
    assert ask(_FOUND, [[entry("a", title=title)], [title], "relevance"]) == [["a"]]


def test_authors_are_sorted_by_the_name_that_the_data_says(ask: Ask) -> None:
    entries = [
        entry("c", authors=["Martin Luther King Jr."], sort="King"),
        entry("d", authors=["The ATLAS Collaboration"], sort="The ATLAS Collaboration"),
        entry("b", authors=["Albert Jay"]),
        entry("a", authors=["Zoë Abel"]),
    ]
    assert "".join(ask(_ORDERED, [entries, "author"])) == "abcd"


@pytest.mark.parametrize(
    ("q", "sort", "hash_"),
    [
        *(("", "newest", ""), ("", "", ""), ("", "relevance", ""), ("", "key", "#?sort=key")),
        *(("x", "newest", "#?q=x&sort=newest"), ("x", "relevance", "#?q=x"), ("x", "", "#?q=x")),
    ],
)
def test_the_default_order_is_not_in_the_address(ask: Ask, q: str, sort: str, hash_: str) -> None:
    assert ask("hashOf({ ...emptyState(), ...given })", {"q": q, "sort": sort}) == hash_


_AGAIN = """(() => {
    const made = emptyState();
    made.q = given.q;
    made.page = given.page;
    for (const name of FACETS) made[name] = new Set(given[name]);
    const again = stateOf(hashOf(made));
    return { q: again.q === given.q.trim() ? given.q : again.q, page: again.page,
        ...Object.fromEntries(FACETS.map((name) => [name, [...again[name]]])) };
})()"""
_SLOW = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@given(
    st.fixed_dictionaries(
        {
            "q": TEXTS,
            "page": st.integers(1, 10**6),
            **dict.fromkeys(FACETS, st.lists(TEXTS, max_size=3, unique=True)),
        }
    )
)
@_SLOW
def test_any_state_comes_back_from_its_address(ask: Ask, state: dict[str, Any]) -> None:
    assert ask(_AGAIN, state) == state


@given(TEXTS.filter(bool))
@_SLOW
def test_any_key_comes_back_from_its_address(ask: Ask, key: str) -> None:
    assert ask("stateOf(keyHash(given)).key", key) == key


_FILTERED = """(() => {
    const [entries, chosen] = given;
    const facets = Object.fromEntries(FACETS.map((name) => [name, new Facet(name, entries)]));
    const wanted = { ...emptyState(), tag: new Set(chosen[0]), year: new Set(chosen[1]) };
    const found = filtered(entries.map((_, at) => at), facets, wanted);
    const counts = (name) => facets[name].values.map((one) => [one, facets[name].count(one)]);
    return { found, tag: counts("tag"), year: counts("year"), none: facets.tag.count("\\0") };
})()"""
_ENTRIES = st.lists(
    st.tuples(
        st.lists(st.sampled_from(KEYS), max_size=3, unique=True), st.sampled_from([0, -44, 2017])
    ),
    max_size=8,
)
_SOME_KEYS = st.lists(st.sampled_from(KEYS), max_size=2, unique=True)


@given(_ENTRIES, _SOME_KEYS, st.sampled_from([[], ["0"], ["-44", "2017"], ["x"]]))
@_SLOW
def test_filters_widen_and_narrow_and_count_what_they_would_give(
    ask: Ask, told: list[tuple[list[str], int]], tags: list[str], years: list[str]
) -> None:
    entries = [entry(str(at), tags=tags_, year=year) for at, (tags_, year) in enumerate(told)]
    got = ask(_FILTERED, [entries, [tags, years]])
    has_tag = [not tags or bool({*tags} & {*one[0]}) for one in told]
    has_year = [not years or str(one[1]) in years for one in told]
    both = zip(has_tag, has_year, strict=True)
    assert got["found"] == [at for at, has in enumerate(both) if all(has)]
    for tag, count in got["tag"]:
        assert count == sum(y and tag in one[0] for one, y in zip(told, has_year, strict=True))
    for year, count in got["year"]:
        assert count == sum(t and str(one[1]) == year for one, t in zip(told, has_tag, strict=True))
    assert got["none"] == 0
