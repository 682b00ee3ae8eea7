"""What Crossref's REST API answers about works, without the network.

As documented: a work by its DOI, or a list by filters, of which those of one name are
alternatives; lists in an order of their own, twenty works unless ``rows`` says more,
unknown DOIs left out of them in silence, aliases redirected; 404 in plain words, 400
for what is no filter in JSON. Source: Crossref REST API, https://api.crossref.org.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from tests.standin.arxiv import Fault, Reply
from tests.standin.papers import Paper

PATH = "/works"
CONTENT_TYPE = "application/json"
DEFAULT_ROWS = 20
MOST_ROWS = 1000
NOT_FOUND = b"Resource not found."
_FILTERS = frozenset("doi has-abstract is-update type prefix".split())
_SELECTABLE = frozenset(
    """
    DOI ISSN URL abstract article-number author container-title event issue issued member page
    posted prefix published published-online published-print publisher reference relation
    short-container-title subtitle subject title type update-to volume
    """.split()
)


@dataclass(frozen=True)
class Work:
    """What a publisher deposited; ``more`` is what else its item says, or says otherwise."""

    doi: str
    title: str
    authors: tuple[str, ...] = ("Ada Author",)
    kind: str = "journal-article"
    container: str = "Journal of Tests"
    date: tuple[int, ...] = (2021, 3)
    relations: tuple[tuple[str, str, str], ...] = ()
    """Kind, ``id-type`` and ``id`` of each."""
    more: Mapping[str, Any] = field(default_factory=dict)


def published(papers: Iterable[Paper], *, years_later: int = 1) -> list[Work]:
    """The published twin of each paper that names a DOI, saying that it is one."""
    return [
        Work(
            doi=paper.dois[0],
            title=" ".join(paper.title.split()),
            authors=paper.authors,
            date=(paper.dates[0].year + years_later, 6),
            relations=(("has-preprint", "doi", f"10.48550/arXiv.{paper.id}"),),
        )
        for paper in papers
        if paper.dois
    ]


@dataclass
class Crossref:
    """The API without the network; add works, aliases and faults."""

    works: dict[str, Work] = field(default_factory=dict)
    """By DOI in lower case."""
    aliases: dict[str, str] = field(default_factory=dict)
    """The prime DOI, by the alias in lower case."""
    wrong: dict[str, str] = field(default_factory=dict)
    """Another title than the work's, by its DOI in lower case."""
    takes_lists: bool = True

    def add(self, *works: Work) -> None:
        """Register works."""
        self.works |= {work.doi.lower(): work for work in works}

    def answer(self, path: str, params: Mapping[str, str], fault: Fault) -> Reply:
        """Answer as Crossref would about ``/works`` or ``/works/DOI``, or with the fault."""
        if reply := _instead(fault):
            return reply
        asked = path.removeprefix(PATH).removeprefix("/")
        reply = self._one(asked) if asked else self._list(params, fault)
        return replace(reply, content=reply.content[: len(reply.content) * fault.percent // 100])

    def _one(self, asked: str) -> Reply:
        if prime := self.aliases.get(asked.lower()):
            return Reply(301, b"", CONTENT_TYPE, (("Location", f"{PATH}/{prime}"),))
        work = self.works.get(asked.lower())
        if work is None:
            return Reply(404, NOT_FOUND, "text/plain")
        return _json("work", self._item(work))

    def _list(self, params: Mapping[str, str], fault: Fault) -> Reply:
        if not self.takes_lists:
            return _refused("filter", params.get("filter", ""))
        pairs = [one.partition(":")[::2] for one in params.get("filter", "").split(",")]
        rows, select = params.get("rows", str(DEFAULT_ROWS)), params.get("select", "")
        fields = [one for one in select.split(",") if one]
        for name, value in pairs:
            if name not in _FILTERS or not value:
                return _refused("filter", f"{name}:{value}")
        if not rows.isdigit() or int(rows) > MOST_ROWS:
            return _refused("rows", rows)
        if not _SELECTABLE.issuperset(fields):
            return _refused("select", select)
        wanted = {value.lower() for name, value in pairs if name == "doi"}
        hits = (
            [] if fault.kind == "empty" else [self.works[one] for one in wanted & set(self.works)]
        )
        items = [self._item(work) for work in sorted(hits, key=lambda one: one.title)]
        if fields:
            items = [{name: item[name] for name in fields if name in item} for item in items]
        page = items[: int(rows)]
        return _json("work-list", {"total-results": len(items), "items": page, "facets": {}})

    def _item(self, work: Work) -> dict[str, Any]:
        item = item_of(work)
        wrong = self.wrong.get(work.doi.lower())
        return item | {"title": [wrong]} if wrong else item


def item_of(work: Work) -> dict[str, Any]:
    """The item of a work, with some of all that nobody reads."""
    relation: dict[str, list[dict[str, str]]] = {}
    for kind, scheme, other in work.relations:
        told = {"id-type": scheme, "id": other, "asserted-by": "subject"}
        relation.setdefault(kind, []).append(told)
    return {
        "indexed": {"date-parts": [[2026, 1, 2]], "timestamp": 1767312000000},
        "reference-count": 1,
        "publisher": "Publisher of Tests",
        "issue": "2",
        "license": [{"URL": "https://creativecommons.org/licenses/by/4.0/"}],
        "short-container-title": ["J. Tests"],
        "DOI": work.doi.lower(),
        "type": work.kind,
        "source": "Crossref",
        "title": [work.title],
        "prefix": work.doi.partition("/")[0],
        "volume": "7",
        "author": [_author(name, place) for place, name in enumerate(work.authors)],
        "member": "297",
        "reference": [{"key": "1", "DOI": "10.1000/cited", "unstructured": "cited"}],
        "container-title": [work.container] if work.container else [],
        "page": "10-19",
        "subtitle": [],
        "issued": {"date-parts": [list(work.date)]},
        "relation": relation,
        "URL": f"https://doi.org/{work.doi.lower()}",
        **work.more,
    }


def _instead(fault: Fault) -> Reply | None:
    """What a fault sends in place of any answer."""
    if fault.kind == "status":
        headers = (("Retry-After", fault.retry_after),) if fault.retry_after else ()
        body = NOT_FOUND if fault.status == 404 else b"busy"
        return Reply(fault.status, body, "text/plain", headers)
    return Reply(200, fault.body, "text/html") if fault.kind == "body" else None


def _author(name: str, place: int) -> dict[str, Any]:
    given, _, family = name.rpartition(" ")
    parts = {"given": given, "family": family} if given else {"name": family}
    sequence = "additional" if place else "first"
    return {**parts, "sequence": sequence, "affiliation": [{"name": "University of Tests"}]}


def _json(kind: str, message: Mapping[str, Any]) -> Reply:
    envelope = {"status": "ok", "message-type": kind, "message-version": "1.0.0"}
    content = json.dumps({**envelope, "message": message}, ensure_ascii=False).encode()
    return Reply(200, content, CONTENT_TYPE)


def _refused(name: str, value: str) -> Reply:
    what = f"Filter {value} specified but there is no such filter for this route."
    fault = {"type": f"{name}-not-available", "value": value, "message": what}
    told = {"status": "failed", "message-type": "validation-failure", "message": [fault]}
    return Reply(400, json.dumps(told).encode(), CONTENT_TYPE)
