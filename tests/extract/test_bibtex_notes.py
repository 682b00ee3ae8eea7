"""BibTeX notes: every entry with what it says of itself, whatever state it is in."""

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperbib.extract import extract
from paperbib.extract.passage import Given, Headings, Passage
from paperbib.extract.tex import bibtex, bibtex_blocks
from paperbib.model import Mention, Note

UNTIL = 2612
A = "https://arxiv.org/abs/1706.03762"
B = "https://arxiv.org/abs/1810.04805"


def mentions(text: str) -> list[Mention]:
    return extract(Note("n.bib", text), until=UNTIL).mentions


def only(text: str) -> Mention:
    (mention,) = mentions(text)
    return mention


def passages(text: str) -> list[Passage]:
    return list(bibtex.passages(Note("n.bib", text), Headings()))


def given_of(fields: str) -> Given:
    (passage,) = passages(f"@misc{{k, eprint = {{1706.03762}}, {fields}}}")
    assert passage.given is not None
    return passage.given


@pytest.mark.parametrize(
    ("field", "identifier", "raw"),
    [
        ("eprint = {1706.03762v2}", "arxiv:1706.03762", "1706.03762v2"),
        ('eprint = "1706.03762"', "arxiv:1706.03762", "1706.03762"),
        ("eprint = 1706.03762", "arxiv:1706.03762", "1706.03762"),
        ("EPRINT={ arXiv:1706.03762 [cs.CL] }", "arxiv:1706.03762", "arXiv:1706.03762 [cs.CL]"),
        ("eprint = {hep-th/9901001}", "arxiv:hep-th/9901001", "hep-th/9901001"),
        (f"eprint = {{{A}}}", "arxiv:1706.03762", A),
        (
            "eprint = {9901001}, archiveprefix = {arXiv}, primaryclass = {hep-th}",
            "arxiv:hep-th/9901001",
            "9901001",
        ),
        ("eprint = {9901001}, archiveprefix = {hep-th}", "arxiv:hep-th/9901001", "9901001"),
        ("arxivid = {1706.03762}", "arxiv:1706.03762", "1706.03762"),
        ("doi = {10.1000/ab}", "doi:10.1000/ab", "10.1000/ab"),
        (r"doi = {10.1000/a\_b}", "doi:10.1000/a_b", r"10.1000/a\_b"),
        (r"doi = {10.1000/a{\_}b}", "doi:10.1000/a_b", r"10.1000/a{\_}b"),
        ("doi = {https://doi.org/10.1000/ab}", "doi:10.1000/ab", "https://doi.org/10.1000/ab"),
        ("doi = {10.48550/arXiv.1706.03762}", "arxiv:1706.03762", "10.48550/arXiv.1706.03762"),
        (r"doi = {10.1000/a{$<$}b{$>$}c}", "doi:10.1000/a<b>c", r"10.1000/a{$<$}b{$>$}c"),
        (r"url = {https://e.org/a\_b%20c\&d}", "url:https://e.org/a_b%20c&d", None),
        (r"url = {https://e.org/{\~{}}me}", "url:https://e.org/~me", None),
        (r"url = {\url{https://e.org/a_b}}", "url:https://e.org/a_b", "https://e.org/a_b"),
        (r"howpublished = {\href{https://e.org/a}{x}}", "url:https://e.org/a", "https://e.org/a"),
        ("howpublished = {Online: https://e.org/a.}", "url:https://e.org/a", "https://e.org/a"),
        ("url = {www.example.org/x}", "url:http://www.example.org/x", "www.example.org/x"),
        ("ee = {https://e.org/a}", "url:https://e.org/a", "https://e.org/a"),
        ("bdsk-url-1 = {https://e.org/a}", "url:https://e.org/a", "https://e.org/a"),
        ("volume = {abs/1706.03762}", "arxiv:1706.03762", "abs/1706.03762"),
        ("journal = {arXiv preprint arXiv:1706.03762}", "arxiv:1706.03762", None),
        ("note = {arXiv: 1706.03762}", "arxiv:1706.03762", "arXiv: 1706.03762"),
        ("annote = {arXiv: 1706.03762}", "arxiv:1706.03762", "arXiv: 1706.03762"),
        ("title = {On arXiv:1706.03762}", "arxiv:1706.03762", "arXiv:1706.03762"),
        ('url = "https://e.org/{"}x"', 'url:https://e.org/{"}x', None),
        ("eprint = {1706} # {.03762}", "arxiv:1706.03762", None),
    ],
)
def test_field(field: str, identifier: str, raw: str | None) -> None:
    text = f"@article{{key,\r\n  year = 2017,\r\n  {field}\r\n}}"
    mention = only(text)
    assert str(mention.identifier) == identifier
    assert mention.key == "key"
    line, column = mention.line, mention.column
    assert text.split("\r\n")[line - 1][column - 1 :].startswith(mention.raw)
    if raw is not None:
        assert mention.raw == raw


