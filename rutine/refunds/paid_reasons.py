"""Why NAV paid other days, or another rate, than the rules give for what is registered."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Final

from rutine.core.differences import Evidence
from rutine.core.periods import Period
from rutine.refunds.expected.account import ExpectedRefund
from rutine.refunds.expected.amounts import ORE_PER_KRONE
from rutine.refunds.expected.basis import AbsenceKind
from rutine.refunds.expected.findings import Cause, Strength, days, money, number
from rutine.refunds.expected.paid_causes import (
    first_refund_day,
    grade,
    other_g,
    other_income,
    shared_cap,
)
from rutine.refunds.expected.payment import Paid
from rutine.refunds.expected.rules import percent
from rutine.refunds.expected.variations import ask, asked_job
from rutine.refunds.finding import Finding, reason_of
from rutine.refunds.nav_status import Applied
from rutine.refunds.paid_days import PaidDays, paid_twice
from rutine.refunds.rows import LineRow
from rutine.refunds.three_ledgers import ThreeLedgers

_ENOUGH: Final = 6
"""Lines of the same absence that are held against the rules."""
_TENS: Final = 10
_LONGEST: Final = 31
"""Days within which an employer period that NAV did not count would have ended."""
APPLIES: Final = timedelta(weeks=6)
"""Days in which an application is expected; until then NAV is waited for."""
PAYOUT: Final = timedelta(days=31)
"""What NAV decides is paid with the next month's money."""
_COUNTED: Final = {"Z": "D32", "1": "D33", "2": "D33"}
"""Benefits whose days the employee takes out or counts, and the cause when NAV knows of fewer."""
_GRADED: Final = {"1": "D33", "2": "D33", "3": "D09", "9": "D09", "Y": "D09"}
"""Benefits whose days may be taken in part, and the cause when NAV knows of another part."""
_RateTest = Callable[[ExpectedRefund, Paid], Iterator[Cause]]
_RATE_TESTS: Final[tuple[_RateTest, ...]] = (other_g, shared_cap, other_income)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What lies around the lines of a case.

    Attributes:
        lines: every line for the same person, sub-unit and benefit.
        as_of: the day of the run.
        waits_weeks: so long may days at the end of a stretch still be waiting at NAV.
        applied: what the employee has applied for; None when that can't be seen.
    """

    lines: Sequence[LineRow]
    as_of: date
    waits_weeks: int
    applied: Applied | None = None


def paid_otherwise(ledgers: ThreeLedgers, around: Surroundings) -> Finding | None:
    """The cause when NAV paid something else than the rules give; None when none is to be seen."""
    if ledgers.account is None:
        return None
    if paid_twice(ledgers.lines):
        once = ledgers.paid.amount - ledgers.account.amount
        return Finding("D29", (money("amount", once, ledgers.paid.amount),))
    found = PaidDays.of(ledgers)
    if found is None:
        return _regulated(ledgers)
    if found.missing or found.extra:
        return _other_days(found, around) if found.at_expected_rates else None
    return None if found.as_expected else _other_rate(found, ledgers.paid, around)


def _regulated(ledgers: ThreeLedgers) -> Finding | None:
    """D05: NAV paid by the old G first, and the rest on top, or will."""
    assert ledgers.account is not None  # noqa: S101 - the caller has looked
    first = next(other_g(ledgers.account, ledgers.paid), None)
    return None if first is None else Finding(first.code, first.evidence)


def _other_days(found: PaidDays, around: Surroundings) -> Finding | None:
    """The expected rate, for other days than expected."""
    shown = _days_seen(found)
    if found.extra and found.missing:
        return None
    if found.extra:
        return Finding(_reason_of_extra(found, around), shown)
    reason = _reason_of_missing(found, around)
    return None if reason is None else Finding(reason, shown)


def _days_seen(found: PaidDays) -> tuple[Evidence, ...]:
    expected = list(found.expected)
    if not expected:
        return (number("paid_days", 0, len(found.days)),)
    return (
        number("paid_days", len(expected), len(found.days)),
        days("first_paid_day", expected[0], found.days[0]),
        days("last_paid_day", expected[-1], found.days[-1]),
    )


def _reason_of_extra(found: PaidDays, around: Surroundings) -> str:
    """NAV paid for days that are not registered as payable."""
    reason = reason_of(found.extra)
    if reason == "D12" and _from_first_note(found, around):
        return "D13"
    return reason or "D43"  # no absence is registered for these days


def _from_first_note(found: PaidDays, around: Surroundings) -> bool:
    """Whether NAV paid from the first weekday of the spell's first sick note."""
    began = found.account.qualifying_dates
    notes = [
        absence.first
        for absence in asked_job(found.account.question).absences
        if absence.kind is AbsenceKind.SICK_NOTE and began and absence.first >= began[0]
    ]
    paid = [line.first for line in around.lines if line.first and line.first >= began[0]]
    first = min([*paid, found.days[0]]) if notes else None
    if first is None or first > found.days[0] or Period(min(notes), found.days[0]).days > _LONGEST:
        return False
    return first <= min(notes) or Period(min(notes), first).weekdays <= 1


