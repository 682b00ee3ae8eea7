"""A library that hurts: every hard character in every field, and every hostile text.

`LATIN` is what pdflatex has glyphs for, `WORLD` what needs other fonts, `HUGE` what
is large, `TORTURE` is all of it.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from tests.exporters.samples import mention, record, reference

from paperbib.model import Library, Name, PartialDate, Record, Reference

LETTERS = (
    *("é ö ñ ç š ř ğ ā í ő ű ż å ß ø æ ł ı đ þ ð ț œ ą ě ů ý ĺ ģ ń ŭ Đ Þ Ð Ț Œ Å Ø Æ Ł".split()),
    *("é e\u0301".split()),
)
"""Of the escape matrix; capitals; composed of two characters."""
SIGNS = (
    *("& % _ # $ ~ ^ \\ < > { } {} \" ' ` | @ = , ; : / * + ? ! [ ] ( )".split()),
    *("“ ” ‘ ’ „ « » – — … × ± ° µ ® © § £ ½ ² ³ ¿ ¡ · †".split()),
    *("\u00a0", "\u00ad", "\u200b", "\ufeff", "\u202e", "\u2028", "\x00", "\x1b", "\x85", "\t"),
    *("\ud800", "\ufffe", "\ufffd"),
)
"""What one format or another reads as a command, and what nobody sees."""
MATHS = (
    *("α β γ λ ω ∞ ≤ ≥ → ℓ √s − ₂ H₂O x² ℝ ∈ ∑ ∂ ≈ ∝".split()),
    *("$\\alpha$", "$O(n \\log n)$", "$\\mathcal{O}(n)$", "$\\frac{1}{2}$", "$x_1^2$$y$"),
    *("$\\sqrt{s}=13$ TeV", "$\\undefined{x}$", "$x^2^3$", "$a", "a$", "$$", "$ $", "$\\{$"),
    *("$\\omega$", "$\\infty$", "{\\cal N}=4", "$B\\to K^*\\mu^+\\mu^-$", "$1/N_c$", "\\(x\\)"),
    *("$\\input{evil}$", "$\\write18{rm}$", "$}{$", "$\\begin{array}{c}a\\\\b\\end{array}$"),
)
ATTACKS = (
    *("\\input{/etc/passwd}", "\\include{evil}", "\\write18{rm -rf ~}", "\\immediate\\write18{ls}"),
    *("\\csname input\\endcsname{evil}", "^^5cinput{evil}", "\\end{document}", "\\catcode`\\@=0"),
    *("\\def\\x{\\x}\\x", "\\loop\\iftrue\\repeat", "\\openout5=evil.tex", "\\verb|x|", "\\\\"),
    *("a } b", "a { b", "}}}}", "{{{{", "\\{", "\\}", "a \\", "{\\", "\\{ {", "}{", "{}}{"),
    *("@misc{evil, title = {x}}", "@", "x@y.org {z}", "@comment{a", "\n@string{a = b}\n", "@@"),
    *("% comment\nand a line", '" # jan # "', "a # b", "}, url = {http://evil.example/", "%"),
    *(
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "</title><b>x",
        "&lt;b&gt; &amp;",
    ),
    *("<!-- x", "]]>", "<i>x</i> and <sub>2</sub>", "[x](javascript:alert(1))", "![x](y)", "`x`"),
    *("=1+1", "+1", "-1+1", "@SUM(A1)", "=cmd|' /C calc'!A0", "\t=1", "a\tb", "a;b,c"),
    *(
        "null",
        "~",
        "true",
        "no",
        "1.0",
        "0x1F",
        "2017-06-12",
        "- x",
        "? x",
        "x: y",
        "x #y",
        "!!str",
    ),
    *("&a *a", "---", "...", "'x'", '"x"', "[a, b]", "{a: b}", "| x", "> x", "%YAML 1.2", "\\x41"),
    *(
        "TY  - JOUR\nER  - ",
        "ER  - ",
        "AU  - Evil, E.",
        "\r\nER  - \r\n",
        "#strong[x]",
        "$x$ #eval",
    ),
    *(
        "and",
        "others",
        "a and b",
        "AND",
        "Jr.",
        "et al.",
        "{",
        "}",
        "van",
        "\\'",
        '\\"',
        "\\c",
        "\\H",
    ),
)
"""Injections, look-alikes, and what the readers of names take for words of theirs."""
SCRIPTS = (
    *(
        "深度学习",
        "日本語のタイトル",
        "한국어",
        "Глубокое обучение",
        "Ελληνικά",
        "עברית",
        "العربية",
    ),
    *("हिन्दी", "ไทย", "😀", "👩‍👩‍👧", "🇩🇪", "𝒪(n)", "ﬁ ligature", "①", "Z̷̢̛̘a̴l̵g̶o", "中文 and English"),
    *("ab\u202ecd", "مرحبا (x)", "ʻOkina", "Ⅷ", "\u0301x", "Ṣàngó", "ḡ ṃ ḻ x̂ ṩ", "ố", "ǻ"),
)
_PAGES = (
    *(
        "1-10",
        "1--10",
        "1–10",
        "770 – 778",
        "e1234",
        "S12-S34",
        "1-2, 5-9",
        "12",
        "i-iv",
        "A1-",
        "-",
    ),
    *("1:1-1:20", "=1-2", "100-9", "\\write18{x}", "{", "1—2"),
)
_KINDS = (
    *("article", "article-journal", "paper-conference", "chapter", "book", "thesis", "report"),
    *("document", "webpage", "repository", "software", "motion_picture", ""),
)


def _authors(text: str, number: int) -> tuple[Name, ...]:
    """A hard text as every part of a name, between two easy ones.

    No more than 26 papers of one year are of the same first author, for natbib's sake.
    """
    return (
        Name(family=f"Smith{'abcdefghij'[number // 30 % 10]}", given="John"),
        Name(family=f"A{text}b", given=f"C{text}d"),
        Name(family=text, given="Mary"),
        Name(family="van der Maaten", given=text),
        Name(family="King", given="Martin", suffix=text),
        Name(literal=f"The {text} Collaboration"),
        Name(literal=f"{text} & Co."),
        Name(family="Doe", given="Jane"),
    )


def _paper(number: int, text: str, **fields: object) -> Reference:
    identifier = f"arxiv:2001.{number + 1:05}"
    own = {
        "title": f"On {text} of X{text}y: a Study {text}",
        "authors": _authors(text, number),
        "published": PartialDate(year=1991 + number % 30, month=number % 12 + 1, day=1),
        "abstract": f"{text} We show {text}x{text}. 100% of $O(n)$ {text}",
        "primary_category": "cs.LG",
    }
    note = mention(identifier, section=(text, "Reading"), annotation=f"see {text}!", state="open")
    return reference(identifier, record(identifier, **(own | fields)), note)


def _page(number: int, text: str) -> Reference:
    """A page without a year, whose address and title are hard."""
    address = f"https://host{number % 3}.example/{number}/a{text}b?q={text}&r=1"
    try:
        return reference(
            f"url:{address}", mention(f"url:{address}", title=f"{text} page", annotation=text)
        )
    except ValueError:
        return reference(f"url:https://host.example/{number}")


def _published(number: int, kind: str, text: str, pages: str) -> Reference:
    """What a person says to be published, in every kind, with hard fields."""
    own = {
        "title": text,
        "doi": f"10.1000/x_{number}",
        "journal_ref": f"J. {text} 1 (2001) {pages}",
    }
    paper = _paper(number, text, **own)
    said = {
        "source": "override",
        "identifier": str(paper.identifier),
        "kind": kind or None,
        "container_title": f"Journal of {text} & Tests",
        "volume": f"1{text}",
        "issue": f"2{text}",
        "pages": pages,
        "publisher": f"{text} Press",
        "issued": PartialDate(year=1991 + number % 30, month=5),
        "tags": (text, "vision"),
        "note": f"Note {text}",
    }
    records = (Record.model_validate(said), *paper.records)
    return paper.model_copy(update={"records": records})


def _texts(texts: tuple[str, ...], prefix: str, start: int) -> dict[str, Reference]:
    """A paper, a page and something published for each text."""
    kinds, pages = itertools.cycle(_KINDS), itertools.cycle(_PAGES)
    found = {}
    for number, text in enumerate(texts):
        found[f"{prefix}{number:03}paper"] = _paper(start + number, text)
        found[f"{prefix}{number:03}page"] = _page(start + number, text)
        found[f"{prefix}{number:03}published"] = _published(
            start + 1000 + number, next(kinds), text, next(pages)
        )
    return found


def _odd() -> Iterator[tuple[str, Reference]]:
    """References that lack something, or have it in an odd way."""
    yield "odd-nothing", reference("arxiv:2301.00001")
    yield "odd-doi", reference("doi:10.1002/(SICI)1097(1998)49:8<693::AID-ASI4>3.0.CO;2-O")
    yield "odd-no-authors", _paper(7001, "x", authors=())
    yield "odd-no-abstract", _paper(7002, "x", abstract="")
    yield (
        "odd-blank",
        _paper(7003, "x", title=" \u200b\n", abstract=" \n ", authors=(Name(literal=" "),)),
    )
    yield "odd-no-date", _paper(7004, "x", published=None)
    yield "odd-year", _paper(7005, "x", published=PartialDate(year=2020))
    yield "odd-early", _paper(7006, "x", published=PartialDate(year=99, month=1))
    yield "odd-given", _paper(7007, "x", authors=(Name(given="Plato"), Name(family="Sukarno")))
    pinned = "arxiv:hep-th/9901001"
    yield (
        "odd-pinned",
        reference(
            pinned, record(pinned, title="Pinned", published=None), mention(pinned, version=3)
        ),
    )
    for number in range(320):
        address = f"https://crowd.example/{number}"
        yield f"crowd{number:03}", reference(f"url:{address}")
    for number in range(40):
        address = f"https://github.com/owner{number}/re_po.{number}"
        yield f"repository{number:03}", reference(f"url:{address}")
    for number in range(26):
        yield (
            f"twin{number:03}",
            _paper(
                7110 + number,
                "twin",
                authors=(Name(family="Twin"),),
                published=PartialDate(year=2019),
            ),
        )


def _huge() -> Iterator[tuple[str, Reference]]:
    many = tuple(Name(family=f"Family{one}", given=f"É. Given{one}") for one in range(3000))
    yield "huge-authors", _paper(8001, "many", authors=many)
    atlas = (Name(literal="ATLAS Collaboration"), *many)
    yield "huge-collaboration", _paper(8002, "many", authors=atlas)
    abstract = "We gain 50% of $O(n \\log n)$ for R&D_1 {see} x^2 Ж “quoted” — é. " * 600
    yield "huge-abstract", _paper(8003, "long", abstract=abstract)
    yield "huge-word", _paper(8004, "long", abstract="x" * 40_000)
    yield "huge-braces", _paper(8005, "long", abstract="{" * 20_000 + "$" * 20_000)
    yield "huge-title", _paper(8006, "long", title="A Very Long Title, With Words and BERT " * 50)


LATIN = Library(
    references=_texts(LETTERS, "letter", 0)
    | _texts(SIGNS, "sign", 100)
    | _texts(MATHS, "maths", 200)
    | _texts(ATTACKS, "attack", 300)
    | dict(_odd()),
    aliases={"old-name": "odd-pinned", "older-name": "odd-pinned", "was": "odd-nothing"},
)
"""What pdflatex has glyphs for."""
WORLD = Library(references=_texts(SCRIPTS, "script", 500))
"""Scripts that need an engine of Unicode and a font."""
HUGE = Library(references=dict(_huge()))
"""Papers of thousands of authors, and abstracts of 40,000 characters."""
MASSES = tuple(key for key in LATIN.references if key.startswith(("crowd", "repository", "twin")))
"""The keys of what is there for its number alone."""
TORTURE = Library(
    references={**LATIN.references, **WORLD.references, **HUGE.references}, aliases=LATIN.aliases
)
