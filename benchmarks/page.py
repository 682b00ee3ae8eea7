"""How the library page does with many entries, beside pages made with other scripts.

    python -m benchmarks.page [--size N] [--scripts FOLDER]

Prints, for N (10,000) made-up entries with abstracts of 1,000 characters: the size of the file
against that of its JSON, the first paint, the time until the page can be used, and the median
and the 95th percentile of a keystroke until it is on the screen, as the browser itself measures
it (Event Timing API, in steps of 8 ms, 16 ms and less counts as 16). The other pages have the
same data and the same fields, show 100 rows, and search with MiniSearch or List.js; FOLDER has
them as `npm install minisearch list.js` puts them there. Without FOLDER they are left out.
"""

from __future__ import annotations

import argparse
import html
import json
import math
import random
import re
import statistics
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from tests.consumers import browsing

from paperbib.exporters import page
from paperbib.exporters.options import Options
from paperbib.identifiers import whole
from paperbib.model import Library, Mention, Name, PartialDate, Record, Reference

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

SIZE = 10_000
ABSTRACT = 1_000
QUERIES = ("neural gradient", "muller 2017", "kernel zzz", "variational graph")
PAUSE_MS = 120
"""Between two keys: a quick typist's."""
_WORDS = """
    attention neural translation learning deep graph sparse quantum field gauge theory entropy
    transport kernel gradient stochastic variational inference optimal robust causal spectral
    lattice bound network memory language vision model training data sample convergence matrix
""".split()
_FAMILIES = "Müller García Smith Lee Nguyen Kowalski Sørensen Tanaka Petrov Silva Rossi".split()
_HEADINGS = [f"{one} {other}" for one in _WORDS[:8] for other in _WORDS[20:25]]
_SHOWN = "title authors year venue tags note"
_SEARCHED = "key title authors abstract note tags venue arxiv"
_SCRIPTS = {"MiniSearch": "minisearch/dist/umd/index.js", "List.js": "list.js/dist/list.js"}
_ENTRIES = "const entries = JSON.parse(document.querySelector('#page-library').textContent).entries"
_TEXTS = "const text = e => Object.fromEntries(names.map(n => [n, [e[n] ?? ''].flat().join(', ')]))"
_MINISEARCH = """
    const index = new MiniSearch({fields: names, idField: 'key'});
    index.addAll(texts);
    const byKey = new Map(texts.map(e => [e.key, e]));
    const show = found => list.replaceChildren(...found.slice(0, 100).map(row));
    show(texts);
    query.oninput = () => show(query.value
        ? index.search(query.value, {prefix: true, combineWith: 'AND'}).map(f => byKey.get(f.id))
        : texts);
"""
_LIST_JS = """
    new List('all', {valueNames: names, page: 100, searchColumns: names,
        item: e => row(e).outerHTML}, texts);
"""
_PAGE = """<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>{name}</title>
<body id="all"><input class="search" id="page-query"><ol class="list"></ol>
<script type="application/json" id="page-library">{data}</script><script>{script}</script>
<script>{{ {entries}; const names = {names}; {texts};
    const texts = entries.map(text), shown = {shown};
    const list = document.querySelector('ol'), query = document.querySelector('#page-query');
    const row = e => {{ const li = document.createElement('li');
        for (const name of names) if (shown.includes(name) || name === 'key') {{
            const p = li.appendChild(document.createElement('p'));
            p.className = name; p.textContent = e[name];
        }}
        return li; }};
    {made}
    document.documentElement.classList.add('ready'); }}</script></body></html>
"""
_WATCH = """() => { window.keystrokes = new Map();
    new PerformanceObserver(list => list.getEntries().forEach(e => {
        const known = keystrokes.get(e.interactionId) ?? 0;
        if (e.interactionId) keystrokes.set(e.interactionId, Math.max(e.duration, known));
    })).observe({type: 'event', durationThreshold: 16}) }"""
_PAINT = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime"


class Figures(NamedTuple):
    """What was measured of one page; sizes in bytes, times in milliseconds."""

    size: int
    json_size: int
    paint_ms: float
    ready_ms: float
    median_ms: float
    slow_ms: float


def made_library(size: int) -> Library:
    """So many papers, the same at every call."""
    chance = random.Random(8)  # noqa: S311 - made-up data
    return Library(references={f"paper{at:05}": _paper(at, chance) for at in range(size)})


