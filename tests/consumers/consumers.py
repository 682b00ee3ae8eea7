"""Run the programs that read a bibliography, and report what they said.

Each function takes a bibliography file and an empty folder to work in, and
returns a `Report`. They know nothing of paperbib and serve for any file.
"""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

REQUIRE = "PAPERBIB_REQUIRE_CONSUMERS"
"""Environment variable: when 1, a program that is not installed fails the test."""

STYLES = ("plain", "plainnat", "unsrtnat", "IEEEtran")
PUBLISHERS = ("abbrv", "alpha", "apalike", "apsrev4-2", "ACM-Reference-Format")
"""Further styles of BibTeX, the last two with their own class of document."""

_CLASSES = {
    "apsrev4-2": r"\documentclass{revtex4-2}",
    # Without its fonts, the class cannot stretch letters.
    "ACM-Reference-Format": r"\PassOptionsToPackage{expansion=false,protrusion=false}{microtype}"
    r"\documentclass[nonacm]{acmart}",
}
_PACKAGES = r"""
\usepackage[T1]{fontenc}\usepackage[utf8]{inputenc}
\usepackage{lmodern,amsmath,amssymb,textcomp,url}
"""
_TIMEOUT_S = 300


@dataclass(frozen=True)
class Report:
    """What one program made of one file.

    Attributes:
        errors: The lines in which it complains of errors.
        warnings: The lines in which it warns.
        keys: The entries it printed.
        output: Everything it said, for the person who has to find out why.
    """

    errors: tuple[str, ...]
    warnings: tuple[str, ...]
    keys: tuple[str, ...]
    output: str


def require(program: str) -> None:
    """Skip the test, or fail it where all consumers are required, without the program."""
    if shutil.which(program):
        return
    if os.environ.get(REQUIRE) == "1":
        pytest.fail(f"{program} is not installed, and {REQUIRE}=1")
    pytest.skip(f"{program} is not installed")


def require_tex(file: str) -> None:
    """As `require`, for a file of the TeX distribution."""
    require("kpsewhich")
    if _run("kpsewhich", file, cwd=Path.cwd())[0] == 0:
        return
    if os.environ.get(REQUIRE) == "1":
        pytest.fail(f"TeX has no {file}, and {REQUIRE}=1")
    pytest.skip(f"TeX has no {file}")


def keys_of(bib: Path) -> tuple[str, ...]:
    """The keys of the entries in a .bib file, in order."""
    return tuple(re.findall(r"(?m)^@\w+\{([^,\s]+),", bib.read_text(encoding="utf-8")))


def require_font(family: str) -> None:
    """As `require`, for a font of the system."""
    require("fc-list")
    if _run("fc-list", family, cwd=Path.cwd())[1].strip():
        return
    if os.environ.get(REQUIRE) == "1":
        pytest.fail(f"there is no font {family}, and {REQUIRE}=1")
    pytest.skip(f"there is no font {family}")


def require_module(module: str) -> None:
    """As `require`, for a package of Python."""
    if importlib.util.find_spec(module):
        return
    if os.environ.get(REQUIRE) == "1":
        pytest.fail(f"the package {module} is not installed, and {REQUIRE}=1")
    pytest.skip(f"the package {module} is not installed")


def bibtex_document(
    bib: Path, folder: Path, style: str, engine: str = "pdflatex", font: str = ""
) -> Report:
    """Print every entry with BibTeX in one style, and typeset the list.

    Args:
        font: With xelatex and lualatex, the family that holds the characters.
    """
    for program in ("bibtex", engine):
        require(program)
    require_tex(f"{style}.bst")
    natbib = r"\usepackage{natbib}" if style.endswith("nat") else ""
    preamble = _CLASSES.get(style, r"\documentclass{article}") + _packages(engine, font) + natbib
    # acmart sets the title at the top of every page.
    title = (
        r"\title{T}\author{A}\affiliation{\country{C}}\maketitle" if "acmart" in preamble else ""
    )
    body = rf"{title}\bibliographystyle{{{style}}}\bibliography{{{bib.stem}}}"
    _document(bib, folder, preamble, body)
    _typeset(engine, folder)
    _, said = _run("bibtex", "t", cwd=folder)
    for _ in range(2):
        _typeset(engine, folder)
    printed = _read(folder / "t.bbl")
    keys = [_bibitem_key(item) for item in re.split(r"\\bibitem(?=\s*[\[{%])", printed)[1:]]
    complaints = r"(?m)^(?:I couldn't|I was expecting|Illegal|Repeated entry|Too many commas).*$"
    errors = [*re.findall(complaints, said), *re.findall(r"(?m)^\(There w.* error.*$", said)]
    warnings = re.findall(r"(?m)^Warning--.*$", said)
    return _report(folder, said + printed, errors, warnings, keys)


