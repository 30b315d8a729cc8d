"""Whether the lists of employees, positions and units agree with each other on a day.

What other routines conclude rests on these three. A unit with two managers sends a case to the
wrong one, a unit without any to nobody, and who has left and is away all the same is either still
here or is paid for.

The frames are those of the records `employee`, `position`, `unit` and `time_away`
(`rutine.core.hr_records`): days are `datetime64`, NaT where there is none; text is never missing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

import pandas as pd

from rutine.obligations.unit_tree import in_ring


class Fault(StrEnum):
    """What does not agree."""

    TWO_MANAGERS = "two_managers"
    NO_MANAGER = "no_manager"  # of a unit that people work in, nor of their positions
    MANAGER_GONE = "manager_gone"  # not in the list of employees, or has left
    UNIT_UNKNOWN = "unit_unknown"  # people work in a unit that is not in the list
    PARENT_UNKNOWN = "parent_unknown"  # or the units go round in a ring
    AWAY_AFTER_END = "away_after_end"
    POSITION_AFTER_END = "position_after_end"
    NAMES_DIFFER = "names_differ"  # of one employee number; found where the rows are merged


@dataclass(frozen=True, slots=True)
class Found:
    """One fault.

    Attributes:
        unit: what it is about, where that is a unit.
        number: the employee number that it is about, where that is an employee.
        others: employee numbers of managers, or the unit above, in order.
        people: how many work there now.
        day: the day from which it does not agree, where it has one.
        rows: (file, row) of the rows that say so.
    """

    fault: Fault
    unit: str = ""
    number: str = ""
    others: tuple[str, ...] = ()
    people: int = 0
    day: date | None = None
    rows: tuple[tuple[str, int], ...] = ()


def check_registers(
    employees: pd.DataFrame,
    positions: pd.DataFrame,
    units: pd.DataFrame,
    away: pd.DataFrame,
    today: date,
    *,
    contested: Collection[str] = (),
    tells_managers: bool = True,
) -> list[Found]:
    """Every fault, in the order of `Fault` and then of unit and employee number.

    Args:
        employees: one row an employee (`employee_number`, `left`).
        positions: those of known employees (`subject`, `unit`, `first`, `last`, `manager`).
        units: as they came (`unit`, `parent`, `manager`).
        away: absences of known employees (`subject`, `first`, `last`).
        today: as of which day.
        contested: employee numbers that two people have, who are not among the employees: a
            manager with one may be here.
        tells_managers: the list of units has managers at all; else nobody knows who has none.
    """
    at = pd.Timestamp(today)
    now = positions[(positions["first"] <= at) & ~(positions["last"] < at)]
    left = dict(zip(employees["employee_number"], employees["left"], strict=True))
    here = {number for number, day in left.items() if not day < at}  # NaT is not before it
    now = now[now["subject"].isin(list(here))]
    working = Counter(now["unit"].tolist())
    # A position's own manager goes before its unit's.
    unled = set(now.loc[now["manager"] == "", "unit"]) if tells_managers else set[str]()
    found = [
        *_managers(units, here | set(contested), working, unled),
        *_tree(units, now, working),
        *_after_end(away, left, at, Fault.AWAY_AFTER_END),
        *_after_end(positions, left, at, Fault.POSITION_AFTER_END),
    ]
    order = list(Fault)
    return sorted(found, key=lambda each: (order.index(each.fault), each.unit, each.number))


def _managers(
    units: pd.DataFrame, here: set[str], working: Mapping[str, int], unled: Collection[str]
) -> Iterator[Found]:
    for name, rows in units.groupby("unit", sort=True):
        unit = str(name)
        named = tuple(sorted({each for each in rows["manager"] if each}))
        people, own = working.get(unit, 0), _rows(rows)
        if len(named) > 1:
            yield Found(Fault.TWO_MANAGERS, unit, others=named, people=people, rows=own)
        elif not named and unit in unled:
            yield Found(Fault.NO_MANAGER, unit, people=people, rows=own)
        gone = tuple(each for each in named if each not in here)
        if gone:
            yield Found(Fault.MANAGER_GONE, unit, others=gone, people=people, rows=own)


def _tree(units: pd.DataFrame, now: pd.DataFrame, working: Mapping[str, int]) -> Iterator[Found]:
    known = set(units["unit"])
    for name, rows in now[~now["unit"].isin(list(known))].groupby("unit", sort=True):
        unit = str(name)
        yield Found(Fault.UNIT_UNKNOWN, unit=unit, people=working.get(unit, 0), rows=_rows(rows))
    parents = dict(zip(units["unit"], units["parent"], strict=True))
    for unit, parent in sorted(parents.items()):
        if parent and (parent not in known or in_ring(unit, parents)):
            rows = units[units["unit"] == unit]
            yield Found(
                Fault.PARENT_UNKNOWN,
                unit=unit,
                others=(parent,),
                people=working.get(unit, 0),
                rows=_rows(rows),
            )


def _after_end(
    rows: pd.DataFrame, left: Mapping[str, Any], at: pd.Timestamp, fault: Fault
) -> Iterator[Found]:
    """What goes on after the employment has ended: open ends count as going on until today."""
    ends = rows["subject"].map(left)
    last = rows["last"].fillna(at)
    late = rows[ends.notna() & (last > ends)]
    for name, own in late.groupby("subject", sort=True):
        number = str(name)
        day: date = left[number].date()
        yield Found(fault, number=number, day=day, rows=_rows(own))


def _rows(rows: pd.DataFrame) -> tuple[tuple[str, int], ...]:
    pairs = zip(rows["file"], rows["row"], strict=True)
    return tuple(sorted((str(name), int(row)) for name, row in pairs))
