"""No address that is to be seen in a note is lost, wherever it stands and whatever is around."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paperbib.extract import extract
from paperbib.model import Note

_HERE = "\x00"
"""Where the address goes."""

_BLOCKS = {
    ".html": [
        "<p>a @ b</p>", "<ul><li>a @", "</ul>", "<li>@</li>", "<a href='@'>x</a>", "<h2>@</h2>",
        "<table><tr><td>a<td>@", "</table>", "<dl><dt>a<dd>@</dl>", "<details><summary>@</summary>",
        "</details>", "<pre>a\n @\n</pre>", "<blockquote>@</blockquote>", "<div>@</div>", "a<br>@",
        "<b>@</b>", "<li><h3>a</h3><table><tr><th>b<td>@</table>", "<h3>a</h3>", "</li>", "<ol>",
    ],
    ".org": [
        "* a", "** TODO @", "- a @", "  - @", "- [ ] [[@][a]]", "a @ b", "", "", "| a | @ |",
        "#+begin_quote\n@\n#+end_quote", "#+begin_src\n@\n#+end_src", ": @", "[fn:1] @", "- a :: @",
        ":PROPERTIES:\n:URL: @\n:END:", "1. a", "   b", "*a*", "\\alpha", "#+begin_example",
        "a ---",
    ],
    ".rst": [
        "a\n=", "A\n-", "- a @", "  - @", "- `a <@>`_", "a @ b", "", "", "a\n  @", ":arxiv: @",
        "b_", ".. _b: @", "a::\n\n  @", ".. note:: @", "  b", "1. @", "| @", "*a*",
        "== ==\na  @\n== ==",
        "+---+\n| a |\n+---+", "   c", ".. [1] @", "#. a",
    ],
    ".tex": [
        "\\section{a}", "\\item a @", "\\begin{itemize}", "\\end{itemize}", "\\href{@}{a}",
        "\\url{@}",
        "a & @ \\\\", "\\begin{tabular}{l}", "\\end{tabular}", "a @ b", "", "\\textbf{@}",
        "\\footnote{@}",
        "\\bibitem{a} b", "\\newblock @", "\\emph{a}", "a -- b",
        "\\section{\\texorpdfstring{@}{a}}",
    ],
    ".txt": [
        "a @", "- a @", "  - @", "a\n---", "", "", "[ ] @", "1. @", "@", "b", "* c",
    ],
}  # fmt: skip


def _found(file: str, text: str) -> set[str]:
    return {str(one.identifier) for one in extract(Note(file, text), until=2612).mentions}


@pytest.mark.parametrize("suffix", _BLOCKS)
@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_address_comes_out(suffix: str, data: st.DataObject) -> None:
    blocks = data.draw(st.lists(st.sampled_from(_BLOCKS[suffix]), min_size=1, max_size=12))
    numbers = iter(range(10_000, 20_000))
    parts, wanted = [], set()
    for block in blocks:
        while "@" in block:
            name = f"2001.{next(numbers)}"
            block = block.replace("@", f"https://arxiv.org/abs/{name}", 1)  # noqa: PLW2901
            wanted.add(f"arxiv:{name}")
        parts.append(block)
    text = "\n".join(parts)
    assert wanted <= _found(f"n{suffix}", text), text


_WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=12)


@settings(max_examples=100, deadline=None)
@given(
    st.recursive(
        _WORDS | st.just(_HERE) | st.integers() | st.none(),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_WORDS, inner, max_size=4),
        max_leaves=12,
    )
)
def test_address_in_records_comes_out(node: object) -> None:
    text = json.dumps(node, indent=1)
    count = text.count(json.dumps(_HERE))
    for number in range(count):
        text = text.replace(json.dumps(_HERE), f'"https://arxiv.org/abs/2001.{10_000 + number}"', 1)
    wanted = {f"arxiv:2001.{10_000 + number}" for number in range(count)}
    assert wanted <= _found("n.json", text)
    assert wanted <= _found("n.yaml", text)
