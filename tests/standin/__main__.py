"""``python -m tests.standin``: answer until interrupted."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tests.standin import StandIn, fake_papers, papers_of
from tests.standin.crossref import published


def main() -> None:
    """Answer until interrupted."""
    parser = argparse.ArgumentParser(description="a stand-in for arXiv's query API")
    parser.add_argument("--snapshot", type=Path, help="papers in arXiv's bulk schema")
    parser.add_argument("--fake", type=int, default=0, help="make this many papers up")
    parser.add_argument("--port", type=int, default=0)
    options = parser.parse_args()
    papers = fake_papers(options.fake) + (papers_of(options.snapshot) if options.snapshot else [])
    with StandIn(papers, port=options.port) as standin:
        standin.crossref.add(*published(papers))
        sys.stdout.write(f"PAPERBIB_ARXIV_API={standin.url}\n")
        sys.stdout.write(f"PAPERBIB_OAI_API={standin.oai_url}\n")
        sys.stdout.write(f"PAPERBIB_DATACITE_API={standin.datacite_url}\n")
        sys.stdout.write(f"PAPERBIB_CROSSREF_API={standin.crossref_url}\n")
        sys.stdout.flush()
        try:
            standin.closing.wait()
        except KeyboardInterrupt:
            return


if __name__ == "__main__":
    main()
