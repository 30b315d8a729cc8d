"""Claims that NAV has not answered: wait, or ask.

Source: refund rules §1.5, NAV's handling times; the weeks stand in the routine file.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from rutine.core.differences import RowRef
from rutine.core.money import Ore
from rutine.refunds.rows import ClaimRow


@dataclass(frozen=True, slots=True)
class AgeLimits:
    """How long a claim may stand unanswered.

    Attributes:
        soft_weeks: after these a claim is late, and still carried.
        hard_weeks: after these it is a case.

    Raises:
        ValueError: the soft limit is after the hard one.
    """

    soft_weeks: int = 6
    hard_weeks: int = 15

    def __post_init__(self) -> None:
        if not 0 < self.soft_weeks <= self.hard_weeks:
            raise ValueError("the soft limit is one week or more and not after the hard one")


@dataclass(frozen=True, slots=True)
class CarriedClaim:
    """A claim that NAV may still answer in time.

    Attributes:
        row: where it stands.
        claim_id: payroll's own key.
        left: øre that NAV has not answered; the rest of the claim is settled.
        waiting_since: the day it was sent, or the last day claimed when that is not known.
        case_on: the day on which it becomes a case.
        is_late: the soft limit has passed.
    """

    row: RowRef
    claim_id: str
    left: Ore
    waiting_since: date
    case_on: date
    is_late: bool


def carry(claim: ClaimRow, as_of: date, limits: AgeLimits) -> CarriedClaim | None:
    """The claim as one to wait for, or None when a person must look at it.

    It is aged from the day it was sent, or from the last day claimed when that is not known;
    a claim that was settled in part keeps its age.
    A claim with neither can't be aged, and goes to a person.
    """
    since = waiting_since(claim.sent, claim.last)
    if since is None:
        return None
    case_on = since + timedelta(weeks=limits.hard_weeks)
    if as_of >= case_on:
        return None
    is_late = as_of >= since + timedelta(weeks=limits.soft_weeks)
    return CarriedClaim(claim.ref, claim.claim_id, claim.amount, since, case_on, is_late)


def waiting_since(sent: date | None, last: date | None) -> date | None:
    """The day that a claim's age is counted from; None when it can't be aged."""
    return sent or last
