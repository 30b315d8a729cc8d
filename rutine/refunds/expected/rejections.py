"""What NAV refuses for the person as a whole: late claims, low grades and incomes, no days left.

Each day's refusals come in NAV's order: a claim that came too late, a total grade under 20
percent, too little income, and last the age limits, death and the last benefit day.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Final, NamedTuple

from rutine.core.money import Ore
from rutine.refunds.expected.basis import Basis
from rutine.refunds.expected.day_counting import months_before, years_after
from rutine.refunds.expected.day_rate import GRADES, Share, total_grade, yearly_income
from rutine.refunds.expected.day_types import PRECEDENCE, DayType, Why
from rutine.refunds.expected.history import History, PersonDays, Situation
from rutine.refunds.expected.incomes import SpellIncome, first_sent
from rutine.refunds.expected.last_benefit_day import BenefitDays, Standing
from rutine.refunds.expected.rules import SicknessRules
from rutine.refunds.expected.spells import Spell
from rutine.refunds.expected.tables import GRow, Tables

# Tuples, since looking through three is quicker than hashing one: these are asked of every day.
_PAYABLE: Final = (DayType.NAV, DayType.NAV_WEEKEND, DayType.EMPLOYER_PERIOD_NAV)
_MONEY: Final = (DayType.NAV, DayType.EMPLOYER_PERIOD_NAV)
_NOTHING: Final = Ore(0)


@dataclass(frozen=True, slots=True)
class DecidedDay:
    """One job's day after every refusal."""

    type: DayType
    why: Why | None


decided = cache(DecidedDay)
"""One and the same for days that are alike: there are few kinds, and very many days."""
_TIME_BARRED: Final = decided(DayType.TIME_BARRED, Why.TIME_BARRED)


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
        refund = _NOTHING if income.report is None else income.report.refund_on(day)
        if job.job.employed_to is not None and day > job.job.employed_to:
            refund = _NOTHING
        begun = job.job.employed_from is None or day >= job.job.employed_from
        found.append(
            Share(
                income=(income.monthly or _NOTHING) if begun else _NOTHING,
                refund=refund,
                grade=GRADES[job.line.grades[place]],
                paid=type_ in _MONEY,
                at_start=income.at_start,
                positions=1 if income.report is None else income.report.positions,
            )
        )
    return found


def decide(
    past: History, facts: Mapping[Spell, SpellFacts], until: date, *, untold_paid: bool = True
) -> tuple[list[Sequence[DecidedDay]], date]:
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
    refusals = tuple(
        _Refusal(
            facts[each.spell].cut_offs,
            _too_little(past.rules, facts[each.spell], each, untold_paid=untold_paid),
        )
        for each in past.person.situations
    )
    basis, rules = past.basis, past.rules
    of_jobs, standings = _decide(past.person, refusals, rules, basis.birth_date, basis.death)
    length = (until - past.person.days.first).days + 1
    counter = BenefitDays(rules, basis.birth_date, basis.death)
    return [days[:length] for days in of_jobs], counter.last_day(standings[length - 1])


class _Refusal(NamedTuple):
    """What is refused of the days of a situation.

    `cut_offs` holds, for each job, the first day that its refund claim still covers.
    """

    cut_offs: tuple[date | None, ...]
    why: Why | None


# What is refused is mostly the same whatever the income or the G that a cause is tried with.
@lru_cache(maxsize=128)
def _decide(
    person: PersonDays,
    refusals: tuple[_Refusal, ...],
    rules: SicknessRules,
    birth_date: date | None,
    death: date | None,
) -> tuple[list[list[DecidedDay]], list[Standing]]:
    """Every job's days, and how the benefit days stand on each evening."""
    counter = BenefitDays(rules, birth_date, death)
    too_old = None if birth_date is None else years_after(birth_date, rules.last_age)
    of_jobs: list[list[DecidedDay]] = [[] for _ in person.lines]
    standings = []
    of_days = zip(person.days, person.situation_of_day, *person.classified, strict=True)
    for day, situation, *classified in of_days:
        today = [decided(each.type, each.why) for each in classified]
        if situation is not None and any(each.type in _PAYABLE for each in today):
            ended = _ended(day, too_old, death)
            today = (
                _refused(today, refusals[situation], day)
                if ended is None
                else [_rejected(each, ended) for each in today]
            )
        why = counter.add(day, _highest(today))
        if why is not None:
            today = [_rejected(each, why) for each in today]
        for job, each in zip(of_jobs, today, strict=True):
            job.append(each)
        standings.append(counter.standing)
    return of_jobs, standings


def _highest(today: Sequence[DecidedDay]) -> DayType:
    """Which type the person's day has."""
    if len(today) == 1:
        return today[0].type
    return max((each.type for each in today), key=PRECEDENCE.__getitem__)


def _refused(today: list[DecidedDay], refusal: _Refusal, day: date) -> list[DecidedDay]:
    """A day, with what came too late and what is too little refused."""
    today = [
        _TIME_BARRED if cut_off is not None and day < cut_off and each.type in _PAYABLE else each
        for each, cut_off in zip(today, refusal.cut_offs, strict=True)
    ]
    why = refusal.why
    return today if why is None else [_rejected(each, why) for each in today]


def _too_little(
    rules: SicknessRules, facts: SpellFacts, situation: Situation, *, untold_paid: bool
) -> Why | None:
    """Whether the person's grade or income is too low in a situation."""
    if facts.untold:
        return None if untold_paid else Why.LOW_INCOME
    parts = [
        Share(
            income=(income.monthly or _NOTHING) if begun else _NOTHING,
            refund=_NOTHING,
            grade=GRADES[grade],
            paid=False,
            at_start=income.at_start,
        )
        for income, grade, begun in zip(
            facts.incomes, situation.grades, situation.begun, strict=True
        )
    ]
    if total_grade(parts) < rules.lowest_grade:
        return Why.LOW_GRADE
    if facts.minimum_g is not None:
        least = facts.minimum_g.two_g if situation.over_67 else facts.minimum_g.half_g
        if yearly_income(parts) < least:
            return Why.LOW_INCOME
    return None


def end_of_rights(basis: Basis, day: date, last_age: int | None) -> Why | None:
    """No benefit from the 70th birthday on, nor after the day of death.

    Args:
        basis: what is known about the person.
        day: the day to pay for.
        last_age: 70; None for a benefit without an age limit.
    """
    born = basis.birth_date
    too_old = None if born is None or last_age is None else years_after(born, last_age)
    return _ended(day, too_old, basis.death)


def _ended(day: date, too_old: date | None, death: date | None) -> Why | None:
    if too_old is not None and day >= too_old:
        return Why.AGE
    return Why.DEATH if death is not None and day > death else None


def _rejected(day: DecidedDay, why: Why) -> DecidedDay:
    """A payable day becomes a refused one; other days stay as they are."""
    if day.type not in _PAYABLE:
        return day
    if why is Why.LAST_BENEFIT_DAY and day.type is not DayType.NAV:
        return day
    return decided(DayType.REJECTED, why)
