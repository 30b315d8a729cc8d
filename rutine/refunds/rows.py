"""Open rows as plain values: what a case is made of.

Only rows that were not settled are made into these, a few in a hundred; the settled ones stay
in their frames.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pandas as pd

from rutine.core.differences import RowRef, Side
from rutine.core.money import Ore
from rutine.core.periods import Period


@dataclass(frozen=True, slots=True)
class OpenRow:
    """What lines and claims have in common.

    Attributes:
        row_id: the row's number among the `Items` of its side.
        ref: where it stands.
        person: the id that the person goes by, empty when the row's is not valid.
        number: the row's own id: the same, unless payroll has replaced it since.
        first: first day, None when missing.
        last: last day, None when missing.
        amount: what is open on it.
    """

    row_id: int
    ref: RowRef
    person: str = field(repr=False)
    number: str = field(repr=False)
    name: str = field(repr=False)
    sub_unit: str
    benefit: str
    first: date | None
    last: date | None
    amount: Ore = field(repr=False)

    @property
    def period(self) -> Period | None:
        """Its days, None when a date is missing or they are in the wrong order."""
        return Period.if_sound(self.first, self.last)

    def shares_a_day_with(self, other: OpenRow) -> bool:
        """Whether both have periods, and these overlap."""
        one, two = self.period, other.period
        return one is not None and two is not None and one.overlaps(two)


@dataclass(frozen=True, slots=True)
class LineRow(OpenRow):
    """A settlement line.

    Attributes:
        last_benefit_day: NAV's own count (column L), None without one.
        received: the value date of its report; None when it is not known.
    """

    last_benefit_day: date | None
    received: date | None = None

    def may_be_for(self, days: Period) -> bool:
        """Whether the line may be for some of the days, by the dates that it has."""
        before = self.first is None or self.first <= days.last
        return before and (self.last is None or self.last >= days.first)


@dataclass(frozen=True, slots=True)
class ClaimRow(OpenRow):
    """A claim.

    Attributes:
        days: weekdays as payroll counted them, None when it does not say.
        day_rate: what payroll multiplied them with, None when it claims another way.
        monthly_income, monthly_refund: what the claim was worked out from.
        claimed: the whole amount, of which `amount` is open.
        is_settled: by payroll, by an earlier run or by this one.
    """

    claim_id: str
    employee_number: str
    position_id: str
    absence_from: date | None
    grade: int
    days: int | None
    day_rate: Ore | None = field(repr=False)
    monthly_income: Ore = field(repr=False)
    monthly_refund: Ore = field(repr=False)
    sent: date | None
    claimed: Ore = field(repr=False)
    is_settled: bool


_COMMON = ("row_id", "row", "sha256", "subject", "number", "name", "sub_unit", "benefit")
_OF_CLAIM = (
    *("claim_id", "employee_number", "position_id", "absence_from", "grade", "days"),
    *("day_rate", "monthly_income", "monthly_refund", "sent", "amount", "is_settled"),
)


def refs(side: Side, rows: pd.DataFrame) -> tuple[RowRef, ...]:
    """One reference per row, in the frame's order."""
    places = zip(rows["sha256"], rows["row"], strict=True)
    return tuple(RowRef(side=side, sha256=str(sha256), row=int(row)) for sha256, row in places)


def line_rows(rows: pd.DataFrame) -> Iterator[LineRow]:
    """Rows of line `Items`; the column `received` need not be there."""
    received = rows["received"] if "received" in rows else [pd.NaT] * len(rows)
    own = zip(_common(Side.LINE, rows), rows["last_benefit_day"], received, strict=True)
    for common, last, came in own:
        yield LineRow(**common, last_benefit_day=_day(last), received=_day(came))


def claim_rows(rows: pd.DataFrame) -> Iterator[ClaimRow]:
    """Rows of claim `Items` with `is_settled`."""
    own = (rows[name] for name in _OF_CLAIM)
    for common, values in zip(_common(Side.CLAIM, rows), zip(*own, strict=True), strict=True):
        number, employee, position, begun, grade, days, rate, income, refund, sent, amount, done = (
            values
        )
        yield ClaimRow(
            **common,
            claim_id=str(number),
            employee_number=str(employee),
            position_id=str(position),
            absence_from=_day(begun),
            grade=int(grade),
            days=None if pd.isna(days) else int(days),
            day_rate=None if pd.isna(rate) else Ore(int(rate)),
            monthly_income=Ore(int(income)),
            monthly_refund=Ore(int(refund)),
            sent=_day(sent),
            claimed=Ore(int(amount)),
            is_settled=bool(done),
        )


def total(rows: Iterable[OpenRow]) -> Ore:
    """The sum that is open on the rows."""
    return sum((row.amount for row in rows), start=Ore(0))


def _common(side: Side, rows: pd.DataFrame) -> Iterator[dict[str, Any]]:
    values = zip(*(rows[name] for name in _COMMON), strict=True)
    spans = zip(rows["first"], rows["last"], rows["open_amount"], strict=True)
    for (row_id, row, sha256, person, number, name, unit, benefit), (first, last, amount) in zip(
        values, spans, strict=True
    ):
        yield {
            "row_id": int(row_id),
            "ref": RowRef(side=side, sha256=str(sha256), row=int(row)),
            "person": str(person),
            "number": str(number),
            "name": str(name),
            "sub_unit": str(unit),
            "benefit": str(benefit),
            "first": _day(first),
            "last": _day(last),
            "amount": Ore(int(amount)),
        }


def _day(moment: pd.Timestamp) -> date | None:
    return None if pd.isna(moment) else moment.date()
