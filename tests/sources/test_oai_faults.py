from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests import standin
from tests.sources.oai_network import ENDPOINT, HEADERS, OaiHttp, fetch, network
from tests.standin import Arxiv, fake_papers

from paperbib.model import Failed, Found, Missing
from paperbib.sources.oai import OaiSource


def _body(http: OaiHttp, value: str = "2001.00001") -> bytes:
    question = {"verb": "GetRecord", "metadataPrefix": "arXivRaw"}
    asked = {**question, "identifier": f"oai:arXiv.org:{value}"}
    return http.api.answer(asked, HEADERS, standin.NONE).content


_Damage = Callable[[bytes], bytes]


def _swap(old: bytes, new: bytes) -> _Damage:
    def damage(body: bytes) -> bytes:
        assert old in body
        return body.replace(old, new)

    return damage


def _cut(percent: int) -> _Damage:
    return lambda body: body[: (len(body) - 2) * percent // 100]


BOMB = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
NO_REPLY: dict[str, _Damage] = {
    **{f"cut at {percent} %": _cut(percent) for percent in range(0, 101, 5)},
    "text": lambda _: b"Rate exceeded.",
    "HTML": lambda _: standin.HTML.body,
    "a feed": lambda _: Arxiv().answer({}, HEADERS, standin.NONE).content,
    "other identifier": _swap(b"arXiv.org:2001.00001", b"arXiv.org:2001.00002"),
    "other repository": _swap(b"oai:arXiv.org:", b"oai:example.org:"),
    "a version's": _swap(b"arXiv.org:2001.00001", b"arXiv.org:2001.00001v1"),
    "other protocol": _swap(b"http://www.openarchives.org/OAI/2.0/", b"urn:other"),
    "other verb": _swap(b"GetRecord>", b"ListRecords>"),
    "no header": _swap(b"header>", b"footer>"),
    "two records": _swap(b"</record>", b"</record><record/>"),
    "doctype": _swap(b"<OAI-PMH ", b"<!DOCTYPE x><OAI-PMH "),
    "entities": lambda body: BOMB + body[body.index(b"<OAI") :].replace(b"Numbered", b"&b;"),
    "unknown error": lambda _: _complaint("badVerb"),
    "nameless error": lambda _: _complaint(""),
}
UNREADABLE: dict[str, _Damage] = {
    "other format": _swap(b"http://arxiv.org/OAI/arXivRaw/", b"http://arxiv.org/OAI/arXivOld/"),
    "no format": _swap(b"metadata>", b"about>"),
    "other paper": _swap(b"<id>2001.00001<", b"<id>2001.00002<"),
    "no title": _swap(b"title>", b"heading>"),
    "no version": lambda body: _swap(b"</version>", b"</edition>")(
        _swap(b"<version ", b"<edition ")(body)
    ),
    "nameless version": _swap(b'<version version="v1">', b"<version>"),
    "odd version": _swap(b'"v1"', b'"v0"'),
    "odd date": _swap(b"Wed, 01 Jan 2020", b"Some day in"),
}


def _complaint(code: str) -> bytes:
    body = network().api.oai.answer({"verb": ""})
    return body.replace(b'"badVerb"', f'"{code}"'.encode())


@pytest.mark.parametrize("damage", NO_REPLY.values(), ids=NO_REPLY)
def test_what_is_no_whole_reply_opens_the_circuit(damage: _Damage) -> None:
    http = network(*fake_papers(2))
    http.bodies[1] = damage(_body(http))
    first, second = fetch(http, "2001.00001", "2001.00002")
    assert isinstance(first, Failed)
    assert isinstance(second, Failed)
    assert first.reason == second.reason
    assert first.reason.startswith("arXiv ")
    assert "\n" not in first.reason
    assert len(http.questions) == 1


@pytest.mark.parametrize("damage", UNREADABLE.values(), ids=UNREADABLE)
def test_a_whole_reply_that_cannot_be_read_fails_alone(damage: _Damage) -> None:
    http = network(*fake_papers(2))
    http.bodies[1] = damage(_body(http))
    first, second = fetch(http, "2001.00001", "2001.00002")
    assert isinstance(first, Failed)
    assert "\n" not in first.reason
    assert isinstance(second, Found)


def test_comments_do_not_end_the_text_around_them() -> None:
    http = network(*fake_papers(1))
    http.bodies[1] = _body(http).replace(b"Numbered", b"Num<!-- -->bered")
    (answer,) = fetch(http, "2001.00001")
    assert isinstance(answer, Found)
    assert answer.record.title == "On the Paper Numbered 1"


def test_there_is_no_such_paper_where_there_is_another() -> None:
    http = network(*fake_papers(2))
    http.bodies[1] = _complaint("idDoesNotExist")
    found, missing = fetch(http, "2001.00001", "2001.00002")
    assert isinstance(found, Found)  # it is believed, and told, afterwards
    assert isinstance(missing, Missing)
    assert missing.identifier.value == "2001.00001"


@pytest.mark.parametrize("code", ["idDoesNotExist", "badArgument"])
def test_an_interface_that_knows_nothing_proves_nothing(code: str) -> None:
    http = network(*fake_papers(3))
    for number in range(1, 4):
        http.bodies[number] = _complaint(code)
    answers = fetch(http, "2001.00001", "2001.00002", "2001.00003")
    assert all(isinstance(one, Failed) for one in answers)


@given(st.data())
def test_whatever_comes_is_one_answer(data: st.DataObject) -> None:
    http = network(*fake_papers(1))
    body = bytearray(_body(http))
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(body)))
        end = data.draw(st.integers(start, min(len(body), start + 40)))
        other = data.draw(
            st.sampled_from([b"", b"<", b">", b"&amp;", b"v2", b"\xff", b"<id>1</id>"])
        )
        body[start:end] = other
    http.bodies[1] = bytes(body)
    (answer,) = fetch(http, "2001.00001")
    assert isinstance(answer, Found | Failed)
    if isinstance(answer, Found):
        again = OaiSource(ENDPOINT).to_record(answer.identifier, answer.raw)
        assert again == answer.record
