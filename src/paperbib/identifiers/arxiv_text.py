"""Find arXiv identifiers in running text.

Every pattern starts with a literal (the dot of a new-style identifier, the
slash of an old one), and what stands around it is looked at from there: a
prefix or a field's name makes it certain; a bare number has to be a possible
identifier with nothing around it that says otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from paperbib.identifiers import arxiv_id, look_alikes
from paperbib.identifiers.arxiv_id import Cited

_NEW = re.compile(r"\.(?<=\d\d\d\.)\d{3,12}", re.ASCII)
_OLD = re.compile(r"/(?<=[a-zA-Z]/)\d{5,9}", re.ASCII)
_ENCODED = re.compile(r"%2[fF](?<=[a-zA-Z]%2[fF])\d{7}", re.ASCII)
_CODED = re.compile(
    r"(?<![^\W_])(?P<ads>(?:19|20)\d\darXiv\d{8,9}[A-Z])(?![^\W_])"
    r"|(?<![^\W_])(?P<dblp>(?:dblp:)?(?:journals/)?corr/"
    r"(?:abs[-/]\d{4}-\d{4,5}|(?:abs-)?[a-z]+(?:-[a-z]+)?-\d{7}))(?![^\W_])",
    re.ASCII | re.IGNORECASE,
)
_WIKI = re.compile(
    r"\|(?:(?<=arxiv\|)|(?<=arxiv\s\|))\s{0,4}(?:archive\s{0,4}=\s{0,4})?"
    r"(?P<archive>[a-z-]{2,9}(?:\.[a-z-]{2,8})?)\s{0,4}\|\s{0,4}(?:id\s{0,4}=\s{0,4})?\d{7}(?!\w)",
    re.IGNORECASE | re.ASCII,
)
_ARCHIVE = re.compile(
    r"(?<!%[0-9A-Fa-f])(?P<name>[a-zA-Z]{1,8}(?:-[a-zA-Z]{2,4})?)(?:\.[a-zA-Z-]{2,10})?\Z"
)
_VERSION = re.compile(r"[vV]([1-9]\d{0,2})(?!\d)", re.ASCII)
_MARK = re.compile(
    r"""(?ix)
    (?:
      oai:arxiv\.org:
    | (?<![a-z]) arxiv (?:\.org)?
      (?: [\s,]{1,2} (?:e-?prints?|preprints?|papers?|ids?|identifiers?|no\.?|nr\.?|number|version
          |ref(?:erence)?|link|abs) ){0,2}
      [\s:=/\#._~*`'"(){}\[\]<>|%-]{0,8}
      (?: (?:abs|pdf)/ | %3a | (?<=[\s:]) arxiv[:.\s] )?
      [\s"'({\[*_`~]{0,3}
    | (?<![a-z]) (?:eprint|e-print|arxiv[_-]?id) s? \s* [:=] \s* ["'{]{0,2}
    | (?<![\w/]) (?:abs|pdf)/
    | (?<![a-z]) corr [\s,:/]{0,3} (?:abs/)?
    | \| \s* (?:arxiv|eprint) \s* = \s*
    ) \Z""",
)
_STRONG = re.compile(
    r"(?:arxiv|eprint)[\s:=]{0,3}[\"'{(\[*_`]{0,3}\Z|oai:arxiv\.org:\Z", re.IGNORECASE
)
_LISTED = re.compile(
    r"[\s,;&/+|-]*(?:(?:and|or|und|et|y|e|as\s+well\s+as)\b)?[\s,;&]*(?:arxiv:)?", re.IGNORECASE
)
_SERIES = re.compile(r"[ \t]{0,3}(?:[,;|&/]|(?:and|or|to)(?=[ \t]))?[ \t]{0,3}(?:[NSEW]\s)?")
_LETTER = re.compile(r"[a-zA-Z]")
_NEAR = 56
_MOST_DIGITS = 12
# A word may be glued behind an identifier ("1706.03762Great"); a letter or digit may not.
# So may the title in a file's name ("1706.03762v5_Attention_Is.pdf").
_END = re.compile(r"(?!\d|_(?![A-Z][a-z])[^\W_]|(?![A-Z][a-z])[^\W_])(?!\.\d)", re.ASCII)
_BARE_END = re.compile(
    r"(?![/@]|[,:]\d|%\w|-\d|-(?:rc|alpha|beta|dev|release|build|snapshot|x|v)\w*)",
    re.IGNORECASE | re.ASCII,
)
# Nobody glues two quantities of five decimals, but identifiers are listed like that.
_JOINED_LEFT = re.compile(r"(?<![\w.])\d{4}\.\d{5}(?:v\d{1,2})?[,/+]\Z", re.ASCII)
_JOINED_RIGHT = re.compile(r"[,/+](?:\d{4}\.\d{5}(?![\d.])|10\.\d{4,9}/)", re.ASCII)
_GROUPED = re.compile(r"(?<![\w./-])[\d.]{1,15},\Z", re.ASCII)
_PDF = re.compile(r"\.pdf\b", re.IGNORECASE)
_FILE_END = re.compile(r"\.(?!(?:pdf|ps|gz|tex|tar|zip|epub|djvu)\b)[a-zA-Z]{1,5}\b", re.ASCII)
_LEFT_OF_BARE = frozenset(".,:=%$€£¥₹#+-/~@^&?\\")
_WORD_LEFT = re.compile(r"[^\W\d_]{2,}:\Z")
_KEY_LEFT = re.compile(r"(?:id|ids|arxiv|eprint|paper|preprint|ref|key|cite|pid)=\Z", re.IGNORECASE)


class Sighting(NamedTuple):
    """An arXiv identifier in running text, or what looks like one.

    Attributes:
        start: First character of the identifier.
        end: One past its last, the version included.
        cited: What it is; None where it is none.
        why: Why it is none; "" otherwise.
        form: How it is written.
        first: First character of the mark, where there is one.
        is_marked: Whether the text says that it is meant as an arXiv identifier.
    """

    start: int
    end: int
    cited: Cited | None
    why: str
    form: str
    first: int
    is_marked: bool = False


def find(text: str, *, until: int) -> list[Sighting]:
    """Find arXiv identifiers, and what looks like them, in text order.

    Args:
        text: Running text, decoration undone and folded (see `normal`).
        until: The last possible YYMM.
    """
    sightings: list[Sighting] = []
    listed_from, turned_down = -1, (-1, "")
    for start, end, kind in sorted(_anchors(text)):
        if sightings and start < sightings[-1].end:
            continue
        mark = _mark(text, start, listed_from)
        sighting = _OF_KIND[kind](text, start, end, mark, until)
        if sighting is None:
            continue
        if not sighting.is_marked:
            if sighting.cited and turned_down[1] and _SERIES.fullmatch(text, turned_down[0], start):
                sighting = sighting._replace(cited=None, why=turned_down[1])
            if sighting.why in look_alikes.SERIAL:
                turned_down = (sighting.end, sighting.why)
        sightings.append(sighting)
        if sighting.is_marked:
            listed_from = sighting.end
    return sightings


def _anchors(text: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and kind of everything with the outline of an identifier."""
    for match in _NEW.finditer(text):
        dot = start = match.start()
        while start and dot - start < _MOST_DIGITS and text[start - 1] in "0123456789":
            start -= 1
        yield start, match.end(), "new"
    if "/" in text:
        yield from _behind_an_archive(text, _OLD)
    if "%2" in text:
        yield from _behind_an_archive(text, _ENCODED)
    if "arXiv" in text or "orr/" in text or "ORR/" in text:
        yield from ((one.start(), one.end(), "code") for one in _CODED.finditer(text))
    if "|" in text:
        yield from ((one.start("archive"), one.end(), "wiki") for one in _WIKI.finditer(text))


def _behind_an_archive(text: str, pattern: re.Pattern[str]) -> Iterator[tuple[int, int, str]]:
    for match in pattern.finditer(text):
        if name := _ARCHIVE.search(text, max(0, match.start() - 24), match.start()):
            yield name.start(), match.end(), "old"


def _mark(text: str, start: int, listed_from: int) -> int:
    """Where the words start that mark an identifier at ``start``; -1 where none do."""
    low = max(0, start - _NEAR)
    if _LETTER.search(text, low, start) and (match := _MARK.search(text, low, start)):
        return match.start()
    if low <= listed_from <= start and _LISTED.fullmatch(text, listed_from, start):
        return start
    return -1


def _new(text: str, start: int, end: int, mark: int, until: int) -> Sighting | None:
    number = text[start:end]
    left, _, right = number.partition(".")
    has_shape = len(left) == 4 and 4 <= len(right) <= 5  # noqa: PLR2004 - YYMM.NNNN(N)
    version = _VERSION.match(text, end)
    stop = version.end() if version else end
    whole = text[start:stop]
    before = text[start - 1] if start else " "
    is_in_class = before == "/" and _class_before(text, start - 1)
    if mark < 0 and not is_in_class:
        if not has_shape:
            return None
        why = _bare_fault(text, start, stop) or arxiv_id.fault(whole, until) or ""
        cited = None if why else arxiv_id.parse(whole, until)
        return Sighting(start, stop, cited, why, "bare arXiv id", start)
    first = start if mark < 0 else mark
    why = "" if _END.match(text, stop) or text[stop].isalpha() else "it is part of a longer number"
    why = why or arxiv_id.fault(whole, until) or ""
    if why and not has_shape and not _STRONG.search(text, max(0, start - _NEAR), start):
        return None
    cited = None if why else arxiv_id.parse(whole, until)
    return Sighting(start, stop, cited, why, "arXiv prefix", first, is_marked=True)


def _class_before(text: str, slash: int) -> bool:
    """Whether an archive's name stands in front, as in ``hep-th/1601.07616``."""
    name = _ARCHIVE.search(text, max(0, slash - 24), slash)
    if name is None or name["name"].lower() not in arxiv_id.ARCHIVES:
        return False
    return not name.start() or text[name.start() - 1] not in "/.~@=?&-_" + _ALNUM


_ALNUM = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"


def _bare_fault(text: str, start: int, end: int) -> str:
    """Why a number that nothing marks cannot be an identifier, by what touches it."""
    return (
        _fault_in_front(text, start, end)
        or _fault_behind(text, end)
        or look_alikes.reason(text, start, end)
    )


def _fault_in_front(text: str, start: int, end: int) -> str:
    before = text[start - 1] if start else " "
    if before in _ALNUM or (before == "_" and start > 1 and text[start - 2].isalnum()):
        return "it is part of a longer word or number"
    is_struck = text.startswith("~~", max(0, start - 2)) and text.startswith("~~", end)
    if before not in _LEFT_OF_BARE or is_struck or _JOINED_LEFT.search(text, start - 16, start):
        return ""
    if before == "/":
        # The file of a paper may lie in any folder.
        return "" if _PDF.match(text, end) else "it is part of a path"
    if before == ",":
        is_grouped = _GROUPED.search(text, max(0, start - 16), start)
        return "it is part of a longer number" if is_grouped else ""
    if before == "." and start > 1 and text[start - 2].isdigit():
        return "it is part of a longer number"
    return "" if _is_label(text, start) else "a sign in front makes it another number"


def _fault_behind(text: str, end: int) -> str:
    if _JOINED_RIGHT.match(text, end):
        return ""
    if not _END.match(text, end) or not _BARE_END.match(text, end):
        return "it is part of a longer word or number"
    return "it is the name of a file" if _FILE_END.match(text, end) else ""


def _is_label(text: str, start: int) -> bool:
    """Whether ``id=`` or ``paper:`` stands in front, rather than a sign."""
    low = max(0, start - 16)
    if start and text[start - 1] == ":":
        return _WORD_LEFT.search(text, low, start) is not None
    return text[start - 1 : start] == "=" and _KEY_LEFT.search(text, low, start) is not None


def _old(text: str, start: int, end: int, mark: int, until: int) -> Sighting | None:
    number = re.sub(r"%2[fF]", "/", text[start:end])
    name, digits = number.split("/")
    archive = name.partition(".")[0].lower()
    is_known = archive in arxiv_id.ARCHIVES
    before = text[start - 1] if start else " "
    version = _VERSION.match(text, end)
    stop = version.end() if version else end
    if mark < 0 and (not is_known or len(digits) != 7):  # noqa: PLR2004 - YYMMNNN
        return None
    form = "old arXiv id" if mark < 0 else "arXiv prefix"
    why = ""
    is_in_word = before == "_" and start > 1 and text[start - 2].isalnum()
    is_struck = start > 1 and text[start - 2 : start] == "~~"
    is_touched = before in "/.~@=?&%#-+\\" or before in _ALNUM or is_in_word
    if mark < 0 and is_touched and not is_struck and not _is_label(text, start):
        why = "it is part of a path"
    elif not _END.match(text, stop) or _FILE_END.match(text, stop) or text[stop : stop + 1] == "/":
        why = "it is part of a longer path"
    why = why or arxiv_id.fault(number + text[end:stop], until) or ""
    if why and mark >= 0 and not _STRONG.search(text, max(0, start - _NEAR), start):
        return None if not is_known else Sighting(start, stop, None, why, form, start)
    cited = None if why else arxiv_id.parse(number + text[end:stop], until)
    first = start if mark < 0 else mark
    return Sighting(start, stop, cited, why, form, first, is_marked=mark >= 0)


def _code(text: str, start: int, end: int, _mark: int, until: int) -> Sighting | None:
    value = arxiv_id.from_code(text[start:end])
    why = arxiv_id.fault(value, until) or ""
    form = "DBLP key" if "abs" in text[start:end] else "ADS bibcode"
    return Sighting(start, end, arxiv_id.parse(value, until), why, form, start)


def _wiki(text: str, start: int, end: int, _mark: int, until: int) -> Sighting | None:
    """Wikipedia's template whose archive has a field of its own: ``{{arxiv|math.GT|0309136}}``."""
    archive, number = re.split(r"[|=\s]+(?:id[=\s]+)?", text[start:end], maxsplit=1)
    value = f"{archive}/{number}"
    why = arxiv_id.fault(value, until) or ""
    cited = arxiv_id.parse(value, until)
    return Sighting(start, end, cited, why, "wiki template", start, is_marked=True)


_OF_KIND = {"new": _new, "old": _old, "code": _code, "wiki": _wiki}
