"""Hold the shared lists of employees, positions and units against each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import pandas as pd

from rutine.cases.kinds import LIST, REGISTER
from rutine.cases.lifecycle.closing import Cause
from rutine.core.differences import Difference, Evidence, Subject
from rutine.core.identifiers import OrgNr
from rutine.core.shape_reasons import ANSWERS
from rutine.installation import Installation
from rutine.obligations.register_checks import Fault, check_registers
from rutine.obligations.register_checks import Found as Discrepancy
from rutine.obligations.unit_tree import UnitTree
from rutine.steps.shapes import list_cases
from rutine.steps.shapes.found import Closed, Found, gone
from rutine.steps.shapes.lists import Lists
from rutine.steps.shapes.same_number import numbers_in_doubt
from rutine.steps.shapes.scope import ShapeScope, load_shape
from rutine.steps.shapes.subjects import Rows, rows_of_people, unit_tree

_REASONS: Final[Mapping[Fault, str]] = {
    Fault.TWO_MANAGERS: "H01",
    Fault.NO_MANAGER: "H02",
    Fault.MANAGER_GONE: "H03",
    Fault.UNIT_UNKNOWN: "H04",
    Fault.PARENT_UNKNOWN: "H05",
    Fault.AWAY_AFTER_END: "H06",
    Fault.POSITION_AFTER_END: "H07",
    Fault.NAMES_DIFFER: "H08",
}
_SHOWN: Final = 20


def check_shared_lists(place: Installation, scope: ShapeScope, lists: Lists) -> Found:
    """Whatever the lists say against each other on the run's day, of what the file asks for.

    Raises:
        InputError: `restricted_without_id`.
    """
    routine = load_shape(place, scope.routine).routine
    asked = {each.code for each in routine.exceptions}
    rows, nobody = rows_of_people(lists, place)
    tree, numbers = unit_tree(lists)
    told = _Telling(lists, rows, tree, numbers, scope.employer)
    shown = not rows.people.anybody_hidden
    found = check_registers(
        rows.people.rows,
        rows.positions,
        lists.rows("unit"),
        rows.away,
        scope.day,
        contested=rows.people.contested["employee_number"].unique(),
        tells_managers=_tells_managers(lists),
    )
    found += _of_two_names(lists.rows("employee"))
    cases = [told.case(each) for each in found if _REASONS[each.fault] in asked]
    shorter, joined = _few_of_each(cases)
    differences = [
        *shorter,
        *list_cases.unreadable(lists, scope.employer, shown=shown),
        *(
            case
            for record, strangers in nobody.items()
            for case in list_cases.unmatched(lists, scope.employer, record, strangers, shown=shown)
        ),
    ]
    strange = list_cases.counted(lists, nobody)
    unsure = lists.faulty(("employee", "position", "unit", "time_away"))
    unsure = unsure or any(not each.empty for each in nobody.values())
    marked = rows.people.protected
    return Found(
        differences=differences,
        closed={REGISTER: _unsure if unsure else _Ending(_unseen(lists).union(joined)), LIST: gone},
        used=[list_cases.used(each, strange[each.file.name]) for each in lists],
        checked=sum(len(lists.rows(name)) for name in ("employee", "position", "unit")),
        protected=[each.person for each in marked if each.person is not None],
        listed=rows.people.listed,
        numbers=[each.number for each in marked],
    )


def _few_of_each(cases: list[Difference]) -> tuple[list[Difference], frozenset[str]]:
    """The cases, and the faults that are told in one because they are so many.

    A line with a name is shown in its own person's case only.
    """
    units = list_cases.few_or_one(cases, _REASONS[Fault.UNIT_UNKNOWN])
    few = list_cases.few_or_one(
        units, _REASONS[Fault.NAMES_DIFFER], counted_as="numbers_of_two_names", shown=False
    )
    joined = {
        Fault.UNIT_UNKNOWN: len(units) < len(cases),
        Fault.NAMES_DIFFER: len(few) < len(units),
    }
    return few, frozenset(fault for fault, is_one in joined.items() if is_one)


def _of_two_names(employees: pd.DataFrame) -> Iterator[Discrepancy]:
    """Numbers whose rows were made one employee's, under names that are not one name."""
    in_doubt = employees["employee_number"].isin(numbers_in_doubt(employees))
    for number, rows in employees[in_doubt].groupby("employee_number"):
        pairs = zip(rows["file"], rows["row"], strict=True)
        places = tuple((str(name), int(row)) for name, row in pairs)
        yield Discrepancy(Fault.NAMES_DIFFER, number=str(number), rows=places)


