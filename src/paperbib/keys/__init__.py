r"""Citation keys: made once, unique without regard to case, pinned for ever.

A key is surname + year of version 1 + first significant word of the title
(``vaswani2017attention``). Where no author is known it starts with the host
(``jalammarillustratedtransformer``, ``arxiv2017attention``). A key that a note
itself gives (a BibTeX file, a ``\bibitem``) comes first, if it can be used.

`assigning` gives keys and keeps them, `stems` makes them, `patterns` and `styles` make
them as the configuration wants, `renaming` and `adopting` change them for a person.
"""

from paperbib.keys.adopting import ADOPT, Adoption, adopt
from paperbib.keys.assigning import assign
from paperbib.keys.patterns import DEFAULT, PLACEHOLDERS, PatternError
from paperbib.keys.renaming import rename
from paperbib.keys.spelling import is_usable
from paperbib.keys.stems import Naming, stem
from paperbib.keys.styles import STYLES, naming

__all__ = [
    "ADOPT",
    "DEFAULT",
    "PLACEHOLDERS",
    "STYLES",
    "Adoption",
    "Naming",
    "PatternError",
    "adopt",
    "assign",
    "is_usable",
    "naming",
    "rename",
    "stem",
]
