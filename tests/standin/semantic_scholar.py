"""What Semantic Scholar answers about arXiv's papers, without the network.

As documented and recorded: a list in the order asked, null for what is not known; status
400 where nothing is known of all that was asked, where more than 500 are, and where one
identifier has no scheme that it knows; 403 for a wrong key. Source: Semantic Scholar
Academic Graph API, "Get details for multiple papers at once".
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.standin.arxiv import Fault, Reply

PATH = "/graph/v1/paper/batch"
KEY = "s2k-Secret0123456789"
CONTENT_TYPE = "application/json"
MOST = 500
NONE_KNOWN = "No valid paper ids given"


def item(arxiv: str, title: str, doi: str | None = None, *authors: str) -> dict[str, Any]:
    """A paper; the DOI is arXiv's own where it knows no other."""
    told = {"ArXiv": arxiv, "DOI": doi or f"10.48550/arXiv.{arxiv}", "CorpusId": 13756489}
    people = [{"authorId": str(place), "name": name} for place, name in enumerate(authors)]
    return {
        "paperId": "204e3073870fae3d05bcbc2f6a8e263d9b72e776",
        "externalIds": told,
        "title": title,
        "year": 2020,
        "authors": people,
    }


@dataclass
class Scholar:
    """The API without the network; add papers by their arXiv identifiers."""

    papers: dict[str, Any] = field(default_factory=dict)
    asked: list[list[str]] = field(default_factory=list)

    def answer(
        self, params: Mapping[str, str], body: bytes, headers: Mapping[str, str], fault: Fault
    ) -> Reply:
        """Answer as Semantic Scholar would, or with the fault."""
        if fault.kind == "status":
            headers = {"Retry-After": fault.retry_after} if fault.retry_after else {}
            return Reply(fault.status, b"{}", CONTENT_TYPE, tuple(headers.items()))
        if fault.kind == "body":
            return Reply(200, fault.body, "text/html")
        if {name.lower(): told for name, told in headers.items()}.get("x-api-key") != KEY:
            return _refused(403, "Forbidden")
        ids = [str(one) for one in json.loads(body)["ids"]]
        self.asked.append(ids)
        if len(ids) > MOST:
            return _refused(400, f"Request size {len(ids)} exceeds {MOST}")
        known = [self._one(one, params.get("fields", "")) for one in ids]
        if not any(known):
            return _refused(400, NONE_KNOWN)
        content = json.dumps(known).encode()
        return Reply(200, content[: len(content) * fault.percent // 100], CONTENT_TYPE)

    def _one(self, asked: str, fields: str) -> object:
        scheme, _, value = asked.partition(":")
        found = self.papers.get(value) if scheme == "ARXIV" else None
        if not isinstance(found, dict):
            return found
        return {name: found[name] for name in ("paperId", *fields.split(",")) if name in found}


def _refused(status: int, why: str) -> Reply:
    return Reply(status, json.dumps({"error": why}).encode(), CONTENT_TYPE)
