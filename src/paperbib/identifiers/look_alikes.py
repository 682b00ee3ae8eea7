"""Numbers that look like arXiv identifiers and are none: what stands around them tells.

A bare ``1502.0345`` is an identifier only where nothing says that it is a
quantity, a price, a version, a rule or another archive's number.
"""

from __future__ import annotations

import re

_UNITS = (
    r"(?:[kKMGTPcmnµμu]m|[kmµμ]g|[mnµμ]s|mins?|minutes?|hrs?|hours?|days?|weeks?|months?|years?"
    r"|yrs?|[GM]yr|[kKMGT]?Hz|[kKMGT]?eV|kJ|[kMGT]W|[kMG]Wh|m?Ah|[km]V|mA|[kMGh]?Pa|m?bar|atm|psi"
    r"|°|deg(?:rees?)?|mol|[mc][lL]|L|IU|dBm?|px|pixels?|pts?|dpi|[kKMGTP]i?B|[kKMG]bps"
    r"|[kMGTP]?FLOP[Ss]?|fps|rpm|bpm|BPM|pp[mb]|USDT?|EUR|GBP|CHF|JPY|CNY|RMB|INR|SEK|AUD|CAD|BTC"
    r"|ETH|kr|zł|dollars?|euros?|pounds?|cents?|yuan|yen|percent|per|points?|tokens?|samples?"
    r"|images?|cells?|sec(?:onds?)?|kph|mph|[kM]?pc|AU|ly|Å|arcsec|arcmin|rad|cm-1|million|billion"
    r"|thousand|bn|in(?:ch(?:es)?)(?=\W|\Z)|ft|feet|miles?|lbs?|oz|tons?|tonnes?|barrels?|[CG]PU"
    r"|cycles?|steps?|epochs?|iterations?|times|units?|kcal|cal|kDa|Da(?!\s[A-Z])|ha|acres?|sq"
    r"|[kcmdn]?m\^?[23²³])"
)
_RATES = r"\w{1,8}/(?:s|sec|h|hr|d|day|min|yr|year|m|cm|mm|kg|g|m?L|K|mol|V|W|J)"
_SINGLE = (
    # One letter is a unit only where it is no initial: "1409.0473 K. Cho", "1706.03762 A model".
    r"(?:[KNJWVmsghl](?![^\W_]|\.?\s?[A-Z]|['’-])|[TCFA](?=[,;)\]|\n]|\s*\Z))"
)
AFTER = re.compile(
    r"\s?[%°×±≈$€£¥₹^]|\(\d{1,3}\)|\s*(?:[x×*·]|\\times)\s*\d|[eE][+-]?\d|\s*(?:\+/-|\\pm)"
    r"|[\s~,]*\\?(?:mathrm|mathit|text|rm|unit|si)\{"
    rf"|[\s~]?(?:(?:{_RATES}|{_UNITS})(?![^\W_])|{_SINGLE})"
    # A range has its unit at the end.
    rf"|\s?(?:to|and|-)\s?\d+\.\d+\s?{_UNITS}(?![^\W_])",
)
"""Directly behind the number: a quantity, an amount of money, a measurement."""

_QUANTITIES = """
    loss losses score scores accuracy acc perplexity ppl bleu rouge rmse mse mae fid error errors
    err energy value values val mean avg average median std stdev dev devs sigma variance var
    total
    subtotal sum cost costs price prices fee tax rate ratio rating rated weight wt mass length width
    height depth distance diameter radius speed velocity elevation altitude pressure temperature
    temp reward return lr elo glicko likelihood loglik nll aic bic chi2 χ2 ndf flux
    luminosity redshift
    frequency freq wavelength wavenumber balance salary budget revenue invoice amount qty yield
    count counts than equals approximately approx circa ca roughly nearly around usd eur gbp chf
    jpy cny
    rmb inr rs sek kr btc eth nav dow nikkei dax ftse nasdaq gold silver market close closes closed
    open opens opened trading trades traded quoted stood peak peaks peaked high low bid ask
    params parameters flops macs
    throughput latency bandwidth memory norm gradient elbo bits area volume density duration time
    runtime elapsed offset timestamp threshold min max minimum maximum hrms calcd iter seed gpa
    """
_VERSIONS = """
    v ver vers version versions release releases build builds rev revision firmware driver kernel
    update patch sdk tag chrome chromium firefox windows ubuntu android ios macos python cuda node
    office win10 win11 upgrade downgrade upgraded bios nightly
    """
