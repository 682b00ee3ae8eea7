"""What well-known acronyms stand for."""

from __future__ import annotations

from paperbib.resolving.vocabulary import STOP_WORDS
from paperbib.resolving.wording import stem

_TEXT = """
    ai: artificial intelligence | ann: artificial neural network | asr: automatic speech
    recognition | bec: bose einstein condensate | bn: batch normalization, bayesian network |
    cbf: control barrier function | cdf: cumulative distribution function | cfd: computational
    fluid dynamics | cmb: cosmic microwave background | cnn: convolutional neural network | cot:
    chain of thought | cp: charge parity | crf: conditional random field | ctc: connectionist
    temporal classification | cv: computer vision, cross validation | dag: directed acyclic
    graph | dbn: deep belief network, dynamic bayesian network | ddpg: deep deterministic policy
    gradient | dft: density functional theory, discrete fourier transform | dl: deep learning |
    dm: dark matter, diffusion model | dmft: dynamical mean field theory | dnn: deep neural
    network | dp: differential privacy, dynamic programming, dirichlet process | dqn: deep q
    network | drl: deep reinforcement learning | ebm: energy based model | eft: effective field
    theory | em: expectation maximization, electromagnetic | fft: fast fourier transform | fl:
    federated learning | fmri: functional magnetic resonance imaging | gan: generative
    adversarial network | gcn: graph convolutional network | gmm: gaussian mixture model | gnn:
    graph neural network | gp: gaussian process | gr: general relativity | grb: gamma ray burst
    | gru: gated recurrent unit | gw: gravitational wave | hmm: hidden markov model | ica:
    independent component analysis | il: imitation learning | ilp: integer linear programming |
    ir: information retrieval | kd: knowledge distillation | kg: knowledge graph | knn: k
    nearest neighbor | lda: latent dirichlet allocation, linear discriminant analysis | ldpc:
    low density parity check | lhc: large hadron collider | llm: large language model | lm:
    language model | lp: linear programming | lqg: loop quantum gravity, linear quadratic
    gaussian | lstm: long short term memory | mae: masked autoencoder | mcmc: markov chain monte
    carlo | mcts: monte carlo tree search | md: molecular dynamics | mdp: markov decision
    process | mimo: multiple input multiple output | ml: machine learning | mle: maximum
    likelihood estimation | mlp: multilayer perceptron, multi layer perceptron | moe: mixture of
    experts | mri: magnetic resonance imaging | mt: machine translation | nas: neural
    architecture search | ner: named entity recognition | nerf: neural radiance field | nlg:
    natural language generation | nli: natural language inference | nlp: natural language
    processing | nlu: natural language understanding | nmf: nonnegative matrix factorization,
    non negative matrix factorization | nmr: nuclear magnetic resonance | nmt: neural machine
    translation | nn: neural network, nearest neighbor | ocr: optical character recognition |
    ode: ordinary differential equation | ood: out of distribution | pac: probably approximately
    correct | pca: principal component analysis | pcr: polymerase chain reaction | pde: partial
    differential equation | pdf: parton distribution function, probability density function |
    pinn: physics informed neural network | pomdp: partially observable markov decision process
    | ppo: proximal policy optimization | qa: question answering | qcd: quantum chromodynamics |
    qed: quantum electrodynamics | qft: quantum field theory | qkd: quantum key distribution |
    qml: quantum machine learning | rag: retrieval augmented generation | rbm: restricted
    boltzmann machine | rct: randomized controlled trial | rl: reinforcement learning | rlhf:
    reinforcement learning from human feedback | rnn: recurrent neural network | rs: recommender
    system | sde: stochastic differential equation | sgd: stochastic gradient descent | slam:
    simultaneous localization and mapping | sm: standard model | smt: statistical machine
    translation, satisfiability modulo theory | snn: spiking neural network | sql: structured
    query language | sr: super resolution, special relativity | ssl: self supervised learning,
    semi supervised learning | ssm: state space model | svd: singular value decomposition | svm:
    support vector machine | tl: transfer learning | tpu: tensor processing unit | tsp:
    traveling salesman problem, travelling salesman problem | tts: text to speech | uav:
    unmanned aerial vehicle | vae: variational autoencoder, variational auto encoder | vi:
    variational inference | vit: vision transformer | vlm: vision language model | vqa: visual
    question answering | wsn: wireless sensor network | xai: explainable artificial intelligence
"""


def _stems(words: str) -> tuple[str, ...]:
    return tuple(stem(word) for word in words.split() if word not in STOP_WORDS)


ACRONYMS = {
    name: tuple(_stems(words) for words in long.split(","))
    for name, _, long in (
        entry.strip().partition(":") for entry in " ".join(_TEXT.split()).split("|")
    )
}
"""The stems of what each stands for; the same letters of other words are no such thing."""
