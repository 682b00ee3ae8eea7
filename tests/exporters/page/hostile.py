"""A hundred entries that mean harm, in every field that a note or a source can fill."""

from __future__ import annotations

from tests.exporters.samples import mention, record, reference

from paperbib.identifiers.identifier import Identifier
from paperbib.model import Library, Name, PartialDate, Reference

_ATTACKS = (
    "<script>window.hacked = 1</script>",
    "</script><script>window.hacked = 1</script>",
    "<img src=x onerror=window.hacked=1>",
    "<svg onload=window.hacked=1>",
    "</noscript></ol></main><iframe src=//evil.example></iframe>",
    "</template></style><style>*{display:none}</style>",
    "<!-- <script> -->",
    "--><b>x",
    "<!--rows--><!--data--><!--word:search--><!--script-->",
    "]]><b>x</b><![CDATA[",
    "{{ 7*7 }} {% raw %} ${7*7} #{7*7} <%= 7 %> @{x} $title",
    "&lt;b&gt;&amp;amp; &#x3c;b&#62; &copy &notit;",
    '" onmouseover="window.hacked=1" x="',
    "' autofocus onfocus='window.hacked=1' x='",
    "`onclick=window.hacked=1`",
    '\\u003c/script\\u003e \\x3cb\\x3e \\"};window.hacked=1;//',
    "abc\u202edcba\u2066fed\u2069 \u061c x",
    "\x00<b>\x00\x0b\x0c\x1b[31m\x85\u2028\u2029",
    "\ud800 and \udfff and \ufffe",
    "javascript:window.hacked=1//<a href=javascript:window.hacked=1>",
    "?tag=x&year=2017#x %22%3E%3Cscript%3E %",
    "\u0301\u0301" * 50 + "Z\u0337\u0322\u031b",
    "W" * 3000,
    "<math><mtext></p><style><img/src onerror=window.hacked=1>",
    "</title></textarea></xmp><plaintext>",
)
_FORMS = ("{}", "safe {} safe", '">{}', "'>{}\n{}")
TEXTS = tuple(form.replace("{}", attack) for attack in _ATTACKS for form in _FORMS)
"""A hundred texts."""
ADDRESSES = (
    "javascript:window.hacked=1",
    "JaVaScRiPt:window.hacked=1",
    " javascript:window.hacked=1",
    "java\tscript:window.hacked=1",
    "data:text/html,<script>window.hacked=1</script>",
    "vbscript:msgbox(1)",
    "file:///etc/passwd",
    "//evil.example/x",
    'https://x.example/" onclick="window.hacked=1',
    "https://x.example/<script>",
    "https://user:word@x.example/'><b>",
    "blob:https://x.example/1",
)
KEYS = (
    # What JavaScript has in every object, and in every window.
    *("constructor", "__proto__", "toString", "hasOwnProperty", "addEventListener", "location"),
    # Names of elements of the page, and such as differ in little.
    *("entries", "main", "query", "Entries", "ENTRIES", "m\u00fcller", "mu\u0308ller"),
    *("2017", "007", "-1", "1e3", "50%", "50%25", "a#b", "a&b=c", "a+b", "a%20b", "a'b", 'a"b'),
    *("?tag=x", "?", "a:b/c", "<b>", "ab\u202ec", "\u05d0\u05d1", "\U0001f4d3", "a.b[c]{d}"),
)
"""Keys that an address, a selector or an object would take for something else."""
MEGABYTE = "<b>long</b> & wide " * 55_000


def _entry(number: int, text: str) -> Reference:
    identifier = f"arxiv:2001.{number + 1:05}"
    own = record(
        identifier,
        title=f"{text} {number}",
        authors=(
            Name(literal=text),
            Name(family=text, given="A"),
            Name(family="B"),
            Name(given=text),
        ),
        published=PartialDate(year=1991 + number % 30, month=2, day=31),
        abstract=f"{text} abstract",
        primary_category=text,
        categories=(text, "cs.LG"),
        tags=(text,),
        doi=f"10.1000/{text}",
        journal_ref=text,
        comment=text,
    )
    note = mention(
        identifier, section=(text, "Reading"), annotation=text, state="open", title=text, raw=text
    )
    return reference(identifier, own, note._replace(file=f"{text}.md"))


def _page(number: int, address: str) -> Reference:
    identifier = Identifier("url", address)
    titled = mention("url:https://x.example", title=f"Page {number}")
    own = reference(f"url:https://x.example/{number}", titled)
    return own.model_copy(update={"identifiers": (identifier,)})


LIBRARY = Library(
    references={
        **{
            f"key {number} \"'<&>{text[:20]}": _entry(number, text)
            for number, text in enumerate(TEXTS)
        },
        **{f"page{number:02}": _page(number, address) for number, address in enumerate(ADDRESSES)},
        "huge": reference("arxiv:2101.00001", record("arxiv:2101.00001", abstract=MEGABYTE)),
        # Names that elements of the page have.
        **{key: reference(f"doi:10.1000/{key}") for key in ("library", "entries", "row", "main")},
    },
    aliases=dict.fromkeys(TEXTS, "huge"),
)


def _keyed(number: int, key: str) -> Reference:
    identifier = f"arxiv:2003.{number + 1:05}"
    noted = mention(identifier, section=(key,), annotation=f"word{number} {key}")
    return reference(identifier, record(identifier, title=f"Entry {number} {key}"), noted)


KEYED = Library(references={key: _keyed(number, key) for number, key in enumerate(KEYS)})
"""An entry for each of the keys, with the same as a tag."""
