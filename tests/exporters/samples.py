"""Libraries for the tests of the exporters: one of every kind of reference, and hard ones."""

from __future__ import annotations

import re

from paperbib.identifiers import doi, whole
from paperbib.model import Library, Mention, Name, PartialDate, Record, Reference

ABSTRACT = "We gain 50% of $O(n \\log n)$ for R&D_1 #2, {see} x^2 ~ \\input{evil}."


def record(identifier: str, **fields: object) -> Record:
    return Record.model_validate({"source": "arxiv", "identifier": identifier} | fields)


def mention(identifier: str, **fields: object) -> Mention:
    return Mention(whole.parse(identifier), "notes.md", **fields)  # type: ignore[arg-type]


def reference(identifier: str, *parts: Record | Mention) -> Reference:
    """A reference with the DOIs that its records give, as `merge` makes them."""
    primary = whole.parse(identifier)
    records = tuple(part for part in parts if isinstance(part, Record))
    given = (doi.parse(one) for part in records for one in re.split("[, ]+", part.doi or ""))
    named = dict.fromkeys(cited.identifier for cited in given if cited)
    return Reference(
        identifiers=(primary, *(one for one in named if one != primary)),
        records=records,
        mentions=tuple(part for part in parts if isinstance(part, Mention)),
    )


def titled(title: str, identifier: str = "arxiv:1706.03762", **fields: object) -> Reference:
    return reference(identifier, record(identifier, title=title, **fields))


VASWANI = reference(
    "arxiv:1706.03762",
    record(
        "arxiv:1706.03762",
        title="Attention Is All You Need: BERT in $\\mathcal{O}(n)$ at 50% Cost",
        authors=(
            Name(family="Vaswani", given="Ashish"),
            Name(literal="ATLAS Collaboration"),
            Name(family="King", given="Martin Luther", suffix="Jr."),
            Name(family="van der Maaten", given="Laurens"),
            Name(family="Erdős", given="Pál"),
            Name(family="Sukarno"),
        ),
        published=PartialDate(year=2017, month=6, day=12),
        abstract=ABSTRACT,
        primary_category="cs.CL",
    ),
    mention(
        "arxiv:1706.03762",
        section=("Reading", "Transformers, attention"),
        annotation="The one to read first; see section 3.2 & fig. 1.",
        state="done",
        line=3,
        column=7,
        raw="https://arxiv.org/abs/1706.03762",
    ),
)

PINNED = reference(
    "arxiv:hep-ex/9901001",
    record(
        "arxiv:hep-ex/9901001",
        title="Search for $H \\to \\gamma\\gamma$ in pp Collisions",
        authors=(Name(family="Aad", given="G."),),
        published=PartialDate(year=1999, month=1),
        primary_category="hep-ex",
        journal_ref="J. Tests & Measures 12 (1999) 1-10.",
        doi="10.1000/xyz_123",
    ),
    mention("arxiv:hep-ex/9901001", version=2, section=("Physics",), state="open"),
)

FORMS = Library(
    references={
        "vaswani2017attention": VASWANI,
        "aad1999search": PINNED,
        "unknown2102": reference(
            "arxiv:2102.00001", mention("arxiv:2102.00001", title="The Note's Own Title")
        ),
        "untitled2102": reference("arxiv:2102.00002"),
        "doi2018": reference(
            "doi:10.1109/ICASSP.2018.8461990",
            mention("doi:10.1109/ICASSP.2018.8461990", title="Speech Paper", year=2018),
        ),
        "sici": reference("doi:10.1002/(SICI)1097(1998)49:8<693::AID-ASI4>3.0.CO;2-O"),
        "repository": reference(
            "url:https://github.com/coqui-ai/TTS",
            mention(
                "url:https://github.com/coqui-ai/TTS",
                section=("Reading", "Transformers, attention"),
                parent="arxiv:1706.03762",
            ),
        ),
        "blog2015": reference(
            "url:https://www.karpathy.github.io/2015/a_b?c=1&d=%20",
            mention(
                "url:https://www.karpathy.github.io/2015/a_b?c=1&d=%20",
                title="The Unreasonable Effectiveness of RNNs",
                year=2015,
                annotation="a\nb",
            ),
        ),
        "page": reference("url:https://bücher.example/ö?q={1}"),
    }
)

