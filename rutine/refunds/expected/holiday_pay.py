"""Holiday pay that NAV refunds (codes E-K and M): once a year, for the year before.

Paid in May, in the June report, always with the period 1-31 May. The basis is the first days
of the year on which the person was paid, in any job [SPLEIS `Feriepengeberegner`; NAV-FPENG]:
48 days of sickness benefit or omsorgspenger, 12 weeks of nursing and training benefit together,
64 days of pregnancy benefit, 12 or 15 weeks of parental benefit shared by the parents, and all
refunded days of the employer period. A later recalculation pays the difference, also a minus.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from rutine.core.identifiers import OrgNr
from rutine.core.money import Ore
from rutine.core.periods import Period
from rutine.refunds.expected.account import (
    CannotCompute,
    ExpectedRefund,
    Missing,
    Question,
    Unchecked,
)
from rutine.refunds.expected.amounts import whole_kroner
from rutine.refunds.expected.basis import PaidDay
from rutine.refunds.expected.day_counting import is_weekend, years_after
from rutine.refunds.expected.laws import used
from rutine.refunds.expected.rules import percent
from rutine.refunds.expected.tables import NumberName

Compute = Callable[[Question], ExpectedRefund | CannotCompute]
PARENTAL_CODES = frozenset("EF")
"""Holiday pay on parental benefit, whose limit the parents share."""
SICKNESS_CODES = frozenset("HIJK")
"""Holiday pay on sickness benefit: the only one with a percentage of its own for seniors."""
_LOWER_COVER = 100


@dataclass(frozen=True, slots=True)
class _Limit:
    """How many days give holiday pay, for some benefits together.

    `whole_case` counts from the first day of the benefit rather than of the calendar year.
    """

    benefits: str
    days: NumberName | None
    whole_case: bool = False


_LIMITS: dict[str, tuple[_Limit, ...]] = {
    "E": (_Limit("1", "holiday_pay_days_parental", whole_case=True),),
    "F": (_Limit("2", "holiday_pay_days_parental", whole_case=True),),
    "G": (_Limit("3", "holiday_pay_days_pregnancy", whole_case=True),),
    "H": (_Limit("4", "holiday_pay_days_sickness"),),
    "I": (_Limit("5", None),),
    "J": (_Limit("6", None),),
    "K": (_Limit("7", None),),
    "M": (_Limit("Z", "holiday_pay_days_care"), _Limit("9Y", "holiday_pay_days_nursing")),
}


def expected_holiday_pay(question: Question, compute: Compute) -> ExpectedRefund | CannotCompute:
    """Compute the holiday pay an employer gets for the calendar year before the period.

    Args:
        question: its period lies in the year of payment.
        compute: finds the benefit itself, for when it is not known what NAV has paid.
    """
    found = holiday_pay_basis(question, compute)
    if isinstance(found, CannotCompute):
        return found
    year = found.year
    names: list[NumberName] = [
        limit.days for limit in _LIMITS[question.benefit] if limit.days is not None
    ]
    unchecked: tuple[Unchecked, ...] = ()
    if question.basis.paid_days is None:
        unchecked = (Unchecked("paid_days", "what NAV paid last year; expected amounts are used"),)
    return ExpectedRefund(
        question,
        (),
        found.amount() - question.basis.holiday_pay_before,
        len({day.day for day in found.days}),
        used=(used(question.tables, date(year, 12, 31), "holiday_pay", found.rate_name, *names),),
        unchecked=unchecked,
    )


@dataclass(frozen=True, slots=True)
class HolidayPayBasis:
    """What the holiday pay of a year is worked out from.

    Attributes:
        year: the earning year.
        days: the days within the limit that the employer asked about was paid for.
        rate_name: which percentage holds.
        rate: the percentage as a fraction.
    """

    year: int
    days: tuple[PaidDay, ...]
    rate_name: NumberName
    rate: Fraction

    def amount(self, of: Iterable[PaidDay] | None = None) -> Ore:
        """The holiday pay of the days, or of some of them: one rounding, of the sum."""
        days = self.days if of is None else of
        return whole_kroner(sum(day.to_employer for day in days) * self.rate)


def holiday_pay_basis(question: Question, compute: Compute) -> HolidayPayBasis | CannotCompute:
    """The days and the percentage, or what is missing; arguments as `expected_holiday_pay`."""
    year = question.period.first.year - 1
    limits = _LIMITS.get(question.benefit)
    if limits is None:
        missing = Missing("benefit", "no rule for this holiday pay")
        return CannotCompute(question, "never_certain", (missing,))
    if len(limits) > 1 and any(d.benefit is None for d in question.basis.paid_days or ()):
        missing = Missing("paid_days.benefit", "the holiday pay covers benefits with own limits")
        return CannotCompute(question, "missing", (missing,))
    paid = _paid_days(question, limits, year, compute)
    if isinstance(paid, CannotCompute):
        return paid
    rate_name = _rate_name(question, year)
    if isinstance(rate_name, Missing):
        return CannotCompute(question, "missing", (rate_name,))
    basis = [day for limit in limits for day in _within(question, limit, paid, year)]
    own = tuple(d for d in basis if d.employer == question.employer and d.day.year == year)
    return HolidayPayBasis(
        year, own, rate_name, percent(question.tables, rate_name, date(year, 12, 31))
    )


def benefits_of(code: str) -> frozenset[str]:
    """The benefits that a holiday-pay code is paid for; none for another code."""
    return frozenset("".join(limit.benefits for limit in _LIMITS.get(code, ())))


def is_shared(code: str) -> bool:
    """Whether other payers, or the other parent, count days towards the code's limit."""
    return any(limit.days is not None for limit in _LIMITS.get(code, ()))


