"""The words a note uses for titles: cleaning them, and telling them from labels."""

from __future__ import annotations

import re

_LABELS = frozenset(
    """
    abs abstract article arxiv blog blogpost code colab colaboratory demo discussion doc docs
    doi download full git github gitlab here homepage html implementation link link1 link2
    links more notebook official page paper papers pdf post poster preprint project read repo
    repository review see site slides source src talk this thread tutorial video web webpage
    website youtube
    """.split()
)
_FILLERS = frozenset("a an the that original my our of on in and one".split())
_SPACE = re.compile(r"\s+")
_YEAR_LINE = re.compile(
    r"\s*\[?(?P<year>(?:19|20)\d\d)(?:[-/.]\d{1,2}){0,2}\]?(?:\s*[:–—-])?\s+(?=\S)"
)
_QUOTED = re.compile(r"[\"“'‘«](?P<inner>[^\"“”‘’«»]+)[\"”'’»]")
_NUMBER_HEAD = re.compile(r"(?:\[\d{1,3}\]|\(\d{1,3}\)) ")
_YEAR_TAIL = re.compile(r"\s*\((?:[^()]{0,80},\s*)?(?P<year>(?:19|20)\d\d)\)\s*$")
_LABEL_HEAD = re.compile(
    r"(?:\[|\()?(?:research )?(?:paper|article|preprint)(?:\]|\))?\s*:\s*", re.IGNORECASE
)
_LABEL_TAIL = re.compile(
    r"\s*[\[(](?:research |original )?(?:paper|article|preprint|pdf|arxiv)[\])]\s*$", re.IGNORECASE
)
_EDGES = " \t\n\\,;:|-–—=>•·"
_MARKUP = re.compile(r"\*\*|__|~~|`")
_OPENERS = " \t\n([{<“«"
_EMPTY_BRACKETS = re.compile(r"\( ?[,;]? ?\)|\[ ?[,;]? ?\]")
_SPACED_STOP = re.compile(r" ([,;:.!?])")
_STOPS = re.compile(r"(?<![,;:])[,;:]*([,;.!?])[,;:]*")
_NAMED = re.compile(r"[^\W\d_]{2}|[^\W\d_]\d|\b[^\W\d_]\b")


def leading_year(line: str) -> tuple[int | None, int]:
    """The year of a line that starts with a year or date, and where the title starts.

    >>> leading_year("2017 Attention is all you need")
    (2017, 5)
    """
    match = _YEAR_LINE.match(line)
    return (int(match["year"]), match.end()) if match else (None, 0)


def trailing_year(title: str) -> tuple[str, int | None]:
    """Split ``Title (Author, 2014)`` into the title and the year.

    >>> trailing_year("Seq2Seq (Ilya, 2014)")
    ('Seq2Seq', 2014)
    """
    match = _YEAR_TAIL.search(title)
    return (title[: match.start()], int(match["year"])) if match else (title, None)


def clean(text: str) -> str:
    """Strip markup, labels and loose punctuation off a title.

    >>> clean("**Paper: when does label smoothing helps?**")
    'when does label smoothing helps?'
    >>> clean("Attention is all you need (paper)")
    'Attention is all you need'
    """
    text = _EMPTY_BRACKETS.sub(" ", _SPACE.sub(" ", _MARKUP.sub("", text)))
    text = _NUMBER_HEAD.sub("", _SPACE.sub(" ", text).strip(_EDGES))
    text = _LABEL_TAIL.sub("", _LABEL_HEAD.sub("", text, count=1) if _starts_label(text) else text)
    text = text.rstrip(_OPENERS).strip(_EDGES)
    if quoted := _QUOTED.fullmatch(text):
        text = quoted["inner"].strip(_EDGES)
    if text.startswith("(") and text.endswith(")") and text.count("(") == 1:
        text = text[1:-1]
    return text


def tidy(text: str) -> str:
    """Make prose of what is left of an item when titles and links are taken out.

    >>> tidy(" , (  ) - LSUV init for  conv nets . ")
    'LSUV init for conv nets.'
    >>> tidy(" ).")
    ''
    """
    text = _without_lone_brackets(_SPACE.sub(" ", _MARKUP.sub("", text)))
    text = _SPACE.sub(" ", _EMPTY_BRACKETS.sub(" ", text))
    text = _SPACED_STOP.sub(r"\1", text)
    text = _STOPS.sub(r"\1", text).strip(_EDGES).lstrip(".!?").strip(_EDGES)
    return text if re.search(r"\w", text) else ""


def _without_lone_brackets(text: str) -> str:
    """Drop brackets that lost their partner."""
    lone: set[int] = set()
    for open_, close in ("()", "[]"):
        waiting: list[int] = []
        for index, char in enumerate(text):
            if char == open_:
                waiting.append(index)
            elif char == close:
                if waiting:
                    waiting.pop()
                else:
                    lone.add(index)
        lone.update(waiting)
    return "".join(char for index, char in enumerate(text) if index not in lone)


def is_title(text: str) -> bool:
    """Whether a link text names the thing, rather than saying "paper" or "here".

    >>> [is_title(text) for text in ("paper", "see blog", "[2]", "BERT", "The BERT PAPER", "R")]
    [False, False, False, True, True, True]
    """
    return "://" not in text and _NAMED.search(text) is not None and not is_label(text)


def is_label(text: str) -> bool:
    """Whether a link text consists of words like "paper", "here" and numbers only."""
    words = re.findall(r"[^\W_]+", text.lower())
    is_generic = all(word in _LABELS or word in _FILLERS or word.isdigit() for word in words)
    return is_generic and not (words and all(word in _FILLERS for word in words))


def _starts_label(text: str) -> bool:
    match = _LABEL_HEAD.match(text)
    return match is not None and match.end() < len(text)
