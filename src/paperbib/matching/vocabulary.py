"""Words that mean little, much, or the same in the titles of papers. Facts of language, in tables.

Everything stands in the folded form of `paperbib.matching.markup.fold`.
"""

from __future__ import annotations

SILENT = frozenset(
    """
    a an the of for in on to and or with by via using use at from as is are be its it their our we
    into through toward towards based this that these those can do does did how what when why which
    who whose has have been than then there here between among upon within per s t
    der die das den dem ein eine einer und von zur zum im fur mit uber
    le la les des du de un une et sur en dans pour par aux au el los las del y para por una con
    il lo gli della delle di e da nel per o os as em na no do dos das com het een van voor op
    """.split()
) - {"no", "do", "per"}
"""Words that come and go between two forms of one title."""

PARTS = frozenset(
    """
    part parts volume vol chapter section book number paper lecture episode phase stage type class
    teil partie parte band tome
    """.split()
)
"""Words that a number, or a letter, follows."""

VOLUMES = frozenset("part volume vol chapter episode teil partie parte band tome".split())
"""Those of them, by stem, that count papers of one title."""

NUMBER_BY_WORD = {
    word: str(number)
    for number, word in enumerate(
        """
        one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
        sixteen seventeen eighteen nineteen twenty
        """.split(),
        start=1,
    )
} | {
    word: f"#{number}"
    for number, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth".split(), start=1
    )
}
"""Numbers as words; ordinals apart from them."""

ROMAN_NUMERALS = {
    roman: str(number)
    for number, roman in enumerate(
        """
        i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx xxi xxii xxiii xxiv
        """.split(),
        start=1,
    )
}

_SYNONYMS = """
    method approach technique framework scheme strategy procedure methodology algorithm
    fast efficient rapid quick speedy
    novel new
    study investigation examination analysi exploration
    evaluation assessment
    effect influence impact role
    prediction forecasting forecast
    improving enhancing boosting
    improve enhance boost
    problem issue challenge
    simple easy
    large big massive
    network net
    property characteristic
    building constructing
    automatic automated
    understanding exploring
    learning learned
    guideline recommendation
    reliable robust
    show demonstrate
    employing exploiting leveraging utilizing
    photograph photo
    """
GROUP_BY_WORD = {
    word: number
    for number, line in enumerate(_SYNONYMS.strip().splitlines())
    for word in line.split()
}
"""Words that an author takes for each other when a title is revised, by stem."""

FORMS = frozenset(
    GROUP_BY_WORD[word] for word in "network novel learning photograph improve improving".split()
)
"""Those groups whose words are hardly two: network, net."""

LIGHT = frozenset(
    """
    method approach technique framework scheme strategy procedure methodology novel new study
    investigation analysi applying report some several various certain
    employing leveraging utilizing exploiting
    """.split()
)
"""Words that may come or go, by stem, and the paper is the same."""

WEIGHTY = frozenset(
    """
    non un anti semi quasi pseudo self multi sub super hyper hypo pre post inter intra micro macro
    nano meta cross co counter over under up down in out
    improved improving better best faster fastest further more again extended extension generalized
    generalization continued sequel follow beyond revisiting remark comparison comparative
    optimal against before after above below inside outside special corrected supervized
    part volume chapter appendix experiment experimental theory theoretical numerical practice
    application implementation demo demonstration poster letter note lecture abstract talk
    algorithm counterexample interim final preliminary outcome pilot video slide update case model
    """.split()
)
"""Words, by stem, that make another paper of the same title when they are added to it."""

FOLLOWING = frozenset(
    """
    further more again extended extension generalized generalization continued sequel follow
    corrected part volume chapter appendix lecture note year edition
    protocol pilot replication reply reanalysi dataset result outcome update counterexample
    supporting
    """.split()
)
"""Words, by stem, of a subtitle that the paper before it did not have."""

SAYING_LITTLE = frozenset(
    "theory application result method practice algorithm experiment some".split()
)
"""Words, by stem, of which two or more are a subtitle that says little: theory and applications."""

SEQUELS = frozenset("further more again continued sequel".split())
"""Words of which one title may not have any, if the other has none."""

NEW = frozenset({"new", "novel"})
SHOWN_ANEW = frozenset(
    """
    proof characterization fragment result example counterexample species record evidence data
    edition observation measurement bound construction class family case formula identity
    """.split()
)
"""What is new of its kind is another than the one before it: A new proof of …"""

ANTONYMS = frozenset(
    frozenset(pair.split("/"))
    for pair in """
    upper/lower even/odd high/low higher/lower linear/quadratic convex/concave classical/quantum
    discrete/continuous finite/infinite positive/negative increasing/decreasing increase/decrease
    maximum/minimum maximal/minimal max/min strong/weak local/global static/dynamic
    deterministic/stochastic active/passive parallel/sequential cold/hot cold/warm early/late
    male/female young/old left/right short/long small/large slow/fast open/closed online/offline
    primal/dual single/multiple sparse/dense theory/experiment forward/backward forward/inverse
    input/output internal/external inner/outer northern/southern eastern/western winter/summer
    best/worst fermion/boson fermionic/bosonic cation/anion supervized/reinforcement
    rural/urban acute/chronic first/last black/white hard/soft light/heavy thin/thick wet/dry
    public/private direct/indirect exact/approximate necessary/sufficient offensive/defensive
    encoding/decoding encoder/decoder compression/expansion attractive/repulsive
    adult/child mother/father homogeneous/heterogeneous supply/demand
    """.split()
)
"""Words, by stem, of which one says what the other denies."""

