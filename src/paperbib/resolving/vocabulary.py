"""Words that tell something about a title, and words that tell nothing.

All are as `paperbib.matching.normalise` leaves them: small letters without marks.
"""

STOP_WORDS = frozenset(
    """
    a an the of for in on at to by from with and or via using into onto through as is are be
    its their this that these those do does can how what when why which you your we our it s
    der die das des dem den und fur mit von zur zum im am ein eine einer uber
    le la les l un une du d et pour avec sur dans par aux au
    в и о на с по для из к от об
    el los las y para con en del al e o di da dei della per il lo gli um uma no
    """.split()
)
"""Words that stand in every title; those that can turn its meaning round are not here."""

OPENERS = frozenset("towards toward on the a an".split())
"""Words that a title may start with or not."""

MARKERS = frozenset(
    """
    erratum errata corrigendum corrigenda addendum correction comment comments commentary reply
    response rejoinder retraction retracted withdrawn supplement supplementary part parts volume
    vol revisited not never non without no versus beyond against
    """.split()
)
"""Words that make another paper of a title, however alike the rest is."""

ABOUT = frozenset(
    """
    survey review overview tutorial primer introduction odyssey lecture lectures notes thesis
    perspective perspectives roadmap handbook guide analysis study history summary benchmark
    revisited erratum comment reply interview evaluation comparison proceedings
    """.split()
)
"""Words of a title that stands above a paper on something rather than the thing itself."""

GENERIC = frozenset(
    """
    abstract advances algebra algorithm algorithms analysis application applications approach
    architecture architectures article artificial attention automata bayesian biology
    chemistry classification climate coding combinatorics complexity compression computation
    computational computer computing conclusion conclusions control convolutional correction
    cosmology cryptography data dataset decision deep design detection diffusion dynamics
    editorial embedding embeddings encryption energy entropy epidemiology equation equations
    errata erratum error estimation evaluation evolution experiment experiments field fields
    finance fluid force forces foreword galaxies game general generation genetics genomics
    geometry graph graphs gravity group groups image images inference information
    intelligence interpretability introduction knowledge language large learning lecture lectures
    light linear localization logic machine mathematics matrix mechanics memory method methods
    mind model modeling modelling models multimodality natural network networks neural
    neuroscience normalization notes number numerical optics optimal optimisation optimization
    overview papers particle particles perception perspectives physics planning preface
    probability problem problems processing programming proof quantum question questions
    random reading recognition recurrent regression regularization reinforcement relativity
    representation representations report research response results retrieval review robotics
    robustness science search segmentation selection sequence sequences set sets signal
    simulation software space statistics strings structure structures summary supervised
    survey system systems technique techniques theory thermodynamics time tokenization topology
    training transfer transformer transformers transport tutorial universe unsupervised vector
    video vision visualization waves wavelets
    """.split()
)
"""Words of which whole titles are made that many papers have."""

TOPICS = frozenset(
    """
    ai ann bfgs bm25 bp bpe cfd cmb cnn cot crf ctc cuda cv dag dft dl dna dnn em ffn fft gan
    gans gcn gd gmm gnn gpu gru hci hmm ilp ir it kb kd kg kl knn kv lbfgs lda lhc llm llms lm
    lms lp lstm lstms mae mcmc mdp md mha ml mle mlp moe mri mse nas ner nlg nlp nlu nmt nn ocr
    ode pca pcr pde pdf phd pomdp qa qcd qed qft rag rbf rbm rf rl rlhf rna rnn rnns sde sgd
    sft slam sota sql ssl ssm svd svm tbd tpu ui vae vaes vlm vqa
    adam attention backpropagation backprop dropout lstmcell mamba2d perceptron relu softmax
    transformer transformers
    """.split()
)
"""Names of things that many papers are about; they name none of these."""

TASKS = frozenset(
    """
    add apply ask assign attend book bring build buy call cancel check clean complete contact
    cook create debug deploy discuss do download draft email e-mail find finish fix follow get
    go implement install invite learn look mail make meet message order organise organize
    pay pick plan practice prepare print publish push read refactor register rename renew
    reply reread research review run save schedule sell send setup sign solve start
    submit summarise summarize talk test text tidy train translate try update upgrade upload
    visit wash watch write kaufen lesen schreiben anrufen acheter lire ecrire comprar leer llamar
    """.split()
)
"""Verbs that a task begins with."""

EVENTS = frozenset(
    """
    deadline meeting conference trip flight hotel appointment birthday holiday vacation exam
    homework assignment exercise exercises lunch dinner party call standup retro sprint invoice
    school workshop seminar talk visit groceries shopping milk bread eggs dentist laundry gym
    passport visa rent tax taxes receipt
    """.split()
)
"""Words of things to do and places to be."""

