"""What a CSL-JSON item of ours may hold, written by hand from the CSL 1.0.2 specification."""

from __future__ import annotations

import re
from typing import Any

_TEXT_FIELDS = {
    "id",
    "citation-key",
    "type",
    "title",
    "publisher",
    "number",
    "version",
    "DOI",
    "URL",
    "container-title",
    "abstract",
    "note",
}
_NAME_PARTS = {"family", "given", "suffix", "literal"}
_CUSTOM = {"arxiv_id", "arxiv_primary"}


def faults(items: object) -> list[str]:
    """Everything that is wrong with a CSL-JSON array; [] when nothing is."""
    if not isinstance(items, list):
        return ["it is no array"]
    found = [f"{item.get('id')}: {fault}" for item in items for fault in _item_faults(item)]
    keys = [item.get("id") for item in items]
    return found + (["keys repeat or are not sorted"] if keys != sorted(set(keys)) else [])


def _item_faults(item: dict[str, Any]) -> list[str]:
    found = [
        f"{field} is not allowed"
        for field in item.keys() - _TEXT_FIELDS - {"author", "issued", "custom"}
    ]
    found += [
        f"{field} is no text of one line"
        for field in item.keys() & _TEXT_FIELDS
        if not isinstance(item[field], str) or not item[field].strip() or "\n" in item[field]
    ]
    found += [f"{field} is missing" for field in {"id", "type", "title"} - item.keys()]
    if item.get("id") != item.get("citation-key"):
        found.append("id is not the citation key")
    if item.get("type") not in {"article", "webpage"}:
        found.append("its type is not one of ours")
    if not re.fullmatch(r"https?://[!-~]+", item.get("URL", "https://x")):
        found.append("URL is none")
    return found + _author_faults(item) + _date_faults(item) + _custom_faults(item)


def _author_faults(item: dict[str, Any]) -> list[str]:
    found = []
    for author in item.get("author", [{"literal": "x"}]):
        if author.keys() - _NAME_PARTS or not all(isinstance(x, str) for x in author.values()):
            found.append(f"author {author} has other parts than names have")
        if not ({"literal"} == author.keys() or {"family", "given"} <= author.keys()):
            found.append(f"author {author} is neither literal nor family and given")
    return found if item.get("author", True) else ["author is empty"]


def _date_faults(item: dict[str, Any]) -> list[str]:
    if "issued" not in item:
        return []
    issued = item["issued"]
    fine = issued.keys() == {"date-parts"} and len(issued["date-parts"]) == 1
    fine = fine and all(type(part) is int for part in issued["date-parts"][0])
    return [] if fine and 1 <= len(issued["date-parts"][0]) <= 3 else ["issued is no date"]


def _custom_faults(item: dict[str, Any]) -> list[str]:
    if "custom" not in item:
        return []
    custom = item["custom"]
    fine = "arxiv_id" in custom and not custom.keys() - _CUSTOM
    return [] if fine and item["type"] == "article" else ["custom is not ours"]
