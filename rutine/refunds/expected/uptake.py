"""Parental, pregnancy, nursing and training benefit (codes 1, 2, 3, 9, Y): no employer period.

All pay weekdays from the same cap and divisor as sickness benefit [FP-BEREGN; NAV-PLEIE;
NAV-FP]. They differ in the grade: parental benefit is set in full and graded afterwards, with
a limit for graded leave from a part-time position; the others grade the income first.
Nobody tells the employer when an employee changes the uptake, so it must be asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
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
from rutine.refunds.expected.amounts import half_up
from rutine.refunds.expected.basis import Job, Uptake
from rutine.refunds.expected.day_counting import is_weekend
from rutine.refunds.expected.day_rate import (
    Share,
    Split,
    allocate,
    rounded,
    split,
    total_grade,
    yearly_income,
)
from rutine.refunds.expected.day_types import DayType, Why
from rutine.refunds.expected.incomes import (
    claimed_too_late,
    income_beside,
    latest_report,
    shared_cap,
    unsent,
)
from rutine.refunds.expected.laws import g_used, used
from rutine.refunds.expected.rejections import end_of_rights
from rutine.refunds.expected.rules import percent
from rutine.refunds.expected.sickness import other_employers, why_nothing
from rutine.refunds.expected.tables import GRow

_PARENTAL = frozenset({"1", "2"})
_PREGNANCY = "3"
_NOT_ASKED = Ore(0)
_FULL = 100
_DECIMALS = 10**10  # NAV rounds the leave's share of the position to ten decimals
_LONGEST_WEEKEND = timedelta(days=3)
_CLEARLY_ONE_CASE = timedelta(weeks=26)
"""Leave that starts sooner after the case's first day can't be for another child. Later, and
after a pause, it may be the postponed rest of the same case or another child's: only the
employee knows. It is refused when it decides the amount (see `Uptake.case_from`)."""


@dataclass(frozen=True, slots=True)
class _Case:
    """What an uptake is paid by: its qualifying date, and G that day."""

    began: date
    g: GRow
    minimum: GRow | None


@dataclass(frozen=True, slots=True)
class _Possible:
    """A stretch of uptake, and the cases it may belong to, earliest first; mostly one."""

    uptake: Uptake
    cases: tuple[_Case, ...]


def expected_uptake(question: Question) -> ExpectedRefund | CannotCompute:
    """Compute the refund of a benefit that follows registered uptake."""
    own = [u for u in question.basis.uptake if u.employer == question.employer]
    if not own:
        missing = Missing("uptake", "ask the employee which days and how much are taken out")
        return CannotCompute(question, "missing", (missing,))
    touched = [
        u for u in own if u.first <= question.period.last and u.last >= question.period.first
    ]
    found = [_possible(question, uptake) for uptake in touched]
    cases = [each for each in found if isinstance(each, _Possible)]
    faults = [each for each in found if isinstance(each, Missing)]
    if not faults:
        faults = _undecided(question, cases)
    if faults:
        code = "unknown_year" if any(f.field == "tables.g" for f in faults) else "missing"
        return CannotCompute(question, code, tuple(dict.fromkeys(faults)))
    first_cases = [(each.uptake, each.cases[0]) for each in cases]
    days = tuple(_day(question, first_cases, day) for day in question.period)
    starts = sorted({case.began for _, case in first_cases})
    rule = _rule(question.benefit)
    unchecked = [Unchecked("uptake_unchanged", "the employee's word")]
    if rule == "nursing_benefit":
        unchecked.append(Unchecked("nursing_reductions", "childcare or a second carer"))
    first = question.period.first
    return ExpectedRefund(
        question,
        days,
        total(days),
        sum(day.rate > 0 for day in days),
        qualifying_dates=tuple(starts),
        used=(
            used(question.tables, first, rule, "parental_cover")
            if rule == "parental_benefit"
            else used(question.tables, first, rule, "lowest_grade"),
            used(question.tables, first, "day_rate", "days_a_year"),
            g_used(question.tables, starts),
        ),
        unchecked=(
            *unchecked,
            *unsent(question.basis.job_at(question.employer)),
            *other_employers(days),
            *shared_cap(question.basis.jobs, _paid_days(first_cases, question.period)),
        ),
    )


def _undecided(question: Question, stretches: Sequence[_Possible]) -> list[Missing]:
    """Stretches that may belong to several cases, where the choice changes a day."""
    found = []
    for each in stretches:
        if len(each.cases) == 1:
            continue  # mostly: nothing to choose
        first = max(each.uptake.first, question.period.first)
        last = min(each.uptake.last, question.period.last)
        accounts = {
            tuple(_day(question, [(each.uptake, case)], day) for day in Period(first, last))
            for case in each.cases
        }
        if len(accounts) > 1:
            place = question.basis.uptake.index(each.uptake)
            found.append(
                Missing(
                    f"uptake.{place}.case_from",
                    f"the leave from {each.uptake.first} may be for another child",
                )
            )
    return found


def _paid_days(
    cases: Sequence[tuple[Uptake, _Case]], period: Period
) -> Iterator[tuple[date, date]]:
    """The uptake's first and last day within the period, with the case's qualifying date."""
    for uptake, case in cases:
        first, last = max(uptake.first, period.first), min(uptake.last, period.last)
        if first <= last:
            yield from ((first, case.began), (last, case.began))


def _rule(benefit: str) -> str:
    if benefit in _PARENTAL:
        return "parental_benefit"
    return "pregnancy_benefit" if benefit == _PREGNANCY else "nursing_benefit"


def _began(question: Question, uptake: Uptake) -> tuple[date, ...]:
    """The possible qualifying dates, earliest first.

    It is the whole case's first day, or for nursing benefit the unbroken stretch's.
    """
    if uptake.case_from is not None:
        return (uptake.case_from,)
    every = sorted(question.basis.uptake, key=lambda u: u.first)
    starts = [_unbroken(uptake, every)]
    if _rule(question.benefit) == "nursing_benefit":
        return tuple(starts)
    for other in reversed(every):
        if other.first < starts[0]:
            starts.insert(0, other.case_from or _unbroken(other, every))
    clear = next(s for s in starts if starts[-1] - s < _CLEARLY_ONE_CASE)
    return tuple(dict.fromkeys(s for s in starts if s <= clear))


def _unbroken(uptake: Uptake, every: Sequence[Uptake]) -> date:
    """The first day of the stretches that lie close up to this one."""
    start = uptake.first
    for other in reversed(every):
        if other.first < start <= other.last + _LONGEST_WEEKEND and _only_weekend(
            other.last, start
        ):
            start = other.first
    return start


def _only_weekend(last: date, first: date) -> bool:
    between = ((last + timedelta(days=i)) for i in range(1, (first - last).days))
    return all(is_weekend(day) for day in between)


def _possible(question: Question, uptake: Uptake) -> _Possible | Missing:
    place = [job.employer for job in question.basis.jobs].index(question.employer)
    # The report may be for the job's own first day of leave, later than the case's.
    if latest_report(question.basis.jobs[place], uptake.first) is None:
        return Missing(f"jobs.{place}.incomes", f"no income report by {uptake.first}")
    cases = []
    for began in _began(question, uptake):
        g, minimum = question.tables.g_at(began), question.tables.minimum_income_g_at(began)
        if not isinstance(g, GRow):
            return Missing("tables.g", f"G on {began} is not in the table")
        cases.append(_Case(began, g, minimum if isinstance(minimum, GRow) else None))
    return _Possible(uptake, tuple(cases))


def _day(question: Question, cases: Sequence[tuple[Uptake, _Case]], day: date) -> ExpectedDay:
    uptake, case = next(((u, c) for u, c in cases if u.first <= day <= u.last), (None, None))
    if uptake is None or case is None:
        return ExpectedDay(day, DayType.WORK, why=Why.WORK)
    asked = [job.employer for job in question.basis.jobs].index(question.employer)
    asked_job = question.basis.jobs[asked]
    ended = end_of_rights(question.basis, day, _last_age(question, day))
    if ended is not None:
        return ExpectedDay(day, DayType.REJECTED, uptake.grade, why=ended)
    if is_weekend(day):
        return ExpectedDay(day, DayType.NAV_WEEKEND, uptake.grade, why=Why.WEEKEND)
    if claimed_too_late(asked_job, day, question.tables):
        return ExpectedDay(day, DayType.TIME_BARRED, uptake.grade, why=Why.TIME_BARRED)
    parental = question.benefit in _PARENTAL
    shares = [
        _share(question, job, day, case.began, parental=parental) for job in question.basis.jobs
    ]
    why = _refusal(question, shares, day, case.minimum)
    if why is not None:
        return ExpectedDay(day, DayType.REJECTED, uptake.grade, why=why)
    cover = _cover(question, uptake, day)
    days_a_year = question.tables.count("days_a_year", day)
    if parental:
        year = split(shares, case.g.six_g, cover)
        rate = rounded(_parental(year, asked, uptake) / days_a_year, shares[asked])
        basis, capped = year.basis, year.capped
    else:
        given = allocate(shares, case.g.six_g, days_a_year, cover)
        rate, basis, capped = given.employers[asked], given.basis, given.capped
    return ExpectedDay(
        day,
        DayType.NAV,
        uptake.grade,
        rate,
        cap=basis,
        capped=capped,
        why=None if rate else why_nothing(asked_job, day),
    )


def _share(question: Question, job: Job, day: date, began: date, *, parental: bool) -> Share:
    """A job's part: in full for parental benefit, graded for the others."""
    report = latest_report(job, day)
    uptake = next(
        (
            u
            for u in question.basis.uptake
            if u.employer == job.employer and u.first <= day <= u.last
        ),
        None,
    )
    grade = Fraction(uptake.grade if uptake else 0, _FULL)
    refund = _NOT_ASKED if report is None else report.refund_on(day)
    if job.employed_to is not None and day > job.employed_to:
        refund = _NOT_ASKED
    return Share(
        income=income_beside(job, day, began) or _NOT_ASKED,
        refund=refund,
        grade=Fraction(1) if parental else grade,
        paid=parental or uptake is not None,
        at_start=job.employed_from is None or job.employed_from <= began,
        positions=1 if report is None else report.positions,
    )