CHATTER = frozenset(
    """
    kinda sorta maybe dont didnt cant idk dunno etc imo imho btw lol tbd todo mostprobably
    flour pinch tablespoon tablespoons teaspoon teaspoons tbsp tsp cookie cookies privacy
    somewhere someday nowadays awesome interested ive im youtube blog blogpost homepage website
    """.split()
)
"""Words of somebody who talks to himself."""

DEEDS = frozenset(
    """
    added asked attended bought broke built called changed checked cleaned closed commented copied
    created debugged decided deleted deployed discussed downloaded drafted emailed finished fixed
    forgot found gave got heard helped implemented installed learned learnt listened lost made met
    merged moved organised organized paid planned posted prepared printed pushed ran reached
    realised realized refactored released removed renamed replaced resolved reviewed rewrote said
    saw sent signed skimmed solved spent spoke started stopped submitted switched talked taught
    tested thought tidied told took tried turned updated upgraded used visited watched went
    worked wrote
    """.split()
)
"""What somebody says that he did."""

HOUSES = frozenset(
    """
    journal journals proceedings transactions annals bulletin archive archives department dept
    faculty institute university school college academy laboratory centre center conference workshop
    symposium society association ministry office terms license
    """.split()
)
"""What the name of a place of publication, or of work, begins with."""

OPINIONS = frozenset(
    """
    great nice good cool really interesting useful boring amazing awesome best my see
    also probably just not worth
    """.split()
)
"""Words that a remark begins with."""

UNITS = frozenset(
    """
    chapter chapters ch week weeks day lecture lesson module unit section exercise homework hw
    assignment lab step sprint episode ep session slide slides page pages problem task question
    kapitel woche tag vorlesung chapitre semaine cours capitulo semana
    """.split()
)
"""Words that count the pieces of a course or a book."""

ORGANISATIONS = frozenset(
    """
    google deepmind openai meta facebook fair microsoft msr nvidia apple amazon baidu tencent
    alibaba huawei ibm intel anthropic huggingface eleutherai mistral stanford berkeley mit cmu
    eth epfl inria cern nasa esa neurips nips icml iclr cvpr iccv eccv acl emnlp naacl aaai
    ijcai kdd www sigir nature science cell prl arxiv biorxiv
    """.split()
)
"""Where papers come from; no author is called so."""

_CONFUSABLE = """
    proton photon | neutron neuron | neutral neural | causal casual | phase phrase | trial trail
    world would | adapt adopt | adaptation adoption adaption | affect effect | angle angel
    genetic generic | optical optimal | topical tropical | relation relaxation | context content
    contest | contrast contract | coarse course | cause clause | sparse parse spare | scalar scaler
    stable table | static statistic statics | statue status stature statute | strange string strong
    strain train stain | track trace trick truck | tracking cracking | matching marching
    fraction friction fiction function traction | fracton fraction | plane planet plant plan
    plants planets planes | planar planer | patent patient parent latent | mediation meditation
    medication | conversion conversation conservation | inclusion exclusion | emission omission
    illusion allusion | reduction deduction | ranking banking | learning leaning leaving
    binding bonding bounding bending blinding blending | testing texting nesting | forming farming
    sharing sharding | parsing passing pairing | caching coaching | pruning priming
    wandering wondering | quark quart | charm charge chart | meson mason | fusion fission
    principal principle | complement compliment | monotone monotonic | discrete discreet
    homology homotopy | isomeric isometric | symmetric asymmetric | symmetry asymmetry
    synchronous asynchronous | typical atypical | moral amoral mortal | local vocal focal
    finite infinite | linear nonlinear | upper lower | minimal maximal | minimum maximum
    minimax maximin | major minor | prior priori | inter intra | first fifth | third thirty
    three threw | seven eleven | eight eighty | sixty sixth | sensor tensor censor | vector sector
    space spice spaces | shape share shade | weight height | layer lawyer | later latter
    mapping napping | filling tilling | tiling tilting | spectral special | spatial special
    kinetic kinematic | dynamic dynamical | magnetic magnetics | electric electron electronic
    positive position | active reactive | attract abstract | model modal module | modular nodular
    models modals | radial radical | rational relational | convex convexity | convergent divergent
    convergence divergence | hypothermia hyperthermia | hypotension hypertension | hypo hyper
    hypoxia hyperoxia | afferent efferent | serial aerial | bacteria bacterial | ileum ilium
    muscle mussel | cellar cellular | stellar stella | solar polar molar | lunar linear
    fermion fermions | boson bosons | axion action | lepton leptons | gluon gluino
    ethane ethene ethyne | methane methanol | butane butene | propane propene | alkane alkene alkyne
    sulfate sulfite sulfide | nitrate nitrite nitride | phosphate phosphite | chlorate chlorite
    ferrous ferric | cation anion | amine amide imine imide | glycine glycogen | adenine adenosine
"""
CONFUSABLE = {
    word: frozenset(
        other
        for group in _CONFUSABLE.split("|")
        if word in group.split()
        for other in group.split()
    )
    for word in _CONFUSABLE.replace("|", " ").split()
}
"""Words that look like each other's typing error and are none."""
