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
from rutine.refunds.expected.day_counting import years_after
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


class Situation(NamedTuple):
    """What a person's grade and income are weighed by, the same for many days of a spell."""

    spell: Spell
    grades: tuple[int, ...]
    begun: tuple[bool, ...]
    over_67: bool


@dataclass(frozen=True, slots=True, eq=False)
class PersonDays:
    """A person's days over all jobs, whatever the incomes; each is itself only, as a key.

    Attributes:
        days: the days covered; every job's places are counted from `days.first`.
        lines, counted, classified: of each job, in the order of the basis.
        spells: over all jobs, earliest first.
        situations, situation_of_day: every situation, and of each day that of its spell.
    """

    days: Period
    lines: tuple[Timeline, ...]
    counted: tuple[Sequence[Counted], ...]
    classified: tuple[Sequence[Classified], ...]
    spells: tuple[Spell, ...]
    situations: tuple[Situation, ...]
    situation_of_day: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class History:
    """A person's days over all jobs.

    Attributes:
        basis, rules: what it was put together from.
        person: the days, the spells, and what each day is weighed by.
        jobs: in the order of the basis.
    """

    basis: Basis
    rules: SicknessRules
    person: PersonDays
    jobs: tuple[JobHistory, ...]

    @property
    def spells(self) -> tuple[Spell, ...]:
        """The spells over all jobs, earliest first."""
        return self.person.spells

    def spell_on(self, day: date) -> Spell | None:
        """The spell a day lies in."""
        return spell_on(self.spells, day)

    def incomes(self, spell: Spell) -> tuple[SpellIncome, ...]:
        """What each job earned and asked back in a spell."""
        return tuple(spell_income(j.job, j.line, j.counted, spell) for j in self.jobs)


def history(basis: Basis, period: Period, rules: SicknessRules) -> History:
    """Put a person's days together, from the first absence to the last and the whole period."""
    registered = tuple(_Registered.of(job) for job in basis.jobs)
    person = _put_together(registered, span(basis, period), rules, basis.birth_date)
    jobs = zip(basis.jobs, person.lines, person.counted, person.classified, strict=True)
    return History(basis, rules, person, tuple(JobHistory(*job) for job in jobs))


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


# The same person is asked about again and again with another income, G or period within the same
# days. A few are kept, and only as long as the process runs.
@lru_cache(maxsize=128)
def _put_together(
    registered: tuple[_Registered, ...],
    days: Period,
    rules: SicknessRules,
    birth_date: date | None,
) -> PersonDays:
    lines = tuple(
        timeline(job.absences, days, employed_from=job.employed_from, employed_to=job.employed_to)
        for job in registered
    )
    counted = tuple(count(line.kinds, rules.employer_days, rules.gap_days) for line in lines)
    classified = tuple(
        classify(line, days_counted, _nav_takes_over(job, line, days_counted, rules))
        for job, line, days_counted in zip(registered, lines, counted, strict=True)
    )
    found = tuple(spells(lines))
    day_67 = date.max if birth_date is None else years_after(birth_date, rules.reduced_age)
    situations: dict[Situation, int] = {}
    of_day: list[int | None] = [None] * days.days
    for spell in found:
        for day in Period(spell.qualifying, spell.last):
            place = (day - days.first).days
            here = Situation(
                spell,
                tuple(line.grades[place] for line in lines),
                tuple(job.employed_from is None or day >= job.employed_from for job in registered),
                over_67=day > day_67,
            )
            of_day[place] = situations.setdefault(here, len(situations))
    return PersonDays(days, lines, counted, classified, found, tuple(situations), tuple(of_day))


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
