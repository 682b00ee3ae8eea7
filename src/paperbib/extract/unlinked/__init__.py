"""List items that name something without an identifier: which they are, and what they say.

`items` finds them in the passages of a note; `wording` splits the words of one, with the help
of `fronts` (labels), `tails` (remarks), `brackets`, `endings`, `references` and `people`;
`skipping` leaves out what needs no look. Pure: what an item means is
for others to tell.
"""

from paperbib.extract.unlinked.items import find
from paperbib.extract.unlinked.skipping import without_linked

__all__ = ["find", "without_linked"]
