"""Papers as arXiv's query API sends them: Atom feeds."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode
from xml.sax.saxutils import escape, quoteattr

from tests.standin.papers import Paper

_NAMESPACES = (
    'xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/"'
    ' xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns="http://www.w3.org/2005/Atom"'
)


def feed(
    params: Mapping[str, str], page: list[Paper], *, total: int, start: int, size: int
) -> bytes:
    query = urlencode(params, safe=",/")
    address = quoteattr(f"https://arxiv.org/api/query?{query}")
    head = f"""\
  <id>https://arxiv.org/api/standin</id>
  <title>arXiv Query: {escape(query)}</title>
  <updated>2026-11-01T00:00:00Z</updated>
  <link href={address} type="application/atom+xml"/>
  <opensearch:itemsPerPage>{size}</opensearch:itemsPerPage>
  <opensearch:totalResults>{total}</opensearch:totalResults>
  <opensearch:startIndex>{start}</opensearch:startIndex>"""
    return _document(head, *(_entry(paper) for paper in page))


def error_feed(message: str) -> bytes:
    anchor = escape("https://arxiv.org/api/errors#" + message.replace(" ", "_"))
    head = """\
  <id>https://arxiv.org/</id>
  <title>arXiv Search Results</title>
  <updated>2026-11-01T00:00:00Z</updated>
  <opensearch:itemsPerPage>1</opensearch:itemsPerPage>
  <opensearch:totalResults>1</opensearch:totalResults>
  <opensearch:startIndex>0</opensearch:startIndex>"""
    entry = f"""\
  <entry>
    <id>{anchor}</id>
    <title>Error</title>
    <updated>2026-11-01T00:00:00Z</updated>
    <link href={quoteattr(anchor)} rel="alternate" type="text/html"/>
    <summary>{escape(message)}</summary>
    <author>
      <name>arXiv api core</name>
    </author>
  </entry>"""
    return _document(head, entry)


def _document(*parts: str) -> bytes:
    first = f"<?xml version='1.0' encoding='UTF-8'?>\n<feed {_NAMESPACES}>"
    return "\n".join([first, *parts, "</feed>\n"]).encode()


def _entry(paper: Paper) -> str:
    cited = f"{paper.id}v{len(paper.dates)}"
    scheme = "http://arxiv.org/schemas/atom"
    after = [f"<arxiv:comment>{escape(paper.comment)}</arxiv:comment>"] if paper.comment else []
    after.append(f"<arxiv:primary_category term={quoteattr(paper.categories[0])}/>")
    if paper.journal_ref:
        after.append(f"<arxiv:journal_ref>{escape(paper.journal_ref)}</arxiv:journal_ref>")
    people = (escape(name) for name in paper.authors)
    after += [f"<author>\n      <name>{name}</name>\n    </author>" for name in people]
    after += [f"<arxiv:doi>{escape(doi)}</arxiv:doi>" for doi in paper.dois]
    terms = [f'<category term={quoteattr(one)} scheme="{scheme}"/>' for one in paper.categories]
    start = f"""\
  <entry>
    <id>http://arxiv.org/abs/{cited}</id>
    <title>{escape(paper.title)}</title>
    <updated>{paper.dates[-1]:%Y-%m-%dT%H:%M:%SZ}</updated>
    <link href="https://arxiv.org/abs/{cited}" rel="alternate" type="text/html"/>
    <link href="https://arxiv.org/pdf/{cited}" rel="related" type="application/pdf" title="pdf"/>
    <summary>{escape(paper.summary)}</summary>"""
    published = f"<published>{paper.dates[0]:%Y-%m-%dT%H:%M:%SZ}</published>"
    return "\n    ".join([start, *terms, published, *after]) + "\n  </entry>"
