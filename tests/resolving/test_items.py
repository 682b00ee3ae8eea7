"""What kind a list item is: mostly words that are no paper."""

import pytest
from tests.resolving.making import item

from paperbib.model import Unlinked
from paperbib.resolving import Kind, kind_of

TITLES = [
    item("Leave No Context Behind: Efficient Infinite Context Transformers"),
    item(
        "Attention is all you need", "Transformer", text="Transformer (Attention is all you need)"
    ),
    item(
        "Transformer", "Attention is all you need", text="Transformer “Attention is all you need”"
    ),
    item("Attention is all you need"),
    item(
        "LLMs are multitask learners",
        "GPT",
        text="GPT (2018) [LLMs are multitask learners (Ilya)]",
        year=2018,
    ),
    item("Generating Sequence with RNN", people=("Alex graves",), year=2013),
    item("The recurrent temporal restricted boltzmann machine", is_called_paper=True),
    item("Faster Training: Super Convergence", "Super Convergence", is_called_paper=True),
    item("Super Convergence", is_called_paper=True),
    item("understanding deep learning requires rethinking of generalization"),
    item("Train Short, Test Long: Attention with Linear Biases"),
    item("Show, Attend and Tell: Neural Image Caption Generation"),
    item("How transferable are features in deep neural networks?"),
    item("Week 5: Attention is all you need"),
    item("Lecture 12: The Anatomy of a Large-Scale Hypertextual Web Search Engine"),
    item("On the electrodynamics of moving bodies", people=("Einstein",), year=1905),
    item("Observation of Gravitational Waves from a Binary Black Hole Merger"),
    item("The entropy formula for the Ricci flow and its geometric applications"),
    item("Highly accurate protein structure prediction with AlphaFold"),
    item("A programmable dual-RNA-guided DNA endonuclease in adaptive bacterial immunity"),
    item("Molecular Structure of Nucleic Acids", people=("Watson", "Crick")),
    item("Über die spezielle und die allgemeine Relativitätstheorie nach Einstein"),
    item("Théorie analytique des probabilités pour les grands nombres"),
    item("大規模言語モデルの効率的な学習方法について"),
    item("О некоторых свойствах простых чисел и их распределении в последовательностях"),
    item("Convergence of the discrete dipole approximation. I. Theoretical analysis"),
    item("Partial cubes: structures, characterizations, and constructions"),
    item("Do we need zero training loss after achieving zero training error?"),
    item("Not all tokens are equal: and/or graphs for reasoning over text"),
    item("deep learning: a critical appraisal"),
    item("Denoising diffusion probabilistic models"),
    item("Improved denoising diffusion probabilistic models"),
    item("Sur la cohomologie des variétés abéliennes"),
    item("Scaling Laws for Transfer"),
    item("Learning to Rank for Search"),
]
NICKNAMES = [
    item("BERT", year=2018),
    item("T5", year=2019),
    item("ViT", year=2020),
    item("Transformer-XL", year=2019),
    item("Whisper", year=2022),
    item("Seq2Seq", people=("Ilya",), year=2014),
    item("Mamba, S4, SSM", year=2023),
    item("Mistral of Experts"),
    item("A mathematical theory of communication"),
    item("AlphaFold", year=2021),
]
NAMES = [
    item("FlashAttention"),
    item("ViT"),
    item("LayerNorm", is_called_paper=True),
    item(
        "ResNet", text="ResNet (residual and skip connection, research paper)", is_called_paper=True
    ),
    item("DeepDream"),
    item("RoPE", text="RoPE (it goes here? dont know.)"),
    item("Pixel RNN"),
    item("CRISPR-Cas9"),
]
TOPICS = [
    item("RNN"),
    item("GAN"),
    item("transformers"),
    item("LSTM", year=2017),
    item("QCD"),
    item("Visualizing CNN techniques"),
    item("Localization and Segmentation"),
    item("Hessian Matrix", text="Hessian Matrix (second order, BFGS, LBFGS etc)"),
    item("Byte-level tokenization"),
    item("LM without tokens"),
    item("COCO dataset"),
    item("Multi-modality"),
    item("Self A, Multi Head A, Cross A"),
    item("CNN - Le - Alex - ZF - VGG - GoogleNet"),
    item("Fast Faster Fastest?? R? - CNN's"),
    item("Grouped Query Attention"),
    item("Deep Learning"),
    item("Machine Learning", year=2019),
    item("Quantum mechanics"),
    item("buy milk"),
    item("email Bob", year=2018),
    item("Milch kaufen"),
    item("Call the dentist about the appointment of next week"),
    item("Read the docs of the new API"),
    item("Implement a transformer from scratch in PyTorch"),
    item("Finish chapter 3 of the book on graphs"),
    item("Chapter 3"),
    item("Week 2: RNNs"),
    item("Chapter 3: Linear Algebra"),
    item("§ 4"),
    item("perplexity.ai"),
    item("Summer school Trieste", year=2019),
    item("meeting with the team about the release of version two"),
    item("great overview of attention mechanisms for beginners in the field"),
    item("maybe something about the new normalization layers of this year"),
    item("I think that most of this is used for training in practice nowadays"),
    item("read somewhere kinda interesting, mostprobably best till date? not sure"),
    item("milk, eggs, bread", year=2023),
    item("Fixed a bug in which the parser dropped the last line of a file"),
    item("Two Cups of Flour and a Pinch of Salt"),
    item("Journal of Machine Learning Research"),
    item("Transactions on Pattern Analysis and Machine Intelligence"),
    item("Privacy Policy and Terms of Use of Service"),
    item("Anna will present the results of the last experiment on Monday"),
    item("Department of Computer Science, University of Oxford"),
    item("I found some fairly distinctive patterns in the data of the survey"),
    item("..."),
    item("2019"),
    item("→"),
]


@pytest.mark.parametrize(
    ("kind", "one"),
    [
        pytest.param(kind, one, id=f"{kind}-{one.titles[0]}")
        for kind, table in (
            (Kind.TITLE, TITLES),
            (Kind.NICKNAME, NICKNAMES),
            (Kind.NAME, NAMES),
            (Kind.TOPIC, TOPICS),
        )
        for one in table
    ],
)
def test_kind(kind: Kind, one: Unlinked) -> None:
    assert kind_of(one) is kind
