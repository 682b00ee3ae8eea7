"""TeX: LaTeX sources (`latex`) and BibTeX files (`bibtex`).

`bibtex_blocks` splits a BibTeX file into entries and fields. Both formats read
running text with `running_text`, whose grammar is in `tokens`, and spell letters
and addresses with `letters`.
"""
