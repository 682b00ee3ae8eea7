"""Items and records to resolve, written short."""

from __future__ import annotations

from typing import Any

from paperbib.identifiers import whole
from paperbib.model import Mention, Name, PartialDate, Record, Reference, Unlinked


def item(*titles: str, **fields: Any) -> Unlinked:  # noqa: ANN401 - any field of an item
    """An item; its text is its first title, where no other is given."""
    text = fields.pop("text", titles[0])
    return Unlinked(text, titles, file="notes.md", line=1, column=3, **fields)


def record(number: str, title: str, people: str = "", year: int = 0, abstract: str = "") -> Record:
    """A record of arXiv's; people are divided by commas."""
    names = [one.rpartition(" ") for one in people.split(",") if one]
    return Record(
        source="arxiv",
        identifier=whole.parse(f"arxiv:{number}"),
        title=title,
        authors=tuple(
            Name(family=family, given=given.strip() or None) for given, _, family in names
        ),
        published=PartialDate(year=year) if year else None,
        abstract=abstract or None,
    )


def reference(
    one: Record, said: str | None = None, *, annotation: str | None = None, form: str = "url"
) -> Reference:
    """A reference with one record, and what a note calls it that links to it."""
    mention = Mention(one.identifier, "notes.md", title=said, annotation=annotation, form=form)
    return Reference(identifiers=(one.identifier,), records=(one,), mentions=(mention,))


ATTENTION = record("1706.03762", "Attention Is All You Need", "Ashish Vaswani,Noam Shazeer", 2017)
GRAVES = record(
    "1308.0850", "Generating Sequences With Recurrent Neural Networks", "Alex Graves", 2013
)
RETHINKING = record(
    "1611.03530",
    "Understanding deep learning requires rethinking generalization",
    "Chiyuan Zhang,Samy Bengio",
    2016,
)
SUPER = record(
    "1708.07120",
    "Super-Convergence: Very Fast Training of Neural Networks Using Large Learning Rates",
    "Leslie N. Smith,Nicholay Topin",
    2017,
)
CURRICULUM = record(
    "2108.02170", "Curriculum Learning for Language Modeling", "Daniel Campos", 2021
)
INFINI = record(
    "2404.07143",
    "Leave No Context Behind: Efficient Infinite Context Transformers with Infini-attention",
    "Tsendsuren Munkhdalai,Manaal Faruqui",
    2024,
)
MIXTRAL = record("2401.04088", "Mixtral of Experts", "Albert Q. Jiang", 2024)
FEW_SHOT = record(
    "2005.14165", "Language Models are Few-Shot Learners", "Tom B. Brown,Ilya Sutskever", 2020
)
# The paper that the note means is not on arXiv; another with its title would be a trap.
MULTITASK = record(
    "1902.00001",
    "Language Models are Unsupervised Multitask Learners",
    "Alec Radford,Ilya Sutskever",
    2019,
)
RTRBM = record(
    "1412.0002",
    "The Recurrent Temporal Restricted Boltzmann Machine for Motion Synthesis",
    "Ann Other",
    2014,
)
BERT = record(
    "1810.04805",
    "BERT: Pre-training of Deep Bidirectional Transformers for Language Understanding",
    "Jacob Devlin,Ming-Wei Chang",
    2018,
)
ROBERTA = record(
    "1907.11692", "RoBERTa: A Robustly Optimized BERT Pretraining Approach", "Yinhan Liu", 2019
)
T5 = record(
    "1910.10683",
    "Exploring the Limits of Transfer Learning with a Unified Text-to-Text Transformer",
    "Colin Raffel",
    2019,
)
ALIBI = record(
    "2108.12409",
    "Train Short, Test Long: Attention with Linear Biases Enables Input Length Extrapolation",
    "Ofir Press",
    2021,
)
CHINCHILLA = record(
    "2203.15556", "Training Compute-Optimal Large Language Models", "Jordan Hoffmann", 2022
)
FLASH = record(
    "2205.14135",
    "FlashAttention: Fast and Memory-Efficient Exact Attention with IO-Awareness",
    "Tri Dao",
    2022,
)
IMAGE = record(
    "2010.11929",
    "An Image is Worth 16x16 Words: Transformers for Image Recognition at Scale",
    "Alexey Dosovitskiy",
    2020,
    "Attention is in place. When pre-trained on much data, Vision Transformer (ViT) attains"
    " excellent results.",
)
ODYSSEY = record("1503.04069", "LSTM: A Search Space Odyssey", "Klaus Greff", 2015)
ALL = (
    *(ATTENTION, GRAVES, RETHINKING, SUPER, CURRICULUM, INFINI, MIXTRAL, FEW_SHOT, MULTITASK),
    *(RTRBM, BERT, ROBERTA, T5, ALIBI, CHINCHILLA, FLASH, IMAGE, ODYSSEY),
)
