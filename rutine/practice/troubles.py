"""What can go wrong between an absence and NAV's money, and the cause code of each.

The codes are the classes of refund rules §4. A trouble gives a group its cause only when the
group's sums differ in the end, or when something other than the amount differs (`STANDING`).
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Trouble(StrEnum):
    """What befalls a whole course of absence."""

    NONE = ""
    NEVER_SENT = "D16"  # the income report is never sent
    REJECTED = "D17"  # NAV rejects the income report and nobody notices
    LATE_REPORT = "D18"  # the income report comes so late that the first days are lost
    REFUND_STOPPED = "D21"  # it says that the refund is nothing, or ends
    WRONG_UNIT = "D22"  # it names another sub-unit
    CLOSED_UNIT = "D23"  # NAV pays on a sub-unit that was closed
    LEFT = "D24"  # the employee leaves; NAV is not told
    NEW_NUMBER = "D26"  # a D-number becomes a national id on the way
    DISCRETION = "D07"  # NAV sets the income by discretion
    SALARY_RISE = "D08"  # payroll claims from the new pay
    EMPLOYER_PERIOD = "D12"  # the two count different self-certified days
    NEW_HIRE = "D13"  # under four weeks' service: no employer period
    WRONG_KIND = "D34"  # payroll calls a pregnancy benefit sickness
    LATE_CLAIM = "D43"  # payroll registers the absence months later


class Hitch(StrEnum):
    """What befalls one sick note, or one month of another benefit."""

    NONE = ""
    GRADE = "D09"  # worked more or less than the note says
    LOW_GRADE = "D10"  # worked so much that the grade is under 20 %
    HOLIDAY = "D11"  # holiday that payroll was not told of
    NOT_APPLIED = "D15"  # the employee never applies
    REVERSED = "D27"  # paid, then corrected to something else
    DOUBLE = "D29"  # paid twice
    EXEMPTION = "D31"  # codes 6 and 7: the exemption has run out
    DAY_COUNTER = "D32"  # care days counted differently
    UPTAKE = "D33"  # parental benefit taken out differently
    SHORT_CLAIM = "D43"  # payroll claims too few days
    CORRECTED = "corrected"  # paid wrongly, then put right: agrees when all has come


STANDING: Final = ("D42", "D35", "D25", "D28", "D34", "D26", "D23", "D22")
"""Causes that stand although the sums agree, the weightiest first."""

AMOUNTS: Final = (
    *("D31", "D32", "D33", "D16", "D17", "D18", "D15", "D21", "D20", "D19", "D10", "D24"),
    *("D29", "D27", "D09", "D11", "D12", "D13", "D07", "D08", "D06", "D05", "D04", "D43"),
    *("D03", "D02"),
)
"""Causes that count only when the sums differ, the weightiest first."""

CLAIMING: Final = ("D08", "D05", "D04", "D03", "D02")
"""Causes that lie in how payroll claims, the weightiest first."""
