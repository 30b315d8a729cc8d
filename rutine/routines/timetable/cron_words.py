"""When something runs, in plain words: nobody in HR should have to read cron."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from importlib import resources
from itertools import pairwise
from typing import Any, Final

from rutine.core import clock
from rutine.core.reason_texts import Language
from rutine.core.run_days import RunDays
from rutine.routines.timetable.cron import Cron

_WORKDAYS: Final = (0, 1, 2, 3, 4)
_EVERY_WEEKDAY: Final = 7
_EVERY_MONTH: Final = 12
_DAY_HOURS: Final = 24
_HOUR_MINUTES: Final = 60
_MOST_TIMES: Final = 4
"""More times than this in a day are not said one by one."""
_A_RANGE: Final = 3
"""So many in a row are said as a stretch."""


@cache
def catalogue(language: Language) -> dict[str, Any]:
    """The words of a language."""
    file = resources.files(__package__) / "texts" / f"{language.value}.toml"
    return tomllib.loads(file.read_text("utf-8"))


def when(cron: Cron, days: RunDays, language: Language) -> str:
    """A schedule in words, such as «mandag til fredag, men ikke på helligdager kl. 06.30»."""
    return _Words(language).whole(cron, days)


def said_moment(moment: datetime, language: Language) -> str:
    """A moment by the Norwegian clock, such as «tirsdag 1. desember kl. 06.30»."""
    local = moment.astimezone(clock.OSLO)
    words = catalogue(language)
    text: str = words["moment"].format(
        weekday=words["weekday"][local.weekday()],
        day=local.day,
        month=words["month"][local.month - 1],
        time=_time(local.hour, local.minute, language),
    )
    return text


class _Words:
    """Words of one language, put together."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self._texts = catalogue(language)

    def whole(self, cron: Cron, days: RunDays) -> str:
        said = self._days(cron)
        if days.first is not None:
            first = self._first(days.first)
            # Cron only narrows down when to look: the calendar says which days they are.
            if cron.weekdays == _WORKDAYS or cron.every_weekday:
                said = first
            else:
                said = self._say("within", days=said, first=first)
            said = self._in_months(cron, said)
        elif days.working:
            said = self._say("working", days=self._in_months(cron, said))
        else:
            said = self._in_months(cron, said)
        return self._say("whole", days=said, times=self._times(cron))

    def _say(self, key: str, **values: object) -> str:
        text: str = self._texts[key].format(**values)
        return text

    def _first(self, count: int) -> str:
        if count == 1:
            return self._say("first_one")
        numbers = self._texts["number"]
        said = numbers[count] if count < len(numbers) else count
        return self._say("first_many", count=said)

    def _listed(self, words: Sequence[str]) -> str:
        if len(words) == 1:
            return words[0]
        comma, last = self._texts["comma"], self._texts["and"]
        return f"{comma.join(words[:-1])}{last}{words[-1]}"

    def _days(self, cron: Cron) -> str:
        weekdays = self._weekdays(cron.weekdays)
        if cron.every_day and cron.every_weekday:
            return self._say("every_day")
        if cron.every_day:
            return weekdays
        days = self._say("days", days=self._numbers(cron.days))
        if cron.every_weekday:
            return days
        return self._say("either" if cron.day_or else "both", days=days, weekdays=weekdays)

    def _weekdays(self, weekdays: Sequence[int]) -> str:
        names = self._texts["weekday"]
        if weekdays == _WORKDAYS:
            return self._say("weekdays")
        if len(weekdays) == _EVERY_WEEKDAY:
            return self._say("every_day")
        if len(weekdays) >= _A_RANGE and _in_a_row(weekdays):
            return self._say("range", first=names[weekdays[0]], last=names[weekdays[-1]])
        return self._say("on", days=self._listed([names[day] for day in weekdays]))

    def _numbers(self, days: Sequence[int]) -> str:
        if len(days) >= _A_RANGE and _in_a_row(days):
            return self._say("day_range", first=days[0], last=days[-1])
        dot = "" if self._language is Language.EN else "."
        return self._listed([f"{day}{dot}" for day in days])

    def _in_months(self, cron: Cron, said: str) -> str:
        if len(cron.months) == _EVERY_MONTH:
            return said
        names = [self._texts["month"][month - 1] for month in cron.months]
        return self._say("in_months", days=said, months=self._listed(names))

    def _times(self, cron: Cron) -> str:
        times = [(hour, minute) for hour in cron.hours for minute in cron.minutes]
        said = [_time(hour, minute, self._language) for hour, minute in times]
        if len(times) <= _MOST_TIMES:
            return self._say("at", times=self._listed(said))
        step = self._step(cron)
        if step is None:
            return self._say("many", count=len(times), first=said[0], last=said[-1])
        if len(cron.hours) == _DAY_HOURS:
            return step
        return self._say("between", step=step, first=said[0], last=said[-1])

    def _step(self, cron: Cron) -> str | None:
        """How often within the hours that it runs in; None where that is uneven."""
        if not _in_a_row(cron.hours):
            return None
        if len(cron.minutes) == 1:
            (minute,) = cron.minutes
            return self._say("hourly_at", minute=minute) if minute else self._say("hourly")
        apart = {after - before for before, after in pairwise(cron.minutes)}
        around = cron.minutes[0] + _HOUR_MINUTES - cron.minutes[-1]
        if apart != {around}:
            return None
        return self._say("minute") if around == 1 else self._say("minutes", step=around)


def _time(hour: int, minute: int, language: Language) -> str:
    between = ":" if language is Language.EN else "."
    return f"{hour:02}{between}{minute:02}"


def _in_a_row(numbers: Sequence[int]) -> bool:
    return numbers[-1] - numbers[0] == len(numbers) - 1