_RULES = """
    rule rules section sections sec secs § §§ art chapter chapters chap ch para paragraph clause
    subsection subpart regulation regulations reg regs statute statutes ordinance cfr usc heading
    headings subheading tariff tariffs hs hts htsus page pages pp p line lines eq eqn equation fig
    figure table tab schedule taric nac oar orc nrs rsmo wac rcw ors mca duty
    """
_CONTACTS = """
    tel telephone phone ph fax call mobile cell whatsapp ext room isbn issn pmid oclc lccn ssn zip
    serial sn sku part patent ticket catalog catalogue docket account iban lat latitude lon long
    longitude lng coord coords coordinates ra dec easting northing jd mjd sha sha1 md5 commit hash
    checksum gps position
    """
_ARCHIVES = """
    vixra chinaxiv biorxiv medrxiv chemrxiv techrxiv psyarxiv socarxiv engrxiv eartharxiv paleorxiv
    preprints ascl ssrn hal osf iacr zenodo figshare authorea eccc repec zbl zbmath jfm
    """
_VECTORS = """
    array tensor float floats double vector matrix linspace arange point linestring polygon lonlat
    latlon print round sleep sqrt exp log ceil floor num si qty
    """
QUANTITY = "it is a quantity"
_SERIES = "it stands among other numbers"
_RULE = "it is the number of a rule, a page or the like"
_OTHER = "it is a number of another kind"
_ELSEWHERE = "it is another archive's number"
SERIAL = frozenset({QUANTITY, _SERIES, _RULE, _OTHER})
"""The reasons that hold for the next number of a row as well."""
_WORDS: dict[str, str] = (
    dict.fromkeys(_VECTORS.split(), _SERIES)
    | dict.fromkeys(_QUANTITIES.split(), QUANTITY)
    | dict.fromkeys(_VERSIONS.split(), "it is a version")
    | dict.fromkeys(_RULES.split(), _RULE)
    | dict.fromkeys(_CONTACTS.split(), _OTHER)
    | dict.fromkeys(_ARCHIVES.split(), _ELSEWHERE)
)
_WORD = re.compile(r"(?P<word>§{1,2}|[^\W\d_]+\d{0,2})(?P<gap>[\s.:=#({\"'\[|]{0,4})\Z")
_LINKED_WORD = re.compile(
    r"(?P<word>[^\W\d_]+)\s+(?:(?:of|is|was|were|are|at|about|around|near|only|just|over|under|reached"
    r"|reaches|drops|dropped|went|goes|fell|rose|to|equals|from|by|hits|hit|=|:)\s+){1,3}\Z"
)
_TITLE = re.compile(
    r"(?<![^\W_])(?!(?:Train|Training|Val|Validation|Test|Final|Total|Mean|Average|Best|Eval)\b)"
    r"[A-Z][\w-]{2,} +[A-Z][\w-]+ +\(?\Z"
)
_CODE = re.compile(
    r"(?:\b(?:tariff|hs|hts|taric|customs|postal|zip|area|administrative|admin|building|municipal|penal)"
    r"\s(?:code|number|no\.?|item|line|heading|classification)s?"
    r"|\b(?:C\.F\.R|U\.S\.C|R\.C|Minn\.\s(?:R|Stat)|Rev\.\sStat)\.)[\s:#]{0,3}\Z",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    r"(?:\b(?:part|art|order|case|file|account|customer|invoice|ref|item|serial|model|patent|lot|batch"
    r"|policy|contract)[.\s-]{0,2}\s?(?:no|nr|number|num)\.?|\b[PS]/N)[\s:#]{0,3}\Z",
    re.IGNORECASE,
)
_PRODUCT = re.compile(r"(?:windows|android|ios|macos|ubuntu)\s\d+(?:\.\d+)?\s?\(?\Z", re.IGNORECASE)
_PHONE = re.compile(r"(?:(?<!\w)\+\d{1,3}[\d ()/-]{0,14}|\((?:0|\d{3})\)[ -]?)\Z")
_OTHER_ARCHIVE = re.compile(
    r"(?:vixra|chinaxiv|preprints|ascl|biorxiv|medrxiv|chemrxiv|techrxiv)(?:\.org|\.net)?\W[^\s,;]{0,16}\Z",
    re.IGNORECASE,
)
_SIGN = re.compile(
    # An arrow is no sign, and neither are the plus of "Vaswani+" and the end of a tag.
    r"(?:[=≈≤≥±×$€£¥₹^]|<-?|(?<![-=])>|(?<!~)~|(?<!\w)(?<!\d{4}\s)(?<!\d{5}\s)\+|\+/-|\d\s?[*·]"
    r"|\\(?:approx|sim|pm|le|ge)|(?<![^\W_])[a-zTE][\"']?:)\s?\Z"
)
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,20}>\Z")
_DRAWING = re.compile(r"(?:viewbox|points|transform|\bd)=[\"'][^\"']{0,24}\Z", re.IGNORECASE)
_NAMES_AN_ID = re.compile(
    r"(?:arxiv|id|ids|eprint|paper|preprint|abs|ref|identifier|key|cite|pid|number)\s*=\s?\Z",
    re.IGNORECASE,
)
_LETTER = re.compile(r"[a-zA-Z]")
_LINE_START = re.compile(r"(?:\A|\n)[ \t]*[>+~][ \t]*\Z")
_NUMBER_BEFORE = re.compile(
    r"(?<![\w.])(?P<number>[-+]?\d+\.\d+|\d{1,3}(?:,\d{3})+|[-+]\d+)"
    r"(?:[ \t]*[,;|/&\t\n][ \t]*|(?<=\w[^.\n]\d) +)[-+]?\Z"
)
_NUMBER_AFTER = re.compile(
    r"(?:[ \t]*[,;][ \t]*\d{4}\.\d{4,5}(?=[ \t]*[,;]))*"
    r"[ \t]*[,;][ \t]*(?P<number>[-+]?\d+\.\d+)(?=[ \t]*[,;)\]}])"
)
_ID_SHAPE = re.compile(r"\d{4}\.\d{4,5}")
_QUIET = re.compile(r"[\d\s.,;|\[\]{}]*")
"""Nothing in front but numbers: neither signs nor words have a say."""
_NEAR = 32


