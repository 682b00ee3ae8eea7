"""Papers that look like twins and are none: what people do publish beside a paper."""

from __future__ import annotations

from collections.abc import Callable

from tests.matching.twins import FIELDS, FORMS, GIVEN, SUBTITLES, Maker, Pair

from paperbib.matching import Work
from paperbib.model import Name


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
        given = maker.chance.choice([one for one in GIVEN if one[0] != (name.given or "?")[0]])
        others.append(Name(family=name.family, given=given))
    return work, work._replace(authors=tuple(others))


def _parts(maker: Maker, work: Work) -> tuple[Work, Work]:
    style = maker.chance.choice((" {}", ", Part {}", ": Part {}", " ({})", ". {}"))
    one, two = maker.chance.choice((("I", "II"), ("II", "III"), ("1", "2"), ("IV", "V")))
    rest = maker.chance.choice(("", "", f": {maker.chance.choice(SUBTITLES)}"))
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
    adjectives, topics, places = maker.chance.choice(FIELDS)
    topic, second = maker.chance.sample(topics, 2)
    here, there = maker.chance.sample(places, 2)
    one, two = maker.chance.sample(adjectives, 2)
    form = maker.chance.choice(FORMS)
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
    one, two = maker.chance.sample(SUBTITLES, 2)
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


def near_misses(count: int, seed: int = 1) -> list[Pair]:
    """Near misses, as many of each kind."""
    maker = Maker(seed)
    kinds = list(NEAR_MISSES)
    return [
        _near_miss(maker, maker.paper(maker.team()), kinds[number % len(kinds)])
        for number in range(count)
    ]


def _near_miss(maker: Maker, work: Work, kind: str) -> Pair:
    one, other = NEAR_MISSES[kind](maker, work)
    year = (work.year or 2000) + maker.chance.choice((0, 0, 1, 1, 2))
    return Pair(kind, one, other._replace(year=year))
