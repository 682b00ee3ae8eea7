"""No note takes long, whatever is in it: time grows with its length only.

Every unit is repeated to 50 and to 200 KB. The bound is counted in runs of a fixed
loop, measured in the same process, so that it holds on slow machines, too.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

import pytest

from paperbib.extract import extract
from paperbib.model import Note

_SMALL, _LARGE = 50_000, 200_000
_MOST_GROWTH = 9.0
"""Four times the length may take so many times the time: sixteen were quadratic."""
_LEAST_S = 0.05
"""What takes less is not worth a comparison."""
_MOST_LOOPS = 150.0
"""About 1.5 seconds where the loop takes 10 ms; the aim is a quarter of a second."""

_A, _E = "https://arxiv.org/abs/1706.03762", "https://e.org/"

_UNITS = {
    ".html": [
        f"<ul><li>{_E} ", "<li>a", f"<a href={_E}>", "<", "<a b='", "<!--", "<table><tr><td>a",
        "<h1>a", "<p>a", "&amp;", "<dl><dt>a<dd>b", "<b>", "</ul>", "<pre>a\n", "<script>",
        f"<li><a href='{_E}'>a</a></li>", "<details><summary>a</summary>", "<br>a",
        "<input type=checkbox>", "<meta name=citation_doi content=10.1234/x>", "<h1><ul><li>a",
        "<img src=https://img.shields.io/a>", "<![CDATA[", '<p a="', "<li><h2>a</h2><table><tr>",
    ],
    ".org": [
        "- a\n", "* a\n", "|a|\n", ": a\n", "#+a: b\n", f"[[{_E}][a]]", "[[", "[[a]", "*a* ", "/",
        "\\alpha ", "** TODO a :b:\n", "* a\n:PROPERTIES:\n:A: b\n", "#+begin_src\n", "- a :: b\n",
        " - a\n", "[fn:1] ", "<2020-01-01> ", f"- {_E}\n", "a\n\n", "@@html:a@@", "{{{", "# a\n",
        "* a\n** b\n*** c\n", "#+begin_quote\n- a\n",
    ],
    ".rst": [
        "- a\n", "* a\n", "|a|\n", "| a\n", ":a: 10.1234/x\n", "`a`_ ", "`a <b>`_ ", "``a``",
        "*a* ",
        "**", "a_ ", "a__ ", ".. a\n", f".. _a: {_E}\n", ".. [1] a\n", ".. |a| image:: b\n",
        "a\n=\n",
        "a\n===\n\n", "+--+\n|a |\n", "== ==\na b\n", "a::\n\n b\n", "a\n b\n", "a\n\n", "\\a",
        f"- `a <{_E}>`_\n",
    ],
    ".tex": [
        "\\item a\n", "\\begin{itemize}\\item ", "\\section{a}\n", f"\\href{{{_E}}}{{a}}", "{", "}",
        "$", "\\", "% a\n", "a & b \\\\\n", "\\begin{tabular}{l}", "\\bibitem{a} b \\newblock c\n",
        "\\'e", "~", "\\textbf{a}", "\\cite{a}", "\\href{", "\\item[", "\\verb|", "\n\n",
        "\\begin{verbatim}", "\\[", "\\(", "\\emph{", "\\texorpdfstring{a}",
    ],
    ".bib": [
        "@a{k, url={https://e.org/}}\n", "@a{k,\n", "@a{", "@", "a={b},\n", "@a{k,a={", "{", '"',
        '@string{a="b"}\n', "@comment{", "@a{k, note={1706.03762}}\n", "@a{k, a=b#c#d}\n", "% a\n",
        "@a{k, author={a and b}, year=2020}\n", '@a(k, a="b")\n', "a\n",
        "@a{k, title={{A} \\'o}}\n",
        "@a{,},", "}\n", "@a{k, url={", "@a{k, a={{", "@a{k, a=", "=", "#", "\n",
    ],
    ".ipynb": [
        "[", "{", '{"cells":[', '"', '{"cell_type":"markdown","source":["- a"]},', '"a",', "1,",
        "\\n",
        "- a\n", f"{_E} ",
    ],
    ".csv": [
        "a,b\n", '"a",b\n', '"', ",", "title,url\n", f"{_E},a\n", "\n", ";", '""', "10.1234/x,",
        '","',
        "a\tb\n", '"a\nb",', "|", "a\r",
    ],
    ".tsv": ["a\tb\n", "\t", '"a"\tb\n', '"', "\n"],
    ".json": [
        "1,", "[", "{", '"a",', '{"a":', '{"a":1},', '"', "\\", '"\\u0041",', f'{{"url":"{_E}"}},',
        '{"title":"a","doi":"10.1234/x"},', "a ", "//\n", "]", "}", "[1,", '{"a":[', "null\n", ",",
        '{"id":1,"children":[',
    ],
    ".jsonl": ["1\n", '{"a":1}\n', f'{{"url":"{_E}"}}\n', "{\n", "[\n", "a\n", "[1,2]\n", '"\n'],
    ".yaml": [
        "? [a]\n", "- a\n", "a: b\n", "- a: b\n", "[", "{", "? ", "- ", "# a\n", f"- url: {_E}\n",
        "[a],", "a,", "&a ", "*a ", "!", "- |\n a\n", "---\na\n", '"', "'", "- {a: b}\n", "a\n",
        f"- {_E} # a\n", "---\n", '- "\\x41"\n', "- ? a\n",
    ],
    ".txt": [
        "- a\n", "a\n", "a\n\n", "* a\n", f"- {_E}\n", " - a\n", "---\n", "[ ] a\n", f"{_E} ", "\n",
        "1. a\n", "\t", f"a: {_E}\n", "<a", "[", "|a|\n", "{", "@a{", ":a: b\n", "\\",
    ],
}  # fmt: skip
_LONG = "b" * 100_000
_NESTED = [
    # What stands for a long text, many times; names that lead to names.
    ("n.rst", f".. |a| replace:: {_LONG}\n\n" + "|a| " * 25_000),
    ("n.rst", f".. _a: {_E}{_LONG}\n\n" + "a_ " * 30_000),
    ("n.rst", "".join(f".. _a{one}: a{one + 1}_\n" for one in range(8_000)) + "a0_ " * 2_000),
    ("n.org", f"#+LINK: a {_E}{_LONG}\n\n" + "[[a:b]] " * 12_000),
    ("n.org", f"#+LINK: a {_E}{'%s' * 50_000}\n" + f"[[a:{'c' * 50_000}]]\n" + "[[a:b]]\n" * 99),
    ("n.bib", '@string{a="' + "b" * 900 + '"}' + "@a{k, note=a}\n" * 14_000),
    ("n.md", f"[a]: {_E}{_LONG}\n\n" + "[a] " * 25_000),
    ("n.yaml", "a: &a [b,b]\nb: &b [*a,*a]\n" + "c: [*b,*b]\n" * 10_000),
    # Lists in lists.
    ("n.org", "".join(" " * (one % 300) + f"- {_E}x\n" for one in range(1_200))),
    ("n.rst", "".join(" " * (one % 300) + "- a\n" for one in range(1_300)) + f"- {_A}"),
    ("n.rst", "".join(" " * one + "a\n" for one in range(600)) + _A),
    ("n.html", "<ul>" * 100 + f"<li>{_E}" * 10_000),
    ("n.html", "<details>" * 5_000 + f"<p>{_E}" * 5_000),
    # Much that holds nothing, and something at the end.
    ("n.org", "* a\n" * 50_000 + f"- {_A}"),
    ("n.org", "a\n\n" * 60_000 + f"- {_A}"),
    ("n.rst", "- a\n" * 50_000 + f"- {_A}"),
    ("n.json", "[" + "1," * 100_000 + f'"{_A}"]'),
    ("n.yaml", "- [a]\n" * 33_000 + f"- {_A}"),
]


def _seconds(work: Callable[[], object]) -> float:
    # The collector's time depends on all that the other tests have left behind.
    gc.disable()
    try:
        start = time.process_time()
        work()
        return time.process_time() - start
    finally:
        gc.enable()


def _read(file: str, text: str) -> float:
    return _seconds(lambda: extract(Note(file, text), until=2612))


def _loop() -> None:
    count = 0
    for one in range(400_000):
        count += one % 7


@pytest.fixture(scope="module")
def most() -> float:
    """So many seconds may 200 KB take here."""
    return _MOST_LOOPS * min(_seconds(_loop) for _ in range(3))


@pytest.mark.parametrize("suffix", _UNITS)
def test_growth(suffix: str, most: float) -> None:
    slow = []
    for unit in _UNITS[suffix]:
        small, large = (unit * (size // len(unit)) for size in (_SMALL, _LARGE))
        seconds = _read(f"n{suffix}", large)
        if seconds > _LEAST_S * 4:
            # Only what is slow is compared; once more, for others may use the machine, too.
            few = _read(f"n{suffix}", small)
            if seconds > _MOST_GROWTH * max(few, _LEAST_S / 2):
                seconds = min(seconds, _read(f"n{suffix}", large))
            if seconds > most or seconds > _MOST_GROWTH * max(few, _LEAST_S / 2):
                slow.append((unit, round(few, 3), round(seconds, 3)))
    assert not slow


@pytest.mark.parametrize(("file", "text"), _NESTED)
def test_limit(file: str, text: str, most: float) -> None:
    assert _read(file, text) < most
