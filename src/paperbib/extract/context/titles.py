"""The words a note uses for titles: cleaning them, and telling them from what stands around."""

from __future__ import annotations

import re

from paperbib.extract.context.labels import is_label, is_title

__all__ = ["clean", "is_label", "is_title", "leading_year", "tidy", "trailing_year"]

_YEAR = r"((?:19|20)\d\d)"
_YEAR_LINE = re.compile(
    rf"\s*(?:[\[(]{_YEAR}(?:[-/.]\d{{1,2}}){{0,2}}[\])]|{_YEAR}(?:[-/.]\d{{1,2}}){{0,2}}[\])]?)"
    r"(?:\s*[:–—|-]|[.,](?=\s+[^\W\d_a-z]))?\s+(?=\S)"
)
_VENUE_HEAD = re.compile(
    rf"[\s\"'“*]*(?:\[|\(|【)(?:(?:[A-Z]|arxiv)[\w&/. -]{{0,40}}?[\s,'’-]*"
    rf"(?:(?<!\d){_YEAR}|['’](\d\d))|{_YEAR}[\s,/-]{{1,3}}[A-Z][\w&/. -]{{0,30}})"
    r"(?:\]|\)|】)\s*[:–—.,|-]?\s*(?=[^\s\d])"
)
_DATED_LABEL = re.compile(rf"\s*(?:[\[(]{_YEAR}[\])]\s*[:–—.,|-]?|{_YEAR}(?:,|\s+[–—|-]))\s+(?=\S)")
_YEAR_TAIL = re.compile(
    rf"\s*(?:\((?:[^()]{{0,200}}?[\s,'’])?{_YEAR}[a-z]?\)"
    rf"|\[(?:[^\[\]]{{0,80}}?[\s,'’])?{_YEAR}\]"
    r"|\((?:[A-Z][\w ]{1,30}?)['’](\d\d)\)|\[(?:[A-Z][\w ]{1,30}?)['’](\d\d)\]"
    r"|（(?:[^（）]{0,60}?[\s,'’，、])?((?:19|20)\d\d)年?）"
    r"|[,.](?: [A-Z][\w-]{1,14})? ((?:19|20)\d\d)"
    r"(?:,? ?\((?:[Oo]ral|[Ss]potlight|[Pp]oster|[Hh]ighlight|[Bb]est [\w ]{1,30})\))?)[\s.。]*$"
)
_TAIL_LENGTH = 240
_DIGITS_NEAR = 20
_SHORT_YEARS_UNTIL = 50
_INVISIBLE = re.compile(
    "[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]"
    "|(?<![^\\W\\d_])[\u200c\u200d]|[\u200c\u200d](?![^\\W\\d_])"
)
_PLAIN = re.compile(r"[A-Za-z0-9 ,.:;'!?&/+-]*")
_CLUTTER = re.compile(r" [ ,;:.!?]|[,;:][,;:.!?]|[.!?][,;:]|\.\.")
_SPACE = re.compile(r"\s+")
_MARKUP = re.compile(r"\*\*|__|~~|`")
_PICTURES = (
    "\U0001f000-\U0001faff\u2600-\u27bf\u2b00-\u2bff\u2190-\u21ff\u2300-\u23ff\u25a0-\u25ff"
    "\ufe0f\u200d\u20e3\U000e0020-\U000e007f"
)
_PICTURE_RUN = re.compile(rf"(?:[{_PICTURES}]|\d\ufe0f?\u20e3)[\s{_PICTURES}]*")
_QUOTED = re.compile(r"[\"“'‘«「『《〈„](?P<inner>[^\"“”‘’«»「」『』《》]+)[\"”’'»」』》〉“][.,]?")
_NUMBER_HEAD = re.compile(r"^(?:\[\d{1,3}\]|\(\d{1,3}\)) ")
_LABEL_HEAD = re.compile(
    r"[\[(【]?(?:(?:research )?(?:paper|article|preprint|title)|blog(?: ?post)?|book|video|talk"
    r"|follow[- ]?up|to ?read|must[- ]read|artikel|статья|titre|titel|论文标题|论文题目|论文名称?"
    r"|标题|题目|论文|論文|待读|必读|タイトル)[\])】]?\s*[:：]\s*",
    re.IGNORECASE,
)
_BRACKETED_HEAD = re.compile(r"(?:[\[(](?P<a>[^\[\]()]{1,40})[\])]|【(?P<b>[^【】]{1,40})】)\s*")
_LABEL_TAIL = re.compile(
    r"\s*(?:[\[(【](?:research |original )?(?:paper|article|preprint|pdf|arxiv)[\])】])\s*$",
    re.IGNORECASE,
)
_EDGES = " \t\n\\,;:|-–—=>•·，；：、｜"
_OPENERS = " \t\n([{<“«【「《"
_EMPTY_BRACKETS = re.compile(r"\( ?[,;/|]? ?\)|\[ ?[,;/|]? ?\]|【 ?】|\{ ?\}")
_MARKS = frozenset("*_~`")
_BRACKETS = frozenset("()[]{}【】")
_BAR_SIGNS = frozenset("|·•/")
_DIGIT = re.compile(r"\d")
_BRACKET = re.compile(r"[()\[\]]")
_ADDRESS = re.compile(r"<?(?:https?://|www\.)[^\s<>]+>?", re.IGNORECASE)
_BARS = re.compile(r"[|·•/](?:\s*[|·•/])+(?=\s|$)")
_SPACED_STOP = re.compile(r" ([,;:.!?])")
_TWO_STOPS = re.compile(r"(?<!\.)\.\.(?!\.)")
_STOPS = re.compile(r"(?<![,;:])[,;:]*([,;.!?])(?<!al\.)(?<!\b[A-Z]\.)[,;:]*")
_WORDS = re.compile(r"\w")
_LABEL_STARTS = frozenset("PpAaRrTtBbVvFfMm")
_SHORTCODE = re.compile(r"(?<![\w:]):[a-z][a-z0-9_+-]{1,40}:(?![\w:])")
_NOTES_HEAD = re.compile(
    r"(?:my )?(?:notes?|comments?|annotation|remarks?|notizen?|anmerkung|备注|笔记|メモ) ?[:：]\s*",
    re.IGNORECASE,
)
_QUOTE_MARKS = re.compile(r"^(?:> ?)+", re.MULTILINE)
_WIDE_STOPS = re.compile(r"[，、；：]\s*(?=[，。；、：])")
_CLOSERS = " \t)]】）>,.;:"