def _refusal(
    question: Question, shares: Sequence[Share], day: date, minimum: GRow | None
) -> Why | None:
    if minimum is not None and yearly_income(shares) < minimum.half_g:
        return Why.LOW_INCOME
    nursing = _rule(question.benefit) == "nursing_benefit"
    if nursing and total_grade(shares) < percent(question.tables, "lowest_grade", day):
        return Why.LOW_GRADE
    return None


def _last_age(question: Question, day: date) -> int | None:
    """Nursing and training benefit end at 70 (ftrl § 9-3); chapter 14 knows no such limit."""
    if _rule(question.benefit) != "nursing_benefit":
        return None
    return question.tables.count("last_rights_age", day)


def _cover(question: Question, uptake: Uptake, day: date) -> Fraction:
    if question.benefit in _PARENTAL and question.basis.cover < _FULL:
        return percent(question.tables, "parental_cover", day)
    if uptake.on_leave and _rule(question.benefit) == "nursing_benefit":
        return percent(question.tables, "nursing_leave_cover", day)
    return Fraction(1)


def _parental(year: Split, asked: int, uptake: Uptake) -> Fraction:
    """The employer's year of parental benefit, graded.

    With graded leave from a position under full time the employer gets at most the leave's
    share of the position; the rest goes to the employee.
    """
    full = year.employers[asked]
    graded = full * uptake.grade / _FULL
    if not uptake.work or uptake.position >= _FULL:
        return graded
    worked = Fraction(half_up(Fraction(uptake.work, uptake.position) * _DECIMALS), _DECIMALS)
    return min(max(Fraction(0), full * (1 - worked)), graded)
