"""A person's jobs over time: days, employer periods, spells and incomes, put together once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from rutine.core.periods import Period
from rutine.refunds.expected.basis import Basis, Job
from rutine.refunds.expected.classification import Classified, classify
from rutine.refunds.expected.employer_period import Counted, count
from rutine.refunds.expected.incomes import SpellIncome, spell_income
from rutine.refunds.expected.rules import SicknessRules
from rutine.refunds.expected.spells import Spell, spell_on, spells
from rutine.refunds.expected.timeline import Timeline, span, timeline


@dataclass(frozen=True, slots=True)
class JobHistory:
    """One job's days: registered, counted and classified. All three begin on the same day."""

    job: Job
    line: Timeline
    counted: list[Counted]
    classified: list[Classified]


@dataclass(frozen=True, slots=True)
class History:
    """A person's days over all jobs.

    Attributes:
        basis, rules: what it was put together from.
        days: the days covered; every job's places are counted from `days.first`.
        jobs: in the order of the basis.
        spells: over all jobs, earliest first.
    """

    basis: Basis
    rules: SicknessRules
    days: Period
    jobs: tuple[JobHistory, ...]
    spells: tuple[Spell, ...]

    def spell_on(self, day: date) -> Spell | None:
        """The spell a day lies in."""
        return spell_on(self.spells, day)

    def incomes(self, spell: Spell) -> tuple[SpellIncome, ...]:
        """What each job earned and asked back in a spell."""
        return tuple(spell_income(j.job, j.line, j.counted, spell) for j in self.jobs)


def history(basis: Basis, period: Period, rules: SicknessRules) -> History:
    """Put a person's days together, from the first absence to the last and the whole period."""
    days = span(basis, period)
    jobs = tuple(_job_history(job, days, rules) for job in basis.jobs)
    return History(basis, rules, days, jobs, tuple(spells([job.line for job in jobs])))


def _job_history(job: Job, days: Period, rules: SicknessRules) -> JobHistory:
    line = timeline(job, days)
    counted = count(line.kinds, rules.employer_days, rules.gap_days)
    return JobHistory(
        job, line, counted, classify(line, counted, _nav_takes_over(job, line, counted, rules))
    )


def _nav_takes_over(
    job: Job, line: Timeline, counted: list[Counted], rules: SicknessRules
) -> set[int]:
    """Starts of the employer periods that NAV pays from the first day.

    Either the job was younger than four weeks when the illness began (ftrl § 8-18), or the
    employer gave NAV a reason for not paying.
    """
    starts = {day.start for day in counted if day.start is not None}
    found = set()
    if job.employed_from is not None:
        earned = job.employed_from + timedelta(days=rules.service_days)
        found = {start for start in starts if line.day(start) < earned}
    for report in job.incomes:
        place = line.place(report.absence_from)
        if report.nav_pays_employer_period and 0 <= place < len(counted):
            start = counted[place].start
            if start is not None:
                found.add(start)
    return found
