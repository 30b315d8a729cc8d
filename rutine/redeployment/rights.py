"""Who has a preferential right, and until when (aml § 14-2 second to fourth paragraph).

The right goes to one who has been employed for at least twelve months in all during the last two
years, holds from the notice, and lasts until one year after the notice period ended. The two years
are counted back from the last day of the notice period: a reading that takes most time along.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from rutine.redeployment.terms import Terms
from rutine.refunds.expected.day_counting import months_after

_ONE_DAY: Final = timedelta(days=1)
_DAYS_OF_MONTH: Final = 30

Stretch = tuple[date | None, date]
"""The first and last day of a stretch of employment; None where the list does not say the first."""


class Answer(StrEnum):
    """What the lists say of something. What they leave out is unknown, never no."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Right:
    """One person's right.

    Attributes:
        holder: the employee number.
        begins: the day notice was given; None where the list does not say.
        notice_ends: the last day of the notice period.
        last: the last day of the right by the calendar.
        ended: the day from which HR says that it is over; None while it is not said.
        employed: whether the person was employed for long enough.
        employed_months: whole months of employment that count; None where some are unknown.
    """

    holder: str
    begins: date | None
    notice_ends: date
    last: date
    ended: date | None
    employed: Answer
    employed_months: int | None

    def holds_on(self, day: date) -> bool:
        """Whether the right is there on a day. Too little employment is a doubt, and no end."""
        begun = self.begins is None or self.begins <= day
        return begun and day <= self.last and (self.ended is None or day < self.ended)


def right_of(
    holder: str,
    notice_ends: date,
    stretches: Iterable[Stretch],
    terms: Terms,
    *,
    notice_given: date | None = None,
    ended: date | None = None,
) -> Right:
    """A person's right, from what the list says of it."""
    employed, months = _employed(tuple(stretches), notice_ends, terms)
    return Right(
        holder=holder,
        begins=notice_given,
        notice_ends=notice_ends,
        last=months_after(notice_ends, terms.lasts_months),
        ended=ended,
        employed=employed,
        employed_months=months,
    )


def _employed(
    stretches: tuple[Stretch, ...], notice_ends: date, terms: Terms
) -> tuple[Answer, int | None]:
    """Whether the months of employment suffice, and how many they are.

    Each stretch counts in calendar months, and the days left over make a month for every thirty:
    six months and six months are twelve, however many days they have.
    """
    earliest = months_after(notice_ends, -terms.of_months) + _ONE_DAY
    known = [(max(f, earliest), min(last, notice_ends)) for f, last in stretches if f is not None]
    months = days = 0
    for first, last in _apart(known):
        whole = 0
        while months_after(first, whole + 1) - _ONE_DAY <= last:
            whole += 1
        months += whole
        days += (last - months_after(first, whole)).days + 1
    months += days // _DAYS_OF_MONTH
    if months >= terms.employed_months:
        return Answer.YES, months
    if not stretches or len(known) < len(stretches):
        return Answer.UNKNOWN, None
    return Answer.NO, months


def _apart(stretches: Iterable[tuple[date, date]]) -> list[tuple[date, date]]:
    """The same days in stretches that neither overlap nor meet, so that each day counts once."""
    found: list[tuple[date, date]] = []
    for first, last in sorted(stretches):
        if first > last:
            continue
        if found and first <= found[-1][1] + _ONE_DAY:
            found[-1] = (found[-1][0], max(found[-1][1], last))
        else:
            found.append((first, last))
    return found


def expiry_stage(right: Right, today: date, warn_days: Iterable[int]) -> int | None:
    """The smallest number of days before the end that has been reached; None before them all.

    None too when the right is over, or not there yet.
    """
    if not right.holds_on(today):
        return None
    left = (right.last - today).days
    return min((days for days in warn_days if left <= days), default=None)
