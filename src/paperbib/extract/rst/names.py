"""Names of reStructuredText, and what they lead to: targets, substitutions, roles.

Source: reStructuredText Markup Specification, "Reference Names" and "Hyperlink
Targets"; Sphinx, "sphinx.ext.extlinks", for roles like ``:arxiv:``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from paperbib.extract.lines import Line

ESCAPED = re.compile(r"\\(\s?)")
_SCHEMES = {
    **dict.fromkeys(("arxiv", "eprint"), "arxiv:"),
    "doi": "doi:",
    "pmid": "https://pubmed.ncbi.nlm.nih.gov/",
    "pmcid": "https://www.ncbi.nlm.nih.gov/pmc/articles/",
}
"""What roles and fields of these names stand for."""
_MOST_STEPS = 20


def address_of(kind: str, value: str) -> str | None:
    """The address that a role or field like ``arxiv`` with this value stands for.

    >>> address_of("DOI", "10.1000/x")
    'doi:10.1000/x'
    """
    scheme = _SCHEMES.get(kind.lower().rpartition(":")[2])
    if scheme is None or not re.search(r"\d", value) or re.search(r"\s", value):
        return None
    is_whole = "://" in value or value.lower().startswith(scheme)
    return value if is_whole else scheme + value


def label(name: str) -> str:
    """A reference name in its simple form: case and blanks do not count."""
    return " ".join(unescape(name).split()).casefold()


def unescape(text: str) -> str:
    r"""Undo the backslashes of a text.

    >>> unescape(r"a\_b\ c")
    'a_bc'
    """
    return ESCAPED.sub("", text)


@dataclass(slots=True)
class Targets:
    """What the names of a note lead to; names are in their simple form.

    Attributes:
        addresses: The addresses of hyperlink targets; a name ending in an
            underscore leads on to another one.
        anonymous: The addresses of the targets without a name, in order.
        words: The texts that substitutions stand for.
        pictures: The addresses that substitutions with an image lead to, or "".
        badges: The pictures that substitutions with an image show, and their places.
        used: The names that the text refers to.
        budget: So many characters may be put for names, all together.
    """

    addresses: dict[str, str] = field(default_factory=dict)
    anonymous: list[str] = field(default_factory=list)
    words: dict[str, str] = field(default_factory=dict)
    pictures: dict[str, str] = field(default_factory=dict)
    badges: dict[str, Line] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)
    next_anonymous: int = 0
    budget: int = 0

    def follow(self, name: str) -> str | None:
        """The address of a name, through targets that lead to other targets."""
        names: list[str] = []
        address = self.addresses.get(name)
        while address is not None and len(names) < _MOST_STEPS:
            names.append(name)
            if not address.endswith("_") or "://" in address:
                break
            name = label(address[:-1].strip("`"))
            address = self.addresses.get(name)
        if address is None or not self._can_spend(address):
            return None
        self.used.update(names)
        return address

    def follow_anonymous(self) -> str | None:
        """The address of the next target without a name."""
        index = self.next_anonymous
        self.next_anonymous += 1
        return self.anonymous[index] if index < len(self.anonymous) else None

    def picture(self, name: str) -> str:
        """The address that a substitution with an image leads to, or ""."""
        address = self.pictures[name]
        if not address or not self._can_spend(address):
            return ""
        self.used.add(name)
        return address

    def word(self, name: str) -> str | None:
        """The text that a substitution stands for."""
        text = self.words.get(name)
        return text if text is not None and self._can_spend(text) else None

    def _can_spend(self, text: str) -> bool:
        self.budget -= len(text)
        return self.budget >= 0
