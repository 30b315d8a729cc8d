"""Days as whole numbers in arrays: those of `date.toordinal`, with the same two ends."""

from __future__ import annotations

from datetime import date
from typing import Final

import numpy as np
import numpy.typing as npt

from rutine.obligations import calendar_days

Days = npt.NDArray[np.int32]
"""Ordinals as in `date.toordinal`; `ENDLESS` and `NEVER` as in `calendar_days`."""
Places = npt.NDArray[np.int32]
Flags = npt.NDArray[np.bool_]
Codes = npt.NDArray[np.int8]

ENDLESS: Final = calendar_days.ENDLESS.toordinal()
NEVER: Final = calendar_days.NEVER.toordinal()
UNKNOWN: Final = 0
"""Where there is no day: an event that a subject lacks, an end that evidence does not tell."""
EPOCH: Final = date(1970, 1, 1).toordinal()
"""The ordinal of the day that numpy counts from."""


def months_after(days: Days, months: int) -> Days:
    """The same day some months later, or the month's last day when it has no such day.

    By a table of every day from the first to the last: far faster than counting each.
    """
    if days.size == 0:
        return days
    lowest = int(days.min())
    every = np.arange(lowest - EPOCH, int(days.max()) - EPOCH + 1, dtype=np.int64)
    table = _count_months(every.astype("datetime64[D]"), months)
    return table[days - lowest]


def month_ends(days: Days) -> Days:
    """The last day of each day's month."""
    found = (days.astype(np.int64) - EPOCH).astype("datetime64[D]").astype("datetime64[M]")
    return _ordinals((found + 1).astype("datetime64[D]") - 1)


def _count_months(days: npt.NDArray[np.datetime64], months: int) -> Days:
    of_month = days.astype("datetime64[M]")
    into = days - of_month.astype("datetime64[D]")
    target = of_month + months
    last = (target + 1).astype("datetime64[D]") - 1
    return _ordinals(np.minimum(target.astype("datetime64[D]") + into, last))


def _ordinals(days: npt.NDArray[np.datetime64]) -> Days:
    return (days.astype(np.int64) + EPOCH).astype(np.int32)
