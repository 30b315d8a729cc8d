"""Why NAV paid something else than expected: each cause of the taxonomy, with its own test.

A test changes one fact and computes again. Only an account that then equals what was paid,
within rounding, counts as evidence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from fractions import Fraction

from rutine.core.money import Ore
from rutine.refunds.expected.account import ExpectedDay, ExpectedRefund, Question
from rutine.refunds.expected.amounts import ORE_PER_KRONE
from rutine.refunds.expected.asking import SICKNESS
from rutine.refunds.expected.basis import AbsenceKind
from rutine.refunds.expected.day_counting import is_weekend
from rutine.refunds.expected.day_types import DayType, Why
from rutine.refunds.expected.findings import Cause, Strength, days, money, number, words
from rutine.refunds.expected.history import history
from rutine.refunds.expected.payment import Paid, PaidLine
from rutine.refunds.expected.rules import SicknessRules, percent
from rutine.refunds.expected.tables import NumberName
from rutine.refunds.expected.variations import (
    FREE_KINDS,
    alone,
    ask,
    asked_job,
    neighbouring_g,
    with_basis,
    with_exemption,
    with_g,
    with_grade,
    with_income,
    with_job,
    with_number,
    without_free_days,
    without_minimum_income,
)

Test = Callable[[ExpectedRefund, Paid], Iterator[Cause]]
_USUAL_GRADES = range(20, 101, 5)
_NEAR = 5
_TWO = 2
_EVERY_DAY = 366
_PERCENTAGES: tuple[tuple[NumberName, NumberName], ...] = (
    ("holiday_pay", "holiday_pay_senior"),
    ("holiday_pay_senior", "holiday_pay"),
)
_HOLIDAY_LIMITS: tuple[NumberName, ...] = (
    "holiday_pay_days_sickness",
    "holiday_pay_days_parental",
    "holiday_pay_days_parental_80",
    "holiday_pay_days_pregnancy",
    "holiday_pay_days_care",
    "holiday_pay_days_nursing",
)
_EXEMPTIONS = frozenset("67")
_PAID_TYPES = frozenset({DayType.NAV, DayType.EMPLOYER_PERIOD_NAV})


def fits(account: ExpectedRefund | None, amount: Ore) -> bool:
    """Whether an amount is what an account gives, but for rounding; nothing never fits."""
    return (
        account is not None
        and account.paid_days > 0
        and abs(account.amount - amount) <= account.tolerance()
    )


def _explains(account: ExpectedRefund, changed: ExpectedRefund | None, paid: Paid) -> bool:
    """Whether a changed account gives what was paid; a change that changes nothing never does."""
    return changed is not None and changed.amount != account.amount and fits(changed, paid.amount)


def other_g(account: ExpectedRefund, paid: Paid) -> Iterator[Cause]:
    """D05: the cap of the year before or after."""
    question = account.question
    for row, other in neighbouring_g(question, account.qualifying_dates):
        if _explains(account, ask(with_g(question, row, other)), paid):
            evidence = (money("six_g", row.six_g, other.six_g), days("g", row.first, other.first))
            yield Cause("D05", Strength.REGISTERED, evidence)


def shared_cap(account: ExpectedRefund, paid: Paid) -> Iterator[Cause]:
    """D06: the person's other jobs were counted in another way."""
    question = account.question
    if len(question.basis.jobs) < _TWO:
        return
    if fits(ask(alone(question)), paid.amount):
        yield Cause("D06", Strength.REGISTERED, (number("jobs", len(question.basis.jobs), 1),))


def other_income(account: ExpectedRefund, paid: Paid) -> Iterator[Cause]:
    """D08: another of the job's income reports, such as one from before or after a rise in pay."""
    question = account.question
    seen = set()
    for report in asked_job(question).incomes:
        stated = (report.monthly_income, report.monthly_refund)
        if stated in seen:
            continue
        seen.add(stated)
        if _explains(account, ask(with_income(question, *stated)), paid):
            evidence = (
                money("monthly_income", _income_used(account), report.monthly_income),
                days("income_report", None, report.absence_from),
            )
            yield Cause("D08", Strength.REGISTERED, evidence)


