"""Reading in pieces: the same as reading the whole, and only where there is something."""

import random
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paperbib.extract import extract, extract_stream, markdown, plain
from paperbib.extract.context.sections import Sections
from paperbib.extract.mentions import find
from paperbib.extract.passage import Headings
from paperbib.extract.pieces import PARAGRAPHS, last_cut, pieces
from paperbib.extract.reading import Extract, Format, whole
from paperbib.model import Note

UNTIL = 2612
A = "https://arxiv.org/abs/1706.%05d"
BLOCKS = """
# Head
## Sub head
Setext|===
Setext two|---
- [Title here](URL) - a description.
- plain item
  - nested [x](URL)
  continued URL
1. first URL
2. second (URL)
|
|
text without
URL
Some *text* with URL and more
> quote URL
```
~~~
<!-- c
-->
<ul>
<li><a href='URL'>T</a></li>
</ul>
| a | b ||---|---|| [T](URL) | x |
2017 A title|URL -
    indented URL
- [ ] todo URL
- [x] done [T](URL)
* star URL
arXiv:1713.00001
loss 1502.03456
%% c URL
%%
---
+++
a\\_b &amp; c
[ref]: URL
[^1]: URL
see [ref]
<details>
</details>
<pre>
</pre>
Title one|URL
^id
[[wiki]]
TODO x URL
key:: URL
@misc{k,|  eprint = {1706.03762}|}
-
""".strip().split("\n")
TITLES = (
    """
Title|Attention is all you need|paper|Paper: Foo|the code|BERT|GPT-2|A, B and C|what? why!|R|arXiv
Learning by Doing|Foo (Bar)|Foo 2017|link here|Title: subtitle|C++|PDF|TODO list|A/B|it's fun
Deep Learning, 2016|See blog|How-to|The Illustrated Transformer|A - B|  spaced  out|Über alles
""".replace("\n", "|")
    .strip("|")
    .split("|")
)
WORDS = (
    """
A thing.|a tool (Python), and so on|e.g. this|paper|Paper and code.|It is 3.5 fast|x / y|good: very
TCP/IP stack|by Ann, Bob|great! (really)|(2017) x|ends with,|Foo; bar - baz|2017, NIPS|the [x] thing
a. b. c|Vaswani et al., 2017|See https://e.org/zz|#tag x|v1.0|good..|1706.03762 too|in 1999|-|DONE
""".replace("\n", "|")
    .strip("|")
    .split("|")
)
ADDRESSES = (
    """
https://github.com/o/r|https://arxiv.org/abs/1706.03762v2|https://arxiv.org/abs/1713.00001|mailto:a@b
https://e.org|https://e.org/|https://e.org/a/b.html|https://doi.org/10.1000/x|http://transformer
http://localhost/x|https://e.org/a?b=1|https://e.org/a#b|https://huggingface.co/papers/1706.03762
https://dl.acm.org/doi/10.1145/1.2|https://192.168.0.1/x|https://E.org/x|https://e.org/a_(b)|./rel
https://web.archive.org/web/2020/https://arxiv.org/abs/1706.03762|https://127.0.0.1.org/x
https://img.shields.io/badge/arXiv-1706.03762-b31b1b|https://a..b/x|https://-a.org/x|https://1.2/x
""".replace("\n", "|")
    .strip("|")
    .split("|")
)


def at_once(note: Note, format_: Format) -> Extract:
    """What a note says when its parser sees all of it."""
    found = find(note, format_.passages(note, Headings()), until=UNTIL)
    sections = Sections()
    mentions = [*sections.pass_on(found.mentions, found.alone), *sections.end()]
    return Extract(mentions, found.problems, found.rejections)


def documents(seed: int, number: int) -> Iterator[str]:
    dice = random.Random(seed)  # noqa: S311 - documents, no secrets
    for _ in range(number):
        lines: list[str] = []
        for _ in range(dice.randint(1, 14)):
            line = dice.choice(BLOCKS).replace("|", "\n") if dice.random() < 0.6 else item(dice)
            while "URL" in line:
                line = line.replace("URL", A % dice.randint(1, 99999), 1)
            lines.append(line)
        yield dice.choice(["\n", "\n", "\r\n"]).join(lines) + dice.choice(["", "\n"])


