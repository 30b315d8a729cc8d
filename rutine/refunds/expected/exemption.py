"""The employer period refunded after an exemption (codes 6 and 7), to the øre.

NAV's own claim service multiplies a day rate with øre by days and grade, instead of rounding
each day to kroner [FRITAK `BeloepBeregning`]: `rate = round2(min(12 x month, 6G) / days a
year)`, `amount = round2(rate x days x grade)`. G is the one on the first day of the employer
period. The decision follows the person; nothing before NAV received the application.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from fractions import Fraction

from rutine.core.money import Ore
from rutine.refunds.expected.account import (
    CannotCompute,
    ExpectedDay,
    ExpectedRefund,
    Missing,
    Question,
)
from rutine.refunds.expected.amounts import whole_ore
from rutine.refunds.expected.basis import Exemption, ExemptionKind
from rutine.refunds.expected.classification import FREE_WHY
from rutine.refunds.expected.day_counting import is_weekend, months_before
from rutine.refunds.expected.day_types import SICK_KINDS, DayType, Why
from rutine.refunds.expected.history import History, JobHistory, history
from rutine.refunds.expected.incomes import first_sent, unsent
from rutine.refunds.expected.laws import g_used, used
from rutine.refunds.expected.rejections import end_of_rights
from rutine.refunds.expected.rules import SicknessRules
from rutine.refunds.expected.tables import GRow

EXEMPTION_KINDS = {"6": ExemptionKind.CHRONIC, "7": ExemptionKind.PREGNANCY}
"""Which decision each benefit code refunds by."""
_MONTHS = 12
_PERCENT = 100


def expected_exemption(question: Question) -> ExpectedRefund | CannotCompute:
    """Compute the refund of employer-period days that an exemption covers."""
    past = history(
        question.basis,
        question.period,
        SicknessRules.at(question.tables, question.period.first),
    )
    job = next(j for j in past.jobs if j.job.employer == question.employer)
    days: list[ExpectedDay] = []
    groups: Counter[tuple[date, Ore, int]] = Counter()
    missing: list[Missing] = []
    for day in question.period:
        place = job.line.place(day)
        decision = _decision(question, day)
        wanted = (
            job.counted[place].inside
            and job.line.kinds[place] in SICK_KINDS
            and not is_weekend(day)
        )
        if not wanted or decision is None:
            days.append(_unpaid(job, place, day, wanted=wanted))
            continue
        ended = end_of_rights(question.basis, day, past.rules.last_age)
        if ended is not None:
            days.append(ExpectedDay(day, DayType.REJECTED, why=ended))
            continue
        if job.job.employed_to is not None and day > job.job.employed_to:
            days.append(ExpectedDay(day, DayType.EMPLOYER_PERIOD_NAV, why=Why.EMPLOYMENT_ENDED))
            continue
        rate, late = _rate(question, past, job, day, decision)
        if isinstance(rate, Missing):
            missing.append(rate)
            continue
        if late:
            days.append(ExpectedDay(day, DayType.TIME_BARRED, why=Why.TIME_BARRED))
            continue
        grade = job.line.grades[place]
        groups[_began(job, day), rate, grade] += 1
        paid = _graded(rate, 1, grade)
        days.append(ExpectedDay(day, DayType.EMPLOYER_PERIOD_NAV, grade, paid))
    if missing:
        code = "unknown_year" if any(m.field == "tables.g" for m in missing) else "missing"
        return CannotCompute(question, code, tuple(dict.fromkeys(missing)))
    amount = sum(_graded(rate, n, grade) for (_, rate, grade), n in groups.items())
    return ExpectedRefund(
        question,
        tuple(days),
        Ore(amount),
        sum(groups.values()),
        used=(
            used(question.tables, question.period.first, "exemption", "days_a_year"),
            used(question.tables, question.period.first, "employer_period", "employer_period_days"),
            g_used(question.tables, sorted({start for start, _, _ in groups})),
        ),
        unchecked=unsent(job.job),
    )


def _decision(question: Question, day: date) -> Exemption | None:
    kind = EXEMPTION_KINDS[question.benefit]
    for decision in question.basis.exemptions:
        received = decision.received or decision.first
        if decision.kind is kind and max(decision.first, received) <= day <= decision.last:
            return decision
    return None


def _began(job: JobHistory, day: date) -> date:
    """The first day of the employer period that a day is in: NAV takes G there."""
    start = job.counted[job.line.place(day)].start
    return day if start is None else job.line.day(start)


def _graded(rate: Ore, days: int, grade: int) -> Ore:
    return whole_ore(Fraction(rate) * days * grade / _PERCENT)


def _unpaid(job: JobHistory, place: int, day: date, *, wanted: bool) -> ExpectedDay:
    if wanted:
        why = Why.NO_EXEMPTION
    elif is_weekend(day):
        why = Why.WEEKEND
    elif job.counted[place].inside:
        why = FREE_WHY[job.line.kinds[place]]
    else:
        why = job.classified[place].why or Why.AFTER_EMPLOYER_PERIOD
    return ExpectedDay(day, job.classified[place].type, job.line.grades[place], why=why)


def _rate(
    question: Question,
    past: History,
    job: JobHistory,
    day: date,
    decision: Exemption,
) -> tuple[Ore | Missing, bool]:
    """The full day rate to the øre, and whether the claim came too late for the day."""
    place = past.jobs.index(job)
    spell = past.spell_on(day)
    income = None if spell is None else past.incomes(spell)[place]
    if income is None or income.report is None:
        return Missing(f"jobs.{place}.incomes", f"no income report for the absence on {day}"), False
    g = question.tables.g_at(_began(job, day))
    if not isinstance(g, GRow):
        return Missing("tables.g", f"G on {g.day} is not in the table"), False
    yearly = min(income.report.monthly_income * _MONTHS, g.six_g)
    sent = first_sent(job.job, income.report)
    late = sent is not None and day < months_before(sent, past.rules.claim_months)
    return whole_ore(Fraction(yearly, decision.days_a_year or past.rules.days_a_year)), late
