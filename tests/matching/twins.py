"""Preprints and their articles, and papers that only look like that. Made up from a seed.

Knows nothing of how works are compared: papers come from teams that work on a topic for
years, a twin is what a publisher makes of a preprint, a near miss is what people do publish
beside a paper.
"""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable
from typing import NamedTuple

from paperbib.matching import Work
from paperbib.model import Name

_FIELDS = (
    (
        "contrastive recurrent convolutional generative variational probabilistic hierarchical "
        "attentive causal federated adversarial",
        "representation learning|image segmentation|speech recognition|machine translation|"
        "graph embedding|program synthesis|reward modelling|document retrieval|"
        "visual question answering|knowledge distillation|domain adaptation|pose estimation",
        "low-resource languages|medical images|autonomous driving|protein sequences|"
        "long documents|street scenes|sensor networks|electronic health records|"
        "mobile devices|multi-agent games|satellite imagery|source code",
    ),
    (
        "relativistic topological superconducting magnetic anisotropic turbulent thermal "
        "gravitational spin-polarised non-equilibrium",
        "phase transitions|neutrino oscillations|Majorana modes|heat transport|"
        "vortex dynamics|electron scattering|dark matter annihilation|magnetisation reversal|"
        "cosmic microwave background|quark gluon plasma|photon emission",
        "twisted bilayer graphene|neutron stars|optical lattices|$\\alpha$-RuCl$_3$|"
        "dwarf galaxies|quantum dots|heavy ion collisions|spin glasses|thin films|"
        "honeycomb lattices|protoplanetary discs|CO$_2$ ices",
    ),
    (
        "elliptic stochastic hyperbolic combinatorial algebraic p-adic equivariant degenerate "
        "semilinear non-commutative",
        "moduli spaces|boundary value problems|cluster algebras|random walks|"
        "spectral gaps|Galois representations|Ricci flow|knot invariants|"
        "sphere packings|chromatic polynomials|free resolutions",
        "Fano threefolds|expander graphs|compact Lie groups|K3 surfaces|Kähler manifolds|"
        "Erdős–Rényi graphs|number fields|symmetric groups|Carnot groups|toric varieties",
    ),
    (
        "longitudinal genomic epigenetic metabolic clinical behavioural neuronal immune "
        "microbial developmental",
        "gene expression|T-cell responses|synaptic plasticity|tumour growth|sleep quality|"
        "protein folding|antibiotic resistance|seed dispersal|insulin secretion|wound healing",
        "zebrafish larvae|older adults|Arabidopsis thaliana|rural communities|mouse cortex|"
        "type 2 diabetes|coral reefs|pancreatic cancer|soil bacteria|premature infants",
    ),
)
_FORMS = (
    "{adjective} {topic} in {place}",
    "{Topic} of {place} by {adjective} {second}",
    "{adjective} models of {topic} for {place}",
    "On the {adjective} {topic} of {place}",
    "Towards {adjective} {topic} with {place}",
    "{Topic} and {second} in {place}",
    "A {adjective} analysis of {topic} in {place}",
    "How {adjective} {topic} shapes {place}",
    "{Topic} meets {second}: a {adjective} view of {place}",
    "{Name}: {adjective} {topic} for {place}",
)
_SUBTITLES = (
    "evidence from a large cohort|a unified perspective|insights from simulation|"
    "theory meets observation|lessons for the field|the role of symmetry|"
    "an information-theoretic view|when and why it works|a data-driven account|"
    "open questions and new directions"
).split("|")
_FAMILIES = """
    Müller García Nguyen Kowalski Okafor Øvergård Şahin Łukasiewicz Nakamura Fernández Dubois
    Rossi Lindström Petrović Ivanova Goldberg Haddad Schröder O’Brien D’Angelo Smith-Jones Tanaka
    Abdullah Banerjee Castillo Eriksson Fitzgerald Gutiérrez Hoffmann Iyer Jankowski Krüger
    Lefèvre Mbeki Novák Oliveira Popescu Quiroga Ramachandran Sørensen Thompson Ueda Vasiliev
    Wieczorek Yıldız Zimmermann Adeyemi Bergström Čapek Delacroix Escobar Papadopoulos Kaur
    Wang Li Zhang Chen Liu Kim Park Singh Lee
    """.split() + ["van der Berg", "de la Cruz", "von Neumann", "El Amrani"]
_GIVEN = """
    Ana Boris Chloé Dmitri Elena François Greta Hiroshi Ingrid José Katarzyna Liam María Nikolai
    Olivia Pavel Quentin Renée Søren Tomás Ursula Viktor Wei Ximena Yuki Zoë Jean-Pierre
    Mary-Anne Ming Xiaoming Rahul Aisha Björn Emeka Farid
    """.split()
