"""Which income report belongs to which spell, and what a job earned when it began."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rutine.core.money import Ore
from rutine.refunds.expected.basis import IncomeReported, Job
from rutine.refunds.expected.day_types import SICK_KINDS
from rutine.refunds.expected.employer_period import Counted
from rutine.refunds.expected.spells import Spell
from rutine.refunds.expected.timeline import Timeline


@dataclass(frozen=True, slots=True)
class SpellIncome:
    """One job's part in one spell.

    Attributes:
        monthly: income a month at the qualifying date, in øre; None when unknown.
        report: the income report that the refund follows; None for a job without illness.
        at_start: whether the job existed at the qualifying date. A job begun during the
            illness counts in the total grade only (refund rules §1.2.4).
        sick: whether the job has sick days in the spell.
    """

    monthly: Ore | None
    report: IncomeReported | None
    at_start: bool
    sick: bool


def first_sick(line: Timeline, spell: Spell) -> date | None:
    """The job's first sick day in a spell, or None."""
    places = range(line.place(spell.qualifying), line.place(spell.last) + 1)
    return next((line.day(p) for p in places if line.kinds[p] in SICK_KINDS), None)


def spell_income(job: Job, line: Timeline, counted: Sequence[Counted], spell: Spell) -> SpellIncome:
    """Find a job's income and refund for a spell."""
    sick_from = first_sick(line, spell)
    at_start = job.employed_from is None or job.employed_from <= spell.qualifying
    if sick_from is None:
        report = _latest(job.incomes, date.min, spell.qualifying)
        monthly = job.monthly_income
        if monthly is None and report is not None:
            monthly = report.monthly_income
        gone = job.employed_to is not None and job.employed_to < spell.qualifying
        return SpellIncome(Ore(0) if gone else monthly, None, at_start, sick=False)
    start = counted[line.place(sick_from)].start
    reach = sick_from if start is None else line.day(start)
    report = _latest(job.incomes, reach, sick_from) or _earliest(job.incomes, sick_from, spell.last)
    monthly = None if report is None else report.monthly_income
    return SpellIncome(monthly, report, at_start, sick=True)


def _latest(incomes: Sequence[IncomeReported], first: date, last: date) -> IncomeReported | None:
    """The report for the latest absence in some days; of several, the one sent last."""
    within = [report for report in incomes if first <= report.absence_from <= last]
    return max(within, key=_order, default=None)


def _earliest(incomes: Sequence[IncomeReported], after: date, last: date) -> IncomeReported | None:
    """The report for the earliest absence after a day; of several, the one sent last."""
    within = [report for report in incomes if after < report.absence_from <= last]
    first = min((report.absence_from for report in within), default=None)
    return max((r for r in within if r.absence_from == first), key=_order, default=None)


def _order(report: IncomeReported) -> tuple[date, date]:
    return (report.absence_from, report.sent or date.min)


def first_sent(job: Job, report: IncomeReported) -> date | None:
    """When the refund for an absence was first claimed: amending it later does not move that."""
    sent = [r.sent for r in job.incomes if r.absence_from == report.absence_from and r.sent]
    return min(sent, default=None)