@pytest.mark.parametrize(
    "field",
    [
        f"abstract = {{{A}}}",
        f"file = {{{A}:PDF}}",
        "eprint = {1234567}, eprinttype = {pubmed}",
        "eprint = {1234567}",
        "isbn = {1706.03762}",
        "title = {A book}, year = {2000}",
        "url = {page.html}",
        "biburl = {https://dblp.org/rec/x.bib}, bibsource = {dblp, https://dblp.org}",
        "bdsk-file-1 = {YnBsaXN0MDDSAQ/1706.03762/x}",
    ],
)
def test_no_reference(field: str) -> None:
    assert mentions(f"@book{{key, {field}}}") == []


@pytest.mark.parametrize(
    ("fields", "title"),
    [
        ("title = {Attention Is All You Need}", "Attention Is All You Need"),
        ("title = {{BERT}: {P}re-training}", "BERT: Pre-training"),
        ('title = "{A {\\"o} and \\"{o} in {{x}}}"', "A ö and ö in x"),
        ("title = {Two\n   lines~of -- it}", "Two lines of – it"),
        (r"title = {An \emph{{\ss}} $\alpha_1$-test, 50\% \& more}", None),
        ("title = {``Why?''}", "“Why?”"),
        ("TITLE = {One}, title = {Two}", "One"),
        ("year = 2000", None),
    ],
)
def test_title(fields: str, title: str | None) -> None:
    if "alpha" in fields:
        title = r"An ß $\alpha_1$-test, 50% & more"
    assert given_of(fields).title == title


@pytest.mark.parametrize(
    ("fields", "year"),
    [
        ("year = 2017", 2017),
        ("year = {2017}", 2017),
        ("year = {{2017}}", 2017),
        ("date = {2017-06-12}", 2017),
        ("date = {2017-06/2018-01}", 2017),
        (r"year = {{\noopsort{1973a}}1974}", 1974),
        ("year = {to appear}", None),
        ("year = {to appear}, date = {2018}", 2018),
        ("year = {20170}", None),
        ("month = jun", None),
    ],
)
def test_year(fields: str, year: int | None) -> None:
    assert given_of(fields).year == year


@pytest.mark.parametrize(
    ("fields", "annotation"),
    [
        ("annote = {Very {\\em good}.}", "Very good."),
        ("annotation = {One}, annote = {Two}", "Two\nOne"),
        ("comment = {Mine}", "Mine"),
        ("note = {Accepted at NIPS}", None),
    ],
)
def test_annotation(fields: str, annotation: str | None) -> None:
    assert given_of(fields).annotation == annotation


@pytest.mark.parametrize(
    ("head", "key"),
    [
        ("@misc{a:b/c-d_e+f.g'h!,", "a:b/c-d_e+f.g'h!"),
        ("@MISC {\n  Müller 2017 ,", "Müller 2017"),
        ("@misc(key,", "key"),
        ("@ misc{key\n", "key"),
        ("@misc{,", None),
        ("@misc{", None),
    ],
)
def test_key(head: str, key: str | None) -> None:
    close = ")" if "(" in head else "}"
    assert only(f"{head} eprint = {{1706.03762}} {close}").key == key