def biblatex_document(
    bib: Path, folder: Path, style: str = "authoryear", engine: str = "pdflatex", font: str = ""
) -> Report:
    """Print every entry with biblatex and biber, and typeset the list."""
    for program in ("biber", engine):
        require(program)
    require_tex("biblatex.sty")
    package = rf"\usepackage[backend=biber,style={style},maxbibnames=99]{{biblatex}}"
    packages = _packages(engine, font)
    preamble = rf"\documentclass{{article}}{packages}{package}\addbibresource{{{bib.name}}}"
    _document(bib, folder, preamble, r"\printbibliography")
    _typeset(engine, folder)
    _, said = _run("biber", "t", cwd=folder)
    for _ in range(2):
        _typeset(engine, folder)
    printed = _read(folder / "t.bbl")
    keys = re.findall(r"\\entry\{([^{}]+)\}", printed)
    return _report(folder, said + printed, *_biber_complaints(said), keys)


def biber_tool(bib: Path, folder: Path) -> Report:
    """Read every entry with biber and check it against biblatex's data model."""
    require("biber")
    out = folder / "out.bib"
    code, said = _run(
        *("biber", "--tool", "--validate-datamodel", "--nolog", "--output-file", str(out)),
        str(bib.absolute()),
        cwd=folder,
    )
    errors, warnings = _biber_complaints(said)
    if code and not errors:
        errors = [f"biber ended with {code}"]
    text = _read(out)
    keys = re.findall(r"(?m)^@\w+\{([^,\s]+),", text)
    return Report(tuple(errors), tuple(warnings), tuple(keys), said + text)


def pandoc_citeproc(bibliography: Path, folder: Path) -> Report:
    """Print every entry of a .bib or CSL-JSON file with pandoc's own citeproc."""
    require("pandoc")
    page = folder / "page.md"
    page.write_text('---\nnocite: "@*"\n---\n\nx\n', encoding="utf-8")
    code, said = _run(
        *(
            "pandoc",
            "--citeproc",
            "--bibliography",
            str(bibliography.absolute()),
            "-t",
            "html",
            "--mathjax",
        ),
        str(page.absolute()),
        cwd=folder,
    )
    keys = re.findall(r'<div id="ref-([^"]+)"', said)
    errors = [f"pandoc ended with {code}"] if code else []
    return Report(tuple(errors), tuple(re.findall(r"\[WARNING\].*", said)), tuple(keys), said)


def pandoc_csl(bib: Path, folder: Path) -> list[dict[str, Any]]:
    """What pandoc makes of a .bib file, as CSL-JSON."""
    require("pandoc")
    _, said = _run("pandoc", "-f", "bibtex", "-t", "csljson", str(bib.absolute()), cwd=folder)
    found: list[dict[str, Any]] = json.loads(said)
    return found


def _bibitem_key(item: str) -> str:
    """The key of a bibitem; its label in brackets may hold brackets inside braces."""
    depth = 0
    for position, character in enumerate(item):
        depth += {"{": 1, "}": -1}.get(character, 0)
        if character == "]" and depth == 0:
            return _bibitem_key(item[position + 1 :])
        if character == "}" and depth == 0 and not item.lstrip("% \n").startswith("["):
            return item[: position + 1].strip("{}% \n")
    return ""


def _packages(engine: str, font: str) -> str:
    if engine == "pdflatex":
        return _PACKAGES
    require_tex("fontspec.sty")
    require_font(font)
    return rf"\usepackage{{fontspec,amsmath,amssymb,url}}\setmainfont{{{font}}}" + "\n"


def _document(bib: Path, folder: Path, preamble: str, body: str) -> None:
    shutil.copy(bib, folder / bib.name)
    text = f"{preamble}\n\\begin{{document}}\\nocite{{*}}\n{body}\n\\end{{document}}\n"
    (folder / "t.tex").write_text(text, encoding="utf-8")


def _typeset(engine: str, folder: Path) -> None:
    _run(engine, "-interaction=nonstopmode", "-no-shell-escape", "t", cwd=folder)


def _report(
    folder: Path, said: str, errors: list[str], warnings: list[str], keys: list[str]
) -> Report:
    """Add what the last run of TeX complained about."""
    log = _read(folder / "t.log")
    errors += re.findall(r"(?m)^! .*$", log) or ([] if log else ["TeX left no log"])
    errors += re.findall(r"Missing character.*", log)
    errors += [] if (folder / "t.pdf").is_file() else ["TeX made no page"]
    warnings += re.findall(r"(?m)^LaTeX Warning: (?!Label|Empty bib).*$", log)
    return Report(tuple(errors), tuple(warnings), tuple(keys), f"{said}\n{log}")


def _biber_complaints(said: str) -> tuple[list[str], list[str]]:
    return re.findall(r"(?m)^ERROR.*$", said), re.findall(r"(?m)^WARN.*$", said)


def _read(path: Path) -> str:
    return path.read_bytes().decode("utf-8", "replace") if path.is_file() else ""


def _run(*command: str, cwd: Path) -> tuple[int, str]:
    """Run a program; its exit code, and everything it said."""
    done = subprocess.run(
        command,
        cwd=cwd,
        check=False,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=_TIMEOUT_S,
    )
    return done.returncode, done.stdout.decode("utf-8", "replace")
