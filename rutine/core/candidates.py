"""Rows that might have belonged to a case, each with the first gate that it failed."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict

from rutine.core.money import Ore


class Gate(StrEnum):
    """What is asked of a candidate, in this order."""

    IDENTITY = "identity"  # the same person
    UNIT = "unit"
    BENEFIT = "benefit"
    OVERLAP = "overlap"  # a day in common, as far as the dates are known
    DAYS = "days"  # equal first and last day
    AMOUNT = "amount"
    FREE = "free"  # it is not in another group


class Rejected(BaseModel):
    """A row of the same person that is not of the case. Health data: store it encrypted.

    Attributes:
        side: whether it is a settlement line or a claim.
        passed: the gates it passed before the first that it failed.
        failed: that gate; None when it passed all, so that something beside it forbids the pair.
        sub_unit: organisation number; who may not see the unit may not see the row.
        amount: øre; of a claim, all that was claimed.
        claim_id: payroll's own key, of claims.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    side: Literal["line", "claim"]
    passed: tuple[Gate, ...]
    failed: Gate | None
    sub_unit: str
    benefit: str
    first: date | None
    last: date | None
    amount: Ore
    claim_id: str | None = None

    def __repr__(self) -> str:
        """Only the type: the values are health data."""
        return "Rejected(…)"

    __str__ = __repr__
