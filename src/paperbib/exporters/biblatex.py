r"""biblatex: UTF-8, ``@online`` with ``eprint``, read by biber.

Letters stand as they are; what TeX reads as a command is escaped, and maths is
TeX's, so that pdflatex prints it too. Sources: the biblatex manual, sections 2.1
(entry types), 2.2 (fields) and 3.14 (electronic publishing); biber's data model.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterator
from functools import cache
from urllib.parse import quote

from paperbib.exporters import bibtex_text, maths, maths_symbols, title_words
from paperbib.exporters.calendar_dates import real
from paperbib.exporters.item import Item, Kind, items
from paperbib.exporters.latex import LATIN, TOUCHING_MATHS, UNSPACED, paired
from paperbib.exporters.latex_tables import IN_NAMES, SPECIALS
from paperbib.exporters.options import Options
from paperbib.exporters.plain_text import tidy
from paperbib.exporters.title_words import Sort
from paperbib.model import Library, Name

name = "biblatex"
filename = "references.biblatex.bib"

HEADER = "% Written by paperbib from the notes, for biblatex with biber. Encoding: UTF-8."

Fields = dict[str, str]

_TYPE_BY_KIND = {
    Kind.ARTICLE: ("article", "journaltitle", ""),
    Kind.PAPER: ("inproceedings", "booktitle", "publisher"),
    Kind.CHAPTER: ("incollection", "booktitle", "publisher"),
    Kind.BOOK: ("book", "series", "publisher"),
    Kind.THESIS: ("thesis", "", "institution"),
    Kind.REPORT: ("report", "", "institution"),
}
"""The entry type of each kind, and what its container and its publisher are called.

biber's data model knows no publisher of an article.
"""
_KIND_OF_WORK = {Kind.THESIS: "Thesis", Kind.REPORT: "Report"}
"""Nobody says which kind of thesis; biblatex wants some word."""

_KEY = re.compile(r"""[^\s"#%'(),={}~\\@]+""")
_SAFE_IN_DOI = "".join(set(string.punctuation) - set("{}\\"))
_DASHES = re.compile("[-\u2010-\u2015\u2212]+")
_GROUPED = re.compile(r"[=,()\[\]]|(?:^|\s)(?:and|others)(?:\s|$)", re.IGNORECASE)


def render(library: Library, options: Options) -> str:
    """Write the library as a biblatex file.

    Raises:
        RuntimeError: When an entry does not read back as it was meant: a bug.
    """
    return "".join(pieces(library, options))


def pieces(library: Library, options: Options) -> Iterator[str]:
    """The file entry by entry, each read back to make sure.

    Raises:
        RuntimeError: When an entry does not read back as it was meant: a bug.
    """
    bibtex_text.check_keys(library.references.keys())
    yield f"{HEADER}\n"
    for item in items(library, options):
        kind, fields = entry(item)
        # An alias that is a key again would be two entries of one name to biber.
        aliases = [one for one in item.aliases if one not in library.references]
        if known := ",".join(filter(_KEY.fullmatch, aliases)):
            fields = {"ids": known} | fields
        text = bibtex_text.written(kind, item.key, fields)
        bibtex_text.check(text, kind, item.key, fields)
        yield f"\n{text}"


def entry(item: Item) -> tuple[str, Fields]:
    """The entry type and the fields in the order they are written, none of them empty."""
    kind = _type(item)
    candidates = [
        ("author", " and ".join(filter(None, map(encode_name, item.authors)))),
        ("title", f"{{{encode_text(item.title)}}}" if item.is_makeshift else protect(item.title)),
        ("date", str(real(item.date)) if item.date else ""),
        *(_published(item) if kind in _PUBLISHED_TYPES else _unpublished(item, kind)),
        *_identifiers(item),
        ("note", encode_text(_note(item, kind))),
        ("keywords", _keywords(item)),
        ("abstract", encode_text(item.abstract)),
        ("annotation", encode_text(item.annotation)),
    ]
    return kind, {field: value for field, value in candidates if value}


_PUBLISHED_TYPES = frozenset(kind for kind, _, _ in _TYPE_BY_KIND.values())
_NEEDS_PUBLISHER = frozenset({Kind.THESIS, Kind.REPORT})
_ONLINE = frozenset({Kind.WEB_PAGE, Kind.PREPRINT})


def _type(item: Item) -> str:
    """The type whose mandatory fields are all known, else one that has none.

    Source: biber's default data model, constraints of type ``mandatory``.
    """
    known = _TYPE_BY_KIND.get(item.kind)
    has_publisher = item.publisher or item.kind not in _NEEDS_PUBLISHER
    if known and item.authors and item.date and has_publisher:
        return known[0]
    if item.kind is Kind.REPOSITORY:
        return "software"
    return "online" if item.arxiv or item.kind in _ONLINE else "misc"


def _published(item: Item) -> Iterator[tuple[str, str]]:
    _, container, publisher = _TYPE_BY_KIND[item.kind]
    yield "type", _KIND_OF_WORK.get(item.kind, "")
    if container:
        yield container, encode_text(item.container)
    # The data model knows no volume of a report.
    is_report = item.kind is Kind.REPORT
    yield "volume", "" if is_report else encode_text(item.volume)
    yield "number", encode_text(item.issue or item.volume if is_report else item.issue)
    yield "pages", _DASHES.sub("--", encode_text(item.pages))
    if publisher:
        yield publisher, encode_text(item.publisher)


