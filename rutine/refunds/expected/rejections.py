"""What NAV refuses for the person as a whole: late claims, low grades and incomes, no days left.

Each day's refusals come in NAV's order: a claim that came too late, a total grade under 20
percent, too little income, and last the age limits, death and the last benefit day.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from rutine.core.money import Ore
from rutine.refunds.expected.basis import Basis
from rutine.refunds.expected.day_counting import ONE_DAY, months_before, years_after
from rutine.refunds.expected.day_rate import Share, total_grade, yearly_income
from rutine.refunds.expected.day_types import PRECEDENCE, DayType, Why
from rutine.refunds.expected.history import History
from rutine.refunds.expected.incomes import SpellIncome, first_sent
from rutine.refunds.expected.last_benefit_day import BenefitDays
from rutine.refunds.expected.spells import Spell
from rutine.refunds.expected.tables import GRow, Tables

_PAYABLE = frozenset({DayType.NAV, DayType.NAV_WEEKEND, DayType.EMPLOYER_PERIOD_NAV})


@dataclass(frozen=True, slots=True)
class DecidedDay:
    """One job's day after every refusal."""

    type: DayType
    why: Why | None


@dataclass(frozen=True, slots=True)
class SpellFacts:
    """What is known about a spell: incomes in the order of the jobs, G, and the latest claims.

    `cut_offs` holds, for each job, the first day its refund claim still covers.
    """

    spell: Spell
    incomes: tuple[SpellIncome, ...]
    g: GRow | None
    minimum_g: GRow | None
    cut_offs: tuple[date | None, ...]

    @property
    def untold(self) -> tuple[int, ...]:
        """Places of the jobs that have sick days in the spell and no income report for it."""
        places = enumerate(self.incomes)
        return tuple(i for i, income in places if income.sick and income.monthly is None)


def spell_facts(past: History, spell: Spell, tables: Tables) -> SpellFacts:
    """Look up what a spell is decided by."""
    incomes = past.incomes(spell)
    g, minimum = tables.g_at(spell.qualifying), tables.minimum_income_g_at(spell.qualifying)
    return SpellFacts(
        spell,
        incomes,
        g if isinstance(g, GRow) else None,
        minimum if isinstance(minimum, GRow) else None,
        tuple(_cut_off(past, i, income) for i, income in enumerate(incomes)),
    )


def _cut_off(past: History, job: int, income: SpellIncome) -> date | None:
    if income.report is None:
        return None
    sent = first_sent(past.jobs[job].job, income.report)
    return None if sent is None else months_before(sent, past.rules.claim_months)


def shares(past: History, facts: SpellFacts, types: list[DayType], day: date) -> list[Share]:
    """The day's shares, one for each job; an unknown income counts as none."""
    found = []
    for job, income, type_ in zip(past.jobs, facts.incomes, types, strict=True):
        place = job.line.place(day)
        refund = Ore(0) if income.report is None else income.report.refund_on(day)
        if job.job.employed_to is not None and day > job.job.employed_to:
            refund = Ore(0)
        begun = job.job.employed_from is None or day >= job.job.employed_from
        found.append(
            Share(
                income=(income.monthly or Ore(0)) if begun else Ore(0),
                refund=refund,
                grade=Fraction(job.line.grades[place], 100),
                paid=type_ in {DayType.NAV, DayType.EMPLOYER_PERIOD_NAV},
                at_start=income.at_start,
                positions=1 if income.report is None else income.report.positions,
            )
        )
    return found


def decide(
    past: History, facts: Mapping[Spell, SpellFacts], until: date, *, untold_paid: bool = True
) -> tuple[list[list[DecidedDay]], date]:
    """Refuse what NAV refuses, day by day through all jobs.

    Args:
        past: the person's days.
        facts: of each spell.
        until: the last day to decide.
        untold_paid: what to take the days of a spell as whose income nobody knows: paid, or
            refused for too little income. Where the two give different answers, the spell's
            income report is needed (`sickness`).

    Returns:
        For each job one decided day for each place in the history up to `until`, and the last
        benefit day as it stands that evening.
    """
    counter = BenefitDays(past.rules, past.basis.birth_date, past.basis.death)
    days: list[list[DecidedDay]] = [[] for _ in past.jobs]
    for place in range((until - past.days.first).days + 1):
        day = past.days.first + place * ONE_DAY
        today = [DecidedDay(j.classified[place].type, j.classified[place].why) for j in past.jobs]
        spell = past.spell_on(day)
        if spell is not None and any(d.type in _PAYABLE for d in today):
            today = _refuse(past, facts[spell], today, day, untold_paid=untold_paid)
        why = counter.add(day, max((d.type for d in today), key=PRECEDENCE.__getitem__))
        if why is not None:
            today = [_rejected(d, why) for d in today]
        for job, decided in zip(days, today, strict=True):
            job.append(decided)
    return days, counter.last_day()


def _refuse(
    past: History,
    facts: SpellFacts,
    today: list[DecidedDay],
    day: date,
    *,
    untold_paid: bool,
) -> list[DecidedDay]:
    basis, rules = past.basis, past.rules
    ended = end_of_rights(basis, day, rules.last_age)
    if ended is not None:
        return [_rejected(d, ended) for d in today]
    today = [
        DecidedDay(DayType.TIME_BARRED, Why.TIME_BARRED)
        if d.type in _PAYABLE and cut_off is not None and day < cut_off
        else d
        for d, cut_off in zip(today, facts.cut_offs, strict=True)
    ]
    parts = shares(past, facts, [d.type for d in today], day)
    if facts.untold:
        return today if untold_paid else [_rejected(d, Why.LOW_INCOME) for d in today]
    if total_grade(parts) < rules.lowest_grade:
        return [_rejected(d, Why.LOW_GRADE) for d in today]
    over_67 = basis.birth_date is not None and day > years_after(
        basis.birth_date, rules.reduced_age
    )
    if facts.minimum_g is not None:
        least = facts.minimum_g.two_g if over_67 else facts.minimum_g.half_g
        if yearly_income(parts) < least:
            return [_rejected(d, Why.LOW_INCOME) for d in today]
    return today


def end_of_rights(basis: Basis, day: date, last_age: int | None) -> Why | None:
    """No benefit from the 70th birthday on, nor after the day of death.

    Args:
        basis: what is known about the person.
        day: the day to pay for.
        last_age: 70; None for a benefit without an age limit.
    """
    born, death = basis.birth_date, basis.death
    if born is not None and last_age is not None and day >= years_after(born, last_age):
        return Why.AGE
    return Why.DEATH if death is not None and day > death else None


def _rejected(day: DecidedDay, why: Why) -> DecidedDay:
    """A payable day becomes a refused one; other days stay as they are."""
    if day.type not in _PAYABLE:
        return day
    if why is Why.LAST_BENEFIT_DAY and day.type is not DayType.NAV:
        return day
    return DecidedDay(DayType.REJECTED, why)
