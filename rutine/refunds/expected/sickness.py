"""Sickness benefit (code 4): what NAV should refund, day by day.

The order is the law's: employer period, day types, old claims, grade, income, age and the last
benefit day, then the money. Refund rules §1.2; ftrl chapter 8.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from rutine.refunds.expected.account import (
    CannotCompute,
    ExpectedDay,
    ExpectedRefund,
    Missing,
    Question,
    Unchecked,
    total,
)
from rutine.refunds.expected.basis import Job
from rutine.refunds.expected.day_counting import years_after
from rutine.refunds.expected.day_rate import allocate
from rutine.refunds.expected.day_types import DayType, Why
from rutine.refunds.expected.history import History, history
from rutine.refunds.expected.laws import sickness_rules_used
from rutine.refunds.expected.rejections import DecidedDay, SpellFacts, decide, shares, spell_facts
from rutine.refunds.expected.rules import SicknessRules
from rutine.refunds.expected.spells import Spell
from rutine.refunds.expected.tables import Unknown

_PAID = frozenset({DayType.NAV, DayType.EMPLOYER_PERIOD_NAV})


def expected_sickness(question: Question) -> ExpectedRefund | CannotCompute:
    """Compute one employer's sickness refund for one person and period."""
    basis, period, tables = question.basis, question.period, question.tables
    rules = SicknessRules.at(tables, period.first)
    past = history(basis, period, rules)
    asked = next(i for i, j in enumerate(past.jobs) if j.job.employer == question.employer)
    facts = {spell: spell_facts(past, spell, tables) for spell in past.spells}
    spells = _asked_spells(past, asked, question)
    missing = _missing(question, spells, asked, facts)
    if missing:
        code = "unknown_year" if any(m.field == "tables.g" for m in missing) else "missing"
        return CannotCompute(question, code, missing)
    decided, last_benefit_day = decide(past, facts, period.last)
    untold = _untold(past, facts, question) if spells else ()
    if untold:
        otherwise, _ = decide(past, facts, period.last, untold_paid=False)
        if _differ(decided, otherwise, asked, past.jobs[asked].line.place(period.first)):
            return CannotCompute(question, "missing", untold)
    given = _Decided(past, facts, decided, asked)
    days = tuple(given.day(day) for day in period)
    touched = sorted(
        {
            s.qualifying
            for s in past.spells
            if s.qualifying <= period.last and s.last >= period.first
        }
    )
    return ExpectedRefund(
        question=question,
        days=days,
        amount=total(days),
        paid_days=sum(day.rate > 0 for day in days),
        qualifying_dates=tuple(touched),
        last_benefit_day=last_benefit_day,
        used=sickness_rules_used(tables, period.first, touched),
        unchecked=(
            *_unchecked(question, past, asked, spells, facts),
            *(Unchecked("last_benefit_day", each.field) for each in untold),
            *other_employers(days),
        ),
    )


def _asked_spells(past: History, asked: int, question: Question) -> list[Spell]:
    """The spells in which NAV may pay the asked employer something within the period."""
    job = past.jobs[asked]
    days = [day for day in question.period if job.classified[job.line.place(day)].type in _PAID]
    return [s for s in past.spells if any(s.qualifying <= day <= s.last for day in days)]


def _missing(
    question: Question, spells: Sequence[Spell], asked: int, facts: Mapping[Spell, SpellFacts]
) -> tuple[Missing, ...]:
    found: list[Missing] = []
    for spell in spells:
        known = facts[spell]
        when = f"for the absence from {spell.qualifying}"
        for i, income in enumerate(known.incomes):
            if income.sick and income.report is None:
                found.append(Missing(f"jobs.{i}.incomes", f"no income report {when}"))
        if known.incomes[asked].report is not None and known.cut_offs[asked] is None:
            found.append(Missing(f"jobs.{asked}.incomes.sent", f"when it was sent, {when}"))
        found.extend(
            Missing("tables.g", _unknown_g(row))
            for row in (
                question.tables.g_at(spell.qualifying),
                question.tables.minimum_income_g_at(spell.qualifying),
            )
            if isinstance(row, Unknown)
        )
    return tuple(dict.fromkeys(found))


