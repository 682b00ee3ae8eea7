"""BibTeX files: every entry is an item, with its title, year and key as given.

Source: "BibTeXing" (btxdoc); the fields of biblatex (manual, section 2.2) and of
arXiv, INSPIRE, ADS, DBLP, JabRef, Zotero and Mendeley. The values are TeX: see
`running_text`. Where a value stands is found by `bibtex_blocks`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from paperbib.extract.passage import Builder, Given, Headings, Passage
from paperbib.extract.tex import bibtex_blocks
from paperbib.extract.tex.bibtex_blocks import Block, Field, Span
from paperbib.extract.tex.letters import address
from paperbib.extract.tex.running_text import Destination, Reader
from paperbib.identifiers import web
from paperbib.model import Note

name = "bibtex"
suffixes: tuple[str, ...] = (".bib", ".bibtex")
cutting = None
"""Abbreviations hold to the end of the file, and an entry may hold blank lines."""

_ENTRY = re.compile(r"^[ \t]*+@[A-Za-z]++[ \t]*+[{(][ \t]*+[^\s,{}()=\"]++[ \t]*+,", re.MULTILINE)
_FENCE = re.compile(r"^[ \t]*+```", re.MULTILINE)
_LINE = re.compile(r"(?P<line>[^\r\n]*+)(?P<end>\r\n|[\r\n]|\Z)")
_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\w)")
_MAY_HOLD_ONE = re.compile(r"\d{4}|/")
_ONE_ADDRESS = re.compile(r"\s*https?://[^\s{}]++(?:\{[^\s{}]*+\}[^\s{}]*+)*+\s*", re.IGNORECASE)
_WITHOUT_SCHEME = re.compile(
    r"\s*(?:www\.|[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}/)[^\s{}]++\s*", re.IGNORECASE
)
_BARE_NUMBER = re.compile(r"\d{7}(?:v\d+)?")
_SURE_SIGN = re.compile(r"://|\d{4}\.\d{4}|/\d{7}|\b10\.\d{4}|abs-\d{4}-\d{4}|\d{4}arXiv\d")
_COMMENT_SIGN = re.compile(r"[ \t]*+%*+[ \t]*+")

_ANNOTATIONS = ("annote", "annotation", "comment", "review")
_ABOUT_OTHERS = frozenset((*_ANNOTATIONS, "title", "booktitle", "keywords", "groups"))
"""Fields in which another paper may be named."""
_ADDRESSES = frozenset("url ee link adsurl howpublished".split())
_NOT_READ = frozenset(
    """
    abstract file author editor year month date urldate timestamp isbn issn owner groups
    date-added date-modified creationdate modificationdate lccn language langid pmid readstatus
    eprinttype archiveprefix primaryclass eprintclass biburl bibsource adsnote localfile
    """.split()
)
"""What says nothing of the work itself, or is the bookkeeping of programs."""
_NUMBERS = frozenset(
    """
    pages number version price numpages articleno article-number chapter edition issue series
    """.split()
)
"""What counts something, unless it names arXiv."""
_ARXIV = re.compile(r"arxiv|abs/|://", re.IGNORECASE)
_KEY_OF_DBLP = re.compile(
    r"corr/abs-\d{4}-\d{4,5}|corr/(?:abs-)?[a-z]+(?:-[a-z]+)?-\d{7}", re.IGNORECASE
)
_FIRST = ("eprint", "arxiv", "arxivid", "doi", "url", "ee", "link", "howpublished", "adsurl")
_RANKS = {field: rank for rank, field in enumerate(_FIRST)}


def looks_like(text: str) -> bool:
    """Whether a text has a BibTeX entry at the start of a line, and no code block around it."""
    entry = _ENTRY.search(text)
    return entry is not None and _FENCE.search(text, 0, entry.start()) is None


def passages(note: Note, headings: Headings) -> Iterator[Passage]:
    """Turn a BibTeX file into passages, in the order of the note."""
    folder = _Folder(note.text, Builder(headings))
    for block in bibtex_blocks.split(note.text):
        if block.kind:
            folder.entry(block)
        else:
            folder.prose((block.start, block.end))
    return folder.builder.passages()


class _Folder:
    """Folds entries into passages."""

    def __init__(self, text: str, builder: Builder) -> None:
        self.text = text
        self.builder = builder
        self.reader = Reader(text, builder, has_comments=False)
        self.start = 0

    def prose(self, span: Span) -> None:
        """Text outside of entries: its lines as they are, its paragraphs apart."""
        if self.text[span[0] : span[1]].isspace():
            return
        self.builder.open_block(span[0])
        self._lines(span)
        self.builder.close_block()

    def entry(self, block: Block) -> None:
        """One entry: what it is first, then the rest, for the first paper names the item."""
        if not (block.fields or block.loose or _KEY_OF_DBLP.search(block.key)):
            return
        self.start = block.start
        spans_by_name: dict[str, tuple[Span, ...]] = {}
        for one in block.fields:
            spans_by_name.setdefault(one.name, one.spans)

        def plain(*names: str) -> str:
            return next(
                (self._plain(spans_by_name[one]) for one in names if one in spans_by_name), ""
            )

        self.builder.open_item("done" if plain("readstatus") == "read" else None)
        passage = self.builder.passage
        # Where the entry starts is told even if there is nothing else to tell.
        passage.add("", block.start)
        passage.given = self._given(block, spans_by_name)
        kind = plain("archiveprefix", "eprinttype").lower()
        group = plain("primaryclass", "eprintclass")
        others = []
        for one in sorted(block.fields, key=lambda field: _RANKS.get(field.name, len(_RANKS))):
            if not self._may_identify(one):
                continue
            if one.name in _ABOUT_OTHERS:
                others.append(one)
            elif one.name in ("eprint", "arxiv", "arxivid"):
                self._eprint(one, kind, group)
            else:
                self._identifying(one)
        self._beside_fields(block)
        self._others(others, has_own=bool(passage.links or _SURE_SIGN.search(passage.text)))
        self.builder.close_item()

    def _may_identify(self, one: Field) -> bool:
        """Whether a field may say what the entry is, or name another paper."""
        if one.name in _NOT_READ or one.name.startswith("bdsk-file"):
            return False
        value = self._joined(one.spans)
        if one.name in _NUMBERS and not _ARXIV.search(value):
            return False
        sign = _SURE_SIGN if one.name in _ABOUT_OTHERS else _MAY_HOLD_ONE
        return sign.search(value) is not None

    def _beside_fields(self, block: Block) -> None:
        """Text that belongs to no field, and the key that DBLP makes of an arXiv identifier."""
        for span in block.loose:
            self._break(span[0])
            self._lines(span)
        if _KEY_OF_DBLP.search(block.key):
            place = self.text.find(block.key, block.start, block.end)
            self._break(place)
            self.builder.add(block.key, place)

    def _others(self, others: list[Field], *, has_own: bool) -> None:
        """Fields that name other papers, unless they are all there is."""
        if has_own and others:
            self.builder.open_item()
        for one in others:
            self._read(one.spans)
        if has_own and others:
            self.builder.close_item()

    def _given(self, block: Block, spans_by_name: dict[str, tuple[Span, ...]]) -> Given:
        title = self._plain(spans_by_name.get("title", ()))
        years = (self._plain(spans_by_name.get(name, ())) for name in ("year", "date"))
        year = next((found for text in years if (found := _YEAR.search(text))), None)
        words = (self._plain(spans_by_name.get(name, ())) for name in _ANNOTATIONS)
        return Given(
            title=title or None,
            year=int(year[0]) if year else None,
            annotation="\n".join(filter(None, words)) or None,
            key=block.key or None,
        )

    def _eprint(self, one: Field, kind: str, group: str) -> None:
        raw, offset = self._own(one.spans)
        value = self._joined(one.spans).strip()
        is_arxiv = kind in ("", "arxiv", "arxiv.org")
        self._break(offset)
        if _BARE_NUMBER.fullmatch(value):
            # As people wrote it before 2007: the number apart from its archive.
            written = f"arXiv:{group if is_arxiv else kind}/{value}"
            reading = web.read_destination(written)
            if reading and reading.cited:
                self.reader.place(Destination(written, offset, raw), written)
        elif not is_arxiv or len(one.spans) > 1 or not self.reader.mark("arXiv", value, offset):
            self._read(one.spans)

    def _identifying(self, one: Field) -> None:
        raw, offset = self._own(one.spans)
        whole = self._joined(one.spans).strip()
        is_address = one.name in _ADDRESSES or one.name.startswith("bdsk-url")
        if is_address and whole.count("://") == 1 and _ONE_ADDRESS.fullmatch(whole):
            self._break(offset)
            self.reader.place(Destination(address(whole), offset, raw), address(whole))
        elif is_address and "://" not in whole and _WITHOUT_SCHEME.fullmatch(whole):
            written = "http://" + address(whole)
            self._break(offset)
            self.reader.place(Destination(written, offset, raw), written)
        elif one.name == "doi" and "://" not in whole and len(one.spans) == 1:
            self._break(offset)
            if not self.reader.mark("doi", whole, offset):
                self._read(one.spans)
        else:
            self._read(one.spans)

    def _own(self, spans: tuple[Span, ...]) -> tuple[str, int]:
        """What a value looks like in its entry, abbreviations left out, and its place there."""
        own = [span for span in spans if span[0] >= self.start] or spans[:1]
        start, end = own[0][0], own[-1][1]
        raw = self.text[start:end]
        return raw.strip(), start + len(raw) - len(raw.lstrip())

    def _break(self, offset: int) -> None:
        if self.builder.passage.length:
            self.builder.add("\n", offset)

    def _read(self, spans: tuple[Span, ...]) -> None:
        """A value as running text; what an abbreviation stands for has a place beside it."""
        _, place = self._own(spans)
        self._break(place)
        self.reader.groups.clear()
        for start, end in spans:
            if start >= self.start or len(spans) == 1:
                self.reader.read(start, end)
                place = max(start, end - 1)
            else:
                for char in _decoded(self.text[start:end]).text:
                    self.builder.add(char, place)
        self.reader.flush()

    def _joined(self, spans: tuple[Span, ...]) -> str:
        if len(spans) == 1:
            return self.text[spans[0][0] : spans[0][1]]
        return "".join(self.text[start:end] for start, end in spans)

    def _plain(self, spans: tuple[Span, ...]) -> str:
        """A value as people read it: without braces, on one line."""
        if not spans:
            return ""
        raw = self._joined(spans)
        if "\\" in raw or "$" in raw or "~" in raw or "``" in raw:
            raw = _decoded(raw).text
        else:
            raw = raw.replace("{", "").replace("}", "")
        return " ".join(raw.split()).rstrip(",")

    def _lines(self, span: Span) -> None:
        """Text that is no TeX: a paragraph ends with a blank line."""
        position, end = span
        while position < end:
            match = _LINE.match(self.text, position, end)
            if match is None or match.end() == position:
                break
            sign = _COMMENT_SIGN.match(match["line"])
            skip = sign.end() if sign else 0
            if match["line"][skip:]:
                self.builder.add(match["line"][skip:], position + skip)
                self.builder.add("\n", match.start("end"))
            elif self.builder.passage.length:
                self.builder.open_block(position)
            position = match.end()


def _decoded(raw: str) -> Passage:
    """A value in TeX as a passage of its own."""
    builder = Builder(Headings())
    reader = Reader(raw, builder, has_comments=False)
    reader.read(0, len(raw))
    reader.flush()
    return builder.passage