def reason(text: str, start: int, end: int) -> str:
    """Say why the number at ``text[start:end]`` is no identifier; "" where nothing says so.

    >>> reason("the loss was 1502.0345 then", 13, 22)
    'it is a quantity'
    >>> reason("Focal Loss 1708.02002", 11, 21)
    ''
    >>> reason("about 1502.0345 kg of", 6, 15)
    'it is a quantity'
    """
    if AFTER.match(text, end):
        return QUANTITY
    before = text[max(0, start - _NEAR) : start]
    if _QUIET.fullmatch(before):
        return _by_neighbours(before, text, end)
    return (
        _by_sign(before, text[end : end + 1])
        or _by_phrase(before)
        or _by_word(before, text[end : end + 1])
        or _by_neighbours(before, text, end)
    )


def _by_sign(before: str, behind: str) -> str:
    """A sign of arithmetic or money in front, as in ``= 1502.0345``."""
    is_bracketed = before.endswith("<") and behind == ">"
    is_none = is_bracketed or not _SIGN.search(before) or _LINE_START.search(before)
    return "" if is_none or _NAMES_AN_ID.search(before) or _TAG.search(before) else QUANTITY


_PHRASES = (
    (_OTHER_ARCHIVE, _ELSEWHERE),
    (_CODE, _RULE),
    (_NUMBERED, _OTHER),
    (_PHONE, _OTHER),
    (_PRODUCT, "it is a version"),
    (_DRAWING, _SERIES),
)


def _by_phrase(before: str) -> str:
    """A few words in front that name what is counted, as in ``part no. 1502.0345``."""
    if not _LETTER.search(before):
        return _OTHER if _PHONE.search(before) else ""
    return next((why for pattern, why in _PHRASES if pattern.search(before)), "")


def _by_word(before: str, behind: str) -> str:
    """The word in front, or the one that ``was``, ``of`` or ``at`` links to the number."""
    linked = _LINKED_WORD.search(before)
    if linked and _WORDS.get(linked["word"].lower()) == QUANTITY:
        return QUANTITY
    match = _WORD.search(before)
    if match is None:
        return ""
    # A single letter counts as written: "p. 3", but "Kingma, D. P.".
    word = match["word"] if len(match["word"]) == 1 else match["word"].lower()
    why = _WORDS.get(word, "")
    is_cited = (match["gap"] == " (" and behind == ")") or _TITLE.search(before)
    return "" if why == QUANTITY and is_cited else why


def _by_neighbours(before: str, text: str, end: int) -> str:
    """Another number beside it that is no identifier: a row of measurements, coordinates."""
    beside = [_NUMBER_BEFORE.search(before)]
    if before.endswith(("(", "[", "{")):
        beside.append(_NUMBER_AFTER.match(text, end))
    if any(match and not _ID_SHAPE.fullmatch(match["number"]) for match in beside):
        return _SERIES
    return ""


def is_quantity(name: str) -> bool:
    """Whether a column of that name holds quantities, never identifiers.

    >>> is_quantity("Loss"), is_quantity("paper")
    (True, False)
    """
    return _WORDS.get(name.strip().lower()) == QUANTITY
