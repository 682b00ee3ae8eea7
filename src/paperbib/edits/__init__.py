"""A person's edits of a BibTeX file: read without loss, and merged with what is new.

`blocks` says what a file is made of, `scanning` reads it, `values` compares values, `pairing`
knows which entry is which, `fields` merges one entry, `joining` two that became one, `layout`
puts entries in and takes them out, `merging` does it all. `reading` asks bibtexparser what it
makes of the result.
"""