def test_an_entry_is_an_item_with_all_it_names() -> None:
    text = (
        "@article{k,\n  url = {https://e.org/a},\n  doi = {10.1000/x},\n  eprint = {1706.03762},\n"
        "  annote = {Compare arXiv:1810.04805},\n  title = {T of it}}\n"
    )
    page, article, paper, other = mentions(text)
    assert [one.key for one in (page, article, paper, other)] == [None, "k", "k", None]
    assert page.parent == paper.identifier
    assert article.parent is paper.parent is None
    assert other.parent == paper.identifier
    assert [one.title for one in (page, article, paper)] == [None, "T of it", "T of it"]


def test_strings_are_expanded() -> None:
    text = (
        f'@string{{base = "https://arxiv.org/abs/"}}\n@STRING(whole = {{{B}}})\n'
        "@misc{a, url = base # {1706.03762}}\n@misc{b, url = WHOLE}\n"
        "@misc{c, note = base # 1412.6980}"
    )
    found = {one.key: one for one in mentions(text)}
    assert str(found["a"].identifier) == "arxiv:1706.03762"
    assert (found["a"].line, found["a"].raw) == (3, "1706.03762")
    assert (found["b"].line, found["b"].raw) == (2, B)
    assert str(found["c"].identifier) == "arxiv:1412.6980"
    assert found["c"].line == 5


def test_strings_that_multiply_are_not_followed() -> None:
    names = [f"s{number}" for number in range(30)]
    text = '@string{s0 = "https://e.org/"}\n' + "".join(
        f"@string{{{name} = {before} # {before}}}\n" for before, name in pairwise(names)
    )
    mentions(text + f"@misc{{k, note = s29, url = {{{A}}}}}")
    blocks = list(bibtex_blocks.split(text + "@misc{k, note = s29}"))
    assert sum(len(one.spans) for one in blocks[-1].fields) <= 20


@pytest.mark.parametrize(
    "text",
    [
        f"@comment{{jabref-meta: {A}}}",
        f"@Comment{{\n@article{{x,\n  url = {{{A}}}\n}}\n}}",
        f'@preamble{{"{A}"}}',
        f"@string{{x = {{{A}}}}}",
    ],
)
def test_what_is_left_out(text: str) -> None:
    (mention,) = mentions(f"{text}\n@misc{{k, url = {{{B}}}}}\n")
    assert mention.key == "k"


def test_text_between_entries_is_running_text() -> None:
    text = f"% see {A}\nhello me@e.org\n\n@misc{{k, eprint = {{1412.6980}}}} and {B}\r\n"
    first, second, third = mentions(text)
    assert (first.line, first.column, first.key) == (1, 7, None)
    assert second.key == "k"
    assert (third.line, third.raw, third.key) == (4, B, None)


@pytest.mark.parametrize(
    "text",
    [
        "@article{one,\n  title = {A {b},\n  eprint = {1706.03762},\n}\n",
        "@article{one,\n  title = {A {b}}},\n  eprint = {1706.03762},\n}\n",
        '@article{one,\n  title = "A b,\n  eprint = {1706.03762},\n}\n',
        "@article{one,\n  title = {A b}\n  eprint = {1706.03762}\n}\n",
        "@article{one\n  title = {A b}\n  eprint = {1706.03762}\n}\n",
        "@article{one,\n  title = {A b},\n  eprint = {1706.03762},\n",
        "@article{one,\n  title = {A b},\n  eprint = {1706.03762\n",
        "@article{one,\n  title = {A b},, ,\n  junk,\n  eprint = {1706.03762}}\n",
        "@article{one,\n  title = {A b},\n  % a comment\n  eprint = {1706.03762}}\n",
        "@article{one, title = , eprint = {1706.03762}}\n",
        "@article{one, title eprint = {1706.03762}}\n",
        "@article{one, title = {A b}}, eprint = {1706.03762}}\n",
        "@article{one, title = {A b} (c) eprint = {1706.03762}}\n",
        "@article{one, loose 1706.03762 text}\n",
    ],
)
def test_a_broken_entry_loses_nothing_and_spoils_no_other(text: str) -> None:
    two = f"@misc{{two,\n  title = {{Two}},\n  url = {{{B}}}\n}}\n"
    found = mentions(text + two)
    assert [(str(one.identifier), one.key) for one in found] == [
        ("arxiv:1706.03762", "one"),
        ("arxiv:1810.04805", "two"),
    ]
    assert found[1].title == "Two"


