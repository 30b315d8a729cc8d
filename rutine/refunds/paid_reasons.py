"""Why NAV paid other days, or another rate, than the rules give for what is registered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from rutine.core.differences import Evidence
from rutine.core.periods import Period
from rutine.refunds.expected.basis import AbsenceKind
from rutine.refunds.expected.findings import days, money, number
from rutine.refunds.expected.paid_causes import first_refund_day, other_g
from rutine.refunds.expected.variations import asked_job
from rutine.refunds.finding import Finding, reason_of
from rutine.refunds.nav_status import Applied
from rutine.refunds.paid_days import PaidDays, paid_twice
from rutine.refunds.paid_rates import other_rate
from rutine.refunds.surroundings import Surroundings
from rutine.refunds.three_ledgers import ThreeLedgers

_LONGEST: Final = 31
"""Days within which an employer period that NAV did not count would have ended."""
APPLIES: Final = timedelta(weeks=6)
"""Days in which an application is expected; until then NAV is waited for."""
PAYOUT: Final = timedelta(days=31)
"""What NAV decides is paid with the next month's money."""
_COUNTED: Final = {"Z": "D32", "1": "D33", "2": "D33"}
"""Benefits whose days the employee takes out or counts, and the cause when NAV knows of fewer."""


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
    return None if found.as_expected else other_rate(found, ledgers.paid, around)


def told_by_employee(ledgers: ThreeLedgers, around: Surroundings) -> Finding | None:
    """What the employee has told NAV of all the days that differ: a grade (D09), or days off (D11).

    That holds also while another payment may be for the same days.
    """
    found, applied = paid_otherwise(ledgers, around), around.applied
    if found is None or applied is None:
        return None
    days_seen = PaidDays.of(ledgers)
    if days_seen is None:
        return None
    if found.reason == "D11":
        return found if all(applied.is_free(day) for day in days_seen.missing) else None
    stated = {each.right for each in found.evidence if each.field == "grade"}
    told = {str(grade) for grade in applied.grades(days_seen.days)}
    return found if found.reason == "D09" and stated == told else None


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
    fresh = _more_may_come(found, around)
    if benefit in _COUNTED:
        return None if fresh and not _within(found) else _COUNTED[benefit]
    free = applied is not None and all(applied.is_free(day) for day in found.missing)
    begins_late = all(day < found.days[0] for day in found.missing)
    if not free and begins_late and first_refund_day(found.account.question, found.missing[0]):
        if not (fresh and _begins_a_note(found)):
            return "D12"
        if applied is None:
            return None  # the note before may be paid with the next money
    if applied is not None:
        return _seen_at_nav(found.missing, around, applied)
    return _unseen(found, around)


def _more_may_come(found: PaidDays, around: Surroundings) -> bool:
    """Whether the month's money after the newest of the lines has not come yet."""
    came = max((line.received for line in found.lines if line.received), default=None)
    return came is not None and around.as_of - came < PAYOUT


def _within(found: PaidDays) -> bool:
    """Whether days are missing between those paid."""
    return any(found.days[0] < day < found.days[-1] for day in found.missing)


def _begins_a_note(found: PaidDays) -> bool:
    """Whether what is paid begins with a sick note: NAV decides on one after another."""
    notes = {a.first for a in asked_job(found.account.question).absences if a.grade}
    first = min(line.first for line in found.lines if line.first)
    return first in notes


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
    if late and not applied.parts:
        return None  # on paper, as it seems: not even what is paid was applied for
    if late:
        return "D15"
    received = applied.received
    waits = timedelta(weeks=around.waits_weeks) + PAYOUT
    return "D14" if received is None or around.as_of - received < waits else None