_SPELLINGS = (
    ("modelling", "modeling"), ("polarised", "polarized"), ("behavioural", "behavioral"),
    ("tumour", "tumor"), ("magnetisation", "magnetization"), ("analysis", "analyses"),
    ("multi-agent", "multiagent"), ("non-equilibrium", "nonequilibrium"),
    ("non-commutative", "noncommutative"), ("low-resource", "low resource"), ("discs", "disks"),
    ("protoplanetary", "proto-planetary"),
)  # fmt: skip


class Pair(NamedTuple):
    """Two works, and what makes them alike or different."""

    kind: str
    one: Work
    other: Work


class Maker:
    """Makes teams, papers, twins and near misses; the same of one seed."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - no secret
        self._taken: set[str] = set()

    def team(self) -> tuple[Name, ...]:
        count = self.chance.choice((1, 2, 2, 3, 3, 3, 4, 4, 5, 6, 8, 12))
        return tuple(self._person() for _ in range(count))

    def _person(self) -> Name:
        given = self.chance.choice(_GIVEN)
        if self.chance.random() < 0.3:
            given += f" {self.chance.choice('ABCDEFGHIJKLMNOPRSTW')}."
        return Name(family=self.chance.choice(_FAMILIES), given=given)

    def paper(self, authors: tuple[Name, ...], field: int | None = None) -> Work:
        """A paper whose title nobody has, with other words than any other of the same topic."""
        while True:
            title = self._title(self.chance.randrange(len(_FIELDS)) if field is None else field)
            if title.casefold() not in self._taken:
                break
        self._taken.add(title.casefold())
        if ":" not in title and self.chance.random() < 0.25:
            title += f": {self.chance.choice(_SUBTITLES)}"
        return Work(title, authors, self.chance.randrange(1992, 2026))

    def _title(self, field: int) -> str:
        adjectives, topics, places = _FIELDS[field]
        topic, second = self.chance.sample(topics.split("|"), 2)
        title = self.chance.choice(_FORMS).format(
            adjective=self.chance.choice(adjectives.split()),
            topic=topic,
            Topic=topic[:1].upper() + topic[1:],
            second=second,
            place=self.chance.choice(places.split("|")),
            Name="".join(self.chance.choices("BCDFGLMNPRST", k=2)) + self.chance.choice("aeiou")
            + "".join(self.chance.choices("BDGLMNRT", k=2)),
        )
        return title[:1].upper() + title[1:]

    def twin(self, work: Work) -> Pair:
        """The article of a preprint: its title and authors as a publisher prints them."""
        change = self.chance.choice(
            (_same, _drop_or_add_subtitle, _upper, _respell, _mark_up, _replace_small, _punctuate)
        )
        title = change(work.title, self.chance)
        if self.chance.random() < 0.3:
            title = self.chance.choice((_upper, _respell, _punctuate))(title, self.chance)
        authors = work.authors
        if self.chance.random() < 0.25 and len(authors) > 1:
            authors = tuple(self.chance.sample(authors, len(authors)))
        if self.chance.random() < 0.5:
            rewrite = self.chance.choice((_initials, _bare_initials, _plain, _literal, _no_middle))
            authors = tuple(rewrite(one) for one in authors)
        year = (work.year or 0) + self.chance.choice((-2, -1, 0, 0, 1, 1, 2))
        other = Work(title, authors, year, kind="article-journal")
        return Pair(f"twin: {change.__name__.strip('_')}", work, other)

    def near_miss(self, work: Work, kind: str) -> Pair:
        """Another paper that looks like one; see `NEAR_MISSES`."""
        one, other = NEAR_MISSES[kind](self, work)
        year = (work.year or 2000) + self.chance.choice((0, 0, 1, 1, 2))
        return Pair(kind, one, other._replace(year=year))


def _same(title: str, chance: random.Random) -> str:
    del chance
    return title


def _drop_or_add_subtitle(title: str, chance: random.Random) -> str:
    head, colon, _ = title.partition(": ")
    if colon and len(head.split()) > 3:
        return head
    return title if colon else f"{title}: {chance.choice(_SUBTITLES)}"


def _upper(title: str, chance: random.Random) -> str:
    return title.upper() if "$" not in title and chance.random() < 0.5 else title.title()


def _respell(title: str, chance: random.Random) -> str:
    del chance
    for british, american in _SPELLINGS:
        title = title.replace(british, american)
    return title


def _mark_up(title: str, chance: random.Random) -> str:
    title = title.replace("$\\alpha$", "α").replace("$_2$", "<sub>2</sub>")
    title = title.replace("$_3$", "<sub>3</sub>").replace(" and ", " &amp; ")
    first, blank, rest = title.partition(" ")
    tag = chance.choice(("i", "b", "scp", "jats:italic"))
    return f"<{tag}>{first}</{tag}>{blank}{rest}"


def _replace_small(title: str, chance: random.Random) -> str:
    for small, others in (
        (" in ", (" for ", " of ")), ("On the ", ("The ", "")), ("Towards ", ("", "Toward ")),
        (" with ", (" using ", " via ")), (" by ", (" through ", " via ")), ("A ", ("An ", "")),
        (" of ", (" in ", " for ")),
    ):  # fmt: skip
        if small in title:
            return title.replace(small, chance.choice(others), 1)
    return title


def _punctuate(title: str, chance: random.Random) -> str:
    del chance
    return title.replace("-", "‐").replace(": ", " – ").replace("’", "'") + "."


def _initials(name: Name) -> Name:
    parts = (name.given or "").replace("-", " ").split()
    return Name(family=name.family, given=" ".join(f"{part[0]}." for part in parts))


def _bare_initials(name: Name) -> Name:
    parts = (name.given or "").replace("-", " ").split()
    return Name(family=name.family, given="".join(part[0] for part in parts))


def _ascii(text: str) -> str:
    text = text.translate(str.maketrans({"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "ı": "i"}))
    text = unicodedata.normalize("NFKD", text.replace("’", "'"))
    return text.encode("ascii", "ignore").decode()


def _plain(name: Name) -> Name:
    return Name(family=_ascii(name.family or ""), given=_ascii(name.given or ""))


def _literal(name: Name) -> Name:
    return Name(literal=f"{name.family}, {name.given}")


def _no_middle(name: Name) -> Name:
    return Name(family=name.family, given=(name.given or "").split()[0])


def _other_authors(maker: Maker, work: Work) -> tuple[Work, Work]:
    known = {name.family for name in work.authors}
    others = maker.team()
    while known & {name.family for name in others}:
        others = maker.team()
    return work, work._replace(authors=others)


def _namesakes(maker: Maker, work: Work) -> tuple[Work, Work]:
    """The same title and surnames; every given name is somebody else's."""
    others = []
    for name in work.authors:
        given = maker.chance.choice([one for one in _GIVEN if one[0] != (name.given or "?")[0]])
        others.append(Name(family=name.family, given=given))
    return work, work._replace(authors=tuple(others))


