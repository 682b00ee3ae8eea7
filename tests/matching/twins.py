"""Preprints and their articles among other papers, made up from a seed.

Knows nothing of how works are compared: papers come from teams that work on a topic for
years, a twin is what a publisher makes of a preprint.
"""

from __future__ import annotations

import random
import unicodedata
from typing import NamedTuple

from paperbib.matching import Work
from paperbib.model import Name

_OF_FORMS = frozenset(
    "in of by models for on the towards with and a analysis how shapes meets view".split()
)


def _field(text: str) -> tuple[list[str], ...]:
    """Adjectives, topics and places: paragraphs of words between bars."""
    return tuple(
        [" ".join(one.split()) for one in part.split("|")] for part in text.strip().split("\n\n")
    )


FIELDS = [
    _field(text)
    for text in (
        """
        contrastive|recurrent|convolutional|generative|variational|probabilistic|hierarchical|
        attentive|causal|federated|adversarial

        representation learning|image segmentation|speech recognition|machine translation|
        graph embedding|program synthesis|reward modelling|document retrieval|
        visual question answering|knowledge distillation|domain adaptation|pose estimation

        low-resource languages|medical images|autonomous driving|protein sequences|
        long documents|street scenes|sensor networks|electronic health records|mobile devices|
        multi-agent games|satellite imagery|source code
        """,
        """
        relativistic|topological|superconducting|magnetic|anisotropic|turbulent|thermal|
        gravitational|spin-polarised|non-equilibrium

        phase transitions|neutrino oscillations|Majorana modes|heat transport|vortex dynamics|
        electron scattering|dark matter annihilation|magnetisation reversal|
        cosmic microwave background|quark gluon plasma|photon emission

        twisted bilayer graphene|neutron stars|optical lattices|$\\alpha$-RuCl$_3$|
        dwarf galaxies|quantum dots|heavy ion collisions|spin glasses|thin films|
        honeycomb lattices|protoplanetary discs|CO$_2$ ices
        """,
        """
        elliptic|stochastic|hyperbolic|combinatorial|algebraic|p-adic|equivariant|degenerate|
        semilinear|non-commutative

        moduli spaces|boundary value problems|cluster algebras|random walks|spectral gaps|
        Galois representations|Ricci flow|knot invariants|sphere packings|chromatic polynomials|
        free resolutions

        Fano threefolds|expander graphs|compact Lie groups|K3 surfaces|Kähler manifolds|
        Erdős–Rényi graphs|number fields|symmetric groups|Carnot groups|toric varieties
        """,
        """
        longitudinal|genomic|epigenetic|metabolic|clinical|behavioural|neuronal|immune|
        microbial|developmental

        gene expression|T-cell responses|synaptic plasticity|tumour growth|sleep quality|
        protein folding|antibiotic resistance|seed dispersal|insulin secretion|wound healing

        zebrafish larvae|older adults|Arabidopsis thaliana|rural communities|mouse cortex|
        type 2 diabetes|coral reefs|pancreatic cancer|soil bacteria|premature infants
        """,
    )
]
FORMS = (
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
SUBTITLES = (
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
    Wang Li Zhang Chen Liu Kim Park Singh Lee van_der_Berg de_la_Cruz von_Neumann El_Amrani
    """.split()
GIVEN = """
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
        self._taken: set[frozenset[str]] = set()

    def team(self) -> tuple[Name, ...]:
        count = self.chance.choice((1, 2, 2, 3, 3, 3, 4, 4, 5, 6, 8, 12))
        return tuple(self._person() for _ in range(count))

    def _person(self) -> Name:
        given = self.chance.choice(GIVEN)
        if self.chance.random() < 0.3:
            given += f" {self.chance.choice('ABCDEFGHIJKLMNOPRSTW')}."
        return Name(family=self.chance.choice(_FAMILIES).replace("_", " "), given=given)

    def paper(self, authors: tuple[Name, ...], field: int | None = None) -> Work:
        """A paper whose title nobody has, with other words than any other of the same topic."""
        while True:
            title = self._title(self.chance.randrange(len(FIELDS)) if field is None else field)
            # Neither a name in front nor other small words make another paper of it.
            name, colon, rest = title.partition(": ")
            described = rest if colon and " " not in name else title.replace(":", "")
            said = frozenset(described.casefold().split()) - _OF_FORMS
            if said not in self._taken:
                break
        self._taken.add(said)
        if ":" not in title and self.chance.random() < 0.25:
            title += f": {self.chance.choice(SUBTITLES)}"
        return Work(title, authors, self.chance.randrange(1992, 2026))

    def _title(self, field: int) -> str:
        adjectives, topics, places = FIELDS[field]
        topic, second = self.chance.sample(topics, 2)
        title = self.chance.choice(FORMS).format(
            adjective=self.chance.choice(adjectives),
            topic=topic,
            Topic=topic[:1].upper() + topic[1:],
            second=second,
            place=self.chance.choice(places),
            Name="".join(self.chance.choices("BCDFGLMNPRST", k=2))
            + self.chance.choice("aeiou")
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
            another = self.chance.choice((_upper, _respell, _punctuate))
            title = another(title, self.chance).replace("&Amp;", "&amp;").replace("&AMP;", "&amp;")
        authors = work.authors
        if self.chance.random() < 0.25 and len(authors) > 1:
            authors = tuple(self.chance.sample(authors, len(authors)))
        if self.chance.random() < 0.5:
            rewrite = self.chance.choice((_initials, _bare_initials, _plain, _literal, _no_middle))
            authors = tuple(rewrite(one) for one in authors)
        year = (work.year or 0) + self.chance.choice((-2, -1, 0, 0, 1, 1, 2))
        other = Work(title, authors, year, kind="article-journal")
        return Pair(f"twin: {change.__name__.strip('_')}", work, other)


def _same(title: str, chance: random.Random) -> str:
    del chance
    return title


def _drop_or_add_subtitle(title: str, chance: random.Random) -> str:
    head, colon, _ = title.partition(": ")
    if colon and len(head.split()) > 3:
        return head
    return title if colon else f"{title}: {chance.choice(SUBTITLES)}"


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
    text = text.translate(str.maketrans("øØłŁı", "oOlLi"))
    text = unicodedata.normalize("NFKD", text.replace("’", "'"))
    return text.encode("ascii", "ignore").decode()


def _plain(name: Name) -> Name:
    return Name(family=_ascii(name.family or ""), given=_ascii(name.given or ""))


def _literal(name: Name) -> Name:
    return Name(literal=f"{name.family}, {name.given}")


def _no_middle(name: Name) -> Name:
    return Name(family=name.family, given=(name.given or "").split()[0])


def twins(count: int, seed: int = 1) -> tuple[list[Pair], list[Work]]:
    """Twins, and other papers of the same teams in the years around."""
    maker = Maker(seed)
    pairs, others = [], []
    for _ in range(count):
        authors = maker.team()
        field = maker.chance.randrange(len(FIELDS))
        work = maker.paper(authors, field)
        pairs.append(maker.twin(work))
        for _ in range(maker.chance.choice((0, 1, 1, 2, 3))):
            year = (work.year or 2000) + maker.chance.choice((-2, -1, 0, 1, 2))
            others.append(maker.paper(authors, field)._replace(year=year))
    return pairs, others
