"""Reason codes: why a row, a report or a sum needs a person. Codes are never used again.

The classes D01-D43 come from the discrepancy taxonomy (refund rules §4); D44 and D45 are about
what was settled before; the other letters are those of the known shapes (`shape_reasons`). Their
sentences for people lie in `rutine.core.reason_texts`, keyed by code; here is what the program
decides by. A code that is no longer given stays here with `retired`, because old cases still
carry it.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from rutine.core.reason import DeadlineRule, Reason, Role
from rutine.core.record_reasons import RECORD_REASONS
from rutine.core.shape_reasons import SHAPE_REASONS

__all__ = ["PROTECTED", "REASONS", "UNEXPLAINED", "DeadlineRule", "Reason", "Role"]

UNEXPLAINED: Final = "D00"
"""No cause has its evidence: the program says that it cannot tell."""

PROTECTED: Final = "D41"
"""What the queue says of a restricted case, whatever its cause."""

REASONS: Final[Mapping[str, Reason]] = MappingProxyType(
    {
        reason.code: reason
        for reason in (
            Reason(UNEXPLAINED, "unexplained"),
            Reason("D01", "exact", settles=True),
            Reason("D02", "rounding", Role.PAYROLL, settles=True),
            Reason("D03", "weekday_method", Role.PAYROLL, settles=True),
            Reason("D04", "cap", settles=True),
            Reason("D05", "other_g", deadline=DeadlineRule.G_REGULATION),
            Reason("D06", "shared_cap"),
            Reason("D07", "discretion", deadline=DeadlineRule.COMPLAINT_WEEKS),
            Reason("D08", "salary_rise", deadline=DeadlineRule.AGREEMENT_MONTHS),
            Reason("D09", "grade", Role.MANAGER),
            Reason("D10", "low_grade"),
            Reason("D11", "holiday_or_leave", Role.MANAGER),
            Reason("D12", "employer_period"),
            Reason("D13", "no_employer_period"),
            Reason("D14", "not_handled", deadline=DeadlineRule.HANDLING_TIME),
            Reason("D15", "not_applied", Role.MANAGER, DeadlineRule.CLAIM_MONTHS),
            Reason("D16", "never_sent", deadline=DeadlineRule.CLAIM_MONTHS),
            Reason("D17", "rejected", deadline=DeadlineRule.CLAIM_MONTHS),
            Reason("D18", "too_late"),
            Reason("D19", "last_benefit_day", Role.MANAGER, DeadlineRule.LAST_BENEFIT_DAY),
            Reason("D20", "age_or_income"),
            Reason("D21", "paid_to_employee", Role.PAYROLL),
            Reason("D22", "other_unit", deadline=DeadlineRule.UNIT_MOVE),
            Reason("D23", "unknown_unit"),
            Reason("D24", "left_or_died"),
            Reason("D25", "unknown_person"),
            # Joining two identities is a match by hand: proposer and approver differ (§5).
            Reason("D26", "new_number", two_persons=True),
            Reason("D27", "correction"),
            Reason("D28", "recovery", deadline=DeadlineRule.COMPLAINT_WEEKS),
            Reason("D29", "paid_twice"),
            Reason("D30", "same_report", settles=True),
            Reason("D31", "exemption", deadline=DeadlineRule.CLAIM_MONTHS),
            Reason("D32", "care_days", deadline=DeadlineRule.CLAIM_MONTHS),
            Reason("D33", "uptake"),
            Reason("D34", "wrong_benefit", deadline=DeadlineRule.CLAIM_MONTHS),
            Reason("D35", "holiday_pay"),
            Reason("D36", "unknown_account", Role.ACCOUNTING, two_persons=True),
            Reason("D37", "total", Role.ACCOUNTING),
            Reason("D38", "missing_report", deadline=DeadlineRule.MISSING_REPORT),
            Reason("D39", "other_nav_money", Role.ACCOUNTING),
            Reason("D40", "damaged_file"),
            Reason("D41", "protected_person"),
            Reason("D42", "unexpected_benefit"),
            Reason("D43", "overpaid"),
            Reason("D44", "undone"),
            Reason("D45", "claim_changed", Role.PAYROLL),
            *SHAPE_REASONS,
            *RECORD_REASONS,
        )
    }
)
"""Every code ever given, by code."""
