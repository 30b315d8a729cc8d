"""The payroll system's own calculation of what to claim, as it is set up for each sub-unit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from rutine.practice import nav
from rutine.practice.courses import EMPLOYER_PERIOD_REFUND, SICKNESS
from rutine.practice.days import (
    Day,
    Month,
    Segment,
    by_month,
    month_first,
    month_last,
    month_of,
    weekdays,
    without,
    working_days,
)
from rutine.practice.employment import Job
from rutine.practice.entitlement import first_days, last_day
from rutine.practice.organisation import ClaimStyle, GRule, Rounding
from rutine.practice.stories import NEVER, Story
from rutine.practice.troubles import Hitch, Trouble

MONTHLY_SALARY, ROUNDED, UNCAPPED, OTHER_G = "D03", "D02", "D04", "D05"
_KRONE: Final = 100
_NO_CAP: Final = 10**12
_SPRING, _AUTUMN = (4, 30), (10, 1)
"""The last day with the old G, and the day the slowest sub-units begin to use the new one."""


@dataclass(slots=True)
class Piece:
    """What payroll claims in one go: a note, a month of one, or a calendar month.

    `days` are weekdays, also by month; `amounts` are øre for each position, `rates` øre a day or
    None. `right` is what a payroll that is set up as NAV counts would have claimed in all.
    """

    note: int
    last_note: int
    first: Day
    last: Day
    grade: int
    incomes: list[int]
    days: dict[Month, int]
    cap: int
    right_cap: int
    made: Day
    marks: set[str]
    amounts: list[int]
    rates: list[int | None]
    right: int = 0

    @property
    def weekdays(self) -> int:
        """All the weekdays claimed."""
        return sum(self.days.values())


class Payroll:
    """Payroll's view of one course at one sub-unit.

    Attributes:
        firsts: the first day after the employer period, for each note.
        last_day: when payroll stops claiming, NEVER when it does not think of that.
    """

    def __init__(self, story: Story, job: Job) -> None:
        course = story.course
        self._story = story
        self._job = job
        self._pays_own_period = story.payroll_benefit in EMPLOYER_PERIOD_REFUND
        if story.payroll_benefit == SICKNESS:
            self.firsts = first_days(course, story.payroll_before)
        else:
            self.firsts = [note.first for note in course.notes]
        self._incomes = [position.income for position in job.positions]
        self.last_day = NEVER
        if course.is_sickness and story.minds_last_day:
            self.last_day = last_day(course, self.firsts)

    def segments(self, n: int) -> list[Segment]:
        """The calendar days of a note that payroll thinks refundable."""
        course = self._story.course
        note = course.notes[n]
        first, last = self.firsts[n], note.claimed_last
        if course.leaves:
            last = min(last, course.leaves)
        if self.last_day:
            last = min(last, self.last_day)
        if first > last:
            return []
        holiday = note.holiday if note.holiday_registered else None
        if holiday is None:
            return [(first, last)] if weekdays(first, last) else []
        return [part for part in without((first, last), holiday) if weekdays(*part)]

    def pieces(self, n: int) -> list[Piece]:
        """The claims for a note, before calendar months are put together."""
        segments = self.segments(n)
        if not segments:
            return []
        days: dict[Month, int] = {}
        ends: dict[Month, Segment] = {}
        for segment in segments:
            for first, last in by_month(segment):
                month = month_of(first)
                if count := weekdays(first, last):
                    days[month] = days.get(month, 0) + count
                    ends[month] = (ends[month][0] if month in ends else first, last)
        if self._job.unit.style is ClaimStyle.NOTE:
            return [self._piece(n, segments[0][0], segments[-1][1], days)]
        return [self._piece(n, *ends[month], {month: days[month]}) for month in days]

    def _piece(self, n: int, first: Day, last: Day, days: dict[Month, int]) -> Piece:
        story, note = self._story, self._story.course.notes[n]
        incomes = self._incomes
        marks: set[str] = set()
        if story.rise and first >= story.rise:
            incomes = [income * story.rise_percent // 100 for income in incomes]
            marks.add(Trouble.SALARY_RISE)
        if note.hitch is Hitch.SHORT_CLAIM:
            marks.add(Hitch.SHORT_CLAIM)
        made = working_days(month_of(last) + story.claim_delay)[-1]
        cap, right_cap = self._cap(n, first, made), self._right_cap(n)
        if cap != right_cap and 12 * sum(incomes) > min(cap, right_cap):
            marks.add(UNCAPPED if cap == _NO_CAP else OTHER_G)
        return Piece(
            n, n, first, last, note.grade, incomes, days, cap, right_cap, made, marks, [], []
        )

    def _right_cap(self, n: int) -> int:
        """The yearly cap in øre of a note."""
        return nav.six_g(nav.g_on(self._story.course.qualifying(n)))

    def _cap(self, n: int, first: Day, made: Day) -> int:
        """The yearly cap in øre that payroll uses for a claim."""
        unit = self._job.unit
        if not unit.capped:
            return _NO_CAP
        if unit.g_rule is GRule.OF_THE_DAY:
            return nav.six_g(nav.g_on(first))
        if unit.g_rule is GRule.LATE:
            year = date.fromordinal(made).year
            if made < date(year, *_AUTUMN).toordinal():
                spring = date(year, *_SPRING).toordinal()
                return nav.six_g(nav.g_on(min(self._story.course.qualifying(n), spring)))
        return self._right_cap(n)

    def price(self, piece: Piece) -> None:
        """Work out the amounts of a piece that is complete."""
        unit = 1 if self._pays_own_period else _KRONE
        rates = [_rate(sum(self._incomes), piece.grade, piece.right_cap, unit)]
        if self._job.apart:
            rates = [_rate(income, piece.grade, piece.right_cap, unit) for income in self._incomes]
        piece.right = sum(rates) * piece.weekdays
        if self._job.unit.monthly_salary and not self._pays_own_period:
            piece.marks.add(MONTHLY_SALARY)
            piece.amounts = [_salary(piece, income) for income in piece.incomes]
            piece.rates = [None] * len(piece.incomes)
            return
        own = self._rates(piece)
        piece.rates = list(own)
        piece.amounts = [rate * piece.weekdays for rate in own]

    def _rates(self, piece: Piece) -> list[int]:
        """Day rates in øre for each position."""
        incomes, grade, cap = piece.incomes, piece.grade, piece.cap
        # NAV's own claim form for codes 6 and 7 counts in øre.
        unit = 1 if self._pays_own_period else _KRONE
        if self._job.apart:
            return [_rate(income, grade, cap, unit) for income in incomes]
        if self._pays_own_period:
            return _shares(_rate(sum(incomes), grade, cap, unit), incomes, unit)
        rounding = self._job.unit.rounding
        if rounding is Rounding.POSITION and len(incomes) > 1:
            # Each position is held against 6G by itself, so that together they may pass it.
            over = 12 * sum(incomes) > cap
            piece.marks.add(UNCAPPED if over else ROUNDED)
            return [_rate(income, grade, cap, _KRONE) for income in incomes]
        if rounding is Rounding.ORE:
            piece.marks.add(ROUNDED)
            return _shares(_rate(sum(incomes), grade, cap, 1), incomes, 1)
        return _shares(_rate(sum(incomes), grade, cap, _KRONE), incomes, _KRONE)


def _salary(piece: Piece, income: int) -> int:
    """The claimed share of each month's pay (D03): weekdays claimed of weekdays there are.

    The position's own part of what all of them earn together, at most 6G.
    """
    total = sum(piece.incomes)
    monthly = min(total, piece.cap // 12)
    return sum(
        nav.half_up(monthly * income * piece.grade * days, total * 100 * _month_weekdays(month))
        for month, days in piece.days.items()
    )


def _rate(income: int, grade: int, cap: int, unit: int) -> int:
    """A day rate in øre, rounded to whole `unit` øre, halves up."""
    yearly = min(12 * income, cap)
    return (yearly * grade * 2 + 26_000 * unit) // (52_000 * unit) * unit


def _shares(rate: int, incomes: list[int], unit: int) -> list[int]:
    """The rate shared out by income in whole `unit` øre; the last position gets the rest."""
    if len(incomes) == 1:
        return [rate]
    total = sum(incomes)
    shares = [rate * income // (total * unit) * unit for income in incomes[:-1]]
    return [*shares, rate - sum(shares)]


def _month_weekdays(month: Month) -> int:
    return weekdays(month_first(month), month_last(month))


def joined(before: Piece, after: Piece) -> bool:
    """Put `after` into `before` where both are one calendar month's claim; say whether."""
    same = (before.grade, before.incomes, before.cap, before.right_cap, before.made)
    if (
        same != (after.grade, after.incomes, after.cap, after.right_cap, after.made)
        or month_of(before.first) != month_of(after.first)
        or before.last_note + 1 != after.note
    ):
        return False
    before.last, before.last_note = after.last, after.note
    for month, days in after.days.items():
        before.days[month] = before.days.get(month, 0) + days
    before.marks |= after.marks
    return True
