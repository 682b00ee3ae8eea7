"""Whether links lead anywhere: whom to ask, how politely, and what an answer proves.

Nothing here asks. `targets` says what of an address may be asked at all, `addresses` which
machines are public, `robots` what a site allows, `turns` whose turn it is, `verdicts` what a
reply means, and `tally` what a run found.
"""
