"""Where a title ends and a remark starts: ``BERT - great read``, ``Title # old, I think``."""

from __future__ import annotations

import re
from typing import NamedTuple

from paperbib.extract.context.asides import is_description, is_opinion, is_prose
from paperbib.extract.context.citations import is_names
from paperbib.extract.context.labels import is_beside, is_label
from paperbib.extract.unlinked.brackets import Group, groups
from paperbib.extract.unlinked.people import authors

_SEPARATOR = re.compile(
    r"(?P<sure>\s+#+\s+|\s+//\s+|\s*(?:<-+|←|⟵|⬅️?)\s*|\s+(?:=+>|-+>|→|⇒|➡️?|>>|≫)\s*"
    r"|(?<=[)\]）】])\s*[:：]?\s*(?:-{1,3}|[–—])+\s*|\s*-{2,}\s*|\s+(?:\^|@)\s+)"
    r"|(?P<dash>\s+[-–—|·•~=]\s+|\s*—\s*|\s*[｜]\s*|(?<=[^\W\d_]{3})[-–] |\s[-–](?=[^\W\d_]))"
    r"|(?P<stop>(?<=[^\W_]{2})[.!?;。！；]+\s*(?=[\s。！])|[。；]|;\s)"
    r"|(?P<picture>\s*[\u2600-\u27bf\u2b00-\u2bff\U0001f300-\U0001faff][\ufe0f\u200d]*)"
)
_OPINION = re.compile(
    r"(?:(?:very|really|super|quite|so|pretty|a|an|the|absolutely|extremely|highly|most|must|worth"
    r"|kinda|bit|not|too|still|just) )*"
    r"(?:great|good|nice|classic|seminal|awesome|amazing|brilliant|fun|cool|interesting|important"
    r"|excellent|fantastic|fascinating|beautiful|must|read|reread|re-read|skim|skimmed|skip|see"
    r"|todo|wip|done|check|look|need|needs|want|maybe|optional|recommended|recommend|favou?rite"
    r"|ask|try|implement|presented?|discuss|discussed|foundational|essential|useful|helpful|hard"
    r"|difficult|easy|long|short|old|new|old-school|dense|tough|confusing|boring|outdated|key"
    r"|landmark|influential|reading|worth|by|from|via|in|at|on|for|with|used?|uses|introduces?"
    r"|introduced|proposes?|proposed|shows?|explains?|explained|describes?|basically|also|cf|esp"
    r"|especially|similar|related|same|first|finally|unread|half|finish|finished|started|printed"
    r"|no|yes|ok|okay|lol|wow|hmm|btw|fyi|imo|tl;?dr|summary|notes?|why|how|what|where|when|who"
    r"|but|and|or|which|because|builds?|extends?|follow-?up|successor|predecessor|another|this"
    r"|that|it|it's|they|these|lots|only|best|top|five|10/10|\d/\d+|★+|⭐+|i|i'm|i've|i'll|we"
    r"|we're|he|she|you)(?![^\W_])",
    re.IGNORECASE,
)
_FEW = 3
_VENUE = re.compile(
    r"(?:(?:in|at|@|In|to appear in|accepted at|presented at):? )?(?:the )?(?:Proc\.?|Proceedings|"
    r"Journal|Advances|Transactions|Trans\.|IEEE|ACM|Nature|Science|arXiv|CoRR|Annals|Neural"
    r" Computation|Neurocomputing|Phys(?:\.|ical) Rev|Conference|Workshop|Springer|Elsevier"
    r"|Machine Learning Journal|PNAS|PLOS|Cell|MIT Press|tech(?:nical)? report)\b"
)
_ABBREVIATED = re.compile(r"(?<!\w)(?i:vs|al|etc|cf|ca|eg|ie|dr|st|no|nr|fig|inc|jr|vol|approx)$")
_A_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_ADDS = re.compile(r"(?:[^\Wa-z]\S*\s+){0,2}(?:19|20)\d\d\)?[.\s]*")


class Cut(NamedTuple):
    """A place where words may be cut in two.

    Attributes:
        start: Where the separator starts.
        end: Where it ends.
        is_remark: Whether what follows is no part of the title.
        is_stop: Whether it is the end of a sentence.
    """

    start: int
    end: int
    is_remark: bool
    is_stop: bool = False


def cuts(text: str) -> list[Cut]:
    """The places where words may be cut, up to the first that a remark follows.

    >>> [text[one.end:] for text in ("BERT - great read",) for one in cuts(text)]
    ['great read']
    """
    found: list[Cut] = []
    pairs = groups(text)
    for match in _SEPARATOR.finditer(text):
        if not match.start() or _is_inside(pairs, match.start()):
            continue
        left, right = text[: match.start()], text[match.end() :]
        is_stop = match["stop"] is not None
        if is_stop and _ABBREVIATED.search(left, max(len(left) - 8, 0)):
            continue
        is_remark = match["sure"] is not None or match["picture"] is not None
        is_remark = is_remark or _is_remark(left, right.strip(), is_stop=is_stop)
        if is_stop and match[0][:1] in "!?！？" and not (is_remark and right.strip()):
            continue
        start = match.start() + (1 if is_stop and match[0][:1] in "!?！？" else 0)
        found.append(Cut(start, match.end(), is_remark, is_stop))
        if is_remark:
            break
    return found


def is_remark(words: str) -> bool:
    """Whether words start as people speak of a paper: ``must read``, ``I really liked``."""
    return bool(_OPINION.match(words)) or is_prose(words) or is_opinion(words)


def is_venue(words: str) -> bool:
    """Whether words start as the place of a publication does: ``Nature, 518(7540)``."""
    return _VENUE.match(words.lstrip()) is not None


def _is_remark(left: str, right: str, *, is_stop: bool) -> bool:
    if not any(map(str.isalnum, right)):
        return True
    first = right.lstrip("\"“«'‘([*_")
    if _is_beside(right) or (is_stop and _A_YEAR.search(right) and len(authors(right)) > 1):
        return True
    if is_stop:
        return left.count(" ") >= _FEW - 1 and (first[:1].islower() or is_remark(right))
    if first[:1].islower():
        # "Reformer - the efficient transformer": the name, and what it stands for.
        return left.count(" ") >= _FEW - 1 or is_remark(right) or right.count(" ") < _FEW - 1
    return _is_said(right)


def _is_beside(right: str) -> bool:
    """Whether words are a label, people, a venue or a year."""
    if is_label(right) or is_beside(right) or is_names(right):
        return True
    return _VENUE.match(right) is not None or _ADDS.fullmatch(right) is not None


def _is_said(right: str) -> bool:
    """Whether words with a capital are a remark: they start as one, and go on in small letters."""
    if not (is_remark(right) or is_description(right)):
        return False
    others = [word for word in right.split()[1:] if len(word) > _FEW]
    return sum(word[:1].isupper() for word in others) * 2 <= len(others)


def _is_inside(pairs: list[Group], place: int) -> bool:
    return any(pair.start < place < pair.end for pair in pairs)
