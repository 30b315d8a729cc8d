"""Omsorgspenger (code Z): days at home with a sick child, from the eleventh of the year.

Claimed in arrears, one claim for each calendar year. A stated period of at most six days pays
every stated day, weekends too; a longer one pays five days a week. Part days are half hours of a
7.5 hour day. The employer pays the first ten days of the year itself, unless all the children
are 13 or older and one has a chronic-illness decision [NAV-OMS; refund rules §1.3].
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from rutine.core.money import Ore
from rutine.core.periods import Period
from rutine.refunds.expected.account import (
    CannotCompute,
    ExpectedDay,
    ExpectedRefund,
    Missing,
    Question,
    Unchecked,
    total,
)
from rutine.refunds.expected.basis import CareDays
from rutine.refunds.expected.day_counting import is_weekend
from rutine.refunds.expected.day_rate import Share, allocate
from rutine.refunds.expected.day_types import DayType, Why
from rutine.refunds.expected.incomes import income_beside, latest_report, shared_cap
from rutine.refunds.expected.laws import g_used, used
from rutine.refunds.expected.rejections import end_of_rights
from rutine.refunds.expected.sickness import why_nothing
from rutine.refunds.expected.tables import GRow

_PERCENT = 100


@dataclass(frozen=True, slots=True)
class _CareDay:
    """One claimed day: how much of it was away, and how much of that NAV pays."""

    day: date
    claim: CareDays
    away: Fraction
    paid: Fraction


def expected_care(question: Question) -> ExpectedRefund | CannotCompute:
    """Compute the refund of care days within one calendar year."""
    if question.period.first.year != question.period.last.year:
        missing = Missing("period", "omsorgspenger are claimed for one calendar year at a time")
        return CannotCompute(question, "missing", (missing,))
    claimed = {c.day: c for c in _care_days(question) if c.claim.employer == question.employer}
    place = [job.employer for job in question.basis.jobs].index(question.employer)
    faults: dict[Missing, None] = {}
    days = []
    for day in question.period:
        found = _day(question, claimed.get(day), day, place)
        if isinstance(found, Missing):
            faults[found] = None
        else:
            days.append(found)
    if faults:
        code = "unknown_year" if any(f.field == "tables.g" for f in faults) else "missing"
        return CannotCompute(question, code, tuple(faults))
    starts = sorted({c.claim.first for c in claimed.values() if c.paid})
    first = question.period.first
    return ExpectedRefund(
        question,
        tuple(days),
        total(days),
        sum(day.rate > 0 for day in days),
        qualifying_dates=tuple(starts),
        used=(
            used(
                question.tables,
                first,
                "care_days",
                "own_care_days",
                "short_care_period_days",
                "care_day_hours",
            ),
            used(question.tables, first, "day_rate", "days_a_year"),
            g_used(question.tables, starts),
        ),
        # The claim's own sent date is not among the facts: care days are claimed in arrears, and
        # the income report may have been sent for another absence.
        unchecked=(
            *((Unchecked("claim_limit", "care_days.sent"),) if starts else ()),
            *shared_cap(
                question.basis.jobs,
                [(c.claim.last, c.claim.first) for d, c in claimed.items() if d in question.period],
            ),
        ),
    )


def _care_days(question: Question) -> Iterator[_CareDay]:
    """Every claimed day of the year in any job, with the employer's own days counted off.

    The days of the year are common to all jobs, so days used in another job bring the eleventh
    day nearer.
    """
    tables, year = question.tables, question.period.first.year
    start = date(year, 1, 1)
    own = tables.count("own_care_days", start)
    short = tables.count("short_care_period_days", start)
    hours = Fraction(tables.number("care_day_hours", start))
    taken = Fraction(question.basis.care_days_used)
    if question.basis.only_older_children:
        own = 0
    for claim in sorted(question.basis.care_days, key=lambda c: c.first):
        for day in Period(claim.first, claim.last):
            long = (claim.last - claim.first).days >= short
            if day.year != year or (long and is_weekend(day)):
                continue
            away = Fraction(1) if claim.hours is None else Fraction(claim.hours) / hours
            left = max(Fraction(0), own - taken)
            taken += away
            yield _CareDay(day, claim, away, max(Fraction(0), away - left))


def _day(question: Question, care: _CareDay | None, day: date, place: int) -> ExpectedDay | Missing:
    if care is None:
        free = is_weekend(day)
        return ExpectedDay(
            day, DayType.FREE if free else DayType.WORK, why=Why.WEEKEND if free else Why.WORK
        )
    grade = int(care.away * _PERCENT)
    if not care.paid:
        return ExpectedDay(day, DayType.EMPLOYER_PERIOD, grade, why=Why.OWN_CARE_DAYS)
    job = question.basis.jobs[place]
    last_age = question.tables.count("last_rights_age", day)
    ended = end_of_rights(question.basis, day, last_age)
    if ended is not None:
        return ExpectedDay(day, DayType.REJECTED, grade, why=ended)
    report = latest_report(job, care.claim.last)
    if report is None:
        return Missing(f"jobs.{place}.incomes", f"no pay stated for the care days in {day.year}")
    g = question.tables.g_at(care.claim.first)
    if not isinstance(g, GRow):
        return Missing("tables.g", f"G on {g.day} is not in the table")
    gone = job.employed_to is not None and day > job.employed_to
    shares = [
        Share(
            income=(
                report.monthly_income
                if i == place
                else income_beside(other, care.claim.last, care.claim.first) or Ore(0)
            ),
            refund=report.refund_on(day) if i == place and not gone else Ore(0),
            grade=care.paid if i == place else Fraction(0),
            paid=i == place,
            at_start=other.employed_from is None or other.employed_from <= care.claim.first,
        )
        for i, other in enumerate(question.basis.jobs)
    ]
    given = allocate(shares, g.six_g, question.tables.count("days_a_year", day))
    rate = given.employers[place]
    return ExpectedDay(
        day,
        DayType.NAV,
        grade,
        rate,
        cap=given.basis,
        capped=given.capped,
        why=None if rate else why_nothing(job, day),
    )
