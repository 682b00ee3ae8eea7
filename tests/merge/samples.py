"""Papers to be merged: mentions, records and answers, in few words."""

from collections.abc import Iterable, Sequence

from paperbib.identifiers.whole import parse
from paperbib.merge import Merged, merge
from paperbib.model import (
    Answer,
    Decisions,
    Found,
    Library,
    Mention,
    Name,
    Problem,
    Record,
    Reference,
    Relation,
)

BERT = "BERT: Pre-training of Deep Bidirectional Transformers for Language Understanding"
TSNE = "Visualizing Data using t-SNE"
A, B = "arxiv:1810.04805", "arxiv:1706.03762"
X, Y, Z = "doi:10.1000/x", "doi:10.1000/y", "doi:10.1000/z"


def mention(text: str, line: int = 1) -> Mention:
    return Mention(identifier=parse(text), file="n.md", line=line, column=1, raw="r")


def mentions(*texts: str) -> list[Mention]:
    return [mention(text, line) for line, text in enumerate(texts, 1)]


def found(
    text: str,
    title: str | None = BERT,
    author: str = "Devlin",
    *,
    source: str | None = None,
    relations: Iterable[tuple[str, str]] = (),
    **fields: str | None,
) -> Found:
    source = source or ("crossref" if text.startswith("doi:") else "arxiv")
    record = Record.model_validate(
        {
            "source": source,
            "identifier": text,
            "title": title,
            "authors": (Name(family=author, given="Jacob"),) if author else (),
            "relations": [
                Relation(kind=kind, identifier=parse(other)) for kind, other in relations
            ],
            **fields,
        }
    )
    return Found(identifier=parse(text), source=source, raw="", record=record)


def decided(
    same: Iterable[tuple[str, str]] = (), different: Iterable[tuple[str, str]] = ()
) -> Decisions:
    return Decisions(
        same=tuple((parse(one), parse(other)) for one, other in same),
        different=tuple((parse(one), parse(other)) for one, other in different),
    )


def merged(
    said: Sequence[Mention],
    answers: Sequence[Answer] = (),
    previous: Library | None = None,
    *,
    overrides: Iterable[Record] = (),
) -> Merged:
    return merge(
        said,
        answers,
        previous or Library(),
        precedence=("arxiv", "snapshot", "crossref"),
        stand_ins={"snapshot": "arxiv"},
        said=overrides,
    )


def names(references: Iterable[Reference]) -> list[list[str]]:
    """The identifiers of each reference, in their order."""
    return sorted([str(one) for one in reference.identifiers] for reference in references)


def kinds(problems: Iterable[Problem]) -> list[str]:
    return sorted(one.kind for one in problems)


def published(text: str, title: str = BERT, author: str = "Devlin", place: str = "") -> Found:
    """What Crossref says of an article in a journal."""
    return found(
        text,
        title,
        author,
        kind="article-journal",
        issued="2019",
        container_title=place or None,
    )