def item(dice: random.Random) -> str:
    box = dice.choice(["", "", "[ ] ", "[x] ", "[-] "])
    separator = dice.choice(["", "", " - ", " – ", " — ", ": ", " ", " : ", " -"])
    words = dice.choice(WORDS) if dice.random() < 0.8 else ""
    return f"- {box}[{dice.choice(TITLES)}]({dice.choice(ADDRESSES)}){separator}{words}"


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize(("format_", "file"), [(markdown, "n.md"), (plain, "n.txt")])
def test_in_pieces_as_at_once(format_: Format, file: str, seed: int) -> None:
    for text in documents(seed, 150):
        note = Note(file, text)
        assert whole(note, format_, until=UNTIL) == at_once(note, format_), text


@given(st.text(alphabet="#-*[]()<>`~|=_ \n\r\tab1.", max_size=60))
@settings(deadline=None)
def test_any_markup_in_pieces_as_at_once(text: str) -> None:
    text = f"{text}\n{A % 1}\n{text}"
    note = Note("n.md", text)
    assert whole(note, markdown, until=UNTIL) == at_once(note, markdown)


@pytest.mark.parametrize("size", [1, 7, 1000, 1 << 20])
@pytest.mark.parametrize("file", ["n.md", "n.txt", "n.org", "n"])
def test_a_stream_gives_the_same_however_it_is_cut(file: str, size: int) -> None:
    text = "\n\n".join(documents(1, 20))
    texts = [text[start : start + size] for start in range(0, len(text), size)]
    parts = list(extract_stream(file, texts, until=UNTIL))
    expected = extract(Note(file, text), until=UNTIL)
    assert [one for part in parts for one in part.mentions] == expected.mentions
    assert [one for part in parts for one in part.problems] == expected.problems
    assert [one for part in parts for one in part.rejections] == expected.rejections


def test_a_long_stream_is_read_as_it_comes() -> None:
    """Memory is bounded: what is not needed any more is let go."""
    seen = 0

    def texts() -> Iterator[str]:
        nonlocal seen
        for number in range(6):
            seen = number
            yield "".join(
                f"# Part {number}.{line}\n\n- see {A % (line % 9999 + 1)} for more\n\n" + "x" * 900
                for line in range(1100)
            )

    first = 0
    lines = [1]
    for found in extract_stream("n.md", texts(), until=UNTIL):
        first = first or (seen if found.mentions else 0)
        lines += [one.line for one in found.mentions]
    assert first < 4
    assert len(lines) == 6600 + 1
    assert lines == sorted(lines)
    assert lines[-1] == 4 * 6600 - 1


def test_a_file_too_long_for_its_format_is_running_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("paperbib.extract.reading.LARGEST_WHOLE", 5000)
    monkeypatch.setattr("paperbib.extract.reading._PORTION", 1000)
    text = '{"papers": [' + ", ".join(f'"{A % number}"' for number in range(1, 300)) + "]}"
    parts = list(extract_stream("n.json", [text[:900], text[900:]], until=UNTIL))
    (problem,) = [one for part in parts for one in part.problems]
    assert "too long" in problem.what
    found = [one.identifier.value for part in parts for one in part.mentions]
    assert found == [f"1706.{number:05d}" for number in range(1, 300)]


def test_only_what_has_a_trace_is_parsed() -> None:
    text = f"# One\n\nprose\n\n## Two\n\n- item {A % 1}\n- other\n\nmore\n"
    found = [(text[one.start : one.end], one.is_heading) for one in pieces(text, PARAGRAPHS)]
    assert found == [(f"- item {A % 1}\n- other\n\n", False)]
    found = [
        (text[one.start : one.end], one.is_heading) for one in pieces(text, markdown.cutting(text))
    ]
    assert found == [("# One\n", True), ("## Two\n", True), (f"- item {A % 1}\n", False)]


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("a\n\nb\n- c\n", "- c\n"),
        ("a\n\nb c", "b c"),
        ("```\n\na\n\nb\n", "```\n\na\n\nb\n"),
        ("a\n\n<!-- b\n\nc", "<!-- b\n\nc"),
        ("a\n\n  b\n", "a\n\n  b\n"),
        ("[a]: https://e.org\n\n[a]\n", "[a]: https://e.org\n\n[a]\n"),
        ("---\ntitle: x\n\n# no\n---\n\n# T\n", "# T\n"),
    ],
)
def test_where_a_text_that_goes_on_is_cut(text: str, rest: str) -> None:
    assert text[last_cut(text, markdown.cutting(text)) :] == rest


def test_time_grows_with_the_text() -> None:
    """Traces without a place to cut between them must not be looked for again and again."""
    for unit in ("1706.03762 ", "a\n  1706.03762\n", "- [a](https://e.org/a)\n", "\\_", "# a\n"):
        text = unit * (400_000 // len(unit))
        number = sum(1 for _ in pieces(text, markdown.cutting(text)))
        assert number <= text.count("\n") + 1
