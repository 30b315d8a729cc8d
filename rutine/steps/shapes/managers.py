"""Who follows up somebody who is away: nobody (O06), or one who is away too (O07).

The manager is that of the position held today, else that of its unit, else of the nearest unit
above; nobody is their own. Told of only where the routine file lists the two reasons.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import pandas as pd

from rutine.cases.kinds import OBLIGATION
from rutine.core.differences import Difference, Subject
from rutine.core.identifiers import OrgNr
from rutine.core.shape_reasons import ANSWERS
from rutine.obligations.unit_tree import UnitTree
from rutine.routines.routine_file import RoutineFile
from rutine.steps.shapes import list_cases
from rutine.steps.shapes.lists import Lists
from rutine.steps.shapes.subjects import Rows

MANAGER: Final = "manager"
"""What such a case refers to, where others name a requirement: no requirement is called so."""

NO_MANAGER: Final = "O06"
MANAGER_AWAY: Final = "O07"

_FULL: Final = 10_000
_WHOLLY: Final = _FULL


@dataclass(frozen=True, eq=False, slots=True)
class _Followers:
    """Who manages whom on a day."""

    rows: Rows
    tree: UnitTree
    of_unit: Mapping[str, str]
    day: date

    def of(self, number: str, position: Any) -> str | None:
        """The employee number of the one who follows up, or None."""
        named = [position.manager, *(self.of_unit.get(u, "") for u in self.tree.path(position.unit))]
        return next((each for each in named if each != number and self._is_here(each)), None)

    def _is_here(self, number: str) -> bool:
        """Whether there is such an employee, still in the job."""
        people = self.rows.people
        if not number or number not in people:
            return False
        left = people.left_on(number)
        return left is None or left >= self.day


def manager_cases(
    routine: RoutineFile,
    lists: Lists,
    rows: Rows,
    tree: UnitTree,
    numbers: Mapping[str, str],
    employer: OrgNr,
    day: date,
) -> Iterator[Difference]:
    """One case for each person who is away today and has nobody to follow up."""
    asked = {each.code for each in routine.exceptions} & {NO_MANAGER, MANAGER_AWAY}
    if not asked:
        return
    units = lists.rows("unit").drop_duplicates("unit")
    of_unit = dict(zip(units["unit"], units["manager"], strict=True))
    followers = _Followers(rows, tree, of_unit, day)
    away, wholly = _away(rows.away, day)
    for number, position in _positions(rows.positions, sorted(away), day):
        manager = followers.of(number, position)
        reason = NO_MANAGER if manager is None else MANAGER_AWAY
        if reason not in asked or (manager is not None and manager not in wholly):
            continue
        yield _case(reason, number, position, manager, rows, numbers, tree, employer)


def _away(away: pd.DataFrame, day: date) -> tuple[set[str], set[str]]:
    """Those who are away on a day at all, and those who are wholly so."""
    today = pd.Timestamp(day)
    now = away[(away["first"] <= today) & (away["last"].isna() | (away["last"] >= today))]
    percent = now["percent"].fillna(_FULL).astype("int64")
    return set(now.loc[percent > 0, "subject"]), set(now.loc[percent >= _WHOLLY, "subject"])


def _positions(
    positions: pd.DataFrame, numbers: Sequence[str], day: date
) -> Iterator[tuple[str, Any]]:
    """The latest position that each holds on the day."""
    today = pd.Timestamp(day)
    held = positions[
        positions["subject"].isin(numbers)
        & (positions["first"] <= today)
        & (positions["last"].isna() | (positions["last"] >= today))
    ]
    latest = held.sort_values("first", kind="stable").drop_duplicates("subject", keep="last")
    yield from ((str(row.subject), row) for row in latest.itertuples(index=False))


def _case(
    reason: str,
    number: str,
    position: Any,
    manager: str | None,
    rows: Rows,
    numbers: Mapping[str, str],
    tree: UnitTree,
    employer: OrgNr,
) -> Difference:
    known = rows.people.known(number)
    hidden: Collection[str] = rows.people.hidden
    told = [list_cases.said("unit", "text", position.unit)]
    if manager is not None and manager not in hidden:
        told.append(list_cases.said("manager", "text", manager))
    unit = next((numbers[each] for each in tree.path(position.unit) if numbers.get(each)), "")
    return Difference(
        kind=OBLIGATION,
        reason=reason,
        employer=employer,
        person=known.person,
        name=known.name,
        employee_number=known.number,
        sub_unit=OrgNr(unit) if unit else None,
        evidence=tuple(told),
        permitted=ANSWERS[reason],
        reference=MANAGER,
        about=Subject(key=number),
    )
