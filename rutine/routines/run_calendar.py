"""The calendar: which days the routine runs, in a consultant's words; Norwegian holidays known."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Literal

from pydantic import Field, model_validator

from rutine.core.working_days import is_working_day
from rutine.routines.cover_rule import Weekday
from rutine.routines.vocabulary import Clock, Part, Slug, Titles

_WEEKDAYS: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_KEYS = {
    "weekly": "weekdays",
    "working_days_of_month": "working_days",
    "days_of_month": "days",
}


class RunTime(Part):
    """One time at which something runs. Times are Norwegian (Europe/Oslo), summer and winter."""

    id: Slug = Field(description="The time's name: the slug of its schedule in the deployment.")
    title: Titles | None = Field(default=None, description="What is done then.")
    when: Literal[
        "every_day", "every_working_day", "weekly", "working_days_of_month", "days_of_month"
    ] = Field(
        description="every_working_day: Monday to Friday, not on holidays. weekly: with weekdays. "
        "working_days_of_month: with working_days. days_of_month: with days."
    )
    at: Clock = Field(description='The time of day, such as "06:30".', examples=["06:30"])
    weekdays: tuple[Weekday, ...] = Field(default=(), description="With weekly: on which days.")
    working_days: tuple[int, ...] = Field(
        default=(),
        description="With working_days_of_month: 1 is the first working day, 2 the second, -1 the "
        "last.",
    )
    days: tuple[int, ...] = Field(
        default=(), description="With days_of_month: dates, 1 to 31; -1 is the last day."
    )
    on_holidays: Literal["run", "skip", "next_working_day"] = Field(
        default="run",
        description="What happens when it falls on a Saturday, Sunday or public holiday.",
    )

    @model_validator(mode="after")
    def _goes_together(self) -> RunTime:
        needed = _KEYS.get(self.when)
        for key in _KEYS.values():
            if bool(getattr(self, key)) != (key == needed):
                told = f"{self.when} needs {key}" if key == needed else f"{key} does not go with"
                raise ValueError(told if key == needed else f"{told} {self.when}")
        return self

    def runs_between(self, first: date, last: date) -> Iterator[date]:
        """The days on which it runs, from first to last, in order; moved days where they land."""
        day, found = first - timedelta(days=14), set[date]()
        while day <= last:
            if self._falls_on(day) and (landed := self._landing(day)) is not None:
                found.add(landed)
            day += timedelta(days=1)
        return iter(sorted(each for each in found if first <= each <= last))

    def _falls_on(self, day: date) -> bool:
        length = calendar.monthrange(day.year, day.month)[1]
        match self.when:
            case "every_day":
                return True
            case "every_working_day":
                return is_working_day(day)
            case "weekly":
                return _WEEKDAYS[day.weekday()] in self.weekdays
            case "days_of_month":
                return day.day in self.days or day.day - length - 1 in self.days
            case "working_days_of_month":
                return is_working_day(day) and bool({*self._places(day)} & {*self.working_days})

    def _places(self, day: date) -> tuple[int, int]:
        """Which working day of its month it is, counted from either end."""
        length = calendar.monthrange(day.year, day.month)[1]
        working = [d for d in range(1, length + 1) if is_working_day(day.replace(day=d))]
        place = working.index(day.day)
        return place + 1, place - len(working)

    def _landing(self, day: date) -> date | None:
        if self.on_holidays == "run" or is_working_day(day):
            return day
        if self.on_holidays == "skip":
            return None
        while not is_working_day(day):
            day += timedelta(days=1)
        return day
