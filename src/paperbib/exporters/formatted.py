"""Formatted references: the list of works as any CSL style prints it.

The style is given, so this is no format of the table, and `sync` does not write it.
citeproc-py arranges the parts; it escapes none of them, which `reference_markup` does.
Source: CSL 1.0.2.
"""

from __future__ import annotations

import html
import re
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from types import SimpleNamespace
from typing import Any

from paperbib.errors import PaperbibError, did_you_mean
from paperbib.exporters import csl_json, maths, reference_markup
from paperbib.exporters.item import Item, items
from paperbib.exporters.latex_words import PROPER
from paperbib.exporters.options import Options
from paperbib.exporters.reference_markup import END, MARKS, Markup, cleaned, marked
from paperbib.model import Library

name = "formatted"

_FAULTS = (
    *(SyntaxError, AttributeError, LookupError, TypeError, ValueError, ArithmeticError),
    *(AssertionError, RecursionError, NameError, NotImplementedError),
)
"""What citeproc-py raises, nowhere listed, where a style is more than it can do."""
_NAMESPACE = b"http://purl.org/net/xbiblio/csl"
_LINK = re.compile(rb"<link\s[^<>]{0,500}>")
_ADDRESS = re.compile(rb"href\s*=\s*[\"']([^\"'<>\s]{1,300})")
_WORD = re.compile(r"[^ ]+")
_ODD_CAPITAL = re.compile(r"[^\W\d_][A-Z]|\w\.\w")
"""``GPT``, ``arXiv``, ``ai.example.org``."""
_CASED = ("number", "container-title", "publisher")
_LABEL = re.compile(f"([{MARKS}]*+[\\[(]?\\d{{1,9}}[\\])]?[.:]?{END}*+)(?=\\S)")
_LETTERS = re.compile(r"[^\W\d_]+")
_LOCALE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z]{2,4})?")


@dataclass(frozen=True, slots=True)
class Style:
    """How references are printed.

    Attributes:
        text: A CSL style, as its file holds it.
        file: The name of that file, for messages.
        locale: The language of dates and terms, such as ``de-DE``; the style's own, if "".
        markup: What the list is printed as.
    """

    text: bytes
    file: str
    locale: str = ""
    markup: Markup = "text"


def render(library: Library, options: Options, style: Style) -> str:
    """Print the list of works; see `pieces`."""
    return "".join(pieces(library, options, style))


def pieces(library: Library, options: Options, style: Style) -> Iterator[str]:
    """The list of works entry by entry, in the style's own order.

    Where a style sorts nothing, the library's order stays. An entry of which the style
    prints nothing at all is its title.

    Raises:
        PaperbibError: citeproc-py is not installed, or cannot use the style.
    """
    entries = list(items(library, options))
    with _citeproc(style):
        bibliography = _bibliography(entries, style)
        bibliography.sort()
        layout = bibliography.style.root.bibliography
        # A number in the margin is set apart by its place, which a line of text has not.
        has_margin = layout.get("second-field-align") is not None
    if style.markup == "html":
        yield '<div class="csl-bib-body">\n'
    for number, entry in enumerate(bibliography.items):
        with _citeproc(style):
            lines = [str(one) for one in bibliography.style.render_bibliography([entry])]
        item = entries[int(entry.key)]
        # A title is no markup of ours: what the style leaves out is printed as it is.
        text = "".join(lines).strip() or cleaned(item.title)
        if has_margin:
            text = _LABEL.sub(r"\1 ", text, count=1) if _LABEL.match(text) else text
        line = reference_markup.printed(text, style.markup, _addresses(item))
        yield _framed(line, item.key, style.markup, is_first=number == 0)
    if style.markup == "html":
        yield "</div>\n"


def _framed(line: str, key: str, markup: Markup, *, is_first: bool) -> str:
    if markup == "html":
        return f'  <div class="csl-entry" id="ref-{html.escape(key)}">{line}</div>\n'
    return f"{line}\n" if markup == "text" or is_first else f"\n{line}\n"


@contextmanager
def _citeproc(style: Style) -> Iterator[None]:
    """A stretch of work of citeproc-py: its warnings are not shown, its faults are told."""
    try:
        with warnings.catch_warnings(action="ignore"):
            yield
    except ImportError as error:
        raise PaperbibError(
            "formatted references need the package citeproc-py",
            hint="install it with: pip install 'paperbib[formatted]'",
        ) from error
    except _FAULTS as error:
        raise _unusable(style, error) from error


