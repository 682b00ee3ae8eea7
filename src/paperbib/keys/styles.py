"""The keys of other programs, by name: for who has cited with them for years.

Letters outside of ASCII are written without accents, which every program reads.
What has no author is keyed as by default, whatever the style.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from itertools import dropwhile, islice

from paperbib.errors import did_you_mean
from paperbib.keys.patterns import LONGEST, PatternError, compile_pattern, surname_of
from paperbib.keys.skipped_words import ARXIV, BETTER_BIBTEX, GOOGLE_SCHOLAR
from paperbib.keys.spelling import PUNCTUATION, USABLE
from paperbib.keys.stems import Naming, stem
from paperbib.keys.words import plain, spelled_words, telling, without_maths
from paperbib.model import Reference

_LETTERS = 26
_FEW_AUTHORS = 10
_JOINTS = dict.fromkeys(map(ord, "-'’‐‑"))
_NOT_ALPHANUMERIC = re.compile(r"[^A-Za-z0-9]+")
_NOT_IN_INSPIRE = re.compile(r"[^A-Za-z0-9-]+")
_COLLABORATION = re.compile(r"(?i)^the\s+|\s+collaborations?$")


def naming(text: str) -> Naming:
    """What makes keys, from the configuration: the name of a style, or a pattern.

    Raises:
        PatternError: It is neither.

    >>> naming("jabrf")
    Traceback (most recent call last):
    paperbib.keys.patterns.PatternError: 'jabrf' has no placeholder: all keys would be equal
    """
    if text in STYLES:
        return STYLES[text]
    try:
        return compile_pattern(text)
    except PatternError as error:
        near = did_you_mean(text.lower(), STYLES, otherwise="")
        if near and "{" not in text:
            raise PatternError(error.what, near, error.offset) from error
        raise


def better_bibtex(reference: Reference) -> str:
    """``vaswaniAttentionAllYou2017``.

    Source: Better BibTeX, its default formula ``auth.lower + shorttitle(3,3) + year``.
    Hyphens vanish (``Pretraining``), and so do words of one letter.
    """
    joined = without_maths(reference.title or "").translate(_JOINTS)
    found = [word for word in spelled_words(joined) if len(word) > 1]
    words = [word[0].upper() + word[1:] for word in telling(found, BETTER_BIBTEX, 3)]
    return "".join(surname_of(reference)).lower() + "".join(words) + _year(reference)


def jabref(reference: Reference) -> str:
    """``Vaswani2017``, without the particles of a name.

    Source: JabRef, "Customize the citation key generator", its default ``[auth][year]``.
    """
    *front, last = reference.authors[0].surname.split()
    kept = dropwhile(lambda word: word[0].islower(), front)
    return "".join(spelled_words(" ".join((*kept, last)))) + _year(reference)


def inspire(reference: Reference) -> str:
    """``Vaswani:2017xyz``; a collaboration stands for ten authors and more.

    INSPIRE draws its three letters by lot. Here they are made of the identifier: the
    form is INSPIRE's, the letters are not. Source: inspirehep, pidstore/providers/texkey.py.
    """
    authors = reference.authors
    groups = [one.literal for one in authors if one.literal] if len(authors) >= _FEW_AUTHORS else []
    name = _COLLABORATION.sub("", groups[0]) if groups else authors[0].surname
    surname = _NOT_IN_INSPIRE.sub("", plain(name))
    return f"{surname}:{_year(reference)}{_letters(reference)}"


def arxiv(reference: Reference) -> str:
    """``vaswani2023attentionneed``: the year of the current version, four words.

    Source: arxiv-browse, browse/formatting/cite.py: words are what stands between blanks,
    so that ``All`` is left out and ``all,`` is not.
    """
    dates = (record.updated or record.published for record in reference.records)
    date = next((one for one in dates if one), reference.date)
    words = (word for word in (reference.title or "").split() if word.lower() not in ARXIV)
    year = str(date.year) if date else ""
    made = reference.authors[0].surname + year + "".join(islice(words, 4))
    return _NOT_ALPHANUMERIC.sub("", plain(made)).lower()


def google_scholar(reference: Reference) -> str:
    """``vaswani2017attention``: the first part of a surname, the first word of the title.

    Source: the BibTeX links of Google Scholar; ``van2008visualizing``, ``o2016weapons``.
    """
    words = telling(spelled_words(without_maths(reference.title or "")), GOOGLE_SCHOLAR, 1)
    return (surname_of(reference)[0] + _year(reference) + "".join(words)).lower()


def _safe(style: Naming) -> Naming:
    """A style for every reference: what has no author, or no key so, is keyed as by default."""

    def name(reference: Reference) -> str:
        if not surname_of(reference):
            return stem(reference)
        key = style(reference)[:LONGEST].strip(PUNCTUATION)
        return key if USABLE.fullmatch(key) else stem(reference)

    return name


def _year(reference: Reference) -> str:
    return str(reference.date.year) if reference.date else ""


def _letters(reference: Reference) -> str:
    """Three letters that are the same for the same identifier, however it is spelled."""
    scheme, identity = reference.identifier.sort_key
    number = int.from_bytes(hashlib.sha256(f"{scheme}:{identity}".encode()).digest()[:8], "big")
    letters = ""
    for _ in range(3):
        number, letter = divmod(number, _LETTERS)
        letters += chr(ord("a") + letter)
    return letters


_BY_NAME: Mapping[str, Callable[[Reference], str]] = {
    "better-bibtex": better_bibtex,
    "jabref": jabref,
    "inspire": inspire,
    "arxiv": arxiv,
    "google-scholar": google_scholar,
}
STYLES: Mapping[str, Naming] = {name: _safe(style) for name, style in _BY_NAME.items()}
"""What makes keys, by the name of a style."""
