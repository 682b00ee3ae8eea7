"""The identifier type: a scheme and a canonical value."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Scheme = Literal["arxiv", "doi", "url"]


@dataclass(frozen=True, slots=True)
class Identifier:
    """What one reference is known by; prints as ``scheme:value``.

    Two identifiers are equal when they name the same thing, however they are
    spelled: DOIs compare without case, URLs without scheme and trailing slash.

    Attributes:
        scheme: ``arxiv``, ``doi`` or ``url``.
        value: The canonical value for printing, without version.
        identity: What equality and hashing look at.
    """

    scheme: Scheme
    value: str = field(compare=False)
    identity: str = field(repr=False, default="")

    def __post_init__(self) -> None:
        if not self.identity:
            object.__setattr__(self, "identity", self.value)

    def __str__(self) -> str:
        return f"{self.scheme}:{self.value}"

    def __lt__(self, other: Identifier) -> bool:
        return self.sort_key < other.sort_key

    @property
    def sort_key(self) -> tuple[str, str]:
        """Scheme and identity: the order in which identifiers are listed and asked."""
        return (self.scheme, self.identity)
