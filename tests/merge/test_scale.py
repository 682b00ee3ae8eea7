"""How long merging takes, also for notes that mean no good."""

import time

from tests.merge.samples import Y, decided, found, mentions, merged

from paperbib.merge import matches
from paperbib.model import Library, Reference


def test_ten_thousand_addresses_of_one_paper_are_one_soon() -> None:
    pages = [f"url:https://openreview.net/forum?id=abcdefg&noteId={n}" for n in range(10_000)]
    before = Library(decisions=decided(different=[(pages[0], Y)]))
    said = mentions(*pages)
    start_s = time.process_time()
    (reference,) = merged(said, [], before).references
    assert time.process_time() - start_s < 4
    assert len(reference.identifiers) == len(pages)


def test_a_large_library_with_nothing_new_is_not_matched_again() -> None:
    texts = [f"arxiv:1601.{number:05}" for number in range(1, 2 * matches._ALWAYS)]  # noqa: SLF001
    answers = [found(one, title=f"A Study of Number {one[6:]}") for one in texts]
    references = {
        str(n): Reference(identifiers=(one.identifier,), records=(one.record,))
        for n, one in enumerate(answers)
    }
    said, before = mentions(*texts), Library(references=references)
    start_s = time.process_time()
    result = merged(said, [], before)
    assert time.process_time() - start_s < 1
    assert len(result.references) == len(texts)
