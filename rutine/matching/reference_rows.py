"""Rows of the slow matcher, and what plain sight tells of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from rutine.core.periods import SATURDAY
from rutine.matching.day_amounts import FRACTION, ROUNDING
from rutine.matching.gates import Tolerance
from rutine.matching.passes import Pass

_DAY = timedelta(days=1)


@dataclass(slots=True, eq=False)
class Row:
    """One row of either side, with what has been found out about it."""

    place: int
    is_line: bool
    row_id: int
    person: str
    unit: str
    benefit: str
    first: date | None
    last: date | None
    amount: int
    carried: bool
    name: str
    component: int = -1
    group: int | None = None
    taken_by: Pass | None = None
    reason: str = ""
    ambiguous: bool = False
    exceeded: bool = False

    @property
    def key(self) -> tuple[str, str, str] | None:
        """Person, unit and benefit; None without a person."""
        return (self.person, self.unit, self.benefit) if self.person else None

    @property
    def turned(self) -> bool:
        """Whether the last day is before the first."""
        return self.first is not None and self.last is not None and self.last < self.first

    @property
    def placed(self) -> bool:
        """Whether a day is known."""
        return not self.turned and (self.first is not None or self.last is not None)

    @property
    def dated(self) -> bool:
        """Whether both days are known."""
        return not self.turned and self.first is not None and self.last is not None

    @property
    def begins(self) -> date:
        """The first day known."""
        return self.first or self.last or date.max

    @property
    def ends(self) -> date:
        """The last day known."""
        return self.last or self.first or date.min

    def shares_a_day_with(self, other: Row) -> bool:
        """Whether the days overlap, whosever they are."""
        return self.begins <= other.ends and other.begins <= self.ends

    def touches(self, other: Row) -> bool:
        """Whether the two hang together in a component."""
        if not (self.placed and other.placed) or self.key is None or self.key != other.key:
            return False
        return self.shares_a_day_with(other)

    def weekdays(self) -> set[date]:
        """The days from Monday to Friday."""
        days = (self.begins + n * _DAY for n in range((self.ends - self.begins).days + 1))
        return {day for day in days if day.weekday() < SATURDAY}


def read(frame: pd.DataFrame, *, is_line: bool, after: int = 0) -> list[Row]:
    """The rows of a frame by row id, placed after so many others."""
    records = sorted(frame.to_dict("records"), key=lambda record: int(record["row_id"]))
    return [
        Row(
            place=place,
            is_line=is_line,
            row_id=int(record["row_id"]),
            person=_text(record["person"]),
            unit=_text(record["unit"]),
            benefit=_text(record["benefit"]),
            first=None if pd.isna(record["first"]) else record["first"].date(),
            last=None if pd.isna(record["last"]) else record["last"].date(),
            amount=int(record["amount"]),
            carried=bool(record.get("carried", False)),
            name=_text(record.get("name", "")),
        )
        for place, record in enumerate(records, start=after)
    ]


def _text(value: object) -> str:
    return "" if pd.isna(value) else str(value)  # type: ignore[call-overload]  # a plain value


def components_of(rows: Iterable[Row]) -> list[list[Row]]:
    """Rows whose periods hang together, each list by place."""
    found: list[list[Row]] = []
    for row in rows:
        if row.placed and row.key is not None:
            joined = [each for each in found if any(row.touches(other) for other in each)]
            found = [each for each in found if each not in joined]
            found.append([*(other for each in joined for other in each), row])
    return [sorted(each, key=lambda row: row.place) for each in found]


def beside(row: Row, left: list[Row]) -> list[Row]:
    """The open rows of the same person, unit and benefit, the row's own component included."""
    return [other for other in left if other.key == row.key]


def has_loose_reversal(row: Row, left: list[Row]) -> bool:
    """Whether a reversal whose period is not fully known may concern the row."""
    return any(other.amount < 0 and not other.dated for other in beside(row, left))


def reverses(component: list[Row]) -> bool:
    """Whether a row is negative."""
    return any(row.amount < 0 for row in component)


def sums(component: list[Row]) -> tuple[int, int]:
    """Paid and claimed."""
    paid = sum(row.amount for row in component if row.is_line)
    return paid, sum(row.amount for row in component if not row.is_line)


def has_both_sides(component: list[Row]) -> bool:
    """Whether there are lines and claims."""
    return {row.is_line for row in component} == {True, False}


def is_consistent(component: list[Row], tolerance: Tolerance | None = None) -> bool:
    """Whether sums that agree do not show that the days behind them differ."""
    if reverses(component):
        return _agree_day_by_day(component)
    return same_ends(component) and _agree_period_by_period(component, tolerance)


def _agree_day_by_day(component: list[Row]) -> bool:
    """Every row's amount spread over its weekdays, in thousandths of an øre, rounded down."""
    paid: dict[date, int] = {}
    for row in component:
        days = row.weekdays()
        if row.amount and not (row.dated and days):
            return False
        for day in days:
            amount = row.amount if row.is_line else -row.amount
            paid[day] = paid.get(day, 0) + amount * FRACTION // len(days)
    return all(abs(left) <= ROUNDING for left in paid.values())


def _agree_period_by_period(component: list[Row], tolerance: Tolerance | None) -> bool:
    """False when both sides name the same periods, but not the same sum for each."""
    periods: dict[tuple[date, date], list[Row]] = {}
    for row in component:
        if row.amount:
            periods.setdefault((row.begins, row.ends), []).append(row)
    if not all(has_both_sides(rows) for rows in periods.values()):
        return True
    for rows in periods.values():
        slack = 0
        if tolerance:
            slack = tolerance.ore + tolerance.ore_per_day * len(rows[0].weekdays())
        paid, claimed = sums(rows)
        if abs(paid - claimed) > slack:
            return False
    return True


def same_ends(component: list[Row]) -> bool:
    """Whether both sides begin and end on the same weekdays; a missing date is not compared.

    Rows of nothing do not count.
    """
    component = [row for row in component if row.amount]
    firsts: dict[bool, list[date]] = {True: [], False: []}
    lasts: dict[bool, list[date]] = {True: [], False: []}
    for row in component:
        if row.first is not None:
            firsts[row.is_line].append(roll(row.first, _DAY))
        if row.last is not None:
            lasts[row.is_line].append(roll(row.last, -_DAY))
    begin = all(row.first for row in component)
    end = all(row.last for row in component)
    return (not begin or min(firsts[True]) == min(firsts[False])) and (
        not end or max(lasts[True]) == max(lasts[False])
    )


def same_days(component: list[Row]) -> bool:
    """Whether both sides cover the very same weekdays, and all their dates are known.

    Rows of nothing do not count.
    """
    component = [row for row in component if row.amount]
    days: dict[bool, set[date]] = {True: set(), False: set()}
    for row in component:
        days[row.is_line] |= row.weekdays()
    return days[True] == days[False] and all(row.dated for row in component)


def roll(day: date, step: timedelta) -> date:
    """The day, or the next weekday in the direction of the step."""
    while day.weekday() >= SATURDAY:
        day += step
    return day
