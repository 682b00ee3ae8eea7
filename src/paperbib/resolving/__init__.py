"""What a title without a link means: resolved against the library, an index, a search.

Pure: items and records go in, resolutions and queries come out.
"""

from paperbib.resolving.items import Kind, kind_of
from paperbib.resolving.judging import Resolution, judge
from paperbib.resolving.queries import Query, queries
from paperbib.resolving.titles import Titles

__all__ = ["Kind", "Query", "Resolution", "Titles", "judge", "kind_of", "queries"]
