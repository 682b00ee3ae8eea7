"""Withdrawals, as authors and arXiv's administrators announce them in words.

arXiv's feeds and bulk file carry no flag for a withdrawn paper: its comment or
its abstract says so, in free text. A false alarm frightens people more than a
miss harms them, so only a sentence that says it of the paper itself counts: not
of an earlier version, a theorem, another paper, or a journal's queue. Source:
arXiv help, "Withdraw a submission", and the comments of withdrawn papers.
"""

from __future__ import annotations

import re

_TRACES = (
    "withdraw",
    "withdrew",
    "by arxiv",
    "retracted by",
    "retiré",
    "retirado",
    "ritirato",
    "zurückgezogen",
)
_SPACE = re.compile(r"\s+")

_PAPER = r"(?:paper|article|manuscript|submission|pre-?print|e-?print)"
_THIS = (
    r"(?:this|(?:the\ )?(?:present|current))"
    rf"\ (?:{_PAPER}|work|note|letter|draft|report|version|entry)"
)
_ANY = rf"(?:{_THIS}|(?:(?:the|our|my)\ )?{_PAPER}|the\ (?:work|entry)(?=\ (?:has\ been|is|was)\b))"
_IS = (
    r"(?:\ and\ (?:its\ |the\ )?abstract)?(?:\ \([^()]{0,60}\))?"
    r"(?:\ (?:has|have)\ been|\ is|\ are|\ was)?(?:\ (?:now|temporarily|hereby|being|therefore))*"
)
_REASON = (
    r"(?:by|due|because|for|as|since|pending|owing|on\ account|until|in\ favou?r|and|temporarily"
    r"|so|while|per|at\ the\ (?:author|request))\b"
)
_ARCHIVE = r"(?:the\ |this\ )?(?:arxiv|archives?|e-?print|pre-?print|server|listing)\b"
# "From" anywhere but arXiv's own shelves is a journal or a conference.
_BY = (
    r"by\ (?:the\ |both\ |all\ |its\ |an?\ )?(?:(?:first|corresponding|submitting|original)\ )?"
    r"(?:authors?(?:\(s\))?|submitter|arxiv(?:\ admin\w{0,20})?|us|me)"
)
_NOT_ELSEWHERE = (
    rf"(?!(?:\ {_BY})?,?\ (?:from\ (?!{_ARCHIVE})"
    r"|(?:in|as)\ (?:v\.?\ ?\d|version\b|(?:its|the)\ (?:first|previous|earlier|original)\b)))"
)
_WITHDRAWN = rf"withdrawn\b{_NOT_ELSEWHERE}"

_REPLACED = r"(?:has\ been|is|was)\ (?:replaced|superseded)\ by\ [^;()]{1,80}?\ and"
_SUBJECT_THIS = (
    rf"{_THIS}(?:(?:\ {_REPLACED})?{_IS}\ {_WITHDRAWN}"
    rf"|{_IS}\ retracted{_NOT_ELSEWHERE}\ {_BY}\b)"
)
_SUBJECT_ANY = rf"(?:{_SUBJECT_THIS}|{_ANY}{_IS}\ {_WITHDRAWN})"
# "Withdrawn: a dataset" is a title, "withdrawn: an error in Eq. 3" is a reason.
_TITLE = (
    r":\ (?:an?|the|on|how|towards?)\ "
    r"(?![^.]{0,60}\b(?:errors?|mistakes?|gap|flaw\w{0,3}|bug|wrong|incorrect|problem|proofs?)\b)"
)
_BARE = (
    rf"(?:(?:has\ been|is|temporarily|now)\ )?{_WITHDRAWN}(?!{_TITLE})"
    rf"(?=\W*\Z|[.;:!,)\]]|\ [(\[-]|\ from\ |\ {_REASON})"
)
_WRITERS = (
    r"(?:(?:the\ |all\ |both\ )?authors?|we|i|arxiv(?:\ admin(?:istrator|istration)?s?)?)"
    r"(?:\ (?:has|have|hereby|had\ to|decided\ to|wish(?:es)?\ to|would\ like\ to))*"
    rf"\ withdr(?:awn|aws?|ew)\ (?:{_THIS}|(?:the|our)\ {_PAPER}){_NOT_ELSEWHERE}"
)
_REMOVED = rf"(?:{_THIS}|this)(?:\ has\ been|\ was|\ is)?\ (?:removed|withdrawn)\ by\ arxiv\b"
_FOREIGN = (
    r"(?:cet\ article|ce\ (?:papier|texte|manuscrit)|article)(?:\ (?:a\ été|est))?\ retiré\b"
    r"|(?:este\ (?:artículo|artigo|trabajo|trabalho)|artículo|artigo)"
    r"(?:\ (?:ha\ sido|foi|fue))?\ retirado\b"
    r"|(?:questo\ articolo|articolo)(?:\ (?:è\ stato|è))?\ ritirato\b"
    r"|(?:dieser\ artikel|diese\ arbeit|artikel)(?:\ (?:wurde|ist))?\ zurückgezogen\b"
)
_NOTE = (
    r"(?:arxiv\ admin(?:istrator)?s?(?:\ note)?:?\ |note:\ |(?:please\ )?note\ that\ "
    r"|unfortunately,?\ )?"
)
# What "of", "in" or "that" leads to is not what is withdrawn.
_DUE_TO = (
    r"(?:due|owing)\ to\ (?:(?!version|previous|earlier|first|claim|result)[\w'’-]+,?\ ){1,12}?"
    r"(?=(?:this|the|our|my)\ )(?<!\ (?:of|in|to|by)\ )(?<!\ (?:that|from)\ )"
)
_EXTENT = (
    r"(?:\d{1,4}(?:\+\d{1,3})?\ ?(?:pages?|pp?|figures?|figs?|tables?|slides?)\b(?:\ in\ all)?"
    r"[.,;:]*\ |and\ |(?:latex|revtex)\d?[.,;:]*\ ){0,6}"
)

