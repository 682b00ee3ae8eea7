"""What a person says of single references: the tables ``[override."IDENTIFIER"]``.

An override is a `Record` of the source ``override`` that outranks every other. It is
made anew from the configuration on every run, so a library is `bare` before a run, and
what is taken out of the configuration is gone. `sheet` knows where a table stands,
`identifying` whose it is, `values` what a field may say, `reading` puts them together,
`heeding` tells which are left out and which came to nothing.
"""

from paperbib.overrides.heeding import bare, facts, heeded, problems, with_keys
from paperbib.overrides.reading import FIELDS, SOURCE, Override, read
from paperbib.overrides.sheet import Sheet
from paperbib.overrides.values import TYPE_BY_KIND

__all__ = [
    "FIELDS",
    "SOURCE",
    "TYPE_BY_KIND",
    "Override",
    "Sheet",
    "bare",
    "facts",
    "heeded",
    "problems",
    "read",
    "with_keys",
]
