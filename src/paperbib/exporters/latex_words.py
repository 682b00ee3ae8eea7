"""Words that keep their capital in the middle of a sentence.

English writes names with a capital, also where they have become adjectives. The
list is short and holds what titles of papers are made of; a word that is also an
ordinary one (green, lie, polish, metropolis) is left out, for a brace too many
keeps a capital that a style wants small. Sources: the Chicago Manual of Style,
17th edition, 8.60-8.61; the eponyms of the Mathematics Subject Classification 2020.
"""

from __future__ import annotations

_PEOPLE = """
    Aharonov Ampère Archimedean Arnold Arrhenius Avogadro Banach Bayes Bayesian Bellman Bernoulli
    Bessel Bethe Bloch Bogoliubov Boltzmann Boole Boolean Borel Bose Bregman Brownian
    Calabi Cantor Carnot Cartesian Casimir Cauchy Cayley Chebyshev Chern Chernoff Cherenkov Cholesky
    Christoffel Clebsch Clifford Compton Cooper Coulomb Cramér Curie Darcy Darwinian Debye Delaunay
    Dijkstra Diophantine Dirac Dirichlet Doppler Dyson Eilenberg Einstein Erdős Euclid Euclidean
    Euler Eulerian Fano Faraday Fermat Fermi Feynman Fibonacci Finsler Fisher Fock Fokker Fourier
    Fredholm Freudian Frobenius Fréchet Fubini Gabor Galerkin Galilean Galois Gauss Gaussian
    Gibbs Ginzburg Grassmann Grassmannian Gröbner Hadamard Hamilton Hamiltonian Hamming Hartree
    Hausdorff Hawking Hebbian Heisenberg Helmholtz Hermite Hermitian Hessian Higgs Hilbert Hodge
    Hoeffding Hopf Hopfield Householder Hubbard Hubble Huffman Hölder Ising Itô Jacobi Jacobian
    Jensen Josephson Kalman Kantorovich Kepler Keplerian Kolmogorov Kondo Krylov Kullback Kähler
    Lagrange Lagrangian Landau Langevin Laplace Laplacian Lebesgue Legendre Leibler Leibniz Lennard
    Levenshtein Liouville Lipschitz Lorentz Lorentzian Lyapunov Lévy Mahalanobis Majorana Markov
    Markovian Maxwell Mendelian Mercer Minkowski Monte Carlo Nash Navier Nesterov Newton Newtonian
    Noether Noetherian Nyquist Nyström Ornstein Padé Pareto Parseval Parzen Pauli Pearson Penrose
    Petri Pfaffian Planck Poincaré Poisson Pontryagin Potts Ptolemaic Pythagorean Rademacher Radon
    Raman Rashba Rayleigh Reynolds Ricci Riemann Riemannian Robbins Runge Rydberg Rényi Sasakian
    Schmidt Schrödinger Schur Schwarz Schwarzschild Shannon Shapley Sobolev Spearman Stiefel Stokes
    Sturm Sylvester Taylor Tikhonov Tsallis Turing Uhlenbeck Vandermonde Vlasov Volterra Voronoi
    Wasserstein Weierstrass Weyl Wiener Wigner Wilson Wishart Witten Yukawa Zariski Zeeman Zipf
    Zipfian
"""
_PLACES_AND_LANGUAGES = """
    Africa African Afrikaans Albanian America American Amharic Antarctic Arabic Arctic Armenian Asia
    Asian Atlantic Australian Austrian Basque Belarusian Belgian Bengali Brazilian Britain British
    Bulgarian Canadian Cantonese Catalan China Chinese Croatian Czech Danish Dutch Egyptian
    England English Estonian Ethiopian Europe European Finnish France French Georgian German
    Germanic Germany Greek Gujarati Hebrew Hindi Hungarian Icelandic India Indian Indonesian Iranian
    Irish Israeli Italian Japan Japanese Kannada Kazakh Korean Kurdish Latin Latvian Lithuanian
    Malay Malayalam Maltese Mandarin Maori Marathi Mediterranean Mexican Mongolian Nepali Nigerian
    Norwegian Pacific Pakistani Persian Peruvian Portuguese Punjabi Romanian Russian Sanskrit
    Scandinavian Scottish Serbian Sinhala Slavic Slovak Slovenian Somali Spanish Swahili Swedish
    Swiss Tamil Telugu Thai Tibetan Turkish Ukrainian Urdu Uyghur Uzbek Vietnamese Welsh Xhosa
    Yoruba Zulu
"""

_WORDS = (_PEOPLE + _PLACES_AND_LANGUAGES).split()

PROPER = frozenset(_WORDS) | {f"{word}s" for word in _WORDS}
"""Names of people, places and languages, and what they make: ``Markov``, ``Gaussians``."""