def test_an_entry_in_the_line_of_another() -> None:
    first, second = mentions("@misc{a,eprint={1706.03762}}@misc{b,eprint={1810.04805}}")
    assert (first.key, second.key) == ("a", "b")


def test_read_in_jabref_is_done() -> None:
    assert only("@misc{k, eprint = {1706.03762}, readstatus = {read}}").state == "done"
    assert only("@misc{k, eprint = {1706.03762}, readstatus = {skimmed}}").state is None


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("@article{key,", True),
        ("% Encoding: UTF-8\n\n  @Misc( a:b ,\n", True),
        ("mail me@article{key,", False),
        ("@article is here", False),
        ("# Notes\n```\n@article{key,\n```", False),
        ("@decorator(name=1,", False),
        ("", False),
    ],
)
def test_looks_like(text: str, is_one: bool) -> None:  # noqa: FBT001 - an expected value
    assert bibtex.looks_like(text) is is_one


PIECES = [
    "@article{k,", "@misc(", "@string{s = ", "@comment{", "@preamble{", "{", "}", "(", ")", '"',
    "eprint = ", "url = ", "doi = ", "title = ", "note = ", "annote = ", "s", "#", " ", ",", "=",
    "1706.03762", A, "10.1000/x", "\n", "\r\n", "\n@misc{j,", "\\_", "\\url{", "$", "%", "é", "@",
    "abs/1810.04805", "\nyear = {2017},", "~", "\\", "\\href{",
]  # fmt: skip


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    mentions(text)


@given(st.lists(st.sampled_from(PIECES), max_size=40))
def test_any_markup_is_read_and_places_are_true(pieces: list[str]) -> None:
    text = "".join(pieces)
    lines = text.replace("\r\n", "\n").split("\n")
    for mention in mentions(text):
        first = mention.raw.replace("\r\n", "\n").split("\n")[0]
        assert lines[mention.line - 1][mention.column - 1 :].startswith(first)


@given(st.lists(st.sampled_from(PIECES), max_size=30))
def test_every_character_is_in_one_block(pieces: list[str]) -> None:
    text = "".join(pieces)
    position = 0
    for block in bibtex_blocks.split(text):
        assert position <= block.start <= block.end <= len(text)
        position = block.end


@given(st.lists(st.sampled_from(PIECES), max_size=20))
def test_the_next_entry_is_found_whatever_stands_before(pieces: list[str]) -> None:
    text = "".join(pieces)
    if "@comment" in text:
        return
    found = mentions(text + "\n@misc{last, eprint = {1502.03167}}\n")
    assert [one.key for one in found if one.identifier.value == "1502.03167"] == ["last"]


@pytest.mark.parametrize(
    "unit",
    [
        "{", "}", '"', "@", "@a{", "\n@a{", "@a{k,a={", "\n@a{k,a={", "\na={", '\na="', "a=b,",
        '\na="{', "@comment{", "@string{s=s#s}", "a=s#", "#", ",", "\n", "\n ", "=", "(", "@a(",
        "@a{k,a={x}}", "}, a=", " , ", "\n@a\n", "@a{k, url={https://e.org/}}\n", "@a{k,\nb", "\\",
        "@a{k, note=s#s#s#s#s}", "@preamble{", "\n@string{s={", "a = {}\n", "\r", "\n\n", "%\n",
    ],
)  # fmt: skip
@pytest.mark.parametrize("head", ['@string{s="https://e.org/1"}@misc{k, junk', "@misc{k, t={"])
def test_time_grows_with_the_note_not_its_square(unit: str, head: str) -> None:
    def seconds(length: int) -> float:
        note = Note("n.bib", head + (unit * length)[:length])
        best = []
        for _ in range(2):
            start = time.process_time()
            list(bibtex.passages(note, Headings()))
            best.append(time.process_time() - start)
        return min(best)

    assert seconds(64_000) < 16 * seconds(8_000) + 0.15
