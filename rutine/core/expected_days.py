"""What the rules say of each day of a case, as a person sees it in a calendar."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from rutine.core.money import Ore


class DayMark(StrEnum):
    """What a day is to the employer's refund."""

    EMPLOYER_PERIOD = "employer_period"
    NAV = "nav"
    """NAV pays for the whole day."""
    GRADED = "graded"
    """NAV pays for a part of the day."""
    WEEKEND = "weekend"
    FREE = "free"
    """Holiday, leave, or not back at work."""
    WORK = "work"
    REFUSED = "refused"
    """NAV pays nothing, for another reason."""
    BARRED = "barred"
    """Claimed too late."""
    UNKNOWN = "unknown"


class DayStretch(BaseModel):
    """Days in a row of which the rules say the same. Health data: store it encrypted.

    Attributes:
        grade: percent of the job that is paid; 0 where NAV pays nothing.
        rate: what the employer gets for each of the days, in øre.
        why: a code for why it gets nothing (`refunds.expected.day_types.Why`).
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    first: date
    last: date
    mark: DayMark
    grade: int = 0
    rate: Ore = Ore(0)
    why: str | None = None

    def __repr__(self) -> str:
        """Only the type: the values are health data."""
        return "DayStretch(…)"

    __str__ = __repr__