PREFIXES = frozenset(
    """
    non un in im ir il a an anti dis semi quasi pseudo self multi mono bi tri sub super hyper hypo
    pre post inter intra extra micro macro nano meta cross co counter over under up down endo exo
    homo hetero iso ortho para uni omni ultra infra trans cis re de mis ab ad ec en ferro ferri max
    min ante contra intro e i
    """.split()
)
"""Beginnings of words that turn their meaning."""

CONFUSABLE = frozenset(
    frozenset(pair.split("/"))
    for pair in """
    genetic/generic neural/neutral causal/casual natural/neutral formal/normal visual/virtual
    ferromagnetic/ferrimagnetic nitrate/nitrite sulfate/sulfite sulfate/sulfide sulfite/sulfide
    phosphate/phosphite alkane/alkene alkene/alkyne alkane/alkyne chlorate/chlorite
    chlorate/chloride chloride/chlorite message/massage caching/catching planning/planting
    parsing/passing routing/rooting training/trading coding/coping spatial/spacial
    stationary/stationery complement/compliment principal/principle affect/effect adaption/adoption
    discrete/discreet ordinal/original trail/trial mental/metal martial/marital
    prefix/perfix signal/single server/sever secret/secrete mining/mixing binary/tertiary
    matter/mater angle/angel desert/dessert hearing/healing lasing/lashing boson/bosom
    diffraction/refraction fraction/friction function/fiction section/suction
    covering/coverage planar/plantar polar/solar linear/lunar nuclear/unclear molar/polar
    bonding/bounding binding/bounding binding/finding tracking/tracing tracing/trading
    testing/texting editing/edging ranking/raking scaling/sealing mapping/napping
    sampling/sapling cloud/could crowd/crown graph/grape photon/proton
    proton/photon phonon/photon phonon/proton kaon/pion meson/muon electron/election
    selection/section relation/rotation transition/transmission translation/transition
    compression/comprehension conduction/convection induction/inductive deduction/detection
    detection/direction detection/defection reflection/refraction absorption/adsorption
    inflation/inflaton geranium/germanium morality/mortality multiple/multipole prostate/prostrate
    striped/stripped marching/matching commuting/computing commutation/computation
    connection/convection projection/protection irrigation/irritation macrophage/microphage
    osteoblast/osteoclast resolution/revolution throughout/throughput tomography/topography
    topological/typological macroscopic/microscopic detection/detention united/untied
    reserved/reversed complaint/compliant infarction/infraction perfect/prefect expensive/extensive
    """.split()
)
"""Words one slip of a finger apart, that are both words."""

CONFUSABLE_ROOTS = tuple(
    tuple(pair.split("/"))
    for pair in """
    simul/stimul homeo/homo isotop/isotrop friction/fiction depriv/deriv transfect/transect
    transfect/transact multipol/multipl photon/phonon photon/proton project/protect
    microscop/macroscop connect/convect commut/comput topolog/typolog infect/inject
    osteoblast/osteoclast tomograph/topograph transduc/traduc meio/mio mito/mio
    """.split()
)
"""Beginnings of such words, in all their forms."""

GENERIC = frozenset(
    """
    algebra algorithm analysi architecture artificial basic big biology book cell chemistry
    complexity computation computer computing concept conclusion control data deep design
    discussion economic energy engineering evolution experiment field foundation fundamental
    future game general industry geometry graph guide human image information intelligence
    introduction
    knowledge language law learning letter lecture linear logic machine management material
    mathematic matter measurement mechanic memory method mind model modern network neural new
    note number optimization outline overview perspective philosophy physic principle probability
    problem process program psychology quantum random report research robot robotic science
    security social software space special statistic statistical structure system technology test
    theory thought time topic vision wave word work world reinforcement
    """.split()
)
"""Words, by stem, of which two in a row are a title that many papers have."""

PERIODIC = frozenset(
    """
    editorial preface foreword introduction conclusion prolog epilog afterword
    acknowledgement acknowledgment announcement content index  summary abstract dedication
    obituary letter bibliography glossary colophon welcome message chair editor guest  note
    column issue special president from corner frontmatter backmatter front back matter
    new director press career forum  trade standard message appendix reminiscence influential
    book reviewer errata remark opening closing introductory
    section part chapter volume
    """.split()
)
"""Words, by stem, of titles that appear again and again, often from the same hand."""

TURNING = frozenset(
    """
    from to into by how why when what where who which whose can do does did or within between than
    """.split()
)
"""Of the small words, those that say something when others take their place."""

NEUTRAL = frozenset("a an the der die das den dem le la les el los las lo gli its it".split())
"""Of the small words, those that say nothing whatever takes their place."""
