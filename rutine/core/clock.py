"""What time it is, in one place, so that tests and the practice municipality can decide it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from typing import Final
from zoneinfo import ZoneInfo

OSLO = ZoneInfo("Europe/Oslo")

_STOPPED: Final[ContextVar[datetime | None]] = ContextVar("stopped", default=None)


def now() -> datetime:
    """The present moment in UTC; everything stored is in UTC."""
    return _STOPPED.get() or datetime.now(UTC)


def today() -> date:
    """Today's date in Norway, where deadlines are counted."""
    return (_STOPPED.get() or datetime.now(UTC)).astimezone(OSLO).date()


@contextmanager
def stopped_at(moment: datetime) -> Iterator[None]:
    """Let it be this moment for the block: what happened then is done over again.

    Only this thread and task are in the past; a server beside them is not.
    """
    token = _STOPPED.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _STOPPED.reset(token)
