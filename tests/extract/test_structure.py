"""How people lay out their lists: what is the title, the year, the annotation, the state."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paperbib.extract import extract, markdown, plain
from paperbib.extract.context.items import Item, split
from paperbib.extract.context.telling import Telling
from paperbib.extract.passage import Headings, Passage
from paperbib.model import Mention, Note

T = "Attention is all you need"
A = "https://arxiv.org/abs/1706.03762"
B = "https://arxiv.org/abs/1810.04805"
C = "https://github.com/x/y"


def mentions(text: str, file: str = "n.md") -> list[Mention]:
    return extract(Note(file, text), until=2612).mentions


def paper(text: str, file: str = "n.md") -> Mention:
    return next(one for one in mentions(text, file) if one.identifier.value == "1706.03762")


@pytest.mark.parametrize(
    ("text", "year", "annotation"),
    [
        (f"- {T} [2017] {A}", 2017, None),
        (f"- 2017, {T} {A}", 2017, None),
        (f"- (NeurIPS 2017) {T} {A}", 2017, None),
        (f"- [[NeurIPS 2017] {T}]({A})", 2017, None),
        (f"- [{T} (NIPS 2017)]({A})", 2017, None),
        (
            f"- **{T}**. Vaswani et al. *NeurIPS* 2017. [[paper]]({A}) [[code]]({C})",
            2017,
            "Vaswani et al. NeurIPS 2017.",
        ),
        (f"- **{T}** is a great one [[paper]]({A})", None, "is a great one"),
        (f'- "{T}". Vaswani et al. 2017. [pdf]({A})', 2017, "Vaswani et al. 2017."),
        (f'Vaswani, A., et al. "{T}." NeurIPS (2017). {A}', 2017, None),
        (f"Vaswani et al. (2017). {T}. arXiv:1706.03762", 2017, "Vaswani et al. (2017)."),
        (f'[1] A. Vaswani, N. Shazeer, "{T}," in NIPS 2017. {A}', 2017, None),
        (f"- {T} — {A} — a classic", None, "a classic"),
        (f"- {T}: {A}", None, None),
        (f"- {A} - {T}", None, None),
        (f"- {T} | {A}", None, None),
        (f"- 🔥 [⭐ {T}]({A})", None, None),
        (f"- {T} ([arXiv]({A})) - great stuff ([code]({C}))", None, "great stuff"),
        (f"- {T} [论文]({A}) | [代码]({C}) | [slides](https://e.org/s)", None, None),
        (f"{T}\nPaper: {A}\nProject page: {C}", None, None),
        (f"{T}\nVaswani, Shazeer\n{A}\n\nBERT\nDevlin\n{B}", None, "Vaswani, Shazeer"),
        (f"## {T}\n\n{A}\n", None, None),
        (f"## {T}\n\n{A}\n\nAll of my thoughts on it.", None, None),
        (f"## {T}\n[paper]({A})", None, None),
        (f"{T}\n: a nice one, {A}", None, "a nice one"),
        (f"[^1]: {T}, {A}\n\nfoo[^1]", None, None),
        (f"**Paper:** {T}\n**Link:** {A}\n**Code:** {C}", None, None),
    ],
)
def test_title_above_beside_and_behind(text: str, year: int | None, annotation: str | None) -> None:
    one = paper(text)
    assert (one.title, one.year) == (T, year)
    if annotation is not None or "Vaswani" not in text:
        assert one.annotation == annotation


@pytest.mark.parametrize(
    "text",
    [
        f"1/7 A thread on attention: {A}",
        f"## Papers to read\n\n{A}",
        f"## Papers to read\n\n[paper]({A})",
        f"## {T}\n\n- {A}\n- {B}",
        f"- [1706.03762.pdf]({A})",
        f"- [arXiv:1706.03762v5 [cs.CL]]({A})",
        f"- paper: {A}",
    ],
)
def test_no_title(text: str) -> None:
    assert paper(text).title is None


@pytest.mark.parametrize(
    "text",
    [
        f"- {T}\n  - paper: {A}\n  - code: {C}",
        f"- {T}\n  - [paper]({A})\n  - [code]({C})",
        f"- {T} [pdf]({A}) [code]({C})",
        f"| {T} | [pdf]({A}) | [code]({C}) |\n|--|--|--|",
        f"{T}\nPaper: {A}\nCode: {C}",
    ],
)
def test_code_beside_a_paper_belongs_to_it(text: str) -> None:
    first, code = mentions(text)
    assert (first.title, first.parent) == (T, None)
    assert (code.title, code.parent) == (None, first.identifier)


@pytest.mark.parametrize(
    ("head", "row", "year", "annotation"),
    [
        ("Year | Title | Links | Notes", f"2017 | {T} | [pdf]({A}) | nice", 2017, "nice"),
        ("Authors | Title | Year | Link", f"Vaswani | {T} | 2017 | [pdf]({A})", 2017, "Vaswani"),
        ("Venue | Paper | Code", f"NIPS 2017 | [{T}]({A}) | [code]({C})", 2017, "NIPS"),
        ("# | Paper | Comment", f"1 | [{T}]({A}) | read it", None, "read it"),
        ("a | b | c", f"{T} | {A} | 2017", 2017, None),
        ("Title | Link", f"[[1706|{T}]] | {A}", None, None),
    ],
)
def test_rows(head: str, row: str, year: int | None, annotation: str | None) -> None:
    dashes = "|".join("--" for _ in head.split("|"))
    text = f"| {head} |\n|{dashes}|\n| {row.replace('[[1706|', '[[1706' + chr(92) + '|')} |\n"
    one = paper(text)
    assert (one.title, one.year, one.annotation) == (T, year, annotation)
    assert text.splitlines()[one.line - 1][one.column - 1 :].startswith(A)


@pytest.mark.parametrize(
    ("text", "state"),
    [
        (f"- [X] {T} {A}", "done"),
        (f"- [/] {T} {A}", "open"),
        (f"- [-] {T} {A}", None),
        (f"- ✅ {T} {A}", "done"),
        (f"- ⬜ {T} {A}", "open"),
        (f"☑ {T} {A}", "done"),
        (f"- [x] {T} {A} ✅ 2024-01-02", "done"),
        (f"- TODO {T} {A}", "open"),
        (f"- DONE [#A] [{T}]({A})", "done"),
        (f"- CANCELED {T} {A}", None),
        (f"- DOING {T}\n  collapsed:: true\n  id:: 64-a\n  {A}", "open"),
        (f"- {T} {A} (status:: read)", "done"),
        (f"- {T} {A}\n  status:: to read", "open"),
    ],
)
def test_state(text: str, state: str | None) -> None:
    one = paper(text)
    assert (one.state, one.title, one.year, one.annotation) == (state, T, None, None)


@pytest.mark.parametrize(
    "text",
    [
        f"- [[{T}]] {A}",
        f"- [[papers/1706.03762|{T}]]",
        f"- ![[chart.png]] {T} {A}",
        f"- {T} {A} ^block-1",
        f"- {T} #paper #nlp/transformers\n  {A} #toread",
        f"> [!quote] {T}\n> {A}",
        f"- =={T}== {A}",
        f"- {T} [arxiv:: 1706.03762]",
        f"title:: {T}\narxiv:: 1706.03762\ntags:: a, b\n\n- hello",
        f"- {T}\n  - arxiv:: 1706.03762",
        f"- {T} {A} ((64123456-1234-1234-1234-123456789abc))",
        f"%%\nhttps://e.org/hidden\n%%\n- {T} %%https://e.org/hidden%% {A}",
    ],
)
def test_notation_of_programs(text: str) -> None:
    (one,) = mentions(text)
    assert (one.identifier.value, one.title, one.annotation) == ("1706.03762", T, None)
    assert text.split("\n")[one.line - 1][one.column - 1 :].startswith(one.raw)


def test_macros() -> None:
    assert [one.raw for one in mentions("- {{video https://e.org/v}}")] == ["https://e.org/v"]


def passages(text: str) -> list[Passage]:
    return list(markdown.passages(Note("n.md", text), Headings()))


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_front_matter(end: str) -> None:
    text = end.join(
        ["---", f'title: "{T}"', "arxiv: 1706.03762", "year: 2017", "tags: [a]", "---", "body"]
    )
    entry, body = passages(text)
    assert entry.given is not None
    assert (entry.given.title, entry.given.year) == (T, 2017)
    (link,) = entry.links
    assert link.address == "arXiv:1706.03762"
    assert text[link.offset :].startswith(link.raw)
    assert body.text == "body"


def test_front_matter_in_toml_and_lists() -> None:
    (entry,) = passages(
        '+++\ntitle = "T"\nurls = [\n  "https://e.org/a",\n]\ncreated = 2024\n+++\n'
    )
    assert [link.raw for link in entry.links] == ["https://e.org/a"]
    assert entry.given is not None
    assert (entry.given.title, entry.given.year) == ("T", None)


def test_front_matter_that_names_nothing_is_no_entry() -> None:
    text = "---\ntitle: My diary\nrelated: see https://e.org/a\n---\n"
    (entry,) = passages(text)
    assert entry.given is None or entry.given.title is None


def test_what_is_no_front_matter_is_text() -> None:
    assert [one.raw for one in mentions(f"---\nsee {A}\n---\n")] == [A]


@pytest.mark.parametrize("fence", ["", "```bibtex\n"])
def test_pasted_entries(fence: str) -> None:
    entry = f"@misc{{v17,\n  title={{{T}}},\n\n  eprint = {{1706.03762}},\n}}"
    text = f"# S\n\né\n{fence}{entry}\n{fence and '```'}\n\n- [x]({B})\n"
    first, second = mentions(text)
    assert (first.identifier.value, first.section) == ("1706.03762", ("S",))
    assert text.split("\n")[first.line - 1][first.column - 1 :].startswith(first.raw)
    assert (second.raw, second.annotation) == (B, None)


def test_an_entry_that_is_not_closed_is_text() -> None:
    assert [one.raw for one in mentions(f"@misc{{a,\nurl = {{{A}}}\n")] == [A]


@pytest.mark.parametrize("bullet", ["•", "◦", "–", "→", "3.", "☐", "[ ]", "- [?]"])
def test_bullets_of_plain_text(bullet: str) -> None:
    first, second = mentions(f"{bullet} {T} {A}\n{bullet} BERT {B}\n", "n.txt")
    assert (first.title, second.title) == (T, "BERT")


_PIECES = """
[[|]]|![[||]|%%|==|((|))|{{|}}|::|arxiv:: |title:: |status:: read|[x:: |)| ^a| #a|[!q] |- |  |\n|
\r\n|**|*|_|`|"|“|”|et al. |A. B, |(2017)|2017 |TODO |[x] |[-] |☐ |✅ 2024-01-01|---\n|+++\n|é|📄|
@misc{a,|}|paper: |[p](|https://arxiv.org/abs/1706.03762|1706.03762|# |> |[^1]: |<a href='|'>|</a>
""".strip().split("|")


@given(st.lists(st.sampled_from([*_PIECES, "|", "| a | b |\n|--|--|\n"]), max_size=40))
@settings(max_examples=300)
def test_places_are_true_whatever_the_notation(pieces: list[str]) -> None:
    text = "".join(pieces)
    for format_ in (markdown, plain):
        for passage in format_.passages(Note("n.md", text), Headings()):
            words = passage.text
            for at, char in enumerate(words):
                if char.isalnum():
                    assert text[passage.offset(at)] == char
            for link in passage.links:
                assert 0 <= link.start <= link.end <= len(words)
                if passage.given is None and not link.raw.startswith("["):
                    assert text[link.offset :].startswith(link.raw)


_MARKUP = """
#a |[[a |[[a|b]] |a:: b\n|(a:: |==a|(( |{{a |%%\n| ^a|A. B, |Ab Cd, |et al |"a |“|[2017] |.. |😀|《|
**a** |**A|@misc{a,\n|{|☐ |paper: |-.-.|---\na: b\n|[^a]: |- paper\n|[x](https://e.org)
""".strip("\n").split("|")


@pytest.mark.parametrize("unit", [*_MARKUP, "| a | 2017 |\n"])
@pytest.mark.parametrize("head", ["- ", "| Title | Year |\n|--|--|\n"])
def test_reading_takes_no_more_than_its_share_of_time(unit: str, head: str) -> None:
    def seconds(length: int) -> float:
        note = Note("n.md", head + (unit * length)[:length] + " " + A)
        best = []
        for _ in range(2):
            start = time.process_time()
            for passage in markdown.passages(note, Headings()):
                for item in split(passage, [], None):
                    Telling(item)
            best.append(time.process_time() - start)
        return min(best)

    assert seconds(64_000) < 16 * seconds(8_000) + 0.15


def test_an_item_says_nothing_of_what_it_does_not_hold() -> None:
    passage = Passage(is_item=True)
    passage.add(T, 0)
    (item,) = split(passage, [], None)
    assert isinstance(item, Item)
    assert (item.candidates, item.primary) == ([], None)
