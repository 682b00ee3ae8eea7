"""What stands around a title in its line: fields, schedules, chats, diaries, words that lead in.

``Authors: …`` is no title, ``Title: …`` holds one; ``Week 3:`` and ``alice 10:02 AM``
say when; ``see also`` and ``for details see the`` lead to a link without naming it.
"""

from __future__ import annotations

import re

from paperbib.extract.context.labels import DATE, WEEK, is_label

_FIELD = re.compile(
    r"[\s>*_#•-]*(?:"
    r"(?P<title>(?:paper |article )?title|titel|titre|название"
    r"|论文标题|论文题目|标题|题目|タイトル)"
    r"|(?P<silent>authors?|autoren|autor|auteurs?|авторы?|作者|著者|by|date|year|venue|journal"
    r"|conference|published(?: in| at| on)?|publication|published|submitted|presented|when|tags?"
    r"|keywords?|categor(?:y|ies)|subjects?|topics?|tl;? ?dr|abstract|summary|notes?|my notes?"
    r"|comments?|annotation|remarks?|rating|status|priority|added|posted|citekey|cite key|key"
    r"|key (?:ideas?|points?|takeaways?)|takeaways?|idea|problem|method|results?|contributions?"
    r"|code|repo|repository|github|implementation|slides|video|website"
    r"|affiliations?|institutions?|volume|pages|publisher|主题|摘要|日期|年份|会议|期刊|关键词|单位"
    r"|要約|会議|from|to|cc|subject|sent)"
    r")[ \t*_]*[:：][ \t*_]*(?P<value>)",
    re.IGNORECASE,
)
_CLOCK = r"\d{1,2}:\d\d(?::\d\d)?(?: ?[AaPp]\.?[Mm]\.?)?"
_CHAT = re.compile(
    rf"(?:\S+(?: \S+){{0,3}}\s+)?(?:\[|\()?(?:[\w/.-]+,? )?{_CLOCK}"
    r"(?:\]|\))?(?:\s+\S{1,30}:?)?\s*"
    r"|.{1,80} (?:hours?|days?|minutes?|months?|years?) ago\b.{0,80}"
    r"|.{1,200}\b(?:wrote|writes|schrieb.{0,60}|a écrit|escribió|пишет) ?:\s*",
)
_CHAT_SIGN = re.compile(r"\d:\d\d| ago\b|[A-Za-zéóт] ?:\s*$")
_LONGEST_HEAD = 200
_SCHEDULE = re.compile(
    rf"\W*(?:{WEEK}(?: ?\((?:{DATE}|[^()]{{1,20}})\))?\s*[:：–—|,.-]+"
    rf"|{DATE}\s*(?:[:：–—|,.-]+(?!\d)|(?<=\d\d\d\d)(?=\s)))\s+(?=\S)"
)
_LOG = re.compile(
    r"\s*(?:(?:19|20)\d\d([-/.])\d{1,2}\1\d{1,2}|\d{1,2}([-/.])\d{1,2}\2(?:19|20)\d\d)"
    rf"(?:[ T]+{_CLOCK})?\s*[:：–—|,-]?\s+(?=\S)|\s*{_CLOCK}\s*[:–—|,-]?\s+(?=[^\W\d])"
)
_SPEAKER = re.compile(rf"\s*\[(?:[\d/.-]{{6,10}},? )?{_CLOCK}\]\s*(?:[^\s:]{{1,30}}:\s*)?")
_NUMBER = re.compile(r"\s*\d{1,2}[.)]\s+(?=[^\Wa-z])")
_NEXT_FIELD = re.compile(r"[.;；，,|]\s*(?=[^\W\d_]{2,20}(?: [^\W\d_]{2,20})?\s?[:：])")
_READ = re.compile(
    r"[\s,;.–—|([-]*\b(?:read|reread|re-read|accessed|retrieved|added|seen|skimmed|finished|gelesen"
    r"|zugegriffen|abgerufen|lu|consulté|leído|consultado|прочитано|阅读于|读于)"
    r"(?: (?:on|in|at|am|im|le|el|в))?:? ?"
    rf"(?:(?:19|20)\d\d(?:[-/.]\d{{1,2}}){{0,2}}|\d{{1,2}}[./-]\d{{1,2}}[./-](?:\d\d){{1,2}}|{DATE})"
    r"[)\]]?(?=[\W]|$)",
    re.IGNORECASE,
)
_READ_HINT = re.compile(r"\d{2}")
_LEADS_IN = re.compile(
    r"[\s,;:.–—|(\[-]*(?<!\w)(?:[Ss]ee(?: also| here)?|siehe(?: auch)?|voir(?: aussi)?|[Cc]f\.?"
    r"|via|[Aa]vailable (?:at|from|on|here)|[Oo]nline(?: at)?|[Rr]etrieved from|见|参见|см\.)"
    r"[\s:：=>(\[–—-]*$"
)
_LAST_STOP = re.compile(r"(?:[.;,。；，]\s*|\s[-–—|]\s)(?P<rest>[^.;,。；，|]{1,40})$")
_NEAR = 60
_UNFINISHED = frozenset(
    """
    the an of in at to or and is are was were cite our my their this that by with for on from using
    but which where its his her your see called named than like und der die das ein eine von zum zur
    mit für im le la les une du des avec pour и в на от о из для
    """.split()
)
_DESCRIBES = re.compile(
    r"[\s)\]]*(?:[-–—:|]\s*)?(?:the|a|an|my|our|very|not|see|also|good|great|nice|which|where|with"
    r"|is|are|has|was|and|or|but|for|from|by|this|that|it|use[ds]?) "
)
_TODO = re.compile(
    r"\W{0,3}(?:re-?)?(?:read|skim|finish(?: reading)?|check out|look at|go through|review"
    r"|summari[sz]e|present)\s+(?:the (?:paper )?)?(?=[A-Z\"“‘«*\d])",
    re.IGNORECASE,
)
_PROSE = re.compile(
    r"\W*(?:I|[Ww]e|[Yy]ou|[Hh]e|[Ss]he|[Tt]hey|I['’](?:m|ve|d|ll)|[Ii]t['’]s|[Ii]t|[Tt]here|[Tt]his"
    r"|[Hh]as anyone|[Hh]ave you|[Dd]id you|[Dd]oes anyone|[Hh]i|[Hh]ey|[Yy]es"
    r"|[Nn]o|[Tt]hanks|[Aa]lso)"
    r"[,!]? (?=[a-z])"
)
_GREETING = re.compile(
    r"[\s>]*(?:hi|hello|hey|dear|hallo|liebe[rs]?|bonjour|thanks|thank you|cheers|best|regards"
    r"|viele grüße|sent from)\b[\w ]{0,30}[,!.]?\s*",
    re.IGNORECASE,
)
_OPINION = re.compile(r"\W*[a-z]+(?: [a-z]+){0,3}\s*!+\W*")


