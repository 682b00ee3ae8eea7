"""Papers and pages to be keyed, and what a note says of them."""

from paperbib.identifiers.whole import parse
from paperbib.keys import assign
from paperbib.model import Library, Mention, Name, PartialDate, Record, Reference


def paper(
    number: str = "1706.03762",
    *,
    family: str = "Vaswani",
    title: str | None = "Attention Is All You Need",
    year: str | None = "2017",
    also: tuple[str, ...] = (),
) -> Reference:
    record = Record(
        source="arxiv",
        identifier=parse(f"arxiv:{number}"),
        title=title,
        authors=(Name(family=family),) if family else (),
        published=PartialDate(year=int(year)) if year else None,
    )
    identifiers = tuple(parse(text) for text in (f"arxiv:{number}", *also))
    return Reference(identifiers=identifiers, records=(record,))


def page(address: str, title: str | None = None, year: int | None = None) -> Reference:
    identifier = parse(f"url:{address}")
    mention = Mention(identifier=identifier, file="n.md", title=title, year=year)
    return Reference(identifiers=(identifier,), mentions=(mention,))


def article(number: str = "10.1000/x") -> Reference:
    return Reference(identifiers=(parse(f"doi:{number}"),))


def noted(
    number: str, key: str | None, *, file: str = "a.bib", line: int = 1, under: str = ""
) -> Reference:
    """A paper that a note gives a key."""
    identifier = parse(number if ":" in number else f"arxiv:{number}")
    parent = parse(under) if under else None
    mention = Mention(identifier=identifier, file=file, line=line, key=key, parent=parent)
    return Reference(identifiers=(identifier,), mentions=(mention,))


def keys_of(*references: Reference, previous: Library | None = None) -> dict[str, str]:
    library = assign(references, previous or Library())
    return {str(one.identifier): key for key, one in library.references.items()}
