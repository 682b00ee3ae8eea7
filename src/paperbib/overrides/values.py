"""What the fields of an override may say.

Each reader takes a value as TOML gives it, and returns it as a `Record` holds it.
Sources: CSL 1.0.2, appendix III (types); the biblatex manual, section 2.1 (entry types).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date

from paperbib.errors import did_you_mean
from paperbib.identifiers import doi
from paperbib.model import Name, PartialDate
from paperbib.overrides.sheet import WrongValueError

ToName = Callable[[str], Name | None]
"""Splits a name in reading order."""

TYPE_BY_KIND: Mapping[str, str] = {
    "article": "article-journal",
    "article-journal": "article-journal",
    "inproceedings": "paper-conference",
    "conference": "paper-conference",
    "paper-conference": "paper-conference",
    "incollection": "chapter",
    "inbook": "chapter",
    "chapter": "chapter",
    "book": "book",
    "phdthesis": "thesis",
    "mastersthesis": "thesis",
    "thesis": "thesis",
    "techreport": "report",
    "report": "report",
    "misc": "document",
    "document": "document",
    "preprint": "article",
    "online": "webpage",
    "webpage": "webpage",
}
"""CSL's types by what a person calls them; ``article`` is BibTeX's, not CSL's preprint."""

_PARTS = ("family", "given", "suffix", "literal")
_SUFFIX = re.compile(r"(?i:jr|sr)\.?|II|III|IV|2nd|3rd")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH_WORD = re.compile(
    r"jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|sept?(ember)?"
    r"|oct(ober)?|nov(ember)?|dec(ember)?",
    re.IGNORECASE,
)
_CATEGORY = re.compile(r"[a-z-]+(?:\.[A-Za-z-]+)?")
_MONTHS_OF_A_YEAR = 12
_LAST_YEAR = 9999


def line(value: object) -> str:
    """A text on one line, not empty."""
    if isinstance(value, str) and (text := " ".join(value.split())):
        return text
    raise WrongValueError("a text, and not an empty one")


def passage(value: object) -> str:
    """A text of any number of lines, not empty."""
    if isinstance(value, str) and (text := value.strip()):
        return text
    raise WrongValueError("a text, and not an empty one")


def number(value: object) -> str:
    """A number or a text: ``12``, ``"S1"``, ``"5998--6008"``."""
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return str(value)
    try:
        return line(value)
    except WrongValueError:
        raise WrongValueError("a text or a number") from None


def kind(value: object) -> str:
    """A CSL type, by its name or by that of BibTeX's entry type."""
    name = value.strip().removeprefix("@").lower() if isinstance(value, str) else ""
    if name in TYPE_BY_KIND:
        return TYPE_BY_KIND[name]
    near = did_you_mean(name, TYPE_BY_KIND, otherwise="")
    near = f" – {near}" if near else ""
    raise WrongValueError(f"one of {', '.join(sorted(TYPE_BY_KIND))}{near}")


def article_doi(value: object) -> str:
    """The DOI of a published version; arXiv's own is that of the preprint."""
    cited = doi.parse(value) if isinstance(value, str) else None
    if cited is None:
        raise WrongValueError("a DOI, as in 10.1000/182")
    if cited.identifier.scheme != "doi":
        raise WrongValueError("the DOI of the published version, not arXiv's own")
    return cited.identifier.value


def category(value: object) -> str:
    """A category of arXiv: ``cs.CL``, ``hep-th``."""
    if isinstance(value, str) and _CATEGORY.fullmatch(value):
        return value
    raise WrongValueError("a category of arXiv, as in cs.CL")


def flag(value: object) -> bool:
    """``true`` or ``false``."""
    if isinstance(value, bool):
        return value
    raise WrongValueError("true or false")


def tags(value: object) -> tuple[str, ...]:
    """A list of words, each once, in order."""
    if not isinstance(value, list):
        raise WrongValueError("a list of texts")
    found = []
    for index, one in enumerate(value):
        try:
            found.append(line(one))
        except WrongValueError as error:
            raise WrongValueError(error.should, within=(index,)) from None
    return tuple(dict.fromkeys(found))


def whole_date(value: object) -> PartialDate:
    """A date of TOML, a year, or ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD`` as a text."""
    if isinstance(value, date):
        return PartialDate(year=value.year, month=value.month, day=value.day)
    try:
        text = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
        found = PartialDate.model_validate(PartialDate.parse(text))
        date(found.year, found.month or 1, found.day or 1)
    except ValueError:
        raise WrongValueError("a date: 2017, 2017-06 or 2017-06-12") from None
    return found


def year(value: object) -> int:
    """A year, as a number or a text."""
    digits = str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""
    if re.fullmatch(r"[0-9]{1,4}", digits) and 0 < int(digits) <= _LAST_YEAR:
        return int(digits)
    raise WrongValueError("a year, as in 2017")


def month(value: object) -> int:
    """A month, as a number or by its English name."""
    text = str(value).strip() if isinstance(value, str | int) else ""
    if not isinstance(value, bool) and re.fullmatch(r"[0-9]{1,2}", text):
        if 1 <= int(text) <= _MONTHS_OF_A_YEAR:
            return int(text)
    elif _MONTH_WORD.fullmatch(text):
        return _MONTHS.index(text[:3].lower()) + 1
    raise WrongValueError("a month, as in 6 or June")


def authors(value: object, to_name: ToName) -> tuple[Name, ...]:
    """A list of names: ``"Family, Given"``, in reading order, or tables of their parts."""
    if not isinstance(value, list) or not value:
        raise WrongValueError('a list of names, as in ["Vaswani, Ashish", "Noam Shazeer"]')
    found = []
    for index, one in enumerate(value):
        try:
            found.append(_parts(one) if isinstance(one, dict) else _name(one, to_name))
        except WrongValueError as error:
            within = (index, *error.within)
            raise WrongValueError(error.should, within=within, what=error.what) from None
    return tuple(found)


def _name(value: object, to_name: ToName) -> Name:
    try:
        text = line(value)
    except WrongValueError:
        raise WrongValueError("a name, or a table of its parts") from None
    if text.startswith("{") and text.endswith("}") and text.strip("{} "):
        return Name(literal=text.strip("{} "))
    family, comma, given = (part.strip() for part in text.partition(","))
    is_split = comma and family and given and "," not in given
    if is_split and not _SUFFIX.fullmatch(given):
        return Name(family=family, given=given)  # as the person has split it
    name = to_name(text)
    if name is None:
        raise WrongValueError("somebody's name; list all authors, or write {literal = …}")
    return name.model_copy(update={"raw": None})


def _parts(value: dict[str, object]) -> Name:
    texts: dict[str, str] = {}
    for part, said in value.items():
        if part not in _PARTS:
            hint = did_you_mean(part, _PARTS, otherwise=f"a name has {', '.join(_PARTS)}")
            raise WrongValueError(hint, within=(part,), what=f"unknown part of a name {part!r}")
        try:
            texts[part] = line(said)
        except WrongValueError as error:
            raise WrongValueError(error.should, within=(part,)) from None
    if "literal" in texts and len(texts) > 1:
        raise WrongValueError("either literal, or family, given and suffix")
    if not texts.keys() & {"family", "literal"}:
        raise WrongValueError("a table with family or literal in it")
    return Name(**texts)