def _income_used(account: ExpectedRefund) -> Ore:
    caps = [day.cap for day in account.days if day.cap is not None]
    return Ore(int(caps[0]) // 12) if caps else Ore(0)


def discretion(account: ExpectedRefund, paid: Paid) -> Iterator[Cause]:
    """D07: one other day rate on every line, more than 25 percent away (ftrl § 8-30)."""
    rates = {_line_rate(account, line) for line in paid.lines}
    if len(paid.lines) < _TWO or len(rates) != 1 or len(account.rates) != 1:
        return
    rate = next(iter(rates))
    if rate is None:
        return
    limit = percent(account.question.tables, "income_deviation", account.question.period.first)
    if abs(Fraction(int(rate), int(account.rates[0])) - 1) > limit:
        evidence = (
            money("day_rate", account.rates[0], rate),
            number("lines", len(paid.lines), len(paid.lines)),
        )
        yield Cause("D07", Strength.ARITHMETIC, evidence)


def _line_rate(account: ExpectedRefund, line: PaidLine) -> Ore | None:
    """The day rate a line was paid with: whole kroner for every paid day it covers, or None."""
    if line.first is None or line.last is None:
        return None
    count = sum(1 for day in account.days if day.rate and line.first <= day.day <= line.last)
    if not count or line.amount % (count * ORE_PER_KRONE):
        return None
    return Ore(line.amount // count)


def grade(account: ExpectedRefund, paid: Paid) -> Iterator[Cause]:
    """D09: another grade; one that is registered is stronger evidence than one that only fits."""
    question = account.question
    used = {day.grade for day in account.days if day.rate}
    if len(used) != 1:
        return
    expected_grade = next(iter(used))
    registered = {
        absence.grade
        for absence in asked_job(question).absences
        if absence.kind is AbsenceKind.SICK_NOTE
    }
    # What is paid follows the grade, so that only grades near the amounts' ratio can fit.
    usual = {
        other
        for other in _USUAL_GRADES
        if abs(other * account.amount - expected_grade * paid.amount) <= _NEAR * account.amount
    }
    for other in sorted((registered | usual) - used):
        if fits(ask(with_grade(question, other)), paid.amount):
            known = other in registered
            strength = Strength.REGISTERED if known else Strength.ARITHMETIC
            yield Cause("D09", strength, (number("grade", expected_grade, other),))


def low_total_grade(account: ExpectedRefund, paid: Paid) -> Iterator[Cause]:
    """D10: NAV paid although the total grade is under 20 percent, or the other way round."""
    if not any(day.why is Why.LOW_GRADE for day in account.days):
        return
    if fits(ask(with_number(account.question, "lowest_grade", 0)), paid.amount):
        yield Cause("D10", Strength.REGISTERED, (money("amount", account.amount, paid.amount),))


def free_days(account: ExpectedRefund, paid: Paid) -> Iterator[Cause]:
    """D11: NAV does not know of registered holiday, or counted another job's holiday here."""
    question = account.question
    missing = sum(1 for day in account.days if _free_inside(day))
    if missing and fits(ask(without_free_days(question)), paid.amount):
        evidence = (
            number("holiday_days", missing, 0),
            money("amount", account.amount, paid.amount),
        )
        yield Cause("D11", Strength.REGISTERED, evidence)
    elsewhere = {
        day.day
        for day in account.days
        if day.rate
        for job in question.basis.jobs
        for absence in job.absences
        if job.employer != question.employer
        and absence.kind in FREE_KINDS
        and absence.first <= day.day <= absence.last
    }
    without = Ore(sum(day.rate for day in account.days if day.day not in elsewhere))
    if elsewhere and paid.amount and abs(without - paid.amount) <= account.tolerance():
        counted = number("holiday_days_in_another_job", len(elsewhere), len(elsewhere))
        yield Cause("D11", Strength.REGISTERED, (counted,))


def _free_inside(day: ExpectedDay) -> bool:
    return day.why in {Why.HOLIDAY, Why.LEAVE, Why.NOT_BACK} and not is_weekend(day.day)


def employer_period(account: ExpectedRefund, paid: Paid) -> Iterator[Cause]:
    """D12 and D13: NAV's first paid day is another, and whole days at the start are the difference.

    When NAV pays from the first day of illness, the employer had no period to pay (D13).
    """
    began = next((day for day in account.days if day.rate), None)
    if began is None or paid.first is None or paid.first == began.day:
        return
    if not first_refund_day(account.question, began.day):
        return
    if paid.first > began.day:
        moved = Ore(sum(day.rate for day in account.days if day.day >= paid.first))
    else:
        earlier = [
            day
            for day in account.days
            if paid.first <= day.day < began.day
            and day.type is DayType.EMPLOYER_PERIOD
            and day.grade
            and not is_weekend(day.day)
        ]
        same_grade = all(day.grade == began.grade for day in earlier)
        moved = account.amount + (began.rate * len(earlier) if same_grade else 0)
    if moved == account.amount or abs(moved - paid.amount) > account.tolerance():
        return
    ill = [day for day in account.days if day.type is DayType.EMPLOYER_PERIOD and day.grade]
    from_first = bool(ill) and paid.first <= next(
        (day.day for day in ill if not is_weekend(day.day)), ill[0].day
    )
    code = "D13" if from_first else "D12"
    yield Cause(code, Strength.REGISTERED, (days("first_paid_day", began.day, paid.first),))


def first_refund_day(question: Question, day: date) -> bool:
    """Whether a day is the first that NAV pays after (or instead of) an employer period.

    The days before it may lie outside the period that was asked about.
    """
    if question.benefit != SICKNESS:
        return False
    rules = SicknessRules.at(question.tables, question.period.first)
    past = history(question.basis, question.period, rules)
    job = next(j for j in past.jobs if j.job.employer == question.employer)
    start = job.counted[job.line.place(day)].start
    if start is None:
        return False
    before = job.classified[start : job.line.place(day)]
    return not any(each.type in _PAID_TYPES for each in before)


def last_benefit_day(account: ExpectedRefund, paid: Paid) -> Iterator[Cause]:
    """D19: everything up to the last benefit day of the report is paid, and nothing after it."""
    last = paid.last_benefit_day
    if last is None or last >= account.question.period.last:
        return
    until = Ore(sum(day.rate for day in account.days if day.day <= last))
    if until != account.amount and abs(until - paid.amount) <= account.tolerance():
        evidence = (days("last_benefit_day", account.last_benefit_day, last),)
        yield Cause("D19", Strength.REGISTERED, evidence)


def age_or_income(account: ExpectedRefund, paid: Paid) -> Iterator[Cause]:
    """D20: NAV did not see the age limit, or the low income, that the account stops at."""
    stopped = {day.why for day in account.days}
    if Why.AGE in stopped and fits(ask(with_basis(account.question, birth_date=None)), paid.amount):
        born = account.question.basis.birth_date
        yield Cause("D20", Strength.REGISTERED, (days("birth_date", born, None),))
    if Why.LOW_INCOME in stopped and fits(
        ask(without_minimum_income(account.question)), paid.amount
    ):
        yield Cause("D20", Strength.REGISTERED, (money("amount", account.amount, paid.amount),))


def left(account: ExpectedRefund, paid: Paid) -> Iterator[Cause]:
    """D24: NAV paid after the registered end of the job, or after death."""
    question = account.question
    job = asked_job(question)
    stopped = {day.why for day in account.days}
    if Why.EMPLOYMENT_ENDED in stopped:
        forgotten = with_job(question, lambda j: j.model_copy(update={"employed_to": None}))
        if fits(ask(forgotten), paid.amount):
            evidence = (days("employed_to", job.employed_to, paid.last),)
            yield Cause("D24", Strength.REGISTERED, evidence)
    if Why.DEATH in stopped and fits(ask(with_basis(question, death=None)), paid.amount):
        yield Cause("D24", Strength.REGISTERED, (days("death", question.basis.death, paid.last),))


def twice(account: ExpectedRefund, paid: Paid) -> Iterator[Cause]:
    """D29: exactly the double, in two or more lines."""
    if account.amount and paid.amount == 2 * account.amount and len(paid.lines) >= _TWO:
        yield Cause("D29", Strength.REGISTERED, (money("amount", account.amount, paid.amount),))


def exemption(account: ExpectedRefund, paid: Paid) -> Iterator[Cause]:
    """D31: NAV paid without a registered exemption, or nothing although one is registered."""
    if account.question.benefit not in _EXEMPTIONS:
        return
    refused = any(day.why is Why.NO_EXEMPTION for day in account.days)
    if refused and fits(ask(with_exemption(account.question)), paid.amount):
        yield Cause("D31", Strength.REGISTERED, (money("amount", account.amount, paid.amount),))
    if account.question.basis.exemptions and account.amount and not paid.amount:
        first = account.question.basis.exemptions[0].first
        yield Cause("D31", Strength.REGISTERED, (days("exemption", first, None),))


def own_care_days(account: ExpectedRefund, paid: Paid) -> Iterator[Cause]:
    """D32: NAV did not count the employer's own care days as we do."""
    if not account.question.basis.care_days:
        return
    for own in range(_own_days(account) + 1):
        changed = ask(with_number(account.question, "own_care_days", own))
        if changed is not None and changed.amount != account.amount and fits(changed, paid.amount):
            evidence = (number("own_care_days", _own_days(account), own),)
            yield Cause("D32", Strength.ARITHMETIC, evidence)


def _own_days(account: ExpectedRefund) -> int:
    return account.question.tables.count("own_care_days", account.question.period.first)


def uptake(account: ExpectedRefund, paid: Paid) -> Iterator[Cause]:
    """D33: NAV paid other days of parental or care benefit than the employee told us."""
    if not account.question.basis.uptake or paid.first is None or paid.last is None:
        return
    within = [d for d in account.days if d.rate and paid.first <= d.day <= paid.last]
    amount = Ore(sum(day.rate for day in within))
    paid_days = [day.day for day in account.days if day.rate]
    if not within or amount == account.amount or abs(amount - paid.amount) > account.tolerance():
        return
    evidence = (
        days("first_paid_day", paid_days[0], paid.first),
        days("last_paid_day", paid_days[-1], paid.last),
    )
    yield Cause("D33", Strength.REGISTERED, evidence)


def holiday_pay(account: ExpectedRefund, paid: Paid) -> Iterator[Cause]:
    """D35: NAV used the other percentage, another number of days, or forgot what it had paid."""
    question = account.question
    code = question.tables.code(question.benefit)
    if code is None or code.kind != "holiday_pay":
        return
    changes: list[tuple[str, Question]] = [
        ("paid_before", with_basis(question, holiday_pay_before=Ore(0)))
    ]
    last = date(question.period.first.year - 1, 12, 31)
    for name, other in _PERCENTAGES:
        changes.append((name, with_number(question, name, question.tables.number(other, last))))
    changes += [("days", with_number(question, name, _EVERY_DAY)) for name in _HOLIDAY_LIMITS]
    for what, changed in changes:
        found = ask(changed)
        if found is not None and found.amount == paid.amount:
            evidence = (
                words("counted", "as_expected", what),
                number("paid_days", account.paid_days, found.paid_days),
            )
            yield Cause("D35", Strength.REGISTERED, evidence)


PAID_TESTS: tuple[Test, ...] = (
    other_g,
    shared_cap,
    other_income,
    discretion,
    grade,
    low_total_grade,
    free_days,
    employer_period,
    last_benefit_day,
    age_or_income,
    left,
    twice,
    exemption,
    own_care_days,
    uptake,
    holiday_pay,
)
"""Every test for a difference between expected and paid."""
