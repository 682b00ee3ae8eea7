"""Words that stand beside titles, and small words that turn them.

All are as `paperbib.matching.normalise` leaves them.
"""

from __future__ import annotations

from paperbib.resolving.vocabulary import (
    ABOUT,
    EVENTS,
    GENERIC,
    MARKERS,
    OPINIONS,
    ORGANISATIONS,
    STOP_WORDS,
    TASKS,
    TOPICS,
    UNITS,
)

BESIDE = frozenset(
    """
    erratum errata corrigendum corrigenda addendum addenda retraction retracted withdrawn
    rejoinder rebuttal supplement supplementary supplemental supplements revisited revisiting
    rethinking reconsidered redux critique critical followup followups sequel survey surveys review
    reviews overview tutorial thesis dissertation versus vs
    """.split()
)
"""Words beside a title that make another paper of it, wherever they stand."""

BESIDE_SHORT = (
    (MARKERS | ABOUT)
    - frozenset("not no never without non beyond against notes lecture lectures".split())
) | frozenset(
    """
    follow later book books textbook blog blogpost talk podcast course patent discussion criticism
    commentary extended extension extensions continued again edition chapter appendix replication
    reproduction annotated illustrated explained demystified
    implementation implementing understanding reproducibility reproducing response responses against
    considered harmful towards toward improving improved extending generalizing
    """.split()
)
"""The same in few words, or in front of a title; in a long remark they say nothing."""

IN_FRONT = frozenset(
    """
    not no never without non beyond against why how when where what who whose which is are was were
    do does did can could should will would a an on about after before from under against anti
    notes lecture lectures comments
    """.split()
)
"""The same directly in front of a title in quotes, or alone beside it."""

VENUES = frozenset(
    """
    nature science cell pnas plos ieee acm siam ams phys rev lett annals journal j proc proceedings
    conference conf workshop symposium trans transactions advances adv math physics springer
    elsevier wiley press lncs pmlr jmlr tmlr neurips nips icml iclr cvpr iccv eccv acl emnlp naacl
    aaai ijcai kdd astronomy astrophysical apj mnras prl prd prb prx jhep arxiv corr vldb sigmod
    stoc focs soda colt uai aistats interspeech icassp
    """.split()
)
"""Words of places of publication: numbers behind them are volumes and pages."""

KNOWN_BESIDE = (
    STOP_WORDS
    | GENERIC
    | TOPICS
    | TASKS
    | EVENTS
    | OPINIONS
    | UNITS
    | ORGANISATIONS
    | VENUES
    | frozenset(
        """
        paper papers article articles preprint pdf publication oral poster spotlight highlight award
        classic foundational seminal important original summary notes code dataset theory practice
        new old done todo next later maybe must skim skimmed favourite favorite section topic topics
        title mathematics math biology chemistry economics statistics history philosophy nlp cv
        january february march april may june july august september october november december
        jan feb mar apr jun jul aug sep sept oct nov dec monday tuesday wednesday thursday friday
        saturday sunday morning evening today tomorrow spring summer autumn winter fall required
        optional recommended background basics advanced main extra bonus english german french
        artikel articolo papier lesen gelesen
        """.split()
    )
)
"""Words that stand alone beside a title and are nobody's name."""

DIRECTIONS = frozenset(
    "to from into onto cause causes causing versus vs over with between than before after".split()
)
"""Words with which the order of the others matters."""

TURNING = frozenset("from into onto versus vs over than before after without against under".split())
"""Small words of which one in another's place makes another paper."""

ASKING = frozenset(
    """
    is are do does did can could should would will why how when where what which who warum wie
    was pourquoi comment
    """.split()
)
"""Words that a question begins with."""