def _parts(maker: Maker, work: Work) -> tuple[Work, Work]:
    style = maker.chance.choice((" {}", ", Part {}", ": Part {}", " ({})", ". {}"))
    one, two = maker.chance.choice((("I", "II"), ("II", "III"), ("1", "2"), ("IV", "V")))
    rest = maker.chance.choice(("", "", f": {maker.chance.choice(_SUBTITLES)}"))
    return (
        work._replace(title=work.title + style.format(one)),
        work._replace(title=work.title + style.format(two) + rest),
    )


def _second_part(maker: Maker, work: Work) -> tuple[Work, Work]:
    style = maker.chance.choice((" II", ", Part II", ": Part Two", " (2)", ": the second part"))
    return work, work._replace(title=work.title + style)


def _erratum(maker: Maker, work: Work) -> tuple[Work, Work]:
    form = maker.chance.choice(
        (
            "Erratum: {}", "Erratum to “{}”", "Corrigendum: {}", "Correction to: {}",
            "Addendum to {}", "Retraction: {}", "RETRACTED: {}", "{} (Erratum)",
            "Publisher’s note: Erratum: {}", "Author Correction: {}",
        )
    )  # fmt: skip
    return work, work._replace(title=form.format(work.title))


def _remark(maker: Maker, work: Work) -> tuple[Work, Work]:
    form = maker.chance.choice(
        (
            "Comment on “{}”", "Reply to comment on “{}”", "{}: Rejoinder", "Discussion of {}",
            "{}: a survey", "{} revisited", "{}: Supplementary material", "Response to: {}",
            "A review of {}", "Book review: {}", "More on {}", "Further results on {}",
        )
    )  # fmt: skip
    return work, work._replace(title=form.format(work.title))


def _numbers(maker: Maker, work: Work) -> tuple[Work, Work]:
    form, one, two = maker.chance.choice(
        (
            ("{} with {}x{} patches", 16, 32), ("{} up to {}D", 2, 3), ("{} at {} GeV", 7, 13),
            ("{} on ImageNet-{}K", 1, 21), ("{} in the year {}", 2019, 2020),
            ("{}, version {}", "1.0", "2.0"), ("{} on GPT-{}", 3, 4), ("{} of order {}", 2, 5),
        )
    )  # fmt: skip
    count = form.count("{}") - 1
    return (
        work._replace(title=form.format(work.title, *[one] * count)),
        work._replace(title=form.format(work.title, *[two] * count)),
    )


