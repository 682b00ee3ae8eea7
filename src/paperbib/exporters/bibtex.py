"""BibTeX: ``@misc`` entries that print the arXiv identifier in every style.

The form is one that BibTeX with its old styles, biber, pandoc and Zotero all
read without loss. Sources: "BibTeXing" (btxdoc), sections 3.1 and 3.2; the
biblatex manual, section 2.2, for ``eprint`` and its companions.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from paperbib.exporters import web_page
from paperbib.exporters.latex import encode_name, encode_text, protect
from paperbib.exporters.options import Options
from paperbib.model import Library, Reference

if TYPE_CHECKING:
    from bibtexparser.model import Block, Entry

name = "bibtex"
filename = "references.bib"

HEADER = "% Written by paperbib from the notes. Cite by key; keys never change."
"""The first line. An at sign in it would make BibTeX skip an entry."""

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LETTERS = 26
_VALUE_COLUMN = len("archiveprefix = ")
_KEY = re.compile(r"""[^\s"#%'(),={}~\\@]+""")
_UNSAFE_IN_DOI = re.compile(r"[{}\\\x00-\x20\x7f]|[^\x00-\x7f]")


def render(library: Library, options: Options) -> str:
    """Write the library as BibTeX and read it back to make sure.

    Raises:
        RuntimeError: When the result does not read back as it was meant: a bug.
    """
    fields_by_key = {
        key: dict(_fields(reference, options)) for key, reference in library.references.items()
    }
    _tell_apart(fields_by_key)
    body = _written(fields_by_key)
    text = f"{HEADER}\n\n{body}" if body else f"{HEADER}\n"
    _check(text, fields_by_key)
    return text


def _written(fields_by_key: dict[str, dict[str, str]]) -> str:
    """The entries, each value in braces but for the month, which is a macro."""
    from bibtexparser.entrypoint import write_string
    from bibtexparser.library import Library as Bibliography
    from bibtexparser.middlewares.enclosing import AddEnclosingMiddleware
    from bibtexparser.writer import BibtexFormat

    form = BibtexFormat()  # type: ignore[no-untyped-call]  # bibtexparser annotates it nowhere
    form.indent = "  "
    form.value_column = _VALUE_COLUMN
    form.block_separator = "\n"
    enclosing = AddEnclosingMiddleware(
        reuse_previous_enclosing=False,
        enclose_integers=True,
        default_enclosing="{",
        allow_inplace_modification=True,
    )
    entries: list[Block] = [_entry(key, fields) for key, fields in fields_by_key.items()]
    return write_string(Bibliography(entries), unparse_stack=[enclosing], bibtex_format=form)


def _entry(key: str, fields: dict[str, str]) -> Entry:
    from bibtexparser.model import Entry, Field

    return Entry(
        "misc",
        key,
        [
            Field(field, value, enclosing="no-enclosing" if field == "month" else None)
            for field, value in fields.items()
        ],
    )


def _fields(reference: Reference, options: Options) -> Iterator[tuple[str, str]]:
    """The fields of one entry in the order they are written, none of them empty."""
    author = " and ".join(filter(None, map(encode_name, reference.authors)))
    candidates = [
        ("author", author),
        ("title", _title(reference)),
        *_date(reference),
        *_publication(reference),
        ("key", "" if author else encode_text(_sort_key(reference))),
        ("keywords", _keywords(reference) if options.keywords else ""),
        ("abstract", encode_text(reference.abstract or "") if options.abstract else ""),
        ("annote", encode_text(reference.annotation or "") if options.annotations else ""),
    ]
    return (field for field in candidates if field[1])


def _title(reference: Reference) -> str:
    if title := web_page.given_title(reference):
        return protect(title)
    makeshift = encode_text(web_page.makeshift_title(reference))
    return makeshift if makeshift.islower() else f"{{{makeshift}}}"


def _date(reference: Reference) -> Iterator[tuple[str, str]]:
    if date := reference.date:
        yield "year", str(date.year)
        if date.month:
            yield "month", _MONTHS[date.month - 1]


