"""Runs of paperbib that can be killed at any moment, without the seconds of starting Python.

Reads ``FOLDER`` lines from standard input; for each, forks a process that runs
``paperbib -C FOLDER -q sync``, prints its number, waits for it, and prints how it
ended. Everything heavy is imported before.
"""

from __future__ import annotations

import os
import sys

import arxiv  # type: ignore[import-untyped]  # noqa: F401 - loaded for the forks
import bibtexparser  # noqa: F401
import httpx  # noqa: F401
import lxml.etree  # noqa: F401

import paperbib.exporters.bibtex
import paperbib.sources.arxiv
import paperbib.sync
import paperbib.transport  # noqa: F401
from paperbib.cli import main


def serve() -> None:
    """Run and report until standard input ends."""
    for line in sys.stdin:
        number = os.fork()
        if number == 0:
            os.dup2(os.open(os.devnull, os.O_RDWR), 0)
            main(["-C", line.rstrip("\n"), "-q", "sync"])
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()
        _, ended = os.waitpid(number, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(ended)}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    serve()
