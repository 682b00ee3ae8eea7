"""LaTeX sources and BibTeX files, and the TeX they share."""