def _unpublished(item: Item, kind: str) -> Iterator[tuple[str, str]]:
    if item.arxiv:
        yield "version", str(item.version or "")
        yield "pubstate", "prepublished"
    elif kind == "misc":
        yield "howpublished", encode_text(item.place)
    elif item.kind is Kind.PREPRINT:
        yield "organization", encode_text(item.publisher)
        yield "pubstate", "prepublished"
    else:
        yield "organization", encode_text(item.container)


def _identifiers(item: Item) -> Iterator[tuple[str, str]]:
    """What it is known by; biblatex links the eprint and the DOI, so a URL says nothing new."""
    if item.arxiv:
        yield "eprint", item.arxiv
        yield "eprinttype", "arxiv"
        yield "eprintclass", encode_text(item.category)
    doi = quote(tidy(item.doi), safe=_SAFE_IN_DOI, errors="replace")
    yield "doi", doi
    yield "url", "" if item.arxiv or doi else item.url


def _note(item: Item, kind: str) -> str:
    """The note, and what is known of a published version that is not enough for its type."""
    is_untold = kind == "online" and item.arxiv and item.kind.is_published and item.place
    published = f"Published version: {item.place}" if is_untold else ""
    return "; ".join(filter(None, [published, item.note]))


def _keywords(item: Item) -> str:
    return ", ".join(dict.fromkeys(filter(None, map(encode_text, item.tags))))


def encode_text(text: str) -> str:
    r"""Encode running text: an abstract, a note, a keyword. Letters stay as they are.

    >>> print(encode_text("R&D at 50% of “Erdős” {or $n^2$ in α"))
    R\&D at 50\% of “Erdős” (or $n^2$ in $\alpha$
    """
    spans = paired(maths.split(tidy(text)))
    pieces = [f"${one.text}$" if one.maths else one.text.translate(_text_table()) for one in spans]
    return TOUCHING_MATHS.sub("${}$", "".join(pieces))


def protect(title: str) -> str:
    r"""Encode a title, with braces around maths and the words whose capitals are kept.

    >>> print(protect("Naïve BERT of Erdős in $O(n)$"))
    Naïve {BERT} of {Erdős} in {$O(n)$}
    """
    pieces = []
    for part in title_words.parts(paired(maths.split(tidy(title)))):
        if part.sort is Sort.MATHS:
            pieces.append(f"{{${part.text}$}}")
        elif part.sort is Sort.KEPT:
            pieces.append(f"{{{part.text.translate(_text_table())}}}")
        else:
            pieces.append(part.text.translate(_title_table()))
    return TOUCHING_MATHS.sub("${}$", "".join(pieces))


def encode_name(author: Name) -> str:
    r"""Encode one name: ``Family, Given``, ``Family, Suffix, Given`` or a group in braces.

    A part that biblatex would take apart stands in braces; East Asian names stand
    whole, the family first.

    Returns:
        "" when nothing of the name can be printed.

    >>> print(encode_name(Name(family="Erdős", given="Pál")))
    Erdős, Pál
    >>> print(encode_name(Name(literal="R&D, Inc.")))
    {R\&D, Inc.}
    """
    table = _name_table() if LATIN.search(author.full) else _other_name_table()
    family, given = tidy(author.family or ""), tidy(author.given or "")
    # biber counts commas inside braces, too, and skips the entry at a third one.
    too_many = author.suffix and "," in f"{family}{author.suffix}{given}"
    if author.literal or too_many or not (family and given):
        whole = _encoded(author.full, table)
        return f"{{{whole}}}" if whole else ""
    if UNSPACED.fullmatch(family) and UNSPACED.fullmatch(given):
        return f"{{{family}{given}}}"
    parts = (_encoded(part, table) for part in (family, author.suffix or "", given))
    return ", ".join(f"{{{one}}}" if _GROUPED.search(one) else one for one in parts if one)


def _encoded(part: str, table: dict[int, str]) -> str:
    return TOUCHING_MATHS.sub("${}$", tidy(part).translate(table)).strip()


@cache
def _text_table() -> dict[int, str]:
    """What TeX reads as a command, and maths; typography stays as it is."""
    table = {one: f"${tex}$" for one, tex in maths_symbols.tex_by_character().items()}
    return str.maketrans(table | _commands())


@cache
def _title_table() -> dict[int, str]:
    r"""As `_text_table`, with maths in braces: a style would lower-case ``$\Gamma$``."""
    table = {one: f"{{${tex}$}}" for one, tex in maths_symbols.tex_by_character().items()}
    return str.maketrans(table | _commands())


@cache
def _name_table() -> dict[int, str]:
    table = {one: f"${tex}$" for one, tex in maths_symbols.tex_by_character().items()}
    return str.maketrans(table) | _other_name_table()


@cache
def _other_name_table() -> dict[int, str]:
    """For names in another script, whose Greek are letters."""
    return str.maketrans(_commands() | IN_NAMES)


def _commands() -> dict[str, str]:
    return {one: tex for one, tex in SPECIALS.items() if one.isascii() or one == "\ufffd"}
