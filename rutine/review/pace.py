"""How often one address may try to sign in: so often as an office needs, not as a program.

Kept in memory by the one process that serves; a restart forgets it. Wrong passwords are also
counted for each name, in the store (`rutine.cases.attempts`).
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from typing import Final

MOST: Final = 120
"""Attempts within the window: an office behind one address signs in at eight o'clock. At a
provider one sign-in is two: on the way there, and on the way back."""
WINDOW_SECONDS: Final = 300.0
_REMEMBERED: Final = 10_000
"""Addresses; the one that has tried nothing for longest is forgotten first."""


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
        now = self._monotonic()
        with self._lock:
            tried = self._attempts.setdefault(address, deque())
            self._attempts.move_to_end(address)
            while len(self._attempts) > _REMEMBERED:
                self._attempts.popitem(last=False)
            while tried and now - tried[0] >= self._window:
                tried.popleft()
            if len(tried) >= self._most:
                return max(1, round(tried[0] + self._window - now))
            tried.append(now)
            return 0
