"""What the store keeps about a row so that a person can compare both sides.

Benefit and days tell that somebody was ill or pregnant, so these facts are stored encrypted.
"""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel, ConfigDict

from rutine.core.candidates import Rejected
from rutine.core.differences import Evidence, Subject
from rutine.core.expected_days import DayStretch
from rutine.core.money import Ore


class _Facts(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    def __repr__(self) -> str:
        """Only the type: the values are health data."""
        return f"{type(self).__name__}(…)"

    __str__ = __repr__


class RowFacts(_Facts):
    """One settlement line or claim, without who it is about.

    Attributes:
        label: which file it came from, such as `report 1128`; never a person.
        first, last: the days paid or claimed, both included.
        amount: øre.
        benefit: NAV's benefit code.
        sub_unit: organisation number.
        claim_id: payroll's own key; claims only.
        report_id: NAV's report; lines only.
        days: days claimed or paid, when the file says so.
        day_rate: øre per day, when the file says so.
        grade: per cent.
        sent: the day the claim was sent to NAV.
        employee_number, position_id, responsibility, function: what payroll posts the claim on.
    """

    label: str = ""
    first: date | None = None
    last: date | None = None
    amount: Ore | None = None
    benefit: str | None = None
    sub_unit: str | None = None
    claim_id: str | None = None
    report_id: int | None = None
    days: int | None = None
    day_rate: Ore | None = None
    grade: int | None = None
    sent: date | None = None
    employee_number: str | None = None
    position_id: str | None = None
    responsibility: str | None = None
    function: str | None = None


class Change(_Facts):
    """How one piece of a case's evidence differs from what it was.

    Attributes:
        field, kind: as in `Evidence`; `lines_added` and the like count rows.
        side: `left` (claimed), `right` (paid), or empty for what concerns the whole case.
        before, after: the values as in `Evidence`; None where there was, or is, nothing.
    """

    field: str
    kind: str
    side: str = ""
    before: str | None = None
    after: str | None = None


class CaseFacts(_Facts):
    """What is known about a case and tells of a person or somebody's health.

    `issued` is the sha256 of the document that was made of it, in the evidence archive.
    """

    employee_number: str | None = None
    benefit: str | None = None
    evidence: tuple[Evidence, ...] = ()
    days: tuple[DayStretch, ...] = ()
    rejected: tuple[Rejected, ...] = ()
    about: Subject | None = None
    issued: str | None = None
