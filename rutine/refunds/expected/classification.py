"""From a job's registered days and the employer period to NAV's day types.

The table of [SPLEIS `ArbeidstakerUtbetalingstidslinjeBuilder`]; what concerns the person as a
whole (grades, income, age, the last benefit day) comes afterwards.
"""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache

from rutine.core.periods import SATURDAY
from rutine.refunds.expected.day_types import SICK_KINDS, DayKind, DayType, Why
from rutine.refunds.expected.employer_period import Counted
from rutine.refunds.expected.timeline import Timeline

FREE_WHY = {
    DayKind.HOLIDAY: Why.HOLIDAY,
    DayKind.HOLIDAY_IN_SICK_NOTE: Why.HOLIDAY,
    DayKind.LEAVE: Why.LEAVE,
    DayKind.NOT_BACK: Why.NOT_BACK,
    DayKind.OTHER_BENEFIT: Why.OTHER_BENEFIT,
    DayKind.WEEKEND: Why.WEEKEND,
}
"""Why a free day gives nothing."""


@dataclass(frozen=True, slots=True)
class Classified:
    """One day of one job: NAV's type, and why the employer gets nothing, if it is settled yet."""

    type: DayType
    why: Why | None


_day = cache(Classified)
"""One and the same for days that are alike."""


def classify(
    line: Timeline, counted: Sequence[Counted], nav_takes_over: AbstractSet[int]
) -> list[Classified]:
    """Give every day its type.

    Args:
        line: the job's days.
        counted: the employer period over the same days.
        nav_takes_over: starts of the employer periods that NAV pays.
    """
    start = line.first.weekday()
    return [
        _classify(kind, weekday % 7 >= SATURDAY, day, takes_over=day.start in nav_takes_over)
        for weekday, (kind, day) in enumerate(zip(line.kinds, counted, strict=True), start)
    ]


def _classify(kind: DayKind, weekend: bool, day: Counted, *, takes_over: bool) -> Classified:  # noqa: PLR0911 - one return for each line of NAV's table
    if day.inside:
        if takes_over and kind in SICK_KINDS and not weekend:
            return _day(DayType.EMPLOYER_PERIOD_NAV, None)
        return _day(DayType.EMPLOYER_PERIOD, Why.EMPLOYER_PERIOD)
    if kind in SICK_KINDS and weekend:
        return _day(DayType.NAV_WEEKEND, Why.WEEKEND)
    if kind is DayKind.SICK:
        return _day(DayType.NAV, None)
    if kind is DayKind.SELF_CERTIFIED:
        return _day(DayType.REJECTED, Why.LATE_SELF_CERTIFICATION)
    if kind is DayKind.OTHER_BENEFIT and day.start is not None:
        return _day(DayType.REJECTED, Why.OTHER_BENEFIT)
    if kind in FREE_WHY:
        return _day(DayType.FREE, FREE_WHY[kind])
    if kind is DayKind.WORK:
        return _day(DayType.WORK, Why.WORK)
    return _day(DayType.UNKNOWN, Why.NOT_EMPLOYED)
