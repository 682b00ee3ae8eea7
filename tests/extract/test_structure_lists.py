"""Styles of reading lists, mails, chats and bibliographies: title, year, annotation, parent."""

import time

import pytest

from paperbib.extract import extract
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
    ("text", "year"),
    [
        (f"- {T} — Vaswani & Shazeer — NeurIPS 2017 — [pdf]({A})", 2017),
        (f"- {T}: a tale | Vaswani | {A}", None),
        (f"- {T} | arXiv | {A}", None),
        (f"- arXiv - {T} - {A}", None),
        (f"- **ICLR 2017** | {T} | [pdf]({A})", 2017),
        (f"[1706.03762] {T} - {A}", None),
        (f"- [1706.03762] {T}: {A}", None),
        (f"- {T}. {A} (read 2021-03-04) ★★★★", None),
        (f"- {T} – gelesen am 12.03.2021 – {A}", None),
        (f"- „{T}“ von Vaswani et al. (2017), siehe {A}", 2017),
        (f"- « {T} » de Vaswani et al. (2017) : {A}", 2017),
        (f"- 论文标题：{T}\n  论文链接：{A}", None),
        (f"1. 论文：{T}（Google，2017）。地址：{A}", 2017),
        (f"- Vaswani A, Shazeer N M. {T}[J]. arXiv preprint arXiv:1706.03762, 2017.", 2017),
        (f"- Vaswani, A., Shazeer, N., ... & Polosukhin, I. (2017). {T}. {A}", 2017),
        (f"- Vaswani A., Shazeer N., Parmar N. {T} // NIPS. 2017. {A}", 2017),
        (f'- T. Vaswani et al., "{T}," arXiv:1706.03762, 2017.', 2017),
        (f"- [2017 NeurIPS] {T}, [[paper]]({A})", 2017),
        (f"- J. Doe, B. Roe, and C. Lee, **{T}**, NeurIPS 2017 (spotlight). [pdf]({A})", 2017),
        (f'See also "{T}", Vaswani et al 2017: {A}', 2017),
        (f'The best intro is "{T}" ({A}), which is long.', None),
        (f"- {T} ([Vaswani & Shazeer, 2017]({A}))", 2017),
        (f"- [ ] read {T} paper {A}".replace(" paper ", " "), None),
        (f"**Title:** {T}\n**Authors:** Vaswani\n**Venue:** NIPS 2017\n**Link:** {A}", 2017),
        (f"Title: {T}\nAuthors: Vaswani\nYear: 2017\nURL: {A}", 2017),
        (f"**{T}** \\\n*Vaswani, Shazeer* \\\nNIPS 2017. [[Paper]({A})] [[Code]({C})]", 2017),
        (f"### {T} (Vaswani et al., 2017)\n[arXiv]({A}) | [code]({C})", 2017),
        (f"**Week 1 (Jan 10)**: {T} [[pdf]]({A}), presenter: Ann", None),
        (f"- Jan 31 – {T} – {A}", None),
        (f"- Lecture 8: {T} [slides](https://e.org/s) [paper]({A})", None),
        (f"- [{T}]({A}) - Vaswani et al., arXiv 2017.", 2017),
        (f"- [{T}]({A}), NIPS, Dec 2017.", 2017),
        (f"- [{T}]({A}) [2017]", 2017),
        (f"- {T}. OpenAI. NeurIPS 2017. [pdf]({A})", 2017),
        (f"- {A} -> {T}. Vaswani et al.", None),
        (f"- 📄 {T} :fire: {A}", None),
        (f"{{{{[[TODO]]}}}} {T} {A}", None),
        (f"- TODO #papers {T} {A}", None),
        (f"- {T} [[vaswani2017attention]] {A}", None),
    ],
)
def test_title_and_year(text: str, year: int | None) -> None:
    one = paper(text)
    assert one.title is not None
    assert (one.title.removesuffix(": a tale"), one.year) == (T, year)


@pytest.mark.parametrize(
    "text",
    [
        f"alice  10:02 AM\n{A}\n{T}",
        f"On Tue, Jan 5, 2021 at 9:14 AM Jane Doe <j@e.org> wrote:\n{A}",
        f"If you use this, please cite [our paper]({A}):",
        f"- code not released, but see {A}",
        f"- interesting! {A}",
        f"- {A} - the simplest paper of all",
        f"I really liked this one: {A}",
        f"Read this: {B}. Then this: {A}.",
        f"This builds on [Vaswani et al. (2017)]({A}).",
        f"| Week | Date | Read |\n|--|--|--|\n| 3 | Sep 19 | [[pdf]]({A}) |",
        f"- See also: {A}",
        f"- [paper1]({A}) [paper2]({B})",
        f"- Zum Artikel [hier]({A})",
        f"## 论文阅读笔记\n- [论文]({A})",
    ],
)
def test_no_title(text: str) -> None:
    assert paper(text).title is None


