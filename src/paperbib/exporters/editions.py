"""Which form of a paper an entry is of: the preprint, or what was published of it.

A reference holds what sources said of all its identifiers, and those may be of several
forms: arXiv's record is of the preprint, Crossref's of the article. An entry is of one form,
and does not mix them: a journal's pages with the date of a preprint would be of no paper at
all. What a person says outranks both, field by field.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from paperbib.exporters import web_page
from paperbib.exporters.kinds import Kind, is_complete, is_preprint, is_publication, kind_of
from paperbib.exporters.options import DatePolicy, Options
from paperbib.exporters.plain_text import tidy
from paperbib.identifiers import doi
from paperbib.identifiers.identifier import Identifier
from paperbib.matching import normalise
from paperbib.model import Name, PartialDate, Record, Reference

_OVERRIDE = "override"
"""The source of what a person says of a reference."""
_PLACE = ("kind", "container_title", "volume", "issue", "pages", "publisher", "note")
"""The fields of a record that are of one form of the paper only."""
_WORDS = ("journal_ref", "primary_category", "abstract")
"""The fields that are of the paper, and best told by whom it is cited from."""
_DATE_BY_POLICY = {"v1": "published", "latest": "updated", "published": "issued"}


class Edition(NamedTuple):
    """What is known of the form of a paper that an entry is of.

    Attributes:
        reference: The paper.
        kind: What the form is.
        said: What a person says.
        own: What sources say of the identifier that the entry is cited by.
        others: What they say of its other identifiers.
        published: Of the others, the record that the entry is of; or None.
        facts: Fields of text, by their names in a record.
    """

    reference: Reference
    kind: Kind
    said: tuple[Record, ...]
    own: tuple[Record, ...]
    others: tuple[Record, ...]
    published: Record | None
    facts: Mapping[str, str]

    @property
    def is_bare(self) -> bool:
        """Whether it is an arXiv preprint, of which no journal is a fact."""
        return self.reference.arxiv is not None and not self.kind.is_published

    @property
    def preprints(self) -> list[Record]:
        """What has a DOI of its own, and is the same paper before its publication."""
        records = [*self.own, *self.others]
        return [one for one in records if one.identifier.scheme == "doi" and is_preprint(one)]


def edition_of(reference: Reference, options: Options) -> Edition:
    """Choose the form, by the policy for published versions and by what is known of them."""
    said = tuple(one for one in reference.records if one.source == _OVERRIDE)
    cited = _cited(reference)
    told = [one for one in reference.records if one.source != _OVERRIDE]
    own = tuple(one for one in told if one.identifier == cited)
    others = tuple(one for one in told if one.identifier != cited)
    others = () if options.published == "off" else others
    published = _published(said, own, others, options) if others else None
    facts = _facts(_WORDS, [*said, *own, *others])
    # The DOI of a preprint is not that of its publication.
    tellers = [one for one in (*said, *own, *others) if one.kind != Kind.PREPRINT]
    given = next(filter(None, (_article_doi(one, reference) for one in tellers)), None)
    facts |= {"doi": given} if given else {}
    facts |= _facts(_PLACE, [*said, *([published] if published else own)])
    return Edition(reference, _kind(reference, facts), said, own, others, published, facts)


def _cited(reference: Reference) -> Identifier:
    """The identifier that an entry is cited by where nothing better is known."""
    identifier = reference.identifier
    if identifier.scheme == "doi":
        return reference.arxiv or identifier
    return reference.arxiv or web_page.doi_of(reference) or identifier


def _published(
    said: Sequence[Record], own: Sequence[Record], others: Sequence[Record], options: Options
) -> Record | None:
    """The record of the published version that the entry becomes one of; None if it stays.

    A person who calls it published means that, whatever the policy, and one who calls it a
    preprint, too.
    """
    wanted = kind_of(_first("kind", said), "something")
    is_upgraded = wanted.is_published if wanted else options.published == "prefer"
    if not is_upgraded or any(map(is_complete, own)):
        return None
    records = _named_first([*said, *own], filter(_is_titled, others))
    return next((one for one in records if is_complete(_corrected(one, said))), None)


def _is_titled(record: Record) -> bool:
    """Whether it has a title: what has none, nobody can tell to be of this paper."""
    return bool(tidy(record.title or ""))


def _corrected(record: Record, said: Sequence[Record]) -> Record:
    """A record with what a person says instead."""
    if not said:
        return record
    dates = {"issued": _first("issued", said) or _first("published", said) or record.issued}
    return record.model_copy(update=_facts(_PLACE, said) | dates)


def _named_first(speakers: Iterable[Record], records: Iterable[Record]) -> list[Record]:
    """Records in their order, but those first whose DOIs the most trusted source names."""
    named = [one for _, one in next(filter(None, (_dois(each.doi) for each in speakers)), [])]
    return sorted(
        records,
        key=lambda one: named.index(one.identifier) if one.identifier in named else len(named),
    )


def is_refused(record: Record, reference: Reference) -> bool:
    """Whether all DOIs that a record gives turned out to be other papers'."""
    return bool(record.doi) and _article_doi(record, reference) is None


def _article_doi(record: Record, reference: Reference) -> str | None:
    """Of the DOIs that a record gives, the first that is not another paper's.

    Every DOI that a source gives is one of the reference's identifiers, but for those.
    """
    is_any = record.source == _OVERRIDE or not reference.arxiv
    for text, given in _dois(record.doi):
        if is_any or given is None or given in reference.identifiers:
            return text
    return None