_FROM_THE_START = re.compile(
    rf"[\W_]*{_NOTE}(?:(?:{_DUE_TO})?{_SUBJECT_ANY}|{_WRITERS}|{_FOREIGN}|{_REMOVED}|{_EXTENT}[*(\[]*{_BARE})",
    re.IGNORECASE,
)
_LATER_SENTENCE = re.compile(
    rf"(?:[.;:!?)\]*-]|\w,)\ [*(\[]*{_NOTE}(?:{_SUBJECT_ANY}|{_WRITERS}|{_REMOVED})", re.IGNORECASE
)
_LATER_OF_THIS = re.compile(
    rf"(?:[.;:!?)\]*-]|\w,)\ [*(\[]*{_NOTE}(?:{_SUBJECT_THIS}|{_REMOVED})", re.IGNORECASE
)
_LATER_ALONE = re.compile(
    rf"[.;!?]\ withdrawn{_NOT_ELSEWHERE}\ {_BY}(?=\W*\Z|[.;,]|\ {_REASON})", re.IGNORECASE
)
_SENT = re.compile(r"(?i)\b(?:submitted|review)\b")
# "The paper was withdrawn", after one of these, may mean: from there.
_VENUE = re.compile(
    r"(?i)\b(?:submitted|accepted|presented|appear|published|review|journal|conference|proceedings"
    r"|workshop|talk)\b"
)
_TAKEN_BACK = re.compile(
    r"(?i)\b(?:reinstated|restored|no\ longer\ withdrawn|un-?withdrawn|withdrawn\ (?:earlier|before"
    r"|previously)|withdrawn,?\ (?:please\ )?see\ v(?:ersion\ )?\d+"
    r"|but\ (?:it\ )?(?:has\ been|was|is\ now)\ resubmitted(?!\ (?:as|under|in)\b)"
    r"|new\ (?:article|paper|version)\ (?:appears|is\ here|is\ in\ (?:this|its)))\b"
)


def says_so(comment: str | None, abstract: str | None) -> bool:
    """Whether the comment or the abstract announces that the paper is withdrawn.

    Args:
        comment: Authors' comments to the current version.
        abstract: The abstract of the current version.

    >>> says_so("5 pages. This paper has been withdrawn by the author", None)
    True
    >>> says_so("A previous version was withdrawn", "Cash was withdrawn from banks.")
    False
    """
    return _comment_says_so(comment or "") or _abstract_says_so(abstract or "")


def _has_trace(text: str) -> bool:
    lower = text.lower()
    return any(trace in lower for trace in _TRACES)


def _comment_says_so(text: str) -> bool:
    if not _has_trace(text):
        return False
    text = _SPACE.sub(" ", text)
    if _TAKEN_BACK.search(text):
        return False
    if _FROM_THE_START.match(text):
        return True
    later = _LATER_SENTENCE.search(text)
    if later and _VENUE.search(text, 0, later.start() + 1):
        later = _LATER_OF_THIS.search(text)
    if later is None:
        later = _LATER_ALONE.search(text)
        later = None if later and _SENT.search(text, 0, later.start() + 1) else later
    return later is not None


def _abstract_says_so(text: str) -> bool:
    """An abstract is about other things: it has to start so, or speak of this paper."""
    if not _has_trace(text):
        return False
    text = _SPACE.sub(" ", text)
    if _TAKEN_BACK.search(text):
        return False
    return bool(_FROM_THE_START.match(text) or _LATER_OF_THIS.search(text))
