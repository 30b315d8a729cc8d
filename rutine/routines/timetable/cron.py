"""Cron as Prefect reads it: five fields, and the next times that they name.

Only what a timetable needs: numbers, lists, ranges and steps. `@daily`, names of days, `L` and
`#` are refused, so that what is shown to people is always what runs.
Held against the parser that Prefect uses by tests/property/test_cron.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, NamedTuple, Self
from zoneinfo import ZoneInfo

_PART: Final = re.compile(r"(?:\*|(\d{1,2})(?:-(\d{1,2}))?)(?:/(\d{1,2}))?")
_LONGEST: Final = 366 * 5
"""Days looked ahead: the 29th of February on a given weekday is rarer, and nobody's schedule."""


class _Field(NamedTuple):
    name: str
    first: int
    last: int


_FIELDS: Final = (
    _Field("minute", 0, 59),
    _Field("hour", 0, 23),
    _Field("day", 1, 31),
    _Field("month", 1, 12),
    _Field("weekday", 0, 7),
)
_SUNDAY: Final = 7


@dataclass(frozen=True, slots=True)
class Cron:
    """A cron expression that was read.

    Attributes:
        every_day: the field of the days of a month holds them all; likewise `every_weekday`.
            A step such as `*/2` narrows down, as Prefect reads it, unlike other crons.
        day_or: with both fields given, a day of either counts, as in cron; otherwise it must
            be in both. Prefect's `day_or`.
        weekdays: 0 is Monday.
    """

    minutes: tuple[int, ...]
    hours: tuple[int, ...]
    days: tuple[int, ...]
    months: tuple[int, ...]
    weekdays: tuple[int, ...]
    every_day: bool
    every_weekday: bool
    day_or: bool = True

    @classmethod
    def parse(cls, text: str, *, day_or: bool = True) -> Self:
        """Read an expression.

        Raises:
            ValueError: it is not five fields of numbers, lists, ranges and steps.
        """
        parts = text.split()
        if len(parts) != len(_FIELDS):
            msg = f"{text!r} does not have the five fields of cron"
            raise ValueError(msg)
        minutes, hours, days, months, weekdays = (
            tuple(_values(part, field)) for part, field in zip(parts, _FIELDS, strict=True)
        )
        on = tuple(sorted({(day - 1) % _SUNDAY for day in weekdays}))
        return cls(
            minutes=minutes,
            hours=hours,
            days=days,
            months=months,
            weekdays=on,
            every_day=len(days) == _FIELDS[2].last,
            every_weekday=len(on) == _SUNDAY,
            day_or=day_or,
        )

    def falls_on(self, day: date) -> bool:
        """Whether the schedule has a time that day."""
        if day.month not in self.months:
            return False
        by_day, by_weekday = day.day in self.days, day.weekday() in self.weekdays
        if self.day_or and not self.every_day and not self.every_weekday:
            return by_day or by_weekday
        return by_day and by_weekday

    def after(self, moment: datetime, zone: ZoneInfo) -> Iterator[datetime]:
        """The moments that come after one, in UTC, by the zone's clock.

        A time that the clock skips in spring comes an hour later; one that it has twice in
        autumn comes once.
        """
        begin = moment.astimezone(zone).date()
        for ahead in range(_LONGEST):
            day = begin + timedelta(days=ahead)
            if not self.falls_on(day):
                continue
            for hour in self.hours:
                for minute in self.minutes:
                    local = datetime.combine(day, time(hour, minute), tzinfo=zone)
                    found = local.astimezone(UTC)
                    if found > moment:
                        yield found


def _values(part: str, field: _Field) -> list[int]:
    found: set[int] = set()
    for each in part.split(","):
        match = _PART.fullmatch(each)
        if match is None:
            msg = f"{each!r} is not a {field.name} of cron"
            raise ValueError(msg)
        low, high, step = match.groups()
        first = field.first if low is None else int(low)
        # `5/15` goes on to the end, as `*/15` does.
        last = int(high) if high else (first if low is not None and step is None else field.last)
        by = int(step) if step else 1
        # `0-0` is a day to some and every day to others, Prefect among them: nobody may write it.
        alike = high is not None and first == last
        if alike or not (field.first <= first <= last <= field.last and by):
            msg = f"{each!r} is not a {field.name} between {field.first} and {field.last}"
            raise ValueError(msg)
        found.update(range(first, last + 1, by))
    return sorted(found)
