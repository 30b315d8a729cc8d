"""Why a claim has no payment: never sent, refused by the rules, or still with NAV."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from rutine.refunds.expected.basis import Basis
from rutine.refunds.expected.day_counting import is_weekend
from rutine.refunds.expected.findings import days, number
from rutine.refunds.finding import CANNOT_TELL, Finding, reason_of
from rutine.refunds.rows import ClaimRow, LineRow
from rutine.refunds.three_ledgers import ThreeLedgers, hull

NOT_ANSWERED = "D14"
_EXEMPT = frozenset("67")


def never_sent(claims: Sequence[ClaimRow], basis: Basis | None) -> Finding | None:
    """D16: payroll has no day of sending, and no income report for the absence."""
    if any(claim.sent is not None for claim in claims):
        return None
    begun = min((c.absence_from for c in claims if c.absence_from), default=None)
    if basis is not None and begun is not None:
        reported = {r.absence_from for job in basis.jobs for r in job.incomes}
        if begun in reported:
            return None
    return Finding("D16", (days("sent", None, None), days("absence_from", begun, None)))


def refused(ledgers: ThreeLedgers) -> Finding | None:
    """The rules give nothing at all for the days claimed, and say why."""
    weekday = [day for day in ledgers.days if not is_weekend(day.day)]
    if not weekday or any(day.rate for day in weekday):
        return None
    reason = reason_of(weekday)
    return None if reason is None else Finding(reason, (number("paid_days", len(weekday), 0),))


def not_answered(
    claims: Sequence[ClaimRow], paid: Iterable[LineRow], answered_until: date | None
) -> Finding:
    """The cause of a claim that is due and has no payment.

    Args:
        claims: of one stretch of days.
        paid: every line for the same person, sub-unit and benefit.
        answered_until: refunds of the employer period sent before this are overdue at NAV;
            None when NAV's handling time on the day is not known.
    """
    benefit, period = claims[0].benefit, hull(claims)
    if benefit in _EXEMPT:
        if answered_until is None:
            return CANNOT_TELL
        sent = max((claim.sent for claim in claims if claim.sent), default=None)
        reason = NOT_ANSWERED if sent is not None and sent >= answered_until else "D31"
        return Finding(reason, (days("sent", sent, None),))
    begun = min((c.absence_from for c in claims if c.absence_from), default=date.min)
    stated = [
        line.last_benefit_day
        for line in paid
        if line.last_benefit_day and line.last is not None and line.last >= begun
    ]
    if stated and period is not None and period.first > max(stated):
        return Finding("D19", (days("last_benefit_day", None, max(stated)),))
    return CANNOT_TELL  # not handled, rejected, never applied for: NAV alone knows which
