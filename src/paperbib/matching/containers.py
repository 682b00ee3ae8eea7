"""Names of journals and proceedings: whether two can be one, and two works with them."""

from __future__ import annotations

from paperbib.matching.markup import fold, plain
from paperbib.matching.works import Work

_UNPUBLISHED = frozenset({"", "article", "manuscript", "report", "document"})


def are_two_publications(one: Work, other: Work) -> bool:
    """Whether each has been published, and in another place: both may be cited."""
    if one.kind in _UNPUBLISHED or other.kind in _UNPUBLISHED:
        return False
    if not one.container or not other.container:
        return False
    return not _is_same_container(one.container, other.container)


def _is_same_container(one: str, other: str) -> bool:
    """Whether one name can be the other abbreviated: Phys. Rev. Lett., PRL. Symmetric."""
    first, second = (_words(text) for text in (one, other))
    if not first or not second or "".join(first) == "".join(second):
        return True
    shorter, longer = sorted((first, second), key=lambda words: len("".join(words)))
    if len(shorter) == 1 and shorter[0] == "".join(word[0] for word in longer):
        return True
    if len(shorter) != len(longer):
        return set(shorter) <= set(longer)
    return all(
        a[0] == b[0] and (a.startswith(b[:3]) or set(a) <= set(b))
        for a, b in zip(shorter, longer, strict=True)
    )


def _words(text: str) -> list[str]:
    letters = "".join(char if char.isalnum() else " " for char in fold(plain(text[:500])))
    return [word for word in letters.split() if word not in {"the", "of", "on", "and", "in", "for"}]
