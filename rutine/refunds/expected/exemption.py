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
    Unchecked,
)
from rutine.refunds.expected.amounts import whole_ore
from rutine.refunds.expected.basis import Exemption, ExemptionKind
from rutine.refunds.expected.day_counting import is_weekend, months_before
from rutine.refunds.expected.day_types import SICK_KINDS, DayType, Why
from rutine.refunds.expected.history import History, JobHistory, history
from rutine.refunds.expected.incomes import first_sent
from rutine.refunds.expected.laws import g_used, used
from rutine.refunds.expected.rules import SicknessRules
from rutine.refunds.expected.tables import GRow

_KINDS = {"6": ExemptionKind.CHRONIC, "7": ExemptionKind.PREGNANCY}
_MONTHS = 12


def expected_exemption(question: Question) -> ExpectedRefund | CannotCompute:
    """Compute the refund of employer-period days that an exemption covers."""
    past = history(
        question.basis,
        question.period,
        SicknessRules.at(question.tables, question.period.first),
    )
    job = next(j for j in past.jobs if j.job.employer == question.employer)
    days: list[ExpectedDay] = []
    groups: Counter[tuple[Ore, int]] = Counter()
    missing: list[Missing] = []
    starts: list[date] = []
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
        rate, late = _rate(question, past, job, day, decision)
        if isinstance(rate, Missing):
            missing.append(rate)
            continue
        if late:
            days.append(ExpectedDay(day, DayType.TIME_BARRED, why=Why.TIME_BARRED))
            continue
        grade = job.line.grades[place]
        groups[rate, grade] += 1
        start = job.counted[place].start
        starts.append(day if start is None else job.line.day(start))
        paid = whole_ore(Fraction(rate) * grade / 100)
        days.append(ExpectedDay(day, DayType.EMPLOYER_PERIOD_NAV, grade, paid))
    if missing:
        return CannotCompute(question, "missing", tuple(dict.fromkeys(missing)))
    amount = sum(whole_ore(Fraction(rate) * n * grade / 100) for (rate, grade), n in groups.items())
    return ExpectedRefund(
        question,
        tuple(days),
        Ore(amount),
        sum(groups.values()),
        used=(
            used(question.tables, question.period.first, "exemption", "days_a_year"),
            used(question.tables, question.period.first, "employer_period", "employer_period_days"),
            g_used(question.tables, sorted(set(starts))),
        ),
        unchecked=_unchecked(job),
    )


def _decision(question: Question, day: date) -> Exemption | None:
    kind = _KINDS[question.benefit]
    for decision in question.basis.exemptions:
        received = decision.received or decision.first
        if decision.kind is kind and max(decision.first, received) <= day <= decision.last:
            return decision
    return None


def _unpaid(job: JobHistory, place: int, day: date, *, wanted: bool) -> ExpectedDay:
    today = job.classified[place]
    why = Why.NO_EXEMPTION if wanted else today.why
    if why is None or (not wanted and job.counted[place].inside):
        why = Why.WEEKEND if is_weekend(day) else Why.EMPLOYER_PERIOD
    return ExpectedDay(day, today.type, job.line.grades[place], why=why)


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
    start = job.counted[job.line.place(day)].start
    g = question.tables.g_at(day if start is None else job.line.day(start))
    if not isinstance(g, GRow):
        return Missing("tables.g", f"G on {g.day} is not in the table"), False
    yearly = min(income.report.monthly_income * _MONTHS, g.six_g)
    sent = first_sent(job.job, income.report)
    late = sent is not None and day < months_before(sent, past.rules.claim_months)
    return whole_ore(Fraction(yearly, decision.days_a_year or past.rules.days_a_year)), late


def _unchecked(job: JobHistory) -> tuple[Unchecked, ...]:
    if any(report.sent is None for report in job.job.incomes):
        return (Unchecked("claim_limit", "incomes.sent"),)
    return ()
