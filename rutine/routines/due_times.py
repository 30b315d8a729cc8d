"""When a routine with a calendar was due last, and is due next."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta

from rutine.core.clock import OSLO
from rutine.routines.run_calendar import RunTime

_FAR = timedelta(days=62)
"""Two months: whatever runs monthly is found in it."""


def due_times(
    calendar: Iterable[RunTime], now: datetime
) -> tuple[datetime | None, datetime | None]:
    """The latest time up to now, and the first after it; None where there is none near."""
    today = now.astimezone(OSLO).date()
    moments = [
        datetime.combine(day, time.fromisoformat(each.at), OSLO)
        for each in calendar
        for day in each.runs_between(today - _FAR, today + _FAR)
    ]
    before = max((each for each in moments if each <= now), default=None)
    after = min((each for each in moments if each > now), default=None)
    return before, after
