"""Why a claim has no payment: never sent, refused by the rules, or still with NAV."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from rutine.refunds.expected.basis import Basis
from rutine.refunds.expected.day_counting import is_weekend
from rutine.refunds.expected.findings import days, number
from rutine.refunds.expected.variations import asked_job
from rutine.refunds.finding import CANNOT_TELL, REASON_OF_DAY, Finding
from rutine.refunds.rows import ClaimRow, LineRow
from rutine.refunds.three_ledgers import ThreeLedgers, hull

NOT_ANSWERED = "D14"
_EXEMPT = frozenset("67")
_CARE = "Z"


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
    reasons = Counter(REASON_OF_DAY[day.why] for day in weekday if day.why in REASON_OF_DAY)
    if not reasons:
        return None
    reason = reasons.most_common(1)[0][0]
    return Finding(reason, (number("paid_days", len(weekday), 0),))


def not_answered(
    claims: Sequence[ClaimRow], paid: Iterable[LineRow], ledgers: ThreeLedgers
) -> Finding:
    """The cause of a claim that is due and has no payment.

    Args:
        claims: of one stretch of days.
        paid: every line for the same person, sub-unit and benefit.
        ledgers: the claims with the account of their days.
    """
    benefit, period = claims[0].benefit, hull(claims)
    if benefit in _EXEMPT:
        return Finding("D31", (days("sent", claims[0].sent, None),))
    if benefit == _CARE:
        return Finding("D32", (days("sent", claims[0].sent, None),))
    begun = min((c.absence_from for c in claims if c.absence_from), default=None)
    of_spell = [
        line for line in paid if line.last is not None and (begun is None or line.last >= begun)
    ]
    if period is None or not of_spell:
        return CANNOT_TELL
    stated = [line.last_benefit_day for line in of_spell if line.last_benefit_day]
    if stated and period.first > max(stated):
        return Finding("D19", (days("last_benefit_day", None, max(stated)),))
    later = _first_after(of_spell, period.last)
    if later is None:
        return CANNOT_TELL
    if ledgers.account is not None and _is_first(ledgers, of_spell):
        return Finding("D12", (days("first_paid_day", period.first, later),))
    return Finding("D15", (days("first_paid_day", period.first, later),))


def _first_after(lines: Iterable[LineRow], day: date) -> date | None:
    return min((ln.first for ln in lines if ln.first is not None and ln.first > day), default=None)


def _is_first(ledgers: ThreeLedgers, lines: Iterable[LineRow]) -> bool:
    """Whether the days claimed come right after the employer period, before all that is paid.

    NAV may count a longer period; no more than its own length is then missing.
    """
    assert ledgers.account is not None  # noqa: S101 - the caller has looked
    expected = [day.day for day in ledgers.days if day.rate]
    earlier = [line for line in lines if line.first is not None and line.first < expected[0]]
    job = asked_job(ledgers.account.question)
    notes = sorted(a.first for a in job.absences)
    return not earlier and bool(notes) and len(expected) <= 8  # noqa: PLR2004
