"""Income reports of a file, by person and sub-unit: positions reported together are one income.

The file has no number for a position. Different reports for the same absence, sent the same
day, are taken as different positions in the sub-unit. Rows that are equal in every field can't
be told from a row that was written twice, and are refused, unless the list of employments shows
as many positions.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pandas as pd

from rutine.core.money import Ore
from rutine.refunds.expected.basis import IncomeReported, RefundChange

DOUBLED = "two income reports are equal in every field"
SAME_REPORT = ["person", "sub_unit", "absence_from", "sent"]
"""What rows of one report for several positions have in common."""

_AMOUNTS = ["monthly_income", "monthly_refund", "refund_ends"]


PositionsListed = Callable[[str, str, date, int], int]
"""How many positions a person has at a sub-unit on a day, with some monthly pay in øre."""


@dataclass(frozen=True, slots=True)
class Position:
    """One row: a month's income and refund in øre, and the last day with refund."""

    income: int
    refund: int
    ends: date | None


def doubled_rows(frame: pd.DataFrame) -> pd.Series[Any]:
    """Which rows are equal to another in every field, as a mask."""
    return frame.duplicated([*SAME_REPORT, *_AMOUNTS], keep=False)


def together(
    absence_from: date, sent: date | None, positions: Sequence[Position]
) -> IncomeReported:
    """One report of the positions' sum.

    A position's refund ends on its own day: the sum falls then, and it ends altogether only
    when every position's does.
    """
    ends = [position.ends for position in positions]
    last = None if None in ends else max(day for day in ends if day is not None)
    falls = sorted({day for day in ends if day is not None and day != last})
    return IncomeReported(
        absence_from=absence_from,
        monthly_income=Ore(sum(position.income for position in positions)),
        monthly_refund=Ore(sum(position.refund for position in positions)),
        changes=tuple(
            RefundChange.model_validate(
                {"from": day + timedelta(days=1), "monthly_refund": _left(positions, day)}
            )
            for day in falls
        ),
        refund_ends=last,
        sent=sent,
        positions=len(positions) if len(set(positions)) == 1 else 1,
    )


def _left(positions: Sequence[Position], day: date) -> Ore:
    """What is asked for after a day, in øre a month."""
    return Ore(sum(p.refund for p in positions if p.ends is None or p.ends > day))


class ReportRows:
    """The rows of a file, found by person; made into reports when they are asked for."""

    __slots__ = ("_doubled", "_rows")

    def __init__(self, frame: pd.DataFrame, listed: PositionsListed | None = None) -> None:
        self._rows: dict[str, list[tuple[Any, ...]]] = {}
        columns = [frame[name].tolist() for name in [*SAME_REPORT, *_AMOUNTS]]
        for row in zip(*columns, strict=True):
            self._rows.setdefault(row[0], []).append(row[1:])
        self._doubled: dict[str, tuple[int, ...]] = {}
        twice = frame[doubled_rows(frame)]
        copies = twice.groupby([*SAME_REPORT, *_AMOUNTS], dropna=False)["row"].transform("size")
        names = ("person", "sub_unit", "absence_from", "monthly_income", "row")
        for (person, unit, begun, income, place), count in zip(
            zip(*(twice[name] for name in names), strict=True), copies, strict=True
        ):
            if listed is None or listed(person, unit, begun.date(), int(income)) != count:
                self._doubled[person] = (*self._doubled.get(person, ()), int(place))

    def doubled(self, person: str) -> tuple[int, ...]:
        """The rows of a person that are equal to each other, by their place in the file."""
        return self._doubled.get(person, ())

    def of(self, person: str) -> dict[str, tuple[IncomeReported, ...]]:
        """A person's reports by sub-unit, by the day of absence and the day of sending.

        Raises:
            ValidationError: a report can't be right.
        """
        found: dict[tuple[str, date, date | None], list[Position]] = {}
        for unit, absence_from, sent, income, refund, ends in self._rows.get(person, []):
            key = (unit, absence_from.date(), day_or_none(sent))
            position = Position(int(income), int(refund), day_or_none(ends))
            found.setdefault(key, []).append(position)
        units: dict[str, tuple[IncomeReported, ...]] = {}
        for unit, absence_from, sent in sorted(found, key=lambda k: (k[0], k[1], k[2] or date.max)):
            report = together(absence_from, sent, found[unit, absence_from, sent])
            units[unit] = (*units.get(unit, ()), report)
        return units


def day_or_none(value: Any) -> date | None:
    """A frame's day; None where there is none."""
    return None if pd.isna(value) else value.date()
