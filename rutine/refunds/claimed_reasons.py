"""Why payroll claimed something else than the rules give, where NAV paid what they give."""

from __future__ import annotations

from collections.abc import Sequence

from rutine.core.differences import Evidence
from rutine.core.money import Ore
from rutine.refunds.claiming import EXACT, MONTHLY_PAY, Claimed
from rutine.refunds.evidence import weekdays
from rutine.refunds.expected.account import ExpectedDay, ExpectedRefund, Question
from rutine.refunds.expected.amounts import ORE_PER_KRONE
from rutine.refunds.expected.basis import IncomeReported
from rutine.refunds.expected.findings import money, number
from rutine.refunds.expected.variations import (
    alone,
    ask,
    asked_job,
    neighbouring_g,
    with_g,
    with_grade,
    with_income,
    with_reports,
)
from rutine.refunds.finding import CANNOT_TELL, Finding, reason_of
from rutine.refunds.rows import ClaimRow, total
from rutine.refunds.three_ledgers import ThreeLedgers, by_days

_WEIGHT = ("D08", "D06", "D05", "D04", "D03", "D02")
"""Of several ways of claiming in one case the weightiest is named."""


def claimed_otherwise(ledgers: ThreeLedgers) -> Finding | None:
    """The cause that the claims show; None when they show none, or several at once."""
    account = ledgers.account
    if account is None or not all(claim.period for claim in ledgers.claims):
        return None
    found: list[Finding] = []
    for period, claims in by_days(ledgers.claims).items():
        within = ledgers.within(period)
        paid = [day for day in within if day.rate]
        way = Claimed(claims, paid, account).way()
        if way == EXACT:
            continue
        finding = (
            Finding(way, _amounts(claims, paid))
            if way
            else _of_days(claims, within, paid) or _of_rate(claims, paid, account)
        )
        if finding is None or finding == CANNOT_TELL:
            return None
        found.append(finding)
    claimed_days = {day for period in by_days(ledgers.claims) for day in period}
    unclaimed = [day for day in ledgers.days if day.rate and day.day not in claimed_days]
    if unclaimed and all(finding.reason in _WEIGHT for finding in found):
        all_days = sum(1 for day in ledgers.days if day.rate)
        return Finding("D43", (number("paid_days", all_days - len(unclaimed), all_days),))
    reasons = {finding.reason for finding in found}
    if len(reasons) > 1:
        reasons = set(sorted(reasons & set(_WEIGHT), key=_WEIGHT.index)[:1]) or reasons
    if len(reasons) != 1:
        return None
    (reason,) = reasons
    return next(finding for finding in found if finding.reason == reason)


def _amounts(claims: Sequence[ClaimRow], paid: Sequence[ExpectedDay]) -> tuple[Evidence, ...]:
    expected = Ore(sum(day.rate for day in paid))
    return (money("amount", total(claims), expected), number("paid_days", len(paid), len(paid)))


def _rate(claims: Sequence[ClaimRow]) -> int | None:
    """Payroll's day rate over all positions."""
    rates = [claim.day_rate for claim in claims]
    return None if None in rates else sum(int(rate) for rate in rates if rate is not None)


def _of_days(
    claims: Sequence[ClaimRow], within: Sequence[ExpectedDay], paid: Sequence[ExpectedDay]
) -> Finding | None:
    """The expected rate, for another number of days."""
    counts = {claim.days for claim in claims}
    count = counts.pop() if len(counts) == 1 else None
    rates = {day.rate for day in paid}
    if count is None or len(rates) > 1 or count == len(paid):
        return None
    if rates and _rate(claims) not in rates:
        return None
    shown = (number("paid_days", count, len(paid)),)
    if count < len(paid):
        return Finding("D43", shown)
    reason = reason_of(day for day in within if not day.rate)
    if reason is None or (weekdays(claims) or 0) < count:
        return None
    return Finding(reason, shown)


def _of_rate(
    claims: Sequence[ClaimRow], paid: Sequence[ExpectedDay], account: ExpectedRefund
) -> Finding | None:
    """The expected number of days, at another rate."""
    if not paid:
        return None
    job = asked_job(account.question)
    income = Ore(sum(int(claim.monthly_income) for claim in claims))
    refund = Ore(sum(int(claim.monthly_refund) for claim in claims))
    known = {report.monthly_income for report in job.incomes}
    if (
        known
        and income not in known
        and _gives(ask(with_income(account.question, income, refund)), claims, paid)
    ):
        return Finding("D08", (money("monthly_income", income, max(known)),))
    if len(account.question.basis.jobs) > 1 and _gives(ask(alone(account.question)), claims, paid):
        return Finding("D06", (number("jobs", 1, len(account.question.basis.jobs)),))
    positions = max(report.positions for report in job.incomes) if job.incomes else 1
    if positions > 1 and _each_alone(account.question, positions, claims, paid):
        return Finding("D06", (number("jobs", 1, positions),))
    cap = _of_cap(claims, paid, account)
    return _of_grade(claims, paid, account) if cap is None else cap


def _each_alone(
    question: Question, positions: int, claims: Sequence[ClaimRow], paid: Sequence[ExpectedDay]
) -> bool:
    """Whether each of several equal positions is claimed as if the other had no part in 6G."""

    def one(report: IncomeReported) -> IncomeReported:
        income, refund = (
            Ore(each // positions) for each in (report.monthly_income, report.monthly_refund)
        )
        return report.model_copy(
            update={"monthly_income": income, "monthly_refund": refund, "positions": 1}
        )

    alone_each = ask(with_reports(question, one))
    by_period = len({claim.position_id for claim in claims}) == len(claims) == positions
    return by_period and all(_gives(alone_each, [claim], paid) for claim in claims)


def _of_cap(
    claims: Sequence[ClaimRow], paid: Sequence[ExpectedDay], account: ExpectedRefund
) -> Finding | None:
    """D05: another year's 6G; cannot tell where the claim is what no 6G at all (D04) gives too."""
    for row, other in neighbouring_g(account.question, account.qualifying_dates):
        by_other = ask(with_g(account.question, row, other))
        if by_other is not None and _gives(by_other, claims, paid):
            if not any(day.capped for day in by_other.days):
                return CANNOT_TELL
            return Finding("D05", (money("six_g", other.six_g, row.six_g),))
    return None


def _of_grade(
    claims: Sequence[ClaimRow], paid: Sequence[ExpectedDay], account: ExpectedRefund
) -> Finding | None:
    """D09: another grade than NAV paid for."""
    grades = {claim.grade for claim in claims}
    if len(grades) == 1 and {day.grade for day in paid} != grades:
        (grade,) = grades
        if _gives(ask(with_grade(account.question, grade)), claims, paid):
            return Finding("D09", (number("grade", grade, paid[0].grade),))
    return None


def _gives(
    other: ExpectedRefund | None, claims: Sequence[ClaimRow], paid: Sequence[ExpectedDay]
) -> bool:
    """Whether another account gives the claim for the days, but for rounding.

    A claim for a share of the monthly pay is held against the share that the account gives.
    """
    if other is None:
        return False
    wanted = {day.day for day in paid}
    there = [day for day in other.days if day.day in wanted]
    rates = [day.rate for day in there]
    if sum(rates) == sum(day.rate for day in paid):
        return False  # the change changes nothing
    slack = ORE_PER_KRONE * len(paid) * len(claims)
    by_rate = abs(sum(rates) - int(total(claims))) <= slack
    return by_rate or Claimed(claims, there, other).way() == MONTHLY_PAY
