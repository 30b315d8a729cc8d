"""Why payroll claimed something else than NAV should pay, when NAV paid what it should.

The same kind of tests as for payments: one fact changed, computed again, and equal to the claim.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from fractions import Fraction

from rutine.core.money import Ore
from rutine.core.periods import Period
from rutine.refunds.expected.account import ExpectedRefund
from rutine.refunds.expected.amounts import whole_kroner
from rutine.refunds.expected.basis import IncomeReported
from rutine.refunds.expected.day_counting import month_end
from rutine.refunds.expected.day_types import Why
from rutine.refunds.expected.findings import Cause, Strength, days, money, number, words
from rutine.refunds.expected.incomes import first_sent
from rutine.refunds.expected.paid_causes import fits
from rutine.refunds.expected.variations import (
    alone,
    ask,
    asked_job,
    with_basis,
    with_grade,
    with_income,
    with_job,
    with_number,
    with_reports,
    without_cap,
    without_free_days,
    without_minimum_income,
)

Test = Callable[[ExpectedRefund, Ore], Iterator[Cause]]
_FULL = 100
_ONE_KRONE = 100
_MANY_DAYS = 10_000


def month_salary(account: ExpectedRefund, claimed: Ore) -> Iterator[Cause]:
    """D03: the claim is a part of the monthly refund, by calendar days or by weekdays."""
    paid = [day for day in account.days if day.rate]
    if not paid or len({day.grade for day in paid}) != 1:
        return
    grade = Fraction(paid[0].grade, _FULL)
    for report in asked_job(account.question).incomes:
        refund = report.refund_on(paid[0].day)
        for method, months in (
            ("calendar_days", _months(Period(paid[0].day, paid[-1].day), weekdays=False)),
            ("weekdays", _months(Period(paid[0].day, paid[-1].day), weekdays=True)),
            ("whole_period", _months(account.question.period, weekdays=False)),
        ):
            if abs(whole_kroner(refund * months * grade) - claimed) <= _ONE_KRONE:
                evidence = (words("method", "day_rate", method), money("refund", refund, refund))
                yield Cause("D03", Strength.REGISTERED, evidence)
                return


def _months(period: Period, *, weekdays: bool) -> Fraction:
    """A period in months: each month's part of it, in calendar days or in weekdays."""
    found = Fraction(0)
    first = period.first
    while first <= period.last:
        month = Period(first.replace(day=1), month_end(first))
        part = Period(first, min(month.last, period.last))
        found += (
            Fraction(part.weekdays, month.weekdays) if weekdays else Fraction(part.days, month.days)
        )
        first = month.last + timedelta(days=1)
    return found


def cap(account: ExpectedRefund, claimed: Ore) -> Iterator[Cause]:
    """D04: the claim knows no 6G. Where only other jobs bring the income over it, see D06."""
    capped = [day.cap for day in account.days if day.capped and day.cap is not None]
    if not capped or (len(account.question.basis.jobs) > 1 and _fits_alone(account, claimed)):
        return
    if fits(ask(without_cap(account.question)), claimed):
        yield Cause("D04", Strength.REGISTERED, (money("cap", capped[0], capped[0]),))


def shared(account: ExpectedRefund, claimed: Ore) -> Iterator[Cause]:
    """D06: the claim leaves the person's other jobs out."""
    jobs = len(account.question.basis.jobs)
    if jobs > 1 and _fits_alone(account, claimed):
        yield Cause("D06", Strength.REGISTERED, (number("jobs", 1, jobs),))


def _fits_alone(account: ExpectedRefund, claimed: Ore) -> bool:
    return fits(ask(alone(account.question)), claimed)


def income(account: ExpectedRefund, claimed: Ore) -> Iterator[Cause]:
    """D08: the claim uses the income of another report, or present pay."""
    question = account.question
    job = asked_job(question)
    stated = {(r.monthly_income, r.monthly_refund) for r in job.incomes}
    if job.monthly_income is not None:
        stated.add((job.monthly_income, job.monthly_income))
    for monthly, refund in sorted(stated):
        changed = ask(with_income(question, monthly, refund))
        if changed is not None and changed.amount != account.amount and fits(changed, claimed):
            yield Cause("D08", Strength.REGISTERED, (money("monthly_income", monthly, refund),))


def grade(account: ExpectedRefund, claimed: Ore) -> Iterator[Cause]:
    """D09: the claim is for full illness, or for another registered grade."""
    question = account.question
    used = {day.grade for day in account.days if day.rate}
    registered = {absence.grade for absence in asked_job(question).absences} | {_FULL}
    for other in sorted(registered - used):
        if len(used) == 1 and fits(ask(with_grade(question, other)), claimed):
            yield Cause("D09", Strength.REGISTERED, (number("grade", other, *used),))


