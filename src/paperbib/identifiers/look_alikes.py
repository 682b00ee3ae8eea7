"""Numbers that look like arXiv identifiers and are none: what stands around them tells.

A bare ``1502.0345`` is an identifier only where nothing says that it is a
quantity, a price, a version, a rule or another archive's number.
"""

from __future__ import annotations

import re

_UNITS = (
    r"(?:[kKMGTPcmnµμu]?m|[kmµμ]?g|[mnµμ]s|mins?|hrs?|h|hours?|days?|weeks?|months?|years?|yrs?|[GM]yr"
    r"|[kKMGT]?Hz|[kKMGT]?eV|k?J|[kMGT]?W|[kMG]Wh|[km]?V|mA|[kMGh]?Pa|m?bar|atm|psi|°|deg(?:rees?)?"
    r"|mol|[mc]?[lL]|dBm?|px|pixels?|pts?|[kKMGTP]i?B|[kKMG]bps|[kMGTP]?FLOPS?|[kMGTP]?FLOPs|fps|rpm"
    r"|USD|EUR|GBP|CHF|JPY|CNY|RMB|INR|SEK|AUD|CAD|BTC|ETH|dollars?|euros?|pounds?|cents?|yuan|yen"
    r"|percent|per|points?|tokens?|samples?|images?|sec(?:onds?)?|kph|mph|km/h|m/s|[kM]?pc|AU|ly|Å"
    r"|arcsec|arcmin|rad|cm-1|million|billion|thousand|bn|in(?:ch(?:es)?)(?=\W|\Z)|ft|feet|miles?|lbs?|oz"
    r"|cycles?|steps?|epochs?|iterations?|times|units?|cal|kcal|Da|kDa|Å|ha|acres?|sq)"
)
AFTER = re.compile(
    rf"\s?[%°×±≈$€£¥₹]|\s*(?:[x×*·]|\\times)\s*\d|[eE][+-]?\d|\s?(?:{_UNITS}|[msghl](?=[.,;)\]|]|\s*\Z))"
    r"(?![^\W_])|\s*(?:\+/-|\\pm)",
)
"""Directly behind the number: a quantity, an amount of money, a measurement."""

_QUANTITIES = """
    loss losses score scores accuracy acc perplexity ppl bleu rouge rmse mse mae error errors err energy
    value values val mean avg average median std stdev sigma variance var total subtotal sum cost costs
    price prices fee rate ratio weight mass length width height depth distance speed velocity elevation
    altitude pressure temperature temp reward return lr elo likelihood nll aic bic chi2 flux luminosity
    redshift frequency freq wavelength balance salary budget revenue invoice amount than between
    equals approximately approx roughly nearly usd eur gbp chf jpy cny rmb inr rs sek market close open
    high low bid ask throughput latency memory norm gradient likelihood elbo bits area volume density
    duration time runtime elapsed offset timestamp threshold peak min max minimum maximum
    """
_VERSIONS = """
    v ver vers version versions release releases build builds rev revision firmware driver kernel update
    patch sdk tag chrome chromium firefox windows ubuntu android ios macos python cuda node office
    win10 win11 upgrade downgrade upgraded
    """
_RULES = """
    rule rules section sections sec secs § §§ art chapter chapters chap ch para paragraph clause
    subsection regulation regulations reg regs statute statutes ordinance cfr usc heading headings
    subheading tariff tariffs hs hts htsus page pages pp p line lines eq eqn equation fig figure table
    tab schedule taric nac oar wac rcw ors mca duty
    """
_CONTACTS = """
    tel telephone phone fax call mobile cell whatsapp isbn issn pmid oclc lccn ssn zip serial sn sku
    part catalog catalogue docket account iban lat latitude lon long longitude lng coord coords
    coordinates ra dec easting northing jd mjd sha sha1 md5 commit hash checksum gps position
    """
_ARCHIVES = """
    vixra chinaxiv biorxiv medrxiv chemrxiv techrxiv psyarxiv socarxiv engrxiv eartharxiv preprints ascl
    ssrn hal osf iacr zenodo figshare authorea eccc repec
    """
_VECTORS = """
    array tensor float floats double vector matrix linspace arange point linestring polygon lonlat latlon
    """