def field(line: str) -> tuple[str, int] | None:
    """Tell whether a line is a field: ``title`` or ``silent``, and where its value starts.

    >>> field("Title: Attention"), field("Authors: A. Vaswani"), field("Attention: a survey")
    (('title', 7), ('silent', 9), None)
    """
    if ":" not in line and "：" not in line:
        return None
    match = _FIELD.match(line)
    if match is None:
        return None
    return ("title" if match["title"] else "silent"), match.start("value")


def is_chat_head(line: str) -> bool:
    """Whether a line says who spoke when, in a chat, a forum or a mail.

    >>> is_chat_head("alice  10:02 AM"), is_chat_head("On Jan 5, Jane Doe wrote:")
    (True, True)
    """
    if len(line) > _LONGEST_HEAD or not _CHAT_SIGN.search(line):
        return False
    return _CHAT.fullmatch(line.strip(" \t>")) is not None


def skip_schedule(line: str, begin: int, *, is_todo: bool) -> int:
    """Where a line goes on behind the week, the day or the clock that it starts with.

    >>> line = "Week 1 (Jan 10): Neural Collapse"
    >>> line[skip_schedule(line, 0, is_todo=False):]
    'Neural Collapse'
    """
    for pattern in (_SPEAKER, _LOG, _SCHEDULE, _NUMBER):
        if match := pattern.match(line, begin):
            begin = match.end()
    if is_todo and (match := _TODO.match(line, begin)):
        begin = match.end()
    return begin


def without_reading_record(text: str) -> str:
    """A text without the words on the day it was read.

    >>> without_reading_record("BERT (read 2021-03-04)")
    'BERT'
    """
    return _READ.sub("", text) if _READ_HINT.search(text) else text


def without_lead_in(text: str) -> str:
    """A text without the words that lead to the link behind it.

    >>> without_lead_in("Attention, see also ")
    'Attention'
    """
    if match := _LEADS_IN.search(text, max(len(text) - _NEAR, 0)):
        text = text[: match.start()]
    match = _LAST_STOP.search(text, max(len(text) - _NEAR, 0))
    if match is not None and any(map(str.isalpha, match["rest"])) and is_label(match["rest"]):
        text = text[: match.start()]
    return text


def is_unfinished(text: str) -> bool:
    """Whether words go on in the link behind them: ``for details see the``."""
    return text.rstrip(" \t:(['\"“").rpartition(" ")[2] in _UNFINISHED


def is_description(text: str) -> bool:
    """Whether the words behind a link say something of it, rather than its name."""
    return _DESCRIBES.match(text) is not None


def is_opinion(text: str) -> bool:
    """Whether a few words are but an outcry: ``interesting!``."""
    return text.rstrip().endswith("!") and _OPINION.fullmatch(text) is not None


def is_prose(text: str) -> bool:
    """Whether words start as people speak: ``I really liked``.

    >>> is_prose("I really liked this one"), is_prose("You Only Look Once")
    (True, False)
    """
    return _PROSE.match(text) is not None


def is_greeting(line: str) -> bool:
    """Whether a line of a mail greets: ``Hi all,``."""
    return len(line) < _NEAR and _GREETING.fullmatch(line) is not None


def is_scheduled(text: str) -> bool:
    """Whether a text starts with a week or a day of a schedule or a diary.

    >>> is_scheduled("2021-03-04: BERT"), is_scheduled("Week 3: BERT"), is_scheduled("BERT")
    (True, True, False)
    """
    return _LOG.match(text) is not None or _SCHEDULE.match(text) is not None


def is_logged(line: str) -> bool:
    """Whether a line starts with a day, as in a diary."""
    start = line.lstrip()[:1]
    if start == "[":
        return _SPEAKER.match(line) is not None
    return start.isdigit() and _LOG.match(line) is not None


def is_spoken(line: str) -> bool:
    """Whether a line is a message of a chat: ``[10:21] alice: hi``."""
    return line[:1] == "[" and _SPEAKER.match(line) is not None


def skip_speaker(text: str, begin: int) -> int:
    """Where a message starts behind the time and the name of who sent it."""
    match = _SPEAKER.match(text, begin) if text.startswith("[", begin) else None
    return match.end() if match else begin


def next_field(text: str) -> int | None:
    """Where a value ends with the next field on its line: ``LoRA; authors: Hu``."""
    for match in _NEXT_FIELD.finditer(text):
        rest = text[match.end() :]
        if field(rest) or is_label(rest.replace("：", ":").partition(":")[0]):
            return match.start()
    return None
