"""What makes a title that of another text beside the paper: erratum, reply, data, not. Tables.

Everything is reduced to the folded form of `paperbib.matching.markup.fold`.
"""

from __future__ import annotations

from collections.abc import Sequence

from paperbib.matching.markup import fold

_NOT = """
    not cannot cant dont doesnt didnt isnt arent wasnt werent wont wouldnt couldnt shouldnt hasnt
    havent hadnt neednt mustnt aint nicht не
    """.split()
NEGATIONS = {
    fold(word): "without" if word in {"ohne", "sans", "senza", "без", "zonder", "sin"} else word
    for word in """
    without no never neither nor ohne sans senza zonder sin kein keine keinen без ни
    """.split()
} | {fold(word): "not" for word in _NOT}
"""Words that turn a title around, and what they say: both titles have it, or they are two papers.
"""

MARKS = {
    fold(word): words.split()[0]
    for words in (
        """erratum errata corrigendum corrigenda berichtigung rectificatif correctif опечатки
        勘误 勘誤 更正 訂正 정오표 정정 تصحيح διόρθωση διορθώσεις""",
        "addendum addenda",
        "retraction retracted withdrawn 撤稿",
        "rejoinder rebuttal erwiderung",
        "survey review overview reviews surveys overviews",
        "supplement supplementary supplemental",
        "editorial",
        "obituary",
        "revisited redux reprise",
        "reanalysis reanalyses",
    )
    for word in words.split()
}
"""What a title is beside another of the same words, wherever it stands."""

LABELS = frozenset(
    """
    panel summary session tutorial demo demonstration keynote paper version
    full long short preliminary journal conference technical invited preprint arxiv
    research working report article industrial track best award
    """.split()
)
"""Words that say where, or in what form, something was published, between separators."""

OPENING_MARKS = {
    fold(word): words.split()[0]
    for words in (
        """erratum correction corrections corrección correzione correção errores поправка
        исправление поправки исправления""",
        "comment comments commentary discussion kommentar commentaire комментарий",
        "rejoinder reply replies response réponse respuesta antwort ответ",
        "retraction expression notice",
        "supplement appendix",
        "remark remarks",
    )
    for word in words.split()
} | {"berichtigungen": "erratum"}
"""The same at the beginning of a title or of its subtitle, and a word of a topic elsewhere."""

_PHRASES = {
    fold(phrase.strip()): phrases.split("|")[0].strip()
    for phrases in (
        """erratum|fe de erratas|fe de errata|errata corrige|corrigendum to|clarification|
        publishers note|publisher note|editors note|editorial note""",
        """rejoinder|re|in reply to|in reply|reply to|in response to|in response|authors reply|
        author reply|response to|reponse a|erwiderung auf""",
        "comment|kommentar zu|viewpoint|perspective|perspectives|invited commentary",
        "preface|foreword|preface to|foreword to|vorwort",
        """data|data from|data for|dataset|data set|dataset for|data set for|replication data for|
        replication data|data and code for|code for|code|replication package for""",
        "protocol|study protocol|trial protocol|protocol for|study protocol for",
        "supplement|supporting information|supporting information for|supporting material",
        "video|slides|slide",
        "replication|replication study|replication of",
        "update|update on",
    )
    for phrase in phrases.split("|")
}
_OPENINGS = (
    ("study protocol ", "protocol"), ("protocol for ", "protocol"), ("protocol of ", "protocol"),
    ("reply to ", "rejoinder"), ("replication of ", "replication"), ("trial protocol ", "protocol"),
)  # fmt: skip
_ARTICLES = frozenset("a an the".split())
_LONGEST_PHRASE = 12


def read_phrase(pieces: Sequence[str]) -> str:
    """What a whole part of a title says that it is (``Data from:``, ``: a protocol``), or ""."""
    if len(pieces) > _LONGEST_PHRASE:
        return ""
    phrase = " ".join(piece for piece in pieces if piece not in _ARTICLES)
    if phrase.endswith(("follow up", "followup")):
        return "follow-up"
    found = _PHRASES.get(phrase)
    return found or next((mark for start, mark in _OPENINGS if phrase.startswith(start)), "")
