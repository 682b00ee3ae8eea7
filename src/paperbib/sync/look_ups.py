"""Where hosts are: each looked up once in a run, and whether names are found at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress

from paperbib.errors import HttpError
from paperbib.links.targets import Target
from paperbib.transport.probe import Probe


class LookUps:
    """The names of one run.

    Args:
        probe: Looks names up.
        is_public: Whether an IP address may be asked.
    """

    def __init__(self, probe: Probe, is_public: Callable[[str], bool]) -> None:
        self._probe, self._is_public = probe, is_public
        self._found: dict[str, tuple[str, ...] | HttpError] = {}
        self.has_names = False
        """Whether a name was found at public addresses: those who tell of names can be asked."""

    def find(self, target: Target) -> tuple[str, ...]:
        """Where a host is; nowhere, if only one of its addresses is not public.

        Once for all of a run: what is looked up again may be something else.

        Raises:
            NoNameError: There is no such name.
            UnreachableError: It cannot be looked up.
        """
        host = target.host
        if host not in self._found:
            try:
                is_known = target.is_address
                found = (host,) if is_known else self._probe.look_up(host, target.port)
            except HttpError as error:
                self._found[host] = error
            else:
                is_public = all(map(self._is_public, found))
                self._found[host] = found if is_public else ()
                self.has_names |= is_public and not is_known
        known = self._found[host]
        if isinstance(known, HttpError):
            raise known
        return known

    def has_any(self, others: Iterable[Target]) -> bool:
        """Whether names are found; where none was so far, others are looked up, one by one."""
        for one in others:
            if self.has_names:
                break
            with suppress(HttpError):
                self.find(one)
        return self.has_names
