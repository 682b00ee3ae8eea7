r"""The grammar of TeX's running text: its tokens, and the arguments of commands.

Every pattern is linear in the text: repetitions are possessive, and arguments
nest three deep at most. Source: The TeXbook, chapter 7 ("How TeX Reads What You
Type"), read with LaTeX's usual category codes.
"""

from __future__ import annotations

import re

_END = r"(?>\r\n|[\r\n])"
_URL_END = r"[^\s\\{}%$~\"<>|]"
TOKEN = re.compile(
    rf"""
      (?P<maths>\$(?:[^$\\]|\\[\s\S]){{1,500}}+\$|\\\((?:[^\\]|\\[^()]){{0,500}}+\\\))
    | \\(?P<word>[A-Za-z]++)\*?
    | \\(?P<sign>\r\n|[\s\S]|\Z)
    | (?P<open>\{{)
    | (?P<close>\}})
    | (?P<comment>%[^\r\n]*+(?:{_END}[ \t]*+(?![\r\n]))?)
    | (?P<tie>~)
    | (?P<quote>``|''|(?<=[ \t])---?(?=[ \t]))
    | (?P<blank>{_END}(?:[ \t]*+{_END})++[ \t]*+)
    | (?P<line>{_END}[ \t]*+)
    | (?P<cell>&)
    | (?P<bare>[hH][tT][tT][pP][sS]?://(?:{_URL_END}|(?<=/)~|%(?=[0-9A-Fa-f]{{2}})
        |\\[_%\#&~$^-](?:\{{\}})?|\{{\\[_%\#&~$^](?:\{{\}})?\}}
        |\\text(?:asciitilde|underscore)(?![A-Za-z])(?:\{{\}})?
        |\{{\\textasciitilde(?:\{{\}})?\}}|\$\\sim\$|\{{\}})++)
    """,
    re.VERBOSE,
)
SIGNS = {"~": " ", "``": "“", "''": "”", "--": "–", "---": "—"}
"""What stands for signs that a typewriter lacks (The TeXbook, chapter 2)."""
FIRST_OF_TWO = "first"
"""The group of an argument that the next one only repeats."""
ACCENT = re.compile(
    r"""\\(?:(?P<sign>["'`^~=.])[ ]*+|(?P<word>[uvHckrdb])(?:[ ]++|(?=[{\\])))
    (?:\{[ ]?(?P<braced>\\[ij]|[^\W\d_])[ ]?\}|(?P<dotless>\\[ij])(?![A-Za-z])[ ]?
    |(?P<letter>[^\W\d_]))""",
    re.VERBOSE,
)
EMPTY_GROUP = re.compile(r"(?:\{\}|[ \t]*+)")
SPACES = re.compile(r"[ \t]*+")
_GAP = rf"[ \t]*+(?:%[^\r\n]*+)?(?:{_END}[ \t]*+)?"
OPEN = re.compile(rf"{_GAP}\{{")
ARGUMENT = re.compile(
    rf"{_GAP}\{{(?P<inner>(?:[^{{}}\\]|\\[\s\S]"
    r"|\{(?:[^{}\\]|\\[\s\S]|\{[^{}]*+\})*+\})*+)\}"
)
OPTION = re.compile(
    rf"{_GAP}\[(?P<inner>(?:[^\[\]{{}}\\]|\\[^\[\]]|\{{(?:[^{{}}]|\{{[^{{}}]*+\}})*+\}})*+)\]"
)
DELIMITED = re.compile(r"(?P<mark>[|!+\"])(?P<inner>[^\r\n]{1,500}?)(?P=mark)")
VERBATIM = re.compile(r"(?P<mark>[^\sA-Za-z*{\\\[])(?P<inner>[^\r\n]{0,300}?)(?P=mark)")
BLANK_LINE = re.compile(rf"{_END}[ \t]*+{_END}")
NO_MATHS = re.compile(rf"\\(?:url|href|item|bibitem|doi|begin|section)|://|{BLANK_LINE.pattern}")
DROPPED = re.compile(r"(?:[ \t]*+\[[^\[\]{}]*+\])*+[ \t]*+(?:\{(?P<inner>[^{}]*+)\})?")
BEFORE_ADDRESS = re.compile(rf"(?:\s|%{_END})*+")
CLASS = re.compile(r"\s*\[[\w.-]{1,20}\]$")
ARXIV_SHAPE = re.compile(r"\d{4}\.\d{4,5}(?:v\d+)?|[a-z-]+(?:\.[A-Z]{2})?/\d{7}(?:v\d+)?", re.ASCII)
