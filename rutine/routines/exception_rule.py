"""Which reasons the routine can give a case, how much each matters, and who acts."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from rutine.core.reasons import Role
from rutine.routines.vocabulary import Label, Part, Words

Severity = Literal["high", "normal", "low"]


class ExceptionRule(Part):
    """One reason code of the catalogue (`rutine reasons`) that the routine can give."""

    code: Label = Field(description="The reason code, as the catalogue has it.", examples=["D14"])
    severity: Severity = Field(
        default="normal", description="high: money or a duty may be lost; low: it can wait."
    )
    who: Role | None = Field(
        default=None,
        description="The role that acts; left out: as the catalogue says, which the app follows.",
    )
    note: Words | None = Field(default=None, description="What is special to this routine.")
