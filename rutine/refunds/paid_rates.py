"""Why NAV paid the expected days at another rate than the rules give."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from typing import Final

from rutine.core.money import Ore
from rutine.refunds.expected.account import ExpectedRefund
from rutine.refunds.expected.findings import Cause, Strength, money, number
from rutine.refunds.expected.incomes import latest_report
from rutine.refunds.expected.paid_causes import grade, other_g, other_income, shared_cap
from rutine.refunds.expected.payment import Paid, PaidLine
from rutine.refunds.expected.rules import percent
from rutine.refunds.expected.variations import ask, asked_job
from rutine.refunds.finding import Finding
from rutine.refunds.paid_days import PaidDays
from rutine.refunds.rows import LineRow
from rutine.refunds.surroundings import Surroundings
from rutine.refunds.three_ledgers import positions_together

_ENOUGH: Final = 6
"""Lines of the same absence that are held against the rules."""
_TENS: Final = 10
_HALF_KRONE: Final = 50
_FULL: Final = 100
_MONTHS: Final = 12
_GRADED: Final = {"1": "D33", "2": "D33", "3": "D09", "9": "D09", "Y": "D09"}
"""Benefits whose days may be taken in part, and the cause when NAV knows of another part."""
_RateTest = Callable[[ExpectedRefund, Paid], Iterator[Cause]]
_RATE_TESTS: Final[tuple[_RateTest, ...]] = (other_g, shared_cap, other_income)


def other_rate(found: PaidDays, paid: Paid, around: Surroundings) -> Finding | None:
    """The cause of the rate: of all the lines, or of those alone that are not as expected.

    Lines that are what the rules give need none. The others are asked one by one, and must
    have one cause together.
    """
    whole = _of_lines(found, paid, around)
    if whole is not None:
        return whole
    odd = [line for line in found.lines if not found.is_as_expected(line)]
    causes = {
        cause.reason: cause for cause in (_of_line(found, line, around) for line in odd) if cause
    }
    answered = len(odd) < len(found.lines) and len(causes) == 1
    return next(iter(causes.values())) if answered else None


def _of_line(found: PaidDays, line: LineRow, around: Surroundings) -> Finding | None:
    if line.period is None:
        return None
    account = ask(replace(found.account.question, period=line.period))
    if account is None:
        return None
    alone = PaidDays(account, (line,), tuple(day for day in found.days if day in line.period))
    paid = Paid((PaidLine(line.amount, line.first, line.last),), line.last_benefit_day)
    return _of_lines(alone, paid, around)


def _of_lines(found: PaidDays, paid: Paid, around: Surroundings) -> Finding | None:
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
    grades = {day.grade for day in found.expected.values()}
    if rate is None or len(rates) != 1 or len(grades) != 1:
        return None
    (known,) = grades
    for share in range(10, 101, 10):
        part = Fraction(share, known)
        # Both rates are rounded to whole kroner; the expected one's rounding grows with the part.
        if share != known and abs(int(rates[0]) * part - int(rate)) <= _HALF_KRONE * (1 + part):
            shown = (number("grade", known, share), money("day_rate", rates[0], rate))
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
        for line in positions_together(around.lines, question)
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
    """D07: one lower rate that no grade gives, of an income more than a quarter below the report's.

    The law compares incomes, not what 6G leaves of them (ftrl § 8-30). A higher income than the
    report's gives the employer no more than it has asked for (refund rules §1.2).
    """
    rate, rates = found.one_rate, found.account.rates
    grades = {day.grade for day in found.expected.values()}
    if rate is None or len(rates) != 1 or len(grades) != 1 or rate >= rates[0]:
        return None
    limit = percent(found.account.question.tables, "income_deviation", found.days[0])
    if 1 - _part_used(found, rate, grades.pop()) <= limit:
        return None
    return Finding("D07", (money("day_rate", rates[0], rate),))


def _part_used(found: PaidDays, rate: Ore, grade: int) -> Fraction:
    """What part of the reported income a rate is of; of the expected rate with several jobs."""
    question = found.account.question
    report = latest_report(asked_job(question), found.days[0])
    if len(question.basis.jobs) > 1 or report is None or not report.monthly_income:
        return Fraction(int(rate), int(found.account.rates[0]))
    days_a_year = question.tables.count("days_a_year", found.days[0])
    monthly = Fraction(int(rate) * days_a_year * _FULL, _MONTHS * grade)
    return monthly / int(report.monthly_income)
