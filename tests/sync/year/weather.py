"""Days on which a service, or the whole network, does not answer."""

from __future__ import annotations

import random
from typing import NamedTuple

from tests.standin import Fault
from tests.sync.faults import FAULTS, Network

API, CROSSREF = "export.arxiv.org", "api.crossref.org"
KINDS = (
    "503",
    "429",
    "429, wait 5 s",
    "429, wait 2 h",
    "html",
    "Rate exceeded.",
    "empty feed",
    "refused",
    "hang",
    "cut at 50 %",
    "disconnect",
)


class Weather(NamedTuple):
    """What does not answer on a day.

    Attributes:
        kind: How: one of the faults; "" on a fair day.
        hosts: Who; nobody named means everybody.
    """

    kind: str = ""
    hosts: tuple[str, ...] = ()

    def reaches(self, host: str) -> bool:
        """Whether a host answers."""
        return not self.kind or bool(self.hosts and host not in self.hosts)

    def fall_on(self, network: Network) -> None:
        """Make the network behave so for the whole day."""

        def fault_at(_number: int) -> Fault | None:
            return None if self.reaches(network.hosts[-1]) else FAULTS[self.kind]

        network.fault_at = fault_at


FAIR = Weather()


def forecast(chance: random.Random, days: int) -> list[Weather]:
    """Bad weather on every tenth day or so; the first day is fair."""
    return [FAIR] + [_storm(chance) if chance.random() < 0.1 else FAIR for _ in range(1, days)]


def _storm(chance: random.Random) -> Weather:
    kind = chance.choice(KINDS)
    # An empty list is a good answer at Crossref, where each work can be asked for alone.
    scopes: tuple[tuple[str, ...], ...] = ((), (API,), (CROSSREF,))
    return Weather(kind, chance.choice(scopes[:2] if kind == "empty feed" else scopes))
