"""What the fields of an entry say, by their names: title, year, address, note, todo state.

Names are those of Zotero, CSL-JSON, BibTeX, Semantic Scholar, Pinboard, Pocket
and Raindrop exports, and those that people give the columns of their tables.
They are compared without case, spaces and punctuation.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from html import unescape
from typing import NamedTuple

from paperbib.extract.data.values import Value, append
from paperbib.extract.passage import Given, Link, Passage
from paperbib.identifiers import arxiv_id
from paperbib.model import State

_NAMES_BY_ROLE = {
    "title": "title papertitle articletitle resolvedtitle giventitle name paper label headline",
    "year": "year date published publicationyear publicationdate publisheddate pubyear issued",
    "annotation": """note notes comment comments annotation annotations annote description tldr
        summary extended remark remarks mynotes takeaway takeaways thoughts""",
    "key": "key citekey bibkey citationkey citekeys bibtexkey",
    "state": "status read done state readstatus readingstatus isread finished completed",
    "undone": "toread unread",
    "section": "section sections topic topics category folder heading theme area",
    "arxiv": "arxiv arxivid eprint arxivids arxivnumber arxivno preprint",
    "doi": "doi dois",
    "id": "id paperid pid uid identifier",
    "url": """url urls link links href uri pdf pdfs code repo repository github website homepage web
        page html abs blog video slides project demo source""",
    "silent": """abstract abstractnote license licence cover image thumbnail favicon icon avatar
        schema publicationvenue itemid path localpath filepath filename orcid""",
    "plain": """accessed accessdate dateadded datemodified created modified updated timeadded
        model type itemtype version shorttitle publicationtitle containertitle journaltitle""",
}
_ROLES = {name: role for role, names in _NAMES_BY_ROLE.items() for name in names.split()}
_MOST_NAMES = 4096
_URL_ENDS = ("url", "urls", "link", "links", "href", "uri", "pdf")
_LINKING = frozenset(("arxiv", "doi", "id", "url"))
_TELLING = frozenset(("title", "year", "annotation", "key"))
_YES = frozenset("yes y x ✓ ✔ ✅ ☑ true 1 done read finished complete completed archive".split())
_YES |= {"archived", "checked", "[x]"}
_NO = frozenset("no n false 0 open todo unread toread ☐ queued planned reading later".split())
_NO |= {"to read", "to do", "not read", "in progress", "[ ]", "not started"}
_LIKELY = re.compile(r"://|\d{4}\.\d{4}|10\.\d{4,9}/|[a-z]/\d{7}|arxiv\.org/|doi\.org/")
_PUNCTUATION = re.compile(r"[\W_]+")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_DATE = re.compile(r"(?:19|20)\d\d-\d\d?-\d\d?(?:[T ][\d:.Z+-]*)?")
# Numbers and dates: no identifier is written without a dot, a slash or a letter.
_BARREN = re.compile(r"[\d\s:+Z-]*|(?:19|20)\d\d-\d\d?-\d\d?[T ][\d:.Z+-]*")
_ARXIV_SHAPE = re.compile(r"(?:\d{4}\.\d{1,8}|[a-z-]{2,12}(?:\.[A-Za-z]{2})?/\d{5,9})(?:[vV]\d+)?")
_DOI_SHAPE = re.compile(r"10\.\d{3,9}/\S+")
_URL_SHAPE = re.compile(r"https?://\S+", re.IGNORECASE)
_TWO_URLS = re.compile(r"[,;|]https?://", re.IGNORECASE)
_OURS = re.compile(r"(?P<scheme>arxiv|doi|url):(?P<value>\S+)")
# Names of entries in a reference manager or an index, and of people: no works.
_MANAGER = re.compile(
    r"(?:https?://(?:(?:www\.|api\.)?zotero\.org|(?:api\.)?openalex\.org|orcid\.org)/|zotero://)\S*"
)
_MANAGER_KEY = re.compile(r"[A-Z0-9]{8}")
_KEY = re.compile(r"[^\s,{}\"]*[^\W\d_][^\s,{}\"]*")
_EXTRA_KEY = re.compile(r"^(?:Citation Key|citekey|bibtex): *(?P<key>[^\s,{}\"]+)", re.MULTILINE)
_EXTRA_LINE = re.compile(
    r"^(?:arxiv|doi|pmid|pmcid|isbn|issn|oclc|_eprint|citation key|citekey|bibtex|publisher"
    r"|original-date|adsbibcode|mag id|s2id|zscc) *:.*$",
    re.MULTILINE | re.IGNORECASE,
)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_LINKED = re.compile(r"\[([^\[\]]*)\]\([^()\s]*\)")
_PATH = re.compile(r" ?[>›»→] ?| [/|] ")


class Field(NamedTuple):
    """One field of an entry: its name as `squeeze` gives it, and its value."""

    name: str
    value: Value


@lru_cache(_MOST_NAMES)
def squeeze(name: str) -> str:
    """A name as it is compared.

    >>> squeeze(" Publication_Year ")
    'publicationyear'
    """
    return _PUNCTUATION.sub("", name).lower()


@lru_cache(_MOST_NAMES)
def role(name: str) -> str:
    """What a field of this name holds, in a word; "" when the name tells nothing."""
    if found := _ROLES.get(name):
        return found
    return "url" if name.endswith(_URL_ENDS) or name.startswith("url") else ""


def is_linking(name: str) -> bool:
    """Whether a field of this name holds identifiers or addresses."""
    return role(name) in _LINKING


def is_telling(name: str) -> bool:
    """Whether a field of this name says title, year, annotation or key."""
    return role(name) in _TELLING


def is_identifying(text: str) -> bool:
    """Whether a text, such as a name in an object, may hold an identifier itself."""
    return _LIKELY.search(text) is not None


def entry(
    fields: Iterable[Field],
    *,
    section: tuple[str, ...],
    parent: Passage | None = None,
    is_told: bool = True,
) -> Passage:
    """Make the passage of an entry from its fields.

    Args:
        fields: In the order of the note.
        section: The headings it stands under.
        parent: The entry around it.
        is_told: Whether its fields say what its title is; otherwise its running
            text has to.

    Returns:
        A passage with a line for each field that may hold identifiers.
    """
    return _Entry(section, parent).read(list(fields), is_told=is_told)


class _Entry:
    def __init__(self, section: tuple[str, ...], parent: Passage | None) -> None:
        self.passage = Passage(section, parent, is_item=True)
        self.titles: list[tuple[str, str]] = []
        self.year: int | None = None
        self.notes: list[str] = []
        self.key: str | None = None
        self.version = ""
        self.sections: list[tuple[str, str]] = []

    def read(self, fields: list[Field], *, is_told: bool) -> Passage:
        names = {one.name for one in fields}
        # Pinboard calls the title a description, and the note extended.
        self.roles = {"description": "title"} if "extended" in names else {}
        if {"uri", "text", "target"} <= names:
            self.roles["text"] = "annotation"  # as Hypothesis exports it
        if {"journalref", "authorsparsed"} & names:
            self.roles["comments"] = "plain"  # the author's, not the reader's
        if any(one.name == "identifier" and _OURS.match(one.value.text) for one in fields):
            # A line of our own: the identifier says it all.
            fields = [one for one in fields if one.name not in ("raw", "file")]
            self.version = next((one.value.text for one in fields if one.name == "version"), "")
        for one in fields:
            self._field(one)
        self.passage.section += self._section()
        if is_told:
            self.passage.given = Given(
                self._title(), self.year, "\n".join(self.notes) or None, self.key
            )
        return self.passage

    def _field(self, one: Field) -> None:
        text = one.value.text.strip()
        kind = self.roles.get(one.name) or role(one.name)
        if kind in ("state", "undone"):
            self.passage.state = self.passage.state or state(one.name, text)
        if not text or kind == "silent" or _MANAGER.fullmatch(text):
            self._remark(one.value)
            return
        self._say(one.name, kind, text)
        self._key(one, kind, text)
        if address := _address(kind, text):
            self._link(one.value, address)
        elif one.value.remark is not None or not _BARREN.fullmatch(text):
            append(self.passage, one.value)

    def _say(self, name: str, kind: str, text: str) -> None:
        if kind == "title":
            self.titles.append((name, text))
        elif kind == "year" and self.year is None and (year := _YEAR.search(text)):
            self.year = int(year[0])
        elif kind == "annotation" and (note := _prose(text)):
            self.notes.append(note)
        elif kind == "section":
            self.sections.append((name, text))

    def _link(self, value: Value, address: str) -> None:
        """A link over no text: what it says, its field says already."""
        if self.version.isdecimal() and address.startswith("arxiv:"):
            address += f"v{self.version}"
        place = self.passage.length
        self.passage.links.append(Link(place, place, address, value.offset, value.raw.strip()))
        self._remark(value)

    def _remark(self, value: Value) -> None:
        if value.remark is not None:
            append(self.passage, value.remark)

    def _key(self, one: Field, kind: str, text: str) -> None:
        is_key = kind == "key" and not _MANAGER_KEY.fullmatch(text)
        is_id = one.name == "id" and one.value.is_quoted and not is_identifying(text)
        if (is_key or is_id) and _KEY.fullmatch(text):
            self.key = self.key or text
        elif one.name in ("extra", "note") and (written := _EXTRA_KEY.search(text)):
            self.key = self.key or written["key"]

    def _title(self) -> str | None:
        """The title from the field whose name says so best."""
        ranks = {name: rank for rank, name in enumerate(_NAMES_BY_ROLE["title"].split())}
        for _, text in sorted(self.titles, key=lambda pair: ranks.get(pair[0], 1)):
            title = " ".join(_TAG.sub("", _LINKED.sub(r"\1", text)).split())
            if title and "://" not in title and arxiv_id.parse(title) is None:
                return title
        return None

    def _section(self) -> tuple[str, ...]:
        if not self.sections:
            return ()
        name = self.sections[0][0]
        texts = [text for other, text in self.sections if other == name]
        if len(texts) > 1:
            # A list of sections is a path, of topics a choice.
            return tuple(texts) if name == "section" else (texts[0],)
        return tuple(part for part in _PATH.split(" ".join(texts[0].split())) if part)


def state(name: str, text: str) -> State | None:
    """The todo state that a field says; None where its value is no such word.

    >>> state("status", "To Read"), state("toread", "no"), state("read", "2024-05-01")
    ('open', 'done', 'done')
    """
    word = " ".join(text.lower().replace("-", " ").replace("_", " ").split())
    is_undone = role(name) == "undone"
    if word in _YES:
        return "open" if is_undone else "done"
    if word in _NO:
        return "done" if is_undone else "open"
    return "done" if name in ("read", "done", "finished") and _DATE.fullmatch(text) else None


def _address(kind: str, text: str) -> str | None:
    """The address of a link when the whole value is one, or an identifier by its field."""
    if ours := _OURS.fullmatch(text) if kind == "id" else None:
        return ours["value"] if ours["scheme"] == "url" else text
    if kind == "arxiv" and _ARXIV_SHAPE.fullmatch(text):
        return "arXiv:" + text
    if kind == "id" and arxiv_id.parse(text) and not text.lower().startswith("arxiv"):
        return "arXiv:" + text
    if kind in ("doi", "id") and _DOI_SHAPE.fullmatch(text):
        return "doi:" + text
    if kind in _LINKING and _URL_SHAPE.fullmatch(text) and not _TWO_URLS.search(text):
        return text
    return None


def _prose(text: str) -> str:
    """A note as prose: without the tags and the ``Extra`` lines of reference managers."""
    if "<" in text:
        text = unescape(_TAG.sub(" ", text))
    return " ".join(_EXTRA_LINE.sub("", text).split())