def _bibliography(entries: Sequence[Item], style: Style) -> Any:  # noqa: ANN401 - has no types
    """All entries registered with citeproc-py, by their numbers: it takes keys for words."""
    from citeproc import (  # type: ignore[import-untyped]
        Citation,
        CitationItem,
        CitationStylesBibliography,
        CitationStylesStyle,
    )
    from citeproc.source.json import CiteProcJSON  # type: ignore[import-untyped]

    _check_locale(style.locale)
    loaded = CitationStylesStyle(BytesIO(style.text), locale=style.locale or None, validate=False)
    if not loaded.has_bibliography():
        raise _unusable(style, None)
    data = [_data(item, str(number), style.markup) for number, item in enumerate(entries)]
    bibliography = CitationStylesBibliography(loaded, CiteProcJSON(data), _formatter())
    bibliography.register(Citation([CitationItem(one["id"]) for one in data]))
    return bibliography


def _formatter() -> SimpleNamespace:
    """What citeproc-py calls for each style of letters."""
    return SimpleNamespace(
        preformat=_plain,
        Italic=partial(_plain, mark=reference_markup.ITALIC),
        Oblique=partial(_plain, mark=reference_markup.ITALIC),
        Bold=partial(_plain, mark=reference_markup.BOLD),
        Light=_plain,
        Underline=partial(_plain, mark=reference_markup.UNDERLINE),
        Superscript=partial(_plain, mark=reference_markup.RAISED),
        Subscript=partial(_plain, mark=reference_markup.LOWERED),
        SmallCaps=partial(_plain, mark=reference_markup.SMALL_CAPITALS),
    )


def _plain(text: object, mark: str = "") -> str | None:
    if text is None:
        return None
    return marked(str(text), mark) if mark else str(text)


def _data(item: Item, number: str, markup: Markup) -> dict[str, object]:
    """An item in CSL-JSON, without what is not to be printed, marks instead of markup."""
    data: dict[str, object] = {}
    for field, value in csl_json.fields(item).items():
        if field == "author" and isinstance(value, list):
            data[field] = [
                {part: cleaned(word) for part, word in author.items()} for author in value
            ]
        elif isinstance(value, str):
            said = cleaned(value)
            data[field] = _WORD.sub(_kept, said) if field in _CASED else said
        elif field == "issued":
            data[field] = value
    for field in ("citation-key", "note"):
        data.pop(field, None)
    if item.note:
        data["note"] = cleaned(item.note)
    return data | {"id": number, "title": _title(item, markup)}


def _title(item: Item, markup: Markup) -> str:
    """The title; words that keep their capitals are told to, for styles that take them."""
    title = item.title
    if not item.is_makeshift:
        title = maths.to_unicode(title, markup=markup != "text")
    title = cleaned(title)
    if markup != "text":
        title = reference_markup.with_marks(title)
    return _WORD.sub(_kept, title)


def _kept(match: re.Match[str]) -> str:
    """A word that keeps its capitals, or the want of them, is told to."""
    word = match[0]
    is_kept = _ODD_CAPITAL.search(word) or not PROPER.isdisjoint(_LETTERS.findall(word))
    return f'<span class="nocase">{word}</span>' if is_kept else word


def _addresses(item: Item) -> list[str]:
    doi = f"https://doi.org/{cleaned(item.doi)}" if item.doi else ""
    return [one for one in (item.url, doi) if one.startswith(("https://", "http://"))]


def _check_locale(locale: str) -> None:
    """Citeproc-py would take English for any language it does not know."""
    from citeproc import LANGUAGE_NAMES, PRIMARY_DIALECTS

    known = {*LANGUAGE_NAMES, *PRIMARY_DIALECTS}
    if locale and not (_LOCALE.fullmatch(locale) and known & {locale, locale.partition("-")[0]}):
        hint = did_you_mean(locale, sorted(known), otherwise="such as de-DE or fr-FR")
        raise PaperbibError(f"--locale {locale}: there are no terms in this language", hint=hint)


def _unusable(style: Style, error: BaseException | None) -> PaperbibError:
    """Why a style cannot be used, as far as its text tells."""
    parent = next(
        (link for link in _LINK.findall(style.text) if b"independent-parent" in link), None
    )
    if _NAMESPACE not in style.text:
        what, hint = (
            "this is no CSL style",
            "styles are at https://github.com/citation-style-language",
        )
    elif parent and b"<bibliography" not in style.text:
        address = _ADDRESS.search(parent)
        what = "this style only names another one"
        hint = f"take {address[1].decode(errors='replace')}" if address else "take that one"
    elif error is None:
        what, hint = "this style has no bibliography", "take one for more than notes"
    else:
        said = " ".join(str(error).split())[:120]
        what = f"citeproc-py cannot use this style ({type(error).__name__}: {said})"
        hint = "try another style, or pandoc --citeproc"
    return PaperbibError(f"{style.file}: {what}", hint=hint)
