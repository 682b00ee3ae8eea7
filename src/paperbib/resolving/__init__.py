"""What a title without a link means: resolved against the library, an index, a search.

Pure: items and records go in, resolutions and queries come out. `items` says what kind an item
is, `titles` what a library knows, `judging` which of some papers is meant, `queries` how others
are asked; below these, `segments` are an item's parts, `beside` what stands beside each, `papers`
what is known of a paper, `nearness` how far two titles are apart, `slips` typing errors, `signs`
what letters do not tell, `talk` what is no title; `wording`, `vocabulary`, `marks` and `acronyms`
the words. docs/titles.md has the rules.
"""

from paperbib.resolving.items import Kind, kind_of
from paperbib.resolving.judging import Resolution, judge
from paperbib.resolving.queries import Query, queries
from paperbib.resolving.titles import Titles

__all__ = ["Kind", "Query", "Resolution", "Titles", "judge", "kind_of", "queries"]
