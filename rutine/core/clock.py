"""What time it is, in one place, so that tests and the practice municipality can decide it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

OSLO = ZoneInfo("Europe/Oslo")


def now() -> datetime:
    """The present moment in UTC; everything stored is in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """Today's date in Norway, where deadlines are counted."""
    return datetime.now(OSLO).date()
