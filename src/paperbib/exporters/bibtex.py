"""BibTeX: entries that print the arXiv identifier in every style.

The form is one that BibTeX with its old styles, biber, pandoc and Zotero all
read without loss. Sources: "BibTeXing" (btxdoc), sections 3.1 and 3.2; the
biblatex manual, section 2.2, for ``eprint`` and its companions.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from paperbib.exporters import bibtex_text
from paperbib.exporters.item import Item, Kind, item_of, items
from paperbib.exporters.kinds import NEEDS_PUBLISHER
from paperbib.exporters.latex import encode_name, encode_text, protect
from paperbib.exporters.options import Options
from paperbib.exporters.plain_text import tidy
from paperbib.identifiers import url
from paperbib.model import Library

name = "bibtex"
filename = "references.bib"

HEADER = "% Written by paperbib from the notes. Cite by key; keys never change."
"""The first line. An at sign in it would make BibTeX skip an entry."""

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LETTERS = 26
_ASCII_WORD = re.compile(r"[A-Za-z0-9]+")
_UNSAFE_IN_DOI = re.compile(r"[{}\\\x00-\x20\x7f]|[^\x00-\x7f]")
_DASHES = re.compile(r"-+")
_TYPE_BY_KIND = {
    Kind.ARTICLE: ("article", "journal", "publisher"),
    Kind.PAPER: ("inproceedings", "booktitle", "publisher"),
    Kind.CHAPTER: ("incollection", "booktitle", "publisher"),
    Kind.BOOK: ("book", "series", "publisher"),
    Kind.THESIS: ("phdthesis", "", "school"),
    Kind.REPORT: ("techreport", "", "institution"),
}
"""The entry type of each kind, and what its container and its publisher are called."""
_NUMBERED = frozenset({Kind.ARTICLE, Kind.REPORT})

Fields = dict[str, str]


def render(library: Library, options: Options) -> str:
    """Write the library as BibTeX.

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
    crowded, beginnings = _crowds(library, options)
    for item in items(library, options):
        kind, fields = entry(item)
        if "key" in fields:
            label = _label(fields)
            if _beginning(label) in beginnings:
                fields["key"] = _letters(f"{item.title} {item.key}")
            elif label in crowded:
                fields["key"] += f", {encode_text(item.key)}"
        text = bibtex_text.written(kind, item.key, fields)
        bibtex_text.check(text, kind, item.key, fields)
        yield f"\n{text}"


def entry(item: Item) -> tuple[str, Fields]:
    """The entry type and the fields in the order they are written, none of them empty."""
    kind = _type(item)
    author = " and ".join(filter(None, map(encode_name, item.authors)))
    candidates = [
        ("author", author),
        ("title", _title(item)),
        *_date(item),
        *(_unpublished(item) if kind == "misc" else _published(item)),
        *_identifiers(item),
        ("note", encode_text(_note(item, kind))),
        ("key", "" if author else encode_text(_sort_key(item))),
        ("keywords", _keywords(item)),
        ("abstract", encode_text(item.abstract)),
        ("annote", encode_text(item.annotation)),
    ]
    return kind, {field: value for field, value in candidates if value}


def _type(item: Item) -> str:
    """The type whose needed fields are all known, else ``misc``, which needs none.

    Source: "BibTeXing", section 3.1: an entry without a required field makes the
    styles complain.
    """
    known = _TYPE_BY_KIND.get(item.kind)
    if known is None or not (item.authors and item.date):
        return "misc"
    return "misc" if item.kind in NEEDS_PUBLISHER and not item.publisher else known[0]


def _title(item: Item) -> str:
    if not item.is_makeshift:
        return protect(item.title)
    makeshift = encode_text(item.title)
    return makeshift if makeshift.islower() else f"{{{makeshift}}}"


def _date(item: Item) -> Iterator[tuple[str, str]]:
    if item.date:
        yield "year", str(item.date.year)
        if item.date.month:
            yield "month", _MONTHS[item.date.month - 1]


