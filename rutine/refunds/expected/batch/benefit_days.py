"""The last benefit day of many people at once: the counter of `last_benefit_day`, in columns."""

from __future__ import annotations

from datetime import date
from typing import Final

import numpy as np
import numpy.typing as npt

from rutine.refunds.expected.batch.columns import NEVER, Bools, Bytes, Days
from rutine.refunds.expected.batch.day_codes import FREE, NAV, NAV_WEEKEND, REJECTED
from rutine.refunds.expected.day_counting import years_after
from rutine.refunds.expected.rules import SicknessRules

_START: Final = 0
_ILL: Final = 1
_RESTING: Final = 2
_RESTING_FREE: Final = 3
_USED_UP: Final = 4
_USED_UP_LONG_AGO: Final = 5
_OVER: Final = 6

_Counts = npt.NDArray[np.int32]


def birthdays(births: Days, age: int) -> Days:
    """Everybody's birthday at an age, as ordinals; `NEVER` for an unknown birth date."""
    known, place = np.unique(births, return_inverse=True)
    after = [
        NEVER if born == NEVER else years_after(date.fromordinal(int(born)), age).toordinal()
        for born in known
    ]
    return np.array(after, np.int32)[place]


def refused_days(
    merged: Bytes, first: int, births: Days, ends: Days, rules: SicknessRules
) -> Bools:
    """Which days are past the last benefit day.

    Args:
        merged: one type a day (row) and person (column), over all the person's jobs.
        first: ordinal of the first day.
        births: birth dates.
        ends: from when no right is left at all: the 70th birthday, or the day after death.
        rules: the numbers.
    """
    days, people = merged.shape
    refused = np.zeros((days, people), np.bool_)
    active = np.flatnonzero((merged == NAV).any(axis=0))
    counter = _Counter(
        active.size, days, first, birthdays(births[active], rules.reduced_age), rules
    )
    for day in range(days):
        counter.end(ends[active] <= first + day)
        refused[day, active] = counter.add(day, merged[day, active])
    return refused


class _Counter:
    """The state of each person, one row of each array."""

    def __init__(
        self, people: int, days: int, first: int, day_67: Days, rules: SicknessRules
    ) -> None:
        self._rules, self._first, self._day_67 = rules, first, day_67
        self._state = np.zeros(people, np.uint8)
        self._rest = np.zeros(people, np.int32)
        self._paid = np.zeros(people, np.int32)
        self._paid_67 = np.zeros(people, np.int32)
        self._lapsed = np.zeros(people, np.int32)
        self._lapsed_67 = np.zeros(people, np.int32)
        # What had been paid on the morning of each day; kept only if the window can move past it.
        windows = (
            days > years_after(date.fromordinal(first), rules.window_years).toordinal() - first
        )
        self._mornings: list[tuple[_Counts, _Counts]] | None = [] if windows else None

    def end(self, over: Bools) -> None:
        self._state[over] = _OVER

    def add(self, day: int, types: Bytes) -> Bools:
        if self._mornings is not None:
            self._mornings.append((self._paid.copy(), self._paid_67.copy()))
        state, rest, rules = self._state, self._rest, self._rules
        spent = (state == _USED_UP) | (state == _USED_UP_LONG_AGO)
        pays = types == NAV
        refused: Bools = spent & (pays | (types == REJECTED))
        weekend, free = types == NAV_WEEKEND, types == FREE
        resting, unspent = state == _RESTING, (state == _ILL) | (state == _RESTING_FREE)
        # Days that neither pay nor leave the state alone: rest, with or without new days.
        quiet = ~pays & ~refused & ~weekend & ~free
        rests = (
            (quiet & (unspent | resting | (state == _USED_UP)))
            | (resting & (weekend | free))
            | (free & unspent)
        )
        slow = refused | ((state == _USED_UP) & (weekend | free))
        over_long_ago = quiet & (state == _USED_UP_LONG_AGO)
        rest += rests | slow
        self._state = np.where(unspent & free, _RESTING_FREE, state)
        self._state = np.where(unspent & quiet, _RESTING, self._state).astype(np.uint8)
        long = rest >= rules.reset_days
        self._state[slow & long] = _USED_UP_LONG_AGO
        self._renew((rests & long) | over_long_ago)
        self._pay(day, pays & ~spent & (state != _OVER), resting)
        return refused

    def _renew(self, who: Bools) -> None:
        self._state[who] = _START
        self._rest[who] = 0
        self._lapsed[who] = self._paid[who]
        self._lapsed_67[who] = self._paid_67[who]

    def _pay(self, day: int, who: Bools, resting: Bools) -> None:
        if self._mornings is not None:
            self._move_window(day, who & resting)
        self._paid += who
        self._paid_67 += who & (self._first + day > self._day_67)
        self._rest[who] = 0
        used_up = self._paid - self._lapsed >= self._rules.benefit_days
        used_up |= self._paid_67 - self._lapsed_67 >= self._rules.benefit_days_over_67
        self._state[who] = np.where(used_up[who], _USED_UP, _ILL)

    def _move_window(self, day: int, who: Bools) -> None:
        today = date.fromordinal(self._first + day)
        edge = years_after(today, -self._rules.window_years).toordinal() - self._first
        if edge <= 0 or self._mornings is None or not who.any():
            return
        paid, paid_67 = self._mornings[edge]
        np.maximum(self._lapsed, paid, out=self._lapsed, where=who)
        np.maximum(self._lapsed_67, paid_67, out=self._lapsed_67, where=who)
