"""The expected days of a case, as stretches that a person sees in a calendar."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from rutine.core.expected_days import DayMark, DayStretch
from rutine.refunds.benefits import HOLIDAY_PAY
from rutine.refunds.expected.account import ExpectedDay
from rutine.refunds.expected.day_counting import ONE_DAY, is_weekend
from rutine.refunds.expected.day_types import DayType
from rutine.refunds.knowledge import Knowledge
from rutine.refunds.rows import ClaimRow, LineRow
from rutine.refunds.three_ledgers import three_ledgers

_WHOLE: Final = 100
_UNPAID: Final = {
    DayType.EMPLOYER_PERIOD: DayMark.EMPLOYER_PERIOD,
    DayType.EMPLOYER_PERIOD_NAV: DayMark.EMPLOYER_PERIOD,
    DayType.FREE: DayMark.FREE,
    DayType.WORK: DayMark.WORK,
    DayType.REJECTED: DayMark.REFUSED,
    DayType.NAV: DayMark.REFUSED,
    DayType.NAV_WEEKEND: DayMark.WEEKEND,
    DayType.TIME_BARRED: DayMark.BARRED,
}


def day_stretches(
    lines: Sequence[LineRow], claims: Sequence[ClaimRow], knowledge: Knowledge
) -> tuple[DayStretch, ...]:
    """What the rules give for every day that the rows name.

    None where it can't be computed, for holiday pay, or where the rows are not all of one
    person, sub-unit and benefit: an account is of one.
    """
    rows = (*lines, *claims)
    if len({(row.person, row.sub_unit, row.benefit) for row in rows}) != 1:
        return ()
    if rows[0].benefit in HOLIDAY_PAY:
        return ()  # it is a share of last year's days, and has none of its own
    return stretches(three_ledgers(lines, claims, knowledge).days)


def stretches(days: Iterable[ExpectedDay]) -> tuple[DayStretch, ...]:
    """Days in a row of which the same is true, put together."""
    found: list[DayStretch] = []
    for day in days:
        new = DayStretch(
            first=day.day,
            last=day.day,
            mark=_mark(day),
            grade=day.grade if day.rate else 0,
            rate=day.rate,
            why=day.why.value if day.why else None,
        )
        if found and found[-1].last + ONE_DAY == day.day and _alike(found[-1], new):
            found[-1] = found[-1].model_copy(update={"last": day.day})
        else:
            found.append(new)
    return tuple(found)


def _alike(one: DayStretch, other: DayStretch) -> bool:
    return (one.mark, one.grade, one.rate, one.why) == (
        other.mark,
        other.grade,
        other.rate,
        other.why,
    )


def _mark(day: ExpectedDay) -> DayMark:
    if day.rate:
        return DayMark.NAV if day.grade in {0, _WHOLE} else DayMark.GRADED
    mark = _UNPAID.get(day.type, DayMark.UNKNOWN)
    # The employer's sixteen days are calendar days, weekends among them; all others are weekdays.
    if is_weekend(day.day) and mark is not DayMark.EMPLOYER_PERIOD:
        return DayMark.WEEKEND
    return mark
