"""A reason with what shows it: the answer of every detector."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from rutine.core.differences import Evidence
from rutine.core.reasons import UNEXPLAINED
from rutine.refunds.expected.day_types import Why


@dataclass(frozen=True, slots=True)
class Finding:
    """One cause and its evidence: what was claimed or expected left, what was paid right."""

    reason: str
    evidence: tuple[Evidence, ...] = ()


CANNOT_TELL: Final = Finding(UNEXPLAINED)

REASON_OF_DAY: Final[Mapping[Why, str]] = {
    Why.EMPLOYER_PERIOD: "D12",
    Why.HOLIDAY: "D11",
    Why.LEAVE: "D11",
    Why.NOT_BACK: "D11",
    Why.TIME_BARRED: "D18",
    Why.LOW_GRADE: "D10",
    Why.LOW_INCOME: "D20",
    Why.AGE: "D20",
    Why.LAST_BENEFIT_DAY: "D19",
    Why.DEATH: "D24",
    Why.EMPLOYMENT_ENDED: "D24",
    Why.NO_REFUND: "D21",
    Why.NO_EXEMPTION: "D31",
    Why.OWN_CARE_DAYS: "D32",
}
"""The class of difference when the two sides disagree about such a day."""
