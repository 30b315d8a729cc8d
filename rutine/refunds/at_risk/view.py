"""Everything at risk for one employer, in order of the day, and added up month by month."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from rutine.core.identifiers import OrgNr
from rutine.core.money import Ore
from rutine.core.periods import Period
from rutine.refunds.at_risk.window import AtRisk, NotKnown, RiskKind, Window


@dataclass(frozen=True, slots=True)
class KindSum:
    """What is due of one kind in one month.

    Attributes:
        count: how many items.
        amount: the sum of those with an amount, in øre.
        without_amount: how many have none.
    """

    count: int
    amount: Ore
    without_amount: int


@dataclass(frozen=True, slots=True)
class MonthSum:
    """What is due in one month; `month` None is what was due before today.

    `kinds` lacks a kind of which nothing is known: that is not the same as nothing.
    """

    month: Period | None
    kinds: Mapping[RiskKind, KindSum]


@dataclass(frozen=True, slots=True, repr=False)
class RiskView:
    """One employer's money at risk.

    Attributes:
        employer: the legal entity.
        books: the month that payroll's lists are from, `YYYY-MM`.
        window: today, and how far is looked ahead.
        items: by due day, kind, sub-unit, employee number.
        not_known: what could not be looked at.
    """

    employer: OrgNr
    books: str
    window: Window
    items: tuple[AtRisk, ...]
    not_known: tuple[NotKnown, ...]

    def within(self, units: Collection[str] | None) -> RiskView:
        """The same for one who sees only some sub-units; None is everything."""
        if units is None:
            return self
        seen = (item for item in self.items if item.sub_unit and item.sub_unit.reveal() in units)
        return replace(self, items=tuple(seen))


def in_order(items: Iterable[AtRisk]) -> tuple[AtRisk, ...]:
    """Items by the day something must be done, and then in an order that never changes."""
    kinds = list(RiskKind)
    return tuple(
        sorted(
            items,
            key=lambda item: (
                item.due,
                kinds.index(item.kind),
                item.sub_unit.reveal() if item.sub_unit else "",
                item.employee_number or "",
                item.first or date.min,
                item.row or 0,
            ),
        )
    )


def month_sums(view: RiskView) -> tuple[MonthSum, ...]:
    """What is due before today (when anything is) and in each month of the window.

    An item of today is due this month; every item is in one sum.
    """
    hidden = {kind for gap in view.not_known for kind in gap.hides}
    known = [kind for kind in RiskKind if kind not in hidden]

    def added(items: list[AtRisk]) -> dict[RiskKind, KindSum]:
        return {kind: _sum(item for item in items if item.kind is kind) for kind in known}

    past = [item for item in view.items if item.due < view.window.as_of]
    ahead = [item for item in view.items if item.due >= view.window.as_of]
    before = [MonthSum(None, added(past))] if past else []
    return (
        *before,
        *(
            MonthSum(month, added([item for item in ahead if item.due in month]))
            for month in view.window.months
        ),
    )


def _sum(items: Iterable[AtRisk]) -> KindSum:
    listed = list(items)
    amounts = [item.amount for item in listed if item.amount is not None]
    return KindSum(len(listed), sum(amounts, start=Ore(0)), len(listed) - len(amounts))
