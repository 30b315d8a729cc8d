"""Who follows up somebody who is away: nobody (O06), or one who is away too (O07).

The manager is that of the position held today, else that of its unit, else of the nearest unit
above; nobody is their own. Told of only where the routine file lists the two reasons.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
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

MANAGER: Final = "who-follows-up"
"""What such a case refers to, where others name a requirement: no requirement may be called so."""

NO_MANAGER: Final = "O06"
MANAGER_AWAY: Final = "O07"

_FULL: Final = 10_000


@dataclass(frozen=True, eq=False, slots=True)
class Followers:
    """Who follows up whom on a day.

    Attributes:
        of_unit: unit -> the employee number of its manager, as the list has it.
        numbers: unit -> the organisation number that its cases go by.
    """

    rows: Rows
    tree: UnitTree
    of_unit: Mapping[str, str]
    numbers: Mapping[str, str]
    employer: OrgNr
    day: date

    def cases(self, routine: RoutineFile) -> Iterator[Difference]:
        """One case for each person who is away today and has nobody to follow up."""
        asked = {each.code for each in routine.exceptions} & {NO_MANAGER, MANAGER_AWAY}
        if not asked:
            return
        away, wholly = _away(self.rows.away, self.day)
        for number, position in _positions(self.rows.positions, sorted(away), self.day):
            manager = self._manager(number, position)
            reason = NO_MANAGER if manager is None else MANAGER_AWAY
            if reason in asked and (manager is None or manager in wholly):
                yield self._case(reason, number, position.unit, manager)

    def _manager(self, number: str, position: Any) -> str | None:
        """The employee number of the one who follows up, or None."""
        above = (self.of_unit.get(unit, "") for unit in self.tree.path(position.unit))
        named = (position.manager, *above)
        return next((each for each in named if each != number and self._is_here(each)), None)

    def _is_here(self, number: str) -> bool:
        """Whether there is such an employee, still in the job."""
        people = self.rows.people
        if number not in people:
            return False
        left = people.left_on(number)
        return left is None or left >= self.day

    def _case(self, reason: str, number: str, unit: str, manager: str | None) -> Difference:
        people = self.rows.people
        known = people.known(number)
        told = [list_cases.said("unit", "text", unit)]
        if manager is not None and manager not in people.hidden:
            told.append(list_cases.said("manager", "text", manager))
        path = self.tree.path(unit)
        sub_unit = next((self.numbers[each] for each in path if self.numbers.get(each)), "")
        return Difference(
            kind=OBLIGATION,
            reason=reason,
            employer=self.employer,
            person=known.person,
            name=known.name,
            employee_number=known.number,
            sub_unit=OrgNr(sub_unit) if sub_unit else None,
            evidence=tuple(told),
            permitted=ANSWERS[reason],
            reference=MANAGER,
            about=Subject(key=number),
        )


def managers_of(lists: Lists) -> dict[str, str]:
    """Unit -> the employee number of its manager, where the list has one."""
    units = lists.rows("unit").drop_duplicates("unit")
    return dict(zip(units["unit"], units["manager"], strict=True))


def _away(away: pd.DataFrame, day: date) -> tuple[set[str], set[str]]:
    """Those who are away on a day at all, and those who are wholly so."""
    today = pd.Timestamp(day)
    now = away[(away["first"] <= today) & (away["last"].isna() | (away["last"] >= today))]
    percent = now["percent"].fillna(_FULL).astype("int64")
    return set(now.loc[percent > 0, "subject"]), set(now.loc[percent >= _FULL, "subject"])


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
