"""A person's jobs over time: days, employer periods, spells and incomes, put together once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple, Self

from rutine.core.periods import Period
from rutine.refunds.expected.basis import AbsencePeriod, Basis, Job
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
    counted: Sequence[Counted]
    classified: Sequence[Classified]


@dataclass(frozen=True, slots=True)
class History:
    """A person's days over all jobs.

    Attributes:
        basis, rules: what it was put together from.
        days: the days covered; every job's places are counted from `days.first`.
        jobs: in the order of the basis.
        spells: over all jobs, earliest first.
        spell_of_day: the spell of every day covered.
    """

    basis: Basis
    rules: SicknessRules
    days: Period
    jobs: tuple[JobHistory, ...]
    spells: tuple[Spell, ...]
    spell_of_day: tuple[Spell | None, ...]

    def spell_on(self, day: date) -> Spell | None:
        """The spell a day lies in."""
        return spell_on(self.spells, day)

    def incomes(self, spell: Spell) -> tuple[SpellIncome, ...]:
        """What each job earned and asked back in a spell."""
        return tuple(spell_income(j.job, j.line, j.counted, spell) for j in self.jobs)


def history(basis: Basis, period: Period, rules: SicknessRules) -> History:
    """Put a person's days together, from the first absence to the last and the whole period."""
    days = span(basis, period)
    of_jobs, found, of_day = _put_together(
        tuple(_Registered.of(job) for job in basis.jobs), days, rules
    )
    jobs = tuple(JobHistory(job, *theirs) for job, theirs in zip(basis.jobs, of_jobs, strict=True))
    return History(basis, rules, days, jobs, found, of_day)


class _Registered(NamedTuple):
    """All that decides which days a job has; incomes and refunds don't."""

    absences: tuple[AbsencePeriod, ...]
    employed_from: date | None
    employed_to: date | None
    nav_pays_from: tuple[date, ...]

    @classmethod
    def of(cls, job: Job) -> Self:
        """What a job has registered."""
        taken_over = (r.absence_from for r in job.incomes if r.nav_pays_employer_period)
        return cls(job.absences, job.employed_from, job.employed_to, tuple(taken_over))


_JobDays = tuple[Timeline, tuple[Counted, ...], tuple[Classified, ...]]


# The same person is asked about again and again with another income, G or period within the same
# days. A few are kept, and only as long as the process runs.
@lru_cache(maxsize=128)
def _put_together(
    registered: tuple[_Registered, ...], days: Period, rules: SicknessRules
) -> tuple[tuple[_JobDays, ...], tuple[Spell, ...], tuple[Spell | None, ...]]:
    """Each job's days, the spells over all jobs, and the spell of every day."""
    of_jobs = tuple(_job_days(job, days, rules) for job in registered)
    found = tuple(spells([line for line, _, _ in of_jobs]))
    of_day: list[Spell | None] = [None] * days.days
    for spell in found:
        first = (spell.qualifying - days.first).days
        last = (spell.last - days.first).days
        of_day[first : last + 1] = [spell] * (last + 1 - first)
    return of_jobs, found, tuple(of_day)


def _job_days(job: _Registered, days: Period, rules: SicknessRules) -> _JobDays:
    line = timeline(
        job.absences, days, employed_from=job.employed_from, employed_to=job.employed_to
    )
    counted = count(line.kinds, rules.employer_days, rules.gap_days)
    taken_over = _nav_takes_over(job, line, counted, rules)
    return line, tuple(counted), tuple(classify(line, counted, taken_over))


def _nav_takes_over(
    job: _Registered, line: Timeline, counted: Sequence[Counted], rules: SicknessRules
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
    for absence_from in job.nav_pays_from:
        place = line.place(absence_from)
        if 0 <= place < len(counted):
            start = counted[place].start
            if start is not None:
                found.add(start)
    return found
