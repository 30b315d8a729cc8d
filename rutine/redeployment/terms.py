"""What the law says of the right, from one day to another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Terms:
    """One text of the rule.

    Attributes:
        first: the first day that it holds; None for always.
        employed_months, of_months: employed so many of the last so many months (12 of 24).
        lasts_months: the right lasts so long after the notice period (12).
        answer_days: an offer must be accepted within so many days after it was received (14).
    """

    first: date | None = None
    employed_months: int = 12
    of_months: int = 24
    lasts_months: int = 12
    answer_days: int = 14


def terms_on(texts: Sequence[Terms], day: date) -> Terms:
    """The text that held on a day: the latest that had begun, and the first of all before that."""
    ordered = sorted(texts, key=lambda text: text.first or date.min)
    begun = [text for text in ordered if (text.first or date.min) <= day]
    return begun[-1] if begun else ordered[0]