def _paper(at: int, chance: random.Random) -> Reference:
    number = f"{1001 + at // 9000:04}.{at % 9000 + 1:04}"
    identifier, heading = f"arxiv:{number}", chance.choice(_HEADINGS)
    abstract = " ".join(chance.choices(_WORDS, k=ABSTRACT // 6))
    record = Record.model_validate(
        {
            "source": "arxiv",
            "identifier": identifier,
            "title": " ".join(chance.choices(_WORDS, k=8)).capitalize(),
            "authors": [Name(family=one, given="A.") for one in chance.sample(_FAMILIES, 4)],
            "published": PartialDate(year=1991 + at % 36, month=5, day=17),
            "abstract": abstract.ljust(ABSTRACT, ".")[:ABSTRACT],
            "primary_category": chance.choice(("cs.LG", "cs.CL", "hep-th")),
        }
    )
    annotation = "Read again: " + " ".join(chance.choices(_WORDS, k=9))
    mention = Mention(
        whole.parse(identifier),
        f"notes/{at % 9}.md",
        section=(heading,),
        annotation=annotation,
        state=chance.choice(("done", "open", None)),
    )
    return Reference(identifiers=(whole.parse(identifier),), records=(record,), mentions=(mention,))


def pages(library: Library, scripts: Path | None) -> Iterator[tuple[str, str, int]]:
    """The name of each page, its text, and the size of its JSON in bytes."""
    own = page.render(library, Options())
    found = re.search(r'id="page-library">(.*?)</script>', own, re.DOTALL)
    data = found[1] if found else ""
    size = len(data.encode())
    yield "paperbib", own, size
    for (name, place), made in zip(_SCRIPTS.items(), (_MINISEARCH, _LIST_JS), strict=True):
        path = scripts / "node_modules" / place if scripts else None
        if path is None or not path.is_file():
            print(f"{name} is left out: no {place}")
            continue
        yield name, _other_page(name, data, path.read_text("utf-8"), made), size


def _other_page(name: str, data: str, script: str, made: str) -> str:
    return _PAGE.format(
        name=html.escape(name),
        data=data,
        script=script,
        entries=_ENTRIES,
        texts=_TEXTS,
        names=json.dumps([*_SEARCHED.split(), "year"]),
        shown=json.dumps(_SHOWN.split()),
        made=made,
    )


def measured(browser: Browser, file: Path, json_size: int) -> Figures:
    """Open the page, and type."""
    with browsing.visit(browser, file) as visit:
        ready_ms = visit.scripted("performance.now()")
        paint_ms = visit.scripted(_PAINT)
        visit.page.click("#page-query")
        visit.page.wait_for_timeout(3_000)
        visit.scripted(_WATCH)
        typed = sum(_typed(visit.page, query) for query in QUERIES)
        visit.page.wait_for_timeout(1_000)
        told: list[Any] = visit.scripted("[...keystrokes.values()]")
        times = sorted([16.0] * max(typed - len(told), 0) + [float(one) for one in told])
    slow_ms = times[math.ceil(0.95 * len(times)) - 1]
    median_ms = statistics.median(times)
    return Figures(file.stat().st_size, json_size, paint_ms, ready_ms, median_ms, slow_ms)


def _typed(page: Page, text: str) -> int:
    """Type a text and delete it again; how many keys that took."""
    keys = [*text, *["Backspace"] * len(text)]
    for key in keys:
        page.keyboard.press(key)
        page.wait_for_timeout(PAUSE_MS)
    return len(keys)


def main() -> None:
    """Measure the pages, and print a line for each."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--size", type=int, default=SIZE)
    parser.add_argument("--scripts", type=Path, help="where npm installed the others")
    told = parser.parse_args()
    line = "  {:<12} {:>9} {:>7} {:>12} {:>10} {:>14} {:>10}"
    print(line.format("page", "MB", "x JSON", "paint ms", "ready ms", "keystroke ms", "95 % ms"))
    with tempfile.TemporaryDirectory() as folder, browsing.browser() as browser:
        for name, text, json_size in pages(made_library(told.size), told.scripts):
            file = Path(folder) / f"{name}.html"
            file.write_text(text, encoding="utf-8")
            got = measured(browser, file, json_size)
            times = [f"{one:.0f}" for one in got[2:]]
            ratio = f"{got.size / got.json_size:.2f}"
            print(line.format(name, f"{got.size / 1e6:.1f}", ratio, *times))


if __name__ == "__main__":
    main()
