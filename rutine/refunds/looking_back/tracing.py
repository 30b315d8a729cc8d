"""Cases about holiday pay, recoveries and corrections, with what earlier reports say of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Final

from rutine.core.differences import Action, Difference, Evidence, RowRef, Side
from rutine.refunds.deadlines import KnownDays, act_by
from rutine.refunds.looking_back.evidence import (
    complaint,
    holiday_pay_evidence,
    reports_from,
    taken_back_evidence,
)
from rutine.refunds.looking_back.holiday_pay import Verdict, Why, check_holiday_pay
from rutine.refunds.looking_back.received import Received, ReceivedBy, ReceivedLine
from rutine.refunds.looking_back.recovery import concerned, taken_back

CORRECTION: Final = "D27"
RECOVERED: Final = "D28"
HOLIDAY: Final = "D35"

_LOOK_BACK: Final = frozenset({CORRECTION, RECOVERED, HOLIDAY})
_PROPOSED: Final[Mapping[Verdict, Action | None]] = {
    Verdict.AGREES: Action.ACCEPT_PAID,
    Verdict.DIFFERS: Action.SEND_TO_NAV,
    Verdict.CANNOT_TELL: None,
}


def look_back(
    differences: Sequence[Difference],
    received_by: ReceivedBy | None,
    known: Collection[str],
) -> tuple[Difference, ...]:
    """The same differences; those that earlier reports tell of have it among their evidence.

    Args:
        differences: the cases of a run.
        received_by: looks up what reports have brought for some people; None where no earlier
            report is at hand. It is asked for those only whose cases look back.
        known: the persons whom payroll knows by their numbers.
    """
    asked = frozenset(
        each.person.reveal() for each in differences if each.reason in _LOOK_BACK and each.person
    )
    if received_by is None or not asked:
        return tuple(differences)
    received = received_by(asked)
    return tuple(_traced(each, received, known) for each in differences)


def _traced(difference: Difference, received: Received, known: Collection[str]) -> Difference:
    if difference.reason not in _LOOK_BACK or difference.person is None:
        return difference
    theirs = {line.ref: line for line in received.of(difference.person.reveal())}
    own = [theirs[ref] for ref in difference.rows if ref in theirs]
    if not own or len(own) < sum(ref.side is Side.LINE for ref in difference.rows):
        return difference
    if difference.reason == HOLIDAY:
        is_known = difference.person.reveal() in known
        return _holiday_pay(difference, own, received, is_known=is_known)
    if difference.reason == RECOVERED:
        return _recovery(difference, own, received)
    return _correction(difference, own, received)


def _holiday_pay(
    difference: Difference, own: Sequence[ReceivedLine], received: Received, *, is_known: bool
) -> Difference:
    """What the amount should be, and the answer that this is the ground for."""
    check = check_holiday_pay(own, received, is_known=is_known)
    evidence = holiday_pay_evidence(check, own[0].benefit, received.tables)
    proposed = Action.ACCEPT_PAID if check.why is Why.AGE else _PROPOSED[check.verdict]
    return _with(difference, evidence, {"suggestion": proposed})


def _recovery(
    difference: Difference, own: Sequence[ReceivedLine], received: Received
) -> Difference:
    """What was taken back, and until when the decision can be complained of."""
    others = _others(own, received)
    evidence = taken_back_evidence(taken_back(line, others) for line in own if line.amount < 0)
    evidence += reports_from(received.months)
    known = KnownDays(letter=min(line.received for line in own))
    deadline = act_by(RECOVERED, known, known.letter or own[0].received, received.tables)
    if deadline is not None:
        evidence.append(complaint(deadline.day))
    return _with(difference, evidence, {})


def _correction(
    difference: Difference, own: Sequence[ReceivedLine], received: Received
) -> Difference:
    """What a minus takes back; without a minus, the payments that the plus adds to."""
    minus = [line for line in own if line.amount < 0]
    if minus:
        others = _others(own, received)
        found = [taken_back(line, [*others, *_before(line, own)]) for line in minus]
    else:
        latest = max(line.received for line in own)
        found = [
            concerned(line, received.of(line.person)) for line in own if line.received == latest
        ]
    return _with(difference, [*taken_back_evidence(found), *reports_from(received.months)], {})


def _others(own: Sequence[ReceivedLine], received: Received) -> list[ReceivedLine]:
    mine: set[RowRef] = {line.ref for line in own}
    return [line for line in received.of(own[0].person) if line.ref not in mine]


def _before(minus: ReceivedLine, own: Sequence[ReceivedLine]) -> list[ReceivedLine]:
    """Lines of the case itself from reports before the minus: it may take one of them back."""
    return [line for line in own if line.received < minus.received]


def _with(
    difference: Difference, evidence: Sequence[Evidence], changes: Mapping[str, object]
) -> Difference:
    return difference.model_copy(update={"evidence": (*difference.evidence, *evidence), **changes})
