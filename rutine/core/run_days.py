"""Which days a scheduled run does its work on: cron knows weekdays, not Norwegian holidays."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final, Self

from rutine.core.periods import SATURDAY
from rutine.core.working_days import first_working_day, is_working_day, working_day_after

ANY: Final = "any"
WORKING: Final = "working"
_FIRST: Final = re.compile(r"first_([1-9]|1[0-9])")


class Rest(StrEnum):
    """Why a scheduled run does nothing on a day."""

    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    LATER = "later"
    """A working day, but past the first ones of the month."""


@dataclass(frozen=True, slots=True)
class RunDays:
    """The days of a schedule, as its parameter `days` says: `any`, `working` or `first_N`.

    Attributes:
        working: only working days in Norway.
        first: only the first so many working days of a month; None for all of them.
    """

    working: bool = False
    first: int | None = None

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read the parameter.

        Raises:
            ValueError: it is none of the three.
        """
        if text == ANY:
            return cls()
        if text == WORKING:
            return cls(working=True)
        found = _FIRST.fullmatch(text)
        if found is None:
            msg = f"{text!r} is not any, working or first_N (N from 1 to 19)"
            raise ValueError(msg)
        return cls(working=True, first=int(found[1]))

    def rest(self, day: date) -> Rest | None:
        """Why nothing is done that day; None when the run does its work."""
        if not self.working:
            return None
        if not is_working_day(day):
            return Rest.WEEKEND if day.weekday() >= SATURDAY else Rest.HOLIDAY
        if self.first is None:
            return None
        last = first_working_day(day)
        if self.first > 1:
            last = working_day_after(last, self.first - 1)
        return None if day <= last else Rest.LATER
