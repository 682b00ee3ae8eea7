"""Records in JSON, JSON Lines and YAML: what is an entry, and where its fields stand."""

import json

import pytest

from paperbib.extract import extract, format_of
from paperbib.extract.data import records
from paperbib.extract.passage import Given, Headings, Passage
from paperbib.model import Mention, Note

UNTIL = 2612
A = "https://arxiv.org/abs/1706.03762"
B = "https://arxiv.org/abs/1810.04805"
SLASHED = r"https:\/\/arxiv.org\/abs\/1706.03762"


def passages(text: str, file: str = "r.json") -> list[Passage]:
    return list(records.passages(Note(file, text), Headings()))


def mentions(text: str, file: str = "r.json") -> list[Mention]:
    return extract(Note(file, text), until=UNTIL).mentions


def only(node: object, file: str = "r.json") -> Passage:
    (passage,) = passages(json.dumps(node), file)
    return passage


@pytest.mark.parametrize(
    ("file", "text", "line", "column", "raw"),
    [
        ("r.json", f'["{A}"]', 1, 3, A),
        ("r.json", f'\ufeff[\r\n "x",\r "\\u00e9 \\ud83d\\ude00 {A}"]', 3, 23, A),
        ("r.json", f'["{SLASHED}"]', 1, 3, SLASHED),
        ("r.json", '{"arxiv": 1706.03762}', 1, 11, "1706.03762"),
        ("r.json", '{"doi": " 10.1000/182"}', 1, 11, "10.1000/182"),
        ("r.json", "[1706.03762]", 1, 2, "1706.03762"),
        ("r.json", f'{{"{A}": "x"}}', 1, 3, A),
        ("r.jsonl", f'{{"a": 1}}\n{{"url": "{A}"}}\n', 2, 10, A),
        ("r.yaml", f"- {A}\n", 1, 3, A),
        ("r.yaml", f"\ufeffé:\r\n  - x: '{A}'\r\n", 2, 9, A),
        ("r.yml", "arxiv: 1706.03762", 1, 8, "1706.03762"),
        ("r.yml", f'- "a\\n\\"b\\" {A}"', 1, 13, A),
        ("r.yml", f"- 'it''s {A}'", 1, 10, A),
        ("r.yml", f"- a\n  b\n\n    c {A}\n", 4, 7, A),
        ("r.yml", f"- |\n  first\n\n    second {A}\n", 4, 12, A),
        ("r.yml", f"- >-  # folded\n  first\n  second {A}\n", 3, 10, A),
        ("r.yml", f"# é {A}\n- x", 1, 5, A),
        ("r.yml", f"- x # é {A}", 1, 9, A),
        ("r.yml", f"a: |  # {A}\n  x\n", 1, 9, A),
        ("r.yml", f"a:  # {A}\n  - x\n", 1, 7, A),
        ("r.yml", f"x: 1\n#   {A}", 2, 5, A),
        ("r.yml", f"? [{A}]\n: x", 1, 4, A),
        ("r.yml", f"--- {A}\n...\n", 1, 5, A),
        ("r.yml", f"a:\n\t- {A}\n", 2, 4, A),
    ],
)  # fmt: skip
def test_place(file: str, text: str, line: int, column: int, raw: str) -> None:
    (found,) = mentions(text, file)
    assert (found.line, found.column, found.raw) == (line, column, raw)


CSL = {
    "id": "vaswani2017",
    "type": "article",
    "title": "Attention",
    "author": [{"family": "Vaswani", "given": "A."}],
    "container-title": "NeurIPS",
    "accessed": {"date-parts": [[2024, 1, 2]]},
    "issued": {"date-parts": [[2017, 6, 12]]},
    "abstract": f"Unlike {B}",
    "DOI": "10.1000/182",
    "URL": A,
    "note": "arXiv:1706.03762 [cs]\nThe first",
}
BBT = {
    "itemID": 7,
    "citationKey": "vaswani2017",
    "title": "Attention",
    "date": "2017-06-12",
    "url": A,
    "uri": "http://zotero.org/users/1/items/ABCD2345",
    "abstractNote": f"Unlike {B}",
    "creators": [{"firstName": "A.", "lastName": "Vaswani"}],
    "notes": [{"note": "<p>The <b>first</b></p>"}],
    "attachments": [{"title": "Full Text", "path": "x.pdf"}],
    "tags": [{"tag": "nlp"}],
}
SCHOLAR = {
    "paperId": "204e3073870fae3d05bcbc2f6a8e263d9b72e776",
    "externalIds": {"ArXiv": "1706.03762", "DOI": "10.1000/182", "CorpusId": 13756489},
    "title": "Attention",
    "year": 2017,
    "publicationVenue": {"name": "NeurIPS", "url": "https://neurips.cc"},
    "tldr": {"text": "The first"},
    "authors": [{"authorId": "1", "name": "A. Vaswani"}],
}
PINBOARD = {
    "href": A,
    "description": "Attention",
    "extended": "The first",
    "time": "2017-06-12T00:00:00Z",
    "toread": "yes",
    "tags": "nlp",
}


