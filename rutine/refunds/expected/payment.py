"""What NAV paid, as the settlement report shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from rutine.core.money import Ore


@dataclass(frozen=True, slots=True)
class PaidLine:
    """One line of the settlement report: an amount, and its days when NAV gave them."""

    amount: Ore
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Paid:
    """Everything NAV paid an employer for a person, benefit and period.

    Attributes:
        lines: the report's lines; none means that nothing was paid.
        last_benefit_day: column L of the last line, None when NAV gave none.
    """

    lines: tuple[PaidLine, ...] = ()
    last_benefit_day: date | None = None

    @classmethod
    def of(
        cls,
        amount: Ore,
        first: date | None = None,
        last: date | None = None,
        last_benefit_day: date | None = None,
    ) -> Paid:
        """One line."""
        return cls((PaidLine(amount, first, last),), last_benefit_day)

    @property
    def amount(self) -> Ore:
        """The sum, in øre."""
        return Ore(sum(line.amount for line in self.lines))

    @property
    def first(self) -> date | None:
        """The first day paid for, or None when a line has no date."""
        days = [line.first for line in self.lines if line.first is not None]
        return min(days) if days and len(days) == len(self.lines) else None

    @property
    def last(self) -> date | None:
        """The last day paid for, or None when a line has no date."""
        days = [line.last for line in self.lines if line.last is not None]
        return max(days) if days and len(days) == len(self.lines) else None
