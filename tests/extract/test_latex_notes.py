"""LaTeX notes: what stands where, and in what context."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperbib.extract import extract
from paperbib.extract.passage import Headings, Passage
from paperbib.extract.tex import latex
from paperbib.model import Mention, Note

UNTIL = 2612
A = "https://arxiv.org/abs/1706.03762"
B = "https://arxiv.org/abs/1810.04805"
DOCUMENT = "\\documentclass{article}\n\\begin{document}\n"


def mentions(text: str) -> list[Mention]:
    return extract(Note("n.tex", text), until=UNTIL).mentions


def only(text: str) -> Mention:
    (mention,) = mentions(text)
    return mention


def passages(text: str) -> list[Passage]:
    return list(latex.passages(Note("n.tex", text), Headings()))


def words(text: str) -> str:
    """All text of a note, on one line."""
    return " ".join(" ".join(one.text for one in passages(text)).split())


@pytest.mark.parametrize(
    ("text", "line", "column", "raw"),
    [
        (A, 1, 1, A),
        (rf"\href{{{A}}}{{x}}", 1, 7, A),
        (rf"\href[pdfnewwindow]{{{A}}}{{x}}", 1, 21, A),
        (f"\\href\n  {{ {A} }}\n  {{x}}", 2, 5, A),
        (f"\\href{{%\n{A}%\n}}{{x}}", 2, 1, A + "%"),
        (rf"\href{{{A}}}", 1, 7, A),
        (rf"é \url{{{A}}}", 1, 8, A),
        (rf"\url|{A}|", 1, 6, A),
        (rf"\nolinkurl{{{A}}}", 1, 12, A),
        (rf"\texttt{{{A}}}", 1, 9, A),
        (rf"\verb|{A}|", 1, 7, A),
        (r"\url{https://e.org/a\_b\%20c}", 1, 6, r"https://e.org/a\_b\%20c"),
        (r"\url{https://e.org/a%20b}", 1, 6, "https://e.org/a%20b"),
        (r"\url{https://e.org/{a}_b}", 1, 6, "https://e.org/{a}_b"),
        (r"\url{https://e.org/a_(b)}.", 1, 6, "https://e.org/a_(b)"),
        (r"https://e.org/a\_b c", 1, 1, r"https://e.org/a\_b"),
        (r"https://e.org/a%20b c", 1, 1, "https://e.org/a%20b"),
        (r"https://e.org/~me/x c", 1, 1, "https://e.org/~me/x"),
        (r"\arxiv{1706.03762}", 1, 8, "1706.03762"),
        (r"\arXiv{ arXiv:1706.03762 [cs.CL] }", 1, 9, "arXiv:1706.03762 [cs.CL]"),
        (r"\eprint{hep-th/9901001}", 1, 9, "hep-th/9901001"),
        (r"\doi{10.1000/a\_b}", 1, 6, r"10.1000/a\_b"),
        (r"\doi{https://doi.org/10.1000/ab}", 1, 6, "https://doi.org/10.1000/ab"),
        (f"a\r\n\r\n\\url{{{A}}}\r\n", 3, 6, A),
        (f"a\rb \\url{{{A}}}\r", 2, 8, A),
        (rf"word\footnote{{\url{{{A}}}}}", 1, 20, A),
        (r"Title\footnote{1706.03762}", 1, 16, "1706.03762"),
        (r"\paper{Attention}{1706.03762}{2017}", 1, 19, "1706.03762"),
        (f"\\begin{{verbatim}}\n% {A}\n\\end{{verbatim}}", 2, 3, A),
        (f"\\begin{{lstlisting}}[language=C]\nx // {A}", 2, 6, A),
        (rf"50\% of {A}", 1, 9, A),
        (rf"\section{{\href{{{A}}}{{x}}}}", 1, 16, A),
        (rf"\newcommand{{\att}}{{\url{{{A}}}}}", 1, 24, A),
        (rf"\url{{{A}", 1, 6, A),
        (rf"$5 and \url{{{A}}} and $6", 1, 13, A),
        (rf"\item {A}", 1, 7, A),
        (rf"\item[{{\url{{{A}}}}}] x", 1, 13, A),
        (r"\bibitem[\url{https://e.org/x}]{k} y", 1, 15, "https://e.org/x"),
    ],
)
def test_place(text: str, line: int, column: int, raw: str) -> None:
    mention = only(text)
    assert (mention.line, mention.column) == (line, column)
    assert mention.raw == raw


@pytest.mark.parametrize(
    ("text", "identifier"),
    [
        (r"\url{https://e.org/a\_b\%20c\&d}", "https://e.org/a_b%20c&d"),
        (r"\href{https://e.org/\~{}me}{x}", "https://e.org/~me"),
        (r"\url{https://e.org/{\textasciitilde}me}", "https://e.org/~me"),
        (r"\url{https://e.org/$\sim$me}", "https://e.org/~me"),
        ("\\url{https://e.org/a%\n  b}", "https://e.org/ab"),
        (r"https://e.org/\textasciitilde{}me", "https://e.org/~me"),
        (r"\href{\doibase 10.1000/xyz}{x}", "10.1000/xyz"),
        (r"\url{https://e.org/x}~(seen)", "https://e.org/x"),
        (r"\eprint{1706.03762v2}", "1706.03762"),
    ],
)
def test_address(text: str, identifier: str) -> None:
    assert only(text).identifier.value == identifier


@pytest.mark.parametrize(
    "text",
    [
        f"% {A}",
        f"a % {A}\nb",
        f"\\\\% {A}",
        f"\\begin{{comment}}\n{A}\n\\end{{comment}}",
        r"\cite{1706.03762}",
        r"\cite[see][p.~3]{1706.03762,1810.04805}",
        r"\textcite{1706.03762}",
        r"\input{1706.03762}",
        r"\includegraphics[width=1cm]{figures/1706.03762}",
        r"\label{1706.03762} \ref{1706.03762}",
        r"\href{mailto:a@b.org}{me} \href{run:x.pdf}{x}",
        r"\hyperref[sec:1706]{there}",
    ],
)
def test_no_reference(text: str) -> None:
    assert mentions(text) == []


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (r"Gr\"obner, Kollár, Erd\H{o}s, {\L}ukasiewicz", "Gröbner, Kollár, Erdős, Łukasiewicz"),
        (r"Mart\'{\i}n \'{E}tude Stra\ss e na\"{\i}ve \c{c}a", "Martín Étude Straße naïve ça"),
        (r"\v s \o{} \O{}re \~n \^{} \~{}", "š ø Øre ñ ^ ~"),
        (r"\emph{Att}ention \textbf{is {\it all} you} {\bf need}", "Attention is all you need"),
        (r"a~b\,c -- d --- ``e''", "a b c – d — “e”"),
        (r"AT\&T \#1 50\% \$5 \_x \{y\}", "AT&T #1 50% $5 _x {y}"),
        (r"$\alpha_{1}$-test \(x^2\)", r"$\alpha_{1}$-test \(x^2\)"),
        ("one % two\n  three", "one three"),
        ("one%\n  two", "onetwo"),
        ("one % two\n\nthree", "one three"),
        (r"\LaTeX{} and \TeX\ too", "LaTeX and TeX too"),
        (r"a\foo b \foo{c}d", "a b c d"),
        (r"a \textcolor{red}{b} c", "a b c"),
        (r"\verb|a_%\b| \verb+x+", r"a_%\b x"),
        (r"a } b", "a } b"),
        ("a\\", "a\\"),
        (r"a\\[2pt]b\\*c", "a b c"),
    ],
)
def test_text(text: str, shown: str) -> None:
    assert words(text) == shown


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (rf"\item \href{{{A}}}{{Attention Is All \emph{{You}} Need}}", "Attention Is All You Need"),
        (rf"\item Gr\"obner {{\em bases}}: \url{{{A}}}", "Gröbner bases"),
        (rf"\item[BERT] \url{{{A}}}", "BERT"),
        (rf"\item Attention\\ \url{{{A}}}", "Attention"),
        (r"\item Attention \arxiv{1706.03762}", "Attention"),
        (rf"\section{{x}}\item \url{{{A}}}", None),
        (
            "\\begin{tabular}{l|p{3cm}}\nTitle & Link \\\\ \\hline\nAttention & "
            rf"\url{{{A}}} \\" + "\n\\end{tabular}",
            "Attention",
        ),
    ],
)
def test_title(text: str, title: str | None) -> None:
    assert only(text).title == title


def test_sections_nest_and_end() -> None:
    text = (
        rf"\part{{P}}{A} \chapter*{{C}} {A} \section[short]{{S \& \emph{{t}}}} {A}"
        rf" \subsection {{SS}} {A} \paragraph{{Q}} {A} \section*{{T}} {A}"
    )
    assert [one.section for one in mentions(text)] == [
        ("P",),
        ("P", "C"),
        ("P", "C", "S & t"),
        ("P", "C", "S & t", "SS"),
        ("P", "C", "S & t", "SS", "Q"),
        ("P", "C", "T"),
    ]


def test_a_heading_that_is_not_closed_ends_with_its_paragraph() -> None:
    text = f"\\section{{Open\n\nSome words {A}"
    assert only(text).section == ("Open",)


def test_items_nest() -> None:
    text = (
        "\\begin{itemize}\n\\item \\href{" + A + "}{Attention}\n\n  It is good.\n"
        "  \\begin{enumerate}[label=(\\alph*)]\n  \\item \\href{https://e.org/code}{code of it}\n"
        "  \\end{enumerate}\n  Really.\n\\item BERT " + B + "\n\\end{itemize}\nend "
    )
    paper, code, other = mentions(text)
    assert code.parent == paper.identifier
    assert paper.parent is other.parent is None
    assert paper.annotation == "It is good. Really."
    assert other.title == "BERT"


@pytest.mark.parametrize(
    ("label", "state"),
    [
        (r"\checkmark", "done"),
        (r"$\checkmark$", "done"),
        (r"$\boxtimes$", "done"),
        ("x", "done"),
        (r"$\square$", "open"),
        (r"$\Box$", "open"),
        (" ", "open"),
        ("--", None),
    ],
)
def test_state(label: str, state: str | None) -> None:
    assert only(f"\\begin{{itemize}}\n\\item[{label}] x {A}\n\\end{{itemize}}").state == state


def test_bibliography() -> None:
    text = (
        "\\begin{thebibliography}{99}\n"
        "\\bibitem[Vaswani et~al.(2017)]{vaswani:17}\nA.~Vaswani.\n"
        "\\newblock Attention is all you need.\n\\newblock {\\em arXiv preprint "
        "arXiv:1706.03762}, 2017.\n\n"
        "\\bibitem{none} Nobody. \\newblock A book.\n"
        "\\bibitem [{\\citenamefont {A}(2018)}]%\n        {bert} BERT. \\url{" + B + "}\n"
        "\\end{thebibliography}\nSee https://e.org/x"
    )
    first, second, third = passages(text)[:3]
    assert [one.given.key for one in (first, second, third) if one.given] == [
        "vaswani:17",
        "none",
        "bert",
    ]
    assert first.given
    assert (first.given.title, first.given.year) == ("Attention is all you need", 2017)
    paper, bert, last = mentions(text)
    assert str(paper.identifier) == "arxiv:1706.03762"
    assert (bert.line, bert.column) == (9, 27)
    assert last.parent is None


def test_lines_of_a_preamble_are_no_titles() -> None:
    text = (
        f"\\documentclass{{article}}\n\\title{{My notes}}\n\\def\\x{{{A}}}\n\\begin{{document}}\n"
    )
    assert only(text).title is None


def test_comments_in_arguments_of_addresses_are_addresses() -> None:
    first, second = mentions(r"\url{https://e.org/%41} \href{https://e.org/%42}{x} % no")
    assert (first.raw, second.raw) == ("https://e.org/%41", "https://e.org/%42")


def test_what_is_glued_to_an_address_is_not_lost() -> None:
    found = mentions(rf"\url{{{A}}},1810.04805 \arxiv{{1502.03167}},1412.6980")
    assert [one.identifier.value for one in found] == [
        "1706.03762",
        "1810.04805",
        "1502.03167",
        "1412.6980",
    ]


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        (DOCUMENT, True),
        ("% x\n\\begin{itemize}", True),
        (r"\section{a} \href{b}{c}", True),
        (r"\section{a}", False),
        ("# Notes\n\nabout `\\documentclass`", False),
        ("", False),
    ],
)
def test_looks_like(text: str, is_one: bool) -> None:  # noqa: FBT001 - an expected value
    assert latex.looks_like(text) is is_one


PIECES = [
    "\\item ", "\\item[", "]", "{", "}", "\\href{", "\\url{", "\\url|", "|", A, "1810.04805", "\n",
    "\n\n", "\r", "%", "\\%", "\\\\", "&", "$", "~", "\\begin{itemize}", "\\end{itemize}",
    "\\begin{tabular}", "\\end{tabular}", "\\begin{verbatim}", "\\end{verbatim}", "\\section{",
    "\\section[", "\\bibitem{", "\\newblock ", "\\emph{", "\\footnote{", "\\doi{10.1000/x", "é",
    "\\'", "\\arxiv{", "hep-th/9901001", " ", "\\", "https://e.org/", "\\_", "\\verb", "``",
    "\\begin{document}", "\\(", "\\)", "\\cite{", "\\begin{comment}",
]  # fmt: skip


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    mentions(text)


@given(st.lists(st.sampled_from(PIECES), max_size=30))
def test_any_markup_is_read_and_places_are_true(pieces: list[str]) -> None:
    text = "".join(pieces)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for mention in mentions(text):
        first = mention.raw.replace("\r", "\n").split("\n")[0]
        assert lines[mention.line - 1][mention.column - 1 :].startswith(first)


@given(st.lists(st.sampled_from([one for one in PIECES if "%" not in one]), max_size=12))
def test_no_identifier_is_lost(pieces: list[str]) -> None:
    text = "".join(pieces)
    if any(one in text for one in ("\\cite{", "\\begin{comment}", "\\section[", "\\url|")):
        return
    found = {one.identifier.value for one in mentions(text + f"\n\n x {B} y\n")}
    assert "1810.04805" in found


@pytest.mark.parametrize(
    "unit",
    [
        "{", "}", "\\", "$", "$ a", "\\url{", "\\href{", "\\href{a}{", "\\item[", "\\item ",
        "\\item[{", "\\begin{itemize}\\item x ", "\\begin{verbatim}", "\\begin{comment}",
        "\\begin{tabular}", "\\section{", "\\section[", "\\bibitem[", "\\verb|\\verb+", "\\cite[",
        "\\cite{", "\n", "\n ", "% ", "%\n", "~", "``", "\\'", "\\'{", "\\(", "https://e.org/",
        "\\url{{", "\\url{a{b{", "\\href{https://e.org/}{x} ", "\\textasciitilde", "\\newblock ",
        "\\begin{itemize}\\item " + A + " ", "\\\\", "&", "\\begin{a}", "a\n\n",
    ],
)  # fmt: skip
def test_time_grows_with_the_note_not_its_square(unit: str) -> None:
    def seconds(length: int) -> float:
        note = Note("n.tex", "\\begin{tabular}{l}" + (unit * length)[:length])
        best = []
        for _ in range(2):
            start = time.process_time()
            list(latex.passages(note, Headings()))
            best.append(time.process_time() - start)
        return min(best)

    assert seconds(64_000) < 16 * seconds(8_000) + 0.15