@pytest.mark.parametrize(
    ("node", "given", "links"),
    [
        (CSL, Given("Attention", 2017, "The first", "vaswani2017"), ["doi:10.1000/182", A]),
        (BBT, Given("Attention", 2017, "The first", "vaswani2017"), [A]),
        (SCHOLAR, Given("Attention", 2017, "The first"), ["arXiv:1706.03762", "doi:10.1000/182"]),
        (PINBOARD, Given("Attention", None, "The first", None), [A]),
        ({"vaswani2017": {"title": "A", "url": A}}, Given("A", None, None, "vaswani2017"), [A]),
        ({"Attention": {"url": A}}, Given("Attention", None, None, None), [A]),
        ({"1706.03762": {"note": "x"}}, Given(None, None, "x", None), ["arXiv:1706.03762"]),
        ({"title": "A", "links": [{"name": "pdf", "url": A}]}, Given("A", None, None, None), [A]),
        ({"title": "A", "arxiv": ["1706.03762", "1810.04805"]}, Given("A", None, None, None),
         ["arXiv:1706.03762", "arXiv:1810.04805"]),
        ({"id": 17, "title": "A", "url": A}, Given("A", None, None, None), [A]),
    ],
)  # fmt: skip
def test_entries(node: object, given: Given, links: list[str]) -> None:
    passage = only(node)
    assert passage.given == given
    assert [link.address for link in passage.links] == links
    assert passage.is_item
    assert B not in passage.text


def test_states() -> None:
    assert only(PINBOARD).state == "open"
    assert only({"url": A, "status": "done"}).state == "done"
    assert only({"url": A, "read": False}).state == "open"
    assert only({"url": A, "read": None}).state is None


def test_lines_of_our_own_come_back() -> None:
    line = {
        "identifier": "arxiv:1706.03762",
        "version": 2,
        "file": "notes.md",
        "line": 12,
        "column": 3,
        "raw": A + "v2",
        "title": "Attention",
        "year": 2017,
        "section": ["Papers", "NLP"],
        "annotation": "The first",
        "state": "done",
    }
    page = {**line, "identifier": "url:https://e.org/a", "raw": "https://e.org/a"}
    found = mentions(f"{json.dumps(line)}\n{json.dumps(page)}\n", "r.jsonl")
    assert [str(one.identifier) for one in found] == ["arxiv:1706.03762", "url:https://e.org/a"]
    assert [(one.section, one.state) for one in found] == [(("Papers", "NLP"), "done")] * 2
    assert found[0].version == 2


def test_names_above_lists_are_headings() -> None:
    node = {
        "NLP": {"Attention": [A], "BERT": {"papers": [{"title": "BERT", "url": B}]}},
        "items": ["1412.6980"],
    }
    for file, text in (("r.json", json.dumps(node, indent=1)), ("r.yml", f"NLP: {node['NLP']}")):
        assert [one.section for one in passages(text, file)][:2] == [
            ("NLP", "Attention"),
            ("NLP", "BERT"),
        ]
    assert passages(json.dumps(node))[-1].section == ()


def test_what_a_list_is_called_may_stand_beside_it() -> None:
    (passage,) = passages(f"- topic: NLP\n  papers:\n  - {A}\n", "r.yml")
    assert (passage.section, passage.text) == (("NLP",), A)


def test_entries_in_lists_of_an_entry_are_nested() -> None:
    outer, inner = passages(json.dumps({"title": "A", "url": A, "children": [{"url": B}]}))
    assert inner.parent is outer
    assert [one.address for one in (*outer.links, *inner.links)] == [A, B]


@pytest.mark.parametrize(
    ("node", "texts"),
    [
        ([A, B], [A, B]),
        ({"1706.03762": "a note"}, ["1706.03762\na note"]),
        ({"Attention": A}, [f"Attention\n{A}"]),
        ([["Attention", A], ["BERT", B]], [f"Attention\n{A}", f"BERT\n{B}"]),
        ({"1706.03762": ["one thing", "another"]}, ["1706.03762\none thing\nanother"]),
        ([1, 2, None, True, "", {}], []),
        (f"see {A}", [f"see {A}"]),
    ],
)
def test_texts_that_are_no_fields(node: object, texts: list[str]) -> None:
    assert [one.text for one in passages(json.dumps(node))] == texts


@pytest.mark.parametrize(
    ("text", "is_json"),
    [
        (f'["{A}"]', True),
        ('\ufeff\n{ "a": 1 }', True),
        ('{"a": oh', True),
        ("[1706.03762, 1810.04805]", True),
        (f'[\n  {{"url": "{A}"}}\n]\n', True),
        ('["x", "' + "a" * 65_534, True),
        ("[1] " + "Reference " * 7_000, False),
        ('{"a": 1}\n{"a": 2}\n', True),
        (f"[x]({A})", False),
        (f'["x"]({A})', False),
        ("[ ] todo", False),
        ("[x] done", False),
        ("[1] Reference", False),
        (f"[1]: {A}", False),
        ("[[Page]] of a wiki", False),
        ("[2017] Attention", False),
        ("[]", False),
        ("{x}", False),
        ("", False),
    ],
)
def test_looks_like(text: str, is_json: bool) -> None:  # noqa: FBT001 - a table of cases
    assert records.looks_like(text) is is_json
    assert (format_of(Note("x.txt", text)).name == "records") is is_json
