"""Choosing entries: what documents cite, looked up; tags, read state and dates."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.exporters.samples import mention, record, reference, titled

from paperbib.model import Library, PartialDate
from paperbib.selecting import (
    FINDER_BY_SUFFIX,
    Citation,
    Inclusion,
    Place,
    Wanted,
    keep,
    resolve,
    select,
)


def keys(suffix: str, text: str) -> str:
    found = FINDER_BY_SUFFIX[suffix](text)
    return " ".join(one.key if isinstance(one, Citation) else f"<{one.written}>" for one in found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"\cite{a}", "a"),
        (r"\citep[see][p.~3]{a, b}, \citet*{c}", "a b c"),
        (r"\parencite[\S 2, see [x]{a}\textcite{b}", "b"),
        (r"\autocite[{see [1]}][p. 3]{a}\footcite{b}\Citeauthor{c}\citeyear{d}", "a b c d"),
        (r"\cites{a}[p. 1]{b}{c}\parencites(see)(end)[1][2]{d}{e} {\em f}", "a b c d e"),
        (r"\volcite{2}[5]{a}\Pvolcite[see]{1}{b}\volcites{1}{c}[2]{3}[4]{d}", "a b c d"),
        (r"\nocite{*}\nocite{a}\bibentry{b}\mycite{c}\citesec{d}\citealias{e}", "* a b c d e"),
        ("\\cite{%\n  a, % the first\n  b%\n}", "a b"),
        ("\\cite\n  [x]%\n  {a}", "a"),
        ("\\cite\n\n{a}", ""),
        (r"% \cite{a}" + "\n" + r"\% \cite{b} \\cite{c} \\\cite{d}", "b d"),
        (r"\verb|\cite{a}| \verb*+\cite{b}+ \lstinline!\cite{c}! \cite{d}", "d"),
        (r"\begin{verbatim}\cite{a}\end{verbatim}\begin{minted}{x}%\end{minted}\cite{b}", "b"),
        (r"\begin{comment}\cite{a}", ""),
        (r"\cite{a}\end{document}\cite{b}", "a"),
        (r"\cite{a}\endinput\cite{b}", "a"),
        (r"\newcommand{\mycite}[1]{\citep{#1}}\renewcommand\cite[1]{x}\DeclareCiteCommand{x}", ""),
        (r"\citetext{see \citealp{a}}\bstctlcite{x}\citestyle{y}\setcitestyle{z}", "a"),
        (r"\newcites{sec}{Further}\defcitealias{a}{b}\citeindextrue{c}\footnote{\cite{d}}", "d"),
        (r"\cite{a,,b,}\cite{}\cite{two words}\cite{a_b:c/d+e.f-g}", "a b a_b:c/d+e.f-g"),
        (r"\cite<see>[p. 3]{a}\citefield{b}{title}", "a b"),
        (r"\begin{frame}\cite<2->{a}\end{frame}\exciting{x}\recitation{y}", "a"),
        (
            r"\input{a}\include{b/c}\subfile{d.tex}",
            r"<\input{a}> <\include{b/c}> <\subfile{d.tex}>",
        ),
        (r"\input a \import{b/}{c}\input{\x/d}", r"<\input a> <\import{b/}{c}> <\input{\x/d}>"),
        (r"\newcommand\x[1]{\input{#1}}\input{glyphtounicode}\includegraphics{a}", ""),
        (r"\cite{Müller2020,李2021}", "Müller2020 李2021"),
        (r"\cite{a", ""),
        (r"\cite[{a}", ""),
    ],
)
def test_latex(text: str, expected: str) -> None:
    assert keys(".tex", text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("\\citation{a,b}\n\\citation{*}\n", "a b *"),
        ("\\abx@aux@cite{0}{a}\n\\abx@aux@segm{0}{0}{a}\n\\abx@aux@cite{b}\n", "a b"),
        ("\\abx@aux@nociteall\n\\bibcite{a}{{1}{2020}{}{}}\n\\bibdata{x}\n", "*"),
        ("\\@input{b.aux}\n\\citation{a}\n", "<\\@input{b.aux}> a"),
        ("\\citation{REVTEX42Control}\n\\citation{apsrev42Control}\n\\citation{a}", "a"),
        ("\\citation{IEEEexample:BSTcontrol}\n\\@writefile{toc}{\\citation{x}}\n", ""),
    ],
)
def test_aux(text: str, expected: str) -> None:
    assert keys(".aux", text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[@a; @b, p. 3; see -@c and @{odd key}]", "a b c odd key"),
        ("@a says [p. 3], as does -@b. @c, @d: @e's (@f) “@g” *@h* _@i j_", "a b c d e f g h i"),
        (
            "@a.b.c. @a--b @a:b @doe:2020/x @https://x.org/y_1.",
            "a.b.c a a:b doe:2020/x https://x.org/y_1",
        ),
        ("@a@b x@c.org me.you@d.org see.@e \\@f", "a b"),
        ("`@a` ``x ` @b`` \\`@c` `@d", "c d"),
        ("```\n@a\n```\n~~~ x\n@b\n```\n~~~\n@c", "c"),
        ("> ```\n> @a\n> ```\n@b", "b"),
        ("x\n\n    @a\n\n    @b\n\ny @c\n    @d", "c d"),
        ("- x\n\n    @a\n\ny\n\n    @b", "a"),
        ("[^1]: x\n\n    @a", "a"),
        ('[x](https://x.org/@a "@b") <https://x.org/@c> <me@d.org> https://medium.com/@e/f', ""),
        ("<span title='@a'>@b</span> <!-- @c\n\n@d --> @e", "b e"),
        ("[x]: https://x.org/@a\n$x@b$ costs $5 (@c) and $6", "c"),
        (
            "---\nauthor: me@x.org\ntwitter: '@me'\nnocite: |\n  @a, @b\nabstract: as @c\n---\n@d",
            "a b c d",
        ),
        ("---\nnocite: '@*'\n...\n", "*"),
        ("{{< include a.qmd >}} @b", "<{{< include a.qmd >}}> b"),
        ("```{r, child='a.Rmd'}\n@x\n```\n@b", "<child='a.Rmd'> b"),
        ("é@a 中@b (@é2020)", "é2020"),
        ("[@a\n@b", "a b"),
    ],
)
def test_markdown(text: str, expected: str) -> None:
    assert keys(".md", text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("@a, @b[p. 3]. @c-d_e.f: (@g) *@h* 中@i 所", "a b c-d_e.f g h i"),
        ('#cite(<a>) #cite(label("odd \\"key"), form: "prose") @b', 'a odd "key b'),
        ("`@a` ```x @b``` // @c\n/* @d /* @e */ @f */ @g", "g"),
        ('\\@a #link("mailto:me@b.org")[x] https://x.org/@c $@d$', ""),
        ("@fig:x <fig:x> @sec @a = Title <sec>", "a"),
        ('#bibliography("x.bib", full: true) #bibliography("y.bib")', "*"),
        ('#include "a.typ"\n@b', '<include "a.typ"> b'),
        ("/* @a", ""),
    ],
)
def test_typst(text: str, expected: str) -> None:
    assert keys(".typ", text) == expected


@pytest.mark.parametrize("suffix", [".tex", ".aux", ".md", ".typ"])
@given(text=st.text(st.one_of(st.sampled_from("\\{}[]()<>@%$`~\n ,*-/\"'a1:.!"), st.characters())))
def test_offsets_point_at_what_was_found(suffix: str, text: str) -> None:
    for one in FINDER_BY_SUFFIX[suffix](text):
        if isinstance(one, Inclusion):
            assert 0 <= one.offset < len(text)
        elif one.key != "*" and suffix != ".typ":
            assert text.startswith(one.key, one.offset)


HOSTILE = (
    *(r"\cite[", r"\cite{", r"\cite[{", r"\cites(", r"\cites{a}", "\\verb|", "\\begin{verbatim}"),
    *(r"\input{", "[@", "@a", "`", "``\n", "](", "](x(", "<a ", "<!--", "$x", "{{< include ", "@{"),
    *("/*", "*/", '"', '("', "cite(<", "bibliography((", "@a.", "    x\n", "~~~\n", "[^a", "%\n"),
)


@pytest.mark.parametrize("suffix", [".tex", ".aux", ".md", ".typ"])
@pytest.mark.parametrize("piece", HOSTILE)
def test_time_grows_with_the_text_only(suffix: str, piece: str) -> None:
    text = piece * (200_000 // len(piece))
    started = time.perf_counter()
    for _ in FINDER_BY_SUFFIX[suffix](text):
        pass
    assert time.perf_counter() - started < 5


LIBRARY = Library(
    references={
        "a2017": reference(
            "arxiv:1701.00001",
            record("arxiv:1701.00001", title="A", published=PartialDate(year=2017, month=6)),
            mention("arxiv:1701.00001", state="done", section=("Deep Learning, Vision",)),
        ),
        "b2018": reference(
            "arxiv:1801.00001",
            record("arxiv:1801.00001", title="B", published=PartialDate(year=2018)),
            mention("arxiv:1801.00001", state="open", section=("vision",)),
        ),
        "c2019": titled("C", "arxiv:1901.00001", published=PartialDate(year=2019, month=1, day=9)),
        "d": reference("arxiv:2001.00001"),
    },
    aliases={"old": "a2017", "gone": "nobody"},
)


def cited(*found: str | Citation) -> list[tuple[Citation, Place]]:
    citations = [Citation(one, 0) if isinstance(one, str) else one for one in found]
    return [(one, Place("x.tex", line, 1)) for line, one in enumerate(citations, 1)]


@pytest.mark.parametrize(
    ("found", "expected", "unknown"),
    [
        (["c2019", "a2017", "c2019"], "c2019 a2017", []),
        (["c2019", "*"], "c2019 a2017 b2018 d", []),
        (["old", "a2017"], "a2017", []),
        (["A2017"], "", ["x.tex:1:1: 'A2017' is not in the library; did you mean 'a2017'?"]),
        (["zz", "zz"], "", ["x.tex:1:1: 'zz' is not in the library"]),
        (["gone"], "", ["x.tex:1:1: 'gone' is not in the library"]),
        ([Citation("fig-1", 0, is_sure=False), "d"], "d", []),
        ([Citation("d", 0, is_sure=False)], "d", []),
    ],
)
def test_keys_are_looked_up(found: list[str | Citation], expected: str, unknown: list[str]) -> None:
    resolved = resolve(LIBRARY, cited(*found))
    assert (" ".join(resolved.keys), resolved.unknown) == (expected, unknown)


def test_a_key_that_was_renamed_is_told_once() -> None:
    resolved = resolve(LIBRARY, cited("old", "old"))
    assert resolved.renamed == ["x.tex:1:1: 'old' is now called 'a2017'"]
    assert resolved.unknown == []


class Entry:
    """What the formats would say of a reference."""

    def __init__(self, key: str) -> None:
        found = LIBRARY.references[key]
        self.key = key
        self.tags = tuple(word for head in found.sections for word in head.split(", "))
        self.date = found.date


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (Wanted(), "a2017 b2018 c2019 d"),
        (Wanted(tags=("VISION",)), "a2017 b2018"),
        (Wanted(tags=("deep  learning", "nothing")), "a2017"),
        (Wanted(tags=("deep",)), ""),
        (Wanted(state="open"), "b2018"),
        (Wanted(state="done"), "a2017"),
        (Wanted(since=PartialDate(year=2018)), "b2018 c2019"),
        (Wanted(since=PartialDate(year=2018, month=12, day=31)), "b2018 c2019"),
        (Wanted(since=PartialDate(year=2017, month=6, day=30)), "a2017 b2018 c2019"),
        (Wanted(since=PartialDate(year=2017, month=7)), "b2018 c2019"),
        (Wanted(since=PartialDate(year=2019, month=1, day=9)), "c2019"),
        (Wanted(since=PartialDate(year=2019, month=1, day=10)), ""),
        (Wanted(("vision",), "open", PartialDate(year=2018)), "b2018"),
        (Wanted(("vision",), "done", PartialDate(year=2018)), ""),
    ],
)
def test_filters(wanted: Wanted, expected: str) -> None:
    kept = keep(LIBRARY, map(Entry, LIBRARY.references), wanted)
    assert " ".join(kept.keys) == expected


def test_what_a_person_should_know_of_a_filter() -> None:
    wanted = Wanted(tags=("vision", "nothing"), since=PartialDate(year=2016))
    kept = keep(LIBRARY, map(Entry, LIBRARY.references), wanted)
    assert kept.strange_tags == ("nothing",)
    assert set(kept.tags) == {"Deep Learning", "vision"}
    assert keep(LIBRARY, map(Entry, LIBRARY.references), Wanted(since=wanted.since)).undated == 1


def test_a_selection_has_its_own_order_and_only_its_own_aliases() -> None:
    chosen = select(LIBRARY, ["c2019", "b2018"])
    assert list(chosen.references) == ["c2019", "b2018"]
    assert chosen.aliases == {}
    assert select(LIBRARY, ["a2017"]).aliases == {"old": "a2017"}
    assert list(LIBRARY.references) == ["a2017", "b2018", "c2019", "d"]
