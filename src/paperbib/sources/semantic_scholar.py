"""Semantic Scholar, which knows DOIs of papers whose authors never told arXiv of them.

A helper for those who have a key: what it says counts only where somebody else bears it
out, and that it says nothing is no fault of a paper. One question is for five hundred
papers; one without a usable reply ends the asking. Source: Semantic Scholar Academic Graph
API, "Get details for multiple papers at once" (``POST /paper/batch``).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from paperbib.errors import BusyError, HttpError, PaperbibError, RefusedError
from paperbib.identifiers import arxiv_id
from paperbib.identifiers.identifier import Identifier
from paperbib.model import Answer, Failed, Found, Missing, Name, Record
from paperbib.sources import names
from paperbib.sources.fields import article_doi, squeeze
from paperbib.sources.http import PostingHttp, Reply

NAME = "semantic-scholar"

_FIELDS = "externalIds,title,year,authors"
_MOST_AT_ONCE = 500
_BAD_REQUEST = 400
_NONE_KNOWN = "no valid paper ids"
"""What it says, with status 400, where it knows none of those asked."""
_ARXIV_DOI = "10.48550/"


class SemanticScholarSource:
    """What Semantic Scholar knows of arXiv's papers.

    Args:
        endpoint: The address of the Academic Graph API, ``…/graph/v1``.
        key: The person's key; no message shows it.
    """

    name = NAME
    schemes = frozenset({"arxiv"})

    def __init__(self, endpoint: str, key: str) -> None:
        self._address = f"{endpoint.rstrip('/')}/paper/batch"
        self._headers = {"x-api-key": key}

    def fetch(self, identifiers: Sequence[Identifier], http: PostingHttp) -> Iterator[Answer]:
        """Ask about all papers, five hundred at a time.

        Yields:
            Exactly one answer per identifier, as the replies come in. After a question
            without a usable reply the rest are failed.
        """
        asked = sorted(set(identifiers))
        for start in range(0, len(asked), _MOST_AT_ONCE):
            batch = asked[start : start + _MOST_AT_ONCE]
            try:
                items = self._ask(batch, http)
            except HttpError as error:
                yield from (_failed(one, error.reason) for one in asked[start:])
                return
            except PaperbibError as error:  # the key cannot be sent: no reason to end a run
                yield from (_failed(one, error.what) for one in asked[start:])
                return
            for one, item in zip(batch, items, strict=True):
                yield self._answer(one, item)

    def _ask(self, batch: Sequence[Identifier], http: PostingHttp) -> list[Any]:
        """One question; an item for each paper, in their order.

        Raises:
            HttpError: When there was no usable reply.
            PaperbibError: When the key cannot be sent.
        """

        def read(reply: Reply) -> list[Any]:
            try:
                told = _parse(reply.content.decode())
            except ValueError as error:
                raise BusyError("Semantic Scholar sent no JSON", status=reply.status) from error
            if not isinstance(told, list) or len(told) != len(batch):
                what = f"Semantic Scholar sent no list of {len(batch)} papers"
                raise RefusedError(what, status=reply.status)
            return told

        body = json.dumps({"ids": [f"ARXIV:{one.value}" for one in batch]}).encode()
        try:
            return http.post(self._address, {"fields": _FIELDS}, body, self._headers, read)
        except RefusedError as error:
            if error.status == _BAD_REQUEST and _says_none_known(error.body):
                return [None] * len(batch)
            raise

    def _answer(self, identifier: Identifier, item: object) -> Answer:
        """Read an item; its fault is its own: the others may well be readable."""
        if item is None:
            return Missing(identifier=identifier, source=NAME)
        try:
            raw = _kept(item)
            record = self.to_record(identifier, raw)
        except ValueError as error:
            reason = str(error).partition("\n")[0][:200]
            return _failed(identifier, f"Semantic Scholar's record cannot be read: {reason}")
        return Found(identifier=identifier, source=NAME, raw=raw, record=record)

    def to_record(self, identifier: Identifier, raw: str) -> Record:
        """Read an item kept from an earlier answer (`Found.raw`).

        Raises:
            ValueError: When ``raw`` is no record of that paper.
        """
        item = _object(_parse(raw), "it")
        told = _object(item.get("externalIds"), "'externalIds'")
        cited = arxiv_id.parse(_text(told, "ArXiv"))
        if cited is None or cited.identifier != identifier:
            shown = str(told.get("ArXiv"))[:40]
            raise ValueError(f"its identifier is {shown!r}, not {identifier.value}")
        return Record(
            source=NAME,
            identifier=identifier,
            title=squeeze(_text(item, "title")),
            authors=tuple(_authors(item)),
            doi=_doi(_text(told, "DOI")),
        )


def _failed(identifier: Identifier, reason: str) -> Failed:
    return Failed(identifier=identifier, source=NAME, reason=reason)


def _parse(text: str) -> object:
    try:
        return json.loads(text)
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error


def _kept(item: object) -> str:
    """What is worth keeping of an item, in ASCII."""
    fields = _object(item, "it")
    try:
        kept = {name: fields[name] for name in _FIELDS.split(",") if name in fields}
        return json.dumps(kept, allow_nan=False)
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error


def _says_none_known(body: bytes) -> bool:
    """Whether it knows none of the papers, rather than finds fault with the question."""
    try:
        told = _parse(body.decode())
    except ValueError:
        return False
    reason = told.get("error") if isinstance(told, dict) else None
    return isinstance(reason, str) and _NONE_KNOWN in reason.lower()


def _object(value: object, name: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise ValueError(f"{name} is no object")  # noqa: TRY004 - the text is at fault
    return value


def _text(fields: Mapping[str, Any], name: str) -> str:
    """A text, "" where there is none."""
    value = fields.get(name)
    if value is not None and not isinstance(value, str):
        raise ValueError(f"{name!r} is no text")
    return value or ""


def _authors(item: Mapping[str, Any]) -> Iterator[Name]:
    people = item.get("authors")
    if people is None:
        return
    if not isinstance(people, list):
        raise ValueError("'authors' is no list")  # noqa: TRY004 - the text is at fault
    for one in people:
        name = names.from_display(_text(_object(one, "an author"), "name"))
        if name:
            yield name


def _doi(text: str) -> str | None:
    """The DOI of the published paper; not the one that arXiv itself gave it."""
    is_other = text.isprintable() and not text.strip().startswith(_ARXIV_DOI)
    return article_doi(text) if is_other else None