def low_grade(account: ExpectedRefund, claimed: Ore) -> Iterator[Cause]:
    """D10: the total grade is under 20 percent."""
    if _stops(account, Why.LOW_GRADE) and fits(
        ask(with_number(account.question, "lowest_grade", 0)), claimed
    ):
        yield Cause("D10", Strength.REGISTERED, (money("amount", claimed, account.amount),))


def free_days(account: ExpectedRefund, claimed: Ore) -> Iterator[Cause]:
    """D11: the claim covers registered holiday, leave or work."""
    if fits(ask(without_free_days(account.question)), claimed):
        away = sum(day.why in {Why.HOLIDAY, Why.LEAVE, Why.WORK} for day in account.days)
        yield Cause("D11", Strength.REGISTERED, (number("free_days", 0, away),))


def employer_period(account: ExpectedRefund, claimed: Ore) -> Iterator[Cause]:
    """D12: the claim covers the employer's own days."""
    inside = sum(day.why is Why.EMPLOYER_PERIOD for day in account.days)
    if inside and fits(ask(with_number(account.question, "employer_period_days", 0)), claimed):
        yield Cause("D12", Strength.REGISTERED, (number("employer_period_days", 0, inside),))


def too_late(account: ExpectedRefund, claimed: Ore) -> Iterator[Cause]:
    """D18: the claim came more than three whole months after the absence."""
    if not _stops(account, Why.TIME_BARRED):
        return
    if fits(ask(with_number(account.question, "refund_claim_months", _MANY_DAYS)), claimed):
        job = asked_job(account.question)
        sent = [first_sent(job, report) for report in job.incomes]
        evidence = days("sent", min((d for d in sent if d), default=None), None)
        yield Cause("D18", Strength.REGISTERED, (evidence,))


def used_up(account: ExpectedRefund, claimed: Ore) -> Iterator[Cause]:
    """D19: the claim goes on after the last benefit day."""
    if not _stops(account, Why.LAST_BENEFIT_DAY):
        return
    question = with_number(account.question, "benefit_days", _MANY_DAYS)
    if fits(ask(with_number(question, "benefit_days_over_67", _MANY_DAYS)), claimed):
        last = max((d.day for d in account.days if d.rate), default=None)
        yield Cause("D19", Strength.REGISTERED, (days("last_benefit_day", None, last),))


def age_or_income(account: ExpectedRefund, claimed: Ore) -> Iterator[Cause]:
    """D20: the person is too old, or earns too little."""
    question = account.question
    if _stops(account, Why.AGE) and fits(ask(with_basis(question, birth_date=None)), claimed):
        yield Cause(
            "D20", Strength.REGISTERED, (days("birth_date", None, question.basis.birth_date),)
        )
    if _stops(account, Why.LOW_INCOME) and fits(ask(without_minimum_income(question)), claimed):
        yield Cause("D20", Strength.REGISTERED, (money("amount", claimed, account.amount),))


def no_refund(account: ExpectedRefund, claimed: Ore) -> Iterator[Cause]:
    """D21: the income report asks for no refund, or ends it, so NAV pays the person."""
    if not _stops(account, Why.NO_REFUND):
        return

    def full(report: IncomeReported) -> IncomeReported:
        return report.model_copy(
            update={"monthly_refund": report.monthly_income, "changes": (), "refund_ends": None}
        )

    if fits(ask(with_reports(account.question, full)), claimed):
        ends = [r.refund_ends for r in asked_job(account.question).incomes if r.refund_ends]
        to_person = Ore(sum(day.to_person for day in account.days))
        evidence = (days("refund_ends", None, _earliest(ends)), money("person", Ore(0), to_person))
        yield Cause("D21", Strength.REGISTERED, evidence)


def left(account: ExpectedRefund, claimed: Ore) -> Iterator[Cause]:
    """D24: the claim goes on after the job ended, or after death."""
    question = account.question
    if _stops(account, Why.EMPLOYMENT_ENDED):
        forgotten = with_job(question, lambda job: job.model_copy(update={"employed_to": None}))
        if fits(ask(forgotten), claimed):
            ended = asked_job(question).employed_to
            yield Cause("D24", Strength.REGISTERED, (days("employed_to", None, ended),))
    if _stops(account, Why.DEATH) and fits(ask(with_basis(question, death=None)), claimed):
        yield Cause("D24", Strength.REGISTERED, (days("death", None, question.basis.death),))


def _stops(account: ExpectedRefund, why: Why) -> bool:
    return any(day.why is why for day in account.days)


def _earliest(found: list[date]) -> date | None:
    return min(found, default=None)


CLAIM_TESTS: tuple[Test, ...] = (
    month_salary,
    cap,
    shared,
    income,
    grade,
    low_grade,
    free_days,
    employer_period,
    too_late,
    used_up,
    age_or_income,
    no_refund,
    left,
)
"""Every test for a difference between expected and claimed."""
