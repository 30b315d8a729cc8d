"""Which income report belongs to which spell, and what a job earned when it began."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from rutine.core.money import Ore
from rutine.refunds.expected.account import Unchecked
from rutine.refunds.expected.basis import IncomeReported, Job
from rutine.refunds.expected.day_counting import months_before
from rutine.refunds.expected.day_types import SICK_KINDS
from rutine.refunds.expected.employer_period import Counted
from rutine.refunds.expected.spells import Spell
from rutine.refunds.expected.tables import Tables
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


def latest_report(job: Job, day: date) -> IncomeReported | None:
    """The latest report for an absence that had begun by a day; of several, the last sent."""
    return _latest(job.incomes, date.min, day)


def income_beside(job: Job, day: date, began: date) -> Ore | None:
    """What a job without absence of its own earned a month; None when nobody knows.

    Args:
        job: the other job.
        day: reports for absences begun by this day are known.
        began: the qualifying date of the benefit in the person's other job.
    """
    if job.employed_to is not None and job.employed_to < began:
        return Ore(0)
    report = latest_report(job, day)
    return job.monthly_income if report is None else report.monthly_income


def shared_cap(jobs: Sequence[Job], days: Iterable[tuple[date, date]]) -> tuple[Unchecked, ...]:
    """The jobs whose income nobody knows: the cap is then counted as if they earned nothing.

    Args:
        jobs: the person's jobs.
        days: each day that decides, with its qualifying date.
    """
    asked = tuple(days)
    return tuple(
        Unchecked("shared_cap", f"jobs.{i}.monthly_income")
        for i, job in enumerate(jobs)
        if any(
            (job.employed_from is None or job.employed_from <= day)
            and income_beside(job, day, began) is None
            for day, began in asked
        )
    )


def claimed_too_late(job: Job, day: date, tables: Tables) -> bool:
    """Whether the refund was claimed more than three whole months after a day (ftrl § 22-13)."""
    report = latest_report(job, day)
    sent = None if report is None else first_sent(job, report)
    return sent is not None and day < months_before(sent, tables.count("refund_claim_months", day))


def unsent(job: Job | None) -> tuple[Unchecked, ...]:
    """The limit in time of a claim can't be tested while nobody knows when it was sent."""
    if job is not None and any(report.sent is None for report in job.incomes):
        return (Unchecked("claim_limit", "incomes.sent"),)
    return ()


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