def _antonym(maker: Maker, work: Work) -> tuple[Work, Work]:
    form, one, two = maker.chance.choice(
        (
            ("{} {} supervision", "with", "without"), ("{1} learning of {0}", "Supervised",
            "Unsupervised"), ("{1} bounds for {0}", "Upper", "Lower"),
            ("{1} methods for {0}", "Linear", "Nonlinear"), ("{0} in {1} dimensions", "even",
            "odd"), ("{0} under {1} conditions", "normal", "abnormal"),
            ("{1} perturbations of {0}", "Symmetric", "Asymmetric"), ("{0} is {1}hard", "",
            "not "), ("{1}-scale variation of {0}", "Micro", "Macro"),
            ("{0} after {1}thermia", "hyper", "hypo"), ("{1}group effects in {0}", "Inter",
            "Intra"), ("{1}tion and {0}", "Absorp", "Adsorp"), ("{1} {0}", "Convex", "Non-convex"),
            ("{0} at {1} temperature", "high", "low"),
        )
    )  # fmt: skip
    if one == "with":
        return (
            work._replace(title=f"{work.title} with supervision"),
            work._replace(title=f"{work.title} without supervision"),
        )
    return (
        work._replace(title=form.format(work.title, one)),
        work._replace(title=form.format(work.title, two)),
    )


def _follow_up(maker: Maker, work: Work) -> tuple[Work, Work]:
    """The same people, the next year, on something close: another place, or another topic."""
    adjectives, topics, places = maker.chance.choice(_FIELDS)
    topic, second = maker.chance.sample(topics.split("|"), 2)
    here, there = maker.chance.sample(places.split("|"), 2)
    one, two = maker.chance.sample(adjectives.split(), 2)
    form = maker.chance.choice(_FORMS)
    given = {"adjective": one, "topic": topic, "Topic": topic, "second": second, "place": here}
    given["Name"] = "Mirel"
    changed = maker.chance.choice(
        ({"place": there}, {"adjective": two}, {"topic": second, "Topic": second, "second": topic})
    )
    if "{adjective}" not in form and "adjective" in changed:
        changed = {"place": there}
    if "{second}" in form and "topic" in changed:
        changed = {"place": there}
    return (
        work._replace(title=form.format(**given)),
        work._replace(title=form.format(**given | changed)),
    )


def _same_head(maker: Maker, work: Work) -> tuple[Work, Work]:
    one, two = maker.chance.sample(_SUBTITLES, 2)
    head = work.title.partition(": ")[0]
    return work._replace(title=f"{head}: {one}"), work._replace(title=f"{head}: {two}")


def _generic(maker: Maker, work: Work) -> tuple[Work, Work]:
    title = maker.chance.choice(
        "Introduction|Preface|Editorial|Foreword|Deep Learning|Conclusion|Guest Editorial|"
        "Graph Theory|Quantum Mechanics|Letter to the Editor|Machine Learning|Summary".split("|")
    )
    others = tuple(maker.chance.sample(work.authors, 1)) + maker.team()
    return work._replace(title=title), work._replace(title=title, authors=others)


NEAR_MISSES: dict[str, Callable[[Maker, Work], tuple[Work, Work]]] = {
    "same title, other authors": _other_authors,
    "same title, namesakes": _namesakes,
    "Part I and II": _parts,
    "a second part": _second_part,
    "erratum": _erratum,
    "remark": _remark,
    "another number": _numbers,
    "antonym": _antonym,
    "follow-up": _follow_up,
    "same head, other subtitles": _same_head,
    "generic title": _generic,
}
"""What looks like a twin and is none, by its name."""


def twins(count: int, seed: int = 1) -> tuple[list[Pair], list[Work]]:
    """Twins, and other papers of the same teams in the years around."""
    maker = Maker(seed)
    pairs, others = [], []
    for _ in range(count):
        authors = maker.team()
        field = maker.chance.randrange(len(_FIELDS))
        work = maker.paper(authors, field)
        pairs.append(maker.twin(work))
        for _ in range(maker.chance.choice((0, 1, 1, 2, 3))):
            year = (work.year or 2000) + maker.chance.choice((-2, -1, 0, 1, 2))
            others.append(maker.paper(authors, field)._replace(year=year))
    return pairs, others


def near_misses(count: int, seed: int = 1) -> list[Pair]:
    """Near misses, as many of each kind."""
    maker = Maker(seed)
    kinds = list(NEAR_MISSES)
    return [
        maker.near_miss(maker.paper(maker.team()), kinds[number % len(kinds)])
        for number in range(count)
    ]