def leading_year(line: str) -> tuple[int | None, int]:
    """The year of a line that starts with a year, date or dated venue, and where the title starts.

    >>> leading_year("2017 Attention is all you need")
    (2017, 5)
    >>> leading_year("[NeurIPS 2017] Attention is all you need")
    (2017, 15)
    """
    match = _YEAR_LINE.match(line)
    if match is None and ("(" in line or "[" in line or "【" in line):
        match = _VENUE_HEAD.match(line)
    if match is None:
        return None, 0
    return _year_of(match), match.end()


def trailing_year(title: str) -> tuple[str, int | None]:
    """Split ``Title (Author, 2014)`` into the title and the year.

    >>> trailing_year("Seq2Seq (Ilya, 2014)")
    ('Seq2Seq', 2014)
    >>> trailing_year("Attention is all you need [NeurIPS'17]")
    ('Attention is all you need', 2017)
    """
    if not _DIGIT.search(title, max(len(title) - _DIGITS_NEAR, 0)):
        return title, None
    begin = max(len(title) - _TAIL_LENGTH, 0)
    match = _YEAR_TAIL.search(title, begin)
    if match is None or not match.start():
        return title, None
    return title[: match.start()], _year_of(match)


def label_year(label: str) -> tuple[str, int | None]:
    """Split a link text into the title and the year it starts or ends with.

    >>> label_year("(NeurIPS 2017) Attention")
    ('Attention', 2017)
    """
    if label[:1] in "([【12":
        match = _DATED_LABEL.match(label) or _VENUE_HEAD.match(label)
        if match is not None and is_title(label[match.end() :]):
            return label[match.end() :], _year_of(match)
    return trailing_year(label)


def _year_of(match: re.Match[str]) -> int:
    """The year of a match, of the century that a short year is meant of."""
    digits = next(group for group in match.groups() if group)
    if len(digits) > 2:  # noqa: PLR2004 - of two digits is '17
        return int(digits)
    return 2000 + int(digits) - (100 if int(digits) > _SHORT_YEARS_UNTIL else 0)


