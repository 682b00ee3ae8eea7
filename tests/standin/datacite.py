"""What DataCite's REST API answers about arXiv's papers, without the network.

The shape is that of real replies for DOIs of the prefix 10.48550: JSON:API, the
DOI in lower case, texts escaped as in HTML, the record once more as ``xml``, and
for each version a date submitted and another of the announcement.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any
from xml.sax.saxutils import escape

from tests.standin.papers import Paper

PATH = "/dois"
CONTENT_TYPE = "application/json; charset=utf-8"
_GROUP = re.compile(r"(?i)\b(?:collaboration|consortium|team|group|project)\b")
_SUFFIX = re.compile(r"(?:Jr|Sr)\.?|I{2,3}|IV")
_PARTICLE = re.compile(r"[a-z']+\Z")
_NAME_BY_CATEGORY = {
    "cs.CL": "Computation and Language",
    "cs.LG": "Machine Learning",
    "hep-th": "High Energy Physics - Theory",
    "math.AG": "Algebraic Geometry",
}


def answer(papers: Mapping[str, Paper], path: str) -> tuple[int, bytes]:
    """Status and body of the reply to ``GET /dois/10.48550/arXiv.X``."""
    asked = path.removeprefix(f"{PATH}/").lower()
    for paper in papers.values():
        if f"10.48550/arxiv.{paper.id}".lower() == asked:
            return 200, _body(paper)
    title = "The resource you are looking for doesn't exist."
    return 404, json.dumps({"errors": [{"status": "404", "title": title}]}).encode()


def attributes(paper: Paper) -> dict[str, Any]:
    """What arXiv registered of the paper."""
    doi = f"10.48550/arxiv.{paper.id}".lower()
    descriptions = [{"description": escape(paper.summary), "descriptionType": "Abstract"}]
    if paper.comment:
        descriptions.append({"description": escape(paper.comment), "descriptionType": "Other"})
    return {
        "doi": doi,
        "prefix": "10.48550",
        "suffix": doi.partition("/")[2],
        "identifiers": [{"identifier": paper.id, "identifierType": "arXiv"}],
        "alternateIdentifiers": [
            {"alternateIdentifierType": "arXiv", "alternateIdentifier": paper.id}
        ],
        "creators": [_creator(name) for name in paper.authors],
        "titles": [{"title": escape(paper.title)}],
        "publisher": "arXiv",
        "container": {},
        "publicationYear": paper.dates[0].year,
        "subjects": list(_subjects(paper)),
        "contributors": [],
        "dates": list(_dates(paper)),
        "language": None,
        "types": {"resourceType": "Article", "resourceTypeGeneral": "Preprint"},
        "relatedIdentifiers": [
            {
                "relationType": "IsVersionOf",
                "relatedIdentifier": escape(one.lower()),
                "relatedIdentifierType": "DOI",
            }
            for one in paper.dois
        ],
        "version": str(len(paper.dates)),
        "rightsList": [{"rights": "arXiv.org perpetual, non-exclusive license"}],
        "descriptions": descriptions,
        "xml": base64.b64encode(b"<resource>the same once more</resource>").decode(),
        "url": f"https://arxiv.org/abs/{paper.id}",
        "metadataVersion": len(paper.dates) - 1,
        "schemaVersion": "http://datacite.org/schema/kernel-4",
        "isActive": True,
        "state": "findable",
        "citationCount": 3,
        "created": f"{paper.dates[0]:%Y-%m-%dT%H:%M:%S.000Z}",
    }


def _body(paper: Paper) -> bytes:
    told = attributes(paper)
    cited = [{"id": "10.1000/citing", "type": "dois"}]
    relations = {"citations": {"data": cited}}
    data = {"id": told["doi"], "type": "dois", "attributes": told, "relationships": relations}
    return json.dumps({"data": data}, ensure_ascii=False).encode()


def _creator(name: str) -> dict[str, Any]:
    """A name in parts, as authors give it to arXiv; groups and single names have none."""
    rest: dict[str, Any] = {"affiliation": [], "nameIdentifiers": []}
    words = name.replace(",", "").split()
    if _GROUP.search(name):
        return {"name": escape(name), **rest}
    if len(words) == 1:
        return {"name": escape(name), "nameType": "Organizational", **rest}
    suffix = words.pop() if len(words) > 2 and _SUFFIX.fullmatch(words[-1]) else ""
    start = len(words) - 1
    while start > 1 and _PARTICLE.match(words[start - 1]):
        start -= 1
    family, given = (escape(" ".join(part)) for part in (words[start:], words[:start]))
    given += f", {suffix}" if suffix else ""
    parts = {"nameType": "Personal", "givenName": given, "familyName": family}
    return {"name": f"{family}, {given}", **parts, **rest}


def _subjects(paper: Paper) -> Iterator[dict[str, Any]]:
    for one in paper.categories:
        name = _NAME_BY_CATEGORY.get(one, "Some Subject")
        yield {"lang": "en", "subject": f"{name} ({one})", "subjectScheme": "arXiv"}
    scheme = "Fields of Science and Technology (FOS)"
    yield {"subject": "FOS: Computer and information sciences", "subjectScheme": scheme}


def _dates(paper: Paper) -> Iterator[dict[str, Any]]:
    withdrawn = bool(paper.comment and "has been withdrawn" in paper.comment)
    for number, moment in enumerate(paper.dates, 1):
        label = f"v{number}"
        if withdrawn and number == len(paper.dates) > 1:
            yield _date(moment, "Withdrawn", f"{label}; None")
            continue
        yield _date(moment, "Submitted", label)
        yield _date(moment + timedelta(days=3), "Updated", label)
    first = paper.dates[0]
    yield {"date": f"{first:%Y-%m}", "dateType": "Available", "dateInformation": "v1"}
    yield {"date": f"{first:%Y}", "dateType": "Issued"}


def _date(moment: datetime, kind: str, label: str) -> dict[str, Any]:
    text = f"{moment:%Y-%m-%dT%H:%M:%SZ}"
    return {"date": text, "dateType": kind, "dateInformation": label}
