"""Days, weekdays, months and birthdays, counted the way the law counts them."""

from __future__ import annotations

from datetime import date, timedelta

from rutine.core.periods import SATURDAY

ONE_DAY = timedelta(days=1)
_WEEKDAYS = 5
_DECEMBER = 12


def is_weekend(day: date) -> bool:
    """Saturday or Sunday: never paid (ftrl § 8-11). Public holidays are ordinary pay days."""
    return day.weekday() >= SATURDAY


def months_before(day: date, months: int) -> date:
    """The first day of the month `months` months before the day's own month."""
    count = day.year * _DECEMBER + day.month - 1 - months
    return date(count // _DECEMBER, count % _DECEMBER + 1, 1)


def month_end(day: date) -> date:
    """The last day of the day's month."""
    return months_before(day, -1) - ONE_DAY


def months_after(day: date, months: int) -> date:
    """The same day some months later, or the month's last day when it has no such day."""
    last = month_end(months_before(day, -months))
    return last if day.day > last.day else last.replace(day=day.day)


def years_after(day: date, years: int) -> date:
    """The same date some years later (negative: earlier); 29 February becomes the 28th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def last_weekday(day: date) -> date:
    """The day itself, or the Friday before when it falls in a weekend."""
    return day - timedelta(days=max(0, day.weekday() - SATURDAY + 1))


def weekday_before(day: date) -> date:
    """The last weekday strictly before the day."""
    return last_weekday(day - ONE_DAY)


def add_weekdays(day: date, count: int) -> date:
    """The weekday that comes `count` weekdays after `day` (itself when `count` is 0)."""
    if count == 0:
        return day
    weeks, rest = divmod(count, _WEEKDAYS)
    found = last_weekday(day)
    found += timedelta(days=7 * weeks)
    while rest:
        found += ONE_DAY
        rest -= not is_weekend(found)
    return found


def weekdays_between(after: date, through: date) -> int:
    """How many weekdays come after one day, up to and including another; 0 if it is earlier."""
    if through <= after:
        return 0
    days = (through - after).days
    weeks, rest = divmod(days, 7)
    return weeks * _WEEKDAYS + sum(
        not is_weekend(after + timedelta(days=1 + i)) for i in range(rest)
    )
