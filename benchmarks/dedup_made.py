"""Records of papers that nobody wrote, as many as wanted, some of them twice."""

from __future__ import annotations

import random
from itertools import accumulate, product
from typing import NamedTuple

from benchmarks.dedup_data import Clusters, Row

from paperbib.matching import Work
from paperbib.model import Name

_COMMON = """of the for and in a on with from to using by learning networks via data model based
analysis deep approach towards neural time at systems theory graph efficient quantum an through
optimal dynamic robust multi large scale language models states field method estimation adaptive
detection non high two control image under linear without random local study problem problems
spaces spin energy phase matter dark galaxies attention transport noise prediction inference
representation understanding gaussian bayesian self sparse online stochastic""".split()
_STARTS = ("", "meta", "inter", "hyper", "micro", "poly", "re", "sub", "trans", "un", "iso", "pre")
_STEMS = """graph morph chrom grav magnet spectr therm electr optic kinet phot crystal lattic vect
tens scal topolog algebr metr model sampl cluster segment encod decod compress align cod rank match
mass stell galact neutr nucle plasm ferm bos string brane knot group ring sheaf tor
prim plan""".split()
_ENDS = ("", "s", "ic", "al", "ation", "ing", "ed", "ity", "or", "ive", "ization", "oid", "ment")
_SYLLABLES = "ba chen da fer gar ho in ja kim lo mül nak pe rod so tan ur van wei xu yam zh".split()
_GIVEN = """Ada Bo Carla Dmitri Emre Fatima Georg Hui Ines Jan Kofi Lena Maria Nikhil Olga Pavel Qi
Rosa Sven Tomás Ulla Vera Wei Xin Yuki Zoë""".split()
_OF_SERIES, _WITH_SUBTITLE, _CHANGED, _CUT_SHORT = 1 / 30, 0.3, 0.4, 0.1
_LONG = 6


def generate(size: int, seed: int = 6) -> Clusters:
    """Make up records, always the same of one seed: one in fifty describes another one again.

    Words are as frequent as Zipf's law has it, names too; one title in thirty belongs to a
    series (``…: Part II``) by the same people, and is a paper of its own. What describes a
    paper again has other letters in its title, other forms of the names, a list of authors
    cut short, another year, a subtitle lost, or several of these.
    """
    chance = random.Random(seed)  # noqa: S311 - no secret
    makers = _Makers.of(chance)
    again = size // 50
    works: list[Work] = []
    while len(works) < size - again:
        work = makers.work()
        works.append(work)
        if chance.random() < _OF_SERIES and len(works) < size - again:
            works[-1] = work._replace(title=f"{work.title}: Part I")
            works.append(work._replace(title=f"{work.title}: Part II"))
    chosen = chance.sample(range(len(works)), again)
    works += [_described_again(works[place], chance) for place in chosen]
    papers = [*range(size - again), *chosen]
    rows = [
        Row(f"{place:08}", work, ", ".join(name.full for name in work.authors), _journal(paper))
        for place, (paper, work) in enumerate(zip(papers, works, strict=True))
    ]
    true = {(f"{one:08}", f"{size - again + place:08}") for place, one in enumerate(chosen)}
    chance.shuffle(rows)
    return Clusters(rows, frozenset(true))


class _Makers(NamedTuple):
    """Words and names by rank, and how often each rank comes, summed up."""

    chance: random.Random
    words: list[str]
    word_sums: list[float]
    families: list[str]
    family_sums: list[float]

    @classmethod
    def of(cls, chance: random.Random) -> _Makers:
        made = [f"{one}{two}{end}" for one in _STARTS for two in _STEMS for end in _ENDS]
        chance.shuffle(made)
        families = ["".join(three).title() for three in product(_SYLLABLES, repeat=3)]
        chance.shuffle(families)
        words = _COMMON + made
        return cls(chance, words, _zipf(len(words)), families, _zipf(len(families)))

    def work(self) -> Work:
        length = max(2, round(self.chance.gauss(9, 3)))
        words = self.chance.choices(self.words, cum_weights=self.word_sums, k=length)
        if length > _LONG and self.chance.random() < _WITH_SUBTITLE:
            words[length // 3] += ":"
        title = " ".join(words)
        count = self.chance.choice((1, 2, 2, 3, 3, 3, 4, 4, 5, 6, 9))
        families = self.chance.choices(self.families, cum_weights=self.family_sums, k=count)
        people = [Name(family=one, given=self.chance.choice(_GIVEN)) for one in families]
        return Work(title[:1].upper() + title[1:], tuple(people), self.chance.randrange(1995, 2027))


def _journal(paper: int) -> str:
    return f"Journal of {_COMMON[paper % len(_COMMON)].title()} {_STEMS[paper % len(_STEMS)]}ics"


def _zipf(count: int) -> list[float]:
    return list(accumulate(1 / rank for rank in range(3, count + 3)))


def _described_again(work: Work, chance: random.Random) -> Work:
    """The same paper, as another source has it."""
    title, authors, year = work.title, work.authors, work.year
    change = chance.randrange(5)
    if change == 0:
        title = title.title()
    elif change == 1:
        title = title.replace(" ", "  ").replace(":", " --") + "."
    elif change == 2:  # noqa: PLR2004
        at = chance.randrange(1, len(title))
        title = title[: at - 1] + title[at:]
    elif change == 3 and ": " in title and ": Part" not in title:  # noqa: PLR2004
        title = title.split(": ")[0]
    if chance.random() < _CHANGED:
        authors = tuple(
            one.model_copy(update={"given": f"{one.given}"[0] + "."}) for one in authors
        )
    if chance.random() < _CUT_SHORT:
        authors = authors[:3]
    if year and chance.random() < _CHANGED:
        year += chance.choice((-1, 1))
    return Work(title, authors, year)