@pytest.mark.parametrize(
    ("text", "titles", "annotation"),
    [
        (f"- Models: Adam ({A}), AdamW ({B})", ["Adam", "AdamW"], "Models"),
        (f"- ResNet {A}, DenseNet {B}", ["ResNet", "DenseNet"], None),
        (f"One Thing {A} Two: of Many Things {B}", ["One Thing", "Two: of Many Things"], None),
        (
            f"First Things {A}\nnice, really\nSecond Things {B}",
            ["First Things", "Second Things"],
            "",
        ),
        (f"[ ] First {A}\n[x] Second {B}", ["First", "Second"], None),
        (f"> a\n>\n> First Things\n> {A}\n>\n> Second Things\n> {B}", None, ""),
    ],
)
def test_several_in_a_row(text: str, titles: list[str] | None, annotation: str | None) -> None:
    found = mentions(text, "n.txt")
    assert [one.title for one in found] == (titles or ["First Things", "Second Things"])
    if annotation != "":
        assert {one.annotation for one in found} == {annotation}


def test_states_of_lines_without_bullets() -> None:
    assert [one.state for one in mentions(f"[ ] First {A}\n[x] Second {B}")] == ["open", "done"]


@pytest.mark.parametrize(
    ("text", "annotation"),
    [
        (f"- Artikel: [{T}]({A}) – nice one", "nice one"),
        (f"- [{T}]({A}) (2017): nice one", "nice one"),
        (f"- [{T}]({A}) notes: cheap", "cheap"),
        (f"- :page_facing_up: [{T}]({A}) :fire:", None),
        (f"- 《{T}》， {A} ，很好。", "很好。"),
    ],
)
def test_annotation(text: str, annotation: str | None) -> None:
    assert paper(text).annotation == annotation


@pytest.mark.parametrize(
    "text",
    [
        f"**{T}** (NeurIPS'17) [[paper]]({A}) [[code]]({C})",
        f"**{T}** \\\nNIPS 2017. [[Paper]({A})] [[Code]({C})]",
        f"## {T}\n[paper]({A}) | [code]({C})",
        f"## Papers to reproduce\n- [x] [{T}]({A})\n  - code {C}",
    ],
)
def test_code_belongs_to_its_paper(text: str) -> None:
    first, code = mentions(text)
    assert (first.title, code.title, code.parent) == (T, None, first.identifier)


_UNITS = f"""
Name (https://arxiv.org/abs/1706.03762), #Authors: a\n  #2021-01-01 #A — #Aa & #[10:21] a: x\n
#[ ] [a b]({A})\n#<http://a|#Week 1 (Jan 1): #NeurIPS A A #张三,
""".strip()


@pytest.mark.parametrize("unit", _UNITS.split("#"))
@pytest.mark.parametrize("head", ["- ", "", f"- [A b]({A}) "])
def test_long_notes_take_no_more_than_their_share(unit: str, head: str) -> None:
    def seconds(length: int) -> float:
        note = Note("n.md", head + (unit * length)[:length] + " " + A)
        start = time.process_time()
        extract(note, until=2612)
        return time.process_time() - start

    assert seconds(64_000) < 16 * seconds(8_000) + 0.15


@pytest.mark.parametrize(
    ("text", "title", "year", "annotation"),
    [
        (f"- A B C (2017)\n  - [paper]({A})\n", "A B C", 2017, None),
        (f"- **A B C**, 2017\n  - [pdf]({A})\n", "A B C", 2017, None),
        (f"- 2017 A B C\n  - {A}\n", "A B C", 2017, None),
        (f"- A B C (2017): my note\n  - [paper]({A})\n", "A B C", 2017, None),
        (
            f"- [A B C]({A})\n  - a trick\n    - and another\n- other\n",
            "A B C",
            None,
            "a trick and another",
        ),
        (f"- A B C\n  - [paper]({A})\n  - a trick\n", "A B C", None, "a trick"),
        (f"- [A B C]({A}) - read once more {B[:20]}\n", "A B C", None, "read once more"),
        (f"```console\n$ cat {A}\n```\n", None, None, None),
    ],
)
def test_what_stands_around_an_item_is_about_it(
    text: str, title: str | None, year: int | None, annotation: str | None
) -> None:
    one = extract(Note("n.md", text), until=2612).mentions[0]
    assert (one.title, one.year, one.annotation) == (title, year, annotation)


def test_dated_items_in_one_line() -> None:
    git = "[git](https://github.com/g/bert)"
    text = (
        f"2017 Attention {A} - clever - [git](https://e.org/a) - 2018 BERT {B} - long - {git} -\n"
    )
    found = extract(Note("n.md", text), until=2612).mentions
    told = [(one.title, one.year, one.annotation) for one in found if one.parent is None]
    assert told == [("Attention", 2017, "clever"), ("BERT", 2018, "long")]
    assert found[-1].parent == found[2].identifier


def test_a_paper_that_another_is_compared_with_has_no_title() -> None:
    text = f"- (2019) [T]({A}), see also {B}\n"
    first, second = extract(Note("n.md", text), until=2612).mentions
    assert (first.title, first.year) == ("T", 2019)
    assert (second.title, second.year) == (None, None)


def test_an_entry_without_an_identifier_is_reported() -> None:
    text = "@misc{a, title={A Book}}\n@misc{b, eprint={1706.03762}, pages={1204.1234}}\n"
    found = extract(Note("n.bib", text), until=2612)
    assert [one.key for one in found.mentions] == ["b"]
    (problem,) = found.problems
    assert (problem.line, problem.column) == (1, 1)
    assert "the entry a names no arXiv identifier" in problem.what