def _untold(
    past: History, facts: Mapping[Spell, SpellFacts], question: Question
) -> tuple[Missing, ...]:
    """Income reports missing for spells whose days may have used benefit days."""
    return tuple(
        Missing(f"jobs.{i}.incomes", f"no income report for the absence from {spell.qualifying}")
        for spell in past.spells
        if spell.qualifying <= question.period.last
        for i in facts[spell].untold
    )


def _differ(
    one: Sequence[Sequence[DecidedDay]],
    other: Sequence[Sequence[DecidedDay]],
    asked: int,
    first: int,
) -> bool:
    """Whether two ways of deciding give the asked job's pay, from a place on, differently."""
    return any(
        one[asked][place].type in _PAID or other[asked][place].type in _PAID
        for place in range(first, len(one[asked]))
        if any(a[place].type is not b[place].type for a, b in zip(one, other, strict=True))
    )


def _unknown_g(unknown: Unknown) -> str:
    if unknown.why == "before_first_row":
        return f"G on {unknown.day} is before the first row of the table"
    return f"G on {unknown.day} is not known yet"


@dataclass(frozen=True, slots=True)
class _Decided:
    """Everything decided about a person, seen from the asked job."""

    past: History
    facts: Mapping[Spell, SpellFacts]
    decided: Sequence[Sequence[DecidedDay]]
    asked: int

    def day(self, day: date) -> ExpectedDay:
        """One day of the account."""
        job = self.past.jobs[self.asked]
        place = job.line.place(day)
        today = self.decided[self.asked][place]
        grade = job.line.grades[place]
        spell = self.past.spell_on(day)
        known = None if spell is None else self.facts[spell]
        if today.type not in _PAID or known is None or known.g is None:
            return ExpectedDay(day, today.type, grade, why=today.why)
        parts = shares(self.past, known, [types[place].type for types in self.decided], day)
        given = allocate(parts, known.g.six_g, self.past.rules.days_a_year)
        rate = given.employers[self.asked]
        return ExpectedDay(
            day,
            today.type,
            grade,
            rate=rate,
            to_person=given.person[self.asked],
            cap=given.basis,
            capped=given.capped,
            why=None if rate else why_nothing(job.job, day),
        )


def why_nothing(job: Job, day: date) -> Why:
    """Why the employer gets nothing for a day that NAV pays."""
    ended = job.employed_to is not None and day > job.employed_to
    return Why.EMPLOYMENT_ENDED if ended else Why.NO_REFUND


def other_employers(days: Sequence[ExpectedDay]) -> tuple[Unchecked, ...]:
    """Too little income or too low a grade may be made up for by jobs that are not known here."""
    return tuple(
        Unchecked(rule, "income from other employers")
        for rule, why in (("minimum_income", Why.LOW_INCOME), ("lowest_grade", Why.LOW_GRADE))
        if any(day.why is why for day in days)
    )


def _unchecked(
    question: Question,
    past: History,
    asked: int,
    spells: Sequence[Spell],
    facts: Mapping[Spell, SpellFacts],
) -> tuple[Unchecked, ...]:
    found = []
    basis = question.basis
    if basis.birth_date is None:
        found.append(Unchecked("age", "birth_date"))
    known_from = basis.history_from or date.max
    if known_from > years_after(question.period.first, -past.rules.window_years):
        found.append(Unchecked("last_benefit_day", "history_from"))
    if any((s.qualifying - known_from).days < past.rules.gap_days for s in spells):
        found.append(Unchecked("employer_period", "history_from"))
    if past.jobs[asked].job.employed_from is None:
        found.append(Unchecked("four_weeks_service", "employed_from"))
    found.extend(
        Unchecked("shared_cap", f"jobs.{i}.monthly_income")
        for i in range(len(past.jobs))
        if any(facts[s].incomes[i].monthly is None for s in spells)
    )
    return tuple(found)