def _published(item: Item) -> Iterator[tuple[str, str]]:
    """Where it was published.

    Of a thesis nobody says for which degree, so that is not guessed. Only articles
    and reports have a number: elsewhere styles want either it or the volume. Reports have
    nothing else, so a volume is their number.
    """
    _, container, publisher = _TYPE_BY_KIND[item.kind]
    if item.kind is Kind.THESIS:
        yield "type", "Thesis"
    if container:
        yield container, encode_text(item.container)
    is_report = item.kind is Kind.REPORT
    yield "volume", "" if is_report else encode_text(item.volume)
    number = item.issue or item.volume if is_report else item.issue
    yield "number", encode_text(number) if item.kind in _NUMBERED else ""
    yield "pages", _DASHES.sub("--", encode_text(item.pages))
    yield publisher, encode_text(item.publisher)


def _unpublished(item: Item) -> Iterator[tuple[str, str]]:
    """How it can be had that is in no journal, or not known well enough to be."""
    if item.arxiv:
        version = f"v{item.version}" if item.version else ""
        yield "howpublished", f"arXiv preprint arXiv:{item.arxiv}{version}"
    elif item.kind is Kind.REPOSITORY:
        yield "howpublished", "GitHub repository"
    elif item.kind is Kind.WEB_PAGE:
        yield "howpublished", "Web page"
    else:
        yield "howpublished", encode_text(item.place)


def _identifiers(item: Item) -> Iterator[tuple[str, str]]:
    """``eprinttype`` is what makes Zotero keep the identifier; BibTeX ignores it."""
    if item.arxiv:
        yield "eprint", item.arxiv
        yield "archiveprefix", "arXiv"
        yield "primaryclass", encode_text(item.category)
        yield "eprinttype", "arxiv"
    yield "doi", _percent_encoded(item.doi)
    yield "url", item.url


def _note(item: Item, kind: str) -> str:
    """The note, and what is known of a published version that is not enough for its type."""
    is_untold = kind == "misc" and item.arxiv and item.kind.is_published and item.place
    published = f"Published version: {item.place}" if is_untold else ""
    return "; ".join(filter(None, [published, item.note]))


def _sort_key(item: Item) -> str:
    """What BibTeX sorts and labels an entry by that has no author."""
    if item.arxiv:
        return "arXiv"
    return "DOI" if item.doi else url.site(item.url)


def _crowds(
    library: Library, options: Options
) -> tuple[frozenset[tuple[str, str]], frozenset[tuple[str, str]]]:
    """Sort keys, and their beginnings, that too many entries of one year share.

    The author-year styles of natbib append a letter to equal labels; after ``z``
    comes ``{``, and the whole list is lost. Behind ACM-Reference-Format's
    ``[n. d.]`` any letter at all stops TeX. In alpha, labels are equal that begin
    with the same three letters: there the title tells more of them apart.
    """
    bare = replace(options, abstract=False, annotations=False, keywords=False)
    labels: Counter[tuple[str, str]] = Counter()
    for key, reference in library.references.items():
        told = [one.authors for one in reference.records if one.authors]
        if told and all(any(tidy(author.full) for author in authors) for authors in told):
            continue  # whomever the entry takes them from, it has authors
        fields = entry(item_of(key, reference, bare))[1]
        if "key" in fields:
            labels[_label(fields)] += 1
    beginnings: Counter[tuple[str, str]] = Counter()
    for label, number in labels.items():
        beginnings[_beginning(label)] += number
    return (
        frozenset(one for one, number in labels.items() if number > (_LETTERS if one[1] else 1)),
        frozenset(one for one, number in beginnings.items() if number > _LETTERS),
    )


def _letters(text: str) -> str:
    """A text in ASCII letters and digits: BibTeX cuts labels between bytes, not signs."""
    plain = unicodedata.normalize("NFKD", text)
    return " ".join(_ASCII_WORD.findall(plain))


def _beginning(label: tuple[str, str]) -> tuple[str, str]:
    """What style alpha makes of a label: three letters, and the year."""
    return label[0][:3], label[1]


def _label(fields: Fields) -> tuple[str, str]:
    return fields["key"].casefold(), fields.get("year", "")


def _keywords(item: Item) -> str:
    return ", ".join(dict.fromkeys(filter(None, map(encode_text, item.tags))))


def _percent_encoded(value: str) -> str:
    """A DOI stands raw in its field, but for what would break out of it."""
    return _UNSAFE_IN_DOI.sub(
        lambda match: "".join(f"%{byte:02X}" for byte in match[0].encode("utf-8", "replace")), value
    )