def _doi(given: str | None) -> Identifier | None:
    """The DOI of a field; of several that authors gave, the first."""
    return next((one for _, one in _dois(given)), None)


def _dois(given: str | None) -> list[tuple[str, Identifier | None]]:
    """The texts of a field for DOIs, each with what it is; None where it is no DOI."""
    words = (given or "").replace(",", " ").split()
    return [(word, cited.identifier if (cited := doi.parse(word)) else None) for word in words]


def _first(field: str, records: Iterable[Record]) -> Any:  # noqa: ANN401 - as the field
    """What the first record says that has this field."""
    return next((found for one in records if (found := getattr(one, field))), None)


def _facts(fields: Iterable[str], records: Sequence[Record]) -> dict[str, str]:
    """Of each field what the first record says that has it."""
    found: dict[str, str] = {}
    for record in reversed(records):
        found |= {field: said for field in fields if (said := getattr(record, field))}
    return found


def _kind(reference: Reference, facts: Mapping[str, str]) -> Kind:
    """What a source says it is, if with all that this kind needs; else what it looks like."""
    if known := kind_of(facts.get("kind"), facts.get("container_title")):
        return known
    if reference.arxiv:
        return Kind.PREPRINT
    if web_page.doi_of(reference):
        return Kind.DOCUMENT
    return Kind.REPOSITORY if web_page.repository(reference) else Kind.WEB_PAGE


def title_of(edition: Edition) -> str | None:
    """The title it is cited by: the published one, where that is another and not just respelled.

    Returns:
        None where no source and no note gives one that can be seen.
    """
    title = _first("title", [*edition.said, *edition.own]) or edition.reference.title or ""
    theirs = edition.published.title if edition.published else None
    if theirs and not _first("title", edition.said):
        compared = normalise(theirs)
        title = theirs if compared and compared != normalise(title) else title
    return tidy(title) or None


def authors_of(edition: Edition) -> tuple[Name, ...]:
    """The authors it is cited by: those of the published version where they are not as many.

    Where they are, arXiv has their names in full, and the published version their order.
    """
    said = _first("authors", edition.said)
    ours: tuple[Name, ...] = said or _first("authors", edition.own) or edition.reference.authors
    theirs = edition.published.authors if edition.published and not said else ()
    theirs = tuple(one for one in theirs if tidy(one.full))
    if len(theirs) == len(ours):
        return _reordered(ours, theirs)
    # Some publishers name the first of all authors only.
    is_cut = len(theirs) == 1 and not theirs[0].literal and _names(theirs[0], ours)
    return ours if not theirs or is_cut else theirs


def _names(one: Name, names: Iterable[Name]) -> bool:
    return normalise(one.surname) in {normalise(other.surname) for other in names}


def _reordered(names: tuple[Name, ...], order: Sequence[Name]) -> tuple[Name, ...]:
    """Names in the order of others, where every surname is there once and in both."""
    surnames = [normalise(one.surname) for one in names]
    wanted = [normalise(one.surname) for one in order]
    if surnames == wanted or Counter(surnames) != Counter(wanted):
        return names
    by_surname = dict(zip(surnames, names, strict=True))
    return names if len(by_surname) < len(names) else tuple(map(by_surname.__getitem__, wanted))


def date_of(edition: Edition, policy: DatePolicy) -> PartialDate | None:
    """The date by policy; where a policy finds no date, that of version 1 stands.

    What a person says of the date is meant whatever the policy, unless they say
    something of the very date that the policy asks for.
    """
    if policy == "auto":
        policy = "published" if edition.kind.is_published else "v1"
    field = _DATE_BY_POLICY[policy]
    told = [*edition.own, *edition.others]
    if edition.others:
        # The first version is that of a preprint, the date of publication that of another form.
        told.sort(key=lambda one: is_preprint(one) is (policy == "published"))
    if edition.published and policy == "published":
        told.insert(0, edition.published)
    choices = [_first(field, edition.said), _first("published", edition.said)]
    choices += [_first(field, told), _first("published", told), edition.reference.date]
    choices.append(_first("issued", [*edition.said, *told]))
    return next(filter(None, choices), None)


def doi_of(edition: Edition) -> str:
    """The DOI of the form: its publisher's, or arXiv's own for a preprint that is there."""
    reference, facts = edition.reference, edition.facts
    own = web_page.doi_of(reference)
    own_value = own.value if own else ""
    if edition.published:
        given = _doi(_first("doi", edition.said))
        is_other = given is not None and given.scheme == "doi"
        return given.value if given and is_other else own_doi(edition.published)
    if reference.arxiv is None:
        return own_value or facts.get("doi", "")
    if edition.kind.is_published:
        given = _doi(facts.get("doi"))
        if given and given.scheme == "doi":
            return given.value
        preprints = {one.identifier for one in edition.preprints}
        dois = [one for one in reference.identifiers if one.scheme == "doi"]
        if others := [one.value for one in dois if one not in preprints]:
            return others[0]
    return f"10.48550/arXiv.{reference.arxiv.value}"


def own_doi(record: Record) -> str:
    """The DOI of what a record is about: where it was replaced, the one that stands now."""
    return (record.doi or record.identifier.value).split(" ")[0]


def published_record(edition: Edition) -> Record | None:
    """What a source says of the published version of an entry that is of the preprint."""
    records = _named_first([*edition.said, *edition.own], filter(_is_titled, edition.others))
    return next(filter(is_publication, records), None)