def _publication(reference: Reference) -> Iterator[tuple[str, str]]:
    """Where it is: how it was published, its identifiers, its address."""
    doi = web_page.doi_of(reference)
    if reference.arxiv:
        yield from _preprint(reference)
    elif doi:
        yield "doi", _percent_encoded(doi.value)
    else:
        kind = "GitHub repository" if web_page.repository(reference) else "Web page"
        yield "howpublished", kind
    yield "url", web_page.address(reference)
    if reference.arxiv:
        yield "note", encode_text(web_page.published_version(reference))


def _preprint(reference: Reference) -> Iterator[tuple[str, str]]:
    """``eprinttype`` is what makes Zotero keep the identifier; BibTeX ignores it."""
    value = reference.arxiv.value if reference.arxiv else ""
    category = reference.primary_category or ""
    yield "howpublished", f"arXiv preprint arXiv:{web_page.arxiv_value(reference)}"
    yield "eprint", value
    yield "archiveprefix", "arXiv"
    yield "primaryclass", encode_text(category)
    yield "eprinttype", "arxiv"
    yield "doi", f"10.48550/arXiv.{value}"


def _sort_key(reference: Reference) -> str:
    """What BibTeX sorts and labels an entry by that has no author."""
    if reference.arxiv:
        return "arXiv"
    return "DOI" if web_page.doi_of(reference) else web_page.site(reference)


def _tell_apart(fields_by_key: dict[str, dict[str, str]]) -> None:
    """Add the citation key to sort keys that too many entries of one year share.

    The author-year styles of natbib append a letter to equal labels; after ``z``
    comes ``{``, and the whole list is lost.
    """
    labels = {
        key: (fields["key"].casefold(), fields.get("year"))
        for key, fields in fields_by_key.items()
        if "key" in fields
    }
    crowds = Counter(labels.values())
    for key, label in labels.items():
        if crowds[label] > _LETTERS:
            fields_by_key[key]["key"] += f", {encode_text(key)}"


def _keywords(reference: Reference) -> str:
    """Headings and read state; a comma in a heading parts two keywords."""
    words = [word for heading in reference.sections for word in heading.split(",")]
    words += {"done": ["read"], "open": ["unread"]}.get(reference.state or "", [])
    return ", ".join(dict.fromkeys(filter(None, map(encode_text, words))))


def _percent_encoded(value: str) -> str:
    """A DOI stands raw in its field, but for what would break out of it."""
    return _UNSAFE_IN_DOI.sub(
        lambda match: "".join(f"%{byte:02X}" for byte in match[0].encode("utf-8", "replace")), value
    )


def _check(text: str, fields_by_key: dict[str, dict[str, str]]) -> None:
    """Read the file back: the same keys in order, the same values, nothing left over."""
    from bibtexparser.entrypoint import parse_string

    read = parse_string(text)
    for expected, entry in zip(fields_by_key, read.entries, strict=False):
        found = {field.key: field.value for field in entry.fields}
        if entry.key != expected or found != fields_by_key[expected]:
            raise RuntimeError(f"the BibTeX entry {expected!r} does not read back as written")
    if read.failed_blocks or len(read.entries) != len(fields_by_key):
        raise RuntimeError(f"the BibTeX entries {_lost(text, fields_by_key)} do not read back")
    folded: dict[str, str] = {}
    for key in fields_by_key:
        if not _KEY.fullmatch(key):
            raise RuntimeError(f"BibTeX cannot read the key {key!r}")
        if (twin := folded.setdefault(key.casefold(), key)) != key:
            raise RuntimeError(f"BibTeX cannot tell the keys {twin!r} and {key!r} apart")


def _lost(text: str, fields_by_key: dict[str, dict[str, str]]) -> list[str]:
    return [key for key in fields_by_key if f"@misc{{{key},\n" not in text] or list(fields_by_key)
