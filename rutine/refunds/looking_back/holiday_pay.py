"""Whether a refund of holiday pay is what NAV's own payments of the earning year give.

Source: refund rules §1.4. The line says nothing of what it rests on, but every payment of the
year stands in earlier reports. Three things are not in them: payments by other employers,
which share the limit of days, the other parent's days, and the person's age. Where one of
these may be why the amount differs, the answer is that it can't be told, with the bound.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from rutine.core.identifiers import Fnr, OrgNr
from rutine.core.money import Ore
from rutine.core.periods import Period
from rutine.refunds.benefits import RECOVERY
from rutine.refunds.expected.account import NOTHING, CannotCompute, Question
from rutine.refunds.expected.asking import answer
from rutine.refunds.expected.basis import Basis, Job, PaidDay
from rutine.refunds.expected.day_counting import months_before
from rutine.refunds.expected.holiday_pay import (
    PARENTAL_CODES,
    HolidayPayBasis,
    benefits_of,
    counts_whole_case,
    holiday_pay_basis,
    is_shared,
)
from rutine.refunds.expected.tables import NumberName, Tables
from rutine.refunds.looking_back.days import paid_days, periods_of, takes_unseen
from rutine.refunds.looking_back.received import Received, ReceivedLine

_MAY: Final = 5
_ANOTHER_CASE: Final = 182
"""Days without the benefit after which it is taken to be for another child."""
_CASE_MONTHS: Final = 6
_COVERS: Final = (100, 80)
_FULL: Final = 100
SENIOR: Final[NumberName] = "holiday_pay_senior"
"""The percentage of those who turned 59; a national id is not asked for an age (see `Fnr`)."""
_AGES: Final[dict[NumberName, int]] = {"holiday_pay": -1, SENIOR: 0}
"""Years from the senior age that give each percentage, where nobody has told the age."""


class Verdict(StrEnum):
    """What can be said of the amount."""

    AGREES = "agrees"
    DIFFERS = "differs"
    CANNOT_TELL = "cannot_tell"


class Why(StrEnum):
    """Why it can't be told whether the amount is right."""

    PERIOD = "period"  # the line is not for 1-31 May
    UNKNOWN = "unknown"  # no rule or number for the code and year
    REPORTS = "reports"  # reports of the year are not at hand
    UNDATED = "undated"  # a payment has no days
    RECOVERY = "recovery"  # money was taken back, and it is not certain for which days
    LATE = "late"  # payments about when NAV worked it out may or may not be in it
    SHARED = "shared"  # other employers share the days
    PARENT = "parent"  # other employers and the other parent share the days
    AGE = "age"  # it is right at the percentage of those who turned 59, and nobody told the age
    NUMBER = "number"  # payroll does not know the number: payments may stand under another


@dataclass(frozen=True, slots=True)
class HolidayPayCheck:
    """The answer, with what it rests on. Amounts are in øre.

    Attributes:
        verdict: what can be said.
        why: why it can't be told; None otherwise.
        year: the earning year; None when the line does not say it.
        expected: the holiday pay of the whole year, from the reports at hand; with other
            payers, or with the other parent, it is the most it can be.
        paid: what NAV has paid for the year, the line itself included.
        before: the part of it that was paid earlier.
        rate_name: the percentage used.
        basis: what the days counted were paid.
        days: how many days were counted.
        paid_for: how many of them the amount is for, when that is certain.
        missing: the days that the amount leaves out, when they can be named.
        months_missing: the months without a report.
    """

    verdict: Verdict
    why: Why | None = None
    year: int | None = None
    expected: Ore | None = None
    paid: Ore = NOTHING
    before: Ore = NOTHING
    rate_name: NumberName | None = None
    basis: Ore = NOTHING
    days: int = 0
    paid_for: int | None = None
    missing: tuple[Period, ...] = ()
    months_missing: tuple[str, ...] = ()


def check_holiday_pay(
    lines: Sequence[ReceivedLine], received: Received, *, is_known: bool = True
) -> HolidayPayCheck:
    """Hold some lines of holiday pay against the earlier payments of the earning year.

    Args:
        lines: at least one, all of one person, sub-unit and code.
        received: everything that reports have brought for the person.
        is_known: payroll knows the person by the number. Otherwise the payments may stand
            under an earlier one, such as a D-number.
    """
    year = _earning_year(lines)
    if year is None:
        return HolidayPayCheck(Verdict.CANNOT_TELL, Why.PERIOD)
    return _Check(lines, received, year, is_known=is_known).answer()