_NASTY_TITLES = (
    "R&D at 100% Cost: snake_case, C#, $5 and $6, a~b, x^2, <tag>, a\\b, {braces} “quoted” — Naïve",
    "\\input{/etc/passwd} \\write18{rm} \\end{document} ^^5c }}{{ \\",
    "@misc{evil, title = {x}}",
    "α-Stable β-VAE at √s = 7 TeV with H₂O ≤ ∞ → ℝⁿ, Γ and ΔE",
    "œuvre đakovo þorn ð ț × ± ° µ ® – ‘x’ … a\u00a0b ½ £ § ß ø æ ł ı ż å",
    "Speed $O(n^2)$, $\\frac{1}{2}$ and {\\cal N} = $x_1^2$$y$ or $\\undefined{x}$ or $x^2^3$",
    "GPT-3, RoBERTa, pNLP-Mixer and FlashAttention with IO-Awareness: iPhone's U-Net vs. A Thing",
    "% comment\nand a line",
    "Unbalanced { brace and \\{ another",
    "Ąžuolas ő Ż Ǒ ğ ģ ŕ ů ý İ",
)
_NASTY_NAMES = (
    Name(family="Ångström", given="Émile"),
    Name(family="Erdős", given="Pál"),
    Name(family="Łukasiewicz", given="Đorđe"),
    Name(family="Straße", given="Øystein"),
    Name(family="O'Brien", given="Seán"),
    Name(family="de la Vallée Poussin", given="Charles"),
    Name(family="Þórðarson", given="Ægir-Œuvre"),
    Name(family="King", given="Martin Luther", suffix="Jr."),
    Name(family="Smith, PhD", given="John and Jane"),
    Name(literal="Barnes and Noble, Inc."),
    Name(literal="others"),
    Name(family="{Curly", given="100% #1 $x_y"),
    Name(family="Pham", given="Văn ß. Țepeș"),
    Name(family="Bia(ł)ecki]", given="[Mariusz"),
    Name(family="\\'Alvarez", given="^a ~b <c"),
    Name(given="Plato"),
)
NASTY = Library(
    references={
        f"nasty{number}": reference(
            f"arxiv:2101.{number + 1:05}",
            record(
                f"arxiv:2101.{number + 1:05}",
                title=title,
                authors=_NASTY_NAMES[-number:] + _NASTY_NAMES[:-number],
                published=PartialDate(year=2021, month=number % 12 + 1),
                abstract=f"{ABSTRACT} {title}",
                primary_category="cs.LG",
                journal_ref=title,
            ),
            mention(
                f"arxiv:2101.{number + 1:05}", section=(title,), annotation=title, state="open"
            ),
        )
        for number, title in enumerate(_NASTY_TITLES)
    }
)

VIETNAMESE = Library(
    references={
        "nguyen2022": titled(
            "Tiếng Việt: Ṩ ấ ệ ǖ ņ̃ ǻ ạ ḡ ṃ ḻ x̂",
            "arxiv:2201.00001",
            authors=(Name(family="Nguyễn", given="Ấn Độ"), Name(family="Trần", given="Đặng")),
            published=PartialDate(year=2022),
        )
    }
)
"""Letters beyond T1: biber hands them to TeX raw, and misreads those with two marks."""

LATIN = Library(references={**FORMS.references, **NASTY.references})
"""Everything that pdflatex has glyphs for."""

CROWD = Library(
    references={f"page{number}": reference(f"url:https://x.org/{number}") for number in range(27)}
)
"""More pages of one host than natbib has letters to tell them apart."""

WORLD = Library(
    references={
        "li2020": titled(
            "深度学习 and 😀",
            "arxiv:2001.00001",
            authors=(
                Name(family="李", given="明"),
                Name(family="Иванов", given="Иван"),
                Name(family="Smith", given="李"),
            ),
        ),
        "page": reference("url:https://例え.jp/日本"),
    }
)
"""Scripts that need xelatex or lualatex and a font."""
