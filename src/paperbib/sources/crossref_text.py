r"""Texts as Crossref has them: HTML, JATS and MathML, escaped once or twice, in one plain form.

Publishers deposit titles with face markup (``<i>``, ``<sub>``) or MathML, and abstracts
in JATS; on the way into JSON much of it is escaped once more, and broken over lines. Of
all this the words stay. What is raised or lowered becomes the maths that arXiv's titles
have too, ``H$_{2}$O``, which every exporter can print. Nothing here is parsed as XML:
there are no entities to declare, and whatever is no markup is text. Source: Crossref
documentation, "Face markup" and "Including MathML in deposits"; JATS 1.3; MathML 3.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field

from paperbib.sources.fields import squeeze

_NAMES = frozenset(
    """
    a abstract alternatives article-title b big blockquote bold br caption center code disp-formula
    div em ext-link fn font formula graphic i inf inline-formula inline-graphic
    it italic label li list list-item math maction menclose merror mfenced mfrac mi
    mmultiscripts mn mo mover mpadded mphantom mprescripts mroot mrow ms mspace msqrt mstyle msub
    msubsup msup mtable mtd mtext mtr munder munderover named-content none ol overline p plain
    preformat q roman s sans-serif sc scp scr sec semantics annotation annotation-xml small span
    strike strong styled-content sub sup tex-math title tt u ul underline uri xref
    """.split()
)
"""What is markup without a prefix; any other word between angle brackets is text."""
_TAG = re.compile(
    r"<(?P<end>/)?(?:(?P<prefix>jats|mml|m|math|ns\d|xhtml|html):)?(?P<name>[A-Za-z][A-Za-z0-9-]*)"
    r"(?:\s+[\w:-]+\s*=\s*(?:\"[^\"<>]*\"|'[^'<>]*'))*\s*(?P<alone>/)?>"
    r"|<!--[^<>]*-->|<\?[^<>]*\?>"
)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_ESCAPES = 3
"""Escaped this often at most."""
_DEEPEST = 40
"""Elements within elements, as deep as this; the words of deeper ones stay."""
_ALONE = frozenset("br graphic inline-graphic mspace".split())
_APART = frozenset(
    "abstract br caption disp-formula div li list list-item ol p sec title ul".split()
)
"""What stands on lines of its own."""
_UNREAD = frozenset("annotation annotation-xml fn mphantom mprescripts none".split())
_HEADINGS = frozenset("abstract summary zusammenfassung résumé resumen resumo riassunto".split())
_HEADING = re.compile(r"\s*(?:abstract|summary)\s*[:.\n—–]\s*", re.IGNORECASE)
_ACCENTS = {
    "¯": "\u0304", "‾": "\u0304", "^": "\u0302", "ˆ": "\u0302", "~": "\u0303", "˜": "\u0303",
    "→": "\u20d7", "˙": "\u0307", "¨": "\u0308", "ˇ": "\u030c",
}  # fmt: skip
_INVISIBLE = dict.fromkeys(map(ord, "\u2061\u2062\u2063\u2064\u200b\ufeff\u00ad"))
_TYPED = str.maketrans({"−": "-", "–": "-", "‐": "-", "′": "'", "∗": "*", "\u00a0": " "})
_SCRIPT = re.compile(r"[A-Za-zΑ-Ωα-ω0-9+\-=()<>,./*' _^{}]{1,60}")
_ORDINAL = re.compile(r"st|nd|rd|th|er|re|e|ème|o|a|tm|sm|mc|r", re.IGNORECASE)
_TWO_SCRIPTS = re.compile(r"(\$([_^])\{[^{}$]*\})\$\$(?!\2)(?=[_^])")
_BEFORE_A_DIGIT = re.compile(r"\$((?:[_^]\{[^{}$]*\})+)\$(?=\d)")
_MARK = re.compile(r"[_^]\{([^{}]*)\}")
_LONGEST_TEX = 300


@dataclass(slots=True)
class _Element:
    """An element being read: what came of its children so far, in their order.

    Attributes:
        tex: Its formula in TeX, if one of its children is that.
    """

    name: str
    parts: list[str] = field(default_factory=list)
    tex: str = ""


def plain(text: str) -> str | None:
    r"""The words of a title or a name on one line; None where there are none.

    >>> plain("Growth of <i>E.&amp;amp;nbsp;coli</i> in H<sub>2</sub>O at p &lt; 0.05")
    'Growth of E. coli in H$_{2}$O at p < 0.05'
    >>> plain("The 21<sup>st</sup> <mml:math><mml:mi>β</mml:mi><mml:mo>-</mml:mo></mml:math>decay")
    'The 21st β-decay'
    """
    return squeeze(_read(_unescaped(text)))


def without_marks(text: str) -> str | None:
    """The words without what is raised or lowered: in a name that is a footnote's mark.

    >>> without_marks("Müller<sup>1,2</sup>")
    'Müller'
    """
    return squeeze(_read(_unescaped(text), has_scripts=False))


def abstract(text: str) -> str | None:
    """The words of an abstract in JATS, without the heading that says what it is.

    >>> abstract("<jats:title>Abstract</jats:title><jats:p>We   show.</jats:p><jats:p>It.</jats:p>")
    'We show. It.'
    """
    unescaped = _unescaped(text)
    words = _read(unescaped, has_heading=True)
    if "<" not in unescaped and (heading := _HEADING.match(words)):
        words = words[heading.end() :]
    return squeeze(words)


def _unescaped(text: str) -> str:
    for _ in range(_ESCAPES if "&" in text else 0):
        before, text = text, _ENTITY.sub(lambda match: html.unescape(match[0]), text)
        if text == before:
            break
    return text.replace("<![CDATA[", "").replace("]]>", "")


def _read(text: str, *, has_scripts: bool = True, has_heading: bool = False) -> str:
    """The words of a text with markup, in one pass."""
    if "<" not in text:
        return text
    # With prices about, or TeX, nobody could tell where maths begins.
    has_dollar = "$" in text and "tex-math" not in text
    reader = _Reader("none" if not has_scripts else "flat" if has_dollar else "tex", has_heading)
    place = 0
    for match in _TAG.finditer(text):
        name = (match["name"] or "").lower()
        if name and not (match["prefix"] or name in _NAMES):
            continue
        reader.take(text[place : match.start()])
        place = match.end()
        if match["end"]:
            reader.close(name)
        elif name:
            reader.open(name)
            if match["alone"] or name in _ALONE:
                reader.close(name)
    reader.take(text[place:])
    return reader.end()


class _Reader:
    """Reads tags and the words between them; no tag has to be closed.

    Args:
        scripts: ``tex``, ``flat`` for what is raised or lowered to stand on the line,
            ``none`` to leave it out.
        has_heading: Whether the first heading may say that this is an abstract.
    """

    def __init__(self, scripts: str, has_heading: bool) -> None:  # noqa: FBT001 - two flags
        self._scripts, self._has_heading = scripts, has_heading
        self._open = [_Element("")]

    def take(self, words: str) -> None:
        """Read words; between the elements of a formula there are only blanks."""
        if words and (self._open[-1].name not in _CHILDREN or words.strip()):
            self._open[-1].parts.append(words)

    def open(self, name: str) -> None:
        """Read a starting tag."""
        if len(self._open) >= _DEEPEST:
            return
        if name in {"sub", "sup", "inf"} and (parts := self._open[-1].parts):
            # A line break in front of it is the depositor's, never the author's.
            bare = parts[-1].rstrip()
            parts[-1] = bare if "\n" in parts[-1][len(bare) :] else parts[-1]
        self._open.append(_Element(name))

    def close(self, name: str) -> None:
        """Read an ending tag, and end what is open within."""
        if all(one.name != name for one in self._open[1:]):
            return
        while self._end_last() != name:
            pass

    def end(self) -> str:
        """End what is still open; all words."""
        while len(self._open) > 1:
            self._end_last()
        words = "".join(self._open[0].parts)
        if "$" not in words or self._scripts != "tex":
            return words
        words = _TWO_SCRIPTS.sub(r"\1", words).replace("}$$", "}$ $")
        # A closing dollar with a digit behind it would be a price.
        return _BEFORE_A_DIGIT.sub(lambda match: _MARK.sub(r"\1", match[1]), words)

    def _end_last(self) -> str:
        """End the innermost element; its name."""
        last = self._open.pop()
        words, around = self._words(last), self._open[-1]
        around.parts.append(words)
        if last.tex or last.name == "tex-math":
            around.tex = around.tex or words
        return last.name

    def _words(self, element: _Element) -> str:
        name, parts = element.name, element.parts
        if element.tex and name in _FORMULAS:
            return element.tex
        if (formula := self._formula(name, parts)) is not None:
            return formula
        words = "".join(parts)
        if name in {"sub", "inf", "sup"}:
            return self._script("^" if name == "sup" else "_", words)
        if name in {"title", "bold", "b"} and self._has_heading:
            self._has_heading = False
            before = any(part.strip() for one in self._open for part in one.parts)
            is_heading = not before and words.strip(" .:\n").casefold() in _HEADINGS
            words = "" if is_heading else words
        return f" {words} " if name in _APART else words

    def _formula(self, name: str, parts: list[str]) -> str | None:
        """An element of a formula; None for one of running text."""
        if name in _UNREAD:
            return ""
        if name == "alternatives":
            return next((part for part in parts if part.strip()), "")
        if name == "tex-math":
            return _tex("".join(parts))
        if name in _LEAVES:
            return "".join(parts).translate(_INVISIBLE).strip()
        rule = _CHILDREN.get(name)
        return rule(self, parts) if rule else None

    def _script(self, sign: str, words: str) -> str:
        """What is raised or lowered."""
        if self._scripts == "none" or not words.strip():
            return ""
        inside = words.strip().replace("$", "").translate(_TYPED)
        is_ordinal = sign == "^" and _ORDINAL.fullmatch(inside)
        is_maths = _SCRIPT.fullmatch(inside) and inside.count("{") == inside.count("}")
        if self._scripts != "tex" or is_ordinal or not is_maths:
            return words.strip()
        return f"${sign}{{{inside}}}$"

    def row(self, parts: list[str]) -> str:
        return "".join(parts)

    def lowered(self, parts: list[str]) -> str:
        return self.both([*parts, ""][:2])

    def raised(self, parts: list[str]) -> str:
        return self.both([*parts[:1], "", *parts[1:]])

    def both(self, parts: list[str]) -> str:
        base, low, high, *_ = [*parts, "", "", ""]
        return base + self._script("_", low) + self._script("^", high)

    def over(self, parts: list[str]) -> str:
        base, above, *_ = [*parts, "", ""]
        mark = _ACCENTS.get(above.strip())
        if mark is None:
            return self.raised([base, above])
        marked = unicodedata.normalize("NFC", base + mark) if len(base) == 1 else base
        return marked if len(marked) == 1 else base

    def fenced(self, parts: list[str]) -> str:
        return f"({', '.join(parts)})"

    def fraction(self, parts: list[str]) -> str:
        above, below, *_ = [*parts, "", ""]
        return f"{_bracketed(above)}/{_bracketed(below)}"

    def root(self, parts: list[str]) -> str:
        return f"√{_bracketed(''.join(parts))}"


_FORMULAS = frozenset("alternatives disp-formula inline-formula".split())
"""One formula, which may be there several times; TeX says most."""
_LEAVES = frozenset("mi mn mo ms mtext".split())
_CHILDREN: dict[str, Callable[[_Reader, list[str]], str]] = {
    **dict.fromkeys("math maction mpadded mrow mstyle mtd mtr semantics".split(), _Reader.row),
    **dict.fromkeys(("msub", "munder"), _Reader.lowered),
    "msup": _Reader.raised,
    **dict.fromkeys(("msubsup", "munderover"), _Reader.both),
    "mover": _Reader.over,
    "mfenced": _Reader.fenced,
    "mfrac": _Reader.fraction,
    "msqrt": _Reader.root,
}
"""How the children of a formula's elements are put together. Source: MathML 3, section 3.1.3."""


def _bracketed(words: str) -> str:
    return words if words.isalnum() else f"({words})"


def _tex(text: str) -> str:
    r"""A formula in TeX between single dollars; "" for one that is a whole document.

    Springer wraps each into ``\documentclass … \end{document}``.
    """
    inside = text.rpartition("\\begin{document}")[2].partition("\\end{document}")[0]
    formula = inside.strip().strip("$").strip()
    is_none = not formula or "\\documentclass" in formula or "$" in formula
    return "" if is_none or len(formula) > _LONGEST_TEX else f"${formula}$"
