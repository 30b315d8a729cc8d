"""The last benefit day (*maksdato*): how many days NAV has paid, and when they run out.

A person has 248 paid weekdays within three years, at most 60 of them after the 67th birthday;
26 weeks without pay give new days (ftrl §§ 8-12, 8-51). Written after [SPLEIS
`Maksdatoberegning`], whose rules on when days lapse are finer than the law's text:

- weekends during illness neither use a day nor count as rest, unless rest has begun;
- free days are rest, but do not move the three-year window;
- when the days are used up, 26 weeks pass while the person is ill; new days come with the first
  day that is neither ill nor free after that.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import Enum, auto
from functools import cached_property
from typing import NamedTuple

from rutine.refunds.expected.day_counting import (
    add_weekdays,
    last_weekday,
    weekday_before,
    years_after,
)
from rutine.refunds.expected.day_types import DayType, Why
from rutine.refunds.expected.rules import SicknessRules


class _State(Enum):
    START = auto()
    ILL = auto()
    RESTING = auto()
    RESTING_FREE = auto()
    USED_UP = auto()
    USED_UP_LONG_AGO = auto()
    OVER = auto()


class Standing(NamedTuple):
    """How the count stands on an evening: the days left, and the last day that was paid."""

    today: date
    left: int
    left_over_67: int
    last_paid: date


@dataclass
class BenefitDays:
    """A person's paid days, counted through all jobs together.

    Feed it every calendar day in order with `add`; it says which days are refused.

    Attributes:
        rules: the numbers.
        birth_date: None when unknown: only the 248 days are then counted.
        death: the day of death.
    """

    rules: SicknessRules
    birth_date: date | None = None
    death: date | None = None
    _state: _State = _State.START
    _paid: set[date] = field(default_factory=set)
    _rest: int = 0
    _today: date = date.min
    _last_paid: date = date.min

    @cached_property
    def _day_67(self) -> date:
        return self._birthday(self.rules.reduced_age)

    @cached_property
    def _day_too_old(self) -> date:
        return self._birthday(self.rules.last_age)

    def _birthday(self, age: int) -> date:
        return date.max if self.birth_date is None else years_after(self.birth_date, age)

    @property
    def used(self) -> int:
        """Days used of those that still count."""
        return len(self._paid)

    @property
    def _left(self) -> int:
        return self.rules.benefit_days - len(self._paid)

    @property
    def _left_over_67(self) -> int:
        day_67 = self._day_67
        if self._today <= day_67:
            return self.rules.benefit_days_over_67  # no paid day is later than today
        return self.rules.benefit_days_over_67 - sum(day > day_67 for day in self._paid)

    def add(self, day: date, type_: DayType) -> Why | None:
        """Count a day; returns why it is refused, or None when it is not."""
        self._today = day
        too_old = day >= self._day_too_old
        if too_old or (self.death is not None and day > self.death):
            self._state = _State.OVER
        if self._state is _State.OVER:
            return None  # age and death are refusals of their own: nothing is counted any more
        if type_ is DayType.NAV:
            return self._payable(day)
        if type_ is DayType.REJECTED and self._state in {_State.USED_UP, _State.USED_UP_LONG_AGO}:
            return self._refuse()
        if type_ is DayType.NAV_WEEKEND:
            self._ill_weekend()
        elif type_ is DayType.FREE:
            self._free()
        else:
            self._rest_day()
        return None

    def _payable(self, day: date) -> Why | None:
        if self._state in {_State.USED_UP, _State.USED_UP_LONG_AGO}:
            return self._refuse()
        if self._state is _State.RESTING:
            window = years_after(day, -self.rules.window_years)
            self._paid = {paid for paid in self._paid if paid >= window}
        self._paid.add(day)
        self._last_paid = day
        self._rest = 0
        used_up = self._left <= 0 or self._left_over_67 <= 0
        self._state = _State.USED_UP if used_up else _State.ILL
        return None

    def _refuse(self) -> Why:
        self._rest_without_new_days()
        return Why.LAST_BENEFIT_DAY

    def _rest_without_new_days(self) -> None:
        self._rest += 1
        if self._rest >= self.rules.reset_days:
            self._state = _State.USED_UP_LONG_AGO

    def _ill_weekend(self) -> None:
        if self._state is _State.RESTING:
            self._rest_day()
        elif self._state is _State.USED_UP:
            self._rest_without_new_days()

    def _free(self) -> None:
        if self._state is _State.RESTING:
            self._rest_day()
        elif self._state is _State.USED_UP:
            self._rest_without_new_days()
        elif self._state in {_State.ILL, _State.RESTING_FREE}:
            self._rest += 1
            self._state = _State.RESTING_FREE
            self._renew()

    def _rest_day(self) -> None:
        if self._state is _State.START:
            return
        if self._state is _State.USED_UP_LONG_AGO:
            self._rest = self.rules.reset_days
        else:
            self._rest += 1
        if self._state in {_State.ILL, _State.RESTING_FREE}:
            self._state = _State.RESTING
        self._renew()

    def _renew(self) -> None:
        if self._rest >= self.rules.reset_days:
            self._state = _State.START
            self._paid = set()
            self._rest = 0

    @property
    def standing(self) -> Standing:
        """How the count stands after the last day added."""
        return Standing(self._today, self._left, self._left_over_67, self._last_paid)

    def last_day(self, standing: Standing | None = None) -> date:
        """The last benefit day as NAV would state it; default: after the last day added.

        The earliest of: the remaining days laid out over the weekdays to come, the remaining
        days after the 67th birthday, the last weekday before the 70th, and death.
        """
        today, left, left_over_67, last_paid = standing or self.standing
        reached = left <= 0 or left_over_67 <= 0
        at = last_paid if reached else last_weekday(today)
        ordinary = add_weekdays(at, left)
        if self.birth_date is None:
            found = ordinary
        else:
            reduced = add_weekdays(max(at, last_weekday(self._day_67)), left_over_67)
            end = weekday_before(self._birthday(self.rules.last_age))
            found = ordinary if ordinary <= reduced else min(reduced, end)
        return found if self.death is None else min(found, self.death)
