"""A record of DataCite for tests, of a piece of software, as real ones are."""

from __future__ import annotations

import json
from typing import Any

DOI = "10.5281/zenodo.7342146"
SOFTWARE: dict[str, Any] = {
    "doi": DOI,
    "prefix": "10.5281",
    "identifiers": [{"identifier": "oai:zenodo.org:7342146", "identifierType": "oai"}],
    "creators": [
        {
            "name": "Author, Ada",
            "nameType": "Personal",
            "givenName": "Ada",
            "familyName": "Author",
            "affiliation": [],
        },
        {"name": "van der Berg, Jan"},
        {"name": "Institute of Tests", "nameType": "Organizational"},
    ],
    "titles": [{"title": "tests/tests: v1.2 &amp; more"}],
    "publisher": "Zenodo",
    "container": {},
    "publicationYear": 2022,
    "dates": [
        {"date": "2022-11-20", "dateType": "Issued"},
        {"date": "2022-11-21T08:00:00Z", "dateType": "Updated"},
    ],
    "types": {"ris": "COMP", "resourceType": "", "resourceTypeGeneral": "Software"},
    "relatedIdentifiers": [],
    "version": "v1.2",
    "descriptions": [
        {
            "description": "&lt;p&gt;It tests &amp; runs.&lt;/p&gt;",
            "descriptionType": "Abstract",
        }
    ],
    "xml": "PHJlc291cmNlPg==",
    "state": "findable",
}


def body(**changes: object) -> bytes:
    """A reply in which some attributes are others."""
    return json.dumps({"data": {"id": DOI, "attributes": SOFTWARE | changes}}).encode()
