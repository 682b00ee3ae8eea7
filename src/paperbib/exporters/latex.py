r"""Text and names as LaTeX that BibTeX, biber and the other readers of a .bib agree on.

The result is inert: no command in it comes from the text, and its braces are
balanced whether or not ``\{`` is counted as one (BibTeX counts it,
bibtexparser does not). ASCII wherever LaTeX has a form every reader knows.
"""

from __future__ import annotations

import re
import unicodedata

from paperbib.exporters import maths
from paperbib.exporters.latex_tables import (
    ACCENTS,
    accented,
    name_table,
    other_name_table,
    text_table,
    title_table,
)
from paperbib.exporters.maths import Span
from paperbib.exporters.plain_text import tidy
from paperbib.model import Name

_COMBINING = re.compile(f"[A-Za-z\u00c0-\u024f\u1e00-\u1eff][{''.join(ACCENTS)}]+")
_TOUCHING_MATHS = re.compile(r"(?<!\\)\$\$")
_WORD = re.compile(r"[^\W_](?:[\w\u0300-\u036f'’+#&/.‐‑-]*[\w\u0300-\u036f+#])?")
_WORD_PARTS = re.compile(r"[‐‑/&.-]")
_SHOUTED_WORDS = 3
_LATIN = re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")
_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\U00020000-\U0003ffff]+")
_GROUPED = re.compile(r"[=()\[\]]|(?:^|\s)(?:and|others)(?:\s|$)", re.IGNORECASE)
_INDIVISIBLE = re.compile(r",|(?:^|[\s~-])[^\sA-Za-z~\\-]*[^\x00-\x7f]", re.MULTILINE)
"""A comma more than BibTeX's own, or an initial that BibTeX would cut in half."""


def encode_text(text: str) -> str:
    r"""Encode running text: an abstract, a note, a keyword.

    >>> encode_text("R&D at 50% of “Erdős” {or $n^2$")
    "R\\&D at 50\\% of ``Erd{\\H o}s'' (or $n^2$"
    """
    text = tidy(text)
    if text.isalnum() and text.isascii():
        return text
    pieces = [
        f"${span.text}$" if span.maths else _translated(span.text, text_table())
        for span in _paired(maths.split(text))
    ]
    return _TOUCHING_MATHS.sub("${}$", "".join(pieces))


def protect(title: str) -> str:
    r"""Encode a title, with braces around the words whose capitals BibTeX must keep.

    A word of a title printed entirely in capitals says nothing about its case.

    >>> protect("BERT and pNLP-Mixer: An All-MLP Model in $O(n)$")
    '{BERT} and {pNLP-Mixer}: An {All-MLP} Model in {$O(n)$}'
    """
    spans = _paired(maths.split(tidy(title)))
    plain = " ".join(span.text for span in spans if not span.maths)
    shouted = plain.upper() == plain and len(_WORD.findall(plain)) >= _SHOUTED_WORDS
    pieces = []
    for span in spans:
        if span.maths:
            pieces.append(f"{{${span.text}$}}")
        elif shouted:
            pieces.append(_translated(span.text, title_table()))
        else:
            pieces.append(_with_words_protected(span.text))
    return _TOUCHING_MATHS.sub("${}$", "".join(pieces))


def encode_name(name: Name) -> str:
    r"""Encode one name in BibTeX's form: ``Family, Given`` or ``Family, Suffix, Given``.

    Groups and single names stand in braces, as does a name in another script:
    BibTeX would split it, or cut a character of it in half.

    Returns:
        "" when nothing of the name can be printed.

    >>> encode_name(Name(family="Erdős", given="Pál")), encode_name(Name(literal="R&D, Inc."))
    ("Erd{\\H o}s, P{\\'a}l", '{R\\&D, Inc.}')
    """
    table = name_table() if _LATIN.search(name.full) else other_name_table()
    whole = _encoded_part(_whole(name), table)
    parts = [_encoded_part(part, table) for part in (name.family, name.suffix, name.given)]
    family, _, given = parts
    alone = name.literal or not (family and given)
    if alone or table is other_name_table() or _INDIVISIBLE.search("\n".join(parts)):
        return f"{{{whole}}}" if whole else ""
    return ", ".join(_grouped(part) for part in parts if part)


def _whole(name: Name) -> str:
    """The name in reading order; East Asian names put the family first, unspaced."""
    family, given = tidy(name.family or ""), tidy(name.given or "")
    if not name.literal and _UNSPACED.fullmatch(family) and _UNSPACED.fullmatch(given):
        return family + given
    return name.full


def _encoded_part(part: str | None, table: dict[int, str]) -> str:
    return _TOUCHING_MATHS.sub("${}$", _translated(tidy(part or ""), table)).strip()


def _grouped(part: str) -> str:
    return f"{{{part}}}" if _GROUPED.search(part) else part


def _paired(spans: list[Span]) -> list[Span]:
    """Replace every brace without a partner by a round bracket."""
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


def _with_words_protected(text: str) -> str:
    pieces, position = [], 0
    for match in _WORD.finditer(text):
        if _needs_braces(match[0]):
            before = _translated(text[position : match.start()], title_table())
            pieces.append(f"{before}{{{_translated(match[0], text_table())}}}")
            position = match.end()
    return "".join([*pieces, _translated(text[position:], title_table())])


def _needs_braces(word: str) -> bool:
    """Whether a word has capitals beyond the first letter of its parts, or is a symbol."""
    if word.islower() or not any(letter.isupper() for letter in word):
        return False
    if sum(letter.isalpha() for letter in word) > 1 and word.isupper():
        return True
    parts = _WORD_PARTS.split(word)
    return any(
        any(letter.isupper() for letter in part[1:])
        or (part.isupper() and any(not letter.isalpha() for letter in part))
        or (part.isupper() and len(part) == 1 and len(parts) > 1)
        for part in parts
    )
