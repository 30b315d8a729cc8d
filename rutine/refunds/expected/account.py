"""The answer: what NAV should pay for each day, and by which rules; or why that can't be said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from rutine.core.identifiers import Fnr, OrgNr
from rutine.core.money import Ore
from rutine.core.periods import Period
from rutine.refunds.expected.basis import Basis
from rutine.refunds.expected.day_types import DayType, Why
from rutine.refunds.expected.tables import Tables

NOTHING = Ore(0)
_HALF_KRONE = 50


@dataclass(frozen=True, slots=True)
class ExpectedDay:
    """One day of the account.

    Attributes:
        day: the date.
        type: NAV's classification.
        grade: percent of the job that is paid; 0 on days NAV does not pay.
        rate: what the employer gets for the day, in øre.
        to_person: what the employee gets for it, in øre.
        cap: the yearly basis that the day is paid from, in øre: the income of all jobs, at
            most 6G; None on days without pay.
        capped: whether the claim was cut to the cap.
        why: why the employer gets nothing; None when it gets something.
    """

    day: date
    type: DayType
    grade: int = 0
    rate: Ore = NOTHING
    to_person: Ore = NOTHING
    cap: Ore | None = None
    capped: bool = False
    why: Why | None = None


@dataclass(frozen=True, slots=True)
class Used:
    """A rule that the account rests on: its name, its law, and the table rows behind it.

    `rows` are written `table.name from date = value`, for people.
    """

    rule: str
    law: str
    rows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unchecked:
    """A limit that could not be tested because a fact is missing. The amount assumes it holds."""

    rule: str
    missing: str


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked; kept so that a difference can be explained by asking again."""

    person: Fnr = field(repr=False)
    employer: OrgNr
    period: Period
    basis: Basis = field(repr=False)
    tables: Tables = field(repr=False)
    benefit: str


@dataclass(frozen=True, slots=True)
class ExpectedRefund:
    """What NAV should pay one employer for one person, benefit and period.

    Attributes:
        question: what was asked.
        days: every calendar day of the period, in order; empty for benefits without days.
        amount: the sum, in øre; may be negative for holiday pay.
        paid_days: how many days NAV pays the employer for.
        qualifying_dates: where the spells that touch the period began.
        last_benefit_day: as NAV would state it at the period's end; None when not sickness.
        used: rules and table rows, in the order they were applied.
        unchecked: limits that a missing fact left untested.
    """

    question: Question
    days: tuple[ExpectedDay, ...]
    amount: Ore
    paid_days: int
    qualifying_dates: tuple[date, ...] = ()
    last_benefit_day: date | None = None
    used: tuple[Used, ...] = ()
    unchecked: tuple[Unchecked, ...] = ()

    def tolerance(self, own: Ore | None = None) -> Ore:
        """The largest difference that rounding can make here, in øre (see `tolerance`)."""
        return tolerance([day.rate for day in self.days if day.rate], own)

    @property
    def rates(self) -> tuple[Ore, ...]:
        """The different day rates in the account, most frequent first."""
        rates = [day.rate for day in self.days if day.rate]
        return tuple(sorted(set(rates), key=lambda rate: (-rates.count(rate), rate)))


@dataclass(frozen=True, slots=True)
class Missing:
    """A field of the basis, or a row of a table, that the account needs; and why."""

    field: str
    reason: str


@dataclass(frozen=True, slots=True)
class CannotCompute:
    """No amount can be given without guessing.

    Attributes:
        question: what was asked.
        code: `missing` (a possible fact is not there), `unknown_year` (no row of a table
            holds that day), `never_certain` (the benefit has no computable amount),
            `unknown_benefit`, `unknown_job`.
        missing: what is missing, one entry each.
    """

    question: Question
    code: str
    missing: tuple[Missing, ...]


def tolerance(rates: Sequence[Ore], own: Ore | None = None) -> Ore:
    """Half a krone for each paid day, in øre: what one rounding a day can add up to.

    It is derived from the account, and always less than the smallest day rate, so that it
    can't hide a day. A municipality may narrow it with a limit of its `own`, never widen it.
    """
    if not rates:
        return Ore(0)
    derived = min(_HALF_KRONE * len(rates), min(rates) - 1)
    return Ore(derived if own is None else max(0, min(derived, own)))


def total(days: Sequence[ExpectedDay]) -> Ore:
    """The sum of the days' rates, in øre."""
    return Ore(sum(day.rate for day in days))
