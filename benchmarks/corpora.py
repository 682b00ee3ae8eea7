"""Notes to measure with, always the same ones: prose, lists of links, hostile notes.

Every word is made up; nothing is anybody's note.
"""

from __future__ import annotations

import random

_WORDS = """a about above after all also an and and another any are as at be because been before
between both but by can change choice clear cold common could data day deep detail does each early
effect end error even every example far few field figure first for found from further gain general
give good group had has have held here high how idea if in in into is is it its kept kind large
last later layer learning least less level like line little long loss made many may mean measure
method model more most much must near network never new no noise not nothing number of of often on
once one only open or order other our out over part people place plain point problem question quite
rate read reason result rule same sample scale section see set several shape short should show side
simple since size small so some space state step still such sum table task test than that the the
the their them then there these they thing this those three through time to to together too trained
true turn two under until up use value very was way we well were what when where which while who
why with without word work would write year""".split()
_ASIDES = ("and/or", "(say 3.5 times)", "in 2017:", "0.25", "- at last -", "so-called", "100,000")
_TYPESET = ("— at last —", "“so-called”", "naïve", "R&D", "it’s", "pages 3–5", "x < y", "`code`")
_UNITS = r"""( [a [x]( ![ <a <!-- ` ```\n -␣ >␣ *a␣ _ |a & &amp; \ # \n~~~\n :// // { " http:// www.
a.org/ https://e.org/␣ https://e.org/( https://e.org/?u=https:// 10. 10.1000/ 10.1000/a( doi: é \r
doi:10.1000/a, 1706.03762 1706.03762␣ arXiv: arXiv:1706.03762, hep-th/ hep-th/9901001␣ é1706.03762␣
corr/abs-1706-03762 %2F -␣[x](https://e.org/)\n [x]:␣https://e.org/\n [x]\n\n 2017␣Title␣ -␣a\n
{"url":"https://e.org/"}\n \cite{a} [[https://e.org/][a]] `a␣<https://e.org/>`_ |␣a␣|␣b␣|\n
""".split()


def _sentence(chance: random.Random, asides: tuple[str, ...] = _ASIDES) -> str:
    """Words in a row, in one sentence of ten with something else between them."""
    words = chance.choices(_WORDS, k=chance.randrange(6, 26))
    if chance.random() < 0.1:  # noqa: PLR2004
        words[chance.randrange(len(words))] = chance.choice(asides)
    return " ".join(words).capitalize() + chance.choice(".......?!:")


def _name(chance: random.Random, length: int, mark: str = " ") -> str:
    """A name of a few words."""
    return mark.join(chance.choice(_WORDS).capitalize() for _ in range(length))


def _address(chance: random.Random, kind: str) -> str:
    """An address of a repository, a paper, an article or a page."""
    year, number = chance.randrange(15, 26), chance.randrange(20_000)
    if kind == "arxiv":
        return f"https://arxiv.org/abs/{year}{chance.randrange(1, 13):02}.{number:05}"
    if kind == "doi":
        return f"https://doi.org/10.1145/{3_000_000 + number}.{3_100_000 + number}"
    if kind == "page":
        return f"https://{_name(chance, 1).lower()}.example.org/{_name(chance, 3, '-').lower()}/"
    return f"https://github.com/{_name(chance, 1, '').lower()}{number}/{_name(chance, 2, '-')}"


def prose(size: int, *, is_typeset: bool = False) -> str:
    """Paragraphs, some of a line, some of many, under headings; a link in 20 KB.

    Args:
        size: So many characters, about.
        is_typeset: With dashes, quotes and letters beyond ASCII, as books have them.
    """
    chance = random.Random(1)  # noqa: S311 - the same notes always
    asides = _TYPESET if is_typeset else _ASIDES
    sentences = [_sentence(chance, asides) for _ in range(20_000)]
    parts, length, due = [], 0, 10_000
    while length < size:
        words = chance.choices(sentences, k=chance.randrange(2, 9))
        if length > due:
            title, kind = _name(chance, 4), chance.choice(("arxiv", "arxiv", "doi", "page"))
            linked = f"As [{title}]({_address(chance, kind)}) shows, it is so."
            words[0] = chance.choice((linked, linked, f"See {_address(chance, kind)}."))
            due += 20_000
        if chance.random() < 0.2:  # noqa: PLR2004
            parts.append(f"## {_name(chance, 3)}")
        parts.append(chance.choice((" ", "\n")).join(words))
        length += len(parts[-1]) + 2
    return "\n\n".join(parts)


def _item(chance: random.Random) -> str:
    """An entry of a list of links."""
    title, words = _name(chance, chance.randrange(2, 8)), _sentence(chance)
    kind = chance.choices(("repository", "page", "arxiv", "doi"), (70, 10, 15, 5))[0]
    link = f"[{title}]({_address(chance, kind)})"
    form, paper = chance.random(), _address(chance, "arxiv")
    if form < 0.72:  # noqa: PLR2004
        return f"- {link} - {words}"
    if form < 0.86:  # noqa: PLR2004
        return f"  - {link} - {words}"
    if form < 0.93:  # noqa: PLR2004
        return f"* **{link}** ({chance.randrange(2015, 2026)}): {words}"
    return f"- {title}. {words} [[paper]({paper})] [[code]({_address(chance, '')})]"


def lists(size: int) -> str:
    """Lists full of links, as people keep them: a heading, a sentence, twenty entries."""
    chance = random.Random(2)  # noqa: S311 - as above
    parts, length = [], 0
    while length < size:
        parts.append(f"\n## {_name(chance, 2)}\n\n{_sentence(chance)}\n")
        parts += [_item(chance) for _ in range(20)]
        length += sum(map(len, parts[-21:])) + 21
    return "\n".join(parts)


def hostile_units() -> list[str]:
    """What hostile notes are made of: each over and over."""
    blanks = {"␣": " ", r"\n": "\n", r"\r": "\r"}
    units = list(_UNITS)
    for mark, blank in blanks.items():
        units = [unit.replace(mark, blank) for unit in units]
    return units
