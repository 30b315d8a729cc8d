"""One reason code: who acts, by when, and what the program may do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """Who acts on a case."""

    HR = "hr"  # the refund team
    PERSONNEL = "personnel"  # the HR office, for everything but refunds
    MANAGER = "manager"  # the line manager
    PAYROLL = "payroll"
    ACCOUNTING = "accounting"


class DeadlineRule(StrEnum):
    """How the day is found by which somebody must act (`rutine.refunds.deadlines`).

    The numbers stand with their sources in `mappings/tables/deadlines.yaml` and
    `handling_times.yaml`.
    """

    NONE = "none"
    CLAIM_MONTHS = "claim_months"  # three whole months after the month of the absence
    AGREEMENT_MONTHS = "agreement_months"  # three months after an agreement was signed
    COMPLAINT_WEEKS = "complaint_weeks"  # six weeks after the letter came
    HANDLING_TIME = "handling_time"  # NAV's own: ask when it is usually done, act when it is over
    UNIT_MOVE = "unit_move"  # the 5th of the month
    MISSING_REPORT = "missing_report"  # the 15th of the month
    G_REGULATION = "g_regulation"  # the end of September
    LAST_BENEFIT_DAY = "last_benefit_day"  # eight weeks before it
    REQUIREMENT = "requirement"  # the requirement's own, in the routine file
    SHIFT = "shift"  # before the shift begins
    PREFERENTIAL_RIGHT = "preferential_right"  # aml § 14-2, and the vacancy's own days
    ANSWER = "answer"  # the last day of an answer to employees


@dataclass(frozen=True, slots=True)
class Reason:
    """One class of difference.

    Attributes:
        code: a letter for the family and a number, such as `D14` or `O02`.
        name: what it stands for, for ever: a code with another meaning is another code.
        who: the role that acts.
        deadline: how the day is found by which it must be done.
        settles: whether it may be settled without a person (refund rules §4, last line).
        two_persons: whether every decision needs a second person. Write-offs need one for
            every reason (`rutine.cases.deciding.decisions`).
        retired: no longer given.
    """

    code: str
    name: str
    who: Role = Role.HR
    deadline: DeadlineRule = DeadlineRule.NONE
    settles: bool = False
    two_persons: bool = False
    retired: bool = False