def _tells_managers(lists: Lists) -> bool:
    """Whether the list of units names any: the column may be left out, which leaves it empty."""
    return bool((lists.rows("unit")["manager"] != "").any())


def _unseen(lists: Lists) -> frozenset[str]:
    """The faults that this run could not see: the list or the column is not there."""
    away = () if lists.of("time_away") else (Fault.AWAY_AFTER_END,)
    managers = (Fault.TWO_MANAGERS, Fault.NO_MANAGER, Fault.MANAGER_GONE)
    names = () if (lists.rows("employee")["name"] != "").any() else (Fault.NAMES_DIFFER,)
    return frozenset((*away, *names, *(() if _tells_managers(lists) else managers)))


@dataclass(frozen=True, slots=True)
class _Ending:
    """Why a fault that is found no more is none; what nobody could see is neither."""

    unseen: frozenset[str]

    def __call__(self, reference: str | None, _about: Subject | None) -> Closed | None:
        return None if reference in self.unseen else Closed(Cause.RESOLVED)


def _unsure(_reference: str | None, _about: Subject | None) -> None:
    """Nothing is said to agree while a row that could say otherwise can't be used."""


@dataclass(frozen=True, eq=False, slots=True)
class _Telling:
    """Puts a fault into a case."""

    lists: Lists
    rows: Rows
    tree: UnitTree
    numbers: Mapping[str, str]
    employer: OrgNr

    def case(self, found: Discrepancy) -> Difference:
        reason = _REASONS[found.fault]
        known = self.rows.people.known(found.number) if found.number else None
        return Difference(
            kind=REGISTER,
            reason=reason,
            employer=self.employer,
            person=None if known is None else known.person,
            name=None if known is None else known.name,
            employee_number=None if known is None else known.number,
            sub_unit=self._sub_unit(found),
            evidence=tuple(self._evidence(found)),
            permitted=ANSWERS[reason],
            reference=found.fault.value,
            about=Subject(
                key=found.unit or found.number,
                proofs=tuple(
                    list_cases.proof_of(self.lists, name, row) for name, row in found.rows[:_SHOWN]
                )
                if not self._hides(found)
                else (),
            ),
        )

    def _hides(self, found: Discrepancy) -> bool:
        """Whether a row of it may be a protected person's, in a case that others see too.

        Rows of people are shown in that person's own case only, which follows their mark. A row
        of a unit names its manager.
        """
        people = self.rows.people
        if found.fault is Fault.UNIT_UNKNOWN:
            return people.anybody_hidden
        if not found.unit:
            return False
        units = self.lists.rows("unit")
        named = units.loc[units["unit"] == found.unit, "manager"]
        return any(self._is_hidden(number) for number in named if number)

    def _is_hidden(self, number: str) -> bool:
        """Whether a manager may be a protected person, as one who is not in the list may be."""
        people = self.rows.people
        return number in people.hidden or (number not in people and people.anybody_hidden)

    def _sub_unit(self, found: Discrepancy) -> OrgNr | None:
        unit = found.unit
        if found.number:
            own = self.rows.positions[self.rows.positions["subject"] == found.number]
            latest = own.sort_values("first", kind="stable")["unit"].tail(1)
            unit = str(latest.iloc[0]) if len(latest) else ""
        number = self.numbers.get(unit, "")
        return OrgNr(number) if number else None

    def _evidence(self, found: Discrepancy) -> Iterator[Evidence]:
        if found.unit:
            yield list_cases.said("unit", "text", found.unit)
            yield list_cases.said("people", "count", found.people)
        if found.fault is Fault.NAMES_DIFFER:
            yield list_cases.said("rows", "count", len(found.rows))
        if found.day is not None:
            yield list_cases.said("left", "day", found.day.isoformat())
        above = found.fault is Fault.PARENT_UNKNOWN
        for each in found.others:
            if above:
                yield list_cases.said("parent", "text", each)
            elif not self._is_hidden(each):
                yield list_cases.said("manager", "text", each)
