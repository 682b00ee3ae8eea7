"""Comparing papers by what is said of them: titles, names, years, numbers.

Pure. Whoever has two descriptions asks here whether they are of one paper: merge, before it
ties what a source ties (`agree`, `conflict`) or what nobody ties (`find_matches`); resolving,
for titles without a link. docs/matching.md has the rules, and how well they do.
"""

from paperbib.matching.comparing import Comparison, Verdict, agree, compare, conflict
from paperbib.matching.linking import link
from paperbib.matching.pairs import Match, Matcher, Matches, find_matches
from paperbib.matching.titles import normalise
from paperbib.matching.works import Work, of_record, of_reference

__all__ = [
    "Comparison",
    "Match",
    "Matcher",
    "Matches",
    "Verdict",
    "Work",
    "agree",
    "compare",
    "conflict",
    "find_matches",
    "link",
    "normalise",
    "of_record",
    "of_reference",
]
