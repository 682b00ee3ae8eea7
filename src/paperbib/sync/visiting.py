"""Visiting links: one request after the other, the hosts in turns, each by its own rules.

An errand is a page to look at, or the rules of a site, which are asked for before its first
page. A redirect sends an errand to the line of another host, where it is checked like any other.
Where HEAD is refused, at whatever end, GET begins at the link itself: sites send programs that
ask with HEAD elsewhere.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import NamedTuple

from paperbib.errors import HttpError, UnreachableError
from paperbib.identifiers.identifier import Identifier
from paperbib.links import addresses, robots, targets, verdicts
from paperbib.links.robots import Robots
from paperbib.links.targets import Target
from paperbib.links.turns import Turns
from paperbib.links.verdicts import Verdict
from paperbib.sync.look_ups import LookUps
from paperbib.transport.probe import Look, Method, NoNameError, Probe, Sight

LIMIT_S = 15 * 60.0
"""How long one run visits links, in seconds."""
_MOST_FAILURES = 2
"""After so many pages without a usable reply, one after the other, a host is left alone."""
_FEW_HOSTS = 3
"""So many hosts that all are silent are no accident: there is no network."""


class Means(NamedTuple):
    """What links are asked with.

    Attributes:
        probe: Looks at pages.
        is_public: Whether an IP address may be asked.
        ticks: Seconds that only go forward.
        sleep: Waits for some seconds.
    """

    probe: Probe
    is_public: Callable[[str], bool] = addresses.is_public
    ticks: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep


class _Errand(NamedTuple):
    """What to look at, for a link, or for the rules of an origin; and where that began."""

    target: Target
    start: Target
    link: Identifier | None
    origin: str = ""
    method: Method = "HEAD"
    redirects: int = 0

    def again(self) -> _Errand:
        """The same from the start, with GET."""
        return self._replace(target=self.start, method="GET", redirects=0)


_End = Verdict | None
"""How an errand ends; None: there is no name, which proves something only if others have one."""


class Visits:
    """The visits of one run.

    Args:
        means: What links are asked with.
        tell: Called with each link at once when its verdict is known.
        others: Links that are not visited, and whose hosts may be looked up.

    Attributes:
        reason: Why the last request without a reply had none.
        passed_over: Links that are silent because their hosts were, before their turn came; in
            the order of their turns.
    """

    def __init__(
        self,
        means: Means,
        tell: Callable[[Identifier, Verdict], None],
        others: Iterable[str] = (),
    ) -> None:
        self._means, self._tell = means, tell
        self._others = (one for one in map(targets.read, others) if isinstance(one, Target))
        self._names = LookUps(means.probe, means.is_public)
        self._turns: Turns[_Errand] = Turns()
        self._rules: dict[str, Robots | _End] = {}
        self._parked: dict[str, list[_Errand]] = {}
        self._failures: defaultdict[str, set[Target]] = defaultdict(set)
        self._left: set[str] = set()
        self._nameless: list[Identifier] = []
        self._replies = 0
        self.reason = ""
        self.passed_over: list[Identifier] = []

    @property
    def is_without_network(self) -> bool:
        """Whether nobody answered, and no single host can be blamed for it."""
        is_silence = bool(self.reason) and not self._replies
        return is_silence and (not self._names.has_names or len(self._failures) >= _FEW_HOSTS)

    def visit(self, links: Iterable[Identifier]) -> None:
        """Visit links until all are done, or the time is over; the first ones first."""
        for link in links:
            target = targets.read(link.value)
            if isinstance(target, str):
                self._tell(link, Verdict.LEFT)
            else:
                self._turns.add(target.host, _Errand(target, target, link))
        give_up_at = self._means.ticks() + LIMIT_S
        while (turn := self._turns.next(self._means.ticks())) is not None:
            errand = self._due(turn.errand)
            if errand is None:
                continue
            if self._means.ticks() + turn.wait_s > give_up_at:
                break
            if turn.wait_s:
                self._means.sleep(turn.wait_s)
            self._go(errand)
        # A name that nobody knows may be gone, unless nobody can be asked about names.
        has_names = bool(self._nameless) and self._names.has_any(self._others)
        for link in self._nameless:
            self._tell(link, Verdict.NAMELESS if has_names else Verdict.SILENT)

    def _due(self, errand: _Errand) -> _Errand | None:
        """The request an errand needs now: first the rules of the site; None for none."""
        if errand.target.host in self._left:
            self._pass_over(errand)
            return None
        if errand.link is None:
            return errand
        origin = errand.target.origin
        if origin in self._parked:
            self._parked[origin].append(errand)
            return None
        if origin not in self._rules:
            self._parked[origin] = [errand]
            place = errand.target.robots()
            return _Errand(place, place, None, origin, "GET")
        rules = self._rules[origin]
        if isinstance(rules, Robots):
            if rules.allows(errand.target.path):
                return errand
            rules = Verdict.LEFT
        self._end(errand, rules)
        return None

    def _go(self, errand: _Errand) -> None:
        """Look, and see what comes of it."""
        host = errand.target.host
        try:
            found = self._names.find(errand.target)
            if not found:
                self._end(errand, Verdict.LEFT)
                return
            sight = self._look(errand, found)
        except NoNameError as error:
            self.reason = error.reason
            self._end(errand, None)
        except HttpError as error:
            self.reason = error.reason
            self._fail(errand, is_useless=isinstance(error, UnreachableError))
        else:
            self._replies += 1
            self._failures.pop(host, None)
            self._take(errand, sight)

    def _look(self, errand: _Errand, found: tuple[str, ...]) -> Sight:
        """Ask the first address of each family until one takes the connection.

        Raises:
            HttpError: None did, or there was no usable reply.
        """
        target = errand.target
        wants = 0 if errand.link else robots.LIMIT_BYTES + 1
        at = Look(*target[:3], target.authority, target.path, errand.method, wants)
        first_by_family = {":" in one: one for one in reversed(found)}
        addresses = sorted(first_by_family.values(), key=found.index)
        try:
            for address in addresses[:-1]:
                try:
                    return self._means.probe.look(at, address)
                except UnreachableError:
                    continue
            return self._means.probe.look(at, addresses[-1])
        finally:
            self._turns.asked(target.host, self._means.ticks())

    def _fail(self, errand: _Errand, *, is_useless: bool) -> None:
        """There was no reply: some servers know no HEAD, some are not there at all."""
        host = errand.target.host
        if errand.method == "HEAD" and not is_useless:
            self._ask_again(errand)
            return
        self._failures[host].add(errand.target)
        self._end(errand, Verdict.SILENT)
        if is_useless or len(self._failures[host]) >= _MOST_FAILURES:
            self._leave(host)

    def _ask_again(self, errand: _Errand) -> None:
        self._turns.add(errand.start.host, errand.again(), is_next=True)

    def _take(self, errand: _Errand, sight: Sight) -> None:
        """What a reply means for an errand."""
        target, status = errand.target, sight.status
        if verdicts.wants_peace(status, sight.retry_after):
            self._end(errand, Verdict.SILENT)
            self._leave(target.host)
        elif verdicts.is_redirect(status) and sight.location.strip():
            self._follow(errand, target.follow(sight.location))
        elif errand.link is None:
            self._learn(errand, sight)
        elif errand.method == "HEAD" and verdicts.wants_get(status):
            self._ask_again(errand)
        else:
            self._end(errand, verdicts.judge(status))

    def _follow(self, errand: _Errand, target: Target | str | None) -> None:
        if errand.redirects < verdicts.MOST_REDIRECTS and isinstance(target, Target):
            further = errand._replace(target=target, redirects=errand.redirects + 1)
            self._turns.add(target.host, further)
        elif errand.link is not None:
            self._end(errand, Verdict.LEFT if isinstance(target, str) else Verdict.OPEN)
        elif not isinstance(target, Target):
            self._end(errand, Verdict.SILENT)
        else:
            # As if there were none. Source: RFC 9309, section 2.3.1.2.
            self._obey(errand.origin, Robots())

    def _learn(self, errand: _Errand, sight: Sight) -> None:
        """The rules of a site; without any, all is allowed. Source: RFC 9309, section 2.3.1."""
        is_broken = sight.status >= HTTPStatus.INTERNAL_SERVER_ERROR
        is_there = sight.status == HTTPStatus.OK
        if is_broken or (is_there and sight.is_packed):
            self._end(errand, Verdict.SILENT)
        else:
            self._obey(errand.origin, Robots.parse(sight.body) if is_there else Robots())

    def _obey(self, origin: str, rules: Robots) -> None:
        self._rules[origin] = rules
        for waiting in reversed(self._parked.pop(origin, [])):
            self._turns.slow_down(waiting.target.host, rules.delay_s)
            self._turns.add(waiting.target.host, waiting, is_next=True)

    def _end(self, errand: _Errand, verdict: _End) -> None:
        """End an errand, and without the rules of a site all that is wanted there."""
        if errand.link is None:
            # What lies behind a redirect of its rules is not the site itself.
            verdict = Verdict.SILENT if errand.redirects else verdict
            self._rules[errand.origin] = verdict
            for waiting in self._parked.pop(errand.origin, []):
                self._end(waiting, verdict)
        elif verdict is None:
            self._nameless.append(errand.link)
        else:
            self._tell(errand.link, verdict)

    def _leave(self, host: str) -> None:
        self._left.add(host)
        for errand in self._turns.leave(host):
            self._pass_over(errand)

    def _pass_over(self, errand: _Errand) -> None:
        """End an errand at a host that is left alone."""
        if errand.link is not None and errand == _Errand(errand.start, errand.start, errand.link):
            self.passed_over.append(errand.link)  # nobody ever looked
        self._end(errand, Verdict.SILENT)