def _reason_of_missing(found: PaidDays, around: Surroundings) -> str | None:
    """NAV did not pay for days that are registered as payable."""
    applied, benefit = around.applied, found.account.question.benefit
    stated = [line.last_benefit_day for line in found.lines if line.last_benefit_day]
    if stated and all(day > stated[-1] for day in found.missing):
        return "D19"
    if benefit in _COUNTED:
        return _COUNTED[benefit]
    free = applied is not None and all(applied.is_free(day) for day in found.missing)
    begins_late = all(day < found.days[0] for day in found.missing)
    if not free and begins_late and first_refund_day(found.account.question, found.missing[0]):
        return "D12"
    if applied is not None:
        return _seen_at_nav(found.missing, around, applied)
    return _unseen(found, around)


def _unseen(found: PaidDays, around: Surroundings) -> str:
    """Why days are not paid, where NAV's lists do not show them."""
    last = found.days[-1]
    if all(day > last for day in found.missing) and (
        around.as_of - found.missing[-1] < timedelta(weeks=around.waits_weeks)
    ):
        return "D14"
    return "D11"


def _seen_at_nav(missing: Sequence[date], around: Surroundings, applied: Applied) -> str | None:
    """Why days are not paid, by what the employee has told NAV of them."""
    if all(applied.is_free(day) for day in missing):
        return "D11"
    if any(applied.is_free(day) for day in missing):
        return None
    late = [day for day in missing if not applied.covers(day) and around.as_of - day >= APPLIES]
    if late:
        return "D15"
    received = applied.received
    waits = timedelta(weeks=around.waits_weeks) + PAYOUT
    return "D14" if received is None or around.as_of - received < waits else None


def _other_rate(found: PaidDays, paid: Paid, around: Surroundings) -> Finding | None:
    """The expected days, at another rate."""
    account = found.account
    causes = [cause for test in _RATE_TESTS for cause in test(account, paid)]
    if account.question.benefit in _GRADED and not causes:
        return _graded_uptake(found, _GRADED[account.question.benefit])
    # Trying every grade takes longest, and says least when something registered fits.
    causes = causes or list(grade(account, paid))
    seldom = _elsewhere_as_expected(found, around)
    told = frozenset() if around.applied is None else around.applied.grades(found.days)
    causes = [
        cause for cause in causes if cause.code != "D09" or _is_grade(cause, told, seldom=seldom)
    ]
    exact = [cause for cause in causes if cause.code != "D09" or _in_tens(cause)]
    registered = {c.code for c in exact if c.strength is Strength.REGISTERED}
    codes = registered or {c.code for c in exact}
    if len(codes) == 1:
        (code,) = codes
        return Finding(code, next(c.evidence for c in exact if c.code == code))
    if codes or seldom:
        return None
    return _discretion(found)


def _graded_uptake(found: PaidDays, reason: str) -> Finding | None:
    """D33 or D09: a benefit that is no sick pay, at another grade, in tens, than we know of."""
    rate, rates = found.one_rate, found.account.rates
    if rate is None or len(rates) != 1:
        return None
    for share in range(10, 100, 10):
        if abs(Fraction(int(rates[0]) * share, 100) - int(rate)) <= ORE_PER_KRONE:
            shown = (number("grade", 100, share), money("day_rate", rates[0], rate))
            return Finding(reason, shown)
    return None


def _is_grade(cause: Cause, told: frozenset[int | None], *, seldom: bool | None) -> bool:
    """Whether a grade that fits the amount is the cause, and not an income set by NAV (D07).

    What the employee has told NAV decides. When that is the sick note's own grade, NAV has used
    another by mistake: then the rest of the absence is paid at the expected rate, which an
    income set by discretion would never be.
    """
    (fitting,) = [int(each.right or 0) for each in cause.evidence if each.field == "grade"]
    if told == {fitting}:
        return True
    return seldom is not False or cause.strength is Strength.REGISTERED


def _elsewhere_as_expected(found: PaidDays, around: Surroundings) -> bool | None:
    """Whether other lines of the same absence are what the rules give; None without any.

    False when none of them is.
    """
    question = found.account.question
    began = min(found.account.qualifying_dates, default=None)
    own = {line.row_id for line in found.lines}
    other = [
        (line.period, line.amount)
        for line in around.lines
        if line.row_id not in own
        and line.period is not None
        and line.amount > 0
        and began is not None
        and line.period.first >= began
    ]
    answers = []
    for period, amount in other[:_ENOUGH]:
        there = ask(replace(question, period=period))
        answers.append(there is not None and there.amount == amount)
    return any(answers) if answers else None


def _in_tens(cause: Cause) -> bool:
    """Sick notes are graded in tens; another grade that fits the amount fits by chance."""
    grades = [each.right for each in cause.evidence if each.field == "grade"]
    return cause.strength is Strength.REGISTERED or all(int(g or 0) % _TENS == 0 for g in grades)


def _discretion(found: PaidDays) -> Finding | None:
    """D07: one other rate that no grade gives, more than a quarter away (ftrl § 8-30)."""
    rate, rates = found.one_rate, found.account.rates
    if rate is None or len(rates) != 1:
        return None
    question = found.account.question
    limit = percent(question.tables, "income_deviation", question.period.first)
    if abs(Fraction(int(rate), int(rates[0])) - 1) <= limit:
        return None
    return Finding("D07", (money("day_rate", rates[0], rate),))
