"""How often one address may try to sign in, or ask: so often as an office needs, not as a program.

Kept in memory by the one process that serves; a restart forgets it. Wrong passwords are also
counted for each name, in the store (`rutine.cases.accounts.attempts`).
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from ipaddress import IPv6Address, ip_address
from typing import Final

MOST: Final = 120
"""Attempts within the window: an office behind one address signs in at eight o'clock. At a
provider one sign-in is two: on the way there, and on the way back."""
WINDOW_SECONDS: Final = 300.0
HOUR: Final = 3600.0
KEPT_OF_ADDRESS: Final = 20
"""Questions that one address may leave for HR in an hour: an office is often one address, and few
of what is asked has no answer and is sent on."""
KEPT_OF_ALL: Final = 60
"""The same of all addresses together: what people of HR can look through in a day, and not so much
that junk from many addresses fills the queue before somebody sees it."""
_REMEMBERED: Final = 10_000
"""Addresses; the one that has tried nothing for longest is forgotten first."""
_OF_MACHINE: Final = 64
"""The last bits of an IPv6 address, which a machine chooses itself, as often as it likes."""


class Pace:
    """Counts attempts for each address."""

    def __init__(
        self,
        *,
        most: int = MOST,
        window: float = WINDOW_SECONDS,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._most = most
        self._window = window
        self._monotonic = monotonic
        self._attempts: OrderedDict[str, deque[float]] = OrderedDict()
        self._lock = threading.Lock()

    def wait(self, address: str) -> int:
        """Count an attempt; seconds until the next is allowed, 0 when this one is.

        One that is refused is not counted, so that waiting helps.
        """
        now, whose = self._monotonic(), _network(address)
        with self._lock:
            tried = self._attempts.setdefault(whose, deque())
            self._attempts.move_to_end(whose)
            while len(self._attempts) > _REMEMBERED:
                self._attempts.popitem(last=False)
            while tried and now - tried[0] >= self._window:
                tried.popleft()
            if len(tried) >= self._most:
                return max(1, round(tried[0] + self._window - now))
            tried.append(now)
            return 0


class KeptPace:
    """Counts what is left for people to read: of each address, and of all together."""

    def __init__(
        self,
        *,
        of_address: int = KEPT_OF_ADDRESS,
        of_all: int = KEPT_OF_ALL,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._each = Pace(most=of_address, window=HOUR, monotonic=monotonic)
        self._all = Pace(most=of_all, window=HOUR, monotonic=monotonic)

    def wait(self, address: str) -> int:
        """Count one; seconds until the next is taken, 0 when this one is.

        The address is asked first: one that has sent too much uses up nothing of the others'.
        """
        return self._each.wait(address) or self._all.wait("all")


def _network(address: str) -> str:
    """The address, or of IPv6 its first 64 bits: one machine has all the others."""
    try:
        found = ip_address(address)
    except ValueError:  # a name: of a socket, or a test's
        return address
    if not isinstance(found, IPv6Address):
        return address
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return str(IPv6Address(int(found) >> _OF_MACHINE << _OF_MACHINE))
