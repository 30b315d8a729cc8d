"""A reason with what shows it: the answer of every detector."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from rutine.core.differences import Evidence
from rutine.core.reasons import UNEXPLAINED
from rutine.refunds.expected.account import ExpectedDay
from rutine.refunds.expected.day_counting import is_weekend
from rutine.refunds.expected.day_types import Why


@dataclass(frozen=True, slots=True)
class Finding:
    """One cause and its evidence: what was claimed or expected left, what was paid right."""

    reason: str
    evidence: tuple[Evidence, ...] = ()


CANNOT_TELL: Final = Finding(UNEXPLAINED)

_REASON_OF_DAY: Final[Mapping[Why, str]] = {
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


def reason_of(days: Iterable[ExpectedDay]) -> str | None:
    """The class of difference when the two sides disagree about such days: that of most of them.

    None where nothing about the days would make them differ.
    """
    found = Counter(
        _REASON_OF_DAY[day.why]
        for day in days
        if day.why is not None and day.why in _REASON_OF_DAY and not is_weekend(day.day)
    )
    return found.most_common(1)[0][0] if found else None
