"""Reason codes: why a row needs a person. Codes are stable and never reused.

The classes D01-D43 come from the discrepancy taxonomy (refund rules §4). Their sentences for
people live in message catalogues keyed by code; here is only what the program decides by.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """Who acts on a case."""

    HR = "hr"  # the refund team
    MANAGER = "manager"  # the line manager
    PAYROLL = "payroll"
    ACCOUNTING = "accounting"


@dataclass(frozen=True, slots=True)
class Reason:
    """One class of difference.

    Attributes:
        code: `D01` … `D43`.
        who: the role that acts.
        settles: whether it may be settled without a person.
        two_persons: whether the decision needs a second person.
    """

    code: str
    who: Role
    settles: bool = False
    two_persons: bool = False


UNEXPLAINED = "D00"
"""No cause has its evidence: the program says that it cannot tell."""

REASONS: dict[str, Reason] = {
    reason.code: reason
    for reason in (
        Reason(UNEXPLAINED, Role.HR),
        Reason("D01", Role.HR, settles=True),  # exact match
        Reason("D14", Role.HR),  # claim not yet handled by NAV
        Reason("D22", Role.HR),  # known person, another sub-unit
        Reason("D23", Role.HR),  # sub-unit not in the employer's list
        Reason("D25", Role.HR),  # no claim for this person
        Reason("D27", Role.HR),  # correction for an earlier period
        Reason("D28", Role.HR),  # recovery: code A, or a minus without its plus
        Reason("D30", Role.HR, settles=True),  # the same file twice
        Reason("D35", Role.HR),  # holiday pay
        Reason("D36", Role.ACCOUNTING, two_persons=True),  # unknown account
        Reason("D37", Role.ACCOUNTING),  # total differs from the bank
        Reason("D38", Role.HR),  # report missing, or access in doubt
        Reason("D40", Role.HR),  # damaged file
        Reason("D42", Role.HR),  # unexpected benefit code
        Reason("D43", Role.HR),  # paid more than claimed
    )
}
"""Every code in use, by code."""
