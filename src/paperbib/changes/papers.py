"""What changed between two libraries, as a diff of fields.

A change is one of the *paper*: the same source says something else of it than
before. What another source says is no change, however it words it; but a higher
version, a first DOI or journal reference, that a published version is found, and that a
paper is withdrawn are changes, whoever says so first.

A reference has records of several identifiers: those of one are compared with each other,
never with those of another.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

from paperbib.identifiers.identifier import Identifier
from paperbib.model import Library, Name, PartialDate, Record, Reference

KINDS = ("withdrawn", "restored", "revised", "published", "retitled", "authors", "metadata")
"""The kinds of changes, the weightiest first."""

_LABEL_BY_FIELD: Mapping[str, str] = MappingProxyType(
    {
        "version": "version",
        "title": "title",
        "authors": "authors",
        "journal_ref": "journal reference",
        "doi": "DOI",
        "comment": "comment",
        "abstract": "abstract",
        "primary_category": "primary category",
        "categories": "categories",
        "published": "date of version 1",
        "updated": "date of the current version",
        "kind": "kind of publication",
        "container_title": "journal or proceedings",
        "volume": "volume",
        "issue": "issue",
        "pages": "pages",
        "publisher": "publisher",
        "issued": "date of publication",
    }
)
"""The fields compared, in the order in which people are told."""
_OF_PUBLICATION = (*("kind", "container_title", "volume", "issue", "pages", "publisher", "issued"),)
"""The fields that only who knows the published version has."""
_PUBLISHED_KINDS = frozenset(
    {"article-journal", "paper-conference", "chapter", "book", "thesis", "report"}
)


class Change(NamedTuple):
    """What is new about one reference.

    Attributes:
        key: Its citation key.
        identifier: Its primary identifier.
        kinds: Some of `KINDS`, in their order; never empty.
        fields: Old and new value by the name of the record's field, ready for
            JSON: dates as text, authors as a list of names in reading order,
            None or an empty list where there was nothing. Texts are whole.
        published: Where it was published, if that is news: ``in Nature 12(3) (doi:10.1/x)``.
    """

    key: str
    identifier: Identifier
    kinds: tuple[str, ...]
    fields: Mapping[str, tuple[object, object]]
    published: str = ""

    def words(self) -> str:
        """The change on one line, for people.

        >>> fields = {"version": (5, 7), "journal_ref": (None, "J. 1")}
        >>> Change("k", Identifier("arxiv", "1"), ("revised", "published"), fields).words()
        'k: version 5 → 7; journal reference added'
        """
        told = [kind for kind in self.kinds if kind in {"withdrawn", "restored"}]
        explained = {"updated"} if "revised" in self.kinds else set()
        if self.published:
            told.append(f"published {self.published}")
            explained |= {*_OF_PUBLICATION, "doi"}
        for field, label in _LABEL_BY_FIELD.items():
            if field in self.fields and field not in explained:
                told.append(f"{label} {_happened(*self.fields[field])}")
        return f"{self.key}: {'; '.join(told)}"


def changes(previous: Library, library: Library) -> tuple[Change, ...]:
    """Compare the papers that are in both libraries.

    A paper is the same under the same key, or else by any identifier.

    Returns:
        The changes, ordered by key.
    """
    key_by_identifier = cache(lambda: previous.key_by_identifier)
    found = []
    for key, reference in library.references.items() if previous.references else ():
        old = previous.references.get(key)
        # Records that were not asked anew are the same objects: this is quick.
        if old is not None and old.records == reference.records:
            continue
        if old is None or set(old.identifiers).isdisjoint(reference.identifiers):
            keys = map(key_by_identifier().get, reference.identifiers)
            old = next((previous.references[one] for one in keys if one), None)
        change = _change(key, old, reference) if old else None
        if change:
            found.append(change)
    return tuple(found)


def upgrade(key: str, reference: Reference, article: Record) -> Change:
    """That an entry of a preprint is one of the published version now, known or not.

    Args:
        key: The entry's key.
        reference: The paper.
        article: What a source says of the published version.
    """
    fields = {"kind": ("article", article.kind)}
    return Change(key, reference.identifier, ("published",), fields, _where(article))


def with_upgrades(news: Iterable[Change], upgrades: Iterable[Change]) -> tuple[Change, ...]:
    """All that is news, with upgrades of entries where they are not told already."""
    by_key = {one.key: one for one in news}
    for one in upgrades:
        told = by_key.get(one.key, one)
        by_key[one.key] = told if told.published else _both(told, one)
    return tuple(by_key[key] for key in sorted(by_key))


def _both(told: Change, upgrade: Change) -> Change:
    kinds = _in_order({*told.kinds, *upgrade.kinds})
    fields = {**upgrade.fields, **told.fields}
    return told._replace(kinds=kinds, fields=fields, published=upgrade.published)


def _change(key: str, old: Reference, new: Reference) -> Change | None:
    pairs = list(_pairs(old, new))
    first = new.records[0].identifier if new.records else new.identifier
    own = [one for one in pairs if one[0].identifier == first]
    others = [one for one in pairs if one[0].identifier != first]
    told = _differences(own, _LABEL_BY_FIELD) if own else _growth(old, new)
    fields = dict(_differences(others, _OF_PUBLICATION)) | dict(told)
    if _is_news_of_withdrawal(old, new, pairs):
        fields["is_withdrawn"] = (old.is_withdrawn, new.is_withdrawn)
    kinds = _kinds(fields)
    if _is_published(old):
        kinds = {"metadata" if one == "published" else one for one in kinds}
    elif article := _publication(old, new):
        fields |= dict(_appearance(old, article))
        told_kinds = _in_order(kinds | {"published"})
        return Change(key, new.identifier, told_kinds, fields, _where(article))
    return Change(key, new.identifier, _in_order(kinds), fields) if fields else None


def _in_order(kinds: set[str]) -> tuple[str, ...]:
    return tuple(one for one in KINDS if one in kinds)


def _is_published(reference: Reference) -> bool:
    """Whether it was known in what the paper was published, and not just that it was."""
    return any(one.kind in _PUBLISHED_KINDS for one in reference.records)


def _pairs(old: Reference, new: Reference) -> Iterator[tuple[Record, Record]]:
    """Records of one source about one identifier, before and after; the most trusted first."""
    before = {(record.source, record.identifier): record for record in old.records}
    for record in new.records:
        if (record.source, record.identifier) in before:
            yield before[record.source, record.identifier], record


def _publication(old: Reference, new: Reference) -> Record | None:
    """The first record of the published version of what was known without one.

    An entry that has nothing of what was known has but parted from it.
    """
    known = {record.identifier for record in old.records}
    is_same = any(record.identifier in known for record in new.records)
    fresh = [one for one in new.records if is_same and one.identifier not in known]
    return next((one for one in fresh if one.kind in _PUBLISHED_KINDS), None)


def _appearance(old: Reference, article: Record) -> Iterator[tuple[str, tuple[object, object]]]:
    for field in _OF_PUBLICATION:
        if value := getattr(article, field):
            yield field, (None, _value(value))
    value = article.doi or article.identifier.value
    told = {_gist("doi", one) for record in old.records for one in (record.doi or "").split()}
    if _gist("doi", value) not in told:
        yield "doi", (None, value)


def _where(article: Record) -> str:
    """``in Nature 12(3) (doi:10.1000/x)``."""
    number = f"{article.volume or ''}({article.issue})" if article.issue else article.volume
    place = " ".join(filter(None, [article.container_title, number]))
    by = f"by {article.publisher}" if article.publisher else ""
    told = f"in {place}" if article.container_title else by
    return " ".join(f"{told} ({article.identifier})".split())


def _is_news_of_withdrawal(
    old: Reference, new: Reference, pairs: Sequence[tuple[Record, Record]]
) -> bool:
    """Whether the paper is withdrawn now, or whoever said so has taken it back."""
    if old.is_withdrawn == new.is_withdrawn:
        return False
    return new.is_withdrawn or any(
        before.is_withdrawn and not after.is_withdrawn for before, after in pairs
    )


def _growth(old: Reference, new: Reference) -> Iterator[tuple[str, tuple[object, object]]]:
    """What another source knows of that is news beyond doubt: nobody takes these back."""
    if not (old.records and new.records):
        return
    before, after = old.records[0], new.records[0]
    if before.identifier != after.identifier:
        return
    if before.version and after.version and after.version > before.version:
        yield "version", (before.version, after.version)
    for field in ("journal_ref", "doi"):
        if getattr(after, field) and not old.fact(field):
            yield field, (None, getattr(after, field))


def _differences(
    pairs: Sequence[tuple[Record, Record]], fields: Iterable[str]
) -> Iterator[tuple[str, tuple[object, object]]]:
    """Of each field, what the most trusted source that fills it says."""
    for field in fields:
        values = ((getattr(before, field), getattr(after, field)) for before, after in pairs)
        old, new = next((pair for pair in values if pair[0] or pair[1]), (None, None))
        if old != new:
            told = _value(old), _value(new)
            if _gist(field, told[0]) != _gist(field, told[1]):
                yield field, told


def _value(value: object) -> object:
    """A field's value, ready for JSON."""
    if isinstance(value, tuple):
        return [one.full if isinstance(one, Name) else one for one in value]
    return str(value) if isinstance(value, PartialDate) else value


def _gist(field: str, value: object) -> object:
    """What has to differ: not the white space of a text, nor the case of a DOI."""
    if not isinstance(value, str):
        return value
    return value.lower() if field == "doi" else " ".join(value.split())


def _kinds(fields: Mapping[str, tuple[object, object]]) -> set[str]:
    found = {_kind(field, *values) for field, values in fields.items()}
    is_explained = "revised" in found  # a new version has a new date
    return found | {"metadata"} if "redated" in found and not is_explained else found


def _kind(field: str, old: object, new: object) -> str:
    if field == "is_withdrawn":
        return "withdrawn" if new else "restored"
    if field == "version" and isinstance(old, int) and isinstance(new, int) and new > old:
        return "revised"
    if field in {"doi", "journal_ref"} and not old:
        return "published"
    return {"title": "retitled", "authors": "authors", "updated": "redated"}.get(field, "metadata")


def _happened(old: object, new: object) -> str:
    if isinstance(old, int) and isinstance(new, int):
        return f"{old} → {new}"
    return "changed" if old and new else "added" if new else "removed"