def _earning_year(lines: Iterable[ReceivedLine]) -> int | None:
    """The year before that of the period, which is always 1-31 May."""
    years = {
        line.period.first.year
        if line.period and line.period == Period.month(f"{line.period.first:%Y}-05")
        else None
        for line in lines
    }
    year = years.pop() if len(years) == 1 else None
    return None if year is None else year - 1


class _Check:
    """One question: lines of one person, sub-unit, code and earning year."""

    def __init__(
        self, lines: Sequence[ReceivedLine], received: Received, year: int, *, is_known: bool
    ) -> None:
        self._received = received
        self._is_known = is_known
        self._tables: Tables = received.tables
        self._year = year
        one = lines[0]
        self._person, self._unit, self._code = one.person, one.sub_unit, one.benefit
        self._at = max(line.received for line in lines)
        own = {line.ref for line in lines}
        theirs = [
            line
            for line in received.of(one.person)
            if line.received <= self._at and line.ref not in own
        ]
        same = [
            line
            for line in theirs
            if (line.sub_unit, line.benefit) == (one.sub_unit, one.benefit)
            and _earning_year([line]) == year
        ]
        self._before = Ore(sum(line.amount for line in same))
        self._paid = Ore(self._before + sum(line.amount for line in lines))
        benefits = benefits_of(one.benefit)
        self._basis = [line for line in theirs if line.benefit in benefits]
        self._recoveries = [line for line in theirs if line.benefit == RECOVERY]

    def answer(self) -> HolidayPayCheck:
        """Agrees where any way to count gives the very amount; differs where none could."""
        ways = list(self._ways(self._cut_offs()))
        if not ways:
            return self._told(None, Verdict.CANNOT_TELL, Why.UNKNOWN)
        missing = self._received.months_missing(self._needed_from(), self._at)
        unclear = self._unclear_days()
        for way in ways:
            if way.amount() == self._paid and not unclear and (way.days or not missing):
                return self._agrees(way)
        doubt = Why.REPORTS if missing else unclear or self._doubt()
        if doubt is not None:
            return self._told(ways[0], Verdict.CANNOT_TELL, doubt, months_missing=missing)
        return self._differs(list(self._ways([self._basis])))

    def _agrees(self, way: HolidayPayBasis) -> HolidayPayCheck:
        if way.rate_name == SENIOR:
            return self._told(way, Verdict.CANNOT_TELL, Why.AGE)
        return self._told(way, Verdict.AGREES)

    def _unclear_days(self) -> Why | None:
        """Money of the year whose days are not known: what agrees without it agrees by chance."""
        if any(line.period is None and self._may_concern_the_year(line) for line in self._basis):
            return Why.UNDATED
        lost = [line for line in self._basis if line.amount < 0 and takes_unseen(line, self._basis)]
        if any(self._may_concern_the_year(line) for line in (*self._recoveries, *lost)):
            return Why.RECOVERY
        return None

    def _doubt(self) -> Why | None:
        """What may be in the amount or not, although every report is at hand."""
        if not self._is_known:
            return Why.NUMBER
        known = {paid_days(self._of_the_case(lines)) for lines in self._cut_offs()}
        return Why.LATE if len(known) > 1 else None

    def _differs(self, ways: Sequence[HolidayPayBasis]) -> HolidayPayCheck:
        """The amount is none that the payments give: which days would explain it?"""
        first_days = [found for way in ways if (found := self._first_days(way))]
        if first_days and is_shared(self._code):
            way, counted = first_days[0]
            left = _left(way, counted) if len(first_days) == 1 else ()
            return self._told(way, Verdict.CANNOT_TELL, self._sharing, missing=left)
        if counts_whole_case(self._code) and self._paid < max(way.amount() for way in ways):
            return self._told(ways[0], Verdict.CANNOT_TELL, self._sharing)
        left_out = {_key(way, counted): (way, counted) for way, counted in first_days}
        left_out |= {_key(*found): found for found in self._lines_left_out()}
        if len(left_out) == 1:
            ((way, counted),) = left_out.values()
            return self._told(way, Verdict.DIFFERS, missing=_left(way, counted))
        return self._told(ways[0], Verdict.DIFFERS)

    @property
    def _sharing(self) -> Why:
        return Why.PARENT if self._code in PARENTAL_CODES else Why.SHARED

    def _first_days(self, way: HolidayPayBasis) -> tuple[HolidayPayBasis, list[PaidDay]] | None:
        """The days counted, up to the one at which they give the amount paid.

        Days paid by others come among ours and use up the limit: ours that are left within
        it are always the first ones.
        """
        dates = sorted({day.day for day in way.days})
        for following in dates:
            counted = [day for day in way.days if day.day < following]
            if way.amount(counted) == self._paid:
                return way, counted
        return None

    def _lines_left_out(self) -> Iterator[tuple[HolidayPayBasis, list[PaidDay]]]:
        """One earlier payment that NAV did not count."""
        wholes = list(self._ways([self._basis]))
        for line in self._basis:
            if line.amount <= 0 or line.period is None:
                continue
            rest = [each for each in self._basis if each is not line]
            for way, whole in zip(self._ways([rest]), wholes, strict=False):
                if way.days and way.amount() == self._paid:
                    yield whole, [d for d in whole.days if d.day not in line.period]

    def _told(
        self,
        way: HolidayPayBasis | None,
        verdict: Verdict,
        why: Why | None = None,
        *,
        missing: Iterable[date] = (),
        months_missing: tuple[str, ...] = (),
    ) -> HolidayPayCheck:
        counted = {day.day for day in way.days} if way else set()
        lacking = set(missing)
        return HolidayPayCheck(
            verdict,
            why,
            self._year,
            expected=way.amount() if way else None,
            paid=self._paid,
            before=self._before,
            rate_name=way.rate_name if way else None,
            basis=Ore(sum(day.to_employer for day in way.days)) if way else Ore(0),
            days=len(counted),
            paid_for=len(counted - lacking) if lacking else None,
            missing=periods_of(lacking),
            months_missing=months_missing,
        )

    def _ways(self, bases: Iterable[Sequence[ReceivedLine]]) -> Iterator[HolidayPayBasis]:
        """What each way to count gives: lines taken in, percentage, and parental limit."""
        for days in dict.fromkeys(paid_days(self._of_the_case(lines)) for lines in bases):
            for cover in _COVERS if counts_whole_case(self._code) else _COVERS[:1]:
                seen = set()
                for years in _AGES.values():
                    found = holiday_pay_basis(self._question(days, cover, years), answer)
                    if isinstance(found, CannotCompute) or found.rate_name in seen:
                        continue
                    seen.add(found.rate_name)
                    yield found

    def _question(self, days: tuple[PaidDay, ...], cover: int, years: int) -> Question:
        senior = self._tables.count("senior_holiday_pay_age", date(self._year, 12, 31))
        unit = OrgNr(self._unit)
        basis = Basis(
            jobs=(Job(employer=unit),),
            birth_date=date(self._year - senior - years, 1, 1),
            paid_days=days,
            cover=cover,
        )
        may = Period.month(f"{self._year + 1}-05")
        return Question(Fnr(self._person), unit, may, basis, self._tables, self._code)

    def _cut_offs(self) -> list[list[ReceivedLine]]:
        """The payments that NAV may have known of when it worked the holiday pay out.

        That is done weeks before it is paid, nobody says when. First those up to the month
        before the one before, then with each month after it.
        """
        month = self._at.replace(day=1)
        ends = (months_before(month, 1), month, self._at + timedelta(days=1))
        return [[line for line in self._basis if line.received < end] for end in ends]

    def _of_the_case(self, lines: Sequence[ReceivedLine]) -> list[ReceivedLine]:
        """For benefits counted from their first day: only those for the year's own case."""
        if not counts_whole_case(self._code):
            return list(lines)
        dated = [line for line in lines if line.period is not None]
        begins = date(self._year, 1, 1)
        for line in sorted(dated, key=lambda each: each.period or each.received, reverse=True):
            if line.last and line.first and line.last >= begins - timedelta(days=_ANOTHER_CASE):
                begins = min(begins, line.first)
        return [line for line in dated if line.period and line.period.last >= begins]

    def _needed_from(self) -> date:
        """The first month whose report may hold a payment that counts."""
        begins = date(self._year, 1, 1)
        if not counts_whole_case(self._code):
            return begins
        found = [line.first for line in self._of_the_case(self._basis) if line.first]
        return min([months_before(begins, _CASE_MONTHS), *found])

    def _may_concern_the_year(self, line: ReceivedLine) -> bool:
        year = Period(date(self._year, 1, 1), date(self._year, 12, 31))
        if line.period is None:
            return line.received >= year.first
        return line.period.overlaps(year)


def _left(way: HolidayPayBasis, counted: Iterable[PaidDay]) -> set[date]:
    return {day.day for day in way.days} - {day.day for day in counted}


def _key(way: HolidayPayBasis, counted: Iterable[PaidDay]) -> frozenset[date]:
    return frozenset(_left(way, counted))
