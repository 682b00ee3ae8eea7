from __future__ import annotations

import json
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import pytest
from tests.sources.oai_network import fetch, ids, network
from tests.standin import Paper
from tests.standin.oai import Detail

from paperbib.model import Found
from paperbib.sources import oai_record, oai_xml, xml
from paperbib.sources.oai import OaiSource
from paperbib.sources.snapshot import SnapshotSource

SHARED = Path(__file__).resolve().parents[3] / "shared" / "arxiv"
RECORDED = sorted((SHARED / "oai").glob("*.xml"))
BULK = [SHARED / "real_kaggle_schema.jsonl", SHARED / "derived_kaggle_schema.jsonl"]
RECORD = "{http://www.openarchives.org/OAI/2.0/}record"
SHORTENED = {"1601.03238"}
"""Edited by those who kept it: its metadata lost their namespace."""

ENTRY = """\
<record xmlns="http://www.openarchives.org/OAI/2.0/"><metadata>
 <arXiv xmlns="http://arxiv.org/OAI/arXiv/">
 <id>1401.2122</id><created>2014-01-09</created><updated>2017-10-23</updated>
 <authors>
  <author><keyname>M{\\"u}ller</keyname><forenames>A. -B.</forenames><suffix>Jr.</suffix>
   <affiliation>X</affiliation></author>
  <author><keyname>Collaboration</keyname><forenames>IceCube</forenames></author>
  <author><keyname>:</keyname></author>
  <author><keyname>Saxton</keyname><keyname>Walton</keyname><forenames>C.</forenames></author>
  <author><keyname>et al</keyname></author>
 </authors>
 <title>Some
  title</title><categories>math.AP hep-th</categories></arXiv>
</metadata></record>"""


def test_a_record_as_arxiv_used_to_send_it() -> None:
    record = OaiSource("").to_record(ids("1401.2122")[0], ENTRY)
    assert record.title == "Some title"
    people = ["A.-B. Müller Jr.", "IceCube Collaboration", "C. Saxton Walton"]
    assert [name.full for name in record.authors] == people
    assert record.authors[1].literal == "IceCube Collaboration"
    assert (str(record.updated), record.published, record.version) == ("2017-10-23", None, None)
    assert (record.primary_category, record.doi, record.abstract) == ("math.AP", None, None)


@pytest.mark.skipif(not RECORDED, reason="the recorded replies are not here")
@pytest.mark.parametrize("path", RECORDED, ids=lambda path: path.stem)
def test_recorded_records_can_be_read(path: Path) -> None:
    records = list(xml.parse(path.read_bytes()).iter(RECORD))
    assert records
    for element in records:
        (identifier,) = ids((element.findtext("{*}metadata/*/{*}id") or "").strip())
        if identifier.value in SHORTENED:
            with pytest.raises(ValueError, match="not a format of arXiv's"):
                oai_record.to_record(identifier, element)
            continue
        record = oai_record.to_record(identifier, element)
        assert OaiSource("").to_record(identifier, xml.text_of(element)) == record
        people = element.findall("{*}metadata/*/{*}authors/{*}author")
        named = [one for one in people if one.findtext("{*}keyname") != ":"]
        assert len(record.authors) == len(named) > 0
        assert record.title
        assert "\n" not in record.title
        assert record.updated
        assert record.abstract
        assert record.categories


@pytest.mark.skipif(not RECORDED, reason="the recorded replies are not here")
@pytest.mark.parametrize("path", RECORDED, ids=lambda path: path.stem)
def test_recorded_replies_are_replies(path: Path) -> None:
    content = path.read_bytes()
    if content.count(b"<record>") > 1:
        pytest.skip("it is of several records")
    reply = oai_xml.parse_record(content)
    assert isinstance(reply, oai_xml.RecordReply)
    assert reply.identifier
    assert not reply.is_deleted
    if reply.identifier.value not in SHORTENED:
        assert oai_record.to_record(reply.identifier, reply.element)


@pytest.mark.parametrize("path", BULK, ids=lambda path: path.stem)
def test_the_bulk_file_and_oai_say_the_same(path: Path) -> None:
    if not path.exists():
        pytest.skip("the bulk records are not here")
    compared = 0
    for line in path.read_text("utf-8").splitlines():
        fields = json.loads(line)
        if not all(one["created"] and one["version"] for one in fields["versions"]):
            continue
        fields["authors_parsed"] = None  # OAI-PMH sends the string
        numbers = [one["version"] for one in fields["versions"]]
        if numbers != [f"v{number}" for number in range(1, len(numbers) + 1)]:
            continue
        paper, detail = _paper(fields)
        http = network(paper)
        http.api.oai.details[paper.id] = detail
        (answer,) = fetch(http, paper.id)
        assert isinstance(answer, Found), answer
        expected = SnapshotSource(path).to_record(answer.identifier, json.dumps(fields))
        assert answer.record.model_copy(update={"source": "snapshot"}) == expected
        compared += 1
    assert compared > 200


def _paper(fields: dict[str, Any]) -> tuple[Paper, Detail]:
    paper = Paper(
        id=fields["id"],
        title=fields["title"],
        authors=(),
        dates=tuple(parsedate_to_datetime(one["created"]) for one in fields["versions"]),
        summary=fields["abstract"] or "",
        categories=tuple(fields["categories"].split()),
        comment=fields["comments"],
        journal_ref=fields["journal-ref"],
        dois=tuple((fields["doi"] or "").split()),
    )
    return paper, Detail(authors=fields["authors"])
