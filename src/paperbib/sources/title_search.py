"""arXiv's search by title, for titles of which no identifier is known.

What a title says must not become a part of the question's grammar: only its
words are sent, in small letters, so that none of them is an operator. A page
is read as strictly as any of arXiv's, and its entries can be kept as ordinary
answers of arXiv. Source: arXiv API User's Manual, section 5.1 (details of query
construction), https://info.arxiv.org/help/api/user-manual.html.

An empty page is what arXiv sends about a title that it does not have, and now
and then when it is busy. So nothing is proved by it alone: it means "none" only
if arXiv then finds something that it has, in another search or in `is_well`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from paperbib.errors import HttpError
from paperbib.identifiers import arxiv_id
from paperbib.matching import normalise
from paperbib.model import Found
from paperbib.sources import atom
from paperbib.sources.arxiv import NAME, ArxivSource
from paperbib.sources.fields import squeeze
from paperbib.sources.http import Http, Reply
from paperbib.sources.pages import ComplaintError

LONGEST = 300
"""Characters of the words sent: an address has an end, and a title is found long before."""
_LONGEST_READ = 10_000
_LONGEST_QUESTION = 1_200
"""Bytes of several questions in one; blanks and letters beyond ASCII grow in an address."""
_MOST_QUESTIONS = 12
_MOST_PEOPLE = 3

_WORD = re.compile(r"[^\W_]+(?:(?:['.]|(?<=[0-9]),(?=[0-9]))[^\W_]+)*")
"""Letters and digits, as the server cuts them: ``d'Alembert`` and ``3.5`` are one word."""
_POSSESSIVE = re.compile(r"(?<=[^\W_])'s\b")
_SILENT = frozenset(
    """
    a an and are as at be but by for if in into is it no not of on or such that the their then
    there these they this to was will with andnot
    """.split()
)
"""Words that the server leaves out of its index: asked for alone, they find nothing."""
_COMMON_WORD = "all:the"


def search(  # noqa: PLR0913 - a question has these parts
    http: Http,
    endpoint: str,
    *,
    phrase: str = "",
    words: Iterable[str] = (),
    people: Iterable[str] = (),
    limit: int = 10,
) -> list[Found]:
    """Search arXiv for papers by their title and authors; all that is given must be there.

    Args:
        http: The network.
        endpoint: The address of the API, ``…/api/query``.
        phrase: Words of the title in a row; its punctuation does not matter.
        words: Words anywhere in the title.
        people: Surnames of authors, three at most.
        limit: How many papers at most.

    Returns:
        What arXiv has, the most relevant first, as `ArxivSource` finds it; empty
        where it says that it has none, and, without asking, where nothing of the title
        is left to ask for.

    Raises:
        HttpError: When there was no usable reply: nothing is known then. A page with
            fewer papers than it says is none either: the right one may be missing.
    """
    return ask(http, endpoint, query(phrase=phrase, words=words, people=people), limit)


def ask(http: Http, endpoint: str, question: str, limit: int = 10) -> list[Found]:
    """Ask a question that `query` or `any_of` made; see `search`."""
    if not question:
        return []
    source = ArxivSource(endpoint)
    found = []
    for entry in _ask(http, endpoint, question, limit):
        cited = arxiv_id.parse(entry.id.rpartition("/abs/")[2])
        if cited:
            record = source.to_record(cited.identifier, entry.raw)
            found.append(
                Found(identifier=cited.identifier, source=NAME, raw=entry.raw, record=record)
            )
    return found


def is_well(http: Http, endpoint: str, known_title: str = "") -> bool:
    """Whether arXiv finds what it is known to have; asked after searches that found nothing.

    Args:
        http: The network.
        endpoint: The address of the API.
        known_title: The title of a paper that arXiv has; without one, a common word is
            searched for.

    Returns:
        False also where there is no usable reply.
    """
    question = query(phrase=known_title)
    try:
        entries = _ask(http, endpoint, question or _COMMON_WORD, 10)
    except HttpError:
        return False
    if not question:
        return bool(entries)
    wanted = normalise(squeeze(known_title) or "")
    return any(normalise(squeeze(one.title) or "") == wanted for one in entries)


def query(*, phrase: str = "", words: Iterable[str] = (), people: Iterable[str] = ()) -> str:
    r"""The ``search_query`` of a search; "" where no word of a title is left.

    >>> query(phrase='Super-Convergence: "Very" Fast (AND Large)')
    'ti:"super convergence very fast and large"'
    >>> query(words=("generating", "the", "sequences"), people=("Graves", "van der Maaten"))
    'ti:generating AND ti:sequences AND au:graves AND au:"van der maaten"'
    """
    in_a_row = _cut(_words(phrase))
    loose = _cut(word for one in words for word in _words(one) if word not in _SILENT)
    terms = [_term("ti", in_a_row)] if set(in_a_row) - _SILENT else []
    terms += [_term("ti", [word]) for word in dict.fromkeys(loose)]
    if not terms:
        return ""
    names = [name for one in people if (name := _cut(_words(one)))]
    return " AND ".join(terms + [_term("au", name) for name in names[:_MOST_PEOPLE]])


def any_of(questions: Iterable[str], controls: tuple[str, str]) -> Iterator[tuple[str, list[str]]]:
    """Several questions in one: the papers that any of them finds.

    Args:
        questions: As `query` makes them.
        controls: Two more, of papers that arXiv has. They come first and last: who answers
            both has understood the whole.

    Yields:
        The question, no longer than an address can be, and those that are in it.

    >>> list(any_of(["ti:one AND au:graves"], ("ti:first", "ti:last")))
    [('ti:first OR (ti:one AND au:graves) OR ti:last', ['ti:one AND au:graves'])]
    """
    asked: list[str] = []
    length = sum(len(one.encode()) for one in controls)
    for question in questions:
        more = len(question.encode()) + 6
        if asked and (length + more > _LONGEST_QUESTION or len(asked) == _MOST_QUESTIONS):
            yield _joined(asked, controls), asked
            asked, length = [], sum(len(one.encode()) for one in controls)
        asked.append(question)
        length += more
    if asked:
        yield _joined(asked, controls), asked


def _joined(questions: Iterable[str], controls: tuple[str, str]) -> str:
    first, last = controls
    terms = (f"({one})" if " AND " in one else one for one in (first, *questions, last))
    return " OR ".join(terms)


def _words(text: str) -> Iterator[str]:
    plain = (squeeze(text[:_LONGEST_READ]) or "").replace("\u2019", "'").lower()
    return (match[0] for match in _WORD.finditer(_POSSESSIVE.sub("", plain)))


def _cut(words: Iterable[str]) -> list[str]:
    """As many of some words as are not too long together."""
    kept, left = [], LONGEST
    for word in words:
        left -= len(word) + 1
        if left < 0:
            break
        kept.append(word)
    return kept


def _term(field: str, words: list[str]) -> str:
    text = " ".join(words)
    return f'{field}:"{text}"' if len(words) > 1 else f"{field}:{text}"


def _ask(http: Http, endpoint: str, question: str, limit: int) -> tuple[atom.Entry, ...]:
    """The entries of one page."""

    def read(reply: Reply) -> tuple[atom.Entry, ...]:
        feed = atom.parse(reply.content, most=limit)
        if feed.complaint:
            raise ComplaintError(feed.complaint, status=reply.status)
        if feed.unreadable and not feed.entries:
            reason = f"arXiv sent no entry that can be read: {feed.unreadable[0].reason}"
            raise atom.UnusableError(reason)
        return feed.entries

    params = {"search_query": question, "start": "0", "max_results": str(limit)}
    return http.get(endpoint, params, read)