def counts_whole_case(code: str) -> bool:
    """Whether days count from the first day of the benefit rather than of the year."""
    return any(limit.whole_case for limit in _LIMITS.get(code, ()))


def _rate_name(question: Question, year: int) -> NumberName | Missing:
    """10.2 percent, or 12.5 of sickness benefit for those who turn 59 in the year."""
    if question.benefit not in SICKNESS_CODES:
        return "holiday_pay"
    if question.basis.birth_date is None:
        return Missing("birth_date", "the percentage depends on the age")
    senior = question.tables.count("senior_holiday_pay_age", date(year, 12, 31))
    birthday = years_after(question.basis.birth_date, senior)
    return "holiday_pay_senior" if birthday <= date(year, 12, 31) else "holiday_pay"


def _within(
    question: Question, limit: _Limit, paid: Sequence[PaidDay], year: int
) -> Iterable[PaidDay]:
    """The paid days that give holiday pay: whole dates, earliest first, until the limit."""
    days = [
        day
        for day in paid
        if (day.benefit is None or day.benefit in limit.benefits)
        and (limit.whole_case or day.day.year == year)
    ]
    if limit.days is None:
        return days
    name = limit.days
    if name == "holiday_pay_days_parental" and question.basis.cover < _LOWER_COVER:
        name = "holiday_pay_days_parental_80"
    most = question.tables.count(name, date(year, 12, 31))
    other = set(question.basis.other_parent_days) if limit.whole_case else set()
    counted = 0
    within = set()
    for date_ in sorted({day.day for day in days} | other):
        if counted >= most:
            break
        counted += (date_ in other) + any(day.day == date_ for day in days)
        within.add(date_)
    return [day for day in days if day.day in within]


def _paid_days(
    question: Question, limits: Sequence[_Limit], year: int, compute: Compute
) -> list[PaidDay] | CannotCompute:
    """What NAV paid; where that is not known, what it should have paid."""
    if question.basis.paid_days is not None:
        return [day for day in question.basis.paid_days if not is_weekend(day.day)]
    found: list[PaidDay] = []
    first = min([date(year, 1, 1), *(u.first for u in question.basis.uptake)])
    for limit in limits:
        period = Period(first if limit.whole_case else date(year, 1, 1), date(year, 12, 31))
        for benefit in limit.benefits:
            for job in question.basis.jobs:
                answer = compute(
                    Question(
                        question.person,
                        job.employer,
                        period,
                        question.basis,
                        question.tables,
                        benefit,
                    )
                )
                if isinstance(answer, CannotCompute):
                    if _nothing_taken(question, benefit, job.employer):
                        continue
                    missing = Missing("paid_days", "what NAV paid in the year is not known")
                    code = "unknown_year" if answer.code == "unknown_year" else "missing"
                    return CannotCompute(question, code, (missing, *answer.missing))
                found.extend(_as_paid(answer, job.employer, benefit))
    return found


def _nothing_taken(question: Question, benefit: str, employer: OrgNr) -> bool:
    """Whether a job has no days with the benefit, so that nothing can have been paid."""
    code = question.tables.code(benefit)
    if code is None or code.kind not in {"parental", "pregnancy", "nursing"}:
        return False
    return not any(u.employer == employer for u in question.basis.uptake)


def _as_paid(answer: ExpectedRefund, employer: OrgNr, benefit: str) -> list[PaidDay]:
    return [
        PaidDay(
            day=day.day,
            employer=employer,
            benefit=benefit,
            to_employer=day.rate,
            to_person=day.to_person,
        )
        for day in answer.days
        if day.rate or day.to_person
    ]