QUANTITY = "it is a quantity"
_SERIES = "it stands among other numbers"
SERIAL = frozenset({QUANTITY, _SERIES})
"""The reasons that hold for the next number of a row as well."""
_WORDS: dict[str, str] = (
    dict.fromkeys(_VECTORS.split(), _SERIES)
    | dict.fromkeys(_QUANTITIES.split(), QUANTITY)
    | dict.fromkeys(_VERSIONS.split(), "it is a version")
    | dict.fromkeys(_RULES.split(), "it is the number of a rule, a page or the like")
    | dict.fromkeys(_CONTACTS.split(), "it is a number of another kind")
    | dict.fromkeys(_ARCHIVES.split(), "it is another archive's number")
)
_WORD = re.compile(r"(?P<word>§{1,2}|[^\W\d_]+\d{0,2})[\s.:=#({\"'\[]{0,4}\Z")
_LINKED_WORD = re.compile(
    r"(?P<word>[^\W\d_]+)\s+(?:(?:of|is|was|were|are|at|about|around|near|only|just|over|under|reached|reaches"
    r"|drops|dropped|fell|rose|to|equals|from|by|hits|hit|=|:)\s+){1,3}\Z"
)
_CODE = re.compile(
    r"(?:tariff|hs|hts|taric|customs|postal|zip|area|administrative|admin|building|municipal|penal)"
    r"\s(?:code|number|no\.?|item|line|heading|classification)s?[\s:#]{0,3}\Z",
    re.IGNORECASE,
)
_PHONE = re.compile(r"\+\d{1,3}[\d ()/-]{0,14}\Z")
_OTHER_ARCHIVE = re.compile(
    r"(?:vixra|chinaxiv|preprints|ascl|biorxiv|medrxiv|chemrxiv|techrxiv)(?:\.org|\.net)?\W[^\s,;]{0,16}\Z",
    re.IGNORECASE,
)
_SIGN = re.compile(r"(?:[=≈<>≤≥±×$€£¥₹+^]|(?<!~)~|\+/-|\\(?:approx|sim|pm|le|ge))\s?\Z")
_NAMES_AN_ID = re.compile(
    r"(?:arxiv|id|ids|eprint|paper|preprint|abs|ref|identifier|key|cite|pid|number)\s*=\s?\Z",
    re.IGNORECASE,
)
_LINE_START = re.compile(r"(?:\A|\n)[ \t]*[>+~][ \t]*\Z")
_NUMBER_BEFORE = re.compile(
    r"(?<![\w.])(?P<number>[-+]?\d+\.\d+|\d{1,3}(?:,\d{3})+|[-+]\d+)"
    r"(?:[ \t]*[,;|/&\t\n][ \t]*|(?<=\w[^.\n]\d) +)[-+]?\Z"
)
_NUMBER_AFTER = re.compile(r"[ \t]*[,;][ \t]*(?P<number>[-+]?\d+\.\d+)(?=[ \t]*[,;)\]])")
_ID_SHAPE = re.compile(r"\d{4}\.\d{4,5}")
_NEAR = 32


def reason(text: str, start: int, end: int) -> str:
    """Say why the number at ``text[start:end]`` is no identifier; "" where nothing says so.

    >>> reason("the loss was 1502.0345 then", 13, 22)
    ''
    >>> reason("loss: 1502.0345", 6, 15)
    'it is a quantity'
    >>> reason("about 1502.0345 kg of", 6, 15)
    'it is a quantity'
    """
    if AFTER.match(text, end):
        return QUANTITY
    before = text[max(0, start - _NEAR) : start]
    is_bracketed = before[-1:] == "<" and text[end : end + 1] == ">"
    if (
        not is_bracketed
        and _SIGN.search(before)
        and not _LINE_START.search(before)
        and not _NAMES_AN_ID.search(before)
    ):
        return QUANTITY
    if _OTHER_ARCHIVE.search(before):
        return "it is another archive's number"
    if _CODE.search(before):
        return "it is the number of a rule, a page or the like"
    if _PHONE.search(before):
        return "it is a number of another kind"
    linked = _LINKED_WORD.search(before)
    if linked and _WORDS.get(linked["word"].lower()) == QUANTITY:
        return QUANTITY
    if (match := _WORD.search(before)) and (why := _WORDS.get(match["word"].lower())):
        return why
    beside = [_NUMBER_BEFORE.search(before)]
    if before.endswith(("(", "[")):
        # A pair of coordinates.
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