def clean(text: str) -> str:
    """Strip markup, labels and loose punctuation off a title.

    >>> clean("**Paper: when does label smoothing helps?**")
    'when does label smoothing helps?'
    >>> clean("Attention is all you need (paper)")
    'Attention is all you need'
    >>> clean("📄 【论文】《Attention is all you need》")
    'Attention is all you need'
    """
    if _PLAIN.fullmatch(text) and "  " not in text:
        text = text.strip(_EDGES)
        if text[:1] not in _LABEL_STARTS:
            return text
    if not text.isascii():
        text = _INVISIBLE.sub("", text)
    if text.count(":") > 1:
        text = _SHORTCODE.sub(" ", text)
    text = _EMPTY_BRACKETS.sub(" ", _SPACE.sub(" ", _MARKUP.sub("", text)))
    if text.lstrip()[:1] in _CLOSERS:
        # What is left of "[1706.03762] Title".
        text = text.lstrip(_CLOSERS)
    text = _without_pictures(_SPACE.sub(" ", text).strip(_EDGES))
    text = _without_labels(_NUMBER_HEAD.sub("", text, count=1))
    text = text.rstrip(_OPENERS).strip(_EDGES)
    if quoted := _QUOTED.fullmatch(text):
        text = quoted["inner"].strip(_EDGES)
    if text.startswith("(") and text.endswith(")") and text.count("(") == 1:
        text = text[1:-1]
    return text


def _without_pictures(text: str) -> str:
    """Strip emoji and other pictures off both ends."""
    if text.isascii():
        return text
    if run := _PICTURE_RUN.match(text):
        text = text[run.end() :].lstrip(_EDGES)
    if run := _PICTURE_RUN.match(text[::-1]):
        text = text[: len(text) - run.end()].rstrip(_EDGES)
    return text


def _without_labels(text: str) -> str:
    """Strip "Paper:", "[PDF]" and their like off both ends, if words remain."""
    match = _LABEL_HEAD.match(text)
    if match is None and text[:1] in ("[", "(", "【"):
        match = _BRACKETED_HEAD.match(text)
        if match is not None and not is_label(match[match.lastgroup or 0]):
            match = None
    if match is not None and match.end() < len(text):
        text = text[match.end() :]
    if text.endswith((")", "]", "】")):
        text = text[:-_TAIL_LENGTH] + _LABEL_TAIL.sub("", text[-_TAIL_LENGTH:])
    return text


def tidy(text: str) -> str:
    """Make prose of what is left of an item when titles and links are taken out.

    >>> tidy(" , (  ) - LSUV init for  conv nets . ")
    'LSUV init for conv nets.'
    >>> tidy(" ).")
    ''
    """
    if text.count(":") > 1:
        text = _SHORTCODE.sub(" ", text)
    text = text.strip(_EDGES)
    if not text:
        return ""
    if not (_PLAIN.fullmatch(text) and _CLUTTER.search(text) is None):
        text = _spelled_out(text)
    text = text.strip(_EDGES).lstrip(".!?").strip(_EDGES)
    if ":" in text or "：" in text:
        text = _NOTES_HEAD.sub("", text, count=1) if _NOTES_HEAD.match(text) else text
    if text.startswith("(") and text.endswith(")") and text.count("(") == 1:
        text = text[1:-1]
    return text if _WORDS.search(text) and not is_label(text) else ""


def _spelled_out(text: str) -> str:
    if not text.isascii():
        text = _WIDE_STOPS.sub("", _INVISIBLE.sub("", text))
    if "://" in text or "www." in text:
        text = _ADDRESS.sub(" ", text)
    if ">" in text:
        text = _QUOTE_MARKS.sub("", text)
    if not _MARKS.isdisjoint(text):
        text = _MARKUP.sub("", text)
    text = " ".join(text.split())
    if not _BRACKETS.isdisjoint(text):
        text = " ".join(_EMPTY_BRACKETS.sub(" ", _without_lone_brackets(text)).split())
        text = _NUMBER_HEAD.sub("", text, count=1)
    if not _BAR_SIGNS.isdisjoint(text):
        text = " ".join(_BARS.sub(" ", text).split())
    if _CLUTTER.search(text):
        text = _TWO_STOPS.sub(".", _STOPS.sub(r"\1", _SPACED_STOP.sub(r"\1", text)))
    return text


def _without_lone_brackets(text: str) -> str:
    """Drop brackets that lost their partner."""
    waiting: dict[str, list[int]] = {"(": [], "[": []}
    lone: list[int] = []
    for match in _BRACKET.finditer(text):
        char = match[0]
        if char in waiting:
            waiting[char].append(match.start())
        elif opened := waiting["(" if char == ")" else "["]:
            opened.pop()
        else:
            lone.append(match.start())
    lone += waiting["("] + waiting["["]
    if not lone:
        return text
    lone.sort()
    starts = [0, *(place + 1 for place in lone)]
    return "".join(text[a:b] for a, b in zip(starts, [*lone, len(text)], strict=True))
