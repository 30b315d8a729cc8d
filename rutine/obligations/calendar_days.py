"""The days that the rules count with, and those that stand for *without end*.

HR systems write 9999-12-31 where nothing ends. Such a day, and None, are `ENDLESS` here, which
no counting moves.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated, Final

from pydantic import AfterValidator

FIRST_DAY: Final = date(1900, 1, 1)
LAST_DAY: Final = date(2199, 12, 31)
"""A day after this one is a way of writing *without end*."""

ENDLESS: Final = date.max
NEVER: Final = date.min
"""The last valid day of what was never held."""


def checked(day: date) -> date:
    """The day, if it can be counted from.

    Raises:
        ValueError: it is before 1900 or after 2199; a typing error, which would never end.
    """
    if not FIRST_DAY <= day <= LAST_DAY:
        msg = "the year must be from 1900 to 2199"
        raise ValueError(msg)
    return day


Day = Annotated[date, AfterValidator(checked)]
"""A day in a requirement, as the routine file writes it."""


def end_of(last: date | None) -> date:
    """The last day of something, `ENDLESS` where it has none."""
    return ENDLESS if last is None or last > LAST_DAY else last


def days_after(day: date, days: int) -> date:
    """So many days later; what is endless stays so."""
    return ENDLESS if day == ENDLESS else day + timedelta(days=days)


def or_none(day: date) -> date | None:
    """None for what never was or has no end: how answers tell it."""
    return None if day in {ENDLESS, NEVER} else day
