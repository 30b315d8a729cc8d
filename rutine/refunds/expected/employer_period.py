"""The employer period (*arbeidsgiverperiode*): which 16 days the employer pays itself.

Counted as NAV's own counter does it [SPLEIS `Arbeidsgiverperiodeberegner`; ftrl § 8-19]:

- sick days count, weekends inside a sick note too, until there are 16;
- holiday inside a sick note counts while the period runs and is neutral after it;
- leave, days not back at work, other benefits and unknown weekends wait: they count if the
  next real day is sick, and are gap if it is work; they are neutral once the period is full;
- work is gap, and so is every free day that follows it; 16 gap days in a row start over.

Holiday that no sick note covers is not in NAV's counter as a kind of its own; its page
[NAV-AGP, "Ferieavvikling uten sykmelding"] says that such days do not count and that 16 of them
start a new period. After a full period the work has not been resumed, so they are neutral.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rutine.refunds.expected.day_types import SICK_KINDS, DayKind

_WAITING = frozenset({DayKind.LEAVE, DayKind.NOT_BACK, DayKind.OTHER_BENEFIT, DayKind.WEEKEND})
_GAP = frozenset({DayKind.WORK, DayKind.NOTHING})


@dataclass(frozen=True, slots=True)
class Counted:
    """What the count says about one day.

    Attributes:
        inside: the day is one of the employer period's days.
        start: place of the first day of the employer period that the day is in or follows,
            None when no count is running.
    """

    inside: bool
    start: int | None


class _Counter:
    """NAV's counter, one day at a time."""

    def __init__(self, days: int, gap_days: int) -> None:
        self._days = days
        self._gap_days = gap_days
        self._count = 0
        self._gap = 0
        self._start: int | None = None
        self._at_work = True
        self._waiting: list[int] = []
        self.counted: list[Counted] = []

    def sick(self) -> None:
        self._settle_waiting(sick=True)
        self._count_day()

    def holiday_in_sick_note(self) -> None:
        self._settle_waiting(sick=True)
        if self._at_work:
            self._gap_day()
        elif self._full:
            self._neutral_day()
        else:
            self._count_day()

    def holiday(self) -> None:
        if not self._at_work and self._full:
            self._neutral_day()
        else:
            self.work()

    def waiting(self) -> None:
        if self._at_work:
            self._gap_day()
        elif self._full:
            self._neutral_day()
        else:
            self._waiting.append(len(self.counted))
            self.counted.append(Counted(inside=False, start=self._start))

    def work(self) -> None:
        self._settle_waiting(sick=False)
        self._gap_day()
        self._at_work = True

    def end(self) -> None:
        self._settle_waiting(sick=False)

    @property
    def _full(self) -> bool:
        return self._count >= self._days

    def _count_day(self, place: int | None = None) -> None:
        where = len(self.counted) if place is None else place
        if self._start is None:
            self._start = where
        day = Counted(inside=not self._full, start=self._start)
        self._count += day.inside
        self._gap = 0
        self._at_work = False
        self._put(day, place)

    def _gap_day(self, place: int | None = None) -> None:
        self._gap += 1
        self._put(Counted(inside=False, start=self._start), place)
        if self._gap >= self._gap_days:
            self._count = 0
            self._start = None

    def _neutral_day(self) -> None:
        self._put(Counted(inside=False, start=self._start), None)

    def _settle_waiting(self, *, sick: bool) -> None:
        places, self._waiting = self._waiting, []
        for place in places:
            if sick:
                self._count_day(place)
            else:
                self._gap_day(place)

    def _put(self, day: Counted, place: int | None) -> None:
        if place is None:
            self.counted.append(day)
        else:
            self.counted[place] = day


def count(kinds: Sequence[DayKind], days: int, gap_days: int) -> list[Counted]:
    """Count the employer period through a job's days.

    Args:
        kinds: one kind a day, every calendar day in order.
        days: length of the period; 0 where there is none.
        gap_days: days of gap that start a new one.
    """
    counter = _Counter(days, gap_days)
    for kind in kinds:
        if kind in SICK_KINDS:
            counter.sick()
        elif kind is DayKind.HOLIDAY_IN_SICK_NOTE:
            counter.holiday_in_sick_note()
        elif kind is DayKind.HOLIDAY:
            counter.holiday()
        elif kind in _WAITING:
            counter.waiting()
        else:
            counter.work()
    counter.end()
    return counter.counted
