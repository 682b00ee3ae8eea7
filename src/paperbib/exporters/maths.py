"""Inline maths in running text: which of it TeX can print, and how it reads without TeX.

What stands between two dollar signs is let through to TeX only when it is a
sentence of the small grammar below; anything else is ordinary text with dollar
signs in it. Nothing outside the grammar can therefore reach a TeX program.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from paperbib.exporters import maths_symbols

LONGEST = 200
"""Characters between two dollar signs beyond which it is not taken for maths."""

_CANDIDATE = re.compile(
    rf"(?<![\\$])\$(?!\$)((?:[^$\\]|\\[^$]){{1,{LONGEST}}})\$(?!\$)(?P<digit>\d?)"
)
_OLD_SWITCH = re.compile(r"\{\\(cal|rm|bf|it|sf|tt) +([^{}\\]*)\}")
_TOKEN = re.compile(r"\\[a-zA-Z]+|\\.|.", re.DOTALL)
_PLAIN = frozenset("0123456789+-*/=<>()[]|,.:;!?~ ")
_SPACINGS = {r"\,": " ", r"\;": " ", r"\:": " ", r"\!": "", r"\quad": " ", "~": "\u00a0"}


class Span(NamedTuple):
    """A stretch of text; ``maths`` when it stood between dollars, now taken off."""

    text: str
    maths: bool


class _UnsafeError(ValueError):
    """TeX would stop here, or do something."""


def split(text: str) -> list[Span]:
    r"""Split text into ordinary text and inline maths that TeX can print.

    Without a command in between, an opening dollar has no space behind it, and a
    closing one no space before it and no digit behind it: prices are not maths.

    >>> split(r"from $O(n \log n)$ to $5 or $6")[:2]
    [Span(text='from ', maths=False), Span(text='O(n \\log n)', maths=True)]
    """
    spans, position = [], 0
    if "$" not in text:
        return [Span(text, maths=False)]
    start = 0
    while match := _CANDIDATE.search(text, start):
        maths = _OLD_SWITCH.sub(r"\\math\1{\2}", match[1])
        looks_like_a_price = maths != maths.strip() or match["digit"]
        if (looks_like_a_price and "\\" not in maths) or not is_safe(maths):
            start = match.end(1) if looks_like_a_price else match.end(1) + 1
            continue
        spans += [Span(text[position : match.start()], maths=False), Span(maths, maths=True)]
        start = position = match.end(1) + 1
    return [span for span in (*spans, Span(text[position:], maths=False)) if span.text]


def is_safe(maths: str) -> bool:
    r"""Whether TeX prints this between dollar signs without an error or an effect.

    >>> is_safe(r"\frac{a}{b}"), is_safe(r"\frac{a}"), is_safe(r"x^2^3"), is_safe(r"\input{x}")
    (True, False, False, False)
    """
    try:
        _Reader(maths, markup=False).read()
    except _UnsafeError:
        return False
    return True


def to_unicode(text: str, *, markup: bool = False) -> str:
    r"""Write the inline maths of a text without TeX, where that is possible.

    Args:
        text: Running text, perhaps with inline maths.
        markup: Whether scripts may become ``<sub>`` and ``<sup>`` (CSL-JSON).

    >>> to_unicode(r"$\mathcal{O}(n \log n)$ for $\alpha$ in $\frac{a+b}{c}$")
    '𝒪(n log n) for α in $\\frac{a+b}{c}$'
    """
    pieces = []
    for span in split(text):
        if span.maths:
            plain = _Reader(span.text, markup=markup).read()
            pieces.append(plain or f"${span.text}$")
        else:
            pieces.append(span.text)
    return "".join(pieces)


class _Reader:
    """Reads one piece of maths; each method returns it in Unicode, None where it cannot.

    Raises:
        _UnsafeError: At the first token outside the grammar.
    """

    def __init__(self, maths: str, *, markup: bool) -> None:
        self._parts: list[str] = _TOKEN.findall(maths)
        self._next = 0
        self._markup = markup

    def read(self) -> str | None:
        read = self._sequence(until=None)
        if read is None:
            return None
        read = re.sub(r"([\w)\]])\0", r"\1 ", read).replace("\0", "")
        return re.sub(r" {2,}", " ", read).strip()

    def _peek(self) -> str | None:
        return self._parts[self._next] if self._next < len(self._parts) else None

    def _take(self) -> str:
        part = self._peek()
        if part is None:
            raise _UnsafeError
        self._next += 1
        return part

    def _sequence(self, until: str | None) -> str | None:
        """Atoms and their scripts up to a closing part, which is taken too."""
        pieces: list[str | None] = []
        while (part := self._peek()) != until:
            if part is None:
                raise _UnsafeError
            if part not in "^_'":
                pieces.append(self._atom())
            pieces.append(self._scripts())
        self._next += 1
        return _joined(pieces)

    def _atom(self) -> str | None:
        part = self._take()
        if part == "{":
            return self._sequence(until="}")
        if part == r"\{":
            inside = self._sequence(until=r"\}")
            return None if inside is None else "{" + inside + "}"
        if part in _SPACINGS:
            return _SPACINGS[part]
        if part in _PLAIN or (part.isascii() and part.isalpha()):
            return part
        if part.startswith("\\"):
            return self._command(part[1:])
        raise _UnsafeError

    def _command(self, word: str) -> str | None:
        if word in maths_symbols.SYMBOLS:
            return maths_symbols.SYMBOLS[word]
        if word in maths_symbols.OPERATORS:
            return f"\0{word}" + (" " if (self._peek() or "").isalpha() else "")
        if word in maths_symbols.ALPHABETS:
            argument = self._argument()
            return maths_symbols.styled(word, argument) if argument is not None else None
        if word in maths_symbols.ACCENTS:
            argument = self._argument()
            mark = maths_symbols.ACCENTS[word]
            return argument + mark if argument and mark and len(argument) == 1 else None
        if word == "sqrt" and self._peek() != "[":
            argument = self._argument()
            return None if argument is None else "√" + _bracketed(argument)
        if word == "frac":
            above, below = self._argument(), self._argument()
            simple = above and below and above.isalnum() and below.isalnum()
            return f"{above}/{below}" if simple else None
        raise _UnsafeError

    def _argument(self) -> str | None:
        """What a command or a script applies to: a group, a character, a symbol."""
        while self._peek() == " ":
            self._next += 1
        part = self._take()
        if part == "{":
            return self._sequence(until="}")
        if part.isascii() and part.isalnum():
            return part
        if part in {"+", "-", "*"}:
            return part
        if part[1:] in maths_symbols.SINGLE and part.startswith("\\"):
            return maths_symbols.SYMBOLS[part[1:]]
        raise _UnsafeError

    def _scripts(self) -> str | None:
        """Primes and scripts, at most one of each kind: two are an error in TeX."""
        pieces: list[str | None] = []
        seen: set[str] = set()
        while (part := self._peek()) is not None and part in "^_'":
            self._next += 1
            kind = "^" if part == "'" else part
            if kind in seen:
                raise _UnsafeError
            if part == "'":
                pieces.append("′")
            else:
                pieces.append(self._script(part))
            if part != "'" or self._peek() not in {"^", "'"}:
                seen.add(kind)
            self._skip_space_before_script()
        return _joined(pieces)

    def _skip_space_before_script(self) -> None:
        """TeX sees no space in maths: ``x^2 ^3`` has two superscripts."""
        ahead = self._next
        while ahead < len(self._parts) and self._parts[ahead] == " ":
            ahead += 1
        if ahead < len(self._parts) and self._parts[ahead] in "^_'":
            self._next = ahead

    def _script(self, kind: str) -> str | None:
        content = self._argument()
        if content is None:
            return None
        if self._markup:
            tag = "sup" if kind == "^" else "sub"
            return f"<{tag}>{content}</{tag}>"
        raised = maths_symbols.SUPERSCRIPTS if kind == "^" else maths_symbols.SUBSCRIPTS
        if all(character in raised for character in content):
            return "".join(raised[character] for character in content)
        return None


def _bracketed(text: str) -> str:
    return text if len(text) == 1 else f"({text})"


def _joined(pieces: list[str | None]) -> str | None:
    known = [piece for piece in pieces if piece is not None]
    return "".join(known) if len(known) == len(pieces) else None
