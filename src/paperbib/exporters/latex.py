r"""Text and names as LaTeX that BibTeX, biber and the other readers of a .bib agree on.

The result is inert: no command in it comes from the text, and its braces are
balanced whether or not ``\{`` is counted as one (BibTeX counts it,
bibtexparser does not). ASCII wherever LaTeX has a form every reader knows.
"""

from __future__ import annotations

import re
import unicodedata

from paperbib.exporters import maths, title_words
from paperbib.exporters.latex_tables import (
    ACCENTS,
    accented,
    name_table,
    other_name_table,
    text_table,
    title_table,
)
from paperbib.exporters.latex_words import PROPER
from paperbib.exporters.maths import Span
from paperbib.exporters.plain_text import tidy
from paperbib.exporters.title_words import Sort
from paperbib.model import Name

_COMBINING = re.compile(f"[A-Za-z\u00c0-\u024f\u1e00-\u1eff][{''.join(ACCENTS)}]+")
TOUCHING_MATHS = re.compile(r"(?<!\\)\$\$")
LATIN = re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")
UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\U00020000-\U0003ffff]+")
# To BibTeX, a part of nothing but hyphens and ties is no part at all.
_GROUPED = re.compile(r"[=()\[\]]|^[-~ ]+$|(?:^|\s)(?:and|others)(?:\s|$)", re.IGNORECASE)
_INDIVISIBLE = re.compile(r",|(?:^|[\s~-])[^\sA-Za-z~\\-]*[^\x00-\x7f]", re.MULTILINE)
"""A comma more than BibTeX's own, or an initial that BibTeX would cut in half."""

_SPECIAL = re.compile(r"[^ -~]|[&%_#$~^\\<>{}]")
_NO_PLAIN_TITLE = re.compile(rf"{_SPECIAL.pattern}|(?<=[^ ])[A-Z]|[A-Z](?![a-z ])")
_CAPITALISED = re.compile(r"[A-Z][a-z]+")
_PLAIN_PART = r"(?!(?i:and|others)\b)[A-Za-z.'-]+(?: (?!(?i:and|others)\b)[A-Za-z.'-]+)*"
_PLAIN_NAME = re.compile(rf"(?=[A-Za-z]){_PLAIN_PART}, (?=[A-Za-z]){_PLAIN_PART}")
"""What most text, titles and names are like: they come out as they went in."""


def encode_text(text: str) -> str:
    r"""Encode running text: an abstract, a note, a keyword.

    >>> encode_text("R&D at 50% of “Erdős” {or $n^2$")
    "R\\&D at 50\\% of ``Erd{\\H o}s'' (or $n^2$"
    """
    text = tidy(text)
    if not _SPECIAL.search(text):
        return text
    pieces = [
        f"${span.text}$" if span.maths else _translated(span.text, text_table())
        for span in paired(maths.split(text))
    ]
    return TOUCHING_MATHS.sub("${}$", "".join(pieces))


def protect(title: str) -> str:
    r"""Encode a title, with braces around the words whose capitals BibTeX must keep.

    Those are words with a capital inside and names (`PROPER`), but not where every
    style keeps the first letter anyway. A word of a title printed entirely in
    capitals says nothing about its case.

    >>> protect("BERT and pNLP-Mixer: An All-MLP Model in $O(n)$")
    '{BERT} and {pNLP-Mixer}: An {All-MLP} Model in {$O(n)$}'
    """
    title = tidy(title)
    if not _NO_PLAIN_TITLE.search(title) and PROPER.isdisjoint(_CAPITALISED.findall(title)):
        return title
    spans = paired(maths.split(title))
    pieces = []
    for part in title_words.parts(spans):
        if part.sort is Sort.MATHS:
            pieces.append(f"{{${part.text}$}}")
        elif part.sort is Sort.KEPT:
            pieces.append(f"{{{_translated(part.text, text_table())}}}")
        else:
            pieces.append(_translated(part.text, title_table()))
    return TOUCHING_MATHS.sub("${}$", "".join(pieces))


def encode_name(name: Name) -> str:
    r"""Encode one name in BibTeX's form: ``Family, Given`` or ``Family, Suffix, Given``.

    Groups and single names stand in braces, as does a name in another script:
    BibTeX would split it, or cut a character of it in half.

    Returns:
        "" when nothing of the name can be printed.

    >>> encode_name(Name(family="Erdős", given="Pál")), encode_name(Name(literal="R&D, Inc."))
    ("Erd{\\H o}s, P{\\'a}l", '{R\\&D, Inc.}')
    """
    plain = f"{name.family}, {name.given}"
    is_pair = name.family and name.given and not (name.literal or name.suffix)
    if is_pair and _PLAIN_NAME.fullmatch(plain):
        return plain
    table = name_table() if LATIN.search(name.full) else other_name_table()
    parts = [_encoded_part(part, table) for part in (name.family, name.suffix, name.given)]
    family, _, given = parts
    alone = name.literal or not (family and given)
    if alone or table is other_name_table() or _INDIVISIBLE.search("\n".join(parts)):
        whole = _encoded_part(_whole(name), table)
        return f"{{{whole}}}" if whole else ""
    return ", ".join(_grouped(part) for part in parts if part)


def _whole(name: Name) -> str:
    """The name in reading order; East Asian names put the family first, unspaced."""
    family, given = tidy(name.family or ""), tidy(name.given or "")
    if not name.literal and UNSPACED.fullmatch(family) and UNSPACED.fullmatch(given):
        return family + given
    return name.full


def _encoded_part(part: str | None, table: dict[int, str]) -> str:
    if not part:
        return ""
    return TOUCHING_MATHS.sub("${}$", _translated(tidy(part), table)).strip()


def _grouped(part: str) -> str:
    return f"{{{part}}}" if _GROUPED.search(part) else part


def paired(spans: list[Span]) -> list[Span]:
    r"""Replace every brace without a partner by a round bracket.

    There is no better form: a lone ``\{`` ends the file for BibTeX, biber and pybtex,
    and ``{\textbraceleft}``, which TeX would print, is nothing to pandoc and
    bibtexparser and its own name to Zotero.
    """
    opened: list[tuple[int, int]] = []
    lone: dict[tuple[int, int], str] = {}
    for number, span in enumerate(spans):
        if span.maths or not ("{" in span.text or "}" in span.text):
            continue
        for position, character in enumerate(span.text):
            if character == "{":
                opened.append((number, position))
            elif character == "}" and opened:
                opened.pop()
            elif character == "}":
                lone[number, position] = ")"
    lone |= dict.fromkeys(opened, "(")
    if not lone:
        return spans
    texts = [list(span.text) for span in spans]
    for (number, position), bracket in lone.items():
        texts[number][position] = bracket
    return [Span("".join(text), maths=span.maths) for text, span in zip(texts, spans, strict=True)]


def _translated(text: str, table: dict[int, str]) -> str:
    """Translate characters, and letters with marks that Unicode cannot compose."""
    if text.isascii():
        return text.translate(table)
    pieces, position = [], 0
    for match in _COMBINING.finditer(text):
        parts = unicodedata.normalize("NFD", match[0])
        if written := accented(parts[0], parts[1:]):
            pieces += [text[position : match.start()].translate(table), written]
            position = match.end()
    return "".join([*pieces, text[position:].translate(table)])
