"""What documents cite, as the programs that read them see it."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from tests.consumers.consumers import require

from paperbib.selecting import FINDER_BY_SUFFIX, Citation


def keys(suffix: str, text: str) -> list[str]:
    found = FINDER_BY_SUFFIX[suffix](text)
    return [one.key for one in found if isinstance(one, Citation)]


def test_pandoc_finds_the_same_citations(tmp_path: Path) -> None:
    require("pandoc")
    page = tmp_path / "x.md"
    text = """@a1 [@a2; -@a3, p. 3] -@a4 *@a5* (@a6) "@a7" @a8--x @a9. @b1's @b2: x-@b3 x,@b4
me@x.org \\@c1 `@c2` [l](https://x.org/@c3 "@c4") <https://x.org/@c5> <me@x.org> see.@c6
<span a="@c7">@b5</span> <!-- @c8 --> $x@c9$ @{odd/key,} @doe:2020 é@d1 @é2 @b6@b7 @b8/@b9

    @d2

- x

    @e1

| a |
|---|
| @e2 |

```
@d3
```
"""
    page.write_text(text, encoding="utf-8")
    done = subprocess.run(
        ["pandoc", "-t", "json", str(page)], capture_output=True, check=True, timeout=60
    )
    found: list[str] = []

    def walk(node: object) -> None:
        if isinstance(node, dict):
            if node.get("t") == "Cite":
                found.extend(one["citationId"] for one in node["c"][0])
            for inner in node.values():
                walk(inner)
        elif isinstance(node, list):
            for inner in node:
                walk(inner)

    walk(json.loads(done.stdout))
    assert keys(".md", text) == found


@pytest.mark.parametrize("package", ["natbib", r"[backend=biber]{biblatex}"])
def test_latex_writes_the_same_citations(package: str, tmp_path: Path) -> None:
    require("pdflatex")
    is_biblatex = "biblatex" in package
    own = r"\\parencites(x)(y)[p]{f}[q]{g}\\volcite{2}[5]{h}\\textcite{i}\\footcite{j}"
    text = (
        r"\documentclass{article}\usepackage"
        + (package if is_biblatex else f"{{{package}}}")
        + "\n\\begin{document}\n"
        + r"\cite[see][p. 3]{a, b} % \cite{x}"
        + "\n"
        + r"\cite{c,%"
        + "\n d}\\nocite{e}\\verb|\\cite{y}|"
        + (own.replace("\\\\", "\\") if is_biblatex else r"\citep*{f}\citeauthor{g}\citet[h]{h}")
        + "\n\\end{document}\\cite{z}\n"
    )
    (tmp_path / "x.tex").write_text(text, encoding="utf-8")
    subprocess.run(
        ["pdflatex", "-interaction=nonstopmode", "-no-shell-escape", "x"],
        cwd=tmp_path,
        capture_output=True,
        check=False,
        timeout=120,
    )
    aux = (tmp_path / "x.aux").read_text(encoding="utf-8")
    assert keys(".tex", text) == keys(".aux", aux)
    assert keys(".aux", aux)[:8] == list("abcdefgh")
