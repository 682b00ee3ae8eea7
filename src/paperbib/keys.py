r"""Citation keys: made once, unique without regard to case, pinned for ever.

A key is surname + year of version 1 + first significant word of the title
(``vaswani2017attention``). Where no author is known it starts with the host
(``jalammarillustratedtransformer``, ``arxiv2017attention``). A key that a note
itself gives (a BibTeX file, a ``\bibitem``) comes first, if it can be used.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count, groupby
from urllib.parse import urlsplit

from paperbib.identifiers import url, whole
from paperbib.identifiers.identifier import Identifier
from paperbib.model import Library, Reference

_STOPWORDS = frozenset(
    """
    a about after als am an and are as at auf be been by can das de del der des die do does el
    en es for from had has have how i if im in into is it its la las le les los my not of on or our
    que s so such t than that the their these this those to und une up via was we were what when
    where which who why will with without you your
    """.split()
)
_SPECIAL_LETTERS = str.maketrans(
    {
        "ß": "ss", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ø": "o", "Ø": "O", "ł": "l",
        "Ł": "L", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th", "ı": "i", "ħ": "h",
    }
)  # fmt: skip
_MATHS = re.compile(r"\$[^$]{0,500}\$|\\[a-zA-Z]+")
_WORD = re.compile(r"[a-z0-9]+")
_SHARED_HOSTS = (
    "github.io", "gitlab.io", "medium.com", "substack.com", "wordpress.com", "blogspot.com",
    "readthedocs.io", "netlify.app", "vercel.app", "notion.site", "herokuapp.com", "web.app",
)  # fmt: skip
"""Hosts whose subdomains belong to different people."""
_SECOND_LEVEL = frozenset("ac co com edu gov net org".split())
_USABLE = re.compile(r"[A-Za-z0-9][A-Za-z0-9.:_+/-]{0,99}")
"""What every program reads as a citation key, and no shell as an option."""
_RANK_BY_SCHEME = {"arxiv": 0, "doi": 1}
_WORDS_WITHOUT_AUTHOR = 3
_LONGEST_WORD = 30


def assign(references: Iterable[Reference], previous: Library) -> Library:
    """Give every reference its key.

    A key belongs to the primary identifier it was made for: it comes back when
    that identifier does, and never goes to another paper, not even to one that
    shares a DOI. When two references become one, the key of the primary
    identifier stands and the other becomes an alias; if only the other has a
    key, it stands. When they part, each has its own again. A reference without a
    key takes the one its notes give it (see `_proposals`), else one is made.

    Args:
        references: In any order; the keys do not depend on it.
        previous: The library as it was, with its memory of keys.

    Returns:
        The library of exactly these references.
    """
    ordered = sorted(references, key=lambda reference: reference.identifier.sort_key)
    own, borrowed, doubles = _owners(previous)
    key_by_primary, aliases = _claims(ordered, own, borrowed)
    old = (*own.values(), *borrowed.values(), *previous.references, *previous.aliases)
    taken = {key.casefold() for key in old}
    for identifier, key in _proposals(ordered):
        if identifier not in key_by_primary and key.casefold() not in taken:
            taken.add(key.casefold())
            key_by_primary[identifier] = key
    spellings: dict[str, Iterator[str]] = {}
    for reference in ordered:
        if reference.identifier not in key_by_primary:
            base = stem(reference)
            candidates = spellings.setdefault(base, _spellings(base))
            key = next(key for key in candidates if key not in taken)
            taken.add(key)
            key_by_primary[reference.identifier] = key
    library = {key_by_primary[reference.identifier]: reference for reference in ordered}
    aliases = dict(previous.aliases) | doubles | aliases
    return Library(
        **(previous.model_extra or {}),
        references=library,
        aliases={old: _end(aliases, old) for old in aliases if old not in library},
        retired={str(one): key for one, key in own.items() if _is_waiting(one, library.get(key))},
    )


def stem(reference: Reference) -> str:
    """The key of a reference before it is made unique.

    >>> from paperbib.model import Mention, Name, Record
    >>> record = Record(source="arxiv", identifier="arxiv:1706.03762", published="2017-06-12",
    ...                 title="Attention Is All You Need", authors=(Name(family="Vaswani"),))
    >>> stem(Reference(identifiers=("arxiv:1706.03762",), records=(record,)))
    'vaswani2017attention'
    """
    year = str(reference.date.year) if reference.date else ""
    surname = "".join(_words(reference.authors[0].surname)) if reference.authors else ""
    words = _significant(reference.title or "")
    if surname:
        return surname + year + "".join(words[:1])
    identifier = reference.identifier
    if identifier.scheme == "url":
        host, rest = _host_label(identifier.value), urlsplit(identifier.value).path
    else:
        host, rest = identifier.scheme, identifier.value.replace(".", "")
    choices = ([word for word in found if word != host] for found in (words, _significant(rest)))
    words = next((words for words in choices if words), [])
    return host + year + "".join(words[:_WORDS_WITHOUT_AUTHOR])


def _proposals(references: Iterable[Reference]) -> Iterator[tuple[Identifier, str]]:
    """The keys that notes give, with the reference each is for: the earliest place first.

    Places are told by file name, line and column, so the order in which notes are
    read does not count. An entry that names several things gives its key to the
    paper, on arXiv rather than elsewhere; what stands under a paper gets none.
    """
    proposed = sorted(
        (one.file, one.line, one.column, one.key, reference.identifier)
        for reference in references
        for one in reference.mentions
        if one.key and one.parent is None and _USABLE.fullmatch(one.key)
    )
    for (_, key), entry in groupby(proposed, key=lambda one: (one[0], one[3])):
        ranked = sorted(entry, key=lambda one: _RANK_BY_SCHEME.get(one[4].scheme, 2))
        yield from ((identifier, key) for *_, identifier in ranked)


def _is_waiting(owner: Identifier, holder: Reference | None) -> bool:
    """Whether a key is kept for its owner: nobody has it, or a reference it is part of.

    A reference that has parted from the owner keeps the key for good.
    """
    return holder is None or owner in holder.identifiers[1:]


def _owners(
    previous: Library,
) -> tuple[dict[Identifier, str], dict[Identifier, str], dict[str, str]]:
    """Whose the keys are that there ever were.

    Returns:
        Keys by the primary identifier they were made for; keys by the primary
        identifier that has them while their owner is part of it; and aliases for
        keys that a lock merged by hand holds beside another of the same paper.
    """
    own = {whole.parse(text): key for text, key in previous.retired.items()}
    waiting = set(own.values())
    held: dict[Identifier, str] = {}
    doubles: dict[str, str] = {}
    for key, reference in previous.references.items():
        first = held.setdefault(reference.identifier, key)
        if first != key:
            doubles[key] = first
    borrowed = {one: key for one, key in held.items() if key in waiting}
    own |= {one: key for one, key in held.items() if key not in waiting}
    return own, borrowed, doubles


def _claims(
    ordered: Sequence[Reference],
    own: Mapping[Identifier, str],
    borrowed: Mapping[Identifier, str],
) -> tuple[dict[Identifier, str], dict[str, str]]:
    """Which reference has which old key, and which old keys become aliases."""
    key_by_primary: dict[Identifier, str] = {}
    claimed: set[str] = set()
    for source in (own, borrowed):
        for reference in ordered:
            key = source.get(reference.identifier)
            if key and key not in claimed and reference.identifier not in key_by_primary:
                key_by_primary[reference.identifier] = key
                claimed.add(key)
    aliases: dict[str, str] = {}
    for reference in ordered:
        for identifier in reference.identifiers[1:]:
            key = own.get(identifier)
            if key is None or key in claimed:
                continue
            claimed.add(key)
            standing = key_by_primary.setdefault(reference.identifier, key)
            if standing != key:
                aliases[key] = standing
    return key_by_primary, aliases


def _end(aliases: dict[str, str], key: str) -> str:
    """Follow a chain of aliases to the key that stands."""
    seen = {key}
    while (target := aliases.get(key)) and target not in seen:
        seen.add(target)
        key = target
    return key


def _spellings(base: str) -> Iterator[str]:
    """The key itself, then with suffix a … z, aa, ab and so on."""
    yield base
    for number in count():
        suffix, rest = "", number
        while rest >= 0:
            suffix = chr(ord("a") + rest % 26) + suffix
            rest = rest // 26 - 1
        yield base + suffix


def _words(text: str) -> list[str]:
    """The words of a text in lower-case ASCII; letters without ASCII form are dropped."""
    plain = unicodedata.normalize("NFKD", text.translate(_SPECIAL_LETTERS))
    joined = re.sub(r"[^\x00-\x7f]|(?<=\w)['’](?=\w)", _apart, plain)
    return [word[:_LONGEST_WORD] for word in _WORD.findall(joined.lower())]


def _apart(match: re.Match[str]) -> str:
    """Accents vanish; other characters, apostrophes too, separate words."""
    return "" if unicodedata.combining(match[0]) else " "


def _significant(title: str) -> list[str]:
    words = _words(_MATHS.sub(" ", title))
    return [word for word in words if word not in _STOPWORDS] or words


def _host_label(address: str) -> str:
    """The part of a host that names its owner: ``harvard`` of ``nlp.seas.harvard.edu``."""
    host = url.site(address)
    labels = host.split(".")
    if any(host.endswith("." + shared) for shared in _SHARED_HOSTS):
        label = labels[0]
    else:
        while len(labels) > 2 and labels[-2] in _SECOND_LEVEL:  # noqa: PLR2004 - label, tld
            labels.pop()
        label = labels[-2] if len(labels) > 1 else labels[0]
    return "".join(_words(label)).lstrip("0123456789") or "web"
