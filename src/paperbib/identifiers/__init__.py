"""Identifiers of papers and pages: find, parse, canonise, print.

Pure and standard library only. One module per scheme (`arxiv_id`, `doi`,
`url`), `identifier` for the type they share, `web` for what a URL stands for,
and `scan` to find all of them in running text.
"""
